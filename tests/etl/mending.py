"""A returned workbook, read as a person reads it and mended where it says so."""

import io
from pathlib import Path

from python_calamine import CalamineWorkbook

from etl.own_sheets import REASON, WHY_NOT
from etl.returned import returnable, returned_workbook
from tests.etl.drawn import write_xlsx


def given_back(files: list[Path], result, data_dir: Path, number: int = 0) -> dict[str, list[list]]:
    """The sheets of one returned workbook by name, as rows of typed cells."""
    one = returnable(result)[number]
    return opened(returned_workbook(files, result, one.sha256, data_dir))


def opened(content: bytes) -> dict[str, list[list]]:
    """The sheets of a workbook by name."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def header_at(rows: list[list]) -> int:
    """Where the header with the reasons stands, from 0."""
    return next(i for i, row in enumerate(rows) if any(str(cell).startswith(REASON) for cell in row))


def reasons(rows: list[list]) -> dict[str, str]:
    """First cell of a row -> its reason."""
    first = header_at(rows) + 1
    return {str(row[0]): row[-1] for row in rows[first:]}


def mended(path: Path, sheets: dict[str, list[list]], repairs: dict[tuple[str, str, str], object]) -> Path:
    """The workbook with some cells changed, (sheet, first cell of the row, header) -> what is to stand there; everything else as it was."""
    changed = {name: [list(row) for row in rows] for name, rows in sheets.items()}
    for (name, row, header), value in repairs.items():
        below = changed[name][header_at(changed[name]) :]
        column = next(line.index(header) for line in below if header in line)
        next(line for line in below if str(line[0]) == row)[column] = value
    assert WHY_NOT in changed
    return write_xlsx(path, changed)
