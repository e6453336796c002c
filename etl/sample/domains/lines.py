"""What the other ledgers are made of: a line is one row of one sheet, a page all the lines of a sheet."""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from tomllib import loads

from etl.sample.words import vocabulary
from etl.sample.writing import Cell, styled

QUARTER_WORDS = "一二三四"
DAY_STYLES = ("cell_day", "dots", "chinese")


@dataclass(frozen=True, kw_only=True)
class Written:
    """A number and the text that a cell says it with."""

    number: float
    text: str


Figure = Cell | float
Value = Figure | Written


@dataclass(frozen=True, kw_only=True)
class Line:
    """One row: what it is about, the last day it speaks of, and its cells by field."""

    village: str | None
    end_on: date
    values: Mapping[str, Value]

    def number(self, name: str) -> float | None:
        """The number in a field, however it is written; None where there is none."""
        value = self.values.get(name)
        value = value.number if isinstance(value, Written) else value
        return value if isinstance(value, int | float) else None


@dataclass(frozen=True, kw_only=True)
class Page:
    """One sheet before it is written: `key` is its declaration in domains.toml, `said` what its name and title say beyond the lines."""

    key: str
    lines: tuple[Line, ...]
    cutoff: date
    said: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Period:
    """A quarter or a month: how it is written, and its last day."""

    text: str
    end_on: date


@cache
def domains() -> dict:
    """The content of domains.toml."""
    return loads((Path(__file__).parent.parent / "domains.toml").read_text(encoding="utf-8"))


def last_day(as_of: date | None) -> date:
    """The day the files are written for."""
    return as_of or vocabulary()["last_day"]


def year_end(year: int) -> date:
    """The last day of a year."""
    return date(year, 12, 31)


def years(day: date) -> list[int]:
    """The years of the yearly ledgers that had ended by a day."""
    draw = domains()["draw"]
    return [year for year in range(draw["first_year"], draw["last_year"] + 1) if year_end(year) <= day]


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def quarters(day: date) -> Iterator[Period]:
    """Every quarter from the first year on that had ended by a day."""
    for year in range(domains()["draw"]["first_year"], day.year + 1):
        for place, word in enumerate(QUARTER_WORDS, start=1):
            end = month_end(year, place * 3)
            if end <= day:
                yield Period(text=f"{year}年{word}季度", end_on=end)


def months_of(year: int, day: date) -> list[Period]:
    """The months of a year that had ended by a day."""
    ends = [month_end(year, month) for month in range(1, 13)]
    return [Period(text=f"{year}年{end.month}月", end_on=end) for end in ends if end <= day]


def written_day(day: date | None, number: int) -> Cell:
    """A day in one of the ways in which ledgers write it, one after another; None stays empty."""
    return None if day is None else styled(DAY_STYLES[number % len(DAY_STYLES)], _moment(day))


def _moment(day: date) -> datetime:
    return datetime.combine(day, time())


def hundredths(number: int) -> float:
    """A whole number of hundredths as a decimal number."""
    return round(number / 100, 2)
