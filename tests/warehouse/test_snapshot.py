"""Snapshots are immutable, published whole, kept, rolled back; one writer, any number of readers."""

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from warehouse import snapshot
from warehouse.errors import SnapshotNotFound, WarehouseBusy
from warehouse.folder import KEPT, current_name, folder_of, keep, list_snapshots, rollback
from warehouse.kept import known_to
from warehouse.snapshot import IntegrityError, building, is_outdated, open_snapshot


def publish(data_dir: Path, label: str) -> str:
    """A snapshot that holds one deadline rule named after it."""
    with building(data_dir) as draft:
        draft.connection.execute("delete from deadline_rule")
        draft.connection.execute(
            "insert into deadline_rule values (?, 'appeal', 'close', null, null, 5, 'working', 'received_at', 'x', 'x', true)", [label]
        )
        return draft.publish()


def labels_in(data_dir: Path, name: str) -> list[str]:
    with open_snapshot(data_dir, name) as connection:
        return [row[0] for row in connection.execute("select rule from deadline_rule").fetchall()]


def test_nothing_is_current_before_the_first_publish(tmp_path):
    assert current_name(tmp_path) is None
    assert list_snapshots(tmp_path) == []


def test_leaving_without_publishing_leaves_nothing(tmp_path):
    first = publish(tmp_path, "a")
    with building(tmp_path) as draft:
        draft.connection.execute("delete from deadline_rule")
    with pytest.raises(ZeroDivisionError), building(tmp_path) as draft:
        raise ZeroDivisionError
    assert current_name(tmp_path) == first
    assert sorted(path.name for path in folder_of(tmp_path).iterdir()) == ["CURRENT", "WRITER.lock", first]


def test_readers_keep_the_file_they_opened(tmp_path):
    first = publish(tmp_path, "a")
    reader = open_snapshot(tmp_path, first)
    second = publish(tmp_path, "b")
    assert reader.execute("select rule from deadline_rule").fetchall() == [("a",)]
    assert labels_in(tmp_path, current_name(tmp_path)) == ["b"]
    assert current_name(tmp_path) == second


def test_roll_back_and_forward(tmp_path):
    first, second = publish(tmp_path, "a"), publish(tmp_path, "b")
    rollback(tmp_path, first)
    assert labels_in(tmp_path, current_name(tmp_path)) == ["a"]
    rollback(tmp_path, second)
    assert labels_in(tmp_path, current_name(tmp_path)) == ["b"]
    with pytest.raises(SnapshotNotFound, match="没有名为"):
        rollback(tmp_path, "wh-nonsense.duckdb")


def test_a_load_after_a_roll_back_builds_on_what_is_current(tmp_path):
    first = publish(tmp_path, "a")
    publish(tmp_path, "b")
    rollback(tmp_path, first)
    with building(tmp_path) as draft:
        assert draft.base == first
        name = draft.publish()
    assert labels_in(tmp_path, name) == ["a"]
    assert [s.name for s in list_snapshots(tmp_path)][0] == name


def test_retention_spares_the_current_and_the_kept(tmp_path):
    kept = publish(tmp_path, "0")
    keep(tmp_path, kept, "2026年10月")
    dropped = publish(tmp_path, "1")
    for number in range(KEPT):
        publish(tmp_path, str(number + 2))
    held = {s.name: s for s in list_snapshots(tmp_path)}
    assert len(held) == KEPT + 1
    assert held[kept].labels == ("2026年10月",)
    assert dropped not in held


HOLD = """
import sys, time
from pathlib import Path
from warehouse.snapshot import building
with building(Path(sys.argv[1])) as draft:
    draft.connection.execute("delete from deadline_rule")
    print("held", flush=True)
    time.sleep(600)
"""


def test_one_writer_at_a_time_and_a_dead_one_holds_nothing(tmp_path):
    first = publish(tmp_path, "a")
    writer = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert writer.stdout.readline() == "held\n"
    with pytest.raises(WarehouseBusy, match=f"进程 {writer.pid}"), building(tmp_path):
        pass
    writer.kill()
    writer.communicate()
    assert list(folder_of(tmp_path).glob("build-*"))
    assert labels_in(tmp_path, current_name(tmp_path)) == ["a"]
    assert publish(tmp_path, "b") != first
    assert not list(folder_of(tmp_path).glob("build-*"))


@pytest.mark.parametrize(
    "statement",
    [
        "copy (select 1) to 'out.csv'",
        "from read_text('pyproject.toml')",
        "attach 'other.duckdb'",
        "install excel",
        "load excel",
        "set enable_external_access = true",
        "create table x (i int)",
        "delete from deadline_rule",
    ],
)
def test_a_reading_connection_can_do_nothing_else(tmp_path, statement):
    connection = open_snapshot(tmp_path, publish(tmp_path, "a"))
    with pytest.raises(duckdb.Error):
        connection.execute(statement).fetchall()


def test_a_snapshot_that_is_open_can_be_opened_beside_it(tmp_path):
    name = publish(tmp_path, "one")
    with open_snapshot(tmp_path, name) as held:
        assert labels_in(tmp_path, name) == ["one"]
        assert held.execute("select rule from deadline_rule").fetchall() == [("one",)]
        assert known_to(tmp_path, name) is None


def test_a_reading_connection_has_a_stated_memory_limit(tmp_path):
    connection = open_snapshot(tmp_path, publish(tmp_path, "a"))
    assert connection.execute("select current_setting('memory_limit')").fetchall() == [("1.8 GiB",)]


def test_a_build_that_contradicts_itself_is_not_published(tmp_path):
    first = publish(tmp_path, "a")
    with pytest.raises(IntegrityError, match="B1"), building(tmp_path) as draft:
        draft.connection.execute(
            "insert into import_batch values ('B1', 'f', 'aa', 's', 'appeal', '', 1, 'appeal', 'real', date '2026-03-31', 'given', now()::timestamp, "
            "'', 1, [], [], [], 3, 3, 0, 0, '{}', '[]', 3, 0, 0, 3, 0)"
        )
        draft.publish()
    assert current_name(tmp_path) == first


def test_a_snapshot_of_another_version_of_the_program_is_outdated(tmp_path, monkeypatch):
    name = publish(tmp_path, "a")
    assert not is_outdated(tmp_path, name)
    monkeypatch.setattr(snapshot, "build_id", lambda: "another")
    assert is_outdated(tmp_path, name)


def test_a_lost_pointer_is_no_empty_warehouse(tmp_path):
    first, second = publish(tmp_path, "a"), publish(tmp_path, "b")
    (folder_of(tmp_path) / "CURRENT").unlink()
    with pytest.raises(SnapshotNotFound, match="CURRENT"):
        current_name(tmp_path)
    with pytest.raises(SnapshotNotFound), building(tmp_path):
        pass
    assert [s.is_current for s in list_snapshots(tmp_path)] == [False, False]
    rollback(tmp_path, first)
    assert current_name(tmp_path) == first
    rollback(tmp_path, second)
    (folder_of(tmp_path) / second).unlink()
    with pytest.raises(SnapshotNotFound, match=second):
        current_name(tmp_path)


def test_a_first_load_cut_off_before_its_last_step_is_whole(tmp_path):
    first = publish(tmp_path, "a")
    (folder_of(tmp_path) / "CURRENT").unlink()
    assert current_name(tmp_path) == first
    assert labels_in(tmp_path, publish(tmp_path, "b")) == ["b"]


def test_other_files_in_the_folder_are_no_snapshots(tmp_path):
    first = publish(tmp_path, "a")
    for name in ("wh-备份.duckdb", first.replace(".duckdb", " - 副本.duckdb")):
        (folder_of(tmp_path) / name).write_bytes(b"x")
    second = publish(tmp_path, "b")
    assert [s.name for s in list_snapshots(tmp_path)] == [second, first]
    assert second.startswith("wh-000002-")
