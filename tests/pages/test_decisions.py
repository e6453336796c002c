"""Meetings and what they decided, on the overview: written, done, taken back, and nothing about a person kept."""

from datetime import date, datetime

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from warehouse.journal import position
from warehouse.journal_decisions import decisions, note_decision
from warehouse.journal_meetings import meetings, note_meeting

NOON = datetime(2026, 10, 31, 12)


@pytest.fixture
def data_dir(warehouses, tmp_path, monkeypatch):
    """The township with a journal of its own, empty; the board opens on it."""
    st.cache_data.clear()
    st.cache_resource.clear()
    (tmp_path / "warehouse").symlink_to(warehouses["township"] / "warehouse")
    monkeypatch.setenv("GOVERNANCE_DATA", str(tmp_path))
    return tmp_path


def opened() -> AppTest:
    return AppTest.from_file("../../dashboard.py", default_timeout=60).run()


def fill(app, **values):
    for field, value in values.items():
        app.text_input(key=f"decision-{field}").set_value(value)
    app.button(key="decision-save").click().run()
    assert not app.exception


def told(app) -> list[str]:
    return [one.proto.body for one in app.get("html") if 'class="change decision"' in one.proto.body]


def test_a_meeting_and_its_decision_are_recorded_and_become_what_is_looked_back_to(data_dir):
    app = opened()
    fill(app, day="2026-10-08", by="党政办", text="清理超期件", unit="镇水务站", due="2026-10-20")
    assert any("决定已记下" in one.value for one in app.info)
    assert [one.on for one in meetings(data_dir)] == [date(2026, 10, 8)]
    (one,) = decisions(data_dir)
    assert (one.meeting, one.area, one.text, one.unit, one.due) == (
        date(2026, 10, 8),
        "试写镇",
        "清理超期件",
        "镇水务站",
        date(2026, 10, 20),
    )
    again = opened()
    assert again.selectbox(key="自").value == "2026年10月8日会议"
    (said,) = told(again)
    assert "过期未了结" in said
    assert "清理超期件" in said
    assert "镇水务站，2026年10月20日前" in said


def test_a_meeting_without_a_decision_is_recorded_once(data_dir):
    app = opened()
    fill(app, day="2026-10-08", by="党政办")
    assert any("会议已记下" in one.value for one in app.info)
    fill(app, day="2026-10-08", by="党政办")
    assert any("已经记过了" in one.value for one in app.info)
    assert (position(data_dir), decisions(data_dir)) == (1, [])


def test_a_second_decision_of_a_meeting_does_not_record_it_again(data_dir):
    app = opened()
    for text in ("清理超期件", "补报回访"):
        fill(app, day="2026-10-08", by="党政办", text=text, unit="便民服务中心", due="2026-11-20")
    assert (len(meetings(data_dir)), len(decisions(data_dir))) == (1, 2)


def test_a_decision_is_finished_and_another_taken_back(data_dir):
    app = opened()
    for text in ("清理超期件", "写错了"):
        fill(app, day="2026-10-08", by="党政办", text=text, unit="便民服务中心", due="2026-11-20")
    app = opened()
    first, second = decisions(data_dir)
    app.button(key=f"finish-{first.entry_id}").click().run()
    app.button(key=f"take-back-{second.entry_id}").click().run()
    assert [(one.text, one.is_done) for one in decisions(data_dir)] == [("清理超期件", True)]
    (said,) = told(app)
    assert "已了结" in said


def test_what_is_not_done_stays_and_what_another_meeting_finished_goes(data_dir):
    for day, text in ((date(2026, 9, 1), "旧事未完"), (date(2026, 10, 8), "新事")):
        note_decision(data_dir, meeting=day, area="", text=text, unit="党政办", due=date(2026, 11, 30), by="党政办", at=NOON)
    app = opened()
    assert [("旧事未完" in said, "未了结" in said) for said in told(app)] == [(True, True), (False, True)]
    app.button(key="finish-1").click().run()
    assert [("新事" in said) for said in told(app)] == [True]


def test_a_meeting_recorded_by_mistake_is_taken_back(data_dir):
    app = opened()
    fill(app, day="2026-10-08", by="党政办")
    app = opened()
    app.button(key="meeting-take-back").click().run()
    assert meetings(data_dir) == []
    assert opened().selectbox(key="自").value == "上月末（2026年9月30日）"


def test_the_form_speaks_of_the_meeting_that_is_picked(data_dir):
    for day in (date(2026, 9, 1), date(2026, 10, 8)):
        note_meeting(data_dir, on=day, by="党政办", at=NOON)
    app = opened()
    assert app.text_input(key="decision-day").value == "2026-10-08"
    app.selectbox(key="自").set_value("2026年9月1日会议").run()
    assert app.text_input(key="decision-day").value == "2026-09-01"
    assert not app.warning


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"text": "约谈张某电话13912345678"}, "没有保存"),
        ({"text": "对刑满释放人员走访"}, "没有保存"),
        ({"day": "十月八日"}, "不是日期"),
        ({"due": "月底"}, "不是日期"),
        ({"due": "2026-10-01"}, "早于会议日"),
        ({"unit": ""}, "责任单位"),
        ({"by": " "}, "记录人"),
    ],
)
def test_what_cannot_be_kept_is_answered_and_leaves_nothing(data_dir, values, says):
    app = opened()
    fill(app, **({"day": "2026-10-08", "by": "党政办", "text": "清理超期件", "unit": "镇水务站", "due": "2026-10-20"} | values))
    assert any(says in one.value for one in app.info)
    assert position(data_dir) == 0
