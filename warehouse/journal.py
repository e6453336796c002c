"""What people write in the app, in no snapshot: an append-only journal in one SQLite file. Nothing is changed or deleted; a withdrawal is an entry too."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from warehouse.errors import WarehouseError

FILE = "journal.sqlite"
LONGEST_TEXT = 60
WAIT_SECONDS = 30  # for another window that is writing
EVENT, WITHDRAWAL = "event", "event_withdrawn"


class JournalError(WarehouseError):
    """What was to be written cannot be, or the journal cannot be read. The message is one Chinese sentence."""


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


@contextmanager
def _opened(data_dir: Path, mode: str) -> Iterator[sqlite3.Connection]:
    """The journal's file: `rwc` makes it where there is none, `rw` does not. Also readers open it `rw`, to finish what a crash left."""
    address = (Path(data_dir).absolute() / FILE).as_uri() + f"?mode={mode}"
    try:
        with closing(sqlite3.connect(address, uri=True, timeout=WAIT_SECONDS, isolation_level=None)) as connection:
            yield connection
    except sqlite3.Error as error:
        raise JournalError(f"记事文件 {FILE} 无法读写，请稍后再试；一直如此请检查数据目录的权限和磁盘空间。") from error


@contextmanager
def _writing(data_dir: Path) -> Iterator[sqlite3.Connection]:
    """A transaction that no other window can come between."""
    Path(data_dir).mkdir(parents=True, exist_ok=True)
    with _opened(data_dir, "rwc") as connection:
        connection.executescript(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
        connection.execute("begin immediate")
        yield connection
        connection.execute("commit")


def _append(connection: sqlite3.Connection, kind: str, at: datetime, by: str, body: dict) -> int:
    who = by.strip()
    if not who:
        raise JournalError("请写明记录人或科室。")
    values = (kind, at.isoformat(), who, json.dumps(body, ensure_ascii=False))
    return connection.execute("insert into entry (kind, at, by, body) values (?, ?, ?, ?)", values).lastrowid


def _fitting(text: str) -> str:
    kept = " ".join(text.split())
    if not kept:
        raise JournalError("请写一句话说明发生了什么。")
    if len(kept) > LONGEST_TEXT:
        raise JournalError(f"说明最多 {LONGEST_TEXT} 个字，现在是 {len(kept)} 个字，请写短一些。")
    return kept


def note_event(data_dir: Path, *, area: str, on: date, text: str, by: str, at: datetime) -> int:
    """Notes an event and returns its number. JournalError where the text is empty or long; what it says about persons the caller has checked."""
    body = {"area": area, "on": f"{on:%Y-%m-%d}", "text": _fitting(text)}
    with _writing(data_dir) as connection:
        return _append(connection, EVENT, at, by, body)


def withdraw_event(data_dir: Path, entry_id: int, by: str, at: datetime) -> int:
    """Takes an event back and returns the number of that entry. JournalError where there is none of that number or it was taken back before."""
    if not position(data_dir):
        raise JournalError(f"没有第 {entry_id} 号记事。")
    with _writing(data_dir) as connection:
        known = {event.entry_id: event for event in _all_events(connection)}
        if entry_id not in known:
            raise JournalError(f"没有第 {entry_id} 号记事。")
        if known[entry_id].is_withdrawn:
            raise JournalError(f"第 {entry_id} 号记事已经撤回过了。")
        return _append(connection, WITHDRAWAL, at, by, {"entry_id": entry_id})


def _is_laid(connection: sqlite3.Connection) -> bool:
    return connection.execute("select count(*) from sqlite_master where name = 'entry'").fetchone()[0] > 0


def _all_events(connection: sqlite3.Connection) -> list[Event]:
    found = connection.execute("select id, kind, at, by, body from entry where kind in (?, ?) order by id", (EVENT, WITHDRAWAL)).fetchall()
    rows = [(number, kind, at, by, json.loads(body)) for number, kind, at, by, body in found]
    withdrawn = {body["entry_id"] for _, kind, _, _, body in rows if kind == WITHDRAWAL}
    return [
        Event(
            entry_id=number,
            area=body["area"],
            on=date.fromisoformat(body["on"]),
            text=body["text"],
            written_by=by,
            written_at=datetime.fromisoformat(at),
            is_withdrawn=number in withdrawn,
        )
        for number, kind, at, by, body in rows
        if kind == EVENT
    ]


def _lies_in(inner: str, outer: str) -> bool:
    return not outer or inner == outer or inner.startswith(outer + "/")


def events(data_dir: Path, area: str | None = None, *, with_withdrawn: bool = False) -> list[Event]:
    """The events of an area, of what lies in it and of what it lies in, oldest day first; of every area where none is given.

    What was taken back is left out unless asked for.
    """
    if not (Path(data_dir) / FILE).exists():
        return []
    with _opened(data_dir, "rw") as connection:
        found = _all_events(connection) if _is_laid(connection) else []
    kept = [event for event in found if with_withdrawn or not event.is_withdrawn]
    near = [event for event in kept if area is None or _lies_in(event.area, area) or _lies_in(area, event.area)]
    return sorted(near, key=lambda event: (event.on, event.entry_id))


def position(data_dir: Path) -> int:
    """The number of the newest entry of any kind; 0 where there is none."""
    if not (Path(data_dir) / FILE).exists():
        return 0
    with _opened(data_dir, "rw") as connection:
        return connection.execute("select coalesce(max(id), 0) from entry").fetchone()[0] if _is_laid(connection) else 0
