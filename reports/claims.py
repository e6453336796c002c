"""The only place from which the board says that something rises, falls, gets better or worse: only where a rule of the control chart fired.

No string of ours outside this module holds such a word (a test reads them all), and what is composed is checked once more where it leaves.
"""

import re
from collections.abc import Iterable

from indicators.definition import Indicator
from indicators.rules import Fired

HIGH, LOW = "high", "low"
MOVES = {HIGH: "上升", LOW: "下降"}
BESIDE = "比往常"  # a move is told against the usual level, not against the period before
BETTER, WORSE = "改善", "恶化"
CLAIM = re.compile("|".join([*MOVES.values(), BETTER, WORSE]))
QUOTED = re.compile("“[^”]*”")


class Unfounded(Exception):
    """A sentence of ours says more than the rules allow: names the sentence and the word."""


def judged(indicator: Indicator, side: str) -> str:
    """Whether a move to that side is better or worse of this indicator: 改善, 恶化; blank where its direction is neutral."""
    if indicator.direction == "neutral":
        return ""
    return BETTER if (side == HIGH) == (indicator.direction == "higher") else WORSE


def sides(fired: Iterable[Fired]) -> frozenset[str]:
    """The sides to which the rules point."""
    return frozenset(one.side for one in fired)


def claim(indicator: Indicator, fired: Iterable[Fired]) -> str:
    """What the rules that fired allow to be said: 比往常上升（改善）, 比往常下降, 方向不一; blank where none fired."""
    found = sides(fired)
    if len(found) != 1:
        return "方向不一" if found else ""
    (side,) = found
    verdict = judged(indicator, side)
    return BESIDE + MOVES[side] + (f"（{verdict}）" if verdict else "")


def allowed(indicator: Indicator, fired: Iterable[Fired]) -> frozenset[str]:
    """The words that a sentence about this indicator may hold."""
    found = sides(fired)
    return frozenset(MOVES[side] for side in found) | frozenset(judged(indicator, side) for side in found if len(found) == 1)


def guard(text: str, words: Iterable[str] = ()) -> str:
    """The text as it stands. Raises Unfounded where it makes a claim that is not among `words`; what stands in “” is quoted from the data."""
    for found in CLAIM.findall(QUOTED.sub("", text)):
        if found not in words:
            raise Unfounded(f"{found} without a rule that fired: {text}")
    return text


def quoted(value: str) -> str:
    """A value from the data as it may stand in a sentence: in “” where it holds a word that would read as a claim of ours."""
    return f"“{value}”" if CLAIM.search(value) else value
