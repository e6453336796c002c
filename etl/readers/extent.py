"""How much an .xlsx inflates to and how far its sheets reach, found without opening it.

calamine lays a sheet out in full from its first to its last filled cell: one stray cell in XFD1048576 asks for 550 GB and aborts the
process (measured, calamine 0.9.1). Neither the dimension that a sheet states nor the sizes in the zip's list need be true.
"""

import re
import sys
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

LARGEST = 6_000_000  # cells from corner to corner; about 200 MB while the sheet is open, and 500 more for a million blank rows
MOST = 8_000_000  # cells, rows, shared texts and merges that are written down
INFLATED = 350 << 20  # bytes; with the two above a process stays under 1 GB
LAST_COLUMN, LAST_ROW = 16_384, 1_048_576
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
)  # what zipfile raises on a damaged or locked file
TOO_FAR = "有工作表的内容远到{corner}单元格，看板无法打开，请删去表格以外的零散内容后再导入，或另存为 CSV。"
_BLOCK = 1 << 20
# All of them over plain XML: tags without a prefix, attributes written name="…" after one blank.
_PLAIN = bytes.maketrans(b"'\t\r\n", b'"   ')
_PREFIX = re.compile(rb"(</?)\w+:(?=(?:row|c|si|mergeCell)[ />])")
_COLUMNS, _ROWS = re.compile(rb' r="([A-Za-z]+)'), re.compile(rb' r="[A-Za-z]*(\d+)')
_WRITTEN = re.compile(rb"<(?:c|si|row|mergeCell)\b")
_ROW, _CELL = re.compile(rb"<row[ />]"), re.compile(rb"<c[ />]")
_FIRST_OTHER = re.compile(rb'<(?:c|row)(?! r=")')
_CELL_WITHOUT_PLACE, _ROW_WITHOUT_PLACE = re.compile(rb"<c(?![^>]* r=)[ />]"), re.compile(rb"<row(?![^>]* r=)[ />]")
_FILLED = re.compile(rb'<c (?:[^>]*? )?r="([A-Za-z]+)(\d+)"(?:[^>]*[^>/])?>(?!</)')


@dataclass(frozen=True, kw_only=True)
class _Reach:
    """The corner up to which a part may be laid out, by whatever it says of places. `open_cells` are those of the row that is not over."""

    column: int = 0
    row: int = 0
    written: int = 0
    open_cells: int = 0


def too_much(archive: zipfile.ZipFile) -> str | None:
    """Why the workbook cannot be opened within the memory of an office PC, the end of a Chinese sentence; None where all is well."""
    inflated = 0
    for part in archive.infolist():
        reach = _Reach()
        for block in _blocks(archive, part):
            inflated += len(block)
            reach = _further(reach, block)
            if inflated > INFLATED or reach.written > MOST:
                return f"解压后超过 {INFLATED >> 20} MB 或 {MOST // 10_000} 万格，看板不予打开，请另存为 CSV 或分成几个文件导入。"
        is_far = reach.column * reach.row > LARGEST or reach.column > LAST_COLUMN or reach.row > LAST_ROW
        if is_far and (corner := _corner(archive, part, reach)):
            return TOO_FAR.format(corner=corner)
    return None


def _further(reach: _Reach, block: bytes) -> _Reach:
    column = max(map(_number, set(_COLUMNS.findall(block))), default=0)
    row = max((int(row[:9]) for row in set(_ROWS.findall(block))), default=0)
    reach = replace(
        reach, column=max(reach.column, column), row=max(reach.row, row), written=reach.written + len(_WRITTEN.findall(block))
    )  # fmt: skip
    return _counted(reach, block) if reach.open_cells or _FIRST_OTHER.search(block) else reach


def _counted(reach: _Reach, block: bytes) -> _Reach:
    """Cells and rows that do not say where they stand follow one another: as many as there are, so far it may reach."""
    row = max(reach.row + len(_ROW_WITHOUT_PLACE.findall(block)), 1)
    if not reach.open_cells and not _CELL_WITHOUT_PLACE.search(block):
        return replace(reach, row=row)
    first, *others = (len(_CELL.findall(cells)) for cells in _ROW.split(block))
    counts = [reach.open_cells + first, *others]
    return replace(reach, column=max(reach.column, *counts), row=row, open_cells=counts[-1])


def _corner(archive: zipfile.ZipFile, part: zipfile.ZipInfo, reach: _Reach) -> str | None:
    """The last filled cell, cells that only have a format left out; None where the sheet does not reach too far without them."""
    if any(_CELL_WITHOUT_PLACE.search(block) for block in _blocks(archive, part)):
        return counted_corner(reach.row, reach.column)
    column, row = 0, 0
    letters = b"A"
    for block in _blocks(archive, part):
        for cell in _FILLED.finditer(block):
            row = max(row, int(cell[2][:9]))
            if _number(cell[1]) > column:
                column, letters = _number(cell[1]), cell[1]
    is_outside = column > LAST_COLUMN or row > LAST_ROW
    return f" {letters.decode('ascii')}{row} " if column * row > LARGEST or is_outside else None


def counted_corner(row: int, column: int) -> str:
    """A cell by its numbers, for a sentence."""
    return f"第 {row} 行第 {column} 列的"


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper()[:6]:
        number = number * 26 + letter - 64
    return number


def _blocks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """What a part really inflates to, in blocks cut after a tag."""
    said, part.file_size = part.file_size, sys.maxsize
    rest = b""
    try:
        with archive.open(part) as file:
            while block := file.read(_BLOCK):
                cut = block.rfind(b">") + 1
                yield _plain(rest + block[:cut])
                rest = block[cut:]
    finally:
        part.file_size = said
    yield _plain(rest)


def _plain(block: bytes) -> bytes:
    block = block.translate(_PLAIN)
    if b":row" in block or b":si" in block:
        block = _PREFIX.sub(rb"\1", block)
    return re.sub(rb" *= *", b"=", block) if b" r =" in block or b" r= " in block else block
