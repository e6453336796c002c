"""A rate taken apart: printed parts add up by hand, Simpson's paradox is said, and every cell opens to the cases it counts."""

import re
from datetime import date
from random import Random

import pytest

from indicators.definition import load_catalog
from indicators.measure import measure
from indicators.scope import Scope
from reports.against import PERIOD, YEAR, against, choices
from reports.apportion import apportioned, signed
from reports.rate_change import change, is_told
from reports.reading import Reading, readings
from reports.sentences_causes import beyond_words, change_sentence, line_cell, parts_sentence
from reports.view import View
from tests.indicators.warehouses import warehouse_of

RATE = load_catalog()["case_on_time_rate"]
VIEW = View(area="云禾镇", grain="month", first=date(2022, 1, 1), last=date(2022, 3, 31))


def reading(group, count, size):
    value = count * 100 / size if size else None
    return Reading(indicator=RATE, period="all", groups=(group,) if group else (), numerator=count, denominator=size, value=value)


def drawn(random: Random, groups: int):
    """Readings by group of two spans, and the two wholes."""
    spans = []
    for _ in range(2):
        sizes = [random.choice((0, 3, 12, 40, 200)) for _ in range(groups)] + [30]
        spans.append([reading(f"组{place}", random.randrange(size + 1), size) for place, size in enumerate(sizes)])
    wholes = tuple(reading(None, sum(one.numerator for one in span), sum(one.denominator for one in span)) for span in spans)
    return wholes, tuple(spans)


def test_printed_parts_add_up_on_random_tables():
    random = Random(5)
    for _ in range(400):
        wholes, spans = drawn(random, random.randrange(1, 15))
        found = change(wholes, spans)
        before, after = (round(float(f"{one.value:.1f}") * 10) for one in wholes)
        assert found.total == after - before == found.mix + found.rate
        assert sum(line.mix for line in found.lines) == found.mix
        assert sum(line.rate for line in found.lines) == found.rate
        for line in found.lines:
            assert abs(line.mix - line.share.mix * 1000) < 1.5
            assert abs(line.rate - line.share.rate * 1000) < 1.5


def test_apportioned_parts_are_the_largest_remainders():
    assert apportioned([1.4, 1.4, 0.2], 3) == [2, 1, 0]
    assert apportioned([-0.4, -0.4, -0.2], -1) == [0, -1, 0]
    assert apportioned([0.5], 2) == [2]
    assert apportioned([], 0) == []
    assert [signed(number, 1) for number in (2.71, -0.44, -0.04, 1234.5)] == ["+2.7", "−0.4", "0.0", "+1,234.5"]


def simpson_warehouse():
    """The water station gets most of the cases in March: both units do a little better, the whole does worse."""
    cases = []
    for month, unit, on_time, size in (
        (2, "镇民政办", 90, 100),
        (2, "镇水务站", 10, 20),
        (3, "镇民政办", 28, 30),
        (3, "镇水务站", 66, 120),
    ):
        for number in range(size):
            day = number % 10 + 1
            closed = day + (1 if number < on_time else 9)
            cases.append(
                {
                    "received_at": f"2022-{month:02}-{day:02} 09:00:00",
                    "due_at": f"2022-{month:02}-{day + 3:02} 23:59:59",
                    "closed_at": f"2022-{month:02}-{closed:02} 10:00:00",
                    "status": "closed",
                    "handler_unit": unit,
                }
            )
    return warehouse_of(cases, [{"columns_present": ["received_at", "closed_at", "due_at", "status", "handler_unit"]}])


@pytest.fixture(scope="module")
def simpson():
    """March against February by unit, measured on a drawn warehouse."""
    held, connection = against(VIEW, PERIOD), simpson_warehouse()
    whole = tuple(readings(measure(connection, [RATE], scope), load_catalog())[0] for scope in (held.before, held.after))
    groups = tuple(readings(measure(connection, [RATE], scope, ("handler_unit",)), load_catalog()) for scope in (held.before, held.after))
    return held, change(whole, groups)


def test_simpsons_paradox_is_said_plainly(simpson):
    held, found = simpson
    told = change_sentence(found, "handler_unit", held, "云禾镇")
    assert (found.before.numerator, found.before.denominator) == (100, 120)
    assert (found.after.numerator, found.after.denominator) == (94, 150)
    assert found.reversed_side == "low"
    assert "按期办结率 62.7%（94/150），比上月低 20.6 个百分点（83.3%，100/120），超出偶然" in told
    assert "各承办单位自身都没有变低，总体变低来自构成：" in told
    assert "镇水务站的件由 20/120 到 120/150" in told
    assert "镇民政办的件由 100/120 到 30/150" in told
    parts = [float(one.replace("−", "-")) for one in re.findall(r"占 ([+−]?[\d.]+)", parts_sentence(found, "handler_unit"))]
    assert round(sum(parts), 1) == -20.6
    assert parts[1] > 0


def test_no_paradox_where_one_group_went_with_the_whole():
    spans = ([reading("甲", 90, 100), reading("乙", 10, 20)], [reading("甲", 26, 30), reading("乙", 66, 120)])
    wholes = (reading(None, 100, 120), reading(None, 92, 150))
    assert change(wholes, spans).reversed_side == ""


def test_groups_of_few_cases_are_one_line_without_a_percentage():
    spans = ([reading("甲", 90, 100), reading("乙", 4, 5), reading("丙", 7, 9)], [reading("甲", 80, 100), reading("乙", 40, 50)])
    found = change((reading(None, 101, 114), reading(None, 120, 150)), spans)
    *_, rest = found.lines
    assert rest.is_rest
    assert [line_cell(rest, False), line_cell(rest, True)] == ["11/14", "40/50"]
    assert rest.share.members == (("乙",), ("丙",))


def test_a_group_stands_out_only_beyond_the_chance_of_all_comparisons():
    """One group of twelve goes from 90 % to 80 % of 100: beyond chance alone (p = 0.048), not among twelve; at 60 % it is."""
    others = [reading(f"组{place}", 80, 100) for place in range(11)]
    told = {}
    for count in (80, 60):
        spans = ([reading("甲", 90, 100), *others], [reading("甲", count, 100), *others])
        found = change((reading(None, 970, 1200), reading(None, 880 + count, 1200)), spans)
        told[count] = [line.share.group for line in found.lines if line.is_beyond], beyond_words(found, "village")
    assert told[80] == ([], "没有哪个村单看超出偶然")
    assert told[60] == ([("甲",)], "单看超出偶然的是甲（两部分合计 −2.5）")


def test_a_group_of_few_cases_never_stands_out():
    spans = ([reading("甲", 15, 15), reading("乙", 80, 100)], [reading("甲", 0, 15), reading("乙", 80, 100)])
    found = change((reading(None, 95, 115), reading(None, 80, 115)), spans)
    assert not any(line.is_beyond for line in found.lines)


def test_a_rate_on_few_cases_is_not_taken_apart():
    assert not is_told(reading(None, 7, 9))
    assert is_told(reading(None, 7, 10))
    assert not is_told(Reading(indicator=RATE, period="all", note="没有"))


def test_spans_follow_one_another():
    year = against(VIEW, YEAR)
    assert (year.before.start, year.before.end, year.after.start, year.after.end) == (
        date(2020, 4, 1), date(2021, 3, 31), date(2021, 4, 1), date(2022, 3, 31),
    )  # fmt: skip
    month = against(VIEW, PERIOD)
    assert (month.before.start, month.before.end, month.after.start) == (date(2022, 2, 1), date(2022, 2, 28), date(2022, 3, 1))
    quarter = against(View(area=None, grain="quarter", first=date(2022, 1, 1), last=date(2022, 3, 31)), PERIOD)
    assert (quarter.before.start, quarter.before.end) == (date(2021, 10, 1), date(2021, 12, 31))
    begun = against(View(area=None, grain="month", first=date(2022, 1, 1), last=date(2022, 3, 31), begins=date(2020, 9, 7)), YEAR)
    assert begun.before.start == date(2020, 9, 1)
    assert list(choices(View(area=None, grain="all", first=date(2022, 1, 1), last=date(2022, 3, 31)))) == [YEAR]


def test_spans_in_scopes_stay_within_the_area():
    assert isinstance(against(VIEW, YEAR).before, Scope)
    assert against(VIEW, YEAR).before.area == "云禾镇"
