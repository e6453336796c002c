"""The charts of a brief as figures: gaps where nobody reported, the scale as fixed, n/N beside the value, and letters as large as asked."""

from dataclasses import replace

import pytest

from reports.brief import Chart, Series
from reports.figures_brief import brief_figure, tick_texts
from reports.palette import PRINT
from tests.meeting.drawn import DRAWN, on_time_chart, rich, types_chart


def test_a_month_nobody_reported_is_a_gap_and_no_zero():
    line = brief_figure(on_time_chart(), PRINT).data[0]
    assert line.y[4] is None
    assert line.connectgaps is False
    assert line.customdata[4] is None
    assert line.customdata[12] == [0, 12]


def test_hovering_says_the_value_with_what_it_rests_on():
    assert "按期办结率 77.9%（81/104）" in brief_figure(on_time_chart(), PRINT).data[0].hovertext[12]
    assert "10月 31 件" in brief_figure(types_chart(), PRINT).data[0].hovertext[0]


def test_a_rate_has_its_fixed_scale_and_a_count_begins_at_zero():
    low, high = brief_figure(on_time_chart(), PRINT).layout.yaxis.range
    assert low == 60
    assert 100 <= high < 105
    assert brief_figure(types_chart(), PRINT).layout.xaxis.range[0] == 0


def test_what_needs_attention_is_orange_and_what_it_is_held_against_grey():
    worse, usual = brief_figure(on_time_chart(), PRINT).data
    assert worse.line.color == PRINT.worse
    assert usual.line.color == PRINT.muted


@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.parametrize("text", [13, 24])
def test_no_letter_is_smaller_than_asked(name, text):
    for chart in DRAWN[name]().charts():
        figure = brief_figure(chart, PRINT, text=text)
        sizes = [figure.layout.xaxis.tickfont.size, figure.layout.yaxis.tickfont.size, figure.layout.font.size]
        sizes += [note.font.size for note in figure.layout.annotations]
        sizes += [trace.textfont.size for trace in figure.data if trace.text is not None and any(trace.text)]
        assert min(sizes) >= text


def test_bars_bear_their_values_and_two_series_a_legend():
    figure = brief_figure(types_chart(), PRINT)
    assert figure.data[0].text[0] == "31"
    assert figure.layout.showlegend
    assert not brief_figure(on_time_chart(), PRINT).layout.showlegend


def test_the_year_stands_only_where_it_begins():
    assert tick_texts(["2025年11月", "2025年12月", "2026年1月"]) == ["11月<br>2025年", "12月", "1月<br>2026年"]
    assert tick_texts(["人居环境"]) == ["人居环境"]


def test_a_chart_without_a_value_is_still_drawn():
    empty = Chart(
        key="none", title="没有数", kind="line", categories=("2026年1月",), series=(Series(name="件数", values=(None,)),), unit="件"
    )
    assert brief_figure(empty, PRINT).data[0].y == (None,)
    assert [chart.has_values for chart in rich().charts()] == [True, True, True]


@pytest.mark.parametrize("kind", ["bar", "column", "stacked"])
def test_bars_begin_at_zero_whatever_the_chart_says(kind):
    figure = brief_figure(replace(on_time_chart(), kind=kind), PRINT)
    assert (figure.layout.xaxis if kind == "bar" else figure.layout.yaxis).range[0] == 0
