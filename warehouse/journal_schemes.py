"""Assessment schemes (考核办法) that a town adopted: every version as it was, numbered up scheme by scheme, never changed."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from warehouse.journal import LONGEST_POST, Entry, JournalError, append, entries, fitting, read, writing

SCHEME = "scheme"
LONGEST_NAME = 30


@dataclass(frozen=True, kw_only=True)
class Adopted:
    """A version of a scheme: what it declares (a dict, its version and who adopted it when included), and who wrote it down."""

    entry_id: int
    declared: dict
    written_by: str
    written_at: datetime

    @property
    def id(self) -> str:
        """Which scheme it is a version of."""
        return self.declared["id"]

    @property
    def version(self) -> int:
        """The number of the version, 1 for the first."""
        return self.declared["version"]

    @property
    def on(self) -> date:
        """The day on which it was adopted."""
        return date.fromisoformat(self.declared["adopted_on"])


def adopt_scheme(data_dir: Path, declared: dict, *, on: date, adopted_by: str, by: str, at: datetime) -> int:
    """Keeps a scheme as its next version and returns which that is. JournalError where it has no id, or nobody adopted it.

    The version and the adoption that it declares are replaced; whether the rest is sound the caller has checked.
    """
    if not str(declared.get("id") or "").strip():
        raise JournalError("考核办法没有编号。")
    adopter = fitting(adopted_by, "请写明由谁审定。", LONGEST_NAME)
    with writing(data_dir) as connection:
        version = 1 + max((one.version for one in map(_adopted, read(connection, (SCHEME,))) if one.id == declared["id"]), default=0)
        kept = declared | {"version": version, "adopted_on": f"{on:%Y-%m-%d}", "adopted_by": adopter}
        append(connection, SCHEME, by=fitting(by, "请写明记录人或科室。", LONGEST_POST), at=at, body=kept)
    return version


def _adopted(entry: Entry) -> Adopted:
    return Adopted(entry_id=entry.entry_id, declared=entry.body, written_by=entry.written_by, written_at=entry.written_at)


def schemes(data_dir: Path) -> list[Adopted]:
    """Every version of every scheme in the order in which they were written, the newest last."""
    return [_adopted(entry) for entry in entries(data_dir, (SCHEME,))]


def scheme_of(data_dir: Path, id: str, version: int) -> Adopted | None:
    """A version of a scheme; None where there is none such."""
    return next((one for one in schemes(data_dir) if (one.id, one.version) == (id, version)), None)


def scheme_on(data_dir: Path, day: date) -> Adopted | None:
    """The scheme in force on a day: the one written last of those adopted by then; None where none was."""
    return next((one for one in reversed(schemes(data_dir)) if one.on <= day), None)
