"""What stands on the pages of a Word brief: sentences, charts and tables with their captions, section by section."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count

from docx.document import Document

from reports.brief import Chart, Finding, Section, Table
from reports.word_chart import word_chart
from reports.word_roles import BODY, CAPTION, EDITED, LEAD, MESSAGE, NOTE, REMARK, Role
from reports.word_table import fit, pieces, word_table
from reports.word_xml import Said, paragraph

NUMERALS = "一二三四五六七八九十"
LEAD_WORD = "需关注："


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A document that is being written: its figures and tables are numbered through, text and annexes together."""

    document: Document
    figures: Iterator[int] = field(default_factory=lambda: count(1))
    tables: Iterator[int] = field(default_factory=lambda: count(1))

    def put(self, *blocks) -> None:
        """Adds paragraphs and tables at the end of the text."""
        for block in blocks:
            self.document.element.body[-1].addprevious(block)


def numeral(number: int) -> str:
    """一, 十, 十一, 二十一."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("" if tens == 1 else NUMERALS[tens - 1]) + "十"
    return head + (NUMERALS[ones - 1] if ones else "")


def write_section(sheet: Sheet, section: Section, heading: str, role: Role, where: Mapping[str, int], is_lying: bool = False) -> None:
    """A section under its heading (none where that is blank); a table that stands in an annex is pointed to."""
    if heading:
        sheet.put(paragraph(role, heading))
    if section.message:
        sheet.put(paragraph(MESSAGE, section.message))
    for finding in section.findings:
        write_finding(sheet, finding)
    for chart in section.charts:
        _write_chart(sheet, chart)
    for table in section.tables:
        _write_table_or_pointer(sheet, table, where, is_lying)
    if section.empty or not _holds(section):
        sheet.put(paragraph(BODY, section.empty or "本节没有内容。"))


def _holds(section: Section) -> bool:
    return bool(section.message or section.findings or section.charts or section.tables)


def write_finding(sheet: Sheet, finding: Finding) -> None:
    """A sentence; a word ahead of one that needs attention, and behind an edited one who wrote it and what the data do not bear out."""
    lead = [Said(text=LEAD_WORD, mark=LEAD)] if finding.tone == "worse" else []
    edited = [Said(text=f"〔人工编辑：{finding.edited_by}〕", mark=EDITED)] if finding.is_edited else []
    sheet.put(paragraph(BODY, *lead, finding.text, *edited))
    if finding.mismatches:
        said = "；".join(one.rstrip("。；") for one in finding.mismatches)
        original = f"数据原句：{finding.original}" if finding.original else ""
        sheet.put(paragraph(REMARK, Said(text="与数据不符：", mark=LEAD), f"{said}。{original}"))


def _write_chart(sheet: Sheet, chart: Chart) -> None:
    if not chart.has_values:
        sheet.put(paragraph(BODY, f"{chart.title}：各期均没有可画的数，不画图。"))
        return
    number = next(sheet.figures)
    sheet.put(
        paragraph(CAPTION, f"图{number}　{chart.title}"), word_chart(sheet.document, chart, number), paragraph(NOTE, _note(chart.note))
    )


def _note(text: str) -> str:
    return f"注：{text.rstrip('。')}。" if text else ""


def _write_table_or_pointer(sheet: Sheet, table: Table, where: Mapping[str, int], is_lying: bool) -> None:
    if table.key in where:
        sheet.put(paragraph(BODY, f"{table.title}见附件{where[table.key]}。"))
    elif not table.rows:
        sheet.put(paragraph(BODY, f"{table.title}：没有可列的内容。{table.note}"))
    else:
        for one in pieces(table):
            _write_table(sheet, one, is_lying)


def _write_table(sheet: Sheet, table: Table, is_lying: bool) -> None:
    held = fit(table, True) or fit(table, is_lying) if is_lying else fit(table)
    sheet.put(
        paragraph(CAPTION, f"表{next(sheet.tables)}　{table.title}"),
        word_table(table, held, bool(table.note)),
        paragraph(NOTE, _note(table.note)),
    )
