"""The ledger of projects: what was planned, when it began and ended, and what had been spent by the day of the ledger."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random

from etl.sample.chance import below, between, one_of
from etl.sample.domains.lines import Line, Page, Value, domains, hundredths, written_day, year_end
from etl.sample.domains.places import Place, places

SEED = 20231108
FIRST_START = date(2024, 3, 1)
START_MONTHS = 29  # the months in which projects were planned to begin, from the first on
FATES = ("done", "done", "late", "done", "late", "done", "not_started", "late", "done", "done", "done", "late", "paused", "done")
DROPPED, UNPLANNED = 17, 21  # the places in the list of the one given up, and of the one whose plan names no finish


@dataclass(frozen=True, kw_only=True)
class Project:
    """The whole life of a project; money in hundreds of yuan. `started_on` None: it never began."""

    number: int
    name: str
    kind: str
    place: Place
    planned_start_on: date
    planned_finish_on: date | None
    started_on: date | None
    finished_on: date | None
    paused_on: date | None
    dropped_on: date | None
    planned: int
    final: int
    fund: str
    unit: str
    benefit: int

    @property
    def registered_on(self) -> date:
        """From when on the ledger lists it: the first day of the year in which it is to begin."""
        return date(self.planned_start_on.year, 1, 1)

    @property
    def project_id(self) -> str:
        """Its number in the ledger."""
        return f"XM{self.planned_start_on.year}{self.number:03d}"


def _works() -> list[dict]:
    """One entry a project, the kinds mixed."""
    works = domains()["projects"]["works"]
    most = max(work["count"] for work in works)
    return [work for turn in range(most) for work in works if turn < work["count"]]


def _month_later(start: date, months: int) -> date:
    return date(start.year + (start.month - 1 + months) // 12, (start.month - 1 + months) % 12 + 1, 1)


def _plan(chance: Random, work: dict, number: int, count: int) -> tuple[date, date]:
    start = _month_later(FIRST_START, number * START_MONTHS // count) + timedelta(days=between(chance, 0, 20))
    return start, _month_later(start, between(chance, *work["months"])) + timedelta(days=between(chance, 0, 27))


def _actual(chance: Random, fate: str, start: date, finish: date) -> tuple[date | None, date | None, date | None]:
    """When it began, ended and was paused."""
    started = start + timedelta(days=between(chance, 25, 80) if fate == "late" else between(chance, -6, 12))
    ended = finish + timedelta(days=between(chance, 20, 110) if fate == "late" else between(chance, -25, 0))
    if fate == "not_started":
        return None, None, None
    if fate == "paused":
        return started, None, started + (finish - started) // 2
    return started, max(ended, started + timedelta(days=30)), None


def _project(chance: Random, work: dict, number: int, count: int) -> Project:
    words, place = domains()["projects"], places()[(number * 5 + 2) % len(places())]
    start, finish = _plan(chance, work, number, count)
    started, finished, paused = _actual(chance, FATES[number % len(FATES)], start, finish)
    planned = between(chance, *work["amount"]) * 100
    is_dropped = number == DROPPED
    return Project(
        number=number + 1, name=f"{place.name}{work['name']}", kind=work["kind"], place=place, planned_start_on=start,
        planned_finish_on=None if number == UNPLANNED else finish, started_on=None if is_dropped else started,
        finished_on=None if is_dropped else finished, paused_on=None if is_dropped else paused,
        dropped_on=start + timedelta(days=75) if is_dropped else None, planned=planned, final=planned * between(chance, 93, 104) // 100,
        fund=one_of(chance, words["funds"]), unit=one_of(chance, words["units"]), benefit=place.households * between(chance, 10, 70) // 100,
    )  # fmt: skip


@cache
def all_projects() -> tuple[Project, ...]:
    """Every project in the order of the list."""
    chance, works = Random(SEED), _works()
    return tuple(_project(chance, work, number, len(works)) for number, work in enumerate(works))


def _known(moment: date | None, day: date) -> date | None:
    return moment if moment is not None and moment <= day else None


def status_of(project: Project, day: date) -> str:
    """none, open, done, paused or dropped, as known on a day."""
    if _known(project.dropped_on, day):
        return "dropped"
    if _known(project.finished_on, day):
        return "done"
    if _known(project.paused_on, day):
        return "paused"
    return "open" if _known(project.started_on, day) else "none"


def percent_of(project: Project, day: date) -> int:
    """How far the work had come on a day, in steps of five."""
    if not _known(project.started_on, day):
        return 0
    if _known(project.finished_on, day):
        return 100
    until = project.finished_on or (project.started_on + 2 * (project.paused_on - project.started_on))
    seen = _known(project.paused_on, day) or day
    return min(95, (seen - project.started_on) * 100 // (until - project.started_on) // 5 * 5)


def spent_of(project: Project, day: date) -> int:
    """Hundreds of yuan spent by a day."""
    return project.final * percent_of(project, day) // 100


def _span(project: Project) -> str:
    last = (project.planned_finish_on or project.planned_start_on).year
    first = project.planned_start_on.year
    return str(first) if first == last else f"{first}-{last}"


def _money(project: Project, day: date) -> dict[str, Value]:
    year_before = year_end(day.year - 1)
    left = max(0, project.planned - spent_of(project, year_before))
    is_over = status_of(project, year_before) in ("done", "dropped")
    return {
        "planned_investment": hundredths(project.planned), "completed_investment": hundredths(spent_of(project, day)),
        "year_plan": 0 if is_over else hundredths(left),
        "year_completed": hundredths(spent_of(project, day) - spent_of(project, year_before)),
    }  # fmt: skip


def _values(project: Project, day: date) -> dict[str, Value]:
    number, finished = project.number, _known(project.finished_on, day)
    accepted = _known(project.finished_on + timedelta(days=20 + below(Random(number), 25)), day) if finished else None
    return {
        "project_id": project.project_id, "project_name": project.name, "project_type": project.kind, "planned_span": _span(project),
        "status": domains()["projects"]["status"][status_of(project, day)],
        "planned_start_on": written_day(project.planned_start_on, number), "planned_finish_on": written_day(project.planned_finish_on, number + 1),
        "started_on": written_day(_known(project.started_on, day), number + 2), "finished_on": written_day(finished, number),
        "accepted_on": written_day(accepted, number + 1), **_money(project, day), "progress": percent_of(project, day),
        "fund_source": project.fund, "responsible_unit": project.unit, "benefit_households": project.benefit,
    }  # fmt: skip


def _cutoffs(day: date) -> list[date]:
    kept = [year_end(year) for year in domains()["draw"]["project_books"]]
    return [*(cutoff for cutoff in kept if cutoff < day), day]


def project_pages(day: date) -> Iterator[Page]:
    """The ledger of each year that is kept, and that of the day."""
    for cutoff in _cutoffs(day):
        shown = [project for project in all_projects() if project.registered_on <= cutoff]
        lines = tuple(Line(village=project.place.name, end_on=cutoff, values=_values(project, cutoff)) for project in shown)
        yield Page(key="project", lines=lines, cutoff=cutoff)
