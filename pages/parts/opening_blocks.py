"""Tables and cards of a page's own making that open to their rows, with their download."""

from collections.abc import Mapping, Sequence
from html import escape

import pandas as pd
import streamlit as st

from pages.parts import drill, roles
from pages.parts.blocks import FITTING
from reports.tables import csv_bytes

Opens = Mapping[str, drill.Drill]  # by column: what its cell opens to


def opening_table(
    table: pd.DataFrame,
    opens: Sequence[Opens],
    key: str,
    name: str,
    height: int | str | None = None,
    widths: Mapping[str, int] | None = None,
) -> None:
    """A table; `opens` has for each row what its cells open to. The download is called `name`; a long table scrolls unless told its height.

    `widths`: of some columns, in pixels.
    """
    base = f"cells-{key}"
    shown = f"{base}-{st.session_state.get(f'{base}-turn', 0)}"
    st.dataframe(
        table,
        hide_index=True,
        key=shown,
        height=height or ("content" if len(table) <= FITTING + 2 else 440),
        column_config={column: st.column_config.Column(width=width) for column, width in (widths or {}).items()},
        selection_mode="single-cell",
        on_select=lambda: _picked(base, shown, opens),
    )
    if any(opens):
        st.caption("点带件数的数字，看它由哪些件组成。")
    st.download_button(
        "下载本表（CSV）",
        roles.exported(f"{name}.csv", lambda: csv_bytes(table)),
        file_name=f"{name}.csv",
        mime="text/csv",
        key=f"csv-{key}",
        icon=":material/download:",
        on_click="ignore",
        type="tertiary",
    )


def _picked(base: str, shown: str, opens: Sequence[Opens]) -> None:
    cells = st.session_state[shown]["selection"]["cells"]
    st.session_state[f"{base}-turn"] = st.session_state.get(f"{base}-turn", 0) + 1
    if cells and cells[0][1] in opens[cells[0][0]]:
        drill.ask(opens[cells[0][0]][cells[0][1]])


def number_card(title: str, value: str, unit: str, words: str, key: str, opens: drill.Drill | None = None) -> None:
    """One number large with what it is and how to read it; a button opens its rows where it has any."""
    with st.container(key=f"card-{key}", gap="xxsmall", height="stretch"):
        st.html(
            f'<div class="figure"><div class="name">{escape(title)}</div><div class="value">{escape(value)}<small>{escape(unit)}</small></div>'
            f'<div class="basis">{escape(words)}</div></div>'
        )
        if opens:
            st.button("查看明细", key=f"open-{key}", type="tertiary", on_click=drill.ask, args=(opens,))
