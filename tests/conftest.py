"""What is slow to build, built once a run by whichever worker asks first; every other user gets a copy of it."""

import os
import pickle
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from etl.load import load_demo
from warehouse.errors import WarehouseBusy
from warehouse.lock import writer_lock

LOOK_AGAIN_SECONDS = 0.1


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Holds the lock of a folder, as soon as whoever has it lets go."""
    with ExitStack() as held:
        while True:
            try:
                held.enter_context(writer_lock(folder))
                break
            except WarehouseBusy:
                time.sleep(LOOK_AGAIN_SECONDS)
        yield


def _once(kept: Path, make: Callable[[Path], object]) -> object:
    """What make(kept / "data") returned, now or when another worker called it; a make that failed is tried again."""
    returned = kept / "returned.pickle"
    with _alone_in(kept):
        if not returned.exists():
            shutil.rmtree(kept / "data", ignore_errors=True)
            (kept / "data").mkdir()
            returned.write_bytes(pickle.dumps(make(kept / "data")))
    return pickle.loads(returned.read_bytes())


@pytest.fixture(scope="session")
def made_once(tmp_path_factory):
    """A function: made_once(name, make) is (what make(folder) returned, a folder of one's own that holds what make left in its)."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "made-once"

    def made(name: str, make: Callable[[Path], object]) -> tuple[object, Path]:
        returned = _once(shared / name, make)
        return returned, shutil.copytree(shared / name / "data", tmp_path_factory.mktemp(name), dirs_exist_ok=True)

    return made


@pytest.fixture(scope="session")
def demonstration(made_once):
    """A function: what loading the demonstration township returned, and a data directory of one's own with it."""
    return lambda: made_once("demonstration", load_demo)
