"""A native chart says what the chart of the brief says: its workbook holds the same values, blanks stay gaps, Chinese has a font everywhere."""

from dataclasses import replace
from io import BytesIO

import pytest
from lxml import etree
from python_calamine import CalamineWorkbook

from reports.brief import BAR, COLUMN, LINE, STACKED, Chart, Series
from reports.chart_book import DATA, PARTS
from reports.chart_part import WORKBOOK, chart_part
from reports.chart_style import PAPER, SLIDE, colours_of, grown, look_of
from reports.palette import PRINT
from reports.text_room import text_width
from tests.meeting.drawn import DRAWN, MONTHS, on_time_chart, types_chart

SPACES = {
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
QUARTERS = Chart(
    key="quarters", title="各季度", kind=COLUMN, categories=("2026年1季度", "2026年2季度", "2026年3季度"), unit="万元", decimals=1,
    series=(Series(name="本年", values=(12345.5, None, 0.0)), Series(name="上年", values=(1.0, 2.0, 3.0), tone="muted")),
)  # fmt: skip
TONED = Chart(
    key="toned", title="各村", kind=BAR, categories=("全镇", "甲村", "乙<村>&"), unit="%", decimals=1, low=0, high=100,
    series=(Series(name="比率", values=(90.0, 70.25, None), parts=("90/100", "281/400", ""), tones=("muted", "worse", "calm")),),
)  # fmt: skip
CHARTS = [*DRAWN["rich"]().charts(), QUARTERS, TONED]


def xml_of(chart, frame=PAPER):
    return etree.fromstring(chart_part(chart, frame).xml)


def sheet_of(chart, name=DATA):
    return CalamineWorkbook.from_filelike(BytesIO(chart_part(chart).workbook)).get_sheet_by_name(name).to_python(skip_empty_area=False)


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.key)
def test_the_workbook_holds_the_categories_and_values_and_blanks_where_nobody_reported(chart):
    head, *rows = sheet_of(chart)
    assert tuple(row[0] for row in rows) == chart.categories
    assert tuple(head[1:]) == tuple(one.name for one in chart.series)
    for place, one in enumerate(chart.series, start=1):
        assert [None if row[place] == "" else row[place] for row in rows] == [
            None if value is None else float(value) for value in one.values
        ]


@pytest.mark.parametrize("chart", [chart for chart in CHARTS if any(one.parts for one in chart.series)], ids=lambda chart: chart.key)
def test_the_second_sheet_holds_the_parts_of_each_value(chart):
    _, *rows = sheet_of(chart, PARTS)
    for place, one in enumerate(chart.series, start=1):
        assert tuple(row[place] for row in rows) == (one.parts or ("",) * len(rows))


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.key)
def test_the_drawing_holds_the_same_values_and_says_where_they_stand_in_the_workbook(chart):
    drawn, rows = xml_of(chart), sheet_of(chart)
    series = drawn.findall(".//c:ser", SPACES)
    assert len(series) == len(chart.series)
    for one, said in zip(series, chart.series, strict=True):
        points = {
            int(point.get("idx")): float(point.findtext("c:v", namespaces=SPACES)) for point in one.findall(".//c:numCache/c:pt", SPACES)
        }
        assert points == {row: value for row, value in enumerate(said.values) if value is not None}
        place = one.findtext("c:val/c:numRef/c:f", namespaces=SPACES)
        column = ord(place.split("!$")[1][0]) - ord("A")
        assert place.startswith(f"'{DATA}'!")
        assert rows[0][column] == said.name


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.key)
@pytest.mark.parametrize("frame", [PAPER, SLIDE], ids=["paper", "slide"])
def test_blanks_are_gaps_and_every_type_has_a_font_for_chinese(chart, frame):
    drawn = xml_of(chart, frame)
    assert drawn.find(".//c:dispBlanksAs", SPACES).get("val") == "gap"
    assert drawn.find("c:externalData", SPACES).get(f"{{{SPACES['r']}}}id") == WORKBOOK
    assert drawn.find(".//c:title", SPACES) is None
    types = drawn.findall(".//c:txPr", SPACES)
    assert len(types) >= 3
    for one in types:
        assert one.find(".//a:defRPr/a:latin", SPACES).get("typeface") == frame.latin
        assert one.find(".//a:defRPr/a:ea", SPACES).get("typeface") == frame.east
        assert one.find(".//a:defRPr/a:cs", SPACES) is not None


def test_a_line_keeps_its_scale_and_its_last_point_says_name_and_value():
    drawn = xml_of(on_time_chart(), SLIDE)
    assert [drawn.find(f".//c:valAx/c:scaling/c:{end}", SPACES).get("val") for end in ("min", "max")] == ["60", "100"]
    labels = drawn.findall(".//c:dLbl", SPACES)
    assert [label.find("c:idx", SPACES).get("val") for label in labels] == ["12", "12"]
    assert all(label.find(f"c:{shown}", SPACES).get("val") == "1" for label in labels for shown in ("showVal", "showSerName"))
    assert {label.find("c:numFmt", SPACES).get("formatCode") for label in labels} == {'0.0"%"'}
    assert drawn.find(".//c:legend", SPACES) is None


def test_what_is_only_there_to_compare_with_is_dashed_and_has_no_marks():
    worse, usual = xml_of(on_time_chart()).findall(".//c:ser", SPACES)
    assert usual.find("c:spPr/a:ln/a:prstDash", SPACES).get("val") != "solid"
    assert usual.find("c:marker/c:symbol", SPACES).get("val") == "none"
    assert worse.find("c:marker/c:symbol", SPACES).get("val") == "circle"
    assert worse.find("c:spPr/a:ln/a:solidFill/a:srgbClr", SPACES).get("val") == PRINT.worse.lstrip("#")


def test_lines_that_end_together_have_a_legend_and_differ_by_mark_too():
    close = (Series(name="甲", values=(80.0,) * 13), Series(name="乙", values=(81.0,) * 13))
    drawn = xml_of(replace(on_time_chart(), series=close))
    assert drawn.find(".//c:legend", SPACES) is not None
    assert len({one.find("c:marker/c:symbol", SPACES).get("val") for one in drawn.findall(".//c:ser", SPACES)}) == 2


def test_an_axis_that_would_cut_a_value_off_gives_way():
    low = replace(on_time_chart(), series=(Series(name="甲", values=(31.0,) * 13),), low=60, high=100)
    assert xml_of(low).find(".//c:valAx/c:scaling/c:min", SPACES).get("val") == "0"


def test_bars_stand_in_the_order_given_from_the_top_and_count_from_zero():
    drawn = xml_of(types_chart())
    assert drawn.find(".//c:barDir", SPACES).get("val") == "bar"
    assert drawn.find(".//c:catAx/c:scaling/c:orientation", SPACES).get("val") == "maxMin"
    assert drawn.find(".//c:valAx/c:scaling/c:min", SPACES).get("val") == "0"
    assert all(one.find("c:dLbls/c:showVal", SPACES).get("val") == "1" for one in drawn.findall(".//c:ser", SPACES))


def test_a_value_has_the_colour_of_its_own_tone():
    points = {
        point.find("c:idx", SPACES).get("val"): point.find(".//a:srgbClr", SPACES).get("val")
        for point in xml_of(TONED).findall(".//c:dPt", SPACES)
    }
    assert points["1"] == PRINT.worse.lstrip("#")
    assert points["0"] != points["1"]
    assert "2" not in points  # nothing is drawn where nobody reported


def test_series_of_one_chart_differ_in_colour():
    stacked = Chart(
        key="s",
        title="t",
        kind=STACKED,
        categories=MONTHS,
        unit="件",
        series=tuple(Series(name=str(n), values=(n,) * 13) for n in range(1, 7)),
    )
    assert len(set(colours_of(stacked))) == 6


@pytest.mark.parametrize("frame", [PAPER, SLIDE], ids=["paper", "slide"])
@pytest.mark.parametrize("count", [2, 6, 13, 24])
def test_of_many_months_some_are_named_each_with_its_year_and_none_is_turned(frame, count):
    months = tuple(f"{2024 + month // 12}年{month % 12 + 1}月" for month in range(count))
    chart = replace(on_time_chart(), categories=months, series=(Series(name="甲", values=(80.0,) * count),))
    axis, look = xml_of(chart, frame).find(".//c:catAx", SPACES), look_of(chart, frame)
    skip = int(axis.find("c:tickLblSkip", SPACES).get("val"))
    left, _, right, _ = look.margins
    assert skip * (frame.width - left - right) / count > text_width("2024年12月", frame.points)
    assert axis.find(".//a:bodyPr", SPACES).get("rot") == ("0" if skip == 1 else "6000")
    assert (skip == 1) == (count == 2)
    assert [point.text for point in xml_of(chart, frame).findall(".//c:cat//c:v", SPACES)] == list(months)


def test_the_last_of_thirteen_months_is_named():
    assert 12 % look_of(on_time_chart(), PAPER).skip == 0


def test_no_type_on_paper_is_smaller_than_eight_points():
    assert all(int(one.get("sz")) >= 800 for chart in CHARTS for one in xml_of(chart).iter(f"{{{SPACES['a']}}}defRPr"))


@pytest.mark.parametrize("kind", [BAR, COLUMN, STACKED])
def test_bars_begin_at_zero_whatever_the_chart_says(kind):
    held = replace(TONED, kind=kind, low=60.0)
    assert xml_of(held).find(".//c:valAx/c:scaling/c:min", SPACES).get("val") == "0"
    assert held.floor == 0 and on_time_chart().floor == 60


LIMITS = tuple(Series(name=name, values=(value,) * 13, tone="muted") for name, value in (("上限", 96.0), ("均值", 90.0), ("下限", 84.0)))


def ends(chart):
    """What each line says at its end: its name, its number, on which side."""
    found = {}
    for one in xml_of(chart).findall(".//c:ser", SPACES):
        for label in one.findall(".//c:dLbl", SPACES):
            said = [label.find(f"c:{shown}", SPACES).get("val") == "1" for shown in ("showSerName", "showVal")]
            found[one.findtext("c:tx//c:v", namespaces=SPACES)] = (*said, label.find("c:dLblPos", SPACES).get("val"))
    return found


def test_limits_say_their_names_at_their_ends_and_the_last_number_stands_clear_of_them():
    def drawn(last):
        return replace(on_time_chart(), low=80.0, series=(Series(name="率", values=(88.0,) * 12 + (last,)), *LIMITS))

    assert [ends(drawn(90.5))[name] for name in ("上限", "均值", "下限")] == [(True, False, "r")] * 3
    assert ends(drawn(90.5))["率"] == (False, True, "t")
    assert ends(drawn(93.0))["率"] == (False, True, "r")
    assert xml_of(drawn(90.5)).find(".//c:legend", SPACES) is None


def test_limits_that_lie_too_near_have_a_legend():
    near = tuple(replace(one, values=(90.0 + place / 10,) * 13) for place, one in enumerate(LIMITS))
    assert xml_of(replace(on_time_chart(), series=(on_time_chart().series[0], *near))).find(".//c:legend", SPACES) is not None


def test_every_column_of_a_long_unit_bears_its_number():
    projects = Chart(
        key="p", title="t", kind=COLUMN, categories=("应开工", "已开工", "应完工", "已完工", "按期完工", "过期未完工"), unit="个项目",
        series=(Series(name="项目数", values=(25.0, 23.0, 21.0, 17.0, 12.0, 4.0)),),
    )  # fmt: skip
    labels = xml_of(projects).find(".//c:ser/c:dLbls", SPACES)
    assert labels.find("c:showVal", SPACES).get("val") == "1" and labels.find("c:numFmt", SPACES).get("formatCode") == "#,##0"


def test_names_too_long_to_stand_below_columns_make_the_columns_lie():
    long = Chart(
        key="l",
        title="t",
        kind=COLUMN,
        categories=tuple(f"第{n}号河西走廊绿洲生态移民安置新村" for n in range(20)),
        series=(Series(name="件", values=(1,) * 20),),
        unit="件",
    )
    assert look_of(long, PAPER).lies
    assert not look_of(QUARTERS, PAPER).lies
    assert grown(long, PAPER).height > PAPER.height


def test_the_plot_leaves_room_for_what_stands_around_it():
    for chart in CHARTS:
        for frame in (PAPER, SLIDE):
            left, top, right, bottom = look_of(chart, frame).margins
            assert min(left, top, right, bottom) > 0
            assert left + right < 0.7 * frame.width
            assert top + bottom < 0.6 * frame.height


def test_a_chart_is_the_same_bytes_again_and_signs_of_xml_in_names_do_no_harm():
    for chart in CHARTS:
        assert chart_part(chart) == chart_part(chart)
    assert "乙<村>&" in [one.text for one in xml_of(TONED).findall(".//c:cat//c:v", SPACES)]


def test_a_chart_without_any_value_can_be_written():
    empty = Chart(key="e", title="t", kind=LINE, categories=MONTHS, series=(Series(name="甲", values=(None,) * 13),), unit="%", decimals=1)
    assert not xml_of(empty).findall(".//c:numCache/c:pt", SPACES)
