"""Other ways to write a village's name, as people in the app said: the rows that use them go to that village at the next build."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from warehouse.journal import Entry, JournalError, Kind, append, end, ended, entries, fitting, read, writing

ALIAS = Kind(kind="alias", endings=("alias_withdrawn",), called="村名别称")
KINDS = (ALIAS.kind, *ALIAS.endings)
LONGEST = 30


@dataclass(frozen=True, kw_only=True)
class Alias:
    """That `alias` is a way to write the village `area` (its path)."""

    entry_id: int
    area: str
    alias: str
    written_by: str
    written_at: datetime


def _alias(entry: Entry) -> Alias:
    return Alias(entry_id=entry.entry_id, written_by=entry.written_by, written_at=entry.written_at, **entry.body)


def _standing(found: list[Entry]) -> list[Alias]:
    over = ended(found, ALIAS)
    return [_alias(entry) for entry in found if entry.kind == ALIAS.kind and entry.entry_id not in over]


def note_alias(data_dir: Path, *, area: str, alias: str, by: str, at: datetime) -> int:
    """Records an alias and returns its number. JournalError where it is blank or long, or stands already, for this village or another.

    That no other village bears the name, and that it is no person's number, the caller has seen to.
    """
    body = {"area": area, "alias": fitting(alias, "请写明文件里的村名。", LONGEST)}
    if not area.strip():
        raise JournalError("请选择这个名称是哪个村。")
    with writing(data_dir) as connection:
        held = next((one.area for one in _standing(read(connection, KINDS)) if one.alias == body["alias"]), None)
        if held == area:
            raise JournalError(f"“{body['alias']}”已经记为这个村的别称。")
        if held is not None:
            raise JournalError(f"“{body['alias']}”已经记为“{held.rsplit('/', 1)[-1]}”的别称；要改，请先撤回那一条。")
        return append(connection, ALIAS.kind, by=by, at=at, body=body)


def withdraw_alias(data_dir: Path, entry_id: int, by: str, at: datetime) -> int:
    """Takes an alias back and returns the number of that entry; it holds from the next build on. JournalError where it does not stand."""
    return end(data_dir, entry_id, ALIAS, *ALIAS.endings, by=by, at=at)


def aliases(data_dir: Path, *, up_to: int | None = None) -> list[Alias]:
    """The aliases that stand, in the order in which they were written. `up_to`: as the journal stood at that position."""
    return _standing(entries(data_dir, KINDS, up_to))
