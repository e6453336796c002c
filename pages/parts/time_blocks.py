"""How long cases take: the share closed by day with open cases counted in, by quarter of receipt, step by step, and when they come."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from indicators.columns import load_columns
from indicators.definition import load_catalog
from pages.parts import blocks, context, filters
from reports import figures_time
from reports.reading import Reading, of
from reports.sentences import escaped, followed_words
from reports.view import View
from reports.words import number_words, range_words, reason_words, said

MEDIAN, WITHIN = "case_time_median", "case_closed_within_30_share"
STEP_NAMES = {"handed_at": "dispatched_at", "taken_at": "signed_at", "contacted_at": "first_contact_at", "closing_at": "closed_at"}


def time_to_close(view: View) -> None:
    """The curve of the last twelve months' cases, and beside it the quarters of receipt, so that a slowing process shows."""
    scope = view.window()
    found = context.figures((MEDIAN, WITHIN), scope)
    where = f"{filters.area_name(view.area)}，{range_words(scope.start, scope.end)}受理"
    with blocks.section(
        "办结要多久", f"{where}的件，在办的也算在内；阴影为 95% 区间，天数下为仍在观察的件数，不足 10 件时曲线截止", key="time"
    ):
        if not any(one.is_known or one.denominator for one in found):
            blocks.unavailable(found[0])
            return
        drawn = context.curves(scope)
        st.markdown("；".join([*(_told(one) for one in found), *(followed_words(one.curve) for one in drawn)]) + "。")
        left, right = st.columns([3, 2], gap="medium")
        with left:
            for one in drawn:
                figure = figures_time.share_closed(one.curve, load_catalog()[WITHIN].within, blocks.SCREEN)
                st.plotly_chart(figure, key="chart-time", config=blocks.CHART, alt="受理后各天以内办结的比例")
        with right:
            _quarters(view)
        blocks.cautions((MEDIAN, WITHIN))


def _told(reading: Reading) -> str:
    return escaped(said(reading) if reading.is_known else f"{reading.indicator.name}：{reason_words(reading)}")


def _quarters(view: View) -> None:
    """The estimates by quarter of receipt: the newest quarters may not have been watched long enough."""
    scope = replace(view.history(), grain="quarter")
    source = blocks.Source(readings=context.figures((WITHIN, MEDIAN), scope), scope=scope, where=filters.area_name(view.area))
    for id in (WITHIN, MEDIAN):
        readings, name = of(source.readings, id), load_catalog()[id].name
        st.html(blocks.heading_html(f"{name}：按受理季度", "竖线为 95% 区间；空缺的季度观察时间还不够"))
        if any(one.is_known for one in readings):
            blocks.bare_chart(figures_time.estimates(readings, blocks.SCREEN), source, f"quarters-{id}", f"各受理季度的{name}")
        elif readings:
            blocks.unavailable(readings[-1])
    blocks.below(source, "受理季度")


def rhythm(view: View) -> None:
    """When cases come in, over the window."""
    scope = view.window()
    counts = context.arrivals(scope)
    undated = sum(count for _, hour, count in counts if hour is None)
    note = f"；另有 {number_words(undated)} 件只有日期、没有钟点，未画入" if undated else ""
    with blocks.section("什么时候来", f"{range_words(scope.start, scope.end)}受理，颜色越浓件数越多{note}", key="rhythm"):
        if any(hour is not None for _, hour, _ in counts):
            st.plotly_chart(figures_time.rhythm(counts, blocks.SCREEN), key="chart-rhythm", config=blocks.CHART, alt="受理件数按星期和钟点")
        else:
            st.info("来源文件只有日期，没有钟点。", icon=":material/info:")


def steps(view: View) -> None:
    """How long each step takes, for the cases whose files give both its ends."""
    scope = view.window()
    found = context.steps(scope)
    with blocks.section("时间花在哪一步", f"{range_words(scope.start, scope.end)}办结的件；只含两个时间都有的件", key="steps"):
        if not any(step.size for step in found):
            st.info("来源文件没有派单、签收、首次联系的时间，看不出时间花在哪一步。", icon=":material/info:")
            return
        rows = [
            {"步骤": f"{_stamp(step.key_from)} → {_stamp(step.key_to)}", "一半在": _hours(step.median_hours), "九成在": _hours(step.p90_hours),
             "两个时间都有": f"{number_words(step.size)} 件", "缺其一": f"{number_words(step.missing)} 件"}
            for step in found
        ]  # fmt: skip
        st.dataframe(pd.DataFrame(rows, dtype=object), hide_index=True, height="content", key="steps-table")


def _stamp(key: str) -> str:
    return load_columns()[STEP_NAMES.get(key, key)].name.removesuffix("时间")


def _hours(hours: float | None) -> str:
    if hours is None:
        return "—"
    return f"{number_words(hours, 1)} 小时以内" if hours < 48 else f"{number_words(hours / 24, 1)} 天以内"
