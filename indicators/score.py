"""What a village scores under a scheme, step by step: item, pillar, total, band, rank.

Source: OECD and JRC, "Handbook on Constructing Composite Indicators" (2008), steps 5 and 6: distance between two fixed goalposts, clipped,
never min–max over the villages; the weighted arithmetic mean inside a pillar, the arithmetic or the geometric mean across. Choices of ours:

- What is missing is not 0. Its weight goes to the other items of its pillar where `pillar_present` of the pillar's weight has a score, else
  the pillar is 数据不足. Weight never moves between pillars: then each village would be measured by its own scheme. So the total, the band
  and the rank are given only where every pillar has a score; `part` says what the others come to.
- A rate of fewer than RANK_FROM counted rows is gated (no score), or drawn towards a prior frozen in the scheme: (k + m·p0) / (n + m).
- The geometric mean of the pillar scores has the floor 1 and the pillars' weights. A pillar's contribution is its share of the logarithm,
  G · w ln s / Σ w ln s, split over its items as its arithmetic mean is: exact, and a pillar at the floor contributes nothing.
- The total is the composite (0..100) and the manual points, which together count ±`bonus_cap` at most and never bring it below 0: 0..105.
- Ranks and bands are of the total before it is rounded for print; totals that agree to 1e-9 tie, and share the better rank.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp, fsum, log

from indicators.definition import load_catalog
from indicators.scheme import Bonus, Goalpost, Item, Pillar, Scheme
from indicators.small_numbers import RANK_FROM, is_rankable

SHORT_BELOW = 60  # a pillar below it is a 短板
FLOOR = 1.0  # of a pillar score in the geometric mean
TIE_DECIMALS = 9
NOT_REPORTED = "未填报"
NO_ROWS = "没有应计的件"
TOO_LITTLE = "数据不足"


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A village's measured figure of an item. Of an item of own trend the value is the change in per cent, numerator and denominator the
    values of this year and of the year before. low and high: the 95 % interval of an estimate such as a survival share, where known."""

    numerator: float | None = None
    denominator: float | None = None
    value: float | None
    note: str = ""  # why the value is unknown
    is_sample: bool = True
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, kw_only=True)
class ItemScore:
    """One line of a score sheet: the score 0..100, None with its reason; the weight that counted, the contribution to the total in points."""

    item: Item
    cell: Cell
    scored_value: float | None  # the value that the goalposts were laid on: the measured one, or the one drawn towards the prior
    score: float | None
    weight: float
    contribution: float
    reason: str


@dataclass(frozen=True, kw_only=True)
class PillarScore:
    """A pillar of a score sheet: the score 0..100, None with its reason; its contribution to the total in points."""

    pillar: Pillar
    items: tuple[ItemScore, ...]
    score: float | None
    contribution: float
    is_short: bool
    reason: str


@dataclass(frozen=True, kw_only=True)
class VillageScore:
    """A score sheet. Pillar contributions and `bonus` add up to the total; without a total, pillar contributions to `part`."""

    village: str
    pillars: tuple[PillarScore, ...]
    bonus: float  # the manual points that count, within the cap
    total: float | None  # 0..100 + bonus_cap
    part: float  # points of the pillars that have a score, without the manual ones
    part_weight: float  # the points that those pillars are worth
    band: str
    rank: int | None
    reason: str


def goalpost_score(goalpost: Goalpost, value: float) -> float:
    """0..100: where a value lies between the goalposts, clipped. Raises ValueError for goalposts that are equal."""
    span = goalpost.target - goalpost.low
    if not span:
        raise ValueError(f"goalposts are both {goalpost.low}")
    return 100 * min(1.0, max(0.0, (value - goalpost.low) / span))


def score_village(scheme: Scheme, village: str, cells: Mapping[str, Cell], bonuses: Mapping[str, float]) -> VillageScore:
    """The score sheet of one village, unranked. `cells` by indicator, gates too; `bonuses`: how often each manual item of the scheme applies.

    Raises ValueError for a manual item that the scheme does not have.
    """
    pillars = _weighed(scheme, [_pillar(scheme, pillar, cells) for pillar in scheme.pillars])
    part = fsum(pillar.contribution for pillar in pillars)
    lacking = [pillar.pillar.name for pillar in pillars if pillar.score is None]
    bonus = max(bonus_points(scheme, bonuses), -part)
    total = None if lacking else fsum((part, bonus))
    return VillageScore(
        village=village,
        pillars=tuple(pillars),
        bonus=bonus,
        total=total,
        part=part,
        part_weight=fsum(pillar.pillar.weight for pillar in pillars if pillar.score is not None),
        band=band_of(scheme, total),
        rank=None,
        reason=f"{TOO_LITTLE}：{'、'.join(lacking)}" if lacking else "",
    )


def score_town(
    scheme: Scheme,
    cells_by_village: Mapping[str, Mapping[str, Cell]],
    bonuses_by_village: Mapping[str, Mapping[str, float]],
    groups: Mapping[str, str] | None = None,
) -> list[VillageScore]:
    """The score sheet of each village, in the order given, ranked among the villages of its group (all, without groups) that have a total."""
    scores = [score_village(scheme, village, cells, bonuses_by_village.get(village, {})) for village, cells in cells_by_village.items()]
    groups = groups or {}
    totals: dict[str, list[float]] = {}
    for one in scores:
        if one.total is not None:
            totals.setdefault(groups.get(one.village, ""), []).append(one.total)
    return [replace(one, rank=rank_of(one.total, totals.get(groups.get(one.village, ""), []))) for one in scores]


def rank_of(total: float | None, totals: Iterable[float]) -> int | None:
    """1 for the highest: one more than the totals that are higher by more than rounding error; None without a total."""
    return None if total is None else 1 + sum(round(other, TIE_DECIMALS) > round(total, TIE_DECIMALS) for other in totals)


def band_of(scheme: Scheme, total: float | None) -> str:
    """The name of the band in which an unrounded total lies; blank without a total."""
    if total is None:
        return ""
    return next((band.name for band in scheme.bands if round(total, TIE_DECIMALS) >= band.from_score), "")


def bonus_of(bonus: Bonus, times: float) -> float:
    """The points of a manual item that applies so often, within its own cap: negative for a deduction, 0 for a note."""
    sign = {"bonus": 1, "deduction": -1}.get(bonus.kind, 0)
    return sign * min(times * bonus.points_each, bonus.cap)


def bonus_points(scheme: Scheme, bonuses: Mapping[str, float]) -> float:
    """The points of all manual items within ±bonus_cap. Raises ValueError for one that the scheme does not have."""
    declared = {bonus.id: bonus for bonus in scheme.bonuses}
    for id in bonuses.keys() - declared:
        raise ValueError(f"scheme {scheme.id} has no manual item {id!r}")
    points = fsum(bonus_of(declared[id], times) for id, times in bonuses.items())
    return min(scheme.bonus_cap, max(-scheme.bonus_cap, points))


def _pillar(scheme: Scheme, pillar: Pillar, cells: Mapping[str, Cell]) -> PillarScore:
    items = [_item(item, cells) for item in pillar.items]
    present = fsum(one.item.weight for one in items if one.score is not None)
    if not present or round(present / pillar.weight, TIE_DECIMALS) < scheme.pillar_present:
        reason = f"{TOO_LITTLE}：有分的指标权重 {present:g} / {pillar.weight:g}，不足 {scheme.pillar_present:.0%}"
        return PillarScore(pillar=pillar, items=tuple(items), score=None, contribution=0.0, is_short=False, reason=reason)
    weighted = [replace(one, weight=one.item.weight * pillar.weight / present) if one.score is not None else one for one in items]
    score = fsum(one.weight * one.score for one in weighted if one.score is not None) / pillar.weight
    is_short = round(score, TIE_DECIMALS) < SHORT_BELOW
    return PillarScore(pillar=pillar, items=tuple(weighted), score=score, contribution=0.0, is_short=is_short, reason="")


def _item(item: Item, cells: Mapping[str, Cell]) -> ItemScore:
    cell = cells.get(item.id, Cell(value=None))
    reason = _unscored(item, cell, cells)
    value = None if reason else shrunk(item, cell, cell.value)
    score = None if reason else goalpost_score(item.goalpost, value)
    return ItemScore(item=item, cell=cell, scored_value=value, score=score, weight=0.0, contribution=0.0, reason=reason)


def _unscored(item: Item, cell: Cell, cells: Mapping[str, Cell]) -> str:
    if cell.value is None:
        return cell.note or (NO_ROWS if cell.denominator == 0 else NOT_REPORTED)
    if is_counted(item, cell) and item.small == "gate" and not is_rankable(cell.denominator):
        return f"件数少（{cell.denominator:g}，不足 {RANK_FROM}）"
    return _gated(item, cells) if item.gate else ""


def _gated(item: Item, cells: Mapping[str, Cell]) -> str:
    gate = load_catalog()[item.gate]
    reached = cells.get(item.gate, Cell(value=None)).value
    if reached is None:
        return f"{gate.name}{NOT_REPORTED}"
    return f"{gate.name}不足 {item.gate_at:g}{gate.unit}（{reached:.{gate.decimals}f}{gate.unit}）" if reached < item.gate_at else ""


def is_counted(item: Item, cell: Cell) -> bool:
    """Whether a figure is a rate of counted rows, to which the rules for small numbers apply."""
    return cell.is_sample and cell.denominator is not None and not item.is_own_trend


def shrunk(item: Item, cell: Cell, value: float) -> float:
    """The value that is scored: (n · value + m · prior) / (n + m) where the item is shrunk, else the value itself. Takes arrays too."""
    if item.small != "shrink" or not is_counted(item, cell):
        return value
    return (cell.denominator * value + item.prior_size * item.prior) / (cell.denominator + item.prior_size)


def _weighed(scheme: Scheme, pillars: Sequence[PillarScore]) -> list[PillarScore]:
    """The pillars with their contributions."""
    present = [pillar for pillar in pillars if pillar.score is not None]
    shares = (_geometric if scheme.across == "geometric" else _arithmetic)(present)
    points = {pillar.pillar.id: share for pillar, share in zip(present, shares, strict=True)}
    return [_contributing(pillar, points.get(pillar.pillar.id, 0.0)) for pillar in pillars]


def _arithmetic(present: Sequence[PillarScore]) -> list[float]:
    return [pillar.pillar.weight * pillar.score / 100 for pillar in present]


def _geometric(present: Sequence[PillarScore]) -> list[float]:
    weights = [pillar.pillar.weight for pillar in present]
    logs = [pillar.pillar.weight * log(max(FLOOR, pillar.score)) for pillar in present]
    if not present:
        return []
    points = exp(fsum(logs) / fsum(weights)) * fsum(weights) / 100
    parts = logs if fsum(logs) else weights
    return [points * part / fsum(parts) for part in parts]


def _contributing(pillar: PillarScore, points: float) -> PillarScore:
    """The pillar with its points, split over its items in the proportion in which they make up its score; by weight where all score 0."""
    parts = [one.weight * (one.score or 0.0) for one in pillar.items]
    if not fsum(parts):
        parts = [one.weight for one in pillar.items]
    whole = fsum(parts)
    items = tuple(replace(one, contribution=points * part / whole if whole else 0.0) for one, part in zip(pillar.items, parts, strict=True))
    return replace(pillar, items=items, contribution=points)
