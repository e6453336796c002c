"""Files built to be too much: sheets that reach too far, that inflate without end, web tables of a million spans."""

import io
import random
import struct
import zipfile
from pathlib import Path

from tests.etl.spoilt_files import MAIN, XML, Sheet, parts_of, shown, webpage, zipped

ODS = "urn:oasis:names:tc:opendocument:xmlns"
FAR = ("XFD1048576", "XFD1", "A1048576", "ZZ99999", "AAA500000")


def _book(rows: str, dimension: str = "", place: str = "worksheets/sheet1.xml") -> dict[str, str]:
    """A workbook around rows of XML as they are."""
    parts = parts_of([Sheet(name="工单", rows=[])])
    del parts["xl/worksheets/sheet1.xml"]
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace("worksheets/sheet1.xml", place)
    parts[f"xl/{place}"] = f'{XML}<worksheet xmlns="{MAIN}">{dimension}<sheetData>{rows}</sheetData></worksheet>'
    return parts


def _head(rows: list[list]) -> str:
    cells = [[shown(value)[:30].replace("&", "").replace("<", "") for value in row] for row in rows[:6]]
    made = [
        f'<row r="{r}">{"".join("<c t=" + chr(34) + f"inlineStr{chr(34)}><is><t>{cell}</t></is></c>" for cell in row)}</row>'
        for r, row in enumerate(cells, 1)
    ]
    return "".join(made)


def stray_cell(rng: random.Random, rows: list[list], path: Path) -> Path:
    """One cell at the other end of the sheet, with a dimension that tells, says nothing or lies, in any spelling of it."""
    place, quote = rng.choice(FAR), rng.choice("\"'")
    row = "".join(c for c in place if c.isdigit())
    cell = rng.choice(
        (f"<c r={quote}{place}{quote}><v>1</v></c>", f"<c t='n' r={quote}{place}{quote} ><v>1</v></c>", "<c><v>1</v></c>" * 5000)
    )
    dimension = rng.choice(("", '<dimension ref="A1"/>', '<dimension ref="A1:E9"/>', f'<dimension ref="A1:{place}"/>'))
    parts = _book(
        f"{_head(rows)}<row r={quote}{row}{quote}>{cell}</row>",
        dimension,
        rng.choice(("worksheets/sheet1.xml", "sheet.xml", "worksheets/a/b.xml")),
    )
    return _laid(path.with_suffix(".xlsx"), zipped(parts))


def bomb(rng: random.Random, rows: list[list], path: Path) -> Path:
    """Parts that inflate to far more than they take, told truly or not."""
    megabytes = rng.choice((10, 10, 30, 30, 120, 510))
    name = rng.choice(("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/media/image1.png"))
    parts = _book(_head(rows))
    line = rng.choice((b"<row><c><v>1</v></c></row>", b" ", b"<si><t>xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx</t></si>", b"<row/>"))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for other, part in parts.items():
            if other != name:
                book.writestr(other, part)
        with book.open(name, "w", force_zip64=True) as part:
            part.write(
                f'{XML}<worksheet xmlns="{MAIN}"><sheetData>'.encode() if "sheet1" in name else f'{XML}<sst xmlns="{MAIN}">'.encode()
            )
            block = line * (1_000_000 // len(line))
            for _ in range(megabytes):
                part.write(block)
            part.write(b"</sheetData></worksheet>" if "sheet1" in name else b"</sst>")
    content = made.getvalue()
    return _laid(path.with_suffix(".xlsx"), _lying(content, name) if rng.random() < 0.5 else content)


def _lying(content: bytes, name: str) -> bytes:
    """The zip with a list that says the part is a thousand bytes long."""
    changed, mark = bytearray(content), name.encode()
    at = content.rfind(mark)
    head = at - 46
    if content[head : head + 4] != b"PK\x01\x02":
        return content
    changed[head + 24 : head + 28] = struct.pack("<I", 1000)
    return bytes(changed)


def far_open_document(rng: random.Random, rows: list[list], path: Path) -> Path:
    """A sheet of LibreOffice whose cells and rows say that they are repeated."""
    across, down = rng.choice((1, 50, 16_384)), rng.choice((1, 1_000, 1_048_576))
    text = rng.choice(("", '<text:p xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">1</text:p>'))
    cell = (
        f'<table:table-cell office:value-type="string" table:number-columns-repeated="{across}">{text}</table:table-cell>'
        if text
        else f'<table:table-cell table:number-columns-repeated="{across}"/>'
    )
    last = rng.choice(("", '<table:table-row><table:table-cell office:value-type="float" office:value="1"/></table:table-row>'))
    written = "".join(
        "<table:table-row>" + "".join(f'<table:table-cell office:value-type="string"><text:p>{shown(v)[:20].replace("&", "").replace("<", "")}</text:p></table:table-cell>' for v in row) + "</table:table-row>"
        for row in rows[:6]
    )  # fmt: skip
    body = f'{written}<table:table-row table:number-rows-repeated="{down}">{cell}</table:table-row>{last}'
    content = f'{XML}<office:document-content xmlns:office="{ODS}:office:1.0" xmlns:table="{ODS}:table:1.0" xmlns:text="{ODS}:text:1.0"><office:body><office:spreadsheet><table:table table:name="工单">{body}</table:table></office:spreadsheet></office:body></office:document-content>'
    manifest = f'{XML}<manifest:manifest xmlns:manifest="{ODS}:manifest:1.0"/>'
    return _laid(
        path.with_suffix(rng.choice((".ods", ".xlsx"))),
        zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content, "META-INF/manifest.xml": manifest}),
    )


def spanning_webpage(rng: random.Random, rows: list[list], path: Path) -> Path:
    """A web table whose cells span thousands of rows and columns, in tables inside tables."""
    page = webpage(rows).decode()
    span = f"<td rowspan={rng.choice((2, 1000, 10**9))} colspan={rng.choice((2, 1000, 10**9))}>x</td>"
    wide = f"<tr>{span * rng.choice((1, 30, 2000))}</tr>"
    body = {"wide": wide * rng.choice((1, 40)), "deep": "<table><tr><td>" * 3000, "open": "<td" * 5000, "plain": "<!--" * 1000 + "x"}[
        rng.choice(("wide", "wide", "deep", "open", "plain"))
    ]
    return _laid(path.with_suffix(".xls"), page.replace("</table>", body + rng.choice(("</table>", ""))).encode())


def huge_cell(rng: random.Random, rows: list[list], path: Path) -> Path:
    """A text of some megabytes in one cell of a text file, its quotes closed or not."""
    lines = [",".join(shown(value).replace(",", " ").replace('"', "") for value in row) for row in rows]
    long = rng.choice(("长", "a,", "1", " ", '""', "\n", "2026-01-01 ")) * rng.choice((30_000, 400_000))
    lines.insert(rng.randint(0, len(lines)), rng.choice(('x,"' + long + '",y', 'x,"' + long, long)))
    return _laid(path.with_suffix(".csv"), "\n".join(lines).encode())


def many_merges(rng: random.Random, rows: list[list], path: Path) -> Path:
    """Thousands of merges that lie over one another, each over thousands of rows."""
    parts = _book(_head(rows))
    merges = "".join(f'<mergeCell ref="A{n}:XFD{n + 4000}"/>' for n in range(1, 4000))
    name = "xl/worksheets/sheet1.xml"
    return _laid(
        path.with_suffix(".xlsx"),
        zipped({**parts, name: parts[name].replace("</sheetData>", f"</sheetData><mergeCells>{merges}</mergeCells>")}),
    )


def _laid(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


WAYS = (stray_cell, bomb, far_open_document, spanning_webpage, huge_cell, many_merges)
