"""What came in, what went out and what is left: one stock to the next, with all that does not balance said."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from indicators.cohort import counting, fetch, period_of
from indicators.scope import Scope, label

QUERY = Path(__file__).parent / "queries" / "untracked.sql"


@dataclass(frozen=True, kw_only=True)
class Untracked:
    """Cases received that never stand in a stock: `untimed` without a closing time in their file, `unseen` gone from the last export."""

    untimed: int = 0
    unseen: int = 0


@dataclass(frozen=True, kw_only=True)
class Balance:
    """From the stock at the end of one period to that at the end of the next, in cases; None where a figure is not known."""

    opening: int | None
    received: int | None
    closed: int | None
    closing: int | None
    untracked: Untracked

    @property
    def other(self) -> int | None:
        """What the stock changed by beyond what was received and closed: opening + received - closed + other = closing."""
        known = (self.opening, self.received, self.closed, self.closing)
        return None if None in known else self.closing - self.opening - self.received + self.closed

    @property
    def unexplained(self) -> int | None:
        """What is left of it after the cases that never stand in a stock: ledgers that stopped, closings dated before the receipt."""
        return None if self.other is None else self.other + self.untracked.untimed + self.untracked.unseen


@cache
def _query() -> str:
    return QUERY.read_text(encoding="utf-8")


def untracked(connection, scope: Scope, view: str = "case_received") -> dict[str, Untracked]:
    """By period as measure() writes it, the cases received there that never stand in a stock."""
    sql = counting(_query().replace("{period}", period_of(scope)), view, scope)
    _, rows = fetch(connection, sql, scope.parameters())
    return {label(start, scope.grain): Untracked(untimed=untimed, unseen=unseen) for start, untimed, unseen in rows}
