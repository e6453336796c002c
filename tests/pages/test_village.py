"""A village whole: its figures open, what is published of it keeps its words, and notes are pinned, withdrawn and guarded."""

import re

import pytest

from indicators.definition import load_catalog
from pages.parts.event_blocks import refusal
from reports.portrait import per_hundred_words, sections
from reports.reading import Reading
from tests.pages.test_pages import headline, texts
from warehouse.journal_events import events

PAGE = "pages/review/village.py"
DOMAIN_PAGES = {
    "case": "pages/monitor/cases.py", "petition": "pages/monitor/disputes.py", "dispute": "pages/monitor/disputes.py",
    "summary": "pages/monitor/overview.py", "income": "pages/monitor/income.py", "collective": "pages/monitor/industry.py",
    "project": "pages/monitor/infrastructure.py", "facility": "pages/monitor/infrastructure.py", "industry": "pages/monitor/industry.py",
    "profile": "pages/monitor/party.py", "activity": "pages/monitor/party.py",
}  # fmt: skip


def tables(app) -> str:
    return "\n".join(frame.value.to_csv() for frame in app.dataframe)


def test_the_portrait_names_only_indicators_that_exist():
    declared = [id for section in sections().values() for id in (*section.ids, *section.per_hundred)]
    assert [id for id in declared if id not in load_catalog()] == []
    assert all(set(section.per_hundred) <= set(section.ids) for section in sections().values())


def test_every_domain_has_a_page_that_shows_it():
    assert {indicator.domain for indicator in load_catalog().values()} == set(DOMAIN_PAGES)


LISTS = ("overview", "cases", "disputes", "income", "project", "facility", "industry", "party")


def opened(app):
    """The page with its folded lists of every figure unfolded."""
    for name in LISTS:
        app.session_state[f"all-{name}"] = True
    return app.run()


@pytest.mark.parametrize("page", sorted(set(DOMAIN_PAGES.values())))
def test_every_indicator_stands_on_the_page_of_its_domain(board, page):
    app = opened(board("demonstration", page))
    shown = tables(app) + "\n".join(texts(app))
    own = [one.name for one in load_catalog().values() if DOMAIN_PAGES[one.domain] == page]
    assert own
    assert [name for name in own if name not in shown] == []


def test_a_village_of_the_demonstration_says_every_domain(board):
    app = board("demonstration", PAGE)
    assert re.search(r"总户数 \d+ 户.*按期办结率 [\d.]+%（\d+/\d+）", headline(app))
    assert "/ " in tables(app)
    assert "公开发布" not in headline(app)


def test_a_village_can_be_chosen_here_or_by_the_area(board):
    app = board("demonstration", PAGE)
    chosen = app.selectbox(key="村")
    assert len(chosen.options) == 13
    assert sum("公开发布" in option for option in chosen.options) == 1
    chosen.set_value("云禾镇/苇霖村").run()
    first = headline(app)
    app.sidebar.selectbox(key="范围").set_value("云禾镇/杼沟村").run()
    assert headline(app).startswith("杼沟村") and headline(app) != first


def test_the_published_village_keeps_its_words_and_reports_nothing(board):
    app = board("published", PAGE)
    said = headline(app)
    assert "橙槽村：村情未填报" in said and "公开发布的事实 40 条" in said
    shown = tables(app)
    for words in ("“299户1135人”", "至少 1,800 株", "未说明时期", "1000千瓦", "约 37 立方米"):
        assert words in shown, words
    assert not re.search(r",0 ?(户|人|件|元),", shown)


def test_no_row_of_the_demonstration_belongs_to_the_published_village(board):
    app = board("demonstration", PAGE, **{"范围": "\u3000\u3000橙槽村"})
    assert headline(app).startswith("橙槽村：村情未填报")
    assert "受理量 未填报" not in headline(app)


def test_a_count_for_each_hundred_households_says_what_it_is_worked_out_from():
    catalog = load_catalog()
    lamps = Reading(indicator=catalog["facility_lamp_stock"], period="2025", numerator=137, value=137.0)
    households = Reading(indicator=catalog["profile_household_count"], period="2025", numerator=299, value=299.0)
    assert per_hundred_words(lamps, households) == "45.8 盏（137 盏 / 299 户）"
    assert per_hundred_words(lamps, Reading(indicator=catalog["profile_household_count"], period="2025")) == ""


def _note(app, text, by="镇党政办"):
    app.text_input(key="event-by").set_value(by)
    app.text_input(key="event-text").set_value(text)
    app.button(key="event-save").click().run()


def test_a_note_is_pinned_and_withdrawn_and_stays_in_the_journal(board, warehouses):
    app = board("township", PAGE, **{"范围": "\u3000东湾村"})
    _note(app, "抗旱应急响应启动")
    assert not app.exception
    assert any("抗旱应急响应启动" in text for text in texts(app))
    (event,) = events(warehouses["township"], "试写镇/东湾村")
    app.button(key=f"withdraw-{event.entry_id}").click().run()
    assert not any("抗旱应急响应启动" in text for text in texts(app))
    assert [one.is_withdrawn for one in events(warehouses["township"], "试写镇/东湾村", with_withdrawn=True)] == [True]


@pytest.mark.parametrize("text", ["张某电话13912345678", "身份证620321199001011234", "对刑满释放人员走访"])
def test_a_note_about_a_person_is_not_kept(board, warehouses, text):
    assert refusal(text)
    app = board("township", PAGE, **{"范围": "\u3000柳沟村"})
    _note(app, text)
    assert any("没有保存" in one.value for one in app.info)
    assert events(warehouses["township"], "试写镇/柳沟村") == []


@pytest.mark.parametrize("text", ["", "   "])
def test_an_empty_note_is_answered(board, text):
    app = board("township", PAGE, **{"范围": "\u3000柳沟村"})
    _note(app, text)
    assert not app.exception
    assert app.info


def test_a_day_that_is_none_is_answered(board, warehouses):
    app = board("township", PAGE, **{"范围": "\u3000柳沟村"})
    app.text_input(key="event-day").set_value("10月31日")
    _note(app, "旱情解除")
    assert any("不是日期" in one.value for one in app.info)
    assert events(warehouses["township"], "试写镇/柳沟村") == []
