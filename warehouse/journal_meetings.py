"""The days on which the leaders met, so that what changed since can be asked for."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from warehouse.journal import JournalError, Kind, append, end, ended, entries, read, writing

MEETING = Kind(kind="meeting", endings=("meeting_withdrawn",), called="会议")
KINDS = (MEETING.kind, *MEETING.endings)


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """A meeting that was held on a day."""

    entry_id: int
    on: date
    written_by: str
    written_at: datetime


def _standing(found) -> list[Meeting]:
    over = ended(found, MEETING)
    held = [entry for entry in found if entry.kind == MEETING.kind and entry.entry_id not in over]
    return [
        Meeting(entry_id=entry.entry_id, on=entry.day("on"), written_by=entry.written_by, written_at=entry.written_at) for entry in held
    ]


def note_meeting(data_dir: Path, *, on: date, by: str, at: datetime) -> int:
    """Records that there was a meeting on a day and returns its number. JournalError where that day's is recorded already."""
    with writing(data_dir) as connection:
        if on in [meeting.on for meeting in _standing(read(connection, KINDS))]:
            raise JournalError(f"{on.year}年{on.month}月{on.day}日的会议已经记过了。")
        return append(connection, MEETING.kind, by=by, at=at, body={"on": f"{on:%Y-%m-%d}"})


def withdraw_meeting(data_dir: Path, entry_id: int, by: str, at: datetime) -> int:
    """Takes a meeting back and returns the number of that entry; its decisions stay. JournalError where there is none of that number."""
    return end(data_dir, entry_id, MEETING, *MEETING.endings, by=by, at=at)


def meetings(data_dir: Path, *, up_to: int | None = None) -> list[Meeting]:
    """The meetings that stand, the latest day first; `up_to`: as the journal stood at that position."""
    return sorted(_standing(entries(data_dir, KINDS, up_to)), key=lambda meeting: meeting.on, reverse=True)
