"""Counts kept ready: where a large snapshot holds a cube of a cohort, whole months as the data stand today are answered from it.

A cube (table cubes.<view>) has a row a month, village and group of one of its pieces, and in it the number of rows for each condition of the
catalog, largest values, and labels. It answers only what it answers to the last digit as a scan would; `cube_of` says so, or gives None.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from indicators.cohort import counting, fetch, load_views
from indicators.columns import load_columns
from indicators.scope import Scope

PLACES = ("town", "village")  # every piece has them
PIECES = ((), ("source_channel", "appeal_kind", "ledger", "data_class"), ("category_1",), ("handler_unit",), ("handled_level",),
          ("entry_mode",), ("age_band",))  # fmt: skip
SAMPLE = PIECES[1]  # what a sample is kept by, beside month, town and village
HELD = "select newest_at, pieces, columns from cubes.held where view = $view and fingerprint = $fingerprint"
KNOWN_PLACE = "select 1 from cubes.place where area_id = $area"


@dataclass(frozen=True, kw_only=True)
class Cube:
    """A cube that can answer for a scope: its cohort, the columns of its pieces, and the column that each text stands in."""

    view: str
    newest_at: datetime
    pieces: tuple[tuple[str, ...], ...]
    columns: dict[str, str]

    def piece(self, scope: Scope, by: Iterable[str]) -> int | None:
        """The number of the piece that has the columns grouped and filtered by; None where none has."""
        needed = {*by, *scope.filters} - {*PLACES}
        found = (number for number, columns in enumerate(self.pieces) if needed <= {*columns})
        return next(found, None) if not needed & _levelled() or _is_by_month(scope) else None

    def is_sampled(self, scope: Scope, by: Iterable[str]) -> bool:
        """Whether the samples have the columns grouped and filtered by."""
        return {*by, *scope.filters} <= {*PLACES, *(column for piece in self.pieces for column in piece if column in SAMPLE)}


@cache
def _levelled() -> frozenset[str]:
    """The columns that go by the moment a stock is taken at; without a closing time, a case stands at another moment in a longer period."""
    return frozenset(key for key, column in load_columns().items() if column.levels)


def _is_by_month(scope: Scope) -> bool:
    """Whether a period is a month: by its grain, or because the range is one."""
    return scope.grain == "month" or (
        scope.start and scope.end and (scope.start.year, scope.start.month) == (scope.end.year, scope.end.month)
    )


@cache
def fingerprint(view: str) -> str:
    """Changes with any byte of the text of a cohort but its comments."""
    return hashlib.sha256(re.sub("--.*", "", counting("", view, Scope())).encode()).hexdigest()[:12]


def cube_of(connection, view: str, scope: Scope) -> Cube | None:
    """The cube that answers for this cohort and scope; None where rows must be scanned.

    It answers whole months, the data as they stand now, and places of which the facts were counted.
    """
    if load_views()[view].facts != "case":
        return None
    _, rows = fetch(connection, HELD, {"view": view, "fingerprint": fingerprint(view)})
    if not rows or not _is_whole(scope, rows[0][0]):
        return None
    if scope.area is not None and not fetch(connection, KNOWN_PLACE, {"area": scope.area})[1]:
        return None
    newest_at, pieces, columns = rows[0]
    return Cube(view=view, newest_at=newest_at, pieces=tuple(map(tuple, pieces)), columns=columns)


def _is_whole(scope: Scope, newest_at: datetime) -> bool:
    """Whether the scope begins and ends with a month, or after all that is known, and is as of no earlier day."""
    values = scope.parameters()
    end_at = values["end_at"]
    return values["as_of_at"] >= newest_at and values["start_at"].day == 1 and (end_at.day == 1 or end_at >= newest_at)
