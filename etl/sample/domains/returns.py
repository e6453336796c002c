"""What villages report as totals of a month or a quarter: publicity, council, volunteers, returns, inspections, classes and more."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from random import Random

from etl.sample.chance import between
from etl.sample.domains.lines import Line, Page, Period, Value, domains, last_day, months_of, quarters
from etl.sample.domains.party import LAST_CLASS_YEAR
from etl.sample.domains.places import Place, places

SEED = 20231118
WEEKS = 4  # returns due in a month


def _publicity(chance: Random, place: Place) -> dict[str, Value]:
    held = between(chance, 1, 4)
    return {"held": held, "person_times": held * between(chance, 18, 60), "groups": min(place.groups, held + between(chance, 0, 2))}


def _council(chance: Random, place: Place) -> dict[str, Value]:
    held = between(chance, 1, 3)
    topics = held + between(chance, 0, 3)
    items = topics - between(chance, 0, 1)
    return {"held": held, "topics": topics, "items": items, "done": items - min(items, int(chance.random() < 0.3))}


def _volunteer(chance: Random, place: Place) -> dict[str, Value]:
    held = between(chance, 1, 5)
    persons = held * between(chance, 6, 18)
    return {"held": held, "person_times": persons, "hours": persons * between(chance, 2, 4)}


def _returns(chance: Random, place: Place) -> dict[str, Value]:
    is_late = place.name == domains()["party"]["late"]
    late = between(chance, 0, 2) if is_late else int(chance.random() < 0.12)
    missing = int(chance.random() < (0.3 if is_late else 0.03))
    return {"planned": WEEKS, "on_time": WEEKS - late - missing, "late": late, "missing": missing}


def _inspection(chance: Random, place: Place) -> dict[str, Value]:
    points = between(chance, 8, 20)
    failed = min(points, between(chance, 0, 4))
    found = failed + between(chance, 0, 3)
    return {"planned": points, "on_time": points - failed, "items": found, "done": found - min(found, between(chance, 0, 2))}


def _class(chance: Random, place: Place) -> dict[str, Value]:
    held = WEEKS - int(chance.random() < 0.25) - int(chance.random() < 0.1)
    due = held * (place.members - place.mobile)
    return {"planned": WEEKS, "held": held, "due": due, "present": due * between(chance, *domains()["party"]["attendance_percent"]) // 100}


def _lecture(chance: Random, place: Place) -> dict[str, Value]:
    held = between(chance, 1, 3)
    return {"held": held, "person_times": held * between(chance, 20, 55), "groups": min(place.groups, held + between(chance, 0, 2))}


def _committees(chance: Random, place: Place) -> dict[str, Value]:
    held = between(chance, 2, 4)
    items = held + between(chance, 0, 3)
    return {"held": held, "topics": items + between(chance, 0, 2), "items": items, "done": items - min(items, int(chance.random() < 0.3))}


def _matters(chance: Random, place: Place) -> dict[str, Value]:
    items = between(chance, 2, 4 + place.grids)
    return {"items": items, "done": items - min(items, between(chance, 0, 2))}


def _times(chance: Random, place: Place) -> dict[str, Value]:
    return {"held": between(chance, 1, 6)}


# Sheet -> the kinds in it, each a key of [kinds] with how a village's numbers of one period are drawn.
MONTHLY: dict[str, dict[str, Callable]] = {
    "publicity": {"publicity": _publicity}, "volunteer": {"volunteer": _volunteer}, "returns": {"returns": _returns},
    "inspection": {"inspection": _inspection}, "classes": {"class": _class},
}  # fmt: skip
QUARTERLY: dict[str, dict[str, Callable]] = {
    "council": {"council": _council},
    "others": {
        "committees": _committees, "preaching": _lecture, "cases": _lecture, "hazards": _matters, "one_stop": _matters, "jobs": _times,
        "hall": _lecture, "awards": _times,
    },
}  # fmt: skip


def _periods(sheet: str) -> list[Period]:
    first, last = domains()["draw"]["first_month_year"], last_day(None)
    if sheet in QUARTERLY:
        return [period for period in quarters(last) if period.end_on.year >= first]
    start = LAST_CLASS_YEAR + 1 if sheet == "classes" else first
    return [period for year in range(start, last.year + 1) for period in months_of(year, last)]


@cache
def _drawn() -> dict[str, tuple[Line, ...]]:
    return {sheet: tuple(_lines(sheet, seed)) for seed, sheet in enumerate((*MONTHLY, *QUARTERLY), start=SEED)}


def _lines(sheet: str, seed: int) -> Iterator[Line]:
    """A row a village, kind and period; a village that is silent in this ledger has none."""
    chance, silent = Random(seed), domains()["party"]["silent"].get(sheet)
    column = "period" if sheet in QUARTERLY else "month"
    for period in _periods(sheet):
        for kind, draw in (MONTHLY | QUARTERLY)[sheet].items():
            for place in places():
                values = {column: period.text, "kind": domains()["kinds"][kind], **draw(chance, place)}
                if place.name != silent:
                    yield Line(village=place.name, end_on=period.end_on, values=values)


def returns_pages(day: date) -> Iterator[Page]:
    """A workbook a year with a sheet a ledger, up to the last month that had ended by a day."""
    for year in range(domains()["draw"]["first_month_year"], day.year + 1):
        ended = months_of(year, day)
        for sheet, lines in _drawn().items() if ended else ():
            own = tuple(line for line in lines if line.end_on.year == year and line.end_on <= day)
            yield Page(key=sheet, lines=own, cutoff=ended[-1].end_on)
