"""Which contract a sheet follows, and which of its headers is which column."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache

from etl.contract import Contract, Mapping, contracts, mappings
from etl.guard import is_personal
from etl.headers import header_key

# Headers every ledger has and nobody needs.
IGNORED = frozenset({"序号", "备注", "编序", "NO", "No"})


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One way to read a sheet: a contract, with or without a mapping."""

    contract: Contract
    mapping: Mapping | None = None

    @property
    def ledger(self) -> str:
        """The book the rows belong to: the platform a mapping names, else the contract's title."""
        return self.mapping.ledger if self.mapping else self.contract.title


@dataclass(frozen=True, kw_only=True)
class Match:
    """The headers of one sheet against one reading. Columns map contract column -> position in the sheet."""

    reading: Reading
    columns: dict[str, int]
    dropped: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    ambiguous: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def missing(self) -> tuple[str, ...]:
        """Chinese names of the required columns that no header and no constant gives."""
        given = set(self.columns) | set(self.reading.mapping.constants if self.reading.mapping else ())
        contract = self.reading.contract
        lacking = tuple(column.name for column in contract.columns.values() if column.required and column.key not in given)
        if not contract.needs_any or given & set(contract.needs_any):
            return lacking
        return (*lacking, "或".join(contract.columns[key].name for key in contract.needs_any))


def readings(source: str | None, mapping: str | None) -> tuple[Reading, ...]:
    """The readings to try: those of one mapping, of one contract, or all. KeyError for a name nobody declared."""
    if mapping:
        chosen = mappings()[mapping]
        return (Reading(contract=contracts()[chosen.source], mapping=chosen),)
    wanted = [contracts()[source]] if source else list(contracts().values())
    plain = [Reading(contract=contract) for contract in wanted]
    mapped = [Reading(contract=contract, mapping=m) for contract in wanted for m in mappings().values() if m.source == contract.name]
    return (*plain, *mapped)


@cache
def _spellings(contract_name: str) -> dict[str, str]:
    """Every known spelling of a header -> the column."""
    contract = contracts()[contract_name]
    return {header_key(text).name: column.key for column in contract.columns.values() for text in (*column.aliases, column.name)}


@cache
def _personal_spellings(contract_name: str) -> frozenset[str]:
    personal = contracts()[contract_name].personal
    return frozenset(header_key(text).name for name, aliases in personal.items() for text in (name, *aliases))


def _forms(header: str) -> tuple[str, ...]:
    """A header whole, then only its lowest level."""
    return (header_key(header).name, header_key(header.rsplit("_", 1)[-1]).name)


def _column_of(header: str, reading: Reading) -> str | None:
    if reading.mapping and header.strip() in reading.mapping.columns:
        return reading.mapping.columns[header.strip()]
    known = _spellings(reading.contract.name)
    return next((known[form] for form in _forms(header) if form in known), None)


def _is_dropped(header: str, reading: Reading) -> bool:
    return is_personal(header) or any(form in _personal_spellings(reading.contract.name) for form in _forms(header))


def is_known(candidates: Iterable[Reading]) -> Callable[[str], bool]:
    """A predicate for finding the table: does any of the readings know this header?"""
    candidates = tuple(candidates)
    return lambda header: header.strip() in IGNORED or any(_column_of(header, r) or _is_dropped(header, r) for r in candidates)


def match_headers(headers: Iterable[str], reading: Reading) -> Match:
    """Which header is which column; of several for one column the exact name wins, else the column stays open as ambiguous."""
    found, dropped, unknown = defaultdict(list), [], []
    headers = tuple(headers)
    for position, header in enumerate(headers):
        column = _column_of(header, reading)
        if column:
            found[column].append(position)
        elif header and _is_dropped(header, reading):
            dropped.append(header)
        elif header and header.strip() not in IGNORED:
            unknown.append(header)
    columns, ambiguous = _settle(found, headers, reading)
    return Match(reading=reading, columns=columns, dropped=tuple(dropped), unknown=tuple(unknown), ambiguous=ambiguous)


def _settle(found: dict[str, list[int]], headers: tuple[str, ...], reading: Reading) -> tuple[dict[str, int], dict[str, tuple[str, ...]]]:
    columns, ambiguous = {}, {}
    for column, positions in found.items():
        name = reading.contract.columns[column].name
        exact = [p for p in positions if header_key(headers[p]).name == header_key(name).name] if len(positions) > 1 else positions
        if len(exact) == 1:
            columns[column] = exact[0]
        else:
            ambiguous[column] = tuple(headers[p] for p in positions)
    return columns, ambiguous


def _is_whole(match: Match, headers: tuple[str, ...]) -> bool:
    """A mapping reads a sheet only where every header it names is there."""
    mapping = match.reading.mapping
    return mapping is None or set(mapping.columns) <= {header.strip() for header in headers}


def best_match(headers: tuple[str, ...], candidates: Iterable[Reading]) -> Match | None:
    """The reading that leaves least missing and matches most; a whole mapping before a bare contract. None where nothing fits."""
    matches = [match_headers(headers, reading) for reading in candidates]
    whole = [match for match in matches if _is_whole(match, headers)]
    return max(whole, key=lambda m: (not m.missing, m.reading.mapping is not None, len(m.columns)), default=None)
