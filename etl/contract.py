"""What a ledger is, declared once in contracts/*.toml, and how one platform's export maps onto it (mappings/*.toml)."""

import hashlib
import tomllib
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

CONTRACTS = Path(__file__).parent / "contracts"
MAPPINGS = Path(__file__).parent / "mappings"

TYPES = ("identifier", "text", "choice", "flag", "moment", "month", "integer", "number")


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

    def __post_init__(self):
        if self.type not in TYPES:
            raise DefinitionError(f"column {self.key}: type must be one of {TYPES}, not {self.type!r}")
        if self.unreadable not in ("blank", "reject"):
            raise DefinitionError(f"column {self.key}: unreadable must be blank or reject, not {self.unreadable!r}")
        if (self.type == "choice") != bool(self.choices):
            raise DefinitionError(f"column {self.key}: choices belong to type choice and to nothing else")

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

    def __post_init__(self):
        for used in [*self.key, *self.matter_key, *self.needs_any, *(check.column for check in self.checks)]:
            if used not in self.columns:
                raise DefinitionError(f"{self.name}.toml: {used!r} is not a column")


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
    sheet: str | None = None
    header_row: int | None = None
    digest: str = ""


def _column(file: str, key: str, declared: dict) -> Column:
    values = dict(declared)
    values["aliases"] = tuple(values.get("aliases", ()))
    values["choices"] = {choice: tuple(written) for choice, written in values.get("choices", {}).items()}
    try:
        return Column(key=key, **values)
    except TypeError as error:
        raise DefinitionError(f"{file} [columns.{key}]: {error}") from error


def _read_contract(path: Path) -> Contract:
    declared = tomllib.loads(path.read_text(encoding="utf-8"))
    columns = {key: _column(path.name, key, column) for key, column in declared.pop("columns").items()}
    personal = {name: tuple(headers) for name, headers in declared.pop("personal", {}).items()}
    checks = tuple(Check(**check) for check in declared.pop("checks", ()))
    listed = {name: tuple(declared.pop(name, ())) for name in ("key", "matter_key", "needs_any")}
    try:
        return Contract(name=path.stem, columns=columns, personal=personal, checks=checks, **listed, **declared)
    except TypeError as error:
        raise DefinitionError(f"{path.name}: {error}") from error


def read_mapping(path: Path) -> Mapping:
    """The mapping in a TOML file; its digest changes with any byte of it."""
    content = path.read_bytes()
    declared = tomllib.loads(content.decode("utf-8"))
    declared["nulls"] = tuple(declared.get("nulls", ()))
    try:
        mapping = Mapping(name=path.stem, digest=hashlib.sha256(content).hexdigest(), **declared)
    except TypeError as error:
        raise DefinitionError(f"{path.name}: {error}") from error
    _check_mapping(mapping)
    return mapping


def _check_mapping(mapping: Mapping) -> None:
    contract = contracts().get(mapping.source)
    if contract is None:
        raise DefinitionError(f"{mapping.name}.toml: no contract named {mapping.source!r}")
    for column in [*mapping.columns.values(), *mapping.values, *mapping.constants]:
        if column not in contract.columns:
            raise DefinitionError(f"{mapping.name}.toml: {mapping.source} has no column {column!r}")


@cache
def contracts() -> dict[str, Contract]:
    """Every contract by name."""
    return {path.stem: _read_contract(path) for path in sorted(CONTRACTS.glob("*.toml"))}


@cache
def mappings() -> dict[str, Mapping]:
    """Every mapping that ships with the board, by name."""
    return {path.stem: read_mapping(path) for path in sorted(MAPPINGS.glob("*.toml"))}
