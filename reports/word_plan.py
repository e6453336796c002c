"""Which annexes a Word brief has and in what order: its own, every table that needs a lying page, and what the figures rest on."""

from collections.abc import Sequence
from dataclasses import dataclass

from reports.brief import Brief, Section, Table
from reports.word_notes import made_words, notes
from reports.word_table import fits_squeezed, is_small, is_wide

NOTES_TITLE = "口径、来源和数据质量说明"
MOVED = "moved."  # a section made for a table that left the text


@dataclass(frozen=True, kw_only=True)
class Annex:
    """An annex: its title, what it holds, whether its pages lie, and the small words behind all of that."""

    title: str
    sections: tuple[Section, ...]
    is_lying: bool = False
    closing: str = ""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The annexes in order, and by the key of a wide table of the text the number of its annex."""

    annexes: tuple[Annex, ...]
    where: dict[str, int]

    @property
    def notes_number(self) -> int:
        """Which annex says what the figures rest on."""
        return next(number for number, one in enumerate(self.annexes, start=1) if one.title == NOTES_TITLE)


def plan(brief: Brief) -> Plan:
    """The plan of a brief. The tables that the text has no room for come first, then its own in their order, last what the figures rest
    on."""
    moved = [table for section in brief.sections for table in section.tables if is_wide(table)]
    own = [Annex(title=one.title, sections=(one,), is_lying=_lies(one)) for one in brief.annexes]
    wide = [Annex(title=table.title, sections=(_holding(table),), is_lying=True) for table in moved]
    said = Annex(title=NOTES_TITLE, sections=notes(brief), closing=made_words(brief))
    annexes = (*wide, *own, said)
    return Plan(annexes=annexes, where=_where(annexes))


def _lies(annex: Section) -> bool:
    """Whether an annex stands on lying pages: for a table that only these hold, for one in small type where there is nothing else."""
    is_read = bool(annex.findings or annex.charts)
    return any(not fits_squeezed(one) if is_read else is_small(one) for one in annex.tables)


def _holding(table: Table) -> Section:
    return Section(key=f"{MOVED}{table.key}", title=table.title, tables=(table,))


def _where(annexes: Sequence[Annex]) -> dict[str, int]:
    numbered = ((number, section.key) for number, one in enumerate(annexes, start=1) for section in one.sections)
    return {key.removeprefix(MOVED): number for number, key in numbered if key.startswith(MOVED)}
