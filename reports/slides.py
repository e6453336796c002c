"""A brief as PowerPoint: one message a slide, native charts that can be edited, notes for who speaks; on our template or the office's own."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, time
from io import BytesIO

from pptx.enum.text import MSO_ANCHOR
from pptx.util import Pt

from reports.brief import Brief, Finding
from reports.palette import PRINT
from reports.settled import settled
from reports.slides_cells import table_xml
from reports.slides_draw import Paragraph, Words, add_foot, line_space, plain, put, put_chart, put_table, write
from reports.slides_layouts import BELOW, Layout, fonts_of, layouts_of, opened
from reports.slides_look import (
    COVER,
    COVER_POINTS,
    FOOT_POINTS,
    LEAST_TITLE,
    NOTE,
    NOTE_POINTS,
    SECTION,
    SPEAKER_POINTS,
    TAG,
    TITLE_POINTS,
    Box,
)
from reports.slides_notes import notes_text, source_line
from reports.slides_plan import Page, pages_of
from reports.slides_points import BETWEEN, EDITED, INDENT, LINE_HEIGHT, SMALL, told_against
from reports.text_room import BOLD, LINE, text_lines, text_width
from reports.words import day_words

SYNTHETIC = "演示数据"
TITLE_LINE = 1.2  # of the type
SAFE_TITLE = 0.93  # of the room of a title: another font in its place may be wider, and no bracket opens at the end of a line
COVER_SIZES = (COVER_POINTS, 36, 32, 28)
FOOT_SIZES, SAFE_END = (FOOT_POINTS, 10, 9, 8), 0.1  # of the last line; and what of a line may stay empty at its end

SIGNS = {"worse": ("◆", PRINT.worse), "better": ("●", PRINT.lead), "calm": ("■", "9aa5b1")}


@dataclass(frozen=True, kw_only=True)
class Deck:
    """A presentation under way: the brief it is of, its layouts, and the fonts of its theme."""

    deck: object
    brief: Brief
    layouts: dict[str, Layout]
    fonts: tuple[str, str]


def slides_file(brief: Brief, template: bytes | None = None) -> bytes:
    """The brief as the bytes of a .pptx, the same bytes for the same brief. Raises TemplateError where the template cannot hold it."""
    deck = opened(template)
    made = Deck(deck=deck, brief=brief, layouts=layouts_of(deck), fonts=fonts_of(deck))
    titles = SAFE_TITLE * min(layout.box(layout.title).width for role, layout in made.layouts.items() if role != COVER)
    _cover(made)
    for page in pages_of(brief, made.layouts, titles):
        _page(made, page)
    _properties(made)
    file = BytesIO()
    deck.save(file)
    return settled(file.getvalue(), brief.made.on)


def _cover(made: Deck) -> None:
    brief, layout = made.brief, made.layouts[COVER]
    slide = made.deck.slides.add_slide(layout.layout)
    known = [f"数据截至{day_words(brief.known_to)}", f"制作日期 {day_words(brief.made.on)}"]
    under = f"{brief.place}　{brief.period_words}　{brief.edition_words}"
    shapes = {shape.placeholder_format.idx: shape for shape in slide.placeholders}
    title = shapes[layout.title.placeholder_format.idx]
    write(title, _title(brief, layout.box(layout.title)), made.fonts)
    write(shapes[layout.content.placeholder_format.idx], plain(under), made.fonts)
    body = [shape for shape in slide.placeholders if shape.placeholder_format.idx == 10 and shape.has_text_frame]
    for shape in body:
        write(shape, [line for words in known for line in plain(words)], made.fonts)
    _finish(made, slide, layout, "", "")
    _speak(made, slide, [f"{brief.title}。{under}。", *known])


def _title(brief: Brief, box: Box) -> list[Paragraph]:
    """The title of the brief, as large as its place holds; one too long for a line is broken after the period, and after the day it reaches."""
    for points in COVER_SIZES:
        lines = _title_lines(brief.title, brief.period_words, points, box.width)
        if sum(text_lines(line, points * BOLD, box.width) for line in lines) * points * TITLE_LINE <= box.height:
            break
    return [paragraph for line in lines for paragraph in plain(line, points, points * TITLE_LINE)]


def _title_lines(title: str, period: str, points: float, width: float) -> list[str]:
    parts = re.fullmatch(rf"(.*?{re.escape(period)})(（[^）]*）)?(.+)", title)
    if parts is None or text_lines(title, points * BOLD, width) == 1:
        return [title]
    head = [parts[1] + (parts[2] or "")]
    if text_lines(head[0], points * BOLD, width) > 1:
        head = [line for line in (parts[1], parts[2]) if line]
    return [*head, parts[3]]


def _page(made: Deck, page: Page) -> None:
    layout = made.layouts[page.role]
    slide = made.deck.slides.add_slide(layout.layout)
    shapes = {shape.placeholder_format.idx: shape for shape in slide.placeholders}
    title, content = shapes[layout.title.placeholder_format.idx], shapes[layout.content.placeholder_format.idx]
    title.name = "标题"
    points = _title_points(page.title, layout.box(layout.title).width)
    write(title, plain(page.title, points, points * TITLE_LINE), made.fonts)
    _content(made, slide, content, page)
    _finish(made, slide, layout, page.section, page.note)
    if page.table:
        _draw_up(slide, layout, sum(page.table.heights))
    _speak(made, slide, page.speaker)


def _title_points(title: str, width: float) -> float:
    return TITLE_POINTS if text_lines(title, TITLE_POINTS, SAFE_TITLE * width) <= 2 else LEAST_TITLE


def _content(made: Deck, slide, content, page: Page) -> None:
    box = made.layouts[page.role].box(content)
    if page.chart:
        put_chart(slide, content, box, page.chart, page.points, made.fonts, f"图　{page.chart.title}", _told(page.chart.title, page.note))
    elif page.table:
        told = _told(page.table.table.title, page.note)
        as_high = replace(box, height=sum(page.table.heights))
        put_table(content, as_high, table_xml(page.table, made.fonts), f"表　{page.table.table.title}", told)
    else:
        content.name = "要点"
        write(content, [line for one in page.findings for line in _said(one, page.points)], made.fonts)


def _told(title: str, note: str) -> str:
    """What stands for a picture where it cannot be seen."""
    return f"{title}。{note}" if note and note != title else title


def _said(finding: Finding, points: float) -> list[Paragraph]:
    """A sentence after its sign; one that needs attention is bold; what the data say against an edited one stands small below."""
    sign, colour = SIGNS.get(finding.tone, SIGNS["calm"])
    indent = round(INDENT * points * 12700)
    space = f'{line_space(points * LINE_HEIGHT)}<a:spcBef><a:spcPts val="{round(points * BETWEEN * 100)}"/></a:spcBef>'
    form = f'<a:pPr marL="{indent}" indent="-{indent}">{space}<a:buClr><a:srgbClr val="{colour.lstrip("#")}"/></a:buClr><a:buSzPct val="70000"/><a:buChar char="{sign}"/></a:pPr>'
    under = (
        f'<a:pPr marL="{indent}" indent="0">{line_space(SMALL * LINE_HEIGHT)}<a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/></a:pPr>'
    )
    words = [Words(text=finding.text, points=points, is_bold=finding.tone == "worse")]
    words += [Words(text=EDITED, points=SMALL, colour=PRINT.calm)] if finding.is_edited else []
    against = [Paragraph(words=(Words(text=line, points=SMALL, colour=PRINT.worse),), form=under) for line in told_against(finding)]
    return [Paragraph(words=tuple(words), form=form), *against]


def _finish(made: Deck, slide, layout: Layout, section: str, note: str) -> None:
    """What stands beside title and content, on every slide alike: section and edition, the mark of made-up data, sources, number."""
    brief = made.brief
    beside = {SECTION: "　".join(filter(None, (section, brief.edition_words))), TAG: SYNTHETIC if brief.is_synthetic else "", NOTE: note}
    indexes = {layout.aside[name].placeholder_format.idx: name for name in layout.aside}
    for shape in list(slide.placeholders):
        name = indexes.get(shape.placeholder_format.idx)
        text = beside.get(name, "")
        if text:
            shape.name = name
            points = _note_points(text, layout.box(shape)) if name == NOTE else None
            write(shape, plain(text, points, points and points * LINE), made.fonts)
        elif name or shape.has_text_frame and not shape.text_frame.text:
            shape._element.getparent().remove(shape._element)
    untagged = SYNTHETIC if brief.is_synthetic and TAG not in layout.aside else ""
    add_foot(slide, layout.foot, "ftr", *_foot(brief, untagged, layout.box(layout.foot)), made.fonts)
    add_foot(slide, layout.number, "sldNum", str(len(made.deck.slides)), None, made.fonts)


def _draw_up(slide, layout: Layout, height: float) -> None:
    """What stands below a table stands right below it, where the table is lower than its place."""
    room, note = layout.room, next((shape for shape in slide.placeholders if shape.name == NOTE), None)
    if note is None or layout.box(note).top < room.top:
        return
    box = layout.box(note)
    note.left, note.width, note.height = (Pt(size) for size in (box.left, box.width, box.height))
    note.top = Pt(room.top + height + BELOW)
    note.height = Pt(min(box.height, room.height - height - BELOW))
    note.text_frame.vertical_anchor = MSO_ANCHOR.TOP


def _foot(brief: Brief, untagged: str, box: Box) -> tuple[str, float]:
    """The last line of a slide and its size: as much as its place holds, what it must say in smaller type."""
    before = "".join(f"{words}　" for words in (untagged, brief.edition_words) if words)
    for points in FOOT_SIZES:
        lines = min(2, max(1, int(box.height / points / LINE)))
        most = (lines - SAFE_END) * box.width - text_width(before, points)
        line = before + source_line(brief, most, points)
        if text_lines(line, points, box.width) <= lines:
            return line, points
    return line, FOOT_SIZES[-1]


def _note_points(text: str, box: Box) -> float:
    return next((points for points in (NOTE_POINTS, 15, 14, 13) if text_lines(text, points, box.width) * points * LINE <= box.height), 12)


def _speak(made: Deck, slide, lines) -> None:
    body = slide.notes_slide.notes_text_frame._txBody
    text = notes_text(made.brief, lines)
    put(body, [one for line in text.split("\n") for one in plain(line, SPEAKER_POINTS)], made.fonts)


def _properties(made: Deck) -> None:
    """What the file says of itself, nothing of it from a clock."""
    brief, held = made.brief, made.deck.core_properties
    moment = datetime.combine(brief.made.on, time())
    held.title, held.author, held.last_modified_by = brief.title, brief.place, brief.place
    held.subject, held.category = f"{brief.period_words}　{brief.edition_words}", "会议材料"
    held.keywords = SYNTHETIC if brief.is_synthetic else ""
    held.comments = f"{source_line(brief, most=300)}　版本文件 {brief.made.snapshot}　批次 {brief.made.batch_words}"[:250]
    held.language, held.version, held.revision = "zh-CN", brief.made.snapshot, 1
    held.created = held.modified = moment
