"""The blocks about village collectives: what they earn, of what it is made up, and who earns too little by themselves."""

import streamlit as st

from indicators.definition import load_catalog
from pages.parts import blocks, context, filters, ledger_blocks
from pages.parts.industry_blocks import by_place, placed
from reports import figures_level, figures_parts
from reports.reading import Reading, of
from reports.sentences import headline, listed, now_words
from reports.view import View
from reports.words import group_words, period_words, said, value_words

INCOME, SURPLUS, EARNED = "collective_income", "collective_surplus", "collective_operating_surplus"
EARNED_SHARE, DEBT, WEAK, WEAK_SHARE = "collective_earned_share", "collective_debt_ratio", "collective_weak_count", "collective_weak_share"
REPORTED = "collective_reported_count"
PARTS = ("collective_operating_share", "collective_contract_share", "collective_investment_share", "collective_subsidy_share", "collective_other_share")  # fmt: skip
CARDS = (EARNED, WEAK_SHARE, INCOME, SURPLUS, EARNED_SHARE, DEBT)
FOLLOWED = (*CARDS, WEAK, REPORTED, *PARTS)
SHOWN = (EARNED, INCOME, SURPLUS, EARNED_SHARE, "collective_subsidy_share", DEBT)
APART = "补助收入和其他收入不是经营收益，高低不说明经营能力"


def present(view: View) -> ledger_blocks.Present:
    """The collectives over the years."""
    return ledger_blocks.yearly(view, FOLLOWED)


def sentence(held: ledger_blocks.Present) -> str:
    """What the collectives earn by themselves, and in bold how many earn too little."""
    now = held.situation.now
    weak = now[WEAK_SHARE]
    facts = [now[id] for id in (REPORTED, INCOME, EARNED)] + ([] if weak.value else [weak])
    return headline(filters.area_name(held.view.area), now_words(held.view), facts, [said(weak)] if weak.value else [])


def figure_cards(held: ledger_blocks.Present) -> None:
    """Six figures of the year."""
    ledger_blocks.figure_cards(held, CARDS, beside={INCOME: REPORTED})
    st.caption(f"{APART}。")
    blocks.cautions((EARNED, WEAK_SHARE, INCOME, EARNED_SHARE))


def structure(held: ledger_blocks.Present) -> None:
    """Of what the income is made up, year by year."""
    with blocks.section("总收入由什么组成", f"各项占报了这一项的村的总收入；{APART}", key="collective-parts"):
        years = held.situation.periods
        by_part = [held.situation.aligned(id) for id in PARTS]
        rows = [(period_words(year), [one[place] for one in by_part]) for place, year in enumerate(years)]
        names = [load_catalog()[id].name.removesuffix("占比") for id in PARTS]
        figure = figures_parts.stacked_parts(rows, names, blocks.SCREEN)
        source = blocks.Source(
            readings=held.situation.over_time(*PARTS), scope=held.view.history(), where=filters.area_name(held.view.area)
        )
        blocks.chart(figure, source, "collective-parts", "村集体总收入的构成，逐年")


def _by_village(held: ledger_blocks.Present) -> list[Reading]:
    found = context.figures((*SHOWN, WEAK), held.view.now(), ("village",))
    return placed(found)


def weak(held: ledger_blocks.Present) -> None:
    """The villages that earn too little by themselves, and those that did not say."""
    found = _by_village(held)
    earned = {one.groups: one for one in of(found, EARNED)}
    names = [one.groups for one in of(found, WEAK) if one.value]
    silent = ledger_blocks.without(held.view, of(found, EARNED))
    with blocks.section(
        "空壳、薄弱的村", f"{now_words(held.view)}经营收益不足 5 万元；5 万元是通行的说法，以镇里的为准", key="collective-weak"
    ):
        lines = [(group_words("village", group[0]), f"经营收益 {value_words(earned[group])}") for group in _lowest(names, earned)]
        if len(names) > blocks.FITTING:
            lines.append((f"另有 {len(names) - blocks.FITTING} 个村", "见下面各村的表"))
        lines += [("没有报经营收益的村", listed(silent))] if silent else []
        if lines:
            ledger_blocks.gap_lines(lines)
        else:
            st.success(f"报了数的村{load_catalog()[EARNED].name}都在 5 万元以上，没有缺报的村。", icon=":material/check:")


def _lowest(groups: list[tuple], earned: dict[tuple, Reading]) -> list[tuple]:
    return sorted(groups, key=lambda group: earned[group].value if earned[group].is_known else 0)[: blocks.FITTING]


def over_years(held: ledger_blocks.Present) -> None:
    """Income, surplus and what was earned by themselves over the years, on one scale."""
    ids = (INCOME, SURPLUS, EARNED)
    with blocks.section("收入与收益", "万元，各村相加；没有报的年份空缺，村数不同的年份不可直接比", key="collective-years"):
        series = [(load_catalog()[id].name.removeprefix("村集体"), held.situation.over_time(id)) for id in ids]
        figure = figures_level.level_over_years(series, held.situation.periods, blocks.SCREEN)
        source = blocks.Source(
            readings=held.situation.over_time(*ids, REPORTED), scope=held.view.history(), where=filters.area_name(held.view.area)
        )
        blocks.chart(figure, source, "collective-years", "村集体的收入与收益，逐年")


def places(held: ledger_blocks.Present) -> None:
    """What each place earns by itself on one scale, and all its figures as a table."""
    place, found = by_place(held, SHOWN)
    source = blocks.Source(readings=found, scope=held.view.now(), where=held.where, by=(place,))
    left, right = st.columns([2, 3], gap="medium")
    with left, blocks.section(f"各地{load_catalog()[EARNED].name}", f"{now_words(held.view)}，按地区顺序，不排名", key="collective-dots"):
        shown = of(found, EARNED)
        if any(one.is_known for one in shown):
            order = [area.path for area in context.areas()]
            figure = figures_level.village_dots(shown, None, place, blocks.SCREEN, order)
            blocks.bare_chart(figure, source, "collective-dots", f"各地{load_catalog()[EARNED].name}")
        else:
            blocks.unavailable(held.situation.now[EARNED])
    with right, blocks.section("各地集体经济", f"{now_words(held.view)}；金额为万元；{APART}", key="collective-places"):
        blocks.table(source, "集体经济", opens="行")
