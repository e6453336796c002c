"""What a chart draws: gaps, small samples, scales, and what its marks open to."""

from indicators.definition import load_catalog
from reports.figures import counts_over_time, rate_floor, rate_over_time
from reports.figures_compare import count_bars, intervals, stock_bands
from reports.palette import PRINT
from reports.reading import Reading
from reports.sparkline import sparkline
from reports.standing import compare

RATE = load_catalog()["case_on_time_rate"]
COUNT = load_catalog()["case_received_count"]
OVERDUE = load_catalog()["case_overdue_open_count"]


def rate(numerator, denominator, period="all", groups=()):
    value = 100 * numerator / denominator
    return Reading(indicator=RATE, period=period, groups=groups, numerator=numerator, denominator=denominator, value=value)


def count(number, period="all", groups=(), indicator=COUNT):
    return Reading(indicator=indicator, period=period, groups=groups, numerator=number, value=float(number))


def test_a_month_nobody_reported_is_a_gap():
    figure = counts_over_time([[count(5, "2026-01"), count(0, "2026-03")]], ["2026-01", "2026-02", "2026-03"], PRINT)
    assert list(figure.data[0].y) == [5, None, 0]
    assert figure.layout.xaxis.type == "category"


def test_counts_start_at_zero():
    figure = counts_over_time([[count(50, "2026-01"), count(60, "2026-02")]], ["2026-01", "2026-02"], PRINT)
    assert figure.layout.yaxis.range[0] == 0


def test_few_cases_are_a_tick_and_not_a_percentage():
    figure = rate_over_time([rate(3, 4, "2026-01"), rate(18, 20, "2026-02")], ["2026-01", "2026-02"], PRINT)
    line, ticks = figure.data
    assert list(line.y) == [None, 90]
    assert ticks.y[0] is not None
    assert ticks.y[1] is None
    assert "3/4 件" in ticks.hovertext[0]


def test_small_samples_are_hollow():
    figure = rate_over_time([rate(18, 19, "2026-01"), rate(18, 20, "2026-02")], ["2026-01", "2026-02"], PRINT)
    assert list(figure.data[0].marker.color) == [PRINT.paper, PRINT.lead]


def test_the_scale_of_rates_holds_every_value():
    assert rate_floor([rate(55, 100)]) == 50
    assert rate_floor([rate(99, 100)]) == 80
    assert rate_floor([]) == 70
    assert rate_floor([rate(1, 100)]) == 0


def test_every_mark_carries_what_it_opens_to():
    figure = rate_over_time([rate(18, 20, "2026-02")], ["2026-02"], PRINT)
    assert figure.data[0].customdata[0] == [RATE.id, "2026-02"]
    bars = count_bars([count(7, groups=("投诉",))], [], "appeal_kind", PRINT)
    assert bars.data[0].customdata[0] == [COUNT.id, "all", "投诉"]


def test_a_group_that_is_a_number_keeps_its_own_row():
    held = compare(RATE, [rate(90, 100, groups=("12345",)), rate(80, 100, groups=("码上办",))])
    figure = intervals(held.drawn, held.peers, "source_channel", PRINT)
    assert list(figure.layout.yaxis.ticktext) == ["12345", "码上办"]
    assert list(figure.layout.yaxis.tickvals) == [0, 1]


def test_bands_lay_the_overdue_over_the_whole():
    whole = [count(5, groups=("0–5天",)), count(4, groups=("60天以上",))]
    late = [count(0, groups=("0–5天",), indicator=OVERDUE), count(3, groups=("60天以上",), indicator=OVERDUE)]
    figure = stock_bands(whole, late, "age_band", PRINT)
    assert [list(trace.x) for trace in figure.data] == [[5, 4], [0, 3]]
    assert [note.text for note in figure.layout.annotations] == ["5 件", "4 件　超期 3"]


def test_a_sparkline_breaks_where_nothing_is_known():
    assert sparkline([1, None]) == ""
    assert sparkline([1, None, 2, 3]).count("M") >= 2
    assert sparkline([2, 2]).startswith("data:image/svg+xml,")
