"""Everything that the journal holds for the brief (会议材料) of an area and a period, read at one position."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from warehouse.journal import position
from warehouse.journal_briefs import Edit, edits, plan
from warehouse.journal_decisions import Decision, decisions
from warehouse.journal_rebases import Rebase, rebases
from warehouse.journal_targets import Target, targets


@dataclass(frozen=True, kw_only=True)
class BriefNotes:
    """What people wrote that a brief is made with. `sections` are the keys that they chose, none where nobody did."""

    position: int
    decisions: Sequence[Decision]
    rebases: Sequence[Rebase]
    targets: Sequence[Target]
    sections: Sequence[str]
    edits: Sequence[Edit]


def brief_notes(data_dir: Path, area: str | None, period: str, up_to: int | None = None) -> BriefNotes:
    """The notes for an area (its path; None: everywhere) and a period as it is written, as the journal stood at a position; by default as now."""
    at, own = position(data_dir) if up_to is None else up_to, area or ""
    chosen = plan(data_dir, own, period, up_to=at)
    return BriefNotes(
        position=at,
        decisions=decisions(data_dir, area, up_to=at),
        rebases=rebases(data_dir, own, up_to=at),
        targets=targets(data_dir, up_to=at),
        sections=chosen.sections if chosen else (),
        edits=edits(data_dir, own, period, up_to=at),
    )
