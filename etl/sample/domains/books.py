"""Writes workbooks whose cells may be decimal numbers; everything else as etl.sample.books does it."""

from collections.abc import Iterable
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from etl.sample import books
from etl.sample.domains.lines import Figure
from etl.sample.sheets import Sheet


def _write_cells(page: Worksheet, row: int, cells: Iterable[Figure], formats: dict[str, Format]) -> None:
    for column, value in enumerate(cells):
        if isinstance(value, float):
            page.write_number(row, column, value)
        else:
            books._write_cell(page, row, column, value, formats)


def _write_rows(page: Worksheet, sheet: Sheet, formats: dict[str, Format]) -> None:
    for position, row in enumerate(sheet.rows):
        _write_cells(page, sheet.row_number(position) - 1, row.cells, formats)
    for column in sheet.merged:
        for first, last, text in books._runs(sheet, column):
            page.merge_range(first, column, last, column, text, formats["merged"])


def _write_below(page: Worksheet, sheet: Sheet, formats: dict[str, Format]) -> None:
    row = sheet.row_number(len(sheet.rows) + sheet.blank_rows) - 1
    _write_cells(page, row, sheet.total, formats)
    if sheet.footer:
        page.write_string(row + bool(sheet.total), 0, sheet.footer)


def write_domain_book(path: Path, sheets: Iterable[Sheet]) -> None:
    """Writes the sheets as one workbook whose creation date is fixed."""
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"created": books.CREATED})
        formats = books._formats(book)
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            page.set_column(0, len(sheet.headers) - 1, books.WIDTH)
            books._write_above(page, sheet, formats)
            books._write_header(page, sheet, formats["header"])
            _write_rows(page, sheet, formats)
            _write_below(page, sheet, formats)
