"""What stands below a figure because there is no room for it inside."""

from collections.abc import Sequence

import plotly.graph_objects as go

from reports.palette import Palette


def footnotes(figure: go.Figure, lines: Sequence[str], palette: Palette, axis_lines: int = 1) -> None:
    """Says below a figure what has no room inside it, a line each; the texts of its axis take so many lines."""
    for place, line in enumerate(lines):
        figure.add_annotation(
            x=0, xref="x domain", xanchor="left", y=0, yref="paper", yanchor="top", yshift=-8 - 18 * (axis_lines + place), showarrow=False,
            text=line,
            font={"color": palette.muted, "size": 12},
        )  # fmt: skip
    if lines:
        figure.update_layout(margin_b=18 + 18 * (axis_lines + len(lines)), height=figure.layout.height + 18 * len(lines))


def left_out(count: int, counted_in: str, where: str = "数据表") -> list[str]:
    """The footnote that says how many a figure has no room for; none where it has room for all."""
    return [f"另有 {count} {counted_in}未画，见{where}"] if count > 0 else []
