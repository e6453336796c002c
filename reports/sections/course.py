"""What courses over the months say in a sentence of a brief, as an official paper says it; a brief of more than a month says that the months were
looked at."""

from collections.abc import Iterable, Sequence

from reports.claims import HIGH, claim, guard, judged, sides
from reports.material import Material
from reports.signals import QUIET, TRIAL, Signal, grain_of, rule_words
from reports.words import period_words

BY_MONTH = "逐月看"
PLAINER = (("高于均值", "高于往常均值"), ("低于均值", "低于往常均值"), ("一期比一期高", "逐期走高"), ("一期比一期低", "逐期走低"))
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
    """仍高于往常范围上限（恶化）; 在正常波动范围内; blank where nothing is judged. The short form names the move and not the rule."""
    if not is_judged(one) or not (one.fired or is_quiet_said):
        return ""
    return _by_month(held) + (rule_said(one) if is_long else short_words(one))


def usual_words(one: Signal) -> str:
    """What the usual range is, in a clause: from how many months it is worked out, the period among them."""
    return f"（往常范围由近{one.segment.size}个月含本期算出，见口径）"


def rule_said(one: Signal) -> str:
    """By which rule a course stands apart, and whether that is good: 仍高于往常范围上限（恶化）; in a stretch of months beyond a limit, since when."""
    if not one.fired:
        return short_words(one)
    found = sides(one.fired)
    if len(found) != 1:
        return short_words(one)
    (side,) = found
    rule = rule_words(one.fired[0], grain_of(one.periods))
    for plain, better in PLAINER:
        rule = rule.replace(plain, better)
    is_outside = one.fired[0].rule == "outside"
    since = beyond_since(one, side) if is_outside else ""
    verdict = judged(one.indicator, side)
    text = f"{since}{'仍' if is_outside and _turned(one, side) and not since else ''}{rule}" + (f"（{verdict}）" if verdict else "")
    return guard(text + (TRIAL if one.is_trial else "") + _behind(one), one.words)


def beyond_since(one: Signal, side: str) -> str:
    """Since which month every one lay beyond the limit: 自2026年6月起各期均; blank where the last is the only one."""
    bounds = one.chart.uppers if side == HIGH else one.chart.lowers
    places = range(one.chart.last, -1, -1)
    start = next((place + 1 for place in places if not _is_beyond(one.chart.values[place], bounds[place], side)), 0)
    return f"自{period_words(one.periods[start])}起各期均" if start < one.chart.last else ""


def _is_beyond(value: float | None, bound: float | None, side: str) -> bool:
    return value is not None and bound is not None and (value > bound if side == HIGH else value < bound)


def _turned(one: Signal, side: str) -> bool:
    """Whether the last point went the other way than the course is said to."""
    known = [value for value in one.chart.values if value is not None]
    return len(known) > 1 and known[-1] != known[-2] and (known[-1] < known[-2]) == (side == HIGH)


def _behind(one: Signal) -> str:
    is_behind = one.is_behind or one.chart.last < len(one.periods) - 1
    return f"（看到{period_words(one.periods[one.chart.last])}）" if is_behind else ""


def short_words(one: Signal) -> str:
    """比往常上升（恶化）, 在正常波动范围内; of a month that is not over, up to which one it looks."""
    return (claim(one.indicator, one.fired) if one.fired else QUIET) + (TRIAL if one.is_trial else "") + _behind(one)


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
