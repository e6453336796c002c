"""What meetings decided and whether it is done, and the form for a meeting and what it decided. Kept in the journal; nothing is ever deleted."""

from datetime import date, datetime
from html import escape

import streamlit as st

from pages.parts import context, event_blocks, filters, roles
from reports.sentences_changes import DONE, LATE, decision_state
from reports.since import Occasion
from reports.view import View
from reports.words import day_words
from warehouse.journal import LONGEST_POST, LONGEST_TEXT, JournalError
from warehouse.journal_decisions import Decision, decisions, finish_decision, note_decision, withdraw_decision
from warehouse.journal_meetings import meetings, note_meeting, withdraw_meeting

NOTICE, DAY = "_decision_notice", "decision-day"
TONES = {DONE: "better", LATE: "worse"}
MARKS = {DONE: "✓", LATE: "！"}
LISTED = 4
FIELDS = {"day": 10, "by": LONGEST_POST, "text": LONGEST_TEXT, "unit": LONGEST_POST, "due": 10}


def decided(view: View, occasion: Occasion, day: date | None) -> None:
    """What the meeting looked back to decided, what earlier ones did and is not done, and a form for the next."""
    st.markdown("**会上定的事**")
    _answer()
    found = standing(decisions(context.data_dir(), view.area), day)
    if not found:
        st.caption("没有记下的决定。" if occasion.is_meeting else "没有未了结的决定。")
    for one in found[:LISTED]:
        _decision(one, day)
    if found[LISTED:]:
        with st.expander(f"其余 {len(found) - LISTED} 条决定", key="more-decisions"):
            for one in found[LISTED:]:
                _decision(one, day)
    if roles.may_write_here():
        _form(view, occasion)


def turn_to(occasion: Occasion) -> None:
    """The form speaks of the meeting that was picked. A callback."""
    if occasion.on:
        st.session_state[DAY] = f"{occasion.on}"


def standing(found: list[Decision], day: date | None) -> list[Decision]:
    """The decisions of the day's meeting, done or not, and those of any other that are not done; what is not done first."""
    kept = [one for one in found if not one.is_done or one.meeting == day]
    return sorted(kept, key=lambda one: (one.is_done, one.due, one.entry_id))


def _decision(one: Decision, day: date | None) -> None:
    state = decision_state(is_done=one.is_done, due=one.due, known_to=context.extent().last_on or one.meeting)
    met = "" if one.meeting == day else f"{day_words(one.meeting)}会议；"
    where = f"{filters.area_name(one.area)}；" if one.area else ""
    mark = f'<b class="{TONES.get(state, "calm")}"><i aria-hidden="true">{MARKS.get(state, "·")}</i>{state}</b>'
    beside = f"{met}{where}{one.unit}，{day_words(one.due)}前"
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"line-decision-{one.entry_id}"):
        st.html(f'<div class="change decision">{mark}<span>{escape(one.text)}<small>{escape(beside)}</small></span></div>')
        if not one.is_done and roles.may_manage():
            with st.popover("处理", type="tertiary", key=f"end-{one.entry_id}"):
                st.button("已了结", key=f"finish-{one.entry_id}", on_click=_finish, args=(one.entry_id,), type="primary")
                st.button("记错了，撤回", key=f"take-back-{one.entry_id}", on_click=_take_back, args=(one.entry_id,))


def _form(view: View, occasion: Occasion) -> None:
    with st.expander("记会议和决定", icon=":material/edit_note:", key="decision-form"):
        st.session_state.setdefault(DAY, f"{occasion.on or view.last}")
        day, by = st.columns(2)
        # written and not picked: the picker speaks English to a screen reader
        day.text_input("会议日期，写作 2026-10-31", key=DAY, max_chars=FIELDS["day"])
        by.text_input("记录人（写岗位，不写姓名）", key="decision-by", max_chars=FIELDS["by"])
        st.text_input(f"定了什么事（不超过 {LONGEST_TEXT} 字；只记会议可不填）", key="decision-text", max_chars=FIELDS["text"])
        unit, due = st.columns(2)
        unit.text_input("责任单位", key="decision-unit", max_chars=FIELDS["unit"])
        due.text_input("办结期限，写作 2026-11-30", key="decision-due", max_chars=FIELDS["due"])
        st.caption(f"记在：{filters.area_name(view.area)}")
        st.button("记下", key="decision-save", type="primary", on_click=_save, args=(view.area or "",))
        met = next((one for one in meetings(context.data_dir()) if occasion.is_meeting and one.on == occasion.on), None)
        if met:
            st.button("这次会议记错了，撤回", key="meeting-take-back", type="tertiary", on_click=_take_back_meeting, args=(met.entry_id,))


@roles.writes("记会议和决定")
def _save(area: str) -> None:
    day, by, text, unit, due = (st.session_state[f"decision-{field}"].strip() for field in FIELDS)
    problem = event_blocks.refusal(f"{text} {unit} {by}") or _wrong_day(day) or (_wrong_day(due) if text else "")
    st.session_state[NOTICE] = problem or _written(area, day, by, text, unit, due)


def _wrong_day(written: str) -> str:
    return "" if event_blocks.day_of(written) else f"“{written}”不是日期，没有保存；请写作 2026-10-31。"


def _written(area: str, day: str, by: str, text: str, unit: str, due: str) -> str:
    """Writes the meeting where it is not recorded yet, and the decision where there is one; returns what to say."""
    folder, met, now = context.data_dir(), event_blocks.day_of(day), datetime.now().replace(microsecond=0)
    try:
        if text:
            note_decision(folder, meeting=met, area=area, text=text, unit=unit, due=event_blocks.day_of(due), by=by, at=now)
        if not text or met not in [one.on for one in meetings(folder)]:
            note_meeting(folder, on=met, by=by, at=now)
    except JournalError as error:
        return str(error)
    st.session_state["decision-text"] = ""
    return "决定已记下。" if text else f"{day_words(met)}的会议已记下。"


def _ended(ending, entry_id: int, said: str) -> None:
    try:
        ending(context.data_dir(), entry_id, st.session_state.get("decision-by") or "本机", datetime.now().replace(microsecond=0))
    except JournalError as error:
        said = str(error)
    st.session_state[NOTICE] = said


@roles.writes("决定了结")
def _finish(entry_id: int) -> None:
    _ended(finish_decision, entry_id, "已了结。")


@roles.writes("撤回决定")
def _take_back(entry_id: int) -> None:
    _ended(withdraw_decision, entry_id, "决定已撤回；记录仍在。")


@roles.writes("撤回会议")
def _take_back_meeting(entry_id: int) -> None:
    _ended(withdraw_meeting, entry_id, "会议已撤回，它的决定仍在；记录都在。")


def _answer() -> None:
    said = st.session_state.pop(NOTICE, None)
    if said:
        st.info(said, icon=":material/info:")
