"""Which figures differ between two states of the data: a table of them, before, after and by how much."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import streamlit as st

from indicators.definition import load_catalog
from indicators.scope import Scope
from pages.parts import blocks, context, filters, roles
from reports.moved import Moved, figures_of, moved
from reports.reading import Reading
from reports.tables import csv_bytes
from reports.view import month_start
from reports.words import cell_words, is_fraction, number_words, range_words
from warehouse.snapshot import is_outdated, open_snapshot

MONTHS = 12
OUTDATED = "这个版本是旧版程序整理的，不能直接比较；回到它时会自动重新整理，之后再比较。"


def scope() -> Scope | None:
    """The last twelve months of the area looked at; None where nothing is loaded."""
    view = filters.view()
    if view is None:
        return None
    return Scope(area=view.area, start=month_start(view.last, MONTHS - 1), end=view.last)


def scope_words(asked: Scope) -> str:
    """That scope in words."""
    return f"{filters.area_name(asked.area)}，{range_words(asked.start, asked.end)}"


@st.cache_data(max_entries=12, show_spinner=False)
def _figures(folder: str, name: str, asked: Scope) -> list[Reading]:
    with open_snapshot(Path(folder), name) as connection:
        return figures_of(connection, asked)


def between(before: str, after: str, asked: Scope) -> list[Moved] | str:
    """The figures that differ between two snapshots, or why they cannot be compared."""
    folder = context.data_dir()
    if is_outdated(folder, before) or is_outdated(folder, after):
        return OUTDATED
    return moved(*(_figures(str(folder), name, asked) for name in (before, after)))


def against(after: Sequence[Reading], name: str, asked: Scope) -> list[Moved]:
    """The figures that differ between a snapshot and what was measured of what is to follow it."""
    return moved(_figures(str(context.data_dir()), name, asked), after)


def table(found: Sequence[Moved], asked: Scope, key: str, heads: tuple[str, str] = ("之前", "之后")) -> None:
    """The figures that differ, and how many of all they are."""
    st.caption(f"{scope_words(asked)}：全部 {len(load_catalog())} 个指标中，{len(found)} 个有变动。")
    if not found:
        return
    shown = pd.DataFrame([_line(one, heads) for one in found], dtype=object)
    st.dataframe(shown, hide_index=True, height="content" if len(shown) <= blocks.FITTING else 440, key=f"moved-{key}")
    st.download_button(
        "下载本表（CSV）", roles.exported("变动的指标.csv", lambda: csv_bytes(shown)), file_name="变动的指标.csv", mime="text/csv",
        key=f"csv-moved-{key}", icon=":material/download:", on_click="ignore", type="tertiary",
    )  # fmt: skip


def _line(one: Moved, heads: tuple[str, str]) -> dict[str, str]:
    indicator = one.before.indicator
    return {
        "编号": indicator.code,
        "指标": indicator.name,
        heads[0]: cell_words(one.before),
        heads[1]: cell_words(one.after),
        "相差": difference_words(one),
        "单位": indicator.unit,
    }


def difference_words(one: Moved) -> str:
    """By how much a figure differs; a dash where only its parts can be said."""
    if one.difference is None or is_fraction(one.before) or is_fraction(one.after):
        return "—"
    decimals = one.before.indicator.decimals
    size = number_words(abs(one.difference), decimals)
    if not float(size.replace(",", "")):
        return "不足末位" if one.difference else "0"
    points = "个百分点" if one.before.indicator.unit == "%" else ""
    return f"{'+' if one.difference > 0 else '−'}{size}{points}"
