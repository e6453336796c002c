"""The elements of a native chart's XML: tags of charts and of drawings, fills, lines, and type that names a font for Chinese signs too."""

from lxml import etree

from reports.chart_style import Frame

MAIN = "http://schemas.openxmlformats.org/drawingml/2006/chart"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = {"c": MAIN, "a": DRAWING, "r": RELATION}
LINE_UNIT = 12700  # of a point, as widths of lines are written


def c(tag: str, *children: etree._Element | str, **attributes: str) -> etree._Element:
    """An element of a chart."""
    return _element(MAIN, tag, children, attributes)


def a(tag: str, *children: etree._Element | str, **attributes: str) -> etree._Element:
    """An element of a drawing."""
    return _element(DRAWING, tag, children, attributes)


def fill(colour: str) -> etree._Element:
    """A plain fill."""
    return a("solidFill", a("srgbClr", val=colour.lstrip("#")))


def no_fill() -> etree._Element:
    """No fill."""
    return a("noFill")


def line(colour: str, points: float, dash: str = "solid") -> etree._Element:
    """A line with round ends and joints."""
    return a("ln", fill(colour), a("prstDash", val=dash), a("round"), w=str(round(points * LINE_UNIT)), cap="rnd")


def text_form(frame: Frame, colour: str, is_bold: bool = False, turn: int | None = None, wraps: bool = True) -> etree._Element:
    """Type of a part of a chart, with a font for Latin, Chinese and other signs."""
    fonts = [a("latin", typeface=frame.latin), a("ea", typeface=frame.east), a("cs", typeface=frame.latin)]
    form = a("defRPr", fill(colour), *fonts, sz=str(round(frame.points * 100)), b="1" if is_bold else "0")
    body = a("bodyPr", **({} if turn is None else {"rot": str(turn), "vert": "horz"}), **({} if wraps else {"wrap": "none"}))
    return c("txPr", body, a("lstStyle"), a("p", a("pPr", form), a("endParaRPr", lang="zh-CN")))


def _element(space: str, tag: str, children: tuple, attributes: dict[str, str]) -> etree._Element:
    found = etree.Element(f"{{{space}}}{tag}", attributes, nsmap=NAMESPACES)
    for child in children:
        if isinstance(child, str):
            found.text = child
        else:
            found.append(child)
    return found
