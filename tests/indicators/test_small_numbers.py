"""Few cases: the interval, and where the policy's lines run."""

import pytest

from indicators.small_numbers import is_rankable, is_rate_shown, is_small_sample, is_suppressed
from indicators.wilson import wilson

# n/N, lower and upper in percent, as published in the reference
KNOWN = [(3, 4, 30.1, 95.4), (5, 6, 43.6, 97.0), (6, 6, 61.0, 100), (9, 10, 59.6, 98.2), (19, 20, 76.4, 99.1), (28, 30, 78.7, 98.2), (95, 100, 88.8, 97.8), (1273, 1774, 69.6, 73.8)]  # fmt: skip


@pytest.mark.parametrize(("count", "size", "lower", "upper"), KNOWN)
def test_interval_against_published_values(count, size, lower, upper):
    assert [round(bound * 100, 1) for bound in wilson(count, size)] == [lower, upper]


def test_the_bounds_solve_the_score_equation():
    for count, size in ((0, 7), (1, 7), (7, 7), (40, 90)):
        for bound in wilson(count, size, z=1.96):
            if 0 < bound < 1:
                assert abs(count / size - bound) == pytest.approx(1.96 * (bound * (1 - bound) / size) ** 0.5)


def test_no_case_has_no_interval():
    assert wilson(0, 0) is None


def test_more_than_all_is_a_defect():
    with pytest.raises(ValueError, match="4 of 3"):
        wilson(4, 3)


@pytest.mark.parametrize(("size", "shown", "small", "ranked"), [(None, False, False, False), (0, False, False, False), (9, False, False, False), (10, True, True, False), (19, True, True, False), (20, True, False, True)])  # fmt: skip
def test_lines_of_the_policy(size, shown, small, ranked):
    assert (is_rate_shown(size), is_small_sample(size), is_rankable(size)) == (shown, small, ranked)


@pytest.mark.parametrize(("count", "suppressed"), [(None, False), (0, False), (1, True), (4, True), (5, False)])
def test_suppression_leaves_true_zeros(count, suppressed):
    assert is_suppressed(count) is suppressed
