"""Small warehouses in memory: rows drawn in a test, through the real schema, derivation and views."""

from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

import duckdb

from etl.reference import load_reference
from indicators.scope import bounds
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
    "records": 0,
    "rejected_cells": 0,
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
    "last_at": "9999-12-31 23:59:59.999999",
    **{f"has_{name}": True for name in PRESENT},
    **{f"has_{name}": False for name in UNDATED},
}
TOTAL = {
    key: CURRENT[key]
    for key in ("file_name", "batch_id", "source_sheet", "data_class", "ledger", "town", "village", "area_id", "cutoff_at")
}
REPORT = {
    **TOTAL,
    "source_part": 0,
    "source_rows": 1,
    "flags": "",
    "cutoff_at": "2024-01-01 00:00:00",
    "known_from": CURRENT["known_from"],
    "known_until": CURRENT["known_until"],
}
VIEWS = dict.fromkeys(("case", "petition", "dispute"), ("case_history", CURRENT)) | {
    "summary": ("summary_all", TOTAL),
    "income": ("income_all", REPORT | {"period": "2022", "basis": "村级上报", "definition": "可支配收入"}),
    "collective": ("collective_all", REPORT | {"period": "2022"}),
    "project": ("project_all", REPORT | {"status": "未注明"}),
    "facility": ("facility_all", REPORT | {"period": "2022", "quantity_kind": "未注明"}),
    "industry": ("industry_all", REPORT | {"period": "2022", "scope": "全村", "span": "当期", "is_subset": False}),
    "profile": ("profile_all", REPORT | {"period": "2022", "residents_basis": "户籍"}),
    "activity": ("activity_all", REPORT),
    "price_index": ("price_index_all", REPORT | {"period": "2022", "scope": "农村", "area_id": "示例县", "village": None, "town": None}),
}  # by domain: the view it is drawn into, and what stands where nothing is drawn
VILLAGES = [
    {"area_id": "云禾镇/柳沟村", "parent_id": "云禾镇", "name": "柳沟村", "level": "村", "residents": 500, "households": 120, "residents_basis": "户籍", "is_confirmed": True, "is_published": False},
    {"area_id": "云禾镇/东湾村", "parent_id": "云禾镇", "name": "东湾村", "level": "村", "is_confirmed": True, "is_published": False},
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


def board_of(rows: list[dict], domain: str | None = None, **others: list[dict]):
    """A warehouse whose views hold exactly the drawn rows; what is not drawn is as in VIEWS. For rules that start at the view.

    Without a domain, rows with month_on are monthly totals, all others cases. A period's days follow from its text, the place from the
    village. `others` are rows of further tables by their names. The time limits and the calendar are those that ship; two villages, one
    with its number of residents.
    """
    connection = empty_warehouse()
    load_reference(connection, ROOT / "data")
    derive(connection)
    insert(connection, "area", VILLAGES)
    view, table = VIEWS[domain or ("summary" if rows and "month_on" in rows[0] else "case")]
    _draw(connection, view, [table | {"source_row": place + 2} | _named(view, place) | row for place, row in enumerate(rows)])
    for name, drawn in others.items():
        _draw(connection, name, [_default(name) | row for row in drawn])
    return connection


def _default(view: str) -> dict:
    return next(filled for name, filled in VIEWS.values() if name == view)


def _draw(connection, view: str, rows: list[dict]) -> None:
    connection.execute(f"create table drawn_{view} as from {view} limit 0")
    insert(connection, f"drawn_{view}", [_days(_placed(row)) if "source_part" in row else row for row in rows])
    if view == "case_history":
        connection.execute(TIMED)
    connection.execute(f"create or replace view {view} as from drawn_{view}")


def _placed(row: dict) -> dict:
    """A row of a village stands in the village's place, one without a village in the town's."""
    is_elsewhere = row.get("village") != CURRENT["village"] and row.get("area_id") == CURRENT["area_id"]
    return row | ({"area_id": row["village"] or row["town"]} if is_elsewhere else {})


def _days(row: dict) -> dict:
    """The first and last day of every period that is written in a row: 2022, 2022-H1, 2022-Q1, 2022-03, 2013/2015."""
    written = {key: row[key] for key in ("period", "planned_span") if row.get(key) and f"{key}_start_on" not in row}
    found = {}
    for key, text in written.items():
        first, _, last = text.partition("/")
        halves = {"H1": ("Q1", "Q2"), "H2": ("Q3", "Q4")}.get(first[5:], (first[5:],) * 2)
        start, end = (f"{first[:4]}-{part}" if part else first for part in halves)
        found |= {f"{key}_start_on": bounds(start)[0], f"{key}_end_on": bounds(last or end)[1]}
    return row | found


TIMED = """
update drawn_case_history set elapsed_days = (epoch(closed_at) - epoch(received_at)) / 86400.0,
                     first_elapsed_days = (epoch(first_closed_at) - epoch(received_at)) / 86400.0
"""


def _named(view: str, place: int) -> dict:
    return {"case_id": f"A{place:03}"} if view == "case_history" else {}
