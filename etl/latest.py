"""The latest day on which anything happened in a sheet: up to then it speaks, where nothing else says how far."""

from datetime import date, datetime

import duckdb

from etl.cells import literal
from etl.intake import Plan
from etl.readers import stage, unstage

MOMENTS = (
    "received_at", "dispatched_at", "signed_at", "accepted_at", "started_at", "closed_at", "started_on", "finished_on", "accepted_on", "held_on",
    "done_on",
)  # fmt: skip
PLANNED = ("planned_start_on",)  # speaks of the future too, and is asked only where nothing says what happened


def _latest_cells(plan: Plan, moments: tuple[str, ...]) -> list[str]:
    """SQL for the last day that each cell of the sheet speaks of, of the columns that say when something happened."""
    match, contract = plan.match, plan.match.reading.contract
    found = [f"moment_of(trim(c{match.columns[moment]}))" for moment in moments if moment in match.columns]
    for column in contract.columns.values():
        if column.type == "month" and column.key in match.columns:
            found.append(f"last_day(month_of(trim(c{match.columns[column.key]})))")
        if column.key == contract.period_column and column.key in match.columns:
            found.append(f"period_end(period_of(trim(c{match.columns[column.key]})))")
    periods = {part.constants[contract.period_column] for part in match.parts if contract.period_column in part.constants}
    return found + [f"period_end(period_of({literal(period)}))" for period in sorted(periods)]


def latest_day(connection: duckdb.DuckDBPyConnection, plan: Plan, now: datetime) -> date | None:
    """The latest day on which something happened in the sheet, days after `now` left out; None where it has no such column.

    The sheets of one file were exported together: the latest of them all says how far each speaks.
    """
    cells = _latest_cells(plan, MOMENTS) or _latest_cells(plan, PLANNED)
    if not cells:
        return None
    stage(connection, plan.sheet, plan.table, "staged_sheet")
    latest = ", ".join(f"max({cell}) filter ({cell} <= $now)" for cell in cells)
    row = connection.execute(f"select {latest} from staged_sheet", {"now": now}).fetchall()[0]  # noqa: S608
    unstage(connection, "staged_sheet")
    return max((moment.date() if isinstance(moment, datetime) else moment for moment in row if moment), default=None)
