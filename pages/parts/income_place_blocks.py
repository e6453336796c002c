"""Incomes place by place: whom to ask for what, where the places stand on one scale, and every place in every year."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from indicators.columns import load_columns
from pages.parts import blocks, context, filters
from pages.parts.income_blocks import BESIDE_TOWN, GROWTH, LEVEL, REAL, ROUNDED, SURVEY, Held, bounded
from reports import figures_level
from reports.reading import Reading, of
from reports.sentences import now_words
from reports.sentences_ledgers import basis_title
from reports.words import group_words, is_nowhere, period_words
from reports.yearly import years_scope

NO_VILLAGES = "住户抽样调查的样本不代表一个村，不作村与村的比较；要看各村，请在上面改选其他来源。"


def to_ask(held: Held) -> None:
    """Whom to ask for what: who did not report, whose figure may be a guess, whose last year is missing."""
    caption = f"{now_words(held.view)}，{basis_title(held.basis)}；先补报，再核对"
    with blocks.section("要补报、要核对的", caption, key="income-ask"):
        rows = _asked(held)
        if rows:
            st.dataframe(
                pd.DataFrame(rows, dtype=object),
                hide_index=True,
                key="income-ask-table",
                height="content" if len(rows) <= blocks.FITTING else 440,
            )
        else:
            st.success("都报了，没有要补报或核对的。", icon=":material/check:")


def _asked(held: Held) -> list[dict[str, str]]:
    """A row a place that something is to be asked of, those that reported nothing first."""
    column = "village" if held.is_by_village else "area_id"
    found = context.figures((ROUNDED, LEVEL, GROWTH), held.view.now(), (column,))
    places = held.of_villages if column == "village" else of(found, LEVEL)
    year = period_words(held.view.period)
    silent = [_line(column, one, f"补报{year}的数") for one in places if not one.is_known]
    guessed = [_line(column, one, "核对：500 的整数倍，可能是估数") for one in of(found, ROUNDED) if one.value and one.groups[0]]
    about = [_line(column, one, "核对：报的是约数") for one in of(found, LEVEL) if one.groups[0] and bounded([one])]
    alone = [_line(column, one, "补上年同来源、同定义的数") for one in of(found, GROWTH) if one.groups[0] and not one.is_known]
    known = {row[load_columns()[column].name] for row in silent}
    return [*silent, *guessed, *about, *(row for row in alone if row[load_columns()[column].name] not in known)]


def _line(column: str, reading: Reading, words: str) -> dict[str, str]:
    return {load_columns()[column].name: group_words(column, reading.groups[0]), "要做的": words}


def _compared_column(held: Held) -> str:
    """By what places are set side by side: villages or their towns; counties and towns where only these reported."""
    return filters.compared_by(held.looked_at) if held.is_by_village else "area_id"


def _of_places(held: Held, ids: tuple[str, ...], column: str) -> list[Reading]:
    """The figures of the year by place in the order of the tree; no village by a survey, whoever wrote one down."""
    found = context.figures(ids, held.view.now(), (column,))
    return context.in_tree_order(_placed(held, found))


def _placed(held: Held, found: Sequence[Reading]) -> list[Reading]:
    villages = {area.path for area in context.areas() if area.level == "村"} if held.basis == SURVEY else set()
    return [one for one in found if one.groups[0] and one.groups[0] not in villages and not is_nowhere(one)]


def places(held: Held) -> None:
    """Where the places stand on one scale, unranked, in the order of the tree."""
    column = _compared_column(held)
    rows = _of_places(held, (LEVEL, *(BESIDE_TOWN if held.is_by_village else ())), column)
    shown = of(rows, LEVEL)
    what = "各地" if column == "area_id" else f"各{load_columns()[column].name.removeprefix('乡')}"
    with blocks.section(f"{held.name}：{what}", f"{now_words(held.view)}，按地区顺序，不排名；虚线为中位数", key="income-places"):
        if held.basis == SURVEY and not (len(shown) > 1):
            st.info(NO_VILLAGES, icon=":material/info:")
            return
        if held.is_village:
            st.caption("只看一个村，没有并列的地方；它与全镇中位数之比见上面的卡片。")
            return
        if column == "village":
            shown = held.of_villages
        order = [one.groups[0] for one in shown]
        figure = figures_level.village_dots(shown, held.situation.now[LEVEL], column, blocks.SCREEN, order)
        source = blocks.Source(readings=rows, scope=held.view.now(), where=held.where, by=(column,))
        blocks.chart(figure, source, "income-places", f"{held.name}按{load_columns()[column].name}的点图", opens="地方")
        if held.is_by_village:
            blocks.cautions(BESIDE_TOWN)


def growth_table(held: Held) -> None:
    """Level and growth of every place in every year; each number opens."""
    column = _compared_column(held)
    scope = years_scope(held.looked_at, {"basis": (held.basis,), "definition": (held.definition,)})
    found = _placed(held, context.figures((LEVEL, GROWTH, REAL), scope, (column,)))
    rows = sorted(context.in_tree_order(found), key=lambda one: one.period, reverse=True)
    with blocks.section(
        "逐年逐地的水平与增速", f"{basis_title(held.basis)}，{held.definition}；改了来源或定义的年份不算增速", key="income-growth"
    ):
        source = blocks.Source(
            readings=rows, scope=scope, where=f"{filters.area_name(held.view.area)}，{basis_title(held.basis)}", by=(column,)
        )
        blocks.table(source, "income-growth", opens="地方")
