"""The blocks of the list of signals: what fired, the course of one indicator with its normal range, and what is quiet or not judged."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from indicators.cohort import load_views
from indicators.definition import Indicator, load_catalog
from indicators.event_days import event_days
from indicators.rules import load_rules
from indicators.scope import Scope
from pages.parts import blocks, context, filters, signal_blocks
from reports import figures, figures_control, figures_rare
from reports.rare import Rare, rare, rare_words
from reports.reading import Reading, of
from reports.sentences import course_words, escaped, listed
from reports.signals import Signal, band_words, range_words, signal_words
from reports.sparkline import sparkline
from reports.targets import aim_of, assurance_words
from reports.view import View
from reports.words import number_words, period_words, said
from warehouse.journal_targets import Target, targets

DOMAINS = ("case", "petition", "dispute")
FOLLOWED = tuple(
    one.id for one in load_catalog().values() if one.domain in DOMAINS and one.kind in ("count", "ratio", "quantile") and one.level != 1
)
ORDER = {"worse": 0, "changed": 1, "better": 2, "quiet": 3, "none": 4}
CHOICE = "看哪一项"
NAMED = 4
BY_CHANCE = 0.015  # of quiet courses, those with a signal at their last point: simulated over pure chance in the tests


@dataclass(frozen=True, kw_only=True)
class Watched:
    """Every indicator followed over the view's history: its readings, its signal, and the targets the town set."""

    view: View
    course: Sequence[Reading]
    signals: Sequence[Signal]  # what speaks first
    targets: Sequence[Target]

    def of(self, *tones: str) -> list[Signal]:
        """The signals of some tones."""
        return [one for one in self.signals if one.tone in tones]

    def readings(self, id: str) -> list[Reading]:
        """The course of one indicator."""
        return of(self.course, id)


def has_cases() -> bool:
    """Whether there is any case: monthly totals alone carry no signals."""
    return bool(context.extent().cases)


def watched(view: View) -> Watched:
    """One ask for all that is followed, period by period."""
    course = context.figures(FOLLOWED, view.history())
    found = signal_blocks.signals_of(course, view.history())
    ordered = sorted(found, key=lambda one: (ORDER[one.tone], one.indicator.code))
    return Watched(view=view, course=course, signals=ordered, targets=targets(context.data_dir()))


def sentence(held: Watched) -> str:
    """How many speak, which of them need a look, and how many are quiet or not judged."""
    where = f"{filters.area_name(held.view.area)}，{course_words(held.view)}"
    worse, other = held.of("worse"), held.of("better", "changed")
    counted = f"{len(held.signals)} 项逐期看的指标中，**{len(worse) + len(other)} 项有信号**"
    named = f"；往差的方向：**{'、'.join(escaped(one.indicator.name) for one in worse[:NAMED])}**" if worse else "；没有往差的方向的信号"
    more = f"等 {len(worse)} 项" if len(worse) > NAMED else ""
    return f"{escaped(where)}：{counted}{named}{more}；{len(held.of('quiet'))} 项在正常波动范围内，{len(held.of('none'))} 项件数或期数不足、不作判断。"


def fired(held: Watched) -> None:
    """What fired, what needs a look first: a line each, with value, normal range and course."""
    found = held.of("worse", "changed", "better")
    chance = number_words(BY_CHANCE * (len(held.signals) - len(held.of("none"))), 1)
    how = f"橙色往差的方向，蓝色往好的方向，黑色无好坏之分；即使什么都没变，平均也会有 {chance} 项偶然出现信号"
    with blocks.section("有信号的", how, key="fired"):
        if found:
            st.html(f'<div class="watch">{"".join(_line(held, one) for one in found)}</div>')
        else:
            st.success("没有信号：各项都在正常波动范围内，或件数不足、不作判断。", icon=":material/check:")


def _line(held: Watched, one: Signal) -> str:
    readings = held.readings(one.indicator.id)
    last = next(reading for reading in reversed(readings) if reading.period == one.periods[one.chart.last])
    line = sparkline([None if value is None else value * one.per for value in one.chart.values])
    aim = assurance_words(one, aim_of(one.indicator, held.targets))
    cells = [
        f'<b class="{one.tone}"><i aria-hidden="true">{one.icon}</i>{escape(one.indicator.name)}</b>',
        f"<span>{escape(said(last).removeprefix(one.indicator.name).strip())}<small>{escape(range_words(one))}</small></span>",
        f'<span class="signal {one.tone}">{escape(signal_words(one))}<small>{escape(aim)}</small></span>',
        f'<img class="spark" src="{line}" alt="">' if line else "<span></span>",
    ]
    return f'<div class="row">{"".join(cells)}</div>'


def choose(held: Watched) -> Signal:
    """Which indicator is looked at; kept in the URL."""
    names = {one.indicator.id: f"{one.icon} {one.indicator.name}" for one in held.signals}
    narrow, _ = st.columns([1, 1])
    id = narrow.selectbox(CHOICE, list(names), format_func=names.get, key=CHOICE, bind="query-params")
    return next(one for one in held.signals if one.indicator.id == id)


def course(held: Watched, one: Signal) -> None:
    """The course of one indicator with its normal range; the time between where events are too rare for it."""
    readings, scope = held.readings(one.indicator.id), held.view.history()
    source = blocks.Source(readings=readings, scope=scope, where=filters.area_name(held.view.area))
    how = "；".join(filter(None, [course_words(held.view), band_words(one)]))
    with blocks.section(one.indicator.name, how, key="watched"):
        if not any(reading.is_known for reading in readings):
            blocks.unavailable(readings[0])
            return
        figure = _figure(held, one, readings)
        _baselines(figure, held, one)
        blocks.chart(figures_control.with_limits(figure, one, blocks.SCREEN), source, "watched", f"{one.indicator.name}的控制图")
        if one.chart is None and _is_flow(one.indicator):
            _rare(held, one.indicator)


def _figure(held: Watched, one: Signal, readings: Sequence[Reading]):
    periods = held.view.periods()
    if one.indicator.unit == "%":
        floor = min(figures.rate_floor(readings), figures_control.limits_floor(one))
        return figures.rate_over_time(readings, periods, blocks.SCREEN, floor=floor, height=340)
    return figures.counts_over_time([readings], periods, blocks.SCREEN, last_is_stock=False)


def _baselines(figure, held: Watched, one: Signal) -> None:
    own = [base for base in signal_blocks.rebases(held.view.area) if base.indicator == one.indicator.id]
    figures_control.baselines(figure, own, one.periods, blocks.SCREEN)
    aim = aim_of(one.indicator, held.targets)
    if aim and not one.indicator.target:
        figures_control.aim(figure, aim[0], f"目标 {aim[0]:g}{one.indicator.unit}", blocks.SCREEN)


def _is_flow(indicator: Indicator) -> bool:
    return indicator.kind == "count" and not load_views()[indicator.view].is_stock


@st.cache_data(max_entries=32, show_spinner=False)
def _event_days(within: tuple[str, str], id: str, scope: Scope) -> list:
    return event_days(context.connection(*within), load_catalog()[id], scope)


def _rare(held: Watched, indicator: Indicator) -> None:
    """The days between events, where they are too few for a chart by period."""
    scope = held.view.history()
    found: Rare = rare(indicator, _event_days(context.key(), indicator.id, scope), scope.end)
    if not found.days:
        return
    st.html(blocks.heading_html("相邻两次隔了多少天", rare_words(found)))
    if found.chart is not None:
        figure = figures_rare.gaps(found, blocks.SCREEN)
        st.plotly_chart(figure, config=blocks.CHART, key=f"gaps-{indicator.id}", alt=f"{indicator.name}相邻两次间隔天数的控制图")


def verdicts(held: Watched, one: Signal) -> None:
    """Is it changing, and will it meet its target: two questions, two answers; and the rules they are judged by."""
    aim = aim_of(one.indicator, held.targets)
    with blocks.section("在变吗，能达标吗", key="verdicts"):
        st.html(signal_blocks.lines_html([one]))
        known = [reading for reading in held.readings(one.indicator.id) if reading.is_known]
        st.caption(f"最近一期（{period_words(known[-1].period)}）：{said(known[-1])}" if known else "未填报")
        if one.indicator.direction == "neutral":
            st.caption("这项没有好坏之分，不设目标。")
        else:
            st.markdown(
                escaped(assurance_words(one, aim)) or ("没有往常范围，不能判断能否达标。" if aim else "没有设目标，不判断能否达标。")
            )
            if aim:
                st.caption(f"目标依据：{escaped(aim[1])}")
        with st.expander("判断规则", icon=":material/rule:", key="rules"):
            st.markdown("\n".join(f"- **{rule.name}**　{rule.text}" for rule in load_rules().values()))
            signal_blocks.rules_note()


def quiet(held: Watched) -> None:
    """What is in its normal range, and what is not judged and why."""
    left, right = st.columns(2, gap="medium")
    with left, blocks.section("在正常波动范围内的", "高一点低一点都不必解读", key="quiet"):
        found = held.of("quiet")
        st.markdown("、".join(escaped(one.indicator.name) for one in found) + "。" if found else "没有。")
    with right, blocks.section("不作判断的", "件数或期数不足，看分数和明细", key="unjudged"):
        for reason in dict.fromkeys(one.reason for one in held.of("none")):
            names = [one.indicator.name for one in held.of("none") if one.reason == reason]
            st.markdown(f"**{escaped(reason)}**：{escaped(listed(names))}")
        if not held.of("none"):
            st.markdown("没有。")
