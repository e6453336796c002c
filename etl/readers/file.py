"""Decides what a file is by its bytes, not by its name."""

import hashlib
import re
from pathlib import Path

from etl.readers.book import Refusal, Workbook
from etl.readers.delimited import read_delimited
from etl.readers.spreadsheet import read_spreadsheet
from etl.readers.webpage import read_webpage

_WORKBOOKS = {b"PK\x03\x04": "zip", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "ole"}
_OTHERS = {
    b"%PDF": "PDF 文件",
    b"\x89PNG": "PNG 图片",
    b"\xff\xd8\xff": "JPEG 图片",
    b"GIF8": "GIF 图片",
    b"BM": "BMP 图片",
    b"II*\x00": "TIFF 图片",
    b"MM\x00*": "TIFF 图片",
    b"Rar!": "RAR 压缩包",
    b"7z\xbc\xaf": "7z 压缩包",
    b"\x1f\x8b": "gzip 压缩包",
    b"PK\x05\x06": "空的压缩包",
    b"{\\rtf": "RTF 文档",
    b"MZ": "程序文件",
}
_SHORT = (b"BM", b"MZ")  # two letters alone prove nothing about a text file
_WEBPAGE = re.compile(rb"\s*<(?:!doctype|!--|html|head|meta|style|body|div|table|tr|\?xml)", re.IGNORECASE)


def read_file(path: Path, scratch: Path) -> Workbook | Refusal:
    """What is in the file: a Workbook, or a Refusal whose one Chinese sentence names the file and the reason.

    Excel (.xlsx, .xlsm, .xlsb, .xls, .ods, WPS .et), CSV in UTF-8, UTF-16 with BOM or GB18030, and web tables saved under an Excel name are
    read, whatever the file's name says. `scratch` is an existing folder for UTF-8 copies: the workbook's sheets may point into it,
    so it must outlive them; the caller removes it. A CSV file that needs no copy is read in place, so it must not change
    before its sheets are staged. OSError where the file cannot be opened at all.
    """
    path = Path(path)
    with path.open("rb") as file:
        start = file.read(4096)
        if not start:
            return Refusal(path.name, f"文件「{path.name}」是空文件（0 字节）。")
        file.seek(0)
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    kind = next((kind for magic, kind in _WORKBOOKS.items() if start.startswith(magic)), None)
    if kind:
        return read_spreadsheet(path, path.name, sha256, kind)
    if other := _other(start):
        return Refusal(path.name, f"文件「{path.name}」实际是{other}，不是 Excel 或 CSV 表格，无法读取。")
    if _WEBPAGE.match(start.removeprefix(b"\xef\xbb\xbf")):
        return read_webpage(path, path.name, sha256)
    return read_delimited(path, path.name, sha256, Path(scratch))


def _other(start: bytes) -> str | None:
    magic = next((magic for magic in _OTHERS if start.startswith(magic)), None)
    return None if magic is None or (magic in _SHORT and b"\0" not in start) else _OTHERS[magic]
