"""The score sheet of one village: every line with its figure, goalposts, score, weight and contribution, open to the rows, and past totals."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from indicators.score import ItemScore, PillarScore, VillageScore
from indicators.score_draws import VillageDraws
from pages.parts import blocks
from pages.parts.assess_context import Held, draws_of, period_name
from pages.parts.assess_village_choice import called
from pages.parts.drill import Drill
from pages.parts.opening_blocks import Opens, opening_table
from reports import figures_assessment
from reports.apportion import apportioned
from reports.assessing import Assessment, period_before
from reports.score_change import Change
from reports.sentences_assessment import (
    NO_TOTAL,
    goalpost_words,
    item_name,
    line_reason,
    measured_words,
    points_words,
)

PLACE = "village"
SHOWN_PERIODS = 5
WIDTHS = {"指标": 190, "实际值": 208, "0 分 → 100 分": 98, "得分": 84, "权重": 44, "计入权重": 68, "贡献": 54, "失分": 52, "说明": 234}


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One village in the assessed period, and what it was in the period before where the data reach back so far."""

    held: Held
    village: str
    name: str
    score: VillageScore
    before_period: str
    before: Assessment | None
    change: Change | None

    @property
    def drawn(self) -> VillageDraws | None:
        """What the draws say of the village; None where it has no total."""
        return self.held.draws.villages.get(self.village)

    @property
    def before_name(self) -> str:
        """What the period before is called."""
        return period_name(self.before_period)


def sheet(held: Held, village: str) -> Sheet:
    """A village's sheet beside that of the period before."""
    before_period = period_before(held.period)
    before = held.earlier(before_period)
    return Sheet(
        held=held,
        village=village,
        name=called(held)[village],
        score=held.assessment.score_of(village),
        before_period=before_period,
        before=before,
        change=held.change(before, village) if before else None,
    )


def rows_of(own: Sheet, held: Assessment, when: str, line: ItemScore) -> Drill | None:
    """The rows behind a measured figure; None where there are none."""
    reading = held.readings.get(own.village, {}).get(line.item.id)
    if reading is None or not reading.is_known:
        return None
    scope = held.scopes[own.village][line.item.id]
    return Drill(indicator=line.item.id, scope=scope, where=f"{own.name}，{when}考核", by_values={PLACE: own.village})


def score_sheet(own: Sheet) -> None:
    """Every line of the sheet: figure with n/N, goalposts, score, weight, contribution; contributions add up as printed."""
    how = "得分 = （实际值 − 得 0 分的值）÷（得 100 分的值 − 得 0 分的值），封顶 100；件数少的项按办法先折算，算式见说明；贡献 = 得分 × 计入权重 ÷ 100，末位取舍使相加正好是总分"
    if own.held.scheme.across == "geometric":
        how = "一级指标之间按几何平均合成，一项的贡献随其他项一起变；贡献相加即总分"
    with blocks.section(f"{own.name}得分表", how, key="assess-sheet"):
        rows, opens = _lines(own)
        opening_table(rows, opens, "assess-sheet", f"{own.name}得分表-{own.held.period}", height="content", widths=WIDTHS)


def _lines(own: Sheet) -> tuple[pd.DataFrame, list[Opens]]:
    score, whole = own.score, own.score.part if own.score.total is None else own.score.total
    printed = apportioned([*(one.contribution * 100 for one in score.pillars), score.bonus * 100], round(whole * 100))
    records, opens = [], []
    for pillar, units in zip(score.pillars, printed[:-1], strict=True):
        records.append(_pillar_row(pillar, units))
        opens.append({})
        parts = (
            apportioned([one.contribution * 100 for one in pillar.items], units) if pillar.score is not None else [0] * len(pillar.items)
        )
        for line, part in zip(pillar.items, parts, strict=True):
            records.append(_item_row(own, line, part, is_moved=pillar.score is not None))
            drill = rows_of(own, own.held.assessment, period_name(own.held.period), line)
            opens.append({"实际值": drill} if drill else {})
    records += [
        {"指标": "加减分", "贡献": f"{printed[-1] / 100:+.2f}" if printed[-1] else "0.00"},
        {
            "指标": "总分" if score.total is not None else "有分部分合计",
            "权重": f"{score.part_weight:g}",
            "贡献": f"{round(whole * 100) / 100:.2f}",
        },
    ]
    return pd.DataFrame(records, dtype=object).fillna(""), [*opens, {}, {}]


def _pillar_row(pillar: PillarScore, units: int) -> dict[str, str]:
    return {
        "指标": f"■ {pillar.pillar.name}",
        "实际值": "",
        "0 分 → 100 分": "",
        "得分": points_words(pillar.score) + ("　▽ 短板" if pillar.is_short else "") if pillar.score is not None else NO_TOTAL,
        "权重": f"{pillar.pillar.weight:g}",
        "计入权重": f"{pillar.pillar.weight:g}" if pillar.score is not None else "",
        "贡献": f"{units / 100:.2f}" if pillar.score is not None else "—",
        "失分": _left(pillar.pillar.weight, units) if pillar.score is not None else "—",
        "说明": pillar.reason,
    }


def _left(weight: float, units: int) -> str:
    """What a line leaves on the table: its weight less its contribution, both as printed."""
    return f"{max(0.0, weight - units / 100):.2f}"


def _item_row(own: Sheet, line: ItemScore, units: int, *, is_moved: bool) -> dict[str, str]:
    readings = own.held.assessment.readings.get(own.village, {})
    counts = line.score is not None and line.weight
    moved = f"；{line.item.weight:g} 分权重移给同级其他项" if line.score is None and is_moved else ""
    return {
        "指标": f"　{item_name(line.item)}",
        "实际值": measured_words(line.item, readings.get(line.item.id)),
        "0 分 → 100 分": goalpost_words(line.item),
        "得分": points_words(line.score),
        "权重": f"{line.item.weight:g}",
        "计入权重": f"{line.weight:.2f}" if counts else "—",
        "贡献": f"{units / 100:.2f}" if counts else "—",
        "失分": _left(line.weight, units) if counts else "—",
        "说明": line_reason(line, readings.get(line.item.gate) if line.item.gate else None) + moved,
    }


def history(own: Sheet) -> None:
    """The village's totals over the last periods, each under the scheme then in force."""
    held = own.held
    place = held.periods.index(held.period)
    periods = held.periods[place : place + SHOWN_PERIODS][::-1]
    if len(periods) < 2:
        return
    with blocks.section(
        "历次得分",
        "竖线为件数少带来的抽样区间（5%—95%），接近满分的项只会往下偏；每期按当时的办法；没有点的一期数据不足",
        key="assess-history",
    ):
        past = [held.assessment if period == held.period else held.earlier(period) for period in periods]
        rows = [next((one for one in each.scores if one.village == own.village), None) for each in past]
        drawn = [draws_of(each).villages.get(own.village) for each in past]
        figure = figures_assessment.history([period_name(one) for one in periods], rows, drawn, held.scheme, blocks.SCREEN)
        st.plotly_chart(figure, key="chart-assess-history", config=blocks.CHART, alt=f"{own.name}历次得分")
