"""A folder for what is read and never kept. It goes when the reading ends; one that a killed process left goes when the next one begins."""

import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from warehouse.folder import folder_of
from warehouse.lock import is_free, lock_file

PREFIX, IN_USE = "scratch-", "IN-USE"
GRACE_SECONDS = 60  # between making a folder and holding it


@contextmanager
def scratch_folder(data_dir: Path) -> Iterator[Path]:
    """An empty folder that nobody else uses, gone afterwards with all that is in it. Clears what dead processes left first."""
    folder = folder_of(data_dir)
    folder.mkdir(parents=True, exist_ok=True)
    clear_scratch(data_dir)
    path = folder / f"{PREFIX}{os.getpid()}-{secrets.token_hex(4)}"
    path.mkdir()
    try:
        with lock_file(path / IN_USE):
            yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def clear_scratch(data_dir: Path) -> None:
    """Removes the scratch folders that no living process holds."""
    for path in folder_of(data_dir).glob(PREFIX + "*"):
        if _is_dead(path):
            shutil.rmtree(path, ignore_errors=True)


def _is_dead(path: Path) -> bool:
    """Whether nobody holds a folder. One that nobody holds yet holds nothing: it is left for a minute."""
    try:
        if (path / IN_USE).exists():
            return is_free(path / IN_USE)
        return time.time() - path.stat().st_mtime > GRACE_SECONDS
    except OSError:
        return False
