"""What is taken back leaves every figure as it was before; rolled back and forward likewise; the demonstration leaves no row behind."""

import pytest

from etl.__main__ import main
from etl.load import SAMPLE, load, undo
from etl.taken_back import NothingToClear, begin, without_batch
from indicators.scope import Scope
from reports.moved import figures_of, moved
from tests.warehouse.every_figure import CATALOG, FIRST, HEADER, SECOND, every_figure, small_board, written
from warehouse import demonstration as demonstrations_of
from warehouse.batch_book import batches, findings
from warehouse.demonstration import demonstrations
from warehouse.folder import current_name, folder_of, keep, labels, names, rollback
from warehouse.snapshot import open_snapshot

CHANGING = "12345热线工单导出_2026年全量_截至2026年10月31日_演示数据.csv"
IDS = [one.id for one in CATALOG]


def batch_of(data_dir, file: str) -> str:
    with open_snapshot(data_dir, current_name(data_dir)) as connection:
        return next(one.batch_id for one in batches(connection) if one.file_name == file)


@pytest.fixture(scope="module", params=["small", "demonstration"])
def steps(request, demonstration, tmp_path_factory):
    """Every figure after each step: without a file that changes cases, with it, taken back, rolled to the version before, and forward again."""
    if request.param == "small":
        board = tmp_path_factory.mktemp("small")
        small_board(board)
        file = board / "inbox" / "工单_截至2026年9月30日.csv"
    else:
        board, file = demonstration()[1], SAMPLE / CHANGING
    undo(board, batch_of(board, file.name))
    found = {"without": every_figure(board)}
    loaded = load(board, [file]).snapshot
    found["with"] = every_figure(board)
    taken_back = undo(board, batch_of(board, file.name))
    found["taken back"] = every_figure(board)
    for step, name in (("rolled back", loaded), ("rolled forward", taken_back)):
        rollback(board, name)
        found[step] = every_figure(board)
    return found


@pytest.mark.parametrize("id", IDS)
def test_every_figure_is_as_it_was(steps, id):
    assert steps["taken back"][id] == steps["without"][id]
    assert steps["rolled back"][id] == steps["with"][id]
    assert steps["rolled forward"][id] == steps["taken back"][id]


def test_the_batch_did_change_figures(steps):
    assert sum(steps["with"][id] != steps["without"][id] for id in IDS) > 10


@pytest.fixture
def small(tmp_path):
    return tmp_path, small_board(tmp_path)


def seen(data_dir, name):
    with open_snapshot(data_dir, name) as connection:
        return figures_of(connection, Scope())


def test_what_would_change_is_what_changes(small):
    board, _ = small
    name = current_name(board)
    batch = batch_of(board, "工单_截至2026年9月30日.csv")
    told = without_batch(board, batch, lambda connection: figures_of(connection, Scope()))
    assert current_name(board) == name
    assert [path.name for path in folder_of(board).iterdir() if path.name.startswith("build-")] == []
    before = seen(board, name)
    assert told == seen(board, undo(board, batch))
    changed = {one.before.indicator.id: one for one in moved(before, told)}
    received = changed["case_received_count"]
    assert (received.before.value, received.after.value, received.difference) == (5, 3, -2)
    assert "case_received_count" not in {one.before.indicator.id for one in moved(before, before)}
    assert changed["case_on_time_rate"].before.denominator != changed["case_on_time_rate"].after.denominator
    assert without_batch(board, "none", len) is None


def test_what_cannot_be_said_on_one_side_has_no_difference(small):
    board, _ = small
    incomes = batch_of(board, "收入.csv")
    before = seen(board, current_name(board))
    gone = [one for one in moved(before, seen(board, undo(board, incomes))) if one.before.is_known and not one.after.is_known]
    assert gone and all(one.difference is None for one in gone)


def test_a_batch_tells_what_became_of_its_rows(small):
    board, _ = small
    with open_snapshot(board, current_name(board)) as connection:
        found = {one.file_name: one for one in batches(connection)}
        own = found["工单_截至2026年9月30日.csv"]
        assert (own.read, own.accepted, own.rejected, own.skipped) == (3, 3 - own.rejected, own.rejected, 0)
        assert (own.new, own.changed, own.unchanged) == (own.accepted - 1, 1, 0)
        listed = findings(connection, own.batch_id, 500)
        assert len(listed) == own.errors + own.warnings == 1
        assert (listed[0].row, listed[0].column) == (4, "办结期限")
        assert len(findings(connection, own.batch_id, 0)) == 0


def synthetic_board(data_dir) -> list[str]:
    """Two versions of demonstration data, the first kept under a name; their names."""
    inbox = data_dir / "inbox"
    for place, rows in enumerate((FIRST, SECOND)):
        load(data_dir, [written(inbox, f"工单_截至2026年{8 + place}月28日_演示数据.csv", "\n".join([HEADER, *rows]) + "\n")])
    keep(data_dir, names(data_dir)[0], "会议材料")
    return names(data_dir)


def classes_in_every_file(data_dir) -> set[str]:
    """The classes of data in any table of any snapshot file that is left."""
    found = set()
    for name in names(data_dir):
        with open_snapshot(data_dir, name) as connection:
            tables = connection.execute("select schema_name || '.' || table_name from duckdb_columns() where column_name = 'data_class' and not internal").fetchall()  # fmt: skip
            for (table,) in tables:
                found |= {row[0] for row in connection.execute("select distinct data_class from query_table(?)", [table]).fetchall()}
    return found


def test_no_demonstration_row_is_left_anywhere(tmp_path):
    old = synthetic_board(tmp_path)
    assert demonstrations(tmp_path) == old and classes_in_every_file(tmp_path) == {"synthetic"}
    done = begin(tmp_path)
    assert (names(tmp_path), done.removed) == ([done.snapshot], 2)
    assert (demonstrations(tmp_path), labels(tmp_path), classes_in_every_file(tmp_path)) == ([], {}, set())
    assert not any("演示".encode() in path.read_bytes() for path in folder_of(tmp_path).iterdir())
    with pytest.raises(NothingToClear, match="没有演示数据"):
        begin(tmp_path)


def test_real_data_stays_and_old_demonstrations_go(tmp_path):
    old = synthetic_board(tmp_path)
    load(tmp_path, [written(tmp_path / "inbox", "工单_截至2026年9月30日.csv", "\n".join([HEADER, *FIRST, *SECOND]) + "\n")])
    real = current_name(tmp_path)
    before = every_figure(tmp_path)
    assert set(old) < set(names(tmp_path))
    assert begin(tmp_path).snapshot == real
    assert (names(tmp_path), classes_in_every_file(tmp_path)) == ([real], {"real"})
    assert every_figure(tmp_path) == before


def test_cut_off_after_publishing_it_is_done_again(tmp_path, monkeypatch):
    synthetic_board(tmp_path)

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        cut.setattr("etl.taken_back.remove_snapshots", killed)
        with pytest.raises(KeyboardInterrupt):
            begin(tmp_path)
    assert current_name(tmp_path) not in demonstrations(tmp_path) != []
    begin(tmp_path)
    assert classes_in_every_file(tmp_path) == set()


def test_a_version_held_open_is_said(tmp_path, monkeypatch):
    synthetic_board(tmp_path)

    def held(*_):
        raise PermissionError

    monkeypatch.setattr("pathlib.Path.unlink", held)
    with pytest.raises(demonstrations_of.StillOpen, match="关闭看板"):
        demonstrations_of.remove_snapshots(tmp_path, demonstrations(tmp_path)[:1])


def test_as_a_command(tmp_path, capsys):
    synthetic_board(tmp_path)
    assert main(["begin", "--data", str(tmp_path)]) == 0
    assert "已清除演示数据（2 个版本）" in capsys.readouterr().out
    assert main(["begin", "--data", str(tmp_path)]) == 2
    assert capsys.readouterr().err == "没有演示数据，不需要清除。\n"
