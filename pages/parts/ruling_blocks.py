"""How far an assessment is ruled on (初步、公示、定稿), with which figures, and the form for the next step. Steps only go forward."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

import pandas as pd
import streamlit as st

from indicators.scheme import Scheme
from indicators.scheme_check import problems
from pages.parts import assess_context, blocks, context, event_blocks, final_ruling, objection_blocks, roles, score_download
from pages.parts.assess_context import Held, period_name
from pages.parts.final_ruling import Standing
from reports.assessing import period_bounds
from reports.final_score import Figures, differences, digest, read_figures
from reports.words import day_words
from warehouse import folder
from warehouse.errors import WarehouseError
from warehouse.journal import LONGEST_POST, LONGEST_TEXT
from warehouse.journal_assessments import DRAFTED, FINAL, POSTED, STATES, Ruling, rule, rulings
from warehouse.kept_figures import keep_figures

NOTICE = "_ruling_notice"
NEXT = {None: DRAFTED, DRAFTED: POSTED, POSTED: FINAL, FINAL: DRAFTED}
VILLAGE_WIDTHS = {header: st.column_config.Column(width=85) for header in ("村", "等次")}
STEPS = {DRAFTED: "出初步结果", POSTED: "公示", FINAL: "定稿"}


def show(held: Held) -> None:
    """The steps taken, the figures that were ruled on, the objections with their answers, and what comes next."""
    steps = rulings(context.data_dir(), held.area or "", held.period)
    last = steps[-1] if steps else None
    with blocks.section("初步 · 公示 · 定稿", "只往前走：定稿后不再改，有误另作更正；定稿时数据封版，可随时重算核对", key="ruling"):
        said = st.session_state.pop(NOTICE, None)
        if said:
            st.info(said, icon=":material/info:")
        st.html(_course(steps))
        if last is not None:
            _figures(held, final_ruling.standing(last))
        else:
            score_download.button(held.assessment, context.snapshot(), state="", key="now")
        _earlier(steps)
    posted = [one for one in steps if one.state == POSTED]
    if posted:
        objection_blocks.show(posted[-1], is_open=last == posted[-1])
    _form(held, last)


def _course(steps: Sequence[Ruling]) -> str:
    number = steps[-1].number if steps else 1
    taken = {one.state: one for one in steps if one.number == number}
    told = [_step(state, taken.get(state)) for state in STATES]
    mark = f"<span>第 {number - 1} 次更正</span>" if number > 1 else ""
    return f'<div class="legend">{"".join(told)}{mark}</div>'


def _step(state: str, one: Ruling | None) -> str:
    if one is None:
        return f"<span><i></i>{STATES[state]}　未到</span>"
    until = f"，申诉到{day_words(one.objections_until)}止" if one.objections_until else ""
    return f'<span><i class="lead"></i>{STATES[state]}　{day_words(one.written_at.date())}，{escape(one.written_by)}{until}</span>'


def _figures(held: Held, found: Standing) -> None:
    """What was ruled on and how it was checked, and what the data of today would give instead."""
    one = found.ruling
    source = f"数据版本 {blocks.version_name(one.snapshot)}，考核办法第 {one.version} 版，记事至第 {one.position} 号"
    st.markdown(f"**{period_name(one.period)}{one.words}**　:gray[{source}；{found.words}。摘要 {one.digest[:12]}]")
    if found.figures is None:
        st.error(f"{found.words}。", icon=":material/error:")
        return
    _listed("重算与当时不同的地方", found.differences, "remade")
    _table(found)
    if found.assessment is not None:
        score_download.button(found.assessment, one.snapshot, state=one.words, key="ruled", position=one.position)
    st.caption("等次按办法的分数线定；相邻的村可能差异不显著，把握大小见“全镇”。")
    _against_today(held, found)


def _table(found: Standing) -> None:
    shown = table(found.figures)
    points = {header: st.column_config.NumberColumn(format="%.1f") for header in shown.columns[2:]}
    st.dataframe(
        shown,
        hide_index=True,
        key=f"ruled-{found.ruling.entry_id}",
        height="content",
        placeholder="",
        column_config=points | VILLAGE_WIDTHS,
    )
    for one in found.figures["villages"]:
        if one["reason"]:
            st.caption(f"{one['name']}{one['reason']}，不定等次。")


def table(figures: Figures) -> pd.DataFrame:
    """A town as it was ruled on: a row a village with its band, total, pillars and manual points, in the order of the area ledger."""
    return pd.DataFrame([_row(one) for one in figures["villages"]])


def _row(one: Figures) -> dict[str, object]:
    pillars = {pillar["name"]: _rounded(pillar["score"]) for pillar in one["pillars"]}
    return {
        "村": one["name"], "等次": one["band"] or "数据不足", "总分": _rounded(one["total"]), **pillars,
        "加减分": _rounded(one["bonus"]),
    }  # fmt: skip


def _rounded(points: float | None) -> float | None:
    return None if points is None else round(points, 1)


def _against_today(held: Held, found: Standing) -> None:
    text, _, _ = final_ruling.present(_scheme(held), held.area, held.period)
    changed = differences(found.figures, read_figures(text))
    if not changed:
        st.caption("按现在的数据、办法和加减分重算，结果相同。")
        return
    says = "不影响定稿" if found.ruling.state == FINAL else "下一步用现在的结果"
    _listed(f"按现在的数据、办法和加减分重算，有 {len(changed)} 处不同（{says}）", changed, "today")


def _listed(name: str, sentences: Sequence[str], key: str) -> None:
    if sentences:
        with st.expander(name, icon=":material/difference:", key=f"ruling-{key}"):
            st.markdown("\n".join(f"- {one}" for one in sentences))


def _earlier(steps: Sequence[Ruling]) -> None:
    finals = [one for one in steps if one.state == FINAL and one != steps[-1]]
    for one in finals:
        with st.expander(f"此前的定稿（{day_words(one.written_at.date())}，第 {one.number} 稿）", key=f"earlier-{one.entry_id}"):
            found = final_ruling.standing(one)
            st.caption(f"{found.words}。摘要 {one.digest[:12]}")
            if found.figures is not None:
                _table(found)


def _scheme(held: Held) -> Scheme:
    """The scheme that a ruling made now would rest on."""
    return assess_context.scheme_on(period_bounds(held.period)[1])


def _form(held: Held, last: Ruling | None) -> None:
    state = NEXT[last.state if last else None]
    is_correction = last is not None and last.state == FINAL
    if not roles.may_write_here():
        return
    with st.expander("另作更正" if is_correction else f"下一步：{STEPS[state]}", icon=":material/gavel:", key="ruling-form"):
        hindered = hindrances(held, state)
        for sentence in hindered:
            st.markdown(f"- {sentence}")
        if hindered:
            return
        text, _, _ = final_ruling.present(_scheme(held), held.area, held.period)
        st.text_input("记录人（写岗位，不写姓名）", key="ruling-by", max_chars=LONGEST_POST)
        if state == POSTED:
            st.text_input("申诉收到哪一天，写作 2026-10-31", key="ruling-until", max_chars=10)
        if is_correction:
            st.text_input(f"为什么更正（不超过 {LONGEST_TEXT} 字）", key="ruling-reason", max_chars=LONGEST_TEXT)
        label = "更正：重新出初步结果" if is_correction else STEPS[state]
        st.button(label, key="ruling-save", type="primary", on_click=_save, args=(held, state, digest(text)))


def hindrances(held: Held, state: str) -> list[str]:
    """Why the next step cannot be taken: the period is not over, or the scheme is not one that the town adopted. A sentence each."""
    end = period_bounds(held.period)[1]
    if not held.is_over:
        return [f"{period_name(held.period)}到{day_words(end)}才完，数据只到{day_words(held.assessment.end)}：到期后再出结果。"]
    found = problems(_scheme(held), is_final=True) if state != DRAFTED else []
    return [f"还不能{STATES[state]}：{one}" for one in found]


@roles.writes("考核定稿步骤")
def _save(held: Held, state: str, shown: str) -> None:
    by, until, reason = (str(st.session_state.get(f"ruling-{key}") or "") for key in ("by", "until", "reason"))
    day = event_blocks.day_of(until)
    problem = event_blocks.refusal(f"{by} {reason}")
    if not problem and state == POSTED and day is None:
        problem = f"“{until}”不是日期，没有保存；请写作 2026-10-31。"
    try:
        st.session_state[NOTICE] = problem or _ruled(held, state, shown, by=by, until=day, reason=reason)
    except WarehouseError as error:
        st.session_state[NOTICE] = str(error)


def _ruled(held: Held, state: str, shown: str, *, by: str, until, reason: str) -> str:
    """Keeps the figures and, where they are published, the snapshot; then records the step. Returns what to say. Raises WarehouseError."""
    data_dir, scheme = context.data_dir(), _scheme(held)
    text, snapshot, at = final_ruling.present(scheme, held.area, held.period)
    if digest(text) != shown:
        return f"刚才数据、办法或加减分有了变化，没有{STATES[state]}；请看过新的结果再办。"
    keep_figures(data_dir, shown, text)
    if state != DRAFTED:
        folder.keep(data_dir, snapshot, f"考核{STATES[state]} {held.area or ''} {held.period}".replace("  ", " "))
    rule(
        data_dir, area=held.area or "", period=held.period, state=state, snapshot=snapshot, journal_position=at, scheme=scheme.id,
        version=scheme.version, digest=shown, objections_until=until if state == POSTED else None, reason=reason,
        by=by, at=datetime.now().replace(microsecond=0),
    )  # fmt: skip
    return "已出初步结果。" if state == DRAFTED else f"已{STATES[state]}，所用的数据版本已封存。"
