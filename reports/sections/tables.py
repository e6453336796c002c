"""Cells and tables of a brief, made from readings: the words of the screen, and beside them the number as it was measured."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from indicators.definition import Indicator
from reports.brief import FEW, MISSING, Cell, Column
from reports.reading import Reading
from reports.words import LARGE_YUAN, cell_words, day_words, is_few, is_fraction, number_words, value_words

NAME_WIDTH = 8
PRINTED = re.compile(r"[^.（]*?\d[\d,]*(?:\.(\d+))?")
RATE_WIDTH, COUNT_WIDTH = 17, 8


def words_cell(text: str, tone: str = "calm") -> Cell:
    """A cell of words."""
    return Cell(text=text, tone=tone)


def day_cell(day: date | None, tone: str = "calm") -> Cell:
    """A cell of a day; 未填 where there is none."""
    return Cell(text=day_words(day) if day else "未填", mark="" if day else MISSING, tone=tone)


def number_cell(value: float | None, unit: str, decimals: int = 0, tone: str = "calm") -> Cell:
    """A cell of a plain number; 未填报 where there is none."""
    if value is None:
        return Cell(text="未填报", mark=MISSING)
    return Cell(text=number_words(value, decimals), value=value, decimals=decimals, unit=unit, tone=tone)


def figure_cell(reading: Reading | None, tone: str = "calm") -> Cell:
    """A cell of a measured figure: 91.3%（95/104） with its value; of few cases the fraction alone; why where there is none."""
    if reading is None or not reading.is_known:
        return Cell(text=cell_words(reading) if reading else "未填报", mark=MISSING)
    if is_fraction(reading):
        return Cell(text=cell_words(reading), mark=FEW if is_few(reading) else "", tone=tone)
    if _is_large(reading):
        return Cell(text=value_words(reading), value=reading.value / LARGE_YUAN, decimals=1, unit="万元", tone=tone)
    text = cell_words(reading)
    return Cell(text=text, value=reading.value, decimals=_decimals(text), unit=reading.indicator.unit, tone=tone)


def _is_large(reading: Reading) -> bool:
    return reading.indicator.unit == "元" and abs(reading.value) >= LARGE_YUAN and reading.indicator.kind in ("count", "sum")


def _decimals(text: str) -> int:
    """As many as the cell prints."""
    return len(PRINTED.match(text)[1] or "")


def name_column(name: str, width: int = NAME_WIDTH) -> Column:
    """A column of names."""
    return Column(name=name, width=width)


def figure_column(indicator: Indicator, width: int | None = None) -> Column:
    """The column of an indicator: 按期办结率, 受理量（件）; a rate's cells carry their own unit."""
    is_rate = indicator.kind == "ratio"
    name = indicator.name if is_rate else f"{indicator.name}（{indicator.unit.removeprefix('个')}）"
    return Column(name=name, width=width or (RATE_WIDTH if is_rate else COUNT_WIDTH), is_number=True)


def by_group(readings: Iterable[Reading]) -> dict[object, dict[str, Reading]]:
    """Readings cut by one column: group -> indicator id -> reading, in the order in which they come."""
    found: dict[object, dict[str, Reading]] = {}
    for one in readings:
        found.setdefault(one.groups[0], {})[one.indicator.id] = one
    return found


def figure_row(name: str, found: Mapping[str, Reading], ids: Sequence[str]) -> tuple[Cell, ...]:
    """A row: what it is about, then a figure an indicator."""
    return (words_cell(name), *(figure_cell(found.get(id)) for id in ids))
