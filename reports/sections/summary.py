"""The one-page summary: of what the sections say, what a leader must know first, by consequence."""

from collections.abc import Mapping, Sequence

from reports.brief import Finding, Section
from reports.claims import WORSE
from reports.material import Material
from reports.sections.wording import finding
from reports.words import day_words

MESSAGE = ""
MOST = 9
LEADING = (  # what the state is, all that went to the worse, where what is late lies, which villages differ, what was promised
    ("running", "running.counts"), ("running", "running.on_time"), ("running", "running.totals"), ("problems", "problems.worse"),
    ("problems", "problems.overdue"), ("disputes", MESSAGE), ("domains", MESSAGE), ("places", MESSAGE), ("decided", MESSAGE),
    ("measures", MESSAGE), ("running", "running.late"), ("pressing", MESSAGE), ("topics", MESSAGE),
)  # fmt: skip
TOLD_EMPTY = ("decided",)  # that nothing was promised is to be known too
LAST = ("requests", MESSAGE)  # what must be decided
COUNTING = ("running", "topics", "places")  # sections that begin with counts


def summary(held: Material, sections: Sequence[Section]) -> tuple[Finding, ...]:
    """Five to nine sentences of the sections, gravest first, what must be decided last; where there are none, why."""
    known = {one.key: one for one in sections if not one.empty or (one.key in TOLD_EMPTY and held.has_begun)}
    last = _said(known, *LAST)
    room = MOST - (last is not None)
    found = [one for where in LEADING if (one := _said(known, *where)) is not None][:room]
    said = [*found, *([last] if last is not None else [])]
    return tuple(said) or (finding("summary.nothing", f"{held.span.words}没有可用的数据，数据截至{day_words(held.known_to)}"),)


def _said(known: Mapping[str, Section], section: str, key: str) -> Finding | None:
    """A finding of a section, or its message; None where it has none."""
    one = known.get(section)
    if one is None:
        return None
    if one.empty:
        return Finding(key=f"summary.{section}", text=one.empty) if section in TOLD_EMPTY else None
    if key == MESSAGE:
        return Finding(key=f"summary.{section}", text=one.message, tone=_tone(one)) if one.message else None
    return next((each for each in one.findings if each.key == key), None)


def _tone(section: Section) -> str:
    """Worse where the message claims it, else that of the first sentence, which is the weightiest."""
    if WORSE in section.message:
        return "worse"
    return section.findings[0].tone if section.findings and section.key not in COUNTING else "calm"
