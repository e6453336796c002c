"""A chart of a brief in Word: a native chart with its workbook inside the file, as wide as the text, and its words for those who do not see it."""

from dataclasses import replace

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE as TYPE
from docx.opc.constants import RELATIONSHIP_TYPE as KIND
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from reports.brief import Chart, Series
from reports.chart_part import WORKBOOK, chart_part
from reports.chart_style import PAPER, Frame, grown
from reports.word_roles import FIGURE
from reports.word_xml import element, paragraph
from reports.words import UNREPORTED, number_words

LOWEST, TALLEST = (
    140,
    520,
)  # points: with its caption and note a third of a page, so that one that begins the next leaves no more of it free
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
INLINE = (
    f'<wp:inline distT="0" distB="0" distL="0" distR="0" xmlns:c="{CHART}" {nsdecls("wp", "a", "r")}><wp:extent/>'
    '<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:docPr/><wp:cNvGraphicFramePr/><a:graphic>'
    f'<a:graphicData uri="{CHART}"><c:chart/></a:graphicData></a:graphic></wp:inline>'
)


def word_chart(document: Document, chart: Chart, number: int):
    """The paragraph with the chart, whose part and workbook are now in the document's package; charts are numbered from 1."""
    frame = grown(chart, replace(PAPER, height=LOWEST))
    frame = replace(frame, height=min(frame.height, TALLEST))
    made = chart_part(chart, frame)
    package = document.part.package
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), TYPE.DML_CHART, made.xml, package)
    book = Part(PackURI(f"/word/embeddings/Microsoft_Excel_Sheet{number}.xlsx"), TYPE.SML_SHEET, made.workbook, package)
    part.rels.add_relationship(KIND.PACKAGE, book, WORKBOOK)
    made = paragraph(FIGURE)
    made.append(element("r", element("drawing", _inline(chart, number, frame, document.part.relate_to(part, KIND.CHART)))))
    return made


def _inline(chart: Chart, number: int, frame: Frame, relation: str):
    """The frame within the line of text that shows the chart's part."""
    inline = parse_xml(INLINE)
    extent, named, shown = inline.find(qn("wp:extent")), inline.find(qn("wp:docPr")), inline.find(f".//{{{CHART}}}chart")
    for held, attributes in (
        (extent, {"cx": Pt(frame.width), "cy": Pt(frame.height)}),
        (named, {"id": number, "name": f"图{number}", "descr": chart_words(chart), "title": chart.title}),
        (shown, {qn("r:id"): relation}),
    ):
        for key, value in attributes.items():
            held.set(key, str(value))
    return inline


def chart_words(chart: Chart) -> str:
    """All that the chart shows, in words: each series with its values and what they rest on."""
    return (
        "。".join([chart.title.rstrip("。"), *[_series_words(chart, one) for one in chart.series], chart.note.rstrip("。")]).strip("。")
        + "。"
    )


def _series_words(chart: Chart, one: Series) -> str:
    parts = one.parts or ("",) * len(one.values)
    points = zip(chart.categories, one.values, parts, strict=True)
    return f"{one.name}：" + "、".join(f"{category} {_point_words(chart, value, held)}" for category, value, held in points)


def _point_words(chart: Chart, value: float | None, held: str) -> str:
    if value is None:
        return held or UNREPORTED
    shown = f"{number_words(value, chart.decimals)}{chart.unit}"
    return f"{shown}（{held}）" if held else shown
