"""A sheet that was loaded before: the same bytes read the same way, or read another way."""

import duckdb

from etl.guard import masked
from etl.intake import Batch, Plan
from etl.written import OWN


def repeat(connection: duckdb.DuckDBPyConnection, plan: Plan, batch_id: str) -> Batch:
    """What is said of a sheet that was loaded already and is not loaded again."""
    row = connection.execute(
        "select cutoff_on, rows_read, rows_accepted, rows_rejected, rows_skipped, records, rejected_cells from import_batch where batch_id = ?",
        [batch_id],
    ).fetchall()[0]
    match = plan.match
    return Batch(
        batch_id=batch_id, file=plan.workbook.file_name, sheet=plan.sheet.name, source=match.reading.contract.name,
        mapping=match.reading.mapping.name if match.reading.mapping else "", data_class=plan.data_class, cutoff_on=row[0], rows_read=row[1],
        accepted=row[2], rejected=row[3], skipped=row[4], new=0, changed=0, unchanged=row[5], records=row[5], rejected_cells=row[6], dropped_columns=tuple(map(masked, match.dropped)),
        unknown_columns=tuple(map(masked, match.unknown)), notes=("这个文件已经导入过，没有变化",), is_repeat=True,
    )  # fmt: skip


def outdated_by(connection: duckdb.DuckDBPyConnection, plan: Plan) -> list[str]:
    """The batches of the same bytes and ledger that were read before somebody said, or said anew, what the columns are."""
    reading = plan.match.reading
    rows = connection.execute(
        "select batch_id, mapping from import_batch where file_sha256 = ? and sheet = ? and source = ?",
        [plan.workbook.sha256, plan.sheet.name, reading.contract.name],
    ).fetchall()
    is_own = reading.mapping is not None and reading.mapping.name.startswith(OWN)
    return [batch_id for batch_id, mapping in rows if is_own or mapping.startswith(OWN)]
