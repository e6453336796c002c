"""One file holds everything the town cannot make again: put back elsewhere every figure is the same, and no byte of it changes unseen."""

import json
import random
import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from access import lockout, log, sessions
from access.accounts import accounts, add, kept_password
from access.limits import limits
from access.passwords import matches
from access.store import key, writing
from etl.__main__ import main
from tests.warehouse.every_figure import CATALOG, every_figure, small_board
from warehouse import backup
from warehouse.backup import BackUpError, back_up, last_back_up, restore
from warehouse.errors import WarehouseBusy
from warehouse.folder import current_name, folder_of, keep, labels, list_snapshots, names
from warehouse.health import health
from warehouse.journal import entries
from warehouse.journal_events import events, note_event
from warehouse.kept_figures import keep_figures, kept_figures
from warehouse.lock import writer_lock

NOON = datetime(2026, 11, 3, 12, 0)
DIGEST = "0123456789abcdef" * 4
TOWN_FILE = "town/工作日调整.csv"


def furnish(data_dir: Path) -> None:
    """Something of every kind that nobody could make again."""
    note_event(data_dir, area="试写镇", on=NOON.date(), text="上门走访", by="党政办", at=NOON)
    keep_figures(data_dir, DIGEST, '{"分": 91}')
    (data_dir / "town").mkdir(exist_ok=True)
    (data_dir / TOWN_FILE).write_text("日期,是否上班,说明\n", encoding="utf-8")
    log.record(data_dir, "导入", account=log.TYPED, address=log.HERE)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A board with three versions, the first of them kept under a name, and a back-up of it: (board, file)."""
    folder = tmp_path_factory.mktemp("small")
    board = folder / "data"
    small_board(board)
    keep(board, names(board)[0], "8月")
    furnish(board)
    add(board, "党政办", "管理", "一个很长的口令 2026")
    file = folder / "备份.zip"
    back_up(board, file, at=NOON)
    return board, file


@pytest.fixture(scope="module", params=["small", "demonstration"])
def both(request, small, demonstration, tmp_path_factory):
    """Every figure of a board, and of the same board put back elsewhere."""
    folder = tmp_path_factory.mktemp("both")
    board = small[0] if request.param == "small" else demonstration()[1]
    back_up(board, folder / "b.zip", at=NOON)
    restore(folder / "b.zip", folder / "elsewhere")
    return every_figure(board), every_figure(folder / "elsewhere")


@pytest.mark.parametrize("id", [one.id for one in CATALOG])
def test_every_figure_is_the_same_elsewhere(both, id):
    before, after = both
    assert before[id] == after[id]
    assert sum(map(len, before.values())) > 100


def test_everything_of_one_s_own_is_put_back(small, tmp_path):
    board, file = small
    there = tmp_path / "new" / "data"
    made = restore(file, there)
    assert made.snapshot == current_name(there) == current_name(board)
    assert names(there) == [names(board)[0], names(board)[-1]]  # the current one and the one kept; the rest can be made again
    assert labels(there) == labels(board)
    assert entries(there, ["event"]) == entries(board, ["event"]) and len(events(there, None)) == 1
    assert kept_figures(there, DIGEST) == '{"分": 91}'
    assert (there / TOWN_FILE).read_bytes() == (board / TOWN_FILE).read_bytes()
    assert log.lines(there) == log.lines(board)
    assert not (there / "access" / "accounts.sqlite").exists() and not made.has_accounts
    assert [path.name for path in there.iterdir() if path.name.startswith("restoring-")] == []


def test_accounts_travel_only_where_asked_for(small, tmp_path):
    board, _ = small
    made = back_up(board, tmp_path / "with.zip", at=NOON, with_accounts=True)
    restore(tmp_path / "with.zip", tmp_path / "new")
    assert made.has_accounts
    assert (tmp_path / "new/access/accounts.sqlite").stat().st_mode & 0o777 == 0o600


def _signed_in(board: Path) -> tuple[str, str]:
    """The cookie of somebody who is signed in, and what the session is known by; somebody else has typed wrong passwords."""
    lockout.reserve(board, lockout.subjects(key(board), "党政办", "10.0.0.1"), limits(board), 1000.0)
    return sessions.start(board, key(board), "党政办", 1000.0)


def _opens(board: Path, cookie: str) -> bool:
    return sessions.live(board, sessions.token_of(key(board), cookie), limits(board), 1001.0) is not None


def test_nobody_is_signed_in_by_a_back_up_and_nothing_that_signs_cookies_is_in_it(small, tmp_path):
    board, _ = small
    cookie, token = _signed_in(board)
    assert _opens(board, cookie)
    back_up(board, tmp_path / "with.zip", at=NOON, with_accounts=True)
    with zipfile.ZipFile(tmp_path / "with.zip") as archive:
        packed = archive.read("access/accounts.sqlite")
    assert token.encode() not in packed and key(board) not in packed
    assert _opens(board, cookie)  # making one signs nobody out
    restore(tmp_path / "with.zip", tmp_path / "new")
    assert not _opens(tmp_path / "new", cookie) and key(tmp_path / "new") != key(board)
    assert accounts(tmp_path / "new") == accounts(board)
    assert matches("一个很长的口令 2026", kept_password(tmp_path / "new", "党政办"))


def test_a_back_up_of_before_that_holds_sessions_signs_nobody_in_either(small, tmp_path, monkeypatch):
    board, _ = small
    cookie, token = _signed_in(board)
    with monkeypatch.context() as as_before:
        as_before.setattr(backup, "_without_sessions", lambda book: book)
        back_up(board, tmp_path / "old.zip", at=NOON, with_accounts=True)
    with zipfile.ZipFile(tmp_path / "old.zip") as archive:
        assert token.encode() in archive.read("access/accounts.sqlite")
    restore(tmp_path / "old.zip", tmp_path / "new")
    assert not _opens(tmp_path / "new", cookie)
    with writing(tmp_path / "new") as connection:
        assert connection.execute("select (select count(*) from session), (select count(*) from failure)").fetchall() == [(0, 0)]


def test_the_same_board_is_the_same_file(small, tmp_path):
    board, file = small
    back_up(board, tmp_path / "again.zip", at=NOON)
    assert (tmp_path / "again.zip").read_bytes() == file.read_bytes()


def test_no_byte_changes_unseen(small, tmp_path):
    whole = bytearray(small[1].read_bytes())
    size, draw = len(whole), random.Random(8)
    places = {*range(200), *range(size - 400, size), *(draw.randrange(size) for _ in range(400))}
    for place in sorted(places):
        flipped = whole.copy()
        flipped[place] ^= 1 << draw.randrange(8)
        (tmp_path / "flipped.zip").write_bytes(flipped)
        with pytest.raises(BackUpError, match="没有恢复"):
            restore(tmp_path / "flipped.zip", tmp_path / "new")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("cut", [0, 1, 40, 5000, 100_000])
def test_a_file_cut_short_is_refused(small, tmp_path, cut):
    (tmp_path / "cut.zip").write_bytes(small[1].read_bytes()[:cut])
    with pytest.raises(BackUpError, match="没有拷贝完整"):
        restore(tmp_path / "cut.zip", tmp_path / "new")


def forged(path: Path, parts: dict[str, str], listed: dict[str, str] | None = None) -> Path:
    """A file that bears our seal and says what it likes."""
    sources = {}
    for number, (name, text) in enumerate(parts.items()):
        sources[name] = path.with_name(f"part-{number}")
        sources[name].write_text(text, encoding="utf-8")
    backup._write(path, sources, {"made_at": NOON.isoformat(), "snapshot": "wh-1.duckdb", "has_accounts": False, **(listed or {})})
    return path


@pytest.mark.parametrize(
    "name", ["../outside.txt", "warehouse/../../outside.txt", "/etc/outside", "C:/outside", "inbox/x.xlsx", "x\\y.toml"]
)
def test_a_part_that_would_lie_elsewhere_is_refused(tmp_path, name):
    file = forged(tmp_path / "f.zip", {name: "x", "warehouse/wh-1.duckdb": "x"})
    with pytest.raises(BackUpError, match="已经损坏"):
        restore(file, tmp_path / "new")
    assert not (tmp_path / "outside.txt").exists()


def test_a_list_that_does_not_agree_is_refused(tmp_path):
    file = forged(tmp_path / "f.zip", {"warehouse/wh-1.duckdb": "x"}, {"snapshot": "wh-2.duckdb"})
    with pytest.raises(BackUpError, match="已经损坏"):
        restore(file, tmp_path / "new")


@pytest.mark.parametrize("name", ["a.txt", "a.zip", "none.zip"])
def test_what_is_none_of_ours_is_refused(tmp_path, name):
    if name == "a.txt":
        (tmp_path / name).write_text("x" * 500, encoding="utf-8")
    if name == "a.zip":
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr("x", "x" * 500)
    with pytest.raises(BackUpError, match="没有恢复"):
        restore(tmp_path / name, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_nothing_is_ever_overwritten(small, tmp_path):
    board, file = small
    before = sorted((path.name, path.stat().st_mtime_ns) for path in board.rglob("*"))
    with pytest.raises(BackUpError, match="不覆盖已有的看板"):
        restore(file, board)
    with pytest.raises(BackUpError, match="换一个文件名"):
        back_up(board, file, at=NOON)
    assert sorted((path.name, path.stat().st_mtime_ns) for path in board.rglob("*")) == before


def test_a_back_up_leaves_nothing_but_its_file(small, tmp_path):
    board, _ = small
    back_up(board, tmp_path / "b.zip", at=NOON)
    assert [path.name for path in tmp_path.iterdir()] == ["b.zip"]
    with writer_lock(folder_of(board)), pytest.raises(WarehouseBusy):
        back_up(board, tmp_path / "c.zip", at=NOON)
    with pytest.raises(BackUpError, match="写不进"):
        back_up(board, tmp_path / "nowhere" / "c.zip", at=NOON)
    assert [path.name for path in tmp_path.iterdir()] == ["b.zip"]


def test_what_a_folder_without_a_board_says(tmp_path):
    with pytest.raises(BackUpError, match="还没有任何版本"):
        back_up(tmp_path / "none", tmp_path / "b.zip", at=NOON)
    assert last_back_up(tmp_path / "none") is None
    assert health(tmp_path / "none").snapshots == 0


def test_health_counts_what_is_there(small):
    board, file = small
    found = health(board)
    assert (found.snapshots, found.bytes) == (3, sum(one.bytes for one in list_snapshots(board)))
    told = dict(found.tables)
    assert (told["批次"], told["居民收入"], told["诉求与纠纷（各批次）"], told["问题记录"]) == (3, 2, 6, 1)
    assert found.entries == 1 and found.free_bytes > 0
    assert (found.last.made_at, found.last.file) == (NOON, "")


def test_as_commands(small, tmp_path, capsys):
    board, file = small
    assert main(["backup", str(tmp_path / "c.zip"), "--data", str(board), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["digest"] == (tmp_path / "c.zip").read_bytes()[-64:].decode()
    assert log.lines(board)[-1].what == "备份"
    assert main(["restore", str(tmp_path / "c.zip"), "--data", str(tmp_path / "new")]) == 0
    assert main(["health", "--data", str(tmp_path / "new")]) == 0
    assert "还没有备份过" in capsys.readouterr().out
    assert main(["restore", str(tmp_path / "c.zip"), "--data", str(tmp_path / "new")]) == 2
    captured = capsys.readouterr()
    assert captured.out == "" and captured.err.count("\n") == 1 and "没有恢复" in captured.err
