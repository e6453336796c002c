"""Projects in time: the plan as a pale bar, what was done as a dark one inside it, what goes beyond the plan hatched."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import plotly.graph_objects as go

from reports.figures import dressed
from reports.figures_compare import FRAME, ROW, _beside, _named_rows, _room
from reports.footnotes import footnotes, left_out
from reports.palette import Palette
from reports.words import day_words

MOST_BARS = 25
PLANNED, ACTUAL = 0.66, 0.3  # of a row's height
TICKS = {1: 5, 2: 5, 3: 5, 6: 5, 12: 4, 24: 4, 36: 4, 60: 4, 120: 4}  # months between ticks -> how many fit at most
HOVER_WIDTH = 24  # characters a line
READING = "浅色宽条为计划工期，深色窄条为实际工期，三角为数据截至时尚未完工，橙色斜纹为超过计划完工日的部分"


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One project's days as far as they are known, whether it is late, the whole sentence about it, and what a click on it carries."""

    name: str
    planned_start: date | None = None
    planned_finish: date | None = None
    started: date | None = None
    finished: date | None = None
    is_late: bool = False
    words: str = ""
    key: tuple[object, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Stretch:
    row: int
    first: date
    last: date


def timeline(bars: Sequence[Bar], palette: Palette, until: date) -> go.Figure:
    """Plan and course of up to 25 projects in the order given; what is not finished goes on to `until`, the last day known."""
    shown = list(bars[:MOST_BARS])
    figure = go.Figure()
    planned, done, late = (_stretches(shown, part, until) for part in (_planned, _done, _late))
    _bars(figure, shown, planned, PLANNED, {"color": palette.calm, "opacity": 0.28})
    _bars(figure, shown, done, ACTUAL, {"color": palette.lead, "opacity": 1})
    hatched = {"shape": "/", "fgcolor": palette.paper, "bgcolor": palette.worse, "size": 6, "solidity": 0.25}
    _bars(figure, shown, late, ACTUAL, {"color": palette.worse, "opacity": 1, "pattern": hatched})
    _single_days(figure, shown, palette)
    _open_ends(figure, shown, palette, until)
    for row, bar in enumerate(shown):
        if bar.is_late:
            _beside(figure, row, "超期", palette.worse)
    _until(figure, [*planned, *done, *late], palette, until)
    _date_axis(figure, shown, until)
    _named_rows(figure, [bar.name for bar in shown])
    figure.update_layout(barmode="overlay")
    dressed(figure, palette, FRAME + 12 + ROW * max(len(shown), 2)).update_layout(margin_r=max(_room(figure), 18), margin_t=26, bargap=0)
    footnotes(figure, left_out(len(bars) - len(shown), "个项目", "项目清单"), palette, axis_lines=2)
    return figure


def _stretches(bars: Sequence[Bar], part, until: date) -> list[_Stretch]:
    found = [(row, part(bar, until)) for row, bar in enumerate(bars)]
    return [_Stretch(row=row, first=days[0], last=days[1]) for row, days in found if days and days[0] <= days[1]]


def _planned(bar: Bar, _until: date) -> tuple[date, date] | None:
    return (bar.planned_start, bar.planned_finish) if bar.planned_start and bar.planned_finish else None


def _done(bar: Bar, until: date) -> tuple[date, date] | None:
    """What was done within the plan, or all of it where it is not late."""
    if not bar.started:
        return None
    end = bar.finished or until
    return bar.started, min(end, bar.planned_finish) if bar.is_late and bar.planned_finish else end


def _late(bar: Bar, until: date) -> tuple[date, date] | None:
    """From the planned finish to the real one or to the last day known; of what was never begun in time, from its planned start."""
    if not bar.is_late:
        return None
    end = bar.finished or until
    if not bar.started:
        due = bar.planned_finish if bar.planned_finish and bar.planned_finish < end else bar.planned_start
        return (due, end) if due else None
    return (max(bar.started, bar.planned_finish), end) if bar.planned_finish else None


def _bars(figure: go.Figure, bars: Sequence[Bar], stretches: Sequence[_Stretch], width: float, marker: dict) -> None:
    figure.add_bar(
        base=[one.first.toordinal() for one in stretches],
        x=[(one.last - one.first).days + 1 for one in stretches],
        y=[one.row for one in stretches],
        width=width,
        orientation="h",
        marker=marker,
        hovertext=[_sentence(bars[one.row]) for one in stretches],
        customdata=[list(bars[one.row].key) for one in stretches],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _sentence(bar: Bar) -> str:
    lines = [*textwrap.wrap(bar.name, HOVER_WIDTH), *textwrap.wrap(bar.words, HOVER_WIDTH)]
    return "<br>".join(lines)


def _marks(figure: go.Figure, bars: Sequence[Bar], days: Sequence[tuple[int, date]], marker: dict) -> None:
    figure.add_scatter(
        x=[day.toordinal() for _, day in days],
        y=[row for row, _ in days],
        mode="markers",
        cliponaxis=False,
        marker={"opacity": 1, **marker},
        hovertext=[_sentence(bars[row]) for row, _ in days],
        customdata=[list(bars[row].key) for row, _ in days],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _single_days(figure: go.Figure, bars: Sequence[Bar], palette: Palette) -> None:
    """Days that make no bar because the other end is not known: an upright of the plan, a diamond of a finish; and rows without any day."""
    plans = [
        (row, bar.planned_start or bar.planned_finish) for row, bar in enumerate(bars) if not (bar.planned_start and bar.planned_finish)
    ]
    uprights = {"symbol": "line-ns-open", "size": 16, "color": palette.calm, "line": {"width": 3}}
    _marks(figure, bars, [(row, day) for row, day in plans if day], uprights)
    ends = [(row, bar.finished) for row, bar in enumerate(bars) if bar.finished and not bar.started]
    _marks(figure, bars, ends, {"symbol": "diamond", "size": 10, "color": palette.lead})
    for row, bar in enumerate(bars):
        if not any((bar.planned_start, bar.planned_finish, bar.started, bar.finished)):
            figure.add_annotation(
                x=0, xref="x domain", xanchor="left", xshift=6, y=row, text="未填起止日期", showarrow=False,
                font={"color": palette.muted, "size": 12},
            )  # fmt: skip


def _open_ends(figure: go.Figure, bars: Sequence[Bar], palette: Palette, until: date) -> None:
    ends = [(row, until) for row, bar in enumerate(bars) if bar.started and not bar.finished]
    colours = [palette.worse if bars[row].is_late else palette.lead for row, _ in ends]
    _marks(figure, bars, ends, {"symbol": "triangle-right", "size": 12, "color": colours})


def _until(figure: go.Figure, stretches: Sequence[_Stretch], palette: Palette, until: date) -> None:
    figure.add_shape(
        type="line", x0=until.toordinal(), x1=until.toordinal(), y0=0, y1=1, yref="paper", line={"color": palette.muted, "width": 1.2}
    )
    first = min([until, *(one.first for one in stretches)])
    last = max([until, *(one.last for one in stretches)])
    is_right = (until - first) * 2 >= last - first
    figure.add_annotation(
        x=until.toordinal(), xanchor="right" if is_right else "left", y=1, yref="paper", yanchor="bottom", yshift=2,
        text=f"数据截至 {day_words(until)}", showarrow=False, font={"color": palette.muted, "size": 12},
    )  # fmt: skip


def _date_axis(figure: go.Figure, bars: Sequence[Bar], until: date) -> None:
    days = [day for bar in bars for day in (bar.planned_start, bar.planned_finish, bar.started, bar.finished) if day]
    first, last = min([until, *days]), max([until, *days])
    pad = max((last - first).days * 0.03, 10)
    ticks = _month_starts(first, last)
    figure.update_xaxes(
        range=[first.toordinal() - pad, last.toordinal() + pad], tickmode="array", tickvals=[day.toordinal() for day in ticks],
        ticktext=_tick_texts(ticks), tickangle=0, showgrid=True,
    )  # fmt: skip


def _tick_texts(ticks: Sequence[date]) -> list[str]:
    """The months of the ticks, with the year where it begins; years alone where every tick is a January; one tick in full."""
    if len(ticks) == 1:
        return [f"{ticks[0].year}年{ticks[0].month}月"]
    if all(day.month == 1 for day in ticks):
        return [f"{day.year}年" for day in ticks]
    before = [ticks[0].year if ticks[1].year != ticks[0].year else None, *(day.year for day in ticks)]
    return [f"{day.month}月<br>{day.year}年" if day.year != year else f"{day.month}月" for day, year in zip(ticks, before, strict=False)]


def _month_starts(first: date, last: date) -> list[date]:
    """The first days of months that people count by, the same number of months apart and few enough for a phone."""
    begin, end = first.year * 12 + first.month - (first.day == 1), last.year * 12 + last.month - 1
    step = next((step for step, most in TICKS.items() if end // step - -(-begin // step) < most), max(TICKS))
    months = range(-(-begin // step) * step, end + 1, step)
    return [date(month // 12, month % 12 + 1, 1) for month in months] or [first]
