"""A brief as an Excel workbook: every table live, every chart native over its data, n and N beside every rate, and what it all rests on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from io import BytesIO

import xlsxwriter

from reports.brief import Brief, Chart, Section, Table
from reports.score_layout import sheet_names
from reports.score_source import SYNTHETIC
from reports.settled import settled
from reports.sheets_chart import chart_grid, with_charts, write_chart
from reports.sheets_front import FRONT, front_grids
from reports.sheets_grid import table_grids, write_grid
from reports.sheets_layout import FONT, POINTS, Book, Grid, Page, set_print, widths_of
from reports.sheets_notes import NOTE_SHEETS, empty_words, note_grids
from reports.words import day_words

LONG = 25  # rows from which a table stands on a sheet of its own, so that its headings are frozen and repeated
WIDE_COLUMNS = 7  # columns from which the first one stays when a sheet is scrolled
AUTHOR = "基层治理指标看板"
KEPT = "History"  # the name that Excel keeps for itself


@dataclass(frozen=True, kw_only=True)
class Leaf:
    """A sheet of a section: what it is called, its title and message, and the charts and tables in it."""

    key: str
    title: str
    message: str
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()


def sheets_file(brief: Brief) -> bytes:
    """The workbook as the bytes of an .xlsx, the same bytes for the same brief."""
    file, charts = BytesIO(), {}
    leaves = leaves_of(brief)
    names = sheet_names([one.title for one in leaves], (FRONT, *NOTE_SHEETS, KEPT))
    options = {"in_memory": True, "default_format_properties": {"font_name": FONT, "font_size": POINTS}}
    with xlsxwriter.Workbook(file, options) as written:
        written.set_properties(_properties(brief))
        book = Book(book=written)
        _write_front(book, brief, leaves, names)
        for leaf, name in zip(leaves, names, strict=True):
            charts |= _write_leaf(book, brief, leaf, name, len(charts))
        for name, grid in note_grids(brief).items():
            _write_note(book, brief, name, grid)
    return settled(with_charts(file.getvalue(), charts), brief.made.on)


def leaves_of(brief: Brief) -> list[Leaf]:
    """The sheets of the sections and annexes that have charts or tables, in order; a long table has one of its own."""
    numbers = range(1, len(brief.annexes) + 1)
    named = [(part, part.title) for part in brief.sections]
    named += [(part, f"附件{number}　{part.title}") for number, part in zip(numbers, brief.annexes, strict=True)]
    return [leaf for part, title in named for leaf in _leaves(part, title)]


def _leaves(part: Section, title: str) -> list[Leaf]:
    blocks = len(part.charts) + len(part.tables)
    apart = [table for table in part.tables if len(table.rows) >= LONG and blocks > 1]
    rest = tuple(table for table in part.tables if table not in apart)
    first = [Leaf(key=part.key, title=title, message=part.message, charts=part.charts, tables=rest)] if part.charts or rest else []
    return [*first, *(Leaf(key=part.key, title=table.title, message="", tables=(table,)) for table in apart)]


def _properties(brief: Brief) -> dict:
    marks = ["演示数据"] if brief.is_synthetic else []
    return {
        "title": brief.title,
        "subject": f"{brief.place}　{brief.period_words}　{brief.edition_words}",
        "author": AUTHOR,
        "category": "会议材料",
        "keywords": "、".join([brief.edition_words, brief.made.snapshot, *marks]),
        "comments": "　".join([*marks, _known(brief), f"数据版本 {brief.made.snapshot}"]),
        "created": datetime.combine(brief.made.on, time()),
    }


def _known(brief: Brief) -> str:
    return f"数据截至 {day_words(brief.known_to)}"


def _write_front(book: Book, brief: Brief, leaves: Sequence[Leaf], names: Sequence[str]) -> None:
    first = {leaf.key: name for leaf, name in reversed(list(zip(leaves, names, strict=True)))}
    contents = {name: _contents(leaf) for leaf, name in zip(leaves, names, strict=True)}
    contents |= {name: "材料所依据的" + name if name != NOTE_SHEETS[-1] else "怎样读这份材料、由什么数据做成" for name in NOTE_SHEETS}
    grids = front_grids(brief, first, contents)
    page = _opened(book, brief, FRONT, brief.title, grids)
    page.sheet.freeze_panes(page.row, 0)
    page.sheet.repeat_rows(0, page.row - 1)
    for grid in grids:
        _write_apart(page, grid)
    _close(page, brief)


def _contents(leaf: Leaf) -> str:
    """What a sheet shows, in the titles of what stands in it."""
    return "；".join(one.title for one in (*leaf.charts, *leaf.tables))


def _write_leaf(book: Book, brief: Brief, leaf: Leaf, name: str, done: int) -> dict[int, bytes]:
    """Writes a sheet of a section; its charts by their number, counted on from those that are done."""
    tables = [grid for table in leaf.tables for grid in table_grids(table)]
    page = _opened(book, brief, name, leaf.title, [*(chart_grid(chart) for chart in leaf.charts), *tables])
    if leaf.message:
        page.text(leaf.message, "message")
    charts = _write_charts(page, leaf, done)
    for grid in tables:
        head = _write_apart(page, grid)
    if len(tables) == 1 and not leaf.charts:
        _hold_head(page, head, len(tables[0].heads))
    else:
        page.sheet.freeze_panes(_top(brief), 0)
        page.sheet.repeat_rows(0, _top(brief) - 1)
    _close(page, brief)
    return charts


def _write_charts(page: Page, leaf: Leaf, done: int) -> dict[int, bytes]:
    drawn = {}
    for chart in leaf.charts:
        number = done + len(drawn)
        page.take(8)
        xml = write_chart(page, chart, number)
        drawn |= {number: xml} if xml else {}
    return drawn


def _write_apart(page: Page, grid: Grid) -> int:
    """Writes a table below what stands there; the row of its headings."""
    page.take(8)
    return write_grid(page, grid)[0]


def _hold_head(page: Page, head: int, columns: int) -> None:
    """Its headings stay when the one table of a sheet is scrolled, and stand on every page of it."""
    page.sheet.freeze_panes(head + 1, 1 if columns >= WIDE_COLUMNS else 0)
    page.sheet.repeat_rows(head)


def _write_note(book: Book, brief: Brief, name: str, grid: Grid) -> None:
    page = _opened(book, brief, name, f"{name}　{brief.title}", [grid])
    if grid.rows:
        _hold_head(page, write_grid(page, grid)[0], len(grid.heads))
    else:
        page.text(empty_words(name), "quiet")
        page.sheet.freeze_panes(page.row, 0)
        page.sheet.repeat_rows(0, page.row - 1)
    _close(page, brief)


def _opened(book: Book, brief: Brief, name: str, title: str, grids: Sequence[Grid]) -> Page:
    """A new sheet with what stands above everything: that the data are made up, the title, what it is of."""
    sheet = book.book.add_worksheet(name)
    sheet.hide_gridlines(2)
    page = Page(book=book, sheet=sheet, name=name, widths=widths_of(grids))
    for place, width in enumerate(page.widths):
        sheet.set_column(place, place, width)
    if brief.is_synthetic:
        page.text(SYNTHETIC, "mark")
    page.text(title, "title")
    page.text(
        "　".join([brief.place, brief.period_words, brief.edition_words, _known(brief), f"数据版本{brief.made.version_words}"]), "quiet"
    )
    page.head = page.filled
    return page


def _top(brief: Brief) -> int:
    """How many lines stand above everything in a sheet."""
    return 3 if brief.is_synthetic else 2


def _close(page: Page, brief: Brief) -> None:
    left = f"{'演示数据　' if brief.is_synthetic else ''}{brief.edition_words}".replace("&", "&&")
    title = brief.title.replace("&", "&&")[:120]
    set_print(page, f"&L&9 {left}&R&9 {title}", f"&L&9 {_known(brief)}&C&9 第 &P 页，共 &N 页&R&9 &A")
