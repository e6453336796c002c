"""The villages as they are described every year, what their branches met for, and what they promised to do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random

from etl.sample.chance import below, between
from etl.sample.domains.lines import Line, Page, domains, last_day, month_end, written_day, year_end, years
from etl.sample.domains.places import Place, places

PROFILE_SEED, ACTIVITY_SEED, PROMISE_SEED = 20231115, 20231116, 20231117
TUESDAY = 1
LAST_CLASS_YEAR = 2025  # from the year after on, classes are reported as monthly totals beside the plan
QUARTERLY, MONTHLY, YEARLY = ("assembly", "lecture"), ("theme_day", "committee"), ("life_meeting", "review")


def _profile(chance: Random, place: Place, year: int) -> Line:
    back = domains()["draw"]["last_year"] - year
    registered = place.registered + back * between(chance, 3, 9)
    members = place.members - back + between(chance, 0, 1)
    values = {
        "year": f"{year}年", "households": place.households * 104 // 100 - back, "residents": registered, "labour_force": registered * 56 // 100,
        "members": members, "women": max(3, place.women - back // 2), "mobile": max(0, place.mobile - between(chance, 0, 1)), "branches": 1,
        "party_groups": place.party_groups, "grid_groups": max(1, place.party_groups - (1 if back > 1 else 0)), "core_households": max(1, place.groups - (1 if back > 1 else 0)), "groups": place.groups,
        "grids": place.grids, "grid_staff": place.grids - (1 if back > 3 and place.grids > 4 else 0), "volunteer_teams": min(3, 1 + (3 - min(back, 3))),
        "positions": max(2, 6 - back - below(chance, 2)), "council": 12 + place.groups, "arable": place.arable_mu,
        "transferred": place.transferred_mu * (100 - 6 * back) // 100,
    }  # fmt: skip
    return Line(village=place.name, end_on=year_end(year), values=values)


@cache
def _profiles() -> tuple[Line, ...]:
    chance, draw = Random(PROFILE_SEED), domains()["draw"]
    return tuple(_profile(chance, place, year) for year in range(draw["first_year"], draw["last_year"] + 1) for place in places())


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """One activity of a branch: a key of [kinds] in domains.toml, the day, and how many were to come and came."""

    kind: str
    village: str
    held_on: date
    due: int
    present: int


def _is_skipped(village: str, kind: str, day: date) -> bool:
    party = domains()["party"]
    return village == party["skips"] and f"{day:%Y-%m}" in party["skipped"].get(kind, ())


def _meeting(chance: Random, place: Place, kind: str, day: date, due: int) -> Meeting:
    present = max(1, due * between(chance, *domains()["party"]["attendance_percent"]) // 100)
    return Meeting(kind=kind, village=place.name, held_on=day, due=due, present=present)


def _kinds_of(place: Place, month: int) -> list[tuple[str, int]]:
    """The kinds of a month, each with how many are to come."""
    home = place.members - place.mobile
    quarterly = QUARTERLY if month % 3 == 0 else YEARLY if month == 1 else ()
    small = max(3, home // place.party_groups)
    return [
        *((kind, 5 if kind == "committee" else home) for kind in (*MONTHLY, *quarterly)),
        *[("group_meeting", small)] * place.party_groups,
    ]


def _of_month(chance: Random, place: Place, year: int, month: int) -> Iterator[Meeting]:
    for kind, due in _kinds_of(place, month):
        meeting = _meeting(chance, place, kind, date(year, month, between(chance, 3, 27)), due)
        if not _is_skipped(place.name, kind, meeting.held_on):
            yield meeting
    if year <= LAST_CLASS_YEAR:
        tuesdays = [day for day in (date(year, month, number) for number in range(1, 29)) if day.weekday() == TUESDAY]
        for day in tuesdays[: between(chance, 1, 2) * 2 : 2]:
            yield _meeting(chance, place, "class", day, place.members - place.mobile)


@cache
def meetings() -> tuple[Meeting, ...]:
    """Every activity by day."""
    chance, last, found = Random(ACTIVITY_SEED), last_day(None), []
    for year in range(domains()["draw"]["first_month_year"], last.year + 1):
        for month in range(1, 13):
            for place in places() if month_end(year, month) <= last else ():
                found += _of_month(chance, place, year, month)
    return tuple(sorted(found, key=lambda meeting: meeting.held_on))


def _activity_line(number: int, meeting: Meeting) -> Line:
    values = {
        "serial_id": f"HD{meeting.held_on.year}{number:04d}", "branch": domains()["party"]["branch"].format(village=meeting.village),
        "kind": domains()["kinds"][meeting.kind], "held_on": written_day(meeting.held_on, number), "due": meeting.due, "present": meeting.present,
    }  # fmt: skip
    return Line(village=meeting.village, end_on=meeting.held_on, values=values)


@dataclass(frozen=True, kw_only=True)
class Promise:
    """One thing a village promised to do; `done_on` None: not done by the last day."""

    serial_id: str
    village: str
    promised_on: date
    due_on: date
    done_on: date | None


def _promise(chance: Random, place: Place, year: int, number: int) -> Promise:
    promised = date(year, between(chance, 1, 5), between(chance, 2, 27))
    due = month_end(year, min(12, promised.month + between(chance, 2, 7)))
    late = between(chance, 5, 60) if chance.random() < 0.15 else -between(chance, 0, 40)
    done = None if chance.random() < 0.07 else max(due + timedelta(days=late), promised + timedelta(days=10))
    return Promise(serial_id=f"SS{year}{number:03d}", village=place.name, promised_on=promised, due_on=due, done_on=done)


@cache
def promises() -> tuple[Promise, ...]:
    """Every promise, by year and village."""
    chance, found = Random(PROMISE_SEED), []
    for year in range(domains()["draw"]["first_month_year"], last_day(None).year + 1):
        first = len(found)
        for place in places():
            for _ in range(between(chance, *domains()["party"]["promises_a_year"])):
                found.append(_promise(chance, place, year, len(found) - first + 1))
    return tuple(found)


def _promise_line(number: int, promise: Promise, cutoff: date) -> Line:
    done = promise.done_on if promise.done_on and promise.done_on <= cutoff else None
    values = {
        "year": f"{promise.promised_on.year}年", "serial_id": promise.serial_id, "kind": domains()["kinds"]["promise"], "promised_on": written_day(promise.promised_on, number),
        "due_on": written_day(promise.due_on, number + 1), "done_on": written_day(done, number + 2),
    }  # fmt: skip
    return Line(village=promise.village, end_on=promise.promised_on, values=values)


def party_pages(day: date) -> Iterator[Page]:
    """The yearly description, and a workbook a year of activities and of promises so far."""
    known = years(day)
    if known:
        cutoff = year_end(known[-1])
        yield Page(key="profile", lines=tuple(line for line in _profiles() if line.end_on <= cutoff), cutoff=cutoff)
    for year in range(domains()["draw"]["first_month_year"], day.year + 1):
        cutoff = min(day, year_end(year))
        held = [meeting for meeting in meetings() if meeting.held_on.year == year]
        lines = tuple(_activity_line(number, one) for number, one in enumerate(held, start=1) if one.held_on <= cutoff)
        yield Page(key="activity", lines=lines, cutoff=cutoff)
        listed = [one for one in promises() if one.promised_on <= cutoff]
        yield Page(key="promise", lines=tuple(_promise_line(number, one, cutoff) for number, one in enumerate(listed)), cutoff=cutoff)
