"""What a file turns out to be: a workbook of raw sheets, or a refusal."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

HEAD_ROWS = 40  # how far down a header is looked for, with room for its levels
LONGEST_CELL = 32_767  # characters, as Excel has it: what is longer is no header

Row = tuple[str | None, ...]


@dataclass(frozen=True)
class Refusal:
    """A file that cannot be read; `message` is one Chinese sentence that names the file and the reason."""

    file_name: str
    message: str


@dataclass(frozen=True)
class Merge:
    """A merged range, both ends included: rows as Excel shows them (from 1), columns counted from 0 like c0, c1 …"""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, kw_only=True)
class DelimitedText:
    """A UTF-8 text file of records and what a scan over all of it found.

    `regular_from` is the first record (from 1) after which all records have `last_fields` fields and none is blank;
    `is_clean` says that quotes and line ends are used as RFC 4180 has them throughout.
    """

    path: Path
    scratch: Path
    delimiter: str
    newline: str
    records: int
    fields: int
    last_fields: int
    regular_from: int
    longest: int
    is_clean: bool
    has_quotes: bool
    has_edge_tabs: bool


@dataclass(frozen=True, kw_only=True)
class RawSheet:
    """One sheet as it stands in the file.

    `head` holds the first rows, head[0] being row 1 as Excel shows it, every row `width` cells, "" for an empty one. `row_count`
    is the number of the last used row as Excel shows it. Column 0 is the first used column, wherever the table starts.
    `text` is set for CSV; `rows` gives all rows of any other sheet from row 1 on, None for an empty cell.
    """

    name: str
    is_hidden: bool
    head: tuple[tuple[str, ...], ...]
    merges: tuple[Merge, ...]
    row_count: int
    width: int
    text: DelimitedText | None = field(default=None, repr=False)
    rows: Callable[[], Iterator[Row]] | None = field(default=None, repr=False)


@dataclass(frozen=True, kw_only=True)
class Workbook:
    """A file that can be read: sha256 of its bytes, `encoding` of a text file ("" for Excel), warnings in Chinese, its sheets that hold anything."""

    file_name: str
    sha256: str
    encoding: str
    sheets: tuple[RawSheet, ...]
    warnings: tuple[str, ...] = ()
