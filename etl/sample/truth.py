"""What the board must show of the demonstration township, counted with plain loops over the cases that were drawn.

Nothing here reads a file or a database, so that the SQL of the board can be held against it. Definitions: domain part 2.2 and 2.3.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache

from etl.sample.area import area_sheet
from etl.sample.case import Case, end_of, known_due, seen
from etl.sample.defects import case_sheets, defects
from etl.sample.handling import all_cases
from etl.sample.sheets import Sheet
from etl.sample.words import vocabulary

SATISFIED = ("非常满意", "满意", "基本满意")
SOLVED, JUDGED = "解决", ("解决", "部分解决", "未解决")
SECONDS_A_DAY = 86400


@dataclass(frozen=True, kw_only=True)
class TrueCase:
    """A case as the board must hold it once every file is loaded; all times as written, `due_at` the deadline that counts.

    `village` is None for township matters; `closed_at` is None for an open case, a re-opened one included.
    """

    case_id: str
    channel: str
    kind: str
    category: tuple[str, str, str]
    village: str | None
    unit: str
    received_at: datetime
    due_at: datetime
    closed_at: datetime | None
    status: str
    is_excluded: bool
    resolved: str | None
    opinion: str | None

    @property
    def elapsed_days(self) -> float | None:
        """Days from receipt to closing; None for an open case."""
        return None if self.closed_at is None else (self.closed_at - self.received_at).total_seconds() / SECONDS_A_DAY


@dataclass(frozen=True, kw_only=True)
class SheetCount:
    """What loading one sheet must count. `title` is the number of rows above the header; unplaced rows are among the accepted."""

    file: str
    sheet: str
    header_row: int
    cutoff: date
    accepted: int
    rejected: int
    unplaced: int
    title: int
    total: int
    footer: int
    blank: int


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What loading all demonstration files must give.

    cases: different case numbers among the accepted rows; placed: those whose village is known; area_nodes: rows of the area ledger.
    """

    sheets: tuple[SheetCount, ...]
    cases: int
    placed: int
    villages: int
    area_nodes: int
    cutoff: date


def _defective(outcome: str) -> frozenset[str]:
    return frozenset(d.case_id for d in defects() if d.outcome == outcome and d.kind != "repeated_id")


def _undecided() -> frozenset[str]:
    return frozenset(defect.case_id for defect in defects() if defect.kind == "extension_not_decided")


def _true(case: Case, day: date) -> TrueCase:
    known = seen(case, day)
    return TrueCase(
        case_id=case.case_id, channel=case.channel, kind=case.kind, category=case.category, village=case.village, unit=case.unit,
        received_at=case.received_at, due_at=known_due(case, known), closed_at=None if known.status == "redo" else known.closed_at,
        status=known.status, is_excluded=known.excluded is not None, resolved=known.resolved, opinion=known.opinion,
    )  # fmt: skip


@cache
def true_cases() -> tuple[TrueCase, ...]:
    """Every case that the board must show once all files are loaded: the last version of each, without rejected and unplaced ones."""
    lost = _defective("rejected") | _defective("unplaced")
    last_day, undecided = vocabulary()["last_day"], _undecided()
    kept = (case for case in all_cases() if case.case_id not in lost)
    decided = (replace(case, is_ext_approved=None) if case.case_id in undecided else case for case in kept)
    return tuple(_true(case, last_day) for case in decided)


def _counted(sheet: Sheet) -> SheetCount:
    found = [d for d in defects() if (d.file, d.sheet) == (sheet.file, sheet.name)]
    rejected = sum(d.outcome == "rejected" for d in found)
    return SheetCount(
        file=sheet.file, sheet=sheet.name, header_row=sheet.header_row, cutoff=sheet.cutoff, accepted=len(sheet.rows) - rejected,
        rejected=rejected, unplaced=sum(d.outcome == "unplaced" for d in found), title=sheet.header_row - sheet.header_height,
        total=bool(sheet.total), footer=bool(sheet.footer), blank=sheet.blank_rows,
    )  # fmt: skip


@cache
def expected() -> Expected:
    """What loading all demonstration files must count, sheet by sheet and altogether."""
    sheets = (area_sheet(), *case_sheets())
    rejected = _defective("rejected")
    accepted = {row.case.case_id for sheet in case_sheets() for row in sheet.rows} - rejected
    return Expected(
        sheets=tuple(_counted(sheet) for sheet in sheets), cases=len(accepted), placed=len(accepted - _defective("unplaced")),
        villages=len(vocabulary()["villages"]), area_nodes=len(area_sheet().rows), cutoff=vocabulary()["last_day"],
    )  # fmt: skip


def _start_of(day: date) -> datetime:
    return end_of(day - timedelta(days=1))


def received(cases: Iterable[TrueCase], start: date, end: date) -> list[TrueCase]:
    """C01: counted cases received from `start` to the day before `end`."""
    return [c for c in cases if not c.is_excluded and _start_of(start) <= c.received_at < _start_of(end)]


def due(cases: Iterable[TrueCase], start: date, end: date) -> list[TrueCase]:
    """C02: counted cases whose deadline falls from `start` to the day before `end`; `end` must not be later than the cut-off."""
    return [c for c in cases if not c.is_excluded and _start_of(start) <= c.due_at < _start_of(end)]


def closed(cases: Iterable[TrueCase], start: date, end: date) -> list[TrueCase]:
    """C03: counted cases closed from `start` to the day before `end`."""
    return [c for c in cases if not c.is_excluded and c.closed_at and _start_of(start) <= c.closed_at < _start_of(end)]


def open_at(cases: Iterable[TrueCase], as_of: date) -> list[TrueCase]:
    """C17: counted cases received before `as_of` and not closed before it, by what is known at the end."""
    end = _start_of(as_of)
    return [c for c in cases if not c.is_excluded and c.received_at < end and (c.closed_at is None or c.closed_at >= end)]


def overdue_at(cases: Iterable[TrueCase], as_of: date) -> list[TrueCase]:
    """C15: of the open ones those whose deadline has passed."""
    return [c for c in open_at(cases, as_of) if c.due_at < _start_of(as_of)]


def _judged(cases: Iterable[TrueCase]) -> Iterator[TrueCase]:
    consulting = vocabulary()["handling"]["consulting"]
    return (c for c in cases if c.kind not in consulting and c.resolved in JUDGED)


def parts(cases: Iterable[TrueCase], start: date, end: date) -> dict[str, tuple[int, int | None]]:
    """Numerator and denominator (None: it is a count) of C01–C05, C08, C09, C11, C15 and C17 for the days from `start` to before `end`.

    `end` is also the moment at which open cases are counted.
    """
    cases = list(cases)
    fell_due, were_closed, finish = due(cases, start, end), closed(cases, start, end), _start_of(end)
    judged, said = list(_judged(were_closed)), [c.opinion for c in were_closed if c.opinion]
    return {
        "C01": (len(received(cases, start, end)), None),
        "C02": (len(fell_due), None),
        "C03": (len(were_closed), None),
        "C04": (_how_many(fell_due, lambda c: c.closed_at is not None and c.closed_at < finish), len(fell_due)),
        "C05": (_how_many(fell_due, lambda c: c.closed_at is not None and c.closed_at <= c.due_at), len(fell_due)),
        "C08": (_how_many(judged, lambda c: c.resolved == SOLVED), len(judged)),
        "C09": (sum(opinion in SATISFIED for opinion in said), len(said)),
        "C11": (len(said), len(were_closed)),
        "C15": (len(overdue_at(cases, end)), None),
        "C17": (len(open_at(cases, end)), None),
    }


def _how_many(cases: Iterable[TrueCase], holds: Callable[[TrueCase], bool]) -> int:
    return sum(1 for case in cases if holds(case))
