"""What is added up of facilities, industry and villages: nothing twice, nothing across what is not one thing, a gap is no nought."""

from datetime import date

import pandas as pd
import pytest

from indicators.measure import measure
from indicators.rows import rows
from indicators.scope import GRAINS, Scope
from tests.indicators.figures import CATALOG, EAST, WILLOW, note_of, values_of
from tests.indicators.warehouses import board_of


def _lamp(period: str, quantity: float, quantity_kind: str = "存量", **others) -> dict:
    return {"period": period, "item": "路灯", "quantity": quantity, "quantity_unit": "盏", "quantity_kind": quantity_kind, **others}


# Facilities ------------------------------------------------------------------------------------------------------------------


def test_a_stock_is_the_last_word_of_each_period_and_a_period_without_one_is_a_gap():
    board = board_of([_lamp("2022-01", 100), _lamp("2022-02", 110), _lamp("2022-Q3", 120)], "facility")
    assert values_of(board, "facility_lamp_stock", grain="quarter") == {"2022-Q1": 110, "2022-Q3": 120}
    assert values_of(board, "facility_lamp_stock", grain="month") == {"2022-01": 100, "2022-02": 110, "2022-09": 120}
    assert values_of(board, "facility_lamp_stock") == {"all": 120}


def test_two_books_on_the_same_lamps_are_one_stock_but_two_flows():
    stock = [_lamp("2022-01", 100, ledger="甲"), _lamp("2022-02", 104, ledger="乙")]
    assert values_of(board_of(stock, "facility"), "facility_lamp_stock") == {"all": 104}
    flow = [_lamp("2022-01", 4, "增量", ledger="甲"), _lamp("2022-02", 6, "增量", ledger="乙")]
    assert values_of(board_of(flow, "facility"), "facility_lamp_added") == {"all": 10}


FLOW = [
    _lamp("2022-01", 1, "增量"),
    _lamp("2022-02", 2, "增量"),
    _lamp("2022-Q1", 5, "增量"),
    _lamp("2022-Q2", 6, "增量"),
    _lamp("2022", 20, "增量"),
]


@pytest.mark.parametrize(
    ("grain", "expected"),
    [("month", {"2022-01": 1, "2022-02": 2}), ("quarter", {"2022-Q1": 5, "2022-Q2": 6}), ("year", {"2022": 20}), ("all", {"all": 20})],
)
def test_a_flow_is_in_the_periods_it_fits_and_a_report_within_a_longer_one_is_not_added(grain, expected):
    assert values_of(board_of(FLOW, "facility"), "facility_lamp_added", grain=grain) == expected


def test_a_longer_report_that_ends_after_the_range_does_not_swallow_the_shorter_ones():
    board = board_of(FLOW, "facility")
    assert values_of(board, "facility_lamp_added", start=date(2022, 1, 1), end=date(2022, 6, 30)) == {"all": 11}
    assert values_of(board, "facility_lamp_added", start=date(2022, 2, 1), end=date(2022, 12, 31)) == {"all": 8}


def test_a_year_that_is_not_over_only_holds_what_its_source_knows():
    until = {"cutoff_at": "2022-07-01 00:00:00"}
    board = board_of([_lamp("2022", 20, "增量", **until), _lamp("2022-05", 3, "增量"), _lamp("2022-08", 4, "增量")], "facility")
    assert values_of(board, "facility_lamp_added", grain="year") == {"2022": 24}


def test_what_does_not_say_whether_it_stands_or_was_built_is_in_no_sum_and_said():
    board = board_of([_lamp("2022-Q1", 100), _lamp("2022-Q1", 7, "未注明"), _lamp("2022-Q1", 3, "增量")], "facility")
    assert values_of(board, "facility_lamp_stock") == {"all": 100}
    assert values_of(board, "facility_lamp_added") == {"all": 3}
    for id in ("facility_lamp_stock", "facility_lamp_added"):
        assert note_of(board, id) == "1 行没有注明是存量还是增量，未计入（路灯）"


def test_a_town_total_is_not_added_to_what_its_villages_gave():
    drawn = [_lamp("2022-Q1", 100, village=WILLOW), _lamp("2022-Q1", 50, village=EAST), _lamp("2022-Q1", 150, village=None)]
    board = board_of(drawn, "facility")
    assert values_of(board, "facility_lamp_stock") == {"all": 150}
    assert note_of(board, "facility_lamp_stock") == "1 行镇级或县级合计未计入（已有村级数）"
    assert values_of(board_of(drawn[2:], "facility"), "facility_lamp_stock") == {"all": 150}


def test_a_village_that_reported_something_else_has_no_nought():
    road = {"period": "2022-Q1", "item": "硬化道路", "quantity": 5000, "quantity_unit": "米", "quantity_kind": "存量", "village": EAST}
    board = board_of([_lamp("2022-Q1", 0, village=WILLOW), road], "facility")
    assert values_of(board, "facility_lamp_stock", ["village"]) == {("all", WILLOW): 0}
    lacking = measure(board, [CATALOG["facility_lamp_stock"]], Scope(area=EAST)).iloc[0]
    assert lacking[["numerator", "value"]].isna().all()
    assert "没有" in lacking["note"]


def test_units_are_never_mixed():
    board = board_of([_lamp("2022-Q1", 100), _lamp("2022-Q1", 9, quantity_unit="公里")], "facility")
    assert values_of(board, "facility_lamp_stock") == {"all": 100}


def test_a_rate_rests_on_the_villages_that_reported_it():
    board = board_of([_lamp("2022-Q1", 60, village=WILLOW), _lamp("2022-Q1", 40, village=EAST)], "facility")
    row = measure(board, [CATALOG["facility_lamp_density"]], Scope()).iloc[0]
    assert (row["numerator"], row["denominator"], row["value"]) == (60, 1.2, pytest.approx(50))
    assert "地区台账没有这个村的户数" in row["note"]


def test_a_village_of_which_the_area_ledger_has_no_households_says_so():
    board = board_of([_lamp("2022-Q1", 60, village=WILLOW), _lamp("2022-Q1", 40, village=EAST)], "facility")
    frame = measure(board, [CATALOG["facility_lamp_density"]], Scope(), ["village"]).set_index("village")
    assert frame.loc[WILLOW, "value"] == pytest.approx(50)
    assert frame.loc[EAST, "note"] == "地区台账没有这个村的户数，无法计算"


# Industry --------------------------------------------------------------------------------------------------------------------


def _crop(period: str, item: str = "玉米", **others) -> dict:
    return {"period": period, "category": "种植", "item": item, **others}


def test_each_number_of_a_longer_report_stands_for_itself():
    board = board_of([_crop("2022", area_mu=100), _crop("2022-Q3", area_mu=60, output_value_yuan=50_000)], "industry")
    assert values_of(board, "industry_sown_area") == {"all": 100}
    assert values_of(board, "industry_output_value") == {"all": 5}


def test_the_whole_village_goes_before_a_row_that_does_not_say_and_the_poor_are_not_added():
    drawn = [_crop("2022", area_mu=100, scope=scope) for scope in ("未注明", "全村")] + [_crop("2022", area_mu=30, scope="脱贫户")]
    assert values_of(board_of(drawn, "industry"), "industry_sown_area") == {"all": 100}


def test_a_running_total_is_in_no_sum_and_said_only_where_it_stands_alone():
    sold = {"category": "养殖", "item": "羊", "slaughtered_count": 50}
    both = board_of([{"period": "2022-Q2", **sold}, {"period": "2022-Q2", **sold, "slaughtered_count": 90, "span": "累计"}], "industry")
    assert (values_of(both, "industry_sheep_sold"), note_of(both, "industry_sheep_sold")) == ({"all": 50}, "")
    alone = board_of([{"period": "2022-Q2", **sold, "span": "累计"}], "industry")
    assert values_of(alone, "industry_sheep_sold") == {}
    assert "1 行只报了累计数，未计入（羊）" in note_of(alone, "industry_sheep_sold")


def test_labour_is_the_last_running_total_of_the_last_year():
    def labour(period, span, count):
        return {"period": period, "category": "劳务", "span": span, "labour_count": count}

    drawn = [labour("2021-12", "累计", 90), labour("2022-05", "累计", 60), labour("2022-06", "当期", 4), labour("2022-06", "累计", 64)]
    board = board_of([*drawn, labour("2022-07", "当期", 5)], "industry")
    assert values_of(board, "industry_labour_count") == {"all": 64}
    assert values_of(board, "industry_labour_count", grain="year") == {"2021": 90, "2022": 64}
    assert values_of(board, "industry_labour_count", grain="month") == {"2021-12": 90, "2022-05": 60, "2022-06": 64, "2022-07": 5}


def test_labour_may_be_given_by_where_people_went_alone():
    parts = {"labour_county_count": 10, "labour_province_count": 20, "labour_outside_count": 30}
    board = board_of([{"period": "2022", "category": "劳务", "span": "累计", **parts}], "industry")
    assert values_of(board, "industry_labour_count") == {"all": 60}
    assert values_of(board, "industry_labour_outside_share") == {"all": 50}


def test_years_are_compared_only_where_they_speak_of_the_same_months():
    whole = [_crop("2021", area_mu=100), _crop("2022", area_mu=110)]
    assert values_of(board_of(whole, "industry"), "industry_sown_area_change", grain="year") == {"2022": 10}
    half = [_crop("2021", area_mu=100), _crop("2022", area_mu=60, cutoff_at="2022-07-01 00:00:00")]
    assert values_of(board_of(half, "industry"), "industry_sown_area_change", grain="year") == {}
    assert values_of(board_of(whole, "industry"), "industry_sown_area_change", start=date(2022, 2, 1), end=date(2022, 12, 31)) == {}
    assert values_of(board_of(whole, "industry"), "industry_sown_area_change", grain="month") == {}


def test_the_stock_at_the_beginning_is_that_of_the_first_report():
    herd = [
        {"period": f"2022-Q{n}", "category": "养殖", "item": "猪", "opening_stock_count": 100 * n, "slaughtered_count": 50} for n in (1, 2)
    ]
    board = board_of(herd, "industry")
    assert values_of(board, "industry_pig_sold_rate") == {"all": 100}
    assert values_of(board, "industry_pig_sold_rate", grain="quarter") == {"2022-Q1": 50, "2022-Q2": 25}


def test_residents_of_a_village_stand_once_under_what_it_earned():
    board = board_of([_crop("2022", item, output_value_yuan=100_000) for item in ("玉米", "小麦", "油料")], "industry")
    row = measure(board, [CATALOG["industry_output_value_per_person"]], Scope()).iloc[0]
    assert (row["numerator"], row["denominator"], row["value"]) == (300_000, 500, 600)


# Villages --------------------------------------------------------------------------------------------------------------------


def test_of_two_bases_on_one_day_the_registered_residents_are_shown_and_named():
    drawn = [
        {"residents_basis": "常住", "household_count": 80, "resident_count": 240},
        {"residents_basis": "户籍", "household_count": 100, "resident_count": 350},
    ]
    board = board_of(drawn, "profile")
    assert values_of(board, "profile_resident_count") == {"all": 350}
    assert note_of(board, "profile_resident_count") == "1 行，按户籍口径"
    assert values_of(board, "profile_household_size") == {"all": 3.5}


def test_numbers_of_two_books_make_one_village():
    drawn = [
        {"period": "2022-H1", "party_member_count": 50, "ledger": "党建"},
        {"period": "2022-H2", "female_member_count": 10, "ledger": "妇联"},
    ]
    board = board_of(drawn, "profile")
    row = measure(board, [CATALOG["profile_female_member_rate"]], Scope()).iloc[0]
    assert (row["numerator"], row["denominator"]) == (10, 50)


# Every number opens to its rows ----------------------------------------------------------------------------------------------

EXAMPLES = {
    "facility": [*FLOW, _lamp("2022-01", 100), _lamp("2022-Q2", 110), _lamp("2021", 12, "增量"), _lamp("2022-Q2", 5, "未注明"), _lamp("2022-Q2", 110, village=None)],
    "industry": [
        _crop("2021", area_mu=90, output_value_yuan=1000), _crop("2022", area_mu=100, output_value_yuan=1200), _crop("2022-Q3", area_mu=40, yield_kg=90),
        {"period": "2022-Q1", "category": "养殖", "item": "羊", "opening_stock_count": 100, "slaughtered_count": 20, "closing_stock_count": 90},
        {"period": "2022-03", "category": "养殖", "item": "羊", "opening_stock_count": 95, "slaughtered_count": 9, "closing_stock_count": 90},
        {"period": "2022-05", "category": "劳务", "span": "累计", "labour_count": 60}, {"period": "2022-06", "category": "劳务", "labour_count": 4},
    ],
    "profile": [{"period": "2021", "household_count": 90}, {"period": "2022", "household_count": 100, "resident_count": 300}, {"period": "2022-05", "group_count": 6}],
    "activity": [
        {"held_on": "2022-01-05", "kind": "主题党日"}, {"held_on": "2022-03-05", "kind": "主题党日", "due_persons": 50, "present_persons": 40}, {"period": "2022-Q2", "kind": "主题党日", "held_count": 2},
        {"held_on": "2022-02-01", "kind": "支委会"}, {"kind": "办实事", "held_on": "2022-01-10", "due_on": "2022-03-31"}, {"kind": "办实事", "period": "2022-Q3", "item_count": 5, "done_count": 4},
        {"kind": "信息报送", "period": "2022-05", "planned_count": 4, "on_time_count": 3},
    ],
}  # fmt: skip
MINE = [indicator for indicator in CATALOG.values() if indicator.domain in EXAMPLES]


def _added(board, indicator, part: str, scope: Scope) -> float:
    behind = rows(board, indicator, part, scope)
    column = indicator.parts[part].sum
    return sum(behind[column]) if column else len(behind)


@pytest.mark.parametrize("grain", GRAINS)
@pytest.mark.parametrize("domain", EXAMPLES)
def test_every_cell_opens_to_rows_that_add_up_to_it(domain, grain):
    board = board_of(EXAMPLES[domain], domain)
    opened = 0
    for indicator in [one for one in MINE if one.domain == domain]:
        scope = Scope(grain=grain, as_of=date(2022, 12, 31))
        for row in measure(board, [indicator], scope).to_dict("records"):
            for part in indicator.parts:
                if not pd.isna(row["value"]):
                    assert _added(board, indicator, part, scope.at(row["period"])) == pytest.approx(row[part]), (
                        indicator.id,
                        row["period"],
                    )
                    opened += 1
    assert opened
