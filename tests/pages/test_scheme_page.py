"""办法: the scheme of a period as a table, edited in the app or as a workbook, refused in sentences, adopted as the next version."""

from datetime import date

import pytest
import streamlit as st

from indicators.definition import load_catalog
from indicators.scheme import default_scheme, read_scheme
from reports.scheme_book import read_sheets, write_scheme
from reports.scheme_tables import edited_tables, scheme_changes, sheets_of
from tests.pages import ruled_town
from tests.pages.conftest import BUILDS
from tests.pages.ruled_town import PERIOD, opened, press
from warehouse.journal import position
from warehouse.journal_schemes import scheme_on, schemes

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def town(made_once, monkeypatch):
    """The town of three villages in a data directory of one's own; the blocks open on it."""
    _, folder = made_once("ruled_town", ruled_town.build)
    st.cache_data.clear()
    st.cache_resource.clear()
    monkeypatch.setenv("GOVERNANCE_DATA", str(folder))
    return folder


def told(app) -> str:
    return "\n".join(one.value for kind in (app.info, app.markdown, app.caption, app.error) for one in kind)


def edit(app, table: str, **edited):
    """Types into cells of a table of the editor: edit(app, "指标", rows={0: {"权重": 50}})."""
    base = next(one.key for one in app.text_input if one.key.startswith("scheme-name-")).removeprefix("scheme-name-")
    state = {"edited_rows": edited.get("rows", {}), "added_rows": edited.get("added", []), "deleted_rows": edited.get("deleted", [])}
    app.session_state[f"scheme-{table}-{base}"] = state
    app.run()
    assert not app.exception
    return app


def adopt(app, **changed):
    return press(app, "scheme-adopt", **({"on": "2025-10-01", "adopted-by": "镇党委会", "by": "组织办"} | changed))


def test_the_scheme_of_the_period_is_read_with_who_adopted_it(town):
    app = opened("scheme_blocks", PERIOD)
    assert "镇党委会2025年1月10日审定" in told(app)
    items = app.dataframe[0].value
    assert items[["权重", "零分→满分", "依据"]].to_numpy().tolist() == [[60.0, "50→100%", "镇党委会"], [40.0, "40→90%", "镇党委会"]]


def test_an_edited_scheme_is_adopted_as_the_next_version_and_the_past_quarter_keeps_its_own(town):
    app = edit(opened("scheme_blocks", PERIOD), "指标", rows={0: {"权重": 50}, 1: {"权重": 50, "目标值依据": "镇党委会第9次会议"}})
    assert "权重 60 → 50" in told(app)
    assert "已审定为第 2 版" in told(adopt(app))
    newest = read_scheme(schemes(town)[-1].declared)
    assert [(item.weight, item.goalpost.basis) for item in newest.items] == [(50, "镇党委会"), (50, "镇党委会第9次会议")]
    assert [pillar.id for pillar in newest.pillars] == ["speed", "quality"]
    assert (scheme_on(town, date(2025, 9, 30)).version, scheme_on(town, date(2025, 12, 31)).version) == (1, 2)
    assert opened("scheme_blocks", PERIOD).dataframe[0].value["权重"].tolist() == [60, 40]
    assert opened("scheme_blocks", "2025-Q4").dataframe[0].value["权重"].tolist() == [50, 50]


@pytest.mark.parametrize(
    ("table", "edited", "says"),
    [
        ("指标", {"rows": {0: {"权重": 70}}}, "权重之和应为 100，现为 110"),
        ("指标", {"rows": {0: {"零分值": 100, "满分值": 50}}}, "越高越好"),
        ("指标", {"rows": {0: {"零分值": None}}}, f"指标表“{load_catalog()['case_on_time_rate'].name}”一行“零分值”应填数字"),
        ("指标", {"deleted": [1]}, "权重之和应为 100，现为 60"),
        ("指标", {"rows": {1: {"目标值依据": ""}}}, "没有写明目标值由谁定"),
        ("加减分", {"rows": {0: {"上限": 9}}}, "上限之和不能超过 5 分"),
        ("等次", {"rows": {1: {"起始分": 90}}}, "等次线应由高到低"),
    ],
)
def test_a_broken_draft_says_what_to_mend_and_cannot_be_adopted(town, table, edited, says):
    app = edit(opened("scheme_blocks", PERIOD), table, **edited)
    assert says in told(app)
    assert "scheme-adopt" not in [one.key for one in app.button]


def test_the_same_scheme_is_not_adopted_twice(town):
    app = opened("scheme_blocks", PERIOD)
    assert "没有要审定的修改" in told(app)
    assert "scheme-adopt" not in [one.key for one in app.button]


def test_a_workbook_is_uploaded_and_adopted(town):
    app = opened("scheme_blocks", PERIOD)
    content = write_scheme(ruled_town.scheme(across="geometric", note="几何平均"))
    app.file_uploader(key="scheme-upload").upload("办法.xlsx", content, WORKBOOK).run()
    assert "一级指标合成：算术平均 → 几何平均" in told(app)
    adopt(app)
    assert read_scheme(schemes(town)[-1].declared).across == "geometric"


def test_a_file_that_is_no_scheme_is_said(town):
    app = opened("scheme_blocks", PERIOD)
    app.file_uploader(key="scheme-upload").upload("办法.xlsx", b"not a workbook", WORKBOOK).run()
    assert "Excel 工作簿打开" in told(app)
    assert "scheme-adopt" not in [one.key for one in app.button]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"on": "十月"}, "不是日期"),
        ({"on": "2999-01-01"}, "不能晚于今天"),
        ({"adopted-by": ""}, "由谁审定"),
        ({"by": ""}, "记录人"),
        ({"by": "张某13912345678"}, "没有保存"),
    ],
)
def test_an_adoption_that_cannot_be_kept_says_why_and_leaves_nothing(town, fields, says):
    before = position(town)
    app = adopt(edit(opened("scheme_blocks", PERIOD), "指标", rows={0: {"满分值": 95}}), **fields)
    assert says in told(app)
    assert position(town) == before


def test_every_version_can_be_read_with_what_it_changed(town):
    ruled_town.adopt(town, ruled_town.scheme(bonus_cap=3), date(2025, 11, 1))
    app = opened("scheme_blocks", PERIOD)
    assert "加减分合计上限：5 → 3。" in told(app)
    (versions,) = [one.value for one in app.dataframe if "审定单位" in one.value]
    assert versions["版本"].tolist() == ["第 2 版", "第 1 版"]


def test_the_example_says_that_it_is_one_and_becomes_the_towns_own_when_adopted(warehouses, tmp_path, monkeypatch):
    st.cache_data.clear()
    st.cache_resource.clear()
    (tmp_path / "warehouse").symlink_to(warehouses["township"] / "warehouse")
    monkeypatch.setenv("GOVERNANCE_DATA", str(tmp_path))
    app = opened("scheme_blocks")
    assert told(app).count("示例口径，须经镇党委审定") >= 2
    assert "依据还写着“示例”" in told(app)
    adopt(app)
    (one,) = schemes(tmp_path)
    assert (one.id, one.version) == ("town", 1)


@pytest.mark.parametrize("warehouse", BUILDS)
def test_the_blocks_open_on_every_warehouse(warehouses, monkeypatch, warehouse):
    st.cache_data.clear()
    st.cache_resource.clear()
    monkeypatch.setenv("GOVERNANCE_DATA", str(warehouses[warehouse]))
    app = opened("scheme_blocks")
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize("scheme", [default_scheme(), ruled_town.scheme()])
def test_a_scheme_that_nobody_touched_comes_back_from_the_editor_as_it_was(scheme):
    frame = {"名称": scheme.name, "说明": scheme.note, "考核周期": "季度", "一级指标合成": "算术平均", "有分权重最低比例": "0.6"}
    grouping = {"none": "不分组", "size": "按户数"}[scheme.grouping]
    frame |= {"分组": grouping, "户数分组线": "200、400", "加减分合计上限": "5"}
    assert read_sheets(sheets_of(scheme, frame, edited_tables(scheme))) == (scheme, [])
    assert scheme_changes(scheme, scheme) == []
