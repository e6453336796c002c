"""The interval of a rate: Wilson's score interval.

Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the American Statistical
Association 22 (1927) 209–212.
"""

from math import sqrt

Z_95 = 1.959964


def wilson(count: int, size: int, z: float = Z_95) -> tuple[float, float] | None:
    """Lower and upper bound, as fractions of one, of the rate `count` of `size`; None where there is no case. 95 % unless z says otherwise."""
    if not 0 <= count <= size:
        raise ValueError(f"{count} of {size} is not a rate")
    if not size:
        return None
    rate = count / size
    centre = (rate + z * z / (2 * size)) / (1 + z * z / size)
    half = z / (1 + z * z / size) * sqrt(rate * (1 - rate) / size + z * z / (4 * size * size))
    return max(0.0, centre - half), min(1.0, centre + half)
