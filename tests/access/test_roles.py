"""Who may only look is refused inside every step that writes, and sees no form for it."""

from importlib import import_module

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from access import log
from pages.parts import roles
from tests.access.test_writing import checked_steps
from tests.pages.township import build
from warehouse.journal import position

LOOKER = roles.Visitor(account="便民中心", address=log.INSIDE, may_manage=False)


@pytest.fixture
def data_dir(made_once, tmp_path, monkeypatch):
    """The township with a journal and a log of its own."""
    st.cache_data.clear()
    st.cache_resource.clear()
    (tmp_path / "warehouse").symlink_to(made_once("township", build)[1] / "warehouse")
    monkeypatch.setenv("GOVERNANCE_DATA", str(tmp_path))
    return tmp_path


def _look_only(monkeypatch) -> None:
    monkeypatch.setattr(roles, "visitor", lambda: LOOKER)


@pytest.mark.parametrize("step", checked_steps())
def test_every_writing_step_refuses_who_may_only_look(step, tmp_path, monkeypatch):
    monkeypatch.setenv("GOVERNANCE_DATA", str(tmp_path))
    module, name = step.rsplit(".", 1)
    callback = getattr(import_module(module), name)
    _look_only(monkeypatch)
    assert callback() is None  # without what it asks for: were it run at all, that would be an error
    assert [(one.account, one.address, one.what, one.detail) for one in log.lines(tmp_path)] == [
        ("便民中心", "内网", "拒绝", callback.writes)
    ]


def test_a_role_that_is_gone_between_showing_and_pressing_counts(data_dir, monkeypatch):
    app = AppTest.from_file("../../dashboard.py", default_timeout=60).run()
    app.text_input(key="decision-day").set_value("2026-10-08")
    app.text_input(key="decision-by").set_value("党政办")
    _look_only(monkeypatch)
    app.button(key="decision-save").click().run()
    assert not app.exception
    assert [one.value for one in app.error] == [roles.LOOKING]
    assert position(data_dir) == 0
    assert [(one.account, one.what, one.detail) for one in log.lines(data_dir)] == [("便民中心", "拒绝", "记会议和决定")]


def test_who_may_only_look_sees_the_page_and_no_form(data_dir, monkeypatch):
    _look_only(monkeypatch)
    app = AppTest.from_file("../../dashboard.py", default_timeout=60).run()
    assert not app.exception and not app.error
    assert app.title[0].value == "总览"
    assert roles.LOOKING in [one.value for one in app.caption]
    assert [one.key for one in app.button if one.key and "save" in one.key] == []


def test_nobody_sees_anything(data_dir, monkeypatch):
    monkeypatch.setattr(roles, "visitor", lambda: None)
    app = AppTest.from_file("../../dashboard.py", default_timeout=60).run()
    assert not app.exception
    assert len(app.error) == 1 and "没有登录保护" in app.error[0].value
    assert not app.title and not app.sidebar.selectbox and not app.button


def test_what_was_written_is_in_the_log_under_its_name(data_dir):
    app = AppTest.from_file("../../dashboard.py", default_timeout=60).run()
    app.text_input(key="decision-day").set_value("2026-10-08")
    app.text_input(key="decision-by").set_value("党政办")
    app.button(key="decision-save").click().run()
    assert position(data_dir) == 1
    assert [(one.account, one.address, one.what) for one in log.lines(data_dir)] == [("本机", "本机", "记会议和决定")]
