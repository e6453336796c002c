"""A rate that moved, taken apart: the parts of its groups as they are printed, so that every sum can be checked by hand.

The change told is that of the two rates as they are printed; its two parts, and under each the parts of the groups, are rounded so that
they add up to it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from indicators.decomposition import REST, Decomposition, Group, Parts, Share, decompose
from indicators.definition import Indicator
from indicators.small_numbers import is_rankable, is_rate_shown
from indicators.two_rates import difference, z_of
from reports.apportion import apportioned
from reports.reading import Reading

NONE = 1e-12  # what is left of nought after adding fractions up


@dataclass(frozen=True, kw_only=True)
class Line:
    """One group: its share as worked out, its figures in either span (None where it had none, and of REST), its parts as printed.

    `mix` and `rate` are whole numbers of the last digit printed. `is_beyond`: its own rates differ by more than chance, as many groups as
    there are considered.
    """

    share: Share
    before: Reading | None
    after: Reading | None
    mix: int
    rate: int
    is_beyond: bool

    @property
    def total(self) -> int:
        """Both parts, in the last digit printed."""
        return self.mix + self.rate

    @property
    def is_rest(self) -> bool:
        """Whether groups of few cases are pooled here."""
        return self.share.group == REST


@dataclass(frozen=True, kw_only=True)
class Change:
    """What a change is made of, in whole numbers of the last digit printed; `lines` the largest first, the pooled rest last.

    `low` and `high` are the 95 % interval of the change in the indicator's unit. `reversed_side` is the side to which the whole moved
    while no group of its own did: high, low or blank (Simpson's paradox).
    """

    indicator: Indicator
    before: Reading
    after: Reading
    total: int
    mix: int
    rate: int
    low: float
    high: float
    lines: tuple[Line, ...]
    reversed_side: str

    @property
    def is_chance(self) -> bool:
        """Whether chance alone may explain the change."""
        return self.low <= 0 <= self.high


def is_told(whole: Reading) -> bool:
    """Whether a rate can be taken apart at all: it is known, and rests on enough cases to be said as a percentage."""
    return whole.is_known and is_rate_shown(whole.denominator)


def change(whole: tuple[Reading, Reading], groups: tuple[Sequence[Reading], Sequence[Reading]]) -> Change:
    """The change between two readings that is_told() lets pass, taken apart by the readings of their groups, before and after."""
    indicator = whole[0].indicator
    found = decompose(*map(_counts, groups))
    total = _unit(indicator, whole[1].value) - _unit(indicator, whole[0].value)
    scale = indicator.per * 10**indicator.decimals
    mix, rate = apportioned([found.mix * scale, found.rate * scale], total)
    low, high = difference(*((one.numerator, one.denominator) for one in whole))
    return Change(
        indicator=indicator, before=whole[0], after=whole[1], total=total, mix=mix, rate=rate,
        low=low * indicator.per, high=high * indicator.per,
        lines=_lines(found, groups, (mix, rate), scale), reversed_side=_reversed(found, total),
    )  # fmt: skip


def _counts(readings: Iterable[Reading]) -> dict[Group, Parts]:
    """Numerator and denominator by group, of the groups that can be judged."""
    return {one.groups: (one.numerator, one.denominator) for one in readings if one.denominator}


def _unit(indicator: Indicator, value: float) -> int:
    """A value in whole numbers of the last digit it is printed with."""
    return round(float(f"{value:.{indicator.decimals}f}") * 10**indicator.decimals)


def _lines(found: Decomposition, groups: tuple[Sequence[Reading], ...], printed: tuple[int, int], scale: float) -> tuple[Line, ...]:
    known: tuple[Mapping, ...] = tuple({one.groups: one for one in readings} for readings in groups)
    mixes = apportioned([share.mix * scale for share in found.shares], printed[0])
    rates = apportioned([share.rate * scale for share in found.shares], printed[1])
    judged = [share for share in found.shares if _is_judged(share)]
    lines = [
        Line(
            share=share, before=known[0].get(share.group), after=known[1].get(share.group), mix=mix, rate=rate,
            is_beyond=share in judged and not _is_chance(share, len(judged)),
        )
        for share, mix, rate in zip(found.shares, mixes, rates, strict=True)
    ]  # fmt: skip
    return tuple(sorted(lines, key=lambda line: (line.is_rest, -abs(line.total), -abs(line.share.mix + line.share.rate))))


def _is_judged(share: Share) -> bool:
    """Whether a group's own rates may be held against each other: it is no rest, and has enough cases in either span."""
    return share.group != REST and all(is_rankable(size) for _, size in (share.before, share.after))


def _is_chance(share: Share, comparisons: int) -> bool:
    low, high = difference(share.before, share.after, z_of(comparisons))
    return low <= 0 <= high


def _reversed(found: Decomposition, total: int) -> str:
    """The side of the whole where no group's own rate went there, though some group had cases in both spans."""
    rates = [share.rate for share in found.shares]
    if total < 0 and min(rates) >= -NONE:
        return "low"
    return "high" if total > 0 and max(rates) <= NONE else ""
