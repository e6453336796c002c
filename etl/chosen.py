"""What a person at the page said of a sheet: applied by making a mapping in memory, so that the ordinary path does the work."""

from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from etl.contract import Mapping
from etl.guard import has_number, masked
from etl.match import Match, is_dropped, named_headers
from etl.written import declaration, own_mapping

NAMELESS = "未命名"
LONGEST_NAME = 180  # bytes; file systems take 255


@dataclass(frozen=True, kw_only=True)
class Given:
    """A file that was handed over: its name, and its bytes, which are kept nowhere; or where it lies."""

    name: str
    content: bytes = b""
    path: Path | None = None


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """Corrections to one sheet. What is not named stays as it was recognised.

    `columns` maps a header to the column it is, None where it is not to be used; `values` a column to what its texts mean; `constants` a
    column that the sheet lacks to what holds for all its rows; `ledger` is the platform or book of the rows, "" where it is the ledger's own.
    """

    source: str | None = None
    header_row: int | None = None
    columns: Dictionary[str, str | None] = field(default_factory=dict)
    values: Dictionary[str, Dictionary[str, str]] = field(default_factory=dict)
    constants: Dictionary[str, str] = field(default_factory=dict)
    ledger: str = ""
    is_left_out: bool = False

    @property
    def makes_mapping(self) -> bool:
        """Whether it says more than which ledger it is."""
        return bool(self.columns or self.values or self.constants or self.ledger or self.header_row)


NOTHING = Chosen()


def as_mapping(chosen: Chosen, match: Match) -> Mapping:
    """The mapping that reads a sheet as it was recognised, with the corrections on top.

    Every header it uses is named, so that it recognises the next file of the platform and no other one. A header about persons is never
    named, whatever was chosen for it.
    """
    base, contract = match.reading.mapping, match.reading.contract
    held = declaration(base) if base else {}
    usable = _usable(chosen, match)
    columns = _columns(match, held, usable)
    declared = {
        **held, "columns": columns, "ignored": sorted(_ignored(match, held, usable) - set(columns)),
        "values": _values(held.get("values", {}), _possible(chosen.values, match)),
        "constants": {**held.get("constants", {}), **_said(_of_contract(chosen.constants, match))},
        "header_row": chosen.header_row or held.get("header_row"),
    }  # fmt: skip
    filled = {key: value for key, value in declared.items() if value not in (None, [], {}, "")}
    ledger = masked(chosen.ledger.strip()) or match.reading.ledger
    return own_mapping({"columns": {}, **filled}, title=base.title if base else contract.title, source=contract.name, ledger=ledger)


def _usable(chosen: Chosen, match: Match) -> dict[str, str | None]:
    """What was chosen for headers, as far as the ledger has the column and the header is not about persons."""
    known = match.reading.contract.columns
    return {
        header.strip(): column
        for header, column in chosen.columns.items()
        if may_be_chosen(header, match) and (column is None or column in known)
    }


def _of_contract(said: Dictionary, match: Match) -> dict:
    return {column: what for column, what in said.items() if column in match.reading.contract.columns}


def _possible(said: Dictionary[str, Dictionary[str, str]], match: Match) -> dict[str, dict[str, str]]:
    """What texts mean, as far as the column has such a choice."""
    columns = match.reading.contract.columns
    return {
        column: {text: choice for text, choice in texts.items() if choice in columns[column].choices}
        for column, texts in _of_contract(said, match).items()
    }


def _ignored(match: Match, held: dict, usable: dict[str, str | None]) -> set[str]:
    """Headers that are left alone: those of which that was said, and those that stood for a column which now has another header."""
    given_up = {header for header, column in usable.items() if column is None}
    taken = {column for column in usable.values() if column}
    rivals = {match.headers[position].strip() for column, position in match.columns.items() if column in taken}
    rivals |= {header.strip() for column, headers in match.ambiguous.items() if column in taken for header in headers}
    return {header for header in {*held.get("ignored", ()), *given_up, *rivals} if not has_number(header)}


def may_be_chosen(header: str, match: Match) -> bool:
    """Whether a person may say what a header is: not where it is about persons, nor where a number of a person stands in it."""
    return bool(header.strip()) and not is_dropped(header, match.reading)


def _columns(match: Match, held: dict, usable: dict[str, str | None]) -> dict[str, str]:
    """Header -> column: what was recognised once a row, less what was chosen otherwise, and what was chosen. A column has one header."""
    spread = set(named_headers(match.reading.mapping)) - set(held.get("columns", {})) if match.reading.mapping else set()
    written = {match.headers[position].strip(): column for column, position in match.columns.items()}
    found = {header: column for header, column in written.items() if not has_number(header) and header not in spread}
    taken = {column for column in usable.values() if column}
    kept = {header: column for header, column in found.items() if header not in usable and column not in taken}
    return kept | {header: column for header, column in usable.items() if column}


def _values(held: dict, chosen: Dictionary[str, Dictionary[str, str]]) -> dict[str, dict[str, str]]:
    said = {column: _said(texts) for column, texts in chosen.items()}
    merged = {column: {**held.get(column, {}), **said.get(column, {})} for column in {*held, *said}}
    return {column: texts for column, texts in merged.items() if texts}


def _said(texts: Dictionary[str, str]) -> dict[str, str]:
    """What was typed, less what is blank or has a number of a person in it."""
    stripped = {str(key).strip(): str(text).strip() for key, text in texts.items()}
    return {key: text for key, text in stripped.items() if key and text and not has_number(key + text)}


def laid_down(given: Given, folder: Path) -> Path:
    """Where a file can be read: its own place, or a file in the scratch folder under its name without the numbers of persons."""
    if given.path:
        return given.path
    path = folder / _file_name(given.name)
    path.write_bytes(given.content)
    return path


def _file_name(name: str) -> str:
    """A name that every file system takes, without its folders and without the numbers of persons."""
    plain = masked(base_name(name)).strip(". ")
    ending = PurePosixPath(plain).suffix[:10]
    stem = plain.removesuffix(ending).encode()[:LONGEST_NAME].decode(errors="ignore")
    return (stem or NAMELESS) + ending


def base_name(name: str) -> str:
    """A file's name without the folders before it and without what no screen shows; one in the bytes of a Chinese Windows is read as such."""
    return printable(PurePosixPath(_decoded(name).replace("\\", "/")).name) or NAMELESS


def printable(text: str) -> str:
    """A text in one line that can be shown, stored and said: control characters, direction marks and halves of characters taken out."""
    return " ".join("".join(c if c.isprintable() or c.isspace() else "" for c in text).split())


def _decoded(name: str) -> str:
    """A name whose bytes are no UTF-8 is most likely GBK, from a zip made on Windows."""
    try:
        return name.encode("utf-8", "surrogateescape").decode("gb18030") if _has_halves(name) else name
    except UnicodeError:
        return name


def _has_halves(name: str) -> bool:
    return any("\ud800" <= c <= "\udfff" for c in name)
