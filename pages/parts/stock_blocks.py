"""The blocks about what is kept: stock and what was sold, kind by kind, and the reports that do not add up."""

import re
from dataclasses import dataclass, replace
from datetime import date

import streamlit as st

from indicators.columns import load_columns
from indicators.definition import load_catalog
from pages.parts import blocks, cards, context, drill, filters, ledger_blocks
from pages.parts.industry_blocks import by_place, fitted
from reports import figures
from reports.reading import of
from reports.sentences import course_words, headline, listed, now_words
from reports.situation import Situation, situation
from reports.view import View, month_start
from reports.words import period_words, said

SPECIES = ("sheep", "pig", "cattle", "chicken")
STOCK, SOLD, RATE = ({one: f"industry_{one}_{what}" for one in SPECIES} for what in ("stock", "sold", "sold_rate"))
OFF = "industry_stock_identity_off"
STOCKS = (*STOCK.values(), *SOLD.values(), *RATE.values(), OFF)
MOST_QUARTERS, MOST_LISTED = 12, 100
OFF_COLUMNS = (
    "village", "item", "period", "closing_stock_count", "expected_stock_count", "opening_stock_count", "added_count", "slaughtered_count",
    "died_count", "file_name", "source_sheet", "source_row",
)  # fmt: skip
PLAIN_PERIOD = re.compile(r"\d{4}(-Q\d|-\d\d)?")


def animals(view: View) -> ledger_blocks.Present:
    """What was kept and sold, over the years; the year under way counts up to the last report."""
    return ledger_blocks.yearly(view, STOCKS)


def sentence(held: ledger_blocks.Present) -> str:
    """How many of each there are, and in bold how many reports do not add up."""
    now = held.situation.now
    known = [now[id] for id in STOCK.values() if now[id].is_known] or [now[STOCK[SPECIES[0]]]]
    return headline(filters.area_name(held.view.area), now_words(held.view), known, [said(now[OFF])] if now[OFF].value else [])


def animal_cards(held: ledger_blocks.Present) -> None:
    """The stock of each kind with the share sold, the reports that do not add up, and the facilities."""
    beside = {STOCK[one]: RATE[one] for one in SPECIES if held.situation.now[RATE[one]].is_known}
    row = ledger_blocks.cards_of(held, (*STOCK.values(), OFF), beside)
    cards.cards(row)
    blocks.cautions((STOCK[SPECIES[0]], RATE[SPECIES[0]], OFF))


@dataclass(frozen=True, kw_only=True)
class Course:
    """Stock and sales over quarters, or over years where nobody reports by the quarter; gaps stay."""

    view: View
    situation: Situation


def _course(held: ledger_blocks.Present, view: View) -> Course:
    last = held.view.last
    first = month_start(last, (last.month - 1) % 3 + 3 * (MOST_QUARTERS - 1))
    begun = date(int(held.years[0]), 1, 1)
    own = replace(view.unfiltered(), grain="quarter", first=max(first, begun), last=last, begins=None)
    found = [] if view.grain == "year" else context.figures(STOCKS, own.history())
    if not any(one.is_known for id in SOLD.values() for one in of(found, id)):
        return Course(view=held.view, situation=held.situation)
    return Course(view=own, situation=situation(found, [], own, [load_catalog()[id] for id in STOCKS]))


def stock_course(held: ledger_blocks.Present, view: View) -> None:
    """One kind at a time, since they are not counted on one scale: what was sold in each period, and the stock at its end."""
    course = _course(held, view)
    names = {one: load_catalog()[STOCK[one]].name.removesuffix("存栏") for one in SPECIES if held.situation.now[STOCK[one]].is_known}
    with blocks.section("存栏与出栏", f"{course_words(course.view)}；存栏为期末数，出栏为当期数，没有报的空缺", key="stock"):
        if not names:
            blocks.unavailable(held.situation.now[STOCK[SPECIES[0]]])
            return
        chosen = blocks.choice("畜禽", names)
        ids = (SOLD[chosen], STOCK[chosen])
        series = [course.situation.over_time(id) for id in ids if any(one.is_known for one in course.situation.over_time(id))]
        figure = fitted(figures.counts_over_time(series, course.situation.periods, blocks.SCREEN))
        scope, where = course.view.history(), filters.area_name(held.view.area)
        source = blocks.Source(readings=course.situation.over_time(*ids, RATE[chosen]), scope=scope, where=where)
        blocks.chart(figure, source, f"stock-{chosen}", f"{names[chosen]}的存栏与出栏")


def stock_off(held: ledger_blocks.Present) -> None:
    """The reports in which what there was, came, was sold and died does not give what there is, with their rows."""
    scope, indicator = held.view.history(), load_catalog()[OFF]
    how = "期初加增加减出栏减死亡，与期末相差超过 2% 的报告；请填报单位核实，数仍照原样计入"
    with blocks.section(indicator.name, how, key="stock-off"):
        years = held.situation.over_time(OFF)
        if not any(one.value for one in years):
            st.success(f"{course_words(held.view)}没有对不上的报告。", icon=":material/check:")
            return
        st.markdown("；".join(f"{period_words(one.period)} {one.value:,.0f} {indicator.counted_in}" for one in years if one.value) + "。")
        found = context.cases(indicator, "numerator", scope, {}, MOST_LISTED, context.key())
        shown = found[[column for column in OFF_COLUMNS if column in found]].iloc[::-1]
        shown = shown.assign(period=[period_words(one) if PLAIN_PERIOD.fullmatch(one) else one for one in shown["period"]])
        st.dataframe(drill.listed(shown), hide_index=True, height="content" if len(shown) <= blocks.FITTING else 440, key="stock-off-table")
        if len(found) == MOST_LISTED:
            st.caption(f"这里列 {MOST_LISTED} 份，全部见卡片上的明细。")


def animal_table(held: ledger_blocks.Present) -> None:
    """Every place of the year: what it keeps and what it sold."""
    known = [one for one in SPECIES if held.situation.now[STOCK[one]].is_known or held.situation.now[SOLD[one]].is_known]
    ids = tuple(kind[one] for one in known for kind in (STOCK, SOLD))
    with blocks.section("各地养殖", f"{now_words(held.view)}；存栏取最后一次报来的数，出栏为各期相加", key="animal-places"):
        place, found = by_place(held, ids)
        silent = ledger_blocks.without(held.view, found) if place == "village" else []
        source = blocks.Source(readings=found, scope=held.view.now(), where=filters.area_name(held.view.area), by=(place,))
        blocks.table(source, "各地养殖", opens="行")
        if silent:
            st.caption(
                f"没有报{load_columns()['closing_stock_count'].name}和{load_columns()['slaughtered_count'].name}的村：{listed(silent)}"
            )
