"""考核评估, one village: what it scored, why that differs from the period before, and the score sheet down to the rows."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from indicators.score import ItemScore
from indicators.score_draws import VillageDraws
from pages.parts import blocks
from pages.parts.assess_context import Held, draws_of, period_name
from pages.parts.assess_sheet_blocks import Sheet, rows_of
from pages.parts.opening_blocks import Opens, number_card, opening_table
from reports import figures_assessment
from reports.assessing import MONTHLY, Assessment
from reports.claims import guard
from reports.score_change import ITEM, Line
from reports.sentences import escaped
from reports.sentences_assessment import (
    NO_TOTAL,
    band_words,
    chance_words,
    change_words,
    cost_words,
    costliest,
    interval_words,
    is_chance,
    line_name,
    line_note,
    lost_points,
    measured_words,
    points_words,
    short_pillars,
    sure_words,
    tenths_words,
    village_sentence,
)


def sentence(own: Sheet) -> str:
    """The sentence of the view."""
    moved = change_words(own.change, own.before_name) if own.before else ""
    before = _drawn_before(own)
    if own.change and own.change.tenths and before and own.drawn and is_chance(before, own.drawn):
        moved += "，这点差别差异不显著"
    return village_sentence(own.held.assessment, own.score, own.drawn, own.name, period_name(own.held.period), moved)


def _drawn_before(own: Sheet) -> VillageDraws | None:
    return draws_of(own.before).villages.get(own.village) if own.before else None


def cards(own: Sheet) -> None:
    """Total, band, change and weak pillars as figures."""
    total, score = own.score.total, own.score
    short = short_pillars(score)
    lost = costliest(score)
    readings = own.held.assessment.readings.get(own.village, {})
    changed = own.change
    told = [
        ("总分", points_words(total), "分", _range_words(own) if total is not None else f"有分的 {score.part_weight:g} 分里得 {points_words(score.part)}"),
        ("等次", score.band or NO_TOTAL, "", _band_words(own)),
        (f"比{own.before_name}", tenths_words(changed.tenths) if changed else "—", "分" if changed else "", _compared_words(own)),
        ("短板", f"{len(short)}", "项", "、".join(f"{one.pillar.name} {points_words(one.score)} 分" for one in short) or "没有一级指标不足 60 分"),
        ("失分最多", f"{lost_points(lost[0]):.1f}" if lost else "0", "分", cost_words(lost[0], readings.get(lost[0].item.id)) if lost else ""),
    ]  # fmt: skip
    with st.grid(len(told), min_column_width=150, gap="xsmall"):
        for place, (title, value, unit, words) in enumerate(told):
            number_card(title, value, unit, guard(words), f"assess-{place}")


def _range_words(own: Sheet) -> str:
    return f"1000 次抽取的 5%—95%：{interval_words(own.drawn.score_low, own.drawn.score_high)}"


def _band_words(own: Sheet) -> str:
    told = f"{band_words(own.held.scheme, own.score.band)}，{sure_words(own.score.band, own.drawn)}" if own.drawn else "不定等次"
    before = next((one for one in own.before.scores if one.village == own.village), None) if own.before else None
    if not (before and before.band):
        return told
    drawn = draws_of(own.before).villages.get(own.village)
    return f"{told}；上期 {before.band} 等，{sure_words(before.band, drawn)}" if drawn else f"{told}；上期 {before.band} 等"


def _compared_words(own: Sheet) -> str:
    if own.change is None:
        return "上期没有可比的数"
    what = "" if own.change.is_of_total else "两期都有分的部分，"
    return f"{what}{points_words(own.change.before)} → {points_words(own.change.after)}"


def changed(own: Sheet) -> None:
    """Why the total differs from the period before: parts that add up to it."""
    if own.before is None:
        st.info(f"数据不含{own.before_name}，没有可比的一期。", icon=":material/info:")
        return
    if own.change is None:
        is_other = own.before.scheme != own.held.scheme
        why = f"办法换了版，而有一期{NO_TOTAL}" if is_other else "没有一项一级指标两期都有分"
        st.info(f"与{own.before_name}不可比：{why}。", icon=":material/info:")
        return
    title = change_words(own.change, own.before_name).split("：")[0]
    with blocks.section(
        f"{title}，由这些部分组成" if own.change.tenths else title, "各部分相加正好等于总分之差；多为蓝，少为橙", key="assess-change"
    ):
        left, right = st.columns([1, 2], gap="medium")
        with left:
            figure = figures_assessment.change_bars(own.change, blocks.SCREEN)
            st.plotly_chart(figure, key="chart-assess-change", config=blocks.CHART, alt=f"{own.name}总分变化的组成")
        with right:
            lines = [line for line in own.change.lines if line.tenths or line.kind != ITEM or _has_moved(line)]
            opening_table(
                _change_table(own, lines), [_change_opens(own, line) for line in lines] + [{}], "assess-change", f"{own.name}考核变化"
            )
        _cautions(own)


def _has_moved(line: Line) -> bool:
    """Whether an item's figure or its scoring differs though it adds nothing to the change."""
    return (line.before.score is None) != (line.after.score is None)


def _change_table(own: Sheet, lines: Sequence[Line]) -> pd.DataFrame:
    now = period_name(own.held.period)
    records = [
        {
            "组成": line_name(line),
            "分": tenths_words(line.tenths),
            own.before_name: _measured(own.before, own.village, line.before),
            now: _measured(own.held.assessment, own.village, line.after),
            "得分": f"{points_words(line.before.score)} → {points_words(line.after.score)}" if line.kind == ITEM else "",
            "计入权重": _weights(line) if line.kind == ITEM else "",
        }
        for line in lines
    ]
    whole = {
        "组成": "合计",
        own.before_name: points_words(own.change.before),
        now: points_words(own.change.after),
        "分": tenths_words(own.change.tenths),
    }
    return pd.DataFrame([*records, whole], dtype=object).fillna("")


def _measured(held: Assessment, village: str, line: ItemScore | None) -> str:
    return measured_words(line.item, held.readings.get(village, {}).get(line.item.id)) if line else ""


def _weights(line: Line) -> str:
    before, after = (f"{one.weight:.1f}" for one in (line.before, line.after))
    return before if before == after else f"{before} → {after}"


def _change_opens(own: Sheet, line: Line) -> Opens:
    if line.kind != ITEM:
        return {}
    found = {
        own.before_name: rows_of(own, own.before, own.before_name, line.before),
        period_name(own.held.period): rows_of(own, own.held.assessment, period_name(own.held.period), line.after),
    }
    return {column: drill for column, drill in found.items() if drill}


def _cautions(own: Sheet) -> None:
    """What the change cannot say: chance, months that both periods share, a scheme of another version, a pillar without a score."""
    told = [f"{line_name(line)}：{line_note(line)}" for line in own.change.lines if line.tenths and line_note(line)]
    told += [chance_words(_drawn_before(own), own.drawn), shared_words(own)]
    if own.before.scheme != own.held.scheme:
        told.append(
            f"{own.before_name}按“{own.before.scheme.name}”第 {own.before.scheme.version} 版计分，本期按第 {own.held.scheme.version} 版"
        )
    if own.change.left:
        told.append(f"{'、'.join(own.change.left)}有一期{NO_TOTAL}，不参加比较")
    said = "；".join(filter(None, told))
    if said:
        st.caption(guard(escaped(f"{said}。")))


def shared_words(own: Sheet) -> str:
    """That the windows of both periods share months."""
    months = {item.window_months for item in own.held.scheme.items if _is_monthly(own.held, item.id)}
    return f"诉求、纠纷等各看到期末为止的 {max(months)} 个月，两期有一部分是同一批件" if max(months, default=0) > 3 else ""


def _is_monthly(held: Held, id: str) -> bool:
    readings = next(iter(held.assessment.readings.values()), {})
    return id in readings and readings[id].indicator.domain in MONTHLY
