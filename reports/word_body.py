"""What stands on the pages of a Word brief: sentences, charts and tables with their captions, section by section."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count

from docx.document import Document
from docx.oxml.ns import qn

from reports.brief import Chart, Finding, Section, Table
from reports.word_chart import word_chart
from reports.word_roles import ANNEX_MARK, BODY, CAPTION, EDITED, LEAD, MESSAGE, NOTE, NOTE_ABOVE, REMARK, SPACE, Role
from reports.word_table import fit, is_wide, pieces, small_fit, word_table
from reports.word_xml import Said, paragraph

NUMERALS = "一二三四五六七八九十"
SMALL_PRINT = "notes."  # how the keys of sections and tables begin that say what the figures rest on
LEAD_WORD, REMARK_WORD = "需关注：", "与数据不符："


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A document that is being written: its figures and tables are numbered through, text and annexes together."""

    document: Document
    figures: Iterator[int] = field(default_factory=lambda: count(1))
    tables: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def body(self):
        """What holds the paragraphs and tables."""
        return self.document.element.body

    def put(self, *blocks) -> None:
        """Adds paragraphs and tables at the end of the text, a little room behind a table unless a page ends there."""
        for block in blocks:
            if len(self.body) > 1 and self.body[-2].tag == qn("w:tbl") and not _begins_page(block):
                self.body[-1].addprevious(paragraph(SPACE))
            self.body[-1].addprevious(block)


def _begins_page(block) -> bool:
    return bool(block.xpath(f"self::w:p/w:pPr/w:pStyle[@w:val='{ANNEX_MARK.id}']"))


def numeral(number: int) -> str:
    """一, 十, 十一, 二十一."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("" if tens == 1 else NUMERALS[tens - 1]) + "十"
    return head + (NUMERALS[ones - 1] if ones else "")


def write_section(sheet: Sheet, section: Section, where: Mapping[str, int], annex: str = "", is_lying: bool = False) -> None:
    """What stands below a section's heading; a table that stands in an annex is pointed to. `annex` is the title of the annex that it is in."""
    if section.message:
        sheet.put(paragraph(MESSAGE, section.message))
    for finding in section.findings:
        write_finding(sheet, finding, NOTE if section.key.startswith(SMALL_PRINT) else BODY)
    for chart in section.charts:
        _write_chart(sheet, chart)
    for table in section.tables:
        _write_table_or_pointer(sheet, table, where, annex, is_lying)
    if section.empty or not _holds(section):
        sheet.put(paragraph(BODY, section.empty or "本节没有内容。"))


def _holds(section: Section) -> bool:
    return bool(section.message or section.findings or section.charts or section.tables)


def write_finding(sheet: Sheet, finding: Finding, role: Role = BODY) -> None:
    """A sentence; a word ahead of one that needs attention, and behind an edited one who wrote it and what the data do not bear out."""
    sheet.put(paragraph(role, *_said(finding)))
    if finding.mismatches:
        sheet.put(paragraph(REMARK, Said(text=REMARK_WORD, mark=LEAD), remark_words(finding)))


def _said(finding: Finding) -> list[Said | str]:
    lead = [Said(text=LEAD_WORD, mark=LEAD)] if finding.tone == "worse" else []
    edited = [Said(text=f"〔人工编辑：{finding.edited_by}〕", mark=EDITED)] if finding.is_edited else []
    return [*lead, finding.text, *edited]


def said_words(finding: Finding) -> str:
    """A sentence as it stands on the page, without its looks."""
    return "".join(one if isinstance(one, str) else one.text for one in _said(finding))


def remark_words(finding: Finding) -> str:
    """What in an edited sentence the data do not bear out, and what they say."""
    said = "；".join(one.rstrip("。；") for one in finding.mismatches)
    return f"{said}。" + (f"数据原句：{finding.original}" if finding.original else "")


def _write_chart(sheet: Sheet, chart: Chart) -> None:
    if not chart.has_values:
        sheet.put(paragraph(BODY, f"{chart.title}：各期均没有可画的数，不画图。"))
        return
    number = next(sheet.figures)
    below = paragraph(NOTE, _note_words(chart.note)) if chart.note else paragraph(SPACE)
    sheet.put(paragraph(CAPTION, f"图{number}　{chart.title}"), word_chart(sheet.document, chart, number), below)


def _note_words(text: str) -> str:
    return f"注：{text.rstrip('。')}。"


def _write_table_or_pointer(sheet: Sheet, table: Table, where: Mapping[str, int], annex: str, is_lying: bool) -> None:
    if table.key in where and is_wide(table):
        sheet.put(paragraph(BODY, f"{table.title}见附件{where[table.key]}。"))
    elif not table.rows:
        sheet.put(paragraph(BODY, f"{table.title}：没有可列的内容。{table.note}"))
    else:
        for one in pieces(table):
            _write_table(sheet, one, annex, is_lying)


def _write_table(sheet: Sheet, table: Table, annex: str, is_lying: bool) -> None:
    """A table below its caption, which an annex of the same title has no need of, and its note, which is read first there and left alone nowhere."""
    if table.title != annex:
        sheet.put(paragraph(CAPTION, f"表{next(sheet.tables)}　{table.title}"))
    if table.note:
        sheet.put(paragraph(NOTE_ABOVE, _note_words(table.note)))
    sheet.put(word_table(table, (small_fit if table.key.startswith(SMALL_PRINT) else fit)(table, is_lying)))
