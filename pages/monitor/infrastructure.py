"""监测 › 基础设施: projects against their plan, what presses, what stands in the villages, what was added, and the living environment."""

import streamlit as st

from pages.parts import blocks, facility_blocks, filters, ledger_blocks, project_blocks

SOURCES = ("project", "facility")
PUBLISHED = ("基础设施", "厕改", "电网", "公共服务", "人居", "人居、消防", "绿化", "乡村建设")

view = filters.view()
if view is None:
    ledger_blocks.nothing("基础设施", SOURCES)
    st.stop()

projects, facilities = project_blocks.present(view), facility_blocks.present(view)
if projects.is_empty and facilities.is_empty:
    ledger_blocks.nothing("基础设施", SOURCES)
    ledger_blocks.facts(view.area, PUBLISHED)
    ledger_blocks.silent(view, SOURCES, "silent-infrastructure")
    st.stop()

blocks.title("基础设施", project_blocks.sentence(projects, facility_blocks.sentence(facilities)))
project_blocks.figure_cards(projects)
main, aside = st.columns([2, 1], gap="medium")
with main:
    project_blocks.timeline(projects)
with aside:
    project_blocks.pressing(projects)
    project_blocks.progress(projects)
project_blocks.breakdown(projects)
project_blocks.listing(projects)
facility_blocks.standing(facilities)
left, right = st.columns(2, gap="medium")
with left:
    facility_blocks.added(facilities)
with right:
    facility_blocks.living(facilities)
ledger_blocks.facts(view.area, PUBLISHED)
ledger_blocks.silent(view, SOURCES, "silent-infrastructure")
ledger_blocks.everything_so_far(view, ("project",), "project")
ledger_blocks.everything(view, ("facility",), "facility")
if projects.is_empty:
    blocks.footer(facilities.view.now(), facility_blocks.FOLLOWED)
else:
    blocks.footer(projects.scope, project_blocks.FOLLOWED)
