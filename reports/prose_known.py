"""The figures that the data hold for a section of a brief, as they are printed: of its sentences, charts and tables."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from reports.brief import SUPPRESSED, Chart, Finding, Section, Table
from reports.prose_numbers import COUNT, PERCENT, POINTS, SAME_UNIT, Figure, figures

KINDS = {"%": PERCENT, "百分点": POINTS, "个百分点": POINTS}


@dataclass(frozen=True, kw_only=True)
class Known:
    """What an edited sentence is compared with: the texts that the data make up, their figures, and by name of a row the figures of it."""

    texts: tuple[str, ...]
    figures: tuple[Figure, ...]
    rows: dict[str, tuple[Figure, ...]]


def known(section: Section | None) -> Known:
    """What the data hold for a section, edited sentences as they were; nothing where there is no section."""
    if section is None:
        return Known(texts=(), figures=(), rows={})
    texts = tuple(text for text in _texts(section) if text)
    rows: dict[str, tuple[Figure, ...]] = {}
    for table in section.tables:
        for name, found in _rows(table):
            rows[name] = (*rows.get(name, ()), *found)
    read = [*_of(texts), *(one for chart in section.charts for one in _points(chart)), *(one for found in rows.values() for one in found)]
    return Known(texts=texts, figures=tuple(read), rows=rows)


def said(finding: Finding) -> str:
    """What the data say of a finding, whether or not a person put it otherwise."""
    return finding.original if finding.is_edited else finding.text


def _texts(section: Section) -> Iterator[str]:
    yield from (section.message, section.empty, *(said(one) for one in section.findings))
    for drawn in (*section.charts, *section.tables):
        yield from (drawn.title, drawn.note)


def _of(texts: Iterable[str]) -> list[Figure]:
    return [one for text in texts for one in figures(text)]


def _points(chart: Chart) -> Iterator[Figure]:
    """The values of a chart to the decimals printed, and what they rest on."""
    for series in chart.series:
        yield from (_number(value, chart.decimals, chart.unit) for value in series.values if value is not None)
        yield from _of(series.parts)


def _number(value: float, decimals: int, unit: str) -> Figure:
    printed = Decimal(f"{value:.{decimals}f}")
    kind = KINDS.get(unit, COUNT)
    return Figure(words=f"{printed:,}{unit}", kind=kind, value=printed, unit=SAME_UNIT.get(unit, unit) if kind == COUNT else "")


def _rows(table: Table) -> Iterator[tuple[str, list[Figure]]]:
    """By name of the row, its first cell, the figures of the other cells."""
    for name, *cells in table.rows:
        shown = [cell for cell in cells if cell.mark != SUPPRESSED]
        found = _of(cell.text for cell in shown)
        found += [_number(cell.value, cell.decimals, cell.unit) for cell in shown if cell.value is not None]
        yield name.text, found
