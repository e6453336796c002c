"""Brings the declared reference data (time limits, working days) into a build."""

import tomllib
from pathlib import Path

import duckdb

RULES = Path(__file__).parent.parent / "data" / "reference" / "deadline_rule.toml"
CALENDAR = (Path(__file__).parent / "reference.sql").read_text(encoding="utf-8")
RULE_FIELDS = ("rule", "ledger_kind", "appeal_kind", "days", "day_type", "starts_from", "label", "basis")


def load_reference(connection: duckdb.DuckDBPyConnection) -> None:
    """Replaces tables deadline_rule and calendar_day with what data/reference declares today."""
    declared = tomllib.loads(RULES.read_text(encoding="utf-8"))
    calendar = declared["calendar"]
    connection.execute(CALENDAR, {"first": calendar["first"], "last": calendar["last"], "basis": calendar["basis"]})
    connection.execute("delete from deadline_rule")
    for rule in declared["rule"]:
        connection.execute("insert into deadline_rule values (?, ?, ?, ?, ?, ?, ?, ?)", [rule.get(name) for name in RULE_FIELDS])
