"""What is known at all: which cells anybody reported for, and where rows lack what an indicator needs."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import product

from indicators import cube_tally
from indicators.cohort import arrival, counting, fetch, load_views, period_of, whenever
from indicators.columns import load_columns
from indicators.cube import cube_of
from indicators.grouping import Cell, grouped, placed, told_apart
from indicators.scope import Scope


def cutoffs(connection, scope: Scope, view: str = "case_received") -> tuple[date, date] | None:
    """The oldest and the newest last day that what the scope holds of a view's domain is known up to, whatever its period; None for nothing.

    A ledger that sends a file a year is known up to the end of its last file.
    """
    first = arrival(view)
    cube = cube_of(connection, first, replace(scope, start=None, end=None))
    if cube and cube.piece(scope, ()) is not None:
        oldest, newest = cube_tally.cutoffs(connection, cube, scope)
        return oldest and (_last_day(oldest), _last_day(newest))
    known = "scoped" if not load_views()[first].source else "(select max(as_of_at) as as_of_at from scoped group by ledger)"
    sql = whenever(f"select min(as_of_at), max(as_of_at) from {known}", first, scope)  # noqa: S608 our own text
    _, [(oldest, newest)] = fetch(connection, sql, scope.parameters())
    return oldest and (_last_day(oldest), _last_day(newest))


def _last_day(moment: datetime) -> date:
    """The day that a moment up to which something is known ends."""
    return (moment - timedelta(days=1)).date()


def cells(connection, view: str, scope: Scope, groupings: Sequence[tuple[str, ...]]) -> dict[tuple[str, ...], dict[Cell, bool]]:
    """For each grouping, the cells a measurement has, and whether anybody reported for them. `view` is the one by which a domain reports.

    They are the groups that have any case in the scope, by the periods in which the warehouse, whatever the area, received any case. With
    grain 'all' every group has its cell. Groups with declared levels have all of these. In a domain with gaps a group has the periods of
    which it sent a row itself.
    """
    found = {by: {} for by in groupings}
    if load_views()[view].has_gaps:
        for by, cell, is_reported in _sent(connection, view, scope, groupings):
            found[by][cell] = is_reported or found[by].get(cell, False)
        return found
    periods = _periods(connection, view, scope)
    for by, group, newest in _groups(connection, view, scope, groupings):
        for period, first in periods:
            is_reported = first is not None and (newest is None or first < newest)
            if is_reported or scope.grain == "all":
                found[by][(period, *group)] = is_reported
    return found


def _sent(connection, view: str, scope: Scope, groupings: Sequence[tuple[str, ...]]) -> Iterable[tuple]:
    """(grouping, cell, whether a row was sent for it): with grain 'all' every group of the scope, else those that sent one."""
    if scope.grain == "all":
        yield from ((by, (None, *group), False) for by, group, _ in _groups(connection, view, scope, groupings))
    columns = ["period", *dict.fromkeys(column for by in groupings for column in _stored(by))]
    wanted = f""", placed as (select {period_of(scope)} as period, * from cohort)
        select {told_apart(columns)}, {", ".join(columns)}, count(*) from placed {grouped(("period", *_stored(by)) for by in groupings)}"""  # noqa: S608
    _, rows = fetch(connection, counting(wanted, view, scope, columns[1:]), scope.parameters())
    for by in groupings:
        for place, _ in placed(rows, columns, ("period", *_stored(by))):
            given = dict(zip(_stored(by), place[1:], strict=True))
            for group in product(*(load_columns()[column].levels or (given[column],) for column in by)):
                yield by, (place[0], *group), True


def _groups(connection, view: str, scope: Scope, groupings: Sequence[tuple[str, ...]]) -> Iterable[tuple]:
    """(grouping, group, moment up to which it is known) of every group in the scope, whatever the period."""
    cube = cube_of(connection, view, replace(scope, start=None, end=None))
    kept = [by for by in groupings if cube and cube.piece(scope, _stored(by)) is not None]
    for by in kept:
        yield from _with_levels(by, cube_tally.groups(connection, cube, _stored(by), scope))
    scanned = [by for by in groupings if by not in kept]
    if scanned:
        yield from _scanned_groups(connection, view, scope, scanned)


def _with_levels(by: tuple[str, ...], found: Iterable[tuple[tuple, datetime]]) -> Iterable[tuple]:
    """The groups with every level of the columns that have them."""
    for place, newest in found:
        given = dict(zip(_stored(by), place, strict=True))
        yield from ((by, group, newest) for group in product(*(load_columns()[column].levels or (given[column],) for column in by)))


def _scanned_groups(connection, view: str, scope: Scope, groupings: Sequence[tuple[str, ...]]) -> Iterable[tuple]:
    columns = list(dict.fromkeys(column for by in groupings for column in _stored(by)))
    wanted = f"""select {told_apart(columns)}, {"".join(f"{column}, " for column in columns)}max(as_of_at)
        from scoped {grouped([_stored(by) for by in groupings])}"""  # noqa: S608
    _, rows = fetch(connection, whenever(wanted, view, scope, columns), scope.parameters())
    for by in groupings:
        yield from _with_levels(by, ((place, newest) for place, (newest,) in placed(rows, columns, _stored(by))))


# What is published of a place says nothing of when the township's books were kept, nor they of it.
_OWN_TREE = "(data_class = 'published') = coalesce((select is_published from area where area_id = $area), false)"


def _periods(connection, view: str, scope: Scope) -> list[tuple]:
    """Start of each period in which anybody reported a case, and the first moment of it."""
    cube = cube_of(connection, view, scope)
    everywhere = replace(scope, area=None, filters={})
    if cube:
        return cube_tally.periods(connection, cube, scope) or _none(scope)
    wanted = f"""select {period_of(scope, "received_at")} as period, min(received_at) from dated
        where received_at < as_of_at and received_at >= $start_at and received_at < $end_at and {_OWN_TREE} group by period"""  # noqa: S608
    _, rows = fetch(connection, whenever(wanted, view, everywhere), scope.parameters())
    return rows or _none(scope)


def _none(scope: Scope) -> list[tuple]:
    """The periods where nobody reported in any: the whole range is one all the same."""
    return [(None, None)] if scope.grain == "all" else []


def possible(connection, view: str, suspects: set[tuple[Cell, tuple]], scope: Scope, by: tuple[str, ...]) -> set[tuple[Cell, tuple]]:
    """Those (cell, required columns) in which a case was received (by the domain's `view`) that has what is required."""
    cube = cube_of(connection, view, scope) if suspects else None
    found = set()
    for requires in {requires for _, requires in suspects}:
        condition = " and ".join(requires)
        kept = cube_tally.possible(connection, cube, condition, _stored(by), scope) if cube else None
        rows = _scanned_possible(connection, view, condition, _stored(by), scope) if kept is None else kept
        found |= {(cell, needed) for cell, needed in suspects if needed == requires and without_levels(cell, by) in rows}
    return found


def _scanned_possible(connection, view: str, condition: str, stored: tuple[str, ...], scope: Scope) -> set[Cell]:
    columns = ", ".join([f"{period_of(scope)} as period", *stored])
    sql = counting(f"select distinct {columns} from cohort where {condition}", view, scope, stored)  # noqa: S608
    return set(fetch(connection, sql, scope.parameters())[1])


def _stored(by: tuple[str, ...]) -> tuple[str, ...]:
    """The columns that cases have by themselves; those with levels belong to a cohort."""
    return tuple(column for column in by if not load_columns()[column].levels)


def without_levels(cell: Cell, by: tuple[str, ...]) -> Cell:
    """The cell with only those of its groups that cases have by themselves."""
    stored = _stored(by)
    return (cell[0], *(value for column, value in zip(by, cell[1:], strict=True) if column in stored))
