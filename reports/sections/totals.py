"""Totals as reported by month, where there is no list of cases, or beside it: added up as they are, never with what is counted from rows."""

from dataclasses import replace

from indicators.definition import load_catalog
from indicators.scope import Scope
from reports.brief import Finding, Section, Table
from reports.material import Material, basis_of
from reports.reading import of
from reports.sections.tables import by_group, figure_column, figure_row, name_column
from reports.sections.wording import finding, message, told, when
from reports.words import group_words

RECEIVED = "summary_received_count"
ASKED = (
    RECEIVED, "summary_closure_rate", "summary_on_time_rate", "summary_resolution_rate", "summary_satisfaction_rate", "summary_evaluation_rate",
)  # fmt: skip
MARK = "（汇总上报）"
APART = "以上为汇总上报数，照填报单位的月报加总，不能打开到逐件"
LIMITS = "没有逐件清单，超期、积压、办理时长、走势和各村比较都无从计算"


def section(held: Material, key: str, title: str) -> Section | None:
    """The section of a town that only receives totals; None where none were reported for the period."""
    said = _said(held)
    if not said:
        return None
    findings = (finding(f"{key}.totals", f"各单位报来{said}。{APART}", basis=basis_of(ASKED, held.now)),)
    return Section(
        key=key, title=title, message=message(f"{when(held)}只有汇总上报的月报，{LIMITS}"), findings=findings, tables=_table(held, key)
    )


def beside(held: Material, key: str) -> tuple[Finding, ...]:
    """The totals of places that have no list, apart from what is counted from rows; none where none were reported for the period."""
    said = _said(held)
    text = f"另有汇总上报的月报，不与上面逐件统计的数相加：{said}"
    return (finding(f"{key}.totals", text, basis=basis_of(ASKED, held.now)),) if said else ()


def _said(held: Material) -> str:
    found = held.whole(ASKED, held.now)
    return "，".join(_plain(told(one)) for one in found.values() if one.is_known) if found[RECEIVED].is_known else ""


def _plain(text: str) -> str:
    """A name without the mark that the sentence or the title has already."""
    return text.replace(MARK, "")


def _table(held: Material, key: str) -> tuple[Table, ...]:
    scope: Scope = held.now
    found = by_group(held.figures(ASKED, scope, ("village",)))
    known = [id for id in ASKED if any(one.is_known for one in of(held.figures(ASKED, scope, ("village",)), id))]
    marked = [figure_column(load_catalog()[id]) for id in known]
    columns = (name_column("村"), *(replace(one, name=_plain(one.name)) for one in marked))
    rows = tuple(figure_row(group_words("village", group), readings, known) for group, readings in found.items())
    note = f"{APART}；空着的为未填报"
    return (
        Table(key=f"{key}.totals", title="各村汇总上报", columns=columns, rows=rows, note=note, basis=basis_of(known, scope, ("village",))),
    )
