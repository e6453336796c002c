"""A brief as a Word file in the layout of an official document (GB/T 9704): editable, its charts native, the same file for the same brief."""

from datetime import datetime, time
from io import BytesIO

import docx
from docx.document import Document
from docx.oxml.ns import qn

from reports.brief import Brief
from reports.word_body import Sheet, numeral, write_section
from reports.word_front import write_front
from reports.word_layout import lay, turn
from reports.word_notes import versions_words
from reports.word_plan import Annex, Plan, plan
from reports.word_roles import ANNEX_LIST, ANNEX_MARK, ANNEX_NEXT, ANNEX_TITLE, BODY, HEAD_1, HEAD_2, NOTE
from reports.word_styles import dress
from reports.word_title import title_lines
from reports.word_xml import element, paragraph
from reports.words import day_words

ANNEX_WIDEST = {False: 47, True: 69}  # half characters of an annex's title in a line


def word_file(brief: Brief) -> bytes:
    """The file as bytes."""
    document, planned = docx.Document(), plan(brief)
    dress(document)
    _describe(document, brief)
    sheet = Sheet(document=document)
    versions = f"{versions_words(brief)}（见附件{planned.notes_number}）"
    lay(document, brief, False, versions)
    is_alone = write_front(sheet, brief)
    for number, section in enumerate(brief.sections, start=1):
        heading = paragraph(
            HEAD_1, f"{numeral(number)}、{section.title}", properties=[element("pageBreakBefore")] if is_alone and number == 1 else ()
        )
        sheet.put(heading)
        write_section(sheet, section, planned.where)
    _write_list(sheet, planned)
    _write_annexes(sheet, brief, planned, versions)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _describe(document: Document, brief: Brief) -> None:
    """The properties of the file; its days are those of the brief, not of the clock."""
    held, made = document.core_properties, datetime.combine(brief.made.on, time())
    held.title, held.author, held.last_modified_by = brief.title, brief.place, brief.place
    held.subject = f"{brief.place}{brief.period_words}"
    held.category = brief.edition_words
    held.keywords = "演示数据" if brief.is_synthetic else ""
    held.comments = f"数据版本 {brief.made.snapshot}，数据截至{day_words(brief.known_to)}"
    held.created = held.modified = made
    held.language, held.revision = "zh-CN", 1


def _write_list(sheet: Sheet, planned: Plan) -> None:
    """The list of annexes after the text, a line left free above it; where a page must be begun for it the last words of the text come along."""
    last = sheet.body[-2]
    if last.tag == qn("w:p"):
        last.pPr.insert_element_before(element("keepNext"), "w:keepLines", "w:pageBreakBefore", "w:tabs", "w:ind")
    sheet.put(paragraph(BODY, properties=[element("keepNext")]))
    for number, annex in enumerate(planned.annexes, start=1):
        role, head = (ANNEX_LIST, "附件：") if number == 1 else (ANNEX_NEXT, "")
        kept = [] if number == len(planned.annexes) else [element("keepNext")]
        sheet.put(paragraph(role, f"{head}{number}. {annex.title}", properties=kept))


def _write_annexes(sheet: Sheet, brief: Brief, planned: Plan, versions: str) -> None:
    was_lying = False
    for number, annex in enumerate(planned.annexes, start=1):
        if annex.is_lying != was_lying:
            turn(sheet.document)
            lay(sheet.document, brief, annex.is_lying, versions)
        was_lying = annex.is_lying
        _write_annex(sheet, number, annex)


def _write_annex(sheet: Sheet, number: int, annex: Annex) -> None:
    sheet.put(
        paragraph(ANNEX_MARK, f"附件{number}"),
        paragraph(ANNEX_TITLE, "\n".join(title_lines(annex.title, widest=ANNEX_WIDEST[annex.is_lying]))),
    )
    is_one = len(annex.sections) == 1
    for place, section in enumerate(annex.sections, start=1):
        if not is_one:
            sheet.put(paragraph(HEAD_2, f"（{numeral(place)}）{section.title}"))
        write_section(sheet, section, {}, annex.title, annex.is_lying)
    if annex.closing:
        sheet.put(paragraph(NOTE, annex.closing))
