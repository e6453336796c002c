"""数据 › 批次与质量: what was loaded, taken back, compared, kept, backed up and cleared, as a clerk does it."""

import shutil

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from access import log
from pages.parts import roles
from tests.warehouse.every_figure import every_figure, small_board
from tests.warehouse.test_backup import restore
from tests.warehouse.test_taking_back import batch_of, classes_in_every_file, synthetic_board
from warehouse.folder import current_name, labels, names

LOOKER = roles.Visitor(account="值班", address="内网", may_manage=False)
PAGE = "pages/data/batches.py"
CHANGING = "工单_截至2026年9月30日.csv"


@pytest.fixture
def opened(made_once, tmp_path, monkeypatch):
    """A function: the page on a board of three files (or on what `make` builds), with a choice in the address; its folder is tmp_path."""
    st.cache_data.clear()
    st.cache_resource.clear()

    def open_page(make=small_board, who=roles.AT_THE_PC, **query: str) -> AppTest:
        shutil.copytree(made_once(make.__name__, make)[1], tmp_path, dirs_exist_ok=True)
        monkeypatch.setenv("GOVERNANCE_DATA", str(tmp_path))
        monkeypatch.setattr(roles, "visitor", lambda: who)
        app = AppTest.from_file("../../dashboard.py", default_timeout=120)
        for key, value in query.items():
            app.query_params[key] = value
        return app.switch_page(PAGE).run()

    return open_page


def said(app: AppTest) -> str:
    return "\n".join(one.value for one in (*app.info, *app.success, *app.error, *app.warning, *app.caption, *app.text))


def frame(app: AppTest, column: str):
    return next(one.value for one in app.dataframe if column in one.value.columns)


def test_every_batch_adds_up(opened):
    app = opened()
    assert not app.exception
    shown = frame(app, "读取")
    assert len(shown) == 3
    assert (shown["读取"] == shown["采用"] + shown["拒绝"] + shown["跳过"]).all()
    told = app.markdown[0].value
    assert f"现有 3 个批次，读取 {shown['读取'].sum()} 行 = 采用 {shown['采用'].sum()} + 拒绝" in told
    assert "1/3 个批次有问题记录，0/3 个批次的合计对不上" in told


def test_the_batch_that_needs_a_look_is_open(opened):
    app = opened()
    wrong = frame(app, "说明")
    assert wrong[["行", "列", "结果"]].values.tolist()[0][:2] == [4, "办结期限"]
    assert CHANGING in app.selectbox(key="批次").format_func(app.selectbox(key="批次").value)


def test_taking_back_shows_first_and_then_does_it(opened, tmp_path):
    app = opened()
    before, name = every_figure(tmp_path), current_name(tmp_path)
    app.button(key="undo-look").click().run()
    assert current_name(tmp_path) == name
    moved = frame(app, "撤回后").set_index("编号")
    assert (moved.loc["C01", "现在"], moved.loc["C01", "撤回后"], moved.loc["C01", "相差"]) == ("5", "3", "−2")
    assert "个有变动" in said(app)
    app.button(key="undo-do").click().run()
    assert "已撤回批次" in said(app) and current_name(tmp_path) != name
    assert len(frame(app, "读取")) == 2
    assert [line.what for line in log.lines(tmp_path)][-2:] == ["试算撤回批次", "撤回批次"]
    assert every_figure(tmp_path, name) == before


def test_what_moved_on_meanwhile_is_not_taken_back(opened, tmp_path):
    from etl.load import undo

    app = opened()
    app.button(key="undo-look").click().run()
    undo(tmp_path, batch_of(tmp_path, "收入.csv"))
    name = current_name(tmp_path)
    app.button(key="undo-do").click().run()
    assert "看过之后数据又更新了" in said(app) and current_name(tmp_path) == name


def test_two_versions_beside_each_other(opened, tmp_path):
    app = opened(数据内容="版本")
    assert frame(app, "大小")["状态"].tolist() == ["当前", "", ""]
    app.toggle(key="compare-versions").set_value(True).run()
    moved = frame(app, "之前").set_index("编号")
    assert (moved.loc["C01", "之前"], moved.loc["C01", "之后"], moved.loc["C01", "相差"]) == ("3", "5", "+2")
    assert not app.exception


def test_back_to_a_version_and_forward_again(opened, tmp_path):
    app = opened(数据内容="版本")
    first, last = names(tmp_path)[0], names(tmp_path)[-1]
    for target, word in ((first, "第1号"), (last, "第3号")):
        app.selectbox(key="选一个版本").set_value(target).run()
        assert app.button(key="rollback-do").disabled
        app.checkbox(key=f"rollback-sure-{target}").check().run()
        app.button(key="rollback-do").click().run()
        assert current_name(tmp_path) == target and f"已回到{word}" in said(app)
    assert [line.what for line in log.lines(tmp_path)][-2:] == ["回到版本"] * 2


def test_kept_under_a_name_without_a_person(opened, tmp_path):
    app = opened(数据内容="版本")
    for label, answer in (("", "请先写"), ("张三 13812345678", "像有个人信息"), ("2026年9月", "已封版")):
        app.text_input(key="keep-label").set_value(label).run()
        app.button(key="keep-do").click().run()
        assert answer in said(app)
    assert labels(tmp_path) == {current_name(tmp_path): ["2026年9月"]}


def test_a_back_up_is_made_and_can_be_put_back(opened, tmp_path):
    app = opened(数据内容="数据库")
    assert "还没有备份过" in said(app)
    app.button(key="backup-do").click().run()
    (file,) = (tmp_path / "backup").iterdir()
    assert f"已备份 {file.name}" in said(app)
    restore(file, tmp_path / "elsewhere")
    assert every_figure(tmp_path / "elsewhere") == every_figure(tmp_path)
    assert frame(app, "行数").set_index("数据").loc["批次", "行数"] == "3"


def test_from_the_demonstration_to_an_empty_board(opened, tmp_path):
    app = opened(synthetic_board)
    assert app.button(key="begin-do").disabled
    app.checkbox(key="begin-sure").check().run()
    app.button(key="begin-do").click().run()
    assert not app.exception
    assert "已清除 2 个含演示数据的版本" in said(app)
    assert classes_in_every_file(tmp_path) == set()
    assert "还没有导入任何文件" in app.markdown[0].value
    assert not [one for one in app.button if one.key == "begin-do"]


@pytest.mark.parametrize("part", ["批次", "版本", "数据库"])
def test_who_may_only_look_changes_nothing(opened, part):
    app = opened(synthetic_board, LOOKER, 数据内容=part)
    assert not app.exception
    keys = {one.key for one in app.button}
    assert not keys & {"undo-look", "undo-do", "keep-do", "rollback-do", "backup-do", "begin-do"}
    assert roles.LOOKING in said(app)
