"""初步, 公示, 申诉, 定稿: steps go forward, an objection has its answer, and what is final is the same to the last digit whatever comes after."""

from datetime import date, datetime
from io import BytesIO

import duckdb
import pytest
import streamlit as st
from python_calamine import CalamineWorkbook
from streamlit.testing.v1 import AppTest

from indicators.definition import load_catalog
from indicators.scheme import default_scheme
from pages.parts import final_ruling, score_download
from pages.parts.blocks import version_name
from reports.assessing import assess
from reports.final_score import differences, digest, figures_text, read_figures
from tests.pages import ruled_town
from tests.pages.conftest import BUILDS
from tests.pages.ruled_town import NOON, PERIOD, TOWN, opened, press
from warehouse.folder import current_name, folder_of, list_snapshots
from warehouse.journal import position
from warehouse.journal_assessments import FINAL, POSTED, objections, rule, rulings
from warehouse.journal_bonuses import note_bonus, withdraw_bonus
from warehouse.kept_figures import keep_figures, kept_figures
from warehouse.snapshot import open_snapshot

TODAY = f"{datetime.now():%Y-%m-%d}"


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


def drawn(app) -> str:
    return "\n".join(one.proto.body for one in app.get("html"))


def praise(folder) -> int:
    return note_bonus(
        folder, village=f"{TOWN}/甲村", period=PERIOD, since=date(2025, 7, 1), item="praised", times=1, document_no="某委〔2025〕3号",
        approver="镇党委书记", on=date(2025, 8, 1), expires_on=date(2025, 9, 30), evidence="通报.pdf", text="受到通报表扬", by="组织办", at=NOON,
    )  # fmt: skip


def finalise(folder):
    """The quarter of the town, ruled on to its end through the forms; the page as it then is."""
    app = press(opened("ruling_blocks", PERIOD), "ruling-save", by="考核办")
    press(app, "ruling-save", by="考核办", until=TODAY)
    return press(app, "ruling-save", by="考核办")


def final(folder):
    found = final_ruling.final_of(TOWN, PERIOD)
    assert found is not None
    return found


def workbook(folder, ruling):
    held = final_ruling.standing(ruling).assessment
    return score_download.workbook(held, (str(folder), ruling.snapshot), ruling.words, ruling.position)()


def ruled_table(app):
    return next(one.value for one in app.dataframe if "总分" in one.value)


def test_a_final_score_is_the_same_byte_for_byte_after_three_loads_and_another_scheme(town):
    praise(town)
    as_ruled = ruled_table(finalise(town))
    ruling = final(town)
    before, book = kept_figures(town, ruling.digest), workbook(town, ruling)
    ruled_town.load_cases(town, "工单2.csv", first=500, count=40, late=2)
    ruled_town.load_cases(town, "工单3.csv", first=0, count=60, late=1)  # cases that were there, closed later
    ruled_town.load_cases(town, "工单4.csv", first=900, count=30, late=3, months=(8,))
    pillars = [*ruled_town.SCHEME["pillars"]]
    pillars[0] = pillars[0] | {"items": [pillars[0]["items"][0] | {"goalpost": {"low": 70, "target": 95, "basis": "新定"}}]}
    assert ruled_town.adopt(town, ruled_town.scheme(pillars=pillars), date(2025, 2, 1)) == 2
    withdraw_bonus(town, 2, "组织办", NOON)
    st.cache_data.clear()
    st.cache_resource.clear()
    found = final_ruling.standing(ruling)
    assert found.check == final_ruling.SAME
    assert figures_text(found.assessment).encode() == before.encode()
    assert digest(before) == ruling.digest
    assert workbook(town, ruling) == book
    now = figures_text(assess(open_snapshot(town, current_name(town)), ruled_town.scheme(), TOWN, PERIOD, {}))
    assert len(differences(read_figures(before), read_figures(now))) >= 3
    app = opened("ruling_blocks", PERIOD)
    assert ruled_table(app).equals(as_ruled)
    assert "逐位一致" in told(app)
    assert any("不影响定稿" in one.label for one in app.expander)


def test_a_final_score_is_shown_from_its_own_snapshot(town):
    finalise(town)
    ruled_town.load_cases(town, "工单2.csv", first=500, count=40, late=2)
    app = opened("ruling_blocks", PERIOD)
    assert app.session_state["_snapshot"] == final(town).snapshot != current_name(town)


def test_the_workbook_of_a_final_score_says_that_it_is_one_and_has_its_totals(town):
    finalise(town)
    book = CalamineWorkbook.from_filelike(BytesIO(workbook(town, final(town))))
    rows = book.get_sheet_by_index(0).to_python()
    assert any("定稿" in str(cell) for row in rows for cell in row)
    numbers = [cell for row in rows for cell in row if isinstance(cell, float)]
    for one in final_ruling.standing(final(town)).figures["villages"]:
        assert any(cell == pytest.approx(one["total"], abs=1e-9) for cell in numbers)


def test_the_board_opens_a_final_period_on_its_own_data_and_says_so(town):
    finalise(town)
    ruled_town.load_cases(town, "工单2.csv", first=500, count=40, late=2)
    app = AppTest.from_file("../../dashboard.py", default_timeout=120)
    app.query_params["考核内容"] = "加减分与定稿"
    app.query_params["考核期"] = "2025年第3季度"
    app.run()
    app.switch_page("pages/review/assessment.py").run()
    assert not app.exception
    assert "本期定稿，以下为定稿的数" in told(app)
    assert version_name(final(town).snapshot) in drawn(app)
    app.selectbox(key="考核期").set_value("2025-Q4").run()
    assert version_name(current_name(town)) in drawn(app)


def test_what_is_published_is_kept_for_good(town):
    finalise(town)
    kept = {one.name: one.labels for one in list_snapshots(town)}
    assert kept[final(town).snapshot] == (f"考核公示 {TOWN} {PERIOD}", f"考核定稿 {TOWN} {PERIOD}")


def test_steps_only_go_forward_and_each_is_offered_in_its_turn(town):
    app = opened("ruling_blocks", PERIOD)
    labels = [app.button(key="ruling-save").label]
    for fields in ({}, {"until": TODAY}, {}):
        press(app, "ruling-save", by="考核办", **fields)
        labels.append(app.button(key="ruling-save").label)
    assert labels == ["出初步结果", "公示", "定稿", "更正：重新出初步结果"]
    assert [one.words for one in rulings(town)] == ["初步", "公示", "定稿"]
    assert drawn(app).count('<i class="lead">') == 3


def test_a_correction_has_its_number_and_leaves_the_final_as_it_was(town):
    app = finalise(town)
    press(app, "ruling-save", by="考核办")
    assert "为什么更正" in told(app)
    press(app, "ruling-save", by="考核办", reason="漏算一个村的一批件")
    assert [one.number for one in rulings(town)] == [1, 1, 1, 2]
    assert "第 1 次更正" in drawn(app)
    assert any("此前的定稿" in one.label for one in app.expander)


def test_an_objection_is_recorded_with_its_answer_and_the_final_waits_for_it(town):
    app = press(opened("ruling_blocks", PERIOD), "ruling-save", by="考核办")
    press(app, "ruling-save", by="考核办", until=TODAY)
    app.selectbox(key="objection-village").set_value(f"{TOWN}/甲村")
    app.selectbox(key="objection-item").set_value("case_on_time_rate")
    press(app, "objection-save", text="有三件是上级系统停用", by="村文书")
    (one,) = objections(town)
    assert (one.village, one.item, one.is_answered) == (f"{TOWN}/甲村", "case_on_time_rate", False)
    press(app, "ruling-save", by="考核办")
    assert "没有答复" in told(app)
    assert final_ruling.final_of(TOWN, PERIOD) is None
    app.text_input(key=f"answer-text-{one.entry_id}").set_value("停用时段已由平台顺延期限")
    app.text_input(key=f"answer-by-{one.entry_id}").set_value("考核办")
    app.button(key=f"answer-save-{one.entry_id}").click().run()
    assert "请选择申诉是否成立" in told(app)
    app.selectbox(key=f"answer-outcome-{one.entry_id}").set_value("rejected")
    app.button(key=f"answer-save-{one.entry_id}").click().run()
    assert "答复：停用时段已由平台顺延期限" in drawn(app)
    assert "不成立" in drawn(app)
    press(app, "ruling-save", by="考核办")
    assert final(town).number == 1


@pytest.mark.parametrize(
    ("fields", "says"),
    [({"text": "电话13912345678的件"}, "没有保存"), ({"text": ""}, "有异议"), ({"by": ""}, "职务")],
)
def test_an_objection_that_cannot_be_kept_leaves_nothing(town, fields, says):
    app = press(opened("ruling_blocks", PERIOD), "ruling-save", by="考核办")
    press(app, "ruling-save", by="考核办", until=TODAY)
    press(app, "objection-save", **({"text": "有异议", "by": "村文书"} | fields))
    assert says in told(app)
    assert objections(town) == []


@pytest.mark.parametrize(
    ("fields", "says"), [({"until": "月底"}, "不是日期"), ({"until": "2025-01-01"}, "不早于今天"), ({"by": ""}, "记录人")]
)
def test_a_posting_that_cannot_be_made_says_why(town, fields, says):
    app = press(opened("ruling_blocks", PERIOD), "ruling-save", by="考核办")
    press(app, "ruling-save", **({"by": "考核办", "until": TODAY} | fields))
    assert says in told(app)
    assert [one.words for one in rulings(town)] == ["初步"]


def test_a_period_that_is_not_over_is_not_ruled_on(town):
    app = opened("ruling_blocks", "2025-Q4")
    assert "到期后再出结果" in told(app)
    assert "ruling-save" not in [one.key for one in app.button]


def test_a_scheme_that_nobody_adopted_is_not_published(warehouses, tmp_path, monkeypatch):
    (tmp_path / "warehouse").symlink_to(warehouses["township"] / "warehouse")
    monkeypatch.setenv("GOVERNANCE_DATA", str(tmp_path))
    app = press(opened("ruling_blocks"), "ruling-save", by="考核办")
    assert [(one.scheme, one.words) for one in rulings(tmp_path)] == [(default_scheme().id, "初步")]
    assert "还不能公示：定稿的考核办法须写明由谁审定。" in told(app)
    assert "ruling-save" not in [one.key for one in app.button]


def test_what_changed_while_the_page_was_open_is_not_ruled_on_unseen(town):
    app = opened("ruling_blocks", PERIOD)
    praise(town)
    press(app, "ruling-save", by="考核办")
    assert "请看过新的结果再办" in told(app)
    assert rulings(town) == []


def make_outdated(folder, name):
    """As if another version of the program had derived it."""
    with duckdb.connect(str(folder_of(folder) / name)) as connection:
        connection.execute("update build_info set build_id = 'earlier'")


def test_a_snapshot_of_an_earlier_program_is_not_computed_with_but_its_figures_stand(town):
    as_ruled = ruled_table(finalise(town))
    ruled_town.load_cases(town, "工单2.csv", first=500, count=40, late=2)
    st.cache_resource.clear()
    make_outdated(town, final(town).snapshot)
    found = final_ruling.standing(final(town))
    assert (found.check, found.assessment) == (final_ruling.OUTDATED, None)
    app = opened("ruling_blocks", PERIOD)
    assert "由较早的程序整理" in told(app)
    assert ruled_table(app).equals(as_ruled)


def test_a_snapshot_that_is_gone_is_said_and_the_figures_stand(town):
    finalise(town)
    ruled_town.load_cases(town, "工单2.csv", first=500, count=40, late=2)
    st.cache_resource.clear()
    (folder_of(town) / final(town).snapshot).unlink()
    assert final_ruling.standing(final(town)).check == final_ruling.GONE


def test_an_indicator_that_was_retired_since_is_not_asked_for_and_the_figures_stand(town):
    finalise(town)
    pillars = [ruled_town.SCHEME["pillars"][0] | {"items": [ruled_town.SCHEME["pillars"][0]["items"][0] | {"id": "case_once_counted"}]}]
    assert ruled_town.adopt(town, ruled_town.scheme(pillars=pillars), date(2025, 1, 11)) == 2  # as if the catalog had it then
    rule(
        town, area=TOWN, period=PERIOD, state="drafted", snapshot=final(town).snapshot, journal_position=position(town), scheme="town",
        version=2, digest=final(town).digest, by="考核办", at=NOON, reason="核对",
    )  # fmt: skip
    found = final_ruling.standing(rulings(town)[-1])
    assert (found.check, found.figures) == (final_ruling.RETIRED, read_figures(kept_figures(town, final(town).digest)))


def test_kept_figures_that_somebody_changed_are_never_shown(town):
    finalise(town)
    path = town / "figures" / f"{final(town).digest}.json"
    path.write_text(path.read_text(encoding="utf-8").replace("甲村", "丁村"), encoding="utf-8")
    assert final_ruling.standing(final(town)).check == final_ruling.SAME  # made anew, it is what was ruled on
    st.cache_resource.clear()
    make_outdated(town, final(town).snapshot)
    found = final_ruling.standing(final(town))
    assert (found.check, found.figures) == (final_ruling.ALTERED, None)


def test_figures_that_come_out_differently_stand_as_they_were_ruled_on_and_it_is_said_where(town):
    finalise(town)
    text = kept_figures(town, final(town).digest)
    earlier = text.replace(f'"case_on_time_rate": {load_catalog()["case_on_time_rate"].version}', '"case_on_time_rate": 0')
    keep_figures(town, digest(earlier), earlier)  # as a program with an earlier definition had left it
    rule(
        town, area=TOWN, period=PERIOD, state="drafted", snapshot=final(town).snapshot, journal_position=position(town), scheme="town",
        version=1, digest=digest(earlier), by="考核办", at=NOON, reason="核对",
    )  # fmt: skip
    found = final_ruling.standing(rulings(town)[-1])
    assert (found.check, found.figures) == (final_ruling.CHANGED, read_figures(earlier))
    assert found.differences == (f"口径换了版本：{load_catalog()['case_on_time_rate'].name}。",)
    assert "以当时留存的数为准" in told(opened("ruling_blocks", PERIOD))


def test_two_texts_that_differ_say_where(town):
    connection = open_snapshot(town, current_name(town))
    one = read_figures(figures_text(assess(connection, ruled_town.scheme(), TOWN, PERIOD, {})))
    other = read_figures(figures_text(assess(connection, ruled_town.scheme(), TOWN, PERIOD, {f"{TOWN}/甲村": {"praised": 1}})))
    (sentence,) = differences(one, other)
    assert sentence.startswith("甲村")
    assert sentence.endswith("加减分。")
    assert differences(one, one) == []


@pytest.mark.parametrize("part", ["ruling_blocks", "bonus_blocks"])
@pytest.mark.parametrize("warehouse", BUILDS)
def test_the_blocks_open_on_every_warehouse(warehouses, monkeypatch, warehouse, part):
    st.cache_data.clear()
    st.cache_resource.clear()
    monkeypatch.setenv("GOVERNANCE_DATA", str(warehouses[warehouse]))
    app = opened(part)
    assert not app.exception
    assert not app.error


def fill_bonus(app, **changed):
    fields = {
        "text": "受到通报表扬", "times": "3", "document": "某委〔2025〕3号", "approver": "镇党委书记", "on": "2025-08-01",
        "evidence": "通报.pdf", "by": "组织办",
    }  # fmt: skip
    return press(app, "bonus-save", **(fields | changed))


def test_a_manual_item_is_recorded_capped_and_still_seen_when_taken_back(town):
    app = opened("bonus_blocks", PERIOD)
    app.selectbox(key="bonus-village").set_value(f"{TOWN}/甲村")
    fill_bonus(app)
    points = next(one.value for one in app.dataframe if "计入（分）" in one.value)
    assert points[["村", "应计（分）", "计入（分）"]].to_numpy().tolist() == [["甲村", 3.0, 2.0]]
    app.text_input(key="bonus-withdrawn-by").set_value("组织办")
    app.button(key="bonus-withdraw").click().run()
    (log,) = [one.value for one in app.dataframe if "文号" in one.value]
    assert log["状态"].tolist()[0].endswith("撤回（组织办）")
    assert not [one for one in app.dataframe if "计入（分）" in one.value]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"text": "张某电话13912345678受表扬"}, "没有保存"),
        ({"document": ""}, "文号"),
        ({"approver": ""}, "批准人"),
        ({"times": "两次"}, "不是数"),
        ({"on": "八月"}, "不是日期"),
        ({"expires": "2025-01-01"}, "失效日期"),
        ({"evidence": "C:\\文件\\通报.pdf"}, "文件名"),
        ({"by": ""}, "记录人"),
    ],
)
def test_a_manual_item_that_cannot_be_kept_is_answered_and_leaves_nothing(town, fields, says):
    before = position(town)
    app = fill_bonus(opened("bonus_blocks", PERIOD), **fields)
    assert says in told(app)
    assert position(town) == before


def test_manual_items_of_a_final_score_are_shown_as_they_counted(town):
    number = praise(town)
    finalise(town)
    withdraw_bonus(town, number, "组织办", NOON)
    praise(town)
    app = opened("bonus_blocks", PERIOD)
    (points,) = [one.value for one in app.dataframe if "计入（分）" in one.value]
    assert points["计入（分）"].tolist() == [1]
    (log,) = [one.value for one in app.dataframe if "文号" in one.value]
    assert log["状态"].tolist() == ["定稿时计入，2026-01-05撤回（组织办）", "定稿后记的，不计"]


def test_no_manual_item_is_recorded_under_a_final_score(town):
    finalise(town)
    app = opened("bonus_blocks", PERIOD)
    assert "已定稿，不再记加减分" in told(app)
    assert "bonus-save" not in [one.key for one in app.button]
    assert {one.state for one in rulings(town)} >= {POSTED, FINAL}
