"""研判 › 信号一览: of everything that is followed period by period, what changed beyond its usual ups and downs, and what did not."""

import streamlit as st

from pages.parts import baseline_blocks, blocks, filters, watch_blocks

view = filters.case_view()
if view is None or not watch_blocks.has_cases():
    blocks.nothing("信号一览")
    st.stop()

held = watch_blocks.watched(view)
blocks.title("信号一览", watch_blocks.sentence(held))
watch_blocks.fired(held)
chosen = watch_blocks.choose(held)
main, aside = st.columns([2, 1], gap="medium")
with main:
    watch_blocks.course(held, chosen)
with aside:
    watch_blocks.verdicts(held, chosen)
    baseline_blocks.forms(held, chosen)
watch_blocks.quiet(held)
blocks.footer(view.history(), watch_blocks.FOLLOWED[:1])
