"""Sheets as the bytes of a file, with nothing put right: overlapping merges, control characters and all."""

import csv
import io
import random
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from html import escape

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OF_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OF_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
DAY_ZERO = datetime(1899, 12, 30)
STYLES = (
    f'{XML}<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy-mm-dd hh:mm:ss"/></numFmts><fonts count="1"><font/></fonts>'
    '<fills count="1"><fill/></fills><borders count="1"><border/></borders><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>'
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A sheet of typed cells; merges are (first row, first column, last row, last column) from 0."""

    name: str
    rows: list[list]
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    is_hidden: bool = False


def letters(column: int) -> str:
    """A column, counted from 0, as Excel names it."""
    text = ""
    while column >= 0:
        text, column = chr(65 + column % 26) + text, column // 26 - 1
    return text


def _text(value: str) -> str:
    """Text as Excel writes it: what XML cannot hold as _x0001_."""
    plain = "".join(
        c if c in "\t\n\r" or " " <= c < "\ud800" or "\udfff" < c < "\ufffe" or c > "\uffff" else f"_x{ord(c):04X}_" for c in value
    )
    return escape(plain, quote=False)


def _cell(place: str, value) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value!r}</v></c>'
    if isinstance(value, datetime | date | time | timedelta):
        return f'<c r="{place}" s="1"><v>{_serial(value)!r}</v></c>'
    if value.startswith("=") and len(value) > 1:
        return f'<c r="{place}" t="str"><f>{_text(value[1:])}</f><v></v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{_text(value)}</t></is></c>'


def _serial(value) -> float:
    if isinstance(value, timedelta):
        return value / timedelta(days=1)
    if isinstance(value, time):
        return (value.hour * 3600 + value.minute * 60 + value.second) / 86400
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
    return (moment - DAY_ZERO) / timedelta(days=1)


def sheet_xml(sheet: Sheet) -> str:
    """The part of a workbook that holds a sheet."""
    rows = "".join(
        f'<row r="{r}">{"".join(_cell(f"{letters(c)}{r}", value) for c, value in enumerate(row))}</row>'
        for r, row in enumerate(sheet.rows, start=1)
    )
    merged = "".join(f'<mergeCell ref="{letters(a)}{t + 1}:{letters(z)}{b + 1}"/>' for t, a, b, z in sheet.merges)
    merges = f'<mergeCells count="{len(sheet.merges)}">{merged}</mergeCells>' if merged else ""
    width = max((len(row) for row in sheet.rows), default=1) or 1
    return f'{XML}<worksheet xmlns="{MAIN}"><dimension ref="A1:{letters(width - 1)}{len(sheet.rows) or 1}"/><sheetData>{rows}</sheetData>{merges}</worksheet>'


def parts_of(sheets: list[Sheet]) -> dict[str, str]:
    """The parts of a workbook by name."""
    numbers = range(1, len(sheets) + 1)
    listed = "".join(
        f'<sheet name="{escape(_text(sheet.name)[:31])}" sheetId="{n}"{" state=" + chr(34) + "hidden" + chr(34) if sheet.is_hidden else ""} r:id="r{n}"/>'
        for n, sheet in zip(numbers, sheets, strict=True)
    )
    types = "".join(f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{BOOK_TYPE}.worksheet+xml"/>' for n in numbers)
    ties = "".join(f'<Relationship Id="r{n}" Type="{OF_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers)
    return {
        "[Content_Types].xml": f'{XML}<Types xmlns="{OF_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{BOOK_TYPE}.sheet.main+xml"/>{types}</Types>',
        "_rels/.rels": f'{XML}<Relationships xmlns="{OF_PACKAGE}/relationships"><Relationship Id="r1" Type="{OF_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{OF_OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{XML}<Relationships xmlns="{OF_PACKAGE}/relationships">{ties}<Relationship Id="s" Type="{OF_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": STYLES,
        **{f"xl/worksheets/sheet{n}.xml": sheet_xml(sheet) for n, sheet in zip(numbers, sheets, strict=True)},
    }  # fmt: skip


def zipped(parts: dict[str, str | bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", packing) as book:
        for name, part in parts.items():
            book.writestr(name, part)
    return made.getvalue()


def workbook(sheets: list[Sheet], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An .xlsx of sheets."""
    return zipped(parts_of(sheets), packing)


def shown(value) -> str:
    """A cell as a text file has it."""
    return "" if value is None else str(int(value)) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else str(value)


def delimited(rng: random.Random, rows: list[list]) -> bytes:
    """A text file in one of the ways in which programs write one."""
    made = io.StringIO()
    ends = rng.choice(("\r\n", "\r\n", "\n", "\r"))
    writer = csv.writer(made, delimiter=rng.choice(",,,,\t;|"), lineterminator=ends, quoting=rng.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)))
    writer.writerows([shown(value) for value in row] for row in rows)
    return made.getvalue().encode(rng.choice(("utf-8", "utf-8", "gb18030", "utf-8-sig", "utf-16")), "replace")


def webpage(rows: list[list]) -> bytes:
    """A web table under an Excel name."""
    body = "".join(f"<tr>{''.join(f'<td>{escape(shown(value))}</td>' for value in row)}</tr>" for row in rows)
    return f'<html><head><meta charset="utf-8"></head><body><table border=1>{body}</table></body></html>'.encode("utf-8", "replace")
