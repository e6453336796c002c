"""Small warehouses in memory: rows drawn in a test, through the real schema, derivation and views."""

from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

import duckdb

from etl.reference import load_reference
from warehouse.snapshot import derivation

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
PRESENT = (
    "closing", "resolved", "satisfaction", "revisit", "redo", "dispatch", "signing", "contact", "channel", "level", "extension", "notice",
    "repeat", "outcome", "start", "agreement", "performance", "confirmation", "recurrence",
)  # fmt: skip
UNDATED = ("revisit_time", "reopen_time", "perform_time", "recur_time")
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
    "original_due_basis": "file",
    "status": "open",
    "received_is_day": False,
    "is_due_uncovered": False,
    "is_matter_repeat": False,
    "unseen_at": None,
    "cutoff_at": "2022-06-01 00:00:00",
    "version_at": "2021-12-31 00:00:00",
    "known_from": "0001-01-01 00:00:00",
    "known_until": "9999-12-31 23:59:59.999999",
    **{f"has_{name}": True for name in PRESENT},
    **{f"has_{name}": False for name in UNDATED},
}
TOTAL = {
    key: CURRENT[key]
    for key in ("file_name", "batch_id", "source_sheet", "data_class", "ledger", "town", "village", "area_id", "cutoff_at")
}
VILLAGES = [
    {"area_id": "云禾镇/柳沟村", "parent_id": "云禾镇", "name": "柳沟村", "level": "村", "residents": 500, "residents_basis": "户籍", "is_confirmed": True},
    {"area_id": "云禾镇/东湾村", "parent_id": "云禾镇", "name": "东湾村", "level": "村", "is_confirmed": True},
]  # fmt: skip


FIVE_DAYS = {
    "rule": "five",
    "ledger_kind": "appeal",
    "measure": "close",
    "amount": 5,
    "unit": "working",
    "starts_from": "received_at",
    "label": "5 个工作日",
    "basis": "示例",
    "is_in_force": True,
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
    connection.execute(derivation())
    return connection


def insert_rules(connection, rules: list[dict]) -> None:
    """Default deadlines, and a calendar of the first half of 2022 without holidays."""
    days = [date(2022, 1, 1) + timedelta(days=place) for place in range(181)]
    working = list(accumulate(day.weekday() < 5 for day in days))
    calendar = [
        {"day": day, "is_working_day": day.weekday() < 5, "working_ordinal": ordinal, "basis": "示例", "is_covered": True}
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


def board_of(rows: list[dict]):
    """A warehouse whose views hold exactly the drawn rows; what is not drawn is as in CURRENT or TOTAL. For rules that start at the view.

    Rows with month_on are monthly totals, all others cases. The time limits and the calendar are those that ship; two villages, one with
    its number of residents.
    """
    connection = empty_warehouse()
    load_reference(connection, ROOT / "data")
    derive(connection)
    insert(connection, "area", VILLAGES)
    view, table = ("summary_all", TOTAL) if rows and "month_on" in rows[0] else ("case_history", CURRENT)
    connection.execute(f"create table drawn_row as from {view} limit 0")
    insert(connection, "drawn_row", [table | {"source_row": place + 2} | _named(view, place) | row for place, row in enumerate(rows)])
    if view == "case_history":
        connection.execute(TIMED)
    connection.execute(f"create or replace view {view} as from drawn_row")
    return connection


TIMED = """
update drawn_row set elapsed_days = (epoch(closed_at) - epoch(received_at)) / 86400.0,
                     first_elapsed_days = (epoch(first_closed_at) - epoch(received_at)) / 86400.0
"""


def _named(view: str, place: int) -> dict:
    return {"case_id": f"A{place:03}"} if view == "case_history" else {}
