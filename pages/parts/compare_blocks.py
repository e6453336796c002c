"""The blocks that set places, units, types and channels side by side, over the window in which they may be compared."""

from dataclasses import dataclass

import streamlit as st

from indicators.columns import load_columns
from indicators.definition import load_catalog
from pages.parts import blocks, context, filters
from pages.parts.case_blocks import CLOSURE, EVALUATION, ON_TIME, OVERDUE, RECEIVED, RESOLUTION, SATISFACTION, UNIT
from reports import figures_compare
from reports.intervals import verdict
from reports.reading import Reading, of
from reports.sentences import compared_title, listed
from reports.view import View
from reports.words import cell_words, fraction_words, group_words, is_nowhere, range_words

COMPARED = (ON_TIME, CLOSURE, RESOLUTION, SATISFACTION)
SHOWN = (RECEIVED, *COMPARED, EVALUATION, OVERDUE)
DENSITY = "case_density"  # by place only, and only in the table: how many come in is no merit and no fault
COUNTED = (RECEIVED, ON_TIME)
KINDS, CHANNELS = ("appeal_kind", "category_1"), ("source_channel", "ledger")
MOST = 30  # rows a chart holds; the table has all


@dataclass(frozen=True, kw_only=True)
class Compared:
    """Everything of one window, from one scan: the whole, and the readings by each column."""

    view: View
    whole: list[Reading]
    by: dict[str, list[Reading]]

    def source(self, column: str) -> blocks.Source:
        """The readings by a column, ready to open."""
        scope = self.view.window()
        where = f"{filters.area_name(self.view.area)}，{self.span}"
        return blocks.Source(readings=self.by[column], scope=scope, where=where, by=(column,))

    @property
    def span(self) -> str:
        """The months compared."""
        return range_words(self.view.window().start, self.view.last)


def compared(view: View) -> Compared:
    """One scan of the window for every comparison of the case page."""
    place = filters.compared_by(view)
    cut = {place: (*SHOWN, DENSITY), UNIT[0]: SHOWN, **dict.fromkeys(KINDS + CHANNELS, COUNTED)}
    whole, *parts = context.figures_each([(COMPARED, ()), *((ids, (column,)) for column, ids in cut.items())], view.window())
    by = dict(zip(cut, parts, strict=True))
    return Compared(view=view, whole=whole, by={**by, place: context.in_tree_order(by[place])})


def rate_choice() -> str:
    """Which rate the places and units are compared by."""
    return blocks.choice("比较", {id: load_catalog()[id].name for id in COMPARED}, label_visibility="visible")


def intervals(held: Compared, id: str, column: str) -> None:
    """One rate by place or unit with its interval; small samples stand apart, unranked."""
    source = held.source(column)
    rated = [one for one in of(source.readings, id) if not is_nowhere(one)]
    overall = next(iter(of(held.whole, id)), None)
    key = f"intervals-{column}"
    what = load_columns()[column].name
    with blocks.section(
        compared_title(load_catalog()[id], rated, overall, column), f"按{what}，{held.span}合计；横线为 95% 区间，竖虚线为整体水平", key=key
    ):
        shown = figures_compare.comparable(rated)[:MOST]
        if len(rated) > MOST:
            st.caption(f"图中列最低的 {MOST} 个，全部见数据表。")
        if shown:
            figure = figures_compare.intervals(shown, column, overall, blocks.SCREEN)
            blocks.bare_chart(figure, source, f"{key}-{id}", f"{load_catalog()[id].name}与区间，按{what}")
            st.html(blocks.legend_html({verdict(one, overall) for one in shown}))
        _apart(of(source.readings, id), column)
        blocks.below(source, f"{what}比较")


def _apart(rated: list[Reading], column: str) -> None:
    few = [f"{group_words(column, one.groups[0])} {fraction_words(one)}" for one in figures_compare.too_few(rated) if not is_nowhere(one)]
    if few:
        st.caption(f"件数不足 10 件、不计百分比：{listed(few)}")
    nowhere = [cell_words(one) for one in rated if is_nowhere(one) and one.is_known]
    if nowhere:
        st.caption(f"未分到村的不参加比较：{nowhere[0]}")
    if rated and not any(one.is_known for one in rated):
        blocks.unavailable(rated[0])


def breakdown(held: Compared, columns: tuple[str, ...], key: str) -> None:
    """How many were received, and the share done in time, by one of a few columns."""
    names = {column: load_columns()[column].name for column in columns}
    with st.container(key=f"block-{key}", gap="xsmall"):
        heading = st.container()
        column = blocks.choice(f"按{names[columns[0]]}", names)
        count, rate = (load_catalog()[id].name for id in COUNTED)
        with heading:
            st.html(blocks.heading_html(f"{count}与{rate}：按{names[column]}", f"{held.span}合计；条为{count}，右侧为{rate}"))
        source = held.source(column)
        counts = of(source.readings, RECEIVED)[:MOST]
        figure = figures_compare.count_bars(counts, of(source.readings, ON_TIME), column, blocks.SCREEN)
        blocks.chart(figure, source, f"{key}-{column}", f"{count}按{names[column]}的条形图")


def comparisons(view: View) -> None:
    """Places and units by one rate, types and channels by count."""
    held = compared(view)
    rate = rate_choice()
    left, right = st.columns(2, gap="medium")
    with left:
        intervals(held, rate, filters.compared_by(view))
        breakdown(held, KINDS, "kinds")
    with right:
        intervals(held, rate, "handler_unit")
        breakdown(held, CHANNELS, "channels")


def places_table(view: View) -> None:
    """Every place at a glance; each number opens."""
    by = (filters.compared_by(view),)
    scope = view.window()
    readings = context.in_tree_order(context.figures((RECEIVED, ON_TIME, RESOLUTION, SATISFACTION, EVALUATION, OVERDUE), scope, by))
    span = range_words(scope.start, scope.end)
    with blocks.section("各村一览", f"{span}合计；不足 10 件的只列分数", key="glance"):
        where = f"{filters.area_name(view.area)}，{span}"
        blocks.table(blocks.Source(readings=readings, scope=scope, where=where, by=by), "glance", height="content")
