"""What a course over time says: signal or noise, in an icon and words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from statistics import fmean, median

from indicators.control import LIMITS_FROM, Chart, Segment, p_chart, xmr
from indicators.definition import Indicator
from indicators.rules import Fired
from indicators.scope import Scope, bounds, label
from indicators.small_numbers import RANK_FROM, is_rankable, is_rate_shown
from reports.claims import BETTER, HIGH, allowed, claim, guard, judged, sides
from reports.reading import Reading
from reports.words import number_words, period_words

LEAST_MEAN = 5  # below it a count a period is mostly chance, and its limits would run below nought
LEAST_MINORITY = 3  # rows a period on the rarer side of a rate: with fewer its distribution is skewed, and quiet series seem to speak
COUNTED = {"month": "个月", "quarter": "个季度", "year": "年"}
ICONS = {"high": "▲", "low": "▼", "both": "◆", "quiet": "～", "none": "…"}  # where it goes; whether that is good is said in words
QUIET = "在正常波动范围内"
PHRASES = {  # of each rule, to the high and to the low side
    "outside": ("高于往常范围上限", "低于往常范围下限"),
    "run": ("连续 {count}高于均值", "连续 {count}低于均值"),
    "trend": ("连续 {count}一期比一期高", "连续 {count}一期比一期低"),
    "two_of_three": ("最近 3 期有 2 期靠近往常范围上限", "最近 3 期有 2 期靠近往常范围下限"),
}
TRIAL = "（试算）"


@dataclass(frozen=True, kw_only=True)
class Rebase:
    """From a day on an indicator of an area is judged by a mean of its own, and why."""

    indicator: str
    on: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class Signal:
    """One course judged. `fired` are the rules that the last point judged belongs to; `reason` says why nothing is judged, or is blank.

    `chart` is None where nothing is judged; its places are those of `periods`. `per` turns its values into the indicator's unit.
    """

    indicator: Indicator
    periods: tuple[str, ...]
    groups: tuple[object, ...] = ()
    chart: Chart | None = None
    fired: tuple[Fired, ...] = ()
    reason: str = ""
    per: int = 1
    is_behind: bool = False  # whether the last period looked at is not over, and so not judged

    @property
    def tone(self) -> str:
        """What the icon says: better, worse, changed (to no side that is better), quiet, none."""
        if self.chart is None or self.chart.last is None:
            return "none"
        if not self.fired:
            return "quiet"
        found = sides(self.fired)
        verdict = judged(self.indicator, next(iter(found))) if len(found) == 1 else ""
        return ("better" if verdict == BETTER else "worse") if verdict else "changed"

    @property
    def icon(self) -> str:
        """Where the course goes: up, down, both; quiet; not judged."""
        found = sides(self.fired)
        if not found:
            return ICONS["none" if self.tone == "none" else "quiet"]
        return ICONS[next(iter(found)) if len(found) == 1 else "both"]

    @property
    def is_trial(self) -> bool:
        """Whether the limits at the last point rest on few points."""
        return self.chart is not None and self.segment.is_trial

    @property
    def segment(self) -> Segment:
        """The part of the chart, between two re-bases, that the last point judged lies in."""
        return next(one for one in reversed(self.chart.segments) if one.start <= (self.chart.last or 0))

    @property
    def words(self) -> frozenset[str]:
        """The claims that a sentence about this course may make."""
        return allowed(self.indicator, self.fired)


def signal(course: Sequence[Reading], periods: Sequence[str], *, known_to: date | None = None, rebases: Iterable[Rebase] = ()) -> Signal:
    """What one indicator's course over `periods` says; a period that is not over by `known_to` is not judged.

    Rates of counted rows are judged by a p chart, everything else by an XmR chart; counts and samples too small for that are not judged.
    """
    indicator = course[0].indicator
    judged_periods = tuple(period for period in periods if known_to is None or bounds(period)[1] <= known_to)
    found = {reading.period: reading for reading in course if reading.is_known}
    lined = [found.get(period) for period in judged_periods]
    plain = Signal(indicator=indicator, periods=judged_periods, groups=course[0].groups, is_behind=len(judged_periods) < len(periods))
    reason = _withheld(indicator, [one for one in lined if one])
    if reason:
        return _with(plain, reason=reason)
    starts = _starts(judged_periods, [one.on for one in rebases if one.indicator == indicator.id])
    is_rate = is_counted_rate(indicator)
    chart = (
        p_chart([(one.numerator, one.denominator) if one and is_rate_shown(one.denominator) else None for one in lined], starts)
        if is_rate
        else xmr([one.value if one else None for one in lined], starts)
    )
    if chart.last is None or chart.centres[chart.last] is None:
        return _with(plain, reason=_too_short(judged_periods))
    return _with(plain, chart=chart, fired=chart.at(chart.last), per=indicator.per if is_rate else 1)


def _with(plain: Signal, **values) -> Signal:
    return replace(plain, **values)


def is_counted_rate(indicator: Indicator) -> bool:
    """Whether an indicator is a share of counted rows, of which chance alone can be worked out."""
    return indicator.kind == "ratio" and indicator.is_sample and not any(part.sum or part.area for part in indicator.parts.values())


def _withheld(indicator: Indicator, known: Sequence[Reading]) -> str:
    """Why a course cannot be judged: too few points, or too few rows behind each of them."""
    if len(known) < LIMITS_FROM:
        return _too_short([one.period for one in known])
    if indicator.is_sample and indicator.kind in ("ratio", "quantile", "survival"):
        typical = median(one.denominator or 0 for one in known)
        few = f"每期多不足 {RANK_FROM} {indicator.counted_in}，不作逐期判断"
        return _one_sided(indicator, known, typical) if is_rankable(int(typical)) else few
    is_few = indicator.kind == "count" and fmean(one.value for one in known) < LEAST_MEAN
    return f"每期平均不足 {LEAST_MEAN} {indicator.counted_in}，不作逐期判断" if is_few else ""


def _one_sided(indicator: Indicator, known: Sequence[Reading], typical: float) -> str:
    """Why a rate near nought or full cannot be judged period by period; blank where it can."""
    if not is_counted_rate(indicator):
        return ""
    share = sum(one.numerator for one in known) / sum(one.denominator for one in known)
    is_lopsided = typical * min(share, 1 - share) < LEAST_MINORITY
    return f"每期{'没有做到' if share > 0.5 else '出现'}的不足 {LEAST_MINORITY} {indicator.counted_in}，不作逐期判断" if is_lopsided else ""


def _too_short(periods: Sequence[str]) -> str:
    return f"不足 {LIMITS_FROM} {COUNTED[grain_of(periods)] if periods else '期'}，不作判断"


def grain_of(periods: Sequence[str]) -> str:
    """The grain of periods as measure() writes them."""
    return "year" if len(periods[0]) == 4 else "quarter" if "Q" in periods[0] else "month"


def _starts(periods: Sequence[str], days: Iterable[date]) -> list[int]:
    """Where in the periods a re-base begins: the first period that does not begin before its day."""
    places = (next((place for place, period in enumerate(periods) if bounds(period)[0] >= day), None) for day in sorted(days))
    return sorted({place for place in places if place})


def rule_words(fired: Fired, grain: str) -> str:
    """Which rule fired, as people say it: 连续 8 个月高于均值."""
    return PHRASES[fired.rule][fired.side != HIGH].format(count=f"{len(fired.places)} {COUNTED[grain]}")


def signal_words(one: Signal, most: int | None = None) -> str:
    """The signal in words: 比往常上升（改善）：连续 8 个月高于均值; 在正常波动范围内; or why nothing is judged. At most so many of its rules."""
    if one.chart is None:
        return one.reason
    trial = TRIAL if one.is_trial else ""
    is_behind = one.is_behind or one.chart.last < len(one.periods) - 1
    behind = f"（看到{period_words(one.periods[one.chart.last])}）" if is_behind else ""
    if not one.fired:
        return guard(f"{QUIET}{trial}{behind}")
    rules = "；".join(list(dict.fromkeys(rule_words(fired, grain_of(one.periods)) for fired in one.fired))[:most])
    return guard(f"{claim(one.indicator, one.fired)}{trial}{behind}：{rules}{_but(one)}", one.words)


def _but(one: Signal) -> str:
    """Where the last point went the other way than the signal: that it stands below, or above, the one before; blank otherwise."""
    known = [value for value in one.chart.values if value is not None]
    found = sides(one.fired)
    if len(known) < 2 or len(found) != 1 or known[-1] == known[-2] or (known[-1] > known[-2]) == (HIGH in found):
        return ""
    return f"（本期已比上期{'低' if HIGH in found else '高'}）"


def moved_words(found: Sequence[Signal]) -> str:
    """What several courses say in a sentence: those that moved with the first rule of each, then that the rest is quiet; blank for none judged."""
    judged_ones = [one for one in found if one.chart is not None]
    loud = [f"{one.indicator.name}{signal_words(one, 1)}" for one in judged_ones if one.fired]
    quiet = [one.indicator.name for one in judged_ones if not one.fired]
    rest = f"{'、'.join(quiet)}{QUIET}" if quiet else ""
    return "；".join(filter(None, [*loud, rest]))


def within(one: Signal, value: float) -> float:
    """A limit in the indicator's unit, kept to what can occur: nothing below nought of counts, rates and times, nothing above full of shares."""
    known = [held * one.per for held in one.chart.values if held is not None]
    is_share = one.indicator.unit == "%" and max(known) <= one.indicator.per
    value = max(0.0, value) if one.indicator.kind in ("count", "ratio", "quantile", "survival") and min(known) >= 0 else value
    return min(float(one.indicator.per), value) if is_share else value


def range_of(one: Signal) -> tuple[float, float] | None:
    """The normal range at the last point judged, in the indicator's unit; None where nothing is judged."""
    if one.chart is None:
        return None
    return within(one, one.chart.lowers[one.chart.last] * one.per), within(one, one.chart.uppers[one.chart.last] * one.per)


def range_words(one: Signal) -> str:
    """The normal range in words: 往常范围 82.1—95.4%; blank where nothing is judged."""
    found = range_of(one)
    if found is None:
        return ""
    low, high = (number_words(bound, max(1, one.indicator.decimals)) for bound in found)
    unit = one.indicator.unit if one.indicator.unit == "%" else f" {one.indicator.unit}"
    return f"往常范围 {low}—{high}{unit}"


def band_words(one: Signal) -> str:
    """How to read the band and the rings of a chart; blank where nothing is judged."""
    if one.chart is None:
        return ""
    rings = "，圆圈为触发规则的点" if one.chart.fired else ""
    return f"灰带为往常范围{TRIAL if one.is_trial else ''}{rings}"


def axis(first: str, last: str) -> list[str]:
    """Every period from one to another of the same grain, whether or not anybody reported in it."""
    grain, day = grain_of([first]), bounds(first)[0]
    found = [first]
    while found[-1] < last:
        day = bounds(found[-1])[1] + timedelta(days=1)
        found.append(label(datetime.combine(day, time()), grain))
    return found


def signals(course: Iterable[Reading], scope: Scope, rebases: Iterable[Rebase] = ()) -> list[Signal]:
    """What each indicator and group of a course over time says, in the order in which they come."""
    series: dict[tuple, list[Reading]] = {}
    for reading in course:
        series.setdefault((reading.indicator.id, reading.groups), []).append(reading)
    rebases = list(rebases)
    return [
        signal(
            one, axis(min(reading.period for reading in one), max(reading.period for reading in one)), known_to=scope.end, rebases=rebases
        )
        for one in series.values()
    ]
