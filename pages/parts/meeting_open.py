"""What a sentence, chart or table of a brief rests on, opened: its figures anew, and from each of them the rows."""

import streamlit as st

from indicators.definition import load_catalog
from pages.parts import blocks, context, drill, frame
from pages.parts.meeting_context import Held
from reports.brief import Basis, Chart
from reports.reading import Reading
from reports.words import group_words, period_words, range_words

ASKED = "_meeting_opened"


def where_of(basis: Basis, held: Held) -> str:
    """The place and the days of a question, in words."""
    days = f"，{range_words(basis.start, basis.end)}" if basis.start and basis.end else ""
    return f"{held.brief.place}{days}"


def source_of(basis: Basis, held: Held) -> blocks.Source:
    """The figures of a question, measured anew, ready to open."""
    scope = basis.scope(held.brief.area)
    readings = context.figures(known(basis), scope, basis.by)
    ordered = context.in_tree_order(readings) if basis.by[:1] == ("village",) else readings
    return blocks.Source(readings=ordered, scope=scope, where=where_of(basis, held), by=basis.by)


def known(basis: Basis) -> tuple[str, ...]:
    """The indicators of a question that are still declared."""
    return tuple(id for id in basis.ids if id in load_catalog())


def ask(basis: Basis, held: Held) -> None:
    """Open what a sentence or table rests on: one figure at once to its rows, several as a table to pick from. A callback."""
    if len(known(basis)) == 1 and not basis.by and basis.grain == "all":
        drill.ask(drill.Drill(indicator=known(basis)[0], scope=basis.scope(held.brief.area), where=where_of(basis, held)))
    else:
        st.session_state[ASKED] = (basis, held)


def ask_mark(name: str, chart: Chart, held: Held) -> None:
    """Open the rows behind the mark that was clicked; where it is no figure of its own, the table of all of the chart. A callback."""
    points = st.session_state[name]["selection"]["points"]
    st.session_state[f"{name.rpartition('-')[0]}-turn"] = int(name.rpartition("-")[2]) + 1
    marked = points[0].get("customdata") if points else None
    if not marked or chart.basis is None:
        return
    found = reading_of(chart, *marked[:2], source_of(chart.basis, held))
    if found is None:
        ask(chart.basis, held)
        return
    source = source_of(chart.basis, held)
    drill.ask_cell(found.indicator.id, found.period, found.groups, source.scope, source.by, source.where)


def reading_of(chart: Chart, series: int, category: int, source: blocks.Source) -> Reading | None:
    """The reading that a mark stands for, by the words of its series and category; None where it is not one and only one."""
    named = [one for one in source.readings if chart.categories[category] in _called(one, source.by)]
    own = [one for one in named if one.indicator.name == chart.series[series].name or chart.series[series].name in _called(one, source.by)]
    kept = own or (named if len(known(chart.basis)) == 1 and series == 0 else [])
    return kept[0] if len(kept) == 1 and kept[0].value == chart.series[series].values[category] else None


def _called(one: Reading, by: tuple[str, ...]) -> set[str]:
    return {period_words(one.period) if one.period != "all" else ""} | {
        group_words(column, value) for column, value in zip(by, one.groups, strict=True)
    }


def show() -> None:
    """The table that was asked for in this run, if any."""
    asked = st.session_state.pop(ASKED, None)
    if asked is not None:
        st.dialog("依据的数字", width="large")(_body)(*asked)


def _body(basis: Basis, held: Held) -> None:
    """Runs by itself when something inside is moved, so it answers for its own errors."""
    with frame.answering("figures of a brief"):
        source = source_of(basis, held)
        st.caption(source.where)
        if not source.readings:
            st.info("这里没有数据。")
            return
        blocks.table(source, "meeting")
        if "_drill" in st.session_state:  # a cell was picked: its rows open in the frame
            st.rerun()
