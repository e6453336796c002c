"""监测 › 诉求办理: what came in, what was done in time, what was solved, what people think of it, what is left."""

import streamlit as st

from pages.parts import blocks, case_blocks, filters

view = filters.view()
if view is None:
    st.title("诉求办理", anchor=False)
    blocks.nothing()
    st.stop()

held = case_blocks.present(view)
blocks.title("诉求办理", case_blocks.sentence(view, held))
case_blocks.figure_cards(view, held)
main, aside = st.columns([2, 1], gap="medium")
with main:
    case_blocks.volumes(view, held)
with aside:
    case_blocks.ageing(view)
case_blocks.rates(view, held)
case_blocks.places(view)
left, right = st.columns(2, gap="medium")
with left:
    case_blocks.breakdown(view, ("appeal_kind", "category_1"), "kinds")
with right:
    case_blocks.breakdown(view, ("source_channel", "handler_unit"), "channels")
blocks.footer(view.now(), case_blocks.FOLLOWED)
