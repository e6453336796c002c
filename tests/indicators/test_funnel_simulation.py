"""How often the funnel is wrong and how often it sees what is there, in towns that are made up and so known."""

from math import sqrt

import numpy as np
import pytest
from scipy import stats

from indicators.funnel import Funnel, expected_false, funnel, place
from indicators.small_numbers import RANK_FROM

Counts = list[tuple[int, int]]


def _counts(hits: np.ndarray, sizes: np.ndarray) -> Counts:
    return list(zip(hits.tolist(), sizes.tolist(), strict=True))


def _flagged(held: Funnel, counts: Counts) -> np.ndarray:
    """Units of RANK_FROM cases or more, those outside 95 %, those outside 99.8 %."""
    stands = [place(held, count, size) for count, size in counts if size >= RANK_FROM]
    return np.array([len(stands), sum(stand.side != "" for stand in stands), sum(stand.is_far for stand in stands)])


def _town(random: np.random.Generator) -> tuple[float, Counts]:
    """Twenty villages of 3 to 40 cases which all have the same rate."""
    rate, sizes = random.uniform(0.8, 0.95), random.integers(3, 41, 20)
    return rate, _counts(random.binomial(sizes, rate), sizes)


def test_identical_villages_are_rarely_flagged():
    random, pooled, true, adjusted = np.random.default_rng(2024), np.zeros(3), np.zeros(3), 0
    for _ in range(1000):
        rate, counts = _town(random)
        held = funnel(counts)
        pooled += _flagged(held, counts)
        true += _flagged(Funnel(rate=rate, units=20, dispersion=1.0, between=0.0), counts)
        adjusted += held.is_adjusted
    told = f"outside 95 %, 99.8 %: {pooled[1:] / pooled[0]} pooled, {true[1:] / true[0]} true rate; adjusted {adjusted} of 1000 towns"
    print(told)
    for flags in (pooled, true):
        assert flags[1] / flags[0] <= 0.05 and flags[2] / flags[0] <= 0.002, told
    assert adjusted / 1000 <= 0.05 + 3 * sqrt(0.05 * 0.95 / 1000), told


@pytest.mark.parametrize(
    ("units", "low", "high", "rate"), [(20, 20, 60, 0.85), (20, 20, 400, 0.97), (12, 20, 60, 0.9), (100, 20, 200, 0.85)]
)
def test_identical_villages_are_adjusted_in_about_one_town_of_twenty(units, low, high, rate):
    random, towns = np.random.default_rng(units + high), 8000 // units
    sizes = random.integers(low, high, (towns, units))
    adjusted = sum(funnel(_counts(random.binomial(row, rate), row)).is_adjusted for row in sizes) / towns
    print(f"{units} villages of {low} to {high} cases at {rate}: {adjusted:.3f} of the towns adjusted")
    assert 0.01 <= adjusted <= 0.05 + 3 * sqrt(0.05 * 0.95 / towns), adjusted


def test_false_flags_stay_below_the_printed_caution():
    random, flags = np.random.default_rng(8), 0
    sizes = random.integers(50, 400, (300, 20))
    for row in sizes:
        counts = _counts(random.binomial(row, 0.85), row)
        flags += _flagged(funnel(counts, is_adjusting=False), counts)[1]
    assert 0.5 * expected_false(20) <= flags / 300 <= expected_false(20), flags / 300


def _power(size: int, rate: float, true: float, tail: float) -> float:
    """The exact chance that a unit with the rate `true` lies below the limit of `rate`."""
    counts = np.arange(size + 1)
    return stats.binom.pmf(counts, size, true)[stats.binom.cdf(counts, size, rate) <= tail].sum()


@pytest.mark.parametrize(("tail", "published", "is_flagged"), [(0.025, 0.76, lambda s: s.side == "low"), (0.001, 0.44, lambda s: s.is_far)])
def test_power_against_a_poor_village(tail, published, is_flagged):
    """A village at 0.70 with 60 cases, held against 0.85."""
    exact = _power(60, 0.85, 0.70, tail)
    assert exact == pytest.approx(published, abs=0.005)
    random, draws = np.random.default_rng(60), 4000
    held = Funnel(rate=0.85, units=20, dispersion=1.0, between=0.0)
    reached = np.mean([is_flagged(place(held, count, 60)) for count in random.binomial(60, 0.70, draws).tolist()])
    print(f"power {reached:.4f}, exact {exact:.4f}")
    assert abs(reached - exact) <= 3 * sqrt(exact * (1 - exact) / draws), (reached, exact)


def test_power_against_a_pooled_rate_that_holds_the_poor_village_too():
    """One of twenty lowers the rate it is held against: the power given the others, averaged over what the others may be, is reached."""
    random, seen, expected = np.random.default_rng(70), [], []
    for _ in range(3000):
        others = int(random.binomial(60 * 19, 0.85))
        poor = int(random.binomial(60, 0.70))
        held = funnel([(others, 60 * 19), (poor, 60)])
        seen.append(place(held, poor, 60).side == "low")
        expected.append(_power_pooled(others))
    reached, exact = float(np.mean(seen)), float(np.mean(expected))
    print(f"power in a town of twenty {reached:.4f}, exact {exact:.4f}")
    assert abs(reached - exact) <= 3 * sqrt(exact * (1 - exact) / len(seen)), (reached, exact)


def _power_pooled(others: int) -> float:
    """The chance that a village of 60 at 0.70 is low against itself and 1,140 cases with so many hits."""
    counts = np.arange(61)
    is_low = stats.binom.cdf(counts, 60, (others + counts) / 1200) <= 0.025
    return stats.binom.pmf(counts, 60, 0.70)[is_low].sum()


def _scattered(random: np.random.Generator, sizes: np.ndarray, between: float) -> Counts:
    """Villages whose own rates have the mean 0.85 and this SD."""
    prior = 0.85 * 0.15 / between**2 - 1
    return _counts(random.binomial(sizes, random.beta(0.85 * prior, 0.15 * prior, len(sizes))), sizes)


def test_adjusted_limits_flag_fewer_of_scattered_villages():
    random, adjusted, chance = np.random.default_rng(10), np.zeros(3), np.zeros(3)
    for _ in range(250):
        counts = _scattered(random, random.integers(20, 200, 20), 0.1)
        adjusted += _flagged(funnel(counts), counts)
        chance += _flagged(funnel(counts, is_adjusting=False), counts)
    told = f"outside 95 %, 99.8 %: {chance[1:] / chance[0]} unadjusted, {adjusted[1:] / adjusted[0]} adjusted"
    print(told)
    assert chance[1] / chance[0] > 0.3, told
    assert adjusted[1] / adjusted[0] <= 0.06 and adjusted[2] / adjusted[0] <= 0.01, told


@pytest.mark.parametrize(("units", "between"), [(20, 0.1), (100, 0.1), (100, 0.05)])
def test_the_spread_between_villages_is_found(units, between):
    """Within 15 % on average, although a tenth at either end is drawn in."""
    random = np.random.default_rng(units)
    found = [funnel(_scattered(random, random.integers(40, 300, units), between)).between for _ in range(80)]
    print(f"{units} villages: {np.mean(found):.4f} found, {between} true")
    assert np.mean(found) == pytest.approx(between, rel=0.15)


@pytest.mark.parametrize("units", [20, 100])
def test_power_as_in_use(units):
    """One village at 0.70 among villages at 0.85, 60 cases each, some limits adjusted: printed, and not far below the exact one."""
    random, exact, stands, adjusted = np.random.default_rng(units), _power(60, 0.85, 0.70, 0.025), [], 0
    for _ in range(300):
        hits = random.binomial(60, np.append(np.full(units - 1, 0.85), 0.70))
        held = funnel(_counts(hits, np.full(units, 60)))
        stands.append(place(held, int(hits[-1]), 60))
        adjusted += held.is_adjusted
    near, far = (sum(is_flagged) / 300 for is_flagged in ([s.side == "low" for s in stands], [s.is_far for s in stands]))
    told = f"power among {units} villages {near:.3f} at 95 %, {far:.3f} at 99.8 %; adjusted {adjusted / 300:.3f} of the towns"
    print(told)
    assert near >= exact - 0.1, told
