"""What lies behind a cell or a check of the quality view: the rows with their file, sheet, row and batch, or the batches where there is none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from etl.guard import masked
from indicators.columns import load_columns
from indicators.quality_cells import Book, Cell
from indicators.quality_findings import Span, flagged
from indicators.quality_reported import cell_rows
from pages.parts import context, frame, roles
from pages.parts.drill import HELD, WIDTHS
from pages.parts.drill import listed as listed_rows
from reports.quality import MEANS, in_words
from reports.quality_checks import amount_words, rows_names
from reports.tables import csv_bytes
from reports.words import day_words, group_words, number_words, period_words

ASKED = "_quality_rows"
HIDDEN = ("source", "is_flagged", "expected", "is_saved", "is_approved_after", "received_is_day", "closed_is_day", "cutoff_at")


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What is to be opened: its title, what is said above the rows, how many rows there are, how they are fetched, batches where none is."""

    title: str
    lines: Sequence[str]
    rows: int
    fetch: Callable[[int | None], tuple[list[str], list[tuple]]]
    batches: Sequence[object] = ()


def ask(opening: Opening) -> None:
    """Open it at the end of this run. A callback: it stands before the run it asks in."""
    st.session_state[ASKED] = opening


def show() -> None:
    """Open what was asked for in this run, if anything."""
    opening = st.session_state.pop(ASKED, None)
    if opening is not None:
        st.dialog(opening.title, width="large")(_body)(opening)


def of_cell(book: Book, cell: Cell, name: str, area: str | None, batches: Sequence[object], more: str = "") -> Opening:
    """The rows of one cell of a matrix; the batches of its ledger beside them."""
    within = context.key()
    place = f"，{group_words('village', cell.place)}" if cell.place else ""
    lines = [f"**{in_words(book, cell)}**　{MEANS[cell.state]}。", *([more] if more else [])]
    own = [one for one in batches if one.source == book.series.source]
    is_register = book.series.shape == "register"
    return Opening(
        title=f"{name}：{period_words(cell.period)}{place}", lines=lines, rows=0 if is_register else cell.rows, batches=own,
        fetch=lambda limit: cell_rows(context.connection(*within), book, cell, area, limit),
    )  # fmt: skip


def of_check(check: str, span: Span, group: str | None, count: int, title: str, line: str) -> Opening:
    """The rows that a check counted, of one ledger and channel or of all."""
    within = context.key()
    return Opening(
        title=title, lines=[line], rows=count, fetch=lambda limit: flagged(context.connection(*within), check, span, group, limit)
    )


def _body(opening: Opening) -> None:
    with frame.answering(f"{opening.title} rows"):
        for line in opening.lines:
            st.markdown(line)
        if opening.rows:
            _rows(opening)
        elif not opening.batches:
            st.info("这里没有行。")
        if opening.batches:
            _batches(opening)


def _rows(opening: Opening) -> None:
    shown = _listed(*opening.fetch(HELD))
    if opening.rows > len(shown):
        st.caption(f"共 {number_words(opening.rows)} 行，这里列出前 {number_words(len(shown))} 行，下载的文件含全部。")
    st.dataframe(shown, hide_index=True, placeholder="", column_config=WIDTHS, height=min(420, 38 + 35 * len(shown)), key="quality-rows")
    name = f"{opening.title}.csv"
    st.download_button(
        f"下载 {number_words(opening.rows)} 行（CSV）",
        roles.exported(name, lambda: csv_bytes(_listed(*opening.fetch(None)))),
        file_name=name,
        mime="text/csv",
        on_click="ignore",
    )


def _listed(names: Sequence[str], rows: Sequence[tuple]) -> pd.DataFrame:
    """Rows under the names that people know, with what only this view shows beside them."""
    found = pd.DataFrame(rows, columns=names, dtype=object).drop(columns=[name for name in HIDDEN if name in names])
    for name in ("file_name", "source_sheet"):
        found[name] = [masked(str(value)) for value in found[name]]
    if "amount_name" in found:
        found = found.rename(columns={"source_channel": "basis"})
        found["amount_name"] = [amount_words(name) for name in found["amount_name"]]
    if "area_id" in found:
        found["area_id"] = [group_words("area_id", value) for value in found["area_id"]]
    known, own = [name for name in found if name in load_columns()], rows_names()
    extra = found[[name for name in found if name in own]].rename(columns=dict(own))
    return pd.concat([listed_rows(found[known]), extra], axis="columns").dropna(axis="columns", how="all")


def _batches(opening: Opening) -> None:
    st.caption("这本台账现有的批次，最近的在前：")
    lines = [
        {
            "文件": masked(one.file_name), "工作表": masked(one.sheet), "数据截至": day_words(one.cutoff_on) if one.cutoff_on else "未注明",
            "导入": day_words(one.loaded_on), "采用行数": one.rows, "批次": one.batch_id,
        }
        for one in sorted(opening.batches, key=lambda one: (one.cutoff_on or one.loaded_on, one.file_name), reverse=True)
    ]  # fmt: skip
    st.dataframe(pd.DataFrame(lines, dtype=object), hide_index=True, height=min(300, 38 + 35 * len(lines)), key="quality-batches")
