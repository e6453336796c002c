"""监测 › 居民收入: how much is earned a head, by which basis, how it is made up, where the villages stand, and who did not report."""

import streamlit as st

from pages.parts import filters, income_blocks, income_place_blocks, ledger_blocks

view = filters.view()
if view is None:
    ledger_blocks.nothing("居民收入", income_blocks.SOURCES)
    st.stop()

bases = income_blocks.bases(view)
if not bases:
    ledger_blocks.nothing("居民收入", income_blocks.SOURCES)
    ledger_blocks.facts(view.area, income_blocks.PUBLISHED)
    ledger_blocks.silent(view, income_blocks.SOURCES, "silent-income")
    st.stop()

heading = st.container()
held = income_blocks.present(view, income_blocks.chosen(bases))
with heading:
    income_blocks.headline(held)
income_blocks.figure_cards(held)
main, aside = st.columns([2, 1], gap="medium")
with main:
    income_blocks.over_years(held)
with aside:
    income_place_blocks.to_ask(held)
left, right = st.columns(2, gap="medium")
with left:
    income_place_blocks.places(held)
with right:
    income_blocks.structure(held)
    income_place_blocks.growth_table(held)
ledger_blocks.facts(view.area, income_blocks.PUBLISHED)
ledger_blocks.silent(view, income_blocks.SOURCES, "silent-income")
income_blocks.everything(held)
income_blocks.footer(held)
