"""The latest day on which anything happened in a sheet: up to then it speaks, where nothing else says how far."""

from collections.abc import Iterable
from datetime import date, datetime

import duckdb

from etl.cells import literal
from etl.cutoff import Latest
from etl.intake import Plan
from etl.readers import stage, unstage

MOMENTS = (
    "received_at", "dispatched_at", "signed_at", "accepted_at", "started_at", "closed_at", "started_on", "finished_on", "accepted_on", "held_on",
    "done_on",
)  # fmt: skip
PLANNED = ("planned_start_on",)  # speaks of the future too, and is asked only where nothing says what happened


def _happenings(plan: Plan, moments: tuple[str, ...]) -> list[str]:
    """SQL for the days of the columns that say when something happened."""
    columns, contract = plan.match.columns, plan.match.reading.contract
    found = [f"moment_of(trim(c{columns[moment]}))" for moment in moments if moment in columns]
    months = [column.key for column in contract.columns.values() if column.type == "month" and column.key in columns]
    return found + [f"last_day(month_of(trim(c{columns[month]})))" for month in months]


def _period_ends(plan: Plan) -> list[str]:
    """SQL for the ends of the periods that the rows, or the headers over them, are about."""
    match, key = plan.match, plan.match.reading.contract.period_column
    across = sorted({part.constants[key] for part in match.parts if key in part.constants})
    written = [f"trim(c{match.columns[key]})"] if key in match.columns else []
    return [f"cast(period_end(period_of({text})) as timestamp)" for text in (*written, *map(literal, across))]


def latest_in(connection: duckdb.DuckDBPyConnection, plan: Plan, now: datetime) -> Latest:
    """What the rows of a sheet say of how far it goes; what happens after `now` is left out.

    The sheets of one file were exported together: the latest of them all says how far each speaks.
    """
    happened = _happenings(plan, MOMENTS) or _happenings(plan, PLANNED)
    ends = _period_ends(plan)
    if not happened and not ends:
        return Latest()
    stage(connection, plan.sheet, plan.table, "staged_sheet")
    wanted = [f"max({cell}) filter ({cell} <= $now)" for cell in happened] + [f"max(least({cell}, $now))" for cell in ends]
    row = connection.execute(f"select {', '.join(wanted)} from staged_sheet", {"now": now}).fetchall()[0]  # noqa: S608
    unstage(connection, "staged_sheet")
    return Latest(happened_on=_last(row[: len(happened)]), period_end_on=_last(row[len(happened) :]))


def _last(moments: Iterable) -> date | None:
    return max((moment.date() if isinstance(moment, datetime) else moment for moment in moments if moment), default=None)


def latest_of(several: Iterable[Latest]) -> Latest:
    """The latest of the sheets of one file."""
    several = list(several)
    return Latest(happened_on=_last(one.happened_on for one in several), period_end_on=_last(one.period_end_on for one in several))
