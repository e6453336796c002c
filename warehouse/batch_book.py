"""What a snapshot says of its batches: each with what became of its rows, and what was wrong in one of them."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

SQL = Path(__file__).parent


@dataclass(frozen=True, kw_only=True)
class ControlTotal:
    """A 合计 of a sheet beside the sum of its rows, in the unit that the board keeps ("" where none is known)."""

    row: int
    column: str
    stated: float
    summed: float
    agrees: bool
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class LoadedBatch:
    """One live batch. read = accepted + rejected + skipped; `errors` and `warnings` count findings, `skipped_by` is reason -> rows."""

    batch_id: str
    file_name: str
    file_sha256: str
    sheet: str
    source: str
    mapping: str
    ledger: str
    data_class: str
    cutoff_on: date | None
    cutoff_basis: str
    loaded_at: datetime
    read: int
    accepted: int
    rejected: int
    skipped: int
    skipped_by: dict[str, int]
    new: int
    changed: int
    unchanged: int
    errors: int
    warnings: int
    dropped_columns: tuple[str, ...]
    unknown_columns: tuple[str, ...]
    control_totals: tuple[ControlTotal, ...]

    @property
    def disagreeing(self) -> tuple[ControlTotal, ...]:
        """The control totals that are not the sum of the rows."""
        return tuple(one for one in self.control_totals if not one.agrees)


@dataclass(frozen=True)
class Finding:
    """What was wrong with one cell: sheet, row as Excel shows it, column, masked value, why, and whether the row was refused for it."""

    sheet: str
    row: int
    column: str
    value: str | None
    message: str
    severity: str


FIELDS = [name for name in LoadedBatch.__dataclass_fields__]  # in the order of the query


def batches(connection) -> list[LoadedBatch]:
    """Every live batch of a snapshot, the last loaded first."""
    with connection.cursor() as cursor:
        rows = cursor.execute((SQL / "batch_book.sql").read_text(encoding="utf-8")).fetchall()
    return [_batch(dict(zip(FIELDS, row, strict=True))) for row in rows]


def _batch(row: dict) -> LoadedBatch:
    totals = tuple(ControlTotal(**one) for one in json.loads(row["control_totals"]))
    lists = {name: tuple(row[name]) for name in ("dropped_columns", "unknown_columns")}
    return LoadedBatch(**{**row, **lists, "skipped_by": json.loads(row["skipped_by"]), "control_totals": totals})


def findings(connection, batch_id: str, most: int) -> list[Finding]:
    """What was wrong in a batch, by row; at most so many."""
    with connection.cursor() as cursor:
        sql = (SQL / "batch_issues.sql").read_text(encoding="utf-8")
        return [Finding(*row) for row in cursor.execute(sql, {"batch_id": batch_id, "most": most}).fetchall()]
