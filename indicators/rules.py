"""The one rule set of the control charts: what fires, found in a stretch of points without a gap, and how it is printed (control_rules.toml).

Source: the rules that NHSRplotthedots documents (NHS England, "Making Data Count"), with its counting: seven points, six steps, make a
trend; of three points in succession, all on one side of the centre, two beyond two thirds of the way to the limit count, a point beyond
the limit too (the rule as changed in November 2023, NHSRplotthedots issue 194). A point exactly on the centre is on no side.
"""

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path

DECLARED = Path(__file__).parent / "control_rules.toml"
LIMIT_SIGMAS, WARNING_SIGMAS = 3.0, 2.0
RUN_OF, TREND_OF = 7, 7  # points
SIDES = {1: "high", -1: "low"}


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What a rule is called and says, in Chinese."""

    id: str
    name: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Fired:
    """One rule that fired once. `side`: above or below the centre; of a trend, rising (high) or falling (low), wherever the centre is."""

    rule: str  # outside, run, trend, two_of_three
    side: str  # high or low
    places: tuple[int, ...]  # the points that belong to it, as indices into the series


@dataclass(frozen=True, kw_only=True)
class Point:
    """A known point as the rules see it: its side of the centre (1, 0, -1) and how many sigmas it lies from it (0.0 without a spread)."""

    place: int
    value: float
    side: int
    sigmas: float


@cache
def load_rules() -> dict[str, Rule]:
    """The printed rule set, by id, in the order in which it is printed; its numbers are those the code counts with."""
    numbers = {"run": RUN_OF, "trend": TREND_OF, "steps": TREND_OF - 1, "limit": f"{LIMIT_SIGMAS:g}", "warning": f"{WARNING_SIGMAS:g}"}
    declared = tomllib.loads(DECLARED.read_text(encoding="utf-8"))
    return {id: Rule(id=id, name=rule["name"].format(**numbers), text=rule["text"].format(**numbers)) for id, rule in declared.items()}


def fired_in(points: Iterable[Point | None]) -> Iterator[Fired]:
    """What fires in one segment, stretch by stretch. None is a gap: nothing reaches across it, for the points beside it do not follow each other."""
    for is_known, stretch in groupby(points, key=lambda point: point is not None):
        if is_known:
            together = list(stretch)
            for rule in (_outside, _runs, _trends, _two_of_three):
                yield from rule(together)


def _outside(stretch: Sequence[Point]) -> Iterator[Fired]:
    for point in stretch:
        if abs(point.sigmas) > LIMIT_SIGMAS:
            yield Fired(rule="outside", side=SIDES[point.side], places=(point.place,))


def _runs(stretch: Sequence[Point]) -> Iterator[Fired]:
    for side, run in groupby(stretch, key=lambda point: point.side):
        places = tuple(point.place for point in run)
        if side and len(places) >= RUN_OF:
            yield Fired(rule="run", side=SIDES[side], places=places)


def _trends(stretch: Sequence[Point]) -> Iterator[Fired]:
    for way, steps in groupby(pairwise(stretch), key=lambda pair: (pair[1].value > pair[0].value) - (pair[1].value < pair[0].value)):
        found = list(steps)
        places = (found[0][0].place, *(later.place for _, later in found))
        if way and len(places) >= TREND_OF:
            yield Fired(rule="trend", side=SIDES[way], places=places)


def _two_of_three(stretch: Sequence[Point]) -> Iterator[Fired]:
    """Windows that share a point are one signal."""
    held: Fired | None = None
    for window in zip(stretch, stretch[1:], stretch[2:], strict=False):
        far = tuple(point.place for point in window if abs(point.sigmas) > WARNING_SIGMAS)
        if len(far) < 2 or len({point.side for point in window}) > 1:
            continue
        if held and far[0] in held.places:
            held = replace(held, places=tuple(sorted({*held.places, *far})))
            continue
        if held:
            yield held
        held = Fired(rule="two_of_three", side=SIDES[window[0].side], places=far)
    if held:
        yield held
