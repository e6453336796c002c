"""How long it takes until a case is closed, with the cases still open counted for what they are: not closed yet.

Kaplan and Meier (1958) for the share still open; Aalen and Johansen (1978) for the share closed where others leave the process unclosed;
the variance of the latter by the delta method (Marubini and Valsecchi 1995, section 10.2); intervals on the log(-log) scale.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

CLOSED, LEFT, OPEN = "closed", "left", "open"
RISK_FROM = 10  # fewer under observation carry no estimate
NORMAL_95 = 1.959963984540054
TOO_FEW = f"不足{RISK_FROM}件，不作估计"
TOO_FEW_LEFT = f"仍在观察的不足{RISK_FROM}件，不作估计"


@dataclass(frozen=True, kw_only=True, eq=False)
class Curve:
    """What had become of the cases by each day on which one was closed or left; every array has one entry such a day.

    `at_risk` were still open just before it; `still_open`, `share_closed` and `share_left` add up to 1; _low and _high are 95 % bands.
    `size` cases in all, the longest of them followed for `followed_days`; `open_days` are the days after which the open ones were last seen.
    """

    days: np.ndarray
    at_risk: np.ndarray
    closed: np.ndarray
    left: np.ndarray
    still_open: np.ndarray
    still_open_low: np.ndarray
    still_open_high: np.ndarray
    share_closed: np.ndarray
    share_closed_low: np.ndarray
    share_closed_high: np.ndarray
    share_left: np.ndarray
    size: int
    followed_days: float
    open_days: np.ndarray


@dataclass(frozen=True)
class Estimate:
    """A number with its 95 % interval, or None and the reason; a bound is None where the band never reaches it."""

    value: float | None
    low: float | None
    high: float | None
    reason: str = ""


def curve(durations: Sequence[float], outcomes: Sequence[str], weights: Sequence[int] | None = None) -> Curve:
    """The curve of cases followed for `durations` days each with the outcome closed, left or open; `weights` are how many cases a row is.

    At one time, closings come before those who were only last seen then.
    """
    lasted, became, counts = _checked(durations, outcomes, weights)
    days = np.unique(lasted[became != OPEN])
    closed, left = (_on(days, lasted, counts * (became == outcome)) for outcome in (CLOSED, LEFT))
    at_risk = counts.sum() - _before(days, lasted, counts)
    still_open, low, high = _still_open(at_risk, closed + left)
    before = np.concatenate([[1.0], still_open[:-1]])
    share_left = np.cumsum(before * left / at_risk)
    # where nobody is open and nobody left, every case was closed: the sum itself may miss 1 by a rounding, and its band then everything
    share = np.where((still_open == 0) & (share_left == 0), 1.0, np.minimum(np.cumsum(before * closed / at_risk), 1))
    share_low, share_high = _band(share, _closed_variance(share, before, at_risk, closed, left))
    return Curve(
        days=days, at_risk=at_risk, closed=closed, left=left, still_open=still_open, still_open_low=low, still_open_high=high,
        share_closed=share, share_closed_low=share_low, share_closed_high=share_high, share_left=share_left,
        size=int(counts.sum()), followed_days=float(lasted.max(initial=0)), open_days=np.repeat(lasted, np.where(became == OPEN, counts, 0)),
    )  # fmt: skip


def _checked(
    durations: Sequence[float], outcomes: Sequence[str], weights: Sequence[int] | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The three as arrays, without rows that stand for no case; an unknown outcome or a time that is none would pass as a case still open."""
    lasted, became = np.asarray(durations, dtype=float), np.asarray(outcomes, dtype=object)
    counts = np.ones(len(lasted), dtype=int) if weights is None else np.asarray(weights, dtype=int)
    unknown = {str(outcome) for outcome in became} - {CLOSED, LEFT, OPEN}
    if unknown or not (np.isfinite(lasted) & (lasted >= 0)).all() or (counts < 0).any():
        raise ValueError(f"not an outcome, or a time or weight that is not a number from 0: {sorted(unknown)}")
    is_case = counts > 0
    return lasted[is_case], became[is_case], counts[is_case]


def _on(days: np.ndarray, lasted: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """How many ended on each of the days."""
    places = np.searchsorted(days, lasted)
    is_one = (places < len(days)) & (counts > 0)
    return np.bincount(places[is_one], weights=counts[is_one], minlength=len(days)).astype(int)


def _before(days: np.ndarray, lasted: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """How many had ended before each of the days."""
    order = np.argsort(lasted, kind="stable")
    ended = np.concatenate([[0], np.cumsum(counts[order])])
    return ended[np.searchsorted(lasted[order], days, side="left")]


def _still_open(at_risk: np.ndarray, ended: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Kaplan-Meier, and its band by Greenwood's formula on the log(-log) scale."""
    still = np.cumprod(1 - ended / at_risk)
    with np.errstate(all="ignore"):
        spread = NORMAL_95 * np.sqrt(np.cumsum(ended / (at_risk * (at_risk - ended)))) / np.log(still)
        low, high = (still ** np.exp(sign * spread) for sign in (-1, 1))
    return still, np.where(still > 0, np.minimum(low, high), 0.0), np.where(still > 0, np.maximum(low, high), 0.0)


def _closed_variance(share: np.ndarray, before: np.ndarray, at_risk: np.ndarray, closed: np.ndarray, left: np.ndarray) -> np.ndarray:
    """Variance of the cumulative incidence by the delta method, the sum over earlier times written with running sums."""
    ended = closed + left
    with np.errstate(all="ignore"):
        every = np.where(at_risk > ended, ended / (at_risk * (at_risk - ended)), 0.0)
    own = before**2 * closed * (at_risk - closed) / at_risk**3
    cross = before * closed / at_risk**2
    # sum of (I(t) - I(s))^2 * every(s) + own(s) - 2 (I(t) - I(s)) * cross(s)
    square = share**2 * np.cumsum(every) - 2 * share * np.cumsum(share * every) + np.cumsum(share**2 * every)
    return np.maximum(square + np.cumsum(own) - 2 * (share * np.cumsum(cross) - np.cumsum(share * cross)), 0)


def _band(share: np.ndarray, variance: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """95 % band of a cumulative incidence on the log(-log) scale; nothing below the first closing, and all of it at 1."""
    with np.errstate(all="ignore"):
        spread = NORMAL_95 * np.sqrt(variance) / (share * np.log(share))
        ends = [share ** np.exp(sign * spread) for sign in (-1, 1)]
    is_inside = (share > 0) & (share < 1)
    return np.where(is_inside, np.minimum(*ends), share), np.where(is_inside, np.maximum(*ends), share)


def kept(whole: Curve) -> Curve:
    """The curve up to the last day before which at least RISK_FROM were still open."""
    last = int((whole.at_risk >= RISK_FROM).sum())
    arrays = {field.name: getattr(whole, field.name) for field in fields(whole)}
    shared = ("size", "followed_days", "open_days")
    return Curve(**{name: value if name in shared else value[:last] for name, value in arrays.items()})


def quantile(whole: Curve, level: float) -> Estimate:
    """The first day by which a share `level` of the cases had been closed, its interval from the band read sideways."""
    if whole.size < RISK_FROM:
        return Estimate(None, None, None, TOO_FEW)
    seen = kept(whole)
    day = _first(seen, seen.share_closed, level)
    if day is not None:
        return Estimate(day, _first(seen, seen.share_closed_high, level), _first(seen, seen.share_closed_low, level))
    if _first(whole, whole.share_closed, level) is not None:
        return Estimate(None, None, None, TOO_FEW_LEFT)
    return Estimate(None, None, None, "未过半办结" if level == 0.5 else f"办结不到{level:.0%}")


def _first(seen: Curve, share: np.ndarray, level: float) -> float | None:
    reached = np.flatnonzero(share >= level - 1e-12)
    return float(seen.days[reached[0]]) if len(reached) else None


def share_closed_by(whole: Curve, days: float) -> Estimate:
    """The share closed within so many days (0 to 1) with its band; exact, and then without a gate, where nobody is still open by then."""
    if whole.size < RISK_FROM:
        return Estimate(None, None, None, TOO_FEW)
    watched = whole.size - int((whole.closed + whole.left)[whole.days <= days].sum()) - _lost(whole, days)
    if watched < RISK_FROM and _lost(whole, days):
        reason = f"观察不足{days:g}天" if whole.followed_days < days else TOO_FEW_LEFT
        return Estimate(None, None, None, reason)
    last = int((whole.days <= days).sum()) - 1
    share, low, high = (
        (0.0,) * 3 if last < 0 else (float(band[last]) for band in (whole.share_closed, whole.share_closed_low, whole.share_closed_high))
    )
    is_inside = 0 < share < 1  # at none and at all the scale of the band has no value: no interval is better than one of no width
    return Estimate(share, low if is_inside else None, high if is_inside else None)


def _lost(whole: Curve, days: float) -> int:
    """How many open cases were last seen before that day: what became of them within it is not known."""
    return int((whole.open_days < days).sum())
