"""Finished briefs (会议材料): the text of each as it was, the snapshot that it came from kept from being removed, and the entry in the journal."""

from datetime import date, datetime
from pathlib import Path

from warehouse.folder import keep
from warehouse.journal_briefs import archive_brief
from warehouse.kept_text import keep_text, kept_text

FOLDER = "briefs"


def finish_brief(
    data_dir: Path, text: str, *, area: str, period: str, edition: str, title: str, snapshot: str, journal_position: int, digest: str, by: str,
    at: datetime, made_on: date | None = None,
) -> int:  # fmt: skip
    """Keeps a brief's text under its digest and its snapshot under a name, then records it. Returns the number of the entry.

    SnapshotNotFound where the snapshot is gone, JournalError where nobody is named or the same brief is finished already. Cut off before the
    end, it leaves a text or a name that nothing refers to, never an entry without its text.
    """
    keep(data_dir, snapshot, f"会议材料 {area} {period}".replace("  ", " "))
    keep_text(data_dir, FOLDER, digest, text)
    return archive_brief(
        data_dir, area=area, period=period, edition=edition, title=title, snapshot=snapshot, journal_position=journal_position, digest=digest,
        by=by, at=at, made_on=made_on,
    )  # fmt: skip


def kept_brief(data_dir: Path, digest: str) -> str | None:
    """The text of a brief kept under a digest, whether or not it still bears it; None where none is. Raises ValueError for what is no digest."""
    return kept_text(data_dir, FOLDER, digest)
