"""Schemes, manual items, rulings and objections: versions count up, steps only go forward, and everything ever written is kept."""

import json
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from indicators.scheme import default_scheme, read_scheme, scheme_dict
from warehouse.errors import WarehouseError
from warehouse.journal import JournalError, position
from warehouse.journal_assessments import answer_objection, object_to, objections, rule, rulings
from warehouse.journal_bonuses import bonuses, counted, note_bonus, withdraw_bonus
from warehouse.journal_schemes import adopt_scheme, scheme_of, scheme_on, schemes

NOON = datetime(2026, 10, 8, 12, 0, 5)
TODAY = NOON.date()
UNTIL = TODAY + timedelta(days=5)
LATER = datetime(2026, 10, 13, 9, 0)
TOWN, VILLAGE, OTHER = "甲县/乙镇", "甲县/乙镇/东湾村", "甲县/乙镇/西湾村"
QUARTER = (date(2026, 7, 1), date(2026, 9, 30))
NEXT = (date(2026, 10, 1), date(2026, 12, 31))
NOTHING_WRITTEN = (schemes, bonuses, rulings, objections)


def adopt(data_dir: Path, id: str = "town", *, on: date = TODAY, adopted_by: str = "镇党委会", by: str = "党建办", **changed) -> int:
    return adopt_scheme(data_dir, scheme_dict(default_scheme()) | {"id": id} | changed, on=on, adopted_by=adopted_by, by=by, at=NOON)


def give(data_dir: Path, item: str = "commended", **changed) -> int:
    said = {
        "village": VILLAGE, "period": "2026-Q3", "since": QUARTER[0], "item": item, "times": 1, "document_no": "乙委发〔2026〕12号",
        "approver": "镇党委书记", "on": date(2026, 8, 20), "expires_on": QUARTER[1], "evidence": "通报.pdf", "text": "市级典型", "by": "党建办",
    }  # fmt: skip
    return note_bonus(data_dir, **said | changed, at=NOON)


def step(data_dir: Path, state: str, *, at: datetime = NOON, **changed) -> int:
    said = {
        "area": TOWN, "period": "2026-Q3", "snapshot": "wh-000003", "journal_position": 7, "scheme": "town", "version": 2, "digest": "ab12",
        "by": "党建办", "objections_until": UNTIL if state == "posted" else None,
    }  # fmt: skip
    return rule(data_dir, state=state, at=at, **said | changed)


def posted(data_dir: Path) -> int:
    step(data_dir, "drafted")
    return step(data_dir, "posted")


def disagree(data_dir: Path, ruling: int, *, text: str = "两件延期未计入", by: str = "村党支部书记", at: datetime = NOON) -> int:
    return object_to(data_dir, ruling, village=VILLAGE, item="case_on_time_rate", text=text, by=by, at=at)


def answer(data_dir: Path, number: int, outcome: str = "rejected", text: str = "延期未获批准", by: str = "党建办") -> int:
    return answer_objection(data_dir, number, outcome=outcome, text=text, by=by, at=NOON)


def test_reading_where_nothing_was_written_creates_nothing(tmp_path):
    assert [reading(tmp_path / "none") for reading in NOTHING_WRITTEN] == [[]] * 4
    assert scheme_of(tmp_path / "none", "town", 1) is None and scheme_on(tmp_path / "none", TODAY) is None
    for writing in (lambda: withdraw_bonus(tmp_path / "none", 1, "党建办", NOON), lambda: answer(tmp_path / "none", 1)):
        with pytest.raises(JournalError, match="没有第 1 号"):
            writing()
    with pytest.raises(JournalError, match="没有正在公示"):
        disagree(tmp_path / "none", 1)
    assert list(tmp_path.iterdir()) == []


def test_a_scheme_comes_back_as_it_was_adopted(tmp_path):
    assert adopt(tmp_path, version=99, adopted_by="镇党委会 ") == 1
    (one,) = schemes(tmp_path)
    adopted = scheme_dict(default_scheme()) | {"id": "town", "version": 1, "adopted_on": "2026-10-08", "adopted_by": "镇党委会"}
    assert (one.declared, one.id, one.version, one.on, one.written_by, one.written_at) == (adopted, "town", 1, TODAY, "党建办", NOON)
    assert scheme_dict(read_scheme(one.declared)) == adopted


def test_versions_count_up_scheme_by_scheme_and_earlier_ones_stay(tmp_path):
    assert [adopt(tmp_path), adopt(tmp_path, "other"), adopt(tmp_path, name="改"), adopt(tmp_path, "other")] == [1, 1, 2, 2]
    assert [(one.id, one.version) for one in schemes(tmp_path)] == [("town", 1), ("other", 1), ("town", 2), ("other", 2)]
    assert scheme_of(tmp_path, "town", 1).declared["name"] == default_scheme().name
    assert scheme_of(tmp_path, "town", 2).declared["name"] == "改"
    assert scheme_of(tmp_path, "town", 3) is None


def test_a_day_has_the_scheme_last_written_of_those_adopted_by_then(tmp_path):
    for on in (date(2026, 1, 5), date(2026, 7, 1), date(2026, 7, 1)):
        adopt(tmp_path, on=on)
    found = {day: scheme_on(tmp_path, day) for day in (date(2026, 1, 4), date(2026, 1, 5), date(2026, 6, 30), date(2026, 7, 1))}
    assert [one and one.version for one in found.values()] == [None, 1, 1, 3]


def test_a_manual_item_comes_back_as_it_was_written(tmp_path):
    number = give(tmp_path, document_no=" 乙委发 〔2026〕12号", times=2)
    (one,) = bonuses(tmp_path)
    assert (one.entry_id, one.village, one.period, one.item, one.times) == (number, VILLAGE, "2026-Q3", "commended", 2)
    assert (one.document_no, one.approver, one.text, one.evidence) == ("乙委发 〔2026〕12号", "镇党委书记", "市级典型", "通报.pdf")
    assert (one.since, one.on, one.expires_on) == (QUARTER[0], date(2026, 8, 20), QUARTER[1])
    assert (one.written_by, one.written_at, one.is_withdrawn) == ("党建办", NOON, False)


def test_a_withdrawn_item_stays_visible_and_does_not_count(tmp_path):
    wrong, right = give(tmp_path), give(tmp_path, "criticised")
    withdraw_bonus(tmp_path, wrong, "纪检办", NOON)
    first, second = bonuses(tmp_path)
    assert (first.is_withdrawn, first.withdrawn_by, first.withdrawn_at, second.is_withdrawn) == (True, "纪检办", NOON, False)
    assert counted(bonuses(tmp_path), {"commended", "criticised"}, *QUARTER) == {VILLAGE: {"criticised": 1}}
    with pytest.raises(JournalError, match="已经撤回"):
        withdraw_bonus(tmp_path, wrong, "纪检办", NOON)
    assert right == 2


def test_as_the_journal_stood_a_later_withdrawal_and_a_later_item_are_unknown(tmp_path):
    first = give(tmp_path)
    then = position(tmp_path)
    give(tmp_path, village=OTHER)
    withdraw_bonus(tmp_path, first, "党建办", NOON)
    assert [(one.entry_id, one.is_withdrawn) for one in bonuses(tmp_path, up_to=then)] == [(first, False)]
    assert bonuses(tmp_path, up_to=0) == []


def test_an_item_counts_from_its_period_until_it_expires(tmp_path):
    give(tmp_path)
    give(tmp_path, expires_on=date(2026, 10, 1))
    give(tmp_path, village=OTHER, since=NEXT[0], period="2026-Q4", expires_on=NEXT[1])
    give(tmp_path, item="dropped from the scheme")
    assert counted(bonuses(tmp_path), {"commended"}, *QUARTER) == {VILLAGE: {"commended": 2}}
    assert counted(bonuses(tmp_path), {"commended"}, *NEXT) == {VILLAGE: {"commended": 1}, OTHER: {"commended": 1}}


def test_the_steps_go_forward_one_at_a_time(tmp_path):
    for state, words in (("posted", "还没有“初步”结果，不能“公示”"), ("final", "还没有“初步”结果，不能“定稿”")):
        with pytest.raises(JournalError, match=words):
            step(tmp_path, state)
    step(tmp_path, "drafted")
    for state in ("drafted", "final"):
        with pytest.raises(JournalError, match="现在是“初步”"):
            step(tmp_path, state)
    step(tmp_path, "posted")
    for state in ("drafted", "posted"):
        with pytest.raises(JournalError, match="现在是“公示”"):
            step(tmp_path, state)
    step(tmp_path, "final", at=LATER)
    assert [one.words for one in rulings(tmp_path, TOWN, "2026-Q3")] == ["初步", "公示", "定稿"]
    assert position(tmp_path) == 3


def test_a_ruling_says_what_its_figures_were_made_from(tmp_path):
    posted(tmp_path)
    drafted, shown = rulings(tmp_path)
    assert (shown.snapshot, shown.position, shown.scheme, shown.version, shown.digest) == ("wh-000003", 7, "town", 2, "ab12")
    assert (drafted.objections_until, shown.objections_until, shown.number, shown.reason) == (None, UNTIL, 1, "")


def test_a_final_result_is_corrected_only_under_a_new_number_and_with_a_reason(tmp_path):
    posted(tmp_path)
    step(tmp_path, "final", at=LATER)
    for state in ("posted", "final"):
        with pytest.raises(JournalError, match="另作更正"):
            step(tmp_path, state, at=LATER, objections_until=LATER.date())
    with pytest.raises(JournalError, match="为什么更正"):
        step(tmp_path, "drafted", at=LATER)
    step(tmp_path, "drafted", at=LATER, reason=" 漏计一件 ", digest="cd34")
    found = rulings(tmp_path)
    assert [(one.number, one.state, one.digest) for one in found] == [
        (1, "drafted", "ab12"), (1, "posted", "ab12"), (1, "final", "ab12"), (2, "drafted", "cd34"),
    ]  # fmt: skip
    assert found[-1].reason == "漏计一件"


def test_areas_and_periods_go_their_own_way(tmp_path):
    step(tmp_path, "drafted")
    step(tmp_path, "drafted", area="")
    step(tmp_path, "drafted", period="2026-Q2")
    assert [(one.area, one.period) for one in rulings(tmp_path, TOWN)] == [(TOWN, "2026-Q3"), (TOWN, "2026-Q2")]
    assert [one.area for one in rulings(tmp_path, period="2026-Q3")] == [TOWN, ""]


def test_an_objection_has_its_answer_before_anything_is_final(tmp_path):
    ruling = posted(tmp_path)
    number = disagree(tmp_path, ruling)
    (open_one,) = objections(tmp_path, ruling)
    assert (open_one.village, open_one.item, open_one.text, open_one.is_answered) == (VILLAGE, "case_on_time_rate", "两件延期未计入", False)
    with pytest.raises(JournalError, match="还有 1 件申诉没有答复"):
        step(tmp_path, "final", at=LATER)
    answer(tmp_path, number, "changed")
    (closed,) = objections(tmp_path)
    assert (closed.outcome, closed.answer, closed.answered_by, closed.answered_at) == ("changed", "延期未获批准", "党建办", NOON)
    with pytest.raises(JournalError, match="已经答复过"):
        answer(tmp_path, number)
    step(tmp_path, "final", at=LATER)
    assert rulings(tmp_path)[-1].state == "final"


def test_nothing_is_final_before_the_last_day_for_objections(tmp_path):
    posted(tmp_path)
    with pytest.raises(JournalError, match="申诉截止日期是2026年10月13日"):
        step(tmp_path, "final", at=datetime(2026, 10, 12, 23, 59))
    step(tmp_path, "final", at=datetime(2026, 10, 13, 0, 0))


def test_objections_are_taken_while_a_result_is_posted(tmp_path):
    drafted = step(tmp_path, "drafted")
    for wrong in (drafted, 99):
        with pytest.raises(JournalError, match="不能(再)?提申诉"):
            disagree(tmp_path, wrong)
    ruling = step(tmp_path, "posted")
    disagree(tmp_path, ruling, at=datetime(2026, 10, 13, 23, 59))
    with pytest.raises(JournalError, match="申诉期已过"):
        disagree(tmp_path, ruling, at=datetime(2026, 10, 14, 0, 0))
    answer(tmp_path, objections(tmp_path)[0].entry_id)
    step(tmp_path, "final", at=LATER)
    with pytest.raises(JournalError, match="已不在公示"):
        disagree(tmp_path, ruling)


@pytest.mark.parametrize(
    ("write", "says"),
    [
        (lambda folder: adopt(folder, " "), "没有编号"),
        (lambda folder: adopt(folder, adopted_by=" "), "由谁审定"),
        (lambda folder: adopt(folder, by=""), "记录人"),
        (lambda folder: give(folder, document_no=""), "文号"),
        (lambda folder: give(folder, approver="　"), "批准人"),
        (lambda folder: give(folder, text=""), "什么事项"),
        (lambda folder: give(folder, text="字" * 61), "61 个字"),
        (lambda folder: give(folder, by=" "), "记录人"),
        (lambda folder: give(folder, village=""), "请选定"),
        (lambda folder: give(folder, times=0), "大于 0"),
        (lambda folder: give(folder, times=float("nan")), "大于 0"),
        (lambda folder: give(folder, expires_on=date(2026, 8, 19)), "失效日期"),
        (lambda folder: give(folder, expires_on=date(2026, 6, 30), on=date(2026, 6, 1)), "失效日期"),
        (lambda folder: give(folder, evidence="D:\\材料\\通报.pdf"), "只写文件名"),
        (lambda folder: give(folder, evidence="../通报.pdf"), "只写文件名"),
        (lambda folder: step(folder, "vetoed"), "没有“vetoed”这一步"),
        (lambda folder: step(folder, "posted", objections_until=None), "申诉截止日期"),
        (lambda folder: step(folder, "posted", objections_until=TODAY - timedelta(days=1)), "申诉截止日期"),
        (lambda folder: step(folder, "drafted", by=""), "记录人"),
        (lambda folder: step(folder, "drafted", reason="字" * 61), "61 个字"),
        (lambda folder: disagree(folder, 1, text=" "), "有异议"),
        (lambda folder: answer(folder, 1, "vetoed"), "成立、部分成立、不成立"),
        (lambda folder: answer(folder, 1, text=""), "答复的理由"),
    ],
)
def test_what_cannot_be_written_is_said_in_a_sentence_and_leaves_no_entry(tmp_path, write, says):
    with pytest.raises(WarehouseError, match=says) as refused:
        write(tmp_path)
    assert str(refused.value).endswith("。")
    assert position(tmp_path) == 0


def test_a_number_of_another_kind_is_neither_withdrawn_nor_answered(tmp_path):
    ruling = posted(tmp_path)
    for write in (lambda: withdraw_bonus(tmp_path, ruling, "党建办", NOON), lambda: answer(tmp_path, ruling)):
        with pytest.raises(JournalError, match=f"没有第 {ruling} 号"):
            write()
    assert position(tmp_path) == ruling


def adopt_and_post(data_dir: Path) -> None:
    versions = [adopt(data_dir) for _ in range(20)]
    taken = 0
    for quarter in range(20):
        try:
            step(data_dir, "drafted", period=f"20{quarter + 10}-Q1")
            taken += 1
        except JournalError as error:
            assert "现在是" in str(error)
    print(json.dumps([versions, taken]))


def test_two_windows_adopt_and_rule_at_once_and_no_version_or_step_is_there_twice(tmp_path):
    # as commands: a spawned child would rerun whatever page a test before left as main
    code = "import sys; from pathlib import Path; from tests.warehouse.test_journal_assessment import adopt_and_post as go; go(Path(sys.argv[1]))"
    windows = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True) for _ in "甲乙"]
    said = [json.loads(window.communicate(timeout=120)[0]) for window in windows]
    assert sorted(version for versions, _ in said for version in versions) == list(range(1, 41))
    assert sum(taken for _, taken in said) == 20
    assert [one.number for one in rulings(tmp_path)] == [1] * 20
