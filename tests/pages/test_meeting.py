"""会议材料: chosen, put in one's own words and held against the data, taken back, reordered, archived and checked, shown screen by screen."""

import re
from datetime import date, datetime

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pages.parts.meeting_context import first_choice, periods
from pages.parts.meeting_preview_blocks import numeral
from warehouse.journal import position
from warehouse.journal_briefs import archived, edit_finding, edits, plan
from warehouse.journal_decisions import note_decision
from warehouse.kept_briefs import kept_brief

PAGE, TOWN, PERIOD = "pages/review/meeting.py", "试写镇", "2026-10"
NOON = datetime(2026, 11, 3, 12)
COUNTS = "running.counts"
EDIT = f"edit-running-{COUNTS}"


@pytest.fixture
def data_dir(warehouses, tmp_path, monkeypatch):
    """One village's warehouse with a journal of its own, empty; the board opens on it."""
    st.cache_data.clear()
    st.cache_resource.clear()
    (tmp_path / "warehouse").symlink_to(warehouses["one_village"] / "warehouse")
    monkeypatch.setenv("GOVERNANCE_DATA", str(tmp_path))
    return tmp_path


def opened(**query: str) -> AppTest:
    app = AppTest.from_file("../../dashboard.py", default_timeout=300)
    for key, value in query.items():
        app.query_params[key] = value
    app = app.switch_page(PAGE).run()
    assert not app.exception
    assert not app.error
    return app


def html(app) -> list[str]:
    return [one.proto.body for one in app.get("html") if "<style" not in one.proto.body and "<script" not in one.proto.body]


def told(app) -> str:
    """Everything of the sheet and the stage, without its tags."""
    return re.sub(r"<[^>]+>", "", "\n".join(html(app)))


def headline(app) -> str:
    return re.sub(r"<[^>]+>", "", next(one for one in html(app) if one.startswith("<p>")))


def press(app, key: str) -> AppTest:
    app = app.button(key=key).click().run()
    assert not app.exception
    assert not app.error
    return app


def rewrite(app, text: str, by: str = "综合室") -> AppTest:
    app = press(app, EDIT)
    app.text_area(key=f"meeting-text-{COUNTS}").set_value(text)
    app.text_input(key="meeting-by").set_value(by)
    return press(app, "meeting-save")


def original(app) -> str:
    return next(one for one in re.findall(r'<p class="brief-said \w+">(10月共受理[^<]+)', "\n".join(html(app))))


def test_the_last_whole_month_is_shown_and_another_period_is_kept_in_the_address(data_dir):
    app = opened()
    assert "2026年10月党建引领基层治理分析研判会材料" in told(app)
    assert headline(app).startswith("2026年10月内部版：")
    assert "尚未定稿" in headline(app)
    app.segmented_control(key="材料周期").set_value("quarter").run()
    assert not app.exception
    assert "2026年第三季度党建引领" in told(app)


def test_the_issued_edition_says_so_and_goes_no_deeper(data_dir):
    app = opened(版别="印发版", 投影="3")
    assert "印发版" in told(app)
    assert app.button(key="screen-down").disabled
    assert "印发版不往下看" in app.button(key="screen-down").label
    assert "按村看" not in told(opened(版别="印发版", 投影="3", 层="1"))


def test_every_rate_on_the_sheet_has_its_parts_beside_it(data_dir):
    said = re.findall(r'<p class="brief-said \w+">([^<]+)', "\n".join(html(opened())))
    rates = [one for one in said if re.search(r"率\d+(\.\d+)?%", one)]
    assert rates
    assert all(re.search(r"率\d+(\.\d+)?%（[\d,]+/[\d,]+）", one) for one in rates)


def test_a_number_changed_by_hand_is_pointed_out_at_once_and_the_data_come_back(data_dir):
    app = opened()
    said = original(app)
    count = re.search(r"受理诉求(\d+)件", said)[1]
    app = rewrite(app, said.replace(f"受理诉求{count}件", f"受理诉求{int(count) + 7}件"))
    after = told(app)
    assert f"人工编辑（综合室）　原文：{said}" in after
    assert "与数据不符" in after
    assert f"“{int(count) + 7}件”" in after
    assert "1 句人工编辑与数据不符" in headline(app)
    (kept,) = edits(data_dir, TOWN, PERIOD)
    assert (kept.key, kept.original, kept.written_by) == (COUNTS, said, "综合室")
    app = press(app, f"meeting-restore-{COUNTS}")
    assert original(app) == said
    assert "人工编辑（" not in told(app)
    assert edits(data_dir, TOWN, PERIOD) == []
    assert "已恢复为数据原文" in app.info[0].value


def test_words_without_a_wrong_number_are_marked_and_not_complained_of(data_dir):
    app = opened()
    app = rewrite(app, original(app).replace("共受理", "一共受理"))
    assert "人工编辑（综合室）" in told(app)
    assert "与数据不符：" not in told(app)
    assert "人工编辑 1 句，均与数据相符" in headline(app)


@pytest.mark.parametrize(
    ("text", "by", "reason"),
    [
        ("受理诉求15件，联系人电话 13912345678。", "综合室", "电话或证件号码"),
        ("刑满释放人员张某来访3次。", "综合室", "涉及个人"),
        ("受理诉求15件。", "", ""),
    ],
)
def test_nothing_about_a_person_and_nothing_unsigned_is_kept(data_dir, text, by, reason):
    before = position(data_dir)
    app = rewrite(opened(), text, by)
    assert position(data_dir) == before
    assert reason in app.info[0].value
    assert app.text_area(key=f"meeting-text-{COUNTS}").value == text


def test_sections_are_left_out_and_moved_and_it_is_kept_who_did_it(data_dir):
    app = opened()
    app.checkbox(key="meeting-section-topics").uncheck().run()
    app = press(app, "move--1-places")
    app = press(app, "move--1-places")
    assert plan(data_dir, TOWN, PERIOD) is None
    app.text_input(key="meeting-plan-by").set_value("党政办")
    app = press(app, "meeting-plan-save")
    kept = plan(data_dir, TOWN, PERIOD)
    assert "topics" not in kept.sections
    assert kept.sections.index("places") < kept.sections.index("running")
    titles = re.findall(r"<h3>([一二三四五六七八九十]+、[^<]+)</h3>", "\n".join(html(app)))
    assert not [one for one in titles if "分类与热点" in one]
    places, running = (next(at for at, one in enumerate(titles) if name in one) for name in ("分村情况", "总体运行情况"))
    assert places < running


def test_a_section_that_must_stand_cannot_be_left_out(data_dir):
    app = opened()
    assert app.checkbox(key="meeting-section-running").disabled
    assert not app.checkbox(key="meeting-section-topics").disabled


def test_a_finished_brief_is_kept_made_again_and_found_the_same(data_dir):
    app = opened()
    app.text_input(key="meeting-archive-by").set_value("综合室")
    app = press(app, "meeting-archive")
    (kept,) = archived(data_dir, TOWN, PERIOD)
    assert kept_brief(data_dir, kept.digest)
    assert "已定稿 1 次" in headline(app)
    edit_finding(
        data_dir, area=TOWN, period=PERIOD, edition="internal", key=COUNTS, original="甲", text="后来写的一句话。", by="综合室", at=NOON
    )
    app.toggle(key=f"archived-{kept.entry_id}").set_value(True).run()
    assert not app.exception
    assert "与存档一致" in told(app)
    assert "与存档不一致" not in told(app)
    assert len([one for one in app.get("download_button") if one.proto.id.endswith(f"-archived-{kept.entry_id}")]) == 3


def test_a_kept_text_that_was_changed_is_not_passed_off_as_the_finished_one(data_dir, monkeypatch):
    app = opened()
    app.text_input(key="meeting-archive-by").set_value("综合室")
    app = press(app, "meeting-archive")
    (kept,) = archived(data_dir, TOWN, PERIOD)
    (data_dir / "briefs" / f"{kept.digest}.json").write_text("{}", encoding="utf-8")
    monkeypatch.setattr("pages.parts.meeting_archive_blocks.remade", lambda one: "gone")
    app.toggle(key=f"archived-{kept.entry_id}").set_value(True).run()
    assert "与存档不一致" in told(app)
    assert "被改动过" in told(app)


def test_what_a_meeting_decided_opens_the_next_brief(data_dir):
    note_decision(
        data_dir, meeting=date(2026, 10, 8), area=TOWN, text="清理超期件", unit="镇水务站", due=date(2026, 10, 20), by="党政办", at=NOON
    )
    app = opened()
    assert "2026年10月8日会议议定1项" in told(app)
    assert "清理超期件" in told(app)
    assert any("记下" in one.label for one in app.button)


def test_the_projector_pages_steps_down_and_back_and_keeps_its_place_in_the_address(data_dir):
    app = opened(投影="2")
    assert "2/" in told(app)
    assert "演示数据" in told(app)
    app = press(app, "screen-next")
    assert app.query_params["投影"] == "3"
    while app.button(key="screen-down").disabled:
        app = press(app, "screen-next")
    app = press(app, "screen-down")
    assert app.query_params["层"] == "1"
    assert "按村" in told(app)
    app = press(app, "screen-down")
    assert app.query_params["层"] == "2"
    shown = int(re.search(r"共 ([\d,]+) 行", told(app))[1].replace(",", ""))
    assert shown == int(re.search(r"(\d+) 件，共", told(app))[1])
    again = opened(**{key: value for key, value in app.query_params.items()})
    assert "› 明细" in told(again)
    app = press(press(again, "screen-up"), "screen-up")
    assert "层" not in app.query_params
    app = press(app, "screen-up")
    assert "投影" not in app.query_params
    assert app.title[0].value == "会议材料"


def test_an_address_that_asks_for_what_is_not_there_shows_what_is(data_dir):
    app = opened(投影="9999", 层="7", 行="88", 页="55")
    assert re.search(r"(\d+)/\1$", told(app), re.M)


def test_only_published_facts_make_a_brief_of_these(warehouses, monkeypatch):
    st.cache_data.clear()
    monkeypatch.setenv("GOVERNANCE_DATA", str(warehouses["published"]))
    app = opened()
    assert "橙槽村" in told(app)
    assert "演示数据" not in told(app)
    assert "个部分没有内容，材料里写明了原因" in headline(app)


def test_the_periods_are_those_that_the_data_reach_into():
    found = periods(date(2025, 11, 20), date(2026, 10, 20), "quarter")
    assert found == ["2026-Q4", "2026-Q3", "2026-Q2", "2026-Q1", "2025-Q4"]
    assert first_choice(found, date(2026, 10, 20)) == 1
    assert first_choice(["2026-10"], date(2026, 10, 20)) == 0


def test_sections_are_counted_in_chinese():
    assert [numeral(number) for number in (1, 9, 10, 11, 20, 23)] == ["一", "九", "十", "十一", "二十", "二十三"]


def test_whatever_can_be_opened_opens_to_figures_or_rows(data_dir):
    app = opened()
    keys = [one.key for one in app.button if one.key and one.key.startswith("open-basis-")]
    assert len(keys) > 10
    for key in keys[:: max(1, len(keys) // 6)]:
        shown = press(opened(), key)
        assert shown.dataframe or any("没有" in one.value for one in [*shown.info, *shown.caption]), key
