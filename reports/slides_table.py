"""How a table is cut into slides: the size of its type, the widths of its columns, and which rows stand on which slide."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, product

from reports.brief import Cell, Column, Table
from reports.slides_look import TABLE_POINTS, Box
from reports.text_room import BOLD, text_lines, text_width

MOST_ROWS = 12  # on a slide, below the heading
SIDES = (9, 6, 4)  # points between the words of a cell and its edges, the widest that fits
ABOVE, SPARE = 3, 2  # points above the words, and left over beside them
HALF, SHORT_HEAD = 0.62, 4  # a heading of more signs may be broken once
LINE_HEIGHT = 1.25  # of the type, exactly, so that no other font makes a table higher
UNBROKEN = (14, 10, 8)  # letters up to which words are kept on one line, if there is room
LEAST_TEXT = 5  # letters that a column of words is at least wide


@dataclass(frozen=True, kw_only=True)
class Laid:
    """A table, or a piece of one, as it stands on a slide: size of type, room beside the words, widths of columns, heights of heading and rows."""

    table: Table
    points: float
    side: float
    widths: tuple[float, ...]
    heights: tuple[float, ...]


def laid_tables(table: Table, room: Box) -> list[Laid]:
    """The pieces of a table, one a slide: on as few as can be, in as large a type as that allows; columns too many for a slide go on beside the first."""
    ways = [
        _pieces(table, points, side, breaks, room)
        for points, breaks, side in product(TABLE_POINTS, (False, True), SIDES)
        if sum(_least(table, points, side, breaks)) <= room.width
    ]
    if ways:
        return min(ways, key=len)
    parts = _column_parts(table, TABLE_POINTS[-1], SIDES[-1], room.width)
    return [piece for part in parts for piece in laid_tables(part, room)]


def _pieces(table: Table, points: float, side: float, breaks: bool, room: Box) -> list[Laid]:
    """Rows as evenly over the slides as their heights allow."""
    widths = _widths(table, points, side, breaks, room.width)
    table = _broken(table, points, side, widths) if breaks else table
    head = _height([column.name for column in table.columns], points, side, [width / BOLD for width in widths])
    inside = [width - 2 * _slack(column, points) for width, column in zip(widths, table.columns, strict=True)]
    rows = [_height([cell.text for cell in row], points, side, inside) for row in table.rows]
    pages = _pages(rows, room.height - head)
    fair = _pages(rows, room.height - head, -(-len(rows) // len(pages)))
    found, start = [], 0
    for size in fair if len(fair) == len(pages) else pages:
        stop = start + size
        piece = replace(table, rows=table.rows[start:stop])
        found.append(Laid(table=piece, points=points, side=side, widths=widths, heights=(head, *rows[start:stop])))
        start = stop
    return found


def _broken(table: Table, points: float, side: float, widths: Sequence[float]) -> Table:
    """The table with the n/N of what is too long for its column on a line of its own."""
    rooms = [width - 2 * side if column.is_number else None for column, width in zip(table.columns, widths, strict=True)]
    rows = [tuple(_broken_cell(cell, points, room) for cell, room in zip(row, rooms, strict=True)) for row in table.rows]
    return replace(table, rows=tuple(rows))


def _broken_cell(cell: Cell, points: float, room: float | None) -> Cell:
    is_long = room is not None and text_width(cell.text, points) > room
    return replace(cell, text=cell.text.replace("（", "\n（", 1)) if is_long else cell


def _pages(heights: list[float], room: float, most: int = MOST_ROWS) -> list[int]:
    """How many rows stand on each slide."""
    pages, filled = [], 0.0
    for height in heights:
        if not pages or pages[-1] >= most or filled + height > room:
            pages.append(0)
            filled = 0.0
        pages[-1] += 1
        filled += height
    return pages or [0]


def _height(texts: list[str], points: float, side: float, widths: Sequence[float]) -> float:
    lines = max((text_lines(text, points, width - 2 * side) for text, width in zip(texts, widths, strict=True)), default=1)
    return lines * points * LINE_HEIGHT + 2 * ABOVE


def _least(table: Table, points: float, side: float, breaks: bool, whole: float = LEAST_TEXT) -> list[float]:
    """The least width of each column: numbers are not broken, unless before their n/N, nor words of up to `whole` letters, others after a few."""
    found = []
    for place, column in enumerate(table.columns):
        widest = max((text_width(piece, points) for row in table.rows for piece in _pieces_of(row[place].text, breaks)), default=0)
        heading = text_width(column.name, points) * BOLD * (HALF if len(column.name) > SHORT_HEAD else 1)
        wanted = widest if column.is_number or widest <= whole * points else LEAST_TEXT * points
        found.append(max(wanted, heading) + 2 * side + SPARE + 2 * _slack(column, points))
    return found


def _slack(column: Column, points: float) -> float:
    """What a line of words may lack at its end because the next sign does not fit; numbers stand on one line."""
    return 0.0 if column.is_number else points / 2


def _pieces_of(text: str, breaks: bool) -> list[str]:
    """A text whole, or a rate and its n/N apart."""
    return re.split("(?=（)", text, maxsplit=1) if breaks else [text]


def _widths(table: Table, points: float, side: float, breaks: bool, room: float) -> tuple[float, ...]:
    """The least width each, and what is left to the columns whose words would otherwise be broken, then to all alike."""
    tried = [_least(table, points, side, breaks, whole) for whole in UNBROKEN]
    least = next((found for found in tried if sum(found) <= room), None) or _least(table, points, side, breaks)
    spare = room - sum(least)
    wanted = [
        max(
            0.0,
            max((text_width(row[place].text, points) for row in table.rows), default=0)
            + 2 * side
            + SPARE
            + 2 * _slack(table.columns[place], points)
            - width,
        )
        for place, width in enumerate(least)
    ]
    share = min(1.0, spare / sum(wanted)) if sum(wanted) else 0.0
    widths = [width + max(share, 0) * want for width, want in zip(least, wanted, strict=True)]
    left = max(room - sum(widths), 0) / sum(widths)
    return tuple(width * (1 + left) for width in widths)


def _column_parts(table: Table, points: float, side: float, room: float) -> list[Table]:
    """The table cut between columns, each piece with the first column, none much narrower than the others."""
    least = _least(table, points, side, breaks=True)
    count = max(2, -(-int(sum(least[1:])) // max(int(room - least[0]), 1)))
    if len(least) <= 2:
        return [_part(table, list(range(len(least))))]
    while True:
        limit = sum(least[1:]) / count
        groups = [min(count - 1, int((total - width / 2) // limit)) for total, width in zip(accumulate(least[1:]), least[1:], strict=True)]
        parts = [[0, *[place for place, one in enumerate(groups, start=1) if one == group]] for group in sorted(set(groups))]
        if count >= len(least) - 1 or all(sum(least[place] for place in part) <= room for part in parts):
            return [_part(table, part) for part in parts]
        count += 1


def _part(table: Table, places: list[int]) -> Table:
    columns = tuple(table.columns[place] for place in places)
    return replace(table, columns=columns, rows=tuple(tuple(row[place] for place in places) for row in table.rows))
