"""The parts of a Word file that say how things look: its styles, font table and settings, written whole so that no template or theme has a say."""

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as KIND
from docx.opc.oxml import serialize_part_xml
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import etree

from reports.word_roles import HEAD_FONT, INSTEAD, LATIN, MARKS, NORMAL, ROLES, Mark, Role
from reports.word_xml import element, fonts

KEPT = {KIND.STYLES, KIND.SETTINGS, KIND.FONT_TABLE, KIND.THEME, KIND.OFFICE_DOCUMENT, KIND.CORE_PROPERTIES}  # of what the template brings
TABLE_STYLE = "BriefTable"
LANGUAGES = {"val": "en-US", "eastAsia": "zh-CN", "bidi": "ar-SA"}
GRID = {"val": "single", "space": 0}
COMPATIBILITY = {
    "compatibilityMode": 15, "overrideTableStyleFontSizeAndJustification": 1, "enableOpenTypeFeatures": 1, "doNotFlipMirrorIndents": 1,
    "differentiateMultirowTableHeaders": 1,
}  # fmt: skip
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
WORD = "http://schemas.microsoft.com/office/word"


def dress(document: Document) -> None:
    """Takes the template's theme, lists and looks out of a new document and puts ours in."""
    part = document.part
    for relations in (part.rels, part.package.rels):
        for key in [key for key, one in relations.items() if one.reltype not in KEPT]:
            del relations[key]
    _refill(document.styles.element, _styles())
    _refill(document.settings.element, _settings())
    part.part_related_by(KIND.FONT_TABLE)._blob = serialize_part_xml(_font_table())
    theme = part.part_related_by(KIND.THEME)
    theme._blob = _theme(theme.blob)


def _theme(template: bytes) -> bytes:
    """The template's theme with our fonts: no style or run asks for them, but what a person adds later, a text box, does."""
    root = parse_xml(template)
    for held in root.xpath("//a:majorFont | //a:minorFont", namespaces={"a": DRAWING}):
        for child in list(held):
            held.remove(child)
        for name, font in (("latin", LATIN), ("ea", NORMAL.font), ("cs", LATIN)):
            etree.SubElement(held, f"{{{DRAWING}}}{name}", typeface=font)
    return serialize_part_xml(root)


def _refill(root, children) -> None:
    """Puts other children into the root of a part."""
    for child in list(root):
        root.remove(child)
    root.extend(children)


def _styles() -> list:
    runs = element(
        "rPrDefault", element("rPr", fonts(NORMAL.font), element("sz", val=32), element("szCs", val=32), element("lang", **LANGUAGES))
    )
    held = [element("docDefaults", runs, element("pPrDefault"))]
    return [*held, *map(_paragraph_style, ROLES), *map(_mark_style, MARKS.values()), _plain_table(), _table_style()]


def _paragraph_style(role: Role):
    is_normal = role is NORMAL
    return element(
        "style",
        element("name", val=role.name),
        None if is_normal else element("basedOn", val=NORMAL.id),
        element("uiPriority", val=1),
        element("qFormat"),
        element("pPr", *_places(role)),
        element("rPr", *_looks(role)),
        type="paragraph", styleId=role.id, **({"default": 1} if is_normal else {} if role.name.isascii() else {"customStyle": 1}),
    )  # fmt: skip


def _places(role: Role) -> list:
    """The children of a style's pPr in the schema's order; each style says all, so that none depends on another."""
    lines = {"line": role.line, "lineRule": "exact"} if role.line else {"line": 240, "lineRule": "auto"}
    rule = element("bottom", **GRID | {"val": "single", "sz": 12, "space": 8, "color": role.rule}) if role.rule else None
    return [
        element("keepNext", val=int(role.is_kept_with_next)),
        element("keepLines", val=int(role.is_kept_whole or role.is_kept_with_next)),
        element("pageBreakBefore") if role.starts_page else None,
        element("widowControl"),
        element("pBdr", rule) if rule is not None else None,
        element("snapToGrid", val=0),
        element("spacing", before=role.before, after=role.after, **lines),
        element("ind", **_indents(role)),
        element("jc", val=role.align),
        None if role.outline is None else element("outlineLvl", val=role.outline),
    ]


def _indents(role: Role) -> dict:
    """Indents in characters, which follow the font, and in twentieths of a point for readers that know no characters."""
    wide = role.size * 20 + role.closer
    found = {"leftChars": role.left, "left": round(role.left * wide / 100)}
    if role.hanging:
        return found | {"hangingChars": role.hanging, "hanging": round(role.hanging * wide / 100)}
    return found | {"firstLineChars": role.first, "firstLine": round(role.first * wide / 100)}


def _looks(role: Role) -> list:
    """The children of a style's rPr in the schema's order."""
    size = round(role.size * 2)
    return [
        fonts(role.font, role.latin), element("b", val=int(role.is_bold)), element("bCs", val=int(role.is_bold)),
        element("color", val="000000"), element("spacing", val=role.closer), element("kern", val=0), element("sz", val=size),
        element("szCs", val=size),
    ]  # fmt: skip


def _mark_style(mark: Mark):
    looks = [fonts(mark.font) if mark.font else None, element("b", val=int(mark.is_bold)), element("bCs", val=int(mark.is_bold))]
    custom = {} if mark.name.isascii() else {"customStyle": 1}
    return element(
        "style", element("name", val=mark.name), element("uiPriority", val=2), element("qFormat"), element("rPr", *looks),
        type="character", styleId=mark.id, **custom,
    )  # fmt: skip


def _plain_table():
    sides = [element(side, w=wide, type="dxa") for side, wide in (("top", 0), ("left", 108), ("bottom", 0), ("right", 108))]
    return element(
        "style", element("name", val="Normal Table"), element("uiPriority", val=99), element("semiHidden"), element("unhideWhenUsed"),
        element("tblPr", element("tblInd", w=0, type="dxa"), element("tblCellMar", *sides)),
        type="table", styleId="TableNormal", default=1,
    )  # fmt: skip


def _table_style():
    """Three strong rules and thin lines between the rows; the heading stands on a light ground."""
    lines = [element(side, **GRID | {"sz": size, "color": color}) for side, size, color in (
        ("top", 12, "000000"), ("bottom", 12, "000000"), ("insideH", 4, "A6A6A6"))]  # fmt: skip
    sides = [element(side, w=wide, type="dxa") for side, wide in (("top", 40), ("left", 80), ("bottom", 40), ("right", 80))]
    head = element(
        "tblStylePr",
        element("rPr", fonts(HEAD_FONT)),
        element("tcPr", element("tcBorders", element("bottom", **GRID | {"sz": 8, "color": "000000"})), element("shd", val="clear", color="auto", fill="F2F2F2")),
        type="firstRow",
    )  # fmt: skip
    return element(
        "style", element("name", val="材料表"), element("basedOn", val="TableNormal"), element("uiPriority", val=3), element("qFormat"),
        element("tblPr", element("tblBorders", *lines), element("tblCellMar", *sides)), head,
        type="table", customStyle=1, styleId=TABLE_STYLE,
    )  # fmt: skip


def _settings() -> list:
    held = [element("compatSetting", name=name, uri=WORD, val=value) for name, value in COMPATIBILITY.items()]
    return [
        element("zoom", percent=100), element("defaultTabStop", val=640), element("evenAndOddHeaders"),
        element("characterSpacingControl", val="compressPunctuation"), element("compat", *held),
        element("themeFontLang", val="en-US", eastAsia="zh-CN"), element("decimalSymbol", val="."), element("listSeparator", val=","),
    ]  # fmt: skip


def _font_table():
    """Every font by name, and which one stands in for it where a machine has it not: none is carried in the file."""
    names = [*INSTEAD, LATIN]
    root = parse_xml(f"<w:fonts {nsdecls('w')}/>")
    root.extend(_font(name) for name in names)
    return root


def _font(name: str):
    is_latin = name == LATIN
    other = INSTEAD.get(name)
    return element(
        "font", None if other is None else element("altName", val=other), element("charset", val="00" if is_latin else "86"),
        element("family", val="roman" if is_latin else "auto"), element("pitch", val="variable"), name=name,
    )  # fmt: skip
