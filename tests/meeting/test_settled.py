"""A settled package is the same bytes whenever it was written, opens in its own library, and says on which day it was made."""

import re
import time
import zipfile
from datetime import date, datetime
from io import BytesIO

import docx
import pptx
import pytest
import xlsxwriter
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from python_calamine import CalamineWorkbook

from reports.settled import is_package, settled

ON = date(2026, 11, 3)


def word() -> bytes:
    document, file = docx.Document(), BytesIO()
    document.add_paragraph("演示数据")
    document.core_properties.created = document.core_properties.modified = datetime.now()
    document.save(file)
    return file.getvalue()


def slides() -> bytes:
    """A chart slide, which carries a workbook within."""
    show, file, data = pptx.Presentation(), BytesIO(), CategoryChartData()
    data.categories = ["9月", "10月"]
    data.add_series("受理", (98, 112))
    show.slides.add_slide(show.slide_layouts[6]).shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, 0, 0, 5_000_000, 3_000_000, data)
    show.core_properties.modified = datetime.now()
    show.save(file)
    return file.getvalue()


def sheets() -> bytes:
    file = BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet("表").write_number(0, 0, 77.9)
    return file.getvalue()


KINDS = {"docx": word, "pptx": slides, "xlsx": sheets}


def parts(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def twice() -> dict[str, tuple[bytes, bytes]]:
    """Each kind written twice, more than two seconds apart: a zip keeps time in steps of two."""
    first = {kind: write() for kind, write in KINDS.items()}
    time.sleep(2.1)
    return {kind: (first[kind], write()) for kind, write in KINDS.items()}


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_written_at_another_moment_is_the_same_bytes(twice, kind):
    first, second = twice[kind]
    assert first != second
    assert settled(first, ON) == settled(second, ON)
    assert settled(settled(first, ON), ON) == settled(first, ON)


@pytest.mark.parametrize("kind", KINDS)
def test_it_says_the_day_on_which_it_was_made(twice, kind):
    properties = parts(settled(twice[kind][0], ON))["docProps/core.xml"].decode()
    said = re.findall(r"<dcterms:(?:created|modified)[^>]*>([^<]*)<", properties)
    assert said and set(said) == {"2026-11-03T00:00:00Z"}
    assert settled(twice[kind][0], date(2026, 11, 4)) != settled(twice[kind][0], ON)


@pytest.mark.parametrize("kind", KINDS)
def test_no_part_is_lost_or_changed_but_the_properties_and_the_workbooks_within(twice, kind):
    old, new = parts(twice[kind][0]), parts(settled(twice[kind][0], ON))
    assert list(new)[:2] == ["[Content_Types].xml", "_rels/.rels"] and sorted(new) == sorted(old)
    changed = {name for name in old if old[name] != new[name]}
    assert changed <= {name for name in old if name == "docProps/core.xml" or name.endswith(".xlsx")}
    with zipfile.ZipFile(BytesIO(settled(twice[kind][0], ON))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_workbook_within_is_settled_too(twice):
    within = [content for name, content in parts(settled(twice["pptx"][0], ON)).items() if name.endswith(".xlsx")]
    assert within and all(content == settled(content, ON) for content in within)


def test_each_opens_in_its_own_library(twice):
    made = {kind: BytesIO(settled(first, ON)) for kind, (first, _) in twice.items()}
    assert [one.text for one in docx.Document(made["docx"]).paragraphs] == ["演示数据"]
    [chart] = [shape.chart for shape in pptx.Presentation(made["pptx"]).slides[0].shapes if shape.has_chart]
    assert list(chart.series[0].values) == [98, 112]
    within = CalamineWorkbook.from_filelike(BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    assert within.get_sheet_by_index(0).to_python()[1] == ["9月", 98]
    assert CalamineWorkbook.from_filelike(made["xlsx"]).get_sheet_by_name("表").to_python() == [[77.9]]


def test_a_property_that_is_there_but_blank_gets_the_day():
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("docProps/core.xml", '<a:p xmlns:t="x"><t:created xsi:type="w"/><created>old</created></a:p>')
        archive.writestr("[Content_Types].xml", "")
    day = "2026-11-03T00:00:00Z"
    assert parts(settled(file.getvalue(), ON))["docProps/core.xml"].decode() == (
        f'<a:p xmlns:t="x"><t:created xsi:type="w">{day}</t:created><created>{day}</created></a:p>'
    )


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no zip", b"%PDF-1.7"])
def test_other_bytes_are_no_package(content):
    assert not is_package(content)
    with pytest.raises(ValueError, match="no Office package"):
        settled(content, ON)
