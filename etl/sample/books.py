"""Writes sheets as .xlsx and .csv files whose bytes depend on nothing but their content."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import groupby
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from etl.sample.sheets import Sheet
from etl.sample.writing import Cell

CREATED = datetime(2026, 11, 2, 9, 0)
WIDTH = 13
BYTE_ORDER_MARK = {"utf-8-sig": (b"\xef\xbb\xbf", "utf-8"), "utf-16": (b"\xff\xfe", "utf-16-le"), "gb18030": (b"", "gb18030")}


def header_levels(headers: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Each header as upper and lower level; "" above where it has only one."""
    parted = (header.rpartition("_") for header in headers)
    return tuple((upper, lower) for upper, _, lower in parted)


def _padded(text: str, width: int) -> list[str]:
    return [text, *[""] * (width - 1)]


def _csv_lines(sheet: Sheet) -> Iterator[list]:
    if sheet.title:
        yield _padded(sheet.title, len(sheet.headers))
    yield list(sheet.headers)
    for row in sheet.rows:
        yield ["" if value is None else value for value in row.cells]


def write_csv(path: Path, sheet: Sheet) -> None:
    """Writes the sheet in its own encoding, with a byte order mark where that encoding has one, and Windows line ends."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(_csv_lines(sheet))
    mark, encoding = BYTE_ORDER_MARK[sheet.encoding]
    path.write_bytes(mark + text.getvalue().encode(encoding))


def _formats(book: xlsxwriter.Workbook) -> dict[str, Format]:
    centred = {"align": "center", "valign": "vcenter", "border": 1}
    return {
        "title": book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"}),
        "header": book.add_format({"bold": True, "text_wrap": True, **centred}),
        "merged": book.add_format(centred),
        "minute": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
    }


def _write_above(page: Worksheet, sheet: Sheet, formats: dict[str, Format]) -> None:
    """Title merged over the whole width, and the filler line below it."""
    last = len(sheet.headers) - 1
    page.merge_range(0, 0, 0, last, sheet.title, formats["title"])
    if sheet.filler:
        page.merge_range(1, 0, 1, last, sheet.filler)


def _write_header(page: Worksheet, sheet: Sheet, style: Format) -> None:
    levels, bottom = header_levels(sheet.headers), sheet.header_row - 1
    for column, (upper, lower) in enumerate(levels):
        if upper or sheet.header_height == 1:
            page.write_string(bottom, column, lower, style)
        else:
            page.merge_range(bottom - 1, column, bottom, column, lower, style)
    for upper, columns in groupby(enumerate(levels), key=lambda level: level[1][0]):
        spanned = [column for column, _ in columns]
        if upper:
            page.merge_range(bottom - 1, spanned[0], bottom - 1, spanned[-1], upper, style)


def _write_cell(page: Worksheet, row: int, column: int, value: Cell, formats: dict[str, Format]) -> None:
    if isinstance(value, datetime):
        page.write_datetime(row, column, value, formats["minute"])
    elif isinstance(value, date):
        page.write_datetime(row, column, value, formats["day"])
    elif isinstance(value, int):
        page.write_number(row, column, value)
    elif value is not None:
        page.write_string(row, column, value)


def _runs(sheet: Sheet, column: int) -> Iterator[tuple[int, int, str]]:
    """First row, last row and text of equal neighbours in a column."""
    for text, positions in groupby(range(len(sheet.rows)), key=lambda position: sheet.rows[position].cells[column]):
        run = list(positions)
        if text is not None and len(run) > 1:
            yield sheet.row_number(run[0]) - 1, sheet.row_number(run[-1]) - 1, text


def _write_rows(page: Worksheet, sheet: Sheet, formats: dict[str, Format]) -> None:
    for position, row in enumerate(sheet.rows):
        for column, value in enumerate(row.cells):
            _write_cell(page, sheet.row_number(position) - 1, column, value, formats)
    for column in sheet.merged:
        for first, last, text in _runs(sheet, column):
            page.merge_range(first, column, last, column, text, formats["merged"])


def _write_below(page: Worksheet, sheet: Sheet, formats: dict[str, Format]) -> None:
    """The 合计 row and the footer, after the blank rows of the layout."""
    row = sheet.row_number(len(sheet.rows) + sheet.blank_rows) - 1
    for column, value in enumerate(sheet.total):
        _write_cell(page, row, column, value, formats)
    if sheet.footer:
        page.write_string(row + bool(sheet.total), 0, sheet.footer)


def write_book(path: Path, sheets: Iterable[Sheet]) -> None:
    """Writes the sheets as one workbook whose creation date is fixed."""
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"created": CREATED})
        formats = _formats(book)
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            page.set_column(0, len(sheet.headers) - 1, WIDTH)
            _write_above(page, sheet, formats)
            _write_header(page, sheet, formats["header"])
            _write_rows(page, sheet, formats)
            _write_below(page, sheet, formats)
