"""What is drawn at random of an assessment: weights, goalposts, sampling error, items left out, the rule across pillars.

Every drawn number has a stream of its own, named for what it belongs to: another village in the town, or another order of villages or
items, changes no draw of the others. Sources: OECD and JRC, "Handbook on Constructing Composite Indicators" (2008), step 7, for what is
varied; L. D. Brown, T. T. Cai and A. DasGupta, "Interval estimation for a binomial proportion", Statistical Science 16 (2001) 101–133, for
the Jeffreys posterior Beta(k + 1/2, n - k + 1/2) of a rate.
"""

from zlib import crc32

import numpy as np

from indicators.definition import load_catalog
from indicators.scheme import Item, Scheme
from indicators.score import Cell, is_counted, shrunk
from indicators.score_array import Town
from indicators.wilson import Z_95

WEIGHT_RANGE = 0.25  # 95 % of the draws of an item of average weight lie within about so much of it
GOALPOST_RANGE = 0.1  # of the distance between the goalposts, either way, uniform, each of the two by itself


def stream(seed: int, *names: str) -> np.random.Generator:
    """The random numbers of one thing that is drawn."""
    return np.random.default_rng([seed, *(crc32(name.encode()) for name in names)])


def drawn_weights(scheme: Scheme, draws: int, seed: int) -> np.ndarray:
    """Draws × items: weights that add up to 100, Dirichlet around the scheme's own.

    The concentration c makes the 95 % range of a weight of 1/m, m being the number of items, ± WEIGHT_RANGE of itself: the variance of a
    share w is w (1 - w) / (c + 1), so c + 1 = (m - 1) / (WEIGHT_RANGE / 1.96)².
    """
    items = scheme.items
    concentration = max(1.0, (len(items) - 1) / (WEIGHT_RANGE / Z_95) ** 2 - 1)
    whole = sum(item.weight for item in items)
    gammas = [stream(seed, "weight", item.id).gamma(concentration * item.weight / whole, size=draws) for item in items]
    shares = np.stack(gammas, axis=1)
    return 100 * shares / shares.sum(axis=1, keepdims=True)


def drawn_goalposts(scheme: Scheme, draws: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Draws × items: the values that score 0 and those that score 100."""
    moved = {}
    for side in ("low", "target"):
        spans = [GOALPOST_RANGE * abs(item.goalpost.target - item.goalpost.low) for item in scheme.items]
        shifts = [span * stream(seed, side, item.id).uniform(-1, 1, draws) for span, item in zip(spans, scheme.items, strict=True)]
        moved[side] = np.stack([getattr(item.goalpost, side) + shift for item, shift in zip(scheme.items, shifts, strict=True)], axis=1)
    return moved["low"], moved["target"]


def drawn_kept(scheme: Scheme, draws: int, seed: int) -> np.ndarray:
    """Draws × items: 0 for the one item that a draw leaves out, each as likely as none, else 1."""
    places = {id: place for place, id in enumerate(sorted(item.id for item in scheme.items))}
    left_out = stream(seed, "left_out").integers(0, len(places) + 1, draws)
    return np.stack([(left_out != places[item.id]).astype(float) for item in scheme.items], axis=1)


def drawn_across(draws: int, seed: int) -> np.ndarray:
    """Draws: whether the pillars are put together by the geometric mean, as likely as by the arithmetic."""
    return stream(seed, "across").random(draws) < 0.5


def drawn_values(town: Town, draws: int, seed: int) -> np.ndarray:
    """Draws × villages × items: what the figures might be with the sampling error of their rates. Sums and what is no sample have none."""
    drawn = np.repeat(town.values[None], draws, axis=0)
    for place, sheet in enumerate(town.scores):
        lines = [line for pillar in sheet.pillars for line in pillar.items]
        for column, line in enumerate(lines):
            if line.score is not None and is_counted(line.item, line.cell):
                found = _rate(line.item, line.cell, draws, stream(seed, "sampling", sheet.village, line.item.id))
                if found is not None:
                    drawn[:, place, column] = shrunk(line.item, line.cell, found)
    return drawn


def _rate(item: Item, cell: Cell, draws: int, random: np.random.Generator) -> np.ndarray | None:
    """Draws of a rate, in its unit; of an estimate with an interval, normal with its width; None for what has no known error."""
    indicator = load_catalog()[item.id]
    if cell.low is not None and cell.high is not None:
        return np.clip(random.normal(cell.value, (cell.high - cell.low) / (2 * Z_95), draws), 0, indicator.per)
    if indicator.kind not in ("ratio", "survival") or not cell.denominator:
        return None
    count = cell.value / indicator.per * cell.denominator if cell.numerator is None else cell.numerator
    if not 0 <= count <= cell.denominator:
        return None
    return indicator.per * random.beta(count + 0.5, cell.denominator - count + 0.5, draws)
