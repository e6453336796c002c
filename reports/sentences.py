"""Sentences about figures: what a page says first, titles, captions, hovers. No word here claims a trend."""

import re
from collections.abc import Iterable, Sequence

from indicators.cohort import load_views
from indicators.definition import Indicator, load_catalog
from indicators.survival import Curve
from reports.reading import Reading
from reports.view import View, bounds
from reports.words import (
    caution_words,
    fraction_words,
    group_words,
    is_few,
    is_fraction,
    number_words,
    parts_words,
    period_words,
    range_words,
    said,
    value_words,
)

PREVIOUS = {"month": "上月", "quarter": "上季度", "year": "上年"}
PREVIOUS_WHOLE = {"month": "上月整月", "quarter": "上季度整季", "year": "上年全年"}  # beside a period that is not over
NAMED, LISTED = 3, 12  # how many names a title and a sentence hold


def is_over(view: View) -> bool:
    """Whether the period in question is known to its last day."""
    return view.grain == "all" or bounds(view.period)[1] <= view.last


def now_words(view: View) -> str:
    """The period in question; a period not yet over says up to which day it goes."""
    if view.grain == "all":
        return range_words(view.first, view.last)
    return period_words(view.period) + ("" if is_over(view) else f"（截至{view.last.month}月{view.last.day}日）")


def course_words(view: View) -> str:
    """The months of a chart over time; where the last period is not over, up to which day it goes."""
    span = range_words(view.history().start, view.last)
    return span if is_over(view) else f"{span}，最后一期截至{view.last.month}月{view.last.day}日"


def compared_words(previous: Reading | None, view: View) -> str:
    """The period before, as a figure and not as a judgement: 上月 88.2%（90/102）."""
    if previous is None or view.grain not in PREVIOUS or not previous.is_known:
        return ""
    fraction = "" if is_fraction(previous) else fraction_words(previous)
    name = (PREVIOUS if is_over(view) else PREVIOUS_WHOLE)[view.grain]
    return f"{name} {value_words(previous)}" + (f"（{fraction}）" if fraction else "")


def hover_words(reading: Reading, where: str) -> str:
    """The whole sentence of one point of a chart, in lines."""
    lines = [f"{where}：{said(reading)}", parts_words(reading), caution_words(reading), reading.note if reading.is_known else ""]
    return "<br>".join(line for line in lines if line)


def most_words(groups: Sequence[Reading], column: str, limit: int = 3) -> str:
    """The groups with the largest counts: 柳沟村 7 件、东湾村 4 件; blank where all are nought."""
    counted = sorted((one for one in groups if one.value), key=lambda one: -one.value)
    if len(counted) > limit:  # ties at the edge are named together or not at all
        edge = counted[limit].value
        counted = [one for one in counted[:limit] if one.value > edge] or counted[:1]
    return "、".join(f"{group_words(column, one.groups[0])} {value_words(one)}" for one in counted)


def period_basis_words(indicator: Indicator) -> str:
    """Which moment of a case decides the period it belongs to."""
    return load_views()[indicator.view].period


def rate_reading_words(readings: Sequence[Reading]) -> str:
    """How to read the marks of a rate over time, as far as they occur."""
    cautions = {caution_words(reading) for reading in readings}
    hollow = "空心点为小样本" if "小样本" in cautions else ""
    counted = readings[0].indicator.counted_in.removeprefix("个") if readings else "件"
    ticks = f"短竖线处{counted}数不足，不计百分比" if any(map(is_few, readings)) else ""
    late = next((load_catalog()[reading.indicator.shadow].name for reading in readings if reading.shadow), "")
    diamonds = f"橙色菱形处已全部办完，但期末另有{late}，{counted}数见悬停与数据表" if late else ""
    return "；".join(filter(None, [hollow, ticks, diamonds]))


def followed_words(whole: Curve) -> str:
    """What had become of the cases whose time is followed, by the last day known."""
    counted = {"办结": whole.closed.sum(), "退回或撤诉": whole.left.sum(), "仍在办": len(whole.open_days)}
    return f"{number_words(whole.size)} 件中" + "、".join(f"{name} {number_words(int(count))} 件" for name, count in counted.items())


def listed(names: Sequence[str]) -> str:
    """Names in a sentence; of a long list the first few, and how many there are."""
    return "、".join(names[:LISTED]) + (f"等 {len(names)} 个（其余见数据表）" if len(names) > LISTED else "")


def headline(where: str, when: str, facts: Iterable[Reading], stressed: Iterable[str]) -> str:
    """The one sentence of a page, as Markdown: place and period, the facts, and in bold what needs attention."""
    opening = f"{when}，{where}" + "，".join(escaped(said(reading)) for reading in facts)
    attention = [f"**{escaped(text)}**" for text in stressed if text]
    return "；".join([opening, *attention]) + "。"


def escaped(text: str) -> str:
    """Text that Markdown shows as it stands."""
    return re.sub(r"([\\`*_\[\]#~$<])", r"\\\1", text)
