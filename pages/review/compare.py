"""研判 › 分村比较: which villages differ by more than chance explains, which do not, and in how many cases."""

import streamlit as st

from pages.parts import blocks, filters, place_blocks, place_choices

view = filters.view()
if view is None:
    blocks.nothing("分村比较")
    st.stop()

head = st.container()
held = place_choices.asked(view)
with head:
    blocks.title("分村比较", place_blocks.sentence(held))
place_blocks.notes(held, view)
if len(place_blocks.villages(held)) < 2:
    place_blocks.nothing_to_compare()
if held.is_judged:
    place_blocks.bands(held, view)
    place_blocks.charts(held)
else:
    place_blocks.values(held)
place_blocks.table(held)
blocks.cautions((held.indicator.id,))
blocks.footer(held.scope, (held.indicator.id,))
