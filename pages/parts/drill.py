"""Any figure opened to its rows: which file, sheet, row and batch each of them came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd
import streamlit as st

from indicators.columns import for_people, load_columns
from indicators.definition import Indicator, load_catalog
from indicators.scope import Scope
from pages.parts import context, frame, roles
from reports.reading import Reading
from reports.tables import csv_bytes
from reports.words import count_words, day_words, group_words, number_words, parts_words, period_words, value_words

HELD = 2_000  # rows fetched to be looked at; the download has all
PAGE = 100  # rows shown at a time
REST = "rest"
WIDTHS = {
    load_columns()[key].name: st.column_config.Column(width=width)
    for key, width in {"file_name": 170, "source_sheet": 110, "source_row": 60, "batch_id": 110}.items()
}
PROVENANCE = ["file_name", "source_sheet", "source_row", "batch_id"]


@dataclass(frozen=True, kw_only=True)
class Drill:
    """Which figure: indicator id, its scope (one whole period), the group it was cut by, and where to begin."""

    indicator: str
    scope: Scope
    where: str
    by_values: Mapping[str, object] = field(default_factory=dict)


def ask(drill: Drill) -> None:
    """Open the rows at the end of this run. A callback: it stands before the run it asks in."""
    st.session_state["_drill"] = drill


def ask_cell(indicator: str, period: str, groups, scope: Scope, by: tuple[str, ...], where: str) -> None:
    """Open the figure of one indicator in one period and group."""
    named = [group_words(column, value) for column, value in zip(by, groups, strict=True)]
    place = "，".join([where, *([period_words(period)] if period != "all" else []), *named])
    within = scope if period == "all" else scope.at(period)
    ask(Drill(indicator=indicator, scope=within, where=place, by_values=dict(zip(by, groups, strict=True))))


def show() -> None:
    """Open what was asked for in this run, if anything."""
    drill = st.session_state.pop("_drill", None)
    if drill is not None:
        st.dialog(f"{load_catalog()[drill.indicator].name}明细", width="large")(_body)(drill)


def reading_of(drill: Drill) -> Reading | None:
    """The figure itself, measured anew in its own scope."""
    found = context.figures((drill.indicator,), drill.scope, tuple(drill.by_values))
    return next((one for one in found if one.groups == tuple(drill.by_values.values())), None)


def _body(drill: Drill) -> None:
    """Runs by itself when something inside is moved, so it answers for its own errors."""
    with frame.answering(f"{drill.indicator} rows"):
        _contents(drill)


def _contents(drill: Drill) -> None:
    indicator = load_catalog()[drill.indicator]
    reading = reading_of(drill)
    st.caption(drill.where)
    if reading is None:
        st.info("这里没有数据。")
        return
    st.markdown(f"**{indicator.name} {value_words(reading)}**　{parts_words(reading)}")
    st.caption(f"口径：{indicator.definition}（{indicator.code}，第{indicator.version}版，{day_words(indicator.since)}起）")
    if reading.note:
        st.caption(f"说明：{reading.note}")
    counts = part_counts(reading)
    if counts:
        _rows(drill, indicator, counts)


def part_counts(reading: Reading) -> dict[str, int]:
    """What each part comes to, rows or a sum; the rest are the rows of the denominator that are not in the numerator."""
    counts = {"denominator": reading.denominator, "numerator": reading.numerator}
    counts = {part: count for part, count in counts.items() if count is not None and part in reading.indicator.counted}
    is_counted = not any(reading.indicator.parts[part].sum for part in counts)
    if is_counted and len(counts) == 2 and counts["numerator"] < counts["denominator"] <= HELD:
        counts[REST] = counts["denominator"] - counts["numerator"]
    return counts


def _rows(drill: Drill, indicator: Indicator, counts: dict[str, int]) -> None:
    part = _part(indicator, counts)
    if not counts[part]:
        st.info("没有符合的行。")
        return
    within = context.key()  # the download is made later, outside of any run
    found = frame_of(drill, indicator, part, HELD, within)
    count = len(found) if _is_sum(indicator, part) else int(counts[part])  # the rows add up to a sum, they are not as many
    if count > len(found):
        st.caption(f"共 {number_words(count)} 行，这里列出前 {number_words(len(found))} 行，下载的文件含全部。")
    pages = -(-len(found) // PAGE)
    page = st.pagination(pages, key="明细页") if pages > 1 else 1
    shown = listed(found).iloc[(page - 1) * PAGE : page * PAGE].dropna(axis="columns", how="all")
    st.dataframe(shown, hide_index=True, placeholder="", column_config=WIDTHS, height=min(420, 38 + 35 * len(shown)), key=f"明细-{part}")
    name = f"{indicator.name}-{_name(indicator, part)}.csv"
    st.download_button(
        f"下载 {number_words(count)} 行（CSV）",
        roles.exported(name, lambda: csv_bytes(listed(frame_of(drill, indicator, part, None, within)))),
        file_name=name,
        mime="text/csv",
        on_click="ignore",
    )


def _is_sum(indicator: Indicator, part: str) -> bool:
    return part != REST and bool(indicator.parts[part].sum)


def _part(indicator: Indicator, counts: dict[str, int]) -> str:
    labels = {part: part_label(indicator, part, count) for part, count in counts.items()}
    if len(counts) == 1:
        (part,) = counts
        st.markdown(f"**{labels[part]}**")
        return part
    return st.segmented_control(
        "看哪一部分",
        list(counts),
        default="denominator",
        required=True,
        format_func=labels.get,
        label_visibility="collapsed",
        key="明细部分",
    )


def part_label(indicator: Indicator, part: str, count: float) -> str:
    """What a part is called and what it comes to."""
    return f"{_name(indicator, part)} {count_words(indicator, count, indicator.parts.get(part))}"


def _name(indicator: Indicator, part: str) -> str:
    return f"不属于{indicator.numerator.name}的" if part == REST else indicator.parts[part].name


def frame_of(drill: Drill, indicator: Indicator, part: str, limit: int | None, within: tuple[str, str]) -> pd.DataFrame:
    """The rows of one part, or of the rest."""
    if part != REST:
        return context.cases(indicator, part, drill.scope, drill.by_values, limit, within)
    whole, counted = (context.cases(indicator, name, drill.scope, drill.by_values, limit, within) for name in ("denominator", "numerator"))
    inside = set(counted[PROVENANCE].itertuples(index=False, name=None))
    return whole[[key not in inside for key in whole[PROVENANCE].itertuples(index=False, name=None)]]


def listed(found: pd.DataFrame) -> pd.DataFrame:
    """Rows as people read them: known names and values, a village by its name; the whole path stands under 地区."""
    named = {column: [group_words(column, value) for value in found[column]] for column in ("town", "village") if column in found}
    return for_people(found.assign(**named))
