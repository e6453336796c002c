"""How a table is cut into slides: the size of its type, the widths of its columns, and which rows stand on which slide."""

from dataclasses import dataclass, replace
from itertools import accumulate

from reports.brief import Table
from reports.slides_look import TABLE_POINTS, Box
from reports.text_room import text_lines, text_width

MOST_ROWS = 11  # on a slide, below the heading
SIDE, ABOVE = 8, 4  # points between the words of a cell and its edges
LINE_HEIGHT = 1.25  # of the type, exactly, so that no other font makes a table higher
UNBROKEN = (14, 10, 8)  # letters up to which words are kept on one line, if there is room
LEAST_TEXT = 5  # letters that a column of words is at least wide


@dataclass(frozen=True, kw_only=True)
class Laid:
    """A table, or a piece of one, as it stands on a slide: size of type, widths of columns, heights of the heading and the rows, in points."""

    table: Table
    points: float
    widths: tuple[float, ...]
    heights: tuple[float, ...]


def laid_tables(table: Table, room: Box) -> list[Laid]:
    """The pieces of a table, one a slide: as large as fits on one, else in the smallest type; columns too many for a slide go on beside the first."""
    for points in TABLE_POINTS:
        if sum(_least(table, points)) <= room.width:
            pieces = _pieces(table, points, room)
            if len(pieces) == 1 or points == TABLE_POINTS[-1]:
                return pieces
    return [piece for part in _column_parts(table, TABLE_POINTS[-1], room.width) for piece in _pieces(part, TABLE_POINTS[-1], room)]


def _pieces(table: Table, points: float, room: Box) -> list[Laid]:
    """Rows as evenly over the slides as their heights allow."""
    widths = _widths(table, points, room.width)
    head = _height([column.name for column in table.columns], points, widths)
    rows = [_height([cell.text for cell in row], points, widths) for row in table.rows]
    pages = _pages(rows, room.height - head)
    fair = _pages(rows, room.height - head, -(-len(rows) // len(pages)))
    found, start = [], 0
    for size in fair if len(fair) == len(pages) else pages:
        stop = start + size
        piece = replace(table, rows=table.rows[start:stop])
        found.append(Laid(table=piece, points=points, widths=widths, heights=(head, *rows[start:stop])))
        start = stop
    return found


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


def _height(texts: list[str], points: float, widths: tuple[float, ...]) -> float:
    lines = max((text_lines(text, points, width - 2 * SIDE) for text, width in zip(texts, widths, strict=True)), default=1)
    return lines * points * LINE_HEIGHT + 2 * ABOVE


def _least(table: Table, points: float, whole: float = LEAST_TEXT) -> list[float]:
    """The least width of each column: numbers are not broken, nor words of up to `whole` letters, others after a few."""
    found = []
    for place, column in enumerate(table.columns):
        texts = [row[place].text for row in table.rows]
        widest = max((text_width(text, points) for text in texts), default=0)
        heading = text_width(column.name, points) / (2 if len(column.name) > 4 else 1)
        wanted = widest if column.is_number or widest <= whole * points else LEAST_TEXT * points
        found.append(max(wanted, heading) + 2 * SIDE + points / 2)
    return found


def _widths(table: Table, points: float, room: float) -> tuple[float, ...]:
    """The least width each, and what is left to the columns whose words would otherwise be broken, then to all alike."""
    least = next((found for whole in UNBROKEN if sum(found := _least(table, points, whole)) <= room), _least(table, points))
    spare = room - sum(least)
    wanted = [
        max(0.0, max((text_width(row[place].text, points) for row in table.rows), default=0) + 2 * SIDE + points - width)
        for place, width in enumerate(least)
    ]
    share = min(1.0, spare / sum(wanted)) if sum(wanted) else 0.0
    widths = [width + max(share, 0) * want for width, want in zip(least, wanted, strict=True)]
    left = max(room - sum(widths), 0) / sum(widths)
    return tuple(width * (1 + left) for width in widths)


def _column_parts(table: Table, points: float, room: float) -> list[Table]:
    """The table cut between columns, each piece with the first column, none much narrower than the others."""
    least = _least(table, points)
    count = max(1, -(-int(sum(least[1:])) // max(int(room - least[0]), 1)))
    limit = sum(least[1:]) / count
    groups = [min(count - 1, int((total - width / 2) // limit)) for total, width in zip(accumulate(least[1:]), least[1:], strict=True)]
    return [_part(table, [0, *[place for place, one in enumerate(groups, start=1) if one == group]]) for group in sorted(set(groups))]


def _part(table: Table, places: list[int]) -> Table:
    columns = tuple(table.columns[place] for place in places)
    return replace(table, columns=columns, rows=tuple(tuple(row[place] for place in places) for row in table.rows))
