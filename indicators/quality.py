"""What is expected of the ledgers and when a number asks to be looked at (quality.toml), and the periods that are owed."""

import tomllib
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from indicators.scope import GRAINS, bounds, label

DECLARED = Path(__file__).parent / "quality.toml"
VILLAGE, STREAM, REGISTER = "village", "stream", "register"


@dataclass(frozen=True, kw_only=True)
class Series:
    """What is owed of one ledger: by whom (shape), how often, by which day of the month after; `parts` are the categories it is about."""

    id: str
    source: str
    shape: str
    every: str
    due_day: int
    cadence: str
    basis: str
    parts: tuple[str, ...] = ()
    is_detail: bool = False
    unless: str = ""

    def due_on(self, period: str) -> date:
        """The last day on which a period's report is in time."""
        following = bounds(period)[1] + timedelta(days=1)
        return following.replace(day=min(self.due_day, monthrange(following.year, following.month)[1]))


@dataclass(frozen=True, kw_only=True)
class Rule:
    """When a number asks to be looked at, and what that rests on. Which of the thresholds a rule has depends on what it is about."""

    id: str
    basis: str
    tail: float = 0.0
    ratio: float = 0.0
    least: int = 0
    points: float = 0.0
    days: int = 0
    shift_days: int = 0
    last_days: int = 0
    minutes: int = 0
    multiple_yuan: int = 0
    least_yuan: int = 0


@cache
def _declared() -> dict:
    return tomllib.loads(DECLARED.read_text(encoding="utf-8"))


@cache
def load_series() -> dict[str, Series]:
    """Every series by its id, in the order in which it is shown."""
    return {id: Series(id=id, **{**one, "parts": tuple(one.get("parts", ()))}) for id, one in _declared()["series"].items()}


@cache
def load_rules() -> dict[str, Rule]:
    """Every rule by its id."""
    return {id: Rule(id=id, **one) for id, one in _declared()["rule"].items()}


def owner() -> str:
    """Who answers for the thresholds."""
    return _declared()["owner"]


def version_words() -> str:
    """Which version of the rules, and since when."""
    return f"第{_declared()['version']}版，{_declared()['since']:%Y-%m-%d}起"


def last_periods(every: str, until: date, count: int) -> list[str]:
    """The last so many periods that end with or before the month of a day, the earliest first."""
    length = GRAINS[every]
    ended = (until.year * 12 + until.month) // length
    return [_label(number * length, every) for number in range(ended - count, ended)]


def _label(month_number: int, every: str) -> str:
    return label(datetime(month_number // 12, month_number % 12 + 1, 1), every)


def period_of(begins_on: date, ends_on: date, every: str) -> str | None:
    """The period in which some days lie wholly; None where they reach over its ends."""
    first, last = (label(datetime(day.year, day.month, 1), every) for day in (begins_on, ends_on))
    return first if first == last else None


def ending_month(period: str) -> str:
    """The month in which a period ends, as 2026-03."""
    return f"{bounds(period)[1]:%Y-%m}"
