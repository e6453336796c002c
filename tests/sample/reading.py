"""Reads the demonstration files without any code of the intake."""

import csv
import io
from datetime import date, datetime
from functools import cache
from pathlib import Path

from python_calamine import CalamineWorkbook

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
ENCODINGS = ("utf-8-sig", "gb18030")


def decoded(content: bytes) -> str:
    if content.startswith(b"\xff\xfe"):
        return content.decode("utf-16")
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AssertionError("no encoding fits")


def _text(value: object) -> str:
    if isinstance(value, float):
        return str(int(value))
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, date | datetime) else str(value)


@cache
def grids(path: Path) -> dict[str, list[list[str]]]:
    """Each sheet of a file as rows of text; a CSV is one sheet without a name."""
    if path.suffix == ".csv":
        return {"": list(csv.reader(io.StringIO(decoded(path.read_bytes()))))}
    book = CalamineWorkbook.from_path(path)
    return {
        name: [[_text(v) for v in row] for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)]
        for name in book.sheet_names
    }
