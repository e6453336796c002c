"""Small warehouses in memory: rows drawn in a test, through the real schema, derivation and views."""

from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

import duckdb

ROOT = Path(__file__).parents[2]
BATCH = {
    "batch_id": "b1",
    "file_name": "台账.xlsx",
    "file_sha256": "0" * 64,
    "sheet": "Sheet1",
    "source": "appeal",
    "mapping": "",
    "contract_version": 1,
    "ledger": "码上办",
    "data_class": "real",
    "cutoff_on": "2022-03-31",
    "cutoff_basis": "given",
    "loaded_at": "2022-04-01 09:00:00",
    "encoding": "",
    "header_row": 1,
    "columns_present": ["received_at", "closed_at", "due_at", "resolved", "satisfaction", "status"],
    "dropped_columns": [],
    "unknown_columns": [],
    "rows_read": 0,
    "rows_accepted": 0,
    "rows_rejected": 0,
    "rows_skipped": 0,
    "skipped": "{}",
    "control_totals": "[]",
    "new_rows": 0,
    "changed_rows": 0,
    "unchanged_rows": 0,
}
CASE = {
    "batch_id": "b1",
    "source_sheet": "Sheet1",
    "data_class": "real",
    "flags": "",
    "ledger_kind": "appeal",
    "ledger": "码上办",
    "content_hash": 0,
    "town": "云禾镇",
    "village": "柳沟村",
    "appeal_kind": "投诉",
    "received_is_day": False,
    "closed_is_day": False,
    "status": "open",
}
CURRENT = {
    "file_name": "台账.xlsx",
    "batch_id": "b1",
    "source_sheet": "Sheet1",
    "data_class": "real",
    "ledger_kind": "appeal",
    "ledger": "码上办",
    "town": "云禾镇",
    "village": "云禾镇/柳沟村",
    "area_id": "云禾镇/柳沟村",
    "due_basis": "file",
    "status": "open",
    "has_closing": True,
    "has_resolved": True,
    "has_satisfaction": True,
    "unseen_at": None,
    "cutoff_at": "2022-06-01 00:00:00",
}


FIVE_DAYS = {
    "rule": "five",
    "ledger_kind": "appeal",
    "days": 5,
    "day_type": "working",
    "starts_from": "received_at",
    "label": "5 个工作日",
    "basis": "示例",
}


def insert(connection, table: str, rows: list[dict]) -> None:
    """Insert rows given by column; columns not given are null."""
    for row in rows:
        names = ", ".join(row)
        connection.execute(f"insert into {table} ({names}) values ({', '.join(['?'] * len(row))})", list(row.values()))


def empty_warehouse():
    """A warehouse with the schema and without a row."""
    connection = duckdb.connect(config={"threads": 2})
    connection.execute((ROOT / "warehouse/schema.sql").read_text(encoding="utf-8"))
    return connection


def derive(connection):
    """Rebuild what the board reads from the rows inserted."""
    connection.execute((ROOT / "warehouse/derive.sql").read_text(encoding="utf-8"))
    connection.execute((ROOT / "warehouse/views.sql").read_text(encoding="utf-8"))
    return connection


def insert_rules(connection, rules: list[dict]) -> None:
    """Default deadlines, and a calendar of the first half of 2022 without holidays."""
    days = [date(2022, 1, 1) + timedelta(days=place) for place in range(181)]
    working = list(accumulate(day.weekday() < 5 for day in days))
    calendar = [
        {"day": day, "is_working_day": day.weekday() < 5, "working_ordinal": ordinal, "basis": "示例"}
        for day, ordinal in zip(days, working, strict=True)
    ]
    insert(connection, "deadline_rule", rules)
    insert(connection, "calendar_day", calendar)


def warehouse_of(cases: list[dict], batches: list[dict] | None = None, rules: list[dict] | None = None):
    """A derived warehouse of drawn cases; what is not drawn is as in CASE and BATCH."""
    connection = empty_warehouse()
    insert(connection, "import_batch", [BATCH | batch for batch in (batches or [{}])])
    if rules:
        insert_rules(connection, rules)
    filled = [CASE | {"source_row": place + 2, "key_hash": place, "case_id": f"A{place:03}"} | case for place, case in enumerate(cases)]
    insert(connection, "case_record", filled)
    return derive(connection)


def board_of(cases: list[dict]):
    """A warehouse whose `case_all` holds exactly the drawn rows; what is not drawn is as in CURRENT. For rules that start at the view."""
    connection = derive(empty_warehouse())
    connection.execute("create table drawn_case as from case_all")
    filled = [CURRENT | {"source_row": place + 2, "case_id": f"A{place:03}"} | case for place, case in enumerate(cases)]
    insert(connection, "drawn_case", filled)
    connection.execute("update drawn_case set elapsed_days = (epoch(closed_at) - epoch(received_at)) / 86400.0 where elapsed_days is null")
    connection.execute("create or replace view case_all as from drawn_case")
    return connection
