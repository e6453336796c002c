"""Brings the declared reference data (time limits, working days) into a build."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import duckdb
import pyarrow as pa
from chinese_calendar.constants import holidays

RULES = Path(__file__).parent.parent / "data" / "reference" / "deadline_rule.toml"
CALENDAR = (Path(__file__).parent / "reference.sql").read_text(encoding="utf-8")
RULE_FIELDS = (
    "rule", "ledger_kind", "measure", "source_channel", "appeal_kind", "amount", "unit", "starts_from", "label", "basis", "is_in_force",
)  # fmt: skip


def load_reference(connection: duckdb.DuckDBPyConnection, data_dir: Path) -> None:
    """Replaces tables deadline_rule and calendar_day with what data/reference declares today and the town wrote over it."""
    declared = tomllib.loads(RULES.read_text(encoding="utf-8"))
    connection.register("arranged_day", _arranged())
    connection.execute(CALENDAR, {"first": declared["calendar"]["first"], "last": declared["calendar"]["last"]})
    connection.unregister("arranged_day")
    connection.execute("delete from deadline_rule")
    for rule in declared["rule"]:
        connection.execute(f"insert into deadline_rule values ({', '.join('?' * len(RULE_FIELDS))})", [rule.get(name) for name in RULE_FIELDS])


def _arranged() -> pa.Table:
    """The days of the years whose holidays the State Council has announced, make-up days included."""
    last = max(holidays).year
    days = [date(2005, 1, 1) + timedelta(days=place) for place in range((date(last, 12, 31) - date(2005, 1, 1)).days + 1)]
    working = [chinese_calendar.is_workday(day) for day in days]
    return pa.table({"day": days, "is_working_day": working, "basis": ["国务院办公厅放假安排"] * len(days)})
