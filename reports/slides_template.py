"""Our own blank slides: a master with theme, thin red line and six layouts whose placeholders hold everything, made at run time.

`template_file` hands it out for the office to restyle; `slides_file` fills it or the one the office made of it.
"""

from datetime import date
from io import BytesIO

from lxml import etree
from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.util import Pt

from reports.settled import settled
from reports.slides_look import (
    BRAND,
    COVER,
    EAST,
    HEIGHT,
    LATIN,
    LAYOUT_NAMES,
    SAID_POINTS,
    SLOTS,
    THEME,
    TITLE_POINTS,
    WIDTH,
    Box,
    Slot,
)

SPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
LAYOUT_TYPES = {COVER: "title"}
MASTER_SLOTS = ("标题", "要点", "来源", "页码")
FIRST_DAY = date(2000, 1, 1)  # a fixed day: the blank template is the same bytes on any day
UNUSED = ("thumbnail", "extended-properties")
SELF = "+m{0}-lt", "+m{0}-ea", "+m{0}-cs"


def template_file() -> bytes:
    """The blank template as the bytes of a .pptx, with a slide of each layout so that it can be seen while it is restyled."""
    deck = blank()
    for layout in deck.slide_layouts:
        deck.slides.add_slide(layout)
    deck.core_properties.title = "会议材料模板"
    file = BytesIO()
    deck.save(file)
    return settled(file.getvalue(), FIRST_DAY)


def blank() -> Presentation:
    """A presentation without slides, with our master and layouts."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(WIDTH), Pt(HEIGHT)
    deck.part._element.find(".//{*}sldSz").attrib.pop("type", None)
    _drop_leftovers(deck)
    _set_theme(deck.slide_master)
    _set_master(deck.slide_master)
    layouts = list(deck.slide_layouts)
    for layout in layouts[len(LAYOUT_NAMES) :]:
        deck.slide_layouts.remove(layout)
    for layout, role in zip(layouts, LAYOUT_NAMES, strict=False):
        _set_layout(layout._element, role)
    for form in deck.part._element.iter(f"{DRAWING}defRPr"):
        form.set("lang", "zh-CN")
    return deck


def _drop_leftovers(deck: Presentation) -> None:
    """The preview picture, the list of English titles and the printer's settings of the presentation we start from."""
    package = deck.part.package
    for held in (package._rels, deck.part.rels):
        for number, relation in list(held.items()):
            if relation.reltype.endswith((*UNUSED, "printerSettings")):
                held.pop(number)
    for field in ("author", "last_modified_by", "comments", "category", "subject", "keywords"):
        setattr(deck.core_properties, field, "")


def _set_theme(master) -> None:
    """Our colours, and one font for all signs, so that no text depends on a font of the theme we start from."""
    part = next(relation.target_part for relation in master.part.rels.values() if relation.reltype.endswith("/theme"))
    theme = etree.fromstring(part.blob)
    theme.set("name", "会议材料")
    for name, colour in THEME.items():
        holder = theme.find(f".//{DRAWING}clrScheme/{DRAWING}{name}")
        holder[:] = [etree.Element(f"{DRAWING}srgbClr", val=colour)]
    for fonts in theme.find(f".//{DRAWING}fontScheme"):
        fonts[:] = [etree.Element(f"{DRAWING}{tag}", typeface=face) for tag, face in (("latin", LATIN), ("ea", EAST), ("cs", LATIN))]
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)


def _set_master(master) -> None:
    """Background, the red line, four placeholders to inherit from, and the styles of titles and texts."""
    element = master._element
    slots = {slot.name: slot for slots in SLOTS.values() for slot in slots if slot.kind != "ctrTitle"}
    tree = element.cSld.spTree
    for shape in list(tree.iterchildren("{*}sp")):
        tree.remove(shape)
    tree.extend(
        [
            _line("红线", Box(left=45, top=132, width=870, height=2)),
            *(_placeholder(slots[name], 10 + place) for place, name in enumerate(MASTER_SLOTS)),
        ]
    )
    element.cSld.find("{*}bg")[:] = []
    element.cSld.replace(
        element.cSld.find("{*}bg"),
        parse_xml(f'<p:bg {SPACES}><p:bgPr><a:solidFill><a:schemeClr val="bg1"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'),
    )
    styles = element.find("{*}txStyles")
    styles.getparent().replace(styles, parse_xml(_styles()))


def _set_layout(element, role: str) -> None:
    """A layout with our name and placeholders; that of the title has its own line."""
    element.attrib.pop("type", None)
    element.set("preserve", "1")
    if role in LAYOUT_TYPES:
        element.set("type", LAYOUT_TYPES[role])
        element.set("showMasterSp", "0")
    element.cSld.set("name", LAYOUT_NAMES[role])
    tree = element.cSld.spTree
    for shape in list(tree.iterchildren("{*}sp", "{*}pic", "{*}cxnSp")):
        tree.remove(shape)
    lines = [_line("红线", Box(left=80, top=284, width=800, height=3))] if role == COVER else []
    tree.extend([*lines, *(_placeholder(slot, 10 + place) for place, slot in enumerate(SLOTS[role]))])


def _placeholder(slot: Slot, number: int):
    """The shape of a placeholder, with its size, type and prompt."""
    kind = f'type="{slot.kind}"' + (f' idx="{slot.number}"' if slot.number else "")
    fill = f'<a:solidFill><a:schemeClr val="{slot.fill}"/></a:solidFill>' if slot.fill else ""
    family = "j" if slot.kind in ("title", "ctrTitle") else "n"
    latin, east, other = (face.format(family) for face in SELF)
    form = (
        f'<a:defRPr lang="zh-CN" sz="{round(slot.points * 100)}" b="{int(slot.is_bold)}"><a:solidFill><a:schemeClr val="{slot.colour}"/></a:solidFill>'
        f'<a:latin typeface="{latin}"/><a:ea typeface="{east}"/><a:cs typeface="{other}"/></a:defRPr>'
    )
    run = f'<a:rPr lang="zh-CN"/><a:t>{slot.prompt}</a:t>'
    words = (
        f'<a:fld id="{{C1FF6DA9-008F-8B48-92A6-B652298478BF}}" type="slidenum">{run}</a:fld>'
        if slot.kind == "sldNum"
        else f"<a:r>{run}</a:r>"
    )
    return parse_xml(
        f'<p:sp {SPACES}><p:nvSpPr><p:cNvPr id="{number}" name="{slot.name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph {kind}/></p:nvPr></p:nvSpPr>'
        f'<p:spPr>{_place(slot.box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{fill}</p:spPr>'
        f'<p:txBody><a:bodyPr vert="horz" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="{slot.anchor}"><a:normAutofit/></a:bodyPr>'
        f'<a:lstStyle><a:lvl1pPr marL="0" indent="0" algn="{slot.align}"><a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/>{form}</a:lvl1pPr></a:lstStyle>'
        f"<a:p>{words}</a:p></p:txBody></p:sp>"
    )


def _line(name: str, box: Box):
    return parse_xml(
        f'<p:sp {SPACES}><p:nvSpPr><p:cNvPr id="9" name="{name}"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>{_place(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f'<a:solidFill><a:srgbClr val="{BRAND}"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="zh-CN"/></a:p></p:txBody></p:sp>'
    )


def _place(box: Box) -> str:
    left, top, width, height = (int(Pt(size)) for size in (box.left, box.top, box.width, box.height))
    return f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'


def _styles() -> str:
    """The styles of titles, texts and the rest, on one level each."""
    sizes = {"title": (TITLE_POINTS, "j"), "body": (SAID_POINTS[-3], "n"), "other": (18, "n")}
    return f"<p:txStyles {SPACES}>" + "".join(_style(name, *size) for name, size in sizes.items()) + "</p:txStyles>"


def _style(name: str, points: float, family: str) -> str:
    latin, east, other = (face.format(family) for face in SELF)
    return (
        f'<p:{name}Style><a:lvl1pPr marL="0" indent="0" algn="l" eaLnBrk="1" hangingPunct="1"><a:lnSpc><a:spcPct val="100000"/></a:lnSpc><a:buNone/><a:defRPr lang="zh-CN" sz="{points * 100}">'
        f'<a:solidFill><a:schemeClr val="tx1"/></a:solidFill><a:latin typeface="{latin}"/><a:ea typeface="{east}"/><a:cs typeface="{other}"/></a:defRPr></a:lvl1pPr></p:{name}Style>'
    )
