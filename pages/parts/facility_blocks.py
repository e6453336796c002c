"""The blocks about facilities: what stands, apart from what was added in the year, and the living environment."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from indicators.columns import load_columns
from indicators.definition import load_catalog
from pages.parts import blocks, cards, context, filters, ledger_blocks
from pages.parts.intake_links import to_intake
from pages.parts.ledger_blocks import Present
from reports import figures_level, figures_parts
from reports.reading import Reading, of
from reports.sentences import is_over, now_words
from reports.view import View
from reports.words import fraction_words, group_words, is_nowhere, value_words

LAMPS, LAMP_DENSITY, ROADS, TOILETS = "facility_lamp_stock", "facility_lamp_density", "facility_road_stock", "facility_public_toilet_stock"
TOILET_RATE, WATER, BROADBAND = "facility_toilet_rate", "facility_water_rate", "facility_broadband_rate"
RATES = ("facility_lamp_lit_rate", "facility_road_hardened_rate", TOILET_RATE, WATER, BROADBAND, "facility_power_per_household")
STOCKS = (LAMPS, LAMP_DENSITY, ROADS, TOILETS)
ADDED = (
    "facility_lamp_added", "facility_road_added", "facility_toilet_remodelled", "facility_power_added", "facility_line_renewed",
    "facility_gravel_laid",
)  # fmt: skip
LIVING = ("facility_garbage_cleared", "facility_garbage_carried", "facility_demolished_area", "facility_trees_planted")
ITEMS = "facility_item_count"
DRAWN = (LAMPS, LAMP_DENSITY, ROADS, TOILETS, TOILET_RATE, WATER, BROADBAND)
OTHER = "其他"
FOLLOWED = (*STOCKS, *RATES, *ADDED, *LIVING, ITEMS)


def present(view: View) -> Present:
    """Facilities in the last year that anybody reported, and over the years."""
    held = ledger_blocks.yearly(view, FOLLOWED)
    known = context.cutoffs(held.view.now(), load_catalog()[ITEMS])
    is_shorter = known is not None and f"{known[1]:%Y}" == held.view.period and known[1] < held.view.last
    return replace(held, view=replace(held.view, last=known[1])) if is_shorter else held


def sentence(held: Present) -> list[str]:
    """What the sentence of the page has to say of facilities: that nobody reported any; nothing where somebody did."""
    return ["设施与人居环境均为未填报"] if held.is_empty else []


def _known(held: Present, ids: Sequence[str]) -> list[str]:
    return [id for id in ids if held.situation.now[id].is_known]


def _silent_words(held: Present, ids: Sequence[str]) -> None:
    """The figures that nobody reported, by name: they have no card."""
    silent = [load_catalog()[id].name for id in ids if not held.situation.now[id].is_known]
    if silent:
        st.caption(f"{now_words(held.view)}未填报：{'、'.join(silent)}。")


def _cards(held: Present, ids: Sequence[str], among: str, *, is_flow: bool = False) -> None:
    """Cards of what was reported, and the names of what was not; the course of a flow ends with the last whole year."""
    row = ledger_blocks.cards_of(held, _known(held, ids))
    if is_flow and not is_over(held.view):
        row = [replace(card, course=card.course[:-1]) for card in row]
    if row:
        cards.cards(row, f"{among}-")
    _silent_words(held, ids)


def _by_place(held: Present, ids: Sequence[str]) -> blocks.Source:
    column = filters.compared_by(held.view)
    found = context.in_tree_order(context.figures(tuple(ids), held.view.now(), (column,))) if ids else []
    kept = [one for one in found if one.groups[0] and not is_nowhere(one)]
    return blocks.Source(readings=kept, scope=held.view.now(), where=held.where, by=(column,))


def standing(held: Present) -> None:
    """What stands at the end of the year: rates, one item by village beside the year before, and every item in a table."""
    with blocks.section("存量：现在有多少", f"{now_words(held.view)}最后一次上报的；不与本年新增相加", key="facility-stock"):
        if held.is_empty:
            st.info("这里还没有设施与人居环境台账，均为未填报。请下载空白模板填好，在“数据导入”页导入。", icon=":material/inbox:")
            to_intake(["facility"])
            return
        _cards(held, RATES, "rate")
        _cards(held, STOCKS, "stock")
        options = {id: load_catalog()[id].name for id in _known(held, DRAWN)} | {OTHER: OTHER}
        chosen = blocks.choice("看哪一项", options, label_visibility="visible")
        left, right = st.columns([2, 3], gap="medium")
        with left:
            _one_item(held, chosen)
        with right:
            source = _by_place(held, _known(held, (*STOCKS, *RATES)))
            st.html(blocks.heading_html("存量一览", "率后括号内为分子/分母；每百户按地区台账的户数"))
            blocks.table(source, "facility-stock", opens="记录")
            blocks.below(source, "设施存量", opens="记录")
        blocks.cautions((*RATES, *STOCKS))


def _one_item(held: Present, id: str) -> None:
    """One item by place; what has no figure of its own is counted by its entries."""
    if id == OTHER:
        found = context.figures((ITEMS,), held.view.now(), ("item",))
        st.caption(f"{now_words(held.view)}报了哪些项目；没有列为指标的，在明细里看数。")
        blocks.table(blocks.Source(readings=found, scope=held.view.now(), where=held.where, by=("item",)), "facility-items", opens="记录")
        return
    source = _by_place(held, (id,))
    rows = of(source.readings, id)
    column = source.by[0]
    if len(rows) > figures_parts.MOST_ITEMS:
        order = [one.groups[0] for one in rows]
        whole = held.situation.now[id] if load_catalog()[id].kind == "ratio" else None
        figure = figures_level.village_dots(rows, whole, column, blocks.SCREEN, order, overall_words="整体")
    else:
        figure = figures_parts.change_bars(_pairs(held, id, rows, column), blocks.SCREEN)
    blocks.chart(figure, source, f"facility-{id}", f"{load_catalog()[id].name}按{load_columns()[column].name}", opens="记录")


def _pairs(held: Present, id: str, rows: Sequence[Reading], column: str) -> list[figures_parts.Pair]:
    """Each place in the year before and in this one."""
    year = str(int(held.view.period) - 1)
    before = context.figures((id,), held.view.history(), (column,)) if len(held.years) > 1 else []
    previous: Mapping[object, Reading] = {one.groups[0]: one for one in before if one.period == year}
    return [
        figures_parts.Pair(
            name=group_words(column, one.groups[0]),
            previous=previous.get(one.groups[0]),
            current=replace(one, period=held.view.period),
            words=_pair_words(one),
        )
        for one in rows
    ]


def _pair_words(reading: Reading) -> str:
    fraction = fraction_words(reading)
    is_share = reading.is_known and reading.indicator.unit == "%"
    return f"{value_words(reading)}（{fraction}）" if is_share and fraction else value_words(reading)


def added(held: Present) -> None:
    """What was built in the year, beside the year before."""
    _flows(held, ADDED, "本年新增：今年做了多少", "facility-added")


def living(held: Present) -> None:
    """What was done for the living environment in the year; by volume and by weight are never added."""
    _flows(held, LIVING, "人居环境整治", "facility-living")


def _flows(held: Present, ids: Sequence[str], name: str, key: str) -> None:
    if held.is_empty:
        return
    with blocks.section(name, f"{now_words(held.view)}各期相加；不与存量相加", key=key):
        _cards(held, ids, key, is_flow=True)
        source = _by_place(held, _known(held, ids))
        if source.readings:
            blocks.table(source, key, opens="记录")
            blocks.below(source, name, opens="记录")
        blocks.cautions(ids)
