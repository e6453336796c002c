"""考核评估, what if: other weights, another rule, one item left out, nothing of it kept; and the town in two periods."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
import streamlit as st

from indicators.scheme import Pillar, Scheme
from indicators.score import VillageScore
from indicators.score_draws import VillageDraws
from pages.parts import blocks
from pages.parts.assess_context import Held, draws_of, period_name
from pages.parts.assess_village_choice import called, open_sheet
from reports.apportion import signed
from reports.assessing import Assessment, rescored
from reports.claims import guard, quoted
from reports.score_change import Change, tenths
from reports.sentences import escaped, listed
from reports.sentences_assessment import NO_TOTAL, is_chance, item_name, line_name, points_words, tenths_words

ACROSS = {"arithmetic": "算术平均", "geometric": "几何平均（一项太低拉低总分）"}
NONE = "不去掉"


def what_if(held: Held) -> None:
    """Weights as they might be, and what every village would have then, beside what it has."""
    how = "改权重、合成方法或去掉一项，看结果变不变；只在本屏试算，不保存，也不改变办法"
    with blocks.section("试算", how, key="assess-what-if"):
        left, right = st.columns([2, 3], gap="medium")
        with left:
            scheme = _tried(held.scheme)
        with right:
            if scheme is None:
                st.info("权重都是 0，算不出总分。", icon=":material/info:")
            else:
                _result(held, rescored(held.assessment, scheme))


def _tried(scheme: Scheme) -> Scheme | None:
    """The scheme with the weights, the rule and the items chosen; weights brought to 100. None where nothing weighs anything."""
    weights = {}
    with st.grid(2, min_column_width=150, gap="xsmall"):
        for pillar in scheme.pillars:
            weights[pillar.id] = st.number_input(pillar.name, 0.0, 100.0, float(pillar.weight), 1.0, format="%.0f", key=f"试算-{pillar.id}")
    across = st.segmented_control(
        "一级指标怎么合成", list(ACROSS), default=scheme.across, required=True, format_func=ACROSS.get, key="试算合成"
    )
    options = {NONE: NONE, **{item.id: item_name(item) for item in scheme.items}}
    left_out = st.selectbox("去掉一项指标", list(options), format_func=options.get, key="试算去掉")
    whole = sum(weights.values())
    if not whole:
        return None
    if round(whole, 6) != 100:
        st.caption(f"权重合计 {whole:g}，按比例折成 100。")
    pillars = [_weighing(pillar, weights[pillar.id] * 100 / whole, left_out) for pillar in scheme.pillars]
    return replace(scheme, across=across, pillars=tuple(one for one in pillars if one))


def _weighing(pillar: Pillar, weight: float, left_out: str) -> Pillar | None:
    """A pillar of another weight, its items in their proportions, one of them left out; None where nothing is left of it."""
    kept = [item for item in pillar.items if item.id != left_out]
    whole = sum(item.weight for item in kept)
    if not weight or not whole:
        return None
    return replace(pillar, items=tuple(replace(item, weight=item.weight * weight / whole) for item in kept))


def _result(held: Held, tried: Assessment) -> None:
    now = {one.village: one for one in held.assessment.scores}
    moved = [one.village for one in tried.scores if one.band != now[one.village].band]
    named = called(held)
    if not any(one.total is not None for one in [*held.assessment.scores, *tried.scores]):
        st.info("各村都数据不足，没有总分可以试算。", icon=":material/info:")
        return
    told = f"{listed([quoted(named[path]) for path in moved])}换等次" if moved else "没有村换等次"
    st.markdown(guard(escaped(f"这样算，{told}。")))
    records = [
        {
            "村": named[one.village],
            "现行总分": points_words(now[one.village].total),
            "试算总分": points_words(one.total),
            "相差": _difference(now[one.village], one),
            "等次": _bands(now[one.village], one),
        }
        for one in tried.scores
    ]
    st.caption("试算只换算法；各村件数少带来的误差照旧，差别小的仍不显著。")
    st.dataframe(pd.DataFrame(records, dtype=object), hide_index=True, height="content" if len(records) <= 2 * blocks.FITTING else 640)


def _difference(now: VillageScore, tried: VillageScore) -> str:
    if now.total is None or tried.total is None:
        return "—"
    return tenths_words(tenths(tried.total) - tenths(now.total))


def _bands(before: VillageScore, after: VillageScore) -> str:
    first, second = (one.band or NO_TOTAL for one in (before, after))
    return first if first == second else f"{first} → {second}"


def two_periods(held: Held) -> None:
    """Every village in two periods, and the parts that make up most of its difference; a row opens the sheet of the later period."""
    others = [one for one in held.periods if one < held.period]
    if not others:
        st.info("数据只到这一期，没有可对照的。", icon=":material/info:")
        return
    with blocks.section("两期对照", f"{period_name(held.period)}与所选的一期；点一行打开该村得分表", key="assess-two"):
        narrow, _ = st.columns([1, 2])
        other = narrow.selectbox("与哪一期对照", others, format_func=period_name, key="对照期", bind="query-params")
        before = held.earlier(other)
        changes = {one.village: held.change(before, one.village) for one in held.assessment.scores}
        shown = _two(held, before, changes)
        turn = st.session_state.get("assess-two-turn", 0)
        name = f"assess-two-{turn}"
        st.dataframe(
            shown, hide_index=True, key=name, selection_mode="single-cell", on_select=lambda: _picked(name, held), placeholder="",
            height="content" if len(shown) <= 2 * blocks.FITTING else 640,
        )  # fmt: skip
        st.caption("组成逐项相加等于相差；有一级指标数据不足的村，只比两期都有分的部分。这是把相差拆开看，不说明原因。")


def _two(held: Held, earlier: Assessment, changes: Mapping[str, Change | None]) -> pd.DataFrame:
    named, past, other = called(held), {one.village: one for one in earlier.scores}, earlier.period
    drawn = draws_of(earlier).villages, held.draws.villages
    records = []
    for one in held.assessment.scores:
        found, before = changes[one.village], past.get(one.village)
        records.append(
            {
                "村": named[one.village],
                period_name(other): points_words(found.before) if found else "—",
                period_name(held.period): points_words(found.after) if found else "—",
                "相差": tenths_words(found.tenths) if found else "—",
                "等次": _bands(before, one) if before else one.band or NO_TOTAL,
                "主要组成": "、".join(f"{line_name(line)} {signed(line.tenths / 10, 1)}" for line in found.lines[:3] if line.tenths) if found else "",
                "说明": _note(found, *(side.get(one.village) for side in drawn)),
            }
        )  # fmt: skip
    return pd.DataFrame(records, dtype=object)


def _note(found: Change | None, before: VillageDraws | None, after: VillageDraws | None) -> str:
    if found is None:
        return "不可比"
    if found.left:
        return f"不含{'、'.join(found.left)}"
    return "差异不显著" if is_chance(before, after) else "超出抽样误差"


def _picked(name: str, held: Held) -> None:
    cells = st.session_state[name]["selection"]["cells"]
    st.session_state["assess-two-turn"] = st.session_state.get("assess-two-turn", 0) + 1
    if cells:
        path = held.assessment.scores[cells[0][0]].village
        open_sheet(path, called(held)[path])
