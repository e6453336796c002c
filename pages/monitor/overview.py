"""监测 › 总览: is it going well, what changed since the last meeting, what is overdue, which village needs a look, what is missing."""

import streamlit as st

from pages.parts import blocks, case_blocks, change_blocks, compare_blocks, dispute_blocks, filters, gap_blocks, ledger_blocks, todo_blocks

view = filters.case_view()
if view is None:
    blocks.nothing("总览")
    st.stop()

if gap_blocks.is_totals_only():
    gap_blocks.totals_only(view, filters.area_name(view.area))
    st.stop()

held = case_blocks.present(view)
blocks.title("总览", case_blocks.sentence(held, dispute_blocks.overdue_words(view)), case_blocks.speaking(held))
case_blocks.figure_cards(held, dispute_blocks.overdue_card(view))
compare_blocks.places_line(view)
change_blocks.since(view)
main, aside = st.columns([3, 2], gap="medium")
with main:
    todo_blocks.todo(view, todo_blocks.CASES, todo_blocks.CASE_CUTS, held.where, "诉求", "todo")
with aside:
    case_blocks.rate_course(held, case_blocks.ON_TIME)
main, aside = st.columns([3, 2], gap="medium")
with main:
    dispute_blocks.pressing(view)
with aside:
    gap_blocks.gaps(view)
compare_blocks.places_table(view)
gap_blocks.summaries(view, filters.area_name(view.area))
ledger_blocks.everything_so_far(view, ("summary",), "overview")
blocks.footer(view.now(), case_blocks.FOLLOWED)
