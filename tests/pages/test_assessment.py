"""考核评估: a change taken apart adds up, exactly and as printed; the page says bands first, how sure, and opens down to the rows."""

import random
import re
from dataclasses import replace
from math import fsum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.definition import load_catalog
from indicators.rows import rows
from indicators.scheme import Band, Bonus, Goalpost, Item, Pillar, Scheme, default_scheme
from indicators.score import Cell, score_village
from reports.assessing import assess
from reports.score_change import BONUS, ITEM, SCHEME, SPREAD, change, tenths
from reports.sentences_assessment import change_words, share_words
from tests.pages.test_pages import headline, texts
from warehouse.folder import current_name
from warehouse.snapshot import open_snapshot

PAGE = "pages/review/assessment.py"
VIEWS = ("全镇", "一个村", "试算与对照", "办法", "加减分与定稿")
VILLAGE = "云禾镇/砚禾村"


def item(id: str, weight: float, low: float = 0, target: float = 100) -> Item:
    return Item(id=id, weight=weight, goalpost=Goalpost(low=low, target=target, basis="例"))


SCHEME_OF_TWO = Scheme(
    id="two",
    name="两项",
    version=1,
    pillars=(
        Pillar(id="a", name="时效", items=(item("case_on_time_rate", 30, 50, 100), item("case_closure_rate", 30))),
        Pillar(id="b", name="质量", items=(item("case_resolution_rate", 30), item("case_satisfaction_rate", 10))),
    ),
    bonuses=(Bonus(id="praise", name="表彰", kind="bonus", points_each=1, cap=3),),
    bands=(Band(name="A", words="好", from_score=80), Band(name="C", words="差", from_score=0)),
    pillar_present=0.5,
)


def cell(hits: int, size: int) -> Cell:
    return Cell(numerator=hits, denominator=size, value=100 * hits / size)


def scored(on_time, closure, resolution, satisfaction, praise: float = 0, scheme: Scheme = SCHEME_OF_TWO):
    ids = [one.id for one in SCHEME_OF_TWO.items]
    cells = {id: one for id, one in zip(ids, (on_time, closure, resolution, satisfaction), strict=True) if one is not None}
    return score_village(scheme, "镇/甲村", cells, {"praise": praise} if praise else {})


def parts(found) -> dict[str, int]:
    return {
        f"{line.kind} {line.after.item.id if line.kind == ITEM else line.pillar}".strip(): line.tenths
        for line in found.lines
        if line.tenths
    }


def test_three_points_less_are_told_item_by_item():
    # by hand: on time 90 % scores 80 of 30 points = 24; 84 % scores 68 = 20.4. Resolved 60 % = 18, 61 % = 18.3. Others 30 and 9, and a bonus.
    before = scored(cell(90, 100), cell(100, 100), cell(60, 100), cell(90, 100))
    after = scored(cell(84, 100), cell(100, 100), cell(61, 100), cell(90, 100), praise=0.3)
    found = change(before, after, after, "arithmetic")
    assert (found.before, round(found.after, 9), found.tenths) == (81.0, 78.0, -30)
    assert parts(found) == {"item case_on_time_rate": -36, "item case_resolution_rate": 3, "bonus": 3}
    assert change_words(found, "上季度") == (
        "比上季度少 3.0 分（81.0 → 78.0）：其中按期办结率 −3.6 分（90.0%，90/100 → 84.0%，84/100），"
        "解决率 +0.3 分（60.0%，60/100 → 61.0%，61/100），加减分 +0.3 分"
    )


def test_an_item_that_ceases_to_be_scored_gives_its_weight_away_in_one_line():
    # by hand: 24 + 30 of the first pillar; without the second item the first has 60 points: 48. Together 6 less, none of it the item's own.
    before = scored(cell(90, 100), cell(100, 100), cell(60, 100), cell(90, 100))
    after = scored(cell(90, 100), None, cell(60, 100), cell(90, 100))
    found = change(before, after, after, "arithmetic")
    assert parts(found) == {"spread 时效": -60}
    assert [one.item.id for one in found.lines[0].lost] == ["case_closure_rate"]
    assert "时效内权重重分 −6.0 分（" in change_words(found, "上季度")


def test_a_pillar_without_a_score_is_left_out_and_said():
    before = scored(cell(90, 100), cell(100, 100), cell(60, 100), cell(90, 100))
    after = scored(cell(84, 100), cell(100, 100), None, None)
    found = change(before, after, after, "arithmetic")
    assert (found.left, round(found.before, 9), round(found.after, 9)) == (("质量",), 54.0, 50.4)
    assert change_words(found, "上季度").startswith("两期都有分的部分（不含质量）比上季度少 3.6 分")
    assert change(scored(None, None, None, None), after, after, "arithmetic") is None


def test_another_version_of_the_scheme_is_a_part_of_its_own():
    stricter = replace(SCHEME_OF_TWO, version=2, pillars=(SCHEME_OF_TWO.pillars[0], replace(SCHEME_OF_TWO.pillars[1], items=(
        item("case_resolution_rate", 30, 0, 120), item("case_satisfaction_rate", 10)))))  # fmt: skip
    same = (cell(90, 100), cell(100, 100), cell(60, 100), cell(90, 100))
    before, after = scored(*same), scored(*same, scheme=stricter)
    found = change(before, scored(*same), after, "arithmetic")
    assert parts(found) == {SCHEME: -30}
    lacking = scored(cell(84, 100), cell(100, 100), None, None, scheme=stricter)
    assert change(before, scored(cell(84, 100), cell(100, 100), None, None), lacking, "arithmetic") is None


CELLS = st.one_of(st.none(), st.tuples(st.integers(0, 400), st.integers(20, 400)).map(lambda one: cell(min(one), max(one))))
SIDE = st.tuples(CELLS, CELLS, CELLS, CELLS, st.sampled_from((0, 0.3, 2, 9)))


@given(before=SIDE, after=SIDE, across=st.sampled_from(("arithmetic", "geometric")))
def test_parts_add_up_exactly_and_as_printed(before, after, across):
    scheme = replace(SCHEME_OF_TWO, across=across)
    old, new = scored(*before, scheme=scheme), scored(*after, scheme=scheme)
    found = change(old, new, new, across)
    if found is None:
        return
    assert fsum(line.points for line in found.lines) == pytest.approx(found.after - found.before, abs=1e-9)
    assert sum(line.tenths for line in found.lines) == tenths(found.after) - tenths(found.before)
    assert all(abs(line.tenths - line.points * 10) < 2 for line in found.lines)
    assert not [line for line in found.lines if line.kind == SPREAD and not (line.gained or line.lost)]
    if found.is_of_total:
        assert (found.before, found.after) == (old.total, new.total)
        assert sum(line.points for line in found.lines if line.kind == BONUS) == pytest.approx(new.bonus - old.bonus)


def test_shares_at_the_ends_are_not_rounded_to_certainty():
    assert [share_words(one) for one in (0, 0.004, 0.5, 0.996, 1)] == ["0%", "不到 1%", "50%", "99% 以上", "100%"]


def table(app, column: str):
    return next(one.value for one in app.dataframe if column in one.value)


def test_the_town_says_bands_first_and_how_sure_and_ranks_nobody(board):
    app = board("demonstration", PAGE)
    said = headline(app)
    counted = [int(one) for one in re.findall(r" 等 (\d+) 个", said)]
    scores = table(app, "党建组织运行")
    assert len(counted) == 3 and sum(counted) == (scores["总分"] != "—").sum()
    assert re.search(r"\d+ 个有把握，\d+ 个还说不准", said) and "差异" in said
    everything = " ".join([*texts(app), *scores.columns])
    assert "名次" not in scores.columns and "黑榜" not in everything
    bands = list(scores["等次"])
    assert bands == sorted(bands, key=["A", "B", "C", "数据不足"].index)
    app.toggle(key="看名次").set_value(True).run()
    ranks = [one for one in table(app, "名次")["名次"] if one != "—"]
    assert ranks and all(re.fullmatch(r"第 \d+（\d+—\d+），共 \d+ 个", one) for one in ranks)


@pytest.mark.parametrize("view", VIEWS)
def test_the_example_scheme_says_that_it_is_one_in_every_view(board, view):
    app = board("demonstration", PAGE, **{"考核内容": view})
    assert not app.exception and not app.error
    assert any("**示例口径，须经镇党委审定**" in text for text in texts(app))


def test_a_village_of_the_lists_opens_its_sheet_and_the_sheet_adds_up(board):
    app = board("demonstration", PAGE)
    next(one for one in app.button if one.label.startswith("砚禾村")).click().run()
    assert not app.exception
    assert app.selectbox(key="被考核村").value == VILLAGE
    sheet = table(app, "0 分 → 100 分")
    parts_of = {name: float(points) for name, points in zip(sheet["指标"], sheet["贡献"], strict=True) if points not in ("", "—")}
    whole = parts_of.pop("总分")
    pillars = sum(points for name, points in parts_of.items() if name.startswith("■")) + parts_of.pop("加减分")
    items = sum(points for name, points in parts_of.items() if name.startswith("　"))
    assert round(pillars, 2) == whole == round(items, 2)
    assert f"得 {whole:.1f} 分" in headline(app)


@pytest.mark.parametrize("name", ["砚禾村", "犁星村", "藜塬村", "苇霖村"])
def test_the_change_on_the_screen_adds_up_by_hand(board, name):
    app = board("demonstration", PAGE, **{"考核内容": "一个村", "被考核村": name})
    shown = table(app, "组成")
    points = [round(float(one.replace("−", "-")) * 10) for one in shown["分"]]
    assert sum(points[:-1]) == points[-1]
    before, after = (float(shown[column].iloc[-1]) for column in shown.columns[2:4])
    assert points[-1] == round((after - before) * 10)
    said = headline(app)
    assert f"{abs(points[-1]) / 10:.1f} 分（{before:.1f} → {after:.1f}）" in said
    assert "差异不显著" in said or name == "苇霖村" or any("超出件数少带来的误差" in text for text in texts(app))


def test_every_figure_of_a_sheet_opens_to_as_many_rows_as_it_says(warehouses):
    folder = warehouses["demonstration"]
    connection = open_snapshot(folder, current_name(folder))
    held = assess(connection, default_scheme(), "云禾镇", "2026-Q3", {})
    seen = 0
    for village in random.Random(6).sample([one.path for one in held.villages], 3):
        for id, reading in held.readings[village].items():
            counted = {part: one for part, one in load_catalog()[id].counted.items() if not one.sum}
            for part in counted if reading.is_known else ():
                found = rows(connection, load_catalog()[id], part, held.scopes[village][id], {"village": village})
                assert len(found) == getattr(reading, part), (village, id, part)
                seen += 1
    assert seen > 60


def test_what_if_weighs_anew_and_keeps_nothing(board):
    app = board("demonstration", PAGE, **{"考核内容": "试算与对照"})
    scores = board("demonstration", PAGE)
    pillars = {row["村"]: row["解决与评价质量"] for _, row in table(scores, "党建组织运行").iterrows()}
    for pillar in default_scheme().pillars:
        if pillar.id != "quality":
            app.number_input(key=f"试算-{pillar.id}").set_value(0)
    app.run()
    assert not app.exception
    assert any("权重合计 25，按比例折成 100" in text for text in texts(app))
    tried = table(app, "试算总分")
    told = dict(zip(tried["村"], tried["试算总分"], strict=True))
    # with nothing else weighing anything, the total is the score of the one pillar left
    assert {village: pillars[village].split()[0] for village, total in told.items() if total != "—"} == {
        village: total for village, total in told.items() if total != "—"
    }
    assert list(tried["现行总分"]) == list(table(board("demonstration", PAGE, **{"考核内容": "试算与对照"}), "试算总分")["现行总分"])


def test_two_periods_of_the_town_say_which_differences_are_chance(board):
    app = board("demonstration", PAGE, **{"考核内容": "试算与对照"})
    shown = table(app, "主要组成")
    assert set(shown["说明"]) & {"差异不显著", "超出抽样误差"}
    first, second = shown.columns[1:3]
    for _, row in shown.iterrows():
        assert float(row["相差"].replace("−", "-")) == pytest.approx(float(row[second]) - float(row[first]), abs=1e-9)


def test_gaming_is_watched_beside_the_scores_and_never_scored(board):
    app = board("demonstration", PAGE)
    watched = table(app, load_catalog()["case_extension_rate"].name)
    assert list(watched.columns[3:]) == [
        load_catalog()[id].name
        for id in ("case_extension_rate", "case_month_end_closed_share", "case_redo_closed_rate", "case_repeat_rate")
    ]
    assert all("/" in value for value in watched.iloc[:, 3:].to_numpy().ravel())
    scored_ids = {one.id for one in default_scheme().items}
    assert not scored_ids & {"case_extension_rate", "case_month_end_closed_share", "case_repeat_rate"}


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("warehouse", ["one_village", "totals_only", "one_domain", "county", "published"])
def test_every_view_says_something_sensible_where_little_is_known(board, warehouse, view):
    app = board(warehouse, PAGE, **{"考核内容": view})
    assert not app.exception and not app.error
    shown = [text for text in texts(app) if "<style" not in text and "<script" not in text]
    assert not [text for text in shown if re.search(r"\b(nan|None|NaT|inf)\b|（）", text)]
    assert not any(len(text) > 1500 for text in shown)
    if warehouse != "published":
        assert "数据不足" in headline(app)
