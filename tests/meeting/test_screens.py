"""A brief cut into screens: everything is on one of them, nothing is longer than a screen, and what is empty says why."""

import pytest

from reports.brief import BAR, Chart, Series
from reports.screens import (
    BEHIND,
    CHART,
    MOST_BARS,
    MOST_ROW_LINES,
    ROW_SIGNS,
    SAID,
    TABLE,
    TITLE,
    WITHOUT,
    Screen,
    _chart_pages,
    screens,
)
from tests.meeting.drawn import DRAWN, forty, poor, rich


@pytest.mark.parametrize("name", DRAWN)
def test_every_sentence_chart_and_row_is_on_a_screen(name):
    brief = DRAWN[name]()
    shown = screens(brief)
    assert [one.kind for one in shown].count(TITLE) == 1
    said = [one.text for screen in shown for one in screen.findings]
    assert [one.text for one in brief.findings()] == [text for text in said if text in {one.text for one in brief.findings()}]
    assert {one.key for part in brief.sections for one in part.charts} == {one.chart.key for one in shown if one.kind == CHART}
    assert [part.title for part in brief.annexes] == [one.text for screen in shown if screen.section == BEHIND for one in screen.findings]
    for table in (one for part in brief.sections for one in part.tables):
        pages = [one.table for one in shown if one.kind == TABLE and one.table.key == table.key]
        seen = {(row[0].text, cell.text) for page in pages for row in page.rows for cell in row}
        assert seen == {(row[0].text, cell.text) for row in table.rows for cell in row}


@pytest.mark.parametrize("name", DRAWN)
def test_no_table_is_longer_or_wider_than_a_screen(name):
    for screen in screens(DRAWN[name]()):
        if screen.kind == TABLE:
            assert sum(column.width for column in screen.table.columns) <= ROW_SIGNS + 1
            assert 1 <= len(screen.table.rows) <= MOST_ROW_LINES


def test_a_table_that_goes_on_says_which_part_of_it_a_screen_is():
    pages = [one for one in screens(forty()) if one.kind == TABLE and one.table.key == "places"]
    assert [one.part for one in pages] == [(number, len(pages)) for number in range(1, len(pages) + 1)]
    assert len(pages) > 1
    assert {one.table.columns[0].name for one in pages} == {"村"}


def test_what_is_empty_says_why_on_a_screen_of_its_own():
    (said,) = [one.text for screen in screens(poor()) if screen.section == WITHOUT for one in screen.findings]
    assert all(section.title in said for section in poor().sections)
    assert said.count("民生诉求台账只到2026年8月31日") == 1


def test_a_section_without_sentences_has_its_message_over_its_table():
    first = next(one for one in screens(rich()) if one.section == "上次议定事项落实情况")
    assert (first.kind, first.message) == (TABLE, "上次议定 2 项，完成 1 项，未完成 1 项。")


def test_bars_go_on_to_the_next_screen_on_the_same_scale():
    names = tuple(f"村{number}" for number in range(20))
    whole = Chart(key="bars", title="各村", kind=BAR, categories=names, series=(Series(name="件数", values=tuple(range(20))),), unit="件")
    pages = list(_chart_pages(whole))
    assert [name for page in pages for name in page.categories] == list(names)
    assert [value for page in pages for value in page.series[0].values] == list(range(20))
    assert all(len(page.categories) <= MOST_BARS for page in pages)
    assert len({page.high for page in pages}) == 1


def test_what_is_shown_names_the_question_behind_it():
    shown = screens(rich())
    on_time = next(one for one in shown if one.kind == CHART)
    assert on_time.basis.ids == ("case_on_time_rate",)
    assert Screen(kind=SAID, section="", message="").basis is None
