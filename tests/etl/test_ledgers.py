"""Ledgers of figures as they are really sent: years across, items across, households, parts of a whole, running totals, units; and real files."""

import pandas as pd
import pytest

from etl.load import PUBLISHED, load
from indicators.definition import load_catalog
from indicators.measure import measure
from indicators.scope import Scope
from tests.etl.drawn import SHARED, ask, load_drawn, stored_text, write_csv, write_xlsx
from warehouse.folder import current_name
from warehouse.snapshot import open_snapshot


def said(result):
    """(row, column, value, message) of every issue."""
    return [(i.row, i.column, i.value, i.message) for issues in result.issues.values() for i in issues]


def value(data_dir, indicator, **scope):
    """Numerator, denominator and value of an indicator."""
    with open_snapshot(data_dir, current_name(data_dir)) as connection:
        row = measure(connection, [load_catalog()[indicator]], Scope(**scope)).iloc[0]
    return tuple(None if pd.isna(cell) else cell for cell in (row["numerator"], row["denominator"], row["value"]))


# -- layouts -----------------------------------------------------------------------------------------------------------


def test_years_across_give_a_record_a_cell_and_a_blank_none(tmp_path):
    result = load_drawn(
        tmp_path,
        "指标：农民人均可支配收入（元） | | |\n村 | 2023年 | 2024年 | 2025年\n柳沟村 | 15000 | 16200 | 17100\n东湾村 | 14000 | — | 15500\n",
        "各村收入.csv",
    )
    (batch,) = result.batches
    assert (batch.source, batch.rows_read, batch.accepted, batch.rejected, batch.skipped) == ("income", 3, 2, 0, 1)
    assert (batch.records, said(result)) == (5, [])
    assert ask(tmp_path / "data", "select village, period, disposable_yuan from income_record order by all") == [
        ("东湾村", "2023", 14000), ("东湾村", "2025", 15500), ("柳沟村", "2023", 15000), ("柳沟村", "2024", 16200), ("柳沟村", "2025", 17100),
    ]  # fmt: skip


def test_the_same_years_in_a_column_give_the_same_records(tmp_path):
    load_drawn(tmp_path, "村 | 年度 | 人均可支配收入（元）\n柳沟村 | 2023年度 | 15000\n柳沟村 | 2024 | 16200\n", "收入.csv")
    assert ask(tmp_path / "data", "select period, period_start_on::varchar, period_end_on::varchar, disposable_yuan from income_record order by 1") == [
        ("2023", "2023-01-01", "2023-12-31", 15000), ("2024", "2024-01-01", "2024-12-31", 16200),
    ]  # fmt: skip


def test_items_across_are_told_apart_stock_and_increment_too(tmp_path):
    load_drawn(
        tmp_path, "村 | 时期 | 路灯数（盏） | 新增路灯（盏） | 硬化道路（公里）\n柳沟村 | 2025年一季度 | 137 | 12 | 0.9\n", "设施.csv"
    )
    found = ask(tmp_path / "data", "select item, quantity_kind, quantity, quantity_unit from facility_record order by all")
    assert ("路灯", "存量", 137.0, "盏") in found
    assert ("路灯", "增量", 12.0, "盏") in found
    assert [row[2:] for row in found if row[0] == "硬化道路"] == [(900.0, "米")]


def test_a_period_that_only_the_title_says(tmp_path):
    load_drawn(tmp_path, "2025年度村集体经济收益分配表 | |\n单位：万元 | |\n村 | 经营收入 | 补助收入\n柳沟村 | 68 | 30\n", "农经.csv")
    assert ask(tmp_path / "data", "select period, operating_income_yuan, subsidy_income_yuan, raw from collective_record") == [
        ("2025", 680000, 300000, '{"operating_income_yuan":"68万元","subsidy_income_yuan":"30万元"}')
    ]


# -- documented results ------------------------------------------------------------------------------------------------


def test_a_wrong_unit_leaves_the_cell_blank_and_says_why(tmp_path):
    result = load_drawn(
        tmp_path,
        "村 | 年度 | 作物 | 种植面积（亩） | 总产量（吨）\n柳沟村 | 2025 | 玉米 | 300公斤 | 120\n东湾村 | 2025 | 玉米 | 2公顷 | 9\n",
        "种植.csv",
    )
    assert said(result) == [(2, "种植面积", "300公斤", "单位“公斤”不能换算成“亩”")]
    assert ask(tmp_path / "data", "select village, area_mu, yield_kg from industry_record order by 1") == [
        ("东湾村", 30, 9000),
        ("柳沟村", None, 120000),
    ]


def test_a_number_in_ten_thousands_under_ten_thousands_is_asked(tmp_path):
    result = load_drawn(tmp_path, "村 | 年度 | 经营收入（万元） | 补助收入（万元）\n柳沟村 | 2025 | 2.5万 | 3\n", "农经.csv")
    assert [(row, column) for row, column, _, _ in said(result)] == [(2, "经营收入")]
    assert ask(tmp_path / "data", "select operating_income_yuan, subsidy_income_yuan from collective_record") == [(None, 30000)]


def test_bounds_are_kept_and_shown(tmp_path):
    load_drawn(tmp_path, "村 | 时期 | 植树（株） | 清理垃圾（方）\n柳沟村 | 2025年 | 1800余株 | 约300\n", "设施.csv")
    found = dict(ask(tmp_path / "data", "select item, flags from facility_record"))
    assert set(found.values()) == {"quantity:lower", "quantity:approx"}
    assert "1800余株" in ask(tmp_path / "data", "select raw from facility_record where flags = 'quantity:lower'")[0][0]


def test_households_are_added_up_and_their_names_are_gone(tmp_path):
    drawing = "序号 | 村 | 年度 | 户主姓名 | 作物 | 种植面积（亩） | 产值（元）\n" + "".join(
        f"{n} | 柳沟村 | 2025 | 甲某{n} | {'玉米' if n % 2 else '辣椒'} | {n} | {n}00\n" for n in range(1, 8)
    )
    result = load_drawn(tmp_path, drawing, "种植户.csv")
    (batch,) = result.batches
    assert (batch.accepted, batch.rejected, batch.records, batch.dropped_columns) == (7, 0, 2, ("户主姓名",))
    assert ask(tmp_path / "data", "select item, area_mu, output_value_yuan, source_rows from industry_record order by 1") == [
        ("玉米", 16, 1600, 4), ("辣椒", 12, 1200, 3),
    ]  # fmt: skip
    assert "甲某" not in stored_text(tmp_path / "data")


def test_components_off_by_three_are_said(tmp_path):
    head = "村 | 年度 | 人均可支配收入 | 工资性收入 | 经营净收入 | 财产净收入 | 转移净收入\n"
    result = load_drawn(
        tmp_path, head + "柳沟村 | 2025 | 20880 | 9163 | 7431 | 540 | 3743\n东湾村 | 2025 | 20880 | 9163 | 7431 | 540 | 3748\n", "收入.csv"
    )
    assert said(result) == [(2, "人均可支配收入", "20880", "四项构成之和与人均收入相差超过 2 元")]


@pytest.mark.parametrize("source", ["福建2020", "全国2023"])
def test_published_sums_stay_within_two_yuan(tmp_path, source):
    rows = {"福建2020": "20880 | 9503 | 7851 | 384 | 3143", "全国2023": "21691 | 9163 | 7431 | 540 | 4557"}
    head = "县区 | 年度 | 人均可支配收入 | 工资性收入 | 经营净收入 | 财产净收入 | 转移净收入\n"
    assert said(load_drawn(tmp_path, head + f"{source[:2]} | {source[2:]} | {rows[source]}\n", "收入.csv")) == []


def test_a_stock_identity_off_by_ten_per_cent_is_said_and_counted(tmp_path):
    head = "村 | 时期 | 产业类别 | 畜种 | 期初存栏 | 增加 | 出栏 | 死亡 | 期末存栏\n"
    result = load_drawn(
        tmp_path,
        head + "柳沟村 | 2025年 | 养殖 | 羊 | 1000 | 500 | 300 | 20 | 1298\n东湾村 | 2025年 | 养殖 | 羊 | 1000 | 500 | 300 | 20 | 1180\n",
        "养殖.csv",
    )
    assert [(row, column) for row, column, _, _ in said(result)] == [(2, "期末存栏")]
    assert result.batches[0].accepted == 2
    assert value(tmp_path / "data", "industry_stock_identity_off")[2] == 1


def test_a_part_of_the_row_above_is_in_no_sum(tmp_path):
    load_drawn(
        tmp_path,
        "村 | 年度 | 产业类别 | 作物 | 种植面积（亩）\n柳沟村 | 2025 | 种植 | 粮食 | 900\n柳沟村 | 2025 | 种植 | 其中：玉米 | 600\n",
        "种植.csv",
    )
    assert ask(tmp_path / "data", "select item, is_subset from industry_record order by 2") == [("粮食", False), ("玉米", True)]
    assert value(tmp_path / "data", "industry_sown_area")[2] == 900


def test_this_month_beside_the_running_total_is_never_added_to_it(tmp_path):
    rows = [
        ["劳务输转月报", None, None, None],
        ["村", "月份", "务工人数（人）", None],
        [None, None, "本月", "累计"],
        ["柳沟村", "2025年1月", 30, 30],
        ["柳沟村", "2025年2月", 5, 35],
    ]
    merges = {"表": [(1, 0, 2, 0, "村"), (1, 1, 2, 1, "月份"), (1, 2, 1, 3, "务工人数（人）")]}
    load(tmp_path / "data", [write_xlsx(tmp_path / "劳务.xlsx", {"表": rows}, merges)])
    assert ask(tmp_path / "data", "select span, sum(labour_count) from industry_record group by 1 order by 1") == [
        ("当期", 35),
        ("累计", 65),
    ]
    assert value(tmp_path / "data", "industry_labour_count", grain="year")[2] == 35


# -- published beside demonstration ------------------------------------------------------------------------------------


def test_the_published_village_is_never_added_to_anything(tmp_path):
    drawing = "演示数据 | |\n村 | 年度 | 人均可支配收入（元）\n柳沟村 | 2025 | 15000\n"
    result = load(tmp_path / "data", [write_csv(tmp_path / "演示数据_收入.csv", drawing), PUBLISHED])
    assert result.status == "published"
    assert {batch.data_class for batch in result.batches} == {"synthetic", "published"}
    tree = "select area_id from area where is_published and level = '村'"
    assert ask(tmp_path / "data", tree) == [("民勤县/苏武镇/橙槽村",)]
    for table in ("income_all", "facility_all", "industry_all", "profile_all", "activity_all", "project_all", "collective_all"):
        assert ask(tmp_path / "data", f"select count(*) from {table} where starts_with(area_id, '民勤县')") == [(0,)]
    assert value(tmp_path / "data", "income_level") == (None, 1, 15000)


def test_demonstration_does_not_come_in_beside_real_rows(tmp_path):
    load_drawn(tmp_path, "村 | 年度 | 人均可支配收入（元）\n柳沟村 | 2025 | 15000\n", "收入.csv")
    demo = write_csv(tmp_path / "演示数据.csv", "演示数据 | |\n村 | 年度 | 人均可支配收入（元）\n柳沟村 | 2025 | 9000\n")
    assert load(tmp_path / "data", [demo]).status == "refused"


# -- real files --------------------------------------------------------------------------------------------------------

shared = pytest.mark.skipif(not SHARED.exists(), reason="the folder of real public files is not beside the project")


@shared
def test_chongqing_counties(tmp_path):
    (batch,) = load(tmp_path / "data", [SHARED / "income" / "重庆区县_2005-2020.xlsx"]).batches
    assert (batch.mapping, batch.accepted, batch.rejected, batch.records) == ("chongqing_income", 592, 0, 592)
    counted = ask(tmp_path / "data", "select count(distinct county), count(distinct period), count(disposable_yuan) from income_record")
    assert counted == [(37, 16, 592)]
    assert ask(tmp_path / "data", "select disposable_yuan from income_record where county = '万州区' and period = '2005'") == [(2582,)]
    spans = ask(tmp_path / "data", "select definition, min(period), max(period) from income_record group by 1 order by 2")
    assert spans == [("纯收入", "2005", "2013"), ("可支配收入", "2014", "2020")]


@shared
def test_no_growth_is_computed_across_the_break(tmp_path):
    load(tmp_path / "data", [SHARED / "income" / "重庆区县_2005-2020.xlsx"])
    with open_snapshot(tmp_path / "data", current_name(tmp_path / "data")) as connection:
        frame = measure(connection, [load_catalog()["income_growth"]], Scope(grain="year")).set_index("period")
    assert frame["value"].isna()["2014"]
    assert frame["value"].notna()[["2013", "2015"]].all()


@shared
def test_national_income_is_read_from_its_indexed_form(tmp_path):
    (batch,) = load(tmp_path / "data", [SHARED / "income" / "人民生活_农村居民家庭平均每人纯收入.csv"]).batches
    assert (batch.mapping, batch.rows_read, batch.accepted) == ("national_income", 37, 35)
    assert ask(tmp_path / "data", "select disposable_yuan, wage_yuan, definition from income_record where period = '1978'") == [
        (133.57, 88.26, "纯收入")
    ]


@shared
def test_world_bank_projects(tmp_path):
    (batch,) = load(tmp_path / "export", [SHARED / "infrastructure" / "世界银行项目_2015_原始导出.xlsx"]).batches
    assert (batch.source, batch.accepted, batch.rejected) == ("project", 500, 0)
    (batch,) = load(tmp_path / "china", [SHARED / "infrastructure" / "世界银行项目_中国.csv"]).batches
    assert (batch.source, batch.accepted, batch.rejected) == ("project", 708, 0)
    assert dict(ask(tmp_path / "china", "select status, count(*) from project_record group by 1")) == {
        "完工": 532,
        "取消": 131,
        "在建": 34,
        "未开工": 11,
    }


@shared
def test_two_date_formats_of_one_sheet(tmp_path):
    load(tmp_path / "data", [SHARED / "infrastructure" / "世界银行项目_2015_原始导出.xlsx"])
    found = ask(
        tmp_path / "data",
        "select count(planned_start_on), count(planned_finish_on), min(planned_start_on)::date::varchar from project_record",
    )
    assert found[0][0] == 500
    assert found[0][1] > 0


@shared
def test_provincial_livestock(tmp_path):
    (batch,) = load(tmp_path / "data", [SHARED / "industry" / "省级畜禽_1998-2017.csv"]).batches
    assert (batch.mapping, batch.rows_read, batch.accepted, batch.rejected) == ("provincial_livestock", 677, 677, 0)
    cattle = ask(
        tmp_path / "data",
        "select closing_stock_count from industry_record where item = '牛' and period = '1961' and county = '全国' and town is null",
    )
    assert cattle == [(49_400_000,)]


@shared
def test_a_country_beside_its_provinces_is_not_added_to_them(tmp_path):
    load(tmp_path / "data", [SHARED / "industry" / "省级畜禽_1998-2017.csv"])
    stated = ask(
        tmp_path / "data", "select closing_stock_count from industry_record where item = '羊' and period = '2017' and town is null"
    )[0][0]
    provinces = ask(
        tmp_path / "data", "select sum(closing_stock_count) from industry_record where item = '羊' and period = '2017' and town is not null"
    )
    assert value(tmp_path / "data", "industry_sheep_stock")[2] == pytest.approx(provinces[0][0])
    assert provinces[0][0] == pytest.approx(stated, rel=0.02)


@shared
def test_national_crops(tmp_path):
    (batch,) = load(tmp_path / "data", [SHARED / "industry" / "农业_主要农作物产品产量.csv"]).batches
    assert (batch.mapping, batch.accepted) == ("national_crops", 37)
    assert ask(tmp_path / "data", "select yield_kg from industry_record where item = '大豆' and period = '1978'") == [(7_565_000_000,)]
    parts = ask(tmp_path / "data", "select distinct item from industry_record where not is_subset order by 1")
    assert {item for (item,) in parts} == {"粮食", "油料", "棉花", "糖料", "麻类", "烟叶", "蔬菜"}


@shared
def test_statistics_of_other_things_are_refused_not_misread(tmp_path):
    result = load(tmp_path / "data", [SHARED / "layouts"])
    assert result.status == "refused"
    assert all(refused.message.endswith("。") for refused in result.refused)
