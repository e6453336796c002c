"""Tables of a brief as sheets hold them: numbers as numbers with their formats, n and N in columns of their own, everything in a live table."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from xlsxwriter.utility import xl_range_abs

from reports.brief import Cell, Column, Table
from reports.score_layout import quoted_sheet
from reports.sheets_layout import DAY, Field, Grid, Page, column_points, grid_points, head_points, row_points, width_of

NUMBER = r"[-−–+＋]?\d[\d,]*(?:\.\d+)?"
COUNTED = r"(?: ?[^\d\s/（）()，；—%]{1,3})?"  # what is counted: 12 盏/500 户
FRACTION = re.compile(rf"(?<![\d/.])({NUMBER})({COUNTED})/({NUMBER})({COUNTED})(?![\d/.])")
LEADING = re.compile(rf"({NUMBER}) ?")
WRITTEN_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
EDGES = "（）()，,；; 　"
UNFIT = re.compile(r"\W")
LONGEST_TITLE = 40
FILTERED_FROM = 8  # rows; a shorter table is seen whole
WIDEST_TABLE = 1000.0  # points
NO_ROWS = "本期没有可列的内容。"

Columns = list[tuple[str, list[Field]]]  # headings, each with the cells below it


@dataclass(frozen=True, kw_only=True)
class Split:
    """What a cell of a brief comes to in a sheet: its figure, n and N where it has them, and what else it says."""

    figure: Field
    upper: Field = Field()
    lower: Field = Field()
    rest: str = ""


def number_form(decimals: int, unit: str = "", is_signed: bool = False) -> str:
    """The number format of so many decimals; a percentage is kept as it is read (77.9), its sign is part of the format."""
    digits = ("0" if unit == "%" else "#,##0") + ("." + "0" * decimals if decimals else "")
    shown = digits + (f'"{unit}"' if unit else "")
    return f"+{shown};-{shown};{shown}" if is_signed else shown


def split(cell: Cell) -> Split:
    """A cell that stands in a column of numbers, taken apart."""
    found = FRACTION.search(cell.text)
    upper, lower = counted(cell.text)
    if cell.value is None:
        return Split(figure=text_field(cell, is_figure=True), upper=upper, lower=lower)
    figure = Field(content=cell.value, form=_form(cell), tone=cell.tone, is_figure=True)
    return Split(figure=figure, upper=upper, lower=lower, rest=_rest(cell, found[0] if found else ""))


def counted(text: str) -> tuple[Field, Field]:
    """n and N of a fraction that stands in a text, empty where there is none."""
    found = FRACTION.search(text)
    return (_counted(found[1], found[2] or found[4]), _counted(found[3], found[4])) if found else (Field(), Field())


def _form(cell: Cell) -> str:
    """The number as the brief prints it: as many decimals, its sign where it has one, its unit where that stands in the cell."""
    printed = LEADING.match(cell.text)
    decimals = len(printed[1].partition(".")[2]) if printed else cell.decimals
    unit = cell.unit if cell.unit and cell.unit in cell.text else ""
    return number_form(decimals, unit if unit in ("", "%") else f" {unit}", cell.text[:1] in ("+", "＋"))


def _counted(number: str, unit: str) -> Field:
    """One side of a fraction as a number."""
    plain = number.replace(",", "").replace("−", "-").replace("–", "-").replace("＋", "+")
    decimals = len(plain.partition(".")[2])
    unit = unit.strip()
    form = number_form(decimals, f" {unit}" if unit else "")
    return Field(content=float(plain) if decimals else int(plain), form=form, is_figure=True)


def _rest(cell: Cell, fraction: str) -> str:
    """What a cell says beside its number and fraction, such as an interval."""
    found = LEADING.match(cell.text)
    left = cell.text[found.end() :].removeprefix(cell.unit) if found else cell.text
    return left.replace(fraction, "", 1).strip(EDGES) if fraction else left.strip(EDGES)


def text_field(cell: Cell, is_figure: bool = False) -> Field:
    """A cell of words: a day is a day; where figures stand, a bare number is a number."""
    day, number = WRITTEN_DAY.fullmatch(cell.text), LEADING.fullmatch(cell.text) if is_figure else None
    if day:
        return Field(content=date(*map(int, day.groups())), form=DAY, tone=cell.tone)
    if number:
        return replace(_counted(number[1], ""), tone=cell.tone)
    return Field(content=cell.text, tone=cell.tone, is_figure=is_figure)


def table_grids(table: Table) -> list[Grid]:
    """A table of a brief; beside a column of rates two for n and N, and one for what its cells say beyond their number.

    One too wide to be read on a page is cut into several, the first column before each.
    """
    groups = [_columns(column, [row[place] for row in table.rows]) for place, column in enumerate(table.columns)]
    pieces = _pieces(groups)
    numbers = [f"（{place}）" if len(pieces) > 1 else "" for place in range(1, len(pieces) + 1)]
    return [
        replace(_grid(piece), title=f"{table.title}{number}", note=table.note if piece is pieces[-1] else "")
        for piece, number in zip(pieces, numbers, strict=True)
    ]


def _columns(column: Column, cells: Sequence[Cell]) -> Columns:
    return _figures(column.name, cells) if column.is_number else [(column.name, [text_field(cell) for cell in cells])]


def _pieces(groups: Sequence[Columns]) -> list[Columns]:
    """The columns of each part of a table; what belongs to one column of the brief stays together."""
    pieces: list[Columns] = [list(groups[0])] if groups else []
    for group in groups[1:]:
        if _points(pieces[-1]) + _points(group) > WIDEST_TABLE and len(pieces[-1]) > len(groups[0]):
            pieces.append(list(groups[0]))
        pieces[-1] += group
    return pieces


def _points(columns: Columns) -> float:
    return sum(column_points(width_of(head, fields)) for head, fields in columns)


def _grid(columns: Columns) -> Grid:
    return Grid(title="", heads=distinct([head for head, _ in columns]), rows=tuple(zip(*(fields for _, fields in columns), strict=True)))


def _figures(name: str, cells: Sequence[Cell]) -> Columns:
    found = [split(cell) for cell in cells]
    columns = [(name, [one.figure for one in found])]
    if any(one.lower.content is not None for one in found):
        columns += [(f"{name} 分子", [one.upper for one in found]), (f"{name} 分母", [one.lower for one in found])]
    if any(one.rest for one in found):
        columns.append((f"{name} 附注", [Field(content=one.rest or None) for one in found]))
    return columns


def distinct(heads: Sequence[str]) -> tuple[str, ...]:
    """The headings, none blank and none twice: Excel refuses both in a live table."""
    given: list[str] = []
    for head in heads:
        plain, number = " ".join(head.split()) or "列", 1
        wanted = plain
        while wanted.lower() in [one.lower() for one in given]:
            number += 1
            wanted = f"{plain}（{number}）"
        given.append(wanted)
    return tuple(given)


def write_grid(page: Page, grid: Grid) -> tuple[int, int]:
    """Writes a table with its title and note; the row of its headings and its last row."""
    page.keep_together(grid_points(grid, page.widths))
    if grid.title:
        page.text(grid.title, "heading")
    if not grid.rows:
        page.text(NO_ROWS, "quiet")
        return page.row - 1, page.row - 1
    head = page.take(head_points(grid.heads, page.widths))
    _add_table(page, grid, head)
    for row in grid.rows:
        _write_row(page, page.take(row_points(row, page.widths)), row)
    last = page.row - 1
    if grid.note:
        page.text(grid.note, "quiet")
    return head, last


def _add_table(page: Page, grid: Grid, head: int) -> None:
    name = _name(page, grid.called or grid.title or page.name)
    last, right = head + len(grid.rows), len(grid.heads) - 1
    columns = [{"header": one, "header_format": page.book.form("head")} for one in grid.heads]
    options = {"name": f"表_{name}", "columns": columns, "style": None, "autofilter": len(grid.rows) >= FILTERED_FROM}
    if page.sheet.add_table(head, 0, last, right, options) != 0:
        raise ValueError(f"no live table for {grid.title!r}")
    page.book.book.define_name(f"数据_{name}", f"={quoted_sheet(page.name)}!{xl_range_abs(head, 0, last, right)}")


def _name(page: Page, title: str) -> str:
    """What formulas call the table: its title without signs, and a number where there is one of that name."""
    plain = UNFIT.sub("", title)[:LONGEST_TITLE] or "表"
    wanted, number = plain, 1
    while wanted.lower() in page.book.names:
        number += 1
        wanted = f"{plain}_{number}"
    page.book.names.add(wanted.lower())
    return wanted


def _write_row(page: Page, row: int, fields: Sequence[Field]) -> None:
    for column, one in enumerate(fields):
        _write_field(page, row, column, one)


def _write_field(page: Page, row: int, column: int, one: Field) -> None:
    side = {"align": "right"} if one.is_figure else {"align": "left", "indent": 1}
    form = page.book.form("cell", one.tone, **side, **({"num_format": one.form} if one.form else {}))
    if one.link:
        linked = page.book.form("cell", "better", **side, underline=1)
        page.sheet.write_url(row, column, f"internal:{quoted_sheet(one.link)}!A1", linked, str(one.content))
    elif one.content is None:
        page.sheet.write_blank(row, column, None, form)
    elif isinstance(one.content, date):
        page.sheet.write_datetime(row, column, one.content, form)
    elif one.is_number:
        page.sheet.write_number(row, column, one.content, form)
    else:
        page.sheet.write_string(row, column, one.content, form)
