"""Why a village scores more or fewer points than before: parts that add up to the change, exactly and as printed.

An item's part is the change of its score at the mean of its two weights. What the weights add where items came to be scored or ceased to be
(the weight of what is not scored goes to the others of its pillar) is one part a pillar; the manual points are one, and so is a scheme of
another version: the later data under the earlier scheme beside the later sheet. Under the geometric mean an item's part is the difference
of its contributions, because there each depends on all the others.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import fsum

from indicators.score import ItemScore, PillarScore, VillageScore
from reports.apportion import apportioned

ITEM, SPREAD, BONUS, SCHEME = "item", "spread", "bonus", "scheme"
NOTHING = 1e-9


@dataclass(frozen=True, kw_only=True)
class Line:
    """One part of a change: what it is, the pillar and the item it belongs to, its points, and these in tenths as printed.

    Of a spread of weights: which items are scored only after (`gained`), and which only before (`lost`).
    """

    kind: str
    pillar: str = ""
    before: ItemScore | None = None
    after: ItemScore | None = None
    gained: tuple[ItemScore, ...] = ()
    lost: tuple[ItemScore, ...] = ()
    points: float
    tenths: int = 0


@dataclass(frozen=True, kw_only=True)
class Change:
    """The points before and after and the parts of their difference, the largest first; `left` names pillars that cannot be compared."""

    village: str
    before: float
    after: float
    lines: tuple[Line, ...]
    left: tuple[str, ...] = ()

    @property
    def tenths(self) -> int:
        """The change in tenths of a point, as the two printed figures differ."""
        return tenths(self.after) - tenths(self.before)

    @property
    def is_of_total(self) -> bool:
        """Whether the two figures are totals; else they are of the pillars that have a score in both."""
        return not self.left


def tenths(points: float) -> int:
    """Points in whole tenths, rounded as they are printed."""
    return round(float(f"{points:.1f}") * 10)


def change(before: VillageScore, between: VillageScore, after: VillageScore, across: str) -> Change | None:
    """The change of one village. `between`: the later data under the earlier scheme, `after` itself where the scheme is the same.

    None where nothing can be compared: no pillar has a score in both, or the scheme is another and a total is lacking.
    """
    is_same = between is after
    if not is_same and None in (before.total, between.total, after.total):
        return None
    pairs = [(old, new) for old, new in _paired(before, between) if old.score is not None and new.score is not None]
    left = tuple(old.pillar.name for old, new in _paired(before, between) if old.score is None or new.score is None)
    if not pairs:
        return None
    lines = [line for old, new in pairs for line in _of_pillar(old, new, across)]
    if not left:
        lines += [Line(kind=BONUS, points=between.bonus - before.bonus)]
    lines += [] if is_same else [Line(kind=SCHEME, points=after.total - between.total)]
    ends = [fsum(one.contribution for one in side) for side in zip(*pairs, strict=True)] if left else [before.total, after.total]
    return _printed(Change(village=after.village, before=ends[0], after=ends[1], lines=tuple(lines), left=left))


def _paired(before: VillageScore, after: VillageScore) -> list[tuple[PillarScore, PillarScore]]:
    later = {one.pillar.id: one for one in after.pillars}
    return [(one, later[one.pillar.id]) for one in before.pillars if one.pillar.id in later]


def _of_pillar(before: PillarScore, after: PillarScore, across: str) -> list[Line]:
    later = {one.item.id: one for one in after.items}
    lines = [_of_item(before, one, later[one.item.id], across) for one in before.items]
    rest = after.contribution - before.contribution - fsum(line.points for line in lines)
    gained = tuple(line.after for line in lines if line.before.score is None and line.after.score is not None)
    lost = tuple(line.after for line in lines if line.after.score is None and line.before.score is not None)
    return [*lines, Line(kind=SPREAD, pillar=before.pillar.name, gained=gained, lost=lost, points=rest)]


def _of_item(pillar: PillarScore, before: ItemScore, after: ItemScore, across: str) -> Line:
    points = after.contribution - before.contribution
    if across == "arithmetic":
        is_scored = before.score is not None and after.score is not None
        points = (before.weight + after.weight) / 2 * (after.score - before.score) / 100 if is_scored else 0.0
    return Line(kind=ITEM, pillar=pillar.pillar.name, before=before, after=after, points=points)


def _printed(found: Change) -> Change:
    """Parts that are nothing left out, except items; the others in tenths that add up to the printed change."""
    moved = [line for line in found.lines if abs(line.points) > NOTHING]
    units = apportioned([line.points * 10 for line in moved], found.tenths)
    told = [replace(line, tenths=unit) for line, unit in zip(moved, units, strict=True)]
    still = [line for line in found.lines if line.kind == ITEM and abs(line.points) <= NOTHING]
    return replace(found, lines=(*sorted(told, key=_size), *still))


def _size(line: Line) -> tuple[float, float]:
    return -abs(line.tenths), -abs(line.points)


def summed(lines: Iterable[Line]) -> int:
    """The tenths that several parts come to."""
    return sum(line.tenths for line in lines)
