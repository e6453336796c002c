"""A table of a brief in Word: how wide its columns must be, which page holds it, and the table itself with a heading that repeats."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from reports.brief import Cell, Table
from reports.word_layout import TEXT_POINTS, text_twips
from reports.word_roles import STRONG, TABLE_HEAD, TABLE_NUMBER, TABLE_TEXT, TABLE_WORD, Role
from reports.word_styles import TABLE_STYLE
from reports.word_xml import Said, element, half_widths, paragraph

BESIDE = 9  # points of a column that its text does not have
MOST_OF_NUMBERS = 24  # half characters on one line; longer cells of numbers are broken
MOST_OF_WORDS = 20
COMFORTABLE, SMALLEST, SMALL_PRINT = 10.5, 9, 8  # points of type
SHORT_HEAD = 8
UNBROKEN = 18  # half characters of words that stay on one line: a date, a judgement
LEAST, LEAST_OF_PLACES = 7, 5  # half characters of a column; of one that only numbers the rows
DATE, DATED = re.compile("[0-9]月[0-9]+日"), 17
LINES = 3  # that words in a narrow column may take
NARROW = 10  # twentieths of a point
PAGE_POINTS = {False: 330, True: 330}  # of a table: half of an upright page of text, what a lying one has below the title of an annex
BETWEEN = 4.5  # points between the rows of a table
KEPT_WHOLE = 8  # rows of a table that is not spread over two pages

Way = tuple[float, Callable[[Table, int], int]]  # a size of type, and how many half characters a column of a table has


@dataclass(frozen=True, kw_only=True)
class Fit:
    """The size of a table's type, and its columns' widths in twentieths of a point, which add up to the text's."""

    size: float
    widths: tuple[int, ...]


def small_fit(table: Table, is_lying: bool) -> Fit:
    """How a table of the small print stands: in small type, its columns as wide as they would be to each other."""
    return Fit(size=SMALL_PRINT, widths=_shared(_points(table, SMALL_PRINT, _wish), text_twips(is_lying)))


def fit(table: Table, is_lying: bool) -> Fit:
    """How a table stands on an upright or lying page: in the largest type in which a page holds all of it, one that no page holds in the smallest
    that there is room for; what is left over is for the columns whose words are broken."""
    ways = [way for way in _ways(is_lying) if sum(_points(table, *way)) <= TEXT_POINTS[is_lying]] or [SQUEEZED]
    size, room = next((way for way in ways if _height(table, way, TEXT_POINTS[is_lying]) <= PAGE_POINTS[is_lying]), ways[-1])
    return Fit(size=size, widths=_shared(_spread(table, (size, room), TEXT_POINTS[is_lying]), text_twips(is_lying)))


def _spread(table: Table, way: Way, whole: float) -> list[float]:
    """The widths of the columns in points; what is left over goes to those whose words are broken."""
    held = _points(table, *way)
    broken = [max(0, unbroken - one) for unbroken, one in zip(_points(table, way[0], _longest), held, strict=True)]
    spare = min(1, max(0, whole - sum(held)) / (sum(broken) or 1))
    return [one + spare * more for one, more in zip(held, broken, strict=True)]


def _height(table: Table, way: Way, whole: float) -> float:
    """About how high a table is across a page of a width."""
    rooms = [max(1, int((wide - BESIDE) * 2 / way[0])) for wide in _spread(table, way, whole)]
    texts = [[column.name for column in table.columns], *([cell.text for cell in row] for row in table.rows)]
    lines = (max(-(-half_widths(text) // room) or 1 for text, room in zip(row, rooms, strict=True)) for row in texts)
    return sum(line * way[0] * 1.4 + BETWEEN for line in lines)


def is_wide(table: Table, is_lying: bool = False) -> bool:
    """Whether a page has no room for a table in any way."""
    return _way(table, is_lying) is None


def is_small(table: Table) -> bool:
    """Whether a table fits an upright page in the smallest type alone: in the text that is better than out of it, at the back it is not."""
    held = _way(table, False)
    return held is None or held[0] < COMFORTABLE


def fits_squeezed(table: Table) -> bool:
    """Whether an upright page holds a table where its columns have in the smallest type what they cannot do without."""
    return sum(_points(table, *SQUEEZED)) <= TEXT_POINTS[False]


def _ways(is_lying: bool) -> list[Way]:
    """The sizes of type, and whether the columns have what they would or only what they cannot do without; on an upright page the smallest type
    is for a table that has all it would."""
    ways = [(12, _wish), (10.5, _wish), (10.5, _need), (SMALLEST, _wish)]
    return [*ways, SQUEEZED] if is_lying else ways


def _way(table: Table, is_lying: bool) -> Way | None:
    return next((way for way in _ways(is_lying) if sum(_points(table, *way)) <= TEXT_POINTS[is_lying]), None)


def pieces(table: Table) -> list[Table]:
    """The table, or where it is wider than a lying page its columns in as few tables as fit, each beginning with the first column."""
    if not is_wide(table, True) or len(table.columns) <= 2:
        return [table]
    last = max((last for last in range(2, len(table.columns)) if not is_wide(_columns(table, range(last)), True)), default=2)
    rest = _columns(table, (0, *range(last, len(table.columns))))
    return [_columns(table, range(last)), *(replace(one, title=f"{table.title}（续）") for one in pieces(rest))]


def _columns(table: Table, places) -> Table:
    held = tuple(places)
    return replace(
        table, columns=tuple(table.columns[place] for place in held), rows=tuple(tuple(row[place] for place in held) for row in table.rows)
    )


def _points(table: Table, size: float, room: Callable[[Table, int], int]) -> list[float]:
    """The widths of the columns in points, where `room` says how many half characters each has."""
    return [room(table, place) * size / 2 + BESIDE for place in range(len(table.columns))]


def _longest(table: Table, place: int) -> int:
    return max((half_widths(row[place].text) for row in table.rows), default=0)


def _wish(table: Table, place: int) -> int:
    """Half characters that a column would have: what was asked for it, words of a date or judgement and a short heading in one line."""
    longest, head = _longest(table, place), half_widths(table.columns[place].name)
    whole = (longest if longest <= UNBROKEN else 0, head if head <= SHORT_HEAD else 0)
    return max(table.columns[place].width, _need(table, place), *whole)


def _need(table: Table, place: int) -> int:
    """Half characters that a column cannot do without."""
    column, longest = table.columns[place], _longest(table, place)
    held = min(longest + 1, MOST_OF_NUMBERS) if column.is_number else min(longest, max(column.width, _need_of_words(table, place, longest)))
    head = half_widths(column.name)
    return max(held, LEAST_OF_PLACES if max(head, longest + 1) < LEAST_OF_PLACES else LEAST, -(-head // LINES) + 1)


SQUEEZED = (SMALLEST, _need)


def _need_of_words(table: Table, place: int, longest: int) -> int:
    """As much as sets words in few lines, and a date in one."""
    is_dated = any(DATE.search(row[place].text) for row in table.rows)
    return max(DATED if is_dated else 0, min(-(-longest // LINES), MOST_OF_WORDS))


def _shared(points: list[float], whole: int) -> tuple[int, ...]:
    """The width of the text in the proportions of what each column needs; what rounding leaves goes to the first."""
    held = [int(whole * one / sum(points)) for one in points]
    return (held[0] + whole - sum(held), *held[1:])


def word_table(table: Table, held: Fit):
    """The table; one of few rows is kept on one page."""
    looks = element(
        "tblPr",
        element("tblStyle", val=TABLE_STYLE), element("tblW", w=sum(held.widths), type="dxa"), element("jc", val="center"),
        element("tblLayout", type="fixed"), _close(held),
        element("tblLook", val="0020", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=1, noVBand=1),
        element("tblCaption", val=table.title), element("tblDescription", val=_described(table)),
    )  # fmt: skip
    grid = element("tblGrid", *[element("gridCol", w=width) for width in held.widths])
    rows = [_row(table, row, held, _is_kept(table, place)) for place, row in enumerate(table.rows)]
    return element("tbl", looks, grid, _head(table, held), *rows)


def _close(held: Fit):
    """Less room above and below what stands in a cell of small print."""
    return element("tblCellMar", *[element(side, w=NARROW, type="dxa") for side in ("top", "bottom")]) if held.size == SMALL_PRINT else None


def _described(table: Table) -> str:
    return f"{len(table.rows)} 行：{'、'.join(column.name for column in table.columns)}"


def _is_kept(table: Table, place: int) -> bool:
    """Whether a row stays on the page of the next: those of a small table do."""
    return len(table.rows) <= KEPT_WHOLE and place < len(table.rows) - 1


def _head(table: Table, held: Fit):
    role = TABLE_HEAD[held.size]
    cells = [_cell(paragraph(role, column.name), width, "center") for column, width in zip(table.columns, held.widths, strict=True)]
    return element("tr", element("trPr", element("cantSplit"), element("tblHeader")), *cells)


def _row(table: Table, row: tuple[Cell, ...], held: Fit, is_kept: bool):
    cells = [
        _cell(_words(cell, role, is_kept), width) for cell, role, width in zip(row, _roles(table, held.size), held.widths, strict=True)
    ]
    return element("tr", element("trPr", element("cantSplit")), *cells)


def _roles(table: Table, size: float) -> list[Role]:
    """How the cells of each column stand: numbers to the right, short words but the first in the middle, the rest to the left."""
    return [_role(table, place)[size] for place in range(len(table.columns))]


def _role(table: Table, place: int) -> dict[float, Role]:
    if table.columns[place].is_number:
        return TABLE_NUMBER
    is_short = place > 0 and all(half_widths(row[place].text) <= UNBROKEN for row in table.rows)
    return TABLE_WORD if is_short else TABLE_TEXT


def _words(cell: Cell, role: Role, is_kept: bool):
    """What a cell says; what needs attention is bold."""
    said = Said(text=cell.text, mark=STRONG if cell.tone == "worse" else "")
    return paragraph(role, said, properties=[element("keepNext")] if is_kept else ())


def _cell(words, width: int, stands: str = "top"):
    return element("tc", element("tcPr", element("tcW", w=width, type="dxa"), element("vAlign", val=stands)), words)
