"""The interval of a difference between rates, against the paper that gives the method and against scipy's pieces."""

from math import sqrt
from random import Random

import pytest
from scipy.stats import binomtest, fisher_exact, norm

from indicators.two_rates import difference, z_of

# R. G. Newcombe, Statistics in Medicine 17 (1998) 873-890, table II, method 10: first rate less second, as printed to four decimals.
PUBLISHED = [
    ((56, 70), (48, 80), (0.0524, 0.3339)),
    ((9, 10), (3, 10), (0.1705, 0.8090)),
    ((5, 56), (0, 29), (-0.0381, 0.1926)),
    ((0, 10), (0, 20), (-0.1611, 0.2775)),
    ((0, 10), (0, 10), (-0.2775, 0.2775)),
    ((10, 10), (0, 20), (0.6791, 1.0000)),
    ((10, 10), (0, 10), (0.6075, 1.0000)),
]


@pytest.mark.parametrize(("first", "second", "expected"), PUBLISHED)
def test_the_published_intervals(first, second, expected):
    assert difference(second, first) == pytest.approx(expected, abs=5e-5)


def test_no_case_no_interval():
    assert difference((0, 0), (3, 10)) is None
    assert difference((3, 10), (0, 0)) is None


def _by_scipy(before, after):
    rates, bounds = [], []
    for count, size in (before, after):
        rates.append(count / size)
        bounds.append(binomtest(count, size).proportion_ci(method="wilson"))
    apart = rates[1] - rates[0]
    down = sqrt((rates[1] - bounds[1].low) ** 2 + (bounds[0].high - rates[0]) ** 2)
    return apart - down, apart + sqrt((bounds[1].high - rates[1]) ** 2 + (rates[0] - bounds[0].low) ** 2)


def _drawn(random: Random):
    size = random.randrange(10, 400)
    return random.randrange(size + 1), size


def test_equal_to_the_same_made_of_scipy_intervals():
    random = Random(5)
    for _ in range(300):
        before, after = _drawn(random), _drawn(random)
        assert difference(before, after) == pytest.approx(_by_scipy(before, after), abs=1e-6)


def test_what_is_far_beyond_chance_by_fisher_is_so_here_and_what_is_near_is_not():
    random = Random(6)
    far, near = 0, 0
    for _ in range(400):
        before, after = _drawn(random), _drawn(random)
        low, high = difference(before, after)
        chance = fisher_exact([[count, size - count] for count, size in (before, after)]).pvalue
        if chance < 0.005:
            far += 1
            assert not low <= 0 <= high
        if chance > 0.2:
            near += 1
            assert low <= 0 <= high
    assert far > 50
    assert near > 20


def test_of_many_comparisons_each_is_held_to_its_part_of_five_percent():
    assert [z_of(comparisons) for comparisons in (1, 12)] == pytest.approx([norm.isf(0.025), norm.isf(0.025 / 12)])
