"""Charts of rare events, drawn from the time between one and the next: a long gap is high. Which of the two depends on the stamps.

t chart, for stamps with an hour: L. S. Nelson, "A control chart for parts-per-million nonconforming items", Journal of Quality Technology
26 (1994) 239-240: gaps between events of a Poisson process are exponential, and their power 1/3.6 is nearly normal.

g chart, for stamps that are dates only: two events of one day are 0 days apart, which has no place on a t chart, and to spread them over the
day would make up what the ledger does not say. Whole days between events of a constant small chance a day are geometric: F. C. Kaminsky,
J. C. Benneyan, R. D. Davis, R. J. Burke, "Statistical control charts based on a geometric distribution", Journal of Quality Technology 24
(1992) 63-69; J. C. Benneyan, "Number-between g-type statistical quality control charts for monitoring adverse events", Health Care
Management Science 4 (2001) 305-318. That distribution is skewed: mean ± 3 sigmas would leave seven points below the mean one time in 25,
so lines are its exact tails, with those of the normal at 2 and 3 sigmas, and the centre is its median, interpolated as Minitab documents.
Short gaps can hardly fall below the lower limit (unless the mean gap is longer than two years): more frequent events show as runs.
For events that are rare: with a mean gap below about ten days, so many fall on one day that runs of long gaps are found too often.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import floor, fsum, log, sqrt
from statistics import NormalDist

from indicators.control import LIMITS_FROM, TRIAL_BELOW, Chart, Line, Segment, xmr
from indicators.rules import LIMIT_SIGMAS, WARNING_SIGMAS, Point, fired_in

POWER = 3.6
LINES = ("centres", "lowers", "uppers", "low_warnings", "high_warnings")
NORMAL = NormalDist()
LEAST_TAIL = 1e-300  # below it a tail is rounded to 0, of which there is no normal score


def gaps_between(stamps: Sequence[date] | Sequence[datetime]) -> list[float]:
    """The days between each event and the next, in the order of time; of dates, whole days, and 0 between two of the same day."""
    return [(later - earlier) / timedelta(days=1) for earlier, later in pairwise(sorted(stamps))]


def t_chart(gaps: Sequence[float]) -> Chart:
    """The chart of the days between events, judged as an XmR chart of gap^(1/3.6) and drawn in days. Raises ValueError for a gap that is not
    above 0: where stamps are dates only, the gaps belong on a g_chart."""
    if not all(gap > 0 for gap in gaps):
        raise ValueError("a gap between two events must be longer than 0 days")
    judged = xmr([gap ** (1 / POWER) for gap in gaps])
    segments = tuple(replace(one, centre=_days([one.centre])[0]) for one in judged.segments)
    return replace(judged, kind="t", values=tuple(gaps), segments=segments, **{line: _days(getattr(judged, line)) for line in LINES})


def g_chart(gaps: Sequence[float]) -> Chart:
    """The chart of the whole days between events, 0 for two of one day. A point is outside when a gap as long, or as short, has a chance below
    0.00135. Centre: the median; spread: the standard deviation, days. Raises ValueError for a gap below 0 or not of whole days."""
    if not all(gap >= 0 and gap == floor(gap) for gap in gaps):
        raise ValueError("a gap between two dates must be a number of whole days")
    if len(gaps) < LIMITS_FROM:
        return _without_limits(gaps)
    mean = fsum(gaps) / len(gaps)
    staying = mean / (mean + 1)  # the chance that a day passes without an event
    centre = _median(staying)
    points = [_point(place, gap, centre, staying) for place, gap in enumerate(gaps)]
    (low, high), (low_warning, high_warning) = _tail_lines(staying, LIMIT_SIGMAS), _tail_lines(staying, WARNING_SIGMAS)
    lines = {"centres": centre, "lowers": low, "uppers": high, "low_warnings": low_warning, "high_warnings": high_warning}
    return Chart(
        kind="g",
        values=tuple(gaps),
        **{name: (line,) * len(gaps) for name, line in lines.items()},
        segments=(_segment(gaps, centre, sqrt(mean * (mean + 1))),),
        fired=tuple(fired_in(points)),
    )


def _days(line: Line) -> Line:
    return tuple(None if value is None else max(0.0, value) ** POWER for value in line)


def _segment(gaps: Sequence[float], centre: float | None, spread: float) -> Segment:
    is_trial = centre is not None and len(gaps) < TRIAL_BELOW
    return Segment(start=0, stop=len(gaps), size=len(gaps), centre=centre, is_trial=is_trial, spread=spread)


def _without_limits(gaps: Sequence[float]) -> Chart:
    lines = dict.fromkeys(LINES, (None,) * len(gaps))
    segments = (_segment(gaps, None, 0.0),) if gaps else ()
    return Chart(kind="g", values=tuple(gaps), **lines, segments=segments, fired=())


def _median(staying: float) -> float:
    """Days, interpolated in the cumulative distribution 1 - staying^(days + 1); never below 0."""
    if staying <= 0.5:
        return 0.0
    below = floor(log(0.5) / log(staying)) - 1
    least, most = (1 - staying ** (days + 1) for days in (below, below + 1))
    return max(0.0, below + (0.5 - least) / (most - least))


def _tail_lines(staying: float, sigmas: float) -> tuple[float, float]:
    """The days at which the chance of as short, or as long, a gap is that of so many sigmas of the normal; the lower never below 0."""
    if not staying:
        return 0.0, 0.0
    tail = NORMAL.cdf(-sigmas)
    return max(0.0, log(1 - tail) / log(staying) - 1), log(tail) / log(staying)


def _point(place: int, gap: float, centre: float, staying: float) -> Point:
    side = (gap > centre) - (gap < centre)
    tail = staying**gap if side > 0 else 1 - staying ** (gap + 1)
    away = max(0.0, -NORMAL.inv_cdf(max(tail, LEAST_TAIL))) if side else 0.0
    return Point(place=place, value=gap, side=side, sigmas=side * round(away, 9))
