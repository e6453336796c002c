"""Meetings, decisions, re-bases and targets: what stands of them, whom they concern, and that everything ever written is kept."""

import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from warehouse.errors import WarehouseError
from warehouse.journal import JournalError, entries, position
from warehouse.journal_decisions import decisions, finish_decision, note_decision, withdraw_decision
from warehouse.journal_events import events, note_event
from warehouse.journal_meetings import meetings, note_meeting, withdraw_meeting
from warehouse.journal_rebases import note_rebase, rebases, withdraw_rebase
from warehouse.journal_targets import set_target, targets

NOON = datetime(2026, 10, 31, 12, 0, 5)
MET = date(2026, 9, 30)
TOWN, VILLAGE, OTHER = "甲县/乙镇", "甲县/乙镇/东湾村", "甲县/乙镇/东湾村东"
READ_ALL = (meetings, decisions, rebases, targets, events)


def decide(data_dir: Path, text: str = "清积压", *, area: str = TOWN, unit: str = "综治办", due: date = date(2026, 10, 15), at=NOON) -> int:
    return note_decision(data_dir, meeting=MET, area=area, text=text, unit=unit, due=due, by="党政办", at=at)


def rebase(data_dir: Path, *, indicator: str = "case_on_time_rate", area: str = TOWN, on: date = MET, reason: str = "平台切换") -> int:
    return note_rebase(data_dir, indicator=indicator, area=area, on=on, reason=reason, by="党政办", at=NOON)


def aim(data_dir: Path, value: float, *, indicator: str = "case_on_time_rate", basis: str = "年度目标", since: date = MET) -> int:
    return set_target(data_dir, indicator=indicator, value=value, basis=basis, since=since, by="党政办", at=NOON)


def test_reading_where_nothing_was_written_creates_nothing(tmp_path):
    assert [reading(tmp_path / "none") for reading in READ_ALL] == [[]] * len(READ_ALL)
    for taking_back in (withdraw_meeting, finish_decision, withdraw_decision, withdraw_rebase):
        with pytest.raises(JournalError, match="没有第 1 号"):
            taking_back(tmp_path / "none", 1, "党政办", NOON)
    assert list(tmp_path.iterdir()) == []


def test_the_latest_meeting_comes_first_and_a_day_is_recorded_once(tmp_path):
    for day in (MET, MET + timedelta(days=7), MET - timedelta(days=7)):
        note_meeting(tmp_path, on=day, by="党政办", at=NOON)
    assert [meeting.on for meeting in meetings(tmp_path)] == [MET + timedelta(days=7), MET, MET - timedelta(days=7)]
    with pytest.raises(JournalError, match="2026年9月30日的会议已经记过了"):
        note_meeting(tmp_path, on=MET, by="办公室", at=NOON)
    assert position(tmp_path) == 3


def test_a_meeting_taken_back_can_be_recorded_again_and_its_decisions_stay(tmp_path):
    first = note_meeting(tmp_path, on=MET, by="党政办", at=NOON)
    decide(tmp_path)
    withdraw_meeting(tmp_path, first, "党政办", NOON)
    assert (meetings(tmp_path), len(decisions(tmp_path))) == ([], 1)
    again = note_meeting(tmp_path, on=MET, by="党政办", at=NOON)
    assert [meeting.entry_id for meeting in meetings(tmp_path)] == [again]


def test_a_decision_comes_back_as_it_was_written(tmp_path):
    number = decide(tmp_path, "  清 积压\n", unit=" 综治办 ")
    (one,) = decisions(tmp_path)
    assert (one.entry_id, one.meeting, one.area, one.text, one.unit, one.due) == (
        number,
        MET,
        TOWN,
        "清 积压",
        "综治办",
        date(2026, 10, 15),
    )
    assert (one.written_by, one.written_at, one.ended_at, one.is_done) == ("党政办", NOON, None, False)


def test_what_is_due_first_stands_in_front_and_what_is_done_stays(tmp_path):
    late, soon, gone = decide(tmp_path, "后", due=date(2026, 11, 1)), decide(tmp_path, "先"), decide(tmp_path, "撤")
    finish_decision(tmp_path, soon, "综治办", NOON)
    withdraw_decision(tmp_path, gone, "党政办", NOON)
    assert [(one.entry_id, one.is_done, one.ended_at) for one in decisions(tmp_path)] == [(soon, True, NOON), (late, False, None)]
    for ending in (finish_decision, withdraw_decision):
        for number in (soon, gone):
            with pytest.raises(JournalError, match="已经了结或撤回"):
                ending(tmp_path, number, "党政办", NOON)


@pytest.mark.parametrize(
    ("area", "seen"), [(None, "全镇村邻"), (TOWN, "全镇村邻"), (VILLAGE, "全镇村"), (OTHER, "全镇邻"), ("甲县/丙镇", "全")]
)
def test_an_area_sees_the_decisions_for_it_for_what_lies_in_it_and_for_what_it_lies_in(tmp_path, area, seen):
    for text, place in (("全", ""), ("镇", TOWN), ("村", VILLAGE), ("邻", OTHER)):
        decide(tmp_path, text, area=place)
    assert [one.text for one in decisions(tmp_path, area)] == list(seen)


@pytest.mark.parametrize(
    ("area", "seen"), [(None, "全镇村邻"), ("", "全"), (TOWN, "全镇"), (VILLAGE, "全镇村"), (OTHER, "全镇邻"), ("甲县/丙镇", "全")]
)
def test_a_rebase_holds_for_its_area_and_what_lies_in_it_only(tmp_path, area, seen):
    for reason, place in (("全", ""), ("镇", TOWN), ("村", VILLAGE), ("邻", OTHER)):
        rebase(tmp_path, area=place, reason=reason)
    assert [one.reason for one in rebases(tmp_path, area)] == list(seen)


def test_a_rebase_comes_back_as_it_was_written_once_a_day_until_it_is_taken_back(tmp_path):
    number = rebase(tmp_path, reason=" 平台 切换 ")
    (one,) = rebases(tmp_path, VILLAGE)
    assert (one.entry_id, one.indicator, one.area, one.on, one.reason) == (number, "case_on_time_rate", TOWN, MET, "平台 切换")
    assert (one.written_by, one.written_at) == ("党政办", NOON)
    with pytest.raises(JournalError, match="已经重新定过线"):
        rebase(tmp_path, reason="又一次")
    rebase(tmp_path, indicator="case_closure_rate")
    withdraw_rebase(tmp_path, number, "党政办", NOON)
    again = rebase(tmp_path)
    assert [one.entry_id for one in rebases(tmp_path)] == [2, again]


def test_the_newest_target_counts_and_earlier_ones_stay(tmp_path):
    aim(tmp_path, 90.0)
    aim(tmp_path, 95.0, indicator="case_closure_rate")
    aim(tmp_path, 92.5, basis="县里新文件")
    assert {one.indicator: (one.value, one.basis) for one in targets(tmp_path)} == {
        "case_on_time_rate": (92.5, "县里新文件"),
        "case_closure_rate": (95.0, "年度目标"),
    }
    assert [one.value for one in targets(tmp_path, with_earlier=True)] == [90.0, 95.0, 92.5]
    (first, *_) = targets(tmp_path, with_earlier=True)
    assert (first.since, first.written_by, first.written_at) == (MET, "党政办", NOON)


@pytest.mark.parametrize(
    ("write", "says"),
    [
        (lambda folder: decide(folder, " "), "决定了什么"),
        (lambda folder: decide(folder, "字" * 61), "61 个字"),
        (lambda folder: decide(folder, unit=""), "责任单位"),
        (lambda folder: decide(folder, unit="字" * 21), "21 个字"),
        (lambda folder: decide(folder, due=MET - timedelta(days=1)), "早于会议日"),
        (lambda folder: rebase(folder, reason="　"), "为什么重新定线"),
        (lambda folder: aim(folder, float("nan")), "须是一个数"),
        (lambda folder: aim(folder, 90, basis=""), "依据"),
        (lambda folder: note_meeting(folder, on=MET, by=" ", at=NOON), "记录人"),
    ],
)
def test_what_cannot_be_written_is_said_in_a_sentence_and_leaves_no_entry(tmp_path, write, says):
    with pytest.raises(WarehouseError, match=says) as refused:
        write(tmp_path)
    assert str(refused.value).endswith("。")
    assert position(tmp_path) == 0


def test_a_number_of_another_kind_is_not_ended(tmp_path):
    meeting = note_meeting(tmp_path, on=MET, by="党政办", at=NOON)
    event = note_event(tmp_path, area=TOWN, on=MET, text="旱情", by="党政办", at=NOON)
    for ending in (finish_decision, withdraw_rebase):
        for number in (meeting, event):
            with pytest.raises(JournalError, match=f"没有第 {number} 号"):
                ending(tmp_path, number, "党政办", NOON)
    assert position(tmp_path) == 2


def test_the_day_of_the_meeting_is_a_due_day_that_can_be_kept(tmp_path):
    decide(tmp_path, due=MET)
    assert decisions(tmp_path)[0].due == MET


def finish_all(data_dir: Path) -> None:
    for number in range(1, 41):
        try:
            finish_decision(data_dir, number, "综治办", NOON)
        except JournalError as error:
            assert "已经了结" in str(error)


def test_two_windows_finish_the_same_decisions_and_each_is_finished_once(tmp_path):
    for number in range(40):
        decide(tmp_path, f"第{number}条")
    # as commands: a spawned child would rerun whatever page a test before left as main
    code = "import sys; from pathlib import Path; from tests.warehouse.test_journal_kinds import finish_all; finish_all(Path(sys.argv[1]))"
    windows = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path)]) for _ in "甲乙"]
    assert [window.wait(120) for window in windows] == [0, 0]
    assert sorted(one.body["entry_id"] for one in entries(tmp_path, ("decision_done",))) == list(range(1, 41))
