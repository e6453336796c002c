"""What the charts of the ledgers draw: definitions kept apart, gaps, tree order, plans beside what was done, parts, what was due."""

from dataclasses import replace
from datetime import date

import pytest

from indicators.definition import load_catalog
from reports.figures_level import BOUNDED, MOST_ROWS, MOST_SERIES, Pin, level_over_years, pins_shown, village_dots
from reports.figures_parts import LEGEND, MOST_ITEMS, STATES, Cell, Pair, change_bars, due_matrix, stacked_parts
from reports.figures_project import MOST_BARS, Bar, timeline
from reports.palette import PRINT
from reports.reading import Reading

LEVEL = replace(load_catalog()["case_received_count"], id="level", name="人均收入", unit="元")
SHARE = replace(load_catalog()["case_on_time_rate"], id="share", name="工资占比", shadow="")
BREAK = {"2014": "2014年起为可支配收入，与以前不可比"}
YEARS = ["2012", "2013", "2014", "2015", "2016"]
UNTIL = date(2026, 10, 31)


def level(value, period="all", groups=(), **more):
    return Reading(indicator=LEVEL, period=period, groups=groups, numerator=value, value=value, **more)


def share(numerator, denominator, groups=()):
    value = 100 * numerator / denominator
    return Reading(indicator=SHARE, period="2024", groups=groups, numerator=numerator, denominator=denominator, value=value)


def course(*values, first=2012):
    return [level(value, str(first + place)) for place, value in enumerate(values) if value is not None]


def lines(figure):
    return [trace for trace in figure.data if trace.mode == "lines+markers"]


def notes(figure):
    return [note.text for note in figure.layout.annotations]


def test_no_line_goes_into_another_definition():
    figure = level_over_years([("东湾村", course(5000, 5500, 7000, 7600, 8100))], YEARS, PRINT, breaks=BREAK)
    assert [list(line.x) for line in lines(figure)] == [[2012, 2013], [2014, 2015, 2016]]
    assert [list(line.y) for line in lines(figure)] == [[5000, 5500], [7000, 7600, 8100]]
    upright = figure.layout.shapes[0]
    assert upright.x0 == upright.x1 == 2013.5
    assert "2014年起为可支配收入，<br>与以前不可比" in notes(figure)


def test_the_words_of_several_breaks_stand_below_where_none_covers_another():
    figure = level_over_years(
        [("东湾村", course(1, 2, 3, 4, 5))], YEARS, PRINT, breaks={**BREAK, "2016": "2016年起按常住人口计，与以前不可比"}
    )
    assert [list(line.x) for line in lines(figure)] == [[2012, 2013], [2014, 2015], [2016]]
    below = [note.yshift for note in figure.layout.annotations if "不可比" in note.text]
    assert len(set(below)) == 2
    assert all(shift < -20 for shift in below)


def test_a_break_outside_the_years_draws_nothing():
    figure = level_over_years([("东湾村", course(1, 2, 3, 4, 5))], YEARS, PRINT, breaks={"2012": "甲", "2030": "乙"})
    assert len(lines(figure)) == 1
    assert not figure.layout.shapes


def test_a_year_that_nobody_reported_or_named_is_a_gap():
    figure = level_over_years([("东湾村", course(5000, None, 5200, 5300, 5400))], ["2012", "2014", "2015", "2016"], PRINT)
    assert list(lines(figure)[0].x) == [2012, 2013, 2014, 2015, 2016]
    assert list(lines(figure)[0].y) == [5000, None, 5200, 5300, 5400]
    assert lines(figure)[0].connectgaps is False
    assert lines(figure)[0].customdata[1] is None


def test_levels_start_at_zero_and_a_point_says_the_whole_sentence():
    figure = level_over_years([("东湾村", course(5000, 5500, 7000, 7600, 18000))], YEARS, PRINT)
    assert figure.layout.yaxis.range[0] == 0
    assert figure.layout.yaxis.range[1] > 18000
    assert figure.layout.yaxis.tickformat == ",d"
    assert lines(figure)[0].hovertext[4] == "东湾村，2016年：人均收入 18,000 元"
    assert lines(figure)[0].customdata[4] == [LEVEL.id, "2016"]
    assert "<b>18,000 元</b>" in notes(figure)


def test_values_that_are_bounds_are_hollow_and_say_so():
    series = [("东湾村", course(1, 2, 3, 4, 5)), ("柳沟村", course(2, 3, 4, 5, 6))]
    first, second = lines(level_over_years(series, YEARS, PRINT, bounded={"东湾村": {"2013"}}))
    assert [colour == PRINT.paper for colour in first.marker.color] == [False, True, False, False, False]
    assert PRINT.paper not in second.marker.color
    assert [BOUNDED in text for text in first.hovertext] == [False, True, False, False, False]


def test_no_more_than_seven_lines_in_the_order_given_and_the_rest_is_owned_up_to():
    series = [(f"{number}社", course(1000 + number, 2000, 3000, 4000, 5000)) for number in range(9)]
    figure = level_over_years(series, YEARS, PRINT, breaks=BREAK)
    assert list(dict.fromkeys(line.name for line in lines(figure))) == [name for name, _ in series[:MOST_SERIES]]
    assert any(text == "另有 2 条线未画，见数据表" for text in notes(figure))
    looks = {(line.line.color, line.line.dash, line.marker.symbol) for line in lines(figure)}
    assert len(looks) == MOST_SERIES


def test_names_at_the_line_ends_do_not_touch():
    series = [(f"{number}社", course(1, 1, 1, 1, 5000 + number)) for number in range(MOST_SERIES)]
    figure = level_over_years(series, YEARS, PRINT)
    heights = sorted(note.y for note in figure.layout.annotations if note.text.endswith("社"))
    top = figure.layout.yaxis.range[1]
    pixels = (figure.layout.height - 40) / top
    assert min(after - before for before, after in zip(heights, heights[1:], strict=False)) * pixels > 14
    assert heights[-1] < top


def test_a_line_that_ended_earlier_is_named_where_it_ended():
    series = [("甲", course(1000, 2000, 3000, 4000, 5000)), ("乙", course(900, 1900, 2900))]
    ended = [
        note
        for note in level_over_years(series, ["2010", "2011", *YEARS], PRINT).layout.annotations
        if note.text == "乙" and note.x == 2014
    ]
    assert [note.yanchor for note in ended] == ["top"]


def test_events_are_numbered_pins_on_the_upper_edge():
    events = [
        Pin(on=date(2015, 7, 1), text="投产"), Pin(on=date(2013, 3, 5), text="修路"), Pin(on=date(2015, 7, 20), text="通水"),
        Pin(on=date(2020, 1, 1), text="以后"),
    ]  # fmt: skip
    figure = level_over_years([("东湾村", course(1, 2, 3, 4, 5))], YEARS, PRINT, events=events)
    pins = figure.data[-1]
    assert list(pins.text) == ["1", "2–3"]
    assert list(pins.hovertext) == ["1　2013年3月5日：修路", "2　2015年7月1日：投产<br>3　2015年7月20日：通水"]
    assert set(pins.y) == {figure.layout.yaxis.range[1]}
    assert 2012.5 < pins.x[0] < 2013.5
    assert [pin.text for pin in pins_shown(events, YEARS)] == ["修路", "投产", "通水"]


def villages(*values):
    return [level(value, "2024", (f"甲县/乙镇/{name}村",)) for name, value in zip("甲乙丙丁戊", values, strict=False)]


def test_villages_stand_in_tree_order_and_not_by_rank():
    rows = villages(12000, 15000, 11000)
    order = [rows[2].groups[0], rows[0].groups[0], rows[1].groups[0]]
    figure = village_dots(rows, level(12000, "2024"), "village", PRINT, order, overall_words="全镇中位数")
    assert list(figure.layout.yaxis.ticktext) == ["丙村", "甲村", "乙村"]
    assert list(figure.data[0].x) == [11000, 12000, 15000]
    assert list(figure.data[0].y) == [0, 1, 2]
    assert notes(figure) == ["11,000 元", "12,000 元", "15,000 元", "全镇中位数 12,000 元"]
    assert figure.data[0].hovertext[0] == "丙村，2024年：人均收入 11,000 元"
    assert figure.data[0].customdata[1] == [LEVEL.id, "2024", "甲县/乙镇/甲村"]


def test_a_village_that_reported_nothing_keeps_its_row_without_a_dot():
    rows = villages(12000, None, 11000)
    figure = village_dots(rows, None, "village", PRINT, [one.groups[0] for one in rows])
    assert list(figure.layout.yaxis.ticktext) == ["甲村", "乙村", "丙村"]
    assert list(figure.data[0].y) == [0, 2]


def test_a_long_name_is_shortened_beside_the_row_and_whole_in_the_hover():
    name = "名字特别特别长的一个行政村委会"
    figure = village_dots([level(9000, "2024", (f"甲县/{name}",))], None, "village", PRINT, [])
    assert len(figure.layout.yaxis.ticktext[0]) < len(name)
    assert name in figure.data[0].hovertext[0]


def test_more_villages_than_have_room_are_owned_up_to():
    rows = [level(9000 + number, "2024", (f"甲县/{number}村",)) for number in range(MOST_ROWS + 3)]
    figure = village_dots(rows, None, "village", PRINT, [one.groups[0] for one in rows])
    assert len(figure.data[0].x) == MOST_ROWS
    assert notes(figure)[-1] == "另有 3 个未画，见数据表"


def stretches(figure):
    """(row, first day, last day) of the plans, of what was done, and of what is late."""
    return [
        [
            (row, date.fromordinal(base), date.fromordinal(base + length - 1))
            for row, base, length in zip(bars.y, bars.base, bars.x, strict=True)
        ]
        for bars in figure.data[:3]
    ]


PLAN = {"planned_start": date(2025, 3, 1), "planned_finish": date(2025, 10, 31)}


def test_a_plan_and_its_course_within_it():
    plans, done, late = stretches(timeline([Bar(name="路", **PLAN, started=date(2025, 4, 1), finished=date(2025, 9, 30))], PRINT, UNTIL))
    assert plans == [(0, date(2025, 3, 1), date(2025, 10, 31))]
    assert done == [(0, date(2025, 4, 1), date(2025, 9, 30))]
    assert late == []


def test_what_goes_beyond_the_plan_is_set_apart_and_named():
    bar = Bar(name="路", **PLAN, started=date(2025, 4, 1), finished=date(2026, 1, 15), is_late=True)
    figure = timeline([bar], PRINT, UNTIL)
    _, done, late = stretches(figure)
    assert done == [(0, date(2025, 4, 1), date(2025, 10, 31))]
    assert late == [(0, date(2025, 10, 31), date(2026, 1, 15))]
    assert figure.data[2].marker.color == PRINT.worse
    assert figure.data[2].marker.pattern.shape
    assert "超期" in notes(figure)


def test_what_is_not_finished_goes_on_to_the_last_day_known_with_an_open_end():
    bars = [Bar(name="甲", **PLAN, started=date(2025, 4, 1), is_late=True), Bar(name="乙", started=date(2026, 4, 1)), Bar(name="丙", **PLAN, is_late=True)]  # fmt: skip
    figure = timeline(bars, PRINT, UNTIL)
    _, done, late = stretches(figure)
    assert done[1] == (1, date(2026, 4, 1), UNTIL)
    assert late == [(0, date(2025, 10, 31), UNTIL), (2, date(2025, 10, 31), UNTIL)]
    ends = next(trace for trace in figure.data[3:] if trace.marker.symbol == "triangle-right")
    assert list(ends.y) == [0, 1]
    assert {date.fromordinal(day) for day in ends.x} == {UNTIL}
    assert "数据截至 2026年10月31日" in notes(figure)
    assert figure.layout.shapes[0].x0 == UNTIL.toordinal()


def test_a_day_alone_is_a_mark_and_no_day_is_said():
    bars = [Bar(name="甲", finished=date(2026, 4, 1)), Bar(name="乙", planned_finish=date(2026, 12, 1)), Bar(name="丙")]
    figure = timeline(bars, PRINT, UNTIL)
    assert stretches(figure) == [[], [], []]
    marks = {trace.marker.symbol: list(trace.y) for trace in figure.data[3:] if trace.x}
    assert marks == {"diamond": [0], "line-ns-open": [1]}
    assert [note.y for note in figure.layout.annotations if note.text == "未填起止日期"] == [2]


def test_projects_keep_their_order_open_by_click_and_say_the_whole_sentence():
    words = "计划2025年3月1日至10月31日，实际4月1日开工、9月30日完工。"
    name = "通村道路硬化工程（一标段）东湾至柳沟"
    bars = [Bar(name=f"{place}{name}", **PLAN, words=words, key=("id", place)) for place in range(MOST_BARS + 2)]
    figure = timeline(bars, PRINT, UNTIL)
    assert len(figure.data[0].y) == MOST_BARS
    assert [text[0] for text in figure.layout.yaxis.ticktext[:3]] == ["0", "1", "2"]
    assert figure.data[0].hovertext[1].replace("<br>", "") == f"1{name}{words}"
    assert max(map(len, figure.data[0].hovertext[1].split("<br>"))) <= 24
    assert figure.data[0].customdata[1] == ["id", 1]
    assert notes(figure)[-1] == "另有 2 个项目未画，见项目清单"


@pytest.mark.parametrize(
    ("first", "last", "texts"),
    [
        (date(2026, 3, 5), date(2026, 6, 1), ["4月<br>2026年", "5月", "6月"]),
        (date(2025, 3, 1), date(2026, 10, 31), ["7月", "1月<br>2026年", "7月"]),
        (date(2019, 3, 1), date(2026, 10, 31), ["2020年", "2022年", "2024年", "2026年"]),
        (date(2026, 3, 25), date(2026, 3, 28), ["2026年3月"]),
        (date(2026, 3, 1), date(2026, 3, 28), ["2026年3月"]),
    ],
)
def test_the_days_axis_is_in_chinese_and_fits_a_phone(first, last, texts):
    figure = timeline([Bar(name="路", started=first, finished=last)], PRINT, last)
    assert list(figure.layout.xaxis.ticktext) == texts


PARTS = ["工资", "经营", "财产", "转移"]


def test_parts_add_up_in_the_order_given_and_only_wide_ones_are_labelled():
    rows = [("东湾村", [share(500, 1000), share(300, 1000), share(79, 1000), share(121, 1000)]), ("柳沟村", [share(1, 2000)] + [None] * 3)]
    figure = stacked_parts(rows, PARTS, PRINT)
    assert [bar.name for bar in figure.data] == PARTS
    assert sum(bar.x[0] for bar in figure.data) == pytest.approx(100)
    assert [bar.text[0] for bar in figure.data] == ["50.0%", "30.0%", "", "12.1%"]
    assert list(figure.layout.yaxis.ticktext) == ["东湾村", "柳沟村"]
    assert list(figure.layout.xaxis.range) == [0, 100]
    assert "500/1,000" in figure.data[0].hovertext[0]
    assert figure.data[0].hovertext[0].startswith("东湾村，2024年：工资占比 50.0%")
    assert figure.data[1].x[1] is None
    assert figure.layout.showlegend


def test_a_row_that_reported_no_part_says_so():
    figure = stacked_parts([("河西村", [None] * 4)], PARTS, PRINT)
    assert notes(figure) == ["未填报"]


def test_a_loss_goes_to_the_left_of_nought():
    figure = stacked_parts([("上坪村", [share(1200, 1000), share(-200, 1000)])], PARTS[:2], PRINT)
    low, high = figure.layout.xaxis.range
    assert low < -20
    assert high > 120
    assert figure.layout.barmode == "relative"


def test_more_than_five_parts_are_refused():
    with pytest.raises(ValueError, match="at most 5"):
        stacked_parts([], list("甲乙丙丁戊己"), PRINT)


def test_the_matrix_says_each_state_by_symbol_and_leaves_blank_what_was_not_due():
    rows, columns = ["甲村", "乙村"], ["1月", "2月", "3月", "4月", "5月"]
    words = "甲村，2026年1月：应开 2 次，已开 1 次（1/2）"
    cells = {
        ("甲村", "1月"): Cell(state="partly", words=words, key=("id", "2026-01", "甲")),
        ("甲村", "3月"): Cell(state="held", words="甲"),
        ("乙村", "1月"): Cell(state="not_held", words="乙"),
        ("乙村", "5月"): Cell(state="not_reported", words="丙"),
    }
    figure = due_matrix(cells, rows, columns, PRINT)
    drawn = {(bar.text[place], round(bar.base[place] + 0.46), bar.y[place]) for bar in figure.data for place in range(len(bar.y))}
    assert drawn == {("△", 0, 0), ("✓", 2, 0), ("×", 0, 1), ("—", 4, 1)}
    partly = next(bar for bar in figure.data if bar.name == STATES["partly"][1])
    assert list(partly.hovertext) == [words]
    assert list(partly.customdata) == [["id", "2026-01", "甲"]]
    assert notes(figure) == list(LEGEND)
    assert all(symbol in "".join(LEGEND) and word in "".join(LEGEND) for symbol, word in STATES.values())


def test_a_matrix_with_room_writes_the_words_and_a_wide_one_breaks_its_headings():
    cells = {("甲村", "党员大会"): Cell(state="held", words="甲")}
    assert due_matrix(cells, ["甲村"], ["党员大会"], PRINT).data[0].text[0] == "✓ 已开展"
    months = [f"{month}月" for month in range(1, 13)]
    assert list(due_matrix({}, ["甲村"], months, PRINT).layout.xaxis.ticktext)[8:10] == ["9<br>月", "10<br>月"]


def pair(name, previous, current, indicator=LEVEL, words=""):
    sides = [
        None if value is None else Reading(indicator=indicator, period=period, groups=(name,), numerator=value, value=value)
        for value, period in ((previous, "2025"), (current, "2026"))
    ]
    return Pair(name=name, previous=sides[0], current=sides[1], words=words)


def test_the_year_before_stands_above_this_year_with_the_change_in_words():
    figure = change_bars([pair("玉米", 100, 120, words="多 20 元"), pair("小麦", 90, None)], PRINT)
    previous, current = figure.data
    assert (list(previous.x), list(current.x)) == ([100, 90], [120, None])
    assert (previous.name, current.name) == ("2025年（元）", "2026年（元）")
    assert current.marker.color == PRINT.lead
    assert list(figure.layout.yaxis.ticktext) == ["玉米", "小麦"]
    assert notes(figure) == ["多 20 元", "未填报"]
    assert current.hovertext[0] == "玉米，2026年：人均收入 120 元"
    assert current.customdata[0] == [LEVEL.id, "2026", "玉米"]


def test_beyond_twelve_items_the_rest_is_added_up_and_opens_to_nothing():
    figure = change_bars([pair(f"{number}号", 10, None if number == 13 else 20) for number in range(15)], PRINT)
    previous, current = figure.data
    assert len(current.x) == MOST_ITEMS
    assert (previous.x[-1], current.x[-1]) == (40, 60)
    assert figure.layout.yaxis.ticktext[-1] == "其他"
    assert "3 项相加，另有 1 项未填报" in current.hovertext[-1]
    assert current.customdata[-1] is None
    assert current.customdata[-2] is not None


def test_what_cannot_be_added_up_is_left_out_and_owned_up_to():
    other = replace(LEVEL, id="other")
    figure = change_bars([pair(f"{number}号", 10, 20, other if number % 2 else LEVEL) for number in range(15)], PRINT)
    assert len(figure.data[0].x) == MOST_ITEMS
    assert "其他" not in figure.layout.yaxis.ticktext
    assert notes(figure)[-1] == "另有 3 项未画，见数据表"


def test_the_colours_of_parts_are_apart_from_what_needs_attention():
    assert PRINT.worse not in PRINT.parts
    assert len(set(PRINT.parts)) == len(PRINT.parts) >= 5
