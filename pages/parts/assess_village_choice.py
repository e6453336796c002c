"""Which view of 考核评估 is open and which village it looks at, so that one view can open another."""

import streamlit as st

from pages.parts import blocks
from pages.parts.assess_context import Held
from reports.sentences_places import names

VIEW, VILLAGE = "考核内容", "被考核村"
TOWN, SHEET, WHAT_IF, SCHEME, RULING = "town", "village", "what_if", "scheme", "ruling"
VIEWS = {TOWN: "全镇", SHEET: "一个村", WHAT_IF: "试算与对照", SCHEME: "办法", RULING: "加减分与定稿"}


def view() -> str:
    """Which view is open."""
    return blocks.choice(VIEW, VIEWS)


def called(held: Held) -> dict[str, str]:
    """What each village is called, by its path, in the order of the area ledger."""
    return names("village", [one.path for one in held.assessment.villages])


def village(held: Held) -> str:
    """The village looked at: that of the sidebar, else the one chosen."""
    named = called(held)
    if held.view.area in named:
        return held.view.area
    return st.selectbox(VILLAGE, list(named), format_func=named.get, key=VILLAGE, bind="query-params")


def open_sheet(path: str, name: str) -> None:
    """Open the score sheet of a village. A callback of a view in which no village is chosen.

    The name goes into the URL as well: the box that writes it there is not on the page yet, and the link would open another village.
    """
    st.query_params[VILLAGE] = name
    st.session_state[VIEW], st.session_state[VILLAGE] = SHEET, path
