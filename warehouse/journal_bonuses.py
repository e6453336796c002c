"""Manual items of an assessment (加减分、单列事项): which village, under which item of the scheme, by which document, and until when it counts."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite
from pathlib import Path

from warehouse.journal import LONGEST_POST, Entry, JournalError, Kind, append, end, ended, entries, fitting, writing

WITHDRAWN = "bonus_withdrawn"
BONUS = Kind(kind="bonus", endings=(WITHDRAWN,), called="加减分")
LONGEST_FILE_NAME = 80


@dataclass(frozen=True, kw_only=True)
class Noted:
    """A manual item given to a village (its path): the item of the scheme (its id) and how often it applies; what it is worth the scheme says.

    It counts in the period that begins on `since` and in later ones until the day of `expires_on`. `evidence` is a file name, or blank.
    """

    entry_id: int
    village: str
    period: str
    since: date
    item: str
    times: float
    document_no: str
    approver: str
    on: date
    expires_on: date
    evidence: str
    text: str
    written_by: str
    written_at: datetime
    withdrawn_by: str = ""
    withdrawn_at: datetime | None = None

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was taken back."""
        return self.withdrawn_at is not None

    def counts_in(self, start: date, last: date) -> bool:
        """Whether it counts in a period, given by its first and last day."""
        return not self.is_withdrawn and self.since <= last and self.expires_on >= start


def note_bonus(
    data_dir: Path, *, village: str, period: str, since: date, item: str, times: float, document_no: str, approver: str, on: date,
    expires_on: date, evidence: str, text: str, by: str, at: datetime,
) -> int:  # fmt: skip
    """Records a manual item and returns its number. JournalError where the document number, who approved it (a post) or the text is missing or
    long, it applies less than once in any part, it expires before it begins to count, or the evidence is a path rather than a file name.

    What it says about persons, and whether the scheme has the item, the caller has checked.
    """
    _check(village, item, times, since, on, expires_on, evidence)
    body = {
        "village": village,
        "period": period,
        "since": f"{since:%Y-%m-%d}",
        "item": item,
        "times": times,
        "document_no": fitting(document_no, "请写明文号。"),
        "approver": fitting(approver, "请写明批准人的职务。", LONGEST_POST),
        "on": f"{on:%Y-%m-%d}",
        "expires_on": f"{expires_on:%Y-%m-%d}",
        "evidence": evidence.strip(),
        "text": fitting(text, "请写一句话说明是什么事项。"),
    }
    with writing(data_dir) as connection:
        return append(connection, BONUS.kind, by=by, at=at, body=body)


def _check(village: str, item: str, times: float, since: date, on: date, expires_on: date, evidence: str) -> None:
    if not village.strip() or not item.strip():
        raise JournalError("请选定村和加减分项。")
    if not isfinite(times) or times <= 0:
        raise JournalError("次数须是大于 0 的数：减分由事项的类别表明。")
    if expires_on < max(since, on):
        raise JournalError("失效日期早于事项的日期或计分的时段，请改写失效日期。")
    if any(sign in evidence for sign in "/\\") or len(evidence.strip()) > LONGEST_FILE_NAME:
        raise JournalError(f"佐证材料只写文件名，不写路径，最多 {LONGEST_FILE_NAME} 个字。")


def withdraw_bonus(data_dir: Path, entry_id: int, by: str, at: datetime) -> int:
    """Takes a manual item back and returns the number of that entry. JournalError where none of that number stands."""
    return end(data_dir, entry_id, BONUS, WITHDRAWN, by=by, at=at)


def _noted(entry: Entry, ending: Entry | None) -> Noted:
    days = {key: entry.day(key) for key in ("since", "on", "expires_on")}
    return Noted(
        entry_id=entry.entry_id,
        **entry.body | days,
        written_by=entry.written_by,
        written_at=entry.written_at,
        withdrawn_by=ending.written_by if ending else "",
        withdrawn_at=ending.written_at if ending else None,
    )


def bonuses(data_dir: Path, *, up_to: int | None = None) -> list[Noted]:
    """Every manual item in the order in which they were written, withdrawn ones too; `up_to`: as the journal stood at that position."""
    found = entries(data_dir, (BONUS.kind, WITHDRAWN), up_to)
    over = ended(found, BONUS)
    return [_noted(one, over.get(one.entry_id)) for one in found if one.kind == BONUS.kind]


def counted(found: Iterable[Noted], items: Collection[str], start: date, last: date) -> dict[str, dict[str, float]]:
    """By village and item, how often each applies in a period. An item that the scheme (`items`) does not have is left out."""
    times: dict[str, dict[str, float]] = {}
    for one in found:
        if one.counts_in(start, last) and one.item in items:
            own = times.setdefault(one.village, {})
            own[one.item] = own.get(one.item, 0) + one.times
    return times
