"""Which rows a question is about: where, when, as of when, and what else."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from indicators.columns import load_columns

GRAINS = {"all": 120_000, "year": 12, "quarter": 3, "month": 1}  # length in months


class ScopeError(ValueError):
    """A question that cannot be asked; the message is one Chinese sentence for the person who asked."""


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Area (its subtree), days from start to end, grain of the periods, the day whose end is the present, and allowed values by column.

    All days are inclusive, as people say them. `filters` maps a column to the values kept; None among them keeps blanks.
    Raises ScopeError for what cannot be asked.
    """

    area: str | None = None
    start: date | None = None
    end: date | None = None
    grain: str = "all"
    as_of: date | None = None
    filters: Mapping[str, tuple[str | None, ...]] = field(default_factory=dict)

    def __post_init__(self):
        object.__setattr__(self, "filters", {column: tuple(values) for column, values in self.filters.items()})
        if self.grain not in GRAINS:
            raise ScopeError(f"统计粒度只能是 {'、'.join(GRAINS)}，不是「{self.grain}」。")
        if self.start and self.end and self.start > self.end:
            raise ScopeError(f"开始日期 {self.start} 晚于结束日期 {self.end}。")
        for column in self.filters:
            if column not in load_columns() or not load_columns()[column].filter:
                raise ScopeError(f"不能按「{column}」筛选。")

    def parameters(self) -> dict[str, object]:
        """The values that cohorts are given; all moments are exclusive upper bounds except start_at, and never null."""
        values = {
            "area": self.area,
            "start_at": datetime.combine(self.start or date.min, time()),
            "end_at": _after(self.end),
            "as_of_at": _after(self.as_of),
            "months": GRAINS[self.grain],
        }
        for column, allowed in self.filters.items():
            values |= {f"{column}_{place}": value for place, value in enumerate(allowed) if value is not None}
        return values

    def at(self, period: str) -> "Scope":
        """The part of this scope that lies in one period ('2022-03', '2022-Q1', '2022' or 'all'), as one whole."""
        first, last = bounds(period)
        start = max(filter(None, (self.start, first)), default=None)
        end = min(filter(None, (self.end, last)), default=None)
        return replace(self, start=start, end=end, grain="all")


def _after(day: date | None) -> datetime:
    return datetime.combine(day + timedelta(days=1) if day else date.max, time())


def bounds(period: str) -> tuple[date | None, date | None]:
    """First and last day of a period as measure() writes it; (None, None) for 'all'."""
    if period == "all":
        return None, None
    year, _, rest = period.partition("-")
    if not rest:
        return date(int(year), 1, 1), date(int(year), 12, 31)
    length = 3 if rest.startswith("Q") else 1
    month = (int(rest.lstrip("Q")) - 1) * length + 1
    following = date(int(year) + (month + length > 12), (month + length - 1) % 12 + 1, 1)
    return date(int(year), month, 1), following - timedelta(days=1)


def label(start: datetime | None, grain: str) -> str:
    """How a period that starts then is written."""
    if start is None:
        return "all"
    return {"year": f"{start:%Y}", "quarter": f"{start:%Y}-Q{(start.month + 2) // 3}", "month": f"{start:%Y-%m}"}[grain]
