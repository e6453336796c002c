"""The first sheet of a brief's workbook: the summary, what each section comes to with its sentences, and a way to every sheet."""

from collections.abc import Mapping

from reports.brief import Brief, Finding, Section
from reports.sheets_layout import Field, Grid

FRONT = "摘要"
EDITED, SAID, WRONG = "人工编辑", "数据原文", "与数据不符之处"


def front_grids(brief: Brief, sheets: Mapping[str, str], contents: Mapping[str, str]) -> list[Grid]:
    """The tables of the sheet. `sheets` is the first sheet of a section by its key, `contents` what stands in each sheet by its name."""
    edited = any(one.is_edited for one in brief.findings())
    names = {part.key: part.title for part in brief.parts}
    summary = tuple(_row(names.get(section_key(brief, one), ""), one, edited) for one in brief.summary)
    parts = tuple(row for part in brief.parts for row in _part_rows(part, sheets.get(part.key, ""), edited))
    marks = (EDITED, SAID, WRONG) if edited else ()
    ways = tuple((Field(content=name, link=name), Field(content=words)) for name, words in contents.items())
    return [
        Grid(title="一页摘要", heads=("部分", "内容", *marks), rows=summary),
        Grid(title="各部分要点", heads=("部分", "内容", *marks), rows=parts),
        Grid(title="工作表目录", heads=("工作表", "内容"), rows=ways),
    ]


def section_key(brief: Brief, one: Finding) -> str:
    """The section that a sentence of the summary is from: where it stands again, else the one that its key names first."""
    within = next((part.key for part in brief.parts if one.key in [other.key for other in part.findings]), None)
    return within or one.key.partition(".")[0]


def _part_rows(part: Section, sheet: str, edited: bool) -> list[tuple[Field, ...]]:
    """What a section comes to, or why it is empty; then its sentences."""
    first = part.message or part.empty or "；".join(one.title for one in (*part.charts, *part.tables) if not part.findings)
    blanks = (Field(),) * 3 if edited else ()
    rows = [(Field(content=part.title, link=sheet), Field(content=first or None), *blanks)] if first or not part.findings else []
    return [*rows, *(_row(part.title, one, edited, sheet if not rows and not place else "") for place, one in enumerate(part.findings))]


def _row(name: str, one: Finding, edited: bool, sheet: str = "") -> tuple[Field, ...]:
    marks = (
        Field(content=f"{EDITED}（{one.edited_by}）" if one.is_edited else None, tone="worse" if one.mismatches else "calm"),
        Field(content=one.original or None),
        Field(content="；".join(one.mismatches) or None, tone="worse"),
    )
    return (Field(content=name or None, link=sheet), Field(content=one.text, tone=one.tone), *(marks if edited else ()))
