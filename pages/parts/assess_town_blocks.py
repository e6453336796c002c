"""考核评估, the town: bands and how sure they are, who reaches the standard and who needs help with what, the table by pillar."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from indicators.score import PillarScore, VillageScore
from indicators.score_draws import VillageDraws
from pages.parts import blocks, context, filters, roles, score_download
from pages.parts.assess_context import Held, period_name
from pages.parts.assess_village_choice import called, open_sheet
from reports import figures_assessment
from reports.assessing import UNKNOWN_GROUP, group_of
from reports.claims import guard, quoted
from reports.sentences import escaped, listed
from reports.sentences_assessment import (
    NO_TOTAL,
    all_moves_words,
    band_words,
    cost_words,
    costliest,
    equal_words,
    interval_words,
    points_words,
    rank_words,
    scheme_words,
    short_pillars,
    sure_words,
    town_sentence,
)
from reports.tables import csv_bytes
from reports.words import day_words, group_words

EVERYBODY = "全部村"
WIDTHS = {"村": 66, "等次": 70, "总分": 52, "范围": 88, "名次": 130, "加减分": 66, "等权总分": 76}
SIGN, MARGINS = 13, 16  # pixels of a sign in the head of a column, and beside it
TAKEN_AWAY = ("把握", "同类")  # in the file, and on the screen in the chart above
LISTED = 5  # villages that need help in sight, the others folded away
COSTLY = 2  # items named of a village that needs help


@dataclass(frozen=True, kw_only=True)
class Rows:
    """The villages shown: their score sheets in the order of the bands and inside a band of the ledger, and what they are called."""

    held: Held
    scores: Sequence[VillageScore]
    names: dict[str, str]

    @property
    def scored(self) -> list[VillageScore]:
        """Those that have a total."""
        return [one for one in self.scores if one.total is not None]

    def drawn(self, one: VillageScore) -> VillageDraws | None:
        """What the draws say of a village; None where it has no total."""
        return self.held.draws.villages.get(one.village)


def sentence(held: Held) -> str:
    """The sentence of the town."""
    when = period_name(held.period) + ("" if held.is_over else f"（未完，数据到{day_words(held.assessment.end)}）")
    return town_sentence(held.assessment, held.draws, filters.area_name(held.area), when)


def basis(held: Held) -> None:
    """Under which scheme, whether it was ruled on, and which filters do not apply."""
    told = [f"办法：{scheme_words(held.scheme)}", ruled_words(held)]
    told.append("左侧的来源、类型筛选对考核不起作用" if held.view.filters else "")
    st.caption(guard("；".join(filter(None, told)) + "。"))


def ruled_words(held: Held) -> str:
    """Whether the figures are those that were ruled on."""
    if held.ruled is None:
        return "尚未定稿，为初步计算"
    told = f"本期{held.ruled.ruling.words}"
    return f"{told}，以下为定稿的数" if held.is_final else f"{told}，{held.ruled.words}；以下按现有数据另算，以定稿为准"


def like_choice(held: Held) -> Rows:
    """The villages of one class where one is chosen, all of them else."""
    classes = _classes(held)
    chosen = EVERYBODY
    if len(classes) > 1:
        chosen = st.selectbox("看哪一类村", list(classes), key="看哪一类村", bind="query-params")
    kept = classes[chosen]
    order = {band.name: place for place, band in enumerate(held.scheme.bands)}
    scores = sorted((one for one in held.assessment.scores if one.village in kept), key=lambda one: order.get(one.band, len(order)))
    return Rows(held=held, scores=scores, names=called(held))


def _classes(held: Held) -> dict[str, set[str]]:
    """By name, the villages of each class by households and by location; a class that holds everybody or nobody known is none."""
    places = held.assessment.villages
    found = {EVERYBODY: {one.path for one in places}}
    for title, grouping in (("户数", "size"), ("区位", "location")):
        scheme = replace(held.scheme, grouping=grouping)
        groups = {one.path: group_of(scheme, one) for one in places}
        parts = {name: {path for path, own in groups.items() if own == name} for name in dict.fromkeys(groups.values())}
        if len(parts) > 1:
            found |= {f"{title}：{name}": paths for name, paths in sorted(parts.items()) if name != UNKNOWN_GROUP}
    return found


def totals(rows: Rows) -> None:
    """Totals with their ranges beside how sure each band is; who has no total below."""
    if rows.scored:
        drawn = {one.village: rows.drawn(one) for one in rows.scored}
        left, right = st.columns([5, 4], gap="medium")
        how = "点为总分，横线为 1000 次抽取（权重、目标值、抽样误差、少一项、合成方法）的 5%—95%；先分等次，同一等次内按台账顺序"
        with left, blocks.section("总分与它的范围", how, key="assess-totals"):
            figure = figures_assessment.totals(rows.scored, drawn, rows.names, rows.held.scheme, blocks.SCREEN)
            _drawn(figure, "assess-totals", "各村总分与范围")
        with right, blocks.section("等次有多大把握", "同一村在 1000 次抽取中落在各等次的占比", key="assess-shares"):
            figure = figures_assessment.band_shares(rows.scored, drawn, rows.names, rows.held.scheme, blocks.SCREEN)
            _drawn(figure, "assess-shares", "各村落在各等次的占比")
        st.caption(
            guard(
                f"{equal_words(rows.held.assessment, rows.held.draws)}；{all_moves_words(rows.held.draws)}；几何平均从不高于算术平均，范围因此多向低处伸。"
            )
        )
    lacking: dict[str, list[str]] = {}
    for one in rows.scores:
        if one.total is None:
            lacking.setdefault(one.reason, []).append(quoted(rows.names[one.village]))
    for reason, villages in lacking.items():
        st.caption(guard(escaped(f"{listed(villages)}{reason}；不定等次，不算作 0 分。")))


def _drawn(figure, key: str, alt: str) -> None:
    st.plotly_chart(figure, key=f"chart-{key}", config=blocks.CHART, alt=alt)


def lists(rows: Rows) -> None:
    """Who reaches the highest band, and who needs help with which item: villages, never persons, and nobody is put on show as the worst."""
    bands = rows.held.scheme.bands
    reached = [one for one in rows.scored if one.band == bands[0].name]
    helped = sorted(
        (one for one in rows.scores if _needs_help(rows, one)), key=lambda one: (one.band != bands[-1].name, -len(short_pillars(one)))
    )
    left, right = st.columns([1, 2], gap="medium")
    with left, blocks.section(f"红榜：{band_words(rows.held.scheme, bands[0].name)}　{len(reached)} 个村", "按台账顺序", key="assess-red"):
        if not reached:
            st.caption(f"没有村达到 {bands[0].from_score:g} 分。")
        for one in reached:
            _row(rows, one, f"{points_words(one.total)} 分，{sure_words(one.band, rows.drawn(one))}", "red")
    how = f"先列 {bands[-1].name} 等的村，再列有短板（一级指标不足 60 分）的村，短板多的在前；内部使用，只说要帮哪一项"
    with right, blocks.section(f"帮扶清单：{len(helped)} 个村", how, key="assess-help"):
        if not helped:
            st.caption("没有需要帮扶的村。")
        for one in helped[:LISTED]:
            _row(rows, one, _help_words(rows, one), "help")
        if len(helped) > LISTED:
            with st.expander(f"其余 {len(helped) - LISTED} 个村", key="assess-helped"):
                for one in helped[LISTED:]:
                    _row(rows, one, _help_words(rows, one), "help")


def _needs_help(rows: Rows, one: VillageScore) -> bool:
    return one.band == rows.held.scheme.bands[-1].name or bool(short_pillars(one))


def _row(rows: Rows, one: VillageScore, words: str, among: str) -> None:
    with st.container(key=f"row-{among}-{one.village}", gap="xxsmall"):
        st.button(
            escaped(rows.names[one.village] + (f"　{one.band} 等" if one.band else f"　{NO_TOTAL}")),
            key=f"open-{among}-{one.village}", type="tertiary", on_click=open_sheet, args=(one.village, rows.names[one.village]),
        )  # fmt: skip
        st.caption(guard(escaped(words)))


def _help_words(rows: Rows, one: VillageScore) -> str:
    readings = rows.held.assessment.readings.get(one.village, {})
    short = "、".join(f"{pillar.pillar.name} {points_words(pillar.score)} 分" for pillar in short_pillars(one))
    lost = "；".join(cost_words(line, readings.get(line.item.id)) for line in costliest(one, COSTLY))
    return "。".join(filter(None, [f"短板：{short}" if short else "", f"失分最多：{lost}" if lost else ""]))


def table(rows: Rows) -> None:
    """Every village by pillar; a row opens the village's score sheet. Ranks only where they are asked for, and with their interval."""
    weights = "、".join(f"{pillar.name} {pillar.weight:g}" for pillar in rows.held.scheme.pillars)
    how = f"{period_name(rows.held.period)}；一级指标为 0—100 分（权重：{weights}），▽ 为短板；点一行打开该村得分表"
    with blocks.section("各村得分", how, key="assess-table"):
        is_ranked = st.toggle("看名次（连同区间）", key="看名次", bind="query-params")
        shown = _frame(rows, is_ranked)
        turn = st.session_state.get("assess-table-turn", 0)
        name = f"assess-table-{turn}"
        st.dataframe(
            shown, hide_index=True, key=name, selection_mode="single-cell", on_select=lambda: _picked(name, rows), placeholder="",
            column_order=[column for column in shown.columns if column not in TAKEN_AWAY],
            column_config={column: st.column_config.Column(width=width) for column, width in _widths(rows).items()},
            height="content" if len(shown) <= 2 * blocks.FITTING else 640,
        )  # fmt: skip
        if is_ranked:
            among = "同一类村（按办法分组）" if len(set(rows.held.assessment.groups.values())) > 1 else "全部村"
            st.caption(f"名次只在{among}内排，按未取整的总分；括号内为 1000 次抽取的 5%—95%。区间重叠的，名次先后不说明问题。")
        workbook(rows.held)
        st.download_button(
            "下载本表（CSV）", roles.exported(f"考核得分-{rows.held.period}.csv", lambda: csv_bytes(shown)), file_name=f"考核得分-{rows.held.period}.csv", mime="text/csv",
            key="assess-table-csv", icon=":material/download:", on_click="ignore", type="tertiary",
        )  # fmt: skip


def workbook(held: Held) -> None:
    """The score sheets of the town and of every village with live formulas, to be worked out again in front of a meeting."""
    ruling = held.ruled.ruling if held.ruled and held.is_final else None
    state, position = (ruling.words, ruling.position) if ruling else ("", None)
    score_download.button(held.assessment, context.snapshot(), state=state, key="assess", position=position)


def _frame(rows: Rows, is_ranked: bool) -> pd.DataFrame:
    groups = list(rows.held.assessment.groups.values())
    is_grouped = len(set(groups)) > 1
    records = []
    for one in rows.scores:
        drawn, group = rows.drawn(one), rows.held.assessment.groups.get(one.village, "")
        peers = sum(
            other.total is not None and rows.held.assessment.groups.get(other.village, "") == group for other in rows.held.assessment.scores
        )
        records.append(
            {
                "村": rows.names[one.village],
                "等次": one.band or NO_TOTAL,
                "把握": sure_words(one.band, drawn) if drawn else None,
                "总分": points_words(one.total),
                "范围": interval_words(drawn.score_low, drawn.score_high) if drawn else None,
                **({"名次": rank_words(one, drawn, peers)} if is_ranked else {}),
                **{pillar.pillar.name: _pillar(pillar) for pillar in one.pillars},
                "加减分": f"{one.bonus:+.1f}" if one.bonus else None,
                "等权总分": points_words(drawn.equal_weight) if drawn else None,
                **({"同类": group_words("village", group)} if is_grouped else {}),
            }
        )  # fmt: skip
    return pd.DataFrame(records, dtype=object).dropna(axis="columns", how="all")


def _widths(rows: Rows) -> dict[str, int]:
    return {**WIDTHS, **{pillar.name: SIGN * len(pillar.name) + MARGINS for pillar in rows.held.scheme.pillars}}


def _pillar(pillar: PillarScore) -> str:
    if pillar.score is None:
        return NO_TOTAL
    return f"{points_words(pillar.score)}{' ▽' if pillar.is_short else ''}"


def _picked(name: str, rows: Rows) -> None:
    cells = st.session_state[name]["selection"]["cells"]
    st.session_state["assess-table-turn"] = st.session_state.get("assess-table-turn", 0) + 1
    if cells:
        path = rows.scores[cells[0][0]].village
        open_sheet(path, rows.names[path])
