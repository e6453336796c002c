"""Levels such as income: over the years, broken where the definition changes, and village by village on one scale."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import plotly.graph_objects as go

from reports.figures import _spread, dressed, drill_key
from reports.figures_compare import FRAME, ROW, _beside, _named_rows, _rate_text, _room, _short
from reports.footnotes import footnotes, left_out
from reports.palette import Palette
from reports.reading import Reading
from reports.sentences import hover_words
from reports.words import caution_words, day_words, group_words, is_few, period_words, value_words

MOST_SERIES = 7
MOST_ROWS = 40
HEIGHT = 340
NAME_LINE = 6  # characters of a name beside a line before it goes on below
YEAR_TICKS = 4
PIN_GAP = 0.06  # of the chart's width: pins nearer than that become one
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "triangle-down", "cross", "x")
BOUNDED = "所报为约数或限数，按所写的数画空心点"


@dataclass(frozen=True, kw_only=True)
class Pin:
    """Something that happened on a day. The journal's events can be given as they are: they have both."""

    on: date
    text: str


def pins_shown(events: Sequence[Pin], years: Sequence[str]) -> list[Pin]:
    """The events that lie in the years of a chart, in the order in which their pins are numbered from 1."""
    return sorted((one for one in events if int(min(years)) <= one.on.year <= int(max(years))), key=lambda one: one.on)


def level_over_years(
    series: Sequence[tuple[str, Sequence[Reading]]],
    years: Sequence[str],
    palette: Palette,
    *,
    breaks: Mapping[str, str] | None = None,
    events: Sequence[Pin] = (),
    bounded: Mapping[str, Collection[str]] | None = None,
) -> go.Figure:
    """Levels by year, up to seven lines, each named at its end; no line goes over a year nobody reported or into another definition.

    `breaks`: the first year of each new definition -> the words at its line. `bounded`: by a line's name, the years of which only about
    how much or at least how much was reported; their points are hollow. `events` stand as numbered pins on the upper edge.
    """
    figure = go.Figure()
    span = range(int(min(years)), int(max(years)) + 1)
    starts = sorted(year for year in map(int, breaks or ()) if span.start < year < span.stop)
    shown = list(series[:MOST_SERIES])
    for place, (name, readings) in enumerate(shown):
        for part in _unbroken(span, starts):
            _line(figure, place, name, readings, part, palette, (bounded or {}).get(name, ()))
    top = _ends(figure, shown, span, palette)
    words = [breaks[str(year)] for year in starts]
    _breaks(figure, starts, words, span, palette)
    _pins(figure, pins_shown(events, years), span, top, palette)
    _axes(figure, shown, span, top)
    dressed(figure, palette, HEIGHT).update_layout(margin_r=_room(figure), margin_t=22)
    footnotes(figure, [*(words if len(words) > 1 else []), *left_out(len(series) - len(shown), "条线")], palette)
    return figure


def _unbroken(span: range, starts: Sequence[int]) -> list[range]:
    edges = [span.start, *starts, span.stop]
    return [range(first, after) for first, after in zip(edges, edges[1:], strict=False)]


def _line(
    figure: go.Figure, place: int, name: str, readings: Sequence[Reading], part: range, palette: Palette, bounded: Collection[str]
) -> None:
    """One line within one definition; nothing where it has no value there."""
    found = {reading.period: reading for reading in readings if reading.is_known and not is_few(reading)}
    kept = [found.get(str(year)) for year in part]
    if not any(kept):
        return
    colour = _colour(place, palette)
    figure.add_scatter(
        x=list(part),
        y=[reading.value if reading else None for reading in kept],
        mode="lines+markers",
        connectgaps=False,
        line={"color": colour, "width": 2.2, "dash": "solid" if place < len(palette.parts) else "dot"},
        marker={
            "size": 8,
            "symbol": SYMBOLS[place],
            "color": [palette.paper if reading and reading.period in bounded else colour for reading in kept],
            "line": {"color": colour, "width": 1.6},
            "opacity": 1,
        },
        name=name,
        hovertext=[_point_words(reading, name, bounded) if reading else "" for reading in kept],
        customdata=[drill_key(reading) if reading else None for reading in kept],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _point_words(reading: Reading, name: str, bounded: Collection[str]) -> str:
    sentence = hover_words(reading, _where(name, reading.period))
    return f"{sentence}<br>{BOUNDED}" if reading.period in bounded else sentence


def _where(name: str, period: str) -> str:
    return name if period == "all" else f"{name}，{period_words(period)}"


def _colour(place: int, palette: Palette) -> str:
    return palette.parts[place % len(palette.parts)]


def _last(readings: Sequence[Reading], span: range) -> Reading | None:
    inside = [one for one in readings if one.is_known and not is_few(one) and int(one.period) in span]
    return max(inside, key=lambda one: one.period, default=None)


def _ends(figure: go.Figure, shown: Sequence[tuple[str, Sequence[Reading]]], span: range, palette: Palette) -> float:
    """Names the lines: at the right those that reach the last year, the others above their last point. Returns the top of the scale."""
    found = [(place, name, _last(readings, span)) for place, (name, readings) in enumerate(shown)]
    lasts = [(place, name, reading) for place, name, reading in found if reading]
    top = max((value for trace in figure.data for value in trace.y if value is not None), default=1) or 1
    reaching = [one for one in lasts if int(one[2].period) == span[-1]]
    texts = [_end_text(name, reading, len(shown) == 1) for _, name, reading in reaching]
    lines = max((text.count("<br>") + 1 for text in texts), default=1)
    heights = _spread([reading.value for *_, reading in reaching], top * 1.3 * lines)
    for (place, *_), text, height in zip(reaching, texts, heights, strict=True):
        figure.add_annotation(
            x=1, xref="paper", xanchor="left", xshift=8, y=height, text=text, showarrow=False, align="left",
            font={"color": _colour(place, palette), "size": 13},
        )  # fmt: skip
    for place, name, reading in lasts:
        if int(reading.period) != span[-1]:
            _earlier_end(figure, _end_text(name, reading, len(shown) == 1), reading, span, _colour(place, palette))
    return max([top * 1.14, *(height + top * 0.08 for height in heights)])


def _earlier_end(figure: go.Figure, text: str, reading: Reading, span: range, colour: str) -> None:
    """Above its last point, or below it where another line runs higher."""
    year = int(reading.period)
    others = [value for trace in figure.data for at, value in zip(trace.x, trace.y, strict=True) if at == year and value is not None]
    is_below = reading.value < max(others, default=0) or year - span.start < len(span) / 4
    figure.add_annotation(
        x=year, y=reading.value, yanchor="top" if is_below else "bottom", yshift=-6 if is_below else 7,
        xanchor="left" if is_below else "right", align="left", text=text, showarrow=False, font={"color": colour, "size": 13},
    )  # fmt: skip


def _end_text(name: str, reading: Reading, is_alone: bool) -> str:
    if is_alone:
        return f"<b>{value_words(reading)}</b>"
    short = _short(name)
    return short if len(short) <= NAME_LINE else f"{short[:NAME_LINE]}<br>{short[NAME_LINE:]}"


def _breaks(figure: go.Figure, starts: Sequence[int], words: Sequence[str], span: range, palette: Palette) -> None:
    """A line before the first year of each definition. The words of a single one stand at its foot; those of several go below the figure."""
    for year in starts:
        figure.add_shape(
            type="line", x0=year - 0.5, x1=year - 0.5, y0=0, y1=1, yref="paper", line={"color": palette.muted, "width": 1.2, "dash": "dash"}
        )
    if len(starts) == 1:
        is_left = starts[0] - span.start < len(span) / 2
        figure.add_annotation(
            x=starts[0] - 0.5, xanchor="left" if is_left else "right", xshift=5 if is_left else -5, y=0, yref="paper", yanchor="bottom",
            yshift=4, text=words[0].replace("，", "，<br>", 1), align="left" if is_left else "right", showarrow=False,
            font={"color": palette.muted, "size": 12},
        )  # fmt: skip


def _pins(figure: go.Figure, pins: Sequence[Pin], span: range, top: float, palette: Palette) -> None:
    groups: list[list[tuple[int, float, Pin]]] = []
    for number, pin in enumerate(pins, start=1):
        at = pin.on.year - 0.5 + (pin.on.timetuple().tm_yday - 1) / 366
        if groups and at - groups[-1][0][1] < PIN_GAP * len(span):
            groups[-1].append((number, at, pin))
        else:
            groups.append([(number, at, pin)])
    for group in groups:
        at = group[0][1]
        figure.add_shape(type="line", x0=at, x1=at, y0=0, y1=1, yref="paper", line={"color": palette.grid, "width": 1, "dash": "dot"})
    figure.add_scatter(
        x=[group[0][1] for group in groups],
        y=[top] * len(groups),
        mode="markers+text",
        cliponaxis=False,
        marker={"symbol": "circle", "size": [16 if len(group) == 1 else 22 for group in groups], "color": palette.calm, "opacity": 1},
        text=[_numbers([number for number, *_ in group]) for group in groups],
        textposition="middle center",
        textfont={"color": palette.paper, "size": 10},
        hovertext=["<br>".join(f"{number}　{day_words(pin.on)}：{pin.text}" for number, _, pin in group) for group in groups],
        hovertemplate="%{hovertext}<extra></extra>",
        name="events",
    )


def _numbers(numbers: Sequence[int]) -> str:
    return str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"


def _axes(figure: go.Figure, shown: Sequence[tuple[str, Sequence[Reading]]], span: range, top: float) -> None:
    ticks = list(span)[:: -max(1, -(-len(span) // YEAR_TICKS))][::-1]
    figure.update_xaxes(
        range=[span.start - 0.6, span[-1] + 0.4], tickmode="array", tickvals=ticks, ticktext=[f"{year}年" for year in ticks], tickangle=0,
        showgrid=False,
    )  # fmt: skip
    unit = next((readings[0].indicator.unit for _, readings in shown if readings), "")
    figure.update_yaxes(range=[0, top], tickformat=",d" if top >= 10 else "", nticks=6, ticksuffix=f" {unit}", showticksuffix="last")


def village_dots(
    readings: Sequence[Reading],
    overall: Reading | None,
    column: str,
    palette: Palette,
    order: Sequence[object],
    *,
    overall_words: str = "中位数",
) -> go.Figure:
    """A level by village in the order of the area tree, unranked: a dot each on one scale, the value at the right, the whole as a line.

    A village that reported nothing keeps its row. Up to 40 rows.
    """
    places = {group: place for place, group in enumerate(order)}
    everything = sorted(readings, key=lambda one: places.get(one.groups[0], len(places)))
    rows = everything[:MOST_ROWS]
    names = [group_words(column, reading.groups[0]) for reading in rows]
    figure = go.Figure()
    for row, reading in enumerate(rows):
        _beside(figure, row, _rate_text(reading) if _is_share(reading) else value_words(reading), palette.muted)
        figure.add_shape(type="line", x0=0, x1=1, xref="paper", y0=row, y1=row, line={"color": palette.grid, "width": 1}, layer="below")
    _row_dots(figure, rows, names, palette)
    _middle(figure, overall, overall_words, palette)
    drawn = [one.value for one in [*rows, *([overall] if overall else [])] if one.is_known and not is_few(one)]
    unit = rows[0].indicator.unit if rows else ""
    figure.update_xaxes(
        range=_dot_range(drawn), tickformat=",d" if max(drawn, default=0) >= 10 else "", nticks=4, showgrid=True, tickangle=0,
        ticksuffix=unit if unit == "%" else f" {unit}", showticksuffix="all" if unit == "%" else "last",
    )  # fmt: skip
    _named_rows(figure, names)
    dressed(figure, palette, FRAME + ROW * max(len(rows), 2)).update_layout(margin_r=_room(figure), margin_t=26)
    footnotes(figure, left_out(len(everything) - len(rows), "个"), palette)
    return figure


def _is_share(reading: Reading) -> bool:
    """Whether what was divided by what fits beside the row: a percentage never stands without it."""
    return reading.indicator.kind == "ratio" and reading.indicator.unit == "%"


def _row_dots(figure: go.Figure, rows: Sequence[Reading], names: Sequence[str], palette: Palette) -> None:
    kept = [(row, reading, name) for row, (reading, name) in enumerate(zip(rows, names, strict=True))]
    drawn = [one for one in kept if one[1].is_known and not is_few(one[1])]
    figure.add_scatter(
        x=[reading.value for _, reading, _ in drawn],
        y=[row for row, *_ in drawn],
        mode="markers",
        cliponaxis=False,
        marker={
            "size": 10,
            "opacity": 1,
            "color": [palette.paper if caution_words(reading) else palette.lead for _, reading, _ in drawn],
            "line": {"color": palette.lead, "width": 2},
        },
        hovertext=[hover_words(reading, _where(name, reading.period)) for _, reading, name in drawn],
        customdata=[drill_key(reading) for _, reading, _ in drawn],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _middle(figure: go.Figure, overall: Reading | None, words: str, palette: Palette) -> None:
    if overall is not None and overall.is_known:
        figure.add_vline(
            x=overall.value,
            line={"color": palette.muted, "width": 1.2, "dash": "dot"},
            annotation={"text": f"{words} {value_words(overall)}", "font": {"color": palette.muted, "size": 12}, "yshift": 2},
            annotation_position="top",
        )


def _dot_range(values: Sequence[float]) -> list[float]:
    """The scale of dots: from zero where the lowest is under a third of the highest, otherwise a tenth of the spread around them."""
    low, high = min(values, default=0), max(values, default=1)
    pad = (high - low or abs(high) or 1) * 0.1
    return [0 if 0 <= low < high / 3 else low - pad, high + pad]
