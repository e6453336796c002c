"""The two axes of a native chart."""

from dataclasses import replace

from lxml import etree

from reports.brief import BAR, Chart
from reports.chart_book import number_format
from reports.chart_ends import limits_of
from reports.chart_style import GRID, INK, Frame, Look, axis_decimals
from reports.chart_xml import a, c, line, no_fill, text_form
from reports.palette import PRINT

UNSEEN = 6_000  # a tenth of a degree
TURNED = -2_700_000  # names that rise by half a right angle
LOWEST = "low"  # the names stand at the edge of the plot, also where a value is below zero


def category_axis(chart: Chart, frame: Frame, look: Look) -> etree._Element:
    """The names: below the plot from left to right, or beside it from the top down."""
    turned = "maxMin" if look.lies else "minMax"
    return c(
        "catAx",
        c("axId", val="1"),
        c("scaling", c("orientation", val=turned)),
        c("delete", val="0"),
        c("axPos", val="l" if look.lies else "b"),
        c("numFmt", formatCode="General", sourceLinked="0"),
        c("majorTickMark", val="none"),
        c("minorTickMark", val="none"),
        c("tickLblPos", val=LOWEST),
        c("spPr", line(PRINT.calm, 0.75)),
        text_form(replace(frame, points=look.names), INK, turn=_turn(look)),
        c("crossAx", val="2"),
        c("crosses", val="autoZero"),
        c("auto", val="0"),
        c("lblAlgn", val="ctr"),
        c("lblOffset", val="100"),
        *([] if look.lies else [c("tickLblSkip", val=str(look.skip))]),
        c("noMultiLvlLbl", val="0"),
    )


def _turn(look: Look) -> int:
    """How far the names are turned. Where only some are named it is by less than can be seen: LibreOffice would break all of those that are not."""
    return TURNED if look.is_turned else UNSEEN if look.skip > 1 else 0


def value_axis(chart: Chart, frame: Frame, look: Look) -> etree._Element:
    """The numbers, with light lines across the plot; left out where every bar carries its own number."""
    low, high = limits_of(chart)
    ends = [c(name, val=f"{value:g}") for name, value in (("max", high), ("min", low)) if value is not None]
    grid = [] if look.labels_all else [c("majorGridlines", c("spPr", line(GRID, 0.75)))]
    return c(
        "valAx",
        c("axId", val="2"),
        c("scaling", c("orientation", val="minMax"), *ends),
        c("delete", val="1" if look.labels_all else "0"),
        c("axPos", val="b" if look.lies else "l"),
        *grid,
        c("numFmt", formatCode=number_format(chart, "", axis_decimals(chart)), sourceLinked="0"),
        c("majorTickMark", val="none"),
        c("minorTickMark", val="none"),
        c("tickLblPos", val="nextTo"),
        c("spPr", a("ln", no_fill())),
        text_form(frame, PRINT.calm),
        c("crossAx", val="1"),
        c("crosses", val="max" if chart.kind == BAR else "autoZero"),
        c("crossBetween", val="between"),
    )
