"""产业发展 and 党建与服务 on small drawn ledgers: what is said, what is missing, and that nothing is drawn or claimed that was not reported."""

import json
import re

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from etl.load import load
from indicators.mechanisms import load_mechanisms
from tests.pages.test_pages import LEFT_OVER, headline, texts
from tests.pages.township import build_county, build_empty, build_one_domain, build_published

INDUSTRY, PARTY, DISPUTES = "pages/monitor/industry.py", "pages/monitor/party.py", "pages/monitor/disputes.py"
PARTS = ("种植", "养殖", "村集体经济", "劳务")
CLAIMS = re.compile("上升|下降|改善|恶化|导致|因为|由于|得益于")
BARE_RATE = re.compile(r"\d\.\d%(?!（-?[\d,.]+[^）]*/|｜-?[\d,.]+[^｜]* / )")
NORMAL_RANGE = re.compile(r"往常范围 [\d.,]+—[\d.,]+%")  # the limits of a chart are no rate of anything
TOWN, VILLAGES = "试写镇", ("柳沟村", "东湾村", "西渠村")
AREA = "乡镇,村,户数,人口\n" + "\n".join(
    f"{TOWN},{village},{300 + 10 * place},{900 + 30 * place}" for place, village in enumerate(VILLAGES)
)
CROPS = ["玉米", "小麦", "马铃薯", "蔬菜", "油料", "葵花", "辣椒", "枸杞", "苜蓿", "甜菜", "大豆", "谷子", "高粱", "胡麻"]
PLANTED = "乡镇,村,年度,产业类别,作物,种植面积（亩）,总产量（吨）,产值（万元）\n" + "\n".join(
    f"{TOWN},柳沟村,{year},种植,{crop},{1000 - 50 * place + (year - 2024) * 20},{500 - 10 * place},{90 - 5 * place}"
    for year in (2024, 2025)
    for place, crop in enumerate(CROPS)
    if (year, crop) != (2025, "胡麻")
)
KEPT = "乡镇,村,时期,产业类别,畜种,期初存栏（只）,增加（只）,出栏（只）,死亡（只）,期末存栏（只）\n" + "\n".join(
    [
        f"{TOWN},柳沟村,2025年第一季度,养殖,羊,100,30,20,0,110",
        f"{TOWN},柳沟村,2025年第三季度,养殖,羊,110,30,20,0,160",  # 120 would be right; nobody reported the second quarter
        f"{TOWN},柳沟村,2025年第四季度,养殖,羊,160,30,40,0,150",
    ]
)
AWAY = "乡镇,村,时期,产业类别,范围,当期或累计,县内务工人数（人）,省内县外务工人数（人）,省外务工人数（人）,务工人数（人）,劳务收入（万元）\n" + "\n".join(
    f"{TOWN},柳沟村,{period},劳务,全村,{span},{a},{b},{c},{a + b + c},{d}"
    for period, span, a, b, c, d in (
        ("2024年12月", "累计", 40, 30, 20, 180), ("2025年1月", "累计", 10, 5, 5, 20), ("2025年3月", "累计", 20, 10, 10, 60),
        ("2025年3月", "当期", 10, 5, 5, 40), ("2025年12月", "累计", 50, 30, 20, 200),
    )
)  # fmt: skip
EARNED = (
    "乡镇,村,年度,经营收入（万元）,发包及上交收入（万元）,投资收益（万元）,补助收入（万元）,其他收入（万元）,经营支出（万元）,管理费用（万元）\n"
    + "\n".join(
        f"{TOWN},{village},{year},{operating},5,1,{subsidy},2,3,2"
        for year in (2024, 2025)
        for village, operating, subsidy in (("柳沟村", 30, 10), ("东湾村", 1, 60))
    )
)
MET = "乡镇,村,党支部,活动类型,活动日期,应到人数,实到人数\n" + "\n".join(
    f"{TOWN},{village},{village}党支部,{kind},{year}-{month:02d}-10,30,25"
    for village, year, months in (("柳沟村", 2024, range(1, 13)), ("柳沟村", 2025, range(1, 13)), ("东湾村", 2025, range(1, 7)))
    for month in months
    for kind in ("主题党日", "支委会")
)
PROMISED = "乡镇,村,活动编号,活动类型,活动日期,完成时限,完成日期,事项数,完成数\n" + "\n".join(
    f"{TOWN},{village},{village}{number},办实事,2025-09-01,2025-10-{10 + number},{done},1,{1 if done else 0}"
    for village in ("柳沟村", "东湾村")
    for number, done in enumerate(["2025-10-05", "2025-10-06", "" if village == "东湾村" else "2025-10-07"])
)
RETURNED = "乡镇,村,时期,活动类型,计划次数,按期数,缺报数\n" + "\n".join(
    f"{TOWN},{village},2025年{month}月,信息报送,12,{11 - month % 3},1" for village in VILLAGES[:2] for month in range(1, 13)
)
BASICS = (
    "乡镇,村,年度,户数（户）,党员总数（名）,女党员（名）,社数（个）,网格数（个）,网格党小组（个）,党员中心户（户）,阵地达标项数（项）\n"
    + "\n".join(f"{TOWN},{village},{year},300,50,10,6,4,3,5,4" for year in (2024, 2025) for village in VILLAGES[:2])
)
PETITIONED = "工单编号,乡镇,村,诉求来源,诉求类型,受理时间,办理时限,受理告知时间,办结时间,满意度\n" + "\n".join(
    f"X{number},{TOWN},柳沟村,信访转办,投诉,2025-{month:02d}-05 09:00,2025-{month:02d}-20,2025-{month:02d}-{day:02d} 09:00,2025-{month:02d}-25 10:00,满意"
    for number, (month, day) in enumerate([(3, 8), (4, 9), (5, 28), (6, 7), (7, 7), (8, 7), (9, 7), (10, 7), (2, 7), (1, 7), (11, 7)])
)


def _loaded(folder, **files):
    for name, text in files.items():
        (folder / f"{name}_截至2025年12月31日.csv").write_text(text + "\n", encoding="utf-8")
    result = load(folder, sorted(folder.glob("*.csv")))
    assert result.status == "published", [refused.message for refused in result.refused]
    return folder


def _many_villages(folder):
    rows = [
        f"{TOWN},第{number}村,第{number}村党支部,主题党日,2025-{month:02d}-10,30,25" for number in range(1, 46) for month in range(1, 13)
    ]
    return _loaded(folder, 活动="\n".join(["乡镇,村,党支部,活动类型,活动日期,应到人数,实到人数", *rows]))


BUILDS = {
    "empty": build_empty,
    "published": build_published,
    "one_domain": build_one_domain,
    "county": build_county,
    "industry": lambda folder: _loaded(folder, 地区=AREA, 种植=PLANTED, 养殖=KEPT, 劳务=AWAY, 集体=EARNED),
    "party": lambda folder: _loaded(folder, 地区=AREA, 活动=MET, 办实事=PROMISED, 报送=RETURNED, 村情=BASICS, 工单=PETITIONED),
    "crops_only": lambda folder: _loaded(folder, 种植=PLANTED),
    "villages": _many_villages,
}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    made = {}

    def make(name: str):
        if name not in made:
            made[name] = BUILDS[name](tmp_path_factory.mktemp(name))
        return made[name]

    return make


@pytest.fixture
def shown(built, monkeypatch):
    """A function that opens a page of the board on a warehouse, with choices made: shown("industry", INDUSTRY, 产业="animals")."""
    st.cache_data.clear()
    st.cache_resource.clear()

    def opened(name: str, page: str, **query: str) -> AppTest:
        monkeypatch.setenv("GOVERNANCE_DATA", str(built(name)))
        app = AppTest.from_file("../../dashboard.py", default_timeout=60)
        for key, value in query.items():
            app.query_params[key] = value
        app.run()
        app.switch_page(page).run()
        assert not app.exception
        assert not app.error
        return app

    return opened


def tables(app) -> list[list[str]]:
    """The rows of every table, each as one text."""
    return ["｜".join(map(str, row)) for frame in app.dataframe for row in frame.value.to_numpy().tolist()]


def said(app) -> list[str]:
    """Everything to be read, without the style sheet and the scripts."""
    return [text for text in texts(app) if "<style" not in text and "<script" not in text] + tables(app)


def charts(app) -> list[dict]:
    return [json.loads(one.proto.spec) for one in app.get("plotly_chart")]


def chart(app, name: str) -> dict:
    return next(json.loads(one.proto.spec) for one in app.get("plotly_chart") if one.proto.id.find(f"chart-{name}") >= 0)


def table(app, column: str):
    return next(frame.value for frame in app.dataframe if column in frame.value.columns)


def sound(app) -> None:
    """Nothing left over, no claim, no rate without what it rests on, no chart with more than seven series."""
    read = said(app)
    assert not [text for text in read if LEFT_OVER.search(text)]
    assert not [text for text in read if CLAIMS.search(text)]
    assert not [text for text in read if BARE_RATE.search(NORMAL_RANGE.sub("", re.sub("<img[^>]*>", "", text)))]
    for card in (text for text in read if 'class="figure"' in text and "<small>%</small>" in text):
        assert re.search(r'basis first">-?[\d,.]+ / [\d,.]+', card), card
    for figure in charts(app):
        assert len({trace.get("name") or place for place, trace in enumerate(figure["data"])}) <= 7


@pytest.mark.parametrize("warehouse", BUILDS)
@pytest.mark.parametrize("part", PARTS)
def test_industry_opens_on_every_warehouse(shown, warehouse, part):
    app = shown(warehouse, INDUSTRY, 产业=part)
    assert app.title[0].value == "产业发展"
    sound(app)


@pytest.mark.parametrize("warehouse", BUILDS)
@pytest.mark.parametrize("grain", ["月", "季", "年", "全段"])
def test_party_opens_on_every_warehouse_at_every_grain(shown, warehouse, grain):
    app = shown(warehouse, PARTY, 周期=grain)
    assert app.title[0].value == "党建与服务"
    sound(app)


@pytest.mark.parametrize("page", [INDUSTRY, PARTY])
def test_an_empty_board_says_what_to_load(shown, page):
    app = shown("empty", page)
    assert "均为未填报" in app.info[0].value
    assert "python -m etl template" in app.code[0].value


@pytest.mark.parametrize(("page", "fact"), [(INDUSTRY, "种植特色辣椒400亩"), (PARTY, "党支部现有党员52名")])
def test_a_village_of_which_only_facts_are_published_shows_them_with_their_words(shown, page, fact):
    app = shown("published", page)
    assert "均为未填报" in app.info[0].value
    assert any(fact in row for row in tables(app))
    assert not charts(app)


def test_a_part_that_nobody_reported_says_so_and_the_others_stay(shown):
    app = shown("crops_only", INDUSTRY, 产业="村集体经济")
    assert "未填报" in headline(app)
    assert "python -m etl template collective" in app.code[0].value
    assert "播种面积" in headline(shown("crops_only", INDUSTRY, 产业="种植"))


def test_crops_stand_beside_the_year_before_and_what_has_no_room_is_one(shown):
    app = shown("industry", INDUSTRY, 产业="种植")
    bars = chart(app, "crops-industry_sown_area")
    assert [trace["name"] for trace in bars["data"]] == ["2024年（亩）", "2025年（亩）"]
    names = bars["layout"]["yaxis"]["ticktext"]
    assert len(names) == 12
    assert names[0] == "玉米"
    assert names[-1] == "其他"
    assert "+20 亩" in [note["text"] for note in bars["layout"]["annotations"]]
    assert len(chart(app, "crop-shares-industry_sown_area")["data"]) == 5
    gaps = next(text for text in texts(app) if "上年有、本年没有报的作物" in text)
    assert "胡麻" in gaps
    assert "东湾村、西渠村" in gaps


def test_shares_of_crops_are_of_all_crops(shown):
    app = shown("industry", INDUSTRY, 产业="种植")
    data = chart(app, "crop-shares-industry_sown_area")["data"]
    for row in range(2):
        assert sum(trace["x"][row] for trace in data) == pytest.approx(100)
    assert re.search(r"播种面积占比 \d+\.\d%（[\d,]+/[\d,]+ 亩）|播种面积占比 \d+\.\d%（[\d,]+/[\d,]+）", data[0]["hovertext"][-1])


def test_a_quarter_that_nobody_reported_is_a_gap_and_a_report_that_does_not_add_up_is_listed(shown):
    app = shown("industry", INDUSTRY, 产业="养殖")
    stock = next(trace for trace in chart(app, "stock-sheep")["data"] if trace["name"] == "羊存栏")
    found = dict(zip(stock["x"], stock["y"], strict=True))
    assert found["2025-Q2"] is None
    assert (found["2025-Q1"], found["2025-Q4"]) == (110, 150)
    row = table(app, "推算期末存栏").iloc[0]
    assert (row["村"], row["统计期"], row["期末存栏"], row["推算期末存栏"]) == ("柳沟村", "2025年第3季度", 160, 120)
    assert {"文件", "行号"} <= set(table(app, "推算期末存栏").columns)
    assert "存栏对不上的报告 1 份" in headline(app)


def test_the_weak_collectives_are_named_and_support_is_not_earned(shown):
    app = shown("industry", INDUSTRY, 产业="村集体经济")
    assert "集体经济空壳薄弱村占比 1/2 个村" in headline(app)
    weak = next(text for text in texts(app) if "经营收益 2.00 万元" in text)
    assert "东湾村" in weak
    assert "西渠村" in weak  # did not report
    assert any("补助收入和其他收入不是经营收益" in text for text in texts(app))
    parts = chart(app, "collective-parts")["data"]
    assert [trace["name"] for trace in parts] == ["经营收入", "发包及上交收入", "投资收益", "补助收入", "其他收入"]
    assert sum(trace["x"][-1] for trace in parts) == pytest.approx(100)


def test_running_totals_are_the_figure_and_are_not_added_up(shown):
    app = shown("industry", INDUSTRY, 产业="劳务")
    assert "务工人数 100 人" in headline(app)
    assert "省外务工占比 20.0%（20/100）" in headline(app)
    lines = chart(app, "labour-course")["data"]
    months = {month: value for line in lines for month, value in zip(line["x"], line["y"], strict=True) if value is not None}
    assert months == {"2024-12": 90, "2025-01": 20, "2025-03": 40, "2025-12": 100}
    assert len(lines) == 2  # a line does not go over the turn of the year
    assert any("各月不相加" in text for text in texts(app))


def cells_of(figure: dict) -> dict[str, set[str]]:
    """The states of the matrix by row name."""
    names = figure["layout"]["yaxis"]["ticktext"]
    found: dict[str, set[str]] = {}
    for trace in figure["data"]:
        for row in trace.get("y") or []:
            found.setdefault(names[row], set()).add(trace["name"])
    return found


def test_the_matrix_tells_held_partly_not_held_and_not_reported_apart(shown):
    app = shown("party", PARTY)
    cells = cells_of(chart(app, "due"))
    assert cells["东湾村"] == {"部分开展", "未开展"}
    assert cells["柳沟村"] == {"已开展", "未开展"}
    assert cells["西渠村"] == {"未填报"}
    lines = next(text for text in texts(app) if "主题党日 6/12 次" in text)
    assert lines.index("东湾村") < lines.index("柳沟村")  # the most missed first
    late = table(app, "逾期未办实事")
    assert late["村"].tolist() == ["东湾村"]
    assert "逾期未办实事 1 件" in headline(app)


def test_what_is_due_once_a_year_is_asked_over_a_whole_year(shown):
    app = shown("party", PARTY, 止="2025年11月")
    assert "组织生活会" not in "".join(chart(app, "due")["layout"]["xaxis"]["ticktext"]).replace("<br>", "")
    app.segmented_control(key="应开展").set_value("year").run()
    assert not app.error
    hovers = [text for trace in chart(app, "due")["data"] for text in trace.get("hovertext") or []]
    assert any("柳沟村，组织生活会" in text and "0/1" in text for text in hovers)


def test_a_county_is_compared_by_town_and_a_long_list_is_cut_and_owned_up_to(shown):
    names = chart(shown("county", PARTY), "due")["layout"]["yaxis"]["ticktext"]
    assert len(names) == 10
    assert all(name.endswith("镇") for name in names)
    app = shown("villages", PARTY)
    assert len(chart(app, "due")["layout"]["yaxis"]["ticktext"]) == 40
    assert any("共 45 个" in caption.value for caption in app.caption)


def test_every_mechanism_stands_with_the_words_of_the_article_and_its_guard(shown):
    app = shown("party", PARTY)
    (listing,) = [text for text in texts(app) if "<details>" in text]
    for one in load_mechanisms().values():
        assert f"<b>{one.id}</b>" in listing
        assert one.guard in listing
    assert "M24" not in listing
    assert re.search(r"主题党日按期开展率 75\.0%（18/24）", listing)
    assert "没有数：" in listing


def test_a_mechanism_opens_to_its_figures(shown):
    app = shown("party", PARTY)
    app.selectbox(key="机制").set_value("M10").run()
    assert not app.error
    app.button(key="open-M10-activity_theme_day_rate").click().run()
    assert not app.exception
    assert not app.error


def test_no_name_of_a_person_and_no_house_is_on_the_page(shown):
    read = "".join(said(shown("party", PARTY)))
    assert not re.search(r"电话|身份证|户主", read.replace("不存户主姓名", "").replace("不存姓名、电话", ""))
    assert "只有合计，没有姓名" in read


def test_petitions_stand_on_the_page_of_disputes_only_where_there_are_any(shown):
    app = shown("party", DISPUTES)
    card = next(text for text in texts(app) if 'class="figure"' in text and ">及时告知率<" in text)
    assert "10 / 11 件" in card
    assert not [text for text in texts(shown("crops_only", DISPUTES)) if "信访事项" in text]
