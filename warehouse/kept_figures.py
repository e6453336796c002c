"""The figures of an assessment as they were when somebody ruled on them: small files beside the snapshots, named by their digest, never changed.

A snapshot from which they came may be derived anew after an update of the program; these are what was published and adopted.
"""

import re
from pathlib import Path

from warehouse.folder import write_durably

FOLDER = "figures"
DIGEST = re.compile(r"[0-9a-f]{64}")


def _path(data_dir: Path, digest: str) -> Path:
    if not DIGEST.fullmatch(digest):
        raise ValueError(f"{digest!r} is no digest")
    return Path(data_dir) / FOLDER / f"{digest}.json"


def keep_figures(data_dir: Path, digest: str, text: str) -> None:
    """Keeps a text under its digest. Nothing is written where it is kept already: the same digest is the same text."""
    path = _path(data_dir, digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        write_durably(path, text)


def kept_figures(data_dir: Path, digest: str) -> str | None:
    """The text kept under a digest, whether or not it still bears it; None where none is kept. Raises ValueError for what is no digest."""
    path = _path(data_dir, digest)
    return path.read_text(encoding="utf-8") if path.exists() else None
