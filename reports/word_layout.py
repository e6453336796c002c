"""The pages of a Word brief: A4 upright and lying, what stands above and below the text of each, and where one kind of page ends."""

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm

from reports.brief import Brief
from reports.word_roles import END, FOOTER, HEADER, PAGE_EVEN, PAGE_ODD, PITCH, STRONG, Role
from reports.word_xml import Said, element, field, paragraph
from reports.words import day_words

SHORT, LONG = 210, 297
UPRIGHT = {"top": 37, "bottom": 35, "left": 28, "right": 26}  # millimetres
LYING = {"top": 28, "bottom": 26, "left": 35, "right": 37}  # the same sheet turned: its head at the bound edge
BELOW = {False: (12, 17.5), True: (12, 9)}  # header and footer from the paper's edge: the page number 7 mm below the text
TWIPS_A_MM = 1440 / 25.4
TEXT_WIDTH = {False: SHORT - 28 - 26, True: LONG - 35 - 37}  # millimetres: 156 and 225
TEXT_POINTS = {is_lying: wide * 72 / 25.4 for is_lying, wide in TEXT_WIDTH.items()}


def text_twips(is_lying: bool) -> int:
    """How wide the text of a page is, in twentieths of a point."""
    return int(TEXT_WIDTH[is_lying] * TWIPS_A_MM)


def lay(document: Document, brief: Brief, is_lying: bool, versions: str) -> None:
    """Makes the last section of the document one of upright or lying pages, with its own header and footers."""
    section = document.sections[-1]
    section.orientation = WD_ORIENT.LANDSCAPE if is_lying else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(LONG), Mm(SHORT)) if is_lying else (Mm(SHORT), Mm(LONG))
    for side, wide in (LYING if is_lying else UPRIGHT).items():
        setattr(section, f"{side}_margin", Mm(wide))
    section.header_distance, section.footer_distance = map(Mm, BELOW[is_lying])
    for old in section._sectPr.xpath("w:docGrid"):
        section._sectPr.remove(old)
    section._sectPr.append(element("docGrid", type="lines", linePitch=PITCH))
    _write_stories(section, brief, is_lying, versions)


def turn(document: Document) -> None:
    """Ends the section with the last paragraph, so that what follows begins on another page and can be laid differently."""
    body = document.element.body
    if body[-2].tag == qn("w:tbl"):
        body[-1].addprevious(paragraph(END))
    last, sentinel = body[-2], body[-1]
    last.set_sectPr(sentinel.clone())
    for named in sentinel.xpath("w:headerReference | w:footerReference"):
        sentinel.remove(named)


def _write_stories(section: Section, brief: Brief, is_lying: bool, versions: str) -> None:
    for header in (section.header, section.even_page_header):
        _refill(header, [_header(brief, is_lying)])
    for footer, role in ((section.footer, PAGE_ODD), (section.even_page_footer, PAGE_EVEN)):
        _refill(footer, [_page_number(role), _sources(brief, versions)])


def _refill(story, paragraphs: list) -> None:
    story.is_linked_to_previous = False
    root = story._element
    for child in list(root):
        root.remove(child)
    root.extend(paragraphs)


def _header(brief: Brief, is_lying: bool):
    """演示数据 where it is, whose brief this is, and on the right its edition."""
    mark = [Said(text="演示数据　", mark=STRONG)] if brief.is_synthetic else []
    stop = element("tabs", element("tab", val="right", pos=text_twips(is_lying)))
    made = paragraph(HEADER, *mark, f"{brief.place}　{brief.period_words}", properties=[stop])
    tab = element("r", element("tab"))
    made.append(tab)
    made.extend(paragraph(HEADER, Said(text=brief.edition_words, mark=STRONG)).xpath("w:r"))
    return made


def _page_number(role: Role):
    """— 1 —, a character in from the outer edge."""
    made = paragraph(
        role,
        "— ",
        properties=[element("ind", **{"rightChars": 100, "right": 280} if role is PAGE_ODD else {"leftChars": 100, "left": 280})],
    )
    made.extend(field("PAGE", role, "1"))
    made.extend(paragraph(role, " —").xpath("w:r"))
    return made


def _sources(brief: Brief, versions: str):
    """What the figures rest on, in one line: up to which day, which definitions, which version of the data."""
    return paragraph(FOOTER, f"数据截至{day_words(brief.known_to)}　{versions}　数据版本{brief.made.version_words}")
