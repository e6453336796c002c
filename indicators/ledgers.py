"""Which books have spoken up to when, and which villages they say nothing of."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from indicators.cohort import fetch
from indicators.scope import Scope

QUERY = (Path(__file__).parent / "queries" / "ledgers.sql").read_text(encoding="utf-8")
STALE_AFTER = timedelta(days=31)
SILENT_MONTHS = 12


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """A book, by channel where it has several: the days it covers, the villages of the area ledger that it did not name in twelve months.

    `is_stale` where it ends more than 31 days before the newest of all books; `without_closing` are rows whose file has no closing time.
    """

    name: str
    channel: str | None
    kind: str
    first_on: date
    known_to: date
    cases: int
    without_closing: int
    silent_villages: tuple[str, ...]
    is_stale: bool


def ledgers(connection, scope: Scope) -> list[Ledger]:
    """Every book that holds cases or totals of the scope's area, the stalest first; with as_of those of that day, known no further."""
    _, rows = fetch(connection, QUERY, scope.parameters() | {"months": SILENT_MONTHS})
    newest = max((row[4] for row in rows if row[4]), default=None)
    return [
        Ledger(
            name=name, channel=channel, kind=kind, first_on=first, known_to=last, cases=cases, without_closing=unclosed,
            silent_villages=tuple(silent or ()), is_stale=bool(newest and last and newest - last > STALE_AFTER),
        )
        for name, channel, kind, first, last, cases, unclosed, silent in rows
    ]  # fmt: skip
