"""Which units differ from all of them together by more than chance explains: a funnel with limits adjusted for over-dispersion.

Source: D. J. Spiegelhalter, "Funnel plots for comparing institutional performance", Statistics in Medicine 24 (2005) 1185–1202 (exact
limits, section A.1.1) and "Handling over-dispersion of performance indicators", Quality and Safety in Health Care 14 (2005) 347–351
(winsorised z-scores, additive random effects); the variance between units by the method of moments of R. DerSimonian and N. Laird,
"Meta-analysis in clinical trials", Controlled Clinical Trials 7 (1986) 177–188.

Winsorised z-scores vary less than z-scores, identical units or not. So phi is judged against what identical units of the same sizes give
in draws from the binomial (a Monte Carlo test: A. C. Davison and D. V. Hinkley, "Bootstrap Methods and their Application" (1997), section
4.2), and the variance between units follows from phi divided by its mean there. The draws are always the same: the same counts give the
same limits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from indicators.binomial import inside
from indicators.small_numbers import RANK_FROM

LEVELS = (0.95, 0.998)
TAILS = (0.025, 0.001)  # on either side
WINSORISED = 0.1  # of the units, at either end
JUDGED_FROM = 10  # units; with fewer, a tenth at either end is not one unit
CHANCE = 0.05  # towns of identical units whose limits are widened all the same
DRAWS = (99, 999)  # at least, at most; in between as many as make DRAWN_UNITS
DRAWN_UNITS = 300_000  # more would be felt where a county's villages are compared
SEED = 2005


@dataclass(frozen=True, kw_only=True)
class Funnel:
    """What units are held against: their pooled rate, and how far their own rates lie apart.

    `rate` and `between` are fractions; `between` is the SD between units beyond chance, 0 where chance explains the spread. `dispersion`
    is phi, the mean of the winsorised squared z-scores of the `units` of at least RANK_FROM cases; 1 where they are fewer than
    JUDGED_FROM.
    """

    rate: float
    units: int
    dispersion: float
    between: float

    @property
    def is_adjusted(self) -> bool:
        """Whether the limits are wider than chance alone makes them."""
        return self.between > 0


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a unit stands: `side` high, low or "" (no significant difference, or too few cases); `is_far` beyond 99.8 % too."""

    side: str
    is_far: bool


def funnel(counts: Sequence[tuple[int, int]], *, is_adjusting: bool = True) -> Funnel | None:
    """The funnel of units with so many (numerator, denominator); None where there is no case at all.

    Every case counts towards the pooled rate, units of at least RANK_FROM cases towards the dispersion. Without is_adjusting the
    dispersion is still told, but the limits stay those of chance.
    """
    hits, sizes = np.array(sorted(counts, key=lambda count: (count[1], count[0])), dtype=np.int64).reshape(-1, 2).T
    if not sizes.sum():
        return None
    rate, is_judged = float(hits.sum() / sizes.sum()), sizes >= RANK_FROM
    units = int(is_judged.sum())
    if units < JUDGED_FROM or rate in (0, 1):
        return Funnel(rate=rate, units=units, dispersion=1.0, between=0.0)
    phi = float(_dispersion(hits[is_judged], sizes[is_judged], np.array(rate)))
    between = _between(phi, rate, sizes[is_judged], int(sizes[~is_judged].sum())) if is_adjusting else 0.0
    return Funnel(rate=rate, units=units, dispersion=phi, between=between)


def _dispersion(hits: np.ndarray, sizes: np.ndarray, rate: np.ndarray) -> np.ndarray:
    """Phi: the mean over the last axis of the squared z-scores, those beyond the outer tenths drawn in to them; 0 where every case is
    alike."""
    variance = (rate * (1 - rate))[..., None] / sizes
    z = np.divide(hits / sizes - rate[..., None], np.sqrt(variance), out=np.zeros(hits.shape), where=variance > 0)
    low, high = np.quantile(z, [WINSORISED, 1 - WINSORISED], axis=-1, keepdims=True)
    return (np.clip(z, low, high) ** 2).mean(axis=-1)


def _between(phi: float, rate: float, sizes: np.ndarray, rest: int) -> float:
    """The SD between units, a fraction, by the method of moments; 0 where identical units give such a phi or a greater one too often."""
    drawn = _by_chance(rate, sizes, rest)
    if (1 + (drawn >= phi).sum()) / (1 + len(drawn)) > CHANCE:
        return 0.0
    weights = sizes / (rate * (1 - rate))
    beyond = (len(sizes) - 1) * (phi / drawn.mean() - 1)
    variance = beyond / (weights.sum() - (weights**2).sum() / weights.sum())
    return sqrt(min(max(0.0, float(variance)), rate * (1 - rate)))


def _by_chance(rate: float, sizes: np.ndarray, rest: int) -> np.ndarray:
    """Phi of units of these sizes that all have the same rate, drawn many times; `rest` cases of smaller units share in the pooled rate
    only."""
    draws = int(np.clip(DRAWN_UNITS // len(sizes), *DRAWS))
    random = np.random.RandomState(SEED)  # its streams are frozen; those of the newer generators may change with a version
    hits = random.binomial(np.append(sizes, rest), rate, size=(draws, len(sizes) + 1))
    return _dispersion(hits[:, :-1], sizes, hits.sum(axis=1) / (sizes.sum() + rest))


def place(held: Funnel, count: int, size: int) -> Place:
    """Where a unit with `count` of `size` stands; nowhere below RANK_FROM cases. Exact tails, 2.5 % or 0.1 % on a side."""
    if size < RANK_FROM:
        return Place(side="", is_far=False)
    (least, most), (far_least, far_most) = inside(size, held.rate, held.between, TAILS)
    side = "low" if count < least else "high" if count > most else ""
    return Place(side=side, is_far=not far_least <= count <= far_most)


def limits(held: Funnel, sizes: Sequence[int], level: float) -> list[tuple[float, float]]:
    """For each size the smallest and the largest share, as fractions, that is not flagged at this level (0.95 or 0.998).

    A dot on the line is inside, one beyond it is flagged; below RANK_FROM cases, where nothing is, the limits are 0 and 1.
    """
    which = LEVELS.index(level)
    return [_shares(held, size, which) for size in sizes]


def _shares(held: Funnel, size: int, which: int) -> tuple[float, float]:
    if size < RANK_FROM:
        return 0.0, 1.0
    least, most = inside(size, held.rate, held.between, TAILS)[which]
    return least / size, most / size


def expected_false(units: int, level: float = 0.95) -> float:
    """How many of so many identical units stand outside the limits of this level by chance alone, at most on average."""
    return units * (1 - level)
