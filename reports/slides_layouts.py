"""Which layout of a template holds which kind of slide: by our names, else by what its placeholders can hold."""

from dataclasses import dataclass, replace
from io import BytesIO
from zipfile import BadZipFile

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER as KIND
from pptx.exc import PackageNotFoundError

from reports.slides_look import ANNEX, CHART, COVER, DECIDED, EAST, LATIN, LAYOUT_NAMES, NOTE, SAID, SECTION, TABLE, TAG, Box
from reports.slides_template import DRAWING, blank
from reports.text_room import LINE

TITLES = (KIND.TITLE, KIND.CENTER_TITLE)
HOLDS = {
    COVER: (KIND.SUBTITLE,),
    CHART: (KIND.CHART, KIND.OBJECT),
    TABLE: (KIND.TABLE, KIND.OBJECT),
    DECIDED: (KIND.TABLE, KIND.OBJECT),
    ANNEX: (KIND.TABLE, KIND.OBJECT),
    SAID: (KIND.BODY, KIND.OBJECT),
}
CALLED = {COVER: "副标题", CHART: "图表", TABLE: "表格", DECIDED: "表格", ANNEX: "表格", SAID: "正文"}
ASIDE = (SECTION, TAG, NOTE)
BELOW = 8  # points between a table and what stands below it
WIDE = 16 / 9
POINT = 12700


class TemplateError(Exception):
    """The template cannot hold the slides: says in one Chinese sentence what it lacks."""


@dataclass(frozen=True, kw_only=True)
class Layout:
    """A layout with the placeholders of it that are filled: its title, its content, and by name what stands beside them."""

    layout: object
    title: object
    content: object
    aside: dict[str, object]
    foot: object
    number: object
    boxes: dict[int, Box]

    def box(self, placeholder) -> Box:
        """The place of one of its placeholders, or of one of a slide that was made from it."""
        return self.boxes[placeholder.placeholder_format.idx]

    @property
    def room(self) -> Box:
        """The place of its content with what stands below it, in points."""
        room = self.box(self.content)
        below = self.box(self.aside[NOTE]) if NOTE in self.aside else room
        return replace(room, height=max(room.height, below.top + below.height - room.top))

    def note_height(self, lines: int, points: float) -> float:
        """What of that room a note of some lines takes from the content; nothing where the layout has no place for notes."""
        is_below = NOTE in self.aside and self.room.height > self.box(self.content).height
        return lines * points * LINE + BELOW if lines and is_below else 0.0


def opened(template: bytes | None) -> Presentation:
    """Our own blank presentation, or that of the office without its slides. Raises TemplateError for what is no 16:9 .pptx."""
    if template is None:
        return blank()
    try:
        deck = Presentation(BytesIO(template))
    except (BadZipFile, PackageNotFoundError, KeyError, ValueError) as problem:
        raise TemplateError("模板不是 PowerPoint 文件（.pptx），请另存为 .pptx 后再用") from problem
    if abs(deck.slide_width / deck.slide_height - WIDE) > 0.01:
        raise TemplateError("模板不是 16:9 画面，请在“设计—幻灯片大小”里改为宽屏后再用")
    _without_slides(deck)
    return deck


def layouts_of(deck: Presentation) -> dict[str, Layout]:
    """A layout for each kind of slide. Raises TemplateError where there is none."""
    return {role: _layout(deck, role) for role in LAYOUT_NAMES}


def fonts_of(deck: Presentation) -> tuple[str, str]:
    """The fonts of the template's theme for Latin and Chinese signs; ours where it names none for Chinese."""
    part = next(relation.target_part for relation in deck.slide_master.part.rels.values() if relation.reltype.endswith("/theme"))
    fonts = etree.fromstring(part.blob).find(f".//{DRAWING}minorFont")
    latin, east = (fonts.find(f"{DRAWING}{tag}").get("typeface") for tag in ("latin", "ea"))
    return (latin or LATIN, east) if east else (LATIN, EAST)


def _box(placeholder) -> Box:
    sizes = (placeholder.left, placeholder.top, placeholder.width, placeholder.height)
    left, top, width, height = ((size or 0) / POINT for size in sizes)
    return Box(left=left, top=top, width=width, height=height)


def _without_slides(deck: Presentation) -> None:
    listed = deck.slides._sldIdLst
    for entry in list(listed):
        deck.part.drop_rel(entry.rId)
        listed.remove(entry)


def _layout(deck: Presentation, role: str) -> Layout:
    layouts = [layout for master in deck.slide_masters for layout in master.slide_layouts]
    ordered = sorted(layouts, key=lambda layout: layout.name != LAYOUT_NAMES[role])
    found = next((taken for layout in ordered if (taken := _taken(layout, role))), None)
    if found is None:
        raise TemplateError(
            f"模板里没有可用的“{LAYOUT_NAMES[role]}”版式：要有标题、{CALLED[role]}、页脚和页码占位符；可先导出空白模板，在它上面改样式"
        )
    return found


def _taken(layout, role: str) -> Layout | None:
    """The placeholders of a layout that a kind of slide fills; None where one of them is missing."""
    shapes = list(layout.placeholders)
    aside = {shape.name: shape for shape in shapes if shape.name in ASIDE}
    rest = [shape for shape in shapes if shape.name not in ASIDE]
    parts = [_first(rest, kinds) for kinds in (TITLES, HOLDS[role], (KIND.FOOTER,), (KIND.SLIDE_NUMBER,))]
    if None in parts:
        return None
    title, content, foot, number = parts
    boxes = {shape.placeholder_format.idx: _box(shape) for shape in shapes}
    return Layout(layout=layout, title=title, content=content, aside=aside, foot=foot, number=number, boxes=boxes)


def _first(shapes: list, kinds: tuple) -> object | None:
    """The first placeholder of the most wanted type."""
    return next((shape for kind in kinds for shape in shapes if shape.placeholder_format.type == kind), None)
