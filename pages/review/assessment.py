"""研判 › 考核评估: which band each village is in and how sure that is, one village's score down to the rows, and what if it were weighed otherwise."""

import streamlit as st

from pages.parts import (
    assess_context,
    assess_sheet_blocks,
    assess_town_blocks,
    assess_village_blocks,
    assess_village_choice,
    assess_watch_blocks,
    assess_what_if_blocks,
    blocks,
    bonus_blocks,
    filters,
    ruling_blocks,
    scheme_blocks,
    village_blocks,
)
from pages.parts.assess_village_choice import RULING, SCHEME, SHEET, TOWN, WHAT_IF

NAME = "考核评估"
view = filters.view()
if view is None:
    blocks.nothing(NAME)
    st.stop()

head = st.container()
choices = st.columns([5, 3, 3], gap="medium", vertical_alignment="bottom")
with choices[0]:
    opened = assess_village_choice.view()
with choices[1]:
    held = assess_context.asked(view)
if not held.assessment.villages:
    head.title(NAME, anchor=False)
    village_blocks.no_village()
    st.stop()

with choices[2]:
    rows = assess_town_blocks.like_choice(held) if opened == TOWN else None
    own = assess_sheet_blocks.sheet(held, assess_village_choice.village(held)) if opened == SHEET else None
with head:
    blocks.title(NAME, assess_village_blocks.sentence(own) if own else assess_town_blocks.sentence(held))
    assess_town_blocks.basis(held)
if opened == TOWN:
    assess_town_blocks.totals(rows)
    assess_town_blocks.lists(rows)
    assess_town_blocks.table(rows)
    assess_watch_blocks.watch(rows)
if opened == SHEET:
    assess_village_blocks.cards(own)
    assess_village_blocks.changed(own)
    assess_sheet_blocks.score_sheet(own)
    assess_sheet_blocks.history(own)
if opened == WHAT_IF:
    assess_what_if_blocks.what_if(held)
    assess_what_if_blocks.two_periods(held)
if opened == SCHEME:
    scheme_blocks.show(held)
if opened == RULING:
    bonus_blocks.show(held)
    ruling_blocks.show(held)
blocks.footer(view.now(), assess_context.followed(held))
