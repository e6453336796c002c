"""Fills the placeholders of a slide: words with a font for Chinese on every run, a native chart with its workbook, a table."""

from dataclasses import dataclass

from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.parts.chart import ChartPart
from pptx.parts.embeddedpackage import EmbeddedXlsxPart
from pptx.util import Pt

from reports.brief import Chart
from reports.chart_part import WORKBOOK, chart_part
from reports.slides_look import Box
from reports.slides_points import frame_of
from reports.slides_template import DRAWING, SPACES

CHART_SPACE = "http://schemas.openxmlformats.org/drawingml/2006/chart"
TABLE_SPACE = "http://schemas.openxmlformats.org/drawingml/2006/table"
LABEL = {"title": "标题", "ftr": "来源", "sldNum": "页码"}


@dataclass(frozen=True, kw_only=True)
class Words:
    """A piece of text in one type; no size or colour leaves those of the placeholder."""

    text: str
    points: float | None = None
    colour: str = ""
    is_bold: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """A paragraph: its pieces, and how it is set (attributes and children of a:pPr)."""

    words: tuple[Words, ...]
    form: str = "<a:pPr/>"


def plain(text: str, points: float | None = None, line: float | None = None) -> list[Paragraph]:
    """A text in the type of its placeholder, or in a size of its own with lines of an exact height."""
    form = f"<a:pPr>{line_space(line)}</a:pPr>" if line else "<a:pPr/>"
    return [Paragraph(words=(Words(text=text, points=points),), form=form)]


def line_space(points: float) -> str:
    """Lines of an exact height, whatever font stands in for the one that is named."""
    return f'<a:lnSpc><a:spcPts val="{round(points * 100)}"/></a:lnSpc>'


def write(shape, paragraphs: list[Paragraph], fonts: tuple[str, str]) -> None:
    """The paragraphs as the text of a shape, in place of what it held."""
    put(shape.text_frame._txBody, paragraphs, fonts)


def put(body, paragraphs: list[Paragraph], fonts: tuple[str, str]) -> None:
    """The paragraphs as the content of a text body."""
    for old in body.findall(f"{DRAWING}p"):
        body.remove(old)
    body.extend(_paragraph(one, fonts) for one in paragraphs)


def add_foot(slide, layout_shape, kind: str, text: str, points: float | None, fonts: tuple[str, str]) -> None:
    """A footer or the number of the slide, which python-pptx does not take over from the layout."""
    number = layout_shape.placeholder_format.idx
    run = _run(Words(text=text, points=points), fonts)
    field = run.replace("<a:r>", '<a:fld id="{C1FF6DA9-008F-8B48-92A6-B652298478BF}" type="slidenum">', 1).replace("</a:r>", "</a:fld>")
    slide.shapes._spTree.append(
        parse_xml(
            f'<p:sp {SPACES}><p:nvSpPr><p:cNvPr id="{_next_id(slide)}" name="{LABEL[kind]}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
            f'<p:nvPr><p:ph type="{kind}" sz="quarter" idx="{number}"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>'
            f"<a:p>{run if kind == 'ftr' else field}</a:p></p:txBody></p:sp>"
        )
    )


def put_chart(slide, placeholder, box: Box, chart: Chart, points: float, fonts: tuple[str, str], name: str, told: str) -> None:
    """A native chart in the placeholder, its workbook behind it."""
    made = chart_part(chart, frame_of(box, points, fonts))
    package = slide.part.package
    part = ChartPart.load(package.next_partname(ChartPart.partname_template), CONTENT_TYPE.DML_CHART, package, made.xml)
    if part.relate_to(EmbeddedXlsxPart.new(made.workbook, package), RELATIONSHIP_TYPE.PACKAGE) != WORKBOOK:
        raise ValueError("the workbook of a chart is not its first relation")
    number = slide.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    inside = f'<a:graphicData uri="{CHART_SPACE}"><c:chart xmlns:c="{CHART_SPACE}" r:id="{number}"/></a:graphicData>'
    _replace(placeholder, box, inside, name, told)


def put_table(placeholder, box: Box, inside: str, name: str, told: str) -> None:
    """A table, written as XML, in the placeholder, as high as its rows."""
    _replace(placeholder, box, f'<a:graphicData uri="{TABLE_SPACE}">{inside}</a:graphicData>', name, told)


def escaped(text: str) -> str:
    """A text as it may stand in XML, also in quotes; control signs are left out."""
    kept = "".join(sign for sign in text if sign >= " " or sign in "\n\t")
    return kept.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def run_form(tag: str, fonts: tuple[str, str], points: float | None = None, colour: str = "", is_bold: bool | None = None) -> str:
    """The type of a run: size, weight and colour where given, and always a font for Latin, Chinese and other signs."""
    latin, east = map(escaped, fonts)
    size = f' sz="{round(points * 100)}"' if points else ""
    weight = f' b="{int(is_bold)}"' if is_bold is not None else ""
    fill = f'<a:solidFill><a:srgbClr val="{colour.lstrip("#")}"/></a:solidFill>' if colour else ""
    return (
        f'<a:{tag} lang="zh-CN" altLang="en-US"{size}{weight}>{fill}<a:latin typeface="{latin}"/><a:ea typeface="{east}"/>'
        f'<a:cs typeface="{latin}"/></a:{tag}>'
    )


def paragraph_xml(paragraph: Paragraph, fonts: tuple[str, str]) -> str:
    """A paragraph as XML, without the name spaces."""
    return f"<a:p>{paragraph.form}{''.join(_run(words, fonts) for words in paragraph.words)}</a:p>"


def _paragraph(paragraph: Paragraph, fonts: tuple[str, str]):
    return parse_xml(paragraph_xml(paragraph, fonts).replace("<a:p>", f"<a:p {SPACES}>", 1))


def _run(words: Words, fonts: tuple[str, str]) -> str:
    form = run_form("rPr", fonts, words.points, words.colour, words.is_bold)
    return f"<a:br>{form}</a:br>".join(f"<a:r>{form}<a:t>{escaped(line)}</a:t></a:r>" for line in words.text.split("\n"))


def _replace(placeholder, box: Box, inside: str, name: str, told: str) -> None:
    """A graphic in the place of a placeholder, still bound to it, so that another layout can move it."""
    old = placeholder._element
    left, top, width, high = (int(Pt(size)) for size in (box.left, box.top, box.width, box.height))
    held = placeholder.placeholder_format
    kind = old.find(".//{*}ph").get("type")
    old.getparent().replace(
        old,
        parse_xml(
            f'<p:graphicFrame {SPACES}><p:nvGraphicFramePr><p:cNvPr id="{placeholder.shape_id}" name="{escaped(name)}" descr="{escaped(told)}"/>'
            f'<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr><p:ph{f" type={chr(34)}{kind}{chr(34)}" if kind else ""} idx="{held.idx}"/></p:nvPr>'
            f'</p:nvGraphicFramePr><p:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{high}"/></p:xfrm><a:graphic>{inside}</a:graphic></p:graphicFrame>'
        ),
    )


def _next_id(slide) -> int:
    return max((int(number) for number in slide.shapes._spTree.xpath("//@id") if number.isdigit()), default=1) + 1
