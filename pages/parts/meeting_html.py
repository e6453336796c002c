"""What a brief is made of as HTML: its sentences and tables, on the page as they will be printed and on the projector."""

from html import escape

from reports.brief import Cell, Column, Finding, Table
from reports.screens import SIDE, signs_of

MARKS = {"worse": "◆", "better": "●", "calm": "·"}  # beside the words, which say it too
AIRY = 6  # rows up to which the projector gives them more room
NOT_SHOWN = {"suppressed": "按规定不列的小数", "few": "件数少，只列分数", "missing": "没有上报"}


def table_html(table: Table, *, picked: tuple[int, int] | None = None, goes: tuple[int, int] | None = None) -> str:
    """A table; `picked` is the cell that stands out, `goes` the number of its first row and how many cells of a row lead somewhere."""
    whole = sum(column.width + SIDE for column in table.columns) or 1
    columns = "".join(f'<col style="width:{100 * (column.width + SIDE) / whole:.1f}%">' for column in table.columns)
    head = "".join(f'<th scope="col"{_number(column)}>{escape(column.name)}</th>' for column in table.columns)
    body = "".join(_row(table, number, picked, goes) for number in range(len(table.rows)))
    airy = " airy" if len(table.rows) <= AIRY and not _wraps(table) else ""
    return f'<table class="brief-table{airy}"><colgroup>{columns}</colgroup><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _wraps(table: Table) -> bool:
    return any(signs_of(cell.text) > column.width for row in table.rows for column, cell in zip(table.columns, row, strict=True))


def _number(column: Column) -> str:
    return ' class="number"' if column.is_number else ""


def _row(table: Table, number: int, picked: tuple[int, int] | None, goes: tuple[int, int] | None) -> str:
    cells = []
    for place, (column, cell) in enumerate(zip(table.columns, table.rows[number], strict=True)):
        kind = " ".join(
            [*(["number"] if column.is_number else []), cell.tone, cell.mark, *(["picked"] if picked == (number, place - 1) else [])]
        )
        leads = f' data-go="{(goes[0] + number) * goes[1] + place - 1}" role="button" tabindex="0"' if goes and place else ""
        cells.append(f'<td class="{kind.strip()}"{leads}{_why(cell)}>{escape(cell.text)}</td>')
    at = ' class="at"' if picked and picked[0] == number else ""
    return f"<tr{at}>{''.join(cells)}</tr>"


def _why(cell: Cell) -> str:
    return f' title="{NOT_SHOWN[cell.mark]}"' if cell.mark in NOT_SHOWN else ""


def finding_html(one: Finding) -> str:
    """A sentence as it is printed: what needs attention marked, an edited one with who wrote it, what the data say and what they do not bear out."""
    edited = f"<small>人工编辑（{escape(one.edited_by)}）　原文：{escape(one.original)}</small>" if one.is_edited else ""
    wrong = "".join(f'<small class="worse">！与数据不符：{escape(text)}</small>' for text in one.mismatches)
    return f'<p class="brief-said {one.tone}">{escape(one.text)}{edited}{wrong}</p>'
