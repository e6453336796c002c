"""The series of a native chart: their values with gaps where nobody reported, their colours, dashes and marks, and their labels."""

from collections.abc import Sequence

from lxml import etree

from reports.brief import STACKED, Chart, Series
from reports.chart_book import DATA, column_letter
from reports.chart_ends import end_sides, last_point
from reports.chart_style import (
    INK,
    MARKS,
    PALE,
    Frame,
    Look,
    colours_of,
    dash_of,
    label_format,
    point_colours,
    shows_part,
)
from reports.chart_xml import a, c, fill, line, no_fill, text_form
from reports.text_room import LINE as LINE_HEIGHT

PAPER_WHITE = "#ffffff"
SHOWN = ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")


def line_series(chart: Chart, frame: Frame, look: Look, place: int) -> etree._Element:
    """A line with its marks; one that is only there to compare with is dashed and has none."""
    one, colour = chart.series[place], colours_of(chart)[place]
    is_muted = one.tone == "muted"
    drawn = c("spPr", line(colour, frame.points / 8 if is_muted else frame.points / 6, dash_of(chart, place) if is_muted else "solid"))
    marker = c("marker", c("symbol", val="none")) if is_muted else _mark(colour, place, frame)
    labels = _end_label(chart, frame, look, one, colour)
    return c(
        "ser", *_head(chart, place), drawn, marker, *_own_marks(chart, frame, place), labels, *_data(chart, place), c("smooth", val="0")
    )


def bar_series(chart: Chart, frame: Frame, look: Look, place: int) -> etree._Element:
    """Bars of one colour, parts of a column apart from each other by a white line."""
    one, colour = chart.series[place], colours_of(chart)[place]
    edge = line(PAPER_WHITE, 1) if chart.kind == STACKED else a("ln", no_fill())
    labels = _part_labels(chart, frame, look, one, colour) if chart.kind == STACKED else _bar_labels(chart, frame, look, one)
    drawn, never = c("spPr", fill(colour), edge), c("invertIfNegative", val="0")
    return c("ser", *_head(chart, place), drawn, never, *_own_fills(chart, place), labels, *_data(chart, place))


def _head(chart: Chart, place: int) -> list[etree._Element]:
    name = chart.series[place].name
    named = c("strRef", c("f", f"'{DATA}'!${column_letter(place)}$1"), c("strCache", c("ptCount", val="1"), c("pt", c("v", name), idx="0")))
    return [c("idx", val=str(place)), c("order", val=str(place)), c("tx", named)]


def _data(chart: Chart, place: int) -> list[etree._Element]:
    """The categories and values with where they stand in the workbook; a value that nobody reported has no point."""
    size, column = len(chart.categories), column_letter(place)
    values = _points([None if value is None else repr(value) for value in chart.series[place].values])
    cached = c("numCache", c("formatCode", label_format(chart)), c("ptCount", val=str(size)), *values)
    number = c("numRef", c("f", f"'{DATA}'!${column}$2:${column}${size + 1}"), cached)
    return [c("cat", _names(chart)), c("val", number)]


def _names(chart: Chart) -> etree._Element:
    """The categories, each in full: of months and quarters some are named, every one of these with its year."""
    size = len(chart.categories)
    return c("strRef", c("f", f"'{DATA}'!$A$2:$A${size + 1}"), c("strCache", c("ptCount", val=str(size)), *_points(chart.categories)))


def _points(texts: Sequence[str | None]) -> list[etree._Element]:
    return [c("pt", c("v", text), idx=str(row)) for row, text in enumerate(texts) if text is not None]


def _mark(colour: str, place: int, frame: Frame) -> etree._Element:
    size = str(round(min(max(frame.points / 2, 5), 9)))
    look = c("spPr", fill(colour), line(PAPER_WHITE, 0.75))
    return c("marker", c("symbol", val=MARKS[place % len(MARKS)]), c("size", val=size), look)


def _own_marks(chart: Chart, frame: Frame, place: int) -> list[etree._Element]:
    """Points of a line that have a tone of their own."""
    own = point_colours(chart, place).items()
    return [c("dPt", c("idx", val=str(row)), _mark(colour, place, frame), c("bubble3D", val="0")) for row, colour in own]


def _own_fills(chart: Chart, place: int) -> list[etree._Element]:
    """Bars that have a tone of their own."""
    own = point_colours(chart, place).items()
    return [
        c(
            "dPt",
            c("idx", val=str(row)),
            c("invertIfNegative", val="0"),
            c("bubble3D", val="0"),
            c("spPr", fill(colour), a("ln", no_fill())),
        )
        for row, colour in own
    ]


def _end_label(chart: Chart, frame: Frame, look: Look, one: Series, colour: str) -> etree._Element:
    """The last point of a line carries its number, its name too where there is no legend; one that is only there to compare with perhaps its name."""
    last, is_beside = last_point(one), one.name in look.beside
    side = "r" if look.named else end_sides(chart, look.beside, frame.points * LINE_HEIGHT, frame.height).get(one.name)
    if last is None or side is None:
        return _labels([], *_shown())
    ends = c(
        "dLbl",
        c("idx", val=str(last)),
        *_form(chart, frame, colour, side, is_bold=not is_beside),
        *_shown(value=not is_beside, name=look.named or is_beside, apart="\n"),
    )
    return _labels([ends], *_shown())


def _bar_labels(chart: Chart, frame: Frame, look: Look, one: Series) -> etree._Element:
    """Every bar carries its number, or the last one of what the chart is about where there is no room for all."""
    form = (*_form(chart, frame, INK, "outEnd"), *_shown(value=True))
    if look.labels_all:
        return _labels([], *form)
    last = last_point(one)
    is_first = one is next((each for each in chart.series if each.tone != "muted"), None)
    return _labels([] if last is None or not is_first else [c("dLbl", c("idx", val=str(last)), *form)], *_shown())


def _part_labels(chart: Chart, frame: Frame, look: Look, one: Series, colour: str) -> etree._Element:
    """Each part that is high enough carries its number, in the last column its name too where there is no legend."""
    ink = INK if colour == PALE else PAPER_WHITE
    form = _form(chart, frame, ink, "ctr")
    labels = [
        c("dLbl", c("idx", val=str(row)), c("delete", val="1"))
        for row, value in enumerate(one.values)
        if _is_too_low(chart, frame, look, value)
    ]
    if look.named and len(chart.series) > 1:
        labels.append(
            c("dLbl", c("idx", val=str(len(one.values) - 1)), *_form(chart, frame, ink, "ctr"), *_shown(value=True, name=True, apart=" "))
        )
    return _labels(labels, *form, *_shown(value=True))


def _is_too_low(chart: Chart, frame: Frame, look: Look, value: float | None) -> bool:
    return value is not None and (value == 0 or not look.lies and not shows_part(chart, frame, value))


def _labels(single: list[etree._Element], *form: etree._Element) -> etree._Element:
    return c("dLbls", *single, *form)


def _form(chart: Chart, frame: Frame, colour: str, side: str, is_bold: bool = False) -> list[etree._Element]:
    plain = c("spPr", no_fill(), a("ln", no_fill()))
    return [
        c("numFmt", formatCode=label_format(chart), sourceLinked="0"),
        plain,
        text_form(frame, colour, is_bold, wraps=False),
        c("dLblPos", val=side),
    ]


def _shown(value: bool = False, name: bool = False, apart: str = "") -> list[etree._Element]:
    shown = {"showVal": value, "showSerName": name}
    flags = [c(tag, val="1" if shown.get(tag) else "0") for tag in SHOWN]
    return [*flags, *([c("separator", apart)] if apart else [])]
