"""A brief as slides: one message each, as a sentence over a chart, a table or a few points; empty sections together; the annex stays in the files that are read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reports.brief import Brief, Cell, Chart, Column, Finding, Section, Table
from reports.slides_layouts import Layout
from reports.slides_look import ANNEX, CHART, DECIDED, LEAST_TITLE, NOTE_POINTS, SAID, TABLE, Box
from reports.slides_notes import chart_notes, said_notes, table_notes
from reports.slides_points import cut_chart, cut_points
from reports.slides_table import Laid, laid_tables
from reports.text_room import text_lines, text_width
from reports.words import day_words

STATE = "running"  # the section of how things run on the whole
DECIDING = ("decided", "requests")  # sections of what was decided and what is to be
SUMMED_UP, WITHOUT, UNSURE, BEHIND, CAME_FROM = (
    "要点",
    "以下部分本期没有数据",
    "数据里要留意的地方",
    "附表和口径在 Word 和 Excel 材料里",
    "数据来源：以下台账",
)
AGAIN = "（续）"
BREAKS = "；：，。、"
TITLE_LINES, NOTE_LINES = 2, 2


@dataclass(frozen=True, kw_only=True)
class Page:
    """One slide: its kind of layout, its section, its message, what it shows, what stands small below, and what the speaker's notes say."""

    role: str
    section: str
    title: str
    findings: tuple[Finding, ...] = ()
    points: float = 0
    chart: Chart | None = None
    table: Laid | None = None
    note: str = ""
    speaker: tuple[str, ...] = ()


def pages_of(brief: Brief, layouts: dict[str, Layout], titles: float) -> list[Page]:
    """The slides after the cover. `titles` is the width of a title."""
    cut = Cutter(layouts=layouts, titles=titles)
    lead = _lead(brief)
    pages = list(cut.said(SUMMED_UP, lead, [one for one in brief.summary if one.text.rstrip("。") != lead.rstrip("。")]))
    for section in brief.sections:
        pages += cut.section(section, DECIDED if section.key in DECIDING else TABLE)
    pages += cut.said("没有数据的部分", WITHOUT, _empty(brief.parts))
    pages += cut.said("附录", UNSURE, [Finding(key="quality", text=text) for text in brief.quality])
    pages += cut.said("附录", BEHIND, _behind(brief))
    for table in filter(None, (_sources(brief),)):
        pages += cut.tables("附录", table.title, table, ANNEX)
    return pages


@dataclass(frozen=True, kw_only=True)
class Cutter:
    """Cuts what is to be shown into slides that fit the rooms of a template."""

    layouts: dict[str, Layout]
    titles: float

    def section(self, section: Section, role: str) -> Iterator[Page]:
        """What a section says, its charts, its tables; where it says nothing its message stands over the first of these."""
        message, aside = section.message or section.title, self._aside(section)
        yield from self.said(section.title, message, () if aside else section.findings)
        leads = iter([section.message] if section.message and (aside or not section.findings) else [])
        asides = iter(aside)
        for chart in section.charts:
            yield from self.charts(section.title, next(leads, chart.title), chart, next(asides, None))
        for table in section.tables:
            yield from self.tables(section.title, next(leads, table.message or table.title), table, role, next(asides, None))

    def _aside(self, section: Section) -> list[Finding]:
        """The only sentence of a section, where it fits beside what stands below its first chart or table and needs no mark of its own."""
        shown = [*section.charts, *section.tables]
        if len(section.findings) != 1 or not shown or section.findings[0].is_edited or section.findings[0].tone == "worse":
            return []
        words = _joined(section.findings[0].text, shown[0].title, shown[0].note)
        return list(section.findings) if text_lines(words, NOTE_POINTS, self.titles) <= NOTE_LINES else []

    def said(self, section: str, message: str, findings: Sequence[Finding]) -> Iterator[Page]:
        """Sentences, five a slide at most."""
        for number, (points, part) in enumerate(cut_points(findings, self.layouts[SAID].room)):
            title, rest = self._title(message, number)
            note = (rest, *said_notes(part)) if rest else said_notes(part)
            yield Page(role=SAID, section=section, title=title, findings=tuple(part), points=points, speaker=(message, *note))

    def charts(self, section: str, message: str, chart: Chart, aside: Finding | None = None) -> Iterator[Page]:
        """A chart; bars that are too many for a slide go on on the next one, on the same scale."""
        for number, (points, part) in enumerate(cut_chart(chart, self._place(CHART))):
            title, rest = self._title(message, number)
            said = [aside.text] if aside and not number else []
            note = _joined(rest, *said, chart.title if message != chart.title else "", chart.note)
            yield Page(
                role=CHART, section=section, title=title, chart=part, points=points, note=note, speaker=(message, *said, *chart_notes(part))
            )

    def tables(self, section: str, message: str, table: Table, role: str, aside: Finding | None = None) -> Iterator[Page]:
        """A table; rows that are too many for a slide go on on the next one."""
        said = [aside.text] if aside else []
        rest = self._title(message, 0)[1]
        note = _joined(rest, *said, table.title if message != table.title else "", table.note)
        for number, part in enumerate(laid_tables(table, self._beside(role, note))):
            title, _ = self._title(message, number)
            yield Page(role=role, section=section, title=title, table=part, note=note, speaker=(message, *said, *table_notes(part.table)))

    def _place(self, role: str) -> Box:
        return self.layouts[role].box(self.layouts[role].content)

    def _beside(self, role: str, note: str) -> Box:
        """The place of a table above its note."""
        layout = self.layouts[role]
        lines = min(NOTE_LINES, text_lines(note, NOTE_POINTS, self.titles)) if note else 0
        return replace(layout.room, height=layout.room.height - layout.note_height(lines, NOTE_POINTS))

    def _title(self, message: str, number: int) -> tuple[str, str]:
        """A message as it fits over a slide, and what of it does not: it is cut where a clause ends."""
        message, again = message.rstrip("。"), AGAIN if number else ""
        if text_lines(message + again, LEAST_TITLE, self.titles) <= TITLE_LINES:
            return message + again, ""
        ends = [
            place
            for place, sign in enumerate(message)
            if sign in BREAKS and text_lines(message[:place] + again, LEAST_TITLE, self.titles) <= TITLE_LINES
        ]
        end = ends[-1] if ends else self._fitting(message)
        return message[:end] + again, message[end:].lstrip(BREAKS)

    def _fitting(self, message: str) -> int:
        most = TITLE_LINES * (self.titles - LEAST_TITLE) - LEAST_TITLE * len(AGAIN)
        return max(place for place in range(1, len(message)) if text_width(message[:place], LEAST_TITLE) <= most)


def _joined(*words: str) -> str:
    return "；".join(one.rstrip("。；") for one in words if one)


def _empty(parts: Sequence[Section]) -> list[Finding]:
    """Why parts are empty, those with the same reason together."""
    reasons: dict[str, list[str]] = {}
    for part in parts:
        if not (part.findings or part.charts or part.tables):
            reasons.setdefault(part.empty or part.message, []).append(part.title)
    return [Finding(key="empty", text=f"{'、'.join(titles)}：{reason}") for reason, titles in reasons.items()]


def _lead(brief: Brief) -> str:
    """What the deck comes to: the sentence that the whole run of things comes to, else that of the first section that has one."""
    told = sorted((one for one in brief.sections if one.message), key=lambda one: one.key != STATE)
    return told[0].message if told else f"{brief.period_words}{SUMMED_UP}"


def _behind(brief: Brief) -> list[Finding]:
    """What stands in the files that are read and not shown: the tables of the annex, the definitions."""
    tables = [f"附表：{'、'.join(one.title for one in brief.annexes)}"] if brief.annexes else []
    terms = [f"口径：用到 {len(brief.definitions)} 项指标，各页备注写明所用口径，全文在Excel材料的“口径”表"] if brief.definitions else []
    return [Finding(key="behind", text=text) for text in (*tables, *terms)]


def _sources(brief: Brief) -> Table | None:
    """The ledgers with their last days; from which files is said in the files that are read."""
    rows = [
        (one.ledger, one.channel or "—", f"{one.records:,}", day_words(one.known_to) if one.known_to else "未注明") for one in brief.sources
    ]
    return _table(
        CAME_FROM,
        {"台账": 14, "渠道": 34, "记录数": 10, "数据截至": 16},
        rows,
        "文件名见材料附件；每个数都可以在看板里打开到文件、工作表和行号",
    )


def _table(title: str, heads: dict[str, int], rows: list[tuple], note: str) -> Table | None:
    columns = tuple(Column(name=name, width=width, is_number=name == "记录数") for name, width in heads.items())
    cells = tuple(tuple(Cell(text=text) for text in row) for row in rows)
    return Table(key=title, title=title, columns=columns, rows=cells, note=note) if rows else None
