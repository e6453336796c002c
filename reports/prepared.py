"""A brief made from a snapshot and from what the journal holds: the same way for the page, the command, and a finished brief made anew."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from reports.brief import Brief, Made
from reports.compose import compose
from reports.material import Decided, Material, material
from reports.prose import Edited, with_edits
from reports.score_source import source_of
from reports.sections.order import KEYS
from reports.signals import Rebase
from reports.span import Span


class Notes(Protocol):
    """What the journal holds for a brief at a position, as warehouse.brief_notes reads it."""

    position: int
    decisions: Sequence
    rebases: Sequence
    targets: Sequence
    sections: Sequence[str]
    edits: Sequence


def begun(connection, area: str | None, period: Span, edition: str, notes: Notes) -> Material:
    """What the brief of an area (path; None: all) is made from, with what the journal holds. Raises material.NothingKnown where nothing is known."""
    moved = [Rebase(indicator=one.indicator, on=one.on, reason=one.reason) for one in notes.rebases]
    return material(
        connection, area, period, edition=edition, decided=_decided(notes.decisions, area, period.end), rebases=moved, aims=notes.targets
    )


def prepared(held: Material, notes: Notes, *, snapshot: str, on: date) -> Brief:
    """The brief, made on a day. Raises sections.order.UnknownSection where the sections chosen cannot be."""
    batches = tuple(line[0] for line in source_of(held.connection, snapshot).batches)
    made = Made(snapshot=snapshot, position=notes.position, on=on, batches=batches)
    return with_edits(compose(held, made, chosen=tuple(notes.sections) or KEYS), _edited(notes.edits))


def _decided(decisions: Iterable, area: str | None, last: date) -> tuple[Decided, ...]:
    """What meetings up to the period's last day decided: the meeting that this brief is for comes later, and what it decides is for the next."""
    return tuple(
        Decided(meeting=one.meeting, text=one.text, unit=one.unit, due=one.due, is_done=one.is_done, where=_where(one.area, area))
        for one in decisions
        if one.meeting <= last
    )


def _where(path: str, area: str | None) -> str:
    """The place that a decision is for, where that is not the brief's own."""
    return "" if path == (area or "") else path.rsplit("/", 1)[-1]


def _edited(edits: Iterable) -> list[Edited]:
    return [Edited(key=one.key, text=one.text, by=one.written_by, edition=one.edition, original=one.original) for one in edits]
