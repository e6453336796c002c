"""The rows of a sheet that were not taken, each with every reason: what a returned workbook is made of."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb

from etl.intake import Batch, Plan
from etl.match import Match
from etl.readers import Table

HERE = Path(__file__).parent
OF_BATCH = (HERE / "rejected.sql").read_text(encoding="utf-8")
OF_NOTHING = (HERE / "rejected_unkept.sql").read_text(encoding="utf-8")
MOST = 50_000  # rows of a sheet that a person could still mend by hand
WARNED = """
select source_row, column_name, message from row_issue
where batch_id = $batch_id and severity = 'warn' and not starts_with(message, '合计行') order by source_row, column_name, message limit $most
"""
MOST_WARNED = 200

Reasons = tuple[tuple[str, str], ...]  # (column, what is wrong)


@dataclass(frozen=True, kw_only=True)
class RejectedRows:
    """What was not taken of one sheet: row as Excel shows it -> its reasons, at most MOST rows. No cell of the sheet is in it.

    `sha256` tells which file it was, `table` and `match` where its cells stand; `data_class` and `cutoff_on` what the sheet was taken for
    (None where none of its rows could be). `totals_wrong` are sentences about the 合计 that do not agree, `warned` the first MOST_WARNED things
    that were wrong in rows which were taken all the same: (row, column, what is wrong).
    """

    file: str
    sheet: str
    sha256: str
    table: Table = field(repr=False)  # with the match it has headers as they were written
    match: Match = field(repr=False)
    data_class: str
    cutoff_on: date | None
    rows: dict[int, Reasons]
    totals_wrong: tuple[str, ...] = ()
    warned: tuple[tuple[int, str, str], ...] = ()


def rejected_of(connection: duckdb.DuckDBPyConnection, plan: Plan, batch: Batch, totals_wrong: tuple[str, ...]) -> RejectedRows:
    """What a derived draft did not take of a batch."""
    rows = _rows(connection, OF_BATCH, {"batch_id": batch.batch_id, "most": MOST})
    warned = connection.execute(WARNED, {"batch_id": batch.batch_id, "most": MOST_WARNED}).fetchall()
    taken = tuple(one for one in warned if one[0] not in rows)
    return _told(plan, rows, cutoff_on=batch.cutoff_on, totals_wrong=totals_wrong, warned=taken)


def rejected_wholly(connection: duckdb.DuckDBPyConnection, plan: Plan) -> RejectedRows:
    """A sheet of which no row was taken; asked right after it was checked."""
    return _told(plan, _rows(connection, OF_NOTHING, {"most": MOST}), cutoff_on=None)


def _rows(connection: duckdb.DuckDBPyConnection, query: str, values: dict) -> dict[int, Reasons]:
    found = connection.execute(query, values).fetchall()
    return {row: tuple((one["column"], one["message"]) for one in reasons) for row, reasons in found}


def _told(plan: Plan, rows: dict[int, Reasons], **known) -> RejectedRows:
    return RejectedRows(
        file=plan.workbook.file_name, sheet=plan.sheet.name, sha256=plan.workbook.sha256, table=plan.table, match=plan.match,
        data_class=plan.data_class, rows=rows, **known,
    )  # fmt: skip
