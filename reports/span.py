"""The period that a brief is about: a month, quarter, half-year or year, and those that it is held against."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from reports.assessing import period_bounds
from reports.view import month_start
from reports.words import day_words, period_words

WRITTEN = re.compile(r"\d{4}(-(0[1-9]|1[0-2])|-Q[1-4]|-H[12])?")
LENGTH = {"month": 1, "quarter": 3, "half": 6, "year": 12}
BEFORE = {"month": "上月", "quarter": "上季度", "half": "上个半年", "year": "上年"}
YEAR_AGO = "上年同期"
NUMERALS = "一二三四"


class SpanError(ValueError):
    """What was written is no period of a brief; the message is one Chinese sentence."""


@dataclass(frozen=True, kw_only=True)
class Span:
    """A period as it is written (2026-10, 2026-Q3, 2026-H1, 2026), what kind it is, and its first and last day."""

    written: str
    kind: str
    start: date
    end: date

    @property
    def words(self) -> str:
        """In a title: 2026年10月, 2026年第三季度, 2026年上半年, 2026年."""
        if self.kind == "half":
            return f"{self.start.year}年{self.short}"
        return f"{self.start.year}年第{NUMERALS[(self.start.month - 1) // 3]}季度" if self.kind == "quarter" else period_words(self.written)

    @property
    def short(self) -> str:
        """In a sentence: 10月, 三季度, 上半年, 全年."""
        if self.kind == "month":
            return f"{self.start.month}月"
        if self.kind == "quarter":
            return f"{NUMERALS[(self.start.month - 1) // 3]}季度"
        return "全年" if self.kind == "year" else "上半年" if self.start.month == 1 else "下半年"

    @property
    def before(self) -> "Span":
        """The one of the same kind that ended when this one began."""
        return span_of_day(self.start - timedelta(days=1), self.kind)

    @property
    def year_ago(self) -> "Span":
        """The same one of the year before."""
        return span_of_day(date(self.start.year - 1, self.start.month, 1), self.kind)

    def until_words(self, known_to: date) -> str:
        """The period in a title; one that is not over by then says up to which day it goes: 2026年10月（截至2026年10月20日）."""
        return self.words if known_to >= self.end else f"{self.words}（截至{day_words(known_to)}）"


def span(written: str) -> Span:
    """The period that was written. Raises SpanError for anything else."""
    if not WRITTEN.fullmatch(written):
        raise SpanError(f"「{written}」不是会议材料的时段，应写作 2026-10、2026-Q3、2026-H1 或 2026。")
    start, end = period_bounds(written)
    kind = "half" if "H" in written else "quarter" if "Q" in written else "month" if "-" in written else "year"
    return Span(written=written, kind=kind, start=start, end=end)


def span_of_day(day: date, kind: str) -> Span:
    """The period of a kind (month, quarter, half, year) in which a day lies."""
    start = month_start(day, (day.month - 1) % LENGTH[kind])
    part = (start.month - 1) // LENGTH[kind] + 1
    return span(
        {"month": f"{start:%Y-%m}", "quarter": f"{start.year}-Q{part}", "half": f"{start.year}-H{part}", "year": f"{start.year}"}[kind]
    )
