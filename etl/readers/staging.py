"""Puts the rows of a table into DuckDB as text, with the row number Excel shows."""

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from string import Template

import pyarrow as pa
from duckdb import DuckDBPyConnection

from etl.readers.book import DelimitedText, Merge, RawSheet, Row
from etl.readers.delimited import padded_copy
from etl.readers.table import Table

BATCH = 20_000
_LONGEST_LINE = 2_000_000  # DuckDB's own default; its buffers grow with it
_TEXT_VIEW = Template((Path(__file__).parent / "stage_text.sql").read_text(encoding="utf-8"))


def stage(
    connection: DuckDBPyConnection, sheet: RawSheet, table: Table, name: str, fill_down: frozenset[int] | set[int] = frozenset()
) -> None:
    """Creates the relation `name` with every row of the sheet from table.first_data_row on; an older one of that name is replaced.

    Columns: `source_row` BIGINT, the row as Excel shows it; `c0` … `cN` VARCHAR, one for each of table.headers, NULL for an empty
    cell, else its text (`celltext.cell_text` for typed cells; text as typed, except that tabs at the edges of a CSV cell and a ="…"
    wrapper go). Blank, total and footer rows are there too. Rows come in file order. Where cells of a column in `fill_down` are merged
    vertically, each row of the merge has the value.

    A CSV sheet becomes a temporary view that reads the file each time it is asked, so select from it once; any other sheet is a
    registered Arrow table. `name` must be a plain SQL identifier (ValueError).
    """
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
        raise ValueError(f"not a plain identifier: {name!r}")
    unstage(connection, name)
    if sheet.text:
        connection.execute(_text_view(sheet.text, table, name))
    else:
        connection.register(name, _arrow_table(sheet, table, frozenset(fill_down)))


def unstage(connection: DuckDBPyConnection, name: str) -> None:
    """Drops the relation `stage` made, if there is one, and with it the memory of an Arrow table."""
    connection.unregister(name)
    connection.execute(f"drop view if exists temp.{name}")


def _text_view(text: DelimitedText, table: Table, name: str) -> str:
    """The view over a text file; irregular records are first rewritten to the full width."""
    skip = before = table.first_data_row - 1
    if text.records > before and (text.regular_from > table.first_data_row or text.last_fields < 2):
        text, skip = padded_copy(text, table.first_data_row), 0
    fields = max(text.last_fields, 1)
    return _TEXT_VIEW.substitute(
        name=name,
        before=before,
        skip=skip,
        path=str(text.path).replace("'", "''"),
        delimiter=text.delimiter,
        newline=text.newline.replace("\r", "\\r").replace("\n", "\\n"),
        longest=max(_LONGEST_LINE, text.longest * 2),
        declared=", ".join(f"'f{i}': 'VARCHAR'" for i in range(fields)),
        columns=", ".join(_column(i, fields, text.has_edge_tabs) for i in range(len(table.headers))),
    )


def _column(position: int, fields: int, has_edge_tabs: bool) -> str:
    if position >= fields:
        return f"cast(null as varchar) as c{position}"
    return f"nullif(trim(f{position}, chr(9)), '') as c{position}" if has_edge_tabs else f"f{position} as c{position}"


def _arrow_table(sheet: RawSheet, table: Table, fill_down: frozenset[int]) -> pa.Table:
    width = len(table.headers)
    schema = pa.schema([("source_row", pa.int64()), *((f"c{i}", pa.string()) for i in range(width))])
    rows = enumerate(sheet.rows(), start=1)
    filled = _filled(islice(rows, table.first_data_row - 1, None), _vertical(sheet.merges, table, fill_down))
    return pa.Table.from_batches(_batches(filled, schema), schema)


def _batches(rows: Iterator[tuple[int, Row]], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    width = len(schema) - 1
    while block := list(islice(rows, BATCH)):
        numbers = pa.array([number for number, _ in block], pa.int64())
        columns = list(zip(*(cells[:width] for _, cells in block), strict=True))
        columns += [[None] * len(block)] * (width - len(columns))
        yield pa.RecordBatch.from_arrays([numbers, *(pa.array(column, pa.string()) for column in columns)], schema=schema)


def _vertical(merges: tuple[Merge, ...], table: Table, fill_down: frozenset[int]) -> dict[int, list[Merge]]:
    """The merges to fill down, by their first row."""
    starts: dict[int, list[Merge]] = {}
    for merge in merges:
        if merge.left in fill_down and merge.bottom > merge.top >= table.first_data_row:
            starts.setdefault(merge.top, []).append(merge)
    return starts


def _filled(rows: Iterator[tuple[int, Row]], starts: dict[int, list[Merge]]) -> Iterator[tuple[int, Row]]:
    """The rows with the value of each vertical merge repeated down to its end."""
    running: list[tuple[Merge, str | None]] = []
    for number, cells in rows:
        running = [(merge, value) for merge, value in running if merge.bottom >= number]
        if running:
            cells = list(cells)
            for merge, value in running:
                cells[merge.left] = value
        running += [(merge, cells[merge.left]) for merge in starts.get(number, ())]
        yield number, tuple(cells)
