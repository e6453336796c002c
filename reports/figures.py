"""Charts over time: readings in, a plotly figure out. Chinese dates, whole-sentence hovers, gaps where nothing was reported."""

from collections.abc import Sequence

import plotly.graph_objects as go

from reports.palette import Palette
from reports.reading import Reading
from reports.sentences import hover_words
from reports.words import caution_words, is_few, number_words, period_words, value_words

HEIGHT = 300
LABEL_GAP = 0.07  # of the chart's height, so that labels at the line ends do not touch


def drill_key(reading: Reading) -> list:
    """What a clicked mark carries: indicator, period, and the groups it was cut by."""
    return [reading.indicator.id, reading.period, *reading.groups]


def dressed(figure: go.Figure, palette: Palette, height: int = HEIGHT) -> go.Figure:
    """The common dress: no legend, no zoom, transparent paper, hairline grid."""
    axis = {
        "fixedrange": True,
        "zeroline": False,
        "gridcolor": palette.grid,
        "linecolor": palette.grid,
        "tickfont": {"color": palette.muted},
    }
    figure.update_layout(
        height=height,
        margin={"l": 8, "r": 8, "t": 10, "b": 8},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        showlegend=False,
        dragmode=False,
        hovermode="closest",
        hoverlabel={"align": "left", "bgcolor": "#26313c", "bordercolor": "#26313c", "font": {"color": "#ffffff", "size": 13}},
        separators=".,",
        bargap=0.35,
    )
    figure.update_xaxes(**axis, title=None)
    figure.update_yaxes(**axis, title=None, automargin=True)
    return figure


def _short(periods: Sequence[str]) -> list[str]:
    """Tick texts: the year only where it begins."""
    texts = []
    for place, period in enumerate(periods):
        year, _, rest = period.partition("-")
        part = f"{rest[1:]}季" if rest.startswith("Q") else f"{int(rest)}月" if rest else f"{year}年"
        begins = rest and (periods[place - 1][:4] != year if place else len(periods) < 2 or periods[1][:4] == year)
        texts.append(f"{part}<br>{year}年" if begins else part)
    return texts


def _time_axis(figure: go.Figure, periods: Sequence[str], labels: int = 8) -> None:
    step = max(1, -(-len(periods) // labels))
    kept = [place for place in range(len(periods)) if (len(periods) - 1 - place) % step == 0]
    texts = _short([periods[place] for place in kept])
    figure.update_xaxes(
        type="category",
        categoryorder="array",
        categoryarray=list(periods),
        range=[-0.6, len(periods) - 0.4],
        tickmode="array",
        tickvals=[periods[place] for place in kept],
        ticktext=texts,
        tickangle=0,
        showgrid=False,
    )


def _by_period(one: Sequence[Reading], periods: Sequence[str]) -> list[Reading | None]:
    found = {reading.period: reading for reading in one}
    return [found.get(period) for period in periods]


def _marks(one: Sequence[Reading | None], shown) -> dict:
    kept = [reading if reading is not None and reading.is_known and shown(reading) else None for reading in one]
    return {
        "y": [reading.value if reading else None for reading in kept],
        "hovertext": [hover_words(reading, period_words(reading.period)) if reading else "" for reading in kept],
        "customdata": [drill_key(reading) if reading else None for reading in kept],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _spread(places: Sequence[float], top: float) -> list[float]:
    """Heights for labels near `places`, pushed apart where they would touch."""
    gap = LABEL_GAP * (top or 1)
    order = sorted(range(len(places)), key=lambda index: places[index])
    spread = list(places)
    for lower, upper in zip(order, order[1:], strict=False):
        spread[upper] = max(spread[upper], spread[lower] + gap)
    return spread


def counts_over_time(
    series: Sequence[Sequence[Reading]], periods: Sequence[str], palette: Palette, *, last_is_stock: bool = True
) -> go.Figure:
    """Counts of up to three indicators by period, from zero, each line labelled at its end; the last of them filled where it is a stock."""
    figure = go.Figure()
    colours = (palette.lead, palette.extra, palette.calm)
    ends = []
    for place, one in enumerate(series):
        marks = _marks(_by_period(one, periods), lambda _: True)
        is_stock = last_is_stock and place == len(series) - 1 and len(series) > 1
        figure.add_scatter(
            x=list(periods),
            **marks,
            mode="lines+markers",
            line={"color": colours[place], "width": 2.4 if place == 0 else 1.6, "dash": "solid"},
            marker={"size": 5 if len(periods) <= 40 else 3, "color": colours[place]},
            fill="tozeroy" if is_stock else None,
            fillcolor=palette.faint if is_stock else None,
            name=one[0].indicator.name if one else "",
        )
        known = [value for value in marks["y"] if value is not None]
        if known:
            ends.append((marks["y"][-1] if marks["y"][-1] is not None else known[-1], colours[place], one[0].indicator, known[-1]))
    top = max([value for trace in figure.data for value in trace.y if value is not None], default=1)
    labels = [(at, f"{indicator.name} {number_words(value, indicator.decimals)}", colour) for at, colour, indicator, value in ends]
    end_labels(figure, labels, top)
    _time_axis(figure, periods)
    figure.update_yaxes(rangemode="tozero", range=[0, top * 1.12 or 1], tickformat=",d", nticks=6)
    return dressed(figure, palette).update_layout(margin_r=104)


def end_labels(figure: go.Figure, ends: Sequence[tuple[float, str, str]], span: float) -> None:
    """Texts at the right ends of lines, as (height, text, colour), pushed apart on an axis that spans so much."""
    for (_, text, colour), height in zip(ends, _spread([end[0] for end in ends], span), strict=True):
        figure.add_annotation(
            x=1, xref="paper", xanchor="left", xshift=6, y=height, yref="y", text=text, showarrow=False, font={"color": colour, "size": 13}
        )


def _dots(readings: Sequence[Reading | None], palette: Palette, size: int) -> dict:
    """The mark of each rate: hollow where the sample is small, a diamond where it is full while others are overdue and open."""
    edges = [palette.worse if reading and reading.shadow else palette.lead for reading in readings]
    return {
        "size": [size + 2 if reading and reading.shadow else size for reading in readings],
        "opacity": 1,
        "symbol": ["diamond" if reading and reading.shadow else "circle" for reading in readings],
        "color": [palette.paper if reading and caution_words(reading) else edge for reading, edge in zip(readings, edges, strict=True)],
        "line": {"color": edges, "width": 1.5},
    }


def rate_floor(readings: Sequence[Reading]) -> int:
    """Where the scale of rates begins: the ten below the lowest value shown, at most 80."""
    values = [reading.value for reading in readings if reading.is_known and not is_few(reading)]
    return max(0, min(80, int((min(values, default=80) - 2) // 10 * 10)))


def rate_over_time(
    readings: Sequence[Reading],
    periods: Sequence[str],
    palette: Palette,
    *,
    floor: int | None = None,
    height: int = HEIGHT,
    labels: int = 8,
) -> go.Figure:
    """One rate by period on a fixed scale up to 100; hollow where the sample is small, a tick at the floor where only a fraction may be shown."""
    floor = rate_floor(readings) if floor is None else floor
    lined = _by_period(readings, periods)
    figure = go.Figure()
    figure.add_scatter(
        x=list(periods),
        **_marks(lined, lambda reading: not is_few(reading)),
        mode="lines+markers",
        line={"color": palette.lead, "width": 2.2 if labels > 4 else 1.6},
        marker=_dots(lined, palette, 6 if labels > 4 else 4),
    )
    few = _marks(lined, is_few)
    few["y"] = [None if value is None else floor + (100 - floor) * 0.03 for value in few["y"]]
    figure.add_scatter(
        x=list(periods), **few, mode="markers", marker={"symbol": "line-ns-open", "size": 9, "color": palette.muted, "line": {"width": 1.5}}
    )
    if labels > 4:
        _last_value(figure, lined, palette)
    _target(figure, readings, palette)
    _time_axis(figure, periods, labels)
    figure.update_yaxes(range=[floor, 100 + (100 - floor) * 0.04], ticksuffix="%", dtick=_step(floor) * (2 if labels <= 4 else 1))
    return dressed(figure, palette, height).update_layout(margin_r=58 if labels > 4 else 8)


def _step(floor: int) -> int:
    return 5 if floor >= 80 else 10 if floor >= 40 else 20


def _last_value(figure: go.Figure, lined: Sequence[Reading | None], palette: Palette) -> None:
    last = lined[-1] if lined else None
    if last is not None and last.is_known and not is_few(last):
        text = f"<b>{value_words(last)}</b>"
        figure.add_annotation(
            x=last.period, y=last.value, text=text, showarrow=False, xanchor="left", xshift=9, font={"size": 14, "color": palette.lead}
        )


def _target(figure: go.Figure, readings: Sequence[Reading], palette: Palette) -> None:
    target = readings[0].indicator.target if readings else None
    if target:
        figure.add_hline(
            y=target.value,
            line={"color": palette.muted, "width": 1.2, "dash": "dash"},
            annotation={"text": f"目标 {number_words(target.value)}%", "font": {"color": palette.muted}},
            annotation_position="top left",
        )
