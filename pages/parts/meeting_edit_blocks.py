"""A sentence of a brief in one's own words: written in its place, held against the data at once, and taken back again. Kept in the journal."""

from datetime import datetime

import streamlit as st

from pages.parts import context, event_blocks, roles
from pages.parts.meeting_context import Held
from reports.brief import Finding
from warehouse.journal import LONGEST_POST, JournalError
from warehouse.journal_briefs import LONGEST_PROSE, edit_finding, edits, withdraw_edit

EDITING, NOTICE, BY = "_meeting_edited", "_meeting_edit_notice", "meeting-by"


def is_edited(key: str) -> bool:
    """Whether the form for this sentence is open."""
    return st.session_state.get(EDITING) == key


def begin(key: str) -> None:
    """Open the form for a sentence. A callback."""
    st.session_state[EDITING] = key


def answer(key: str = "") -> None:
    """What became of the last step, at the sentence that it was about."""
    about, said = st.session_state.get(NOTICE, (None, ""))
    if about == key and said:
        st.session_state.pop(NOTICE)
        st.info(said, icon=":material/info:")


def form(one: Finding, held: Held) -> None:
    """The form in place of a sentence."""
    with st.container(key="meeting-edit"):
        st.text_area(
            f"改写这一句（不超过 {LONGEST_PROSE} 字；数字会与数据核对，不写姓名、电话）",
            value=one.text,
            max_chars=LONGEST_PROSE,
            key=f"meeting-text-{one.key}",
        )
        st.text_input("改写人（写岗位，不写姓名）", key=BY, max_chars=LONGEST_POST)
        with st.container(horizontal=True, gap="small"):
            st.button("保存改写", key="meeting-save", type="primary", on_click=_save, args=(one, held))
            st.button("不改了", key="meeting-cancel", on_click=_close)


def restorable(one: Finding, held: Held) -> None:
    """The button that brings back what the data say."""
    st.button("恢复原文", key=f"meeting-restore-{one.key}", type="tertiary", on_click=_restore, args=(one, held))


def _close() -> None:
    st.session_state.pop(EDITING, None)


@roles.writes("改写会议材料")
def _save(one: Finding, held: Held) -> None:
    text, by = st.session_state[f"meeting-text-{one.key}"].strip(), st.session_state[BY].strip()
    problem = event_blocks.refusal(f"{text} {by}") or _written(one, held, text, by)
    st.session_state[NOTICE] = one.key, problem or "已保存，标为人工编辑。"
    if not problem:
        _close()


def _written(one: Finding, held: Held, text: str, by: str) -> str:
    """Writes the edit; returns what stands in the way, or nothing."""
    if text == one.text:
        return "文字没有变化，没有保存。"
    try:
        edit_finding(
            context.data_dir(),
            area=held.area,
            period=held.span.written,
            edition=held.edition,
            key=one.key,
            original=one.original or one.text,
            text=text,
            by=by,
            at=datetime.now().replace(microsecond=0),
        )
    except JournalError as error:
        return str(error)
    return ""


@roles.writes("恢复会议材料原文")
def _restore(one: Finding, held: Held) -> None:
    found = edits(context.data_dir(), held.area, held.span.written)
    own = next((edit for edit in found if (edit.key, edit.edition) == (one.key, held.edition)), None)
    said = "已恢复为数据原文；改写的记录仍在。" if own else "这一句是在另一版里改写的，请到那一版恢复。"
    try:
        if own is not None:
            withdraw_edit(context.data_dir(), own.entry_id, st.session_state.get(BY) or "本机", datetime.now().replace(microsecond=0))
    except JournalError as error:
        said = str(error)
    st.session_state[NOTICE] = one.key, said
