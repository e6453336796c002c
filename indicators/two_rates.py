"""How far two rates lie apart, and whether chance alone may explain it: Newcombe's hybrid score interval.

Source: R. G. Newcombe, "Interval estimation for the difference between independent proportions: comparison of eleven methods",
Statistics in Medicine 17 (1998) 873–890, method 10. It is made of the Wilson intervals of the two rates, holds for few cases and for
rates near nought and one, and needs no case in either cell.
"""

from math import sqrt

from indicators.wilson import wilson

Counts = tuple[int, int]


def difference(before: Counts, after: Counts) -> tuple[float, float] | None:
    """The 95 % interval of the rate after less the rate before, each a (numerator, denominator), in fractions of one.

    None where either has no case. Chance alone may explain a difference whose interval holds nought.
    """
    intervals = wilson(*before), wilson(*after)
    if None in intervals:
        return None
    (low_before, high_before), (low_after, high_after) = intervals
    rate_before, rate_after = (count / size for count, size in (before, after))
    apart = rate_after - rate_before
    return (
        apart - sqrt((rate_after - low_after) ** 2 + (high_before - rate_before) ** 2),
        apart + sqrt((high_after - rate_after) ** 2 + (rate_before - low_before) ** 2),
    )
