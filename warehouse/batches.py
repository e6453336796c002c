"""Takes one batch out of a draft."""

import duckdb

LEDGERS = ("income", "collective", "project", "facility", "industry", "profile", "activity", "fact", "price_index")
HOLDING = ("case_record", "appeal_stat_record", "area_record", *(f"{name}_record" for name in LEDGERS), "row_issue", "import_batch")


def remove_batch(connection: duckdb.DuckDBPyConnection, batch_id: str) -> None:
    """Deletes every row that a batch brought, and the batch. What it had superseded is current again after derive()."""
    for table in HOLDING:
        connection.execute(f"delete from {table} where batch_id = ?", [batch_id])  # noqa: S608
