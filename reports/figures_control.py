"""What a control chart adds to a course over time: the normal range as a band, its mean, and rings around the points that a rule names."""

from collections.abc import Mapping

import plotly.graph_objects as go

from reports.claims import BETTER, judged
from reports.palette import Palette
from reports.signals import Signal, range_floor

NEAR = 13  # size of a ring


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


def _line(one: Signal, name: str) -> list[float | None]:
    floor = range_floor(one)
    values = [None if value is None else value * one.per for value in getattr(one.chart, name)]
    return [value if value is None or floor is None else max(floor, value) for value in values]


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
