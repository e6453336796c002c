"""Writes a sheet of a returned workbook: typed cells that read back as they were, the cells to be mended marked, the reasons in the last column."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from etl.own_sheets import MARK, WHY_NOT
from etl.readers.celltext import number_text
from etl.returned_layout import SheetLayout

NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]+)?")
DAY, MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}")
EARLIEST = datetime(1900, 3, 1)  # Excel counts a 29 February 1900 that never was
NARROWEST, WIDEST, REASON_WIDTH = 8, 30, 60
LONGEST_NAME = 31
FORBIDDEN = re.compile(r"[\[\]:*?/\\]")

Row = tuple[list[str | None], str, list[int]]


def formats(book: xlsxwriter.Workbook) -> dict:
    """The cell formats of the workbook by what they are for."""
    top = {"valign": "top"}
    kinds = {"": {}, "text": {"num_format": "@"}, "day": {"num_format": "yyyy-mm-dd"}, "moment": {"num_format": "yyyy-mm-dd hh:mm:ss"}}
    plain = {kind: book.add_format(top | said) for kind, said in kinds.items()}
    wrong = {f"{kind}!": book.add_format(top | said | {"bg_color": "#fbe3c8"}) for kind, said in kinds.items()}
    head = {"bold": True, "bg_color": "#f1efe9", "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter"}
    others = {
        "head": book.add_format(head), "reason head": book.add_format(head | {"bg_color": "#f3cf9f"}), "title": book.add_format({"bold": True}),
        "reason": book.add_format(top | {"text_wrap": True, "font_color": "#9a3b12"}), "line": book.add_format(top | {"text_wrap": True}),
    }  # fmt: skip
    return plain | wrong | others


def safe_name(name: str, used: set[str]) -> str:
    """A sheet name that Excel takes, once in the workbook: the name itself wherever that can be."""
    plain = (FORBIDDEN.sub("_", name).strip("'") or "工作表")[:LONGEST_NAME]
    plain = "历史" if plain.casefold() == "history" else plain
    found, number = plain, 2
    while found.casefold() in used:
        found, number = f"{plain[: LONGEST_NAME - 4]}({number})", number + 1
    used.add(found.casefold())
    return found


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
    sheet.freeze_panes(layout.first_row, 0)
    _set_widths(sheet, layout, rows)


def _write_heading(sheet: Worksheet, place: tuple[int, int, int, int], text: str, style) -> None:
    if place[:2] == place[2:]:
        sheet.write_string(*place[:2], text, style)
    else:
        sheet.merge_range(*place, text, style)


def _write_cell(sheet: Worksheet, styles: dict, place: tuple[int, int], cell: str | None, *, is_text: bool, is_wrong: bool) -> None:
    """A cell as Excel would have it, where that reads back as the same text; as text where it would not."""
    mark = "!" if is_wrong else ""
    if not cell:
        sheet.write_blank(*place, None, styles[("text" if is_text else "") + mark])
    elif not is_text and NUMBER.fullmatch(cell) and number_text(float(cell)) == cell:
        sheet.write_number(*place, float(cell), styles[mark])
    elif moment := None if is_text else _moment(cell):
        kind = "moment" if MOMENT.fullmatch(cell) else "day"
        sheet.write_datetime(*place, moment, styles[kind + mark])
    else:
        sheet.write_string(*place, cell, styles["text" + mark])


def _moment(cell: str) -> datetime | None:
    """The moment that a cell writes; None where Excel would write another text for it: a midnight becomes a mere day."""
    try:
        moment = datetime.fromisoformat(cell) if DAY.fullmatch(cell) or MOMENT.fullmatch(cell) else None
    except ValueError:
        return None
    is_midnight = moment is not None and MOMENT.fullmatch(cell) and moment.time() == moment.min.time()
    return None if moment is None or moment < EARLIEST or is_midnight else moment


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
