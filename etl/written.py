"""The mappings a data folder knows: those that ship with the board and those that were made in the app."""

import hashlib
import json
import logging
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from etl.contract import DefinitionError, Mapping, declared_mapping, mappings
from etl.guard import has_number
from warehouse.journal import JournalError
from warehouse.journal_mappings import WrittenMapping, mappings_written, note_mapping

OWN = "own"  # the name of a mapping that was made in the app; saved ones have their number behind it
SEPARATE = ("name", "title", "source", "ledger", "digest", "number")  # what is not part of a declaration

log = logging.getLogger(__name__)


def known_mappings(data_dir: Path | None) -> dict[str, Mapping]:
    """Every mapping by name, the newest of those made in the app first, then those that ship. One that a contract no longer fits is left out."""
    written = mappings_written(data_dir) if data_dir else []
    own = {mapping.name: mapping for one in written if (mapping := _read(one))}
    return own | mappings()


def _read(one: WrittenMapping) -> Mapping | None:
    try:
        return own_mapping(one.declared, title=one.title, source=one.source, ledger=one.ledger, number=one.entry_id)
    except DefinitionError:
        log.warning("mapping %s no longer fits its contract", one.entry_id)
        return None


def own_mapping(declared: dict, *, title: str, source: str, ledger: str, number: int = 0) -> Mapping:
    """The mapping of a declaration made in the app. The digest says how it reads: the same whatever it is called, saved or not."""
    says = json.dumps([source, ledger, declared], ensure_ascii=False, sort_keys=True)
    named = {**declared, "title": title, "source": source, "ledger": ledger}
    return declared_mapping(f"{OWN}-{number}" if number else OWN, named, digest=hashlib.sha256(says.encode()).hexdigest(), number=number)


def declaration(mapping: Mapping) -> dict:
    """What a mapping declares, as it is kept in the journal: without its name, and without what is empty."""
    return {key: value for key, value in _plain(asdict(mapping)).items() if key not in SEPARATE and value not in (None, [], {}, "")}


def _plain(values: dict) -> dict:
    """The same as JSON gives it back: lists for tuples."""
    return json.loads(json.dumps(values, ensure_ascii=False))


def save_mapping(data_dir: Path, mapping: Mapping, *, title: str, by: str, at: datetime) -> int:
    """Keeps a mapping under a name, so that the next file of the platform is recognised; its number. JournalError where it cannot be kept."""
    declared = declaration(mapping)
    if has_number(json.dumps([title, mapping.ledger, declared], ensure_ascii=False)):
        raise JournalError("映射的名称或内容里像有电话或证件号码，没有保存；请去掉号码后再试。")
    return note_mapping(data_dir, title=title, source=mapping.source, ledger=mapping.ledger, declared=declared, by=by, at=at)


def saved_as(mapping: Mapping, known: dict[str, Mapping]) -> Mapping:
    """The saved mapping that reads like this one; where none does, the mapping itself."""
    return next((one for one in known.values() if one.digest == mapping.digest), mapping)
