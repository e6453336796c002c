"""The figures of an assessment as they were when somebody ruled on them."""

from pathlib import Path

from warehouse.kept_text import keep_text, kept_text

FOLDER = "figures"


def keep_figures(data_dir: Path, digest: str, text: str) -> None:
    """Keeps the figures under their digest. Nothing is written where they are kept already."""
    keep_text(data_dir, FOLDER, digest, text)


def kept_figures(data_dir: Path, digest: str) -> str | None:
    """The figures kept under a digest, whether or not they still bear it; None where none are kept. Raises ValueError for what is no digest."""
    return kept_text(data_dir, FOLDER, digest)
