"""What pages are built of: the sentence, chart blocks with their table, tables that open, the last line."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from html import escape

import plotly.graph_objects as go
import streamlit as st

from indicators.definition import load_catalog
from indicators.scope import Scope
from pages.parts import context, drill, roles, signal_blocks
from pages.parts.intake_links import to_intake
from reports.claims import guard
from reports.palette import Palette
from reports.reading import Reading
from reports.signals import Signal
from reports.tables import csv_bytes, grid, long, wide
from reports.words import (
    day_words,
    fraction_words,
    is_fraction,
    reason_words,
    value_words,
)

# Streamlit puts the colours of the theme in the place of these, in light and dark alike.
SCREEN = Palette(
    lead="#000001",
    worse="#000002",
    calm="#000003",
    extra="#000004",
    faint="rgba(120,135,150,.14)",
    grid="rgba(120,135,150,.22)",
    muted="#000003",
    paper="#000038",
    parts=("#000001", "#000005", "#000004", "#000006", "#000003", "#000007"),
)
FITTING = 12  # rows of a table that need no scrolling inside it
CHART = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}


def title(name: str, sentence: str, signals: Sequence[Signal] = ()) -> None:
    """The page's name and the one sentence that answers its question; it may claim what the signals allow."""
    st.title(name, anchor=False)
    with st.container(key="headline"):
        st.markdown(guard(sentence, frozenset().union(*(one.words for one in signals))))


def heading_html(name: str, caption: str = "") -> str:
    """The heading of a block, and below it how to read it."""
    return f'<h2 class="heading">{escape(guard(name))}</h2>' + (f'<p class="caption">{escape(guard(caption))}</p>' if caption else "")


@contextmanager
def section(name: str, caption: str = "", key: str | None = None):
    """A block under a rule: what it shows as its heading, how to read it below."""
    with st.container(key=f"block-{key or name}", gap="xsmall"):
        st.html(heading_html(name, caption))
        yield


@dataclass(frozen=True, kw_only=True)
class Source:
    """What a block's marks and cells open to: its readings, their scope, the columns they are cut by, and where that is in words."""

    readings: Sequence[Reading]
    scope: Scope
    where: str
    by: tuple[str, ...] = ()

    @property
    def is_over_time(self) -> bool:
        """Whether the readings are a course over periods."""
        return self.scope.grain != "all"


def chart(figure: go.Figure, source: Source, key: str, alt: str, opens: str = "件") -> None:
    """A chart whose marks open to their rows, with its table and download under it; `opens` is what these are."""
    bare_chart(figure, source, key, alt)
    below(source, alt, opens)


def bare_chart(figure: go.Figure, source: Source, key: str, alt: str) -> None:
    """A chart whose marks open to their rows; the table stands elsewhere."""
    turn = st.session_state.get(f"chart-{key}-turn", 0)
    name = f"chart-{key}-{turn}"
    st.plotly_chart(
        figure,
        key=name,
        config=CHART,
        alt=alt,
        selection_mode="points",
        on_select=lambda: _clicked(f"chart-{key}", name, source),
    )


def small_html(reading: Reading) -> str:
    """The heading of a small chart: name, value, and its fraction where that is not the value itself."""
    name, value = reading.indicator.name, value_words(reading)
    basis = "" if is_fraction(reading) else fraction_words(reading)
    return f'<div class="small"><span class="name">{escape(name)}</span> <b>{escape(value)}</b> <span class="basis">{escape(basis)}</span></div>'


def choice(label: str, options: Mapping[str, str], label_visibility: str = "collapsed") -> str:
    """Which of a few things a block shows; kept in the URL."""
    return st.segmented_control(
        label,
        list(options),
        default=next(iter(options)),
        required=True,
        format_func=options.get,
        key=label,
        bind="query-params",
        label_visibility=label_visibility,
    )


def _clicked(base: str, name: str, source: Source) -> None:
    points = st.session_state[name]["selection"]["points"]
    st.session_state[f"{base}-turn"] = st.session_state.get(f"{base}-turn", 0) + 1
    if points and points[0].get("customdata"):
        indicator, period, *groups = points[0]["customdata"]
        drill.ask_cell(indicator, period, groups, source.scope, source.by, source.where)


def below(source: Source, key: str, opens: str = "件") -> None:
    """The table behind a chart and its download, one click away; its cells open to so many of what `opens` names."""
    if source.is_over_time:
        signal_blocks.lines(source.readings, source.scope, source.by)
    with st.popover("数据表与下载", type="tertiary", icon=":material/table_chart:", key=f"table-{key}"):
        table(source, f"{key}-below", opens=opens)
        _download(source, key)
        if source.is_over_time:
            signal_blocks.rules()


def table(source: Source, key: str, height: int | str = "auto", opens: str = "件") -> None:
    """Readings as a table in which every cell opens to its rows; `opens` is what these are."""
    shown = wide(source.readings, source.by, source.is_over_time)
    if shown.empty:
        st.caption("没有数据。")
        return
    turn = st.session_state.get(f"cells-{key}-turn", 0)
    name = f"cells-{key}-{turn}"
    st.dataframe(
        shown,
        hide_index=True,
        key=name,
        height=height if height != "auto" else "content" if len(shown) <= FITTING else 440,
        selection_mode="single-cell",
        on_select=lambda: _picked(f"cells-{key}", name, source, list(shown.columns)),
    )
    st.caption(f"点任一数字，看它由哪些{opens}组成。")


def _picked(base: str, name: str, source: Source, columns: list[str]) -> None:
    cells = st.session_state[name]["selection"]["cells"]
    st.session_state[f"{base}-turn"] = st.session_state.get(f"{base}-turn", 0) + 1
    if not cells:
        return
    row, column = cells[0]
    rows = grid(source.readings)
    place = columns.index(column) - (len(columns) - len(rows[0]))
    reading = rows[row][place] if place >= 0 else None
    if reading is not None and reading.is_known:
        drill.ask_cell(reading.indicator.id, reading.period, reading.groups, source.scope, source.by, source.where)


def _download(source: Source, key: str) -> None:
    st.download_button(
        "下载本表（CSV）",
        roles.exported(f"{key}.csv", _lazily(source)),
        file_name=f"{key}.csv",
        mime="text/csv",
        key=f"csv-{key}",
        icon=":material/download:",
        on_click="ignore",
    )


def _lazily(source: Source) -> Callable[[], bytes]:
    return lambda: csv_bytes(long(source.readings, source.by, source.is_over_time))


def footer(scope: Scope, ids: Sequence[str]) -> None:
    """The quiet last line: cut-off, 口径 versions, version of the data, demonstration."""
    known = context.cutoffs(scope, load_catalog()[ids[0]])
    held = context.extent()
    versions = sorted({load_catalog()[id].version for id in ids})
    said = [
        f"数据截至 {_between(*known)}" if known else "",
        f"口径 {'、'.join(f'第{version}版' for version in versions)}",
        f"批次 {held.batches} 个",
        f"版本 {version_name(context.snapshot())}",
        "演示数据" if held.is_synthetic else "",
    ]
    st.html(f'<div class="footer">{" · ".join(escape(one) for one in said if one)}</div>')


def _between(oldest, newest) -> str:
    return day_words(oldest) if oldest == newest else f"{day_words(oldest)}至{day_words(newest)}（各来源不同）"


def version_name(snapshot: str) -> str:
    """A snapshot as people say it: its number and the day it was made."""
    _, number, made = snapshot.split("-")[:3]
    return f"第{int(number)}号（{day_words(datetime.strptime(made[:8], '%Y%m%d').date())}）"


def cautions(ids: Sequence[str]) -> None:
    """What the figures above cannot say, one click away: the caveats of their definitions."""
    with st.popover("这些数字说明不了什么", type="tertiary", icon=":material/info:", key=f"cautions-{ids[0]}"):
        for id in ids:
            indicator = load_catalog()[id]
            st.markdown(f"**{indicator.name}**　" + "".join(indicator.caveats))


def unavailable(reading: Reading) -> None:
    """What stands in place of a chart where there is no value: the figure's name, the word for it, and why."""
    st.info(f"{reading.indicator.name}{value_words(reading)}：{reason_words(reading)}", icon=":material/info:")


def nothing(name: str) -> None:
    """A page where nothing is loaded: what to load and how."""
    st.title(name, anchor=False)
    st.info("还没有诉求数据。请在“数据导入”页导入码上办、12345 或网格平台的导出文件，可以一次放多个。", icon=":material/inbox:")
    to_intake()
