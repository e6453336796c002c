"""Charts of rare events, drawn from the time between one and the next: a long gap is high.

t chart, for stamps with an hour: L. S. Nelson, "A control chart for parts-per-million nonconforming items", Journal of Quality Technology
26 (1994) 239–240: gaps between events of a Poisson process are exponential, and their power 1/3.6 is nearly normal.
"""

from collections.abc import Sequence
from dataclasses import replace

from indicators.control import Chart, Line, xmr

POWER = 3.6


def t_chart(gaps: Sequence[float]) -> Chart:
    """The chart of the days between events, judged as an XmR chart of gap^(1/3.6) and drawn in days. Raises ValueError for a gap that is not
    above 0: where stamps are dates only, gaps of 0 days are the rounding of the ledger and belong on a g_chart."""
    if not all(gap > 0 for gap in gaps):
        raise ValueError("a gap between two events must be longer than 0 days")
    judged = xmr([gap ** (1 / POWER) for gap in gaps])
    lines = ("centres", "lowers", "uppers", "low_warnings", "high_warnings")
    segments = tuple(replace(one, centre=_days([one.centre])[0]) for one in judged.segments)
    return replace(judged, kind="t", values=tuple(gaps), segments=segments, **{line: _days(getattr(judged, line)) for line in lines})


def _days(line: Line) -> Line:
    return tuple(None if value is None else max(0.0, value) ** POWER for value in line)
