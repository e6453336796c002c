"""The value of an indicator that is aimed at, who set it on what grounds, and since when it holds."""

from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite
from pathlib import Path

from warehouse.journal import Entry, JournalError, append, entries, fitting, writing

TARGET = "target"


@dataclass(frozen=True, kw_only=True)
class Target:
    """What is aimed at of an indicator (its id), in its unit, with its basis and the day from which it holds."""

    entry_id: int
    indicator: str
    value: float
    basis: str
    since: date
    written_by: str
    written_at: datetime


def set_target(data_dir: Path, *, indicator: str, value: float, basis: str, since: date, by: str, at: datetime) -> int:
    """Sets a target and returns its number. JournalError where the value is no number, or the basis is empty or long."""
    if not isfinite(value):
        raise JournalError("目标值须是一个数。")
    body = {"indicator": indicator, "value": value, "basis": fitting(basis, "请写明目标的依据。"), "since": f"{since:%Y-%m-%d}"}
    with writing(data_dir) as connection:
        return append(connection, TARGET, by=by, at=at, body=body)


def _target(entry: Entry) -> Target:
    body = entry.body
    return Target(
        entry_id=entry.entry_id,
        indicator=body["indicator"],
        value=body["value"],
        basis=body["basis"],
        since=entry.day("since"),
        written_by=entry.written_by,
        written_at=entry.written_at,
    )


def targets(data_dir: Path, *, with_earlier: bool = False, up_to: int | None = None) -> list[Target]:
    """The target last set for each indicator; with those set before, all in the order in which they were set.

    `up_to`: as the journal stood at that position.
    """
    found = [_target(entry) for entry in entries(data_dir, (TARGET,), up_to)]
    return found if with_earlier else list({one.indicator: one for one in found}.values())
