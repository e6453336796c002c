"""What happened in an area on a day, as somebody noted it: a policy, a drought."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from warehouse.journal import Entry, Kind, append, end, ended, entries, fitting, lies_near, writing

EVENT = Kind(kind="event", endings=("event_withdrawn",), called="记事")


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened in an area (its path; blank: everywhere) on a day, as somebody noted it."""

    entry_id: int
    area: str
    on: date
    text: str
    written_by: str
    written_at: datetime
    is_withdrawn: bool = False


def note_event(data_dir: Path, *, area: str, on: date, text: str, by: str, at: datetime) -> int:
    """Notes an event and returns its number. JournalError where the text is empty or long; what it says about persons the caller has checked."""
    body = {"area": area, "on": f"{on:%Y-%m-%d}", "text": fitting(text, "请写一句话说明发生了什么。")}
    with writing(data_dir) as connection:
        return append(connection, EVENT.kind, by=by, at=at, body=body)


def withdraw_event(data_dir: Path, entry_id: int, by: str, at: datetime) -> int:
    """Takes an event back and returns the number of that entry. JournalError where there is none of that number or it was taken back before."""
    return end(data_dir, entry_id, EVENT, *EVENT.endings, by=by, at=at)


def _event(entry: Entry, is_withdrawn: bool) -> Event:
    return Event(
        entry_id=entry.entry_id,
        area=entry.body["area"],
        on=entry.day("on"),
        text=entry.body["text"],
        written_by=entry.written_by,
        written_at=entry.written_at,
        is_withdrawn=is_withdrawn,
    )


def events(data_dir: Path, area: str | None = None, *, with_withdrawn: bool = False) -> list[Event]:
    """The events of an area, of what lies in it and of what it lies in, oldest day first; of every area where none is given.

    What was taken back is left out unless asked for.
    """
    found = entries(data_dir, (EVENT.kind, *EVENT.endings))
    withdrawn = ended(found, EVENT)
    noted = [_event(entry, entry.entry_id in withdrawn) for entry in found if entry.kind == EVENT.kind]
    near = [event for event in noted if area is None or lies_near(event.area, area)]
    return sorted((event for event in near if with_withdrawn or not event.is_withdrawn), key=lambda event: (event.on, event.entry_id))
