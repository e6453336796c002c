"""What the sections of a brief are made from: figures of one snapshot in the spans of one period, and what people wrote down."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from indicators.cohort import arrival, fetch
from indicators.coverage import cutoffs
from indicators.definition import load_catalog
from indicators.measure import NOTHING_REPORTED, measure_each
from indicators.scope import Scope
from indicators.villages import Village, villages
from reports.brief import INTERNAL, Basis
from reports.reading import Reading, missing, of, readings
from reports.signals import Rebase, Signal, signals
from reports.span import Span
from reports.targets import Aim
from reports.view import COMPARED_MONTHS, month_end, month_start

COURSE_MONTHS = 24  # how far back a course is judged
KNOWN = Path(__file__).parent / "material_known.sql"
EVERYWHERE = "全部地区"

Ask = tuple[tuple[str, ...], tuple[str, ...]]  # indicator ids, and the columns they are cut by


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What an earlier meeting decided: on which day, what, who is to do it by when, and whether it was said to be done."""

    meeting: date
    text: str
    unit: str
    due: date
    is_done: bool
    where: str = ""  # the place it is for, in words; blank for everywhere


class NothingKnown(ValueError):
    """There is nothing to write a brief from; the message is one Chinese sentence."""


@dataclass(frozen=True, kw_only=True)
class Material:
    """One snapshot's connection, the area (path; None: all) and its name, the period, how far the data reach in it, and their first day.

    `rebases`, `decided` and `aims` (targets) are what the journal holds for the area. Every figure is asked for through this, so none is measured twice.
    """

    connection: object
    area: str | None
    place: str
    span: Span
    known_to: date
    begins: date | None = None
    edition: str = INTERNAL
    decided: Sequence[Decided] = ()
    rebases: Sequence[Rebase] = ()
    aims: Sequence[Aim] = ()
    is_synthetic: bool = False
    _asked: dict = field(default_factory=dict, repr=False, compare=False)

    @property
    def is_over(self) -> bool:
        """Whether the period is known to its last day."""
        return self.known_to >= self.span.end

    @property
    def has_begun(self) -> bool:
        """Whether the data reach into the period."""
        return self.known_to >= self.span.start and (self.begins is None or self.begins <= self.span.end)

    @cached_property
    def now(self) -> Scope:
        """The period, as one whole, as far as it is known; of one that the data do not reach its own days."""
        return Scope(area=self.area, start=self.span.start, end=min(self.span.end, max(self.known_to, self.span.start)))

    @cached_property
    def before(self) -> Scope:
        """The period before, whole."""
        return replace(self.now, start=self.span.before.start, end=self.span.before.end)

    @cached_property
    def year_ago(self) -> Scope:
        """The same days of the year before."""
        start = self.span.year_ago.start
        end = self.span.year_ago.end if self.is_over else min(self.span.year_ago.end, start + (self.now.end - self.now.start))
        return replace(self.now, start=start, end=end)

    def reaches(self, scope: Scope) -> bool:
        """Whether the data go back to the first day of a scope: what they begin in the middle of is no period to compare with."""
        return self.begins is None or month_start(self.begins) <= scope.start

    @cached_property
    def window(self) -> Scope:
        """The twelve months up to the end of the period, in which places are compared."""
        return self._back(COMPARED_MONTHS)

    @cached_property
    def course(self) -> Scope:
        """The months up to the end of the period over which a course is judged, a point a month."""
        return replace(self._back(COURSE_MONTHS), grain="month")

    def _back(self, months: int) -> Scope:
        start = month_start(self.now.end, months - 1)
        is_within = self.begins is not None and month_start(self.begins) <= self.now.end
        return replace(self.now, start=max(start, month_start(self.begins)) if is_within else start)

    @cached_property
    def villages(self) -> list[Village]:
        """The villages of the area in the order of the area ledger."""
        return villages(self.connection, self.area)

    def figures_each(self, asks: Sequence[Ask], scope: Scope) -> list[list[Reading]]:
        """The readings of each (ids, by) in one scope; what was asked for before is not measured again."""
        within = scope_key(scope)
        wanted: dict[tuple[str, ...], dict[str, None]] = {}
        for ids, by in asks:
            wanted.setdefault(tuple(by), {}).update({id: None for id in ids if (id, tuple(by), within) not in self._asked})
        self._measure({by: tuple(ids) for by, ids in wanted.items() if ids}, scope)
        return [[one for id in ids for one in self._asked[id, tuple(by), within]] for ids, by in asks]

    def _measure(self, wanted: Mapping[tuple[str, ...], tuple[str, ...]], scope: Scope) -> None:
        """Measure indicators by what they are cut by, each cohort in one scan, and keep what each of them is."""
        if not wanted:
            return
        catalog, within = load_catalog(), scope_key(scope)
        frames = measure_each(self.connection, [([catalog[id] for id in ids], by) for by, ids in wanted.items()], scope)
        for (by, ids), frame in zip(wanted.items(), frames, strict=True):
            found = readings(frame, catalog)
            self._asked.update({(id, by, within): of(found, id) for id in ids})

    def figures(self, ids: Iterable[str], scope: Scope, by: tuple[str, ...] = ()) -> list[Reading]:
        """The readings of indicators in a scope, by period and group; those cut by village first stand in the order of the area ledger."""
        (found,) = self.figures_each([(tuple(ids), by)], scope)
        if by[:1] != ("village",):
            return found
        order = {place.path: number for number, place in enumerate(self.villages)}
        return sorted(found, key=lambda one: order.get(one.groups[0], len(order)))

    def whole(self, ids: Iterable[str], scope: Scope) -> Mapping[str, Reading]:
        """The reading of each indicator in a scope of one period, a missing one where nobody reported."""
        ids, period = tuple(ids), self._in_course(scope)
        is_kept = period and all((id, (), scope_key(self.course)) in self._asked for id in ids)
        found = self.figures(ids, self.course if is_kept else scope)
        kept = [replace(one, period="all") for one in found if one.period == period] if is_kept else found
        return {id: next(iter(of(kept, id)), None) or missing(load_catalog()[id], "all", NOTHING_REPORTED) for id in ids}

    def _in_course(self, scope: Scope) -> str:
        """The month of the course that a scope is, as far as the course goes; blank where it is none."""
        if scope.grain != "all" or scope.start is None or scope.end is None or scope.start < self.course.start:
            return ""
        is_month = scope.start == month_start(scope.start) and scope.end == min(month_end(scope.start), self.course.end)
        is_within = scope.end <= self.course.end and replace(self.course, start=scope.start, end=scope.end, grain="all") == scope
        return f"{scope.start:%Y-%m}" if is_month and is_within else ""

    def signals(self, ids: Iterable[str]) -> Mapping[str, Signal]:
        """What the course of each indicator says up to the end of the period; an indicator that nobody reported is left out."""
        found = signals(self.figures(ids, self.course), self.course, self.rebases)
        return {one.indicator.id: one for one in found}

    def known_until(self, view: str) -> date | None:
        """The last day up to which what the area holds of a cohort's domain is known, whenever the period is; None where nobody reported."""
        key = (arrival(view), "known until")
        if key not in self._asked:
            found = cutoffs(self.connection, Scope(area=self.area), view)
            self._asked[key] = found and found[1]
        return self._asked[key]


def material(
    connection,
    area: str | None,
    period: Span,
    *,
    edition: str = INTERNAL,
    decided: Sequence[Decided] = (),
    rebases: Sequence[Rebase] = (),
    aims: Sequence[Aim] = (),
) -> Material:
    """What the brief of an area (path; None: all) and a period is made from. Raises NothingKnown where nothing is known of the area."""
    _, [(place, begins, known_to, is_synthetic)] = fetch(connection, KNOWN.read_text(encoding="utf-8"), {"area": area})
    if known_to is None:
        raise NothingKnown(f"没有{place or '任何'}{'的' if place else ''}数据，写不出会议材料。")
    return Material(
        connection=connection, area=area, place=place or EVERYWHERE, span=period, known_to=known_to, begins=begins, edition=edition,
        decided=decided, rebases=rebases, aims=aims, is_synthetic=is_synthetic,
    )  # fmt: skip


def scope_key(scope: Scope) -> tuple:
    """A scope as something that can be looked up."""
    return (
        scope.area,
        scope.start,
        scope.end,
        scope.grain,
        scope.as_of,
        tuple(sorted((key, tuple(kept)) for key, kept in scope.filters.items())),
    )


def basis_of(ids: Iterable[str], scope: Scope, by: tuple[str, ...] = ()) -> Basis:
    """The question that was asked: indicators in a scope, cut by columns."""
    return Basis(ids=tuple(ids), by=by, start=scope.start, end=scope.end, grain=scope.grain, filters=scope.filters)
