"""One measured figure with its definition, ready to be put into words."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from indicators.definition import Indicator
from indicators.measure import FIGURES

COUNTS = ("numerator", "denominator", "shadow")


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A figure: value in the indicator's unit, or None with the reason in `note`; `groups` are the values it was cut by."""

    indicator: Indicator
    period: str
    groups: tuple[object, ...] = ()
    numerator: float | None = None
    denominator: float | None = None
    value: float | None = None
    low: float | None = None  # the 95 % interval of an estimate
    high: float | None = None
    shadow: int | None = None  # overdue and still open, beside a rate of closing that reads 100 %
    note: str = ""

    @property
    def size(self) -> float | None:
        """How many rows the figure rests on, or what they add up to."""
        return self.denominator if self.indicator.denominator else self.numerator

    @property
    def is_known(self) -> bool:
        """Whether there is a value to show."""
        return self.value is not None


def _plain(value: object) -> object:
    return None if value is None or value is pd.NA or value != value else value


def _count(value: object) -> object:
    """A whole number as one, also where others of the same column are not."""
    value = _plain(value)
    return int(value) if value is not None and float(value).is_integer() else value


def readings(frame: pd.DataFrame, catalog: Mapping[str, Indicator]) -> list[Reading]:
    """The rows of measure() as readings, in the same order."""
    known = ("indicator", "period", *FIGURES, "note")
    by = [column for column in frame.columns if column not in known]
    return [
        Reading(
            indicator=catalog[row["indicator"]],
            period=row["period"],
            groups=tuple(_plain(row[column]) for column in by),
            **{name: (_count if name in COUNTS else _plain)(row[name]) for name in FIGURES},
            note=row["note"] or "",
        )
        for row in frame.to_dict("records")
    ]


def of(everything: list[Reading], indicator: str, period: str | None = None) -> list[Reading]:
    """The readings of one indicator, and of one period where given."""
    return [one for one in everything if one.indicator.id == indicator and period in (None, one.period)]


def missing(indicator: Indicator, period: str, note: str) -> Reading:
    """What stands where nobody reported."""
    return Reading(indicator=indicator, period=period, note=note)
