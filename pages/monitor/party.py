"""监测 › 党建与服务: what was due and held, what was promised and done, who has to catch up, and the mechanisms of the article."""

import streamlit as st

from pages.parts import blocks, filters, ledger_blocks, mechanism_blocks, party_blocks

NAME, SOURCES, PUBLISHED = "党建与服务", ("activity", "profile"), ("党建", "网格", "服务", "志愿", "阵地")

view = filters.view()
if not ledger_blocks.has_any(view, SOURCES):
    ledger_blocks.nothing(NAME, SOURCES)
    ledger_blocks.published(view, PUBLISHED)
    st.stop()

held = party_blocks.present(view)
blocks.title(NAME, party_blocks.sentence(held))
party_blocks.figure_cards(held)
span = party_blocks.due_span(held)
main, aside = st.columns([2, 1], gap="medium")
with main:
    party_blocks.due_matrix(held, span)
with aside:
    party_blocks.to_do(held, span)
left, right = st.columns(2, gap="medium")
with left:
    party_blocks.course(held)
with right:
    party_blocks.activities(held)
party_blocks.places(held)
party_blocks.basics(view)
mechanism_blocks.mechanisms(view)
ledger_blocks.facts(view.area, PUBLISHED)
ledger_blocks.silent(view, SOURCES, "silent-party")
ledger_blocks.everything(view, SOURCES, "party")
blocks.footer(held.view.now(), party_blocks.FOLLOWED)
