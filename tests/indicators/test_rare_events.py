"""Charts of the time between rare events: against a printed table, scipy's geometric distribution, and events made up with a known rate."""

import random
from datetime import date, datetime
from math import ceil, sqrt

import pytest
from scipy import stats

from indicators.rare_events import g_chart, gaps_between, t_chart

# Montgomery, Introduction to Statistical Quality Control, valve failures: hours between failures, and the first that he prints as y = x^0.2777
HOURS = [286, 948, 536, 124, 816, 729, 4, 143, 431, 8, 2837, 596, 81, 227, 603, 492, 1199, 1214, 2831, 96]
TRANSFORMED = [4.80986, 6.70903, 5.72650, 3.81367, 6.43541, 6.23705, 1.46958]


def test_t_chart_of_the_valves_by_plain_loops():
    """He uses 0.2777 for 1/3.6, so the lines agree to what that rounding leaves; none of his points is outside."""
    powers = [hours**0.2777 for hours in HOURS]
    assert [round(one, 5) for one in powers[:7]] == TRANSFORMED
    centre = sum(powers) / 20
    mean_range = sum(abs(powers[place] - powers[place - 1]) for place in range(1, 20)) / 19
    chart = t_chart(HOURS)
    assert chart.kind == "t"
    assert chart.values == tuple(HOURS)
    assert chart.centres[0] == chart.segments[0].centre == pytest.approx(centre ** (1 / 0.2777), rel=1e-3)
    assert chart.uppers[0] == pytest.approx((centre + 2.66 * mean_range) ** (1 / 0.2777), rel=1e-3)
    assert chart.lowers[0] == 0.0  # below 0 before it is transformed back
    assert chart.high_warnings[0] == pytest.approx((centre + 2.66 * 2 / 3 * mean_range) ** (1 / 0.2777), rel=1e-3)
    assert not chart.fired


def test_t_chart_finds_a_long_gap_and_a_run_of_short_ones():
    draw = random.Random(3)
    gaps = [draw.expovariate(1 / 30) for _ in range(30)]
    assert [(one.rule, one.side) for one in t_chart([*gaps, 2000.0]).at(30)] == [("outside", "high")]
    assert [(one.rule, one.side) for one in t_chart([*gaps, *[0.5 + 0.1 * (n % 2) for n in range(9)]]).at(38) if one.rule == "run"] == [
        ("run", "low")
    ]


@pytest.mark.parametrize("gap", [0, -1, float("nan")])
def test_t_chart_takes_no_gap_of_nothing(gap):
    with pytest.raises(ValueError, match="longer than 0 days"):
        t_chart([5, gap, 3])


@pytest.mark.parametrize("draw", [t_chart, g_chart])
@pytest.mark.parametrize(
    ("size", "has_limits", "is_trial"), [(0, False, False), (5, False, False), (6, True, True), (12, True, True), (13, True, False)]
)
def test_few_gaps(draw, size, has_limits, is_trial):
    chart = draw([20 + 7 * (place % 3) for place in range(size)])
    assert [(one.size, one.centre is not None, one.is_trial) for one in chart.segments] == ([(size, has_limits, is_trial)] if size else [])
    assert {
        line[0] is not None for line in (chart.centres, chart.lowers, chart.uppers, chart.low_warnings, chart.high_warnings) if line
    } == ({has_limits} if size else set())


def test_gaps_of_dates_and_of_stamps():
    assert gaps_between([date(2024, 3, 1), date(2024, 2, 28), date(2024, 3, 1)]) == [2, 0]
    assert gaps_between([datetime(2024, 3, 1, 18), datetime(2024, 3, 1, 12)]) == [0.25]
    assert gaps_between([date(2024, 3, 1)]) == gaps_between([]) == []


def _minitab_median(chance: float) -> float:
    """As Minitab prints it ("Methods and formulas for G Chart"): the 50th percentile of the number until, interpolated, less 1."""
    above = stats.geom.ppf(0.5, chance)
    low, high = stats.geom.cdf(above - 1, chance), stats.geom.cdf(above, chance)
    return max(0.0, above - 1 + (0.5 - low) / (high - low) - 1)


@pytest.mark.parametrize("mean", [0.2, 0.9, 1, 1.4, 3, 10, 47, 200, 900])
def test_g_chart_against_the_geometric_distribution(mean):
    draw = random.Random(5)
    gaps = [float(draw.choice([0, mean // 2, mean, 2 * mean, 5 * mean, 6.5 * mean, 7 * mean, 9 * mean]) // 1) for _ in range(60)]
    chart = g_chart(gaps)
    chance = 1 / (sum(gaps) / 60 + 1)
    assert chart.kind == "g"
    assert chart.centres[0] == pytest.approx(_minitab_median(chance), abs=1e-9)
    assert chart.segments[0].spread == pytest.approx(sqrt(1 - chance) / chance)
    tail = stats.norm.sf(3)
    rare = {place for place, gap in enumerate(gaps) if stats.geom.sf(gap, chance) < tail or stats.geom.cdf(gap + 1, chance) < tail}
    assert {one.places[0] for one in chart.fired if one.rule == "outside"} == rare
    assert rare == {place for place, gap in enumerate(gaps) if not chart.lowers[0] <= gap <= chart.uppers[0]}
    shortest = ceil(chart.high_warnings[0])
    assert stats.geom.sf(shortest, chance) <= stats.norm.sf(2) < stats.geom.sf(shortest - 1, chance)


def test_g_chart_finds_short_gaps_as_a_run():
    draw = random.Random(11)
    usual = [int(draw.expovariate(1 / 40)) for _ in range(40)]
    chart = g_chart([*usual, 3, 0, 2, 5, 1, 0, 4, 2])
    assert ("run", "low") in {(one.rule, one.side) for one in chart.at(47)}


def test_g_chart_where_short_gaps_are_outside():
    chart = g_chart([1500, 1100, 900, 1300, 700, 2500, 1700, 0])
    assert [(one.rule, one.side) for one in chart.at(7)] == [("outside", "low")]
    assert 0 < chart.lowers[0] < chart.low_warnings[0]


def test_g_chart_of_one_day():
    chart = g_chart([0] * 9)
    assert (chart.centres[0], chart.lowers[0], chart.uppers[0], chart.fired) == (0.0, 0.0, 0.0, ())


def test_g_chart_of_a_gap_beyond_all_measure():
    """Its chance, e^-1000, is no longer a number."""
    assert [one.rule for one in g_chart([0] * 1000 + [100_000]).at(1000)] == ["outside"]


@pytest.mark.parametrize("gap", [-1, 0.5, float("nan")])
def test_g_chart_takes_whole_days_only(gap):
    with pytest.raises(ValueError, match="whole days"):
        g_chart([3, gap])


@pytest.mark.parametrize("draw", [t_chart, g_chart])
def test_a_constant_rate_seldom_signals(draw):
    """Events at a constant rate, one in 40 days: at most 4 of 1,000 gaps outside (three sigmas of the normal: 2.7), in 8,000 gaps."""
    made, outside, gaps_seen = random.Random(23), 0, 0
    for _ in range(200):
        stamps = [0.0]
        for _ in range(40):
            stamps.append(stamps[-1] + made.expovariate(1 / 40))
        marks = [float(int(stamp)) for stamp in stamps] if draw is g_chart else stamps
        gaps = [later - earlier for earlier, later in zip(marks, marks[1:], strict=False)]
        outside += sum(one.rule == "outside" for one in draw(gaps).fired)
        gaps_seen += len(gaps)
    assert gaps_seen == 8000
    assert outside / gaps_seen <= 0.004, f"{outside} of {gaps_seen}"
