"""居民收入 and 基础设施 on every kind of warehouse: one basis at a time, stock apart from increment, gaps that stay gaps."""

import json
import re
from datetime import date, datetime
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from etl.load import load
from indicators.definition import load_catalog
from pages.parts import facility_blocks, income_blocks, project_blocks
from tests.pages.township import build_empty
from warehouse.journal_events import note_event

INCOME, INFRASTRUCTURE = "pages/monitor/income.py", "pages/monitor/infrastructure.py"
PAGES = (INCOME, INFRASTRUCTURE)
PUBLISHED = Path(__file__).parents[2] / "data" / "published"
VILLAGES = ("柳沟村", "东湾村", "西渠村", "北滩村")
LEFT_OVER = re.compile(r"\b(nan|None|NaT|inf|<NA>)\b")
JUDGING = re.compile("上升|下降|改善|恶化|导致|因为|由于|拉动|得益于")
FRACTION = re.compile(r"\d[\d,.]*( [^\d/（）]+)? ?/ ?\d")


def write(folder: Path, name: str, header: str, rows: list[str]) -> Path:
    path = folder / name
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def incomes(folder: Path) -> Path:
    """Four villages report for five years (nobody for 2023, one village not for 2024), 纯收入 until 2021; a survey speaks of the town."""
    rows = []
    for year in (2020, 2021, 2022, 2024):
        kind = "纯收入" if year < 2022 else "可支配收入"
        for place, village in enumerate(VILLAGES if year < 2024 else VILLAGES[:3]):
            rows.append(f"{year}年,试写镇,{village},村级上报,{kind},{8000 + 311 * place + 700 * (year - 2020)},,,,")
    rows += [
        f"{year}年,试写镇,,住户抽样调查,可支配收入,{level},{level - 5000},3000,500,1500" for year, level in ((2023, 14100), (2024, 15300))
    ]
    header = "年度,乡镇,村,数据来源,收入指标,人均可支配收入,工资性收入,经营净收入,财产净收入,转移净收入"
    return write(folder, "居民收入_截至2024年12月31日.csv", header, rows)


def projects(folder: Path) -> Path:
    header = (
        "项目编号,乡镇,村,项目名称,项目类型,项目状态,计划开工日期,计划完工日期,开工日期,完工日期,计划总投资,累计完成投资,资金来源,责任单位"
    )
    rows = [
        "A1,试写镇,柳沟村,柳沟村渠道,水利,完工,2024-01-05,2024-06-30,2024-01-05,2024-06-20,500000,500000,财政,镇水务站",
        "A2,试写镇,东湾村,东湾村道路,道路,完工,2024-02-01,2024-07-31,2024-02-03,2024-09-10,800000,820000,财政,镇乡建办",
        "A3,试写镇,东湾村,东湾村广场,公共服务,在建,2024-03-01,2024-08-31,2024-03-02,,300000,100000,自筹,镇乡建办",
        "A4,试写镇,西渠村,西渠村路灯,照明,未开工,2024-10-01,2025-05-31,,,200000,0,自筹,镇水务站",
    ]
    return write(folder, "项目台账_截至2024年12月31日.csv", header, rows)


def facilities(folder: Path) -> Path:
    header = "统计时间,乡镇,村,设施名称,存量或增量,设施数量,计量单位"
    rows = []
    for place, village in enumerate(VILLAGES[:3]):
        rows += [f"2023年,试写镇,{village},路灯,存量,{100 + place},盏", f"2024年,试写镇,{village},路灯,存量,{110 + place},盏"]
        rows += [f"2024年,试写镇,{village},路灯,增量,{10 + place},盏", f"2024年,试写镇,{village},清理垃圾,增量,{300 + place},立方米"]
        rows += [f"2024年,试写镇,{village},亮灯数,存量,{90 + place},盏", f"2024年,试写镇,{village},健身器材,未注明,{1 + place},套"]
    return write(folder, "基础设施_截至2024年12月31日.csv", header, rows)


def county(folder: Path) -> list[Path]:
    """Ten towns of thirty villages each."""
    places = [
        (f"{'甲乙丙丁戊己庚辛壬癸'[town]}原镇", f"{'甲乙丙丁戊己庚辛壬癸'[town]}{village:02}村")
        for town in range(10)
        for village in range(30)
    ]
    level = [
        f"{year}年,{town},{village},村级上报,可支配收入,{9000 + 13 * number + 500 * (year - 2023)}"
        for year in (2023, 2024)
        for number, (town, village) in enumerate(places)
    ]
    lamps = [f"2024年,{town},{village},路灯,存量,{100 + number},盏" for number, (town, village) in enumerate(places)]
    works = [
        f"B{number},{town},{village},{village}道路,2024-01-05,2024-06-30,2024-01-05,2024-06-20"
        for number, (town, village) in enumerate(places)
    ]
    return [
        write(folder, "收入_截至2024年12月31日.csv", "年度,乡镇,村,数据来源,收入指标,人均可支配收入", level),
        write(folder, "设施_截至2024年12月31日.csv", "统计时间,乡镇,村,设施名称,存量或增量,设施数量,计量单位", lamps),
        write(folder, "项目_截至2024年12月31日.csv", "项目编号,乡镇,村,项目名称,计划开工日期,计划完工日期,开工日期,完工日期", works),
    ]


def counties(folder: Path) -> list[Path]:
    """A survey of thirty-seven counties over a change of definition."""
    rows = [
        f"{year}年,第{number}县,住户抽样调查,{'纯收入' if year < 2014 else '可支配收入'},{3000 + 91 * number + 900 * (year - 2012)}"
        for year in range(2012, 2017)
        for number in range(1, 38)
    ]
    return [write(folder, "各县收入_截至2016年12月31日.csv", "年度,县区,数据来源,收入指标,人均可支配收入", rows)]


BUILDS = {
    "empty": None,
    "village": lambda folder: [next(PUBLISHED.glob("*.csv"))],
    "income": lambda folder: [incomes(folder)],
    "projects": lambda folder: [projects(folder)],
    "facilities": lambda folder: [facilities(folder)],
    "all": lambda folder: [incomes(folder), projects(folder), facilities(folder)],
    "county": county,
    "counties": counties,
}


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """Every warehouse of BUILDS, by name."""
    made = {}
    for name, files in BUILDS.items():
        made[name] = tmp_path_factory.mktemp(name)
        build_empty(made[name]) if files is None else load(made[name], files(tmp_path_factory.mktemp(f"{name}-files")))
    return made


@pytest.fixture
def board(folders, monkeypatch):
    """A function that opens a page on a warehouse."""
    st.cache_data.clear()
    st.cache_resource.clear()

    def opened(name: str, page: str, **query: str) -> AppTest:
        monkeypatch.setenv("GOVERNANCE_DATA", str(folders[name]))
        app = AppTest.from_file("../../dashboard.py", default_timeout=120)
        for key, value in query.items():
            app.query_params[key] = value
        app.run()
        return app.switch_page(page).run()

    return opened


def texts(app) -> list[str]:
    said = [one.value for kind in (app.main.markdown, app.title, app.caption, app.info, app.success, app.error) for one in kind]
    html = [one.proto.body for one in app.main.get("html")]
    return said + [text for text in html if "<style" not in text and "<script" not in text] + [one.label for one in app.button]


def headline(app) -> str:
    return app.main.markdown[0].value


def figure(app, start: str) -> dict:
    """The first chart whose key begins so, as plotly has it."""
    return next(json.loads(one.proto.spec) for one in app.get("plotly_chart") if start in one.proto.id)


def card(app, id: str) -> str:
    return next(text for text in texts(app) if 'class="figure"' in text and f">{load_catalog()[id].name}<" in text)


def has_card(app, id: str) -> bool:
    return any('class="figure"' in text and f">{load_catalog()[id].name}<" in text for text in texts(app))


def table(app, column: str):
    return next(frame.value for frame in app.dataframe if column in frame.value.columns)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("warehouse", BUILDS)
def test_a_page_opens_on_every_warehouse(board, warehouse, page):
    app = board(warehouse, page)
    assert not app.exception
    assert not app.error
    assert app.title
    assert not [text for text in texts(app) if LEFT_OVER.search(text)]
    assert not [text for text in texts(app) if JUDGING.search(text)]
    assert not [text for text in texts(app) if "，，" in text]


@pytest.mark.parametrize(
    ("warehouse", "page", "source"), [("projects", INCOME, "income"), ("income", INFRASTRUCTURE, "project"), ("empty", INCOME, "income")]
)
def test_a_page_without_its_ledger_says_what_to_load(board, warehouse, page, source):
    app = board(warehouse, page)
    assert "未填报" in app.info[0].value
    assert f"etl template {source}" in app.code[0].value


@pytest.mark.parametrize("page", PAGES)
def test_a_village_of_published_facts_shows_them_and_nothing_else(board, page):
    app = board("village", page)
    assert not has_card(app, "income_level")
    assert not has_card(app, "project_count")
    assert not app.get("plotly_chart")
    assert "原文摘录" in table(app, "原文摘录").columns
    assert table(app, "台账")["说到"].eq("未填报").all()


def test_a_village_of_a_town_that_keeps_a_ledger_has_no_project_and_not_no_report(board):
    app = board("all", INFRASTRUCTURE, **{"范围": "\u3000北滩村"})
    assert ">0<" in card(app, "project_count")
    assert not any("这里还没有项目台账" in info.value for info in app.info)


def test_one_ledger_alone_leaves_the_other_unreported(board):
    alone = board("projects", INFRASTRUCTURE)
    assert has_card(alone, "project_count")
    assert "设施与人居环境均为未填报" in headline(alone)
    other = board("facilities", INFRASTRUCTURE)
    assert not has_card(other, "project_count")
    assert "项目均为未填报" in headline(other)
    assert has_card(other, "facility_lamp_stock")


def test_the_basis_changes_everything(board):
    reported = board("all", INCOME)
    surveyed = board("all", INCOME, **{"收入来源": "住户抽样调查"})
    assert "按“村级上报”，3/4 个村报数" in headline(reported)
    assert "按“住户抽样调查”" in headline(surveyed)
    assert "15,300" in card(surveyed, "income_level")
    assert "11,111" in card(reported, "income_level")
    for one, other in ((reported, "15,300"), (surveyed, "11,111")):
        assert not any(other in text for text in texts(one))
        assert not any(other in str(frame.value.to_dict()) for frame in one.dataframe)
    assert set(table(surveyed, "人均收入名义增速").get("地区")) == {"试写镇"}
    assert set(table(reported, "人均收入名义增速").get("村")) == set(VILLAGES)


def test_the_basis_is_moved_on_the_page(board):
    app = board("all", INCOME)
    app.segmented_control(key="收入来源").set_value("住户抽样调查").run()
    assert not app.exception
    assert "按“住户抽样调查”" in headline(app)


def test_a_survey_never_compares_villages(board):
    app = board("all", INCOME, **{"收入来源": "住户抽样调查"})
    assert any("不代表一个村" in info.value for info in app.info)


def test_a_line_a_definition_and_a_gap_where_nobody_reported(board):
    drawn = figure(board("all", INCOME), "chart-income-years")
    lines = [trace for trace in drawn["data"] if trace.get("name") != "events"]
    assert [trace["name"] for trace in lines] == ["纯收入", "可支配收入"]
    assert [len(trace["x"]) - list(trace["y"]).count(None) for trace in lines] == [2, 2]
    assert not any(trace.get("connectgaps") for trace in lines)
    later = dict(zip(lines[1]["x"], lines[1]["y"], strict=True))
    assert later[2023] is None
    said = str(drawn["layout"]["annotations"])
    assert "2022年起为" in said
    assert "不可比" in said


def test_real_growth_says_what_it_lacks(board):
    assert "不可计算" in card(board("counties", INCOME), "income_real_growth")
    assert "居民消费价格指数" in card(board("counties", INCOME), "income_real_growth")


def test_who_has_to_be_asked_stands_first(board):
    asked = table(board("all", INCOME), "要做的")
    assert asked.iloc[0].tolist() == ["北滩村", "补报2024年的数"]


def test_income_is_said_to_be_no_score(board):
    assert any("不用于评分" in caption.value for caption in board("all", INCOME).caption)


def test_many_counties_are_one_line_and_a_dot_each(board):
    app = board("counties", INCOME)
    assert "37 个地区" in headline(app)
    lines = [trace for trace in figure(app, "chart-income-years")["data"] if trace.get("name") != "events"]
    assert len(lines) == 2
    dots = figure(app, "chart-income-places")["data"][0]
    assert len(dots["x"]) == 37


def test_three_hundred_villages_are_compared_by_town(board):
    app = board("county", INCOME)
    assert len(figure(app, "chart-income-places")["data"][0]["x"]) == 10
    built = board("county", INFRASTRUCTURE)
    assert len(table(built, load_catalog()["facility_lamp_stock"].name)) == 10
    assert load_catalog()["project_count"].name in table(built, "乡镇").columns


def test_an_event_is_pinned_on_the_chart(board, folders):
    note_event(folders["income"], area="试写镇", on=date(2022, 5, 1), text="春旱", by="镇农办", at=datetime(2024, 12, 1))
    app = board("income", INCOME)
    assert any("春旱" in str(trace.get("hovertext")) for trace in figure(app, "chart-income-years")["data"])
    assert any("春旱" in caption.value and "不表示原因" in caption.value for caption in app.caption)


def test_a_village_is_set_beside_its_town(board):
    app = board("all", INCOME, **{"范围": "\u3000柳沟村"})
    assert not app.error
    assert headline(app).startswith("2024年，柳沟村按“村级上报”，人均可支配收入 10,800 元")
    assert has_card(app, "income_to_town")
    assert not has_card(app, "income_reported_count")


def test_projects_late_first_and_what_presses_is_named(board):
    app = board("all", INFRASTRUCTURE)
    names = figure(app, "chart-timeline")["layout"]["yaxis"]["ticktext"]
    assert names[:2] == ["东湾村广场", "西渠村路灯"]
    assert any("过期未完工 122 天" in text and "东湾村广场" in text for text in texts(app))
    assert any("应开工未开工 91 天" in text and "西渠村路灯" in text for text in texts(app))
    assert "过期未完工项目数 1 个项目" in headline(app)


def test_every_project_says_where_it_stands(board):
    listed = table(board("all", INFRASTRUCTURE), "项目名称")
    assert len(listed) == 4
    assert {"文件", "行号", "计划完工日期"} <= set(listed.columns)


@pytest.mark.parametrize(
    ("page", "key"),
    [(INCOME, "income-income_level"), (INCOME, "income-income_reported_count"), (INFRASTRUCTURE, "project-project_on_time_rate")],
)
def test_a_card_opens_to_as_many_rows_as_it_names(board, page, key):
    app = board("all", page)
    button = app.button(key=f"open-{key}")
    named = int(re.search(r"\d+", button.label).group())
    button.click().run()
    assert not app.exception
    assert not app.error
    assert len(app.dataframe[-1].value) == named > 0


def test_a_stock_opens_to_the_rows_it_adds_up(board):
    app = board("all", INFRASTRUCTURE)
    app.button(key="open-stock-facility_lamp_stock").click().run()
    assert not app.error
    assert app.dataframe[-1].value["数量"].astype(float).sum() == 333


@pytest.mark.parametrize("column", project_blocks.CUTS)
def test_projects_by_another_column(board, column):
    app = board("all", INFRASTRUCTURE)
    app.segmented_control(key="项目按").set_value(column).run()
    assert not app.exception
    assert not app.error


def test_stock_and_increment_are_never_one_number(board):
    app = board("all", INFRASTRUCTURE)
    assert ">333<" in card(app, "facility_lamp_stock")
    assert ">33<" in card(app, "facility_lamp_added")
    assert "903" in card(app, "facility_garbage_cleared")
    assert any("未填报：" in caption.value and load_catalog()["facility_trees_planted"].name in caption.value for caption in app.caption)


def test_an_item_without_an_indicator_is_counted(board):
    app = board("all", INFRASTRUCTURE)
    app.segmented_control(key="看哪一项").set_value(facility_blocks.OTHER).run()
    assert not app.exception
    assert "健身器材" in table(app, "项目")["项目"].tolist()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("warehouse", ["all", "county", "counties"])
def test_a_rate_never_stands_without_what_was_divided(board, warehouse, page):
    app = board(warehouse, page)
    for text in texts(app):
        if 'class="figure"' in text and "<small>%</small>" in text:
            name = re.search(r'class="name">([^<]+)<', text).group(1)
            indicator = next(one for one in load_catalog().values() if one.name == name)
            assert indicator.kind != "ratio" or FRACTION.search(re.sub("<[^>]+>", " ", text)), text


def test_no_row_holds_more_than_six_cards():
    rows = [income_blocks.FOLLOWED[:5], project_blocks.CARDS, project_blocks.PROGRESS, facility_blocks.RATES, facility_blocks.STOCKS]
    assert all(len(row) <= 6 for row in [*rows, facility_blocks.ADDED, facility_blocks.LIVING])


def test_every_indicator_of_the_domains_is_followed():
    followed = {*income_blocks.FOLLOWED, *project_blocks.FOLLOWED, *facility_blocks.FOLLOWED}
    assert {id for id, one in load_catalog().items() if one.domain in ("income", "project", "facility")} == followed
