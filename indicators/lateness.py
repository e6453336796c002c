"""Which step took the time: the hours of each step of the cases that missed their deadline, beside those that kept it."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from indicators.cohort import counting, fetch
from indicators.scope import Scope

QUERY = Path(__file__).parent / "queries" / "lateness.sql"
STAMPS = ("handed_at", "taken_at", "contacted_at")
LEAST = 0.5  # of the cases with any stamp, the share that must have one for its step to stand alone


@dataclass(frozen=True, kw_only=True)
class Side:
    """The cases of one group that fell due, late or in time: all, those closed, and the `told` whose every step is known.

    `hours` are the sums over these by step, in the order of the stamps.
    """

    group: object
    is_late: bool
    cases: int
    closed: int
    told: int
    hours: tuple[float, ...]

    @property
    def means(self) -> tuple[float, ...]:
        """Hours a case by step; empty where no case tells its steps."""
        return tuple(hours / self.told for hours in self.hours) if self.told else ()


@dataclass(frozen=True, kw_only=True)
class Lateness:
    """The moments between which the steps lie, by their columns, and the sides; only the first and the last where no stamp is written."""

    keys: tuple[str, ...]
    sides: tuple[Side, ...]

    @property
    def has_steps(self) -> bool:
        """Whether any stamp between receipt and closing is written at all."""
        return len(self.keys) > 2

    def side(self, is_late: bool, group: object = None) -> Side | None:
        """One side of one group; None where no case fell due there."""
        return next((one for one in self.sides if (one.group, one.is_late) == (group, is_late)), None)


@cache
def _query() -> str:
    return QUERY.read_text(encoding="utf-8")


def lateness(connection, scope: Scope, column: str | None = None) -> Lateness:
    """The cases that fell due in the scope as one whole, or by one column. Stamps out of their order make a case that does not tell.

    Late are those that the share done in time does not count, open ones too. A stamp that few cases have is left out of the steps.
    """
    wanted = _query().replace("{group}", column or "cast(null as varchar)")
    sql = counting(wanted, "case_due", scope, (column,) if column else ())
    _, rows = fetch(connection, sql, scope.parameters() | {"least": LEAST})
    has_stamps = next((row[-1] for row in rows if row[-1]), [False] * len(STAMPS))
    middle = [key for key, has_stamp in zip(STAMPS, has_stamps, strict=True) if has_stamp]
    return Lateness(keys=("received_at", *middle, "closing_at"), sides=tuple(_sides(rows)))


def _sides(rows: list[tuple]) -> list[Side]:
    hours: dict[tuple, list[float]] = {}
    for group, is_late, place, *_, step_hours, _ in rows:
        if place:
            hours.setdefault((group, is_late), []).append(step_hours)
    return [
        Side(group=group, is_late=is_late, cases=cases, closed=closed, told=told, hours=tuple(hours.get((group, is_late), ())))
        for group, is_late, place, cases, closed, told, *_ in rows
        if not place
    ]
