"""Every date and number vector of the domain (4.2 and 4.3), through the macros of the projection."""

from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest

from etl.guard import number_macros
from etl.units import unit_macros

MACROS = number_macros() + Path("etl/macros.sql").read_text(encoding="utf-8") + unit_macros()


@pytest.fixture(scope="module")
def con():
    connection = duckdb.connect()
    connection.execute(MACROS)
    return connection


def one(con, expression, cell):
    return con.execute(f"select {expression} from (select $cell::varchar as x)", {"cell": cell}).fetchone()[0]


DAY = datetime(2022, 3, 5)


@pytest.mark.parametrize(
    ("cell", "expected", "is_day"),
    [
        ("2022年3月5日", DAY, True),
        ("２０２２年３月５日", DAY, True),
        ("2022.3.5", DAY, True),
        ("2022/3/5", DAY, True),
        ("2022-03-05", DAY, True),
        ("20220305", DAY, True),
        ("44625", DAY, True),
        ("二〇二二年三月五日", DAY, True),
        ("二〇二二年十二月二十五日", datetime(2022, 12, 25), True),
        ("44625.354", datetime(2022, 3, 5, 8, 29, 46), False),
        ("2022-03-05 08:30:00", datetime(2022, 3, 5, 8, 30), False),
        ("2022.03.05 08:30", datetime(2022, 3, 5, 8, 30), False),
        ("2022年3月5日 8:30", datetime(2022, 3, 5, 8, 30), False),
        ("2022年3月5日08时30分", datetime(2022, 3, 5, 8, 30), False),
        ("2022/3/5 下午3:20", datetime(2022, 3, 5, 15, 20), False),
        ("2022-3-5 3:20:00 PM", datetime(2022, 3, 5, 15, 20), False),
        ("2019/4/25 9:32:09", datetime(2019, 4, 25, 9, 32, 9), False),
        ("2022-03-05T08:30:00", datetime(2022, 3, 5, 8, 30), False),
        ("２０２２－０３－０５　０８：３０", datetime(2022, 3, 5, 8, 30), False),
    ],
)
def test_moment(con, cell, expected, is_day):
    assert one(con, "moment_of(x)", cell) == expected
    assert one(con, "is_day_only(x, moment_of(x))", cell) is is_day


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("2022年3月", "只有年月"),
        ("2022-3", "只有年月"),
        ("2014-03", "只有年月"),
        ("2014-3", "只有年月"),
        ("2022.3", "无法判断是哪个月"),
        ("2022.10", "无法判断是哪个月"),
        ("3月5日", "没有年份"),
        ("5日", "没有年份"),
        ("上月20日", "没有年份"),
        ("2022年2月30日", "不是有效日期"),
        ("2022-02-30", "不是有效日期"),
        ("待定", "不是有效日期"),
        ("长期", "不是有效日期"),
        ("/", "不是有效日期"),
        ("2022年一季度", "不是有效日期"),
        ("2022上半年", "不是有效日期"),
        ("2022年度", "不是有效日期"),
        ("截至2022年6月底", "不是有效日期"),
        ("2013-2015", "不是有效日期"),
    ],
)
def test_no_moment_is_guessed(con, cell, says):
    assert one(con, "moment_of(x)", cell) is None
    assert says in one(con, "moment_problem(x)", cell)


def test_a_placeholder_date_is_not_plausible(con):
    assert one(con, "is_plausible(moment_of(x))", "1900-01-01") is False
    assert "占位" in one(con, "moment_problem(x)", "1900-01-01")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2022年3月", date(2022, 3, 1)),
        ("2022-3", date(2022, 3, 1)),
        ("2014-03", date(2014, 3, 1)),
        ("2014-3", date(2014, 3, 1)),
        ("2022年3月5日", date(2022, 3, 1)),
        ("2022.3", None),
        ("2022.10", None),
    ],
)
def test_month(con, cell, expected):
    assert one(con, "month_of(x)", cell) == expected


PERIODS = [
    ("2022年度", "2022", date(2022, 1, 1), date(2022, 12, 31)),
    ("2022年", "2022", date(2022, 1, 1), date(2022, 12, 31)),
    ("2022", "2022", date(2022, 1, 1), date(2022, 12, 31)),
    ("2022.0", "2022", date(2022, 1, 1), date(2022, 12, 31)),
    ("２０２２年", "2022", date(2022, 1, 1), date(2022, 12, 31)),
    ("二〇二二年", "2022", date(2022, 1, 1), date(2022, 12, 31)),
    ("2022年末", "2022", date(2022, 1, 1), date(2022, 12, 31)),
    ("截至2022年底", "2022", date(2022, 1, 1), date(2022, 12, 31)),
    ("2022年1-12月", "2022", date(2022, 1, 1), date(2022, 12, 31)),
    ("2022年一季度", "2022-Q1", date(2022, 1, 1), date(2022, 3, 31)),
    ("2022年第1季度", "2022-Q1", date(2022, 1, 1), date(2022, 3, 31)),
    ("2022年第四季度", "2022-Q4", date(2022, 10, 1), date(2022, 12, 31)),
    ("2022Q1", "2022-Q1", date(2022, 1, 1), date(2022, 3, 31)),
    ("2022-Q3", "2022-Q3", date(2022, 7, 1), date(2022, 9, 30)),
    ("2022年4-6月", "2022-Q2", date(2022, 4, 1), date(2022, 6, 30)),
    ("2022上半年", "2022-H1", date(2022, 1, 1), date(2022, 6, 30)),
    ("2022年下半年", "2022-H2", date(2022, 7, 1), date(2022, 12, 31)),
    ("2022-H2", "2022-H2", date(2022, 7, 1), date(2022, 12, 31)),
    ("2022年1—6月", "2022-H1", date(2022, 1, 1), date(2022, 6, 30)),
    ("2022年3月", "2022-03", date(2022, 3, 1), date(2022, 3, 31)),
    ("2022年3月份", "2022-03", date(2022, 3, 1), date(2022, 3, 31)),
    ("2022年12月", "2022-12", date(2022, 12, 1), date(2022, 12, 31)),
    ("2022-3", "2022-03", date(2022, 3, 1), date(2022, 3, 31)),
    ("2022-03", "2022-03", date(2022, 3, 1), date(2022, 3, 31)),
    ("2014-3", "2014-03", date(2014, 3, 1), date(2014, 3, 31)),
    ("2014-03", "2014-03", date(2014, 3, 1), date(2014, 3, 31)),
    ("202203", "2022-03", date(2022, 3, 1), date(2022, 3, 31)),
    ("2024年2月", "2024-02", date(2024, 2, 1), date(2024, 2, 29)),
    ("截至2022年6月底", "2022-06", date(2022, 6, 1), date(2022, 6, 30)),
    ("2022年6月底", "2022-06", date(2022, 6, 1), date(2022, 6, 30)),
    ("2013-2015", "2013/2015", date(2013, 1, 1), date(2015, 12, 31)),
    ("2013—2015年", "2013/2015", date(2013, 1, 1), date(2015, 12, 31)),
    ("2013年至2015年", "2013/2015", date(2013, 1, 1), date(2015, 12, 31)),
]


@pytest.mark.parametrize(("cell", "expected", "start_on", "end_on"), PERIODS)
def test_period(con, cell, expected, start_on, end_on):
    assert one(con, "period_of(x)", cell) == expected
    assert one(con, "period_start(period_of(x))", cell) == start_on
    assert one(con, "period_end(period_of(x))", cell) == end_on
    assert one(con, "period_problem(x)", cell) is None


@pytest.mark.parametrize("normalised", sorted({period[1] for period in PERIODS}))
def test_a_normalised_period_is_itself(con, normalised):
    assert one(con, "period_of(x)", normalised) == normalised


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("2022.3", "无法判断是哪个月"),
        ("2022.10", "无法判断是哪个月"),
        ("2022年3月5日", "是某一天"),
        ("2022-03-05", "是某一天"),
        ("20220305", "是某一天"),
        ("44625", "是某一天"),
        ("截至2022年6月30日", "是某一天"),
        ("3月5日", "没有年份"),
        ("5日", "没有年份"),
        ("上月20日", "没有年份"),
        ("一季度", "没有年份"),
        ("今年", "没有年份"),
        ("2022年1-9月", "不是一个完整的"),
        ("2022-13", "不是一个完整的"),
        ("202213", "不是一个完整的"),
        ("2015-2013", "不是一个完整的"),
        ("2022年5季度", "不是一个完整的"),
        ("2022年2月30日", "不是一个完整的"),
        ("待定", "不是时期"),
        ("长期", "不是时期"),
        ("/", "不是时期"),
        ("12", "不是时期"),
    ],
)
def test_no_period_is_guessed(con, cell, says):
    assert one(con, "period_of(x)", cell) is None
    assert one(con, "period_start(period_of(x))", cell) is None
    assert one(con, "period_end(period_of(x))", cell) is None
    assert says in one(con, "period_problem(x)", cell)


@pytest.mark.parametrize("macro", ["period_of", "period_problem", "number_of", "number_low", "number_high", "unit_of"])
def test_no_cell_is_nothing(con, macro):
    assert one(con, f"{macro}(x)", None) is None


@pytest.mark.parametrize(
    ("cell", "expected", "bound", "unit"),
    [
        ("3.3万平方米", 33000, "", "平方米"),
        ("1,200", 1200, "", None),
        ("１，２００", 1200, "", None),
        ("1 200", 1200, "", None),
        ("1,200.50元", 1200.5, "", "元"),
        ("约300亩", 300, "approx", "亩"),
        ("近300亩", 300, "approx", "亩"),
        ("300亩左右", 300, "approx", "亩"),
        ("1800余株", 1800, "lower", "株"),
        ("1800多株", 1800, "lower", "株"),
        ("1.2万余株", 12000, "lower", "株"),
        ("300户以上", 300, "lower", "户"),
        ("超过50户", 50, "lower", "户"),
        ("不足10", 10, "upper", None),
        ("10人以下", 10, "upper", "人"),
        ("4.2万方", 42000, "", "方"),
        ("1.2万捆", 12000, "", "捆"),
        ("2.5万", 25000, "", None),
        ("3百万元", 3000000, "", "元"),
        ("6个社", 6, "", "个"),
        ("5个月", 5, "", "月"),
        ("95.6％", 0.956, "", "比率"),
        ("95.6%", 0.956, "", "比率"),
        ("≥90%", 0.90, "lower", "比率"),
        ("(123)", -123, "", None),
        ("-3.2%", -0.032, "", "比率"),
        ("负3.2%", -0.032, "", "比率"),
        ("+3.2%", 0.032, "", "比率"),
        ("3个百分点", 3, "", "百分点"),
        ("0", 0, "", None),
        ("", None, "", None),
        ("无", None, "", None),
        ("/", None, "", None),
        ("12人次", 12, "", "人次"),
        ("12人", 12, "", "人"),
        ("300(亩)", 300, "", "亩"),
        ("100m2", 100, "", "m2"),
        ("100KVA", 100, "", "KVA"),
        ("20元/人", 20, "", "元/人"),
        ("3次/月", 3, "", "次/月"),
        ("4垄", 4, "", "垄"),
        ("300＋", 300, "lower", None),
        ("三十二", 32, "", None),
        ("十", 10, "", None),
        ("十五", 15, "", None),
        ("一二", None, "", None),
        ("一般", None, "", None),
        ("若干", None, "", None),
        ("3千", None, "", "千"),
        ("3千余亩", None, "", "千余亩"),
        ("(123", None, "", None),
        ("第3期", None, "", "期"),
        ("2022-03-05", None, "", None),
    ],
)
def test_number(con, cell, expected, bound, unit):
    value = one(con, "number_of(x)", cell)
    assert value == (None if expected is None else pytest.approx(expected, rel=1e-12))
    assert one(con, "number_bound(x)", cell) == bound
    assert one(con, "unit_of(x)", cell) == unit
    assert one(con, "number_low(x)", cell) is None
    assert one(con, "number_high(x)", cell) is None


@pytest.mark.parametrize(
    ("cell", "low", "high", "unit"),
    [
        ("10-15", 10, 15, None),
        ("10～15", 10, 15, None),
        ("10—15", 10, 15, None),
        ("10至15户", 10, 15, "户"),
        ("10亩-15亩", 10, 15, "亩"),
        ("5-10万元", 50000, 100000, "元"),
        ("5000-1万元", 5000, 10000, "元"),
        ("10%-15%", 0.10, 0.15, "比率"),
        ("10-15%", 0.10, 0.15, "比率"),
    ],
)
def test_range(con, cell, low, high, unit):
    assert one(con, "number_of(x)", cell) is None
    assert one(con, "number_bound(x)", cell) == "range"
    assert (one(con, "number_low(x)", cell), one(con, "number_high(x)", cell)) == pytest.approx((low, high), rel=1e-12)
    assert one(con, "unit_of(x)", cell) == unit


@pytest.mark.parametrize("cell", ["2022-03", "15-10", "0936-8221234", "2022-03-05"])
def test_what_only_looks_like_a_range(con, cell):
    assert one(con, "number_of(x)", cell) is None
    assert one(con, "number_bound(x)", cell) == ""
    assert one(con, "number_low(x)", cell) is None


@pytest.mark.parametrize(
    ("cell", "header_unit", "clashes"),
    [
        ("2.5万", "万元", True),
        ("2.5亿", "亿元", True),
        ("2.5万", "百亩", True),
        ("3-5万", "万元", True),
        ("2.5万", "元", False),
        ("2.5万", "千瓦", False),
        ("2.5万", None, False),
        ("2.5万元", "万元", False),
        ("2.5", "万元", False),
        (None, "万元", False),
    ],
)
def test_a_multiple_in_the_cell_and_in_the_header(con, cell, header_unit, clashes):
    found = con.execute("select scale_clash($cell::varchar, $unit::varchar)", {"cell": cell, "unit": header_unit}).fetchone()[0]
    assert found is clashes


@pytest.mark.parametrize(
    ("cell", "filled", "kind"),
    [
        (None, 0, "blank"),
        ("合计", 2, "total"),
        ("合　计", 2, "total"),
        ("小 计", 2, "total"),
        ("合计：12件", 1, "total"),
        ("面积合计：", 2, "total"),
        ("年度累计", 2, "total"),
        ("全镇", 5, "total"),
        ("制表人：", 1, "footer"),
        ("填表人（签字）：", 1, "footer"),
        ("审核人:", 1, "footer"),
        ("单位负责人：", 1, "footer"),
        ("说明：本表一式两份", 1, "footer"),
        ("备注：", 1, "footer"),
        ("云禾镇便民服务中心制", 1, "footer"),
        ("一、投诉类", 1, "section"),
        ("（二）求助类", 1, "section"),
        ("一、投诉类", 6, "data"),
        ("YH2026100017", 9, "data"),
        ("柳沟村", 5, "data"),
        ("说明情况", 5, "data"),
        ("1", 5, "data"),
    ],
)
def test_row_kind(con, cell, filled, kind):
    found = con.execute("select row_kind($cell::varchar, $filled)", {"cell": cell, "filled": filled}).fetchone()[0]
    assert found == kind


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("是", True), ("√", True), ("Y", True), ("有", True), ("否", False), ("×", False), ("０", False), ("无", False), ("也许", None)],
)
def test_flag(con, cell, expected):
    assert one(con, "flag_of(x)", cell) is expected


def test_rejected_values_are_stored_without_long_numbers(con):
    assert one(con, "masked(x)", "编号1234567号") == "编号123****号"
    assert one(con, "masked(x)", "张13812345678") == "（含长号码，不保存）"
    assert one(con, "masked(x)", "张138-1234-5678") == "（含长号码，不保存）"
    assert one(con, "masked(x)", "某某反映门前的路灯已经坏了半个多月没有人来修") == "（长文字，不保存）"
