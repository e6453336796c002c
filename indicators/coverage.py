"""What is known at all: which cells anybody reported for, and where rows lack what an indicator needs."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

from indicators.cohort import fetch, period_of, select
from indicators.columns import load_columns
from indicators.scope import Scope
from indicators.tally import Cell


def cutoffs(connection, scope: Scope) -> tuple[date, date] | None:
    """The oldest and the newest last day that the scope's cases are known up to, whatever its period; None where it has no case."""
    _, rows = fetch(connection, select("min(as_of_at), max(as_of_at) from scoped", "case_received", scope), scope.parameters())
    oldest, newest = rows[0]
    return oldest and ((oldest - timedelta(days=1)).date(), (newest - timedelta(days=1)).date())


def cells(connection, scope: Scope, by: tuple[str, ...]) -> dict[Cell, bool]:
    """The cells a measurement has, and whether anybody reported for them.

    They are the groups that have any case in the scope, by the periods in which the warehouse, whatever the area, received any case. With
    grain 'all' every group has its cell. Groups with declared levels have all of these.
    """
    periods = _periods(connection, scope)
    found = {}
    for newest, group in _groups(connection, scope, by):
        for period, first in periods:
            is_reported = first is not None and (newest is None or first < newest)
            if is_reported or scope.grain == "all":
                found[(period, *group)] = is_reported
    return found


def _groups(connection, scope: Scope, by: tuple[str, ...]) -> Iterable[tuple]:
    """(moment up to which it is known, group) of every group in the scope, whatever the period."""
    known = load_columns()
    stored = _stored(by)
    sql = select(
        f"{', '.join(['max(as_of_at)', *stored])} from scoped {'group by ' if stored else ''}{', '.join(stored)}", "case_received", scope
    )
    for newest, *values in fetch(connection, sql, scope.parameters())[1]:
        given = dict(zip(stored, values, strict=True))
        yield from ((newest, group) for group in product(*(known[column].levels or (given[column],) for column in by)))


def _periods(connection, scope: Scope) -> list[tuple]:
    """Start of each period in which anybody reported a case, and the first moment of it."""
    everywhere = replace(scope, area=None, filters={})
    wanted = f"""{period_of(scope, "received_at")} as period, min(received_at) from dated
        where received_at < as_of_at and received_at >= $start_at and received_at < $end_at group by period"""
    _, rows = fetch(connection, select(wanted, "case_received", everywhere), everywhere.parameters())
    return rows or ([(None, None)] if scope.grain == "all" else [])


def possible(connection, suspects: set[tuple[Cell, tuple]], scope: Scope, by: tuple[str, ...]) -> set[tuple[Cell, tuple]]:
    """Those (cell, required columns) in which a case was received that has what is required."""
    stored = _stored(by)
    found = set()
    for requires in {requires for _, requires in suspects}:
        columns = ", ".join([f"{period_of(scope)} as period", *stored])
        sql = select(f"distinct {columns} from cohort where {' and '.join(requires)}", "case_received", scope)
        rows = set(fetch(connection, sql, scope.parameters())[1])
        found |= {(cell, wanted) for cell, wanted in suspects if wanted == requires and _without_levels(cell, by) in rows}
    return found


def _stored(by: tuple[str, ...]) -> list[str]:
    """The columns that cases have by themselves; those with levels belong to a cohort."""
    return [column for column in by if not load_columns()[column].levels]


def _without_levels(cell: Cell, by: tuple[str, ...]) -> Cell:
    stored = _stored(by)
    return (cell[0], *(value for column, value in zip(by, cell[1:], strict=True) if column in stored))
