"""Charts that take a change apart: the parts of a rate by group, what came in and went out, and the steps a case goes through."""

from collections.abc import Iterable, Sequence

import plotly.graph_objects as go

from reports.against import Against
from reports.figures import dressed, drill_key
from reports.palette import Palette
from reports.rate_change import Change, Line
from reports.sentences_causes import hover_line, line_name, own_name, points_words

ROW, FRAME = 38, 66  # pixels a row of two bars, and above and below the rows
MOST = 12
LONGEST_NAME = 12
OTHERS = "其余"


def change_colours(palette: Palette) -> tuple[str, str]:
    """The colours of the mix and of the groups' own rates: neither of them better or worse."""
    return palette.calm, palette.parts[1]


def change_bars(change: Change, column: str, against: Against, palette: Palette) -> go.Figure:
    """The parts of a change by group, mix above own, the largest at the top; what is beyond the first twelve in one row.

    Bars are as long as the parts are, their texts as they are printed.
    """
    shown, others = change.lines[:MOST], change.lines[MOST:]
    names = [line_name(line, column) for line in shown] + ([f"{OTHERS} {len(others)} 个"] if others else [])
    figure = go.Figure()
    for part, label, colour, shift in zip(("mix", "rate"), ("构成", "自身"), change_colours(palette), (-0.2, 0.2), strict=True):
        units = [getattr(line, part) for line in shown] + ([sum(getattr(line, part) for line in others)] if others else [])
        exact = [getattr(line.share, part) for line in shown] + ([sum(getattr(line.share, part) for line in others)] if others else [])
        figure.add_bar(
            x=[length * change.indicator.per for length in exact],
            y=[row + shift for row in range(len(names))],
            width=0.36,
            orientation="h",
            name=label,
            marker={"color": colour},
            text=[points_words(unit, change) if unit else "" for unit in units],
            textposition="outside",
            cliponaxis=False,
            customdata=[_opens(line) for line in shown] + ([None] if others else []),
            hovertext=[hover_line(line, change, column, against) for line in shown] + ([f"{OTHERS}见数据表"] if others else []),
            hovertemplate="%{hovertext}<extra></extra>",
        )
    _balanced(figure)
    named_rows(figure, names)
    legend(figure, zip(("构成变化", own_name(column)), change_colours(palette), strict=True))
    return dressed(figure, palette, FRAME + ROW * max(len(names), 2)).update_layout(barmode="overlay", margin_r=16, margin_t=30)


def legend(figure: go.Figure, entries: Iterable[tuple[str, str]]) -> None:
    """What the colours mean, above the chart, as (words, colour)."""
    left = 0
    for words, colour in entries:
        figure.add_annotation(
            x=0, xref="paper", y=1, yref="paper", xanchor="left", yanchor="bottom", xshift=left, yshift=6, text=f"■ {words}",
            showarrow=False, font={"size": 13, "color": colour},
        )  # fmt: skip
        left += 13.5 * (len(words) + 2) + 10


def _opens(line: Line) -> list | None:
    """What a click on a bar opens: the group's cases of the later span, or of the earlier where it has none since."""
    reading = line.after or line.before
    return drill_key(reading) if reading is not None and line.share.after[1] else None


def _balanced(figure: go.Figure) -> None:
    """An axis with room for the texts at either end of the bars, and a line at nought."""
    values = [value for trace in figure.data for value in trace.x] or [0]
    room = (max(values) - min(values) or 1) * 0.16
    low, high = min(0, *values), max(0, *values)
    figure.update_xaxes(range=[low - room * (low < 0), high + room], nticks=6, showticklabels=False)
    figure.add_vline(x=0, line={"width": 1, "color": "rgba(120,135,150,.6)"})


def named_rows(figure: go.Figure, names: Sequence[str]) -> None:
    """Rows from the top down by position; a long name is cut, the hover has it whole."""
    cut = [name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…" for name in names]
    figure.update_yaxes(
        tickmode="array", tickvals=list(range(len(names))), ticktext=cut, range=[max(len(names), 2) - 0.4, -0.6], showgrid=False
    )
