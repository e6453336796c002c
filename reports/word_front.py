"""The first page of a Word brief: its title, whose it is and from when, the summary, and what else the brief holds."""

from reports.brief import Brief
from reports.word_body import Sheet, numeral, write_finding
from reports.word_plan import Plan
from reports.word_roles import BODY, ISSUED, RULED, SUMMARY_HEAD, TITLE
from reports.word_title import title_lines
from reports.word_xml import half_widths, paragraph
from reports.words import day_words

LINE = 56  # half characters of a line of the text
INDENT = 4
HEAD_LINES = 4  # what stands between the title and the summary
LEAST_LINES, PAGE_LINES = 5, 22  # a summary of so many lines, with all around it on one page, has the first page to itself


def write_front(sheet: Sheet, brief: Brief, planned: Plan) -> bool:
    """Title, summary and what else there is; whether that fills a page without leaving it, so that the text begins on the next."""
    lines = title_lines(brief.title, (brief.place, brief.period_words))
    sheet.put(
        paragraph(TITLE, "\n".join(lines)),
        paragraph(ISSUED, f"{brief.place}　{day_words(brief.made.on)}"),
        paragraph(RULED, f"时段：{brief.period_words}　数据截至：{day_words(brief.known_to)}"),
        paragraph(SUMMARY_HEAD, "摘　要"),
    )
    before = len(sheet.body)
    for finding in brief.summary:
        write_finding(sheet, finding)
    if not brief.summary:
        sheet.put(paragraph(BODY, "本期没有可以摘要的内容。"))
    said = contents_words(brief, planned)
    summary = sum(_lines(block.text) for block in sheet.body[before - 1 : -1])
    sheet.put(paragraph(BODY, said))
    return summary >= LEAST_LINES and len(lines) + HEAD_LINES + summary + _lines(said) <= PAGE_LINES


def _lines(text: str) -> int:
    return -(-(half_widths(text) + INDENT) // LINE)


def contents_words(brief: Brief, planned: Plan) -> str:
    """What the text holds, in one sentence: 本材料正文共五部分：一、…；二、…。附件 2 件：1. …"""
    parts = "；".join(f"{numeral(number)}、{one.title}" for number, one in enumerate(brief.sections, start=1))
    annexes = "；".join(f"{number}. {one.title}" for number, one in enumerate(planned.annexes, start=1))
    return f"正文共{numeral(len(brief.sections))}部分：{parts}。附件 {len(planned.annexes)} 件：{annexes}。"
