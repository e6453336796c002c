"""How a sheet of a brief's workbook is laid out: its fonts and formats, the room its columns need, what is frozen, repeated and printed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from reports.chart_style import GRID, INK
from reports.palette import PRINT
from reports.score_layout import A4, FORMATS
from reports.text_room import text_height, text_width

FONT, POINTS = "微软雅黑", 10
DAY = 'yyyy"年"m"月"d"日"'
HEAD_FILL, MARK_FILL = FORMATS["head"]["bg_color"], "#fbeee3"
BASE = {"font_name": FONT, "font_size": POINTS, "font_color": INK, "valign": "vcenter"}
EDGE = {"border": 1, "border_color": GRID, "text_wrap": True}
FORMS = {
    "mark": {"bold": True, "font_color": FORMATS["mark"]["font_color"], "bg_color": MARK_FILL, "text_wrap": True},
    "title": {"bold": True, "font_size": 15, "text_wrap": True},
    "quiet": {"font_color": FORMATS["quiet"]["font_color"], "font_size": 9, "text_wrap": True},
    "message": {"bold": True, "font_size": 11, "font_color": PRINT.lead, "text_wrap": True},
    "heading": {"bold": True, "font_size": 11, "text_wrap": True},
    "head": EDGE | {"bold": True, "bg_color": HEAD_FILL, "align": "center"},
    "cell": EDGE,
}
TONES = {"worse": {"font_color": PRINT.worse}, "better": {"font_color": PRINT.lead}}
NARROWEST, WIDE, WIDEST, OTHERWISE = 9.0, 46.0, 76.0, 10.0  # widths of columns, in digits of the font
DIGIT_POINTS, PADDING_POINTS = 5.25, 3.75  # how wide a digit is, and what a column has beside its digits
INDENT_POINTS = 9.0  # what an indented cell leaves free
BREAKS = re.compile(r" |(?=（)")  # where a heading is cut into lines
SHORT_HEAD = 9  # signs of a heading that is not cut further
LEAST_WIDTH = 500.0  # points: a sheet of few columns still has room for a sentence and a chart
ROW_POINTS = 18.0
UPRIGHT, LYING = (515.0, 720.0), (760.0, 470.0)  # points of an A4 page within the margins and the lines of header and footer
LEFT = 0.3  # of a page that must be left for the beginning of what is higher than a page
MARGINS = {"left": 0.5, "right": 0.5, "top": 0.75, "bottom": 0.75}


@dataclass(frozen=True, kw_only=True)
class Field:
    """One cell: a text, number or day, None for an empty one; `form` is the number format, `link` the sheet that it opens.

    `is_figure` is of a cell in a column of numbers, also where it holds words.
    """

    content: str | float | date | None = None
    form: str = ""
    tone: str = "calm"
    link: str = ""
    is_figure: bool = False

    @property
    def is_number(self) -> bool:
        """Whether it holds a number."""
        return isinstance(self.content, int | float)

    @property
    def room(self) -> str:
        """A text as wide as what is shown."""
        if isinstance(self.content, date):
            return "2026年10月31日"
        return f"{self.content:,.2f}{'%' if '%' in self.form else ''}" if self.is_number else self.content or ""


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A table as it is written: its title, its headings, and rows of as many fields; `note` stands below, formulas know it as `called`."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Field, ...], ...]
    note: str = ""
    called: str = ""


@dataclass(frozen=True, kw_only=True)
class Book:
    """The workbook being written, and the formats and names of tables that it has so far."""

    book: object
    formats: dict = field(default_factory=dict)
    names: set = field(default_factory=set)

    def form(self, name: str, tone: str = "calm", **more: object) -> object:
        """A format by name, tone and what else it has; each is made once."""
        properties = BASE | FORMS[name] | TONES.get(tone, {}) | more
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(properties)
        return self.formats[key]


@dataclass(kw_only=True)
class Page:
    """A sheet being written from the top down. `row` is the next one free, `widths` those of its columns, `filled` the points since a page
    began, `head` those of what every page begins with."""

    book: Book
    sheet: object
    name: str
    widths: tuple[float, ...]
    row: int = 0
    filled: float = 0.0
    head: float = 0.0
    breaks: list[int] = field(default_factory=list)

    @property
    def points(self) -> float:
        """How wide it is."""
        return sum(map(column_points, self.widths))

    @property
    def lies(self) -> bool:
        """Whether it is printed on its side."""
        return self.points > UPRIGHT[0] * 1.15

    @property
    def page_points(self) -> float:
        """How many points of it stand on a printed page, one page wide."""
        width, height = LYING if self.lies else UPRIGHT
        return height * max(1.0, self.points / width)

    def take(self, height: float) -> int:
        """The next row, of a height in points."""
        self.sheet.set_row(self.row, height)
        self.row += 1
        self.filled += height
        return self.row - 1

    def text(self, words: str, form: str) -> None:
        """A line of words across the whole width, as high as they need."""
        size = FORMS[form].get("font_size", POINTS)
        row = self.take(max(ROW_POINTS, text_height(words, size, self.points) + 5))
        self.sheet.merge_range(row, 0, row, len(self.widths) - 1, "", self.book.form(form))
        self.sheet.write_string(row, 0, words, self.book.form(form))

    def keep_together(self, height: float) -> None:
        """Begins a new printed page where what comes next would be torn."""
        most = self.page_points
        if self.filled + (height if height <= most else most * LEFT) > most and self.filled > self.head:
            self.breaks.append(self.row)
            self.filled = self.head


def column_points(width: float) -> float:
    """The width in points of a column of a width in digits."""
    return width * DIGIT_POINTS + PADDING_POINTS


def widths_of(grids: Sequence[Grid]) -> tuple[float, ...]:
    """The widths of the columns that all these tables share; what a narrow sheet lacks goes to its column of words, else beside it."""
    count = max((len(grid.heads) for grid in grids), default=1)
    widths = [max((_width(grid, place) for grid in grids if place < len(grid.heads)), default=OTHERWISE) for place in range(count)]
    widest = max(range(count), key=widths.__getitem__)
    if widths[widest] >= WIDE / 2:
        widths[widest] += max(0.0, (LEAST_WIDTH - sum(map(column_points, widths))) / DIGIT_POINTS)
    while sum(map(column_points, widths)) < LEAST_WIDTH:
        widths.append(OTHERWISE)
    return tuple(widths)


def _width(grid: Grid, place: int) -> float:
    return width_of(grid.heads[place], [row[place] for row in grid.rows])


def width_of(head: str, fields: Sequence[Field]) -> float:
    """A column wide enough for its cells and heading; long headings stand on two lines, long texts on some."""
    longest = max(BREAKS.split(head), key=len)
    named = text_width(longest, POINTS) * (1 if len(longest) <= SHORT_HEAD else 0.6)
    cells = max((text_width(one.room, POINTS) for one in fields), default=0.0)
    needed = max(NARROWEST, (max(named, cells) + INDENT_POINTS + POINTS) / DIGIT_POINTS)
    return needed if needed <= WIDE else min(WIDEST, max(WIDE, needed * 0.55))


def grid_points(grid: Grid, widths: Sequence[float]) -> float:
    """How high a table is with its title and note."""
    aside = ROW_POINTS * (bool(grid.title) + 2 * bool(grid.note))
    return aside + head_points(grid.heads, widths) + sum(row_points(row, widths) for row in grid.rows)


def row_points(row: Sequence[Field], widths: Sequence[float]) -> float:
    """How high a row must be for its wrapped texts."""
    return max(
        ROW_POINTS,
        *(text_height(one.room, POINTS, column_points(width) - INDENT_POINTS) + 6 for one, width in zip(row, widths, strict=False)),
    )


def head_points(heads: Sequence[str], widths: Sequence[float]) -> float:
    """How high the row of headings must be."""
    return max(
        24.0, *(text_height(head, POINTS, column_points(width) - PADDING_POINTS) + 8 for head, width in zip(heads, widths, strict=False))
    )


def set_print(page: Page, header: str, footer: str) -> None:
    """A4, one page wide, with what must be read with every page above and below."""
    sheet = page.sheet
    if page.lies:
        sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(**MARGINS)
    sheet.center_horizontally()
    sheet.set_header(header)
    sheet.set_footer(footer)
    sheet.set_h_pagebreaks(page.breaks)
    sheet.print_area(0, 0, page.row - 1, len(page.widths) - 1)
