"""How far the cells of an .xlsx sheet reach, found without opening it.

calamine lays a sheet out in full from its first to its last filled cell: one stray cell in XFD1048576 asks for 550 GB and aborts the
process (measured, calamine 0.37).
"""

import re
import zipfile
from collections.abc import Iterator

LARGEST = 40_000_000  # cells; about 1.5 GB while the sheet is open
_BLOCK = 1 << 20
_OVERLAP = 200  # longer than the opening tag of a cell
_DIMENSION = re.compile(rb'<(?:\w+:)?dimension\s[^>]*?ref="(?:[A-Z]+\d+:)?([A-Z]+)(\d+)"')
_FILLED = re.compile(rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r="([A-Z]{1,3})(\d{1,7})"(?:[^>]*[^>/])?>(?!</)')


def stray_cell(archive: zipfile.ZipFile) -> str | None:
    """The address of the corner up to which a sheet of the workbook would be laid out, where that is too far; None where all is well."""
    sheets = [name for name in archive.namelist() if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name)]
    return next((corner for name in sheets if (corner := _too_far(archive, name))), None)


def _too_far(archive: zipfile.ZipFile, name: str) -> str | None:
    """Asks what the sheet says of itself first; where it says nothing, too little or too much, the cells themselves."""
    blocks = _blocks(archive, name)
    said = _DIMENSION.search(next(blocks, b""))
    if said and 1 < _size(*said.groups()) <= LARGEST:
        return None
    column, row = 0, 0
    letters = b"A"
    for block in _blocks(archive, name):
        for cell in _FILLED.finditer(block):
            row = max(row, int(cell[2]))
            if _number(cell[1]) > column:
                column, letters = _number(cell[1]), cell[1]
    return f"{letters.decode('ascii')}{row}" if column * row > LARGEST else None


def _size(column: bytes, row: bytes) -> int:
    return _number(column) * int(row)


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _blocks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """The text of a sheet in blocks that overlap, so that no cell's tag is missed at an edge."""
    tail = b""
    with archive.open(name) as file:
        while block := file.read(_BLOCK):
            yield tail + block
            tail = block[-_OVERLAP:]
