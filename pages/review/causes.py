"""研判 › 变化原因: a rate that moved taken apart, a backlog with what came in and went out, and the step that took the time."""

import streamlit as st

from pages.parts import backlog_blocks, blocks, cause_blocks, filters, gap_blocks, step_blocks

view = filters.case_view()
if view is None:
    blocks.nothing("变化原因")
    st.stop()

if gap_blocks.is_totals_only():
    gap_blocks.totals_elsewhere("变化原因")
    st.stop()

head = st.container()
answers = {cause_blocks.RATE: cause_blocks, cause_blocks.BACKLOG: backlog_blocks, cause_blocks.STEPS: step_blocks}
answer = answers[cause_blocks.question()]
held = answer.present(view)
with head:
    blocks.title("变化原因", answer.sentence(held))
answer.apart(held)
blocks.footer(held.against.after, answer.followed(held))
