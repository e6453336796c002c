"""数据 › 数据导入: files in, what they are and what was wrong with them, what would change, and then published or not; blank templates."""

import streamlit as st

from pages.parts import (
    blocks,
    intake_check_blocks,
    intake_done_blocks,
    intake_file_blocks,
    intake_sheet_blocks,
    intake_template_blocks,
    intake_work,
)
from pages.parts.intake_file_blocks import BLANK, FILES
from pages.parts.intake_state import held

now = held()
blocks.title("数据导入", intake_file_blocks.sentence(now))
opened = intake_file_blocks.view()
if opened == BLANK:
    intake_template_blocks.show()
if opened == FILES:
    intake_file_blocks.steps(now)
    desk = st.empty()  # what lies on it goes at once when a step begins
    if now.job:
        intake_work.attend(now.job, desk)
    with desk.container():
        intake_file_blocks.told(now)
        if now.done:
            intake_done_blocks.show(now.done)
        if not now.files:
            intake_file_blocks.choose(now)
        elif now.check:
            intake_check_blocks.show(now, now.check)
        else:
            intake_sheet_blocks.show(now)
intake_file_blocks.footer()
