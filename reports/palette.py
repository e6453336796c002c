"""The colours of figures, by what they mean. Brand red is never among them; better and worse are blue and orange, never green and red."""

from dataclasses import dataclass

NEUTRAL = ("#1f5fa8", "#23807c", "#7a5fa3", "#866a1c", "#5b6f82", "#2b333c")


@dataclass(frozen=True, kw_only=True)
class Palette:
    """`lead` is what the chart is about, `worse` what needs attention, `calm` the rest, `faint` a background shape, `paper` behind hollow marks.

    `parts` are the parts of a whole and several lines side by side, none of them better or worse.
    """

    lead: str
    worse: str
    calm: str
    extra: str
    faint: str
    grid: str
    muted: str
    paper: str
    parts: tuple[str, ...] = NEUTRAL


PRINT = Palette(
    lead="#1f5fa8",
    worse="#b4540f",
    calm="#5b6f82",
    extra="#8a6fb0",
    faint="rgba(91,111,130,.14)",
    grid="rgba(91,111,130,.18)",
    muted="#5b6f82",
    paper="#ffffff",
)
