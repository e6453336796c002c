"""The problems that a brief found, as plain values: of which kind, what the figures say, who holds them. Measures and requests are made of them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from indicators.definition import load_catalog
from reports.brief import ISSUED
from reports.material import Material
from reports.reading import Reading
from reports.sections import disputes, problems, running
from reports.sections.course import rule_said
from reports.sections.domain_figures import end_scope
from reports.sections.places import Places, places
from reports.sections.problem_data import MONTH_END, books, is_bunched, lacking, silent_words, stale_words, unclosed_words
from reports.sections.told import plain, share_words, window_words
from reports.sections.wording import official, told
from reports.sentences_places import band_words, names
from reports.standing import Standing
from reports.targets import aim_of
from reports.words import group_words, number_words

DECLARED = Path(__file__).parent / "measures.toml"
UNIT, RESPONSIBLE = "handler_unit", "responsible_unit"
PROJECTS, PAUSED, PROMISES = "project_overdue_count", "project_paused_count", "activity_promise_overdue_count"
OWNED = "project_count"  # of which each should have a unit
OPEN = {"诉求": running.OPEN, "纠纷": disputes.OPEN}
MOST_UNITS = 2
STOCKS = (running.OVERDUE, running.OPEN, disputes.OVERDUE, disputes.OPEN)  # told by unit already


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One problem: its kind in measures.toml, what the figures say, the unit that the data name (blank where none), the claims it may make."""

    kind: str
    words: str
    unit: str = ""
    claims: frozenset[str] = frozenset()
    ids: tuple[str, ...] = ()

    @property
    def measure(self) -> str:
        """What is proposed."""
        return declared()[self.kind]["measure"]


@cache
def declared() -> Mapping[str, Mapping[str, str]]:
    """The kinds of problems and what is proposed for each."""
    return tomllib.loads(DECLARED.read_text(encoding="utf-8"))


def found_problems(held: Material) -> list[Problem]:
    """Everything that was found, people who wait first, the data last."""
    return [
        *_late_decisions(held), *_late_units(held), *_late_disputes(held), *_low_villages(held), *_worse_rates(held), *_projects(held),
        *_promises(held), *_data(held),
    ]  # fmt: skip


def has_ledgers(held: Material) -> bool:
    """Whether any ledger speaks of the area in which a problem could be found."""
    return any(held.known_until(load_catalog()[id].view) for id in (running.OVERDUE, disputes.OVERDUE, PROJECTS, PROMISES))


def late_decisions(held: Material) -> list:
    """What earlier meetings decided, is due and not done."""
    return [one for one in held.decided if not one.is_done and one.due < held.now.end]


def _late_decisions(held: Material) -> list[Problem]:
    return [
        Problem(kind="late_decision", words=f"{one.text}（期限{one.due.month}月{one.due.day}日）", unit=one.unit)
        for one in late_decisions(held)
    ]


def _late_units(held: Material) -> list[Problem]:
    late = held.whole((running.OVERDUE,), held.now)[running.OVERDUE]
    if not late.value:
        return []
    groups = problems.groups_of(held, running.OVERDUE, UNIT)
    first = groups if len(groups) == MOST_UNITS + 1 else groups[:MOST_UNITS]
    return [*(_held_by(one, late, "late_unit") for one in first), *_other_units(held, groups[len(first) :])]


def _other_units(held: Material, rest: list[Reading]) -> list[Problem]:
    """The overdue cases of all other units as one problem, so that each case has a place: 其余14件，分在6个单位（…）."""
    if not rest:
        return []
    units = [one for one in rest if one.groups[0] is not None]
    listed = "、".join(f"{group_words(UNIT, one.groups[0])}{number_words(one.value)}件" for one in units)
    blank = sum(one.value for one in rest if one.groups[0] is None)
    text = f"其余超期未办结{number_words(sum(one.value for one in rest))}件"
    is_listed = held.edition != ISSUED  # a unit of one village tells the village
    where = [f"分在{len(units)}个单位" + (f"（{listed}）" if is_listed else "")] if units else []
    where += [f"{number_words(blank)}件没有填承办单位"] if blank else []
    owner = f"所列{len(units)}个单位" if units and is_listed else ""
    return [Problem(kind="late_unit", words="，".join([text, *where]), unit=owner, ids=(running.OVERDUE,))]


def _held_by(one: Reading, whole: Reading, kind: str) -> Problem:
    share = share_words(one.value, whole.value)
    unit = "" if one.groups[0] is None else group_words(UNIT, one.groups[0])
    return Problem(kind=kind, words=official(f"{plain(one)}，占全部的{share}"), unit=unit, ids=(one.indicator.id,))


def _late_disputes(held: Material) -> list[Problem]:
    late = held.whole((disputes.OVERDUE,), held.now)[disputes.OVERDUE]
    if not late.value:
        return []
    units = problems.groups_of(held, disputes.OVERDUE, UNIT)
    named = [one for one in units if one.groups[0] is not None]
    is_one = len(units) == 1 and bool(named)
    is_listed = held.edition != ISSUED and bool(named)  # a unit of one village tells the village
    listed = "、".join(f"{group_words(UNIT, one.groups[0])}{number_words(one.value)}件" for one in named)
    where = "" if is_one else f"，在{number_words(len(units))}个调解组织" + (f"（{listed}）" if is_listed else "")
    unit = group_words(UNIT, named[0].groups[0]) if is_one else f"所列{len(named)}个调解组织" if is_listed else ""
    words = f"{told(late)}{disputes.guessed_words(late)}{where}"
    return [Problem(kind="late_dispute", words=words, unit=unit, ids=(disputes.OVERDUE,))]


def worse_standings(found: Places) -> list[Standing]:
    """The places that stand outside the limits to the worse, rate by rate."""
    return [one for held in found.judged.values() for one in held.judged if one.tone == "worse"]


def _low_villages(held: Material) -> list[Problem]:
    found = places(held)
    return [
        Problem(kind="low_village", words=standing_words(held, found, one), ids=(one.reading.indicator.id,))
        for one in worse_standings(found)
    ]


def standing_words(held: Material, found: Places, one: Standing) -> str:
    """Where a place stands, with its figure: 犁星村近12个月解决率71.2%（52/73），显著低于整体."""
    called = names(found.column, [other.groups[0] for other in found.of(one.reading.indicator.id)])
    return official(f"{called[one.reading.groups[0]]}{window_words(held)}{told(one.reading)}，{band_words(one)}")


def _worse_rates(held: Material) -> list[Problem]:
    """The courses that went to the worse, but what is held by units is told there already."""
    now = held.whole([one.indicator.id for one in problems.worse(held)], held.now)
    return [
        Problem(
            kind="worse_rate", words=official(f"{told(now[one.indicator.id])}，{rule_said(one)}"), claims=one.words, ids=(one.indicator.id,)
        )
        for one in problems.worse(held)
        if one.indicator.id not in STOCKS
    ]  # fmt: skip


def _projects(held: Material) -> list[Problem]:
    whole = held.whole((PROJECTS, PAUSED), end_scope(held))
    return [
        Problem(kind=kind, words=plain(one), unit="" if one.groups[0] is None else group_words(RESPONSIBLE, one.groups[0]), ids=(id,))
        for id, kind in ((PROJECTS, "late_project"), (PAUSED, "paused_project"))
        if whole[id].value
        for one in sorted(held.figures((id,), end_scope(held), (RESPONSIBLE,)), key=lambda one: -(one.value or 0))
        if one.value
    ]


def _promises(held: Material) -> list[Problem]:
    late = held.whole((PROMISES,), held.now)[PROMISES]
    return [Problem(kind="late_promise", words=told(late), ids=(PROMISES,))] if late.value else []


def _data(held: Material) -> list[Problem]:
    found, bunched = books(held), held.whole((MONTH_END,), held.window)[MONTH_END]
    stale = [Problem(kind="stale_ledger", words=words) for words in stale_words(found)]
    silent = [Problem(kind="silent_village", words=words) for words in silent_words(found)]
    late = [Problem(kind="bunched", words=told(bunched), ids=(MONTH_END,))] if is_bunched(bunched) else []
    missing = [f"{'、'.join(names_)}：{reason}" for ids in (running.ASKED, disputes.NOW) for reason, names_ in lacking(held, ids).items()]
    lacked = "；".join([*unclosed_words(found), *missing])
    return [*stale, *silent, *late, *([Problem(kind="lacking", words=official(lacked))] if lacked else [])]


def unowned(held: Material) -> list[Reading]:
    """Open cases, open disputes and projects that no unit stands for."""
    asks = [(id, held.now, UNIT) for id in OPEN.values()] + [(OWNED, end_scope(held), RESPONSIBLE)]
    return [one for id, scope, column in asks for one in held.figures((id,), scope, (column,)) if one.groups[0] is None and one.value]


def without_target(held: Material, ids: tuple[str, ...]) -> list[str]:
    """The indicators of some that have a better side, are known, and have no target, neither declared nor set by the town."""
    whole, catalog = held.whole(ids, held.window), load_catalog()
    return [id for id in ids if catalog[id].direction != "neutral" and aim_of(catalog[id], held.aims) is None and whole[id].is_known]
