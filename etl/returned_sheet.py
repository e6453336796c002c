"""Writes a sheet of a returned workbook: typed cells that read back as they were, the cells to be mended marked, the reasons in the last column."""

import unicodedata
from collections.abc import Sequence

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from etl.own_sheets import MARK, WHY_NOT
from etl.returned_layout import SheetLayout
from etl.workbook_cells import DAY_FORMAT, MOMENT_FORMAT, TEXT_FORMAT, kind_of, print_wide, typed_cell

NARROWEST, WIDEST, REASON_WIDTH = 8, 30, 60
LINE_HEIGHT = 16  # points

Row = tuple[list[str | None], str, list[int]]


def formats(book: xlsxwriter.Workbook) -> dict:
    """The cell formats of the workbook by what they are for."""
    top = {"valign": "top"}
    kinds = {"": {}, "text": {"num_format": TEXT_FORMAT}, "day": {"num_format": DAY_FORMAT}, "moment": {"num_format": MOMENT_FORMAT}}
    plain = {kind: book.add_format(top | said) for kind, said in kinds.items()}
    wrong = {f"{kind}!": book.add_format(top | said | {"bg_color": "#fbe3c8"}) for kind, said in kinds.items()}
    head = {"bold": True, "bg_color": "#f1efe9", "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter"}
    others = {
        "head": book.add_format(head), "reason head": book.add_format(head | {"bg_color": "#f3cf9f"}), "title": book.add_format({"bold": True}),
        "reason": book.add_format(top | {"text_wrap": True, "font_color": "#9a3b12"}), "line": book.add_format(top | {"text_wrap": True}),
    }  # fmt: skip
    return plain | wrong | others


def write_sheet(sheet: Worksheet, styles: dict, layout: SheetLayout, reason_header: str, rows: Sequence[Row]) -> None:
    """Writes the lines above, the header, the rows and their reasons."""
    last = len(layout.kept)
    for row, text in enumerate(layout.lines):
        sheet.write_string(row, 0, text, styles["title"])
    for top, left, bottom, right, text in layout.header:
        _write_heading(sheet, (top, left, bottom, right), text, styles["head"])
    _write_heading(sheet, (layout.top_row, last, layout.header_row, last), reason_header, styles["reason head"])
    for number, (cells, reason, wrong) in enumerate(rows, start=layout.first_row):
        for column, cell in enumerate(cells):
            _write_cell(sheet, styles, (number, column), cell, is_text=column in layout.texts, is_wrong=column in wrong)
        sheet.write_string(number, last, reason, styles["reason"])
        sheet.set_row(number, LINE_HEIGHT * (1 + _width(reason) // REASON_WIDTH))
    sheet.freeze_panes(layout.first_row, 0)
    print_wide(sheet)
    _set_widths(sheet, layout, rows)


def _write_heading(sheet: Worksheet, place: tuple[int, int, int, int], text: str, style) -> None:
    if place[:2] == place[2:]:
        sheet.write_string(*place[:2], text, style)
    else:
        sheet.merge_range(*place, text, style)


def _write_cell(sheet: Worksheet, styles: dict, place: tuple[int, int], cell: str | None, *, is_text: bool, is_wrong: bool) -> None:
    mark = "!" if is_wrong else ""
    value = cell if is_text else typed_cell(cell or "")
    style = styles[("text" if is_text else kind_of(cell or "", value) if cell else "") + mark]
    if not cell:
        sheet.write_blank(*place, None, style)
    elif isinstance(value, str):
        sheet.write_string(*place, value, style)
    elif isinstance(value, float):
        sheet.write_number(*place, value, style)
    else:
        sheet.write_datetime(*place, value, style)


def _set_widths(sheet: Worksheet, layout: SheetLayout, rows: Sequence[Row]) -> None:
    heads = {left: text for _, left, _, right, text in layout.header if left == right}
    for column in range(len(layout.kept)):
        texts = [heads.get(column, ""), *(row[0][column] or "" for row in rows[:200])]
        sheet.set_column(column, column, min(max(NARROWEST, *(map(_width, texts))) + 2, WIDEST))
    sheet.set_column(len(layout.kept), len(layout.kept), REASON_WIDTH)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


def write_notes(book: xlsxwriter.Workbook, styles: dict, lines: Sequence[str]) -> None:
    """The last sheet: what this workbook is, and what could not be put back into a row."""
    notes = book.add_worksheet(WHY_NOT)
    notes.set_column(0, 0, 110)
    notes.write_string(0, 0, f"{WHY_NOT}（{MARK}）", styles["title"])
    for number, line in enumerate(lines, start=1):
        notes.write_string(number, 0, line, styles["line"])
