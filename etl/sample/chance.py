"""Draws that come out the same on every machine.

Only `Random.random()` is used, whose sequence Python promises to keep, and only exact arithmetic on it (no exp or log).
"""

from collections.abc import Iterable, Mapping, Sequence
from random import Random
from typing import TypeVar

Thing = TypeVar("Thing")

TRIALS_PER_CASE = 8


def below(chance: Random, limit: int) -> int:
    """A whole number from 0 to limit - 1."""
    return int(chance.random() * limit)


def between(chance: Random, low: int, high: int) -> int:
    """A whole number from low to high, both included."""
    return low + below(chance, high - low + 1)


def one_of(chance: Random, things: Sequence[Thing]) -> Thing:
    """One of the things, each as likely."""
    return things[below(chance, len(things))]


def weighted(chance: Random, weights: Mapping[Thing, float] | Iterable[tuple[Thing, float]]) -> Thing:
    """One of the keys, as likely as its weight."""
    pairs = list(weights.items()) if isinstance(weights, Mapping) else list(weights)
    left = chance.random() * sum(weight for _, weight in pairs)
    for thing, weight in pairs:
        left -= weight
        if left < 0:
            return thing
    return pairs[-1][0]


def count_around(chance: Random, mean: float) -> int:
    """A count that scatters around the mean almost like a Poisson count (binomial with a small probability)."""
    trials = TRIALS_PER_CASE * (int(mean) + 1)
    return sum(chance.random() * trials < mean for _ in range(trials))


def along(chance: Random, quantiles: Sequence[Sequence[float]]) -> float:
    """A number whose quantiles are the given (share, value) points, straight lines between them."""
    at = chance.random()
    for (left, low), (right, high) in zip(quantiles, quantiles[1:], strict=False):
        if at <= right:
            return low + (high - low) * (at - left) / (right - left)
    return quantiles[-1][1]
