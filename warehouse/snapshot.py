"""Builds a new snapshot beside the old ones and publishes it; opens published ones for reading."""

import hashlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

import duckdb

from warehouse.errors import SnapshotNotFound, WarehouseBusy
from warehouse.folder import current_name, folder_of, names, number_of, point_at, prune, sync
from warehouse.lock import writer_lock
from warehouse.scratch import clear_scratch
from warehouse.upgrade import bring_up_to_date

SQL = Path(__file__).parent
WRITER_MEMORY = "1500MB"
READER_MEMORY = "2GB"
THREADS = 2
LARGE_FROM = 200_000  # versions of cases; below it a scan answers at once, and nothing is kept ready
READER_CONFIG = {
    "memory_limit": READER_MEMORY,
    "threads": THREADS,
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "python_enable_replacements": False,
}


_settling = Lock()  # two threads that open one file lock it once
_large_steps: set[Callable[[duckdb.DuckDBPyConnection], None]] = set()


def on_large(step: Callable[[duckdb.DuckDBPyConnection], None]) -> None:
    """From now on every draft of this process with LARGE_FROM versions of cases is handed to `step` when it has been derived.

    What is kept ready beside the facts is made from definitions that this layer knows nothing of.
    """
    _large_steps.add(step)


def _text(name: str) -> str:
    return (SQL / name).read_text(encoding="utf-8")


def derivation() -> str:
    """The SQL that rebuilds what the board reads from the live batches: derive/*.sql in their order, then the views."""
    steps = sorted((SQL / "derive").glob("*.sql"))
    return "\n".join([*(step.read_text(encoding="utf-8") for step in steps), _text("views.sql")])


def build_id() -> str:
    """Changes with any byte of the SQL that lays down and derives the tables."""
    return hashlib.sha256((_text("schema.sql") + derivation()).encode()).hexdigest()[:12]


class IntegrityError(Exception):
    """A finished build contradicts itself: a defect of ours, and nothing is published."""


@dataclass(kw_only=True)
class Draft:
    """A snapshot being built. Nothing that happens here is seen by anyone until publish()."""

    data_dir: Path
    path: Path
    base: str | None
    connection: duckdb.DuckDBPyConnection
    is_derived: bool = False
    published: str | None = None

    def derive(self) -> None:
        """Rebuilds what the board reads from the live batches, and the views on it. Call it after the last change."""
        self.connection.execute(derivation())
        if self.connection.execute("select count(*) from case_version").fetchall()[0][0] >= LARGE_FROM:
            for step in _large_steps:
                step(self.connection)
        self.is_derived = True

    def publish(self) -> str:
        """Derives if that was not done, checks, commits, makes the file durable, points CURRENT at it. Returns the snapshot's name."""
        if not self.is_derived:
            self.derive()
        _check(self.connection)
        self.connection.execute("create or replace table build_info as select ? as build_id", [build_id()])
        self.connection.execute("commit")
        self.connection.execute("checkpoint")
        self.connection.close()
        sync(self.path)
        name = _new_name(self.data_dir)
        self.path.rename(folder_of(self.data_dir) / name)
        sync(folder_of(self.data_dir))
        point_at(self.data_dir, name)
        self.published = name
        prune(self.data_dir)
        return name


def _check(connection: duckdb.DuckDBPyConnection) -> None:
    failed = [row[0] for row in connection.execute(_text("checks.sql")).fetchall()]
    if failed:
        raise IntegrityError("; ".join(failed))


def _new_name(data_dir: Path) -> str:
    held = names(data_dir)
    number = number_of(held[-1]) + 1 if held else 1
    return f"wh-{number:06d}-{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(4)}.duckdb"


def _clear_leftovers(folder: Path) -> None:
    """Under the lock no other writer lives, so every draft and spill file is a dead one's."""
    for path in folder.glob("build-*"):
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


def _open_draft(folder: Path, base: str | None) -> tuple[Path, duckdb.DuckDBPyConnection]:
    path = folder / f"build-{os.getpid()}-{secrets.token_hex(4)}.duckdb"
    if base:
        shutil.copyfile(folder / base, path)
    connection = duckdb.connect(
        str(path), config={"memory_limit": WRITER_MEMORY, "threads": THREADS, "temp_directory": str(path.with_suffix(".spill"))}
    )
    connection.execute("set enable_progress_bar = false")
    connection.execute("begin")
    if base:
        bring_up_to_date(connection, _text("schema.sql"))
    else:
        connection.execute(_text("schema.sql"))
    return path, connection


@contextmanager
def building(data_dir: Path, *, from_empty: bool | Callable[[], bool] = False, wait_seconds: float = 0) -> Iterator[Draft]:
    """A draft that starts as a copy of the current snapshot, or empty; leaving without publish() discards it.

    Holds the one-writer lock: WarehouseBusy where another load runs for longer than `wait_seconds`. Readers are not concerned. Where it
    depends on what is current whether to start empty, `from_empty` is asked under the lock.
    """
    folder = folder_of(data_dir)
    with writer_lock(folder, wait_seconds):
        _clear_leftovers(folder)
        is_empty = from_empty() if callable(from_empty) else from_empty
        base = None if is_empty else current_name(data_dir)
        path, connection = _open_draft(folder, base)
        draft = Draft(data_dir=data_dir, path=path, base=base, connection=connection)
        try:
            yield draft
        finally:
            if draft.published is None:
                connection.close()
            _clear_leftovers(folder)


def clear_leftovers(data_dir: Path) -> None:
    """Removes what a killed process left behind: to be called when the program starts. Where another is at work, it is left to that one."""
    if not folder_of(data_dir).exists():
        return
    clear_scratch(data_dir)
    try:
        with writer_lock(folder_of(data_dir)):
            _clear_leftovers(folder_of(data_dir))
    except WarehouseBusy:
        return


def open_snapshot(data_dir: Path, name: str) -> duckdb.DuckDBPyConnection:
    """A read-only, hardened connection: no file or network access, no extensions, settings locked. One a process; `.cursor()` a query."""
    path = folder_of(data_dir) / name
    if not path.exists():
        raise SnapshotNotFound(f"没有名为“{name}”的版本。")
    connection = duckdb.connect(str(path), read_only=True, config=READER_CONFIG)
    with _settling:
        if not connection.execute("select current_setting('lock_configuration')").fetchall()[0][0]:  # open beside it already: locked before
            connection.execute("set enable_progress_bar = false")
            connection.execute("set lock_configuration = true")
    return connection


def is_outdated(data_dir: Path, name: str) -> bool:
    """Whether a snapshot was derived by another version of the program, and must be derived anew before it is read."""
    with open_snapshot(data_dir, name) as connection:
        there = connection.execute("select 1 from information_schema.tables where table_name = 'build_info'").fetchall()
        return not there or connection.execute("select build_id from build_info").fetchall() != [(build_id(),)]
