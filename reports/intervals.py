"""How sure a rate is, and where it stands against the whole."""

from indicators.small_numbers import is_rankable
from indicators.wilson import wilson
from reports.reading import Reading


def interval(reading: Reading) -> tuple[float, float]:
    """The Wilson interval of a rate, in its unit."""
    low, high = wilson(reading.numerator, reading.denominator)
    return low * reading.indicator.per, high * reading.indicator.per


def verdict(reading: Reading, overall: Reading | None) -> str:
    """Where a rate's interval lies against the whole: 'above', 'below', 'within'; blank where the sample does not carry a comparison."""
    if overall is None or not overall.is_known or not reading.indicator.is_sample or not is_rankable(reading.denominator):
        return ""
    low, high = interval(reading)
    return "below" if high < overall.value else "above" if low > overall.value else "within"
