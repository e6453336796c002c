"""How often two villages are told apart that are not, and how often two that are, in towns that are made up and so known."""

from dataclasses import replace
from itertools import combinations
from math import sqrt

import numpy as np
import pytest

from indicators.scheme import Band, Pillar, Scheme, default_scheme
from indicators.score import Cell, band_of
from indicators.score_draws import Draws, draw, is_told_apart

VILLAGES = 20
LOWER = {"case_redo_closed_rate", "activity_return_missing_rate", "activity_return_sent_back_rate"}


def _few_items() -> Scheme:
    """Eight items of the default scheme in three pillars, none of them shrunk: fewer to average over, so harder on the test."""
    kept = {"timeliness": 3, "quality": 4, "party": 1}
    pillars = [replace(pillar, items=pillar.items[: kept[pillar.id]]) for pillar in default_scheme().pillars if pillar.id in kept]
    whole = sum(pillar.weight for pillar in pillars)
    scaled = [replace(p, items=tuple(replace(item, weight=item.weight * 100 / whole) for item in p.items)) for p in pillars]
    return replace(default_scheme(), pillars=tuple(scaled))


def _two_items() -> Scheme:
    timeliness, quality = default_scheme().pillars[1:3]
    items = (replace(timeliness.items[0], weight=60.0), replace(quality.items[0], weight=40.0))
    return replace(default_scheme(), pillars=(Pillar(id="one", name="一", items=items),))


def _rates(random: np.random.Generator, scheme: Scheme, level: tuple[float, float]) -> dict[str, float]:
    ids = [item.id for item in scheme.items] + ["case_evaluation_rate"]
    return {id: (1 - random.uniform(*level)) if id in LOWER else random.uniform(*level) for id in ids}


def _cells(random: np.random.Generator, scheme: Scheme, rates: dict[str, float], sizes: tuple[int, int]) -> dict[str, Cell]:
    found = {}
    for id, rate in rates.items():
        size = int(random.integers(*sizes))
        count = int(random.binomial(size, rate))
        found[id] = Cell(numerator=count, denominator=size, value=100 * count / size)
    own = [item.id for item in scheme.items if item.is_own_trend]
    return {**found, **{id: Cell(value=0.0, is_sample=False) for id in own}}


def _claimed(scheme: Scheme, said: Draws) -> tuple[bool, bool]:
    """Whether any two villages of the town are told apart, and whether an A and a C among them are."""
    bands = {village: band_of(scheme, one.total) for village, one in said.villages.items()}
    apart = [pair for pair in combinations(said.villages, 2) if is_told_apart(said, *pair)]
    return bool(apart), any({bands[a], bands[b]} == {"A", "C"} for a, b in apart)


def _wrong(scheme: Scheme, towns: int, level: tuple[float, float], sizes: tuple[int, int], seed: int) -> np.ndarray:
    """Shares of the towns of identical villages in which any two are told apart, and in which an A and a C are."""
    random, found = np.random.default_rng(seed), np.zeros(2)
    for _ in range(towns):
        rates = _rates(random, scheme, level)
        cells = {f"村{place:02}": _cells(random, scheme, rates, sizes) for place in range(VILLAGES)}
        found += _claimed(scheme, draw(scheme, cells, {}, assumptions=("sampling",), draws=300))
    return found / towns


def _cut_between(scheme: Scheme) -> Scheme:
    """The scheme with a B so narrow that half of the villages are A and half C."""
    bands = (
        Band(name="A", words="", from_score=70.01),
        Band(name="B", words="", from_score=70.0),
        Band(name="C", words="", from_score=0.0),
    )
    return replace(scheme, bands=bands)


def test_no_difference_is_claimed_between_identical_villages():
    """A thousand towns of twenty identical villages with 20 to 80 rows behind each rate: an A–C difference in at most 5 %, wherever cut."""
    scheme = _cut_between(_few_items())
    any_two, a_and_c = _wrong(scheme, 1000, (0.75, 0.97), (20, 81), 2026)
    told = f"1000 towns of {VILLAGES} identical villages: any two told apart in {any_two:.3f}, an A and a C in {a_and_c:.3f}"
    print(told)
    assert a_and_c <= 0.05 and any_two <= 0.05, told


@pytest.mark.parametrize(
    ("name", "scheme", "level", "sizes"),
    [
        ("default scheme", default_scheme(), (0.75, 0.97), (20, 81)),
        ("default scheme, some gated", default_scheme(), (0.75, 0.97), (14, 61)),
        ("geometric", replace(_few_items(), across="geometric"), (0.75, 0.97), (20, 61)),
        ("near the targets", _few_items(), (0.93, 0.995), (20, 41)),
        ("villages of very different size", _few_items(), (0.6, 0.9), (20, 401)),
        ("two items", _two_items(), (0.75, 0.97), (20, 61)),
    ],
    ids=["default", "gated", "geometric", "near", "sizes", "two"],
)
def test_the_level_holds_for_other_schemes_and_sizes(name, scheme, level, sizes):
    towns = 120
    any_two, a_and_c = _wrong(_cut_between(scheme), towns, level, sizes, 7)
    told = f"{name}: any two told apart in {any_two:.3f} of {towns} towns, an A and a C in {a_and_c:.3f}"
    print(told)
    assert any_two <= 0.05 + 3 * sqrt(0.05 * 0.95 / towns), told


def test_a_village_that_is_far_worse_is_told_apart():
    """Nineteen villages at 0.95 with 100 rows behind each rate and one at 0.75: how often an A and a C are claimed."""
    scheme, random, seen = _few_items(), np.random.default_rng(4), 0
    good, poor = ({item.id: 1 - rate if item.id in LOWER else rate for item in scheme.items} for rate in (0.95, 0.75))
    enough = {"case_evaluation_rate": 0.9}
    for _ in range(100):
        cells = {f"村{place:02}": _cells(random, scheme, good | enough, (100, 101)) for place in range(VILLAGES - 1)}
        cells["差"] = _cells(random, scheme, poor | enough, (100, 101))
        seen += _claimed(scheme, draw(scheme, cells, {}, assumptions=("sampling",), draws=300))[1]
    print(f"an A and a C told apart in {seen} of 100 towns with one poor village")
    assert seen >= 90


def test_bands_of_identical_villages_are_as_uncertain_as_they_look():
    """Cut through the middle, no identical village is surely A: the probabilities of the band say so."""
    scheme = _few_items()
    random = np.random.default_rng(8)
    rates = {item.id: 0.1 if item.id in LOWER else 0.85 for item in scheme.items} | {"case_evaluation_rate": 0.9}
    cells = {f"村{place:02}": _cells(random, scheme, rates, (40, 41)) for place in range(VILLAGES)}
    middle = float(np.median([one.total for one in draw(scheme, cells, {}, draws=10).villages.values()]))
    cut = (Band(name="A", words="", from_score=middle), Band(name="C", words="", from_score=0.0))
    said = draw(replace(scheme, bands=cut), cells, {})
    unsure = sum(0.02 < one.bands["A"] < 0.98 for one in said.villages.values())
    wide = np.mean([one.rank_high - one.rank_low for one in said.villages.values()])
    print(f"{unsure} of {VILLAGES} unsure of their band, rank intervals {wide:.1f} places wide")
    assert unsure >= 15 and wide >= 10


def test_items_are_those_of_the_default_scheme():
    kept = _few_items().items
    assert len(kept) == 8 and sum(item.weight for item in kept) == pytest.approx(100)
    assert {item.small for item in kept} == {"gate"}
