"""监测 › 诉求办理: what came in, what was done in time, what was solved, what people think of it, what is left."""

import streamlit as st

from pages.parts import blocks, case_blocks, compare_blocks, filters, gap_blocks, ledger_blocks, process_blocks, time_blocks

view = filters.case_view()
if view is None:
    blocks.nothing("诉求办理")
    st.stop()

if gap_blocks.is_totals_only():
    gap_blocks.totals_elsewhere("诉求办理")
    st.stop()

held = case_blocks.present(view)
blocks.title("诉求办理", case_blocks.sentence(held), case_blocks.speaking(held))
case_blocks.figure_cards(held)
main, aside = st.columns([2, 1], gap="medium")
with main:
    case_blocks.volumes(held)
with aside:
    case_blocks.ageing(held)
case_blocks.rates(held)

part = blocks.choice("再看", {"compare": "村与单位、类型与渠道", "time": "办结要多久", "process": "办理过程"}, label_visibility="visible")
if part == "time":
    time_blocks.time_to_close(view)
    left, right = st.columns(2, gap="medium")
    with left:
        time_blocks.steps(view)
    with right:
        time_blocks.rhythm(view)
elif part == "process":
    process_blocks.process(view)
else:
    compare_blocks.comparisons(view)
ledger_blocks.everything_now(view, ("case",), "cases")
blocks.footer(view.now(), case_blocks.FOLLOWED)
