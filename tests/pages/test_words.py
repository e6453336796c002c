"""What is said of a figure, to the letter."""

from datetime import date

import pytest

from indicators.definition import load_catalog
from indicators.measure import NOTHING_REPORTED
from reports.reading import Reading, missing
from reports.sentences import compared_words, headline, hover_words, most_words, now_words
from reports.view import View
from reports.words import basis_words, caution_words, cell_words, number_words, period_words, said, target_words, value_words

RATE = load_catalog()["case_on_time_rate"]
COUNT = load_catalog()["case_overdue_open_count"]
MEDIAN = load_catalog()["case_duration_median"]


def rate(numerator, denominator, *groups):
    value = 100 * numerator / denominator
    return Reading(indicator=RATE, period="2026-10", groups=groups, numerator=numerator, denominator=denominator, value=value)


def count(number, *groups):
    return Reading(indicator=COUNT, period="2026-10", groups=groups, numerator=number, value=float(number))


@pytest.mark.parametrize(
    ("period", "words"),
    [("2026-03", "2026年3月"), ("2026-Q1", "2026年第1季度"), ("2026", "2026年"), ("all", "全段")],
)
def test_periods(period, words):
    assert period_words(period) == words


def test_numbers_are_separated_by_thousands():
    assert number_words(18000) == "18,000"
    assert number_words(1234.56, 1) == "1,234.6"


@pytest.mark.parametrize(
    ("reading", "value", "cell", "caution"),
    [
        (rate(95, 104), "91.3%", "91.3%（95/104）", ""),
        (rate(19, 20), "95.0%", "95.0%（19/20）", ""),
        (rate(18, 19), "94.7%", "94.7%（18/19）", "小样本"),
        (rate(9, 10), "90.0%", "90.0%（9/10）", "小样本"),
        (rate(9, 9), "9/9 件", "9/9", "件数少，不计百分比"),
        (count(0), "0 件", "0", ""),
        (missing(RATE, "2026-10", NOTHING_REPORTED), "未填报", "未填报", ""),
        (missing(RATE, "2026-10", "来源文件没有办结时间，无法计算"), "不可计算", "不可计算", ""),
    ],
)
def test_values_at_the_edges_of_the_small_number_policy(reading, value, cell, caution):
    assert value_words(reading) == value
    assert cell_words(reading) == cell
    assert caution_words(reading) == caution


def test_a_rate_is_never_said_alone():
    assert said(rate(95, 104)) == f"{RATE.name} 91.3%（95/104）"
    assert basis_words(rate(1200, 1300)) == "1,200 / 1,300 件"
    assert said(missing(RATE, "all", "来源文件没有办结时间，无法计算")) == f"{RATE.name}不可计算（来源文件没有办结时间）"


def test_no_target_is_judged_where_none_is_declared():
    assert target_words(rate(95, 104)) == ""


def test_the_sentence_stresses_only_what_it_is_given():
    text = headline("云禾镇", "2026年10月", [rate(95, 104)], ["超期 3 件"])
    assert text == f"2026年10月，云禾镇{RATE.name} 91.3%（95/104）；**超期 3 件**。"
    assert headline("云禾镇", "2026年10月", [count(0)], []).endswith("0 件。")


def test_names_in_a_sentence_cannot_become_markdown():
    assert "\\*" in headline("甲*村", "2026年10月", [], ["乙*村"])


def test_most_names_no_arbitrary_part_of_a_tie():
    places = [count(5, "镇/甲村"), count(3, "镇/乙村"), count(3, "镇/丙村"), count(3, "镇/丁村"), count(0, "镇/戊村")]
    assert most_words(places, "village") == "甲村 5 件"
    assert most_words(places[:3], "village") == "甲村 5 件、乙村 3 件、丙村 3 件"
    assert most_words([count(0, "镇/甲村")], "village") == ""


def test_a_period_not_over_says_so():
    view = View(area=None, grain="quarter", first=date(2026, 1, 1), last=date(2026, 8, 31))
    assert now_words(view) == "2026年第3季度（截至8月31日）"
    assert compared_words(rate(9, 10), view) == "上季度整季 90.0%（9/10）"
    assert now_words(View(area=None, grain="month", first=date(2026, 1, 1), last=date(2026, 8, 31))) == "2026年8月"


def test_a_hover_is_a_whole_sentence():
    assert hover_words(rate(95, 104), "2026年10月") == (
        f"2026年10月：{RATE.name} 91.3%（95/104）<br>{RATE.numerator.name} 95 / {RATE.denominator.name} 104"
    )
