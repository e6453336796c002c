"""How much room words take, well enough to lay them out without the fonts: a Chinese sign is as wide as it is high, a Latin one about half."""

import unicodedata
from itertools import pairwise
from math import ceil

LINE = 1.25  # height of a line to the height of its type
WIDE, NARROW, APART = 1.0, 0.6, 0.15  # a Chinese sign, a Latin one, and the gap that some programs put between the two


def text_width(text: str, points: float) -> float:
    """The width in points of a text that stands on one line."""
    wide = [unicodedata.east_asian_width(sign) in "WFA" for sign in text]
    return points * (sum(WIDE if is_wide else NARROW for is_wide in wide) + APART * sum(one != other for one, other in pairwise(wide)))


def text_lines(text: str, points: float, width: float) -> int:
    """How many lines a text takes in a column of a width; its own line breaks count."""
    room = max(width - points / 2, points)  # a line rarely ends exactly at the edge
    return sum(max(1, ceil(text_width(line, points) / room)) for line in text.split("\n"))


def text_height(text: str, points: float, width: float) -> float:
    """The height in points of a text in a column of a width."""
    return text_lines(text, points, width) * points * LINE
