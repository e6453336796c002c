"""On the intake page: the rows that were not taken go out as a workbook and come in again mended; every ledger has its blank template."""

import shutil

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from access import log
from etl.contract import contracts
from indicators.definition import load_catalog
from pages.parts import roles
from reports import moved
from tests.etl.mending import mended, opened
from tests.pages.township import build_empty

FAULTY = "工单编号,村,受理时间,诉求人,联系电话\nA1,柳沟村,2026-09-01,某甲,13912345678\nA2,石桥村,前天,某乙,13912345678\n"


@pytest.fixture
def page(made_once, tmp_path, monkeypatch):
    """The intake page on an empty board, and what makes each download it offers."""
    shutil.copytree(made_once("build_empty", build_empty)[1], tmp_path / "data")
    monkeypatch.setenv("GOVERNANCE_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(moved, "load_catalog", lambda: {"case_received_count": load_catalog()["case_received_count"]})
    made, exported = {}, roles.exported

    def noted(name, make):
        made[name] = exported(name, make)
        return made[name]

    monkeypatch.setattr(roles, "exported", noted)
    st.cache_data.clear()
    st.cache_resource.clear()
    return AppTest.from_file("../../dashboard.py", default_timeout=120).switch_page("pages/data/intake.py").run(), made


def _dropped(app: AppTest, name: str, content: bytes) -> AppTest:
    app = app.file_uploader[0].set_value([(name, content, "")]).run()
    assert not app.exception
    return app


def _read(app: AppTest) -> str:
    return "\n".join([one.proto.body for one in app.get("html")] + [one.value for one in (*app.markdown, *app.caption, *app.error)])


def test_what_was_not_taken_goes_out_and_comes_in_again(page, tmp_path):
    app, made = page
    app = _dropped(app, "九月工单.csv", FAULTY.encode())
    labels = [one.proto.label for one in app.get("download_button")]
    assert "下载《九月工单.csv》没有导入的 1 行（Excel，带原因）" in labels
    content = made["九月工单_未导入的行.xlsx"]()
    assert [(line.what, line.detail) for line in log.lines(tmp_path / "data")][-1] == ("导出", "九月工单_未导入的行.xlsx")
    app.button(key="intake-publish").click().run()
    back = opened(content)
    assert "某乙" not in str(back) and "13912345678" not in str(back)
    again = mended(tmp_path / "again.xlsx", back, {("九月工单", "A2", "受理时间"): "2026-09-02"})
    app = _dropped(app, "九月工单_未导入的行.xlsx", again.read_bytes())
    assert '采用 <b>1</b> + 拒绝 <b class="">0</b>' in _read(app)
    assert not [one for one in app.get("download_button") if "没有导入" in one.proto.label]


def test_every_ledger_says_what_it_is_and_has_its_template(page):
    app, made = page
    app.segmented_control(key="导入内容").set_value("blank").run()
    read = _read(app)
    for contract in contracts().values():
        for told in (contract.title, contract.grain, contract.owner, contract.cadence):
            assert told in read
        assert opened(made[f"{contract.title}模板.xlsx"]())[contract.title]
    assert made["全部空白模板.zip"]().startswith(b"PK")
