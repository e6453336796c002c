"""What one page or document is about: the period in question, its history, and the longer window in which places are compared."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from indicators.scope import Scope, bounds

LENGTH = {"month": 1, "quarter": 3, "year": 12}  # months in a period of each grain
COMPARED_MONTHS = 12  # villages are compared over a rolling year, never over one month


def month_start(day: date, back: int = 0) -> date:
    """The first day of the month that lies `back` months before a day's month."""
    months = day.year * 12 + day.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)


def month_end(day: date) -> date:
    """The last day of a day's month."""
    return month_start(day, -1) - timedelta(days=1)


def months_between(first: date, last: date) -> list[str]:
    """Every month from one day's to another's, as 2026-03."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [f"{month_start(first, -step):%Y-%m}" for step in range(count)]


def _quarter(month: str) -> str:
    return f"{month[:4]}-Q{(int(month[5:]) + 2) // 3}"


@dataclass(frozen=True, kw_only=True)
class View:
    """Area and filters, the grain (month, quarter, year; all: the whole range as one), and the first and last day looked at.

    `until` is how far the ledgers go that are reported by the year, where the last day of all is looked at: they may end later than the cases.
    """

    area: str | None
    grain: str
    first: date
    last: date
    begins: date | None = None  # the first day that anything is known of
    filters: Mapping[str, tuple[str | None, ...]] = field(default_factory=dict)
    until: date | None = None

    @property
    def ledgers_end(self) -> date:
        """The last day looked at in the ledgers that are reported by the year."""
        return max(self.last, self.until or self.last)

    @property
    def history_grain(self) -> str:
        """The grain of the points over time."""
        return "month" if self.grain == "all" else self.grain

    @property
    def period(self) -> str:
        """The period in question as measure() writes it: the last of the range, or 'all'."""
        if self.grain == "all":
            return "all"
        return {"month": f"{self.last:%Y-%m}", "quarter": f"{self.last:%Y}-Q{(self.last.month + 2) // 3}", "year": f"{self.last:%Y}"}[
            self.grain
        ]

    def _scope(self, start: date, grain: str = "all") -> Scope:
        return Scope(area=self.area, start=start, end=self.last, grain=grain, filters=self.filters)

    def periods(self) -> list[str]:
        """Every period of the history, whether or not anybody reported in it."""
        months = months_between(self.history().start, self.last)
        written = {"month": lambda month: month, "year": lambda month: month[:4]}
        return list(dict.fromkeys(map(written.get(self.history_grain, _quarter), months)))

    def now(self) -> Scope:
        """The period in question, as one whole."""
        return self._scope(self.first if self.grain == "all" else bounds(self.period)[0])

    def history(self) -> Scope:
        """The whole range in periods; the first period is taken whole."""
        length = LENGTH[self.history_grain]
        return self._scope(month_start(self.first, (self.first.month - 1) % length), self.history_grain)

    def window(self) -> Scope:
        """The range in which places are compared: the twelve months up to the last day, or the whole range where that was asked for."""
        start = self.first if self.grain == "all" else month_start(self.last, COMPARED_MONTHS - 1)
        return self._scope(max(start, month_start(self.begins or start)))

    def unfiltered(self) -> "View":
        """The same area and time without the filters, for what they are not about."""
        return replace(self, filters={})
