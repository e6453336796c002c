"""What a meeting decided: which unit is to do what by when, and whether it is done."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from warehouse.journal import LONGEST_POST, Entry, JournalError, Kind, append, end, ended, entries, fitting, lies_near, writing

DONE, WITHDRAWN = "decision_done", "decision_withdrawn"
DECISION = Kind(kind="decision", endings=(DONE, WITHDRAWN), called="决定", over="已经了结或撤回")


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What a meeting (its day) decided for an area (its path; blank: everywhere): the unit responsible, the day by which it is due.

    `ended_at` is when it was said to be done, None while it is open.
    """

    entry_id: int
    area: str
    meeting: date
    text: str
    unit: str
    due: date
    written_by: str
    written_at: datetime
    ended_at: datetime | None = None

    @property
    def is_done(self) -> bool:
        """Whether somebody said that it is done."""
        return self.ended_at is not None


def note_decision(data_dir: Path, *, meeting: date, area: str, text: str, unit: str, due: date, by: str, at: datetime) -> int:
    """Records a decision and returns its number. JournalError where the text or the unit is empty or long, or it is due before the meeting.

    What it says about persons the caller has checked.
    """
    if due < meeting:
        raise JournalError("办结期限早于会议日，请改写期限。")
    body = {
        "meeting": f"{meeting:%Y-%m-%d}",
        "area": area,
        "text": fitting(text, "请写一句话说明决定了什么。"),
        "unit": fitting(unit, "请写明责任单位。", LONGEST_POST),
        "due": f"{due:%Y-%m-%d}",
    }
    with writing(data_dir) as connection:
        return append(connection, DECISION.kind, by=by, at=at, body=body)


def finish_decision(data_dir: Path, entry_id: int, by: str, at: datetime) -> int:
    """Says that a decision is done and returns the number of that entry. JournalError where none of that number is open."""
    return end(data_dir, entry_id, DECISION, DONE, by=by, at=at)


def withdraw_decision(data_dir: Path, entry_id: int, by: str, at: datetime) -> int:
    """Takes a decision back and returns the number of that entry. JournalError where none of that number is open."""
    return end(data_dir, entry_id, DECISION, WITHDRAWN, by=by, at=at)


def _decision(entry: Entry, ending: Entry | None) -> Decision:
    body = entry.body
    return Decision(
        entry_id=entry.entry_id,
        area=body["area"],
        meeting=entry.day("meeting"),
        text=body["text"],
        unit=body["unit"],
        due=entry.day("due"),
        written_by=entry.written_by,
        written_at=entry.written_at,
        ended_at=ending.written_at if ending else None,
    )


def decisions(data_dir: Path, area: str | None = None, *, up_to: int | None = None) -> list[Decision]:
    """The decisions for an area, for what lies in it and for what it lies in, open or done, what is due first in front.

    Of every area where none is given; what was taken back is left out. `up_to`: as the journal stood at that position.
    """
    found = entries(data_dir, (DECISION.kind, *DECISION.endings), up_to)
    over = ended(found, DECISION)
    withdrawn = {number for number, ending in over.items() if ending.kind == WITHDRAWN}
    kept = [_decision(one, over.get(one.entry_id)) for one in found if one.kind == DECISION.kind and one.entry_id not in withdrawn]
    near = [one for one in kept if area is None or lies_near(one.area, area)]
    return sorted(near, key=lambda one: (one.due, one.entry_id))
