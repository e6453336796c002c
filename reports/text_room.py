"""How much room words take, well enough to lay them out without the fonts: a Chinese sign is as wide as it is high, a Latin one about half.

The widths are those of the widest font that may stand in for the one that is named, so that what fits here fits everywhere.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

LINE = 1.25  # height of a line to the height of its type
WIDE, NARROW, APART, BOLD = (
    1.0,
    0.64,
    0.25,
    1.06,
)  # a Chinese sign, a Latin one, the gap that some programs put between the two, and bold type
CLOSING, OPENING = "，。；：、！？）》」』〕”’％", "（《「『〔“‘"
UNIT = re.compile(rf"[{OPENING}]*(?:[!-~]+|.)[{CLOSING}]*", re.DOTALL)  # what a line is not broken within


def text_width(text: str, points: float) -> float:
    """The width in points of a text that stands on one line."""
    return points * _width(text)


def text_lines(text: str, points: float, width: float) -> int:
    """How many lines a text takes in a column of a width; its own line breaks count."""
    return _lines(text, max(width / points, 1.0))


def text_height(text: str, points: float, width: float) -> float:
    """The height in points of a text in a column of a width."""
    return text_lines(text, points, width) * points * LINE


@lru_cache(maxsize=50_000)
def _width(text: str) -> float:
    wide = [unicodedata.east_asian_width(sign) in "WFA" for sign in text]
    return sum(WIDE if is_wide else NARROW for is_wide in wide) + APART * sum(one != other for one, other in pairwise(wide))


@lru_cache(maxsize=50_000)
def _lines(text: str, room: float) -> int:
    """Lines as a program breaks them: as many units on each as fit, a longer one broken where it must be."""
    count = 0
    for paragraph in text.split("\n"):
        count, filled = count + 1, 0.0
        for unit in UNIT.findall(paragraph):
            size = _width(unit)
            if filled and filled + size > room:
                count, filled = count + 1, 0.0
            broken = int(size // room) if size > room else 0
            count, filled = count + broken, filled + size - broken * room
    return count
