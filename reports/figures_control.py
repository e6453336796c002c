"""What a control chart adds to a course over time: the normal range as a band, its mean, and rings around the points that a rule names."""

from collections.abc import Iterable, Mapping, Sequence
from statistics import median

import plotly.graph_objects as go

from indicators.scope import bounds
from reports.claims import BETTER, judged
from reports.palette import Palette
from reports.signals import Rebase, Signal, within

NEAR = 13  # size of a ring
LONGEST = 16  # signs of a reason at its line


def with_limits(figure: go.Figure, one: Signal, palette: Palette) -> go.Figure:
    """The figure, of one course, with its normal range behind it and a ring around each point that belongs to a rule that fired."""
    if one.chart is None:
        return figure
    drawn = list(figure.data)
    figure.data = []
    for traces in _band(one, palette):
        figure.add_traces(traces)
    figure.add_traces(drawn)
    _rings(figure, one, palette)
    return figure


def limits_floor(one: Signal) -> int:
    """Where a scale of rates must begin to show the lower limits as they mostly are: a whole ten, at most 100."""
    lowers = [value for value in one.chart.lowers if value is not None] if one.chart else []
    return max(0, int(median(lowers) * one.per // 10 * 10)) if lowers else 100


def _line(one: Signal, name: str) -> list[float | None]:
    return [None if value is None else within(one, value * one.per) for value in getattr(one.chart, name)]


def _band(one: Signal, palette: Palette) -> list[list[go.Scatter]]:
    """One band a segment: from the lower to the upper limit, and the mean through it, broken where a re-base begins."""
    lowers, uppers, centres = (_line(one, name) for name in ("lowers", "uppers", "centres"))
    edge = {"mode": "lines", "hoverinfo": "skip", "line": {"width": 0, "shape": "hvh"}}
    found = []
    for segment in one.chart.segments:
        kept = [place for place in range(segment.start, segment.stop) if lowers[place] is not None]
        if not kept:
            continue
        x = [one.periods[place] for place in kept]
        low, high, mean = ([line[place] for place in kept] for line in (lowers, uppers, centres))
        middle = {"color": palette.muted, "width": 1, "dash": "dot", "shape": "hvh"}
        found.append(
            [
                go.Scatter(x=x, y=low, **edge),
                go.Scatter(x=x, y=high, **edge, fill="tonexty", fillcolor=palette.faint),
                go.Scatter(x=x, y=mean, mode="lines", hoverinfo="skip", line=middle),
            ]
        )
    return found


def ring_colours(one: Signal, palette: Palette) -> Mapping[int, str]:
    """The place of each point that belongs to a rule that fired -> its colour: better, worse, or to no side that is better."""
    found: dict[int, str] = {}
    for fired in one.chart.fired:
        verdict = judged(one.indicator, fired.side)
        colour = (palette.lead if verdict == BETTER else palette.worse) if verdict else palette.extra
        found |= {place: colour for place in fired.places if found.get(place) != palette.worse}
    return found


def _rings(figure: go.Figure, one: Signal, palette: Palette) -> None:
    rings = ring_colours(one, palette)
    if rings:
        places = sorted(rings)
        figure.add_scatter(
            x=[one.periods[place] for place in places],
            y=[one.chart.values[place] * one.per for place in places],
            mode="markers",
            hoverinfo="skip",
            marker={"symbol": "circle-open", "size": NEAR, "color": [rings[place] for place in places], "line": {"width": 1.8}},
        )


def baselines(figure: go.Figure, rebases: Iterable[Rebase], periods: Sequence[str], palette: Palette) -> None:
    """A labelled line where an indicator is judged anew."""
    for one in rebases:
        period = next((period for period in periods if bounds(period)[0] >= one.on), None)
        if period and period != periods[0]:
            place = periods.index(period) - 0.5
            figure.add_vline(x=place, line={"color": palette.muted, "width": 1.2, "dash": "dash"})
            words = one.reason if len(one.reason) <= LONGEST else f"{one.reason[: LONGEST - 1]}…"
            figure.add_annotation(
                x=place, y=1, yref="paper", yanchor="top", xanchor="left", xshift=4, text=f"重新定线：{words}", showarrow=False,
                font={"color": palette.muted, "size": 12},
            )  # fmt: skip


def aim(figure: go.Figure, value: float, words: str, palette: Palette) -> None:
    """The target as a dashed, labelled line."""
    figure.add_hline(
        y=value, line={"color": palette.muted, "width": 1.2, "dash": "dash"}, annotation={"text": words, "font": {"color": palette.muted}},
        annotation_position="top left",
    )  # fmt: skip
