"""监测 › 矛盾纠纷: found, handled, settled; at which level; whether it holds; what is left."""

import streamlit as st

from pages.parts import blocks, dispute_blocks, filters, ledger_blocks, petition_blocks, todo_blocks

view = filters.view()
if view is None:
    blocks.nothing("矛盾纠纷")
    st.stop()

held = dispute_blocks.present(view)
if held.is_empty:
    dispute_blocks.nothing()
    petition_blocks.petitions(view)
    st.stop()

blocks.title("矛盾纠纷", dispute_blocks.sentence(held))
dispute_blocks.figure_cards(held, view)
main, aside = st.columns([3, 2], gap="medium")
with main:
    dispute_blocks.flow(held)
with aside:
    todo_blocks.todo(held.view, todo_blocks.DISPUTES, todo_blocks.DISPUTE_CUTS, held.where, "纠纷", "todo-disputes")
window = dispute_blocks.window(held)
dispute_blocks.success(window)
left, right = st.columns(2, gap="medium")
with left:
    dispute_blocks.levels(window)
with right:
    dispute_blocks.kinds(window)
dispute_blocks.after(window)
dispute_blocks.places(window)
petition_blocks.petitions(view)
ledger_blocks.everything_now(held.view, ("dispute", "petition"), "disputes")
blocks.footer(held.view.now(), dispute_blocks.FOLLOWED)
