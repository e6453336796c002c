"""A line the size of a word, as an image in an address: one middle grey that is seen on light and dark paper alike."""

from collections.abc import Sequence
from urllib.parse import quote

WIDTH, HEIGHT, EDGE = 160, 34, 4
MOSTLY = 2 / 3
GREY = "#7a8896"
KEPT = 'vector-effect="non-scaling-stroke"'  # the line keeps its weight however wide the card is


def sparkline(values: Sequence[float | None]) -> str:
    """The values as one line with a dot on the last, as a data: address; a gap where a value is None.

    '' where fewer than two are known, or since the first so few that what could be drawn is crumbs.
    """
    known = [value for value in values if value is not None]
    since = next((place for place, value in enumerate(values) if value is not None), len(values))
    if len(known) < max(2, MOSTLY * (len(values) - since)):
        return ""
    low, high = min(known), max(known)
    step = (WIDTH - 2 * EDGE) / (len(values) - 1)
    places = [
        None
        if value is None
        else (EDGE + step * place, HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * ((value - low) / (high - low) if high > low else 0.5))
        for place, value in enumerate(values)
    ]
    path = "".join(
        f"{'M' if place == 0 or places[place - 1] is None else 'L'}{at[0]:.1f} {at[1]:.1f}" for place, at in enumerate(places) if at
    )
    last = next(at for at in reversed(places) if at)
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none">'
        f'<g fill="none" stroke="{GREY}" stroke-linecap="round"><path d="{path}" stroke-width="1.4" {KEPT}/>'
        f'<path d="M{last[0]:.1f} {last[1]:.1f}h0" stroke-width="5" {KEPT}/></g></svg>'
    )
    return f"data:image/svg+xml,{quote(drawing)}"
