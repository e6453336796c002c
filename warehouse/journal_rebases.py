"""From which day on an indicator of an area is judged by a mean of its own, and the reason that was given."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from warehouse.journal import Entry, JournalError, Kind, append, end, ended, entries, fitting, lies_in, read, writing

REBASE = Kind(kind="rebase", endings=("rebase_withdrawn",), called="重新定线")
KINDS = (REBASE.kind, *REBASE.endings)


@dataclass(frozen=True, kw_only=True)
class Rebase:
    """From the day `on` an indicator (its id) of an area (its path; blank: everywhere) is judged anew, for a reason."""

    entry_id: int
    indicator: str
    area: str
    on: date
    reason: str
    written_by: str
    written_at: datetime


def _rebase(entry: Entry) -> Rebase:
    body = entry.body
    return Rebase(
        entry_id=entry.entry_id,
        indicator=body["indicator"],
        area=body["area"],
        on=entry.day("on"),
        reason=body["reason"],
        written_by=entry.written_by,
        written_at=entry.written_at,
    )


def _standing(found: list[Entry]) -> list[Rebase]:
    over = ended(found, REBASE)
    return [_rebase(entry) for entry in found if entry.kind == REBASE.kind and entry.entry_id not in over]


def note_rebase(data_dir: Path, *, indicator: str, area: str, on: date, reason: str, by: str, at: datetime) -> int:
    """Records a re-base and returns its number. JournalError where no reason is given or it is long, or where the same one stands.

    What it says about persons the caller has checked.
    """
    body = {"indicator": indicator, "area": area, "on": f"{on:%Y-%m-%d}", "reason": fitting(reason, "请写一句话说明为什么重新定线。")}
    with writing(data_dir) as connection:
        if (indicator, area, on) in [(one.indicator, one.area, one.on) for one in _standing(read(connection, KINDS))]:
            raise JournalError("这一天已经重新定过线了。")
        return append(connection, REBASE.kind, by=by, at=at, body=body)


def withdraw_rebase(data_dir: Path, entry_id: int, by: str, at: datetime) -> int:
    """Takes a re-base back and returns the number of that entry. JournalError where there is none of that number or it was taken back."""
    return end(data_dir, entry_id, REBASE, *REBASE.endings, by=by, at=at)


def rebases(data_dir: Path, area: str | None = None, *, up_to: int | None = None) -> list[Rebase]:
    """The re-bases that hold for an area: its own and those of the areas that it lies in, oldest day first; all where none is given.

    What changed in one village does not re-base its town. `up_to`: as the journal stood at that position.
    """
    found = _standing(entries(data_dir, KINDS, up_to))
    return sorted((one for one in found if area is None or lies_in(area, one.area)), key=lambda one: (one.on, one.entry_id))
