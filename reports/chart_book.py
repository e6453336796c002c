"""The workbook behind a native chart: what a person sees who chooses 编辑数据, with the n/N of each value on a second sheet."""

import re
from datetime import datetime
from io import BytesIO

import xlsxwriter

from reports.brief import BAR, Chart, Series

DATA, PARTS = "数据", "分子分母"
OF_A_YEAR = re.compile(r"(\d{4}年)(.+)")
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


def levels(chart: Chart) -> list[tuple[str, ...]]:
    """The words below a chart, from the outermost level: years with their months or quarters over them, or the categories as they are."""
    found = [OF_A_YEAR.fullmatch(category) for category in chart.categories]
    if chart.kind == BAR or not found or not all(found):
        return [chart.categories]
    years = [one[1] for one in found]
    return [
        tuple("" if year == before else year for year, before in zip(years, ["", *years], strict=False)),
        tuple(one[2] for one in found),
    ]


def column_letter(chart: Chart, place: int) -> str:
    """The column of a series in the sheet of the data."""
    return chr(ord("A") + len(levels(chart)) + place)


def number_format(chart: Chart, unit: str, decimals: int | None = None) -> str:
    """How its values are printed, with a unit behind; those of a rate always with the sign."""
    decimals = chart.decimals if decimals is None else decimals
    digits = "0" if chart.unit == "%" else "#,##0"
    shown = "%" if chart.unit == "%" else unit.replace('"', "")
    return digits + ("." + "0" * decimals if decimals else "") + (f'"{shown}"' if shown else "")


def _write(book, name: str, chart: Chart, taken, form: object) -> None:
    """A sheet with a row a category and a column a series; the first cell says the unit."""
    sheet = book.add_worksheet(name)
    names = levels(chart)
    sheet.set_column(0, 0, 24 if len(names) == 1 else 12)
    sheet.set_column(1, len(names) + len(chart.series), 14)
    sheet.freeze_panes(1, len(names))
    sheet.write_string(0, 0, f"单位：{chart.unit}" if name == DATA else "分子/分母")
    for column, level in enumerate(names):
        for row, category in enumerate(level, start=1):
            if category:
                sheet.write_string(row, column, category)
    for column, one in enumerate(chart.series, start=len(names)):
        _write_series(sheet, column, one, taken(one), form)


def _write_series(sheet, column: int, one: Series, values: tuple, form: object) -> None:
    sheet.write_string(0, column, one.name)
    for row, value in enumerate(values, start=1):
        if isinstance(value, str):
            sheet.write_string(row, column, value)
        elif value is not None:
            sheet.write_number(row, column, value, form)
