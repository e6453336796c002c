"""附件·过期和停工项目清单: the projects that the meeting is asked about, by name: where, who is responsible, when they were due, how they stand."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from indicators.columns import load_columns
from indicators.definition import load_catalog
from indicators.rows import rows
from reports.brief import ISSUED, Cell, Column, Section, Table
from reports.material import Material, basis_of
from reports.sections.domain_figures import end_scope
from reports.sections.found_problems import PAUSED, PROJECTS
from reports.sections.tables import day_cell, number_cell, words_cell
from reports.sections.wording import message
from reports.words import BLANK, group_words, number_words

KEY, TITLE = "annex.projects_late", "过期和停工项目清单"
NAME, NAME_WIDTH, DUE = "项目名称", 16, "计划完工日"


@dataclass(frozen=True, kw_only=True)
class Late:
    """The projects overdue at the end of the period, the longest first; those that are paused and not overdue; how many are both."""

    overdue: Sequence[dict]
    paused: Sequence[dict]
    both: int


def annex(held: Material) -> Section | None:
    """The annex; None where no project is overdue or paused, and in an edition for outside."""
    if held.edition == ISSUED:
        return None
    found, names = late(held), load_columns()
    if not (found.overdue or found.paused):
        return None
    columns = (
        Column(name=NAME, width=NAME_WIDTH), Column(name=names["village"].name, width=8), Column(name=names["responsible_unit"].name, width=10),
        Column(name=names["project_status"].name, width=6), Column(name=DUE, width=18), Column(name="过期天数", width=7, is_number=True),
    )  # fmt: skip
    table = Table(
        key=KEY, title=TITLE, columns=columns, rows=tuple(map(_row, (*found.overdue, *found.paused))), note=_note(found),
        basis=basis_of((PROJECTS, PAUSED), end_scope(held)),
    )  # fmt: skip
    return Section(key=KEY, title=TITLE, tables=(table,))


def late(held: Material) -> Late:
    """What is overdue or paused, each project once."""
    parts = {id: rows(held.connection, load_catalog()[id], "numerator", end_scope(held)) for id in (PROJECTS, PAUSED)}
    overdue, paused = parts[PROJECTS].to_dict("records"), parts[PAUSED].to_dict("records")
    listed = {_place(one) for one in overdue}
    alone = [one for one in paused if _place(one) not in listed]
    return Late(overdue=sorted(overdue, key=lambda one: -one["overdue_days"]), paused=alone, both=len(paused) - len(alone))


def _place(project: dict) -> tuple:
    """Where its row stands: two projects may bear one name."""
    return project["batch_id"], project["source_sheet"], project["source_row"]


def _row(project: dict) -> tuple[Cell, ...]:
    due, late = project.get("planned_finish_on"), project.get("overdue_days")
    return (
        words_cell(project["project_name"]), *(words_cell(_words(column, project)) for column in ("village", "responsible_unit", "project_status")),
        day_cell(None if pd.isna(due) else pd.Timestamp(due).date()),
        words_cell("—") if pd.isna(late) else number_cell(late, "天", tone="worse"),
    )  # fmt: skip


def _words(column: str, project: dict) -> str:
    value = project.get(column)
    return BLANK if value is None or pd.isna(value) else group_words(column, value)


def _note(found: Late) -> str:
    """How many are both, for they are counted in both figures of the text."""
    also = f"，其中{number_words(found.both)}个停工" if found.both else ""
    said = [f"过期未完工的{number_words(len(found.overdue))}个{also}"] if found.overdue else []
    said += [f"停工而未过期的{number_words(len(found.paused))}个"] if found.paused else []
    return message("；".join([*said, "按过期天数排列"])).rstrip("。")
