"""Charts that take a change apart: the parts of a rate by group, what came in and went out, and the steps a case goes through."""

from collections.abc import Sequence

import plotly.graph_objects as go

from reports.against import Against
from reports.apportion import signed
from reports.backlog import OPEN, Growth
from reports.figures import dressed, drill_key
from reports.palette import Palette
from reports.rate_change import Change, Line
from reports.sentences_causes import hover_line, line_name, own_name, points_words
from reports.steps import Column
from reports.words import group_words, number_words

ROW, FRAME = 38, 66  # pixels a row of two bars, and above and below the rows
MOST = 12
LONGEST_NAME = 12
OTHERS = "其余"
SIDES = ("超期的件", "按期的件")


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
    for part, label, colour, shift in zip(
        ("mix", "rate"), ("构成变化", own_name(column)), change_colours(palette), (-0.2, 0.2), strict=True
    ):
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
    return with_legend(dressed(figure, palette, FRAME + ROW * max(len(names), 2)).update_layout(barmode="overlay", margin_r=16))


def with_legend(figure: go.Figure) -> go.Figure:
    """What the colours mean, above the chart; it takes a second line where the window is narrow."""
    place = {"orientation": "h", "x": 0, "xanchor": "left", "y": 1.02, "yanchor": "bottom"}
    return figure.update_layout(showlegend=True, legend={**place, "traceorder": "normal", "itemclick": False, "itemdoubleclick": False})


def _opens(line: Line) -> list | None:
    """What a click on a bar opens: the group's cases of the later span, or of the earlier where it has none since."""
    reading = line.after or line.before
    return drill_key(reading) if reading is not None and line.share.after[1] else None


def _balanced(figure: go.Figure, share: float = 0.16) -> None:
    """An axis with room for the texts at either end of the bars, and a line at nought."""
    values = [value for trace in figure.data for value in trace.x] or [0]
    room = (max(0, *values) - min(0, *values) or 1) * share
    low, high = min(0, *values), max(0, *values)
    figure.update_xaxes(range=[low - room * (low < 0), high + room], nticks=6, showticklabels=False)
    figure.add_vline(x=0, line={"width": 1, "color": "rgba(120,135,150,.6)"})


def named_rows(figure: go.Figure, names: Sequence[str]) -> None:
    """Rows from the top down by position; a long name is cut, the hover has it whole."""
    cut = [name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…" for name in names]
    figure.update_yaxes(
        tickmode="array", tickvals=list(range(len(names))), ticktext=cut, range=[max(len(names), 2) - 0.4, -0.6], showgrid=False
    )


def growth_bars(lines: Sequence[Growth], column: str, palette: Palette) -> go.Figure:
    """By how much the stock of each group differs between two days, the most at the top; beyond the first twelve one row for the rest."""
    shown, others = _most(lines)
    names = [group_words(column, line.group) for line in shown] + ([f"{OTHERS} {len(others)} 个"] if others else [])
    values = [(line.before, line.after) for line in shown]
    values += [(sum(line.before for line in others), sum(line.after for line in others))] if others else []
    figure = go.Figure()
    figure.add_bar(
        x=[after - before for before, after in values],
        y=list(range(len(names))),
        orientation="h",
        marker={"color": palette.calm},
        text=[f"{signed(after - before)}（{number_words(before)}→{number_words(after)}）" for before, after in values],
        textposition="outside",
        cliponaxis=False,
        customdata=[[OPEN, "all", line.group] if line.after else None for line in shown] + ([None] if others else []),
        hovertext=[
            f"{name}：{number_words(before)} 件到 {number_words(after)} 件" for name, (before, after) in zip(names, values, strict=True)
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    _balanced(figure, 0.42)
    named_rows(figure, names)
    return dressed(figure, palette, 40 + 27 * max(len(names), 2))


def _most(lines: Sequence[Growth]) -> tuple[list[Growth], list[Growth]]:
    """The lines with the largest differences in the order they came in, and the others."""
    kept = sorted(lines, key=lambda line: -abs(line.change))[:MOST]
    return [line for line in lines if line in kept], [line for line in lines if line not in kept]


def step_bars(both: tuple[Column, Column], names: Sequence[str], palette: Palette) -> go.Figure:
    """Two bars, the late cases and those in time, each as long as a case took on average and made of its steps."""
    figure = go.Figure()
    colours = (palette.parts[4], palette.parts[3], palette.parts[1], palette.parts[2])
    for step, name in enumerate(names):
        figure.add_bar(
            x=[column.tenths[step] / 10 for column in both],
            y=list(SIDES),
            orientation="h",
            name=name,
            marker={"color": colours[step]},
            text=[column.words(column.tenths[step]) if column.tenths[step] * 8 > both[0].whole else "" for column in both],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"color": palette.paper},
            hovertext=[
                f"{side}，{name}：平均 {column.words(column.tenths[step])}<br>占全程 {column.share_words(step)}小时"
                for side, column in zip(SIDES, both, strict=True)
            ],
            hovertemplate="%{hovertext}<extra></extra>",
        )
    for side, column in zip(SIDES, both, strict=True):
        figure.add_annotation(
            x=column.whole / 10, y=side, text=f"<b>{column.words(column.whole)}</b>", showarrow=False, xanchor="left", xshift=6,
            font={"color": palette.muted, "size": 13},
        )  # fmt: skip
    top = max(column.whole for column in both) / 10
    figure.update_xaxes(range=[0, top * 1.24 or 1], ticksuffix=both[0].unit, nticks=6)
    figure.update_yaxes(autorange="reversed", showgrid=False)
    return with_legend(dressed(figure, palette, 210).update_layout(barmode="stack", bargap=0.3))
