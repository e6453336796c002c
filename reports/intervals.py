"""How sure a rate is."""

from indicators.wilson import wilson
from reports.reading import Reading


def interval(reading: Reading) -> tuple[float, float]:
    """The Wilson interval of a rate, in its unit."""
    low, high = wilson(reading.numerator, reading.denominator)
    return low * reading.indicator.per, high * reading.indicator.per
