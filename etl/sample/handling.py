"""How each request is handled: stamps, extension, closing, re-opening, exclusion, resolution and opinion."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import cache
from random import Random

from etl.sample.arrivals import Arrival, arrivals
from etl.sample.case import FRIDAY, Case, add_working_days, effective_due, last_moment
from etl.sample.chance import along, below, between, one_of, weighted
from etl.sample.matters import with_matters
from etl.sample.words import vocabulary

SEED = 20231101
OFFICE_OPENS = 8
END_OF_OFFICE = timedelta(hours=18)
EXCLUDED_PER_THOUSAND = 50
CLOSES_WITHOUT_WORK = ("并单", "撤诉")
MOMENTS = (
    "received_at", "dispatched_at", "signed_at", "contacted_at", "ext_asked_at", "first_closed_at", "reopened_at", "closed_at",
    "excluded_at", "revisited_at",
)  # fmt: skip


def _is_slow(case: Case) -> bool:
    return case.unit == vocabulary()["handling"]["slow_unit"]


def _at_midnight(moment: datetime) -> datetime:
    return datetime.combine(moment.date(), time())


def _after_weekend(moment: datetime) -> datetime:
    return moment + timedelta(days=7 - moment.weekday() if moment.weekday() > FRIDAY else 0)


def _unit(chance: Random, arrival: Arrival) -> str:
    handling = vocabulary()["handling"]
    unit = vocabulary()["categories"][arrival.category[0]]["unit"]
    is_local = chance.random() < handling["village_unit_share"]
    return handling["village_unit"] if is_local and unit != handling["slow_unit"] and arrival.village else unit


def _due(channel: str, received_at: datetime, days: int) -> datetime:
    day = add_working_days(received_at.date(), days)
    return last_moment(day) if vocabulary()["channels"][channel]["due"] == "day" else _at_midnight(last_moment(day)) + END_OF_OFFICE


def _later(chance: Random, moment: datetime, least: int, most: int) -> datetime:
    """Between so many minutes later."""
    return moment + timedelta(seconds=between(chance, least * 60, most * 60))


def _by_day(moment: datetime) -> datetime:
    """Nobody signs for a case or calls before eight."""
    return moment + timedelta(hours=OFFICE_OPENS) if moment.hour < OFFICE_OPENS else moment


def _opened(chance: Random, arrival: Arrival, number: int, case_id: str) -> Case:
    dispatched = _later(chance, arrival.received_at, 3, 180)
    signed = _by_day(_later(chance, dispatched, 5, 400))
    contacted = _by_day(_later(chance, signed, 5, 1500))
    return Case(
        number=number, case_id=case_id, channel=arrival.channel, kind=arrival.kind, category=arrival.category, village=arrival.village,
        grid=arrival.grid, unit=_unit(chance, arrival), received_at=arrival.received_at, dispatched_at=dispatched, signed_at=signed,
        contacted_at=contacted, due_at=_due(arrival.channel, arrival.received_at, vocabulary()["limits"][arrival.kind]),
    )  # fmt: skip


def _extended(chance: Random, case: Case) -> Case:
    """Some ask for more time a day before the deadline; not all get it."""
    handling = vocabulary()["handling"]
    if chance.random() >= handling["extension"][_is_slow(case)] or case.kind in handling["consulting"]:
        return case
    asked = max(case.signed_at, case.due_at - timedelta(days=1))
    day = add_working_days(case.due_at.date(), one_of(chance, handling["extension_days"]))
    later = datetime.combine(day, case.due_at.time())
    return replace(case, ext_asked_at=asked, ext_due_at=later, is_ext_approved=chance.random() < handling["extension_approved"])


def _pace(case: Case) -> list[list[float]]:
    handling = vocabulary()["handling"]
    if _is_slow(case):
        return handling["slow_pace"]
    return handling["quick_pace"] if case.kind in handling["consulting"] else handling["pace"]


def _closing_moment(chance: Random, case: Case) -> datetime:
    deadline = _at_midnight(effective_due(case)) + END_OF_OFFICE
    minutes = int((deadline - case.received_at).total_seconds()) // 60
    moment = _after_weekend(case.received_at + timedelta(minutes=int(minutes * along(chance, _pace(case)))))
    earliest = _later(chance, case.contacted_at, 5, 60)
    in_office = _at_midnight(moment) + timedelta(seconds=between(chance, 9 * 3600, 17 * 3600 + 1800))
    return max(in_office, earliest)


def _excluded(chance: Random, case: Case) -> Case:
    reason = weighted(chance, vocabulary()["handling"]["exclusions"])
    if reason == CLOSES_WITHOUT_WORK[0] and case.channel not in ("hotline", "scan"):
        reason = CLOSES_WITHOUT_WORK[1]
    moment = _by_day(_later(chance, case.signed_at, 30, 2880))
    return replace(case, excluded=reason, excluded_at=moment, closed_at=moment if reason in CLOSES_WITHOUT_WORK else None)


def _solved(chance: Random, case: Case, closed_at: datetime) -> Case:
    handling = vocabulary()["handling"]
    if case.kind in handling["consulting"]:
        return replace(case, closed_at=closed_at, resolved="不适用")
    is_late = closed_at > effective_due(case)
    return replace(case, closed_at=closed_at, resolved=weighted(chance, handling["solved_late" if is_late else "solved_on_time"]))


def _is_reviewed(chance: Random, case: Case) -> bool:
    review = vocabulary()["handling"]["review"]
    if not _is_slow(case) or not review["closed_from"] <= case.closed_at.date() < review["from"]:
        return False
    unsolved = case.resolved not in ("解决", "不适用") or chance.random() < review["unsolved_share"]
    return unsolved and chance.random() < review["share"]


def _reopening_moment(chance: Random, case: Case) -> datetime | None:
    """When a closed case is opened again, if it is."""
    handling = vocabulary()["handling"]
    if _is_reviewed(chance, case):
        start, days = handling["review"]["from"], (handling["review"]["to"] - handling["review"]["from"]).days
        return datetime.combine(start, time()) + timedelta(days=between(chance, 0, days), hours=between(chance, 9, 16))
    if case.resolved not in ("解决", "不适用") and chance.random() < handling["reopened"] * 4:
        return case.closed_at + timedelta(days=between(chance, 3, 20), minutes=below(chance, 300))
    return None


def _reopened(chance: Random, case: Case) -> Case:
    moment = _reopening_moment(chance, case)
    if moment is None:
        return case
    again = _after_weekend(moment + timedelta(days=between(chance, 4, 80 if _is_slow(case) else 15), minutes=below(chance, 200)))
    return replace(_solved(chance, case, again), first_closed_at=case.closed_at, reopened_at=moment)


def _asked(chance: Random, case: Case) -> Case:
    """Some are asked afterwards, and most of them answer."""
    handling = vocabulary()["handling"]
    if chance.random() >= handling["revisited"]:
        return case
    moment = case.closed_at + timedelta(days=between(chance, 1, 6), minutes=below(chance, 240))
    opinion = weighted(chance, handling["opinions"][case.resolved]) if chance.random() < handling["answered"] else None
    return replace(case, revisited_at=moment, opinion=opinion)


def as_fine_as_written(case: Case) -> Case:
    """Cuts every time to what the channel writes: seconds, minutes or days."""
    stamp = vocabulary()["channels"][case.channel]["stamp"]
    if stamp == "second":
        return case
    cut = _at_midnight if stamp == "day" else lambda moment: moment.replace(second=0)
    return replace(case, **{name: cut(moment) for name in MOMENTS if (moment := getattr(case, name)) is not None})


def _is_left_lying(chance: Random, case: Case) -> bool:
    handling = vocabulary()["handling"]
    return chance.random() < handling["stuck"][_is_slow(case)] and case.kind not in handling["consulting"]


def _handled(chance: Random, case: Case) -> Case:
    if chance.random() * 1000 < EXCLUDED_PER_THOUSAND:
        return _excluded(chance, case)
    case = _extended(chance, case)
    if _is_left_lying(chance, case):
        return replace(case, is_stuck=True)
    return _asked(chance, _reopened(chance, _solved(chance, case, _closing_moment(chance, case))))


@cache
def all_cases() -> tuple[Case, ...]:
    """Every case of the demonstration township in the order of arrival, the same on every machine."""
    chance, counted, found = Random(SEED), Counter(), []
    for number, arrival in enumerate(arrivals(chance), start=1):
        prefix = f"{vocabulary()['channels'][arrival.channel]['prefix']}{arrival.received_at:%Y%m}"
        counted[prefix] += 1
        opened = _opened(chance, arrival, number, f"{prefix}{counted[prefix]:04d}")
        found.append(_levelled(as_fine_as_written(_handled(chance, opened))))
    return with_matters(found, handle_again)


def handle_again(chance: Random, opened: Case) -> Case:
    """A case handled from its receipt on, as fine as its channel writes it."""
    return _levelled(as_fine_as_written(_handled(chance, opened)))


def _levelled(case: Case) -> Case:
    """The level at which it was done: what the village does itself, and a few that went beyond the town."""
    is_local = case.unit == vocabulary()["handling"]["village_unit"]
    places = ("村", "网格", "社") if is_local else ("镇", "镇", "镇", "镇", "村", "镇", "镇", "县及以上")
    return replace(case, level=places[case.number % len(places)])
