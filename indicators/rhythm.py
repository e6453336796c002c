"""When cases come in, and how long each step of their handling takes."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from indicators.cohort import counting, fetch
from indicators.scope import Scope

QUERIES = Path(__file__).parent / "queries"
STEPS = (
    ("received_at", "handed_at"),
    ("handed_at", "taken_at"),
    ("taken_at", "contacted_at"),
    ("contacted_at", "closing_at"),
)


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step from one moment of a case to the next: hours over the `size` cases that have both, and how many lack one of them.

    The keys are those of columns.toml. `median_hours` and `p90_hours` are None where no case has both.
    """

    key_from: str
    key_to: str
    size: int
    missing: int
    median_hours: float | None
    p90_hours: float | None


@cache
def _query(name: str) -> str:
    return (QUERIES / f"{name}.sql").read_text(encoding="utf-8")


def arrivals(connection, scope: Scope) -> list[tuple[int, int | None, int]]:
    """(weekday from 0 for Monday, hour, cases received); the hour is None for cases of which only the day is known."""
    _, rows = fetch(connection, counting(_query("arrivals"), "case_received", scope), scope.parameters())
    return rows


def steps(connection, scope: Scope) -> list[Step]:
    """The steps of the cases closed in the scope, in their order. A stamp that stands before the one it follows counts as missing."""
    found = []
    for key_from, key_to in STEPS:
        sql = counting(_query("step").replace("{from}", key_from).replace("{to}", key_to), "case_closed", scope)
        _, [(size, missing, median, p90)] = fetch(connection, sql, scope.parameters())
        found.append(Step(key_from=key_from, key_to=key_to, size=size, missing=missing, median_hours=median, p90_hours=p90))
    return found
