"""One brief (会议材料): what a meeting is told of an area and a period, as plain values that every rendering reads and nothing else.

A brief is data: words, numbers and where each of them opens. It holds no connection, no frame and no layout, so the screen, Word, PowerPoint
and Excel can differ in form only, and a finished brief can be kept as text and rendered again to the same digits.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from indicators.scope import Scope

INTERNAL, ISSUED = "internal", "issued"
EDITIONS = {INTERNAL: "内部版", ISSUED: "印发版"}
LINE, COLUMN, BAR, STACKED = "line", "column", "bar", "stacked"  # over time; over few periods; by place or type; parts of a whole
NUMBERED = re.compile(r"[a-z]+-(\d+)-(\d{4})(\d{2})(\d{2})(?!\d)")  # the name of a snapshot: its number, the day it was built
TONES = ("worse", "better", "calm")
SUPPRESSED, FEW, MISSING = (
    "suppressed",
    "few",
    "missing",
)  # why a cell holds no number: kept back in an 印发版; too few for a rate; not reported


@dataclass(frozen=True, kw_only=True)
class Basis:
    """The question behind a sentence, chart or table, so that it can be asked again and opened: indicators, cuts, days, grain, filters."""

    ids: tuple[str, ...]
    by: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    grain: str = "all"
    filters: Mapping[str, tuple[str | None, ...]] = field(default_factory=dict)

    def scope(self, area: str | None) -> Scope:
        """The scope that the figures of an area were measured in."""
        return Scope(area=area, start=self.start, end=self.end, grain=self.grain, filters=self.filters)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One sentence with its figures. `key` stays the same from brief to brief; of an edited one `original` is what the data say, `edited_by` who
    wrote it and `mismatches` what in it the data do not bear out, each a Chinese sentence."""

    key: str
    text: str
    tone: str = "calm"
    basis: Basis | None = None
    edited_by: str = ""
    original: str = ""
    mismatches: tuple[str, ...] = ()

    @property
    def is_edited(self) -> bool:
        """Whether a person wrote the text."""
        return bool(self.edited_by)


@dataclass(frozen=True, kw_only=True)
class Series:
    """One series of a chart: a value a category, None where nobody reported, and beside each what it rests on (90/102; blank for a count).

    `tone` is worse, better, calm, or muted for what is only there to compare with; `tones`, where given, has a value's own.
    """

    name: str
    values: tuple[float | None, ...]
    parts: tuple[str, ...] = ()
    tone: str = "calm"
    tones: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A chart that says one thing, its title. `low` and `high` fix the axis where it is a rate's; `note` says n/N and how to read it."""

    key: str
    title: str
    kind: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    decimals: int = 0
    low: float | None = None
    high: float | None = None
    note: str = ""
    basis: Basis | None = None

    @property
    def floor(self) -> float | None:
        """Where its axis begins, None where nothing fixes it: bars begin at zero, for their length is what is read; lines as the chart says."""
        return self.low if self.kind == LINE else 0.0

    @property
    def has_values(self) -> bool:
        """Whether there is a point to draw."""
        return any(value is not None for one in self.series for value in one.values)


@dataclass(frozen=True, kw_only=True)
class Cell:
    """What stands in a table: the words, and where they are a number its value with decimals; `mark` says why there is none."""

    text: str
    value: float | int | None = None
    decimals: int = 0
    unit: str = ""
    mark: str = ""
    tone: str = "calm"


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column: its heading, whether it holds numbers, and its width in characters."""

    name: str
    width: int
    is_number: bool = False


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table; `note` says how to read it and what was kept back, `message` what it comes to, where that is one sentence. One that is too wide
    for a page's text stands on a landscape page."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    basis: Basis | None = None
    message: str = ""

    @property
    def width(self) -> int:
        """Its width in characters."""
        return sum(column.width for column in self.columns)


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of the brief. `message` is what it comes to, one full sentence; `empty` says why there is nothing in it, where there is nothing."""

    key: str
    title: str
    message: str = ""
    findings: tuple[Finding, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    empty: str = ""


@dataclass(frozen=True, kw_only=True)
class Definition:
    """A definition that was used: what it is called, its 口径, version, since when, and where its target, if any, comes from."""

    name: str
    words: str
    version: int
    since: date
    basis: str = ""


@dataclass(frozen=True, kw_only=True)
class Source:
    """A ledger that the figures came from: its name and channel, how many records it holds of the area, and up to which day it is known."""

    ledger: str
    channel: str
    records: int
    known_to: date | None
    files: tuple[str, ...] = ()

    @property
    def files_words(self) -> str:
        """Its newest file, which stands first, and of how many; the workbook lists them all."""
        if not self.files:
            return "—"
        return self.files[0] + (f"等 {len(self.files)} 个文件" if len(self.files) > 1 else "")


@dataclass(frozen=True, kw_only=True)
class Made:
    """What a brief was made from: the snapshot, the position of the journal, the day on which it was made, its batches."""

    snapshot: str
    position: int
    on: date
    batches: tuple[str, ...] = ()

    @property
    def version_words(self) -> str:
        """Its snapshot as people say it, its number and the day it was built: 第1号（2026年11月26日）; as it is named where that tells neither."""
        found = NUMBERED.match(self.snapshot)
        if not found:
            return self.snapshot.removesuffix(".duckdb")
        number, year, month, day = map(int, found.groups())
        return f"第{number}号（{year}年{month}月{day}日）"

    @property
    def batch_words(self) -> str:
        """Its batches in few words: 20261103-0a1b2c3d; 20261103-0a1b2c3d 等 62 批; 无."""
        held = sorted(self.batches)
        if len(held) > 2:
            return f"{held[-1]} 等 {len(held)} 批"
        return "、".join(held) or "无"


@dataclass(frozen=True, kw_only=True)
class Brief:
    """A whole brief. `summary` is the one-page summary; `annexes` are tables behind the text; `quality` says what is missing or unsure."""

    title: str
    area: str | None
    place: str
    period: str
    period_words: str
    edition: str
    known_to: date
    is_synthetic: bool
    made: Made
    summary: tuple[Finding, ...]
    sections: tuple[Section, ...]
    annexes: tuple[Section, ...] = ()
    definitions: tuple[Definition, ...] = ()
    sources: tuple[Source, ...] = ()
    quality: tuple[str, ...] = ()

    @property
    def edition_words(self) -> str:
        """内部版 or 印发版."""
        return EDITIONS[self.edition]

    @property
    def parts(self) -> tuple[Section, ...]:
        """The sections of the text, then the annexes."""
        return (*self.sections, *self.annexes)

    def findings(self) -> Iterator[Finding]:
        """Every sentence: of the summary, then of the sections and annexes in order."""
        yield from self.summary
        for part in self.parts:
            yield from part.findings

    def charts(self) -> Iterator[Chart]:
        """Every chart in order."""
        for part in self.parts:
            yield from part.charts

    def tables(self) -> Iterator[Table]:
        """Every table in order."""
        for part in self.parts:
            yield from part.tables
