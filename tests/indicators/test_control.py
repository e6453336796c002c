"""XmR and p charts against series worked by hand, against plain loops over the published prose in exact fractions, and against printed examples.

Cases and issue numbers: nhs-r-community/NHSRplotthedots, whose documented rules the charts follow.
"""

import random
import tomllib
from fractions import Fraction
from math import isclose, sqrt
from pathlib import Path

import pytest

from indicators.control import LIMITS_FROM, TRIAL_BELOW, assurance, p_chart, xmr
from indicators.rules import LIMIT_SIGMAS, RUN_OF, TREND_OF, WARNING_SIGMAS, load_rules

CASES = tomllib.loads((Path(__file__).parent / "plotthedots_cases.toml").read_text(encoding="utf-8"))
GAP = -99


def _fired(chart) -> set:
    """Every (rule, side, place) of a chart."""
    return {(one.rule, one.side, place) for one in chart.fired for place in one.places}


def _is_close(ours, theirs) -> bool:
    return all(
        (a is None) == (b is None) and (a is None or isclose(a, b, rel_tol=1e-9, abs_tol=1e-9)) for a, b in zip(ours, theirs, strict=True)
    )


# ---- worked by hand


@pytest.mark.parametrize("name", CASES)
def test_series_worked_by_hand(name):
    case = CASES[name]
    chart = xmr([None if value == GAP else value for value in case["series"]], case.get("rebases", ()))
    for segment, lines in zip(chart.segments, case["lines"], strict=True):
        drawn = (chart.centres[segment.start], chart.lowers[segment.start], chart.uppers[segment.start])
        assert [round(line, 4) for line in drawn if line is not None] == lines
        assert segment.is_trial is (bool(lines) and segment.size < 13)
    assert sorted((one.rule, one.side, list(one.places)) for one in chart.fired) == sorted(map(tuple, case["fired"]))


# ---- plain loops, in exact fractions


def _ranges(values):
    found = []
    for place in range(1, len(values)):
        if values[place] is not None and values[place - 1] is not None:
            found.append(abs(values[place] - values[place - 1]))
    return found


def _mean_range(ranges):
    mean = sum(ranges) / len(ranges)
    kept = [one for one in ranges if one <= Fraction("3.267") * mean]
    return sum(kept) / len(kept) if any(kept) else mean


def _follows(values, places):
    return places[0] >= 0 and places[-1] < len(values) and all(values[place] is not None for place in places)


def _signals(values, centre, sigmas):
    """Every (rule, side, place), window by window: a window with a gap in it counts for nothing."""
    found = set()
    for start in range(len(values)):
        for side, sign in (("high", 1), ("low", -1)):
            away = {p: sign * (values[p] - centre) for p in range(start, min(start + 7, len(values))) if values[p] is not None}
            if start in away and away[start] > 3 * sigmas[start] > 0:
                found.add(("outside", side, start))
            three, seven = range(start, start + 3), range(start, start + 7)
            if _follows(values, three) and all(away[p] > 0 for p in three):
                far = [p for p in three if away[p] > 2 * sigmas[p] > 0]
                found |= {("two_of_three", side, p) for p in far if len(far) >= 2}
            if _follows(values, seven):
                if all(away[p] > 0 for p in seven):
                    found |= {("run", side, p) for p in seven}
                if all(sign * values[p] > sign * values[p - 1] for p in seven[1:]):
                    found |= {("trend", side, p) for p in seven}
    return found


def _xmr_reference(values, rebases):
    lines, signals = [], set()
    edges = [0, *sorted(rebases), len(values)]
    for start, stop in zip(edges, edges[1:], strict=False):
        part = values[start:stop]
        known = [value for value in part if value is not None]
        if len(known) < 6 or len(_ranges(part)) < 3:
            lines += [(None, None, None)] * len(part)
            continue
        centre, sigma = sum(known) / len(known), Fraction("2.66") / 3 * _mean_range(_ranges(part))
        lines += [(centre, centre - 3 * sigma, centre + 3 * sigma)] * len(part)
        signals |= {(rule, side, start + place) for rule, side, place in _signals(part, centre, [sigma] * len(part))}
    return lines, signals


def _series(draw: random.Random):
    size, level = draw.randrange(0, 45), draw.choice([2, 5, 40])
    drift = draw.choice([0, 0, 0, 1, -1])
    values = [Fraction(draw.randrange(level) + drift * place + draw.choice([0] * 12 + [3 * level])) for place in range(size)]
    gaps = draw.choice([0, 0, 0.1, 0.4])
    rebases = sorted(draw.sample(range(1, size), draw.choice([0, 1, 2]))) if size > 3 else []
    return [None if draw.random() < gaps else value for value in values], rebases


def test_two_thousand_series_against_plain_loops():
    draw, rules = random.Random(20240607), set()
    for _ in range(2000):
        values, rebases = _series(draw)
        lines, signals = _xmr_reference(values, rebases)
        chart = xmr([None if value is None else float(value) for value in values], rebases)
        assert _fired(chart) == signals, (values, rebases)
        for ours, theirs in zip((chart.centres, chart.lowers, chart.uppers), zip(*lines, strict=True), strict=False):
            assert _is_close(ours, theirs)
        rules |= {(rule, side) for rule, side, _ in signals}
    assert len(rules) == 8  # every rule fired on both sides, so the comparison was of something


def _p_reference(counts):
    known = [pair for pair in counts if pair]
    if len(known) < 6:
        return [(None, None)] * len(counts), set()
    centre = Fraction(sum(count for count, _ in known), sum(size for _, size in known))
    chance = [None if pair is None else sqrt(centre * (1 - centre) / pair[1]) for pair in counts]
    rates = [None if pair is None else Fraction(*pair) for pair in counts]
    scores = [
        None if pair is None or not chance[place] else float(rates[place] - centre) / chance[place] for place, pair in enumerate(counts)
    ]
    ranges = _ranges(scores)
    widened = max(1, _mean_range(ranges) / 1.128) if len(ranges) >= 3 else 1
    sigmas = [None if one is None else one * widened for one in chance]
    lines = [(None, None) if one is None else (max(0, centre - 3 * one), min(1, centre + 3 * one)) for one in sigmas]
    return lines, _signals(rates, centre, sigmas)


def test_a_thousand_series_of_rates_against_plain_loops():
    draw, rules = random.Random(7), set()
    for _ in range(1000):
        chance, swing = draw.choice([0.0, 0.1, 0.5, 0.9, 1.0]), draw.choice([0, 0.3])
        sizes = [draw.choice([1, 5, 20, 60]) for _ in range(draw.randrange(0, 40))]
        counts = [(sum(draw.random() < chance + draw.uniform(-swing, swing) for _ in range(size)), size) for size in sizes]
        counts = [pair if draw.random() > 0.05 else None for pair in counts]
        lines, signals = _p_reference(counts)
        chart = p_chart(counts)
        assert _fired(chart) == signals, counts
        for ours, theirs in zip((chart.lowers, chart.uppers), zip(*lines, strict=True), strict=False):
            assert _is_close(ours, theirs)
        rules |= {(rule, side) for rule, side, _ in signals}
    assert len(rules) >= 7


# ---- published examples


def test_xmr_against_nist():
    """Flow rates of ten batches, NIST/SEMATECH e-Handbook of Statistical Methods 6.3.2.2, printed: 50.81, 1.8778, 55.8041, 45.8159 (with 3/1.128)."""
    chart = xmr([49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1])
    assert round(chart.centres[0], 2) == 50.81
    assert round(chart.segments[0].spread, 4) == 1.8778
    assert (chart.uppers[0], chart.lowers[0]) == pytest.approx((55.8041, 45.8159), abs=1e-3)
    assert not chart.fired


# Montgomery, Introduction to Statistical Quality Control, frozen orange juice cans, samples of 50 (data set orangejuice of the R package qcc)
CANS = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6]


def _outside(chart) -> list[int]:
    return [place + 1 for one in chart.fired if one.rule == "outside" for place in one.places]


def test_p_chart_against_montgomery_cans():
    chart = p_chart([(count, 50) for count in CANS], is_widened=False)
    assert [round(line[0], 4) for line in (chart.centres, chart.uppers, chart.lowers)] == [0.2313, 0.4102, 0.0524]
    assert _outside(chart) == [15, 23]


def test_p_chart_against_montgomery_cans_revised():
    """Samples 15 and 23 taken out, he prints 0.2150, 0.3893, 0.0407, and sample 21 outside."""
    chart = p_chart([None if place in (14, 22) else (count, 50) for place, count in enumerate(CANS)], is_widened=False)
    assert [round(line[0], 4) for line in (chart.centres, chart.uppers, chart.lowers)] == [0.2150, 0.3893, 0.0407]
    assert _outside(chart) == [21]
    assert chart.uppers[14] is None


def test_p_chart_against_montgomery_purchase_orders():
    sizes = [100, 80, 80, 100, 110, 110, 100, 100, 90, 90, 110, 120, 120, 120, 110, 80, 80, 80, 90, 100, 100, 100, 100, 90, 90]
    counts = [12, 8, 6, 9, 10, 12, 11, 16, 10, 6, 20, 15, 9, 8, 6, 8, 10, 7, 5, 8, 5, 8, 10, 6, 9]
    assert (sum(counts), sum(sizes)) == (234, 2450)
    chart = p_chart(list(zip(counts, sizes, strict=True)), is_widened=False)
    assert round(chart.centres[0], 3) == 0.096
    assert _outside(chart) == [11]
    assert chart.uppers[1] > chart.uppers[0] > chart.uppers[4]  # n = 80, 100, 110


def test_p_chart_widens_where_months_vary_more_than_chance():
    """Laney: with huge samples every month would stand outside the binomial limits."""
    counts = [(round(size * rate), size) for size, rate in zip([200_000] * 16, [0.20, 0.23, 0.21, 0.24] * 4, strict=True)]
    assert len(_outside(p_chart(counts, is_widened=False))) == 16
    widened = p_chart(counts)
    assert not widened.fired
    # by hand: moving ranges 0.03, 0.02, 0.03, 0.04 in turn (0.03 comes twice), 15 of them, mean 0.44/15; centre 0.22
    assert widened.segments[0].spread == pytest.approx(0.44 / 15 / 1.128 / sqrt(0.22 * 0.78 / 200_000))
    assert (widened.lowers[0], widened.uppers[0]) == pytest.approx((0.22 - 3 * 0.44 / 15 / 1.128, 0.22 + 3 * 0.44 / 15 / 1.128))


def test_p_chart_is_never_narrower_than_chance():
    chart = p_chart([(10, 50), (11, 50)] * 10)
    assert chart.segments[0].spread == 1.0
    assert chart.uppers[0] == pytest.approx(0.21 + 3 * sqrt(0.21 * 0.79 / 50))


# ---- regressions


def test_issue_171_a_trend_is_named_by_its_direction():
    """Seven points falling, all of them above the mean: the trend is a falling one."""
    chart = xmr([0, 1] * 10 + [26, 25, 24, 23, 22, 21, 20])
    trend = next(one for one in chart.fired if one.rule == "trend")
    assert trend.side == "low"
    assert trend.places == tuple(range(20, 27))
    assert all(chart.values[place] > chart.centres[place] for place in trend.places)


def test_issue_172_assurance_uses_the_limits_after_the_last_rebase():
    before, after = [50, 55, 60, 58, 52, 61, 57, 54, 59, 56] * 2, [88, 93, 89, 94, 87, 92, 88, 93, 90, 91]
    assert assurance(xmr(before), 90, "higher") == "missed"
    assert assurance(xmr(before + after, [20]), 90, "higher") == "uncertain"
    assert assurance(xmr(before + after), 90, "higher") != "uncertain"  # what the limits over both would say


def test_issue_172_no_assurance_from_before_a_rebase_that_has_no_limits_yet():
    assert assurance(xmr([10, 12] * 10 + [30, 31], [20]), 5, "higher") == ""
    assert assurance(xmr([10, 12] * 10 + [None] * 8, [20]), 5, "higher") == ""


def test_issue_93_a_rebase_together_with_a_fixed_baseline():
    """Forty points, a re-base in the middle, a baseline of 12: limits from 12, drawn over 8 more, and again."""
    first, second = [10, 12] * 6, [30, 33] * 6
    chart = xmr(first + [15] * 8 + second + [40] * 8, [20], baseline=12)
    assert [segment.size for segment in chart.segments] == [12, 12]
    assert (chart.centres[0], chart.centres[19], chart.centres[20], chart.centres[39]) == (11, 11, 31.5, 31.5)
    assert chart.uppers[19] == pytest.approx(11 + 2.66 * 2)
    assert chart.uppers[39] == pytest.approx(31.5 + 2.66 * 3)
    assert {one.places for one in chart.fired if one.rule == "run"} == {tuple(range(11, 20)), tuple(range(31, 40))}


def test_a_fixed_baseline_counts_known_points_and_rates_too():
    counts = [(5, 50), None] + [(5, 50), (10, 50)] * 6 + [(40, 50)]
    chart = p_chart(counts, baseline=7)
    assert chart.centres[0] == pytest.approx(50 / 350)
    assert chart.segments[0].size == 7
    assert ("outside", "high", 14) in _fired(chart)


# ---- assurance


@pytest.mark.parametrize(
    ("target", "direction", "says"),
    [
        (5, "higher", "met"), (5, "lower", "missed"), (17, "higher", "missed"), (17, "lower", "met"), (11, "higher", "uncertain"),
        (5, "neutral", ""), (17, "", ""),
    ],
)  # fmt: skip
def test_assurance_by_the_side_of_the_limits(target, direction, says):
    assert assurance(xmr([10, 12] * 8), target, direction) == says  # limits 5.68 to 16.32


@pytest.mark.parametrize("direction", ["higher", "lower"])
def test_a_target_on_a_limit_is_uncertain(direction):
    chart = xmr([10, 12] * 8)
    assert [assurance(chart, line[-1], direction) for line in (chart.lowers, chart.uppers)] == ["uncertain", "uncertain"]


def test_assurance_of_rates_uses_the_last_known_month():
    counts = [(45, 50), (46, 50)] * 8
    assert assurance(p_chart([*counts, (900, 1000), None]), 0.8, "higher") == "met"  # narrow limits of n = 1000
    assert assurance(p_chart([*counts, (9, 10), None]), 0.8, "higher") == "uncertain"  # wide ones of n = 10


@pytest.mark.parametrize("series", [[], [None] * 9, [1, 2, 3]])
def test_no_assurance_without_limits(series):
    assert assurance(xmr(series), 2, "higher") == ""


# ---- edges


@pytest.mark.parametrize(("size", "has_limits", "is_trial"), [(5, False, False), (6, True, True), (12, True, True), (13, True, False)])
@pytest.mark.parametrize("draw", [xmr, lambda values: p_chart([(value, 20) for value in values])])
def test_few_points(draw, size, has_limits, is_trial):
    chart = draw([3 + place % 3 for place in range(size)])
    assert (LIMITS_FROM, TRIAL_BELOW) == (6, 13)
    assert (chart.segments[0].centre is not None, chart.segments[0].is_trial) == (has_limits, is_trial)
    assert (chart.uppers[0] is not None) is has_limits
    assert chart.segments[0].size == size
    assert chart.last == size - 1


def test_points_of_which_no_two_follow_each_other_measure_no_spread():
    chart = xmr([1, None, 5, None] * 8)
    assert chart.segments[0].centre is None
    assert not chart.fired
    assert p_chart([(1, 9), None, (5, 9), None] * 8).segments[0].spread == 1.0  # chance alone


@pytest.mark.parametrize("draw", [xmr, p_chart])
@pytest.mark.parametrize("size", [0, 9])
def test_nothing_known(draw, size):
    chart = draw([None] * size)
    assert chart.values == chart.centres == chart.uppers == (None,) * size
    assert (chart.last, chart.fired, chart.at(0)) == (None, (), ())
    assert [segment.size for segment in chart.segments] == ([0] if size else [])


@pytest.mark.parametrize("value", [0, 0.1, 1 / 3, 7e9, -0.7])
def test_a_constant_series_says_nothing(value):
    for size in range(6, 60):  # the mean of equal floats is not always that float
        chart = xmr([value] * size)
        assert not chart.fired
        assert chart.lowers[0] == chart.uppers[0] == chart.centres[0] == pytest.approx(value)


def test_levels_that_differ_across_a_gap_are_not_outside_of_limits_without_a_spread():
    for first in (1, 0.3, 0.1 + 0.2):  # the last two differ by rounding only, which is no spread either
        chart = xmr([first, 0.3 if first < 1 else 1] * 4 + [None] + [5] * 8)
        assert {one.rule for one in chart.fired} == {"run"}


@pytest.mark.parametrize(("low", "high", "limit"), [(10, 12, 16.32), (0.1, 0.3, 0.732), (1.1, 1.3, 1.732), (0.6, 0.7, 0.916)])
def test_a_point_on_a_limit_is_inside(low, high, limit):
    """In binary fractions the last three limits come out a little below the decimal number that they are."""
    on, beyond = (xmr([low, high] * 10 + [value], baseline=20) for value in (limit, limit + 1e-6))
    assert (_outside(on), _outside(beyond)) == ([], [21])


@pytest.mark.parametrize("count", [0, 30])
def test_rates_of_all_or_nothing_have_no_spread(count):
    chart = p_chart([(count, 30), (count * 2, 60)] * 8)
    assert not chart.fired
    assert chart.lowers[0] == chart.uppers[0] == chart.centres[0] == count / 30


def test_a_rate_at_the_edge_is_judged_by_the_limit_before_it_is_clipped():
    near = p_chart([(9, 10), (10, 10), (8, 10), (10, 10)] * 4)
    assert near.uppers[1] == near.values[1] == 1.0
    assert not _outside(near)
    far = p_chart([(5, 50), (6, 50)] * 8 + [(50, 50)])
    assert far.uppers[-1] < far.values[-1] == 1.0
    assert _outside(far) == [17]


def test_a_month_without_a_case_is_a_gap():
    assert p_chart([(0, 0), (3, 4)]).values == (None, 0.75)


@pytest.mark.parametrize("pair", [(3, 2), (-1, 2), (1, 0)])
def test_more_than_all_is_a_defect(pair):
    with pytest.raises(ValueError, match="is not a rate"):
        p_chart([pair])


def test_a_value_that_is_no_number_is_a_defect():
    with pytest.raises(ValueError, match="not a finite number"):
        xmr([1.0, float("nan")])


def test_rebases_at_the_start_twice_or_beyond_change_nothing():
    values = [float(place % 4) for place in range(20)]
    assert xmr(values, [0, 20, 99]) == xmr(values)
    assert xmr(values, [10, 10]) == xmr(values, [10])


def test_the_last_known_point():
    assert xmr([4, 5, None, 6, None]).last == 3


def test_what_fired_with_a_point_in_it():
    chart = xmr([1, 2, 3, 4, 5, 6, 7])
    assert [one.rule for one in chart.at(6)] == ["outside", "trend", "two_of_three"]
    assert [one.rule for one in chart.at(3)] == ["trend"]


# ---- the printed rules


def test_the_printed_rules_are_those_that_can_fire_and_their_numbers_those_that_count():
    rules = load_rules()
    assert list(rules) == ["outside", "run", "trend", "two_of_three"]
    assert all(rule.id == id and rule.name and "{" not in rule.text + rule.name for id, rule in rules.items())
    numbers = {id: [int(part) for part in _numbers(rule.text)] for id, rule in rules.items()}
    assert numbers == {
        "outside": [LIMIT_SIGMAS],
        "run": [RUN_OF],
        "trend": [TREND_OF, TREND_OF - 1],
        "two_of_three": [3, 2, WARNING_SIGMAS],
    }


def _numbers(text: str) -> list[str]:
    return "".join(letter if letter.isdigit() else " " for letter in text).split()
