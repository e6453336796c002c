"""Charts that set places, types or units side by side: dots with their intervals, bars from zero."""

from collections.abc import Sequence

import plotly.graph_objects as go

from reports.figures import dressed, drill_key, rate_floor
from reports.intervals import interval, verdict
from reports.palette import Palette
from reports.reading import Reading
from reports.sentences import hover_words
from reports.words import (
    caution_words,
    count_words,
    fraction_words,
    group_words,
    is_few,
    is_fraction,
    number_words,
    shadow_words,
    value_words,
)

ROW = 27  # pixels a row
FRAME = 64  # pixels above and below the rows
LONGEST_NAME = 12  # characters beside a row; the hover has the whole name


VERDICT_WORDS = {"below": "区间低于整体水平", "above": "区间高于整体水平", "within": "与整体水平无显著差异", "": "小样本，不作比较"}


def comparable(readings: Sequence[Reading]) -> list[Reading]:
    """The rates that may be drawn as percentages: those on enough cases first, the lowest at the top; small samples after them, unranked."""
    shown = [reading for reading in readings if reading.is_known and not is_few(reading)]
    large = sorted((reading for reading in shown if not caution_words(reading)), key=lambda reading: reading.value)
    return large + [reading for reading in shown if caution_words(reading)]


def too_few(readings: Sequence[Reading]) -> list[Reading]:
    """The rates of which only the fraction may be shown."""
    return [reading for reading in readings if is_few(reading)]


def _sentence(reading: Reading, name: str, overall: Reading | None) -> str:
    low, high = interval(reading)
    return f"{hover_words(reading, name)}<br>95% 区间 {low:.1f}%—{high:.1f}%，{VERDICT_WORDS[verdict(reading, overall)]}"


def intervals(readings: Sequence[Reading], column: str, overall: Reading | None, palette: Palette) -> go.Figure:
    """A rate by group: dot, 95 % Wilson interval, n/N at the right, the whole as a line. Groups come as comparable() orders them."""
    rows = list(readings)
    names = [group_words(column, reading.groups[0]) for reading in rows]
    colours = {"below": palette.worse, "above": palette.lead, "within": palette.calm, "": palette.calm}
    figure = go.Figure()
    for row, (reading, name) in enumerate(zip(rows, names, strict=True)):
        low, high = interval(reading)
        colour = colours[verdict(reading, overall)]
        figure.add_scatter(x=[low, high], y=[row, row], mode="lines", line={"color": colour, "width": 2}, opacity=0.55, hoverinfo="skip")
        figure.add_scatter(
            x=[reading.value],
            y=[row],
            mode="markers",
            marker={"size": 10, "color": palette.paper if caution_words(reading) else colour, "line": {"color": colour, "width": 2}},
            customdata=[drill_key(reading)],
            hovertext=[_sentence(reading, name, overall)],
            hovertemplate="%{hovertext}<extra></extra>",
        )
        _beside(figure, row, _rate_text(reading), palette.muted)
    _overall(figure, overall, palette)
    floor = _floor(rows, overall)
    figure.update_xaxes(range=[floor, 101.5], ticksuffix="%", dtick=10 if floor >= 40 else 20, showgrid=True)
    _named_rows(figure, names)
    return dressed(figure, palette, FRAME + ROW * max(len(rows), 2)).update_layout(margin_r=_room(figure), margin_t=26)


def _floor(rows: Sequence[Reading], overall: Reading | None) -> int:
    lowest = min((interval(reading)[0] for reading in rows), default=80)
    return max(0, min(rate_floor([*rows, *([overall] if overall else [])]), int(lowest // 10 * 10)))


def _beside(figure: go.Figure, row: int, text: str, colour: str) -> None:
    figure.add_annotation(
        x=1, xref="paper", xanchor="left", xshift=8, y=row, yref="y", text=text, showarrow=False, font={"color": colour, "size": 12}
    )


def _room(figure: go.Figure) -> int:
    """Pixels that the longest text beside the rows needs."""
    texts = [note.text for note in figure.layout.annotations if note.xref == "paper"]
    return 18 + max((sum(12.5 if ord(sign) > 255 else 6.9 for sign in text) for text in texts), default=0)


def _overall(figure: go.Figure, overall: Reading | None, palette: Palette) -> None:
    if overall is not None and overall.is_known:
        figure.add_vline(
            x=overall.value,
            line={"color": palette.muted, "width": 1.2, "dash": "dot"},
            annotation={"text": f"整体 {value_words(overall)}", "font": {"color": palette.muted, "size": 12}, "yshift": 2},
            annotation_position="top",
        )


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def _named_rows(figure: go.Figure, names: Sequence[str]) -> None:
    """Rows from the top down by position: names may repeat, and one that is a number stays a name."""
    figure.update_yaxes(
        tickmode="array",
        tickvals=list(range(len(names))),
        ticktext=[_short(name) for name in names],
        range=[max(len(names), 2) - 0.4, -0.6],
        showgrid=False,
    )


def count_bars(readings: Sequence[Reading], beside: Sequence[Reading], column: str, palette: Palette) -> go.Figure:
    """A count by group as bars from zero, largest first; at the right end of each the rate of the same group, as text."""
    rows = sorted((reading for reading in readings if reading.is_known), key=lambda reading: -reading.value)
    names = [group_words(column, reading.groups[0]) for reading in rows]
    rates = {reading.groups: reading for reading in beside}
    figure = go.Figure()
    figure.add_bar(
        x=[reading.value for reading in rows],
        y=list(range(len(names))),
        orientation="h",
        marker={"color": palette.lead, "opacity": 0.85},
        text=[number_words(reading.value) for reading in rows],
        textposition="outside",
        cliponaxis=False,
        customdata=[drill_key(reading) for reading in rows],
        hovertext=[_both(reading, rates.get(reading.groups), name) for reading, name in zip(rows, names, strict=True)],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    for row, reading in enumerate(rows):
        rate = rates.get(reading.groups)
        if rate is not None:
            _beside(figure, row, _rate_text(rate), palette.muted)
    figure.update_xaxes(rangemode="tozero", tickformat=",d", nticks=5, range=[0, max([reading.value for reading in rows], default=1) * 1.3])
    _named_rows(figure, names)
    return dressed(figure, palette, FRAME + ROW * max(len(rows), 2)).update_layout(margin_r=_room(figure))


def _rate_text(rate: Reading) -> str:
    text = value_words(rate)
    if not rate.is_known or is_fraction(rate):
        return f"{text}　{shadow_words(rate)}" if rate.shadow else text
    return f"{text}　{fraction_words(rate)}"


def _both(count: Reading, rate: Reading | None, name: str) -> str:
    return "<br>".join([hover_words(count, name), *([hover_words(rate, name)] if rate else [])])


def stock_bands(whole: Sequence[Reading], part: Sequence[Reading], column: str, palette: Palette) -> go.Figure:
    """A stock by band, in the bands' own order, with the part that needs attention laid over it and written beside it."""
    names = [group_words(column, reading.groups[0]) for reading in whole]
    parts = {reading.groups: reading for reading in part}
    figure = go.Figure()
    for rows, colour in ((whole, palette.calm), ([parts.get(reading.groups) for reading in whole], palette.worse)):
        figure.add_bar(
            x=[reading.value if reading else None for reading in rows],
            y=list(range(len(names))),
            orientation="h",
            marker={"color": colour, "opacity": 0.5 if colour == palette.calm else 1},
            customdata=[drill_key(reading) if reading else None for reading in rows],
            hovertext=[hover_words(reading, name) if reading else "" for reading, name in zip(rows, names, strict=True)],
            hovertemplate="%{hovertext}<extra></extra>",
        )
    for row, reading in enumerate(whole):
        if reading.is_known:
            _band_label(figure, reading, parts.get(reading.groups), row, palette)
    figure.update_layout(barmode="overlay")
    figure.update_xaxes(rangemode="tozero", tickformat=",d", nticks=5)
    _named_rows(figure, names)
    return dressed(figure, palette).update_layout(margin_r=_room(figure), bargap=0.45)


def _band_label(figure: go.Figure, reading: Reading, part: Reading | None, row: int, palette: Palette) -> None:
    late = f"　超期 {number_words(part.value)}" if part and part.value else ""
    _beside(figure, row, f"{count_words(reading.indicator, reading.value)}{late}", palette.worse if late else palette.muted)
