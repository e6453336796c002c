"""The blocks about what is grown: crops this year beside the last, their shares, what is missing, and the facilities."""

from collections.abc import Sequence
from dataclasses import replace

import plotly.graph_objects as go
import streamlit as st

from indicators.definition import Part, load_catalog
from pages.parts import blocks, cards, context, filters, ledger_blocks
from reports import figures_parts
from reports.reading import Reading, of
from reports.sentences import headline, listed, now_words
from reports.situation import situation
from reports.view import View
from reports.words import amount_words, group_words, is_nowhere, period_words
from reports.yearly import years_scope

AREA, YIELD, VALUE = "industry_sown_area", "industry_yield", "industry_output_value"
PER_MU, VALUE_PER_MU, VALUE_PER_PERSON = "industry_yield_per_mu", "industry_output_value_per_mu", "industry_output_value_per_person"
AREA_CHANGE, VALUE_CHANGE, DRIVEN = "industry_sown_area_change", "industry_output_value_change", "industry_driven_households"
CROPS = (AREA, YIELD, VALUE, PER_MU, VALUE_PER_MU, AREA_CHANGE, VALUE_CHANGE)
CHANGES = {AREA: AREA_CHANGE, VALUE: VALUE_CHANGE}
OF_CROPS = {"category": ("种植", "未注明")}
FACILITIES = ("industry_facility_count", "industry_facility_area")
ITEM = "item"


def crops(view: View) -> ledger_blocks.Present:
    """What was grown, over the years."""
    return ledger_blocks.yearly(view, CROPS, OF_CROPS)


def crops_sentence(held: ledger_blocks.Present) -> str:
    """How much was sown, what it was worth, and how both compare with the year before."""
    now = held.situation.now
    asked = (AREA, AREA_CHANGE, VALUE, VALUE_CHANGE) if now[AREA].is_known or now[VALUE].is_known else (YIELD,)
    return headline(filters.area_name(held.view.area), now_words(held.view), [now[id] for id in asked if now[id].is_known], [])


def crop_cards(held: ledger_blocks.Present) -> None:
    """Six figures of the year; what is counted over every industry says so."""
    every = ("按各产业合计，不只种植",)
    whole = _of_every_industry(held)
    changes = {id: change for id, change in CHANGES.items() if held.situation.now[change].is_known}
    row = ledger_blocks.cards_of(held, (AREA, YIELD, VALUE, VALUE_PER_MU), changes)
    row += [replace(card, beside=every) for card in ledger_blocks.cards_of(whole, (VALUE_PER_PERSON, DRIVEN))]
    cards.cards(row)
    blocks.cautions((AREA, VALUE, AREA_CHANGE, VALUE_PER_PERSON))


def _of_every_industry(held: ledger_blocks.Present) -> ledger_blocks.Present:
    """The figures that cannot be told by kind of industry, in the same year."""
    ids = (VALUE_PER_PERSON, DRIVEN)
    course = context.figures(ids, years_scope(held.view))
    view = held.view.unfiltered()
    return replace(held, view=view, situation=situation(course, [], view, [load_catalog()[id] for id in ids]))


def _known(held: ledger_blocks.Present, ids: Sequence[str]) -> dict[str, str]:
    """Those of some indicators that the year has, by name; the first of them where it has none."""
    return {id: load_catalog()[id].name for id in ids if held.situation.now[id].is_known} or {ids[0]: load_catalog()[ids[0]].name}


def crop_measure(held: ledger_blocks.Present) -> str:
    """By what the crops are compared: area, value or yield, as far as they are reported."""
    return blocks.choice("作物比", _known(held, (AREA, VALUE, YIELD)), label_visibility="visible")


def crop_changes(held: ledger_blocks.Present, measure: str) -> None:
    """Each crop this year and last, the largest first; beyond twelve the rest is one."""
    asked = tuple(filter(None, (measure, CHANGES.get(measure))))
    scope = held.view.history()
    source = _source(held, context.figures(asked, scope, (ITEM,)), scope)
    name, before = load_catalog()[measure].name, str(int(held.view.period) - 1)
    pairs = _pairs(source.readings, measure, held.view.period, before)
    with blocks.section(
        f"各作物{name}：{period_words(held.view.period)}与上年", "右侧为增减；“其中”行不另计，两年月份不同的不比", key="crops"
    ):
        if not pairs:
            blocks.unavailable(held.situation.now[measure])
            return
        figure = figures_parts.change_bars(pairs, blocks.SCREEN)
        figure.for_each_trace(lambda trace: trace.update(showlegend=bool(trace.name)))  # a year that nobody reported has no name
        blocks.chart(figure, source, f"crops-{measure}", f"各作物{name}，本年与上年")


def _pairs(found: Sequence[Reading], measure: str, period: str, before: str) -> list[figures_parts.Pair]:
    this, last = ({one.groups: one for one in of(list(found), measure, at)} for at in (period, before))
    changes = {one.groups: one for one in of(list(found), CHANGES.get(measure, ""), period)}
    groups = [group for group in {**this, **last} if any(group in side and side[group].is_known for side in (this, last))]
    groups.sort(key=lambda group: -((this.get(group) or last[group]).value or 0))
    return [
        figures_parts.Pair(
            name=group_words(ITEM, group[0]), previous=last.get(group), current=this.get(group), words=_change_words(changes.get(group))
        )
        for group in groups
    ]


def _change_words(change: Reading | None) -> str:
    """By how much, as a number with its sign: +120 亩."""
    if change is None or not change.is_known:
        return ""
    amount = " ".join(amount_words(change.numerator, change.indicator.unit_of(change.indicator.numerator)))
    return f"{'+' if change.numerator > 0 else ''}{amount}"


def crop_gaps(held: ledger_blocks.Present) -> None:
    """What has to be asked for: villages without this year's area, crops of last year that nobody named, crops without a harvest."""
    now, scope = held.view.now(), held.view.history()
    places = context.figures((AREA, VALUE, YIELD), now, ("village",))
    items = context.figures((AREA, YIELD, VALUE), scope, (ITEM,))
    silent = ledger_blocks.without(held.view, places)
    with blocks.section("要补报、要核实的", f"{now_words(held.view)}种植", key="crop-gaps"):
        lines = [("没有报种植的村", listed(silent))] if silent else []
        lines += [(words, listed(names)) for words, names in _crops_lacking(held, items) if names]
        if lines:
            ledger_blocks.gap_lines(lines)
        else:
            st.success("各村都报了，上年有的作物今年都有数。", icon=":material/check:")


def _crops_lacking(held: ledger_blocks.Present, items: list[Reading]) -> list[tuple[str, list[str]]]:
    this, last = (
        {id: {group_words(ITEM, one.groups[0]) for one in of(items, id, at) if one.is_known} for id in (AREA, YIELD, VALUE)}
        for at in (held.view.period, str(int(held.view.period) - 1))
    )
    named = set().union(*this.values())
    return [
        ("上年有、本年没有报的作物", sorted(set().union(*last.values()) - named)),
        (f"有{load_catalog()[AREA].name}、没有{load_catalog()[YIELD].name}", sorted(this[AREA] - this[YIELD])),
        (f"有{load_catalog()[AREA].name}、没有{load_catalog()[VALUE].name}", sorted(this[AREA] - this[VALUE])),
    ]


def crop_shares(held: ledger_blocks.Present, measure: str) -> None:
    """What area or value is made up of over the last years: the four largest crops, the rest as one. Weights of unlike crops make no whole."""
    if measure == YIELD:
        return
    scope = held.view.history()
    found = context.figures((measure,), scope, (ITEM,))
    name, years = load_catalog()[measure].name, held.situation.periods[-5:]
    with blocks.section(f"{name}由哪些作物组成", "各占全部作物的比例；最大的四种，其余合为其他", key="crop-shares"):
        largest = sorted(of(found, measure, held.view.period), key=lambda one: -(one.value or 0))[:4]
        kept = [one.groups for one in largest if one.is_known]
        if not kept:
            blocks.unavailable(held.situation.now[measure])
            return
        rows = [(period_words(year), shares(of(found, measure, year), kept)) for year in years]
        parts = [*(group_words(ITEM, group[0]) for group in kept), figures_parts.REST]
        figure = figures_parts.stacked_parts(rows, parts, blocks.SCREEN)
        has_rest = any(one[-1] for _, one in rows)
        figure.data[-1].update(customdata=[None] * len(rows), showlegend=has_rest)  # the rest is no crop that could be opened
        blocks.chart(figure, _source(held, found, scope), f"crop-shares-{measure}", f"{name}的作物构成，逐年")


def shares(found: Sequence[Reading], kept: Sequence[tuple]) -> list[Reading | None]:
    """What each of some groups comes to of all groups together, and last what the other groups come to."""
    values = {one.groups: one for one in found if one.is_known}
    total = sum(one.value for one in values.values())
    rest = [one for group, one in values.items() if group not in kept]
    others = replace(rest[0], groups=(figures_parts.REST,), value=sum(one.value for one in rest)) if rest else None
    return [_share(one, total) if one and total else None for one in (*(values.get(group) for group in kept), others)]


def _share(one: Reading, total: float) -> Reading:
    indicator = one.indicator
    part = Part(name=indicator.name, sum=indicator.numerator.sum, counted_in=indicator.unit)
    whole = replace(part, name=f"{indicator.name}合计")
    shared = replace(
        indicator, name=f"{indicator.name}占比", kind="ratio", unit="%", per=100, decimals=1, numerator=part, denominator=whole
    )
    return replace(one, indicator=shared, numerator=one.value, denominator=total, value=100 * one.value / total, note="")


def crop_tables(held: ledger_blocks.Present) -> None:
    """Every crop and every village of the year; each number opens."""
    left, right = st.columns(2, gap="medium")
    scope = held.view.now()
    items = context.figures(CROPS, scope, (ITEM,))
    place, places = by_place(held, (AREA, AREA_CHANGE, VALUE, VALUE_CHANGE, VALUE_PER_MU, YIELD))
    units = "面积为亩，产量为吨，产值为万元"
    with left, blocks.section("各作物", f"{now_words(held.view)}；{units}；单产要一种作物一种作物看", key="crop-items"):
        blocks.table(_source(held, _spoken(items), scope, ITEM), "作物", opens="行")
    with right, blocks.section("各地种植", f"{now_words(held.view)}；{units}", key="crop-places"):
        blocks.table(_source(held, places, scope, place), "各地种植", opens="行")


def _spoken(found: list[Reading]) -> list[Reading]:
    """Without the groups of which nothing is known, such as the rows that are part of others."""
    told = {one.groups for one in found if one.is_known}
    return [one for one in found if one.groups in told]


def by_place(held: ledger_blocks.Present, ids: Sequence[str]) -> tuple[str, list[Reading]]:
    """The column that tells places apart, and the year's figures by it: villages, towns of a large area, whatever there is where nobody names a village."""
    for column in (filters.compared_by(held.view), "area_id"):
        found = placed(context.figures(tuple(ids), held.view.now(), (column,))) if ids else []
        if any(one.is_known for one in found):
            break
    return column, found


def fitted(figure: go.Figure) -> go.Figure:
    """With as much room at the right as the longest text at a line's end needs."""
    return figure.update_layout(margin_r=max(104, 20 + 10 * max((len(note.text) for note in figure.layout.annotations), default=0)))


def placed(found: list[Reading]) -> list[Reading]:
    """Readings cut by place in the order of the tree, without what no place is known of."""
    return context.in_tree_order([one for one in found if one.groups[0] is not None and not is_nowhere(one)])


def _source(held: ledger_blocks.Present, found: Sequence[Reading], scope, by: str = ITEM) -> blocks.Source:
    return blocks.Source(readings=found, scope=scope, where=filters.area_name(held.view.area), by=(by,))


def facilities(view: View) -> None:
    """Greenhouses, sheds and yards in the last year that any of them was reported; nothing where none was."""
    _by_item(view, FACILITIES, "设施", "最后一次报来的数，各村相加；设施面积为亩，不是播种面积")


def driven(view: View) -> None:
    """The households that each kind of industry takes along, in the last year reported; nothing where none was."""
    _by_item(view, (DRIVEN,), load_catalog()[DRIVEN].name, "最后一次报来的数；同一户可算进几项，不是户数")


def _by_item(view: View, ids: tuple[str, ...], name: str, caption: str) -> None:
    held = ledger_blocks.yearly(view, ids)
    if held.is_empty:
        return
    scope = held.view.now()
    with blocks.section(name, f"{now_words(held.view)}{caption}", key=f"by-item-{ids[0]}"):
        blocks.table(_source(held, _spoken(context.figures(ids, scope, (ITEM,))), scope), name, opens="行")
