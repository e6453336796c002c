"""Parts of a whole, what was due beside what was held, and this year beside the last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import plotly.graph_objects as go

from reports.figures import dressed, drill_key
from reports.figures_compare import FRAME, ROW, _beside, _named_rows, _room
from reports.footnotes import footnotes, left_out
from reports.palette import Palette
from reports.reading import Reading
from reports.sentences import hover_words
from reports.words import UNREPORTED, is_few, number_words, period_words, value_words

MOST_PARTS = 5
MOST_ITEMS = 12
LABEL_FROM = 8.0  # per cent of the row: a narrower part has no room for its share
REST = "其他"
PART_ROW, PAIR_ROW = 31, 38  # pixels a row


def stacked_parts(rows: Sequence[tuple[str, Sequence[Reading | None]]], parts: Sequence[str], palette: Palette) -> go.Figure:
    """Shares of a whole, a row each in the order given: `rows` are (name, one reading a part). ValueError for more than five parts."""
    if len(parts) > MOST_PARTS:
        raise ValueError(f"{len(parts)} parts of a whole, at most {MOST_PARTS} can be told apart")
    figure = go.Figure()
    for place, part in enumerate(parts):
        _part_bars(figure, part, [(name, readings[place]) for name, readings in rows], palette.parts[place], palette)
    for row, (_, readings) in enumerate(rows):
        if not any(_is_drawn(reading) for reading in readings):
            _absent(figure, row, next((value_words(reading) for reading in readings if reading), UNREPORTED), palette)
    figure.update_xaxes(range=_share_range(rows), ticksuffix="%", dtick=25, tickangle=0)
    _named_rows(figure, [name for name, _ in rows])
    return _with_legend(dressed(figure, palette, FRAME + 40 + PART_ROW * max(len(rows), 2))).update_layout(
        barmode="relative", bargap=0.2, uniformtext={"mode": "hide", "minsize": 9}, margin_r=18
    )


def _is_drawn(reading: Reading | None) -> bool:
    return reading is not None and reading.is_known and not is_few(reading)


def _part_bars(figure: go.Figure, part: str, named: Sequence[tuple[str, Reading | None]], colour: str, palette: Palette) -> None:
    kept = [(name, reading if _is_drawn(reading) else None) for name, reading in named]
    figure.add_bar(
        x=[reading.value if reading else None for _, reading in kept],
        y=list(range(len(kept))),
        orientation="h",
        name=part,
        marker={"color": colour, "line": {"color": palette.paper, "width": 1}},
        text=[value_words(reading) if reading and abs(reading.value) >= LABEL_FROM else "" for _, reading in kept],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        hovertext=[hover_words(reading, _where(name, reading)) if reading else "" for name, reading in kept],
        customdata=[drill_key(reading) if reading else None for _, reading in kept],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _where(name: str, reading: Reading) -> str:
    words = period_words(reading.period)
    return name if reading.period == "all" or words == name else f"{name}，{words}"


def _absent(figure: go.Figure, row: int, words: str, palette: Palette) -> None:
    figure.add_annotation(
        x=0, xref="x domain", xanchor="left", xshift=6, y=row, text=words, showarrow=False, font={"color": palette.muted, "size": 12}
    )


def _share_range(rows: Sequence[tuple[str, Sequence[Reading | None]]]) -> list[float]:
    """0 to 100; wider only where a part is negative, such as a loss."""
    values = [[one.value for one in readings if _is_drawn(one)] for _, readings in rows]
    low = min((sum(value for value in row if value < 0) for row in values), default=0)
    high = max((sum(value for value in row if value > 0) for row in values), default=100)
    return [low * 1.05, max(100.0, high * 1.02 if high > 100.5 else 100.0)]


def _with_legend(figure: go.Figure) -> go.Figure:
    """What the colours are, above the rows and in the order of the bars."""
    legend = {
        "orientation": "h", "x": 0, "xanchor": "left", "y": 1, "yanchor": "bottom", "traceorder": "normal",
        "itemclick": False, "itemdoubleclick": False, "font": {"size": 12},
    }  # fmt: skip
    return figure.update_layout(showlegend=True, legend=legend)


@dataclass(frozen=True, kw_only=True)
class Cell:
    """What was held of what was due: a state of STATES, the whole sentence with n/N, and what a click on it carries."""

    state: str
    words: str
    key: tuple[object, ...] = ()


STATES = {  # state -> symbol, word
    "held": ("✓", "已开展"),
    "partly": ("△", "部分开展"),
    "not_held": ("×", "未开展"),
    "not_reported": ("—", UNREPORTED),
}
LEGEND = ("✓ 已开展　△ 部分开展　× 未开展", f"— {UNREPORTED}　空白 不应开展")


def due_matrix(cells: Mapping[tuple[str, str], Cell], rows: Sequence[str], columns: Sequence[str], palette: Palette) -> go.Figure:
    """What was due by row and column, and whether it was held; `cells` by (row, column), nothing where nothing was due. Rows by place."""
    figure = go.Figure()
    for state in STATES:
        found = [
            (place, row, cells[name, column])
            for row, name in enumerate(rows)
            for place, column in enumerate(columns)
            if (name, column) in cells and cells[name, column].state == state
        ]
        _cells(figure, state, found, len(columns), palette)
    figure.update_xaxes(
        range=[-0.5, len(columns) - 0.5], tickmode="array", tickvals=list(range(len(columns))), side="top", showgrid=False, tickangle=0,
        ticktext=[_wrapped(column, _column_width(len(columns))) for column in columns], ticks="",
    )  # fmt: skip
    _named_rows(figure, rows)
    deepest = max((_wrapped(column, _column_width(len(columns))).count("<br>") for column in columns), default=0)
    dressed(figure, palette, FRAME + 16 * deepest + ROW * max(len(rows), 2)).update_layout(barmode="overlay")
    footnotes(figure, LEGEND, palette, axis_lines=0)
    return figure.update_xaxes(automargin=True, tickfont={"color": palette.muted, "size": 11})


def _cells(figure: go.Figure, state: str, found: Sequence[tuple[int, int, Cell]], columns: int, palette: Palette) -> None:
    symbol, word = STATES[state]
    fill, edge, ink = {
        "held": (palette.faint, palette.faint, palette.lead),
        "partly": (palette.paper, palette.worse, palette.worse),
        "not_held": (palette.worse, palette.worse, palette.paper),
        "not_reported": (palette.paper, palette.grid, palette.muted),
    }[state]
    figure.add_bar(
        base=[place - 0.46 for place, *_ in found],
        x=[0.92] * len(found),
        y=[row for _, row, _ in found],
        width=0.82,
        orientation="h",
        name=word,
        marker={"color": fill, "line": {"color": edge, "width": 1.5}},
        text=[f"{symbol} {word}" if columns <= 4 else symbol] * len(found),
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        constraintext="none",
        insidetextfont={"color": ink, "size": 12},
        hovertext=[cell.words for *_, cell in found],
        customdata=[list(cell.key) for *_, cell in found],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _column_width(columns: int) -> float:
    """How many characters of a column's name fit on a line, even on a phone."""
    return next((width for most, width in ((3, 4), (5, 3), (8, 2)) if columns <= most), 1.2)


def _wrapped(name: str, width: float) -> str:
    lines, used = [""], 0.0
    for sign in name:
        size = 1 if ord(sign) > 255 else 0.55
        if used + size > width and lines[-1]:
            lines.append("")
            used = 0.0
        lines[-1] += sign
        used += size
    return "<br>".join(lines)


@dataclass(frozen=True, kw_only=True)
class Pair:
    """One item in two periods, and their difference in the caller's words."""

    name: str
    previous: Reading | None
    current: Reading | None
    words: str = ""


def change_bars(pairs: Sequence[Pair], palette: Palette) -> go.Figure:
    """Last year (grey) and this year by item, from zero, the change in words at the right. Beyond twelve items the rest is added up."""
    rows, dropped = _folded(pairs)
    figure = go.Figure()
    sides = (([pair.previous for pair in rows], palette.calm, 0.45), ([pair.current for pair in rows], palette.lead, 1))
    for readings, colour, opacity in sides:
        _side(figure, [pair.name for pair in rows], readings, colour, opacity)
    for row, pair in enumerate(rows):
        _beside(figure, row, pair.words or (UNREPORTED if pair.current is None or not pair.current.is_known else ""), palette.muted)
    figure.update_xaxes(rangemode="tozero", tickformat=",d", nticks=5, tickangle=0)
    _named_rows(figure, [pair.name for pair in rows])
    dressed(figure, palette, FRAME + 22 + PAIR_ROW * max(len(rows), 2)).update_layout(barmode="group", bargap=0.28, margin_r=_room(figure))
    _with_legend(figure)
    footnotes(figure, left_out(dropped, "项"), palette)
    return figure


def _side(figure: go.Figure, names: Sequence[str], readings: Sequence[Reading | None], colour: str, opacity: float) -> None:
    kept = [reading if _is_drawn(reading) else None for reading in readings]
    periods = [f"{period_words(reading.period)}（{reading.indicator.unit}）" for reading in kept if reading]
    figure.add_bar(
        x=[reading.value if reading else None for reading in kept],
        y=list(range(len(names))),
        orientation="h",
        name=periods[0] if periods else "",
        marker={"color": colour},
        opacity=opacity,
        hovertext=[hover_words(reading, _where(name, reading)) if reading else "" for name, reading in zip(names, kept, strict=True)],
        customdata=[drill_key(reading) if reading and name != REST else None for name, reading in zip(names, kept, strict=True)],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _folded(pairs: Sequence[Pair]) -> tuple[list[Pair], int]:
    """At most twelve pairs, the last of them what the rest add up to; where they cannot be added, twelve and how many are left out."""
    if len(pairs) <= MOST_ITEMS:
        return list(pairs), 0
    rest = pairs[MOST_ITEMS - 1 :]
    known = [one for pair in pairs for one in (pair.previous, pair.current) if one]
    if len({one.indicator.id for one in known}) != 1 or known[0].indicator.kind not in ("count", "sum"):
        return list(pairs[:MOST_ITEMS]), len(pairs) - MOST_ITEMS
    previous, current = _added([pair.previous for pair in rest]), _added([pair.current for pair in rest])
    return [*pairs[: MOST_ITEMS - 1], Pair(name=REST, previous=previous, current=current, words=f"{len(rest)} 项合计")], 0


def _added(readings: Sequence[Reading | None]) -> Reading | None:
    """The sum of what was reported, with how many items reported nothing."""
    known = [one for one in readings if one is not None and one.is_known]
    if not known:
        return None
    absent = len(readings) - len(known)
    return replace(
        known[0],
        groups=(REST,),
        value=sum(one.value for one in known),
        numerator=sum(one.numerator or 0 for one in known),
        note=f"{number_words(len(known))} 项相加" + (f"，另有 {absent} 项{UNREPORTED}" if absent else ""),
    )
