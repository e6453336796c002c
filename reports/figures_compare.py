"""Charts that set places, types or units side by side: marks with their intervals, bars from zero."""

from collections.abc import Sequence

import plotly.graph_objects as go

from reports.figures import dressed, drill_key, rate_floor
from reports.intervals import interval
from reports.palette import Palette
from reports.reading import Reading
from reports.sentences import hover_words
from reports.sentences_places import names, standing_hover, whole_words
from reports.standing import HIGH, JUDGED, LOW, Peers, Standing
from reports.words import (
    count_words,
    fraction_words,
    group_words,
    is_fraction,
    number_words,
    shadow_words,
    value_words,
)

ROW = 27  # pixels a row
FRAME = 64  # pixels above and below the rows
LONGEST_NAME = 12  # characters beside a row; the hover has the whole name


SHAPES = {HIGH: "triangle-up", LOW: "triangle-down"}


def colours(palette: Palette) -> dict[str, str]:
    """The colour of each tone of a standing."""
    return {"worse": palette.worse, "better": palette.lead, "apart": palette.extra, "calm": palette.calm}


def marker(standings: Sequence[Standing], palette: Palette, size: int) -> dict:
    """The marks of units: triangles outside the limits, dots inside, hollow and smaller where a unit is not judged."""
    toned = [colours(palette)[one.tone] for one in standings]
    is_judged = [one.band in JUDGED for one in standings]
    return {
        "size": [size + 2 if one.is_outside else size if judged else size - 2 for one, judged in zip(standings, is_judged, strict=True)],
        "symbol": [SHAPES.get(one.band, "circle") for one in standings],
        "color": [colour if judged else palette.paper for colour, judged in zip(toned, is_judged, strict=True)],
        "line": {"color": toned, "width": 1.6},
        "opacity": 1,
    }


def intervals(standings: Sequence[Standing], peers: Sequence[Peers], column: str, palette: Palette) -> go.Figure:
    """A rate by group: mark, 95 % Wilson interval, n/N at the right, the rate that it is held against as a line. Rows in the order given."""
    rows = list(standings)
    readings = [one.reading for one in rows]
    called = names(column, [reading.groups[0] for reading in readings])
    named = [called[reading.groups[0]] for reading in readings]
    figure = go.Figure()
    for tone, colour in colours(palette).items():
        _spans(figure, [(row, one.reading) for row, one in enumerate(rows) if one.tone == tone], colour)
    figure.add_scatter(
        x=[reading.value for reading in readings],
        y=list(range(len(rows))),
        mode="markers",
        marker=marker(rows, palette, 10),
        customdata=[drill_key(reading) for reading in readings],
        hovertext=[standing_hover(one, name) for one, name in zip(rows, named, strict=True)],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    for row, reading in enumerate(readings):
        _beside(figure, row, _rate_text(reading), palette.muted)
    _held_against(figure, rows, peers, palette)
    floor, top = _floor(readings, [one.whole for one in peers]), rate_top([interval(reading)[1] for reading in readings])
    figure.update_xaxes(range=[floor, top + 0.015 * (top - floor)], ticksuffix="%", dtick=tick_step(floor, top), showgrid=True)
    _named_rows(figure, named)
    return dressed(figure, palette, FRAME + ROW * max(len(rows), 2)).update_layout(margin_r=_room(figure), margin_t=26)


def rate_top(highest: Sequence[float]) -> int:
    """Where a scale of rates ends: at 100, or where all are low at the ten above the highest."""
    most = max(highest, default=100)
    return 100 if most > 60 else int(most // 10 * 10 + 10)


def tick_step(floor: int, top: int) -> int:
    """The distance of the ticks on a scale of rates."""
    return 5 if top - floor <= 30 else 10 if top - floor <= 60 else 20


def _spans(figure: go.Figure, placed: Sequence[tuple[int, Reading]], colour: str) -> None:
    """The intervals of one colour, a line a row."""
    spans = [(row, *interval(reading)) for row, reading in placed]
    if spans:
        figure.add_scatter(
            x=[value for _, low, high in spans for value in (low, high, None)],
            y=[value for row, _, _ in spans for value in (row, row, None)],
            mode="lines",
            line={"color": colour, "width": 2},
            opacity=0.55,
            hoverinfo="skip",
        )


def _held_against(figure: go.Figure, rows: Sequence[Standing], peers: Sequence[Peers], palette: Palette) -> None:
    """The one rate that all are held against as a line across; where there are classes, a stroke in each row."""
    if len(peers) == 1:
        _overall(figure, peers[0], palette)
        return
    rates = {one.name: one.whole.value for one in peers}
    figure.add_scatter(
        x=[rates[one.peers] for one in rows],
        y=list(range(len(rows))),
        mode="markers",
        marker={"symbol": "line-ns-open", "size": 13, "color": palette.muted, "line": {"width": 1.6, "color": palette.muted}},
        hoverinfo="skip",
    )


def _floor(readings: Sequence[Reading], wholes: Sequence[Reading]) -> int:
    lowest = min((interval(reading)[0] for reading in readings), default=80)
    return max(0, min(rate_floor([*readings, *wholes]), int(lowest // 10 * 10)))


def _beside(figure: go.Figure, row: int, text: str, colour: str) -> None:
    figure.add_annotation(
        x=1, xref="paper", xanchor="left", xshift=8, y=row, yref="y", text=text, showarrow=False, font={"color": colour, "size": 12}
    )


def _room(figure: go.Figure) -> int:
    """Pixels that the longest text beside the rows needs."""
    texts = [note.text for note in figure.layout.annotations if note.xref == "paper"]
    return 18 + max((sum(12.5 if ord(sign) > 255 else 6.9 for sign in text) for text in texts), default=0)


def _overall(figure: go.Figure, peers: Peers, palette: Palette) -> None:
    if peers.whole.is_known:
        figure.add_vline(
            x=peers.whole.value,
            line={"color": palette.muted, "width": 1.2, "dash": "dot"},
            annotation={"text": whole_words(peers), "font": {"color": palette.muted, "size": 12}, "yshift": 2},
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
