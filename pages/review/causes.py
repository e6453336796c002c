"""研判 › 变化原因: a rate that moved taken apart, a backlog with what came in and went out, and the step that took the time."""

import streamlit as st

from pages.parts import blocks, cause_blocks, filters, gap_blocks

view = filters.case_view()
if view is None:
    blocks.nothing("变化原因")
    st.stop()

if gap_blocks.is_totals_only():
    gap_blocks.totals_elsewhere("变化原因")
    st.stop()

head = st.container()
question = cause_blocks.question()
held = cause_blocks.present(view)
with head:
    blocks.title("变化原因", cause_blocks.sentence(held))
cause_blocks.apart(held)
blocks.footer(held.against.after, (held.whole[0].indicator.id,))
