"""Mappings made in the app: how one platform's export becomes a ledger's rows, so that its next file is recognised."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from warehouse.journal import Entry, JournalError, Kind, append, end, ended, entries, fitting, read, writing

MAPPING = Kind(kind="mapping", endings=("mapping_withdrawn",), called="映射")
KINDS = (MAPPING.kind, *MAPPING.endings)


@dataclass(frozen=True, kw_only=True)
class WrittenMapping:
    """A mapping as it was saved: what people call it, the contract and the book of its rows, what it declares."""

    entry_id: int
    title: str
    source: str
    ledger: str
    declared: dict
    written_by: str
    written_at: datetime


def _written(entry: Entry) -> WrittenMapping:
    return WrittenMapping(entry_id=entry.entry_id, written_by=entry.written_by, written_at=entry.written_at, **entry.body)


def _standing(found: list[Entry]) -> list[WrittenMapping]:
    over = ended(found, MAPPING)
    return [_written(entry) for entry in found if entry.kind == MAPPING.kind and entry.entry_id not in over]


def note_mapping(data_dir: Path, *, title: str, source: str, ledger: str, declared: dict, by: str, at: datetime) -> int:
    """Saves a mapping and returns its number; the number of the same one where it stands already under that name.

    JournalError where it has no name, the name is long, or it says nothing. That it names no person the caller has seen to.
    """
    if not declared.get("columns") and not declared.get("spread"):
        raise JournalError("还没有一列对应好，映射没有保存。")
    body = {"title": fitting(title, "请给映射起一个名称，如“12345 平台导出”。"), "source": source, "ledger": ledger, "declared": declared}
    with writing(data_dir) as connection:
        for one in _standing(read(connection, KINDS)):
            if {key: getattr(one, key) for key in body} == body:
                return one.entry_id
        return append(connection, MAPPING.kind, by=by, at=at, body=body)


def withdraw_mapping(data_dir: Path, entry_id: int, by: str, at: datetime) -> int:
    """Takes a mapping back and returns the number of that entry; what was loaded with it stays. JournalError where it does not stand."""
    return end(data_dir, entry_id, MAPPING, *MAPPING.endings, by=by, at=at)


def mappings_written(data_dir: Path) -> list[WrittenMapping]:
    """The mappings that stand, the newest first."""
    return _standing(entries(data_dir, KINDS))[::-1]
