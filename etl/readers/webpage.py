"""Web tables saved under an Excel name (假 xls): the tables of an HTML page, each as a sheet."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from etl.readers.book import HEAD_ROWS, LONGEST_CELL, Merge, RawSheet, Refusal, Workbook

_LARGEST = 100 << 20
MOST_CELLS = 4_000_000  # laid out, those included that a span covers or a longer row asks for
_ADVICE = "请用 WPS 打开后另存为 xlsx 再导入。"
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_-]+)", re.IGNORECASE)


def read_webpage(path: Path, file_name: str, sha256: str) -> Workbook | Refusal:
    """Every table of the page with text in it; a page without one, an XML workbook or an unreadable encoding is refused."""
    content = path.read_bytes()
    text = _decoded(content) if len(content) <= _LARGEST else None
    if text is None or b"urn:schemas-microsoft-com:office:spreadsheet" in content[:4096]:
        return Refusal(file_name, f"文件「{file_name}」是网页或 XML 改名的表格，{_ADVICE}")
    parser = _Tables()
    parser.feed(text)
    parser.close()
    if parser.laid > MOST_CELLS or any(len(grid.rows) * grid.width > MOST_CELLS for grid in parser.finished):
        return Refusal(
            file_name,
            f"文件「{file_name}」是网页，里面的表格超过 {MOST_CELLS // 10_000} 万格，看板不予打开，请另存为 CSV 或分成几个文件导入。",
        )
    found = [grid for grid in parser.finished if any(any(row) for row in grid.rows)]
    if not found:
        return Refusal(file_name, f"文件「{file_name}」是网页，里面没有表格，{_ADVICE}")
    names = [path.stem] if len(found) == 1 else [f"网页表格{number}" for number in range(1, len(found) + 1)]
    return Workbook(file_name=file_name, sha256=sha256, encoding="html", sheets=tuple(map(_sheet, found, names)))


def _decoded(content: bytes) -> str | None:
    declared = [name.decode("ascii") for name in _CHARSET.findall(content[:4096])]
    for encoding in ("utf-8-sig", *declared, "gb18030"):
        try:
            return content.decode("gb18030" if encoding.lower() in ("gb2312", "gbk") else encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return None


class _Grid:
    """A table while it is being read: rows of texts, merged ranges, and the cells that row spans have taken."""

    def __init__(self):
        self.rows: list[list[str]] = []
        self.merges: list[Merge] = []
        self.taken: dict[int, set[int]] = {}

    @property
    def width(self) -> int:
        """Cells of the longest row."""
        return max(map(len, self.rows), default=0)

    def add_row(self) -> None:
        self.rows.append([])

    def add_cell(self, text: str, height: int, width: int) -> None:
        if not self.rows:
            self.add_row()
        row, number = self.rows[-1], len(self.rows)
        while len(row) in self.taken.get(number, ()):
            row.append("")
        left = len(row)
        row.extend([text, *[""] * (width - 1)])
        for below in range(number + 1, number + height):
            self.taken.setdefault(below, set()).update(range(left, left + width))
        if height > 1 or width > 1:
            self.merges.append(Merge(number, left, number + height - 1, left + width - 1))


class _Tables(HTMLParser):
    """Collects the tables of a page, nested ones apart."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open: list[_Grid] = []
        self.finished: list[_Grid] = []
        self.cell: tuple[list[str], int, int] | None = None
        self.silent = False
        self.laid = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("td", "th") and self.open:
            self._end_cell()
            spans = dict(attrs)
            self.cell = ([], _span(spans.get("rowspan")), _span(spans.get("colspan")))
        elif tag == "tr" and self.open:
            self._end_cell()
            self.open[-1].add_row()
        elif tag == "table":
            self._end_cell()
            self.open.append(_Grid())
        elif tag == "br" and self.cell:
            self.cell[0].append("\n")
        self.silent = tag in ("style", "script") or (self.silent and tag not in ("td", "th", "tr", "table"))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag == "table" and self.open:
            self._end_cell()
            self.finished.append(self.open.pop())
        elif tag in ("style", "script"):
            self.silent = False

    def handle_data(self, data: str) -> None:
        if self.cell and not self.silent:
            self.cell[0].append(re.sub(r"\s+", " ", data))

    def close(self) -> None:
        """Also ends the tables that the page leaves open."""
        super().close()
        while self.open:
            self.handle_endtag("table")

    def _end_cell(self) -> None:
        if self.cell and self.open:
            parts, height, width = self.cell
            self.laid += height * width
            lines = [" ".join(line.split()) for line in "".join(parts).split("\n")]
            if self.laid <= MOST_CELLS:
                self.open[-1].add_cell("\n".join(line for line in lines if line), height, width)
        self.cell = None


def _span(written: str | None) -> int:
    return min(max(int(written), 1), 1000) if written and written.strip().isdigit() else 1


def _sheet(grid: _Grid, name: str) -> RawSheet:
    width = grid.width
    full = [tuple(row + [""] * (width - len(row))) for row in grid.rows]

    def rows() -> Iterator[tuple[str | None, ...]]:
        return (tuple(cell or None for cell in row) for row in full)

    return RawSheet(
        name=name,
        is_hidden=False,
        head=tuple(tuple(cell[:LONGEST_CELL] for cell in row) for row in full[:HEAD_ROWS]),
        merges=tuple(grid.merges),
        row_count=len(full),
        width=width,
        rows=rows,
    )
