"""What a ledger is, declared once in contracts/*.toml, and how one platform's export maps onto it (mappings/*.toml)."""

import hashlib
import tomllib
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

CONTRACTS = Path(__file__).parent / "contracts"
MAPPINGS = Path(__file__).parent / "mappings"

TYPES = ("identifier", "text", "choice", "flag", "moment", "month", "period", "integer", "number", "quantity", "measure")
STATISTICAL = ("period", "quantity", "measure")  # types of a ledger that states figures instead of listing cases


class DefinitionError(Exception):
    """A contract or mapping of ours is broken: names the file and the key."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a ledger; `key` is its name in the table."""

    key: str
    name: str
    type: str
    example: str
    aliases: tuple[str, ...] = ()
    required: bool = False
    unit: str = ""
    choices: Dictionary[str, tuple[str, ...]] = field(default_factory=dict)
    blank: str | None = None  # the choice that a blank stands for
    unreadable: str = "blank"  # blank: null and a warning; reject: the row is refused
    end_of_day: bool = False  # a date without a time means the end of that day
    fill_down: bool = False  # vertical merges repeat
    additive: bool = False  # a 合计 row can be compared with the sum
    min: float | None = None
    open: bool = False  # a choice that keeps what is not listed as it is written
    unit_from: str = ""  # the column that says the unit of a measure
    context: str = ""  # the column that says what a measure is of
    subset_of: str = ""  # a flag: the cell of this column begins with 其中

    def __post_init__(self):
        if self.type not in TYPES:
            raise DefinitionError(f"column {self.key}: type must be one of {TYPES}, not {self.type!r}")
        if self.unreadable not in ("blank", "reject"):
            raise DefinitionError(f"column {self.key}: unreadable must be blank or reject, not {self.unreadable!r}")
        if (self.type == "choice") != bool(self.choices):
            raise DefinitionError(f"column {self.key}: choices belong to type choice and to nothing else")
        if self.type == "quantity" and not self.unit:
            raise DefinitionError(f"column {self.key}: a quantity needs a unit")

    @property
    def header(self) -> str:
        """The header of the template workbook, with its unit."""
        return f"{self.name}（{self.unit}）" if self.unit else self.name


@dataclass(frozen=True, kw_only=True)
class Check:
    """A condition on one typed row that must not hold."""

    fails_when: str
    column: str
    message: str
    severity: str = "error"


@dataclass(frozen=True, kw_only=True)
class Flag:
    """A word put beside the rows for which `when` holds."""

    code: str
    when: str


@dataclass(frozen=True, kw_only=True)
class Spread:
    """A header that gives a record of its own: its cell goes to `column`, `constants` say what it is of.

    `unit` is what a number without one means; it fixes what units are accepted at all.
    """

    name: str
    column: str
    aliases: tuple[str, ...] = ()
    unit: str = ""
    constants: Dictionary[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class HeaderGroup:
    """Headers of one platform's export that make a record of their own: header -> column, and what the record is of."""

    headers: Dictionary[str, str]
    constants: Dictionary[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Contract:
    """A ledger: its table, key, columns, row checks, and the headers that hold personal data."""

    name: str
    title: str
    table: str
    version: int
    grain: str
    key: tuple[str, ...]
    owner: str
    cadence: str
    constants: Dictionary[str, str]
    columns: Dictionary[str, Column]
    personal: Dictionary[str, tuple[str, ...]]
    checks: tuple[Check, ...]
    total_where: str = "true"  # the rows that a 合计 row adds up
    matter_key: tuple[str, ...] = ()  # what tells one matter of a village, whatever channel registered it
    needs_any: tuple[str, ...] = ()  # a sheet without any of these columns is no such ledger
    flags: tuple[Flag, ...] = ()
    across: str = ""  # the column of the cells where periods stand across the header
    household: tuple[str, ...] = ()  # headers that tell that a row is one household: such rows are added up by key
    spread: Dictionary[str, Spread] = field(default_factory=dict)

    def __post_init__(self):
        spread = [column for one in self.spread.values() for column in (one.column, *one.constants)]
        across = [self.across] if self.across else []
        listed = [*self.key, *self.matter_key, *self.needs_any, *(check.column for check in self.checks), *spread, *across]
        for used in listed:
            if used not in self.columns:
                raise DefinitionError(f"{self.name}.toml: {used!r} is not a column")

    @property
    def is_statistical(self) -> bool:
        """Whether its rows state figures of a place, with their units and periods, and do not list cases."""
        return any(column.type in STATISTICAL for column in self.columns.values())

    @cached_property
    def period_column(self) -> str | None:
        """The column that says the period a row is about; None where there is none."""
        return next((column.key for column in self.columns.values() if column.type == "period" and column.key in self.key), None)


@dataclass(frozen=True, kw_only=True)
class Mapping:
    """How one platform's export becomes a contract's rows."""

    name: str
    title: str
    source: str
    ledger: str
    columns: Dictionary[str, str]
    values: Dictionary[str, Dictionary[str, str]] = field(default_factory=dict)
    constants: Dictionary[str, str] = field(default_factory=dict)
    nulls: tuple[str, ...] = ()
    units: Dictionary[str, str] = field(default_factory=dict)  # header -> the unit its cells are in
    dated: Dictionary[str, Dictionary[str, Dictionary[str, int]]] = field(default_factory=dict)  # column -> value -> before or from a year
    spread: tuple[HeaderGroup, ...] = ()
    sheet: str | None = None
    header_row: int | None = None
    ignored: tuple[str, ...] = ()  # headers that are left alone
    digest: str = ""
    number: int = 0  # of those made in the app: the later one stands before the earlier one, and before what ships

    @property
    def is_own(self) -> bool:
        """Whether it was made in the app and does not ship with the board."""
        return self.number > 0


def _column(file: str, key: str, declared: dict) -> Column:
    values = dict(declared)
    values["aliases"] = tuple(values.get("aliases", ()))
    values["choices"] = {choice: tuple(written) for choice, written in values.get("choices", {}).items()}
    try:
        return Column(key=key, **values)
    except TypeError as error:
        raise DefinitionError(f"{file} [columns.{key}]: {error}") from error


def _spread(file: str, name: str, declared: dict) -> Spread:
    try:
        return Spread(name=name, **declared | {"aliases": tuple(declared.get("aliases", ()))})
    except TypeError as error:
        raise DefinitionError(f"{file} [spread.{name}]: {error}") from error


def _read_contract(path: Path) -> Contract:
    declared = tomllib.loads(path.read_text(encoding="utf-8"))
    columns = {key: _column(path.name, key, column) for key, column in declared.pop("columns").items()}
    personal = {name: tuple(headers) for name, headers in declared.pop("personal", {}).items()}
    checks = tuple(Check(**check) for check in declared.pop("checks", ()))
    flags = tuple(Flag(**flag) for flag in declared.pop("flags", ()))
    spread = {name: _spread(path.name, name, one) for name, one in declared.pop("spread", {}).items()}
    listed = {name: tuple(declared.pop(name, ())) for name in ("key", "matter_key", "needs_any", "household")}
    try:
        return Contract(name=path.stem, columns=columns, personal=personal, checks=checks, flags=flags, spread=spread, **listed, **declared)
    except TypeError as error:
        raise DefinitionError(f"{path.name}: {error}") from error


def read_mapping(path: Path) -> Mapping:
    """The mapping in a TOML file; its digest changes with any byte of it."""
    content = path.read_bytes()
    return declared_mapping(path.stem, tomllib.loads(content.decode("utf-8")), digest=hashlib.sha256(content).hexdigest())


def declared_mapping(name: str, declared: Dictionary, *, digest: str, number: int = 0) -> Mapping:
    """The mapping that a declaration makes. DefinitionError where a contract does not have what it names."""
    listed = {key: tuple(declared.get(key, ())) for key in ("nulls", "ignored")}
    try:
        spread = tuple(HeaderGroup(**group) for group in declared.get("spread", ()))
        mapping = Mapping(**{**declared, **listed, "name": name, "spread": spread, "digest": digest, "number": number})
    except TypeError as error:
        raise DefinitionError(f"{name}: {error}") from error
    _check_mapping(mapping)
    return mapping


def _check_mapping(mapping: Mapping) -> None:
    contract = contracts().get(mapping.source)
    if contract is None:
        raise DefinitionError(f"{mapping.name}: no contract named {mapping.source!r}")
    spread = [column for group in mapping.spread for column in (*group.headers.values(), *group.constants)]
    for column in [*mapping.columns.values(), *mapping.values, *mapping.constants, *mapping.dated, *spread]:
        if column not in contract.columns:
            raise DefinitionError(f"{mapping.name}: {mapping.source} has no column {column!r}")


@cache
def contracts() -> dict[str, Contract]:
    """Every contract by name."""
    return {path.stem: _read_contract(path) for path in sorted(CONTRACTS.glob("*.toml"))}


@cache
def mappings() -> dict[str, Mapping]:
    """Every mapping that ships with the board, by name."""
    return {path.stem: read_mapping(path) for path in sorted(MAPPINGS.glob("*.toml"))}
