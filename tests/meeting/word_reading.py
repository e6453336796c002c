"""A Word file of a brief opened for a test: its parts as XML, its text, which page each block stands on."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from docx.oxml.ns import qn
from lxml import etree

from reports.brief import Brief
from tests.meeting.file_reading import Package

STORIES = ("word/document.xml", "word/header", "word/footer")


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A brief and the file made of it."""

    brief: Brief
    content: bytes

    @cached_property
    def package(self) -> Package:
        return Package(content=self.content)

    @property
    def parts(self) -> dict[str, bytes]:
        return self.package.parts

    @property
    def roots(self) -> dict[str, etree._Element]:
        return self.package.roots

    @property
    def stories(self) -> dict[str, etree._Element]:
        """The parts that hold text: the document, headers and footers."""
        return {name: root for name, root in self.roots.items() if name.startswith(STORIES)}

    @property
    def body(self) -> etree._Element:
        return self.roots["word/document.xml"][0]

    @property
    def paragraphs(self) -> list[tuple[str, str]]:
        """Style and text of each paragraph of the document, tables too, in order."""
        return [(style_of(one), text_of(one)) for one in self.body.iter(qn("w:p"))]

    @property
    def text(self) -> str:
        return "\n".join(text for _, text in self.paragraphs)

    def sections(self) -> Iterator[tuple[etree._Element, list[etree._Element]]]:
        """Each section's properties with the blocks in it."""
        held = []
        for block in self.body:
            if block.tag == qn("w:sectPr"):
                yield block, held
                return
            held.append(block)
            ends = block.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
            if ends is not None:
                yield ends, held
                held = []

    def related(self, name: str, kind: str) -> list[str]:
        """The names of the parts that a part relates to by a kind of relationship."""
        folder, _, file = name.rpartition("/")
        rels = self.roots[f"{folder}/_rels/{file}.rels"]
        return [resolved(folder, one.get("Target")) for one in rels if one.get("Type").endswith(f"/{kind}")]


def resolved(folder: str, target: str) -> str:
    """A relationship's target from its part's folder."""
    steps = folder.split("/")
    for step in target.split("/"):
        steps = steps[:-1] if step == ".." else [*steps, step]
    return "/".join(steps)


def style_of(paragraph: etree._Element) -> str:
    found = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "" if found is None else found.get(qn("w:val"))


def text_of(block: etree._Element) -> str:
    """All text of a block, a line break within it left out."""
    return "".join(one.text or "" for one in block.iter(qn("w:t")))


def number(element: etree._Element, path: str, attribute: str) -> int:
    """A whole number that an attribute of an element below holds."""
    return int(element.find("/".join(qn(step) for step in path.split("/"))).get(qn(attribute)))
