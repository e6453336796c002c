"""What people write in the app, in no snapshot: an append-only journal in one SQLite file. Nothing is changed or deleted; a withdrawal is an entry too.

This module knows the file and its entries; each kind of entry has a module of its own, journal_<kind>.py.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from warehouse.errors import WarehouseError

FILE = "journal.sqlite"
LONGEST_TEXT = 60
LONGEST_POST = 20
WAIT_SECONDS = 30  # for another window that is writing


class JournalError(WarehouseError):
    """What was to be written cannot be, or the journal cannot be read. The message is one Chinese sentence."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry as it was written: its number, what kind it is, who wrote it and when, and what it says."""

    entry_id: int
    kind: str
    written_by: str
    written_at: datetime
    body: dict

    def day(self, key: str) -> date:
        """A day that the entry names."""
        return date.fromisoformat(self.body[key])


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of entry: the kinds that end it, what people call it, and what is said where it has ended already."""

    kind: str
    endings: tuple[str, ...]
    called: str
    over: str = "已经撤回过了"


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
def writing(data_dir: Path) -> Iterator[sqlite3.Connection]:
    """A transaction that no other window can come between. What it raises leaves no entry. JournalError where the file cannot be written."""
    Path(data_dir).mkdir(parents=True, exist_ok=True)
    with _opened(data_dir, "rwc") as connection:
        connection.executescript(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
        connection.execute("begin immediate")
        yield connection
        connection.execute("commit")


def append(connection: sqlite3.Connection, kind: str, *, by: str, at: datetime, body: dict) -> int:
    """Adds an entry inside a transaction and returns its number. JournalError where nobody is named who wrote it."""
    who = by.strip()
    if not who:
        raise JournalError("请写明记录人或科室。")
    values = (kind, at.isoformat(), who, json.dumps(body, ensure_ascii=False))
    return connection.execute("insert into entry (kind, at, by, body) values (?, ?, ?, ?)", values).lastrowid


def end(data_dir: Path, entry_id: int, kind: Kind, ending: str, *, by: str, at: datetime) -> int:
    """Ends an entry of a kind by one of another and returns the number of that. JournalError where there is none such, or it has ended."""
    if not position(data_dir):
        raise JournalError(f"没有第 {entry_id} 号{kind.called}。")
    with writing(data_dir) as connection:
        found = read(connection, (kind.kind, *kind.endings))
        if entry_id not in [one.entry_id for one in found if one.kind == kind.kind]:
            raise JournalError(f"没有第 {entry_id} 号{kind.called}。")
        if entry_id in ended(found, kind):
            raise JournalError(f"第 {entry_id} 号{kind.called}{kind.over}。")
        return append(connection, ending, by=by, at=at, body={"entry_id": entry_id})


def ended(found: Sequence[Entry], kind: Kind) -> dict[int, Entry]:
    """The entries that end others, by the number of what they end."""
    return {one.body["entry_id"]: one for one in found if one.kind in kind.endings}


def _is_laid(connection: sqlite3.Connection) -> bool:
    return connection.execute("select count(*) from sqlite_master where name = 'entry'").fetchone()[0] > 0


def read(connection: sqlite3.Connection, kinds: Sequence[str]) -> list[Entry]:
    """The entries of these kinds in the order in which they were written."""
    found = connection.execute(
        "select id, kind, at, by, body from entry where kind in (select value from json_each(?)) order by id", (json.dumps(kinds),)
    ).fetchall()
    return [
        Entry(entry_id=number, kind=kind, written_by=by, written_at=datetime.fromisoformat(at), body=json.loads(body))
        for number, kind, at, by, body in found
    ]


def entries(data_dir: Path, kinds: Sequence[str], up_to: int | None = None) -> list[Entry]:
    """The entries of these kinds in the order in which they were written; none where nothing was ever written, and no file is made.

    `up_to`: those that there were when the journal stood at that position.
    """
    if not (Path(data_dir) / FILE).exists():
        return []
    with _opened(data_dir, "rw") as connection:
        found = read(connection, kinds) if _is_laid(connection) else []
    return [one for one in found if up_to is None or one.entry_id <= up_to]


def position(data_dir: Path) -> int:
    """The number of the newest entry of any kind; 0 where there is none."""
    if not (Path(data_dir) / FILE).exists():
        return 0
    with _opened(data_dir, "rw") as connection:
        return connection.execute("select coalesce(max(id), 0) from entry").fetchone()[0] if _is_laid(connection) else 0


def fitting(text: str, asked: str, longest: int = LONGEST_TEXT) -> str:
    """The text in one line. JournalError, saying what was asked for, where there is none, or where it is longer than allowed."""
    kept = " ".join(text.split())
    if not kept:
        raise JournalError(asked)
    if len(kept) > longest:
        raise JournalError(f"说明最多 {longest} 个字，现在是 {len(kept)} 个字，请写短一些。")
    return kept


def lies_in(inner: str, outer: str) -> bool:
    """Whether an area, by its path, is another one or lies in it; a blank path is everywhere."""
    return not outer or inner == outer or inner.startswith(outer + "/")


def lies_near(area: str, other: str) -> bool:
    """Whether an area lies in another or the other in it."""
    return lies_in(area, other) or lies_in(other, area)
