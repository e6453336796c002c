"""What changed between a day (a meeting, a version kept) and now, as single changes, the one with the gravest consequence first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from indicators.control import Fired
from indicators.definition import Indicator
from indicators.ledgers import Ledger
from indicators.rules import RUN_OF, TREND_OF
from indicators.scope import bounds
from reports import sentences_changes as sentences
from reports.claims import HIGH, sides
from reports.reading import Reading
from reports.signals import Signal
from reports.standing import HIGH as ABOVE
from reports.standing import JUDGED, LOW, WITHIN, Standing, compare, tone_of

ORDER = ("overdue", "far", "signal", "band", "ledger", "definition", "moved", "good", "done")  # by consequence, the gravest first
UPWARD = (LOW, WITHIN, ABOVE)
COMPLETED = {"outside": 1, "run": RUN_OF, "trend": TREND_OF, "two_of_three": 2}  # with which of its points a rule is fulfilled


@dataclass(frozen=True, kw_only=True)
class Change:
    """One thing that changed: what of (overdue, band, signal, ledger, definition, done), how grave, what is said, worse, better or calm.

    It opens to the rows of an indicator: in the span since the day, or of one group or period in the window that its kind looks at.
    """

    kind: str
    rank: str  # one of ORDER
    words: str
    tone: str = "calm"
    amount: float = 0  # the larger stands first among those of one rank
    indicator: Indicator | None = None
    groups: tuple[object, ...] = ()
    period: str = "all"
    size: float | None = None  # how many rows it opens to


def ranked(found: Iterable[Change]) -> list[Change]:
    """By consequence: people who wait, places far outside, signals to the worse, places outside, silent ledgers, definitions, good news."""
    return sorted(found, key=lambda one: (ORDER.index(one.rank), -one.amount))


def overdue(whole: Reading, places: Sequence[Reading], column: str) -> list[Change]:
    """What fell due since and is still open: whole, and by place; that there is none is said last. Nothing where it cannot be known."""
    if not whole.is_known:
        return []
    words = sentences.overdue_words(whole, places, column)
    common = {"kind": "overdue", "words": words, "indicator": whole.indicator, "size": whole.value}
    return [Change(**common, rank="overdue", tone="worse", amount=whole.value) if whole.value else Change(**common, rank="done")]


def done(closed: Reading, late: Reading, solved: Reading | None = None) -> list[Change]:
    """What was closed since, how much of it late, and how much of what was checked is solved; nothing where none was closed."""
    if not closed.value:
        return []
    words = sentences.done_words(closed, late, solved)
    return [Change(kind="done", rank="done", words=words, amount=closed.value, indicator=closed.indicator, size=closed.value)]


def crossings(before: Sequence[Reading], after: Sequence[Reading], column: str) -> list[Change]:
    """The places that stood in another band on the day than they stand in now, by one counted rate; only where both could be judged.

    Where the whole moved and not the place itself, or the other way, it is no change of the place.
    """
    if not before or not after:
        return []
    then = {one.reading.groups: one for one in compare(before[0].indicator, before).of(*JUDGED)}
    now = compare(after[0].indicator, after).of(*JUDGED)
    return [_crossing(then[one.reading.groups], one, column) for one in now if _has_crossed(then.get(one.reading.groups), one)]


def _has_crossed(then: Standing | None, now: Standing) -> bool:
    if then is None or then.band == now.band:
        return False
    is_up = UPWARD.index(now.band) > UPWARD.index(then.band)
    return now.reading.value > then.reading.value if is_up else now.reading.value < then.reading.value


def _crossing(then: Standing, now: Standing, column: str) -> Change:
    reading = now.reading
    tone = _crossing_tone(reading.indicator, then.band, now.band)
    ranks = {"worse": "far" if now.is_far else "band", "better": "good", "calm": "moved"}
    words = sentences.crossing_words(then, now, column)
    size = reading.denominator
    return Change(
        kind="band", rank=ranks[tone], words=words, tone=tone, amount=size, indicator=reading.indicator, groups=reading.groups, size=size
    )


def _crossing_tone(indicator: Indicator, then: str, now: str) -> str:
    """Worse or better by the band it stands in now; back among the others it is good news only where it stood worse."""
    if now != WITHIN:
        return {"worse": "worse", "better": "better"}.get(tone_of(indicator, now), "calm")
    return "better" if tone_of(indicator, then) == "worse" else "calm"


@dataclass(frozen=True, kw_only=True)
class Course:
    """The course of one indicator judged, and its readings."""

    signal: Signal
    readings: Sequence[Reading] = field(default_factory=tuple)


def fired_since(one: Signal, day: date) -> tuple[Fired, ...]:
    """What a rule first found in a period that was not over on the day; what it had found before is no news, however long it lasts."""
    if one.chart is None:
        return ()
    return tuple(fired for fired in one.chart.fired if bounds(one.periods[completed(fired)])[1] > day)


def completed(fired: Fired) -> int:
    """The place of the point with which a rule was first fulfilled."""
    return fired.places[min(COMPLETED[fired.rule], len(fired.places)) - 1]


def signals(courses: Iterable[Course], day: date) -> list[Change]:
    """The indicators of which a rule of the control chart fired since the day."""
    return [_signal(course, fired) for course in courses if (fired := fired_since(course.signal, day))]


def _signal(course: Course, fired: Sequence[Fired]) -> Change:
    indicator, periods = course.signal.indicator, course.signal.periods
    tone = _signal_tone(indicator, fired)
    period = periods[max(place for one in fired for place in one.places)]
    reading = next(one for one in course.readings if one.period == period)
    ranks = {"worse": "signal", "better": "good", "calm": "moved"}
    return Change(
        kind="signal",
        rank=ranks[tone],
        words=sentences.signal_since_words(course.signal, fired, reading),
        tone=tone,
        amount=max(len(one.places) for one in fired),
        indicator=indicator,
        period=period,
        size=reading.size,
    )


def _signal_tone(indicator: Indicator, fired: Sequence[Fired]) -> str:
    found = sides(fired)
    if len(found) > 1 or indicator.direction == "neutral":
        return "calm"
    return "better" if (found == {HIGH}) == (indicator.direction == "higher") else "worse"


def ledgers(before: Sequence[Ledger], after: Sequence[Ledger]) -> list[Change]:
    """The books that went stale since, and the villages that a book no longer names though it did on the day."""
    then = {(book.name, book.channel, book.kind): book for book in before}
    found = []
    for book in after:
        known = then.get((book.name, book.channel, book.kind))
        silent = [name for name in book.silent_villages if known and name not in known.silent_villages]
        is_stale = known is not None and book.is_stale and not known.is_stale
        if is_stale or silent:
            words = sentences.ledger_words(book, silent, is_stale=is_stale)
            found.append(Change(kind="ledger", rank="ledger", words=words, tone="worse", amount=len(silent)))
    return found


def definitions(catalog: Iterable[Indicator], day: date) -> list[Change]:
    """The definitions of which a later version holds since the day; a figure new in the catalog is none."""
    changed = [one for one in catalog if one.version > 1 and one.since > day]
    return [Change(kind="definition", rank="definition", words=sentences.definition_words(one), indicator=one) for one in changed]
