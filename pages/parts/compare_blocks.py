"""The blocks that set places, units, types and channels side by side, over the window in which they may be compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from indicators.columns import load_columns
from indicators.definition import load_catalog
from indicators.small_numbers import is_rate_shown
from pages.parts import blocks, context, filters
from pages.parts.case_blocks import CLOSURE, EVALUATION, ON_TIME, OVERDUE, RECEIVED, RESOLUTION, SATISFACTION, UNIT
from reports import figures_compare
from reports.reading import Reading, of
from reports.sentences import listed
from reports.sentences_places import caution_of, compared_title, legend
from reports.standing import HIGH, LOW, Comparison, compare
from reports.view import View
from reports.words import cell_words, fraction_words, group_words, is_few, is_nowhere, range_words

COMPARED = (ON_TIME, CLOSURE, RESOLUTION, SATISFACTION)
SHOWN = (RECEIVED, *COMPARED, EVALUATION, OVERDUE)
DENSITY = "case_density"  # by place only, and only in the table: how many come in is no merit and no fault
COUNTED = (RECEIVED, ON_TIME)
KINDS, CHANNELS = ("appeal_kind", "category_1"), ("source_channel", "ledger")
MOST = 30  # rows a chart holds; the table has all


@dataclass(frozen=True, kw_only=True)
class Compared:
    """Everything of one window, from one scan: the readings by each column."""

    view: View
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
    parts = context.figures_each([(ids, (column,)) for column, ids in cut.items()], view.window())
    by = dict(zip(cut, parts, strict=True))
    return Compared(view=view, by={**by, place: few_last(context.in_tree_order(by[place])), UNIT[0]: few_last(by[UNIT[0]])})


def few_last(readings: list[Reading]) -> list[Reading]:
    """Readings in the order in which they came, those of places or units that received too few cases to say anything of last."""
    enough = {one.groups for one in of(readings, RECEIVED) if is_rate_shown(one.value)}
    return sorted(readings, key=lambda one: one.groups not in enough)


def rate_choice() -> str:
    """Which rate the places and units are compared by."""
    return blocks.choice("比较", {id: load_catalog()[id].name for id in COMPARED}, label_visibility="visible")


def intervals(held: Compared, id: str, column: str) -> None:
    """One rate by place or unit, judged by the funnel and drawn with its interval; small samples stand apart, unranked."""
    source = held.source(column)
    found = compare(load_catalog()[id], of(source.readings, id))
    key = f"intervals-{column}"
    what = load_columns()[column].name
    with blocks.section(compared_title(found, column), f"按{what}，{held.span}合计；横线为 95% 区间，竖虚线为整体水平", key=key):
        interval_chart(found, source, key, column)
        if found.judged:
            st.caption(f"{caution_of(found, column)}。")
        _apart(of(source.readings, id), column)
        blocks.below(source, f"{what}比较")


def interval_chart(found: Comparison, source: blocks.Source, key: str, column: str) -> None:
    """The units that may be drawn, those outside the limits first, with what their marks mean."""
    shown, id = found.drawn[:MOST], found.indicator.id
    if not shown:
        return
    figure = figures_compare.intervals(shown, found.peers, column, blocks.SCREEN)
    what = load_columns()[column].name
    blocks.bare_chart(figure, source, f"{key}-{id}", f"{found.indicator.name}与区间，按{what}")
    st.html(legend_html(legend(shown)))
    left = len(found.drawn) - len(shown)
    if left:
        st.caption(f"图中先列有显著差异的，另有 {left} 个{what}见数据表。")


def legend_html(marks: Sequence[tuple[str, str, str]]) -> str:
    """What the marks of a chart mean, in words: (tone, sign, words) each."""
    said = "".join(f'<span><b class="{tone}">{sign}</b> {escape(words)}</span>' for tone, sign, words in marks)
    return f'<div class="legend">{said}</div>'


def _apart(rated: list[Reading], column: str) -> None:
    few = [f"{group_words(column, one.groups[0])} {fraction_words(one)}" for one in rated if is_few(one) and not is_nowhere(one)]
    if few:
        st.caption(f"件数不足 10 件、不计百分比：{listed(few)}")
    for one in rated:
        if one.is_known and (is_nowhere(one) or one.groups[0] is None):
            st.caption(f"{group_words(column, one.groups[0])}的不参加比较：{cell_words(one)}")
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


def _at_a_glance(view: View) -> blocks.Source:
    """The places side by side over the window; those with too few cases to say anything of last."""
    scope, by = view.window(), (filters.compared_by(view),)
    found = context.figures((RECEIVED, ON_TIME, RESOLUTION, SATISFACTION, EVALUATION, OVERDUE), scope, by)
    where = f"{filters.area_name(view.area)}，{range_words(scope.start, scope.end)}"
    return blocks.Source(readings=few_last(context.in_tree_order(found)), scope=scope, where=where, by=by)


def places_line(view: View) -> None:
    """One line: which places differ from the whole by more than chance, and that the others do not. Nothing where nobody can be compared."""
    source = _at_a_glance(view)
    (column,) = source.by
    found = [compare(load_catalog()[id], of(source.readings, id)) for id in (ON_TIME, RESOLUTION, SATISFACTION)]
    held = [one for one in found if one.judged]
    quiet = "、".join(one.indicator.name for one in held if not one.of(HIGH, LOW))
    told = [compared_title(one, column) for one in held if one.of(HIGH, LOW)]
    if held:
        what, span = load_columns()[column].name, range_words(source.scope.start, source.scope.end)
        rest = [f"{quiet}：各{what}无显著差异"] if quiet else []
        st.caption(f"分{what}比较（{span}）　{'；'.join([*told, *rest])}。")


def places_table(view: View) -> None:
    """Every place at a glance; each number opens. Those with too few cases to say anything of stand last."""
    source = _at_a_glance(view)
    caption = f"{range_words(source.scope.start, source.scope.end)}合计；不足 10 件的只列分数，排在最后"
    with blocks.section("各村一览", caption, key="glance"):
        blocks.table(source, "glance", height="content")
