"""Where the cells of a sheet stand in the workbook that is given back: the columns that are kept, the lines above them, the header with its merges."""

from dataclasses import dataclass

from etl.guard import masked
from etl.match import Match
from etl.readers import Merge, RawSheet, Table
from etl.readers.preamble import line_without_persons

Heading = tuple[int, int, int, int, str]  # first row, first column, last row, last column, text; all counted from 0


@dataclass(frozen=True, kw_only=True)
class SheetLayout:
    """`kept` are the positions of the sheet's columns that are given back, `texts` those of them (by their new place) that must stay text.

    `lines` are the texts of the rows above the header, `header` those of the header and of a row of column numbers below it; the header takes
    the rows from `top_row` to `header_row`, data begin in `first_row`. All counted from 0.
    """

    kept: tuple[int, ...]
    texts: tuple[int, ...]
    lines: tuple[str, ...]
    header: tuple[Heading, ...]
    top_row: int
    header_row: int
    first_row: int


def layout_of(sheet: RawSheet, table: Table, match: Match) -> SheetLayout:
    """The layout of a sheet without the columns that the board does not read."""
    kept = tuple(sorted(match.positions))
    top, bottom = table.top_row - 1, table.header_row - 1
    header = [one for row in range(top, bottom + 1) for one in _header(sheet, table, row, kept)]
    if not _is_layered(header, top, bottom):
        top, header = bottom, [(bottom, i, bottom, i, masked(table.headers[p])) for i, p in enumerate(kept)]
    numbering = [(row, i, row, i, sheet.head[row][p]) for row in range(bottom + 1, table.first_data_row - 1) for i, p in enumerate(kept)]
    columns = match.reading.contract.columns
    return SheetLayout(
        kept=kept, texts=tuple(kept.index(p) for key, p in match.columns.items() if columns[key].type == "identifier"),
        lines=tuple(masked(line_without_persons(cells)) for cells in sheet.head[: table.top_row - 1]), header=tuple(one for one in (*header, *numbering) if one[4]),
        top_row=top, header_row=bottom, first_row=table.first_data_row - 1,
    )  # fmt: skip


def _is_layered(header: list[Heading], top: int, bottom: int) -> bool:
    """Whether the header can keep its levels: each but the last still has a heading over several columns, by which the reader knows it."""
    wide = {first for first, left, last, right, _ in header if first == last and right > left}
    return wide >= set(range(top, bottom))


def _header(sheet: RawSheet, table: Table, row: int, kept: tuple[int, ...]) -> list[Heading]:
    """The texts of one header row over the kept columns, a merged one over those of its columns that are kept."""
    merges = [one for one in sheet.merges if one.top - 1 >= table.top_row - 1 and one.top <= row + 1 <= one.bottom]
    found, covered = [], set()
    for merge in merges:
        columns = [i for i, p in enumerate(kept) if merge.left <= p <= merge.right]
        covered.update(columns)
        if merge.top == row + 1 and columns and _cell(sheet, merge):
            bottom = min(merge.bottom, table.header_row) - 1
            found.append((row, columns[0], bottom, columns[-1], _cell(sheet, merge)))
    return found + [(row, i, row, i, masked(sheet.head[row][p].strip())) for i, p in enumerate(kept) if i not in covered]


def _cell(sheet: RawSheet, merge: Merge) -> str:
    return masked(sheet.head[merge.top - 1][merge.left].strip())
