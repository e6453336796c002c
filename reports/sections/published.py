"""What is published of the place: figures with the words of their source, never added up with what was counted."""

from etl.contract import contracts
from reports.brief import Column, Finding, Table
from reports.facts import UNSTATED, Fact, figure_words, published
from reports.material import Material, basis_of
from reports.sections.tables import words_cell
from reports.sections.wording import finding, official
from reports.words import number_words


def facts_of(held: Material) -> list[Fact]:
    """The published figures of the place; of everything only where there is no village to speak of otherwise."""
    if held.area is None and held.villages:
        return []
    return [one for one in published(held.connection, held.area) if one.is_figure]


def facts_finding(held: Material) -> Finding | None:
    """How many figures are published, and of how many the time is not stated."""
    found = facts_of(held)
    if not found:
        return None
    undated = sum(one.period_written is None for one in found)
    doubtful = sum(bool(one.qa_reason) for one in found)
    text = (
        f"公开发布的数字{number_words(len(found))}项，其中{number_words(undated)}项未注明统计时间、{number_words(doubtful)}项需核对或有说明；"
        "均照原文列出，不与台账数相加"
    )
    return finding("domains.facts", text, basis=basis_of((), held.now))


def facts_table(held: Material) -> Table | None:
    """Each published figure with its time, the words of the source, and what to mind."""
    found = facts_of(held)
    if not found:
        return None
    known = contracts()["fact"].columns
    columns = (
        Column(name=known["fact_name"].name, width=9), Column(name=known["quantity"].name, width=8), Column(name="时间", width=6),
        Column(name=known["quotation"].name, width=17), Column(name="说明", width=18),
    )  # fmt: skip
    return Table(
        key="domains.facts", title="公开发布的数字", columns=columns, rows=tuple(map(_row, found)),
        note=f"数字照原文，未经核实；来源：{'、'.join(dict.fromkeys(one.file_name for one in found))}", basis=basis_of((), held.now),
    )  # fmt: skip


def _row(fact: Fact) -> tuple:
    time = fact.period_written or UNSTATED
    return tuple(map(words_cell, (fact.fact_name, official(figure_words(fact)), time, f"“{fact.quotation}”", fact.qa_reason or "")))
