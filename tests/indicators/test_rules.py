"""The rules that make the numbers trustworthy, each on a table drawn for it."""

from datetime import date

import pytest
from pandas.testing import assert_frame_equal

from indicators.coverage import cutoffs
from indicators.definition import load_catalog
from indicators.examples import MARK, drawn, example_rows
from indicators.measure import NOTHING_REPORTED, measure
from indicators.rows import rows
from indicators.scope import Scope
from tests.indicators.random_cases import random_warehouse
from tests.indicators.warehouses import BATCH, FIVE_DAYS, board_of, warehouse_of

CATALOG = load_catalog()
NO_CLOSING = "来源文件没有办结时间"


def _cases(table: str) -> list[dict]:
    return [{column: value for column, value in row.items() if column != "boundary"} for row in drawn(table)]


def _one(connection, id: str, scope: Scope = Scope(), **cell):  # noqa: B008 frozen
    found = measure(connection, [CATALOG[id]], scope, tuple(column for column in cell if column != "period"))
    for column, value in cell.items():
        found = found[found[column] == value]
    (row,) = found.astype(object).where(found.notna(), None).to_dict("records")
    return row["numerator"], row["denominator"], row["value"], row["note"]


# as_of -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", [date(2022, 1, 20), date(2022, 2, 28), date(2022, 3, 15)])
def test_moving_as_of_back_replays_the_board(day):
    now, then = random_warehouse(7), random_warehouse(7, last_day=day)
    for by, grain in (((), "month"), (("village",), "all"), (("ledger", "category_1"), "month"), (("ledger", "data_class"), "all")):
        asked = [one for one in CATALOG.values() if set(by) <= set(one.by) and not one.not_replayable]
        replayed = measure(now, asked, Scope(grain=grain, as_of=day), by)
        assert_frame_equal(replayed, measure(then, asked, Scope(grain=grain), by))


def test_a_case_closed_later_is_open_again_in_its_row():
    board = board_of(
        [{"received_at": "2022-03-01", "closed_at": "2022-03-20", "status": "closed", "resolved": "解决", "satisfaction": "满意"}]
    )
    row = rows(board, CATALOG["case_received_count"], "numerator", Scope(as_of=date(2022, 3, 19))).iloc[0]
    assert row[["closed_at", "resolved", "satisfaction", "elapsed_days"]].isna().all()
    assert row["status"] == "open"


def test_each_source_is_judged_at_its_own_cut_off():
    board = board_of(
        _cases("""
          | received_at | original_due_at            | cutoff_at           | village
          | 2022-02-20  | 2022-03-05 23:59:59.999999 | 2022-03-01 00:00:00 | 甲
          | 2022-02-20  | 2022-03-05 23:59:59.999999 | 2022-04-01 00:00:00 | 乙
        """)
    )
    overdue = measure(board, [CATALOG["case_overdue_open_count"]], Scope(), ["village"])
    assert dict(zip(overdue["village"], overdue["value"], strict=True)) == {"甲": 0, "乙": 1}
    assert cutoffs(board, Scope()) == (date(2022, 2, 28), date(2022, 3, 31))
    assert cutoffs(board, Scope(as_of=date(2022, 3, 10))) == (date(2022, 2, 28), date(2022, 3, 10))
    assert cutoffs(board, Scope(filters={"village": ("丙",)})) is None


# deadlines ------------------------------------------------------------------------------------------------------------------


def test_closed_on_the_due_day_is_on_time_and_due_on_the_last_day_is_due():
    cases = _cases("""
      | received_at         | due_at                     | closed_at           | status
      | 2022-03-01 09:00:00 | 2022-03-08 23:59:59.999999 | 2022-03-08 17:30:00 | closed
      | 2022-03-24 09:00:00 | 2022-03-31 23:59:59.999999 | 2022-03-31 20:00:00 | closed
      | 2022-03-24 09:00:00 | 2022-03-31 23:59:59.999999 |                     | open
      | 2022-03-25 09:00:00 | 2022-04-01 23:59:59.999999 |                     | open
    """)
    assert _one(warehouse_of(cases), "case_on_time_rate") == (2, 3, pytest.approx(200 / 3), "")
    assert _one(warehouse_of(cases), "case_overdue_open_count")[0] == 1


def test_only_an_approved_extension_moves_the_deadline():
    cases = _cases("""
      | received_at | due_at                     | ext_due_at                 | is_ext_approved | closed_at  | status
      | 2022-03-01  | 2022-03-08 23:59:59.999999 | 2022-03-15 23:59:59.999999 | true            | 2022-03-12 | closed
      | 2022-03-01  | 2022-03-08 23:59:59.999999 | 2022-03-15 23:59:59.999999 | false           | 2022-03-12 | closed
      | 2022-03-01  | 2022-03-08 23:59:59.999999 | 2022-03-15 23:59:59.999999 |                 | 2022-03-12 | closed
    """)
    assert _one(warehouse_of(cases), "case_on_time_rate")[:2] == (1, 3)


def test_default_deadlines_are_said_with_their_label():
    board = board_of(
        _cases("""
          | received_at | original_due_at | original_due_basis | due_rule       | closed_at
          | 2022-03-01  | 2022-03-08       | default   | 默认5个工作日      |
          | 2022-03-01  | 2022-03-08       | default   | 默认咨询1个工作日 | 2022-03-02
          | 2022-03-01  | 2022-03-08       | file      |                | 2022-03-02
        """)
    )
    assert _one(board, "case_on_time_rate")[3] == "2 件的期限按默认5个工作日、默认咨询1个工作日推算"
    assert _one(board, "case_overdue_open_count")[3] == "1 件的期限按默认5个工作日推算"


def test_a_default_deadline_ends_with_its_working_day_too():
    cases = _cases("""
      | received_at         | closed_at           | status
      | 2022-03-04 09:00:00 | 2022-03-11 18:00:00 | closed
      | 2022-03-04 09:00:00 | 2022-03-12 00:00:00 | closed
    """)
    assert _one(warehouse_of(cases, rules=[FIVE_DAYS]), "case_on_time_rate")[:2] == (1, 2)


def test_a_case_without_any_deadline_is_left_out_and_said():
    board = board_of(
        [{"received_at": "2022-03-01", "original_due_basis": None}, {"received_at": "2022-03-01", "original_due_at": "2022-03-08"}]
    )
    assert _one(board, "case_due_count") == (1, None, 1, "1 件因没有办理期限未计入")


# exclusion, reopening, kinds of ledger ---------------------------------------------------------------------------------------


COUNTS_EXCLUDED = ("case_sent_back_rate",)
COUNTING_CASES = [one for one in CATALOG.values() if one.domain in ("case", "petition", "dispute") and one.id not in COUNTS_EXCLUDED]


@pytest.mark.parametrize("indicator", COUNTING_CASES, ids=lambda indicator: indicator.id)
def test_excluded_cases_are_in_no_number(indicator):
    example = indicator.examples[0]
    scope = Scope(start=example.start, end=example.end, as_of=example.as_of)
    drawn_rows = [{column: value for column, value in row.items() if column != MARK} for row in example_rows(example)]
    excluded = [row | {"exclude_reason": "无效", "excluded_at": None} for row in drawn_rows]
    kept = measure(board_of(drawn_rows), [indicator], scope)
    assert_frame_equal(kept, measure(board_of(drawn_rows + excluded), [indicator], scope))
    assert (kept[["numerator", "denominator"]].fillna(0).to_numpy() > 0).any()


def test_a_case_sent_back_for_redoing_is_open():
    cases = _cases("""
      | received_at | due_at                     | closed_at  | status
      | 2022-03-01  | 2022-03-08 23:59:59.999999 | 2022-03-05 | redo
    """)
    assert _one(warehouse_of(cases), "case_open_count")[0] == 1
    assert _one(warehouse_of(cases), "case_closed_count")[0] == 0


def test_disputes_are_not_appeals():
    board = board_of([{"received_at": "2022-03-01", "ledger_kind": "dispute"}])
    assert _one(board, "case_received_count") == (None, None, None, NOTHING_REPORTED)
    assert _one(board, "dispute_found_count")[0] == 1


# what is not known -----------------------------------------------------------------------------------------------------------


PLATFORM = [column for column in BATCH["columns_present"] if column not in ("closed_at", "resolved", "satisfaction")] + [
    "is_on_time_reported"
]
REPORTED = [{"received_at": "2022-03-01", "is_on_time_reported": flag} for flag in (True, True, False, None)]


@pytest.fixture(scope="module")
def platform():
    return warehouse_of(REPORTED, [{"columns_present": PLATFORM}])


def test_the_platforms_own_word_stands_in_by_the_day_received(platform):
    left_out = "1 件因来源文件既没有办结时间，也没有平台按期标记未计入"
    said = f"{left_out}；3 件为平台自报（按受理日期归期）"
    assert _one(platform, "case_on_time_rate") == (2, 3, pytest.approx(200 / 3), said)
    assert _one(platform, "case_overdue_rate")[:2] == (1, 3)
    assert _one(platform, "case_on_time_rate", Scope(grain="month"), period="2022-03")[:2] == (2, 3)


@pytest.mark.parametrize("id", [id for id, one in CATALOG.items() if "has_closing" in one.requires and one.domain == "case"])
def test_unknown_is_not_open(platform, id):
    assert _one(platform, id) == (None, None, None, f"{NO_CLOSING}，无法计算")
    assert _one(platform, id, Scope(grain="month"), period="2022-03")[2] is None
    assert _one(platform, id, village="云禾镇/柳沟村")[2] is None


def test_where_some_have_closing_times_the_rest_are_left_out_and_said():
    board = board_of(
        _cases("""
          | received_at | has_closing | closed_at  | village
          | 2022-03-01  | true        | 2022-03-02 | 甲
          | 2022-03-01  | false       |            | 甲
          | 2022-03-01  | false       |            | 乙
        """)
    )
    assert _one(board, "case_open_count") == (0, None, 0, f"2 件因{NO_CLOSING}未计入")
    assert _one(board, "case_open_count", village="甲") == (0, None, 0, f"1 件因{NO_CLOSING}未计入")
    assert _one(board, "case_open_count", village="乙") == (None, None, None, f"{NO_CLOSING}，无法计算")


def test_a_missing_column_is_named_for_what_it_is():
    board = board_of([{"received_at": "2022-03-01", "closed_at": "2022-03-02", "has_satisfaction": False}])
    assert _one(board, "case_satisfaction_rate") == (None, None, None, "来源文件没有满意度，无法计算")
    assert _one(board, "case_closed_count")[0] == 1


def test_where_nothing_can_be_counted_no_age_band_is_zero():
    board = board_of([{"received_at": "2022-03-01", "has_closing": False}])
    found = measure(board, [CATALOG["case_open_count"]], Scope(), ("age_band",))
    assert len(found) == 5
    assert found["value"].isna().all()
    assert set(found["note"]) == {"来源文件没有办结时间，无法计算"}


def test_unseen_cases_are_not_backlog():
    board = board_of([{"received_at": "2022-03-01", "unseen_at": "2022-03-02"}, {"received_at": "2022-03-01"}])
    assert _one(board, "case_open_count") == (1, None, 1, "1 件上期在办、本期未见，未计入")


def test_before_the_export_that_lacks_it_an_unseen_case_was_backlog():
    board = board_of([{"received_at": "2022-03-01", "unseen_at": "2022-03-10"}, {"received_at": "2022-03-01"}])
    assert _one(board, "case_open_count", Scope(as_of=date(2022, 3, 8)))[0] == 2
    assert _one(board, "case_open_count", Scope(as_of=date(2022, 3, 9)))[0] == 1


def test_nothing_in_the_denominator_is_said():
    board = board_of([{"received_at": "2022-05-30", "original_due_at": "2022-06-05"}])
    assert _one(board, "case_on_time_rate") == (0, 0, None, "没有应办结件")
    assert _one(board, "case_duration_median") == (None, 0, None, "没有办结件")


# 未填报 and 0 ----------------------------------------------------------------------------------------------------------------


def test_a_month_in_which_nobody_reported_is_a_gap_and_one_in_which_others_did_is_nought():
    board = board_of(
        _cases("""
          | received_at | village | closed_at
          | 2022-01-10  | 甲      | 2022-01-12
          | 2022-01-10  | 乙      | 2022-01-12
          | 2022-03-10  | 甲      | 2022-03-12
        """)
    )
    found = measure(board, [CATALOG["case_received_count"]], Scope(grain="month"), ["village"])
    assert found[["period", "village", "value"]].values.tolist() == [
        ["2022-01", "乙", 1],
        ["2022-01", "甲", 1],
        ["2022-03", "乙", 0],
        ["2022-03", "甲", 1],
    ]
    assert _one(board, "case_received_count", Scope(start=date(2022, 2, 1), end=date(2022, 2, 28))) == (None, None, None, NOTHING_REPORTED)
    assert _one(board, "case_received_count", Scope(filters={"village": ("乙",)}, start=date(2022, 3, 1), end=date(2022, 3, 31)))[2] == 0


def test_nothing_is_said_of_a_month_after_the_cut_off_of_a_village():
    board = board_of(
        _cases("""
          | received_at | village | cutoff_at
          | 2022-01-10  | 甲      | 2022-02-01
          | 2022-03-10  | 乙      | 2022-04-01
        """)
    )
    found = measure(board, [CATALOG["case_received_count"]], Scope(grain="month"), ["village"])
    assert found[["period", "village", "value"]].values.tolist() == [["2022-01", "乙", 0], ["2022-01", "甲", 1], ["2022-03", "乙", 1]]


def test_a_village_without_backlog_and_an_empty_band_show_nought():
    board = board_of(
        [{"received_at": "2022-05-31", "village": "甲"}, {"received_at": "2022-03-01", "closed_at": "2022-03-05", "village": "乙"}]
    )
    found = measure(board, [CATALOG["case_open_count"]], Scope(), ["village"])
    assert dict(zip(found["village"], found["value"], strict=True)) == {"甲": 1, "乙": 0}
    bands = measure(board, [CATALOG["case_open_count"]], Scope(), ["age_band"])
    assert bands["age_band"].tolist() == ["0–5天", "6–15天", "16–30天", "31–60天", "60天以上"]
    assert bands["value"].tolist() == [1, 0, 0, 0, 0]


# stock -----------------------------------------------------------------------------------------------------------------------


def test_backlog_at_each_month_end_and_at_the_cut_off():
    board = board_of(
        _cases("""
          | received_at         | closed_at           | cutoff_at
          | 2022-01-05          | 2022-01-31 23:59:59 | 2022-04-11
          | 2022-01-05          | 2022-02-01          | 2022-04-11
          | 2022-02-20          | 2022-04-05          | 2022-04-11
          | 2022-03-10          |                     | 2022-04-11
          | 2022-04-10 08:00:00 |                     | 2022-04-11
        """)
    )
    found = measure(board, [CATALOG["case_open_count"]], Scope(grain="month"))
    assert dict(zip(found["period"], found["value"], strict=True)) == {"2022-01": 1, "2022-02": 1, "2022-03": 2, "2022-04": 2}
    assert _one(board, "case_open_count", Scope(end=date(2022, 3, 15)))[0] == 2
    assert _one(board, "case_open_count", Scope(start=date(2022, 3, 1), end=date(2022, 3, 31)))[0] == 2
    assert _one(board, "case_open_age_max")[2] == 31
    assert rows(board, CATALOG["case_open_count"], "numerator", Scope().at("2022-01"))["age_days"].tolist() == [26]


@pytest.mark.parametrize(("days", "band"), [(0, "0–5天"), (5, "0–5天"), (6, "6–15天"), (15, "6–15天"), (16, "16–30天"), (30, "16–30天"), (31, "31–60天"), (60, "31–60天"), (61, "60天以上")])  # fmt: skip
def test_age_bands(days, band):
    board = board_of([{"received_at": date.fromordinal(date(2022, 5, 31).toordinal() - days)}])
    assert _one(board, "case_open_count", age_band=band)[0] == 1
