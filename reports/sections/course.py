"""What courses over the months say in a sentence of a brief; a brief of more than a month says that the months were looked at."""

from collections.abc import Iterable, Sequence

from reports.claims import claim
from reports.material import Material
from reports.signals import QUIET, TRIAL, Signal, signal_words
from reports.words import period_words

BY_MONTH = "逐月看"
LOUDEST = ("worse", "changed", "better", "quiet", "none")


def words_of(found: Iterable[Signal | None]) -> frozenset[str]:
    """The claims that a sentence about several courses may make."""
    return frozenset(word for one in found if one is not None for word in one.words)


def is_judged(one: Signal | None) -> bool:
    """Whether anything can be said of a course."""
    return one is not None and one.chart is not None


def tone_of(*found: Signal | None) -> str:
    """The tone of a sentence about several courses: worse where one of them is, better where none is and one is better."""
    tones = {one.tone for one in found if one is not None}
    return "worse" if "worse" in tones else "better" if "better" in tones else "calm"


def course_said(held: Material, one: Signal | None, *, is_long: bool = True, is_quiet_said: bool = True) -> str:
    """比往常上升（恶化）：高于往常范围上限; 在正常波动范围内; blank where nothing is judged. The short form leaves out the rule."""
    if not is_judged(one) or not (one.fired or is_quiet_said):
        return ""
    return _by_month(held) + (signal_words(one, 1) if is_long else short_words(one))


def short_words(one: Signal) -> str:
    """比往常上升（恶化）, 在正常波动范围内; of a month that is not over, up to which one it looks."""
    is_behind = one.is_behind or one.chart.last < len(one.periods) - 1
    behind = f"（看到{period_words(one.periods[one.chart.last])}）" if is_behind else ""
    return (claim(one.indicator, one.fired) if one.fired else QUIET) + (TRIAL if one.is_trial else "") + behind


def _by_month(held: Material) -> str:
    return "" if held.span.kind == "month" else BY_MONTH


def moved(held: Material, found: Sequence[Signal | None]) -> str:
    """What several courses say: those that moved, then that the rest is quiet; blank where none is judged."""
    judged = [one for one in found if is_judged(one)]
    by_words: dict[str, list[str]] = {}
    for one in sorted(judged, key=lambda one: LOUDEST.index(one.tone)):
        by_words.setdefault(short_words(one), []).append(one.indicator.name)
    told = "；".join(f"{'、'.join(names)}{words}" for words, names in by_words.items())
    return (f"{_by_month(held)}，" if _by_month(held) and told else "") + told
