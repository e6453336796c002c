"""What each village reported for each ledger and period, as far as the loaded files tell: completeness, and timeliness where it can be known.

A batch says up to which day it speaks and when it was loaded here; when it was handed in, no file says. So a report is called late only
where its ledger was being loaded already when it fell due, and it came after.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from indicators.cohort import fetch
from indicators.quality import REGISTER, STREAM, VILLAGE, Series, last_periods, load_series, period_of
from indicators.quality_cells import LATE, MISSING, NOT_DUE, NOT_OWED, REPORTED, SHOWN, THERE, Batch, Book, Cell, Clock
from indicators.quality_streams import register_book, stream_book, streams
from indicators.scope import bounds

QUERIES = Path(__file__).parent / "queries"


@dataclass(frozen=True, kw_only=True)
class Reports:
    """Every book of an area; `never` are the series nobody loaded, `loaded_on` the day of the last load, `until` the last month shown."""

    books: tuple[Book, ...]
    never: tuple[Series, ...]
    batches: tuple[Batch, ...]
    loaded_on: date | None
    until: date | None


def query(name: str) -> str:
    """The text of one of the quality queries."""
    return (QUERIES / f"quality_{name}.sql").read_text(encoding="utf-8")


def told(wanted: str) -> str:
    """A query over every record of the ledgers that state figures of a place."""
    return query("told").replace("{wanted}", wanted)


def reports(connection, area: str | None, villages: Sequence[str], until: date | None = None) -> Reports:
    """Every ledger of an area with its villages: what was reported up to the month of `until`, or of the newest file."""
    batches = tuple(Batch(**dict(zip(Batch.__dataclass_fields__, row, strict=True))) for row in fetch(connection, query("batches"), {})[1])
    owed = {one.source for one in load_series().values()}
    ends = [one.cutoff_on for one in batches if one.cutoff_on and one.source in owed]
    if not ends:
        return Reports(books=(), never=tuple(load_series().values()), batches=batches, loaded_on=None, until=None)
    loaded_on = max(one.loaded_on for one in batches)
    end = min(filter(None, (until, max(ends), loaded_on)))
    first_loads = {source: min(one.loaded_on for one in batches if one.source == source) for source in {one.source for one in batches}}
    books = _books(connection, area, villages, Clock(loaded_on=loaded_on, first_loads=first_loads), batches, end)
    loaded = {book.series.id for book in books}
    never = tuple(one for one in load_series().values() if one.id not in loaded and not one.is_detail)
    return Reports(books=tuple(books), never=never, batches=batches, loaded_on=loaded_on, until=end)


def _books(connection, area, villages, clock: Clock, batches, end: date) -> list[Book]:
    figures = fetch(connection, told(query("told_count")), {})[1]
    loads = fetch(connection, query("coverage"), {})[1]
    channels = streams(fetch(connection, query("streams"), {"area": area})[1])
    first_case = min((month for one in channels for _, month in one.rows), default=None)
    found = []
    for series in load_series().values():
        if series.shape == VILLAGE:
            unless = first_case if series.unless else None
            found += _village_book(series, figures, villages, clock, end, unless)
        elif series.shape == REGISTER:
            if area and not villages:  # a place of which only published facts speak owes no register
                continue
            found += register_book(series, batches, clock, end)
        else:
            found += [stream_book(series, one, loads, villages, clock, end) for one in channels if one.source == series.source]
    return found


def _village_book(series: Series, figures: Iterable[tuple], villages, clock: Clock, end: date, unless: date | None) -> list[Book]:
    rows, loads = _by_period(series, figures)
    if not rows or not villages:
        return []
    first = min(period for _, period in rows)
    periods = last_periods(series.every, end, SHOWN[series.every])

    def is_owed(period: str) -> bool:
        return period >= first and (unless is None or bounds(period)[0] < unless)

    cells = {}
    for place in villages:
        for period in periods:
            at = (place, period)
            given = (
                clock.there(series, period, loads.get(at))
                if rows.get(at)
                else {"state": clock.absent(series, period) if is_owed(period) else NOT_OWED}
            )
            cells[at] = Cell(period=period, place=place, rows=rows.get(at, 0), **given)
    whole = {period: _together([cells[place, period] for place in villages], period) for period in periods}
    return [Book(series=series, periods=tuple(periods), places=tuple(villages), cells=cells, whole=whole)]


def _by_period(series: Series, figures: Iterable[tuple]) -> tuple[dict, dict]:
    """Rows and the day of the first load by (place, period) of what lies wholly in one period of the series."""
    rows, loads = defaultdict(int), {}
    for source, part, place, begins_on, ends_on, count, loaded_at in figures:
        period = (
            period_of(begins_on, ends_on, series.every) if source == series.source and (not series.parts or part in series.parts) else None
        )
        if period:
            rows[place, period] += count
            loads[place, period] = _earlier(loads.get((place, period), loaded_at), loaded_at)
    return {at: count for at, count in rows.items() if count}, {at: _day(moment) for at, moment in loads.items()}


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min(one, other) if one and other else None


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _together(cells: Sequence[Cell], period: str) -> Cell:
    """A period of all places: missing where any is, late where any is."""
    states = [cell.state for cell in cells]
    state = next((state for state in (MISSING, NOT_DUE, LATE, REPORTED) if state in states), NOT_OWED)
    return Cell(
        period=period, place=None, state=state, rows=sum(cell.rows for cell in cells),
        is_timed=bool(cells) and all(cell.is_timed for cell in cells if cell.state in THERE), days_late=max((cell.days_late for cell in cells), default=0),
    )  # fmt: skip


# -- The rows and batches behind a cell --------------------------------------------------------------------------------------------------------


def cell_rows(connection, book: Book, cell: Cell, area: str | None, limit: int | None = None) -> tuple[list[str], list[tuple]]:
    """Column names and rows behind a cell, as many as it says; those of a register are its batches."""
    first, last = bounds(cell.period)
    when = {"source": book.series.source, "first_on": first, "last_on": last}
    if book.series.shape == STREAM:
        values = when | {"ledger": book.ledger, "channel": book.channel, "area": area, "place": cell.place}
        return fetch(connection, _limited(query("stream_rows"), limit), values)
    places = [cell.place] if cell.place else list(book.places)
    return fetch(connection, _limited(told(query("told_rows")), limit), when | {"parts": list(book.series.parts), "places": places})


def _limited(sql: str, limit: int | None) -> str:
    return sql if limit is None else f"{sql} limit {int(limit)}"
