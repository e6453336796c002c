"""The table behind a chart: one to read on screen, one to take away."""

import re
from collections.abc import Sequence

import pandas as pd

from indicators.columns import load_columns
from reports.reading import Reading
from reports.words import cell_words, group_words, parts_words, period_words

PERIOD = "时段"


def key_names(by: Sequence[str], is_over_time: bool) -> list[str]:
    """The names of the columns that say which cell a row is."""
    return [*([PERIOD] if is_over_time else []), *(load_columns()[column].name for column in by)]


def keys(reading: Reading, by: Sequence[str], is_over_time: bool) -> tuple[str, ...]:
    """Which cell a reading is, in words."""
    groups = [group_words(column, value) for column, value in zip(by, reading.groups, strict=True)]
    return (*([period_words(reading.period)] if is_over_time else []), *groups)


def grid(readings: Sequence[Reading]) -> list[list[Reading | None]]:
    """Readings as rows (period and groups) by columns (indicators), both in the order of first appearance."""
    rows = list(dict.fromkeys((reading.period, *reading.groups) for reading in readings))
    columns = list(dict.fromkeys(reading.indicator.id for reading in readings))
    found = {(reading.indicator.id, reading.period, *reading.groups): reading for reading in readings}
    return [[found.get((column, *row)) for column in columns] for row in rows]


def wide(readings: Sequence[Reading], by: Sequence[str] = (), is_over_time: bool = True) -> pd.DataFrame:
    """A row a period or group, a column an indicator (percentages with their fraction), all text."""
    cells = grid(readings)
    names = list(dict.fromkeys(reading.indicator.name for reading in readings))
    first = [next(cell for cell in row if cell) for row in cells]
    table = {name: [] for name in key_names(by, is_over_time)}
    for reading in first:
        for name, word in zip(table, keys(reading, by, is_over_time), strict=True):
            table[name].append(word)
    for place, name in enumerate(names):
        table[name] = [cell_words(row[place]) if row[place] else "" for row in cells]
    return pd.DataFrame(table, dtype=object)


def long(readings: Sequence[Reading], by: Sequence[str] = (), is_over_time: bool = True) -> pd.DataFrame:
    """A row a figure: what it is, numerator, denominator, value as numbers, unit, what it rests on, note, 口径 version."""
    records = [
        {
            **dict(zip(key_names(by, is_over_time), keys(reading, by, is_over_time), strict=True)),
            "指标": reading.indicator.name,
            "分子": reading.numerator,
            "分母": reading.denominator,
            "数值": reading.value,
            "单位": reading.indicator.unit,
            "构成": parts_words(reading),
            "说明": reading.note,
            "口径版本": f"{reading.indicator.code} v{reading.indicator.version}",
        }
        for reading in readings
    ]
    return pd.DataFrame(records, dtype=object)


LIVE = re.compile(r"^\s*[=+\-@\t\r]")


def _inert(value: object) -> object:
    """Text that a spreadsheet would run gets an apostrophe before it and stays text; numbers stay numbers."""
    return f"'{value}" if isinstance(value, str) and LIVE.match(value) else value


def inert(table: pd.DataFrame) -> pd.DataFrame:
    """A table in which no cell and no header is a live formula: ledgers hold what anybody typed into them."""
    cells = {str(_inert(name)): [_inert(value) for value in table[name].tolist()] for name in table.columns}
    return pd.DataFrame(cells, dtype=object)


def csv_text(table: pd.DataFrame) -> str:
    """A table as CSV in which nothing runs."""
    return inert(table).to_csv(index=False, lineterminator="\r\n")


def csv_bytes(table: pd.DataFrame) -> bytes:
    """The same as a file that Excel opens with its Chinese intact."""
    return csv_text(table).encode("utf-8-sig")
