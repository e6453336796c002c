"""Parts rounded so that they add up to a rounded whole, as a reader adds them up by hand: largest remainders.

Source: M. L. Balinski and H. P. Young, "Fair Representation" (1982), the method of Hamilton.
"""

from collections.abc import Sequence
from math import floor

MINUS = "−"


def apportioned(parts: Sequence[float], whole: int) -> list[int]:
    """Whole numbers that add up to `whole`, each within one of its part where the parts themselves add up to it or near it."""
    low = [floor(part) for part in parts]
    if not low:
        return []
    each, more = divmod(whole - sum(low), len(low))
    largest = sorted(range(len(low)), key=lambda place: low[place] - parts[place])[:more]
    return [number + each + (place in largest) for place, number in enumerate(low)]


def signed(number: float, decimals: int = 0) -> str:
    """A change with its sign: +2.7, −0.4, 0.0."""
    text = f"{abs(number):,.{decimals}f}"
    return f"{'+' if number > 0 else MINUS}{text}" if float(text.replace(",", "")) else text
