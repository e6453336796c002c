"""Brings the reference data (time limits, working days, meetings due, other names of villages) into a build: what ships, and above it what the town wrote."""

import tomllib
from pathlib import Path

import duckdb
import pyarrow as pa
from chinese_calendar.constants import holidays, workdays

from etl.town import RULE_FIELDS, town_days, town_rules
from warehouse.journal_aliases import aliases

REFERENCE = Path(__file__).parent.parent / "data" / "reference"
ACTIVITY_FIELDS = ("kind", "months", "per", "label", "basis", "is_in_force")
CALENDAR = (Path(__file__).parent / "reference.sql").read_text(encoding="utf-8")
OFFICIAL = "国务院办公厅放假安排"


def load_reference(connection: duckdb.DuckDBPyConnection, data_dir: Path) -> None:
    """Fills tables deadline_rule, activity_rule, village_alias and calendar_day anew. TownFileError where a file of the town's cannot be read."""
    connection.register("arranged_day", _arranged(data_dir))
    connection.execute(CALENDAR, {"official": OFFICIAL, "announced": announced_year()})
    connection.unregister("arranged_day")
    rules = shipped_rules() | town_rules(data_dir)
    _fill(connection, "deadline_rule", RULE_FIELDS, list(rules.values()))
    _fill(connection, "activity_rule", ACTIVITY_FIELDS, _declared("activity_rule"))
    connection.execute("delete from village_alias")
    for one in aliases(data_dir):
        connection.execute("insert into village_alias values (?, ?)", [one.area, one.alias])


def _fill(connection: duckdb.DuckDBPyConnection, table: str, fields: tuple[str, ...], rules: list[dict]) -> None:
    connection.execute(f"delete from {table}")  # noqa: S608 our own names
    connection.register("ruled", pa.Table.from_pylist(rules))
    connection.execute(f"insert into {table} by name select {', '.join(fields)} from ruled")  # noqa: S608
    connection.unregister("ruled")


def _declared(name: str) -> list[dict]:
    return tomllib.loads((REFERENCE / f"{name}.toml").read_text(encoding="utf-8"))["rule"]


def announced_year() -> int:
    """The last year whose holidays and make-up days are known without the town's help."""
    return max(holidays).year


def shipped_rules() -> dict[str, dict]:
    """Every time limit of data/reference by its key, each with all of RULE_FIELDS."""
    return {rule["rule"]: {name: rule.get(name) for name in RULE_FIELDS} for rule in _declared("deadline_rule")}


def _arranged(data_dir: Path) -> pa.Table:
    """The days that differ from their weekday, or that the town speaks of; the town's word stands."""
    known = {day: (False, OFFICIAL) for day in holidays} | {day: (True, OFFICIAL) for day in workdays}
    known |= {
        day: (is_working, f"镇里的工作日调整：{note}" if note else "镇里的工作日调整")
        for day, (is_working, note) in town_days(data_dir).items()
    }
    days = sorted(known)
    return pa.table({"day": days, "is_working_day": [known[day][0] for day in days], "basis": [known[day][1] for day in days]})
