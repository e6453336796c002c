"""Everything that stands in a Word, PowerPoint or Excel file of a brief, read out of its parts as a person would find it: texts, tables, charts,
the workbooks behind them."""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from io import BytesIO

from lxml import etree

WORD, DRAW, CHART, SHEET = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}", "{http://schemas.openxmlformats.org/drawingml/2006/main}",
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}", "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}",
)  # fmt: skip
RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
STORIES = re.compile(r"word/(document|header\d*|footer\d*)\.xml|ppt/(slides|notesSlides)/\w+\.xml")
FIRST_DAY = date(1899, 12, 30)
Value = str | float | date | None


@dataclass(frozen=True, kw_only=True)
class Point:
    """A value of a chart, or what it rests on: of which series, over which category."""

    series: str
    category: str
    value: Value


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A cell of a sheet: its value and the format it is printed in."""

    value: Value
    form: str = ""


@dataclass(frozen=True, kw_only=True)
class Package:
    """A file made of parts."""

    content: bytes

    @cached_property
    def parts(self) -> dict[str, bytes]:
        with zipfile.ZipFile(BytesIO(self.content)) as held:
            return {name: held.read(name) for name in held.namelist()}

    @cached_property
    def roots(self) -> dict[str, etree._Element]:
        return {name: etree.fromstring(content) for name, content in self.parts.items() if name.endswith((".xml", ".rels"))}

    def related(self, name: str) -> dict[str, str]:
        """The parts that a part names, by their relationship."""
        folder, file = posixpath.split(name)
        rels = self.roots.get(f"{folder}/_rels/{file}.rels")
        return {one.get("Id"): posixpath.normpath(posixpath.join(folder, one.get("Target").lstrip("/") if not one.get("Target").startswith("/") else "/" + one.get("Target"))).lstrip("/") for one in rels} if rels is not None else {}  # fmt: skip


def texts(package: Package) -> Iterator[tuple[str, str]]:
    """(part, text) of every paragraph outside of tables, every text for those who do not see, every property, every heading of a sheet."""
    for name, root in package.roots.items():
        if STORIES.fullmatch(name):
            for tag in (WORD, DRAW):
                yield from ((name, _text(one, tag)) for one in root.iter(f"{tag}p") if not _in_table(one))
            yield from ((name, one.get(key)) for one in root.iter() for key in ("descr", "title") if one.get(key))
        elif name.startswith("docProps/core"):
            yield from ((name, one.text) for one in root if one.text)
        elif name.startswith("xl/worksheets/sheet"):
            yield from ((name, one.text) for one in root.iter(f"{SHEET}oddHeader", f"{SHEET}oddFooter") if one.text)
        elif "/charts/chart" in name:
            yield from ((name, _text(one, DRAW)) for one in root.iter(f"{DRAW}p"))


def _text(paragraph: etree._Element, tag: str) -> str:
    """A paragraph's text; where a line is broken inside it, nothing stands."""
    return "".join(one.text or "" for one in paragraph.iter(f"{tag}t"))


def _in_table(paragraph: etree._Element) -> bool:
    return any(one.tag in (f"{WORD}tbl", f"{DRAW}tbl") for one in paragraph.iterancestors())


def tables(package: Package) -> Iterator[tuple[str, list[list[str]]]]:
    """(part, rows) of every table of a document or slide, its headings first."""
    for name, root in package.roots.items():
        if STORIES.fullmatch(name):
            for tag in (WORD, DRAW):
                for table in root.iter(f"{tag}tbl"):
                    yield name, [[_text(cell, tag) for cell in row.iter(f"{tag}tc")] for row in table.iter(f"{tag}tr")]


def charts(package: Package) -> Iterator[tuple[str, list[Point], list[Point]]]:
    """(part, the points that are drawn, the points of the workbook behind them and what they rest on) of every chart."""
    for name, root in package.roots.items():
        if "/charts/chart" in name and "/_rels/" not in name:
            books = [package.parts[part] for part in package.related(name).values() if part.endswith(".xlsx")]
            yield name, list(_drawn(root)), [point for book in books for point in _behind(Package(content=book))]


def _drawn(root: etree._Element) -> Iterator[Point]:
    for series in root.iter(f"{CHART}ser"):
        name = "".join(one.text or "" for one in series.find(f"{CHART}tx").iter(f"{CHART}v"))
        categories = _categories(series.find(f"{CHART}cat"))
        for point in series.find(f"{CHART}val").iter(f"{CHART}pt"):
            yield Point(series=name, category=categories[int(point.get("idx"))], value=float(point.findtext(f"{CHART}v")))


def _categories(held: etree._Element) -> list[str]:
    """The words below the points; those of a year and its months together."""
    levels = list(held.iter(f"{CHART}lvl")) or [held]
    given = [{int(one.get("idx")): one.findtext(f"{CHART}v") for one in level.iter(f"{CHART}pt")} for level in reversed(levels)]
    outer, inner = given[0] if len(given) > 1 else {}, given[-1]
    return [f"{outer[max(place for place in outer if place <= at)] if outer else ''}{words}" for at, words in sorted(inner.items())]


def _behind(book: Package) -> Iterator[Point]:
    """The points of the workbook of a chart: of its first sheet the values, of its second what they rest on."""
    for rows in sheets(book).values():
        heads, first = [cell.value for cell in rows[0]], 1
        while first < len(heads) and heads[first] is None:
            first += 1
        outer = ""
        for row in rows[1:]:
            outer = (row[0].value or outer) if first > 1 else ""
            category = f"{outer}{row[first - 1].value}"
            for place in range(first, len(heads)):
                if place < len(row) and row[place].value is not None:
                    yield Point(series=heads[place], category=category, value=row[place].value)


def sheets(package: Package) -> dict[str, list[list[Cell]]]:
    """The rows of every sheet of a workbook, by its name."""
    root, related = package.roots["xl/workbook.xml"], package.related("xl/workbook.xml")
    shared = ["".join(t.text or "" for t in one.iter(f"{SHEET}t")) for one in _all(package, "xl/sharedStrings.xml", "si")]
    custom = {one.get("numFmtId"): one.get("formatCode") for one in _all(package, "xl/styles.xml", "numFmt")}
    formats = [custom.get(one.get("numFmtId"), "") for one in package.roots["xl/styles.xml"].find(f"{SHEET}cellXfs")]
    return {one.get("name"): _rows(package.roots[related[one.get(f"{RELATED}id")]], shared, formats) for one in root.iter(f"{SHEET}sheet")}


def _all(package: Package, name: str, tag: str) -> list[etree._Element]:
    return list(package.roots[name].iter(f"{SHEET}{tag}")) if name in package.roots else []


def _rows(root: etree._Element, shared: list[str], formats: list[str]) -> list[list[Cell]]:
    found: list[list[Cell]] = []
    for row in root.iter(f"{SHEET}row"):
        cells: list[Cell] = []
        for one in row.iter(f"{SHEET}c"):
            cells += [Cell(value=None)] * (_column(one.get("r")) - len(cells))
            cells.append(_cell(one, shared, formats))
        found.append(cells)
    return found


def _column(reference: str) -> int:
    place = 0
    for letter in re.match("[A-Z]+", reference)[0]:
        place = place * 26 + ord(letter) - 64
    return place - 1


def _cell(one: etree._Element, shared: list[str], formats: list[str]) -> Cell:
    text, form = one.findtext(f"{SHEET}v"), formats[int(one.get("s", 0))]
    if text is None:
        return Cell(value=None)
    if one.get("t") == "s":
        return Cell(value=shared[int(text)])
    return Cell(value=FIRST_DAY + timedelta(days=int(float(text))) if "y" in form else float(text), form=form)


def live_tables(package: Package) -> Iterator[tuple[str, tuple[int, int], list[str], list[list[Cell]]]]:
    """(sheet, first and last row, headings, rows) of every live table of a workbook."""
    held, related = sheets(package), package.related("xl/workbook.xml")
    for one in package.roots["xl/workbook.xml"].iter(f"{SHEET}sheet"):
        rows = held[one.get("name")]
        for part in package.related(related[one.get(f"{RELATED}id")]).values():
            if part.startswith("xl/tables/"):
                first, last = (int(number) for number in re.findall(r"\d+", package.roots[part].get("ref")))
                heads = [column.get("name") for column in package.roots[part].iter(f"{SHEET}tableColumn")]
                yield one.get("name"), (first, last), heads, [row[: len(heads)] for row in rows[first:last]]
