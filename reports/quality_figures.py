"""The matrix of who reported what: a rectangle a cell, with a figure or a sign in it, that opens to what lies behind."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from indicators.quality_cells import ABSENT, HOLE, LATE, LATER, MISSING, NONE, NOT_DUE, NOT_OWED, PARTIAL, REPORTED
from reports.figures import dressed
from reports.palette import Palette

ROW, FRAME = 30, 62  # pixels a row, and above the rows
FILL = {REPORTED: 0.16, LATE: 0.2, LATER: 0.16, NONE: 0.08, NOT_DUE: 0.05, NOT_OWED: 0.0, MISSING: 1.0, HOLE: 1.0, PARTIAL: 0.2}
LONGEST_NAME = 7  # characters beside a row; what is pointed at has the whole name


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One cell of the chart: row and column, its state, the text in it, what is said on pointing at it, and what it opens."""

    row: int
    column: int
    state: str
    text: str
    says: str
    opens: Sequence[str]


def _colour(state: str, palette: Palette) -> str:
    if state in ABSENT or state == LATE:
        return palette.worse
    return palette.lead if state == REPORTED else palette.calm


def matrix(marks: Sequence[Mark], rows: Sequence[str], columns: Sequence[str], palette: Palette) -> go.Figure:
    """Cells in rows and columns, the first row on top; a cell not owed has no ground."""
    figure = go.Figure()
    for state in dict.fromkeys(one.state for one in marks):
        _cells(figure, [one for one in marks if one.state == state], state, palette)
    figure.update_xaxes(
        range=[-0.5, len(columns) - 0.5],
        side="top",
        tickvals=list(range(len(columns))),
        ticktext=list(columns),
        tickangle=0,
        showgrid=False,
    )
    figure.update_yaxes(
        range=[len(rows) - 0.5, -0.5], tickvals=list(range(len(rows))), ticktext=[_short(name) for name in rows], showgrid=False
    )
    figure = dressed(figure, palette, FRAME + ROW * len(rows))
    return figure.update_layout(bargap=0, barmode="overlay", margin_t=46, margin_b=4)


def _cells(figure: go.Figure, marks: Sequence[Mark], state: str, palette: Palette) -> None:
    """The rectangles of one state. What a click selects looks as it did: plotly fails on a bar with a text for which that is not said."""
    ground, ink = _colour(state, palette), palette.paper if FILL[state] == 1 else _colour(state, palette)
    as_it_was = {"marker": {"opacity": FILL[state]}, "textfont": {"color": ink}}
    figure.add_bar(
        orientation="h",
        base=[one.column - 0.48 for one in marks],
        x=[0.96] * len(marks),
        y=[one.row for one in marks],
        width=0.86,
        text=[one.text for one in marks],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"size": 13, "color": ink},
        marker={"color": ground, "opacity": FILL[state], "line": {"width": 0}},
        selected=as_it_was,
        unselected=as_it_was,
        customdata=[list(one.opens) for one in marks],
        hovertext=[one.says for one in marks],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"


def heads(periods: Sequence[str]) -> list[str]:
    """What stands over the columns: month or quarter, and the year where it begins."""
    texts = []
    for place, period in enumerate(periods):
        year, _, rest = period.partition("-")
        is_first = place == 0 or periods[place - 1][:4] != year
        number = f"{rest[1:]}季" if rest.startswith("Q") else str(int(rest)) if rest else ""
        texts.append(f"{year}年" if not rest else f"{number}<br>{year}年" if is_first else f"{number}<br> ")
    return texts
