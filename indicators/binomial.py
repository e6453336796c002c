"""How many of so many cases chance alone explains: exact tails of the binomial and the beta-binomial distribution.

Source: N. L. Johnson, A. W. Kemp and S. Kotz, "Univariate Discrete Distributions", 3rd edition (2005), sections 3.2 and 6.2.2. The
probabilities follow from the ratio of neighbours, so that no gamma function is needed: P(k + 1) / P(k) = (n - k) / (k + 1) times p / (1 -
p) for the binomial, times (k + a) / (n - k - 1 + b) for the beta-binomial whose rates have the mean a / (a + b).
"""

from functools import lru_cache
from math import ceil, floor, inf, sqrt

import numpy as np

WHOLE_TO = 20_000  # cases up to which rates that differ between units are summed count by count


@lru_cache(maxsize=8192)
def inside(size: int, mean: float, between: float, tails: tuple[float, ...]) -> tuple[tuple[int, int], ...]:
    """For each tail the least and the most of `size` cases that are not outside, where the rates of the units have this mean and SD.

    A count is outside when chance gives it or one farther out with a probability of at most `tail`. `mean` and `between` are fractions; a
    between of 0 is the binomial. Beyond WHOLE_TO cases, where the units' own rates make up most of the spread, the share out of WHOLE_TO
    with the same mean and variance stands for it; otherwise the counts that can occur at all are few enough to be summed.
    """
    if mean in (0, 1):
        return tuple((round(mean) * size, round(mean) * size) for _ in tails)
    coarser = _coarser(size, mean, between) if size > WHOLE_TO else 0.0
    if coarser > 0:
        return tuple(_scaled(least, most, size) for least, most in inside(WHOLE_TO, mean, coarser, tails))
    first, weights = _weights(size, mean, between)
    below, above = np.cumsum(weights), np.cumsum(weights[::-1])
    last = first + len(weights) - 1
    return tuple(
        (first + int(np.searchsorted(below, tail, side="right")), last - int(np.searchsorted(above, tail, side="right"))) for tail in tails
    )


def _share_variance(size: int, mean: float, between: float) -> float:
    """Variance of the share of `size` cases: that between the units' rates and that within a unit."""
    return between**2 + (mean * (1 - mean) - between**2) / size


def _coarser(size: int, mean: float, between: float) -> float:
    """The SD between units with which a share out of WHOLE_TO varies as one out of `size` does; 0 where it varies less than chance
    allows."""
    more = _share_variance(size, mean, between) - mean * (1 - mean) / WHOLE_TO
    return sqrt(max(0.0, more / (1 - 1 / WHOLE_TO)))


def _scaled(least: int, most: int, size: int) -> tuple[int, int]:
    """Limits out of WHOLE_TO as limits out of `size`; a count stands for the shares half a case to either side of it."""
    low = ceil(size * (least - 0.5) / WHOLE_TO) if least else 0
    high = floor(size * (most + 0.5) / WHOLE_TO) if most < WHOLE_TO else size
    return low, high


def _weights(size: int, mean: float, between: float) -> tuple[int, np.ndarray]:
    """The first count of those that can occur, and the probability of it and of each that follows.

    Left out is what lies beyond 12 SD and, where a tail falls like that of a Poisson (one case) or a gamma distribution, beyond 40 times
    its scale.
    """
    prior = max(mean * (1 - mean) / between**2 - 1, 1e-9) if between else inf
    half = 12 * size * sqrt(_share_variance(size, mean, between)) + 40 * (1 + size / prior)
    first, last = max(0, floor(size * mean - half)), min(size, ceil(size * mean + half))
    counts = np.arange(first, last, dtype=float)
    odds = (counts + prior * mean) / (size - counts - 1 + prior * (1 - mean)) if between else mean / (1 - mean)
    logs = np.concatenate([[0.0], np.cumsum(np.log((size - counts) / (counts + 1) * odds))])
    weights = np.exp(logs - logs.max())
    return first, weights / weights.sum()
