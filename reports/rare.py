"""Events too rare for a chart by month: the days between one and the next. A long gap means fewer of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from statistics import fmean

from indicators.control import LIMITS_FROM, Chart
from indicators.definition import Indicator
from indicators.rare_events import g_chart, gaps_between
from indicators.rules import Fired
from reports.claims import HIGH, LOW, allowed, claim, guard
from reports.signals import QUIET, TRIAL
from reports.words import day_words, number_words

LEAST_GAP_DAYS = 10  # nearer events are no rare ones: too many fall on one day, and runs would be found by chance
PHRASES = {
    "outside": ("最近一次间隔长于往常范围", "最近一次间隔短于往常范围"),
    "run": ("连续 {count} 次间隔长于中位", "连续 {count} 次间隔短于中位"),
    "trend": ("连续 {count} 次间隔一次比一次长", "连续 {count} 次间隔一次比一次短"),
    "two_of_three": ("最近 3 次间隔有 2 次靠近上限", "最近 3 次间隔有 2 次靠近下限"),
}


@dataclass(frozen=True, kw_only=True)
class Rare:
    """The days between events, judged. `waiting_days` since the last one; `chart` is None where the events are too few or not rare."""

    indicator: Indicator
    days: tuple[date, ...]
    waiting_days: int
    chart: Chart | None

    @property
    def fired(self) -> tuple[Fired, ...]:
        """What fired at the last gap, seen from the number of events: longer gaps are fewer of them."""
        found = self.chart.at(self.chart.last) if self.chart and self.chart.last is not None else ()
        return tuple(replace(one, side=LOW if one.side == HIGH else HIGH) for one in found)


def rare(indicator: Indicator, days: Sequence[date], known_to: date) -> Rare:
    """The days between the events of one indicator, judged on a g chart where they are rare and not too few."""
    gaps = gaps_between(list(days))
    is_rare = len(gaps) >= LIMITS_FROM and fmean(gaps) >= LEAST_GAP_DAYS
    waiting = (known_to - days[-1]).days if days else 0
    return Rare(indicator=indicator, days=tuple(days), waiting_days=waiting, chart=g_chart(gaps) if is_rare else None)


def rare_words(one: Rare) -> str:
    """What the gaps say, and how long it has been since the last event; blank without an event."""
    if not one.days:
        return ""
    since = f"最近一次在{day_words(one.days[-1])}，至数据截止日已 {number_words(one.waiting_days)} 天"
    if one.chart is None:
        return guard(f"共 {len(one.days)} 次，{since}；次数或间隔不足，不作判断")
    trial = TRIAL if one.chart.segments[-1].is_trial else ""
    if not one.fired:
        return guard(f"相邻两次的间隔{QUIET}{trial}；{since}")
    phrases = [PHRASES[fired.rule][fired.side == HIGH].format(count=len(fired.places)) for fired in one.fired]
    said = f"{claim(one.indicator, one.fired)}{trial}：{'；'.join(dict.fromkeys(phrases))}；{since}"
    return guard(said, allowed(one.indicator, one.fired))
