"""The mechanisms of the source article: its own words, the figures that follow each of them, and what is never measured of it."""

from collections.abc import Mapping
from html import escape

import streamlit as st

from indicators.definition import load_catalog
from indicators.mechanisms import Mechanism, load_mechanisms
from indicators.scope import Scope
from pages.parts import blocks, cards, context, filters, ledger_blocks
from reports.reading import Reading
from reports.view import View
from reports.words import period_words, range_words, said
from reports.yearly import years_scope

OF_A_YEAR = ("facility", "industry", "profile", "project")  # domains reported by the year: the last year known stands for now
ACTIVITY = "activity"
ROW = 6


def _present(view: View) -> dict[str, tuple[Reading, Scope]]:
    """Every figure of the mechanisms with its scope: of the last twelve months, since many are told once a quarter, or of the last year known."""
    ids = list(dict.fromkeys(id for one in load_mechanisms().values() for id in one.indicators))
    yearly = [id for id in ids if load_catalog()[id].domain in OF_A_YEAR]
    told = [id for id in ids if load_catalog()[id].domain == ACTIVITY]
    others = [id for id in ids if id not in yearly and id not in told]
    years, found = years_scope(view), {}
    for asked, scope in ((told, ledger_blocks.known_view(view, ACTIVITY).window()), (others, view.window())):
        found |= {one.indicator.id: (one, scope) for one in context.figures(tuple(asked), scope)}
    for one in context.figures(tuple(yearly), years):
        if one.is_known or one.indicator.id not in found:
            found[one.indicator.id] = (one, years.at(one.period))
    return found


def mechanisms(view: View) -> None:
    """A line a mechanism; opened, what the article says, every figure with what it rests on, and the guard. Any figure opens to its rows."""
    own = view.unfiltered()
    found = _present(own)
    how = f"近 12 个月（{_span(own.window())}，台账另有截止日的以它为准）；按年报的取最近有数的一年。M24 在原文中是标题，没有数。点一行看全部的数"
    with blocks.section("各项机制现在怎样", how, key="mechanisms"):
        st.html("".join(_opened(one, found) for one in load_mechanisms().values()))
        _details(own, found)


def _opened(one: Mechanism, found: Mapping[str, tuple[Reading, Scope]]) -> str:
    readings = [found[id][0] for id in one.indicators if id in found]
    known = [reading for reading in readings if reading.is_known]
    silent = [load_catalog()[id].name for id in one.indicators if id not in {reading.indicator.id for reading in known}]
    lead = _words(known[0]) if known else "未填报"
    lines = [_words(reading) for reading in known] + ([f"没有数：{'、'.join(silent)}"] if silent else [])
    body = "".join(f'<p class="caption">{escape(line)}</p>' for line in [f"原文：“{one.quotation}”", *lines, f"不计：{one.guard}"])
    more = f"等 {len(known)} 项" if len(known) > 1 else ""
    summary = f'<summary class="gap" style="cursor:pointer"><span><b>{one.id}</b>　{escape(one.name)}</span><span>{escape(lead)}{more}</span></summary>'
    return f'<details>{summary}<div style="padding:0 0 .6rem 1.2rem">{body}</div></details>'


def _words(reading: Reading) -> str:
    return ("" if reading.period == "all" else period_words(reading.period)) + said(reading)


def _details(view: View, found: Mapping[str, tuple[Reading, Scope]]) -> None:
    """The figures of one mechanism as cards that open to their rows."""
    declared = load_mechanisms()
    chosen = st.selectbox(
        "打开一项机制的明细", list(declared), index=None, format_func=lambda id: f"{id} {declared[id].name}", placeholder="选一项机制", key="机制", bind="query-params",
    )  # fmt: skip
    if not chosen:
        return
    known = [found[id] for id in declared[chosen].indicators if id in found]
    where = filters.area_name(view.area)
    row = [cards.Card(reading=one, scope=scope, where=f"{where}，{_when(one, scope)}", compared=_when(one, scope)) for one, scope in known]
    for place in range(0, len(row), ROW):
        cards.cards(row[place : place + ROW], f"{chosen}-")
    st.caption(f"“{declared[chosen].quotation}”　{declared[chosen].guard}")


def _when(one: Reading, scope: Scope) -> str:
    return _span(scope) if one.period == "all" else period_words(one.period)


def _span(scope: Scope) -> str:
    return range_words(scope.start, scope.end)
