"""How far two rates lie apart, and whether chance alone may explain it: Newcombe's hybrid score interval.

Source: R. G. Newcombe, "Interval estimation for the difference between independent proportions: comparison of eleven methods",
Statistics in Medicine 17 (1998) 873–890, method 10. It is made of the Wilson intervals of the two rates, holds for few cases and for
rates near nought and one, and needs no case in either cell.
"""

from math import sqrt
from statistics import NormalDist

from indicators.wilson import Z_95, wilson

Counts = tuple[int, int]


def z_of(comparisons: int) -> float:
    """How wide an interval must be so that of so many comparisons none is wrong with 95 %: Bonferroni's inequality."""
    return NormalDist().inv_cdf(1 - 0.025 / comparisons)


def difference(before: Counts, after: Counts, z: float = Z_95) -> tuple[float, float] | None:
    """The interval of the rate after less the rate before, each a (numerator, denominator), in fractions of one; 95 % unless z says otherwise.

    None where either has no case. Chance alone may explain a difference whose interval holds nought.
    """
    intervals = wilson(*before, z), wilson(*after, z)
    if None in intervals:
        return None
    (low_before, high_before), (low_after, high_after) = intervals
    rate_before, rate_after = (count / size for count, size in (before, after))
    apart = rate_after - rate_before
    return (
        apart - sqrt((rate_after - low_after) ** 2 + (high_before - rate_before) ** 2),
        apart + sqrt((high_after - rate_after) ** 2 + (rate_before - low_before) ** 2),
    )
