"""研判 › 会议材料: the meeting's material as it will be printed, its wording, order and files, and the same on the projector."""

import streamlit as st

from pages.parts import (
    blocks,
    filters,
    meeting_archive_blocks,
    meeting_context,
    meeting_decision_blocks,
    meeting_files_blocks,
    meeting_head_blocks,
    meeting_open,
    meeting_plan_blocks,
    meeting_preview_blocks,
    meeting_projector,
    meeting_stage,
)
from reports.material import NothingKnown

view = filters.view()
if view is None:
    blocks.nothing(meeting_head_blocks.NAME)
    st.stop()

head = st.container()
chosen = meeting_context.choose(view)
try:
    held = meeting_context.composed(view, *chosen)
except NothingKnown as reason:
    with head:
        meeting_head_blocks.nothing(str(reason))
    st.stop()
if meeting_stage.is_on():
    meeting_projector.show(held)
    st.stop()
with head:
    meeting_head_blocks.head(held)
sheet, tasks = st.columns([9, 5], gap="large")
with sheet:
    meeting_preview_blocks.paper(held)
with tasks:
    meeting_head_blocks.projector_button()
    meeting_head_blocks.ignored(held)
    meeting_files_blocks.files(held)
    meeting_archive_blocks.archive(held)
    meeting_plan_blocks.sections(held)
    meeting_decision_blocks.decided(held)
meeting_head_blocks.footer(held)
meeting_open.show()
