"""Whether a target will be met, apart from whether anything is changing: the target against the normal range."""

from collections.abc import Iterable
from typing import Protocol

from indicators.control import assurance
from indicators.definition import Indicator
from reports.signals import Signal
from reports.words import number_words

ICONS = {"met": "●", "missed": "○", "uncertain": "◐"}
WORDS = {"met": "稳定达到目标", "missed": "稳定达不到目标", "uncertain": "有时达到目标，有时达不到"}


class Aim(Protocol):
    """A target as the journal keeps it."""

    indicator: str
    value: float
    basis: str


def aim_of(indicator: Indicator, aims: Iterable[Aim]) -> tuple[float, str] | None:
    """The value aimed at and its basis: the one the town set, else the one declared; None where neither, or where no side is better."""
    own = next(((one.value, one.basis) for one in aims if one.indicator == indicator.id), None)
    declared = (indicator.target.value, indicator.target.basis) if indicator.target else None
    return (own or declared) if indicator.direction != "neutral" else None


def assured(one: Signal, aim: tuple[float, str] | None) -> str:
    """met, missed, uncertain; blank where there is no target or no normal range."""
    if aim is None or one.chart is None:
        return ""
    return assurance(one.chart, aim[0] / one.per, one.indicator.direction)


def assurance_words(one: Signal, aim: tuple[float, str] | None) -> str:
    """Icon and words: ◐ 有时达到目标，有时达不到（目标 90%）; blank where there is nothing to hold against each other."""
    found = assured(one, aim)
    unit = one.indicator.unit if one.indicator.unit == "%" else f" {one.indicator.unit}"
    return f"{ICONS[found]} {WORDS[found]}（目标 {number_words(aim[0], one.indicator.decimals)}{unit}）" if found else ""
