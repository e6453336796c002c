"""A table of a brief as the XML of a table on a slide: quiet lines, numbers to the right, a word and a colour for what needs attention."""

from pptx.util import Pt

from reports.brief import Cell, Column
from reports.palette import PRINT
from reports.slides_draw import Paragraph, Words, line_space, paragraph_xml, run_form
from reports.slides_look import HAIR, QUIET, WASH
from reports.slides_table import ABOVE, LINE_HEIGHT, Laid

PLAIN_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # the built-in style without fills and lines
TONES = {"worse": PRINT.worse, "better": PRINT.lead}
FAINT = "5b6f82"


def table_xml(laid: Laid, fonts: tuple[str, str]) -> str:
    """The a:tbl of a piece of a table."""
    grid = "".join(f'<a:gridCol w="{int(Pt(width))}"/>' for width in laid.widths)
    columns, rows = laid.table.columns, laid.table.rows
    head = _row([_head(column, laid, fonts) for column in columns], laid.heights[0])
    body = [
        _row([_cell(cell, column, laid, fonts) for cell, column in zip(row, columns, strict=True)], height)
        for row, height in zip(rows, laid.heights[1:], strict=True)
    ]
    return f'<a:tbl><a:tblPr firstRow="1"><a:tableStyleId>{PLAIN_STYLE}</a:tableStyleId></a:tblPr><a:tblGrid>{grid}</a:tblGrid>{head}{"".join(body)}</a:tbl>'


def _row(cells: list[str], height: float) -> str:
    return f'<a:tr h="{int(Pt(height))}">{"".join(cells)}</a:tr>'


def _head(column: Column, laid: Laid, fonts: tuple[str, str]) -> str:
    words = Words(text=column.name, points=laid.points, colour=QUIET, is_bold=True)
    return _box(words, column, laid, fonts, fill=f'<a:solidFill><a:srgbClr val="{WASH}"/></a:solidFill>', line=(1.25, QUIET))


def _cell(cell: Cell, column: Column, laid: Laid, fonts: tuple[str, str]) -> str:
    """A cell; one without a number because of a mark is quiet, one that needs attention is coloured and bold."""
    colour = FAINT if cell.mark else TONES.get(cell.tone, "")
    words = Words(text=cell.text, points=laid.points, colour=colour, is_bold=cell.tone == "worse")
    return _box(words, column, laid, fonts, fill="<a:noFill/>", line=(0.75, HAIR))


def _box(words: Words, column: Column, laid: Laid, fonts: tuple[str, str], fill: str, line: tuple[float, str]) -> str:
    form = f'<a:pPr algn="{"r" if column.is_number else "l"}">{line_space(laid.points * LINE_HEIGHT)}</a:pPr>'
    said = (
        paragraph_xml(Paragraph(words=(words,), form=form), fonts)
        if words.text
        else f"<a:p>{run_form('endParaRPr', fonts, laid.points)}</a:p>"
    )
    none = "".join(f'<a:{side} w="0"><a:noFill/></a:{side}>' for side in ("lnL", "lnR", "lnT"))
    width, colour = line
    below = f'<a:lnB w="{int(Pt(width))}"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></a:lnB>'
    side, above = int(Pt(laid.side)), int(Pt(ABOVE))
    return (
        f'<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{said}</a:txBody><a:tcPr marL="{side}" marR="{side}" marT="{above}" marB="{above}" anchor="ctr">'
        f"{none}{below}{fill}</a:tcPr></a:tc>"
    )
