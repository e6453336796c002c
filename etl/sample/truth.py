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
from etl.sample.disputes import Dispute, all_disputes, dispute_sheets
from etl.sample.handling import all_cases
from etl.sample.sheets import Sheet
from etl.sample.totals import total_sheets
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
        status=known.status, is_excluded=known.excluded is not None or case.merged_into is not None, resolved=known.resolved, opinion=known.opinion,
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
    sheets = (area_sheet(), *case_sheets(), *dispute_sheets(), *total_sheets())
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
    fell_due, were_closed = due(cases, start, end), closed(cases, start, end)
    judged, said = list(_judged(were_closed)), [c.opinion for c in were_closed if c.opinion]
    return {
        "C01": (len(received(cases, start, end)), None),
        "C02": (len(fell_due), None),
        "C03": (len(were_closed), None),
        "C04": (_how_many(fell_due, lambda c: c.closed_at is not None), len(fell_due)),
        "C05": (_how_many(fell_due, lambda c: c.closed_at is not None and c.closed_at <= c.due_at), len(fell_due)),
        "C08": (_how_many(judged, lambda c: c.resolved == SOLVED), len(judged)),
        "C09": (sum(opinion in SATISFIED for opinion in said), len(said)),
        "C11": (len(said), len(were_closed)),
        "C15": (len(overdue_at(cases, end)), None),
        "C17": (len(open_at(cases, end)), None),
    }


def _how_many(cases: Iterable[TrueCase], holds: Callable[[TrueCase], bool]) -> int:
    return sum(1 for case in cases if holds(case))


def matters() -> dict[str, int]:
    """C01b and the numerator of C14 over the whole period: cases that another channel had open already, and those that came again."""
    lost = _defective("rejected") | _defective("unplaced")
    kept = [case for case in all_cases() if case.case_id not in lost]
    again = [case for case in kept if case.is_again and case.excluded is None]
    return {"C01b": _how_many(kept, lambda case: case.merged_into is not None), "C14": len(again)}


def dispute_parts(start: date, end: date) -> dict[str, tuple[int, int | None]]:
    """Numerator and denominator (None: it is a count) of the dispute indicators for the days from `start` to before `end`."""
    known = [dispute for dispute in all_disputes() if dispute.excluded_on is None]
    last = vocabulary()["last_day"]
    ended = [one for one in known if one.closed_on and one.closed_on <= last]
    concluded = [one for one in ended if start <= one.closed_on < end]
    settled = [one for one in concluded if one.outcome == SETTLED]
    judged = [one for one in settled if _half_a_year_after(one.closed_on) <= last + timedelta(days=1)]
    agreed = [one for one in ended if one.outcome == SETTLED and start <= one.perform_due_on < end and one.perform_due_on <= last]
    written = [one for one in settled if one.form == "书面"]
    return {
        "D01": (_how_many(known, lambda one: start <= one.found_on < end), None),
        "D02": (_how_many(known, lambda one: one.started_on <= last and start <= one.started_on < end), None),
        "D03": (len(settled), None),
        "D05c": (len(settled), _how_many(concluded, lambda one: one.outcome in (SETTLED, "不成"))),
        "D07": (_how_many(settled, lambda one: one.level in ("网格", "社", "村")), len(settled)),
        "D08": (len(settled), len(concluded)),
        "D10": (_how_many(agreed, lambda one: one.performed_on is not None and one.performed_on <= last), len(agreed)),
        "D11": (_how_many(written, lambda one: one.confirmed_on is not None and one.confirmed_on <= last), len(written)),
        "D12": (_how_many(judged, _broke_out_soon), len(judged)),
        "D14": (_how_many(known, lambda one: one.found_on < end and (one.closed_on is None or one.closed_on >= end)), None),
    }


SETTLED = "成功"


def _half_a_year_after(day: date) -> date:
    year, month = day.year + (day.month + 5) // 12, (day.month + 5) % 12 + 1
    return min(date(year, month, 1) + timedelta(days=day.day - 1), date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1))


def _broke_out_soon(dispute: Dispute) -> bool:
    recurred = dispute.recurred_on
    return recurred is not None and recurred <= vocabulary()["last_day"] and recurred <= _half_a_year_after(dispute.closed_on)
