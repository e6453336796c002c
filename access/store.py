"""The file that holds accounts, sessions and failures: `access/accounts.sqlite` in the data folder, readable by its owner only."""

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from access.errors import AccessError

FOLDER, FILE = "access", "accounts.sqlite"
WAIT_SECONDS = 10  # for a command that is writing


def folder_of(data_dir: Path) -> Path:
    """Where accounts and log lie, made where it is not there; others than the owner may not look into it."""
    folder = Path(data_dir) / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder


def owned(path: Path) -> Path:
    """The file, made where it is not there, that nobody but its owner may read."""
    path.touch(mode=0o600, exist_ok=True)
    path.chmod(0o600)
    return path


@contextmanager
def writing(data_dir: Path) -> Iterator[sqlite3.Connection]:
    """A transaction that nobody else can come between; what it raises leaves everything as it was."""
    path = owned(folder_of(data_dir) / FILE)
    with _opened(path) as connection:
        connection.executescript(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
        connection.execute("pragma foreign_keys = on")
        connection.execute("begin immediate")
        yield connection
        connection.execute("commit")


@contextmanager
def reading(data_dir: Path) -> Iterator[sqlite3.Connection | None]:
    """The file to be read; None where there is none yet."""
    path = Path(data_dir) / FOLDER / FILE
    if not path.exists():
        yield None
        return
    with _opened(path) as connection:
        yield connection


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)) as connection:
            yield connection
    except sqlite3.Error as error:
        raise AccessError(f"账号文件 {FOLDER}/{FILE} 无法读写，请稍后再试；一直如此请检查数据目录的权限和磁盘空间。") from error


def key(data_dir: Path) -> bytes:
    """The secret that signs cookies and hides what was typed, made once and kept in the file."""
    with writing(data_dir) as connection:
        connection.execute("insert or ignore into secret values ('key', ?)", (secrets.token_bytes(32),))
        return connection.execute("select value from secret where name = 'key'").fetchone()[0]
