"""The pieces of WordprocessingML that the Word rendering is put together from: elements, runs with their fonts set, paragraphs, fields."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from reports.word_roles import LATIN, MARKS, Role

UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # no sign of XML 1.0
CHINESE = re.compile(
    r"[\u2010-\u2027\u2030-\u205e\u2460-\u24ff\u25a0-\u25ff\u3000-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\u00b7\u00d7]"
)
MEETING = re.compile(r"(?<=[\u4e00-\u9fff])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z%])(?=[\u4e00-\u9fff])")
WIDE = frozenset("%ABCDEFGHIJKLMNOPQRSTUVWXYZ")  # Latin signs that take more than half
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True, kw_only=True)
class Said:
    """Words within a paragraph; `mark` names how they stand out from it (a key of MARKS), blank for not at all."""

    text: str
    mark: str = ""


def element(name: str, /, *children, **attributes):
    """An element of the w namespace with its attributes and children in the order given, which must be the schema's."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    made.extend(child for child in children if child is not None)
    return made


def half_widths(text: str) -> int:
    """How wide a text is in half characters: a Chinese sign takes two, and where one meets a Latin one half of one stands between them."""
    signs = sum(2 if sign in WIDE or unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)
    return signs + -(-len(MEETING.findall(text)) // 2)


def fonts(east: str, latin: str = LATIN, is_chinese: bool = False):
    """All four fonts of a run or style, so that no theme decides any of them; Chinese quotes and dashes follow the hint."""
    hint = {"hint": "eastAsia"} if is_chinese else {}
    return element("rFonts", **hint, ascii=latin, hAnsi=latin, eastAsia=east, cs=latin)


def run(said: Said, role: Role):
    """A run in the fonts of its paragraph's role or of its mark."""
    mark = MARKS.get(said.mark)
    east, latin = (mark.font or role.font, LATIN) if mark else (role.font, role.latin)
    style = element("rStyle", val=mark.id) if mark else None
    held = element("r", element("rPr", style, fonts(east, latin, bool(CHINESE.search(said.text)))))
    held.extend(_written(UNWRITABLE.sub("", said.text)))
    return held


def _written(text: str) -> Iterable:
    """The text elements of a run: a line break for each new line."""
    for place, line in enumerate(text.splitlines() or [""]):
        if place:
            yield element("br")
        made = element("t")
        made.text = line
        made.set(SPACE, "preserve")
        yield made


def paragraph(role: Role, *said: Said | str, properties: Iterable = ()):
    """A paragraph of a role. `properties` are further children of pPr in the schema's order."""
    words = [Said(text=one) if isinstance(one, str) else one for one in said]
    return element("p", element("pPr", element("pStyle", val=role.id), *properties), *[run(one, role) for one in words if one.text])


def field(instruction: str, role: Role, shown: str):
    """The runs of a field: what is asked for, and what stands there until it is worked out."""
    parts = (
        element("fldChar", fldCharType="begin"), _instruction(instruction), element("fldChar", fldCharType="separate"),
        *_written(shown), element("fldChar", fldCharType="end"),
    )  # fmt: skip
    return [element("r", element("rPr", fonts(role.font, role.latin)), part) for part in parts]


def _instruction(text: str):
    made = element("instrText")
    made.text = f" {text} "
    made.set(SPACE, "preserve")
    return made
