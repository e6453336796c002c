"""A case of the demonstration township, and what a file that ends on some day knows of it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

FRIDAY = 4


@dataclass(frozen=True, kw_only=True)
class Case:
    """The whole life of one case. Times are as fine as its channel writes them; `village` and `grid` are None for township matters.

    `due_at` and `ext_due_at` are the last moment in time (the last microsecond of the day where only a day is written).
    `first_closed_at` and `reopened_at` belong to a case that was opened again; `closed_at` is the last closing, None for never.
    `excluded` is None or why the case counts in no rate; `resolved` and `opinion` are what is written at closing and at the revisit.
    """

    number: int
    case_id: str
    channel: str
    kind: str
    category: tuple[str, str, str]
    village: str | None
    grid: str | None
    unit: str
    received_at: datetime
    dispatched_at: datetime
    signed_at: datetime
    contacted_at: datetime
    due_at: datetime
    ext_asked_at: datetime | None = None
    ext_due_at: datetime | None = None
    is_ext_approved: bool | None = None
    first_closed_at: datetime | None = None
    reopened_at: datetime | None = None
    closed_at: datetime | None = None
    excluded: str | None = None
    excluded_at: datetime | None = None
    resolved: str | None = None
    revisited_at: datetime | None = None
    opinion: str | None = None
    is_stuck: bool = False
    matter_id: str | None = None
    merged_into: str | None = None  # the case of another channel, still open then, that this one repeats
    is_again: bool = False  # the matter came up again after it had been closed
    level: str | None = None


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What a file knows of a case at the end of its last day: None for what has not happened yet."""

    status: str
    dispatched_at: datetime | None
    signed_at: datetime | None
    contacted_at: datetime | None
    ext_due_at: datetime | None
    is_ext_approved: bool | None
    closed_at: datetime | None
    excluded: str | None
    resolved: str | None
    is_revisited: bool
    opinion: str | None
    redo_count: int
    first_closed_at: datetime | None
    reopened_at: datetime | None
    ext_approved_at: datetime | None
    excluded_at: datetime | None
    revisited_at: datetime | None
    level: str | None


def end_of(day: date) -> datetime:
    """The midnight after the day, which is not part of it."""
    return datetime.combine(day, time()) + timedelta(days=1)


def last_moment(day: date) -> datetime:
    """The last microsecond of the day: what a deadline without a time means."""
    return end_of(day) - timedelta(microseconds=1)


def add_working_days(day: date, count: int) -> date:
    """The day that many working days later; Saturdays and Sundays do not count, holidays do."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() <= FRIDAY
    return day


def effective_due(case: Case) -> datetime:
    """The deadline that counts: the extended one where it was approved."""
    return case.ext_due_at if case.is_ext_approved else case.due_at


def _before(moment: datetime | None, end: datetime) -> datetime | None:
    return moment if moment is not None and moment < end else None


def _closing(case: Case, end: datetime) -> tuple[str | None, datetime | None]:
    """Status and written closing time, None and None while the case is being handled."""
    if case.excluded and case.excluded_at < end:
        return case.excluded, _before(case.closed_at, end)
    if _before(case.closed_at, end):
        return ("archived" if _before(case.revisited_at, end) else "closed"), case.closed_at
    if _before(case.reopened_at, end):
        return "redo", case.first_closed_at
    if _before(case.first_closed_at, end):
        return "closed", case.first_closed_at
    return None, None


def _handling(case: Case, end: datetime) -> str:
    if not _before(case.signed_at, end):
        return "new"
    if case.is_stuck and case.received_at < end - timedelta(days=60):
        return "hold"
    return "extended" if _before(case.ext_asked_at, end) and case.is_ext_approved else "open"


def seen(case: Case, day: date) -> Seen:
    """What a file whose last day is `day` says of the case."""
    end = end_of(day)
    status, closed_at = _closing(case, end)
    has_ended = status in ("closed", "archived")
    is_revisited = has_ended and _before(case.revisited_at, end) is not None
    is_extended = _before(case.ext_asked_at, end) is not None
    return Seen(
        status=status or _handling(case, end), closed_at=closed_at, excluded=case.excluded if status == case.excluded else None,
        dispatched_at=_before(case.dispatched_at, end), signed_at=_before(case.signed_at, end), contacted_at=_before(case.contacted_at, end),
        ext_due_at=case.ext_due_at if is_extended else None, is_ext_approved=case.is_ext_approved if is_extended else None,
        resolved=case.resolved if has_ended else None, is_revisited=is_revisited, opinion=case.opinion if is_revisited else None,
        redo_count=int(_before(case.reopened_at, end) is not None),
        first_closed_at=case.first_closed_at if _before(case.reopened_at, end) else None, reopened_at=_before(case.reopened_at, end),
        ext_approved_at=case.ext_asked_at if is_extended and case.is_ext_approved else None,
        excluded_at=case.excluded_at if case.excluded and status == case.excluded else None,
        revisited_at=case.revisited_at if is_revisited else None, level=case.level if has_ended else None,
    )  # fmt: skip


def known_due(case: Case, known: Seen) -> datetime:
    """The deadline that counts by what a file knows: an extension asked for later does not."""
    return known.ext_due_at if known.is_ext_approved else case.due_at


def changes_after(case: Case, day: date) -> bool:
    """Whether a later file can say something else than one that ends on `day`."""
    if case.excluded:
        return case.excluded_at >= end_of(day)
    return case.closed_at is None or max(case.closed_at, case.revisited_at or case.closed_at) >= end_of(day)
