"""The checks of the numbers: each with its figures, what may lie behind, the rule, and the rows it counted."""

from collections.abc import Sequence
from html import escape

import pandas as pd
import streamlit as st

from indicators.quality_findings import FEW, Checked, Tally
from indicators.scope import Scope
from pages.parts import blocks, context, filters, quality_held, quality_rows
from reports.quality_checks import (
    NAMES,
    VERDICTS,
    Said,
    blind_words,
    expected_words,
    extension_words,
    fraction,
    place_words,
    said,
    tally_name,
    unit_of,
)
from reports.reading import Reading
from reports.words import number_words, range_words
from reports.words import said as reading_said

RATES = ("case_on_time_rate", "case_on_time_original_rate")
RETURNS = ("activity_return_on_time_rate", "activity_return_missing_rate")


def show() -> None:
    """Every check that could be made, those that ask to be looked at first; then those that the files do not allow."""
    view = filters.view()
    how = f"{range_words(view.first, view.last)}（收入数看全部年份）；说的是台账里的记录，不是人；规则和界限由镇里定"
    found = quality_held.checks()
    with blocks.section("数字核查", how, key="checks"):
        for one in sorted((one for one in found if one.whole.size), key=lambda one: not one.is_beyond):
            _one(one, said(one, _extra(one)))
        blind = blind_words(found)
        if blind:
            st.caption(blind)


def _extra(found: Checked) -> str:
    if found.rule.id == "rounded":
        return place_words(quality_held.rounded_places())
    if found.rule.id == "extension":
        rates = "；".join(reading_said(one) for one in _rates() if one.is_known)
        return extension_words(quality_held.late_approvals(), f"{rates}。" if rates else "")
    return ""


def _rates() -> list[Reading]:
    return context.figures(RATES, _scope())


def _scope() -> Scope:
    """The months looked at as one whole, without the filters of the side bar."""
    view = filters.view()
    return Scope(area=view.area, start=view.first, end=view.last)


def _one(found: Checked, words: Said) -> None:
    id = found.rule.id
    with st.container(key=f"check-{id}", gap="xxsmall"):
        tone = "worse" if words.is_beyond else "calm"
        st.html(
            f'<div class="gap check"><span>{escape(words.name)} <b class="{tone}">{"▲ " if words.is_beyond else ""}{escape(words.verdict)}</b></span>'
            f"<span>{escape(words.sentence)}<br><small>{escape(words.may_mean)}</small></span></div>"
        )
        with st.container(horizontal=True, gap="small"):
            _opening(found, words)
            if len(found.parts) > 1:
                turn = st.session_state.get(f"parts-{id}-turn", 0)
                with st.popover("按台账看", type="tertiary", icon=":material/table_chart:", key=f"parts-{id}-{turn}"):
                    _parts(found, words, f"parts-{id}-table-{turn}")
            with st.popover("规则", type="tertiary", icon=":material/rule:", key=f"rule-{id}"):
                st.text(words.rule)


def _opening(found: Checked, words: Said) -> None:
    if found.whole.count:
        label = f"查看 {number_words(found.whole.count)} {unit_of(found.rule.id)}"
        st.button(label, key=f"open-check-{found.rule.id}", type="tertiary", on_click=_ask, args=(found, words, None, found.whole))


def _ask(found: Checked, words: Said, group: str | None, tally: Tally) -> None:
    id = found.rule.id
    name = f"{words.name}{f'：{tally_name(tally)}' if group else ''}"
    line = f"**{fraction(tally)}**{expected_words(found.rule, tally)}。{words.may_mean}"
    quality_rows.ask(quality_rows.of_check(id, quality_held.span(id), group, tally.count, name, line))


def _parts(found: Checked, words: Said, name: str) -> None:
    """A line a ledger and channel; any opens to its rows."""
    lines = [
        {
            "台账": tally_name(one), "占比": fraction(one), "应有约": number_words(one.expected, 1) if one.most is not None else "—",
            "界限": number_words(one.most) if one.most is not None else "—", "判断": VERDICTS.get(one.verdict, "正常范围"),
        }
        for one in found.parts
    ]  # fmt: skip
    st.dataframe(
        pd.DataFrame(lines, dtype=object), hide_index=True, height="content", key=name, selection_mode="single-row",
        on_select=lambda: _picked(found, words, name),
    )  # fmt: skip
    st.caption("选一行，看它由哪些组成。")


def _picked(found: Checked, words: Said, name: str) -> None:
    rows = st.session_state[name]["selection"]["rows"]
    st.session_state[f"parts-{found.rule.id}-turn"] = st.session_state.get(f"parts-{found.rule.id}-turn", 0) + 1
    if rows and found.parts[rows[0]].count:
        tally = found.parts[rows[0]]
        _ask(found, words, tally.key, tally)


def returns() -> None:
    """How punctual the villages' returns were by the town's own register, where it keeps one."""
    view = filters.view()
    scope = _scope()
    found = context.in_tree_order(context.figures(RETURNS, scope, ("village",)))
    if not any(one.is_known for one in found):
        return
    where = f"{filters.area_name(view.area)}，{range_words(view.first, view.last)}"
    with blocks.section(
        "镇里登记的报送情况", "照党建与服务台账里“信息报送”一类所填，不是看板算出来的；只看村级汇总表，不涉及人员", key="returns"
    ):
        blocks.table(blocks.Source(readings=found, scope=scope, where=where, by=("village",)), "returns", opens="行")


def names_beyond() -> Sequence[str]:
    """The names of the checks that ask to be looked at."""
    return [NAMES[found.rule.id] for found in quality_held.checks() if found.is_beyond]


def judged() -> int:
    """How many checks had rows enough to be judged."""
    return sum(found.whole.verdict != FEW for found in quality_held.checks())
