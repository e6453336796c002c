"""What can be asked: areas, filters, periods, sums, and what is refused."""

from datetime import date

import pytest

from indicators.coverage import cutoffs
from indicators.definition import load_catalog, read_indicator
from indicators.measure import measure
from indicators.rows import rows
from indicators.scope import Scope, ScopeError
from tests.indicators.test_catalog import _declared
from tests.indicators.test_rules import _one
from tests.indicators.warehouses import board_of, warehouse_of

CATALOG = load_catalog()


def test_a_sum_adds_its_column_up_and_its_rows_add_up_to_it():
    board = board_of([{"received_at": "2022-03-01", "closed_at": day} for day in ("2022-03-02", "2022-03-04")])
    declared = _declared(kind="sum", view="case_closed", numerator={"name": "用时", "sum": "elapsed_days"}, unit="天")
    indicator = read_indicator("x.toml", "one", declared)
    assert measure(board, [indicator], Scope())["value"].tolist() == [4]
    assert rows(board, indicator, "numerator", Scope())["elapsed_days"].sum() == 4


def test_an_area_includes_what_lies_below_it_and_not_its_namesakes():
    board = board_of(
        [{"received_at": "2022-03-01", "area_id": area} for area in ("镇/柳沟村", "镇/柳沟村/一网格", "镇/柳沟村新区", "镇/东湾村")]
    )
    for area, count in (("镇", 4), ("镇/柳沟村", 2), ("镇/柳沟村/一网格", 1)):
        assert _one(board, "case_received_count", Scope(area=area))[0] == count


def test_filters_keep_what_is_named_and_blanks_where_none_is_named():
    board = board_of([{"received_at": "2022-03-01", "source_channel": channel} for channel in ("12345", "码上办", None)])
    for kept, count in ((("12345",), 1), (("12345", None), 2), ((None,), 1), ((), 0)):
        assert _one(board, "case_received_count", Scope(filters={"source_channel": kept}))[0] == count


def test_a_value_is_never_text_of_the_query():
    board = board_of([{"received_at": "2022-03-01"}])
    hostile = "x'); drop view case_all; --"
    assert _one(board, "case_received_count", Scope(area=hostile, filters={"village": (hostile,)}))[0] == 0
    assert rows(board, CATALOG["case_received_count"], "numerator", Scope(), {"village": hostile}).empty


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Scope(grain="week"), "统计粒度"),
        (lambda: Scope(start=date(2022, 2, 1), end=date(2022, 1, 1)), "晚于"),
        (lambda: Scope(filters={"case_id": ("1",)}), "不能按「case_id」筛选"),
        (lambda: measure(None, [CATALOG["case_on_time_rate"]], Scope(), ["age_band"]), "不能按「在办天数分段」分组"),
        (lambda: rows(None, CATALOG["case_on_time_rate"], "numerator", Scope(), {"age_band": "0–5天"}), "不能按"),
        (lambda: rows(None, CATALOG["case_duration_median"], "numerator", Scope()), "没有分子明细"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_chinese(make, said):
    with pytest.raises(ScopeError, match=said):
        make()


def test_periods_by_name():
    assert (Scope(grain="month").at("2022-02").start, Scope().at("2022-02").end) == (date(2022, 2, 1), date(2022, 2, 28))
    assert (Scope().at("2022-Q4").start, Scope().at("2022-Q4").end) == (date(2022, 10, 1), date(2022, 12, 31))
    assert Scope(start=date(2022, 3, 5)).at("2022").start == date(2022, 3, 5)
    assert Scope(end=date(2022, 3, 5), grain="year").at("all") == Scope(end=date(2022, 3, 5))


def test_an_empty_warehouse_has_no_cut_off():
    assert cutoffs(warehouse_of([]), Scope()) is None
