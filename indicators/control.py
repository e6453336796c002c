"""Control charts: which changes of a series stand out from its usual variation. XmR for values, p chart for rates of varying n.

Sources: XmR limits, mean ± 2.66 × mean moving range (2.66 = 3/1.128): W. A. Shewhart; D. J. Wheeler, "Understanding Variation" (1993).
Screening of moving ranges above 3.267 × their mean, once: L. S. Nelson, "Control charts for individual measurements", Journal of Quality
Technology 14 (1982) 172–173. p chart: D. C. Montgomery, "Introduction to Statistical Quality Control". Its widening by the moving range of
the z-scores: D. B. Laney, "Improved control charts for attributes", Quality Engineering 14 (2002) 531–537. Rules: indicators/rules.py.

A None is a period that nobody reported. No moving range, run, trend or two-of-three reaches across it: the points beside it do not follow
each other, and what lay between is not known. Each re-base starts a segment with its own centre and limits, and no rule reaches across it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import fsum, isclose, isfinite, sqrt

from indicators.rules import LIMIT_SIGMAS, WARNING_SIGMAS, Fired, Point, fired_in

TRIAL_BELOW, LIMITS_FROM = 13, 6  # known points
RANGES_FROM = 3  # moving ranges: fewer, where most periods are gaps, measure no spread
XMR_FACTOR = 2.66
SCREEN_FACTOR = 3.267
RANGE_TO_SIGMA = 1.128
SAME = 1e-12  # relative: what lies closer is equal but for rounding

Series = Sequence[float | None]
Line = tuple[float | None, ...]


@dataclass(frozen=True, kw_only=True)
class Segment:
    """The points from one re-base to the next, half-open, and what their limits rest on."""

    start: int
    stop: int
    size: int  # known points that the limits rest on
    centre: float | None  # None: too few known points, no limits
    is_trial: bool  # limits from fewer than TRIAL_BELOW points
    spread: float  # p chart: sigma_z used, 1.0 when not wider than chance; xmr: mean of the screened moving ranges


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A series with its lines, one number a point (None without limits; on a p chart also where the period is a gap), and what fired."""

    kind: str  # xmr, p, t, g
    values: Line
    centres: Line
    lowers: Line
    uppers: Line
    low_warnings: Line
    high_warnings: Line
    segments: tuple[Segment, ...]
    fired: tuple[Fired, ...]

    def at(self, place: int) -> tuple[Fired, ...]:
        """What fired with the point at this place in it."""
        return tuple(one for one in self.fired if place in one.places)

    @property
    def last(self) -> int | None:
        """The place of the last known point; None where there is none."""
        return max((place for place, value in enumerate(self.values) if value is not None), default=None)


@dataclass(frozen=True, kw_only=True)
class Fit:
    """The centre, the spread and one sigma a point of a segment; no centre without limits."""

    size: int
    centre: float | None
    spread: float
    sigmas: Line


def xmr(values: Series, rebases: Sequence[int] = (), baseline: int | None = None) -> Chart:
    """The chart of individual values, in their unit. `rebases`: the places where a new segment starts; `baseline`: where given, each segment's
    limits rest on its first so many known points only."""

    def fit(start: int, stop: int) -> Fit:
        known = _first_known(values[start:stop], baseline)
        held = [value for value in known if value is not None]
        spread = screened_mean(moving_ranges(known))
        has_limits = len(held) >= LIMITS_FROM and spread is not None
        sigma = XMR_FACTOR / LIMIT_SIGMAS * spread if has_limits else None
        return Fit(
            size=len(held), centre=fsum(held) / len(held) if has_limits else None, spread=spread or 0.0, sigmas=(sigma,) * (stop - start)
        )

    return _chart("xmr", values, rebases, fit)


def p_chart(
    counts: Sequence[tuple[float, float] | None], rebases: Sequence[int] = (), baseline: int | None = None, *, is_widened: bool = True
) -> Chart:
    """The chart of rates (numerator, denominator), as fractions of one; a period without a case is a gap. Limits are drawn within 0 and 1
    but judged as they are. `is_widened`: by Laney's sigma_z where the rates vary more than chance; never narrower than the binomial.
    Raises ValueError for a numerator outside of 0 and its denominator. Limits are three normal sigmas: with few cases they flag too often."""
    pairs = [_checked(pair) for pair in counts]
    values = [pair and pair[0] / pair[1] for pair in pairs]

    def fit(start: int, stop: int) -> Fit:
        known = _first_known(pairs[start:stop], baseline)
        held = [pair for pair in known if pair]
        if len(held) < LIMITS_FROM:
            return Fit(size=len(held), centre=None, spread=1.0, sigmas=(None,) * (stop - start))
        centre = fsum(count for count, _ in held) / fsum(size for _, size in held)
        spread = _sigma_z(known, centre) if is_widened else 1.0
        return Fit(
            size=len(held), centre=centre, spread=spread, sigmas=tuple(_binomial(centre, pair, spread) for pair in pairs[start:stop])
        )

    drawn = _chart("p", values, rebases, fit)
    lines = ("lowers", "uppers", "low_warnings", "high_warnings")
    return replace(drawn, **{line: _clipped(getattr(drawn, line)) for line in lines})


def assurance(chart: Chart, target: float, direction: str) -> str:
    """Whether the target, in the chart's unit, will be met: "met" or "missed" consistently, "uncertain" where it lies between the limits or on
    one, "" without limits or direction. Judged by the last segment at its last known point, never by limits from before a re-base."""
    segment = chart.segments[-1] if chart.segments else None
    if segment is None or segment.centre is None or direction not in ("higher", "lower"):
        return ""
    last = max(place for place in range(segment.start, segment.stop) if chart.values[place] is not None)
    if chart.lowers[last] <= target <= chart.uppers[last]:
        return "uncertain"
    return "met" if (target < chart.lowers[last]) == (direction == "higher") else "missed"


def moving_ranges(values: Series) -> list[float]:
    """The distances between neighbours, both known."""
    return [abs(later - earlier) for earlier, later in pairwise(values) if earlier is not None and later is not None]


def screened_mean(ranges: Sequence[float]) -> float | None:
    """The mean of the moving ranges after those above 3.267 × their mean are left out, once; None for fewer than RANGES_FROM of them.
    Where the rest would have no spread at all, as with one stray value in a constant series, none is left out."""
    if len(ranges) < RANGES_FROM:
        return None
    mean = fsum(ranges) / len(ranges)
    kept = [one for one in ranges if one <= SCREEN_FACTOR * mean]
    return fsum(kept) / len(kept) or mean


def _checked(pair: tuple[float, float] | None) -> tuple[float, float] | None:
    if pair is None or pair[1] == 0 == pair[0]:
        return None
    if not 0 <= pair[0] <= pair[1]:
        raise ValueError(f"{pair[0]} of {pair[1]} is not a rate")
    return pair


def _first_known(values: Sequence, baseline: int | None) -> Sequence:
    """The values up to the so-many-th known one; all of them without a baseline."""
    if baseline is None:
        return values
    places = [place for place, value in enumerate(values) if value is not None][:baseline]
    return values[: places[-1] + 1] if places else ()


def _binomial(centre: float, pair: tuple[float, float] | None, spread: float = 1.0) -> float | None:
    return None if pair is None else sqrt(centre * (1 - centre) / pair[1]) * spread


def _sigma_z(pairs: Sequence[tuple[float, float] | None], centre: float) -> float:
    if not 0 < centre < 1:
        return 1.0
    scores = [pair and (pair[0] / pair[1] - centre) / _binomial(centre, pair) for pair in pairs]
    return max(1.0, (screened_mean(moving_ranges(scores)) or 0.0) / RANGE_TO_SIGMA)


def _clipped(line: Line) -> Line:
    return tuple(value if value is None else min(1.0, max(0.0, value)) for value in line)


def _chart(kind: str, values: Series, rebases: Iterable[int], fit: Callable[[int, int], Fit]) -> Chart:
    if not all(value is None or isfinite(value) for value in values):
        raise ValueError("a value is not a finite number")
    starts = sorted({0, *(place for place in rebases if 0 < place < len(values))}) if values else []
    fits = [(start, stop, fit(start, stop)) for start, stop in pairwise([*starts, len(values)])]
    return Chart(
        kind=kind,
        values=tuple(values),
        centres=tuple(held.centre for start, stop, held in fits for _ in range(start, stop)),
        lowers=_line(fits, -LIMIT_SIGMAS),
        uppers=_line(fits, LIMIT_SIGMAS),
        low_warnings=_line(fits, -WARNING_SIGMAS),
        high_warnings=_line(fits, WARNING_SIGMAS),
        segments=tuple(_segment(*one) for one in fits),
        fired=tuple(
            found for start, stop, held in fits if held.centre is not None for found in fired_in(_points(values, start, stop, held))
        ),
    )


def _line(fits: Sequence[tuple[int, int, Fit]], sigmas: float) -> Line:
    return tuple(None if sigma is None else held.centre + sigmas * sigma for _, _, held in fits for sigma in held.sigmas)


def _segment(start: int, stop: int, held: Fit) -> Segment:
    is_trial = held.centre is not None and held.size < TRIAL_BELOW
    return Segment(start=start, stop=stop, size=held.size, centre=held.centre, is_trial=is_trial, spread=held.spread)


def _points(values: Series, start: int, stop: int, held: Fit) -> list[Point | None]:
    scale = max(abs(value) for value in values[start:stop] if value is not None)
    places = range(start, stop)
    return [_point(place, values[place], held.centre, sigma, scale) for place, sigma in zip(places, held.sigmas, strict=True)]


def _point(place: int, value: float | None, centre: float, sigma: float | None, scale: float) -> Point | None:
    if value is None:
        return None
    is_on_centre = isclose(value, centre, rel_tol=SAME, abs_tol=SAME * scale)
    side = 0 if is_on_centre else (value > centre) - (value < centre)
    has_spread = side != 0 and sigma > SAME * scale
    return Point(place=place, value=value, side=side, sigmas=round((value - centre) / sigma, 9) if has_spread else 0.0)
