"""Charts of time: the share closed by day, quarterly estimates with their intervals, and when cases come in."""

from collections.abc import Sequence

import plotly.graph_objects as go

from indicators.survival import Curve, kept
from reports.figures import dressed, drill_key, end_labels, rate_floor, rate_over_time
from reports.palette import Palette
from reports.reading import Reading
from reports.sentences import hover_words
from reports.words import caution_words, interval_words, number_words, period_words, value_words

HEAT = "64,127,196"  # read on light and on dark paper
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
TICK_DAYS = 15
LONGEST_DAYS = 90  # what comes later would flatten the days in which most is closed


def watched(whole: Curve, day: float) -> int:
    """How many cases were still open and under observation that many days after they came in."""
    return whole.size - int((whole.closed + whole.left)[whole.days < day].sum()) - int((whole.open_days < day).sum())


def share_closed(whole: Curve, within: int, palette: Palette) -> go.Figure:
    """The share closed by day after receipt with its band; it ends where fewer than ten are still under observation.

    Under the days stands how many are still under observation then.
    """
    seen = kept(whole)
    inside = seen.days <= LONGEST_DAYS
    days, share = [0.0, *seen.days[inside]], [0.0, *(seen.share_closed[inside] * 100)]
    low, high = [0.0, *(seen.share_closed_low[inside] * 100)], [0.0, *(seen.share_closed_high[inside] * 100)]
    figure = go.Figure()
    step = {"shape": "hv", "color": palette.lead}
    figure.add_scatter(x=days, y=high, mode="lines", line={**step, "width": 0}, hoverinfo="skip")
    figure.add_scatter(x=days, y=low, mode="lines", line={**step, "width": 0}, fill="tonexty", fillcolor=palette.faint, hoverinfo="skip")
    figure.add_scatter(
        x=days,
        y=share,
        mode="lines",
        line={**step, "width": 2.4},
        hovertext=[f"受理后 {day:.1f} 天以内办结 {part:.1f}%" for day, part in zip(days, share, strict=True)],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    figure.add_vline(
        x=within,
        line={"color": palette.muted, "width": 1, "dash": "dot"},
        annotation={"text": f"{within} 天", "font": {"color": palette.muted}},
    )
    figure.add_hline(
        y=50, line={"color": palette.muted, "width": 1, "dash": "dot"}, annotation={"text": "一半", "font": {"color": palette.muted}}
    )
    last = max(within + 5, min(LONGEST_DAYS, max(days)))
    ticks = list(range(0, int(last) + 1, TICK_DAYS))
    texts = [f"{day}天<br>{number_words(watched(whole, day))}" for day in ticks]
    figure.update_xaxes(range=[0, last], tickmode="array", tickvals=ticks, ticktext=texts, tickangle=0, showgrid=False)
    figure.update_yaxes(range=[0, 102], ticksuffix="%", dtick=25)
    return dressed(figure, palette, 470)


def two_rates(first: Sequence[Reading], second: Sequence[Reading], periods: Sequence[str], palette: Palette) -> go.Figure:
    """A rate over time and, dashed, the rate that it is held against; both named at their ends."""
    floor = rate_floor([*first, *second])
    figure = rate_over_time(first, periods, palette, floor=floor)
    shadow = rate_over_time(second, periods, palette, floor=floor).data[0]
    shadow.update(line={"color": palette.calm, "dash": "dot"}, marker={"color": palette.calm, "line_color": palette.calm, "size": 4})
    figure.add_trace(shadow)
    figure.layout.annotations = ()
    ends = [(one[-1], colour) for one, colour in ((first, palette.lead), (second, palette.calm)) if one and one[-1].is_known]
    labels = [(reading.value, f"{reading.indicator.name} {value_words(reading)}", colour) for reading, colour in ends]
    end_labels(figure, labels, 100 - floor)
    return figure.update_layout(margin_r=172)


def estimates(readings: Sequence[Reading], palette: Palette) -> go.Figure:
    """An estimate by period as dots with their intervals; a period without one keeps its place."""
    known = [reading for reading in readings if reading.is_known]
    figure = go.Figure()
    figure.add_scatter(
        x=[reading.period for reading in known],
        y=[reading.value for reading in known],
        mode="markers",
        marker={
            "size": 9, "color": [palette.paper if caution_words(reading) else palette.lead for reading in known],
            "line": {"color": palette.lead, "width": 1.6},
        },
        error_y={
            "type": "data", "symmetric": False, "color": palette.calm, "thickness": 1.4, "width": 0,
            "array": [(reading.high or reading.value) - reading.value for reading in known],
            "arrayminus": [reading.value - (reading.low or reading.value) for reading in known],
        },
        customdata=[drill_key(reading) for reading in known],
        hovertext=["<br>".join(filter(None, [hover_words(reading, period_words(reading.period)), interval_words(reading)])) for reading in known],
        hovertemplate="%{hovertext}<extra></extra>",
    )  # fmt: skip
    periods = [reading.period for reading in readings]
    kept_ticks = periods[:: max(1, -(-len(periods) // 7))]
    figure.update_xaxes(
        type="category", categoryorder="array", categoryarray=periods, range=[-0.6, len(periods) - 0.4], showgrid=False, tickmode="array",
        tickvals=kept_ticks, ticktext=[_short(period) for period in kept_ticks], tickangle=0,
    )  # fmt: skip
    unit = readings[0].indicator.unit if readings else ""
    highest = max(((reading.high or reading.value) for reading in known), default=1)
    floor = max(0, min(80, int((min((reading.low or reading.value for reading in known), default=80) - 2) // 10 * 10)))
    figure.update_yaxes(range=[floor, 101] if unit == "%" else [0, highest * 1.12], ticksuffix="%" if unit == "%" else "天", nticks=6)
    _ending(figure, readings, palette)
    return dressed(figure, palette, 210).update_layout(margin_r=70)


def _short(period: str) -> str:
    year, _, rest = period.partition("-")
    return f"{year[2:]}年{rest[1:]}季" if rest.startswith("Q") else f"{year[2:]}年{int(rest)}月" if rest else f"{year}年"


def _ending(figure: go.Figure, readings: Sequence[Reading], palette: Palette) -> None:
    last = readings[-1] if readings else None
    if last is not None and last.is_known:
        figure.add_annotation(
            x=last.period, y=last.value, text=f"<b>{value_words(last)}</b>", showarrow=False, xanchor="left", xshift=10,
            font={"size": 13, "color": palette.lead},
        )  # fmt: skip


def rhythm(counts: Sequence[tuple[int, int | None, int]], palette: Palette) -> go.Figure:
    """When cases come in: weekdays down, hours across, the stronger the more. Cases of which only the day is known are left to the caption."""
    timed = {(weekday, hour): count for weekday, hour, count in counts if hour is not None}
    hours = range(min((hour for _, hour in timed), default=8), max((hour for _, hour in timed), default=18) + 1)
    cells = [[timed.get((weekday, hour), 0) for hour in hours] for weekday in range(7)]
    figure = go.Figure()
    figure.add_heatmap(
        z=cells,
        x=[f"{hour}时" for hour in hours],
        y=list(WEEKDAYS),
        colorscale=[[0, f"rgba({HEAT},0.05)"], [1, f"rgba({HEAT},1)"]],
        showscale=False,
        xgap=2,
        ygap=2,
        hovertext=[
            [f"{day} {hour}时：{number_words(count)} 件" for hour, count in zip(hours, row, strict=True)]
            for day, row in zip(WEEKDAYS, cells, strict=True)
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    figure.update_xaxes(showgrid=False, tickangle=0, nticks=9)
    figure.update_yaxes(autorange="reversed", showgrid=False)
    return dressed(figure, palette, 270)


def levels(readings: Sequence[Reading], names: Sequence[str], palette: Palette) -> go.Figure:
    """How many ended at which level, the lowest level at the foot: bars about a middle line, as a pyramid stands."""
    found = {reading.groups[0]: reading for reading in readings if reading.is_known}
    rows = [(name, found.get(name)) for name in names]
    top = max((reading.value for _, reading in rows if reading), default=1) or 1
    figure = go.Figure()
    figure.add_bar(
        x=[reading.value if reading else 0 for _, reading in rows],
        base=[-(reading.value if reading else 0) / 2 for _, reading in rows],
        y=[name for name, _ in rows],
        orientation="h",
        marker={"color": [palette.lead if place >= 2 else palette.calm for place in range(len(rows))], "opacity": 0.85},
        customdata=[drill_key(reading) if reading else None for _, reading in rows],
        hovertext=[hover_words(reading, name) if reading else "" for name, reading in rows],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    for name, reading in rows:
        figure.add_annotation(
            x=1, xref="paper", xanchor="left", xshift=8, y=name, text=f"{number_words(reading.value if reading else 0)} 件", showarrow=False,
            font={"size": 13, "color": palette.muted},
        )  # fmt: skip
    figure.update_xaxes(visible=False, range=[-top * 0.55, top * 0.55])
    figure.update_yaxes(categoryorder="array", categoryarray=list(reversed(names)), showgrid=False)
    return dressed(figure, palette, 260).update_layout(margin_r=70, bargap=0.12)
