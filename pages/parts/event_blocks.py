"""What officials note of a place: a policy, a drought, pinned to its day. Kept in the journal, never in a snapshot; nothing is ever deleted."""

import re
from datetime import date, datetime

import streamlit as st

from etl.guard import PERSONAL, is_personal, is_refused
from pages.parts import blocks, context, roles
from reports.view import View
from reports.words import day_words
from warehouse.journal import LONGEST_TEXT, JournalError
from warehouse.journal_events import Event, events, note_event, withdraw_event

NOTICE = "_event_notice"
EARLIEST = 1950


def live(area: str | None) -> list[Event]:
    """The events that concern an area: its own, those within it, and those of the areas above it."""
    return events(context.data_dir(), area)


def notes(view: View, area: str) -> None:
    """The events of an area as a numbered list, each with a way to withdraw it, and below it a form for a new one."""
    with blocks.section("记事", "把一件事（一项政策、一场旱情）记在一个日子上，图上以编号标出；只说明发生过，不说明原因", key="events"):
        _answer()
        for number, event in enumerate(live(area), start=1):
            line, button = st.columns([5, 1], vertical_alignment="center")
            line.markdown(
                f"{number}. **{day_words(event.on)}**　{_plain(event.text)}　:gray[{_plain(event.written_by)} 记于 {day_words(event.written_at.date())}]"
            )
            if roles.may_manage():
                button.button("撤下", key=f"withdraw-{event.entry_id}", type="tertiary", on_click=_withdraw, args=(event.entry_id,))
        if roles.may_write_here():
            _form(view, area)


def _plain(text: str) -> str:
    return re.sub(r"([\\`*_\[\]#~$<:])", r"\\\1", text)


def _form(view: View, area: str) -> None:
    with st.expander("记一件事", icon=":material/push_pin:", key="event-form"):
        day, by = st.columns(2)
        # written and not picked: the picker speaks English to a screen reader
        day.text_input("日期，写作 2026-10-31", value=f"{view.last}", max_chars=10, key="event-day")
        by.text_input("记事人（写岗位，不写姓名）", key="event-by", max_chars=20)
        st.text_input(f"什么事（不超过 {LONGEST_TEXT} 字，不写姓名、电话）", key="event-text", max_chars=LONGEST_TEXT)
        st.button("记到这个日子", key="event-save", type="primary", on_click=_save, args=(area,))


def refusal(text: str) -> str | None:
    """Why a note may not be kept: it holds something about a person; None where it may."""
    if re.search(PERSONAL, text):
        return "记事里像有电话或证件号码，没有保存；请去掉后再记。"
    if is_refused([text]) or is_personal(text):
        return "记事涉及个人或特定人群，没有保存；看板只记工作上的事。"
    return None


def day_of(text: str) -> date | None:
    """The day as written; None where it is none, or lies far in the past."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return day if day.year >= EARLIEST else None


@roles.writes("记事")
def _save(area: str) -> None:
    text, by, written = (st.session_state[key] for key in ("event-text", "event-by", "event-day"))
    day = day_of(written)
    problem = refusal(f"{text} {by}") or ("" if day else f"“{written}”不是日期，没有保存；请写作 2026-10-31。")
    if not problem:
        try:
            note_event(context.data_dir(), area=area, on=day, text=text, by=by, at=datetime.now().replace(microsecond=0))
            st.session_state["event-text"] = ""
        except JournalError as error:
            problem = str(error)
    st.session_state[NOTICE] = problem or "已记下。"


@roles.writes("撤下记事")
def _withdraw(entry_id: int) -> None:
    withdraw_event(context.data_dir(), entry_id, st.session_state.get("event-by") or "本机", datetime.now().replace(microsecond=0))
    st.session_state[NOTICE] = "已从图上撤下；记录仍在。"


def _answer() -> None:
    said = st.session_state.pop(NOTICE, None)
    if said:
        st.info(said, icon=":material/info:")
