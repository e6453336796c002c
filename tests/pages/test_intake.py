"""数据 › 数据导入: from a file of any kind to a published board, or to nothing changed, as a clerk does it."""

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pages.parts import roles
from tests.etl.drawn import ask
from tests.pages.township import build_empty
from warehouse.folder import current_name

PAGE = "pages/data/intake.py"
KNOWN = "工单编号,乡镇,村,诉求来源,受理时间,办结期限,办结时间,联系电话\nA1,试写镇,柳沟村,12345,2026-09-01,2026-09-08,2026-09-05,13912345678\nA2,试写镇,石桥村,来访,2026-09-03,2026-09-10,,13912345679\n"  # noqa: E501


@pytest.fixture
def opened(made_once, tmp_path, monkeypatch):
    """A function: the intake page on the board that `make` builds; its folder is tmp_path."""
    st.cache_data.clear()
    st.cache_resource.clear()

    def open_page(make=build_empty, who=roles.AT_THE_PC) -> AppTest:
        import shutil

        shutil.copytree(made_once(make.__name__, make)[1], tmp_path, dirs_exist_ok=True)
        monkeypatch.setenv("GOVERNANCE_DATA", str(tmp_path))
        monkeypatch.setattr(roles, "visitor", lambda: who)
        return AppTest.from_file("../../dashboard.py", default_timeout=120).switch_page(PAGE).run()

    return open_page


def said(app: AppTest) -> str:
    texts = [one.value for one in (*app.markdown, *app.info, *app.success, *app.error, *app.warning, *app.caption)]
    return "\n".join(texts + [one.proto.body for one in app.get("html") if "<style" not in one.proto.body and "<script" not in one.proto.body])


def drop(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    app.file_uploader[0].set_value([(name, content, "application/octet-stream") for name, content in files]).run()
    return app


def test_a_recognised_file_needs_no_question(opened, tmp_path):
    app = opened()
    before = current_name(tmp_path)
    drop(app, ("工单.csv", KNOWN.encode()))
    assert not app.exception
    print(said(app))
    assert current_name(tmp_path) == before
    app.button(key="intake-publish").click().run()
    print(said(app))
    assert not app.exception
    assert current_name(tmp_path) != before
    assert ask(tmp_path, "select case_id from case_record order by 1") == [("A1",), ("A2",)]
