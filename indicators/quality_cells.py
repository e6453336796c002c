"""The cells of the matrix of who reported what: their states, and when something that is absent or there is due, late or in time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from indicators.quality import STREAM, Series

SHOWN = {"month": 12, "quarter": 8, "year": 5}  # periods of a matrix
REPORTED, LATE, PARTIAL, LATER, NONE = "reported", "late", "partial", "later", "none"
MISSING, HOLE, NOT_DUE, NOT_OWED = "missing", "hole", "not_due", "not_owed"
ABSENT = (MISSING, HOLE, PARTIAL)  # owed, due, and not all there
THERE = (REPORTED, LATE, LATER, NONE)


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One period of one ledger at one place (None: the whole area): its state, the rows that are there, whether it is known to be in time.

    `days_late` after the due day; `known_to` is the last day a partial report speaks of.
    """

    period: str
    place: str | None
    state: str
    rows: int = 0
    is_timed: bool = False
    days_late: int = 0
    known_to: date | None = None


@dataclass(frozen=True, kw_only=True)
class Book:
    """A ledger (of one channel where it has several) with its cells: those of the places, and `whole` a period of the area."""

    series: Series
    ledger: str = ""
    channel: str | None = None
    periods: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    cells: Mapping[tuple[str, str], Cell]
    whole: Mapping[str, Cell]

    @property
    def key(self) -> str:
        """What tells the book from all others."""
        return "/".join([self.series.id, *([self.ledger, self.channel or ""] if self.series.shape == STREAM else [])])


@dataclass(frozen=True, kw_only=True)
class Batch:
    """A live batch: its file and sheet, ledger, the day it speaks for and the day it was loaded."""

    batch_id: str
    file_name: str
    sheet: str
    source: str
    cutoff_on: date | None
    loaded_on: date
    rows: int


@dataclass(frozen=True, kw_only=True)
class Clock:
    """What is due: the day of the last load, and the day of the first of each ledger."""

    loaded_on: date
    first_loads: Mapping[str, date]

    def absent(self, series: Series, period: str) -> str:
        """The state of a period of which nothing is there."""
        return MISSING if series.due_on(period) <= self.loaded_on else NOT_DUE

    def there(self, series: Series, period: str, loaded_on: date | None) -> dict:
        """Whether what is there came in time: state, whether that is known, days late."""
        due = series.due_on(period)
        if loaded_on is None or (loaded_on > due and self.first_loads[series.source] > due):
            return {"state": REPORTED}
        late = max(0, (loaded_on - due).days)
        return {"state": LATE if late else REPORTED, "is_timed": True, "days_late": late}
