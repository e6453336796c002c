"""Which contract a sheet follows, and which of its headers is which column."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from etl.contract import Contract, Mapping, contracts
from etl.cutoff import month_said, period_said
from etl.guard import has_number, is_personal
from etl.headers import header_key
from etl.own_sheets import is_reason
from etl.parts import VALUES, Part, Place, is_period, label_of, names_of, placed, spellings, stated_topic, topic_of, without_span
from etl.written import known_mappings

# Headers every ledger has and nobody needs.
IGNORED = frozenset({"序号", "备注", "编序", "NO", "No"})


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One way to read a sheet: a contract, with or without a mapping; `is_asked_for` where somebody named it."""

    contract: Contract
    mapping: Mapping | None = None
    is_asked_for: bool = False

    @property
    def ledger(self) -> str:
        """The book the rows belong to: the platform a mapping names, else the contract's title."""
        return self.mapping.ledger if self.mapping else self.contract.title


@dataclass(frozen=True, kw_only=True)
class Match:
    """The headers of one sheet against one reading.

    `columns` map contract column -> position in the sheet; where the sheet gives several records a row, `parts` have what each of them has
    beyond these. `said` are columns that only the title speaks of; `spread_units` the units that go without saying, by position.
    """

    reading: Reading
    headers: tuple[str, ...]
    columns: dict[str, int]
    parts: tuple[Part, ...] = ()
    said: dict[str, str] = field(default_factory=dict)
    spread_units: dict[int, str] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    ambiguous: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def present(self) -> tuple[str, ...]:
        """Every contract column that a header, a record's name, the title or the mapping gives, in the order found."""
        mapping = self.reading.mapping
        spread = [column for part in self.parts for column in (*part.columns, *part.constants)]
        mapped = [*mapping.constants, *mapping.dated] if mapping else []
        return tuple(dict.fromkeys([*self.columns, *spread, *mapped, *self.said]))

    @property
    def positions(self) -> frozenset[int]:
        """The columns of the sheet that are read."""
        return frozenset([*self.columns.values(), *(position for part in self.parts for position in part.columns.values())])

    @property
    def missing(self) -> tuple[str, ...]:
        """Chinese names of the required columns that nothing gives."""
        contract, given = self.reading.contract, set(self.present)
        lacking = tuple(column.name for column in contract.columns.values() if column.required and column.key not in given)
        if not contract.needs_any or given & set(contract.needs_any):
            return lacking
        return (*lacking, "或".join(contract.columns[key].name for key in contract.needs_any))

    @property
    def is_by_household(self) -> bool:
        """Whether a row is one household, to be added up before anything is stored."""
        names = {header_key(text).name for text in self.reading.contract.household}
        return any(header_key(header).name in names or header_key(header.rsplit("_", 1)[-1]).name in names for header in self.dropped)


def readings(source: str | None, mapping: str | None, data_dir: Path | None = None) -> tuple[Reading, ...]:
    """The readings to try: those of one mapping, of one contract, or all, with the mappings made in the app of this data folder.

    KeyError for a name nobody declared.
    """
    known = known_mappings(data_dir)
    if mapping:
        chosen = known[mapping]
        return (Reading(contract=contracts()[chosen.source], mapping=chosen, is_asked_for=True),)
    wanted = [contracts()[source]] if source else list(contracts().values())
    plain = [Reading(contract=contract, is_asked_for=source is not None) for contract in wanted]
    mapped = [Reading(contract=contract, mapping=m) for contract in wanted for m in known.values() if m.source == contract.name]
    return (*plain, *mapped)


@cache
def _personal_spellings(contract_name: str) -> frozenset[str]:
    contract = contracts()[contract_name]
    told = [text for name, aliases in contract.personal.items() for text in (name, *aliases)]
    return frozenset(header_key(text).name for text in (*told, *contract.household))


def _forms(header: str) -> tuple[str, ...]:
    """A header whole, then only its lowest level."""
    return (header_key(header).name, header_key(header.rsplit("_", 1)[-1]).name)


def _mapped(header: str, mapping: Mapping | None) -> Place | None:
    """What a mapping makes of a header, exactly as written."""
    if mapping is None:
        return None
    written = header.strip()
    if written in mapping.columns:
        return Place(column=mapping.columns[written])
    group = next((group for group in mapping.spread if written in group.headers), None)
    return group and Place(column=group.headers[written], constants=tuple(group.constants.items()))


def is_dropped(header: str, reading: Reading) -> bool:
    """Whether what stands under a header is about persons and is neither read nor kept."""
    return is_personal(header) or has_number(header) or any(form in _personal_spellings(reading.contract.name) for form in _forms(header))


def is_known(candidates: Iterable[Reading]) -> Callable[[str], bool]:
    """A predicate for finding the table: does any of the readings know this header?"""
    candidates = tuple(candidates)
    names = frozenset().union(*(names_of(r.contract.name) | _personal_spellings(r.contract.name) for r in candidates))
    mapped = frozenset(header for r in candidates if r.mapping for header in named_headers(r.mapping))
    takes_periods = any(reading.contract.period_column for reading in candidates)

    def knows(header: str) -> bool:
        written = header.strip()
        if written in IGNORED or is_reason(header) or written in mapped or (takes_periods and is_period(written)):
            return True
        return any(form in names or without_span(form) in names for form in _forms(header)) or is_personal(header)

    return knows


def named_headers(mapping: Mapping) -> frozenset[str]:
    """Every header that a mapping names."""
    return frozenset([*mapping.columns, *(header for group in mapping.spread for header in group.headers)])


def match_headers(headers: Iterable[str], reading: Reading, texts: Sequence[str] = ()) -> Match:
    """Which header is which column; of several for one column the exact name wins, else the column stays open as ambiguous.

    `texts` are what the sheet says of itself, most telling first: they give the period, and what a table with years across is about.
    """
    headers, contract = tuple(headers), reading.contract
    topic = topic_of(contract, texts, reading.is_asked_for)
    has_period = any(_gives_period(header, reading) for header in headers)
    has_blank = reading.mapping is not None and "" in named_headers(reading.mapping)
    found, dropped, unknown = defaultdict(lambda: defaultdict(list)), [], []
    for position, header in enumerate(headers):
        if not header.strip() and not has_blank:
            continue  # thousands of them stand where one cell is far to the right
        is_left = is_reason(header) or (reading.mapping is not None and header.strip() in reading.mapping.ignored)
        place = None if is_left else _mapped(header, reading.mapping) or placed(header, contract, topic, has_period)
        if place:
            found[place.constants][place.column].append(position)
        elif header and is_dropped(header, reading):
            dropped.append(header)
        elif header and not is_left and header.strip() not in IGNORED:
            unknown.append(header)
    columns, parts, ambiguous = _settle(found, headers, contract)
    match = Match(
        reading=reading, headers=headers, columns=columns, parts=parts, dropped=tuple(dropped), unknown=tuple(unknown), ambiguous=ambiguous
    )
    return replace(match, said=_said(match, texts), spread_units=_spread_units(match, texts))


def _gives_period(header: str, reading: Reading) -> bool:
    column = reading.contract.period_column
    if column is None:
        return False
    place = _mapped(header, reading.mapping)
    known = spellings(reading.contract.name)
    return place.column == column if place else any(known.get(form) == column for form in _forms(header))


def _settle(
    found: dict, headers: tuple[str, ...], contract: Contract
) -> tuple[dict[str, int], tuple[Part, ...], dict[str, tuple[str, ...]]]:
    """The columns every record shares, the records of their own, and what stays open."""
    settled, ambiguous = {}, {}
    for constants, columns in found.items():
        settled[constants] = {}
        for column, positions in columns.items():
            item = next((text for _, text in constants if text in contract.spread), None)
            one = _only(positions, headers, item or contract.columns[column].name)
            if one is None:
                ambiguous[column] = tuple(headers[p] for p in positions)
            else:
                settled[constants][column] = one
    shared = settled.pop((), {})
    if not settled:
        return shared, (), ambiguous
    own = {column: position for column, position in shared.items() if contract.columns[column].type in VALUES}
    spread = [
        Part(columns=columns, constants=dict(constants), label=label_of(constants)) for constants, columns in settled.items() if columns
    ]
    parts = ([Part(columns=own)] if own else []) + spread
    return {column: position for column, position in shared.items() if column not in own}, tuple(parts), ambiguous


def _only(positions: list[int], headers: tuple[str, ...], name: str) -> int | None:
    """The one position for a column: the only one, or the only one that bears its very name."""
    exact = [p for p in positions if header_key(headers[p]).name == header_key(name).name] if len(positions) > 1 else positions
    return exact[0] if len(exact) == 1 else None


def _said(match: Match, texts: Sequence[str]) -> dict[str, str]:
    """The month or period of a sheet whose rows do not say it, where its title, its name or the file's does: by column."""
    contract, given = match.reading.contract, set(match.present)
    months = [column.key for column in contract.columns.values() if column.type == "month" and column.key not in given]
    period = contract.period_column if contract.period_column not in given else None
    said = dict.fromkeys(months, month_said(texts)) | ({period: period_said(texts)} if period else {})
    return {column: text for column, text in said.items() if text}


def _spread_units(match: Match, texts: Sequence[str]) -> dict[int, str]:
    """Units that a header does not say: an item's own, or where periods stand across, the one in the brackets of the title."""
    spread = match.reading.contract.spread
    said = next((key.unit for text in texts if (key := header_key(stated_topic(text) or text)).unit), "")
    units = {}
    for part in match.parts:
        item = next((spread[text] for text in part.constants.values() if text in spread), None)
        across = said if match.reading.contract.period_column in part.constants else ""
        units |= {position: item.unit if item else across for position in part.columns.values()}
    return {position: unit for position, unit in units.items() if unit}


def _is_whole(match: Match, headers: tuple[str, ...]) -> bool:
    """A mapping reads a sheet only where every header it names is there."""
    mapping = match.reading.mapping
    return mapping is None or named_headers(mapping) <= {header.strip() for header in headers}


def best_match(headers: tuple[str, ...], candidates: Iterable[Reading], texts: Sequence[str] = ()) -> Match | None:
    """The reading that leaves least missing and matches most; a whole mapping before a bare contract. None where nothing fits."""
    matches = [match_headers(headers, reading, texts) for reading in candidates]
    whole = [match for match in matches if _is_whole(match, headers)]
    return max(whole, key=lambda m: (not m.missing, m.reading.mapping is not None, _number(m), len(m.positions)), default=None)


def _number(match: Match) -> int:
    """Of two mappings that read a sheet whole, the one that people here made last stands first."""
    return match.reading.mapping.number if match.reading.mapping else 0
