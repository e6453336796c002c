"""That the data are made up is said on every page, slide and sheet of every rendering, in its notes and properties; and only then."""

import re
from dataclasses import replace
from types import SimpleNamespace

import pytest

from pages.parts import meeting_head_blocks, meeting_preview_blocks, meeting_projector
from reports.rendered import rendered
from reports.slides import slides_file
from tests.meeting.drawn import rich
from tests.meeting.file_reading import Package, sheets, texts
from tests.meeting.test_slides import foreign

MARK = "演示数据"


@pytest.fixture(scope="module")
def both() -> dict[bool, dict[str, Package]]:
    """The three files of a brief of made-up data, and of the same brief of real ones."""
    brief = replace(rich(), is_synthetic=True)
    found = {is_made_up: rendered(replace(brief, is_synthetic=is_made_up)) for is_made_up in (True, False)}
    return {is_made_up: {kind: Package(content=content) for kind, content in files.items()} for is_made_up, files in found.items()}


def _marked(package: Package, part: str) -> dict[str, bool]:
    """Whether each part of a kind says it."""
    said = {name: "" for name in package.parts if re.fullmatch(part, name)}
    for name, text in texts(package):
        if name in said:
            said[name] += text
    return {name: MARK in text for name, text in said.items()}


PARTS = {
    "every page of Word": ("docx", r"word/header\d+\.xml"),
    "every slide": ("pptx", r"ppt/slides/slide\d+\.xml"),
    "the notes of every slide": ("pptx", r"ppt/notesSlides/notesSlide\d+\.xml"),
    "every printed page of Excel": ("xlsx", r"xl/worksheets/sheet\d+\.xml"),
    "what Word says of itself": ("docx", r"docProps/core\.xml"),
    "what PowerPoint says of itself": ("pptx", r"docProps/core\.xml"),
    "what Excel says of itself": ("xlsx", r"docProps/core\.xml"),
}


@pytest.mark.parametrize("place", PARTS)
def test_made_up_data_are_marked(both, place):
    kind, part = PARTS[place]
    found = _marked(both[True][kind], part)
    assert found and all(found.values()), found


@pytest.mark.parametrize("place", PARTS)
def test_real_data_are_not(both, place):
    kind, part = PARTS[place]
    assert not any(_marked(both[False][kind], part).values())


def test_every_sheet_begins_with_it_and_the_last_explains_it(both):
    for is_made_up, files in both.items():
        held = sheets(files["xlsx"])
        assert all((MARK in str(rows[0][0].value)) == is_made_up for rows in held.values())
        assert any(row and row[0].value == MARK for row in held["说明"]) == is_made_up


def test_a_template_without_a_place_for_it_has_it_in_the_last_line():
    package = Package(content=slides_file(replace(rich(), is_synthetic=True), foreign()))
    assert all(_marked(package, r"ppt/slides/slide\d+\.xml").values())


def test_a_brief_knows_it_from_its_data(composed):
    brief = composed()
    assert brief.is_synthetic
    assert MARK in brief.quality[0]


@pytest.mark.parametrize("is_made_up", (True, False))
def test_the_page_and_the_projector_say_it(is_made_up, monkeypatch):
    brief = replace(rich(), is_synthetic=is_made_up, made=replace(rich().made, snapshot="warehouse-00007-20261103-090000.duckdb"))
    held, written = SimpleNamespace(brief=brief), []
    assert (MARK in meeting_preview_blocks._head(held)) == is_made_up
    monkeypatch.setattr(meeting_head_blocks.st, "html", written.append)
    meeting_head_blocks.footer(held)
    assert (MARK in written[0]) == is_made_up
    shown = SimpleNamespace(held=held, place=SimpleNamespace(at=1), count=9)
    assert (MARK in meeting_projector._foot(shown)) == is_made_up
