"""A table of a brief in Word: how wide its columns must be, which page holds it, and the table itself with a heading that repeats."""

from dataclasses import dataclass, replace

from reports.brief import Cell, Column, Table
from reports.word_layout import TEXT_POINTS, text_twips
from reports.word_roles import STRONG, TABLE_HEAD, TABLE_NUMBER, TABLE_TEXT, Role
from reports.word_styles import TABLE_STYLE
from reports.word_xml import Said, element, half_widths, paragraph

SIZES = {False: (12, 10.5), True: (12, 10.5, 9)}  # of type, the first that fits: on an upright page, on a lying one
BESIDE = 8  # points of a column that its text does not have
MOST_OF_NUMBERS = 24  # half characters on one line; longer cells of numbers are broken
MOST_OF_WORDS = 20
LINES = 3  # that words in a narrow column may take
KEPT_WHOLE = 8  # rows of a table that is not spread over two pages


@dataclass(frozen=True, kw_only=True)
class Fit:
    """On which page a table stands, the size of its type, and its columns' widths in twentieths of a point, which add up to the text's."""

    is_lying: bool
    size: float
    widths: tuple[int, ...]


def fit(table: Table, is_lying: bool | None = None) -> Fit | None:
    """How a table fits the text of a page, upright if it can be (or as asked for); None where it does not even lying."""
    needs = [_need(table, place) for place in range(len(table.columns))]
    for lies in (False, True) if is_lying is None else (is_lying,):
        for size in SIZES[lies]:
            points = [need * size / 2 + BESIDE for need in needs]
            if sum(points) <= TEXT_POINTS[lies]:
                return Fit(is_lying=lies, size=size, widths=_shared(points, text_twips(lies)))
    return None


def is_wide(table: Table) -> bool:
    """Whether a table does not fit an upright page at a size that can be read."""
    found = fit(table)
    return found is None or found.is_lying


def pieces(table: Table) -> list[Table]:
    """The table, or where it is wider than a lying page its columns in as few tables as fit, each beginning with the first column."""
    if fit(table, True) or len(table.columns) <= 2:
        return [table]
    last = max((last for last in range(2, len(table.columns)) if fit(_columns(table, range(last)), True)), default=2)
    rest = _columns(table, (0, *range(last, len(table.columns))))
    return [_columns(table, range(last)), *(replace(one, title=f"{table.title}（续）") for one in pieces(rest))]


def _columns(table: Table, places) -> Table:
    held = tuple(places)
    return replace(
        table, columns=tuple(table.columns[place] for place in held), rows=tuple(tuple(row[place] for place in held) for row in table.rows)
    )


def _need(table: Table, place: int) -> int:
    """Half characters that a column cannot do without."""
    column = table.columns[place]
    longest = max((half_widths(row[place].text) for row in table.rows), default=0)
    held = min(longest, MOST_OF_NUMBERS) if column.is_number else min(-(-longest // LINES), MOST_OF_WORDS)
    return max(column.width, held, -(-half_widths(column.name) // LINES), 4)


def _shared(points: list[float], whole: int) -> tuple[int, ...]:
    """The width of the text in the proportions of what each column needs; what rounding leaves goes to the first."""
    held = [int(whole * one / sum(points)) for one in points]
    return (held[0] + whole - sum(held), *held[1:])


def word_table(table: Table, held: Fit, is_followed: bool):
    """The table; one of few rows is kept on one page, and the last rows with the note that follows."""
    looks = element(
        "tblPr",
        element("tblStyle", val=TABLE_STYLE), element("tblW", w=sum(held.widths), type="dxa"), element("jc", val="center"),
        element("tblLayout", type="fixed"),
        element("tblLook", val="0020", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=1, noVBand=1),
        element("tblCaption", val=table.title), element("tblDescription", val=_described(table)),
    )  # fmt: skip
    grid = element("tblGrid", *[element("gridCol", w=width) for width in held.widths])
    rows = [_row(table, row, held, _is_kept(table, place, is_followed)) for place, row in enumerate(table.rows)]
    return element("tbl", looks, grid, _head(table, held), *rows)


def _described(table: Table) -> str:
    return f"{len(table.rows)} 行：{'、'.join(column.name for column in table.columns)}"


def _is_kept(table: Table, place: int, is_followed: bool) -> bool:
    """Whether a row stays on the page of the next: all rows of a small table, and the last two where a note follows."""
    left = len(table.rows) - 1 - place
    return (len(table.rows) <= KEPT_WHOLE and left > 0) or (is_followed and left < 2)


def _head(table: Table, held: Fit):
    role = TABLE_HEAD[held.size]
    cells = [_cell(paragraph(role, column.name), width) for column, width in zip(table.columns, held.widths, strict=True)]
    return element("tr", element("trPr", element("cantSplit"), element("tblHeader")), *cells)


def _row(table: Table, row: tuple[Cell, ...], held: Fit, is_kept: bool):
    cells = [
        _cell(_words(cell, _role(column, held.size), is_kept), width)
        for cell, column, width in zip(row, table.columns, held.widths, strict=True)
    ]
    return element("tr", element("trPr", element("cantSplit")), *cells)


def _role(column: Column, size: float) -> Role:
    return (TABLE_NUMBER if column.is_number else TABLE_TEXT)[size]


def _words(cell: Cell, role: Role, is_kept: bool):
    """What a cell says; what needs attention is bold."""
    said = Said(text=cell.text, mark=STRONG if cell.tone == "worse" else "")
    return paragraph(role, said, properties=[element("keepNext")] if is_kept else ())


def _cell(words, width: int):
    return element("tc", element("tcPr", element("tcW", w=width, type="dxa"), element("vAlign", val="center")), words)
