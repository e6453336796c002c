"""The funnel: each unit by how many cases it has and its rate, and within which limits chance alone would leave it."""

from collections.abc import Sequence
from itertools import groupby

import numpy as np
import plotly.graph_objects as go

from indicators.funnel import LEVELS, Funnel, limits
from indicators.small_numbers import RANK_FROM
from reports.figures import dressed, drill_key, rate_floor
from reports.figures_compare import FRAME, ROW, _beside, _named_rows, _room, marker, rate_top, tick_step
from reports.palette import Palette
from reports.reading import Reading
from reports.sentences import hover_words
from reports.sentences_places import names, size_words, standing_hover, whole_words
from reports.standing import HIGH, Comparison, Peers, Standing
from reports.words import caution_words, value_words

HEIGHT = 400
NAMED = 12  # names that can stand in one picture
TOGETHER = 3  # names beside one mark
STEPS_TO = 300  # cases up to which the limits are worked out at every size; beyond, a step is finer than a line
GRID = 80  # sizes beyond
NOTHING = 1e-9  # of a case
ROOM = 1.06  # of the largest size, so that its dot is whole


def funnel(held: Comparison, peers: Peers, column: str, palette: Palette, height: int = HEIGHT) -> go.Figure:
    """The units of one class: marks by size and rate, the limits of 95 % as a band and of 99.8 % as lines, named where outside.

    A mark beyond a line is flagged, one within is not. Units of fewer than ten cases are left out.
    """
    drawn = [one for one in held.drawn if one.peers == peers.name]
    called = names(column, [one.reading.groups[0] for one in held.standings])
    figure = go.Figure()
    largest = max((one.reading.denominator for one in drawn), default=RANK_FROM)
    if peers.funnel is not None and largest >= RANK_FROM:
        _limits(figure, peers.funnel, [one.reading.denominator for one in drawn], held.indicator.per, palette)
        _whole(figure, peers, palette)
    _marks(figure, drawn, called, palette)
    shown = [one.reading for one in held.drawn]  # one scale for every class
    floor, top = rate_floor([*shown, *(one.whole for one in held.peers)]), rate_top([1.5 * reading.value for reading in shown])
    figure.update_xaxes(range=[0, largest * ROOM], tickformat=",d", ticksuffix=f" {held.indicator.counted_in}", nticks=6, showgrid=False)
    room = (top - floor) * 0.05
    figure.update_yaxes(range=[floor - room / 2, top + room], ticksuffix="%", dtick=tick_step(floor, top))
    return dressed(figure, palette, height).update_layout(margin_t=16, margin_r=16)


def _limits(figure: go.Figure, held: Funnel, sizes: Sequence[int], per: int, palette: Palette) -> None:
    """The band of 95 % and the lines of 99.8 %."""
    for level, dash in zip(LEVELS, (None, "dot"), strict=True):
        for is_high in (False, True):
            line = limit_line(held, sizes, level, is_high)
            figure.add_scatter(
                x=[size for size, _ in line],
                y=[share * per for _, share in line],
                mode="lines",
                line={"width": 1, "color": palette.muted, "dash": dash},
                fill="tonexty" if is_high and level == LEVELS[0] else None,
                fillcolor=palette.faint,
                hoverinfo="skip",
            )


def limit_line(held: Funnel, sizes: Sequence[int], level: float, is_high: bool) -> list[tuple[int, float]]:
    """One limit as (size, share) to be drawn: half a case beyond the last count that is inside, so that no mark lies on it.

    Exact limits go up a step a case. The line is drawn through the middle of each step, and through every size of `sizes` at which it would
    otherwise pass on the wrong side of a mark.
    """
    last = int(max(sizes) * ROOM) + 1
    grid = [*range(RANK_FROM, min(last, STEPS_TO)), *range(STEPS_TO, last, max(1, (last - STEPS_TO) // GRID)), last]
    exact = dict(zip(grid, _ends(held, grid, level, is_high), strict=True))
    knots = {size: _beyond(size, exact[size], is_high) for size in _middles(exact, held.rate)}
    own = sorted({size for size in sizes if size >= RANK_FROM})
    ends = dict(zip(own, _ends(held, own, level, is_high), strict=True))
    while wrong := _on_the_wrong_side(knots, ends, is_high):
        knots |= {size: _beyond(size, ends[size], is_high) for size in wrong}
    return sorted(knots.items())


def _on_the_wrong_side(knots: dict[int, float], ends: dict[int, int], is_high: bool) -> list[int]:
    """The sizes at which the line does not lie between the last count inside and the first outside."""
    places = sorted(knots)
    drawn = np.interp(list(ends), places, [knots[size] for size in places])
    beyond = [(share * size - end) * (1 if is_high else -1) for (size, end), share in zip(ends.items(), drawn, strict=True)]
    return [size for size, ahead in zip(ends, beyond, strict=True) if size not in knots and not -NOTHING <= ahead < 1 - NOTHING]


def _ends(held: Funnel, sizes: Sequence[int], level: float, is_high: bool) -> list[int]:
    """The least or the most cases that are inside, for each size."""
    return [round(size * ends[is_high]) for size, ends in zip(sizes, limits(held, sizes, level), strict=True)]


def _beyond(size: int, end: int, is_high: bool) -> float:
    return min(1.0, (end + 0.5) / size) if is_high else max(0.0, (end - 0.5) / size)


def _middles(exact: dict[int, int], rate: float) -> list[int]:
    """The first size, the last, and the middle of each run of sizes over which the limit is the same count: of hits, or of misses."""
    steps = [size - end if rate > 0.5 else end for size, end in exact.items()]
    runs = [[size for size, _ in run] for _, run in groupby(zip(exact, steps, strict=True), key=lambda one: one[1])]
    return sorted({runs[0][0], runs[-1][-1], *(run[len(run) // 2] for run in runs)})


def _whole(figure: go.Figure, peers: Peers, palette: Palette) -> None:
    figure.add_hline(
        y=peers.whole.value,
        line={"color": palette.muted, "width": 1.2, "dash": "dash"},
        annotation={"text": whole_words(peers), "font": {"color": palette.muted, "size": 12}},
        annotation_position="top left",
    )


def _marks(figure: go.Figure, drawn: Sequence[Standing], called: dict[object, str], palette: Palette) -> None:
    """One trace for all: a thousand of them are drawn at once. The outermost are named."""
    texts = _texts(drawn, called)
    edge = 0.8 * max((one.reading.denominator for one in drawn), default=0)
    figure.add_scatter(
        x=[one.reading.denominator for one in drawn],
        y=[one.reading.value for one in drawn],
        mode="markers+text",
        marker=marker(drawn, palette, 9 if len(drawn) <= 100 else 5),
        text=[texts.get(one.reading.groups, "") for one in drawn],
        textposition=[_beside_mark(one, edge) for one in drawn],
        textfont={"size": 13},
        cliponaxis=False,
        customdata=[drill_key(one.reading) for one in drawn],
        hovertext=[standing_hover(one, called[one.reading.groups[0]]) for one in drawn],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _beside_mark(one: Standing, edge: float) -> str:
    """Where a name stands: away from the line in between, and to the left near the right edge, where it would be cut."""
    return f"{'top' if one.band == HIGH else 'bottom'} {'left' if one.reading.denominator > edge else 'center'}"


def _texts(drawn: Sequence[Standing], called: dict[object, str]) -> dict[tuple, str]:
    """The names beside marks: of the outermost only, and of marks that lie on each other together."""
    outside = sorted((one for one in drawn if one.is_outside), key=lambda one: not one.is_far)[:NAMED]
    together: dict[tuple, list[Standing]] = {}
    for one in outside:
        together.setdefault((one.reading.denominator, one.reading.value), []).append(one)
    return {same[0].reading.groups: _joined([called[one.reading.groups[0]] for one in same]) for same in together.values()}


def _joined(found: Sequence[str]) -> str:
    return "、".join(found[:TOGETHER]) + (f"等 {len(found)} 个" if len(found) > TOGETHER else "")


def values(readings: Sequence[Reading], column: str, palette: Palette) -> go.Figure:
    """Values of which chance cannot be worked out, a bar a unit, in the order given and none of them better or worse."""
    called = names(column, [one.groups[0] for one in readings])
    figure = go.Figure()
    figure.add_bar(
        x=[one.value for one in readings],
        y=list(range(len(readings))),
        orientation="h",
        marker={"color": palette.calm, "opacity": 0.7},
        customdata=[drill_key(one) for one in readings],
        hovertext=[hover_words(one, called[one.groups[0]]) for one in readings],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    for row, one in enumerate(readings):
        _beside(figure, row, "　".join(filter(None, [value_words(one), size_words(one), caution_words(one)])), palette.muted)
    _named_rows(figure, [called[one.groups[0]] for one in readings])
    figure.update_xaxes(rangemode="tozero", nticks=5, tickformat=",~f")
    return dressed(figure, palette, FRAME + ROW * max(len(readings), 2)).update_layout(margin_r=_room(figure))
