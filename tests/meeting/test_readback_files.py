"""Every number of the three files of a brief, read back out of them and held against what was measured; and that a changed digit is found."""

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree

from etl.load import load
from reports.brief import Brief
from reports.compose import compose
from reports.material import material
from reports.rendered import KINDS, rendered
from reports.span import span
from tests.meeting.beside_rates import bare
from tests.meeting.conftest import MADE
from tests.meeting.file_check import unexplained
from tests.meeting.file_reading import CHART, DRAW, SHEET, WORD, Package
from tests.meeting.readback import NUMBER
from tests.meeting.vouching import Vouched, vouched
from warehouse.folder import current_name
from warehouse.snapshot import open_snapshot

REAL = Path(__file__).parents[2] / "../shared/data"
REAL_FILES = (
    "cases/坪山区民生诉求_utf8.csv", "income/重庆区县_2005-2020.xlsx", "infrastructure/世界银行项目_2015_原始导出.xlsx",
    "industry/省级畜禽_1998-2017.csv",
)  # fmt: skip
PERIODS = {"demonstration": "2026-10", "real": "2018-10"}
TOWNS = (
    "demonstration",
    pytest.param(
        "real",
        marks=[
            pytest.mark.shared,
            pytest.mark.skipif(not REAL.is_dir(), reason="the folder of real public files (../shared/data) is not there"),
        ],
    ),
)
COUNTED = re.compile(rf"({NUMBER})(?=%|个百分点|件|天|/|）|万元|个村|类)")
Checked = tuple[Brief, dict[str, bytes], Vouched, list]


@pytest.fixture(scope="session")
def checked(made_once, composed, demo):
    """A function: the brief of a warehouse, its files, what of it is borne out and what is not."""

    def held(name: str) -> Checked:
        make = {"demonstration": lambda _: _checked(composed(PERIODS[name]), demo, PERIODS[name]), "real": _real}[name]
        return made_once(f"files-{name}", make)[0]

    return held


def _checked(brief: Brief, connection, period: str) -> Checked:
    return brief, rendered(brief), *vouched(brief, material(connection, None, span(period)))


def _real(folder: Path) -> Checked:
    result = load(folder, [REAL / one for one in REAL_FILES])
    assert result.status == "published", [refused.message for refused in result.refused]
    with open_snapshot(folder, current_name(folder)) as connection:
        brief = compose(material(connection, None, span(PERIODS["real"])), MADE)
        return _checked(brief, connection, PERIODS["real"])


@pytest.mark.parametrize("name", TOWNS)
def test_every_number_of_a_brief_is_measured(checked, name):
    _, _, _, wrong = checked(name)
    assert wrong == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", TOWNS)
def test_every_number_of_a_file_is_measured(checked, name, kind):
    _, files, found, _ = checked(name)
    assert unexplained(Package(content=files[kind]), found) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", TOWNS)
def test_every_rate_of_a_file_stands_beside_what_it_is_made_of(checked, name, kind):
    brief, files, _, _ = checked(name)
    assert list(bare(Package(content=files[kind]), brief)) == []


def _next(match: re.Match) -> str:
    """A number with another last digit."""
    return f"{match[1][:-1]}{(int(match[1][-1]) + 1) % 10}"


def _sentences(tag: str) -> Callable[[etree._Element], Iterator[etree._Element]]:
    """Finds the texts with a counted number, one a paragraph, outside of tables."""

    def found(root: etree._Element) -> Iterator[etree._Element]:
        for paragraph in root.iter(f"{tag}p"):
            texts = [one for one in paragraph.iter(f"{tag}t") if COUNTED.search(one.text or "")]
            yield from texts[:1] if not any(one.tag == f"{tag}tbl" for one in paragraph.iterancestors()) else []

    return found


def _rows(tag: str) -> Callable[[etree._Element], Iterator[etree._Element]]:
    """Finds the texts of tables that are a number or a counted one, one a row."""

    def found(root: etree._Element) -> Iterator[etree._Element]:
        for row in root.iter(f"{tag}tr"):
            yield from [one for one in row.iter(f"{tag}t") if COUNTED.search(one.text or "") or re.fullmatch(NUMBER, one.text or "")][-1:]

    return found


def _points(root: etree._Element) -> Iterator[etree._Element]:
    return (value for values in root.iter(f"{CHART}val") for value in values.iter(f"{CHART}v"))


def _cells(root: etree._Element) -> Iterator[etree._Element]:
    """The last number of every row."""
    for row in root.iter(f"{SHEET}row"):
        cells = [one for one in row if one.get("t") is None and one.find(f"{SHEET}v") is not None and not one.get("r").startswith("A")]
        yield from [one.find(f"{SHEET}v") for one in cells[-1:]]


def _strings(root: etree._Element) -> Iterator[etree._Element]:
    return (one for one in root.iter(f"{SHEET}t") if COUNTED.search(one.text or ""))


PLACES = {  # a kind of place: the file it is in, its parts, what in them holds a number
    "a sentence in Word": ("docx", r"word/document\.xml", _sentences(WORD)),
    "a cell in Word": ("docx", r"word/document\.xml", _rows(WORD)),
    "a chart in Word": ("docx", r"word/charts/chart\d+\.xml", _points),
    "a sentence on a slide": ("pptx", r"ppt/slides/slide\d+\.xml", _sentences(DRAW)),
    "a cell on a slide": ("pptx", r"ppt/slides/slide\d+\.xml", _rows(DRAW)),
    "the notes of a slide": ("pptx", r"ppt/notesSlides/notesSlide\d+\.xml", _sentences(DRAW)),
    "a chart on a slide": ("pptx", r"ppt/charts/chart\d+\.xml", _points),
    "a sentence in Excel": ("xlsx", r"xl/sharedStrings\.xml", _strings),
    "a cell in Excel": ("xlsx", r"xl/worksheets/sheet[2-9]\.xml", _cells),
    "a chart in Excel": ("xlsx", r"xl/charts/chart\d+\.xml", _points),
}
MOST_CHANGED = 40


def _changed(content: bytes, parts: str, find: Callable) -> tuple[bytes, int]:
    """The file with one digit changed in so many places of a kind, evenly spread, and in how many."""
    package = Package(content=content)
    roots = {name: root for name, root in package.roots.items() if re.fullmatch(parts, name)}
    nodes = [node for root in roots.values() for node in find(root)]
    chosen = nodes[:: max(1, len(nodes) // MOST_CHANGED)]
    for node in chosen:
        node.text = COUNTED.sub(_next, node.text, count=1) if COUNTED.search(node.text) else repr(float(node.text.replace(",", "")) + 1)
    return _packed({**package.parts, **{name: etree.tostring(root) for name, root in roots.items()}}), len(chosen)


def _packed(parts: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize("place", PLACES)
def test_a_changed_digit_is_found(checked, place):
    _, files, found, _ = checked("demonstration")
    kind, parts, find = PLACES[place]
    forged, count = _changed(files[kind], parts, find)
    coincidences = (
        count // 20
    )  # a changed digit may happen to make another figure of its row or sentence, or share a row with another change
    assert count >= 5
    assert len(unexplained(Package(content=forged), found)) >= count - coincidences


@pytest.mark.parametrize("kind", ("docx", "pptx"))
def test_a_changed_digit_in_the_workbook_behind_a_chart_is_found(checked, kind):
    _, files, found, _ = checked("demonstration")
    package = Package(content=files[kind])
    name = next(one for one in package.parts if one.endswith(".xlsx"))
    book, count = _changed(package.parts[name], r"xl/worksheets/sheet1\.xml", _cells)
    assert count >= 5
    assert len(unexplained(Package(content=_packed({**package.parts, name: book})), found)) >= count
    parts, count = _changed(package.parts[name], r"xl/sharedStrings\.xml", _fractions)
    assert len(unexplained(Package(content=_packed({**package.parts, name: parts})), found)) >= count > 5


def _fractions(root: etree._Element) -> Iterator[etree._Element]:
    return (one for one in root.iter(f"{SHEET}t") if re.fullmatch(rf"{NUMBER}/{NUMBER}", one.text or ""))


def test_a_number_that_was_not_measured_is_found_though_all_files_agree(checked, demo):
    """A wrong figure in the brief itself: nothing vouches for it."""
    brief, _, _, _ = checked("demonstration")
    first, *others = brief.sections[1].findings
    forged = replace(first, text=COUNTED.sub(_next, first.text, count=1))
    section = replace(brief.sections[1], findings=(forged, *others), charts=(), tables=())
    found, wrong = vouched(replace(brief, sections=(section,), annexes=(), summary=(forged,)), material(demo, None, span("2026-10")))
    assert first.key in {key for key, _ in wrong}
    assert "summary" in {key for key, _ in wrong}


def test_a_rate_without_its_parts_is_found(checked):
    brief, files, _, _ = checked("demonstration")
    package = Package(content=files["docx"])
    document = package.parts["word/document.xml"].decode().replace("（287/314）", "")
    forged = Package(content=_packed({**package.parts, "word/document.xml": document.encode()}))
    assert len(list(bare(forged, brief))) >= 3
