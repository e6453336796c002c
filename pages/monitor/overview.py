"""监测 › 总览: is it going well, what is overdue, which village needs a look."""

import streamlit as st

from pages.parts import blocks, case_blocks, compare_blocks, filters

view = filters.view()
if view is None:
    blocks.nothing("总览")
    st.stop()

held = case_blocks.present(view)
blocks.title("总览", case_blocks.sentence(held))
case_blocks.figure_cards(held)
main, aside = st.columns([2, 1], gap="medium")
with main:
    case_blocks.rate_course(held, case_blocks.ON_TIME)
with aside:
    case_blocks.overdue_list(held)
compare_blocks.places_table(view)
blocks.footer(view.now(), case_blocks.FOLLOWED)
