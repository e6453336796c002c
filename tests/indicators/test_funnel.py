"""Funnel limits against scipy's binomial and beta-binomial, and the dispersion against loops, a likelihood and published data."""

import statistics
import tracemalloc
from math import ceil, floor, sqrt

import numpy as np
import pytest
from scipy import optimize, stats

from indicators.binomial import WHOLE_TO, inside
from indicators.funnel import JUDGED_FROM, TAILS, Funnel, Place, expected_false, funnel, limits, place
from indicators.small_numbers import RANK_FROM

NOWHERE = Place(side="", is_far=False)
# deaths and operations in twelve hospitals: example "Surgical" of BUGS (www.multibugs.org/examples/latest/Surgical.html)
SURGICAL = [(0, 47), (18, 148), (8, 119), (46, 810), (8, 211), (13, 196), (9, 148), (31, 215), (14, 207), (8, 97), (29, 256), (24, 360)]


def _held(rate: float, between: float = 0.0) -> Funnel:
    return Funnel(rate=rate, units=20, dispersion=1.0, between=between)


def _distribution(size: int, mean: float, between: float):
    """The distribution of scipy with this mean, and this SD between units."""
    if not between:
        return stats.binom(size, mean)
    prior = mean * (1 - mean) / between**2 - 1
    return stats.betabinom(size, prior * mean, prior * (1 - mean))


def _inside(size: int, mean: float, between: float, tail: float) -> tuple[int, int]:
    """The least and the most count inside, from the probabilities of scipy."""
    weights = _distribution(size, mean, between).pmf(np.arange(size + 1))
    least = int((np.cumsum(weights) <= tail).sum())
    return least, size - int((np.cumsum(weights[::-1]) <= tail).sum())


def _cases() -> list[tuple[int, float, float]]:
    random = np.random.default_rng(11)
    found = []
    for _ in range(400):
        size, mean = int(random.integers(1, 500)), float(random.uniform(0.005, 0.995))
        most = sqrt(mean * (1 - mean))
        found.append((size, mean, float(random.choice([0, random.uniform(0.001, 0.2) * most, random.uniform(0.2, 0.98) * most]))))
    return [*found, (20_000, 0.85, 0.0), (20_000, 0.85, 0.1), (20_000, 0.999, 0.0), (20_000, 0.99, 0.02), (20_000, 0.85, 0.002)]


def test_exact_limits_equal_scipy():
    for size, mean, between in _cases():
        expected = tuple(_inside(size, mean, between, tail) for tail in TAILS)
        assert inside(size, mean, between, TAILS) == expected, (size, mean, between)


def test_beta_binomial_without_a_spread_between_units_is_the_binomial():
    assert inside(60, 0.85, 1e-7, TAILS) == inside(60, 0.85, 0.0, TAILS) == tuple(_inside(60, 0.85, 0.0, tail) for tail in TAILS)


@pytest.mark.parametrize(
    ("mean", "between"), [(0.85, 0.1), (0.85, 0.02), (0.99, 0.02), (0.999, 0.01), (0.5, 0.3), (0.9, 0.004), (0.9, 0.001)]
)
@pytest.mark.parametrize("size", [WHOLE_TO + 1, 100_000])
def test_limits_agree_beyond_the_seam(size, mean, between):
    """To a hundredth of a percentage point, which is two steps of the coarser share; a line is drawn far thicker."""
    found = inside(size, mean, between, TAILS)
    expected = tuple(_inside(size, mean, between, tail) for tail in TAILS)
    farthest = float(np.abs(np.array(found) - np.array(expected)).max()) / size
    assert farthest <= 2 / WHOLE_TO, f"{farthest:.1e} apart: {found} {expected}"


@pytest.mark.parametrize("size", [50_000, 3_000_000])
def test_binomial_limits_of_many_cases_equal_scipy(size):
    for tail, (least, most) in zip(TAILS, inside(size, 0.93, 0.0, TAILS), strict=True):
        known = stats.binom(size, 0.93)
        assert known.cdf(least - 1) <= tail < known.cdf(least)
        assert known.sf(most) <= tail < known.sf(most - 1)


@pytest.mark.parametrize("between", [0.0, 0.0004, 0.1])
def test_millions_of_cases_take_little_memory(between):
    tracemalloc.start()
    inside(9_000_000, 0.87, between, TAILS)
    peak_mb = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    assert peak_mb < 60


@pytest.mark.parametrize("between", [0.0, 0.06])
def test_a_dot_beyond_the_line_is_flagged_and_one_on_it_or_inside_is_not(between):
    held = _held(0.87, between)
    sizes = [*range(1, 90), 251, 1000]
    for size, near, far in zip(sizes, limits(held, sizes, 0.95), limits(held, sizes, 0.998), strict=True):
        for count in range(size + 1):
            stands, share = place(held, count, size), count / size
            assert stands.side == ("low" if share < near[0] else "high" if share > near[1] else "")
            assert stands.is_far == (not far[0] <= share <= far[1])


def test_the_far_limits_enclose_the_near_ones():
    sizes = [20, 60, 500, 30_000]
    for held in (_held(0.87), _held(0.87, 0.06)):
        near, far = limits(held, sizes, 0.95), limits(held, sizes, 0.998)
        assert all(outer[0] < inner[0] < held.rate < inner[1] <= outer[1] for inner, outer in zip(near, far, strict=True))


def test_adjusted_limits_are_wider():
    sizes = [20, 60, 500, 30_000]
    chance, adjusted = limits(_held(0.87), sizes, 0.95), limits(_held(0.87, 0.05), sizes, 0.95)
    assert all(wide[0] < narrow[0] and wide[1] >= narrow[1] for narrow, wide in zip(chance, adjusted, strict=True))


@pytest.mark.parametrize("count", [0, 1])
def test_a_village_with_one_case_is_placed_nowhere(count):
    villages = [(55, 60)] * 15 + [(count, 1)]
    held = funnel(villages)
    assert place(held, count, 1) == NOWHERE and limits(held, [1], 0.95) == [(0.0, 1.0)]
    assert held.units == 15


def test_too_few_cases_are_placed_nowhere_however_bad():
    held = _held(0.95)
    assert place(held, 0, RANK_FROM - 1) == NOWHERE
    assert place(held, 0, RANK_FROM) == Place(side="low", is_far=True)


@pytest.mark.parametrize(("rate", "count"), [(1.0, 60), (0.0, 0)])
def test_where_every_case_is_alike_nothing_is_flagged(rate, count):
    held = funnel([(count, 60)] * 15)
    assert held == Funnel(rate=rate, units=15, dispersion=1.0, between=0.0)
    assert place(held, count, 60) == NOWHERE and limits(held, [60], 0.95) == [(rate, rate)]


def test_no_case_no_funnel():
    assert funnel([]) is None and funnel([(0, 0), (0, 0)]) is None


def test_units_without_cases_change_nothing():
    assert funnel([*SURGICAL, (0, 0)]) == funnel(SURGICAL)


def test_the_order_of_the_units_changes_nothing():
    assert funnel(SURGICAL[::-1]) == funnel(SURGICAL)


def _phi(counts: list[tuple[int, int]]) -> float:
    """Spiegelhalter's phi in a loop; the tenths as R's quantile() takes them, which is what FunnelPlotR does."""
    rate = sum(count for count, _ in counts) / sum(size for _, size in counts)
    scores = [(count / size - rate) / sqrt(rate * (1 - rate) / size) for count, size in counts]
    tenths = statistics.quantiles(scores, n=10, method="inclusive")
    return statistics.fmean(min(max(score, tenths[0]), tenths[-1]) ** 2 for score in scores)


def test_dispersion_equals_a_loop():
    random = np.random.default_rng(5)
    for units in (JUDGED_FROM, 23, 60):
        sizes = random.integers(RANK_FROM, 300, units)
        counts = [(int(count), int(size)) for count, size in zip(random.binomial(sizes, 0.8), sizes, strict=True)]
        assert funnel(counts).dispersion == pytest.approx(_phi(counts), abs=1e-12)


def test_dispersion_is_the_chi_square_where_no_unit_is_drawn_in():
    """A quarter of the units are as low as any and a quarter as high: the outer tenths are the ends themselves."""
    counts = [(40, 60)] * 5 + [(48, 60)] * 10 + [(56, 60)] * 5
    chi_square = stats.chi2_contingency([[count for count, _ in counts], [size - count for count, size in counts]]).statistic
    assert funnel(counts).dispersion == pytest.approx(chi_square / len(counts))


def test_published_hospitals():
    """The SD between hospitals is near that of a beta-binomial fitted by likelihood; unadjusted, three stand out, adjusted, none."""
    held, chance = funnel(SURGICAL), funnel(SURGICAL, is_adjusting=False)
    assert held.dispersion == chance.dispersion == pytest.approx(_phi(SURGICAL))
    assert held.is_adjusted and not chance.is_adjusted
    likeliest = _likeliest_between(SURGICAL)
    assert held.between == pytest.approx(likeliest, rel=0.3), f"{held.between:.4f}, likelihood {likeliest:.4f}"
    assert [place(chance, *counts).side for counts in SURGICAL] == ["", "", "", "", "low", "", "", "high", "", "", "high", ""]
    assert not any(place(held, *counts).side for counts in SURGICAL)


def _likeliest_between(counts: list[tuple[int, int]]) -> float:
    hits, sizes = np.array(counts).T

    def unlikelihood(logs: np.ndarray) -> float:
        return -stats.betabinom.logpmf(hits, sizes, *np.exp(logs)).sum()

    low, high = np.exp(optimize.minimize(unlikelihood, [1.0, 3.5], method="Nelder-Mead").x)
    mean = low / (low + high)
    return sqrt(mean * (1 - mean) / (low + high + 1))


def test_one_poor_village_does_not_widen_the_limits_that_show_it():
    villages = [(51 + step % 3 - 1, 60) for step in range(19)] + [(30, 60)]
    held = funnel(villages)
    assert not held.is_adjusted
    assert [place(held, *village).side for village in villages] == [""] * 19 + ["low"]
    assert place(held, 30, 60).is_far


def test_too_few_units_are_not_judged():
    wild = [(20, 60), (59, 60), (40, 60)] * 3
    assert funnel(wild) == Funnel(rate=float(119 / 180), units=9, dispersion=1.0, between=0.0)
    assert funnel([*wild, (20, 60)]).is_adjusted


def test_units_of_opposite_ends_keep_a_spread_that_can_be():
    held = funnel([(60, 60), (0, 60)] * 10)
    assert held.between == pytest.approx(0.5)
    assert place(held, 0, 60) == place(held, 60, 60) == NOWHERE


def test_false_flags_to_expect():
    assert expected_false(20) == pytest.approx(1.0)
    assert expected_false(500, 0.998) == pytest.approx(1.0)


def test_exact_limits_lie_near_the_normal_ones_where_cases_are_many():
    """1.96 standard errors to either side, the approximation that the exact tails replace."""
    least, most = inside(5000, 0.8, 0.0, TAILS)[0]
    half = stats.norm.ppf(0.975) * sqrt(0.8 * 0.2 / 5000)
    assert abs(least - floor(5000 * (0.8 - half))) <= 1 and abs(most - ceil(5000 * (0.8 + half))) <= 1
