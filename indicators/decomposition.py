"""What a change of a rate is made of: groups whose share of the cases changed, and groups whose own rate changed.

Source: E. M. Kitagawa, "Components of a difference between two rates", Journal of the American Statistical Association 50 (1955)
1168–1194: the symmetric form, each component weighted with the mean of the two periods, so that no interaction is left over. A group's
mix part is taken against the mean overall rate: more cases of a group that does worse than the whole lower it, and the sum over the
groups is the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from indicators.small_numbers import RATE_FROM

Group = tuple[object, ...]
Parts = tuple[float, float]
REST = ("rest",)
NOTHING = (0, 0)


@dataclass(frozen=True, kw_only=True)
class Share:
    """One group's part of a change, in fractions of one; `before` and `after` are its (numerator, denominator).

    `mix` is there because its share of the cases changed, `rate` because its own rate did. `members` are the groups pooled in REST; else
    the group itself.
    """

    group: Group
    before: Parts
    after: Parts
    mix: float
    rate: float
    members: tuple[Group, ...]


@dataclass(frozen=True, kw_only=True)
class Decomposition:
    """The rate before and after, as fractions, and the change between them: after - before = mix + rate = the sum over the shares."""

    before: float
    after: float
    mix: float
    rate: float
    shares: tuple[Share, ...]


def decompose(before: Mapping[Group, Parts], after: Mapping[Group, Parts], least: int = RATE_FROM) -> Decomposition | None:
    """The change from the groups' (numerator, denominator) before to those after; None where either period has no case.

    Groups with fewer than `least` cases in either period are pooled in REST, which comes last and may hold a single group: its part is
    told, a rate of its own is not. Whatever has no case in one period has no rate there: it counts with the rate it has, and all its part
    is mix. A group without a case in both is left out.
    """
    whole = _total(before.values()), _total(after.values())
    if not (whole[0][1] and whole[1][1]):
        return None
    shares = tuple(
        _share(group, members, tuple(_total(period.get(member, NOTHING) for member in members) for period in (before, after)), whole)
        for group, members in _grouped(before, after, least).items()
    )
    return Decomposition(
        before=whole[0][0] / whole[0][1], after=whole[1][0] / whole[1][1],
        mix=sum(share.mix for share in shares), rate=sum(share.rate for share in shares), shares=shares,
    )  # fmt: skip


def _grouped(before: Mapping[Group, Parts], after: Mapping[Group, Parts], least: float) -> dict[Group, tuple[Group, ...]]:
    """The groups that stand alone, and REST, each with its members, in the order they came in."""
    sizes = {group: [period.get(group, NOTHING)[1] for period in (before, after)] for group in [*before, *after]}
    alone = {group: (group,) for group, both in sizes.items() if max(both) and min(both) >= least}
    rest = tuple(group for group, both in sizes.items() if max(both) and min(both) < least)
    return alone | ({REST: rest} if rest else {})


def _total(parts: Iterable[Parts]) -> Parts:
    """Numerators and denominators added up."""
    held = list(parts)
    return sum(count for count, _ in held), sum(size for _, size in held)


def _share(group: Group, members: tuple[Group, ...], own: tuple[Parts, Parts], whole: tuple[Parts, Parts]) -> Share:
    """The part of a group from its own cases and all cases, before and after."""
    share_before, share_after = (size / all_size for (_, size), (_, all_size) in zip(own, whole, strict=True))
    rate_before, rate_after = _rates(own)
    middle = sum(_rates(whole)) / 2
    return Share(
        group=group, before=own[0], after=own[1], members=members,
        mix=(share_after - share_before) * ((rate_before + rate_after) / 2 - middle),
        rate=(share_before + share_after) / 2 * (rate_after - rate_before),
    )  # fmt: skip


def _rates(both: tuple[Parts, Parts]) -> tuple[float, float]:
    """The rate before and after; where there is no case in one of them, the rate in the other stands for both."""
    known = [count / size for count, size in both if size]
    return known[0], known[-1]
