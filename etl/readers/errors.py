"""Cells of an .xlsx in which a formula failed: calamine gives them as empty, and an empty cell is not the same."""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from etl.readers.extent import BROKEN

_BLOCK = 1 << 20
_OVERLAP = 2_000  # longer than a cell with its formula mostly is
# Every repetition is bounded: a tag that never ends, begun a hundred thousand times, must not keep the board busy for hours.
_FAILED = re.compile(
    rb'<(?:\w{1,20}:)?c\s(?=[^<>]{0,200}\bt="e")[^<>]{0,200}?\br="([A-Z]{1,3})(\d{1,7})"[^<>]{0,200}>'
    rb"(?:(?!</?(?:\w{1,20}:)?c[\s>]).){0,1500}?<(?:\w{1,20}:)?v>(#[A-Z0-9/!?_]{2,16})<",
    re.DOTALL,
)
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

Errors = dict[int, dict[int, str]]  # row as Excel shows it -> column counted from 0 -> #DIV/0! or the like


def failed_cells(content: bytes) -> dict[str, Errors]:
    """Sheet name -> its failed cells; empty for a workbook of another kind, and for sheets without any."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found = {name: _errors(archive, part) for name, part in _parts(archive)}
    except (*BROKEN, KeyError, ElementTree.ParseError):  # whether the file can be read at all is for calamine to say
        return {}
    return {name: errors for name, errors in found.items() if errors}


def _parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Sheet name and the part of the file that holds it."""
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {one.get("Id"): one.get("Target", "") for one in relations}
    held = set(archive.namelist())
    for sheet in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():
        target = targets.get(sheet.get(_RELATION), "") if sheet.tag.endswith("}sheet") else ""
        part = target.removeprefix("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        if part in held:
            yield sheet.get("name", ""), part


def _errors(archive: zipfile.ZipFile, part: str) -> Errors:
    found: Errors = {}
    with archive.open(part) as file:
        tail = b""
        while block := file.read(_BLOCK):
            piece = tail + block
            for cell in _FAILED.finditer(piece) if b't="e"' in piece else ():
                found.setdefault(int(cell[2]), {})[_column(cell[1])] = cell[3].decode("ascii")
            tail = piece[-_OVERLAP:]
    return found


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
