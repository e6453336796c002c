"""One chart of a brief as a native, editable chart of Word and PowerPoint: its drawing XML and the workbook behind it.

Whoever embeds it adds the part and relates the workbook to it as `rId1`. The same chart gives the same bytes.
"""

from dataclasses import dataclass

from lxml import etree

from reports.brief import LINE, STACKED, Chart
from reports.chart_axes import category_axis, value_axis
from reports.chart_book import chart_book
from reports.chart_series import bar_series, line_series
from reports.chart_style import GAP_SHARE, INK, PAPER, Frame, Look, look_of
from reports.chart_xml import MAIN, NAMESPACES, RELATION, a, c, no_fill, text_form

WORKBOOK = "rId1"


@dataclass(frozen=True, kw_only=True)
class ChartPart:
    """The part of a chart and its workbook, both as bytes."""

    xml: bytes
    workbook: bytes


def chart_part(chart: Chart, frame: Frame = PAPER) -> ChartPart:
    """The native chart as it looks in a frame. It has no title inside: that is a caption beside it."""
    look = look_of(chart, frame)
    space = etree.Element(f"{{{MAIN}}}chartSpace", nsmap=NAMESPACES)
    outside = c("externalData", c("autoUpdate", val="0"))
    outside.set(f"{{{RELATION}}}id", WORKBOOK)
    space.extend(
        (
            c("date1904", val="0"),
            c("lang", val="zh-CN"),
            c("roundedCorners", val="0"),
            _drawn(chart, frame, look),
            c("spPr", no_fill(), a("ln", no_fill())),
            text_form(frame, INK),
            outside,
        )
    )
    return ChartPart(xml=etree.tostring(space, xml_declaration=True, encoding="UTF-8", standalone=True), workbook=chart_book(chart))


def _drawn(chart: Chart, frame: Frame, look: Look) -> etree._Element:
    legend = [_legend(frame)] if look.has_legend else []
    return c(
        "chart", c("autoTitleDeleted", val="1"), _plot(chart, frame, look), *legend, c("plotVisOnly", val="1"), c("dispBlanksAs", val="gap")
    )


def _plot(chart: Chart, frame: Frame, look: Look) -> etree._Element:
    drawn = _lines(chart, frame, look) if chart.kind == LINE else _bars(chart, frame, look)
    return c(
        "plotArea", _layout(frame, look), drawn, category_axis(chart, frame, look), value_axis(chart, frame, look), c("spPr", no_fill())
    )


def _layout(frame: Frame, look: Look) -> etree._Element:
    """The inner plot area, set by hand so that there is room for what stands around it."""
    left, top, right, bottom = look.margins
    shares = {
        "x": left / frame.width,
        "y": top / frame.height,
        "w": (frame.width - left - right) / frame.width,
        "h": (frame.height - top - bottom) / frame.height,
    }
    modes = [c(name, val="edge") for name in ("xMode", "yMode")]
    return c(
        "layout",
        c("manualLayout", c("layoutTarget", val="inner"), *modes, *(c(name, val=f"{share:.4f}") for name, share in shares.items())),
    )


def _lines(chart: Chart, frame: Frame, look: Look) -> etree._Element:
    series = [line_series(chart, frame, look, place) for place in range(len(chart.series))]
    return c("lineChart", c("grouping", val="standard"), c("varyColors", val="0"), *series, c("marker", val="1"), *_axis_ids())


def _bars(chart: Chart, frame: Frame, look: Look) -> etree._Element:
    series = [bar_series(chart, frame, look, place) for place in range(len(chart.series))]
    is_stacked = chart.kind == STACKED
    return c(
        "barChart",
        c("barDir", val="bar" if look.lies else "col"),
        c("grouping", val="stacked" if is_stacked else "clustered"),
        c("varyColors", val="0"),
        *series,
        c("gapWidth", val=str(_gap(chart, look))),
        c("overlap", val="100" if is_stacked else "-5"),
        *_axis_ids(),
    )


def _gap(chart: Chart, look: Look) -> int:
    """The gap between bars, or groups of them, in hundredths of a bar."""
    if look.lies and len(chart.series) > 1 and chart.kind != STACKED:
        return round(100 * GAP_SHARE)
    return 70 if len(chart.categories) > 2 else 110


def _axis_ids() -> list[etree._Element]:
    return [c("axId", val="1"), c("axId", val="2")]


def _legend(frame: Frame) -> etree._Element:
    return c("legend", c("legendPos", val="t"), c("overlay", val="0"), text_form(frame, INK))
