"""Which sections a brief has and in which order: moved and left out on the page, kept in the journal under who did it."""

from collections.abc import Mapping
from datetime import datetime

import streamlit as st

from pages.parts import blocks, context, event_blocks, roles
from pages.parts.meeting_context import Held
from warehouse.journal import LONGEST_POST, JournalError
from warehouse.journal_briefs import note_plan, plan

STAGED, NOTICE, BY = "_meeting_plan", "_meeting_plan_notice", "meeting-plan-by"


def sections(held: Held) -> None:
    """The sections with a switch and two arrows each; what was moved counts once it is saved."""
    with blocks.section("章节与顺序", "不要的关掉，用箭头调整先后；保存后各种文件和投影都照此", key="meeting-plan"):
        said = st.session_state.pop(NOTICE, None)
        if said:
            st.info(said, icon=":material/info:")
        if not roles.may_write_here():
            return
        order, titles = _order(held), held.titles
        for place, (key, is_on) in enumerate(order):
            _line(held, order, titles, place, key, is_on)
        _foot(held, order)


def _order(held: Held) -> list[tuple[str, bool]]:
    """Every section in order, with whether it is in; as moved just now, else as the brief has them."""
    staged = st.session_state.get(STAGED)
    if staged and staged[0] == (held.area, held.span.written):
        return staged[1]
    return [*((key, True) for key in held.chosen), *((key, False) for key in held.titles if key not in held.chosen)]


def _line(held: Held, order: list, titles: Mapping[str, str], place: int, key: str, is_on: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"line-plan-{key}"):
        name = f"meeting-section-{key}"
        st.session_state[name] = is_on
        st.checkbox(titles[key], key=name, disabled=key in held.obligatory, on_change=_switch, args=(held, order, place))
        with st.container(horizontal=True, gap=None, key=f"moves-{key}"):
            for step, label in ((-1, "上移"), (1, "下移")):
                is_end = not 0 <= place + step < len(order)
                st.button(
                    label,
                    key=f"move-{step}-{key}",
                    type="tertiary",
                    disabled=is_end,
                    on_click=_move,
                    args=(held, order, place, place + step),
                )


def _foot(held: Held, order: list[tuple[str, bool]]) -> None:
    is_moved = [key for key, is_on in order if is_on] != list(held.chosen)
    noted = plan(context.data_dir(), held.area, held.span.written)
    if is_moved:
        st.text_input("调整人（写岗位，不写姓名）", key=BY, max_chars=LONGEST_POST)
        with st.container(horizontal=True, gap="small"):
            st.button("保存章节安排", key="meeting-plan-save", type="primary", on_click=_save, args=(held, order))
            st.button("不调整了", key="meeting-plan-cancel", on_click=_forget)
    elif noted:
        st.caption(f"由{noted.written_by}于 {noted.written_at:%Y-%m-%d %H:%M} 安排")


def _stage(held: Held, order: list[tuple[str, bool]]) -> None:
    st.session_state[STAGED] = ((held.area, held.span.written), order)


def _switch(held: Held, order: list, place: int) -> None:
    _stage(held, [(key, not is_on if at == place else is_on) for at, (key, is_on) in enumerate(order)])


def _move(held: Held, order: list, place: int, to: int) -> None:
    moved = list(order)
    moved[place], moved[to] = moved[to], moved[place]
    _stage(held, moved)


def _forget() -> None:
    st.session_state.pop(STAGED, None)


@roles.writes("安排会议材料章节")
def _save(held: Held, order: list[tuple[str, bool]]) -> None:
    by = st.session_state[BY].strip()
    problem = event_blocks.refusal(by)
    if not problem:
        try:
            note_plan(
                context.data_dir(), area=held.area, period=held.span.written, sections=[key for key, is_on in order if is_on], by=by,
                at=datetime.now().replace(microsecond=0),
            )  # fmt: skip
            _forget()
        except JournalError as error:
            problem = str(error)
    st.session_state[NOTICE] = problem or "章节安排已保存。"
