"""数据 › 数据导入: from a file of any kind to a published board, or to nothing changed, as a clerk does it."""

import shutil
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from access import log
from etl.load import load
from indicators.definition import load_catalog
from pages.parts import roles
from reports import moved
from tests.etl.drawn import ask, write_csv
from tests.pages.township import build_empty
from warehouse.folder import current_name, folder_of
from warehouse.journal_aliases import aliases
from warehouse.journal_mappings import mappings_written

PAGE = "pages/data/intake.py"
LOOKER = roles.Visitor(account="值班", address="内网", may_manage=False)
FIGURES = ("case_received_count", "case_on_time_rate")
PHONE = "13912345678"
KNOWN = f"工单编号,乡镇,村,诉求来源,受理时间,办结期限,办结时间,联系电话\nA1,试写镇,柳沟村,12345,2026-09-01,2026-09-08,2026-09-05,{PHONE}\nA2,试写镇,石桥村,来访,2026-09-03,2026-09-10,,{PHONE}\n"
STRANGE = "ID,WHEN,WHERE,FROM\n1,2026-03-01,柳沟村,市长热线\n2,2026-03-02,石桥村,12345\n"
AREAS = "乡镇 | 村 | 社\n试写镇 | 柳沟村 | 一社\n试写镇 | 石桥村 | 一社\n"


def board_of_places(folder: Path) -> None:
    """A board that knows its villages."""
    load(folder, [write_csv(folder / "地区台账.csv", AREAS)])


def board_of_demonstration(folder: Path) -> None:
    """A board with nothing but two cases that say they are a demonstration."""
    path = folder / "工单_演示数据.csv"
    path.write_text(KNOWN, encoding="utf-8")
    load(folder, [path])


@pytest.fixture
def opened(made_once, tmp_path, monkeypatch):
    """A function: the intake page on the board that `make` builds; its folder is tmp_path."""
    st.cache_data.clear()
    st.cache_resource.clear()

    def open_page(make=build_empty, who=roles.AT_THE_PC) -> AppTest:
        shutil.copytree(made_once(make.__name__, make)[1], tmp_path, dirs_exist_ok=True)
        monkeypatch.setenv("GOVERNANCE_DATA", str(tmp_path))
        monkeypatch.setattr(roles, "visitor", lambda: who)
        monkeypatch.setattr(moved, "load_catalog", lambda: {id: load_catalog()[id] for id in FIGURES})  # all of them take seconds
        return AppTest.from_file("../../dashboard.py", default_timeout=120).switch_page(PAGE).run()

    return open_page


def said(app: AppTest) -> str:
    """Everything that is read on the page."""
    assert not app.exception
    texts = [one.value for one in (*app.markdown, *app.info, *app.success, *app.error, *app.warning, *app.caption)]
    return "\n".join(
        texts + [one.proto.body for one in app.get("html") if "<style" not in one.proto.body and "<script" not in one.proto.body]
    )


def drop(app: AppTest, **files: str) -> AppTest:
    return app.file_uploader[0].set_value([(f"{name}.csv", text.encode(), "text/csv") for name, text in files.items()]).run()


def click(app: AppTest, key: str) -> AppTest:
    return app.button(key=key).click().run()


def pick(app: AppTest, label: str, value: str) -> AppTest:
    return next(one for one in app.selectbox if one.label == label).set_value(value).run()


def keys(app: AppTest) -> set[str]:
    return {one.key for one in app.button}


def held(folder: Path) -> list[str]:
    return [row[0] for row in ask(folder, "select case_id from case_record order by 1")]


def test_a_recognised_file_needs_no_question(opened, tmp_path):
    app = opened()
    before = current_name(tmp_path)
    assert "没有点“发布”之前，看板不变" in said(app)
    told = said(drop(app, 工单=KNOWN))
    assert "读取 2 行 = 采用 2 + 拒绝 0 + 跳过 0；与看板上的相比，新增 2，变更 0，未变 0" in told
    assert "诉求工单" in told and "因隐私不读取、不保存：联系电话" in told
    figures = next(one.value for one in app.dataframe if "发布后" in one.value.columns).set_index("编号")
    assert (figures.loc["C01", "现在"], figures.loc["C01", "发布后"]) == ("未填报", "2")
    assert current_name(tmp_path) == before
    told = said(click(app, "intake-publish"))
    assert current_name(tmp_path) != before and held(tmp_path) == ["A1", "A2"]
    assert "已发布 1 张表（诉求工单）：新增 2" in told
    assert {one.proto.label for one in app.get("page_link")} >= {"看“诉求办理”", "看这些批次"}
    assert [(line.what, line.detail) for line in log.lines(tmp_path)][-1] == ("导入", "1 张表,采用 2 行")
    is_forgotten(app, tmp_path)


def is_forgotten(app: AppTest, folder: Path) -> None:
    """Nothing of the files is in hand any more, and no person is anywhere."""
    kept = app.session_state["_intake"]
    assert (kept.files, kept.check, kept.job) == ((), None, None)
    assert PHONE not in str(kept)
    assert PHONE.encode() not in b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert list(folder_of(folder).glob("scratch-*")) == []


def test_nothing_changes_for_who_stops_before_publishing(opened, tmp_path):
    app = drop(opened(), 工单=KNOWN)
    before = current_name(tmp_path)
    click(app, "intake-stop")
    assert app.file_uploader and current_name(tmp_path) == before
    assert app.session_state["_intake"].files == ()


def test_an_unknown_file_is_matched_by_choosing_and_recognised_next_month(opened, tmp_path):
    app = drop(opened(), 三月=STRANGE)
    assert "看不出是哪种台账，请选择" in said(app)
    assert app.button(key="intake-check").disabled
    pick(app, "这是哪种台账", "appeal")
    assert "还缺必需的列：工单编号、受理时间" in app.warning[0].value
    for label, column in (("第 1 列是", "case_id"), ("第 3 列是", "village"), ("第 4 列是", "source_channel")):
        pick(app, label, column)
    assert "还缺必需的列：受理时间" in app.warning[0].value and app.button(key="intake-check").disabled
    pick(app, "第 2 列是", "received_at")
    assert not app.warning
    app.text_input(key="intake-platform-1-0-appeal").set_value("市长热线平台").run()
    click(app, "intake-check")
    assert "采用 1 + 拒绝 1" in said(app)
    pick(app, "诉求来源“市长热线”（1 行）就是", "12345")
    assert "采用 2 + 拒绝 0" in said(click(app, "intake-answers"))
    assert "记住了对应关系“三月”" in said(click(app, "intake-publish"))
    assert held(tmp_path) == ["1", "2"]
    assert [(one.title, one.ledger) for one in mappings_written(tmp_path)] == [("三月", "市长热线平台")]
    told = said(drop(app, 四月=STRANGE + "3,2026-04-02,柳沟村,市长热线\n"))
    assert "新增 1，变更 0，未变 2" in told and "映射“三月”" in told


def test_two_headers_for_one_column_are_said(opened):
    app = pick(drop(opened(), 三月=STRANGE), "这是哪种台账", "appeal")
    for label, column in (("第 1 列是", "case_id"), ("第 2 列是", "received_at"), ("第 3 列是", "village"), ("第 4 列是", "village")):
        pick(app, label, column)
    assert "“村”选了不止一列" in app.warning[0].value and app.button(key="intake-check").disabled
    pick(app, "第 4 列是", "")
    assert not app.warning and not app.button(key="intake-check").disabled


GUESSED = "工单编号,受理时间,行政村名称全称\nA1,2026-03-01,柳沟村\n"


def test_a_guess_is_picked_already_and_stands_unless_it_is_undone(opened, tmp_path):
    app = drop(opened(), 工单=GUESSED)
    assert "有 1 列是按列名猜的，已替您选好" in said(app)
    village = next(one for one in app.selectbox if one.label == "第 3 列是")
    assert village.value == "village"
    click(click(app, "intake-check"), "intake-publish")
    assert ask(tmp_path, "select village from case_record") == [("柳沟村",)]


def test_a_guess_that_is_undone_is_not_used(opened, tmp_path):
    app = pick(drop(opened(), 工单=GUESSED), "第 3 列是", "")
    click(click(app, "intake-check"), "intake-publish")
    assert ask(tmp_path, "select village from case_record") == [(None,)]


def test_where_the_table_begins_can_be_said(opened, tmp_path):
    app = drop(opened(), 工单="说明,甲,乙\n工单编号,受理时间,村\nA1,2026-03-01,柳沟村\nA2,2026-03-02,石桥村\n")
    click(app, "intake-back")
    click(app, "intake-open-1-0")
    head = app.dataframe[0].value
    assert head["位置"].tolist()[:3] == ["", "表头 ▸", "数据起 ▸"]
    app.number_input[0].set_value(3).run()
    assert "看不出是哪种台账" in said(app) and app.button(key="intake-check").disabled
    app.number_input[0].set_value(2).run()
    click(click(app, "intake-check"), "intake-publish")
    assert held(tmp_path) == ["A1", "A2"]


def test_what_the_sheet_lacks_is_said_for_all_its_rows(opened, tmp_path):
    app = drop(opened(), 工单="工单编号,受理时间,村\nA1,2026-03-01,柳沟村\n")
    click(app, "intake-back")
    click(app, "intake-open-1-0")
    next(one for one in app.multiselect if one.label == "补哪些").set_value(["town"]).run()
    next(one for one in app.text_input if one.label == "乡镇").set_value("试写镇").run()
    click(click(app, "intake-check"), "intake-publish")
    assert ask(tmp_path, "select town, village from case_record") == [("试写镇", "柳沟村")]


def test_a_watched_sheet_is_refused_and_the_others_go_on(opened, tmp_path):
    app = drop(opened(), 社区矫正人员=KNOWN, 工单=KNOWN.replace("A", "B"))
    told = said(app)
    assert "不接收此类台账" in told and "社区矫正" not in told
    click(app, "intake-publish")
    assert held(tmp_path) == ["B1", "B2"]
    assert any("不接收此类台账" in one.value for one in app.error)


def test_what_cannot_be_read_says_why_and_asks_nothing(opened, tmp_path):
    app = opened()
    before = current_name(tmp_path)
    app.file_uploader[0].set_value([("坏.xlsx", b"%PDF-1.7", "application/pdf")]).run()
    assert "不能导入" in said(app) and "PDF" in said(app)
    assert app.button(key="intake-check").disabled and current_name(tmp_path) == before


def test_several_files_and_one_of_them_twice(opened, tmp_path):
    second = KNOWN.replace("A", "B")
    app = opened()
    app.file_uploader[0].set_value(
        [(name, text.encode(), "") for name, text in (("甲.csv", KNOWN), ("甲.csv", second), ("甲.csv", KNOWN))]
    ).run()
    assert "手上的文件 2 个" in said(app) and "《甲（2）.csv》" in said(app)
    click(app, "intake-publish")
    assert held(tmp_path) == ["A1", "A2", "B1", "B2"]


def test_what_lies_in_the_in_tray_is_taken_from_there(opened, tmp_path):
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "工单.csv").write_text(KNOWN, encoding="utf-8")
    app = click(opened(), "intake-inbox")
    click(app, "intake-publish")
    assert held(tmp_path) == ["A1", "A2"] and (tmp_path / "inbox" / "工单.csv").exists()


def test_the_same_file_again_has_nothing_to_publish(opened):
    app = drop(opened(), 工单=KNOWN)
    click(app, "intake-publish")
    assert "完全一样，不用发布" in said(drop(app, 工单=KNOWN))
    assert "intake-publish" not in keys(app)
    told = said(drop(click(app, "intake-stop"), 另存=KNOWN + ",,,,,,,\n"))
    assert "内容没有变：可以不发布" in told


def test_an_unknown_village_becomes_an_alias(opened, tmp_path):
    app = drop(opened(board_of_places), 工单=KNOWN.replace("柳沟村", "柳家沟"))
    assert "采用 1 + 拒绝 1" in said(app)
    pick(app, "“柳家沟”（1 行）是这个村的别称", "试写镇/柳沟村")
    assert "采用 2 + 拒绝 0" in said(click(app, "intake-answers"))
    assert [(one.alias, one.area) for one in aliases(tmp_path)] == [("柳家沟", "试写镇/柳沟村")]


def test_the_demonstration_leaves_only_after_a_word(opened, tmp_path):
    app = drop(opened(board_of_demonstration), 真实=KNOWN.replace("A", "R"))
    assert any("演示数据全部离开看板" in one.value for one in app.warning)
    assert app.button(key="intake-publish").disabled
    app.checkbox(key="intake-sure-demonstration").check().run()
    assert "演示数据已经离开看板" in said(click(app, "intake-publish"))
    assert held(tmp_path) == ["R1", "R2"]


def test_a_board_that_moved_on_is_not_overwritten(opened, tmp_path):
    app = drop(opened(), 工单=KNOWN)
    theirs = tmp_path / "别人.csv"
    theirs.write_text(KNOWN.replace("A", "C"), encoding="utf-8")
    load(tmp_path, [theirs])
    name = current_name(tmp_path)
    assert "已被别的操作更新，这次没有发布" in said(click(app, "intake-publish"))
    assert current_name(tmp_path) == name and "intake-publish" not in keys(app)
    click(app, "intake-recheck")
    click(app, "intake-publish")
    assert held(tmp_path) == ["A1", "A2", "C1", "C2"]


def test_while_another_loads_one_is_told(opened, tmp_path, monkeypatch):
    from pages.parts import intake_work
    from warehouse.lock import writer_lock

    monkeypatch.setattr(intake_work, "WAIT_SECONDS", 0)
    app = drop(opened(), 工单=KNOWN)
    with writer_lock(folder_of(tmp_path)):
        click(app, "intake-publish")
    assert any("另一个导入正在进行" in one.value for one in app.warning)
    click(app, "intake-publish")
    assert held(tmp_path) == ["A1", "A2"]


def test_who_may_only_look_can_hand_nothing_over_nor_publish(opened, tmp_path, monkeypatch):
    app = opened(who=LOOKER)
    assert not app.file_uploader and roles.LOOKING in said(app)
    monkeypatch.setattr(roles, "visitor", lambda: roles.AT_THE_PC)
    drop(app.run(), 工单=KNOWN)
    monkeypatch.setattr(roles, "visitor", lambda: LOOKER)
    before = current_name(tmp_path)
    click(app, "intake-publish")
    assert current_name(tmp_path) == before
    assert "intake-publish" not in keys(app) and roles.LOOKING in said(app)


def test_with_the_demonstration_off_the_first_visit_finds_an_empty_board(tmp_path, monkeypatch):
    st.cache_resource.clear()
    monkeypatch.setenv("GOVERNANCE_DATA", str(tmp_path))
    monkeypatch.setenv("GOVERNANCE_DEMO", "off")
    app = AppTest.from_file("../../dashboard.py", default_timeout=120).switch_page(PAGE).run()
    assert "没有点“发布”之前，看板不变" in said(app)
    assert ask(tmp_path, "select count(*) from import_batch") == [(0,)]


def test_a_file_may_be_called_what_it_likes(opened):
    app, name = opened(), "收入上升情况$b$[x](y)<b>_z_"
    app.file_uploader[0].set_value([(f"{name}.csv", KNOWN.encode(), ""), (f"{name}2.csv", b"%PDF-1.7", "")]).run()
    assert "intake-publish" in keys(app) and len(app.error) == 1
    assert not app.exception


def test_what_was_said_stays_while_another_page_is_looked_at(opened):
    app = pick(drop(opened(), 三月=STRANGE), "这是哪种台账", "appeal")
    pick(app, "第 1 列是", "case_id")
    app.switch_page("pages/data/dictionary.py").run()
    app.switch_page(PAGE).run()
    assert next(one for one in app.selectbox if one.label == "第 1 列是").value == "case_id"
    assert "还缺必需的列：受理时间" in app.warning[0].value
