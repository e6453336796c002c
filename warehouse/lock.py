"""One writer at a time. The operating system holds the lock, so a writer that dies lets go of it."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from warehouse.errors import WarehouseBusy

LOCK_FILE = "WRITER.lock"
PAUSE_SECONDS = 0.1  # between two tries of one who waits

if os.name == "nt":  # not tried on Windows
    import msvcrt

    def _try_lock(handle) -> None:
        # Far behind the text, which stays readable to whoever is refused.
        os.lseek(handle, 1 << 20, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _try_lock(handle) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _holder(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError:
        return ""


@contextmanager
def lock_file(path: Path) -> Iterator[int]:
    """Holds the lock of a file, made where it is not there; OSError where another process or thread has it."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT)
    try:
        _try_lock(handle)
        yield handle
    finally:
        os.close(handle)


def is_free(path: Path) -> bool:
    """Whether nobody holds the lock of a file at this moment."""
    try:
        with lock_file(path):
            return True
    except OSError:
        return False


@contextmanager
def writer_lock(folder: Path, wait_seconds: float = 0) -> Iterator[None]:
    """Holds the folder's writer lock; WarehouseBusy where another process or thread has it and keeps it for as long as one waits."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = _held(folder / LOCK_FILE, time.monotonic() + wait_seconds)
    try:
        os.ftruncate(handle, 0)
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, f"进程 {os.getpid()}，开始于 {datetime.now():%Y-%m-%d %H:%M:%S}".encode())
        yield
    finally:
        os.close(handle)


def _held(path: Path, until: float) -> int:
    """The open file with its lock; the caller closes it."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT)
    while True:
        try:
            _try_lock(handle)
            return handle
        except OSError as error:
            if time.monotonic() >= until:
                os.close(handle)
                raise WarehouseBusy(f"另一个导入正在进行（{_holder(path) or '进程不详'}），请等它结束后再试。") from error
            time.sleep(PAUSE_SECONDS)
