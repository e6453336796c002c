"""Ledgers of cases and registers month by month: what the town exports as a whole, in which a village without a case owes nothing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from math import exp

from indicators.quality import Series, last_periods, load_rules
from indicators.quality_cells import (
    HOLE,
    LATE,
    LATER,
    MISSING,
    NONE,
    NOT_DUE,
    NOT_OWED,
    PARTIAL,
    REPORTED,
    SHOWN,
    THERE,
    Batch,
    Book,
    Cell,
    Clock,
)
from indicators.scope import bounds


@dataclass(frozen=True, kw_only=True)
class Stream:
    """The cases of one ledger and channel by (village, first day of a month), and up to which moment they are known by village."""

    source: str
    ledger: str
    channel: str | None
    rows: dict
    cutoffs: dict

    @property
    def name(self) -> str:
        """Ledger and channel as batches write them."""
        return "/".join(filter(None, (self.ledger, self.channel)))

    def known_to(self, place: str | None = None) -> date:
        """The last day up to which a village's cases are known; of all, or of a village without a case, that of the newest file."""
        cutoff = self.cutoffs.get(place) or max(self.cutoffs.values())
        return (cutoff - timedelta(microseconds=1)).date()


def streams(counted: Iterable[tuple]) -> list[Stream]:
    """The ledgers and channels of the rows of queries/quality_streams.sql, by name."""
    found: dict[tuple, Stream] = {}
    for source, ledger, channel, village, month_on, rows, cutoff_at in counted:
        empty = Stream(source=source, ledger=ledger, channel=channel, rows=defaultdict(int), cutoffs={})
        one = found.setdefault((source, ledger, channel or ""), empty)
        one.rows[village, month_on] += rows
        if cutoff_at:
            one.cutoffs[village] = max(cutoff_at, one.cutoffs.get(village, cutoff_at))
    return [found[key] for key in sorted(found) if found[key].cutoffs]


def stream_book(series: Series, stream: Stream, loads: Sequence[tuple], villages: Sequence[str], clock: Clock, end: date) -> Book:
    """The months of one ledger and channel, as a whole and village by village. `loads` are the rows of queries/quality_coverage.sql."""
    periods = last_periods(series.every, end, SHOWN[series.every])
    by_month = defaultdict(int)
    for (_, month_on), rows in stream.rows.items():
        by_month[month_on] += rows
    whole = {period: _stream_month(series, stream, period, by_month, loads, clock) for period in periods}
    rest = sorted({village for village, _ in stream.rows} - set(villages))
    shown = (*villages, *(place for place in rest if any(stream.rows.get((place, bounds(period)[0])) for period in periods)))
    cells = {(place, period): _stream_cell(series, stream, whole[period], place, clock) for place in shown for period in periods}
    return Book(series=series, ledger=stream.ledger, channel=stream.channel, periods=tuple(periods), places=shown, cells=cells, whole=whole)


def _stream_month(series: Series, stream: Stream, period: str, by_month: Mapping[date, int], loads: Sequence[tuple], clock: Clock) -> Cell:
    first, last = bounds(period)
    rows = by_month.get(first, 0)
    given: dict = {"state": NONE}
    if first < min(by_month):
        given = {"state": NOT_OWED}
    elif stream.known_to() < last:
        given = _cut_short(series, period, stream.known_to(), clock)
    elif rows:
        given = clock.there(series, period, _first_load(stream, first, last, loads))
    elif _is_hole(by_month):
        given = {"state": HOLE}
    return Cell(period=period, place=None, rows=rows, **given)


def _cut_short(series: Series, period: str, known_to: date, clock: Clock) -> dict:
    """The state of a month before whose end the newest file ends."""
    absent = clock.absent(series, period)
    if known_to < bounds(period)[0]:
        return {"state": absent}
    return {"state": PARTIAL if absent == MISSING else NOT_DUE, "known_to": known_to}


def _stream_cell(series: Series, stream: Stream, whole: Cell, place: str, clock: Clock) -> Cell:
    """A village's month: a whole month without one of its cases is nought, not a gap."""
    rows = stream.rows.get((place, bounds(whole.period)[0]), 0)
    if whole.state in THERE and stream.known_to(place) < bounds(whole.period)[1]:
        return Cell(period=whole.period, place=place, rows=rows, **_cut_short(series, whole.period, stream.known_to(place), clock))
    state = NONE if not rows and whole.state in (REPORTED, LATE) else whole.state
    return replace(whole, place=place, state=state, rows=rows)


def _is_hole(by_month: Mapping[date, int]) -> bool:
    """Whether a ledger that brings so many cases a month would hardly leave one empty."""
    months = (max(by_month).year - min(by_month).year) * 12 + max(by_month).month - min(by_month).month
    return months > 0 and exp(-sum(by_month.values()) / months) < load_rules()["empty_month"].tail


def _first_load(stream: Stream, first: date, last: date, loads: Iterable[tuple]) -> date | None:
    """When the first batch that has the whole month was loaded."""
    following = datetime.combine(last + timedelta(days=1), datetime.min.time())
    days = [
        loaded_on
        for source, name, _, received_from, cutoff_at, loaded_on in loads
        if source == stream.source and name == stream.name and received_from < following and cutoff_at and cutoff_at >= following
    ]
    return min(days, default=None)


# -- Ledgers of which each file is the whole ------------------------------------------------------------------------------------------------


def register_book(series: Series, batches: Sequence[Batch], clock: Clock, end: date) -> list[Book]:
    """The months of a ledger of which each file is the whole; no book where no file of it says up to when it speaks."""
    own = [one for one in batches if one.source == series.source and one.cutoff_on]
    if not own:
        return []
    periods = last_periods(series.every, end, SHOWN[series.every])
    whole = {period: _register_month(series, period, own, clock) for period in periods}
    return [Book(series=series, periods=tuple(periods), cells={}, whole=whole)]


def _register_month(series: Series, period: str, own: Sequence[Batch], clock: Clock) -> Cell:
    first, last = bounds(period)
    within = [one for one in own if first <= one.cutoff_on <= last]
    if within:
        given = clock.there(series, period, min(one.loaded_on for one in within)) | {"rows": sum(one.rows for one in within)}
    elif last < min(one.cutoff_on for one in own):
        given = {"state": NOT_OWED}
    elif any(one.cutoff_on > last for one in own):
        given = {"state": LATER}
    else:
        given = {"state": clock.absent(series, period)}
    return Cell(period=period, place=None, **given)
