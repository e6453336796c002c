"""Objections to what was posted, each with its answer, and the forms for both. Kept in the journal; nothing is ever deleted."""

from datetime import datetime
from html import escape

import streamlit as st

from indicators.definition import load_catalog
from pages.parts import blocks, context, event_blocks, final_ruling, roles
from reports.final_score import Figures
from reports.words import day_words, group_words
from warehouse.journal import LONGEST_POST, LONGEST_TEXT, JournalError
from warehouse.journal_assessments import OUTCOMES, Objection, Ruling, answer_objection, object_to, objections

NOTICE = "_objection_notice"
WHOLE = ""  # an objection to the whole sheet


def show(posted: Ruling, *, is_open: bool) -> None:
    """The objections to a posting with their answers; forms for another and for an answer while it is open."""
    found = objections(context.data_dir(), posted.entry_id)
    with blocks.section("申诉与答复", f"对公示结果的申诉，收到{day_words(posted.objections_until)}止", key="objections"):
        said = st.session_state.pop(NOTICE, None)
        if said:
            st.info(said, icon=":material/info:")
        if not found:
            st.caption("没有申诉。")
        for one in found:
            _objection(one, is_open=is_open)
        figures = final_ruling.standing(posted).figures
        if is_open and figures is not None and roles.may_write_here():
            _form(posted, figures)


def _item_name(id: str) -> str:
    return load_catalog()[id].name if id in load_catalog() else "总分"


def _objection(one: Objection, *, is_open: bool) -> None:
    asked = f"{group_words('village', one.village)}　对{_item_name(one.item)}：{one.text}"
    state = OUTCOMES[one.outcome] if one.is_answered else "待答复"
    told = [f"{one.written_by}，{day_words(one.written_at.date())}提出"]
    if one.is_answered:
        told.append(f"答复：{one.answer}（{one.answered_by}，{day_words(one.answered_at.date())}）")
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"line-objection-{one.entry_id}"):
        st.html(
            f'<div class="change decision"><b class="calm">{state}</b><span>{escape(asked)}<small>{"<br>".join(map(escape, told))}</small></span></div>'
        )
        if is_open and not one.is_answered and roles.may_manage():
            with st.popover("答复", type="tertiary", key=f"answer-{one.entry_id}"):
                _answer_form(one.entry_id)


def _answer_form(entry_id: int) -> None:
    st.selectbox(
        "申诉是否成立", list(OUTCOMES), format_func=OUTCOMES.get, index=None, placeholder="请选择", key=f"answer-outcome-{entry_id}"
    )
    st.text_input(f"理由（不超过 {LONGEST_TEXT} 字）", key=f"answer-text-{entry_id}", max_chars=LONGEST_TEXT)
    st.text_input("答复人（写岗位，不写姓名）", key=f"answer-by-{entry_id}", max_chars=LONGEST_POST)
    st.button("记下答复", key=f"answer-save-{entry_id}", type="primary", on_click=_answer, args=(entry_id,))


def _form(posted: Ruling, figures: Figures) -> None:
    with st.expander("记一件申诉", icon=":material/rate_review:", key="objection-form"):
        villages = {one["path"]: one["name"] for one in figures["villages"]}
        items = [WHOLE, *dict.fromkeys(item["id"] for one in figures["villages"] for pillar in one["pillars"] for item in pillar["items"])]
        village, item = st.columns(2)
        village.selectbox("哪个村", list(villages), format_func=villages.get, key="objection-village")
        item.selectbox("对哪一项", items, format_func=_item_name, key="objection-item")
        st.text_input(f"异议（不超过 {LONGEST_TEXT} 字，不写姓名、电话）", key="objection-text", max_chars=LONGEST_TEXT)
        st.text_input("申诉人（写岗位，不写姓名）", key="objection-by", max_chars=LONGEST_POST)
        st.button("记下申诉", key="objection-save", type="primary", on_click=_object, args=(posted.entry_id,))


@roles.writes("记申诉")
def _object(ruling: int) -> None:
    village, item, text, by = (st.session_state[f"objection-{key}"] for key in ("village", "item", "text", "by"))
    problem = event_blocks.refusal(f"{text} {by}")
    if not problem:
        try:
            object_to(context.data_dir(), ruling, village=village, item=item, text=text, by=by, at=_now())
            st.session_state["objection-text"] = ""
        except JournalError as error:
            problem = str(error)
    st.session_state[NOTICE] = problem or "申诉已记下。"


@roles.writes("答复申诉")
def _answer(entry_id: int) -> None:
    outcome, text, by = (st.session_state[f"answer-{key}-{entry_id}"] or "" for key in ("outcome", "text", "by"))
    problem = event_blocks.refusal(f"{text} {by}") or ("" if outcome else "请选择申诉是否成立。")
    if not problem:
        try:
            answer_objection(context.data_dir(), entry_id, outcome=outcome, text=text, by=by, at=_now())
        except JournalError as error:
            problem = str(error)
    st.session_state[NOTICE] = problem or "答复已记下。"


def _now() -> datetime:
    return datetime.now().replace(microsecond=0)
