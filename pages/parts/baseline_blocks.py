"""The forms by which an indicator is judged anew from a day on, with the reason, and by which the town sets a target, with its basis."""

from datetime import datetime

import streamlit as st

from indicators.definition import Indicator
from indicators.scope import bounds
from pages.parts import context, event_blocks, filters, roles, signal_blocks
from pages.parts.watch_blocks import Watched
from reports.signals import Signal
from reports.words import day_words, period_words
from warehouse.journal import LONGEST_POST, LONGEST_TEXT, JournalError
from warehouse.journal_rebases import note_rebase, withdraw_rebase
from warehouse.journal_targets import set_target

NOTICE = "_baseline_notice"


def forms(held: Watched, one: Signal) -> None:
    """What was decided on the lines of one indicator, and the two forms."""
    said = st.session_state.pop(NOTICE, None)
    if said:
        st.info(said, icon=":material/info:")
    own = [base for base in signal_blocks.rebases(held.view.area) if base.indicator == one.indicator.id]
    for base in own:
        line, button = st.columns([4, 1], vertical_alignment="center")
        line.caption(f"{day_words(base.on)}起重新定线：{base.reason}（{base.written_by}）")
        if roles.may_manage():
            button.button("撤回", key=f"rebase-{base.entry_id}", type="tertiary", on_click=_withdraw, args=(base.entry_id,))
    if not roles.may_write_here():
        return
    _rebase_form(held, one)
    if one.indicator.direction != "neutral":
        _target_form(held, one.indicator)


def _rebase_form(held: Watched, one: Signal) -> None:
    with st.expander("重新定线", icon=":material/straighten:", key="rebase-form"):
        st.caption("办法或口径变了、变化已经稳定时，从那一期起另算平均和范围。须写明理由，图上标出，可以撤回。")
        st.selectbox("从哪一期起", list(one.periods)[1:][::-1], format_func=period_words, key="rebase-period")
        st.text_input(f"理由（不超过 {LONGEST_TEXT} 字）", key="rebase-reason", max_chars=LONGEST_TEXT)
        st.text_input("记录人（写岗位，不写姓名）", key="rebase-by", max_chars=LONGEST_POST)
        st.button(
            "从这一期起重新定线", key="rebase-save", type="primary", on_click=_save_rebase, args=(one.indicator.id, held.view.area or "")
        )
        st.caption(f"只对{filters.area_name(held.view.area)}的这一项有效。")


@roles.writes("重新定线")
def _save_rebase(id: str, area: str) -> None:
    period, reason, by = (st.session_state.get(f"rebase-{key}") for key in ("period", "reason", "by"))
    problem = event_blocks.refusal(f"{reason} {by}")
    if not problem and period:
        try:
            start = bounds(period)[0]
            note_rebase(context.data_dir(), indicator=id, area=area, on=start, reason=reason, by=by, at=_now())
            st.session_state["rebase-reason"] = ""
        except JournalError as error:
            problem = str(error)
    st.session_state[NOTICE] = problem or "已重新定线。"


def _target_form(held: Watched, indicator: Indicator) -> None:
    unit = "%" if indicator.unit == "%" else f" {indicator.unit}"
    with st.expander("设目标", icon=":material/flag:", key="target-form"):
        st.text_input(f"目标值（{unit.strip()}）", key="target-value", max_chars=10)
        st.text_input(f"依据（哪个文件、哪次会议；不超过 {LONGEST_TEXT} 字）", key="target-basis", max_chars=LONGEST_TEXT)
        st.text_input("记录人（写岗位，不写姓名）", key="target-by", max_chars=LONGEST_POST)
        st.button("定为目标", key="target-save", type="primary", on_click=_save_target, args=(indicator.id, indicator.per, held.view.last))


@roles.writes("设目标")
def _save_target(id: str, per: int, since) -> None:
    written, basis, by = (st.session_state.get(f"target-{key}") for key in ("value", "basis", "by"))
    value = _number(written)
    problem = event_blocks.refusal(f"{basis} {by}") or _unfit(value, written, per)
    if not problem:
        try:
            set_target(context.data_dir(), indicator=id, value=value, basis=basis, since=since, by=by, at=_now())
        except JournalError as error:
            problem = str(error)
    st.session_state[NOTICE] = problem or "已定为目标。"


def _number(written: str) -> float | None:
    try:
        return float(written.strip().rstrip("%％"))
    except ValueError:
        return None


def _unfit(value: float | None, written: str, per: int) -> str:
    if value is None:
        return f"“{written}”不是数，没有保存；请只写数字。"
    return (
        "目标值须在 0 至 100 之间，没有保存。"
        if per == 100 and not 0 <= value <= 100
        else "目标值不能是负数，没有保存。"
        if value < 0
        else ""
    )


@roles.writes("撤回定线")
def _withdraw(entry_id: int) -> None:
    withdraw_rebase(context.data_dir(), entry_id, st.session_state.get("rebase-by") or "本机", _now())
    st.session_state[NOTICE] = "已撤回；记录仍在。"


def _now() -> datetime:
    return datetime.now().replace(microsecond=0)
