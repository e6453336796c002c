"""The first page of a Word brief: its title, whose it is and from when, the summary, and what else the brief holds."""

from reports.brief import Brief
from reports.word_body import Sheet, numeral, remark_words, said_words, write_finding
from reports.word_roles import ISSUED, REMARK, RULED, SUMMARY, SUMMARY_CLOSE, SUMMARY_HEAD, SUMMARY_TIGHT, TITLE, Role
from reports.word_title import title_lines
from reports.word_xml import half_widths, paragraph
from reports.words import day_words

PAGE_POINTS, LEAST_POINTS = 636, 350  # a first page that is filled, and not over-filled, is the summary's alone
HEAD_POINTS = 130  # what stands between the title and the summary
ROOM = {SUMMARY: 54, SUMMARY_TIGHT: 61, SUMMARY_CLOSE: 71}  # half characters of a line, with a little to spare for what cannot be broken
INDENT = 4


def write_front(sheet: Sheet, brief: Brief) -> bool:
    """Title, summary and what else there is; whether they fill the first page without leaving it, so that the text begins on the next. A summary
    that would leave it is set smaller, and what else there is left to the list of annexes."""
    lines = title_lines(brief.title, (brief.place, brief.period_words))
    contents, top = contents_words(brief), HEAD_POINTS + len(lines) * TITLE.line / 20
    ways = [(SUMMARY, True), (SUMMARY_TIGHT, True), (SUMMARY_TIGHT, False), (SUMMARY_CLOSE, False)]
    heights = {way: top + _points(brief, contents if way[1] else "", way[0]) for way in ways}
    role, with_contents = next((way for way in ways if heights[way] <= PAGE_POINTS), (SUMMARY, True))
    sheet.put(
        paragraph(TITLE, "\n".join(lines)),
        paragraph(ISSUED, f"{brief.place}　{day_words(brief.made.on)}"),
        paragraph(RULED, f"时段：{brief.period_words}　数据截至：{day_words(brief.known_to)}"),
        paragraph(SUMMARY_HEAD, "摘　要"),
    )
    for finding in brief.summary:
        write_finding(sheet, finding, role)
    if not brief.summary:
        sheet.put(paragraph(role, "本期没有可以摘要的内容。"))
    if with_contents:
        sheet.put(paragraph(role, contents))
    return LEAST_POINTS <= heights[(role, with_contents)] <= PAGE_POINTS


def _points(brief: Brief, contents: str, role: Role) -> float:
    """How high the summary and what stands below it are, as near as can be told without setting them."""
    said = [contents, *(said_words(one) for one in brief.summary)]
    remarks = [remark_words(one) for one in brief.summary if one.mismatches]
    return (
        sum(_lines(text, role) for text in said if text) * role.line / 20
        + sum(_lines(text, SUMMARY_TIGHT) for text in remarks) * REMARK.line / 20
    )


def _lines(text: str, role: Role) -> int:
    return -(-(half_widths(text) + INDENT) // ROOM[role])


def contents_words(brief: Brief) -> str:
    """What the text holds, in one sentence: 正文共五部分：一、…；二、…。"""
    parts = "；".join(f"{numeral(number)}、{one.title}" for number, one in enumerate(brief.sections, start=1))
    count = len(brief.sections)
    return f"正文共{'两' if count == 2 else numeral(count)}部分：{parts}。"
