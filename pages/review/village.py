"""研判 › 村情画像: one village whole: every domain, what is published of it, what it has not reported, and what people noted."""

import streamlit as st

from pages.parts import blocks, event_blocks, filters, ledger_blocks, village_blocks

view = filters.view()
if view is None:
    blocks.nothing("村情画像")
    st.stop()

head = st.container()
path = village_blocks.choose(view)
if path is None:
    head.title("村情画像", anchor=False)
    village_blocks.no_village()
    st.stop()

held = village_blocks.portrait(view, path)
with head:
    blocks.title("村情画像", village_blocks.sentence(held))
village_blocks.figure_cards(held)
village_blocks.standing(held)
main, aside = st.columns([2, 1], gap="medium")
with main:
    village_blocks.course(held)
with aside:
    village_blocks.unreported(held)
ledger_blocks.facts(path, key="village-facts")
for left, right in village_blocks.pairs():
    columns = st.columns(2, gap="medium")
    with columns[0]:
        village_blocks.section(held, left)
    with columns[1]:
        village_blocks.section(held, right)
event_blocks.notes(view, path)
blocks.footer(held.view.now(), village_blocks.FOLLOWED)
