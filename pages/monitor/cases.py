"""监测 › 诉求办理: what came in, what was done in time, what was solved, what people think of it, what is left."""

import streamlit as st

from pages.parts import blocks, case_blocks, compare_blocks, filters

view = filters.view()
if view is None:
    blocks.nothing("诉求办理")
    st.stop()

held = case_blocks.present(view)
blocks.title("诉求办理", case_blocks.sentence(held))
case_blocks.figure_cards(held)
main, aside = st.columns([2, 1], gap="medium")
with main:
    case_blocks.volumes(held)
with aside:
    case_blocks.ageing(held)
case_blocks.rates(held)

compared = compare_blocks.compared(view)
rate = compare_blocks.rate_choice()
left, right = st.columns(2, gap="medium")
with left:
    compare_blocks.intervals(compared, rate, filters.compared_by(view))
with right:
    compare_blocks.intervals(compared, rate, "handler_unit")
left, right = st.columns(2, gap="medium")
with left:
    compare_blocks.breakdown(compared, compare_blocks.KINDS, "kinds")
with right:
    compare_blocks.breakdown(compared, compare_blocks.CHANNELS, "channels")
blocks.footer(view.now(), case_blocks.FOLLOWED)
