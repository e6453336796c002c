"""One step below what the projector shows: the same figures village by village, and below these the rows that one of them is made of."""

import re
from dataclasses import dataclass, replace

import pandas as pd

from indicators.definition import Indicator, load_catalog
from indicators.scope import Scope
from pages.parts import context, drill
from reports.brief import Basis, Cell, Column, Table
from reports.reading import Reading
from reports.screens import table_pages
from reports.words import fraction_words, group_words, is_fraction, parts_words, value_words

MOST_FIGURES = 3  # indicators side by side
PLACE = "village"
MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[ T]\d{2}:\d{2}.*")
FIRST = (
    "case_id", "village", "category_1", "category_2", "handler_unit", "received_at", "effective_due_at", "closed_at", "status", "is_on_time",
    "resolved", "satisfaction",
)  # fmt: skip
LEFT_OUT = (*drill.PROVENANCE, "town", "area_id", "data_class", "ledger")
ROW = "source_row"
MOST_COLUMNS = 6


@dataclass(frozen=True, kw_only=True)
class Villages:
    """The figures of a screen by village: a row a place, a cell an indicator; `by` is empty where they cannot be cut by village."""

    scope: Scope
    by: tuple[str, ...]
    indicators: tuple[Indicator, ...]
    groups: tuple[tuple, ...]
    readings: dict[tuple[str, tuple], Reading]

    def reading(self, row: int, column: int) -> Reading | None:
        """What stands in a cell, if anything."""
        return self.readings.get((self.indicators[column].id, self.groups[row]))

    def name(self, row: int) -> str:
        """The place of a row."""
        return group_words(PLACE, self.groups[row][0]) if self.groups[row] else "全部"


def villages(basis: Basis, area: str | None, whole: Scope) -> Villages:
    """The indicators of a question by village, over the question's own days; of a course over time, over those of the brief."""
    asked = basis.scope(area)
    scope = asked if basis.grain == "all" else replace(asked, start=whole.start, end=whole.end, grain="all")
    shown = tuple(load_catalog()[id] for id in basis.ids[:MOST_FIGURES])
    by = (PLACE,) if all(PLACE in one.by for one in shown) else ()
    found = context.figures(tuple(one.id for one in shown), scope, by)
    ordered = context.in_tree_order(found) if by else found
    readings = {(one.indicator.id, one.groups): one for one in ordered}
    return Villages(scope=scope, by=by, indicators=shown, groups=tuple(dict.fromkeys(one.groups for one in ordered)), readings=readings)


def villages_table(held: Villages) -> Table:
    """The figures by village as a table, each with its n/N."""
    named = [_cell_text(held.reading(row, column)) for row in range(len(held.groups)) for column in range(len(held.indicators))]
    columns = (
        Column(name="村" if held.by else "范围", width=10),
        *(Column(name=one.name, width=18, is_number=True) for one in held.indicators),
    )
    size = len(held.indicators)
    rows = tuple(
        (Cell(text=held.name(row)), *(Cell(text=text) for text in named[row * size : (row + 1) * size])) for row in range(len(held.groups))
    )
    return Table(key="villages", title="", columns=columns, rows=rows)


def _cell_text(reading: Reading | None) -> str:
    if reading is None:
        return "未填报"
    said = value_words(reading)
    return said if is_fraction(reading) or not reading.is_known or not fraction_words(reading) else f"{said}（{fraction_words(reading)}）"


@dataclass(frozen=True, kw_only=True)
class Rows:
    """The rows that one figure is made of: which figure and where, the parts there are and how many rows each, the one shown, its pages."""

    reading: Reading
    where: str
    parts: dict[str, str]
    part: str
    count: int
    pages: tuple[Table, ...]
    held: int


def rows(held: Villages, row: int, column: int, part: str, where: str) -> Rows | None:
    """The rows behind a cell; None where there is no figure. The ones that missed are shown first: they are what is asked about."""
    reading = held.reading(row, column) if held.groups else None
    if reading is None:
        return None
    by_values = dict(zip(held.by, reading.groups, strict=True))
    asked = drill.Drill(indicator=reading.indicator.id, scope=held.scope, where=where, by_values=by_values)
    counts = {name: count for name, count in drill.part_counts(reading).items() if count}
    if not counts:
        return Rows(reading=reading, where=where, parts={}, part="", count=0, pages=(), held=0)
    kept = part if part in counts else drill.REST if drill.REST in counts else next(iter(counts))
    frame = drill.frame_of(asked, reading.indicator, kept, drill.HELD, context.key())
    names = {name: drill.part_label(reading.indicator, name, count) for name, count in counts.items()}
    count = len(frame) if kept in reading.indicator.parts and reading.indicator.parts[kept].sum else int(counts[kept])
    pages = tuple(table_pages(rows_table(frame)))
    return Rows(reading=reading, where=where, parts=names, part=kept, count=count, pages=pages, held=len(frame))


def rows_table(found: pd.DataFrame) -> Table:
    """Rows as the projector has room for: what tells them apart first, days without hours, and the line of the file they stand in."""
    filled = [name for name in found.columns if name not in LEFT_OUT and found[name].notna().any()]
    ordered = [name for name in FIRST if name in filled] + [name for name in filled if name not in FIRST]
    kept = [name for name in ordered if name != PLACE or found[name].nunique() > 1][:MOST_COLUMNS]
    table = _listed(found[[*kept, ROW]])
    while len(kept) > 1 and len(next(iter(table_pages(table))).columns) <= len(kept):  # too wide for one screen
        kept.pop()
        table = _listed(found[[*kept, ROW]])
    return table


def _listed(found: pd.DataFrame) -> Table:
    shown = drill.listed(found)
    columns = tuple(Column(name=name, width=12) for name in shown.columns)
    return Table(
        key="rows", title="", columns=columns, rows=tuple(tuple(Cell(text=_text(one)) for one in line) for line in shown.to_numpy())
    )


def _text(value: object) -> str:
    if value is None or value != value:
        return ""
    found = MOMENT.fullmatch(str(value))
    return found[1] if found else str(value)


def head_words(found: Rows) -> str:
    """The figure whose rows are shown, with what it rests on."""
    return f"{found.reading.indicator.name} {value_words(found.reading)}　{parts_words(found.reading)}"
