"""Charts of an assessment: totals with their ranges by band, how sure the bands are, what a change is made of, totals over periods."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from indicators.scheme import Scheme
from indicators.score import VillageScore
from indicators.score_draws import VillageDraws
from reports.claims import guard
from reports.figures import dressed
from reports.figures_causes import named_rows, with_legend
from reports.palette import Palette
from reports.score_change import Change, Line, summed
from reports.sentences_assessment import (
    band_words,
    interval_words,
    line_name,
    points_words,
    share_words,
    sure_words,
    tenths_words,
)

ROW, FRAME = 29, 70  # pixels a row, and above and below the rows
MOST = 10  # parts of a change that have a row of their own
SYMBOLS = ("circle", "square", "diamond")


def band_colours(scheme: Scheme, palette: Palette) -> dict[str, str]:
    """The colour of each band: the highest as good, the lowest as what needs help, what lies between calm."""
    names = [band.name for band in scheme.bands]
    between = dict.fromkeys(names, palette.calm)
    return {**between, names[0]: palette.lead, names[-1]: palette.worse} if len(names) > 1 else between


def totals(
    rows: Sequence[VillageScore], drawn: Mapping[str, VillageDraws], called: Mapping[str, str], scheme: Scheme, palette: Palette
) -> go.Figure:
    """Each village's total with its 5–95 % range over the draws, in the order given; the cut-offs of the bands as lines."""
    figure, colours = go.Figure(), band_colours(scheme, palette)
    symbols = {band.name: SYMBOLS[place % len(SYMBOLS)] for place, band in enumerate(scheme.bands)}
    for name, colour in colours.items():
        spans = [(row, drawn[one.village]) for row, one in enumerate(rows) if one.band == name]
        figure.add_scatter(
            x=[value for _, one in spans for value in (one.score_low, one.score_high, None)],
            y=[value for row, _ in spans for value in (row, row, None)],
            mode="lines", line={"color": colour, "width": 3}, opacity=0.5, hoverinfo="skip",
        )  # fmt: skip
    figure.add_scatter(
        x=[one.total for one in rows],
        y=list(range(len(rows))),
        mode="markers",
        marker={"size": 10, "color": [colours[one.band] for one in rows], "symbol": [symbols[one.band] for one in rows], "opacity": 1},
        hovertext=[_hover(one, drawn[one.village], called[one.village], scheme) for one in rows],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    for row, one in enumerate(rows):
        _beside(figure, row, f"<b>{one.band}</b>　{points_words(one.total)}（{_range(drawn[one.village])}）", palette.muted)
    low = min([one.score_low for one in drawn.values()] + [band.from_score for band in scheme.bands if band.from_score])
    _cutoffs(figure, scheme, palette)
    figure.update_xaxes(range=[max(0, low - 3), 102], showgrid=True, nticks=8)
    named_rows(figure, [called[one.village] for one in rows])
    return dressed(figure, palette, FRAME + ROW * max(len(rows), 2)).update_layout(margin_r=150, margin_t=28)


def _range(one: VillageDraws) -> str:
    return interval_words(one.score_low, one.score_high)


def _hover(one: VillageScore, drawn: VillageDraws, name: str, scheme: Scheme) -> str:
    lines = [
        f"{name}：{points_words(one.total)} 分，{band_words(scheme, one.band)}",
        sure_words(one.band, drawn),
        f"5%—95% 的抽取落在 {_range(drawn)}",
    ]
    return guard("<br>".join(lines))


def _beside(figure: go.Figure, row: int, text: str, colour: str) -> None:
    figure.add_annotation(
        x=1, xref="paper", xanchor="left", xshift=8, y=row, yref="y", text=text, showarrow=False, font={"color": colour, "size": 12}
    )


def _cutoffs(figure: go.Figure, scheme: Scheme, palette: Palette) -> None:
    for band in scheme.bands:
        if band.from_score:
            figure.add_vline(
                x=band.from_score, line={"color": palette.muted, "width": 1.2, "dash": "dot"},
                annotation={"text": f"{band.name} 等 {band.from_score:g}", "font": {"color": palette.muted, "size": 12}, "yshift": 2},
                annotation_position="top",
            )  # fmt: skip


def band_shares(
    rows: Sequence[VillageScore], drawn: Mapping[str, VillageDraws], called: Mapping[str, str], scheme: Scheme, palette: Palette
) -> go.Figure:
    """How the draws of each village share out over the bands, in the order given."""
    figure, colours = go.Figure(), band_colours(scheme, palette)
    for name, colour in colours.items():
        shares = [drawn[one.village].bands[name] for one in rows]
        figure.add_bar(
            x=[share * 100 for share in shares], y=list(range(len(rows))), orientation="h", name=band_words(scheme, name),
            marker={"color": colour, "opacity": 0.85},
            text=[f"{name} {share_words(share)}" if share >= 0.3 else "" for share in shares],
            textposition="inside", insidetextanchor="middle", textangle=0, textfont={"color": palette.paper, "size": 12},
            hovertext=[f"{called[one.village]}：{band_words(scheme, name)}的可能 {share_words(share)}" for one, share in zip(rows, shares, strict=True)],
            hovertemplate="%{hovertext}<extra></extra>",
        )  # fmt: skip
    figure.update_xaxes(range=[0, 100], ticksuffix="%", nticks=5)
    named_rows(figure, [called[one.village] for one in rows])
    return with_legend(dressed(figure, palette, FRAME + ROW * max(len(rows), 2)).update_layout(barmode="stack", bargap=0.3))


def change_bars(found: Change, palette: Palette) -> go.Figure:
    """The parts of a change, the largest at the top; beyond the first ten one row for the rest. Texts as they are printed."""
    moved = [line for line in found.lines if line.tenths]
    shown, rest = (moved, []) if len(moved) <= MOST + 1 else (moved[:MOST], moved[MOST:])
    labels = [line_name(line) for line in shown] + ([f"其余 {len(rest)} 项"] if rest else [])
    units = [line.tenths for line in shown] + ([summed(rest)] if rest else [])
    labels, units = [*labels, "合计"], [*units, found.tenths]
    figure = go.Figure()
    figure.add_bar(
        x=[unit / 10 for unit in units],
        y=list(range(len(units))),
        orientation="h",
        marker={"color": [palette.lead if unit > 0 else palette.worse for unit in units], "opacity": [0.8] * (len(units) - 1) + [1]},
        text=[f"{'▲' if unit > 0 else '▼' if unit else ''} {tenths_words(unit)}" for unit in units],
        textposition="outside",
        cliponaxis=False,
        hovertext=[_told(line) for line in shown] + ([f"其余 {len(rest)} 项见下表"] if rest else []) + ["总分的变化"],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    most = max([abs(unit) / 10 for unit in units], default=1) or 1
    low, high = min(0, *units) / 10, max(0, *units) / 10
    figure.update_xaxes(range=[low - 0.55 * most, high + 0.55 * most], showticklabels=False, showgrid=False)
    figure.add_vline(x=0, line={"width": 1, "color": "rgba(120,135,150,.6)"})
    figure.add_hline(y=len(units) - 1.5, line={"width": 1, "color": "rgba(120,135,150,.6)"})
    named_rows(figure, labels)
    return dressed(figure, palette, 26 + ROW * max(len(units), 2))


def _told(line: Line) -> str:
    return guard(f"{line_name(line)} {tenths_words(line.tenths)} 分")


def history(
    periods: Sequence[str], rows: Sequence[VillageScore | None], drawn: Sequence[VillageDraws | None], scheme: Scheme, palette: Palette
) -> go.Figure:
    """A village's totals over periods with the range that the sampling error of its rates alone gives; a gap where there was no total."""
    held = [(place, one, over) for place, (one, over) in enumerate(zip(rows, drawn, strict=True)) if one is not None and over is not None]
    figure = go.Figure()
    figure.add_scatter(
        x=[value for place, _, _ in held for value in (place, place, None)],
        y=[value for _, _, over in held for value in (over.sampling_low, over.sampling_high, None)],
        mode="lines", line={"color": palette.calm, "width": 3}, opacity=0.45, hoverinfo="skip",
    )  # fmt: skip
    figure.add_scatter(
        x=list(range(len(periods))),
        y=[None if one is None else one.total for one in rows],
        mode="lines+markers+text",
        line={"color": palette.lead, "width": 2},
        marker={"size": 9, "color": palette.lead},
        text=["" if one is None or one.total is None else f"{points_words(one.total)}　{one.band}" for one in rows],
        textposition="top center",
        cliponaxis=False,
        hovertext=[_period_hover(period, one, over, scheme) for period, one, over in zip(periods, rows, drawn, strict=True)],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    values = [value for _, _, over in held for value in (over.sampling_low, over.sampling_high)] or [0, 100]
    figure.update_xaxes(tickmode="array", tickvals=list(range(len(periods))), ticktext=list(periods), range=[-0.5, len(periods) - 0.5])
    figure.update_yaxes(range=[max(0, min(values) - 6), min(108, max(values) + 8)], nticks=6)
    return dressed(figure, palette, 250).update_layout(margin_t=20)


def _period_hover(period: str, one: VillageScore | None, over: VillageDraws | None, scheme: Scheme) -> str:
    if one is None or over is None:
        return ""
    return f"{period}：{points_words(one.total)} 分，{band_words(scheme, one.band)}<br>抽样区间 {interval_words(over.sampling_low, over.sampling_high)}"
