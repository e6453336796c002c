"""The days between rare events as a control chart."""

import plotly.graph_objects as go

from reports.claims import BETTER, judged
from reports.figures import dressed
from reports.palette import Palette
from reports.rare import Rare
from reports.words import day_words, number_words

HEIGHT = 240


def gaps(found: Rare, palette: Palette) -> go.Figure:
    """Each gap over the event that ended it, with its median and limits; what a rule names is coloured by what it means for the count."""
    chart, places = found.chart, list(range(len(found.chart.values)))
    figure = go.Figure()
    for line, dash in (("uppers", "dash"), ("centres", "dot"), ("lowers", "dash")):
        figure.add_scatter(
            x=places, y=list(getattr(chart, line)), mode="lines", hoverinfo="skip", line={"color": palette.muted, "width": 1, "dash": dash}
        )
    colours = _colours(found, palette)
    ends = found.days[1:]
    words = [
        f"{day_words(day)}：距上一次 {number_words(gap)} 天<br>往常范围 {number_words(low)}—{number_words(high)} 天"
        for day, gap, low, high in zip(ends, chart.values, chart.lowers, chart.uppers, strict=True)
    ]
    figure.add_scatter(
        x=places, y=list(chart.values), mode="lines+markers", line={"color": palette.lead, "width": 1.8},
        marker={"size": 7, "color": [colours.get(place, palette.lead) for place in places]},
        hovertext=words, hovertemplate="%{hovertext}<extra></extra>",
    )  # fmt: skip
    step = max(1, -(-len(places) // 6))
    kept = places[::-1][::step]
    figure.update_xaxes(tickmode="array", tickvals=kept, ticktext=[f"{ends[place].year}年<br>{ends[place].month}月{ends[place].day}日" for place in kept], showgrid=False)  # fmt: skip
    figure.update_yaxes(rangemode="tozero", ticksuffix=" 天", nticks=5)
    return dressed(figure, palette, HEIGHT)


def _colours(found: Rare, palette: Palette) -> dict[int, str]:
    """The place of each gap that belongs to a rule -> its colour: a long gap means fewer events."""
    colours = {}
    for fired in found.chart.fired:
        verdict = judged(found.indicator, "low" if fired.side == "high" else "high")
        colour = (palette.lead if verdict == BETTER else palette.worse) if verdict else palette.extra
        colours |= dict.fromkeys(fired.places, colour)
    return colours
