"""Who reported what: all ledgers by month, one ledger by village and period, and what is missing in words."""

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from indicators.quality import REGISTER, VILLAGE
from indicators.quality_cells import (
    ABSENT,
    HOLE,
    LATE,
    LATER,
    MISSING,
    NONE,
    NOT_DUE,
    NOT_OWED,
    PARTIAL,
    REPORTED,
    Book,
    Cell,
)
from indicators.quality_reported import Reports
from pages.parts import blocks, filters, ledger_blocks, quality_rows, roles
from pages.parts.quality_held import titles
from reports import quality_figures
from reports.quality import (
    MEANS,
    SIGNS,
    STATES,
    book_words,
    cell_text,
    gap_lines,
    in_words,
    inside,
    months,
    overview,
    owed_cells,
    owed_words,
    series_words,
    short_words,
    timing_words,
    whole_text,
)
from reports.quality_figures import Mark
from reports.tables import csv_bytes
from reports.words import group_words, period_words

BOOK = "看哪本台账"
MOST_ROWS = 40  # villages in a chart that can still be read
KEYED = (REPORTED, LATE, PARTIAL, MISSING, HOLE, NONE, LATER, NOT_DUE, NOT_OWED)

Opens = Callable[[Sequence[str]], None]


def all_ledgers(found: Reports) -> None:
    """All ledgers by month, a cell each that opens; a quarter stands in its last month, a year in December."""
    view = filters.view()
    rows = overview(found)
    with blocks.section(
        "各台账各月报了没有",
        "数字是件数（诉求、纠纷）或行数，“齐”是各村都有，“缺2”是两个村没有。季报在季末月，年报在12月。点任一格看明细",
        key="reported",
    ):
        marks = [
            _mark(row, column, book, cell, whole_text(book, cell), titles())
            for row, (book, cells) in enumerate(rows)
            for column, cell in cells
        ]
        names = [short_words(book, titles()) for book, _ in rows]
        _legend({mark.state for mark in marks})
        columns = quality_figures.heads(months(found))
        by_key = {book.key: book for book in found.books}
        _chart(marks, names, columns, "各台账各月报送情况", "all", lambda opens: _open(by_key[opens[0]], opens, found, view.area))
        _table(
            [(book_words(book, titles()), book, [cell for _, cell in cells]) for book, cells in rows],
            "各台账各月报送情况",
            "all-reported",
            found,
        )
        st.caption(timing_words(found))
        if found.never:
            st.caption(
                f"没有各期记录的：{'、'.join(series_words(one, titles()) for one in found.never)}。还没有导入过，或报的不是这个周期，不算缺。"
            )


def one_ledger(found: Reports) -> None:
    """One ledger by village and period; the one with most missing first."""
    books = {book.key: book for book in found.books if book.places}
    if not books:
        return
    view = filters.view()
    with blocks.section("一本台账，逐村逐期", key="reported-one"):
        first = max(books, key=lambda key: sum(cell.state in ABSENT for cell in owed_cells(books[key])))
        chosen = st.selectbox(
            BOOK, list(books), index=list(books).index(first), format_func=lambda key: book_words(books[key], titles()), key=BOOK, bind="query-params"
        )  # fmt: skip
        book = books[chosen]
        st.caption(owed_words(book))
        places = _worst(book)
        marks = [
            _mark(row, column, book, book.cells[place, period], cell_text(book.cells[place, period]), titles())
            for row, place in enumerate(places) for column, period in enumerate(book.periods)
        ]  # fmt: skip
        names = [group_words("village", place) for place in places]
        _legend({mark.state for mark in marks})
        if len(places) < len(book.places):
            st.caption(f"共 {len(book.places)} 个村，图上是缺得最多的 {len(places)} 个，表里是全部。")
        _chart(marks, names, quality_figures.heads(book.periods), f"{book_words(book, titles())}逐村逐期报送情况", chosen, lambda opens: _open(book, opens, found, view.area))  # fmt: skip
        lines = [(group_words("village", place), book, [book.cells[place, period] for period in book.periods]) for place in book.places]
        _table(lines, f"{book_words(book, titles())}逐村逐期报送情况", "one-reported", found)


def _worst(book: Book) -> list[str]:
    """The places of a chart in their order; where there are too many, those that lack most."""
    if len(book.places) <= MOST_ROWS:
        return list(book.places)
    lacking = {place: sum(book.cells[place, period].state in ABSENT for period in book.periods) for place in book.places}
    kept = set(sorted(book.places, key=lambda place: -lacking[place])[:MOST_ROWS])
    return [place for place in book.places if place in kept]


def gaps(found: Reports) -> None:
    """What is missing, a line a ledger."""
    lines = gap_lines(found.books, titles())
    with blocks.section("缺什么", "到期了还没有的，照上面的表逐条列出", key="reported-gaps"):
        if lines:
            ledger_blocks.gap_lines(lines)
        else:
            st.caption("到期该报的都有。")


def _mark(row: int, column: int, book: Book, cell: Cell, text: str, named: dict[str, str]) -> Mark:
    place = f"{group_words('village', cell.place)}，" if cell.place else ""
    says = f"{book_words(book, named)}<br>{place}{period_words(cell.period)}：{in_words(book, cell)}"
    return Mark(row=row, column=column, state=cell.state, text=text, says=says, opens=(book.key, cell.period, cell.place or ""))


def _legend(states: set[str]) -> None:
    """What the signs mean that stand in the chart."""
    signs = {REPORTED: "数字"} | SIGNS
    st.html(
        '<div class="legend">' + "".join(f'<span title="{MEANS[state]}"><b class="{_tone(state)}">{signs[state]}</b> {STATES[state]}</span>' for state in KEYED if state in states) + "</div>"
    )  # fmt: skip


def _tone(state: str) -> str:
    return "worse" if state in (*ABSENT, LATE) else "better" if state == REPORTED else "calm"


def _chart(marks: Sequence[Mark], rows: Sequence[str], columns: Sequence[str], alt: str, key: str, opens: Opens) -> None:
    turn = st.session_state.get(f"quality-{key}-turn", 0)
    name = f"quality-{key}-{turn}"
    figure = quality_figures.matrix(marks, rows, columns, blocks.SCREEN)
    st.plotly_chart(figure, key=name, config=blocks.CHART, alt=alt, selection_mode="points", on_select=lambda: _clicked(key, name, opens))


def _clicked(key: str, name: str, opens: Opens) -> None:
    points = st.session_state[name]["selection"]["points"]
    st.session_state[f"quality-{key}-turn"] = st.session_state.get(f"quality-{key}-turn", 0) + 1
    if points and points[0].get("customdata"):
        opens(points[0]["customdata"])


def _open(book: Book, opens: Sequence[str], found: Reports, area: str | None) -> None:
    """Open the cell that was clicked; of all villages together also who is missing."""
    _, period, place = opens
    cell = book.cells[place, period] if place else book.whole[period]
    absent = (
        [group_words("village", one.place) for one in inside(book, period) if one.state == MISSING]
        if not place and book.series.shape == VILLAGE
        else []
    )
    more = f"没有报的 {len(absent)}/{len(book.places)} 个村：{'、'.join(absent)}。" if absent else ""
    if book.series.shape == REGISTER:
        more = "这本台账每份都是全本，按批次看。"
    quality_rows.ask(quality_rows.of_cell(book, cell, book_words(book, titles()), area, found.batches, more))


def _table(lines: Sequence[tuple[str, Book, list[Cell]]], name: str, key: str, found: Reports) -> None:
    """The same in words, to be read without colours, opened from the keyboard and taken away."""
    turn = st.session_state.get(f"{key}-turn", 0)  # another popover after each choice: an open one would lie over the rows
    with st.popover("数据表与下载", type="tertiary", icon=":material/table_chart:", key=f"table-{key}-{turn}"):
        told = [(called, book, cell) for called, book, cells in lines for cell in cells]
        rows = [
            {"台账或村": called, "期间": period_words(cell.period), "情况": in_words(book, cell), "行数": cell.rows}
            for called, book, cell in told
        ]
        shown = pd.DataFrame(rows, columns=["台账或村", "期间", "情况", "行数"], dtype=object)
        table = f"{key}-table-{turn}"
        st.dataframe(
            shown, hide_index=True, height=420, key=table, selection_mode="single-cell", on_select=lambda: _picked(key, table, told, found)
        )
        st.caption("点任一行，看它由哪些组成。")
        st.download_button(
            "下载本表（CSV）",
            roles.exported(f"{name}.csv", lambda: csv_bytes(shown)),
            file_name=f"{name}.csv",
            mime="text/csv",
            key=f"csv-{key}",
            icon=":material/download:",
            on_click="ignore",
        )


def _picked(key: str, table: str, told: Sequence[tuple[str, Book, Cell]], found: Reports) -> None:
    cells = st.session_state[table]["selection"]["cells"]
    st.session_state[f"{key}-turn"] = st.session_state.get(f"{key}-turn", 0) + 1
    if cells:
        _, book, cell = told[cells[0][0]]
        _open(book, (book.key, cell.period, cell.place or ""), found, filters.view().area)
