"""Files that nobody should send, at full size: seconds, peak memory and what became of them. `python -m benchmarks.hostile`"""

import json
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

GOOD = "工单编号,村,受理时间,承办单位,办结时间\n"
SHEET = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="{ref}"/><sheetData>{rows}</sheetData></worksheet>"""
PARTS = {
    "[Content_Types].xml": '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="工单" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}  # fmt: skip


def row_xml(number: int, cells: list[str]) -> str:
    """A row of inline text cells."""
    return f'<row r="{number}">' + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' if cell else "<c/>" for cell in cells) + "</row>"


def write_raw_xlsx(path: Path, rows: str, ref: str = "A1:E3") -> Path:
    """A workbook around rows of sheet XML as they are."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in PARTS.items():
            book.writestr(name, text)
        book.writestr("xl/worksheets/sheet1.xml", SHEET.format(ref=ref, rows=rows))
    return path


def formulas(path: Path, size: int) -> Path:
    """Text cells that a spreadsheet would run."""
    lines = "".join(f"A{n},甲村,2026-03-01,=cmd|' /C calc'!A0,\n" for n in range(size))
    path.with_suffix(".csv").write_text(GOOD + lines, encoding="utf-8")
    return path.with_suffix(".csv")


def long_cell(path: Path, size: int) -> Path:
    """One cell of so many bytes."""
    path.with_suffix(".csv").write_text(
        f'{GOOD}A1,甲村,2026-03-01,"{"长" * (size // 3)}",\nA2,甲村,2026-03-01,镇水务站,\n', encoding="utf-8"
    )
    return path.with_suffix(".csv")


def many_columns(path: Path, size: int) -> Path:
    """The real headers among so many others."""
    extra = [f"列{n}" for n in range(size)]
    cells = [
        ["工单编号", *extra[: size // 2], "村", *extra[size // 2 :], "受理时间"],
        ["A1", *["x"] * (size // 2), "甲村", *["y"] * (size - size // 2), "2026-03-01"],
    ]
    rows = "".join(row_xml(number, row) for number, row in enumerate(cells, start=1))
    return write_raw_xlsx(path.with_suffix(".xlsx"), rows, "A1:XFD2")


def empty_columns(path: Path, size: int) -> Path:
    """The real headers with so many empty columns between them."""
    cells = [["工单编号", *[""] * size, "村", "受理时间"], ["A1", *[""] * size, "甲村", "2026-03-01"]]
    return write_raw_xlsx(path.with_suffix(".xlsx"), "".join(row_xml(number, row) for number, row in enumerate(cells, start=1)), "A1:XFD2")


def blank_rows(path: Path, size: int) -> Path:
    """A sheet formatted down to the last row, with nothing in so many of them."""
    head = row_xml(1, GOOD.strip().split(",")) + row_xml(2, ["A1", "甲村", "2026-03-01", "镇水务站", ""])
    empty = "".join(f'<row r="{number}"><c r="A{number}" s="0"/></row>' for number in range(3, size + 3))
    return write_raw_xlsx(path.with_suffix(".xlsx"), head + empty, f"A1:E{size + 2}")


def blank_lines(path: Path, size: int) -> Path:
    """So many lines of commas below two rows."""
    path.with_suffix(".csv").write_text(GOOD + "A1,甲村,2026-03-01,镇水务站,\n" + ",,,,\n" * size, encoding="utf-8")
    return path.with_suffix(".csv")


def nul_bytes(path: Path, size: int) -> Path:
    """NUL bytes inside fields."""
    body = "".join(f"A{n},甲\0村,2026-03-01,镇\0水务站,\n" for n in range(size))
    path.with_suffix(".csv").write_text(GOOD + body, encoding="utf-8")
    return path.with_suffix(".csv")


def bomb(path: Path, size: int) -> Path:
    """A sheet that inflates to so many bytes."""
    row = row_xml(2, ["A1", "甲村", "2026-03-01", "x" * 1000, ""])
    return write_raw_xlsx(path.with_suffix(".xlsx"), row_xml(1, GOOD.strip().split(",")) + row * (size // len(row)))


CASES: dict[str, tuple[Callable[[Path, int], Path], int]] = {
    "formulas in text cells": (formulas, 10_000),
    "5 MB in one cell": (long_cell, 5_000_000),
    "16,000 columns": (many_columns, 16_000),
    "16,000 empty columns": (empty_columns, 16_000),
    "a million blank rows, xlsx": (blank_rows, 1_000_000),
    "a million blank lines, csv": (blank_lines, 1_000_000),
    "NUL bytes": (nul_bytes, 10_000),
    "a sheet of 2 GB": (bomb, 2_000_000_000),
    "a sheet of 490 MB": (bomb, 490_000_000),
}
RUN = "import sys; from etl.__main__ import main; code = main(sys.argv[1:]); print(next(l for l in open('/proc/self/status') if l.startswith('VmHWM')), file=sys.stderr); sys.exit(code)"


def run(files: list[Path], data: Path) -> dict:
    """Loads the files in a process of their own: exit code, status, seconds, peak MB, the sentence of a refusal."""
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", RUN, "load", "--json", "--data", str(data), *map(str, files)], capture_output=True, text=True, check=False
    )
    seconds = time.perf_counter() - began
    *said, peak = done.stderr.strip().splitlines()
    answer = json.loads(done.stdout) if done.stdout.strip() else {}
    counts = [(batch["rows_read"], batch["accepted"], batch["rejected"], batch["skipped"]) for batch in answer.get("batches", [])]
    megabytes = int(peak.split()[1]) // 1024 if "VmHWM" in peak else None
    return {
        "exit": done.returncode,
        "status": answer.get("status"),
        "seconds": round(seconds, 1),
        "peak_mb": megabytes,
        "rows": counts,
        "said": said,
    }


def main() -> None:
    """Prints a line a case."""
    with tempfile.TemporaryDirectory() as scratch:
        for name, (write, size) in CASES.items():
            folder = Path(tempfile.mkdtemp(dir=scratch))
            print(name, run([write(folder / "工单", size)], folder / "data"), flush=True)


if __name__ == "__main__":
    main()
