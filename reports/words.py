"""Figures in plain administrative Chinese. Pure functions; every indicator's name comes from the catalog, and no word claims a trend."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from indicators.columns import load_columns
from indicators.definition import Indicator
from indicators.measure import NOTHING_REPORTED
from indicators.small_numbers import is_rankable, is_rate_shown
from reports.intervals import verdict
from reports.reading import Reading
from reports.view import View, bounds

AREA_COLUMNS = ("area_id", "village", "town")
UNREPORTED = "未填报"
UNAVAILABLE = "不可计算"
BLANK = "未填"
NOWHERE = "未分村"
PERIOD_BASIS = {
    "case_received": "受理时间",
    "case_due": "办理期限（批准延期的按延期后）",
    "case_closed": "办结时间",
    "case_open": "期末时点",
}
PREVIOUS = {"month": "上月", "quarter": "上季度", "year": "上年"}
PREVIOUS_WHOLE = {"month": "上月整月", "quarter": "上季度整季", "year": "上年全年"}  # beside a period that is not over


def day_words(day: date) -> str:
    """A day: 2026年10月31日."""
    return f"{day.year}年{day.month}月{day.day}日"


def month_words(month: str) -> str:
    """A month written 2026-03: 2026年3月."""
    year, number = month.split("-")
    return f"{year}年{int(number)}月"


def period_words(period: str) -> str:
    """A period as measure() writes it: 2026年3月, 2026年第1季度, 2026年, 全段."""
    if period == "all":
        return "全段"
    year, _, rest = period.partition("-")
    if not rest:
        return f"{year}年"
    return f"{year}年第{rest[1:]}季度" if rest.startswith("Q") else month_words(period)


def range_words(first: date, last: date) -> str:
    """A range of months: 2025年11月—2026年10月, or the one month."""
    start, end = month_words(f"{first:%Y-%m}"), month_words(f"{last:%Y-%m}")
    return start if start == end else f"{start}—{end}"


def is_over(view: View) -> bool:
    """Whether the period in question is known to its last day."""
    return view.grain == "all" or bounds(view.period)[1] <= view.last


def now_words(view: View) -> str:
    """The period in question; a period not yet over says up to which day it goes."""
    if view.grain == "all":
        return range_words(view.first, view.last)
    return period_words(view.period) + ("" if is_over(view) else f"（截至{view.last.month}月{view.last.day}日）")


def group_words(column: str, value: object) -> str:
    """One value of a column as people write it: the last step of an area's path, 未填 for a blank."""
    if value is None:
        return BLANK
    if column in AREA_COLUMNS:
        return str(value).rsplit("/", 1)[-1]
    return load_columns()[column].values.get(value, str(value))


def number_words(value: float, decimals: int = 0) -> str:
    """A number with its thousands separated: 18,000."""
    return f"{value:,.{decimals}f}"


def is_fraction(reading: Reading) -> bool:
    """Whether so few cases stand behind a rate that only the fraction may be shown."""
    return reading.is_known and reading.indicator.kind == "ratio" and not is_rate_shown(reading.denominator)


def main_words(reading: Reading) -> tuple[str, str]:
    """What stands large on a card, and its unit: ('91.3', '%'), ('3/4', '件'), ('未填报', '')."""
    if not reading.is_known:
        return (UNREPORTED if reading.note == NOTHING_REPORTED else UNAVAILABLE), ""
    if is_fraction(reading):
        return f"{reading.numerator}/{reading.denominator}", "件"
    return number_words(reading.value, reading.indicator.decimals), reading.indicator.unit


def value_words(reading: Reading) -> str:
    """A figure in one breath: 91.3%, 112 件, 3/4 件, 未填报."""
    text, unit = main_words(reading)
    return f"{text}{unit}" if unit in ("%", "") else f"{text} {unit}"


def parts_words(reading: Reading) -> str:
    """What the figure rests on: 按期办结件 95 / 应办结件 104; 办结件 101; blank for a plain count."""
    named = [(reading.indicator.numerator, reading.numerator), (reading.indicator.denominator, reading.denominator)]
    known = [f"{part.name} {number_words(count)}" for part, count in named if part and count is not None]
    return " / ".join(known) if reading.indicator.denominator else ""


def basis_words(reading: Reading) -> str:
    """What stands under a figure on a card: 95 / 104 件 of a rate, the sample of a quantile; blank for a plain count."""
    if is_fraction(reading):
        return ""
    if reading.indicator.kind == "ratio":
        return f"{number_words(reading.numerator)} / {number_words(reading.denominator)} 件"
    return parts_words(reading)


def fraction_words(reading: Reading) -> str:
    """The fraction of a rate: 95/104; blank for anything else."""
    if reading.indicator.kind != "ratio" or reading.denominator is None:
        return ""
    return f"{number_words(reading.numerator)}/{number_words(reading.denominator)}"


def reason_words(reading: Reading) -> str:
    """Why there is no value, without the closing words that the label already says."""
    return reading.note.removesuffix("，无法计算")


def caution_words(reading: Reading) -> str:
    """What a small number forbids: 不足10件，不计百分比; 小样本; blank where neither."""
    if is_fraction(reading):
        return "件数少，不计百分比"
    is_small = reading.is_known and reading.indicator.kind in ("ratio", "quantile") and not is_rankable(reading.denominator)
    return "小样本" if is_small else ""


def cell_words(reading: Reading) -> str:
    """A figure in a table: 91.3%（95/104）, 3/4, 112, 未填报."""
    text, unit = main_words(reading)
    is_rate = reading.indicator.kind == "ratio" and reading.is_known and not is_fraction(reading)
    return f"{text}{unit}（{fraction_words(reading)}）" if is_rate else text


def said(reading: Reading) -> str:
    """A figure inside a sentence: its name, value and fraction."""
    name = reading.indicator.name
    if not reading.is_known:
        return f"{name}{value_words(reading)}（{reason_words(reading)}）"
    if reading.indicator.kind == "ratio" and not is_fraction(reading):
        return f"{name} {value_words(reading)}（{fraction_words(reading)}）"
    return f"{name} {value_words(reading)}"


def target_words(reading: Reading) -> str:
    """Whether a declared target is met; blank where none is declared or there is no value to judge."""
    target = reading.indicator.target
    if not target or not reading.is_known or is_fraction(reading):
        return ""
    is_met = reading.value >= target.value if reading.indicator.direction == "higher" else reading.value <= target.value
    return f"{'达到' if is_met else '未达到'}目标 {number_words(target.value)}{reading.indicator.unit}"


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
    return PERIOD_BASIS[indicator.view]


def is_nowhere(reading: Reading) -> bool:
    """Whether the group is what no village could be found for, which is no place to compare."""
    return str(reading.groups[0]).rsplit("/", 1)[-1] == NOWHERE


def rate_reading_words(readings: Sequence[Reading]) -> str:
    """How to read the marks of a rate over time, as far as they occur."""
    cautions = {caution_words(reading) for reading in readings}
    hollow = "空心点为小样本" if "小样本" in cautions else ""
    ticks = "短竖线处件数不足，不计百分比" if any(map(is_fraction, readings)) else ""
    return "；".join(filter(None, [hollow, ticks]))


def compared_title(rated: Sequence[Reading], overall: Reading | None, column: str) -> str:
    """What the intervals say and no more: which groups lie wholly below the whole, or that none does."""
    known = [reading for reading in rated if reading.is_known]
    name = rated[0].indicator.name if rated else ""
    if overall is None or not overall.is_known or len(known) < 2:
        return f"{name}，按{load_columns()[column].name}"
    below = [group_words(column, reading.groups[0]) for reading in known if verdict(reading, overall) == "below"]
    if below:
        return f"{name}：{'、'.join(below)}的区间低于整体水平"
    return f"{name}：没有区间低于整体水平的{load_columns()[column].name}"


def headline(where: str, when: str, facts: Iterable[Reading], stressed: Iterable[str]) -> str:
    """The one sentence of a page, as Markdown: place and period, the facts, and in bold what needs attention."""
    opening = f"{when}，{where}" + "，".join(escaped(said(reading)) for reading in facts)
    attention = [f"**{escaped(text)}**" for text in stressed if text]
    return "；".join([opening, *attention]) + "。"


def escaped(text: str) -> str:
    """Text that Markdown shows as it stands."""
    return re.sub(r"([\\`*_\[\]#~$<])", r"\\\1", text)
