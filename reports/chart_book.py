"""The workbook behind a native chart: what a person sees who chooses 编辑数据, with the n/N of each value on a second sheet."""

from datetime import datetime
from io import BytesIO

import xlsxwriter

from reports.brief import Chart, Series

DATA, PARTS = "数据", "分子分母"
CREATED = datetime(2000, 1, 1)  # a fixed day: the same chart is the same bytes


def chart_book(chart: Chart) -> bytes:
    """The categories and values as drawn, a blank where nobody reported; beside them, where there are any, the parts as printed."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.set_properties({"title": chart.title, "created": CREATED})
        book.formats[0].set_font_name("宋体")
        number = book.add_format({"num_format": number_format(chart, "")})
        _write(book, DATA, chart, lambda one: one.values, number)
        if any(one.parts for one in chart.series):
            _write(book, PARTS, chart, lambda one: one.parts, None)
    return file.getvalue()


def column_letter(place: int) -> str:
    """The column of a series in the sheet of the data."""
    return chr(ord("B") + place)


def number_format(chart: Chart, unit: str, decimals: int | None = None) -> str:
    """How its values are printed, with a unit behind; those of a rate always with the sign."""
    decimals = chart.decimals if decimals is None else decimals
    digits = "0" if chart.unit == "%" else "#,##0"
    shown = "%" if chart.unit == "%" else unit.replace('"', "")
    return digits + ("." + "0" * decimals if decimals else "") + (f'"{shown}"' if shown else "")


def _write(book, name: str, chart: Chart, taken, form: object) -> None:
    """A sheet with a row a category and a column a series; the first cell says the unit."""
    sheet = book.add_worksheet(name)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, len(chart.series), 14)
    sheet.freeze_panes(1, 1)
    sheet.write_string(0, 0, f"单位：{chart.unit}" if name == DATA else "分子/分母")
    for row, category in enumerate(chart.categories, start=1):
        sheet.write_string(row, 0, category)
    for column, one in enumerate(chart.series, start=1):
        _write_series(sheet, column, one, taken(one), form)


def _write_series(sheet, column: int, one: Series, values: tuple, form: object) -> None:
    sheet.write_string(0, column, one.name)
    for row, value in enumerate(values, start=1):
        if isinstance(value, str):
            sheet.write_string(row, column, value)
        elif value is not None:
            sheet.write_number(row, column, value, form)
