"""Up to which day a snapshot knows its cases, read beside the connection that the process may hold to it."""

from datetime import date
from pathlib import Path

from warehouse.snapshot import open_snapshot

KNOWN_TO = (Path(__file__).parent / "kept.sql").read_text(encoding="utf-8")


def known_to(data_dir: Path, name: str) -> date | None:
    """The last day that any case or dispute of a snapshot is known up to; None where it holds none. SnapshotNotFound where there is none such."""
    with open_snapshot(data_dir, name) as connection:
        return connection.execute(KNOWN_TO).fetchall()[0][0]
