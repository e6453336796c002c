"""A scheme is data: read and written without loss, and each way of being broken has its own sentence."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.definition import load_catalog
from indicators.scheme import (
    ACROSS,
    GROUPINGS,
    PERIODS,
    Band,
    Bonus,
    Goalpost,
    Item,
    Pillar,
    Scheme,
    SchemeError,
    default_scheme,
    read_scheme,
    scheme_dict,
)
from indicators.scheme_check import problems


def _item(**changes) -> Item:
    values = {"id": "case_on_time_rate", "weight": 60.0, "goalpost": Goalpost(low=70.0, target=98.0, basis="镇党委会议纪要（示例）")}
    return Item(**{**values, **changes})


def _scheme(*items: Item, **changes) -> Scheme:
    """A sound scheme of two pillars, or with these items in place of its first pillar's."""
    redo = Item(id="case_redo_closed_rate", weight=40.0, goalpost=Goalpost(low=20.0, target=2.0, basis="镇党委会议纪要（示例）"))
    values = {
        "id": "town",
        "name": "考核办法",
        "version": 1,
        "pillars": (Pillar(id="timeliness", name="时效", items=items or (_item(),)), Pillar(id="quality", name="质量", items=(redo,))),
        "bands": (Band(name="A", words="达到目标", from_score=85.0), Band(name="C", words="需要帮扶", from_score=0.0)),
    }
    return Scheme(**{**values, **changes})


def _goalposts(low: float, target: float, **changes) -> Item:
    return _item(goalpost=Goalpost(low=low, target=target, basis="会议纪要"), **changes)


def _bonus(**changes) -> Bonus:
    return Bonus(**{"id": "one", "name": "上级表彰", "kind": "bonus", "points_each": 1.0, "cap": 2.0, **changes})


BROKEN = {
    "weights do not add up": (_scheme(_item(weight=50.0)), "各指标权重之和应为 100，现为 90。"),
    "weight is negative": (_scheme(_item(weight=70.0), _item(id="case_response_rate", weight=-10.0)), "“响应率”的权重应大于 0，现为 -10"),
    "indicator is unknown or retired": (_scheme(_item(id="case_smile_rate")), "指标目录中没有“case_smile_rate”：没有这个指标，或已停用。"),
    "income level": (_scheme(_goalposts(1, 2, id="income_level")), "“人均收入”是收入水平或由收入算出，不作考核"),
    "income growth as own trend": (_scheme(_goalposts(0, 5, id="income_growth", is_own_trend=True)), "“人均收入名义增速”是收入水平或由"),
    "case volume": (_scheme(_goalposts(0, 50, id="case_received_count")), "“受理量”是件数或总量，不作考核"),
    "case volume as own trend": (
        _scheme(_goalposts(0, 5, id="case_received_count", is_own_trend=True)),
        "“受理量”是件数，比上年多少也不作考核",
    ),
    "volume with a direction": (_scheme(_goalposts(9, 0, id="case_overdue_open_count")), "“超期未办结”是件数或总量，不作考核"),
    "persons": (_scheme(_goalposts(0, 9, id="profile_party_member_count")), "“党员数”是人数或人次，不作考核"),
    "person-times": (_scheme(_goalposts(0, 9, id="activity_volunteer_person_times")), "“志愿服务人次”是人数或人次，不作考核"),
    "neutral rate": (_scheme(_goalposts(0, 9, id="case_sent_back_rate")), "“退回转办率”没有好坏方向，不能计分。"),
    "own trend of a sampled rate": (_scheme(_goalposts(-5, 5, is_own_trend=True)), "“按期办结率”是按件计的比率，两年都有偶然起伏"),
    "own trend in the wrong unit": (
        _scheme(_goalposts(0, 50000, id="collective_operating_surplus", is_own_trend=True)),
        "“村集体经营收益”是自比项目，零分值和满分值应为比上年的变化（%），现为 0 和 50000，像是万元。",
    ),
    "goalposts are equal": (_scheme(_goalposts(90, 90)), "“按期办结率”的零分值和满分值都是 90，无法计分。"),
    "goalposts the wrong way": (_scheme(_goalposts(98, 70)), "“按期办结率”越高越好，零分值应低于满分值，现为 98 和 70。"),
    "goalposts the wrong way, lower is better": (
        _scheme(_goalposts(2, 20, id="case_overdue_rate")),
        "“超期率”越低越好，零分值应高于满分值，现为 2 和 20。",
    ),
    "goalpost beyond a rate": (_scheme(_goalposts(70, 120)), "“按期办结率”是百分率，满分值应在 0 与 100 之间，现为 120。"),
    "no basis": (_scheme(_item(goalpost=Goalpost(low=70, target=98, basis=" "))), "“按期办结率”没有写明目标值由谁定、依据什么。"),
    "indicator twice": (_scheme(_item(weight=30.0), _item(weight=30.0)), "指标“case_on_time_rate”计了不止一次分。"),
    "window": (_scheme(_item(window_months=6)), "“按期办结率”的计算时段只能是滚动 12 个月、24 个月或考核期本身（0），现为 6。"),
    "shrunk without a prior": (_scheme(_item(small="shrink")), "“按期办结率”件数少时向先验值收缩，却没有写明先验值和它相当的件数。"),
    "prior beyond a rate": (_scheme(_item(small="shrink", prior=900.0, prior_size=20.0)), "先验值应在 0 与 100 之间，现为 900。"),
    "prior without weight": (_scheme(_item(small="shrink", prior=90.0, prior_size=0.0)), "先验值相当的件数应大于 0，现为 0。"),
    "small is unknown": (_scheme(_item(small="drop")), "“按期办结率”件数少时只能不计分或向先验值收缩（gate、shrink），现为“drop”。"),
    "gate is unknown": (_scheme(_item(gate="nothing", gate_at=30.0)), "“按期办结率”的前提“nothing”不在指标目录中"),
    "gate is no rate": (_scheme(_item(gate="case_closed_count", gate_at=30.0)), "“按期办结率”的前提“办结数”不是可以分村统计的比率。"),
    "gate without a value": (
        _scheme(_item(gate="case_evaluation_rate")),
        "“按期办结率”的前提“参评率”须达到的值应在 0 与 100 之间，现为 0。",
    ),
    "empty pillar": (_scheme(pillars=(*_scheme().pillars, Pillar(id="empty", name="空的", items=()))), "一级指标“空的”下没有指标。"),
    "no pillar": (_scheme(pillars=()), "没有一级指标。"),
    "pillar twice": (
        _scheme(pillars=(*_scheme().pillars, replace(_scheme().pillars[0], items=()))),
        "一级指标编号“timeliness”用了不止一次。",
    ),
    "pillar without a name": (
        _scheme(pillars=(replace(_scheme().pillars[0], name=""), _scheme().pillars[1])),
        "一级指标“timeliness”没有名称。",
    ),
    "bands do not fall": (_scheme(bands=(*reversed(_scheme().bands),)), "等次线应由高到低，现为 0、85。"),
    "bands do not cover": (_scheme(bands=_scheme().bands[:1]), "最低一等应从 0 分起，现从 85 分起"),
    "band beyond 100": (_scheme(bands=(Band(name="A", words="", from_score=101.0), _scheme().bands[1])), "等次线不能高于 100，现有 101。"),
    "band twice": (_scheme(bands=(replace(_scheme().bands[0], name="C"), _scheme().bands[1])), "等次“C”用了不止一次。"),
    "no band": (_scheme(bands=()), "没有等次。"),
    "cap beyond 5": (_scheme(bonus_cap=8.0), "加减分合计的上限应在 0 与 5 之间，现为 8。"),
    "cap is negative": (_scheme(bonuses=(_bonus(cap=-1.0),)), "加减分项“上级表彰”的分值和上限不能为负"),
    "caps beyond 5 together": (
        _scheme(bonuses=(_bonus(cap=3.0), _bonus(id="two", cap=2.5))),
        "各加分项上限之和不能超过 5 分，现为 5.5 分。",
    ),
    "deductions beyond 5 together": (_scheme(bonuses=(_bonus(kind="deduction", cap=6.0),)), "各减分项上限之和不能超过 5 分，现为 6 分。"),
    "veto": (_scheme(bonuses=(_bonus(name="安全事故一票否决"),)), "不设自动的一票否决"),
    "note with points": (_scheme(bonuses=(_bonus(kind="note"),)), "单列事项“上级表彰”不计分，不能有分值。"),
    "kind of bonus": (_scheme(bonuses=(_bonus(kind="prize"),)), "的类别只能是加分、减分、单列事项"),
    "bonus twice": (_scheme(bonuses=(_bonus(cap=1.0), _bonus(cap=1.0))), "加减分项编号“one”用了不止一次。"),
    "pillar_present": (_scheme(pillar_present=1.5), "一级指标有分权重的最低比例应在 0 与 1 之间，现为 1.5。"),
    "across": (_scheme(across="harmonic"), "一级指标的合成方式只能是算术或几何平均"),
    "grouping": (_scheme(grouping="income"), "分组方式只能是不分组、按户数、按位置"),
    "size bounds": (_scheme(size_bounds=(400, 200)), "户数分组线应大于 0 并由小到大，现为 400、200。"),
    "size without bounds": (_scheme(grouping="size", size_bounds=()), "按户数分组，却没有户数分组线。"),
    "period": (_scheme(period="month"), "考核周期只能是季度、半年、年度（quarter、half、year），现为“month”。"),
    "no name": (_scheme(name=" "), "考核办法没有名称或编号。"),
    "version": (_scheme(version=0), "版本号从 1 起，现为 0。"),
}


def test_a_sound_scheme_has_no_problem():
    assert problems(_scheme()) == problems(default_scheme()) == []


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_scheme_has_its_sentence(broken):
    scheme, sentence = BROKEN[broken]
    found = problems(scheme)
    assert [one for one in found if sentence in one], found


def test_each_way_of_being_broken_has_a_sentence_of_its_own():
    sentences = {name: [one for one in problems(scheme) if sentence in one][0] for name, (scheme, sentence) in BROKEN.items()}
    assert len(set(sentences.values())) == len(BROKEN) >= 18
    assert all(one.endswith("。") for one in sentences.values())


def test_a_final_scheme_says_who_adopted_it_and_when():
    assert problems(_scheme(), is_final=True) == ["定稿的考核办法须写明审定日期。", "定稿的考核办法须写明由谁审定。"]
    assert problems(_scheme(adopted_on=date(2026, 1, 9), adopted_by="镇党委"), is_final=True) == []


def test_an_indicator_that_leaves_the_catalog_is_refused():
    catalog = {id: indicator for id, indicator in load_catalog().items() if id != "case_on_time_rate"}
    assert problems(_scheme(), catalog=catalog) == ["指标目录中没有“case_on_time_rate”：没有这个指标，或已停用。"]


def test_an_indicator_that_is_not_by_village_is_refused():
    catalog = load_catalog()
    only_town = {**catalog, "case_on_time_rate": replace(catalog["case_on_time_rate"], by=("town",))}
    assert problems(_scheme(), catalog=only_town) == ["“按期办结率”不能分村统计，不能用于考核村。"]


def test_the_default_scheme_is_marked_as_an_example():
    scheme = default_scheme()
    assert {pillar.name: pillar.weight for pillar in scheme.pillars} == {
        "党建组织运行": 20,
        "诉求办理时效": 20,
        "解决与评价质量": 25,
        "矛盾就地化解": 15,
        "民生实事与建设": 10,
        "产业与集体经济": 5,
        "数据质量": 5,
    }
    assert "须经镇党委审定" in scheme.note and scheme.adopted_on is None and not scheme.adopted_by
    assert all("示例值，无文件依据，须由镇党委审定" in item.goalpost.basis for item in scheme.items)
    [satisfaction] = [item for item in scheme.items if item.id == "case_satisfaction_rate"]
    assert (satisfaction.gate, satisfaction.gate_at) == ("case_evaluation_rate", 30)


TEXT = st.text(max_size=12)
NUMBER = st.floats(allow_nan=False, allow_infinity=False)
GOALPOSTS = st.builds(Goalpost, low=NUMBER, target=NUMBER, basis=TEXT)
ITEMS = st.builds(
    Item,
    id=TEXT,
    weight=NUMBER,
    goalpost=GOALPOSTS,
    gate=TEXT,
    gate_at=NUMBER,
    window_months=st.integers(0, 60),
    small=TEXT,
    prior=st.none() | NUMBER,
    prior_size=st.none() | NUMBER,
    is_own_trend=st.booleans(),
)
SCHEMES = st.builds(
    Scheme,
    id=TEXT,
    name=TEXT,
    version=st.integers(0, 99),
    adopted_on=st.none() | st.dates(),
    adopted_by=TEXT,
    note=TEXT,
    pillars=st.lists(st.builds(Pillar, id=TEXT, name=TEXT, items=st.lists(ITEMS, max_size=3).map(tuple)), max_size=3).map(tuple),
    bonuses=st.lists(st.builds(Bonus, id=TEXT, name=TEXT, kind=TEXT, points_each=NUMBER, cap=NUMBER), max_size=2).map(tuple),
    bonus_cap=NUMBER,
    bands=st.lists(st.builds(Band, name=TEXT, words=TEXT, from_score=NUMBER), max_size=3).map(tuple),
    across=st.sampled_from(ACROSS),
    pillar_present=NUMBER,
    grouping=st.sampled_from(GROUPINGS),
    size_bounds=st.lists(st.integers(0, 900), max_size=3).map(tuple),
    period=st.sampled_from(PERIODS),
)


@given(SCHEMES)
def test_a_scheme_comes_back_from_json_as_it_was(scheme):
    assert read_scheme(json.loads(json.dumps(scheme_dict(scheme)))) == scheme


@given(SCHEMES)
def test_any_scheme_that_can_be_read_can_be_checked(scheme):
    assert all(isinstance(one, str) and one for one in problems(scheme, is_final=True))


def _changed(declared: dict, path: tuple, value: object) -> dict:
    """The declared scheme with one value in it replaced; a value of `...` takes the key away."""
    copy = json.loads(json.dumps(declared))
    *way, last = path
    place = copy
    for step in way:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return copy


ITEM = ("pillars", 0, "items", 0)


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        (("wieght",), 1, "没有“wieght”这个键。"),
        (("name",), ..., "缺少“name”。"),
        (("version",), 1.5, "version：应为整数，现为 1.5。"),
        (("adopted_on",), "一月九日", "adopted_on：应为日期，如 2026-01-31，现为 '一月九日'。"),
        (("pillars",), 3, "pillars：应为列表，现为 3。"),
        (("pillars", 0), "党建", "pillars第 1 项 应为一组键和值。"),
        ((*ITEM, "weight"), "六", "pillars第 1 项 items第 1 项 weight：应为数字，现为 '六'。"),
        ((*ITEM, "weight"), float("nan"), "pillars第 1 项 items第 1 项 weight：应为数字，现为 nan。"),
        ((*ITEM, "is_own_trend"), "是", "is_own_trend：应为是或否，现为 '是'。"),
        ((*ITEM, "goalpost", "target"), ..., "goalpost 缺少“target”。"),
        ((*ITEM, "goalpost", "basis"), 5, "goalpost basis：应为文字，现为 5。"),
    ],
)
def test_what_cannot_be_read_says_where(path, value, sentence):
    with pytest.raises(SchemeError, match=".*") as told:
        read_scheme(_changed(scheme_dict(_scheme()), path, value))
    assert sentence in str(told.value)
