"""Workbooks of Excel and WPS, read by calamine."""

import io
import re
import struct
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    XmlError,
    ZipError,
)

from etl.readers.book import HEAD_ROWS, LONGEST_CELL, Merge, RawSheet, Refusal, Row, Workbook
from etl.readers.celltext import cell_text
from etl.readers.errors import failed_cells
from etl.readers.extent import BROKEN, LARGEST, LAST_ROW, TOO_FAR, counted_corner, too_much
from etl.readers.probe import survives

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_GLOBALS = re.compile(rb"\x09\x08[\x08\x10]\x00\x00[\x05\x06]\x05\x00")  # how the stream of an .xls begins
_FILE_PASS = 0x2F
_OTHER_OLE = {"WordDocument": "Word 文档", "PowerPoint Document": "PowerPoint 演示文稿"}
_OTHER_ZIP = {"word/": "Word 文档", "ppt/": "PowerPoint 演示文稿"}
_LOCKED = "设有打开密码，请取消密码后再导入。"
_DAMAGED = "已损坏或不完整，无法打开，请重新导出。"


def read_spreadsheet(path: Path, file_name: str, sha256: str, kind: str) -> Workbook | Refusal:
    """The workbook with its sheets in order, hidden ones included, empty and chart sheets left out. `kind` is zip or ole."""
    content = path.read_bytes()
    reason = _not_a_workbook(content) if kind == "zip" else _not_an_old_workbook(content)
    if reason:
        return Refusal(file_name, f"文件「{file_name}」{reason}")
    try:
        return _workbook(_Book(content), file_name, sha256)
    except PasswordError:
        return Refusal(file_name, f"文件「{file_name}」{_LOCKED}")
    except (CalamineError, ZipError, XmlError, OSError, ValueError):
        return Refusal(file_name, f"文件「{file_name}」{_DAMAGED}")
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # calamine's Rust gave up; Python has no name to catch it by
            raise
        return Refusal(file_name, f"文件「{file_name}」{_DAMAGED}")


def _not_a_workbook(content: bytes) -> str | None:
    """Why a zip file is no workbook, None if it is one."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            reason = too_much(archive)
    except BROKEN:
        return _DAMAGED
    if reason:
        return reason
    if "content.xml" in names or any(name.endswith(".bin") and name.startswith("xl/worksheets/") for name in names):
        return None if survives(content) else _DAMAGED
    if any(name.startswith("xl/") for name in names):
        return None
    other = next((title for prefix, title in _OTHER_ZIP.items() if any(name.startswith(prefix) for name in names)), "压缩包")
    return f"实际是{other}，不是 Excel 工作簿，无法读取。"


def _not_an_old_workbook(content: bytes) -> str | None:
    """Why an OLE file is no .xls, None if it may be one."""
    if _ENCRYPTED in content or any(_has_file_pass(content, mark.start()) for mark in _GLOBALS.finditer(content)):
        return _LOCKED
    other = next((title for stream, title in _OTHER_OLE.items() if stream.encode("utf-16-le") in content), None)
    if other:
        return f"实际是{other}，不是 Excel 工作簿，无法读取。"
    return None if survives(content) else _DAMAGED


def _has_file_pass(content: bytes, position: int) -> bool:
    """Whether FILEPASS is among the first records; calamine only says it cannot tell the format, or reads scrambled text."""
    for _ in range(8):
        kind, length = struct.unpack("<HH", content[position : position + 4].ljust(4, b"\0"))
        if kind == _FILE_PASS:
            return True
        position += 4 + length
    return False


class _Book:
    """Opens sheets of one workbook, keeping only the latest in memory."""

    def __init__(self, content: bytes):
        self.workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        self.failed = failed_cells(content) if content.startswith(b"PK") else {}
        self._latest: tuple[str, CalamineSheet] | None = None

    def sheet(self, name: str) -> CalamineSheet:
        if self._latest is None or self._latest[0] != name:
            self._latest = None
            self._latest = (name, self.workbook.get_sheet_by_name(name))
        return self._latest[1]

    def rows(self, name: str) -> Iterator[Row]:
        """All rows from row 1 on; calamine leaves out unused columns on the left, never rows above."""
        sheet, failed = self.sheet(name), self.failed.get(name, {})
        blank, nothing = [""] * sheet.width, (None,) * sheet.width  # a sheet may have a million blank rows before its last one
        for number, row in enumerate(sheet.iter_rows(), start=1):
            cells = nothing if row == blank else tuple(map(cell_text, row))
            errors = failed.get(number)
            yield tuple(cell or errors.get(sheet.start[1] + i) for i, cell in enumerate(cells)) if errors else cells


def _workbook(book: _Book, file_name: str, sha256: str) -> Workbook | Refusal:
    listed = [sheet for sheet in book.workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    read = [_sheet(book, listing.name, listing.visible != SheetVisibleEnum.Visible) for listing in listed]
    far = next((one for one in read if one and (one.row_count > LAST_ROW or one.row_count * one.width > LARGEST)), None)
    if far:
        return Refusal(file_name, f"文件「{file_name}」{TOO_FAR.format(corner=counted_corner(far.row_count, far.width))}")
    return Workbook(file_name=file_name, sha256=sha256, encoding="", sheets=tuple(sheet for sheet in read if sheet))


def _sheet(book: _Book, name: str, is_hidden: bool) -> RawSheet | None:
    sheet = book.sheet(name)
    if sheet.start is None or sheet.end is None:
        return None
    left = sheet.start[1]
    head = tuple(tuple((cell or "")[:LONGEST_CELL] for cell in row) for row in islice(book.rows(name), HEAD_ROWS))
    return RawSheet(
        name=name,
        is_hidden=is_hidden,
        head=head,
        merges=_merges(sheet, left),
        row_count=sheet.end[0] + 1,
        width=sheet.width,
        rows=lambda: book.rows(name),
    )


def _merges(sheet: CalamineSheet, left: int) -> tuple[Merge, ...]:
    """The merged ranges, as far as they reach into the columns that are used."""
    ranges = sheet.merged_cell_ranges or ()
    return tuple(
        Merge(top + 1, max(first - left, 0), bottom + 1, last - left) for (top, first), (bottom, last) in ranges if last >= left
    )  # fmt: skip
