"""The score of a village against a town worked out by hand, against published figures, and in what must hold for any scheme and any figures."""

from dataclasses import replace
from math import exp, log

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indicators.definition import load_catalog
from indicators.scheme import Band, Bonus, Goalpost, Item, Pillar, Scheme
from indicators.score import Cell, VillageScore, bonus_points, goalpost_score, score_town, score_village

ITEMS = """
item                     | pillar | weight | low | target | gate                    | small
case_on_time_rate        | 时效   | 30     | 50  | 100    |                         | gate
case_response_rate       | 时效   | 10     | 60  | 100    |                         | gate
case_resolution_rate     | 质量   | 20     | 50  | 90     |                         | gate
case_satisfaction_rate   | 质量   | 10     | 60  | 100    | case_evaluation_rate 30 | gate
case_redo_closed_rate    | 质量   | 10     | 20  | 0      |                         | gate
project_on_time_rate     | 项目   | 20     | 50  | 100    |                         | shrink 80 20
"""

# What was counted, and beside it what was written down by hand: score, the weight that counts, contribution.
# 甲 5 of 5 projects: (5 · 100 + 20 · 80) / 25 = 84, and (84 - 50) / 50 = 68 %. 丙: two thirds of the weight of 质量 have a score, 20 : 10 of 40.
SHEETS = """
village | item                   | counted | score  | weight  | contribution | reason
甲      | case_on_time_rate      | 36/40   | 80     | 30      | 24           |
甲      | case_response_rate     | 38/40   | 87.5   | 10      | 8.75         |
甲      | case_resolution_rate   | 30/40   | 62.5   | 20      | 12.5         |
甲      | case_satisfaction_rate | 18/20   | 75     | 10      | 7.5          |
甲      | case_redo_closed_rate  | 2/40    | 75     | 10      | 7.5          |
甲      | project_on_time_rate   | 5/5     | 68     | 20      | 13.6         |
甲      | case_evaluation_rate   | 20/40   |        |         |              |
乙      | case_on_time_rate      | 20/25   | 60     | 40      | 24           |
乙      | case_response_rate     | 8/10    |        | 0       | 0            | 件数少（10，不足 20）
乙      | case_resolution_rate   | 20/25   | 75     | 20      | 15           |
乙      | case_satisfaction_rate | 22/22   | 100    | 10      | 10           |
乙      | case_redo_closed_rate  | 0/25    | 100    | 10      | 10           |
乙      | project_on_time_rate   | 0/0     |        | 0       | 0            | 没有应计的件
乙      | case_evaluation_rate   | 22/25   |        |         |              |
丙      | case_on_time_rate      | 95/100  | 90     | 30      | 27           |
丙      | case_response_rate     | 100/100 | 100    | 10      | 10           |
丙      | case_resolution_rate   | 90/100  | 100    | 26.6667 | 26.6667      |
丙      | case_satisfaction_rate | 16/20   |        | 0       | 0            | 参评率不足 30%（20.0%）
丙      | case_redo_closed_rate  | 4/100   | 80     | 13.3333 | 10.6667      |
丙      | project_on_time_rate   | 4/5     | 60     | 20      | 12           |
丙      | case_evaluation_rate   | 20/100  |        |         |              |
丁      | case_on_time_rate      | 10/20   | 0      | 30      | 0            |
丁      | case_response_rate     | 12/20   | 0      | 10      | 0            |
丁      | case_resolution_rate   | 9/20    | 0      | 20      | 0            |
丁      | case_satisfaction_rate | 12/20   | 0      | 10      | 0            |
丁      | case_redo_closed_rate  | 5/20    | 0      | 10      | 0            |
丁      | project_on_time_rate   | 0/5     | 28     | 20      | 5.6          |
丁      | case_evaluation_rate   | 20/20   |        |         |              |
戊      | case_on_time_rate      | 40/40   | 100    | 40      | 40           |
戊      | case_response_rate     |         |        | 0       | 0            | 未填报
戊      | case_resolution_rate   | 40/40   | 100    | 0       | 0            |
戊      | case_satisfaction_rate | 30/40   |        | 0       | 0            | 参评率未填报
戊      | case_redo_closed_rate  | 无重办栏 |        | 0       | 0            | 无重办栏
戊      | project_on_time_rate   | 20/20   | 80     | 20      | 16           |
"""

TOWN = """
village | 时效   | 质量    | 项目 | short          | manual        | bonus | part    | of  | total   | band | rank | reason
甲      | 81.875 | 68.75   | 68   |                | commended 2   | 2     | 73.85   | 100 | 75.85   | B    | 2    |
乙      | 60     | 87.5    |      |                |               | 0     | 59      | 80  |         |      |      | 数据不足：项目
丙      | 92.5   | 93.3333 | 60   |                | criticised 1  | -1    | 86.3333 | 100 | 85.3333 | A    | 1    |
丁      | 0      | 0       | 28   | 时效 质量 项目 | criticised 7  | -3    | 5.6     | 100 | 2.6     | C    | 3    |
戊      | 100    |         | 80   |                | noted 4       | 0     | 56      | 60  |         |      |      | 数据不足：质量
"""


def _rows(table: str) -> list[dict[str, str]]:
    head, *lines = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    return [dict(zip(head, line, strict=True)) for line in lines]


def _drawn_item(row: dict[str, str]) -> Item:
    gate, _, at = row["gate"].partition(" ")
    small, *prior = row["small"].split()
    goalpost = Goalpost(low=float(row["low"]), target=float(row["target"]), basis="示例")
    shrunk = {"prior": float(prior[0]), "prior_size": float(prior[1])} if prior else {}
    return Item(id=row["item"], weight=float(row["weight"]), goalpost=goalpost, gate=gate, gate_at=float(at or 0), small=small, **shrunk)


def _drawn_scheme() -> Scheme:
    rows = _rows(ITEMS)
    names = dict.fromkeys(row["pillar"] for row in rows)
    return Scheme(
        id="drawn",
        name="手算",
        version=1,
        pillars=tuple(Pillar(id=name, name=name, items=tuple(_drawn_item(row) for row in rows if row["pillar"] == name)) for name in names),
        bonuses=(
            Bonus(id="commended", name="表彰", kind="bonus", points_each=1.0, cap=3.0),
            Bonus(id="criticised", name="通报", kind="deduction", points_each=1.0, cap=3.0),
            Bonus(id="noted", name="单列", kind="note", points_each=0.0, cap=0.0),
        ),
        bands=(
            Band(name="A", words="", from_score=80.0),
            Band(name="B", words="", from_score=60.0),
            Band(name="C", words="", from_score=0.0),
        ),
    )


def _counted(text: str) -> Cell:
    if "/" not in text:
        return Cell(value=None, note=text)
    count, size = map(int, text.split("/"))
    return Cell(numerator=count, denominator=size, value=100 * count / size if size else None)


def _cells() -> dict[str, dict[str, Cell]]:
    found: dict[str, dict[str, Cell]] = {}
    for row in _rows(SHEETS):
        found.setdefault(row["village"], {})[row["item"]] = _counted(row["counted"])
    return found


def _manual() -> dict[str, dict[str, float]]:
    return {row["village"]: {row["manual"].split()[0]: float(row["manual"].split()[1])} for row in _rows(TOWN) if row["manual"]}


def _number(text: str) -> float | None:
    return float(text) if text else None


def _near(found: float | None, text: str) -> bool:
    return (found is None and not text) or (found is not None and text != "" and found == pytest.approx(float(text), abs=5e-5))


def _by_village() -> dict[str, VillageScore]:
    return {one.village: one for one in score_town(_drawn_scheme(), _cells(), _manual())}


@pytest.mark.parametrize("row", [row for row in _rows(SHEETS) if row["weight"]], ids=lambda row: f"{row['village']} {row['item']}")
def test_every_line_of_the_hand_worked_town(row):
    [line] = [line for pillar in _by_village()[row["village"]].pillars for line in pillar.items if line.item.id == row["item"]]
    assert _near(line.score, row["score"]) and _near(line.weight, row["weight"]) and _near(line.contribution, row["contribution"]), line
    assert line.reason == row["reason"]


@pytest.mark.parametrize("row", _rows(TOWN), ids=lambda row: row["village"])
def test_every_total_of_the_hand_worked_town(row):
    one = _by_village()[row["village"]]
    for pillar in one.pillars:
        assert _near(pillar.score, row[pillar.pillar.name]), pillar
    assert [pillar.pillar.name for pillar in one.pillars if pillar.is_short] == row["short"].split()
    assert _near(one.bonus, row["bonus"]) and _near(one.part, row["part"]) and _near(one.part_weight, row["of"]), one
    assert _near(one.total, row["total"]) and one.band == row["band"] and one.rank == _number(row["rank"]), one
    assert one.reason == row["reason"]


def test_a_pillar_without_enough_says_how_much_it_has():
    [pillar] = [pillar for pillar in _by_village()["戊"].pillars if pillar.score is None]
    assert pillar.reason == "数据不足：有分的指标权重 20 / 40，不足 60%"


def test_a_pillar_with_just_enough_and_a_gate_just_reached_count():
    """时效 has 30 of its 40 points: enough where 75 % is asked, not where more is. 参评率 of 30 % is not below 30 %."""
    just, more = (replace(_drawn_scheme(), pillar_present=share) for share in (0.75, 0.76))
    assert [score_village(scheme, "乙", _cells()["乙"], {}).pillars[0].score for scheme in (just, more)] == [60, None]
    cells = {**_cells()["甲"], "case_evaluation_rate": _counted("30/100")}
    assert score_village(_drawn_scheme(), "甲", cells, {}).pillars[1].items[1].score == 75


def test_geometric_across_by_hand():
    """甲: 81.875 to 0.4, 68.75 to 0.4, 68 to 0.2; a pillar's contribution is its share of the logarithm."""
    scheme = replace(_drawn_scheme(), across="geometric")
    one = score_village(scheme, "甲", _cells()["甲"], {})
    assert one.total == pytest.approx(81.875**0.4 * 68.75**0.4 * 68**0.2, rel=1e-12)
    share = 0.4 * log(81.875) / (0.4 * log(81.875) + 0.4 * log(68.75) + 0.2 * log(68))
    assert one.pillars[0].contribution == pytest.approx(one.total * share, rel=1e-12)
    assert one.pillars[0].items[0].contribution == pytest.approx(one.total * share * 2400 / 3275, rel=1e-12)


def test_the_geometric_mean_has_the_floor_of_one():
    """丁: two pillars at 0 count as 1, and 28 to 0.2 is left; without the floor the total would be 0."""
    one = score_village(replace(_drawn_scheme(), across="geometric"), "丁", _cells()["丁"], {})
    assert one.total == pytest.approx(exp(0.2 * log(28)))
    assert [pillar.contribution for pillar in one.pillars] == pytest.approx([0, 0, one.total])
    unknown = score_village(replace(_drawn_scheme(), across="geometric"), "无", {}, {})
    assert (unknown.total, unknown.part, unknown.part_weight) == (None, 0, 0)
    worst = {
        item.id: replace(_counted("0/100"), value=1e9 if item.goalpost.low > item.goalpost.target else -1e9)
        for item in _drawn_scheme().items
    }
    scored = score_village(replace(_drawn_scheme(), across="geometric"), "末", {**worst, "case_evaluation_rate": Cell(value=50)}, {})
    assert scored.total == pytest.approx(1) and [pillar.contribution for pillar in scored.pillars] == pytest.approx([0.4, 0.4, 0.2])


def test_manual_points_stay_within_their_caps_and_never_below_zero():
    scheme = replace(_drawn_scheme(), bonus_cap=2.0)
    assert bonus_points(scheme, {"commended": 9}) == 2 and bonus_points(scheme, {"criticised": 9}) == -2
    assert bonus_points(scheme, {"commended": 1, "criticised": 2, "noted": 5}) == -1
    lost = replace(_drawn_scheme(), pillars=_drawn_scheme().pillars[:1])
    one = score_village(lost, "丁", _cells()["丁"], {"criticised": 3})
    assert (one.bonus, one.total) == (0, 0)
    with pytest.raises(ValueError, match="no manual item 'veto'"):
        bonus_points(scheme, {"veto": 1})


def test_own_trend_is_not_gated_for_being_few():
    """10 against 8 of the year before: neither is a number of rows."""
    item = Item(id="collective_operating_surplus", weight=100, goalpost=Goalpost(low=0, target=50, basis="示例"), is_own_trend=True)
    scheme = replace(_drawn_scheme(), pillars=(Pillar(id="own", name="自比", items=(item,)),))
    cells = {item.id: Cell(numerator=10, denominator=8, value=25.0)}
    assert score_village(scheme, "甲", cells, {}).total == 50


def test_ranks_are_of_unrounded_totals_and_ties_share():
    item = Item(id="project_investment_rate", weight=100, goalpost=Goalpost(low=0, target=100, basis="示例"))
    scheme = replace(_drawn_scheme(), pillars=(Pillar(id="one", name="一", items=(item,)),))
    values = {"甲": 79.96, "乙": 80.04, "丙": 80.04, "丁": 79.99, "戊": 79.999999999999}
    cells = {village: {item.id: Cell(value=value, is_sample=False)} for village, value in values.items()}
    ranked = {one.village: (one.rank, one.band) for one in score_town(scheme, cells, {})}
    assert ranked == {"甲": (5, "B"), "乙": (1, "A"), "丙": (1, "A"), "丁": (4, "B"), "戊": (3, "A")}
    grouped = {one.village: one.rank for one in score_town(scheme, cells, {}, {"甲": "小村", "丁": "小村", "乙": "大村"})}
    assert grouped == {"甲": 2, "乙": 1, "丙": 1, "丁": 1, "戊": 2}


# The first six countries of COINr's worked example, the ASEM index of sustainable connectivity: the weighted arithmetic mean of its pillars
# in two sub-indices, as printed by get_results() in the vignette "Presenting Results" (W. Becker, COINr, bluefoxr.github.io/COINr).
ASEM = """
country | rank | index | Conn  | Sust  | Physical | ConEcFin | Political | Instit | P2P   | Environ | Social | SusEcFin
CHE     | 1    | 68.38 | 62.79 | 73.98 | 63.41    | 32.87    | 74.78     | 85.94  | 56.93 | 77.21   | 87.85  | 56.88
NLD     | 2    | 64.82 | 61.94 | 67.70 | 64.87    | 46.62    | 84.55     | 71.74  | 41.92 | 58.73   | 86.58  | 57.78
DNK     | 3    | 64.80 | 57.10 | 72.51 | 50.52    | 30.43    | 78.13     | 75.35  | 51.04 | 69.83   | 86.40  | 61.29
NOR     | 4    | 64.47 | 57.44 | 71.50 | 58.18    | 25.70    | 80.03     | 89.46  | 33.80 | 70.90   | 87.00  | 56.59
BEL     | 5    | 63.54 | 63.99 | 63.09 | 71.97    | 48.22    | 80.84     | 75.60  | 43.32 | 53.01   | 86.17  | 50.09
SWE     | 6    | 63.00 | 53.87 | 72.12 | 51.51    | 23.87    | 80.98     | 74.51  | 38.50 | 66.37   | 87.74  | 62.27
"""
SUB_INDICES = {"Conn": ("Physical", "ConEcFin", "Political", "Instit", "P2P"), "Sust": ("Environ", "Social", "SusEcFin")}


def _asem() -> Scheme:
    def item(id: str, among: int) -> Item:
        return Item(id=id, weight=50 / among, goalpost=Goalpost(low=0, target=100, basis="0–100"))

    pillars = tuple(Pillar(id=name, name=name, items=tuple(item(id, len(ids)) for id in ids)) for name, ids in SUB_INDICES.items())
    return replace(_drawn_scheme(), pillars=pillars)


def test_scores_and_ranks_published_for_the_asem_index():
    rows = _rows(ASEM)
    ids = [id for ids in SUB_INDICES.values() for id in ids]
    cells = {row["country"]: {id: Cell(value=float(row[id]), is_sample=False) for id in ids} for row in reversed(rows)}
    scored = {one.village: one for one in score_town(_asem(), cells, {})}
    for row in rows:
        one = scored[row["country"]]
        printed = [float(row["index"]), float(row["Conn"]), float(row["Sust"])]
        assert [one.total, *(pillar.score for pillar in one.pillars)] == pytest.approx(printed, abs=0.011)  # the parts are rounded to 0.01
        assert one.rank == int(row["rank"])


RATES = sorted(
    indicator.id
    for indicator in load_catalog().values()
    if indicator.kind == "ratio" and indicator.direction != "neutral" and indicator.unit == "%" and indicator.is_sample
)


@st.composite
def schemes(draw) -> Scheme:
    """Two or three pillars of up to four rates, lower or higher better, gated or shrunk, arithmetic or geometric."""
    ids = draw(st.lists(st.sampled_from(RATES), min_size=2, max_size=9, unique=True))
    cuts = sorted(draw(st.lists(st.integers(1, len(ids) - 1), max_size=2, unique=True)))
    groups = [ids[start:end] for start, end in zip([0, *cuts], [*cuts, len(ids)], strict=True)]
    shares = [draw(st.integers(1, 20)) for _ in ids]
    weights = dict(zip(ids, (100 * share / sum(shares) for share in shares), strict=True))
    pillars = tuple(
        Pillar(id=str(place), name=str(place), items=tuple(draw(_items(id, weights[id])) for id in group))
        for place, group in enumerate(groups)
    )
    return replace(_drawn_scheme(), pillars=pillars, across=draw(st.sampled_from(["arithmetic", "geometric"])))


@st.composite
def _items(draw, id: str, weight: float) -> Item:
    worse, better = sorted(draw(st.lists(st.integers(0, 100), min_size=2, max_size=2, unique=True)))
    low, target = (better, worse) if load_catalog()[id].direction == "lower" else (worse, better)
    shrunk = draw(st.booleans())
    goalpost = Goalpost(low=float(low), target=float(target), basis="示例")
    few = {"small": "shrink", "prior": float(draw(st.integers(0, 100))), "prior_size": 20.0} if shrunk else {}
    return Item(id=id, weight=weight, goalpost=goalpost, **few)


@st.composite
def _rate_cells(draw) -> Cell:
    size = draw(st.sampled_from([0, 5, 19, 20, 50, 400]))
    count = draw(st.integers(0, size))
    return Cell(numerator=count, denominator=size, value=100 * count / size if size else None)


@st.composite
def towns(draw) -> tuple[Scheme, dict, dict]:
    scheme = draw(schemes())
    villages = ["甲", "乙", "丙", "丁"][: draw(st.integers(1, 4))]
    cells = {village: {item.id: draw(_rate_cells()) for item in scheme.items} for village in villages}
    manual = {
        village: draw(st.fixed_dictionaries({}, optional={"commended": st.integers(0, 5), "criticised": st.integers(0, 9)}))
        for village in villages
    }
    return scheme, cells, manual


@given(towns())
def test_scores_are_bounded_and_contributions_add_up(town):
    scheme, cells, manual = town
    for one in score_town(scheme, cells, manual):
        for pillar in one.pillars:
            assert pillar.score is None or 0 <= pillar.score <= 100 + 1e-9
            assert sum(line.contribution for line in pillar.items) == pytest.approx(pillar.contribution, abs=1e-9)
            if pillar.score is not None:
                assert sum(line.weight for line in pillar.items) == pytest.approx(pillar.pillar.weight, abs=1e-9)
            assert all(line.contribution >= 0 and (line.score is None or 0 <= line.score <= 100) for line in pillar.items)
        assert sum(pillar.contribution for pillar in one.pillars) == pytest.approx(one.part, abs=1e-9)
        assert (one.total is None) == any(pillar.score is None for pillar in one.pillars) == (one.rank is None) == (one.band == "")
        if one.total is not None:
            assert -1e-9 <= one.total <= 105 and one.part + one.bonus == pytest.approx(one.total, abs=1e-9)


@given(towns(), st.data())
def test_a_better_figure_never_lowers_the_total(town, data):
    scheme, cells, manual = town
    item = data.draw(st.sampled_from(scheme.items))
    cell = cells["甲"][item.id]
    assume(cell.value is not None)
    count = data.draw(st.integers(0, int(cell.denominator)))
    worse, better = sorted((cell.numerator, count), reverse=load_catalog()[item.id].direction == "lower")
    totals = []
    for counted in (worse, better):
        changed = replace(cell, numerator=counted, value=100 * counted / cell.denominator)
        totals.append(score_village(scheme, "甲", {**cells["甲"], item.id: changed}, manual["甲"]).total)
    assert totals[0] is totals[1] is None or totals[1] >= totals[0] - 1e-9


@given(towns(), st.sampled_from([0.01, 0.1, 2.0, 10_000.0]))
def test_another_unit_changes_nothing(town, factor):
    scheme, cells, manual = town

    def scaled(item: Item) -> Item:
        prior = None if item.prior is None else item.prior * factor
        goalpost = replace(item.goalpost, low=item.goalpost.low * factor, target=item.goalpost.target * factor)
        return replace(item, goalpost=goalpost, prior=prior)

    pillars = tuple(replace(pillar, items=tuple(map(scaled, pillar.items))) for pillar in scheme.pillars)
    converted = {id: replace(cell, value=None if cell.value is None else cell.value * factor) for id, cell in cells["甲"].items()}
    before = score_village(scheme, "甲", cells["甲"], manual["甲"])
    after = score_village(replace(scheme, pillars=pillars), "甲", converted, manual["甲"])
    assert after.total == (before.total if before.total is None else pytest.approx(before.total, abs=1e-9))
    assert after.part == pytest.approx(before.part, abs=1e-9)


@given(towns(), st.randoms(use_true_random=False))
def test_the_order_of_villages_and_items_changes_nothing(town, random):
    scheme, cells, manual = town

    def shuffled(things) -> list:
        return random.sample(list(things), len(things))

    pillars = tuple(replace(pillar, items=tuple(shuffled(pillar.items))) for pillar in shuffled(scheme.pillars))
    turned = {village: dict(shuffled(cells[village].items())) for village in shuffled(cells)}
    before = {one.village: (one.total, one.band, one.rank) for one in score_town(scheme, cells, manual)}
    after = {one.village: (one.total, one.band, one.rank) for one in score_town(replace(scheme, pillars=pillars), turned, manual)}
    assert after.keys() == before.keys()
    for village, (total, band, rank) in before.items():
        assert after[village][1:] == (band, rank) and (total is None or after[village][0] == pytest.approx(total, abs=1e-12))


@given(towns())
def test_another_village_changes_no_score(town):
    scheme, cells, manual = town
    alone = replace(score_village(scheme, "甲", cells["甲"], manual["甲"]), rank=None)
    among = next(one for one in score_town(scheme, cells, manual) if one.village == "甲")
    assert replace(among, rank=None) == alone


@given(st.floats(0, 100, exclude_max=True).filter(lambda target: target < 99), st.integers(20, 500))
def test_the_village_without_an_overdue_case_scores_full(target, size):
    item = Item(id="case_overdue_rate", weight=100, goalpost=Goalpost(low=100, target=target, basis="示例"))
    scheme = replace(_drawn_scheme(), pillars=(Pillar(id="one", name="一", items=(item,)),))
    none_overdue = {item.id: Cell(numerator=0, denominator=size, value=0.0)}
    assert score_village(scheme, "甲", none_overdue, {}).total == 100


def test_goalposts_clip_and_refuse_to_be_equal():
    goalpost = Goalpost(low=20, target=10, basis="示例")
    assert [goalpost_score(goalpost, value) for value in (25, 20, 15, 10, 0)] == [0, 0, 50, 100, 100]
    with pytest.raises(ValueError, match="goalposts are both 5"):
        goalpost_score(Goalpost(low=5, target=5, basis="示例"), 5)
