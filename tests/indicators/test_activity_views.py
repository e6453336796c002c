"""What was held and done: against what was due, and of what was promised; a meeting that two books tell of is one."""

from datetime import date

import pytest

from indicators.measure import measure
from indicators.scope import Scope
from tests.indicators.figures import CATALOG, EAST, WILLOW, values_of
from tests.indicators.warehouses import board_of


def _held(day: str, kind: str = "主题党日", **others) -> dict:
    return {"held_on": day, "kind": kind, **others}


def test_two_on_one_day_are_two_and_a_total_has_those_within_it():
    drawn = [_held("2022-03-05", "理论课堂", serial_id=serial) for serial in "甲乙"]
    assert values_of(board_of(drawn, "activity"), "activity_class_person_times") == {}
    drawn = [{**row, "person_times": 20} for row in drawn]
    assert values_of(board_of(drawn, "activity"), "activity_class_person_times") == {"all": 40}
    total = {"period": "2022-03", "kind": "理论课堂", "person_times": 45}
    assert values_of(board_of([*drawn, total], "activity"), "activity_class_person_times") == {"all": 45}


def test_a_row_without_a_branch_is_that_of_the_only_branch():
    drawn = [_held("2022-03-05", branch="柳沟村党支部"), {"period": "2022-03", "kind": "主题党日", "held_count": 1}]
    assert values_of(board_of(drawn, "activity"), "activity_theme_day_count", ["branch"]) == {("all", "柳沟村党支部"): 1}


APRIL = {"end": date(2022, 12, 31), "as_of": date(2022, 4, 30)}


def _due(board, id: str = "activity_theme_day_rate", **scope) -> tuple:
    row = measure(board, [CATALOG[id]], Scope(**scope)).iloc[0]
    return row["numerator"], row["denominator"]


def test_what_is_due_ends_with_the_source():
    drawn = [_held("2022-01-05", cutoff_at="2022-03-31 00:00:00"), _held("2022-02-05", cutoff_at="2022-03-31 00:00:00")]
    assert _due(board_of(drawn, "activity")) == (2, 2)
    drawn = [{**row, "cutoff_at": "2022-04-01 00:00:00"} for row in drawn]
    assert _due(board_of(drawn, "activity")) == (2, 3)


def test_a_branch_that_told_of_no_such_activity_in_a_year_is_not_due_in_it():
    drawn = [_held("2022-03-05", "志愿服务", village=EAST), _held("2022-01-05", village=WILLOW)]
    assert _due(board_of(drawn, "activity"), **APRIL) == (1, 4)
    assert values_of(board_of(drawn, "activity"), "activity_theme_day_rate", area=EAST, **APRIL) == {}


def test_a_year_total_is_one_row_and_in_no_month():
    board = board_of([{"period": "2022", "kind": "主题党日", "held_count": 11}], "activity")
    assert _due(board) == (11, 12)
    assert values_of(board, "activity_theme_day_rate", grain="month") == {}
    assert values_of(board, "activity_theme_day_rate", grain="year") == {"2022": pytest.approx(11 / 12 * 100)}


def test_more_than_was_due_does_not_make_up_for_what_was_missed():
    drawn = [_held(f"2022-01-{day:02}") for day in (5, 6, 7)]
    assert _due(board_of(drawn, "activity"), **APRIL) == (1, 4)


def test_a_month_that_stands_in_a_book_twice_counts_once():
    drawn = [_held("2022-01-05", ledger="甲"), {"period": "2022-01", "kind": "主题党日", "held_count": 1, "ledger": "乙"}]
    assert _due(board_of(drawn, "activity"), **APRIL) == (1, 4)


def test_group_meetings_are_due_of_each_party_group():
    meeting = [_held("2022-01-05", "党小组会", serial_id=serial) for serial in "甲乙"]
    village = {
        "village": WILLOW,
        "area_id": WILLOW,
        "party_group_count": 3,
        "period_start_on": "2021-01-01",
        "period_end_on": "2021-12-31",
        "data_class": "real",
    }
    since = {"cutoff_at": "2022-01-01 00:00:00", "known_from": "0001-01-01 00:00:00", "known_until": "9999-12-31 23:59:59"}
    board = board_of(meeting, "activity", profile_all=[village | since])
    assert _due(board, "activity_group_meeting_rate", end=date(2022, 12, 31), as_of=date(2022, 2, 28)) == (2, 6)
    assert _due(board_of(meeting, "activity"), "activity_group_meeting_rate", as_of=date(2022, 2, 28)) == (1, 2)


def test_rules_not_in_force_ask_for_nothing():
    drawn = [_held("2022-01-05"), _held("2022-01-06", "支委会")]
    board = board_of(drawn, "activity")
    assert _due(board, "activity_due_rate", **APRIL) == (2, 4 + 4 + 4 + 1 + 1)
    board.execute("update activity_rule set is_in_force = kind = '支委会'")
    assert _due(board, "activity_due_rate", **APRIL) == (1, 4)


PROMISE = {"kind": "办实事", "held_on": "2022-01-10", "due_on": "2022-03-31"}


def test_a_promise_past_its_day_counts_against_until_it_is_done():
    board = board_of([{**PROMISE, "done_on": "2022-04-02"}], "activity")
    assert _due(board, "activity_promise_done_rate", as_of=date(2022, 4, 1)) == (0, 1)
    assert _due(board, "activity_promise_done_rate", as_of=date(2022, 4, 2)) == (1, 1)
    assert _due(board, "activity_promise_on_time_rate", as_of=date(2022, 4, 2)) == (0, 1)
    assert values_of(board, "activity_promise_done_rate", as_of=date(2022, 3, 30)) == {}


def test_a_promise_without_a_day_cannot_be_judged_and_is_said():
    board = board_of([PROMISE, PROMISE | {"due_on": None}], "activity")
    row = measure(board, [CATALOG["activity_promise_done_rate"]], Scope()).iloc[0]
    assert (row["numerator"], row["denominator"]) == (0, 1)
    assert "1 行因没有完成时限未计入" in row["note"]
    alone = board_of([PROMISE | {"due_on": None}], "activity")
    assert measure(alone, [CATALOG["activity_promise_done_rate"]], Scope()).iloc[0]["note"] == "没有完成时限，无法计算"
