"""How things stand in the period in question: each figure, the one before it, and its course over time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indicators.definition import Indicator
from indicators.measure import NOTHING_REPORTED
from reports.reading import Reading, missing, of
from reports.view import View


@dataclass(frozen=True, kw_only=True)
class Situation:
    """`now` and `before` by indicator id; `course` every reading over time; `periods` the time axis, gaps included."""

    now: Mapping[str, Reading]
    before: Mapping[str, Reading | None]
    course: Sequence[Reading]
    periods: Sequence[str]

    def over_time(self, *ids: str) -> list[Reading]:
        """The course of some indicators, one after the other."""
        return [reading for id in ids for reading in of(self.course, id)]

    def aligned(self, id: str) -> list[Reading | None]:
        """The course of one indicator with None where nobody reported."""
        found = {reading.period: reading for reading in of(self.course, id)}
        return [found.get(period) for period in self.periods]


def situation(course: Sequence[Reading], whole: Sequence[Reading], view: View, indicators: Sequence[Indicator]) -> Situation:
    """What `course` (readings over time) and `whole` (readings of the range as one; empty unless that was asked for) say of a view."""
    periods = view.periods()
    now = {one.id: _at(whole or course, one, view.period) for one in indicators}
    earlier = periods[-2] if view.grain != "all" and len(periods) > 1 else None
    before = {one.id: next(iter(of(course, one.id, earlier)), None) if earlier else None for one in indicators}
    return Situation(now=now, before=before, course=course, periods=periods)


def _at(course: Sequence[Reading], indicator: Indicator, period: str) -> Reading:
    return next(iter(of(course, indicator.id, period)), None) or missing(indicator, period, NOTHING_REPORTED)
