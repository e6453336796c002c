"""From which day changes are looked for: the days a leader can pick, and the spans that are asked on either side of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from indicators.scope import Scope
from reports.view import COMPARED_MONTHS, LENGTH, View, month_start
from reports.words import day_words

ANOTHER = "其他日子"


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """A day to look back to: how it is called, and whether a meeting was held on it. Without a day it is still to be written."""

    label: str
    on: date | None
    is_meeting: bool = False


def occasions(meetings: Iterable[date], kept: Iterable[tuple[str, date]], last: date) -> list[Occasion]:
    """The days to pick from: meetings, latest first, versions kept, the ends of the month and quarter before `last`, and any other day."""
    month = month_start(last) - timedelta(days=1)
    quarter = month_start(last, (last.month - 1) % LENGTH["quarter"]) - timedelta(days=1)
    ends = [("上月末", month), *([("上季末", quarter)] if quarter != month else [])]
    return [
        *(Occasion(label=f"{day_words(day)}会议", on=day, is_meeting=True) for day in meetings),
        *(Occasion(label=f"封版“{name}”（{day_words(day)}）", on=day) for name, day in kept),
        *(Occasion(label=f"{name}（{day_words(day)}）", on=day) for name, day in ends),
        Occasion(label=ANOTHER, on=None),
    ]


def first_choice(found: list[Occasion], last: date) -> int:
    """The place of the one to begin with: the last meeting before the last day looked at, else the end of the month before."""
    met = [place for place, one in enumerate(found) if one.is_meeting and one.on < last]
    return met[0] if met else next(place for place, one in enumerate(found) if one.label.startswith("上月末"))


@dataclass(frozen=True, kw_only=True)
class Since:
    """A view and the day from whose end on changes are looked for. `known_to` is the last day of all data: an earlier view is replayed."""

    view: View
    day: date
    known_to: date

    @property
    def has_begun(self) -> bool:
        """Whether any day that is looked at lies after it."""
        return self.day < self.view.last

    @property
    def scope(self) -> Scope:
        """The days since, as one whole."""
        return self._scope(self.day + timedelta(days=1), self.view.last)

    @property
    def window(self) -> Scope:
        """The twelve months up to now in which places are compared."""
        return self._scope(self._twelve_months_to(self.view.last), self.view.last)

    @property
    def window_before(self) -> Scope | None:
        """The twelve months up to the day, as they were known then; None where nothing was known yet."""
        if self.view.begins and self.day < self.view.begins:
            return None
        return replace(self._scope(self._twelve_months_to(self.day), self.day), as_of=self.day)

    @property
    def months(self) -> Scope:
        """The history of the view, month by month."""
        return replace(self.view.history(), grain="month")

    def unfiltered(self) -> "Since":
        """The same without the filters, for what they are not about."""
        return replace(self, view=self.view.unfiltered())

    def _scope(self, start: date, end: date) -> Scope:
        replayed = self.view.last if self.view.last < self.known_to else None
        return replace(self.view.now(), start=start, end=end, grain="all", as_of=replayed)

    def _twelve_months_to(self, day: date) -> date:
        start = month_start(day, COMPARED_MONTHS - 1)
        return max(start, month_start(self.view.begins)) if self.view.begins else start
