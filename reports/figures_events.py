"""What people noted, pinned to its place on a chart over time: a numbered mark on the top edge, its words in the hover. No cause is claimed."""

from collections.abc import Sequence
from datetime import date

import plotly.graph_objects as go

from reports.figures_level import Pin
from reports.palette import Palette
from reports.words import day_words


def period_of(day: date, periods: Sequence[str]) -> str | None:
    """The period of the axis in which a day lies, as measure() writes it; None where it lies outside."""
    written = (f"{day:%Y-%m}", f"{day.year}-Q{(day.month + 2) // 3}", f"{day.year}")
    return next((period for period in written if period in periods), None)


def with_events(figure: go.Figure, events: Sequence[Pin], periods: Sequence[str], palette: Palette) -> go.Figure:
    """The figure with a numbered mark for each event whose day lies on its axis; several in one period share their mark."""
    placed: dict[str, list[tuple[int, Pin]]] = {}
    for number, event in enumerate(events, start=1):
        period = period_of(event.on, periods)
        if period:
            placed.setdefault(period, []).append((number, event))
    for period, pins in placed.items():
        words = "<br>".join(f"{number}. {day_words(pin.on)}：{pin.text}" for number, pin in pins)
        figure.add_scatter(
            x=[period], y=[1], yaxis="y2", mode="markers+text", text=["、".join(str(number) for number, _ in pins)], textposition="middle center",
            textfont={"size": 11, "color": palette.paper}, marker={"size": 17, "color": palette.extra, "symbol": "circle"},
            hovertext=[words], hovertemplate="%{hovertext}<extra></extra>", cliponaxis=False,
        )  # fmt: skip
    if placed:
        figure.update_layout(yaxis2={"overlaying": "y", "range": [0, 1], "visible": False, "fixedrange": True}, margin_t=20)
    return figure
