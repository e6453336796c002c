"""附件: the tables behind the text: villages by types, every village's figures side by side, and the main figures month by month."""

from collections.abc import Mapping, Sequence

from indicators.definition import load_catalog
from reports.brief import Cell, Column, Section, Table
from reports.material import Material, basis_of
from reports.reading import Reading, of
from reports.sections import cross, disputes, domains, late_projects, pressing, running, topics
from reports.sections.tables import by_group, figure_cell, figure_column, figure_row, words_cell
from reports.sections.told import last_words, months, window_words
from reports.sections.wording import official
from reports.sentences_places import names
from reports.words import is_nowhere, period_words

CROSSED = (
    (running.RECEIVED, "annex.case_kinds", "各村诉求类别"),
    (disputes.FOUND, "annex.dispute_kinds", "各村纠纷类型"),
)
BY_VILLAGE = (
    running.RECEIVED, running.ON_TIME, running.RESOLUTION, disputes.FOUND, disputes.CONCLUDED, disputes.OVERDUE, "activity_due_rate",
    "activity_promise_done_rate",
)  # fmt: skip
BY_MONTH = (
    running.RECEIVED, running.CLOSED, running.ON_TIME, running.RESOLUTION, running.SATISFACTION, running.EVALUATION, running.OVERDUE,
    disputes.FOUND, disputes.SETTLED,
)  # fmt: skip
WHOLE = "合计"


def annexes(held: Material) -> tuple[Section, ...]:
    """The annexes that there is anything for, in order; one that must not be printed says why."""
    crossed = [cross.section(held, id, key, title) for id, key, title in CROSSED]
    found = [
        pressing.annex(held), late_projects.annex(held), topics.types_section(held), _by_month(held), _by_village(held), *crossed, disputes.annex(held), domains.annex(held),
    ]  # fmt: skip
    return tuple(one for one in found if one is not None)


def _known(readings: Sequence[Reading], ids: Sequence[str]) -> list[str]:
    return [id for id in ids if any(one.is_known for one in of(list(readings), id))]


def _by_village(held: Material) -> Section | None:
    """Every village in the order of the area ledger, and all of them together; None where there is no other village."""
    readings = [one for one in held.figures(BY_VILLAGE, held.window, ("village",)) if one.groups[0] is not None]
    ids, found = _known(readings, BY_VILLAGE), by_group(readings)
    if len(found) < 2 or not ids:
        return None
    called = names("village", found)
    order = sorted(found, key=lambda group: is_nowhere(next(iter(found[group].values()))))  # what no village was found for stands last
    rows = [_place_row(called[group], found[group], ids) for group in order]
    total = figure_row(WHOLE, held.whole(ids, held.window), ids)
    columns = (Column(name="村", width=8), *(figure_column(load_catalog()[id]) for id in ids))
    note = f"{window_words(held)}；超期为期末时点；不足10件只列分数，不足20件为小样本、不作比较"
    table = Table(
        key="annex.villages", title="各村主要指标", columns=columns, rows=(*rows, total), note=official(note), basis=basis_of(ids, held.window, ("village",))
    )  # fmt: skip
    return Section(key="annex.villages", title="各村主要指标总表", tables=(table,))


def _place_row(name: str, found: Mapping[str, Reading], ids: Sequence[str]) -> tuple[Cell, ...]:
    """A row of a village; what no village was found for reports nothing by itself, so that it has no number there and lacks none."""
    if not is_nowhere(next(iter(found.values()))):
        return figure_row(name, found, ids)
    return words_cell(name), *(figure_cell(found[id]) if id in found and found[id].is_known else words_cell("—") for id in ids)


def _by_month(held: Material) -> Section | None:
    """The main figures over thirteen months; None where fewer than two months are known."""
    periods, readings = months(held), held.figures(BY_MONTH, held.course)
    ids = _known([one for one in readings if one.period in periods], BY_MONTH)
    if len(periods) < 2 or not ids:
        return None
    columns = (Column(name="月份", width=9), *(figure_column(load_catalog()[id]) for id in ids))
    rows = tuple((words_cell(period_words(period)), *_cells(readings, ids, period)) for period in periods)
    note = f"各指标按自己的日期归期；超期为月末时点；不足10件只列分数{last_words(held)}"
    table = Table(
        key="annex.months", title="主要指标逐月", columns=columns, rows=rows, note=official(note), basis=basis_of(ids, held.course)
    )
    return Section(key="annex.months", title="主要指标逐月表", tables=(table,))


def _cells(readings: Sequence[Reading], ids: Sequence[str], period: str) -> list[Cell]:
    return [figure_cell(next(iter(of(list(readings), id, period)), None)) for id in ids]
