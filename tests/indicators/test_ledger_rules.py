"""What holds for income, the collective economy and projects beyond the worked examples: gaps, published rows, definitions, prices, words."""

from datetime import date

import pytest

from indicators.coverage import cutoffs
from indicators.definition import load_catalog
from indicators.measure import NOTHING_REPORTED, measure
from indicators.rows import rows
from indicators.scope import Scope, ScopeError
from reports.reading import readings
from reports.standing import compare
from reports.words import basis_words, caution_words, cell_words, main_words, parts_words, said, value_words
from tests.indicators.warehouses import board_of, insert

CATALOG = load_catalog()
YEARS = Scope(grain="year")
LIUGOU, DONGWAN, XIPING = (f"云禾镇/{name}" for name in ("柳沟村", "东湾村", "西坪村"))


def income(village: str, period: str, yuan: float | None, **others) -> dict:
    return {"village": village, "period": period, "disposable_yuan": yuan} | others


def value(board, id: str, scope: Scope = YEARS, by=(), period: str | None = None):
    """(value, note) by cell, or of the one period."""
    frame = measure(board, [CATALOG[id]], scope, by)
    frame = frame.astype(object).where(frame.notna(), None)
    found = {(row["period"], *(row[column] for column in by)): (row["value"], row["note"]) for row in frame.to_dict("records")}
    return found if period is None else found[(period,)]


def reading(board, id: str, scope: Scope = YEARS):
    return readings(measure(board, [CATALOG[id]], scope), CATALOG)[-1]


PUBLISHED = "示例市/某镇/橙村"
PUBLISHED_ROW = income(PUBLISHED, "2022", 88888, data_class="published", town="示例市/某镇")


@pytest.fixture
def published_board():
    board = board_of([income(LIUGOU, "2022", 10000), PUBLISHED_ROW, income(LIUGOU, "2021", 1, data_class="published")], "income")
    insert(board, "area", [{"area_id": path, "name": path, "level": "村", "is_published": True} for path in (PUBLISHED, "示例市/某镇")])
    return board


def test_published_rows_are_in_no_figure_of_the_township(published_board):
    assert value(published_board, "income_level") == {("2022",): (10000, "")}
    assert value(published_board, "income_level", Scope(), ("village",)) == {("all", LIUGOU): (10000, "")}
    assert value(published_board, "income_level", Scope(area="云禾镇", grain="year")) == {("2022",): (10000, "")}


@pytest.mark.parametrize("area", [PUBLISHED, "示例市/某镇"])
def test_published_rows_are_the_figures_of_their_own_tree(published_board, area):
    assert value(published_board, "income_level", Scope(area=area, grain="year")) == {("2022",): (88888, "")}
    assert len(rows(published_board, CATALOG["income_level"], "denominator", Scope(area=area))) == 1


def test_where_a_village_reports_itself_the_published_row_stands_back():
    board = board_of([income(LIUGOU, "2022", 10000, cutoff_at="2023-01-01"), income(LIUGOU, "2022", 1, data_class="published")], "income")
    assert value(board, "income_level", Scope(area=LIUGOU)) == {("all",): (10000, "")}


def test_published_cases_are_in_no_figure_of_the_township():
    board = board_of([{"received_at": "2022-03-01"}, {"received_at": "2022-03-01", "data_class": "published", "area_id": PUBLISHED}])
    assert value(board, "case_received_count", Scope()) == {("all",): (1, "")}
    assert value(board, "case_received_count", Scope(area=PUBLISHED)) == {("all",): (1, "")}


def test_a_period_known_from_published_rows_alone_is_no_period_of_the_township():
    board = board_of([{"received_at": "2022-03-01"}, {"received_at": "2022-01-01", "data_class": "published", "area_id": PUBLISHED}])
    assert list(value(board, "case_received_count", Scope(grain="month"))) == [("2022-03",)]


def test_what_a_village_did_not_report_is_a_gap_and_never_nought():
    board = board_of(
        [{"village": LIUGOU, "period": "2021", "total_income_yuan": 1}, {"village": DONGWAN, "period": "2022", "total_income_yuan": 2}],
        "collective",
    )
    assert set(value(board, "collective_reported_count", YEARS, ("village",))) == {("2021", LIUGOU), ("2022", DONGWAN)}
    whole = value(board, "collective_income", Scope(start=date(2022, 1, 1), end=date(2022, 12, 31)), ("village",))
    assert whole == {("all", DONGWAN): (pytest.approx(0.0002), ""), ("all", LIUGOU): (None, NOTHING_REPORTED)}


def test_a_years_figure_is_in_no_month_and_a_quarter_is_not_added_to_its_year():
    year, quarter = ({"village": LIUGOU, "period": period, "total_income_yuan": 10000} for period in ("2022", "2022-Q4"))
    board = board_of([year, quarter], "collective")
    assert value(board, "collective_income", Scope(grain="month")) == {}
    assert value(board, "collective_income", Scope(grain="quarter")) == {("2022-Q4",): (1, "")}
    assert value(board, "collective_income", YEARS) == {("2022",): (1, "")}
    assert value(board, "collective_income", Scope(start=date(2022, 10, 1), end=date(2022, 12, 31))) == {("all",): (1, "")}


def test_a_year_that_is_not_over_counts_up_to_its_last_known_day():
    board = board_of([income(LIUGOU, "2022", 9000, cutoff_at="2022-09-01")], "income")
    assert value(board, "income_level", Scope(end=date(2022, 8, 31), grain="year")) == {("2022",): (9000, "")}
    assert value(board, "income_level", Scope(start=date(2022, 1, 1), end=date(2022, 8, 30)))[("all",)][0] is None
    assert value(board, "income_level", Scope(grain="year", as_of=date(2022, 8, 30))) == {}


def test_a_year_that_has_not_begun_waits():
    assert value(board_of([income(LIUGOU, "2023", 9000, cutoff_at="2022-09-01")], "income"), "income_level") == {}


def test_a_later_version_replaces_the_earlier_and_as_of_brings_it_back():
    first = PROJECT | {
        "known_until": "2023-06-01",
        "cutoff_at": "2023-02-01",
        "planned_investment_yuan": 10000,
        "completed_investment_yuan": 1000,
    }
    second = first | {
        "known_until": "9999-12-31 23:59:59.999999",
        "known_from": "2023-06-01",
        "cutoff_at": "2023-06-01",
        "completed_investment_yuan": 2000,
    }
    board = board_of([first, second], "project")
    assert value(board, "project_count", Scope())[("all",)][0] == 1
    assert value(board, "project_investment_rate", Scope())[("all",)] == (20, "")
    assert value(board, "project_investment_rate", Scope(as_of=date(2023, 5, 31)))[("all",)] == (20, "")
    assert value(board, "project_investment_rate", Scope(as_of=date(2023, 5, 30)))[("all",)] == (10, "")


def test_of_two_books_the_one_known_latest_speaks():
    board = board_of(
        [
            {"village": LIUGOU, "total_income_yuan": 10000, "ledger": "甲账", "cutoff_at": "2023-01-01"},
            {"village": LIUGOU, "total_income_yuan": 30000, "ledger": "乙账", "cutoff_at": "2023-05-01"},
        ],
        "collective",
    )
    assert value(board, "collective_income") == {("2022",): (3, "")}


def test_a_towns_total_stands_back_where_its_villages_report():
    board = board_of([{"village": None, "total_income_yuan": 90000}, {"village": LIUGOU, "total_income_yuan": 10000}], "collective")
    assert value(board, "collective_income") == {("2022",): (1, "")}
    assert value(board_of([{"village": None, "total_income_yuan": 90000}], "collective"), "collective_income") == {("2022",): (9, "")}


def test_bases_and_definitions_never_make_one_figure():
    board = board_of([income(LIUGOU, "2022", 10000), income(DONGWAN, "2022", 8000, basis="农经报表")], "income")
    assert value(board, "income_level") == {("2022",): (None, "有不同的统计来源，不能合成一个数，无法计算")}
    assert value(board, "income_level", YEARS, ("basis",)) == {("2022", "村级上报"): (10000, ""), ("2022", "农经报表"): (8000, "")}
    kept = Scope(grain="year", filters={"basis": ("农经报表",)})
    assert value(board, "income_level", kept) == {("2022",): (8000, "")}
    assert rows(board, CATALOG["income_level"], "denominator", kept)["village"].tolist() == [DONGWAN]


def test_growth_stops_where_the_definition_changed():
    drawn = [
        income(LIUGOU, year, yuan, definition=kind)
        for year, yuan, kind in (("2020", 5000, "纯收入"), ("2021", 5500, "纯收入"), ("2022", 9900, "可支配收入"))
    ]
    found = value(board_of(drawn, "income"), "income_growth")
    assert found[("2021",)][0] == pytest.approx(10)
    assert found[("2022",)] == (None, "上年没有同口径的数，无法计算")


def test_real_growth_needs_the_price_index_of_its_own_county():
    drawn = [
        income(f"{county}/甲镇/甲村", year, yuan, town=f"{county}/甲镇")
        for county in ("甲县", "乙县")
        for year, yuan in (("2021", 100), ("2022", 110))
    ]
    assert value(board_of(drawn, "income"), "income_real_growth", period="2022") == (None, "没有导入居民消费价格指数，无法计算")
    two = [{"area_id": county, "index_last_year_100": index} for county, index in (("甲县", 100), ("丙县", 50))]
    found = value(board_of(drawn, "income", price_index_all=two), "income_real_growth", YEARS, ("town",))
    assert found[("2022", "甲县/甲镇")] == (pytest.approx(10), "")
    assert found[("2022", "乙县/甲镇")] == (None, "没有导入居民消费价格指数，无法计算")
    only = value(board_of(drawn, "income", price_index_all=[{"index_last_year_100": 110}]), "income_real_growth", period="2022")
    assert only == (pytest.approx(0), "")


def test_a_village_is_set_beside_its_town_also_when_it_is_all_that_is_looked_at():
    drawn = [income(village, "2022", yuan) for village, yuan in ((LIUGOU, 9000), (DONGWAN, 12000), (XIPING, 15000))]
    assert value(board_of(drawn, "income"), "income_to_town", Scope(area=LIUGOU)) == {("all",): (75, "")}
    two = value(board_of(drawn[:2], "income"), "income_to_town", Scope(area=LIUGOU))
    assert two == {("all",): (None, "同镇同口径报数的村不足 3 个，无法计算")}


def test_bounds_and_round_numbers_are_said():
    drawn = [income(LIUGOU, "2022", 12000, flags="rounded,disposable_yuan:approx"), income(DONGWAN, "2022", 13100, flags="")]
    assert (
        value(board_of(drawn, "income"), "income_level", period="2022")[1]
        == "1 个数是约数（约、余、不足）；1 个数是 500 的整数倍，可能是估数"
    )


def test_a_ledger_with_a_file_a_year_is_known_up_to_its_last_file():
    drawn = [income(LIUGOU, year, 1, cutoff_at=f"{int(year) + 1}-02-01") for year in ("2020", "2021")]
    assert cutoffs(board_of(drawn, "income"), Scope(), "income_level") == (date(2022, 1, 31), date(2022, 1, 31))


def test_a_filter_that_a_ledger_does_not_have_is_refused():
    with pytest.raises(ScopeError, match="人均收入」不能按「诉求来源」筛选"):
        measure(board_of([], "income"), [CATALOG["income_level"]], Scope(filters={"source_channel": ("12345",)}))


PROJECT = {"project_name": "甲路", "planned_start_on": "2021-03-01", "cutoff_at": "2023-01-01", "village": LIUGOU}


def test_a_full_rate_of_completion_says_what_is_still_overdue():
    board = board_of(
        [PROJECT | {"planned_finish_on": "2021-06-30"}, PROJECT | {"planned_finish_on": "2022-06-30", "finished_on": "2022-06-01"}],
        "project",
    )
    full = reading(board, "project_finish_rate")
    assert (full.value, full.shadow) == (100, 1)
    assert said(full) == "项目完工率 1/1 个项目（另有过期未完工项目数 1 个项目）"


def test_moving_as_of_back_reopens_a_project():
    board = board_of([PROJECT | {"planned_finish_on": "2022-06-30", "finished_on": "2022-06-01", "status": "完工"}], "project")
    assert value(board, "project_finish_rate", Scope(as_of=date(2022, 5, 31)))[("all",)] == (None, "没有应完工项目")
    assert value(board, "project_finish_rate", Scope(as_of=date(2022, 6, 30)))[("all",)] == (100, "")
    late = board_of([PROJECT | {"planned_finish_on": "2022-06-30", "finished_on": "2022-08-01", "status": "完工"}], "project")
    assert value(late, "project_overdue_count", Scope(as_of=date(2022, 7, 15)))[("all",)] == (1, "")
    assert value(late, "project_delay_max", Scope(as_of=date(2022, 7, 15)))[("all",)] == (15, "")
    assert value(late, "project_delay_max", Scope())[("all",)] == (32, "")


def test_overdue_projects_stand_at_every_period_end_until_they_are_finished():
    board = board_of([PROJECT | {"planned_finish_on": "2022-01-15", "finished_on": "2022-04-10"}], "project")
    scope = Scope(start=date(2022, 1, 1), end=date(2022, 12, 31), grain="month")
    assert [found for found in value(board, "project_overdue_count", scope).items() if found[1][0]] == [
        ((month,), (1, "")) for month in ("2022-01", "2022-02", "2022-03")
    ]


def test_words_of_a_level():
    drawn = [income(village, "2022", yuan) for village, yuan in ((LIUGOU, 18000), (DONGWAN, 12000), (XIPING, 21000))]
    level = reading(board_of(drawn, "income"), "income_level")
    assert (main_words(level), basis_words(level), caution_words(level)) == (("18,000", "元"), "3 个地区", "")
    assert parts_words(level) == "报数的地区 3 个地区"


def test_words_of_a_share_of_money():
    drawn = [{"village": LIUGOU, "total_income_yuan": 1800000, "subsidy_income_yuan": 3000}]
    share = reading(board_of(drawn, "collective"), "collective_subsidy_share")
    assert (value_words(share), basis_words(share), caution_words(share)) == ("0.2%", "0.3 / 180.0 万元", "")
    assert cell_words(share) == "0.2%（0.3/180.0 万元）"
    small = reading(
        board_of([{"village": LIUGOU, "total_income_yuan": 9000, "subsidy_income_yuan": 3000}], "collective"), "collective_subsidy_share"
    )
    assert basis_words(small) == "3,000 / 9,000 元"
    with pytest.raises(ValueError, match="no share of counted rows"):
        compare(small.indicator, [small, share])


def test_words_of_a_share_of_villages():
    drawn = [{"village": village, "operating_surplus_yuan": yuan} for village, yuan in ((LIUGOU, 0), (DONGWAN, 60000))]
    weak = reading(board_of(drawn, "collective"), "collective_weak_share")
    assert (main_words(weak), caution_words(weak)) == (("1/2", "个村"), "村数少，不计百分比")


def test_a_part_with_a_unit_of_its_own_says_it():
    board = board_of([{"received_at": "2022-03-01"}])
    density = reading(board, "case_density", Scope())
    assert basis_words(density) == "1 件 / 500 人"
