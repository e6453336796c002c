"""Which requests reach the demonstration township: where, when, through which channel and about what."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from etl.sample.case import FRIDAY
from etl.sample.chance import between, count_around, one_of, weighted
from etl.sample.words import Village, villages, vocabulary

OFFICE_HOURS = (8 * 60 + 30, 17 * 60 + 50)
WAKING_HOURS = (6 * 60 + 40, 22 * 60 + 30)


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """One request as it comes in; times to the second. `village` and `grid` are None for a matter of the whole township."""

    received_at: datetime
    channel: str
    kind: str
    category: tuple[str, str, str]
    village: str | None
    grid: str | None


def months() -> list[date]:
    """The first day of each month of the demonstration period."""
    words = vocabulary()
    first, last = words["first_month"], words["last_day"]
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [date(first.year + (first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1, 1) for n in range(count)]


def _days_in(month: date) -> int:
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return (following - month).days


def _between_ends(ends: list[float], place: int, count: int) -> float:
    return ends[0] + (ends[1] - ends[0]) * place / (count - 1)


def _season(month: date) -> dict[str, float]:
    return {name: c["weight"] * c["seasons"][month.month - 1] for name, c in vocabulary()["categories"].items()}


def _expected(village: Village, month: date, place: int, count: int) -> float:
    """Cases expected from a village in a month: its usual number, moved by growth and season."""
    usual = sum(c["weight"] for c in vocabulary()["categories"].values())
    return village.monthly * _between_ends(vocabulary()["growth"], place, count) * sum(_season(month).values()) / usual


def _received(chance: Random, month: date, around_the_clock: bool) -> datetime:
    """A moment of the month; office channels have no week-ends."""
    day = month + timedelta(days=between(chance, 0, _days_in(month) - 1))
    while not around_the_clock and day.weekday() > FRIDAY:
        day = month + timedelta(days=between(chance, 0, _days_in(month) - 1))
    opens, closes = WAKING_HOURS if around_the_clock and chance.random() < 0.3 else OFFICE_HOURS
    seconds = between(chance, opens * 60, closes * 60)
    return datetime.combine(day, time()) + timedelta(seconds=seconds)


def _category(chance: Random, month: date) -> tuple[str, str, str]:
    first = weighted(chance, _season(month))
    detail = vocabulary()["categories"][first]["detail"]
    second = one_of(chance, list(detail))
    return first, second, one_of(chance, detail[second])


def _place(chance: Random, village: Village, channel: str) -> tuple[str | None, str | None]:
    """Village and grid; a few hotline calls are about the township and name no village."""
    if channel == "hotline" and chance.random() < vocabulary()["blank_village_share"] * 3:
        return None, None
    return village.name, one_of(chance, village.grids).name


def _arrival(chance: Random, village: Village, month: date, place: int, count: int) -> Arrival:
    channels = vocabulary()["channels"]
    channel = weighted(chance, {name: _between_ends(c["share"], place, count) for name, c in channels.items()})
    category = _category(chance, month)
    kind = weighted(chance, vocabulary()["categories"][category[0]]["kinds"])
    received_at = _received(chance, month, channels[channel]["around_the_clock"])
    where, grid = _place(chance, village, channel)
    return Arrival(received_at=received_at, channel=channel, kind=kind, category=category, village=where, grid=grid)


def _drawn(chance: Random) -> Iterator[Arrival]:
    every_month = months()
    for place, month in enumerate(every_month):
        for village in villages():
            for _ in range(count_around(chance, _expected(village, month, place, len(every_month)))):
                yield _arrival(chance, village, month, place, len(every_month))


def arrivals(chance: Random) -> list[Arrival]:
    """All requests of the demonstration period in the order in which they came in."""
    return sorted(_drawn(chance), key=lambda arrival: arrival.received_at)
