"""The charts of a brief as figures: the page and the projector draw what Word and PowerPoint hold as native charts."""

import re
from collections.abc import Sequence

import plotly.graph_objects as go

from reports.brief import BAR, LINE, STACKED, Chart, Series
from reports.figures import dressed
from reports.palette import Palette
from reports.words import number_words

YEAR = re.compile(r"(\d{4})年(.+)")
TEXT = 13  # pixels of a letter on the page; the projector asks for more
HEIGHT, ROW = 280, 2.9  # pixels; lines of text a row of bars takes
DIRECT = 4  # lines that are named at their ends; more have a legend
LABELLED = 16  # bars that each bear their value
TICKS = 8
LONGEST_NAME = 12


def brief_figure(chart: Chart, palette: Palette, *, text: int = TEXT, height: int | None = None) -> go.Figure:
    """A chart of a brief. Its marks carry (series, category) as numbers, so that what they rest on can be opened."""
    figure = go.Figure()
    draw = {LINE: _lines, BAR: _bars}.get(chart.kind, _columns)
    draw(figure, chart, palette, text)
    dressed(figure, palette, height or _height(chart, text))
    figure.update_layout(font={"size": text}, hoverlabel={"font": {"size": text}})
    figure.update_xaxes(tickfont={"size": text})
    figure.update_yaxes(tickfont={"size": text})
    _margins(figure, chart, text)
    return figure


def _height(chart: Chart, text: int) -> int:
    if chart.kind != BAR:
        return HEIGHT
    return round(text * (ROW + 0.9 * (len(chart.series) - 1)) * max(len(chart.categories), 2)) + 70


def colours(chart: Chart, palette: Palette) -> list[str]:
    """The colour of each series: orange where it needs attention, blue for the better or the only one, grey for what it is held against."""
    parts = iter([palette.lead, *(one for one in palette.parts if one != palette.lead)] * 2)
    fixed = {"worse": palette.worse, "better": palette.lead}
    if chart.kind == STACKED:
        return [next(parts) for _ in chart.series]
    return [palette.muted if one.tone == "muted" else fixed.get(one.tone) or next(parts) for one in chart.series]


def _toned(one: Series, colour: str, palette: Palette) -> str | list[str]:
    """The colour of a series, or of each of its values where these have tones of their own."""
    fixed = {"worse": palette.worse, "better": palette.lead, "calm": palette.calm, "muted": palette.muted}
    return [fixed.get(tone, colour) for tone in one.tones] if one.tones else colour


def value_text(chart: Chart, value: float, part: str = "") -> str:
    """A value as it is printed, with what it rests on."""
    said = number_words(value, chart.decimals) + (chart.unit if chart.unit == "%" else "")
    return f"{said}（{part}）" if part else said


def _part(one: Series, place: int) -> str:
    return one.parts[place] if place < len(one.parts) else ""


def _hover(chart: Chart, one: Series, place: int) -> str:
    value = one.values[place]
    if value is None:
        return ""
    unit = "" if chart.unit == "%" else f" {chart.unit}"
    part = f"（{_part(one, place)}）" if _part(one, place) else ""
    return f"{chart.categories[place]}<br>{one.name} {value_text(chart, value)}{unit}{part}"


def _marks(chart: Chart, number: int) -> dict:
    one = chart.series[number]
    places = range(len(chart.categories))
    return {
        "name": one.name,
        "customdata": [[number, place] if one.values[place] is not None else None for place in places],
        "hovertext": [_hover(chart, one, place) for place in places],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _lines(figure: go.Figure, chart: Chart, palette: Palette, text: int) -> None:
    """Lines over time with a gap where nobody reported, each named at its end with its last value and what that rests on."""
    ends = []
    for number, (one, colour) in enumerate(zip(chart.series, colours(chart, palette), strict=True)):
        is_muted = one.tone == "muted"
        figure.add_scatter(
            x=list(range(len(chart.categories))),
            y=list(one.values),
            **_marks(chart, number),
            mode="lines" if is_muted else "lines+markers",
            connectgaps=False,
            line={"color": colour, "width": text / (9 if is_muted else 5), "dash": "dot" if is_muted else "solid"},
            marker={"size": text * 0.55, "color": _toned(one, colour, palette), "opacity": 1},
        )
        known = [place for place, value in enumerate(one.values) if value is not None]
        if known:
            value = one.values[known[-1]]
            between = " " if is_muted else "<br>"
            ends.append((value, f"{one.name}{between}{value_text(chart, value, _part(one, known[-1]))}", colour))
    _value_axis(figure.update_yaxes, chart)
    _category_axis(figure, chart, room=0.6)
    if len(chart.series) <= DIRECT and ends:
        _name_ends(figure, chart, ends, text)
    else:
        _legend(figure, text)


def _name_ends(figure: go.Figure, chart: Chart, ends: Sequence[tuple[float, str, str]], text: int) -> None:
    """The names beside the last points, pushed apart where they would touch, all of them within the chart."""
    low, high = chart.floor or 0, (chart.floor or 0) + _span(chart)
    line = (high - low) * text * 1.3 / (HEIGHT * text / TEXT * 0.46)  # one line of text, in the units of the axis
    order = sorted(ends)
    places = [min(max(end[0], low + line / 2), high) for end in order]
    rooms = [line * (1 + end[1].count("<br>")) for end in order]
    for at in range(1, len(places)):
        places[at] = max(places[at], places[at - 1] + (rooms[at - 1] + rooms[at]) / 2)
    places[-1] = min(places[-1], high)
    for at in range(len(places) - 2, -1, -1):
        places[at] = min(places[at], places[at + 1] - (rooms[at + 1] + rooms[at]) / 2)
    for (_, name, colour), place in zip(order, places, strict=True):
        figure.add_annotation(
            x=1, xref="paper", xanchor="left", xshift=6, y=place, yref="y", yanchor="middle", text=name, showarrow=False, align="left",
            font={"color": colour, "size": text},
        )  # fmt: skip


def _columns(figure: go.Figure, chart: Chart, palette: Palette, text: int) -> None:
    for number, (one, colour) in enumerate(zip(chart.series, colours(chart, palette), strict=True)):
        figure.add_bar(
            x=list(range(len(chart.categories))),
            y=list(one.values),
            **_marks(chart, number),
            **_dress(chart, one, _toned(one, colour, palette), text),
        )
    figure.update_layout(barmode="stack" if chart.kind == STACKED else "group")
    _value_axis(figure.update_yaxes, chart)
    _category_axis(figure, chart, room=0.5)
    if len(chart.series) > 1:
        _legend(figure, text)


def _bars(figure: go.Figure, chart: Chart, palette: Palette, text: int) -> None:
    places = list(range(len(chart.categories)))
    for number, (one, colour) in enumerate(zip(chart.series, colours(chart, palette), strict=True)):
        figure.add_bar(
            x=list(one.values), y=places, orientation="h", **_marks(chart, number), **_dress(chart, one, _toned(one, colour, palette), text)
        )
    figure.update_layout(barmode="group", bargap=0.2 if len(chart.series) > 1 else 0.3)
    _value_axis(figure.update_xaxes, chart)
    figure.update_yaxes(
        tickmode="array",
        tickvals=places,
        ticktext=[short(name) for name in chart.categories],
        range=[max(len(places), 2) - 0.45, -0.55],
        showgrid=False,
    )
    if len(chart.series) > 1:
        _legend(figure, text)


def _dress(chart: Chart, one: Series, colour: str | list[str], text: int) -> dict:
    is_labelled = len(chart.categories) * len(chart.series) <= LABELLED
    labels = ["" if value is None else value_text(chart, value, _part(one, place)) for place, value in enumerate(one.values)]
    return {
        "marker": {"color": colour, "opacity": 0.45 if one.tone == "muted" else 0.9},
        "text": labels if is_labelled else None,
        "textposition": "inside" if chart.kind == STACKED else "outside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "textfont": {"size": text},
        "cliponaxis": False,
        "constraintext": "none",
    }


def short(name: str) -> str:
    """A name that fits beside a bar; the hover has the whole."""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def _highest(chart: Chart) -> float:
    if chart.kind == STACKED:
        return max((sum(one.values[place] or 0 for one in chart.series) for place in range(len(chart.categories))), default=0)
    return max((value for one in chart.series for value in one.values if value is not None), default=0)


def _span(chart: Chart) -> float:
    return (chart.high if chart.high is not None else _highest(chart)) - (chart.floor or 0)


def _value_axis(update, chart: Chart) -> None:
    """The scale a chart fixes; a count from zero, with room above for what stands on its marks."""
    low, high = chart.floor or 0, chart.high if chart.high is not None else _highest(chart) * 1.12 or 1
    room = 0.03 * (high - low) if chart.high is not None else 0
    if chart.kind == BAR:
        room = (high - low) * 0.12
    update(range=[low, high + room], nticks=6, tickformat=",", ticksuffix="%" if chart.unit == "%" else "", showgrid=True)


def _category_axis(figure: go.Figure, chart: Chart, room: float) -> None:
    count = len(chart.categories)
    step = max(1, -(-count // TICKS))
    kept = [place for place in range(count) if (count - 1 - place) % step == 0]
    figure.update_xaxes(
        tickmode="array",
        tickvals=kept,
        ticktext=tick_texts([chart.categories[place] for place in kept]),
        range=[-room, count - 1 + room],
        tickangle=0,
        showgrid=False,
    )


def tick_texts(categories: Sequence[str]) -> list[str]:
    """The categories as tick texts: of months and quarters the year stands only where it begins."""
    texts, before = [], ""
    for name in categories:
        found = YEAR.fullmatch(name)
        year, rest = found.groups() if found else ("", short(name))
        texts.append(f"{rest}<br>{year}年" if year and year != before else rest)
        before = year
    return texts


def _legend(figure: go.Figure, text: int) -> None:
    place = {"orientation": "h", "x": 0, "xanchor": "left", "y": 1.02, "yanchor": "bottom", "traceorder": "normal"}
    figure.update_layout(showlegend=True, legend={**place, "font": {"size": text}, "itemclick": False, "itemdoubleclick": False})


def _margins(figure: go.Figure, chart: Chart, text: int) -> None:
    """Room at the right for the names of lines, above for a legend. The common dress knows neither."""
    notes = [line for note in figure.layout.annotations for line in note.text.split("<br>")]
    wide = max((sum(1 if ord(sign) > 255 else 0.56 for sign in line) for line in notes), default=0)
    is_listed = (len(chart.series) > 1 and chart.kind != LINE) or len(chart.series) > DIRECT
    figure.update_layout(showlegend=is_listed, margin={"r": round(text * (wide + 1)) if wide else 8, "t": text * 2 if is_listed else 14})
