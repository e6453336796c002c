"""The journal keeps every entry that was ever written, from any number of windows, and shows what still stands."""

import sqlite3
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pytest

from warehouse.errors import WarehouseError
from warehouse.journal import FILE, LONGEST_TEXT, JournalError, position
from warehouse.journal_events import events, note_event, withdraw_event

NOON = datetime(2026, 10, 31, 12, 0, 5)
TOWN, VILLAGE, OTHER = "甲县/乙镇", "甲县/乙镇/东湾村", "甲县/乙镇/东湾村东"


def note(data_dir: Path, text: str = "启用新平台", *, area: str = VILLAGE, on: date = date(2026, 3, 1), by: str = "综治办") -> int:
    return note_event(data_dir, area=area, on=on, text=text, by=by, at=NOON)


def texts(data_dir: Path, area: str | None = None) -> list[str]:
    return [event.text for event in events(data_dir, area)]


def test_reading_where_nothing_was_written_creates_nothing(tmp_path):
    assert events(tmp_path / "none") == []
    assert position(tmp_path / "none") == 0
    with pytest.raises(JournalError, match="没有第 1 号记事"):
        withdraw_event(tmp_path / "none", 1, "综治办", NOON)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_a_crash_left_empty_holds_nothing_and_can_be_written(tmp_path):
    (tmp_path / FILE).touch()
    assert events(tmp_path) == []
    assert position(tmp_path) == 0
    assert note(tmp_path) == 1


def test_an_event_comes_back_as_it_was_written(tmp_path):
    number = note(tmp_path, "  启用 新平台\n")
    event = events(tmp_path)[0]
    assert (event.entry_id, event.area, event.on, event.text) == (number, VILLAGE, date(2026, 3, 1), "启用 新平台")
    assert (event.written_by, event.written_at, event.is_withdrawn) == ("综治办", NOON, False)


def test_the_oldest_day_comes_first_whenever_it_was_written(tmp_path):
    note(tmp_path, "后", on=date(2026, 3, 2))
    note(tmp_path, "先", on=date(2025, 12, 31))
    note(tmp_path, "同日后写", on=date(2026, 3, 2))
    assert texts(tmp_path) == ["先", "后", "同日后写"]


@pytest.mark.parametrize(
    ("area", "seen"),
    [
        (None, ["全部", "镇", "村", "邻村"]),
        ("", ["全部", "镇", "村", "邻村"]),
        ("甲县", ["全部", "镇", "村", "邻村"]),
        (TOWN, ["全部", "镇", "村", "邻村"]),
        (VILLAGE, ["全部", "镇", "村"]),
        (OTHER, ["全部", "镇", "邻村"]),
        (f"{VILLAGE}/一社", ["全部", "镇", "村"]),
        ("甲县/丙镇", ["全部"]),
    ],
)
def test_an_area_sees_what_lies_in_it_and_what_it_lies_in(tmp_path, area, seen):
    for text, place in (("全部", ""), ("镇", TOWN), ("村", VILLAGE), ("邻村", OTHER)):
        note(tmp_path, text, area=place)
    assert texts(tmp_path, area) == seen


def test_a_withdrawal_hides_the_event_and_keeps_the_entry(tmp_path):
    first, second = note(tmp_path, "写错了"), note(tmp_path, "对的")
    withdrawal = withdraw_event(tmp_path, first, "办公室", NOON)
    assert texts(tmp_path) == ["对的"]
    assert [(event.entry_id, event.is_withdrawn) for event in events(tmp_path, with_withdrawn=True)] == [(first, True), (second, False)]
    assert position(tmp_path) == withdrawal == 3


def test_only_a_standing_event_can_be_withdrawn(tmp_path):
    number = note(tmp_path)
    withdrawal = withdraw_event(tmp_path, number, "办公室", NOON)
    with pytest.raises(JournalError, match="已经撤回"):
        withdraw_event(tmp_path, number, "办公室", NOON)
    for wrong in (withdrawal, 99):
        with pytest.raises(JournalError, match=f"没有第 {wrong} 号记事"):
            withdraw_event(tmp_path, wrong, "办公室", NOON)
    assert position(tmp_path) == withdrawal


@pytest.mark.parametrize(
    ("text", "by", "says"),
    [("", "综治办", "请写一句话"), (" \n　", "综治办", "请写一句话"), ("字" * 61, "综治办", "61 个字"), ("好", " ", "记录人")],
)
def test_what_cannot_be_written_is_said_in_a_sentence_and_leaves_no_entry(tmp_path, text, by, says):
    with pytest.raises(WarehouseError, match=says) as refused:
        note(tmp_path, text, by=by)
    assert str(refused.value).endswith("。")
    assert position(tmp_path) == 0


def test_sixty_characters_fit(tmp_path):
    note(tmp_path, "字" * LONGEST_TEXT)
    assert texts(tmp_path) == ["字" * LONGEST_TEXT]


@pytest.mark.parametrize(
    "change",
    [
        "update entry set body = '{}'",
        "delete from entry",
        "insert or replace into entry values (1, 'event', 'x', 'x', '{}')",
        "insert into entry (kind, at, by, body) values ('event', 'x', 'x', 'not json')",
    ],
)
def test_nothing_is_ever_changed_or_deleted(tmp_path, change):
    note(tmp_path)
    connection = sqlite3.connect(tmp_path / FILE)
    with pytest.raises(sqlite3.IntegrityError), connection:
        connection.execute(change)
    connection.close()
    assert texts(tmp_path) == ["启用新平台"]


def test_a_damaged_file_is_said_in_a_sentence(tmp_path):
    (tmp_path / FILE).write_bytes("不是数据库".encode() * 400)
    for use in (lambda: events(tmp_path), lambda: position(tmp_path), lambda: note(tmp_path)):
        with pytest.raises(JournalError, match="无法读写"):
            use()


def write_fifty(data_dir: Path, window: str) -> None:
    for number in range(50):
        note(data_dir, f"{window}{number}")


def test_two_windows_write_at_once_and_nothing_is_lost(tmp_path):
    # as commands: a spawned child would rerun whatever page a test before left as main
    code = "import sys; from pathlib import Path; from tests.warehouse.test_journal import write_fifty; write_fifty(Path(sys.argv[1]), sys.argv[2])"
    windows = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), window]) for window in "甲乙"]
    assert [window.wait(120) for window in windows] == [0, 0]
    assert sorted(texts(tmp_path)) == sorted(f"{window}{number}" for window in "甲乙" for number in range(50))
    assert position(tmp_path) == 100
