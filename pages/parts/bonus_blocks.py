"""Manual items of an assessment (加减分、单列事项): all that was recorded, what counts within the caps, and the form for another."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import pandas as pd
import streamlit as st

from indicators.scheme import Bonus
from indicators.score import bonus_of, bonus_points
from pages.parts import blocks, context, event_blocks, roles
from pages.parts.assess_context import Held, period_name
from reports.assessing import period_bounds
from reports.words import day_words, group_words
from warehouse.journal import LONGEST_POST, LONGEST_TEXT, JournalError, lies_in
from warehouse.journal_assessments import FINAL, rulings
from warehouse.journal_bonuses import LONGEST_FILE_NAME, Noted, bonuses, counted, note_bonus, withdraw_bonus

NOTICE = "_bonus_notice"
KINDS = {"bonus": "加分", "deduction": "减分", "note": "单列事项"}
FIELDS = ("text", "times", "document", "approver", "on", "expires", "evidence", "by")


def show(held: Held) -> None:
    """What counts in the period by village, every record with its document, and the forms to record and to take back."""
    cap = f"{held.scheme.bonus_cap:g}"
    says = f"每项写明文号、批准人和失效日期；相抵后最多加或减 {cap} 分；单列事项不计分，由镇党委专门研究，不自动否决"
    with blocks.section("加减分与单列事项", says, key="bonuses"):
        said = st.session_state.pop(NOTICE, None)
        if said:
            st.info(said, icon=":material/info:")
        found = [one for one in bonuses(context.data_dir()) if lies_in(one.village, held.area or "")]
        own = [one for one in found if _concerns(one, held.period)]
        _counting(held, own)
        _log(held, own, f"{period_name(held.period)}没有加减分和单列事项。", "own")
        others = [one for one in found if one not in own]
        if others:
            with st.expander(f"其他各期的记录（{len(others)} 条）", key="other-bonuses"):
                _log(held, others, "", "others")
        _forms(held, own)


def _concerns(one: Noted, period: str) -> bool:
    """Whether a record belongs to a period: it counts in it, or was made for it and taken back."""
    start, last = period_bounds(period)
    return one.period == period or (one.since <= last and one.expires_on >= start)


def _counting(held: Held, found: Sequence[Noted]) -> None:
    declared = {bonus.id: bonus for bonus in held.scheme.bonuses}
    rows = [_counted(held, declared, village, times) for village, times in _times(held, found).items()]
    if rows:
        shown = pd.DataFrame(rows).dropna(axis="columns", how="all")
        st.dataframe(shown, hide_index=True, key="bonus-points", height="content", placeholder="")


def _times(held: Held, found: Sequence[Noted]) -> Mapping[str, Mapping[str, float]]:
    """By village, how often each item applies: of a final score as it was ruled on."""
    if held.is_final:
        return held.assessment.bonuses
    return counted(found, [bonus.id for bonus in held.scheme.bonuses], *period_bounds(held.period))


def _counted(held: Held, declared: Mapping[str, Bonus], village: str, times: Mapping[str, float]) -> dict[str, object]:
    """A village's manual points: what was given, what each item's cap leaves of it, and what counts within the cap of all."""
    given = sum(_points(declared[id], count) for id, count in times.items())
    within = sum(bonus_of(declared[id], count) for id, count in times.items())
    counts = bonus_points(held.scheme, times)
    capped = "超过上限的部分不计" if counts != given else ""
    notes = sum(count for id, count in times.items() if declared[id].kind == "note")
    return {
        "村": group_words("village", village), "应计（分）": given, "各项上限内（分）": within, "计入（分）": counts,
        "单列事项（件）": int(notes) if notes else None, "说明": capped or None,
    }  # fmt: skip


def _points(bonus: Bonus, times: float) -> float:
    return {"bonus": 1, "deduction": -1}.get(bonus.kind, 0) * times * bonus.points_each


def _log(held: Held, found: Sequence[Noted], nothing: str, key: str) -> None:
    if not found:
        st.caption(nothing)
        return
    declared = {bonus.id: bonus for bonus in held.scheme.bonuses}
    rows = [_logged(held, one, declared.get(one.item)) for one in found]
    st.dataframe(pd.DataFrame(rows), hide_index=True, key=f"bonus-log-{key}", placeholder="")


def _logged(held: Held, one: Noted, bonus: Bonus | None) -> dict[str, object]:
    return {
        "号": one.entry_id,
        "村": group_words("village", one.village),
        "类别": KINDS[bonus.kind] if bonus else "",
        "事项": bonus.name if bonus else one.item,
        "说明": one.text,
        "次数": one.times,
        "分值": _points(bonus, one.times) if bonus and bonus.kind != "note" else None,
        "状态": _state(held, one, bonus),
        "文号": one.document_no,
        "批准人": one.approver,
        "日期": f"{one.on}",
        "失效": f"{one.expires_on}",
        "佐证": one.evidence,
        "记录": f"{one.written_by}，{one.written_at.date()}",
    }


def _state(held: Held, one: Noted, bonus: Bonus | None) -> str:
    is_ruled = held.is_final and one.item in held.assessment.bonuses.get(one.village, {}) and one.entry_id <= held.ruled.ruling.position
    if one.is_withdrawn:
        taken = f"{one.withdrawn_at.date()}撤回（{one.withdrawn_by}）"
        return f"定稿时计入，{taken}" if is_ruled and _stood(held, one) else taken
    if bonus is None:
        return "本期办法没有这一项，不计"
    if not one.counts_in(*period_bounds(held.period)):
        return "不在本期"
    if held.is_final and not is_ruled:
        return "定稿后记的，不计"
    return "记录在案" if bonus.kind == "note" else "计入"


def _stood(held: Held, one: Noted) -> bool:
    """Whether a record had not been taken back when the score was ruled on."""
    then = bonuses(context.data_dir(), up_to=held.ruled.ruling.position)
    return any(other.entry_id == one.entry_id and not other.is_withdrawn for other in then)


def _forms(held: Held, own: Sequence[Noted]) -> None:
    steps = rulings(context.data_dir(), held.area or "", held.period)
    if steps and steps[-1].state == FINAL:
        st.caption(f"{period_name(held.period)}已定稿，不再记加减分；确有错误，请先另作更正。")
        return
    if not roles.may_write_here():
        return
    if held.scheme.bonuses and held.assessment.villages:
        _form(held)
    _withdrawal([one for one in own if not one.is_withdrawn])


def _form(held: Held) -> None:
    declared = {bonus.id: f"{KINDS[bonus.kind]}：{bonus.name}" for bonus in held.scheme.bonuses}
    last = period_bounds(held.period)[1]
    with st.expander("记一项加减分或单列事项", icon=":material/add_circle:", key="bonus-form"):
        village, item = st.columns(2)
        paths = {place.path: place.name for place in held.assessment.villages}
        village.selectbox("哪个村", list(paths), format_func=paths.get, key="bonus-village")
        item.selectbox("事项", list(declared), format_func=declared.get, key="bonus-item")
        st.text_input(f"说明（不超过 {LONGEST_TEXT} 字，不写姓名、电话）", key="bonus-text", max_chars=LONGEST_TEXT)
        times, document, approver = st.columns(3)
        times.text_input("次数", value="1", key="bonus-times", max_chars=5)
        document.text_input("文号", key="bonus-document", max_chars=LONGEST_TEXT)
        approver.text_input("批准人（写职务，不写姓名）", key="bonus-approver", max_chars=LONGEST_POST)
        on, expires, evidence = st.columns(3)
        on.text_input("事项日期，写作 2026-10-31", key="bonus-on", max_chars=10)
        expires.text_input("计到哪一天为止", value=f"{last}", key="bonus-expires", max_chars=10)
        evidence.text_input("佐证材料的文件名", key="bonus-evidence", max_chars=LONGEST_FILE_NAME)
        st.text_input("记录人（写岗位，不写姓名）", key="bonus-by", max_chars=LONGEST_POST)
        st.caption(f"从{period_name(held.period)}起计。")
        st.button("记下", key="bonus-save", type="primary", on_click=_save, args=(held.period,))


@roles.writes("记加减分")
def _save(period: str) -> None:
    written = {field: st.session_state[f"bonus-{field}"] for field in FIELDS}
    times, on, expires = _number(written["times"]), event_blocks.day_of(written["on"]), event_blocks.day_of(written["expires"])
    problem = event_blocks.refusal(" ".join(written[field] for field in ("text", "approver", "by", "evidence", "document")))
    problem = problem or _wrong(written, times, on, expires)
    if not problem:
        try:
            _note(period, written, times, on, expires)
            st.session_state["bonus-text"] = ""
        except JournalError as error:
            problem = str(error)
    st.session_state[NOTICE] = problem or "已记下。"


def _number(written: str) -> float | None:
    try:
        return float(written.strip())
    except ValueError:
        return None


def _wrong(written: Mapping[str, str], times: float | None, on: date | None, expires: date | None) -> str:
    if times is None:
        return f"次数“{written['times']}”不是数，没有保存；请只写数字。"
    wrong = [written[field] for field, day in (("on", on), ("expires", expires)) if day is None]
    return f"“{wrong[0]}”不是日期，没有保存；请写作 2026-10-31。" if wrong else ""


def _note(period: str, written: Mapping[str, str], times: float, on: date, expires: date) -> None:
    note_bonus(
        context.data_dir(), village=st.session_state["bonus-village"], item=st.session_state["bonus-item"], period=period,
        since=period_bounds(period)[0], times=times, document_no=written["document"], approver=written["approver"], on=on,
        expires_on=expires, evidence=written["evidence"], text=written["text"], by=written["by"], at=_now(),
    )  # fmt: skip


def _withdrawal(live: Sequence[Noted]) -> None:
    if not live:
        return
    with st.expander("撤回一项", icon=":material/undo:", key="bonus-withdrawal"):
        named = {
            one.entry_id: f"{one.entry_id} 号　{group_words('village', one.village)}　{one.text}（{day_words(one.on)}）" for one in live
        }
        st.selectbox("哪一项", list(named), format_func=named.get, key="bonus-withdrawn")
        st.text_input("撤回人（写岗位，不写姓名）", key="bonus-withdrawn-by", max_chars=LONGEST_POST)
        st.button("撤回", key="bonus-withdraw", on_click=_withdraw)


@roles.writes("撤回加减分")
def _withdraw() -> None:
    entry_id, by = st.session_state["bonus-withdrawn"], st.session_state["bonus-withdrawn-by"]
    problem = event_blocks.refusal(by)
    if not problem:
        try:
            withdraw_bonus(context.data_dir(), entry_id, by, _now())
        except JournalError as error:
            problem = str(error)
    st.session_state[NOTICE] = problem or "已撤回；记录仍在。"


def _now() -> datetime:
    return datetime.now().replace(microsecond=0)
