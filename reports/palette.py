"""The colours of figures, by what they mean. Brand red is never among them; better and worse are blue and orange, never green and red."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Palette:
    """`lead` is what the chart is about, `worse` what needs attention, `calm` the rest, `faint` a background shape, `paper` behind hollow marks."""

    lead: str
    worse: str
    calm: str
    extra: str
    faint: str
    grid: str
    muted: str
    paper: str


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
