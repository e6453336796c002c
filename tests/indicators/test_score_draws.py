"""The draws against a second computation written straight from the handbook, and in what must hold for any town."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from scipy import stats

from indicators.scheme import Band, Goalpost, Item, Pillar, Scheme, default_scheme
from indicators.score import Cell, score_town
from indicators.score_array import assumed, totals, town_of
from indicators.score_draws import ASSUMPTIONS, DRAWS, SEED, Draws, draw, is_told_apart, tukey_range
from indicators.score_streams import drawn_across, drawn_goalposts, drawn_kept, drawn_values, drawn_weights, stream

BANDS = (Band(name="A", words="", from_score=80.0), Band(name="B", words="", from_score=60.0), Band(name="C", words="", from_score=0.0))


def _item(id: str, weight: float, low: float, target: float, **changes) -> Item:
    return Item(id=id, weight=weight, goalpost=Goalpost(low=low, target=target, basis="示例"), **changes)


def _scheme(**changes) -> Scheme:
    pillars = (
        Pillar(id="time", name="时效", items=(_item("case_on_time_rate", 25, 50, 98), _item("case_response_rate", 15, 60, 100))),
        Pillar(
            id="quality",
            name="质量",
            items=(
                _item("case_resolution_rate", 20, 50, 95),
                _item("case_redo_closed_rate", 10, 30, 2),
                _item("case_first_time_fix_rate", 10, 60, 99),
            ),
        ),
        Pillar(
            id="works",
            name="项目",
            items=(
                _item("project_on_time_rate", 12, 40, 95, small="shrink", prior=80, prior_size=20),
                _item("collective_operating_surplus", 8, -10, 10, is_own_trend=True),
            ),
        ),
    )
    return Scheme(id="drawn", name="考核", version=1, pillars=pillars, bands=BANDS, **changes)


def _rate(count: int, size: int) -> Cell:
    return Cell(numerator=count, denominator=size, value=100 * count / size if size else None)


def _cells(villages: int, seed: int = 3) -> dict[str, dict[str, Cell]]:
    """Villages that differ: rates of their own on 12 to 90 rows, so that some items of some are gated."""
    random, found = np.random.default_rng(seed), {}
    for place in range(villages):
        level, cells = random.uniform(0.7, 0.97), {}
        for item in _scheme().items:
            size = int(random.integers(12, 90))
            rate = 1 - level if item.id == "case_redo_closed_rate" else level
            cells[item.id] = _rate(int(random.binomial(size, rate)), size)
        cells["case_on_time_rate"] = _rate(int(random.binomial(60, level)), 60)
        cells["case_resolution_rate"] = _rate(int(random.binomial(45, level)), 45)
        cells["collective_operating_surplus"] = Cell(value=float(random.normal(0, 5)), is_sample=False)
        found[f"村{place:02}"] = cells
    return found


MANUAL: dict[str, dict[str, float]] = {}


def _by_the_handbook(scheme: Scheme, sheets, weights, low, target, is_geometric, left_out, values) -> list[list[float]]:
    """Steps 5 and 6 of the handbook in plain loops: one total a draw and village. `values[draw][village][item]`, `left_out` by draw."""
    ids = [item.id for item in scheme.items]
    found = []
    for d in range(len(weights)):
        row = []
        for v, sheet in enumerate(sheets):
            scored = {line.item.id for pillar in sheet.pillars for line in pillar.items if line.score is not None}
            composite, whole, product = 0.0, 0.0, 1.0
            for pillar in scheme.pillars:
                points, inside, weight = 0.0, 0.0, 0.0
                for item in pillar.items:
                    i = ids.index(item.id)
                    weight += weights[d][i]
                    if item.id not in scored or left_out[d] == item.id:
                        continue
                    share = (values[d][v][i] - low[d][i]) / (target[d][i] - low[d][i])
                    points += weights[d][i] * 100 * min(1, max(0, share))
                    inside += weights[d][i]
                if inside:
                    composite += weight * points / inside
                    product *= max(1, points / inside) ** weight
                    whole += weight
            row.append(product ** (1 / whole) if is_geometric[d] else composite / whole)
        found.append(row)
    return found


def test_every_draw_is_the_composite_of_the_handbook():
    scheme, draws, seed = _scheme(), 40, 11
    sheets = score_town(scheme, _cells(12), MANUAL)
    town = town_of(scheme, sheets, [0.0] * 12)
    weights, (low, target) = drawn_weights(scheme, draws, seed), drawn_goalposts(scheme, draws, seed)
    kept, across, values = drawn_kept(scheme, draws, seed), drawn_across(draws, seed), drawn_values(town, draws, seed)
    held = replace(assumed(scheme), weights=weights, low=low, target=target, kept=kept, is_geometric=across)
    ids = [item.id for item in scheme.items]
    left_out = [ids[int(np.argmin(row))] if row.min() == 0 else "" for row in kept]
    assert len(set(left_out)) == len(ids) + 1 and 0 < across.sum() < draws
    with_total = [sheet for sheet in sheets if sheet.total is not None]
    expected = _by_the_handbook(scheme, with_total, weights, low, target, across, left_out, values)
    np.testing.assert_allclose(totals(town, held, values), expected, rtol=1e-12)


@pytest.mark.parametrize("across", ["arithmetic", "geometric"])
def test_without_a_draw_the_totals_are_those_of_the_score_sheets(across):
    scheme, cells = _scheme(across=across), _cells(15)
    manual = {village: {} for village in cells}
    sheets = score_town(scheme, cells, manual)
    town = town_of(scheme, sheets, [0.0] * len(sheets))
    np.testing.assert_allclose(totals(town, assumed(scheme))[0], [one.total for one in town.scores], rtol=1e-12)
    assert len(town.scores) > 0


def test_intervals_ranks_and_bands_are_those_of_the_draws():
    """Everything that is said of a village, from its drawn totals with scipy's ranks."""
    scheme, cells, draws, seed = _scheme(), _cells(12), 300, 5
    said = draw(scheme, cells, MANUAL, draws=draws, seed=seed)
    sheets = score_town(scheme, cells, MANUAL)
    town = town_of(scheme, sheets, [0.0] * 12)
    low, target = drawn_goalposts(scheme, draws, seed)
    held = replace(
        assumed(scheme),
        weights=drawn_weights(scheme, draws, seed),
        low=low,
        target=target,
        kept=drawn_kept(scheme, draws, seed),
        is_geometric=drawn_across(draws, seed),
    )
    drawn = totals(town, held, drawn_values(town, draws, seed))
    ranks = stats.rankdata(-drawn, method="min", axis=1)
    base = stats.rankdata([-one.total for one in town.scores], method="min")
    equal = totals(town, replace(assumed(scheme), weights=np.full((1, 7), 1.0)))[0]
    for place, one in enumerate(town.scores):
        village = said.villages[one.village]
        assert village.median_rank == np.median(ranks[:, place])
        assert village.rank_low == np.sort(ranks[:, place])[14] and village.rank_high == np.sort(ranks[:, place])[284]
        assert (village.score_low, village.score_high) == pytest.approx(np.percentile(drawn[:, place], [5, 95]), rel=1e-12)
        cuts = [np.mean(drawn[:, place] >= 80), np.mean((drawn[:, place] >= 60) & (drawn[:, place] < 80)), np.mean(drawn[:, place] < 60)]
        assert list(village.bands.values()) == pytest.approx(cuts, abs=1e-9) and list(village.bands) == ["A", "B", "C"]
        assert village.equal_weight == pytest.approx(equal[place], rel=1e-12)
        assert village.equal_weight_rank == stats.rankdata(-equal, method="min")[place]
    alone = totals(town, replace(assumed(scheme), weights=drawn_weights(scheme, draws, seed)))
    assert said.moves["weights"] == pytest.approx(np.abs(stats.rankdata(-alone, method="min", axis=1) - base).mean(), rel=1e-12)
    assert set(said.moves) == set(ASSUMPTIONS) and list(said.moves.values()) == sorted(said.moves.values(), reverse=True)


def test_a_weight_of_the_average_moves_by_a_quarter():
    items = tuple(_item(f"item{place}", 5, 0, 100) for place in range(20))
    scheme = replace(_scheme(), pillars=(Pillar(id="one", name="一", items=items),))
    weights = drawn_weights(scheme, 20_000, 1)
    np.testing.assert_allclose(weights.sum(axis=1), 100)
    low, high = np.quantile(weights, (0.025, 0.975), axis=0)
    print(f"95 % of the draws of a weight of 5: {low.mean():.3f} to {high.mean():.3f}, mean {weights.mean():.3f}")
    assert (high - low).mean() / 2 == pytest.approx(0.25 * 5, abs=0.02)
    assert low.mean() == pytest.approx(3.75, abs=0.08) and high.mean() == pytest.approx(6.25, abs=0.08)  # a share is a little skewed


def test_weights_stay_around_the_schemes_own():
    weights = drawn_weights(default_scheme(), 20_000, 2)
    np.testing.assert_allclose(weights.mean(axis=0), [item.weight for item in default_scheme().items], rtol=0.01)


def test_goalposts_move_by_a_tenth_of_their_distance():
    scheme = _scheme()
    low, target = drawn_goalposts(scheme, 5000, 3)
    for place, item in enumerate(scheme.items):
        span = abs(item.goalpost.target - item.goalpost.low)
        for drawn, own in ((low[:, place], item.goalpost.low), (target[:, place], item.goalpost.target)):
            shifts = (drawn - own) / span
            assert -0.1 <= shifts.min() < -0.099 and 0.099 < shifts.max() <= 0.1 and abs(shifts.mean()) < 0.003
        assert abs(np.corrcoef(low[:, place], target[:, place])[0, 1]) < 0.06


def _drawn_of(item: Item, cell: Cell, draws: int = 20_000) -> np.ndarray:
    scheme = replace(_scheme(), pillars=(Pillar(id="one", name="一", items=(replace(item, weight=100.0),)),))
    return drawn_values(town_of(scheme, score_town(scheme, {"甲": {item.id: cell}}, MANUAL), [0.0]), draws, 9)[:, 0, 0]


def test_the_sampling_error_of_a_rate_is_the_jeffreys_posterior():
    drawn = _drawn_of(_item("case_on_time_rate", 1, 0, 100), _rate(45, 50))
    assert stats.kstest(drawn / 100, stats.beta(45.5, 5.5).cdf).pvalue > 0.001


def test_a_shrunk_rate_is_drawn_before_it_is_shrunk():
    """4 of 5, drawn towards 80 % that count as 20: the error is a fifth of that of the rate itself."""
    drawn = _drawn_of(_item("project_on_time_rate", 1, 0, 100, small="shrink", prior=80, prior_size=20), _rate(4, 5))
    assert stats.kstest((drawn * 25 - 1600) / 500, stats.beta(4.5, 1.5).cdf).pvalue > 0.001


def test_an_estimate_is_drawn_with_the_width_of_its_interval():
    cell = Cell(denominator=60, value=70.0, low=60.2, high=79.8)
    drawn = _drawn_of(_item("case_closed_within_30_share", 1, 0, 100), cell)
    assert drawn.mean() == pytest.approx(70, abs=0.15) and drawn.std() == pytest.approx(5, rel=0.03)
    without = _drawn_of(_item("case_closed_within_30_share", 1, 0, 100), replace(cell, low=None, high=None))
    assert stats.kstest(without / 100, stats.beta(42.5, 18.5).cdf).pvalue > 0.001


@pytest.mark.parametrize(
    ("item", "cell"),
    [
        (_item("collective_operating_surplus", 1, -10, 10, is_own_trend=True), Cell(numerator=9, denominator=10, value=-1.0)),
        (_item("profile_grid_party_group_rate", 1, 0, 100), replace(_rate(3, 4), is_sample=False)),
        (_item("case_open_age_median", 1, 30, 5), Cell(denominator=40, value=12.0)),
    ],
)
def test_what_is_no_sampled_rate_has_no_sampling_error(item, cell):
    assert set(_drawn_of(item, cell, 50)) == {cell.value}


def test_the_same_call_gives_the_same_digits_and_another_seed_others():
    first, again, other = (draw(_scheme(), _cells(6), MANUAL, draws=100, seed=seed) for seed in (1, 1, 2))
    assert first == again != other


def test_another_village_and_another_order_change_no_draw_of_a_village():
    scheme, cells = _scheme(), _cells(8)
    turned = replace(scheme, pillars=tuple(replace(p, items=p.items[::-1]) for p in reversed(scheme.pillars)))
    few = dict(list(cells.items())[:5])
    for other in (draw(scheme, few, MANUAL, draws=200), draw(turned, dict(reversed(cells.items())), MANUAL, draws=200)):
        for village, said in other.villages.items():
            whole = draw(scheme, cells, MANUAL, draws=200).villages[village]
            for key in ("total", "score_low", "score_high", "sampling_low", "sampling_high", "equal_weight"):
                assert getattr(said, key) == pytest.approx(getattr(whole, key), abs=1e-9), key


def test_ranks_are_within_the_group():
    cells = _cells(9)
    groups = {village: "近" if place % 3 else "远" for place, village in enumerate(cells)}
    said = draw(_scheme(), cells, MANUAL, groups=groups, draws=100)
    sizes = {name: sum(groups[village] == name for village in said.villages) for name in ("近", "远")}
    assert all(1 <= one.rank_low <= one.median_rank <= one.rank_high <= sizes[groups[one.village]] for one in said.villages.values())
    for name in sizes:
        together = [one.median_rank for one in said.villages.values() if groups[one.village] == name]
        assert min(together) < 2


def test_manual_points_stand_in_every_draw():
    cells = {"甲": _cells(1)["村00"]}
    plain, given = (draw(_scheme(bonuses=default_scheme().bonuses), cells, {"甲": manual}, draws=50) for manual in ({}, {"pilot": 2}))
    assert given.villages["甲"].score_low == pytest.approx(plain.villages["甲"].score_low + 2, abs=1e-9)


def test_deductions_bring_no_draw_below_zero():
    cells = {item.id: _rate(100 if item.id == "case_redo_closed_rate" else 0, 100) for item in _scheme().items}
    cells["collective_operating_surplus"] = Cell(value=-50.0, is_sample=False)
    said = draw(_scheme(bonuses=default_scheme().bonuses), {"甲": cells}, {"甲": {"criticised": 3}}, assumptions=("sampling",), draws=50)
    assert {said.villages["甲"].total, said.villages["甲"].score_low, said.villages["甲"].far_low} == {0}


def test_a_town_without_a_total_has_no_draws():
    said = draw(_scheme(), {"甲": {}}, MANUAL, draws=10)
    assert said == Draws(villages={}, moves=dict.fromkeys(ASSUMPTIONS, 0.0), draws=10, seed=SEED)
    assert not is_told_apart(said, "甲", "乙")


def test_only_what_is_drawn_widens_the_interval():
    scheme, cells = _scheme(), _cells(6)
    none = draw(scheme, cells, MANUAL, assumptions=(), draws=50)
    assert all(one.score_low == pytest.approx(one.total) == pytest.approx(one.score_high) for one in none.villages.values())
    assert all(one.sampling_low < one.sampling_high for one in none.villages.values())
    sampled = draw(scheme, cells, MANUAL, assumptions=("sampling",), draws=50)
    assert all((one.score_low, one.score_high) == (one.sampling_low, one.sampling_high) for one in sampled.villages.values())


def test_leaving_out_the_only_item_of_a_pillar_gives_its_weight_to_the_others():
    scheme = replace(
        _scheme(),
        pillars=(
            Pillar(id="a", name="甲项", items=(_item("case_on_time_rate", 60, 0, 100),)),
            Pillar(id="b", name="乙项", items=(_item("case_resolution_rate", 40, 0, 100),)),
        ),
    )
    said = draw(
        scheme, {"甲": {"case_on_time_rate": _rate(90, 100), "case_resolution_rate": _rate(50, 100)}}, MANUAL, assumptions=("left_out",)
    )
    one = said.villages["甲"]
    assert (one.total, one.score_low, one.score_high) == pytest.approx((74, 50, 90))


@pytest.mark.parametrize("units", [2, 3, 10, 20, 40, 200])
def test_tukeys_range_is_that_of_scipy(units):
    assert tukey_range(units, 0.95) == pytest.approx(stats.studentized_range.ppf(0.95, units, np.inf), abs=2e-4)


def test_villages_far_apart_are_told_apart_and_a_village_not_from_itself():
    cells = {"好": 97, "差": 60, "近": 58}
    town = {village: {item.id: _rate(count * 4, 400) for item in _scheme().items} for village, count in cells.items()}
    for village, count in cells.items():
        town[village]["case_redo_closed_rate"] = _rate(400 - count * 4, 400)
        town[village]["collective_operating_surplus"] = Cell(value=0.0, is_sample=False)
    said = draw(_scheme(), town, MANUAL)
    assert (said.draws, said.seed) == (DRAWS, SEED)
    assert [is_told_apart(said, *pair) for pair in combinations(cells, 2)] == [True, True, False]
    assert is_told_apart(said, "差", "好") and not is_told_apart(said, "好", "好") and not is_told_apart(said, "好", "无")


def test_streams_differ_by_name():
    assert len({stream(1, *name).random() for name in (("a",), ("b",), ("a", "b"), ("b", "a"))}) == 4
