"""The figures behind 党建、实事、项目、产业: which are told of each domain, and the last word on each with the one before it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from indicators.definition import load_catalog
from indicators.scope import Scope, bounds
from reports.material import Material
from reports.reading import Reading, of
from reports.sections.wording import before_name, when
from reports.view import COMPARED_MONTHS
from reports.words import day_words, period_words

DECLARED = Path(__file__).parent / "domains.toml"
PERIOD, END, YEAR = "period", "end", "year"


@dataclass(frozen=True, kw_only=True)
class Domain:
    """A domain as domains.toml declares it."""

    key: str
    name: str
    when: str
    ids: tuple[str, ...]
    told: tuple[str, ...]
    presses: tuple[str, ...] = ()
    annexed: bool = False


@cache
def domains() -> Mapping[str, Domain]:
    """The domains by key, in order."""
    declared = tomllib.loads(DECLARED.read_text(encoding="utf-8"))
    lists = ("ids", "told", "presses")
    return {
        key: Domain(key=key, **{name: tuple(value) if name in lists else value for name, value in one.items()})
        for key, one in declared.items()
    }


@dataclass(frozen=True, kw_only=True)
class Figure:
    """The last word on an indicator: its reading, which time it speaks for, and the one before with its time; None where there is none."""

    reading: Reading
    time: str
    before: Reading | None = None
    before_time: str = ""


def end_scope(held: Material) -> Scope:
    """Everything up to the end of the period, whenever it began."""
    return Scope(area=held.area, end=held.now.end)


def years_scope(held: Material) -> Scope:
    """Every year up to the end of the period."""
    return Scope(area=held.area, end=held.now.end, grain="year")


def scope_of(held: Material, domain: Domain) -> Scope:
    """The scope in which a domain is measured."""
    return {PERIOD: held.now, END: end_scope(held), YEAR: years_scope(held)}[domain.when]


def figures_of(held: Material, domain: Domain) -> list[Figure]:
    """What is known of a domain, in the order of its declaration; what nobody reported is left out."""
    return {PERIOD: _in_period, END: _at_end, YEAR: _of_year}[domain.when](held, domain)


def _in_period(held: Material, domain: Domain) -> list[Figure]:
    now = held.whole(domain.ids, held.now)
    before = held.whole(domain.ids, held.before) if any(one.is_known for one in now.values()) else now
    name = before_name(held.span, is_over=held.is_over)
    return [
        Figure(reading=one, time=when(held), before=before[id] if before[id].is_known else None, before_time=name)
        for id, one in now.items()
        if one.is_known
    ]


def _at_end(held: Material, domain: Domain) -> list[Figure]:
    time = f"截至{day_words(known_to(held, domain.ids[0]))}"
    return [Figure(reading=one, time=time) for one in held.whole(domain.ids, end_scope(held)).values() if one.is_known]


def _of_year(held: Material, domain: Domain) -> list[Figure]:
    course = held.figures(domain.ids, years_scope(held))
    return [_last(held, known) for id in domain.ids if (known := [one for one in of(course, id) if one.is_known])]


def _last(held: Material, known: list[Reading]) -> Figure:
    """The last year known; the one before it where it is the year before, and the last is over: else they are no like."""
    last = known[-1]
    before = known[-2] if len(known) > 1 and int(known[-2].period) == int(last.period) - 1 else None
    is_whole = known_to(held, last.indicator.id) >= bounds(last.period)[1] or last.indicator.view.endswith("_stock")
    return Figure(
        reading=last, time=year_words(held, last), before=before if is_whole else None, before_time=period_words(before.period) if before else ""
    )  # fmt: skip


def year_words(held: Material, reading: Reading) -> str:
    """The year that a reading speaks for; one that is not over says up to which day its ledger goes."""
    day = known_to(held, reading.indicator.id)
    is_over = day >= bounds(reading.period)[1]
    return period_words(reading.period) + ("" if is_over else f"（截至{day.month}月{day.day}日）")


def known_to(held: Material, id: str) -> date:
    """The last day up to which the ledgers behind an indicator are known, no further than the period."""
    known = held.known_until(load_catalog()[id].view)
    return min(held.now.end, known) if known else held.now.end


def is_old(held: Material, figure: Figure) -> bool:
    """Whether a yearly figure is of more than a year before the year of the brief."""
    period = figure.reading.period
    return len(period) == 4 and int(period) < held.now.end.year - COMPARED_MONTHS // 12
