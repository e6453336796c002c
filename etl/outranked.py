"""Two files that speak for the same day and do not agree: which of them counts does not depend on the order of loading, so it must be said."""

from pathlib import Path

import duckdb

from etl.contract import contracts
from etl.guard import masked
from etl.intake import Batch

OUTRANKED = (Path(__file__).parent / "outranked.sql").read_text(encoding="utf-8")


def outranked(connection: duckdb.DuckDBPyConnection, batch: Batch) -> tuple[str, ...]:
    """What to tell of a batch of a derived draft of which rows do not count, since another file of the same day says otherwise; else nothing."""
    table = contracts()[batch.source].table
    found = connection.execute(OUTRANKED, {"table": table, "batch_id": batch.batch_id}).fetchall()
    return tuple(
        f"有 {rows:,} 行与《{masked(file)}》不一致，两个文件的截止日相同，以《{masked(file)}》为准；要以这个文件为准，请先撤回那一批"
        for file, rows in found
    )
