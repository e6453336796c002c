"""Texts that people adopted, as they were: small files in a folder beside the snapshots, named by their digest, never changed.

A snapshot from which they came may be derived anew after an update of the program; these are what was adopted.
"""

import re
from pathlib import Path

from warehouse.folder import write_durably

DIGEST = re.compile(r"[0-9a-f]{64}")


def _path(data_dir: Path, folder: str, digest: str) -> Path:
    if not DIGEST.fullmatch(digest):
        raise ValueError(f"{digest!r} is no digest")
    return Path(data_dir) / folder / f"{digest}.json"


def keep_text(data_dir: Path, folder: str, digest: str, text: str) -> None:
    """Keeps a text under its digest. Nothing is written where it is kept already: the same digest is the same text."""
    path = _path(data_dir, folder, digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        write_durably(path, text)


def kept_text(data_dir: Path, folder: str, digest: str) -> str | None:
    """The text kept under a digest, whether or not it still bears it; None where none is kept. Raises ValueError for what is no digest."""
    path = _path(data_dir, folder, digest)
    return path.read_text(encoding="utf-8") if path.exists() else None
