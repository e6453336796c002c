"""Every cell of the domain's date and number vectors that a case file can contain, through the macros of the projection."""

from datetime import datetime
from pathlib import Path

import duckdb
import pytest

MACROS = Path("etl/macros.sql").read_text(encoding="utf-8")


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
        ("2022.3", "无法判断是哪个月"),
        ("2022.10", "无法判断是哪个月"),
        ("3月5日", "没有年份"),
        ("5日", "没有年份"),
        ("上月20日", "不是有效日期"),
        ("2022年2月30日", "不是有效日期"),
        ("2022-02-30", "不是有效日期"),
        ("待定", "不是有效日期"),
        ("长期", "不是有效日期"),
        ("2022年一季度", "不是有效日期"),
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
    ("cell", "expected", "bound"),
    [
        ("3.3万平方米", 33000, ""),
        ("1,200", 1200, ""),
        ("１，２００", 1200, ""),
        ("1 200", 1200, ""),
        ("约300亩", 300, "approx"),
        ("1800余株", 1800, "lower"),
        ("4.2万方", 42000, ""),
        ("1.2万捆", 12000, ""),
        ("6个社", 6, ""),
        ("95.6％", 0.956, ""),
        ("95.6%", 0.956, ""),
        ("≥90%", 0.90, "lower"),
        ("(123)", -123, ""),
        ("-3.2%", -0.032, ""),
        ("负3.2%", -0.032, ""),
        ("0", 0, ""),
        ("12人次", 12, ""),
        ("300＋", 300, "lower"),
        ("不足10", 10, "upper"),
        ("10-15", None, ""),
        ("10～15", None, ""),
        ("若干", None, ""),
    ],
)
def test_number(con, cell, expected, bound):
    value = one(con, "number_of(x)", cell)
    assert value == (None if expected is None else pytest.approx(expected))
    assert one(con, "number_bound(x)", cell) == bound


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
