"""The blocks about work away from home and public posts. A running total is the figure; months are never added up."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import plotly.graph_objects as go
import streamlit as st

from indicators.definition import load_catalog
from pages.parts import blocks, context, filters, ledger_blocks
from pages.parts.industry_blocks import by_place, fitted
from reports import figures, figures_parts
from reports.reading import of
from reports.sentences import course_words, headline, listed, now_words
from reports.situation import situation
from reports.view import View
from reports.words import period_words

WORKERS, POOR, INCOME = "industry_labour_count", "industry_poor_labour_count", "industry_labour_income_per_person"
POSTS, POOR_POSTS = "industry_post_count", "industry_poor_post_count"
SHARES = ("industry_labour_county_share", "industry_labour_province_share", "industry_labour_outside_share")
CARDS = (WORKERS, *SHARES, INCOME, POSTS)
BESIDE = {POSTS: POOR_POSTS, WORKERS: POOR}
FOLLOWED = (*CARDS, POOR, POOR_POSTS)
RUNNING = "有累计数的取最后一次累计，各月不相加"


def present(view: View) -> ledger_blocks.Present:
    """Who works away, over the years; of the year under way up to the last report."""
    return ledger_blocks.yearly(view, FOLLOWED)


def sentence(held: ledger_blocks.Present) -> str:
    """How many work away and where to; of the poor households alone where that is all that is known."""
    now = held.situation.now
    facts = [now[WORKERS], *(now[id] for id in SHARES if now[id].is_known), *(now[id] for id in (POOR, POSTS) if now[id].is_known)]
    return headline(filters.area_name(held.view.area), now_words(held.view), facts, [])


def figure_cards(held: ledger_blocks.Present) -> None:
    """Six figures of the year; those of the poor households stand beside those of all, never for them."""
    now = held.situation.now
    ledger_blocks.figure_cards(held, CARDS, beside={id: other for id, other in BESIDE.items() if now[other].is_known})
    alone = [id for id in (POOR, POOR_POSTS) if now[id].is_known and not now[WORKERS if id == POOR else POSTS].is_known]
    if alone:
        ledger_blocks.figure_cards(held, alone, "poor-")
    st.caption(f"务工人数为当年累计，{RUNNING}。")
    blocks.cautions((WORKERS, SHARES[0], INCOME, POOR))


def course(held: ledger_blocks.Present, view: View) -> None:
    """The running total as it stood at the end of each month: it begins anew every January."""
    own = replace(ledger_blocks.known_view(view, "industry"), grain="year" if view.grain == "year" else "month")
    found = context.figures((WORKERS, POOR), own.history())
    seen = situation(found, [], own, [load_catalog()[id] for id in (WORKERS, POOR)])
    series = [seen.over_time(id) for id in (WORKERS, POOR) if any(one.is_known for one in seen.over_time(id))]
    with blocks.section("务工人数：当年累计", f"{course_words(own)}，各期末的累计数；每年一月重新累计，不能相加", key="labour-course"):
        if not series:
            st.info("所选的月份里没有上报，请在左侧把起月提前。", icon=":material/info:")
            return
        figure = _by_year(figures.counts_over_time(series, seen.periods, blocks.SCREEN, last_is_stock=False), seen.periods)
        source = blocks.Source(readings=seen.over_time(WORKERS, POOR), scope=own.history(), where=filters.area_name(view.area))
        blocks.chart(figure, source, "labour-course", "务工人数的逐期折线图，当年累计")


def _by_year(figure: go.Figure, periods: Sequence[str]) -> go.Figure:
    """The same lines, broken where a year ends: what begins anew does not fall."""
    years, lines = sorted({period[:4] for period in periods}), figure.data
    figure.data = ()
    for line, year in product(lines, years):
        kept = [value if period[:4] == year else None for period, value in zip(line.x, line.y, strict=True)]
        if any(value is not None for value in kept):
            figure.add_trace(go.Scatter(line).update(y=kept))
    return fitted(figure)


def gaps(held: ledger_blocks.Present) -> None:
    """Who did not report this year, or not where people went, or not what they earned."""
    found = context.figures((WORKERS, SHARES[0], INCOME, POSTS), held.view.now(), ("village",))
    with blocks.section("要补报的", now_words(held.view), key="labour-gaps"):
        lines, told = [], set()
        for id, what in (
            (WORKERS, "没有报务工人数"),
            (SHARES[0], "没有分县内、省内县外、省外"),
            (INCOME, "没有报劳务收入"),
            (POSTS, "没有报公益性岗位"),
        ):
            names = [name for name in ledger_blocks.without(held.view, of(found, id)) if id in (WORKERS, POSTS) or name not in told]
            told |= set(names) if id == WORKERS else set()
            lines += [(what, listed(names))] if names else []
        if lines:
            ledger_blocks.gap_lines(lines)
        else:
            st.success("各村都报了人数、去向、收入和岗位。", icon=":material/check:")


def structure(held: ledger_blocks.Present) -> None:
    """Where people went to work, year by year."""
    with blocks.section("去哪里务工", "三项都报的村合计；去哪里是各户的选择，不作好坏评价", key="labour-parts"):
        by_part = [held.situation.aligned(id) for id in SHARES]
        rows = [(period_words(year), [one[place] for one in by_part]) for place, year in enumerate(held.situation.periods)]
        names = [load_catalog()[id].name.removesuffix("务工占比") for id in SHARES]
        figure = figures_parts.stacked_parts(rows, names, blocks.SCREEN)
        source = blocks.Source(
            readings=held.situation.over_time(*SHARES), scope=held.view.history(), where=filters.area_name(held.view.area)
        )
        blocks.chart(figure, source, "labour-parts", "务工去向的构成，逐年")


def places(held: ledger_blocks.Present) -> None:
    """Every place of the year."""
    with blocks.section("各地劳务", f"{now_words(held.view)}；人数为人，{RUNNING}", key="labour-places"):
        place, found = by_place(held, (WORKERS, *SHARES, POOR, INCOME, POSTS))
        blocks.table(blocks.Source(readings=found, scope=held.view.now(), where=held.where, by=(place,)), "劳务", opens="行")
