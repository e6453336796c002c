"""Up to which day a snapshot knows its cases, read beside the connection that the process may hold to it."""

from datetime import date
from pathlib import Path

import duckdb

from warehouse.folder import folder_of
from warehouse.snapshot import READER_CONFIG

KNOWN_TO = (Path(__file__).parent / "kept.sql").read_text(encoding="utf-8")


def known_to(data_dir: Path, name: str) -> date | None:
    """The last day that any case or dispute of a snapshot is known up to; None where it holds none."""
    with duckdb.connect(str(folder_of(data_dir) / name), read_only=True, config=READER_CONFIG) as connection:
        return connection.execute(KNOWN_TO).fetchall()[0][0]
