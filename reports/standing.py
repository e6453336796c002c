"""Where places or units stand against all of them together: the one way in which they are judged, by the funnel and never by a rank.

A unit of fewer than RANK_FROM cases is not judged, one of fewer than RATE_FROM has no percentage; neither is put in order by its rate.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from indicators.definition import Indicator
from indicators.funnel import Funnel, expected_false, funnel, place
from indicators.small_numbers import is_rankable
from reports.reading import Reading
from reports.signals import is_counted_rate
from reports.words import is_few, is_nowhere

HIGH, WITHIN, LOW = "high", "within", "low"
ALONE, SMALL, FEW, UNKNOWN = "alone", "small", "few", "unknown"  # nobody to compare with; 10 to 19 cases; fewer than 10; no value
JUDGED = (LOW, HIGH, WITHIN)
DRAWN = (*JUDGED, ALONE, SMALL)  # those whose percentage may be shown
EVERYBODY = ""
LEAST = 2  # units of enough cases that can be held against each other


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where one unit stands: its reading, the band, whether it lies beyond 99.8 % too, and the class it is held against."""

    reading: Reading
    band: str
    is_far: bool = False
    peers: str = EVERYBODY

    @property
    def is_outside(self) -> bool:
        """Whether it differs from the whole by more than chance explains."""
        return self.band in (HIGH, LOW)

    @property
    def tone(self) -> str:
        """What its colour says: worse, better, apart (outside, of an indicator that is neither good nor bad), calm."""
        return tone_of(self.reading.indicator, self.band)


@dataclass(frozen=True, kw_only=True)
class Peers:
    """The units that are held against each other: what their class is called, their pooled rate, and the funnel; None without a case."""

    name: str
    whole: Reading
    funnel: Funnel | None


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Units judged: those that need attention first, then the others outside, those inside, and last those that are not judged.

    Within each of these they keep the order in which they came. `unclassed` are the readings of units that belong to no class.
    """

    indicator: Indicator
    standings: tuple[Standing, ...]
    peers: tuple[Peers, ...]
    unclassed: tuple[Reading, ...] = ()

    def of(self, *bands: str) -> tuple[Standing, ...]:
        """The units in some of the bands, in order."""
        return tuple(one for one in self.standings if one.band in bands)

    @property
    def drawn(self) -> tuple[Standing, ...]:
        """The units whose percentage may be drawn."""
        return self.of(*DRAWN)

    @cached_property
    def judged(self) -> tuple[Standing, ...]:
        """The units that were held against others."""
        return self.of(*JUDGED)

    @property
    def whole(self) -> Reading:
        """The rate of all the units together."""
        return pooled(self.indicator, [*(one.reading for one in self.standings), *self.unclassed])

    @property
    def expected_false(self) -> float:
        """How many of them would stand outside the 95 % limits if all were alike, at most on average."""
        return expected_false(len(self.judged))

    @property
    def is_widened(self) -> bool:
        """Whether any limits were widened because the units differ by more than chance."""
        return any(one.funnel is not None and one.funnel.is_adjusted for one in self.peers)


def tone_of(indicator: Indicator, band: str) -> str:
    """Whether a band is worse or better, from the indicator's direction alone; apart where that is neutral, calm for every other band."""
    if band not in (HIGH, LOW):
        return "calm"
    if indicator.direction == "neutral":
        return "apart"
    return "better" if (band == HIGH) == (indicator.direction == "higher") else "worse"


def outside_first(indicator: Indicator) -> tuple[str, str]:
    """The two bands outside the limits, the one that needs attention first; low first where neither does."""
    return (HIGH, LOW) if indicator.direction == "lower" else (LOW, HIGH)


def compare(indicator: Indicator, readings: Sequence[Reading], classes: Mapping[object, str] | None = None) -> Comparison:
    """Units judged by one counted rate (reports.signals.is_counted_rate), each against its class; without classes against all.

    What no place could be found for, and blanks, are no unit. Raises ValueError for an indicator of which chance cannot be worked out.
    """
    if not is_counted_rate(indicator):
        raise ValueError(f"{indicator.id} is no share of counted rows")
    units = [one for one in readings if one.groups[0] is not None and not is_nowhere(one)]
    named = {one.groups: EVERYBODY if classes is None else classes.get(one.groups[0]) for one in units}
    found, judged = [], []
    for name in sorted({name for name in named.values() if name is not None}, key=_place_in(classes)):
        members = [one for one in units if named[one.groups] == name]
        found.append(_peers(indicator, name, members))
        judged += _judged(found[-1], members)
    return Comparison(
        indicator=indicator,
        standings=_in_order(indicator, judged, units),
        peers=tuple(found),
        unclassed=tuple(one for one in units if named[one.groups] is None),
    )


def _place_in(classes: Mapping[object, str] | None):
    order = list(dict.fromkeys((classes or {}).values()))
    return lambda name: order.index(name) if name in order else 0


def pooled(indicator: Indicator, readings: Sequence[Reading]) -> Reading:
    """The rate of several units together, from their parts; unknown where they hold no case."""
    known = [one for one in readings if one.is_known]
    hits, size = (sum(getattr(one, part) for one in known) for part in ("numerator", "denominator"))
    value = indicator.per * hits / size if size else None
    shadow = sum(one.shadow or 0 for one in known) or None
    period = readings[0].period if readings else ""
    return Reading(
        indicator=indicator, period=period, numerator=hits, denominator=size, value=value, shadow=shadow if hits == size else None
    )


def _peers(indicator: Indicator, name: str, members: Sequence[Reading]) -> Peers:
    held = funnel([(one.numerator, one.denominator) for one in members if one.is_known])
    return Peers(name=name, whole=pooled(indicator, members), funnel=held)


def _judged(peers: Peers, members: Sequence[Reading]) -> list[Standing]:
    is_alone = sum(one.is_known and is_rankable(one.denominator) for one in members) < LEAST
    return [_standing(one, peers, is_alone) for one in members]


def _standing(reading: Reading, peers: Peers, is_alone: bool) -> Standing:
    plain = Standing(reading=reading, band=UNKNOWN, peers=peers.name)
    if not reading.is_known:
        return plain
    if not is_rankable(reading.denominator):
        return replace(plain, band=FEW if is_few(reading) else SMALL)
    if is_alone:
        return replace(plain, band=ALONE)
    stands = place(peers.funnel, reading.numerator, reading.denominator)
    return replace(plain, band=stands.side or WITHIN, is_far=stands.is_far)


def _in_order(indicator: Indicator, standings: Sequence[Standing], units: Sequence[Reading]) -> tuple[Standing, ...]:
    bands = (*outside_first(indicator), WITHIN, ALONE, SMALL, FEW, UNKNOWN)
    came = {one.groups: number for number, one in enumerate(units)}
    return tuple(sorted(standings, key=lambda one: (bands.index(one.band), came[one.reading.groups])))
