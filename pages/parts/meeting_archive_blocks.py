"""Finished briefs: kept with the snapshot and the journal position they came from, downloaded again as they were, and checked against the data."""

from collections.abc import Callable
from datetime import datetime
from html import escape
from pathlib import Path

import streamlit as st

from pages.parts import blocks, context, event_blocks, meeting_context, meeting_files_blocks, roles
from pages.parts.blocks import version_name
from pages.parts.meeting_context import Held
from reports.archive import GONE, OUTDATED, RETIRED, SAME, Standing, finished, standing
from reports.brief import EDITIONS, Brief
from reports.sections.order import UnknownSection
from warehouse import folder
from warehouse.errors import WarehouseError
from warehouse.journal import LONGEST_POST
from warehouse.journal_briefs import Archived, archived
from warehouse.kept_briefs import finish_brief, kept_brief
from warehouse.snapshot import is_outdated

NOTICE, BY = "_meeting_archive_notice", "meeting-archive-by"


def archive(held: Held) -> None:
    """The form that finishes this brief, and the ones finished before."""
    with blocks.section("存档定稿", "存下全文、数据版本和记事位置，此后随时可按原样再生成并核对", key="meeting-archive"):
        said = st.session_state.pop(NOTICE, None)
        if said:
            st.info(said, icon=":material/info:")
        found = archived(context.data_dir(), held.area, held.span.written)
        for one in reversed(found):
            _line(one, held)
        if not found:
            st.caption("这一时段还没有定稿。")
        if roles.may_write_here():
            _form(held)


def _form(held: Held) -> None:
    with st.expander(f"把现在这份{held.brief.edition_words}存档", icon=":material/inventory_2:", key="archive-form"):
        st.text_input("存档人（写岗位，不写姓名）", key=BY, max_chars=LONGEST_POST)
        wrong = sum(bool(one.mismatches) for one in held.brief.findings())
        if wrong:
            st.caption(f"注意：有 {wrong} 句人工编辑与数据不符，会照此存档并注明。")
        st.button("存档定稿", key="meeting-archive", type="primary", on_click=_archive, args=(held,))


@roles.writes("会议材料存档")
def _archive(held: Held) -> None:
    by = st.session_state[BY].strip()
    problem = event_blocks.refusal(by)
    if not problem:
        text, digest = finished(held.brief)
        try:
            finish_brief(
                context.data_dir(), text, area=held.area, period=held.span.written, edition=held.edition, title=held.brief.title,
                snapshot=held.brief.made.snapshot, journal_position=held.brief.made.position, digest=digest, by=by, made_on=held.brief.made.on,
                at=datetime.now().replace(microsecond=0),
            )  # fmt: skip
        except WarehouseError as error:
            problem = str(error)
    st.session_state[NOTICE] = problem or "已存档。"


def _line(one: Archived, held: Held) -> None:
    said = (
        f"<b>第 {one.number} 次 {escape(EDITIONS[one.edition])}</b>"
        f"<small>{one.written_at:%Y-%m-%d %H:%M}，{escape(one.written_by)}；数据版本{version_name(one.snapshot)}</small>"
    )
    with st.container(key=f"line-archived-{one.entry_id}", gap=None):
        st.html(f'<div class="archived">{said}</div>')
        if st.toggle("核对并再下载", key=f"archived-{one.entry_id}"):
            with st.spinner("正在由当时的数据版本重新生成…"):
                checked = checked_brief(one)
            _checked(one, checked)


def _checked(one: Archived, found: Standing) -> None:
    mark = "与存档一致" if found.check == SAME else "与存档不一致"
    tone = "better" if found.check == SAME else "worse"
    st.html(f'<p class="checked"><b class="{tone}">{mark}</b>　{escape(found.words)}。</p>')
    for difference in found.differences:
        st.caption(difference)
    if found.brief is not None:
        with st.container(horizontal=True, gap="small"):
            meeting_files_blocks.downloads(found.brief, f"archived-{one.entry_id}")


def checked_brief(one: Archived) -> Standing:
    """A finished brief as it was kept, beside the one made anew."""
    return standing(kept_brief(context.data_dir(), one.digest), one.digest, remade(one))


def remade(one: Archived) -> Brief | str:
    """The brief made anew from the snapshot and the journal position it came from, or why it cannot be."""
    data_dir: Path = context.data_dir()
    if one.snapshot not in folder.names(data_dir):
        return GONE
    if is_outdated(data_dir, one.snapshot):
        return OUTDATED
    make: Callable = meeting_context.brief_of
    try:
        return make((str(data_dir), one.snapshot), one.position, one.area or None, one.period, one.edition, one.made_on)
    except UnknownSection:
        return RETIRED
