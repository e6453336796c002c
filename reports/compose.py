"""The brief of an area and a period: every section from the same material, the summary from what they say, edits on top of both."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from reports.brief import Brief, Chart, Made, Section, Table
from reports.brief_notes import definitions, ids_of, quality, sources, usual
from reports.material import Material
from reports.prose import Edited, with_edits
from reports.sections.annex import annexes
from reports.sections.order import KEYS, Part, chosen_parts
from reports.sections.prepare import prepare
from reports.sections.summary import summary
from reports.sections.wording import official
from reports.words import day_words

COUNTED = re.compile(r"[!-~]+|[^\s!-~]")  # a run of letters and digits, or one sign of Chinese
TITLE = "党建引领基层治理分析研判会材料"
ALWAYS = ("decided", "domains")  # sections that rest on what people wrote down, or on the last word of ledgers that speak of other times


def compose(held: Material, made: Made, *, chosen: Sequence[str] = KEYS, edits: Iterable[Edited] = ()) -> Brief:
    """The brief: the sections chosen, in that order, with what people put in their own words. Raises UnknownSection for a choice that cannot be."""
    parts = chosen_parts(chosen)
    prepare(held)
    sections = tuple(_section(held, part) for part in parts)
    brief = Brief(
        title=f"{held.place}{_period(held)}{TITLE}", area=held.area, place=held.place, period=held.span.written, period_words=held.span.words,
        edition=held.edition, known_to=held.known_to, is_synthetic=held.is_synthetic, made=made, summary=summary(held, sections), sections=sections,
        annexes=tuple(map(officially, annexes(held))) if held.has_begun else (),
    )  # fmt: skip
    noted = replace(
        brief,
        definitions=(*definitions(held, ids_of(brief)), *usual(brief)),
        sources=sources(held),
        quality=tuple(map(official, quality(held))),
    )
    return with_edits(noted, edits)


def _period(held: Material) -> str:
    return held.span.until_words(held.known_to) if held.has_begun else held.span.words


def _section(held: Material, part: Part) -> Section:
    """A section; of a period that the data do not reach only why it is empty."""
    if held.has_begun or part.key in ALWAYS:
        return officially(part.make(held))
    return Section(key=part.key, title=part.title, empty=_unreached(held))


def _unreached(held: Material) -> str:
    if held.known_to < held.span.start:
        return f"数据只到{day_words(held.known_to)}，{held.span.words}未填报，不列。"
    return f"数据从{day_words(held.begins)}开始，{held.span.words}没有数据，不列。"


def officially(section: Section) -> Section:
    """The section in the writing of an official paper: no blanks between Chinese and figures."""
    return replace(
        section,
        message=official(section.message),
        empty=official(section.empty),
        findings=tuple(replace(one, text=official(one.text)) for one in section.findings),
        charts=tuple(map(_official_chart, section.charts)),
        tables=tuple(map(_official_table, section.tables)),
    )


def _official_chart(chart: Chart) -> Chart:
    return replace(chart, title=official(chart.title), note=official(chart.note))


def _official_table(table: Table) -> Table:
    return replace(table, title=official(table.title), note=official(table.note))


def length(brief: Brief) -> int:
    """How long the text of the sections is, without tables and charts, in 字 as a word processor counts them: a figure is one."""
    return sum(len(COUNTED.findall(text)) for text in texts(brief.sections))


def texts(sections: Iterable[Section]) -> Iterable[str]:
    """Every title, message, finding and reason of sections in order."""
    for one in sections:
        yield from filter(None, (one.title, one.message, one.empty))
        yield from (finding.text for finding in one.findings)
