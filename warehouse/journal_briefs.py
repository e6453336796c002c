"""What people make of the brief (会议材料) of an area and a period: which sections in which order, sentences of their own, and that it is finished.

A sentence of one's own stands in place of the data's until it is taken back; then the data's stands again, whatever was written before.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from warehouse.journal import LONGEST_POST, Entry, JournalError, Kind, append, end, ended, entries, fitting, read, writing

PLAN, ARCHIVED = "brief_plan", "brief_archived"
EDIT = Kind(kind="brief_edit", endings=("brief_edit_withdrawn",), called="改写")
LONGEST_PROSE = 300


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The sections of the brief of an area (its path; blank: everywhere) and a period, by key, in the order in which they stand in it."""

    entry_id: int
    area: str
    period: str
    sections: tuple[str, ...]
    written_by: str
    written_at: datetime


@dataclass(frozen=True, kw_only=True)
class Edit:
    """A finding (its key) as a person put it, and what the data said then: `original`, in the edition in which it was edited."""

    entry_id: int
    area: str
    period: str
    edition: str
    key: str
    original: str
    text: str
    written_by: str
    written_at: datetime


@dataclass(frozen=True, kw_only=True)
class Archived:
    """A finished brief and what it was made from: the snapshot, the position of the journal, the day; `digest` is of its text.

    `number` counts the finished ones of the same area, period and edition, 1 for the first.
    """

    entry_id: int
    area: str
    period: str
    edition: str
    number: int
    title: str
    snapshot: str
    position: int
    made_on: date
    digest: str
    written_by: str
    written_at: datetime


def note_plan(data_dir: Path, *, area: str, period: str, sections: Sequence[str], by: str, at: datetime) -> int:
    """Records which sections a brief has and returns the number of the entry. JournalError where there is none, or one stands in it twice."""
    if not sections or len(set(sections)) < len(sections):
        raise JournalError("材料至少要有一节，每节只列一次。")
    body = {"area": area, "period": period, "sections": list(sections)}
    return _written(data_dir, PLAN, body, by, at)


def plan(data_dir: Path, area: str, period: str, *, up_to: int | None = None) -> Plan | None:
    """The sections chosen last for a brief, None where nobody chose any; `up_to`: as the journal stood at that position."""
    found = [one for one in entries(data_dir, (PLAN,), up_to) if (one.body["area"], one.body["period"]) == (area, period)]
    if not found:
        return None
    body = found[-1].body | {"sections": tuple(found[-1].body["sections"])}
    return Plan(**_entry(found[-1]), **body)


def edit_finding(
    data_dir: Path, *, area: str, period: str, edition: str, key: str, original: str, text: str, by: str, at: datetime
) -> int:  # fmt: skip
    """Records a finding in one's own words and returns the number of the entry. JournalError where there are none, or more than LONGEST_PROSE.

    What it says about persons the caller has checked.
    """
    said = fitting(text, "请写一句话；要恢复数据原句请撤回改写。", LONGEST_PROSE)
    body = {"area": area, "period": period, "edition": edition, "key": key, "original": original, "text": said}
    return _written(data_dir, EDIT.kind, body, by, at)


def withdraw_edit(data_dir: Path, entry_id: int, by: str, at: datetime) -> int:
    """Brings back what the data say and returns the number of that entry. JournalError where none of that number stands."""
    return end(data_dir, entry_id, EDIT, *EDIT.endings, by=by, at=at)


def edits(data_dir: Path, area: str, period: str, *, up_to: int | None = None) -> list[Edit]:
    """The sentences of people's own that stand in a brief, one a finding and edition; `up_to`: as the journal stood at that position."""
    found = entries(data_dir, (EDIT.kind, *EDIT.endings), up_to)
    over = ended(found, EDIT)
    own = [one for one in found if one.kind == EDIT.kind and (one.body["area"], one.body["period"]) == (area, period)]
    last = {(one.body["edition"], one.body["key"]): one for one in own}
    return [Edit(**_entry(one), **one.body) for one in last.values() if one.entry_id not in over]


def archive_brief(
    data_dir: Path, *, area: str, period: str, edition: str, title: str, snapshot: str, journal_position: int, digest: str, by: str,
    at: datetime, made_on: date | None = None,
) -> int:  # fmt: skip
    """Records that a brief is finished and returns the number of the entry. JournalError where the same one is recorded as the latest already.

    `made_on` is the day that the brief itself names, where that is not the day of the entry.
    """
    body = {
        "area": area, "period": period, "edition": edition, "title": title, "snapshot": snapshot, "position": journal_position, "digest": digest,
        "made_on": f"{made_on or at:%Y-%m-%d}",
    }  # fmt: skip
    with writing(data_dir) as connection:
        earlier = _like(connection, body)
        if earlier and earlier[-1].digest == digest:
            raise JournalError("同样的材料已经归档，没有变化。")
        return append(connection, ARCHIVED, by=_post(by), at=at, body=body | {"number": len(earlier) + 1})


def archived(data_dir: Path, area: str | None = None, period: str | None = None) -> list[Archived]:
    """The finished briefs in the order in which they were finished; of every area or period where none is given."""
    found = map(_archived, entries(data_dir, (ARCHIVED,)))
    return [one for one in found if area in (None, one.area) and period in (None, one.period)]


def _like(connection: sqlite3.Connection, body: dict) -> list[Archived]:
    """The finished briefs of the same area, period and edition."""
    found = map(_archived, read(connection, (ARCHIVED,)))
    return [one for one in found if (one.area, one.period, one.edition) == (body["area"], body["period"], body["edition"])]


def _archived(entry: Entry) -> Archived:
    return Archived(**_entry(entry), **entry.body | {"made_on": entry.day("made_on")})


def _entry(entry: Entry) -> dict:
    return {"entry_id": entry.entry_id, "written_by": entry.written_by, "written_at": entry.written_at}


def _post(by: str) -> str:
    return fitting(by, "请写明记录人或科室。", LONGEST_POST)


def _written(data_dir: Path, kind: str, body: dict, by: str, at: datetime) -> int:
    who = _post(by)
    with writing(data_dir) as connection:
        return append(connection, kind, by=who, at=at, body=body)
