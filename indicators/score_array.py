"""The same scoring as score.py for many draws at once, over arrays of draws × villages × items. Holds for a scheme without problems()."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indicators.scheme import Scheme
from indicators.score import FLOOR, VillageScore


@dataclass(frozen=True, kw_only=True)
class Town:
    """The villages of a town that have a total, as arrays."""

    scores: tuple[VillageScore, ...]
    values: np.ndarray  # villages × items, the values that were scored, 0 where an item has no score
    is_scored: np.ndarray  # villages × items
    member: np.ndarray  # items × pillars, 1 where the item belongs to the pillar
    bonus: np.ndarray  # villages, before it is kept from bringing a total below 0


@dataclass(frozen=True, kw_only=True)
class Assumed:
    """What a total rests on besides the values: items, or draws × items; `is_geometric` and `kept` may differ from draw to draw as well."""

    weights: np.ndarray
    low: np.ndarray
    target: np.ndarray
    is_geometric: np.ndarray  # draws
    kept: np.ndarray  # 0 for an item that is left out


def town_of(scheme: Scheme, scores: Sequence[VillageScore], bonus: Sequence[float]) -> Town:
    """The arrays of the score sheets that have a total; `bonus` is each one's manual points within the cap."""
    held = [(one, points) for one, points in zip(scores, bonus, strict=True) if one.total is not None]
    lines = [[line for pillar in one.pillars for line in pillar.items] for one, _ in held]
    shape = (len(held), len(scheme.items))
    return Town(
        scores=tuple(one for one, _ in held),
        values=np.array([[line.scored_value or 0.0 for line in sheet] for sheet in lines]).reshape(shape),
        is_scored=np.array([[line.score is not None for line in sheet] for sheet in lines], dtype=bool).reshape(shape),
        member=np.array([[float(item in pillar.items) for pillar in scheme.pillars] for item in scheme.items]),
        bonus=np.array([points for _, points in held], dtype=float),
    )


def assumed(scheme: Scheme) -> Assumed:
    """What the scheme says, as one draw."""
    items = scheme.items
    return Assumed(
        weights=np.array([[item.weight for item in items]]),
        low=np.array([[item.goalpost.low for item in items]]),
        target=np.array([[item.goalpost.target for item in items]]),
        is_geometric=np.array([scheme.across == "geometric"]),
        kept=np.ones((1, len(items))),
    )


def totals(town: Town, held: Assumed, values: np.ndarray | None = None) -> np.ndarray:
    """Draws × villages: the totals, manual points included. `values`: draws × villages × items in place of the town's.

    A pillar of which every item is left out gives its weight to the other pillars: the town is then scored by a scheme without it.
    """
    values = town.values[None] if values is None else values
    span = (held.target - held.low)[:, None, :]
    scores = 100 * np.clip((values - held.low[:, None, :]) / span, 0, 1)
    counting = (held.weights * held.kept)[:, None, :] * town.is_scored[None]
    inside = counting @ town.member
    pillars = np.divide(
        (counting * scores) @ town.member, inside, out=np.zeros(np.broadcast_shapes(inside.shape, (len(scores), 1, 1))), where=inside > 0
    )
    weights = (held.weights @ town.member)[:, None, :] * (inside > 0)
    composite = np.where(held.is_geometric[:, None], _geometric(pillars, weights), _arithmetic(pillars, weights))
    return composite + np.maximum(town.bonus, -composite)


def _arithmetic(pillars: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return (weights * pillars).sum(axis=2) / weights.sum(axis=2)


def _geometric(pillars: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return np.exp((weights * np.log(np.maximum(FLOOR, pillars))).sum(axis=2) / weights.sum(axis=2))
