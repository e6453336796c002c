"""What is to be done first: overdue and due soon, by place, unit or type, with the longest wait."""

import streamlit as st

from indicators.columns import load_columns
from indicators.definition import load_catalog
from pages.parts import blocks, context
from reports.reading import Reading, of
from reports.view import View
from reports.words import said

CASES = ("case_overdue_open_count", "case_due_soon_count", "case_overdue_days_max")
DISPUTES = ("dispute_overdue_open_count", "dispute_due_soon_count", "dispute_open_age_max")
CASE_CUTS, DISPUTE_CUTS = ("village", "handler_unit", "appeal_kind", "category_1"), ("village", "category_1", "handler_unit")


def todo(view: View, ids: tuple[str, ...], cuts: tuple[str, ...], where: str, what: str, key: str) -> None:
    """A table of those who have something overdue or due soon, the most overdue first; every number opens."""
    names = {column: load_columns()[column].name for column in cuts}
    with st.container(key=f"block-{key}", gap="xsmall"):
        heading = st.container()
        column = blocks.choice(f"先办按（{what}）", names)
        whole, found = context.figures_each([(ids, ()), (ids, (column,))], view.now())
        counted = "、".join(said(one) for one in whole if one.is_known)
        heading.html(blocks.heading_html(f"先办这些{what}", f"期末{counted}" if counted else ""))
        rows = _pressing(found, ids)
        if not whole[0].is_known:
            blocks.unavailable(whole[0])
        elif rows:
            blocks.table(blocks.Source(readings=rows, scope=view.now(), where=where, by=(column,)), key)
        else:
            st.success(f"没有{load_catalog()[ids[0]].name}，也没有{load_catalog()[ids[1]].name}。", icon=":material/check:")


def _pressing(found: list[Reading], ids: tuple[str, ...]) -> list[Reading]:
    """The readings of the groups that have anything overdue or due soon, the most first."""
    late, soon = ({one.groups: one.value or 0 for one in of(found, id)} for id in ids[:2])
    groups = sorted((group for group in late if late[group] or soon.get(group)), key=lambda group: (-late[group], -soon.get(group, 0)))
    return [one for group in groups for one in found if one.groups == group]
