"""The blocks that say where a backlog comes from: what came in and went out, who holds the growth, how old it is."""

from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from indicators import flow
from indicators.columns import load_columns
from indicators.definition import load_catalog
from indicators.scope import Scope, label
from pages.parts import blocks, cause_blocks, context, filters
from pages.parts.drill import Drill
from pages.parts.opening_blocks import Opens, number_card, opening_table
from reports import figures, figures_causes, figures_compare
from reports.against import Against
from reports.apportion import signed
from reports.backlog import CLOSED, OPEN, RECEIVED, Growth, balances, growths, value_of
from reports.reading import Reading, of
from reports.sentences import course_words
from reports.sentences_causes import backlog_sentence, growth_names, other_words
from reports.view import LENGTH, View, month_start
from reports.words import group_words, number_words, period_words, said, value_words

OLDEST, OVERDUE, BAND = "case_open_age_max", "case_overdue_open_count", "age_band"
UNKNOWN = "—"
FOLLOWED = (RECEIVED, CLOSED, OPEN)


@st.cache_data(max_entries=32, show_spinner=False)
def _untracked(within: tuple[str, str], scope: Scope) -> dict[str, flow.Untracked]:
    return flow.untracked(context.connection(*within), scope)


@dataclass(frozen=True, kw_only=True)
class Present:
    """The stock on the last day of either span, what came in and went out between, and the same by one column."""

    view: View
    against: Against
    column: str
    before: list[Reading]
    after: list[Reading]
    bands: list[Reading]
    lines: list[Growth]
    balance: flow.Balance

    @property
    def stock(self) -> Reading:
        """What is open on the last day."""
        return of(self.after, OPEN)[0]


def present(view: View) -> Present:
    """The spans and the column as chosen; one scan of each cohort a span."""
    left, right = st.columns([4, 6], gap="medium")
    with left:
        held = cause_blocks.spans(view)
    with right:
        columns = cause_blocks.cuts(view, load_catalog()[OPEN])
        column = blocks.choice("积压按", {one: load_columns()[one].name for one in columns})
    cut, ids = (column,), (OPEN, OLDEST, OVERDUE, RECEIVED, CLOSED)
    after, bands, groups = context.figures_each([(ids, ()), ((OPEN, OVERDUE), (BAND,)), ((OPEN, OLDEST), cut)], held.after)
    before, earlier = context.figures_each([((OPEN,), ()), ((OPEN,), cut)], held.before)
    found = {one.indicator.id: value_of(one) for one in after}
    return Present(
        view=view, against=held, column=column, before=before, after=after, bands=bands,
        lines=growths(earlier, of(groups, OPEN), of(groups, OLDEST)),
        balance=flow.Balance(
            opening=value_of(before[0]), received=found[RECEIVED], closed=found[CLOSED], closing=found[OPEN],
            untracked=_untracked(context.key(), held.after).get("all", flow.Untracked()),
        ),
    )  # fmt: skip


def sentence(held: Present) -> str:
    """The sentence of the page."""
    most = growth_names(held.lines, held.column) if held.balance.other is not None else []
    return backlog_sentence(held.stock, held.balance, of(held.after, OLDEST)[0], most, held.against, filters.area_name(held.view.area))


def apart(held: Present) -> None:
    """The balance between the two days, its course, the ages, and the groups that hold the growth."""
    if not held.stock.is_known:
        blocks.unavailable(held.stock)
        return
    _equation(held)
    main, aside = st.columns([2, 1], gap="medium")
    with main:
        _course(held)
    with aside:
        _ageing(held)
    _growth(held)


def followed(_: Present) -> tuple[str, ...]:
    """The indicators that the page rests on."""
    return FOLLOWED


def _equation(held: Present) -> None:
    """Stock + received - closed + other = stock, as figures that open."""
    first, last = held.against.days
    found, name = held.balance, load_catalog()[OPEN].name
    if found.other is None:
        st.info(f"{first}没有数据，无从比较；下面只有{last}的情况和逐期的数。", icon=":material/info:")
        return
    told = [
        (f"{first}{name}", number_words(found.opening), "期初", OPEN, held.against.before),
        ("加：受理", number_words(found.received), "其间受理", RECEIVED, held.against.after),
        ("减：办结", number_words(found.closed), "其间办结", CLOSED, held.against.after),
        ("加：其他变动", signed(found.other), other_words(found) or "对得上", None, held.against.after),
        (f"{last}{name}", number_words(found.closing), "期末", OPEN, held.against.after),
    ]
    with st.grid(len(told), min_column_width=150, gap="xsmall"):
        for place, (title, value, words, id, scope) in enumerate(told):
            opens = Drill(indicator=id, scope=scope, where=_where(held, scope)) if id and value != "0" else None
            number_card(title, value, "件", words, f"flow-{place}", opens)


def _where(held: Present, scope: Scope) -> str:
    name = held.against.after_name if scope == held.against.after else held.against.before_name
    return f"{filters.area_name(held.view.area)}，{name}"


def _course(held: Present) -> None:
    """Received, closed and left by period, and under it the same as a table that balances."""
    view = held.view
    start = month_start(view.history().start, LENGTH[view.history_grain])
    scope = replace(view.history(), start=start)
    found = context.figures(FOLLOWED, scope)
    periods = [label(pd.Timestamp(start), scope.grain), *view.periods()]
    series = [[one for one in of(found, id) if one.period in periods[1:]] for id in FOLLOWED]
    names = "、".join(load_catalog()[id].name for id in FOLLOWED)
    with blocks.section("逐期对账", f"{course_words(view)}，件；期初在办加受理、减办结、加其他变动，等于期末在办", key="flow"):
        figure = figures.counts_over_time(series, periods[1:], blocks.SCREEN)
        source = blocks.Source(
            readings=[one for course in series for one in course], scope=view.history(), where=_where(held, held.against.after)
        )
        blocks.bare_chart(figure, source, "backlog-flow", f"{names}的逐期折线图")
        with st.popover("逐期对账表与下载", type="tertiary", icon=":material/table_chart:"):
            rows = balances(found, periods, _untracked(context.key(), view.history()))
            opening_table(flow_table(rows), [_flow_opens(held, period, one) for period, one in reversed(rows.items())], "flow", "逐期对账")


def flow_table(rows: dict[str, flow.Balance]) -> pd.DataFrame:
    """A row a period, the newest first: what was there, came in, went out, changed otherwise and why, and what is left."""
    cells = [
        {
            "时段": period_words(period), "期初在办": _count(one.opening), "受理": _count(one.received), "办结": _count(one.closed),
            "其他变动": UNKNOWN if one.other is None else signed(one.other), "期末在办": _count(one.closing), "其他变动是什么": other_words(one),
        }
        for period, one in reversed(rows.items())
    ]  # fmt: skip
    return pd.DataFrame(cells, dtype=object)


def _count(value: int | None) -> str:
    return UNKNOWN if value is None else number_words(value)


def _flow_opens(held: Present, period: str, one: flow.Balance) -> Opens:
    """What the cells of one period open to."""
    scope, where = held.view.history().at(period), f"{filters.area_name(held.view.area)}，{period_words(period)}"
    named = {"受理": (RECEIVED, one.received), "办结": (CLOSED, one.closed), "期末在办": (OPEN, one.closing)}
    return {name: Drill(indicator=id, scope=scope, where=where) for name, (id, count) in named.items() if count}


def _ageing(held: Present) -> None:
    """How long what is left has been open, and how much of it is overdue."""
    oldest, late = of(held.after, OLDEST)[0], load_catalog()[OVERDUE].name
    how = "；".join([held.against.days[1], f"橙色为{late}", *([said(oldest)] if oldest.is_known else [])])
    with blocks.section("剩下的已办了多久", how, key="backlog-ages"):
        if not held.stock.value:
            st.success("没有在办的件。", icon=":material/check:")
            return
        figure = figures_compare.stock_bands(of(held.bands, OPEN), of(held.bands, OVERDUE), BAND, blocks.SCREEN)
        source = blocks.Source(readings=held.bands, scope=held.against.after, where=_where(held, held.against.after), by=(BAND,))
        blocks.chart(figure, source, "backlog-ages", f"{load_catalog()[OPEN].name}按{load_columns()[BAND].name}")


def _growth(held: Present) -> None:
    """The groups by how much their stock differs between the two days."""
    if held.balance.other is None or not held.lines:
        return
    name, (first, last) = load_columns()[held.column].name, held.against.days
    main, aside = st.columns([5, 6], gap="medium")
    with main, blocks.section(f"多在哪些{name}", f"{last}比{first}多或少的件数", key="growth"):
        figure = figures_causes.growth_bars(held.lines, held.column, blocks.SCREEN)
        source = blocks.Source(readings=[], scope=held.against.after, where=_where(held, held.against.after), by=(held.column,))
        blocks.bare_chart(figure, source, f"growth-{held.column}", f"{load_catalog()[OPEN].name}的增减按{name}的条形图")
    with aside, blocks.section("逐项相加", f"各{name}之和等于总数", key="growth-sums"):
        opening_table(growth_table(held), growth_opens(held), f"growth-{held.column}", f"在办增减-按{name}")


def growth_table(held: Present) -> pd.DataFrame:
    """A row a group and a row of sums: the stock on either day, the difference, and the longest wait in it."""
    name, (first, last) = load_columns()[held.column].name, held.against.days
    rows = [
        {
            name: group_words(held.column, line.group), first: number_words(line.before), last: number_words(line.after),
            "增减": signed(line.change), load_catalog()[OLDEST].name: value_words(line.oldest) if line.oldest else UNKNOWN,
        }
        for line in held.lines
    ]  # fmt: skip
    found, oldest = held.balance, of(held.after, OLDEST)[0]
    whole = [number_words(found.opening), number_words(found.closing), signed(found.closing - found.opening)]
    return pd.DataFrame([*rows, dict(zip(rows[0], ["合计", *whole, value_words(oldest)], strict=True))], dtype=object)


def growth_opens(held: Present) -> list[Opens]:
    """What the cells of growth_table() open to: the open cases of a group, or all, on either day."""
    spans = dict(zip(held.against.days, (held.against.before, held.against.after), strict=True))
    lines = [(line.before, line.after, {held.column: line.group}) for line in held.lines]
    lines.append((held.balance.opening, held.balance.closing, {}))
    return [
        {
            day: Drill(indicator=OPEN, scope=scope, where=f"{filters.area_name(held.view.area)}，{day}", by_values=by)
            for (day, scope), count in zip(spans.items(), counts, strict=True)
            if count
        }
        for *counts, by in lines
    ]
