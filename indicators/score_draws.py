"""Whether a ranking means anything: the rank, the score and the band of a village over draws of what a scheme assumes, and who is told apart.

Source of the procedure: OECD and JRC, "Handbook on Constructing Composite Indicators" (2008), step 7: what was decided (weights, goalposts,
items, rule across pillars) and what was measured (the rates) are drawn together, and each alone to see which moves the ranks most.
"""

from collections import ChainMap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import sqrt
from statistics import NormalDist

import numpy as np

from indicators.scheme import Scheme
from indicators.score import TIE_DECIMALS, Cell, bonus_points, score_town
from indicators.score_array import Town, assumed, totals, town_of
from indicators.score_streams import drawn_across, drawn_goalposts, drawn_kept, drawn_values, drawn_weights

ASSUMPTIONS = ("weights", "goalposts", "sampling", "left_out", "across")
DRAWS, SEED = 1000, 20260101
LOWER, UPPER = 0.05, 0.95
FAR_LOWER, FAR_UPPER = 0.01, 0.99  # so far out that the skew of clipped rates shows, and still ten draws of a thousand
Z_FAR = NormalDist().inv_cdf(FAR_UPPER)
TOLD_LEVEL = 0.98  # of towns of identical villages, those with no two told apart: a margin to 0.95, for rates on few cases are skewed


@dataclass(frozen=True, kw_only=True)
class VillageDraws:
    """What the draws say of a village that has a total: 5–95 % intervals, shares of draws by band. Ranks are among the villages of its group."""

    village: str
    total: float
    median_rank: float
    rank_low: int
    rank_high: int
    score_low: float
    score_high: float
    sampling_low: float  # with the sampling error of its rates alone
    sampling_high: float
    far_low: float  # the same, 1–99 %
    far_high: float
    bands: Mapping[str, float]
    equal_weight: float  # the total with every item of the same weight
    equal_weight_rank: int


@dataclass(frozen=True, kw_only=True)
class Draws:
    """The draws of a town. `moves`: how many places a rank shifts on average where one assumption alone is drawn, the strongest first."""

    villages: Mapping[str, VillageDraws]
    moves: Mapping[str, float]
    draws: int
    seed: int


def draw(
    scheme: Scheme,
    cells_by_village: Mapping[str, Mapping[str, Cell]],
    bonuses_by_village: Mapping[str, Mapping[str, float]],
    *,
    groups: Mapping[str, str] | None = None,
    assumptions: Sequence[str] = ASSUMPTIONS,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Draws:
    """What the draws say of each village that has a total, `assumptions` being what is drawn; the same call gives the same digits.

    In the draws the manual points stand, an item without a score stays without, and bands are those of the scheme's cut-offs.
    """
    scores = score_town(scheme, cells_by_village, bonuses_by_village, groups)
    town = town_of(scheme, scores, [bonus_points(scheme, bonuses_by_village.get(one.village, {})) for one in scores])
    if not town.scores:
        return Draws(villages={}, moves=dict.fromkeys(assumptions, 0.0), draws=draws, seed=seed)
    plain, values = assumed(scheme), drawn_values(town, draws, seed)
    varied = {name: _drawn(scheme, name, draws, seed) for name in assumptions}
    peers = _peers(town, groups or {})
    alone = {name: totals(town, replace(plain, **drawn), values if name == "sampling" else None) for name, drawn in varied.items()}
    together = totals(town, replace(plain, **ChainMap(*varied.values())), values if "sampling" in assumptions else None)
    sampled = alone.get("sampling", totals(town, plain, values))
    equal = totals(town, replace(plain, weights=np.full_like(plain.weights, 100 / plain.weights.size)))[0]
    return Draws(
        villages=_villages(scheme, town, together, sampled, equal, peers),
        moves=_moves(alone, ranks(totals(town, plain), peers), peers),
        draws=draws,
        seed=seed,
    )


def is_told_apart(draws: Draws, first: str, second: str) -> bool:
    """Whether the totals of two villages differ by more than the sampling error of their rates explains, at one level for the whole town.

    The distance of each total to the end of its 1–99 % sampling interval that faces the other is widened to the simultaneous level of
    Tukey's range for the number of villages and the two are put together as squares (G. Y. Zou and A. Donner, "Construction of confidence
    limits about effect measures", Statistics in Medicine 27 (2008) 1693–1702): with equal errors, the two widened intervals do not touch.
    So in at most 5 % of the towns of identical villages any two are told apart, wherever the bands are cut. False where either has no total.
    """
    if first not in draws.villages or second not in draws.villages:
        return False
    lower, higher = sorted((draws.villages[first], draws.villages[second]), key=lambda one: one.total)
    down, up = max(0.0, higher.total - higher.far_low), max(0.0, lower.far_high - lower.total)
    reach = tukey_range(len(draws.villages), TOLD_LEVEL) / sqrt(2) / Z_FAR
    return higher.total - lower.total > reach * sqrt(down**2 + up**2)


@cache
def tukey_range(units: int, level: float) -> float:
    """The distance, in standard errors, within which the largest and the smallest of so many normal figures of equal mean lie at a level.

    Source: J. W. Tukey, "The problem of multiple comparisons" (1953); P(range <= q) = k times the integral of phi(z) (Phi(z + q) - Phi(z))^(k - 1).
    """
    low, high = 0.0, 20.0
    while high - low > 1e-9:
        middle = (low + high) / 2
        low, high = (middle, high) if _range_within(units, middle) < level else (low, middle)
    return high


GRID = np.linspace(-9, 9, 1801)
NORMAL = NormalDist()
DENSITY = np.array([NORMAL.pdf(z) for z in GRID])
BELOW = np.array([NORMAL.cdf(z) for z in GRID])


def _range_within(units: int, width: float) -> float:
    within = np.interp(GRID + width, GRID, BELOW, right=1.0) - BELOW
    return units * np.trapezoid(DENSITY * within ** (units - 1), GRID)


def ranks(drawn: np.ndarray, peers: Iterable[np.ndarray]) -> np.ndarray:
    """Draws × villages: 1 for the highest total of its peers, totals that agree to 1e-9 sharing the better rank. `peers`: columns by group."""
    found = np.zeros(drawn.shape, dtype=int)
    for columns in peers:
        falling = -np.round(drawn[:, columns], TIE_DECIMALS)
        ordered = np.sort(falling, axis=1)
        found[:, columns] = [1 + np.searchsorted(row, wanted, side="left") for row, wanted in zip(ordered, falling, strict=True)]
    return found


def _peers(town: Town, groups: Mapping[str, str]) -> list[np.ndarray]:
    named = [groups.get(one.village, "") for one in town.scores]
    return [np.array([place for place, name in enumerate(named) if name == group]) for group in dict.fromkeys(named)]


def _drawn(scheme: Scheme, assumption: str, draws: int, seed: int) -> dict[str, np.ndarray]:
    """The fields of Assumed that an assumption changes: none for the sampling error, which is of the values."""
    if assumption == "weights":
        return {"weights": drawn_weights(scheme, draws, seed)}
    if assumption == "goalposts":
        return dict(zip(("low", "target"), drawn_goalposts(scheme, draws, seed), strict=True))
    if assumption == "left_out":
        return {"kept": drawn_kept(scheme, draws, seed)}
    return {"is_geometric": drawn_across(draws, seed)} if assumption == "across" else {}


def _moves(alone: Mapping[str, np.ndarray], plain: np.ndarray, peers: list[np.ndarray]) -> dict[str, float]:
    shifts = {name: float(np.abs(ranks(drawn, peers) - plain).mean()) for name, drawn in alone.items()}
    return dict(sorted(shifts.items(), key=lambda shift: -shift[1]))


def _villages(
    scheme: Scheme, town: Town, together: np.ndarray, sampled: np.ndarray, equal: np.ndarray, peers: list[np.ndarray]
) -> dict[str, VillageDraws]:
    placed, equally = ranks(together, peers), ranks(equal[None], peers)[0]
    found = {}
    for place, one in enumerate(town.scores):
        score_low, score_high = np.quantile(together[:, place], (LOWER, UPPER))
        far_low, sampling_low, sampling_high, far_high = np.quantile(sampled[:, place], (FAR_LOWER, LOWER, UPPER, FAR_UPPER))
        found[one.village] = VillageDraws(
            village=one.village,
            total=one.total,
            median_rank=float(np.median(placed[:, place])),
            rank_low=int(np.quantile(placed[:, place], LOWER, method="inverted_cdf")),
            rank_high=int(np.quantile(placed[:, place], UPPER, method="inverted_cdf")),
            score_low=float(score_low),
            score_high=float(score_high),
            sampling_low=float(sampling_low),
            sampling_high=float(sampling_high),
            far_low=float(far_low),
            far_high=float(far_high),
            bands=_bands(scheme, together[:, place]),
            equal_weight=float(equal[place]),
            equal_weight_rank=int(equally[place]),
        )
    return found


def _bands(scheme: Scheme, drawn: np.ndarray) -> dict[str, float]:
    """The share of draws in each band, the highest first."""
    reached = [float(np.mean(np.round(drawn, TIE_DECIMALS) >= band.from_score)) for band in scheme.bands]
    return {band.name: share - above for band, share, above in zip(scheme.bands, reached, [0.0, *reached], strict=False)}
