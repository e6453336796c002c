"""A writer killed at each single step that publishing makes durable: CURRENT is the old version or the new, and the next load works."""

import signal
import subprocess
import sys

import pytest

from tests.warehouse.test_snapshot import labels_in, publish
from warehouse.folder import current_name, folder_of

# Dies of SIGKILL just before the nth call that changes or syncs the folder.
DIE = """
import os, signal, sys
from pathlib import Path
from tests.warehouse.test_snapshot import publish

left = [int(sys.argv[2])]

def dying(call):
    def counted(*given, **named):
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        left[0] -= 1
        return call(*given, **named)
    return counted

os.fsync = dying(os.fsync)
Path.rename, Path.replace, Path.unlink = dying(Path.rename), dying(Path.replace), dying(Path.unlink)
publish(Path(sys.argv[1]), "new")
"""
STEPS = 6  # sync of the draft, rename, sync of the folder, sync of CURRENT.new, replace of CURRENT, sync of the folder
POINTED = 5


def die_at(data_dir, step):
    return subprocess.run([sys.executable, "-c", DIE, str(data_dir), str(step)], check=False).returncode


@pytest.mark.parametrize("step", range(STEPS + 1))
def test_a_second_load(tmp_path, step):
    publish(tmp_path, "old")
    assert die_at(tmp_path, step) == (-signal.SIGKILL if step < STEPS else 0)
    assert labels_in(tmp_path, current_name(tmp_path)) == ["new" if step >= POINTED else "old"]
    assert labels_in(tmp_path, publish(tmp_path, "next")) == ["next"]
    assert not list(folder_of(tmp_path).glob("build-*"))


@pytest.mark.parametrize("step", range(STEPS))
def test_the_first_load(tmp_path, step):
    assert die_at(tmp_path, step) == -signal.SIGKILL
    current = current_name(tmp_path)
    assert current is None or labels_in(tmp_path, current) == ["new"]
    assert (current is None) == (step < 2)
    assert labels_in(tmp_path, publish(tmp_path, "next")) == ["next"]
