"""A brief as what is shown one after another in a meeting: one message a screen, nothing longer than a screen."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from reports.brief import BAR, Basis, Brief, Chart, Column, Finding, Section, Table

TITLE, SAID, CHART, TABLE = "title", "said", "chart", "table"
LINE_SIGNS, MOST_LINES = 40, 9.4  # of the sentences on a screen
ROW_SIGNS, MOST_ROW_LINES, ROW_FRAME = 50, 11.2, 0.3  # of a table: letters across, lines down, and what a row's frame takes of a line
NAME_SIGNS, WORD_SIGNS, SIDE, SPARE = (
    9,
    9,
    0.9,
    0.3,
)  # at most for the names in front and for words that may break; what a cell's edges take, what may be lost
MOST_BARS, MOST_PAIRS = 9, 6  # rows of bars; of two or more bars each
SUMMED_UP, WITHOUT, UNSURE, BEHIND = "要点", "本期没有内容的部分", "数据里要留意的地方", "附表在 Word 和 Excel 材料里"


@dataclass(frozen=True, kw_only=True)
class Screen:
    """One screen: of which section, its message, and sentences, a chart or a table; `part` says which of how many screens of the same thing."""

    kind: str
    section: str
    message: str
    findings: tuple[Finding, ...] = ()
    chart: Chart | None = None
    table: Table | None = None
    part: tuple[int, int] = (1, 1)

    @property
    def basis(self) -> Basis | None:
        """The question behind what is shown; None where nothing can be opened."""
        shown = self.chart or self.table
        return shown.basis if shown else next((one.basis for one in self.findings if one.basis), None)

    @property
    def note(self) -> str:
        """How to read what is shown."""
        shown = self.chart or self.table
        return shown.note if shown else ""


def screens(brief: Brief) -> tuple[Screen, ...]:
    """The title, the summary, then section by section, what is empty and why, what is missing or unsure, and last which tables lie in the files."""
    shown = [Screen(kind=TITLE, section="", message=brief.title)]
    shown += _said(SUMMED_UP, f"{brief.period_words}{SUMMED_UP}", brief.summary)
    for part in brief.sections:
        shown += _section(part)
    shown += _empty([part for part in brief.sections if _is_empty(part)])
    unsure = [Finding(key=f"quality.{number}", text=text) for number, text in enumerate(brief.quality, start=1)]
    shown += _said(UNSURE, f"{UNSURE}，共 {len(unsure)} 处", unsure)
    annexed = [Finding(key=part.key, text=part.title) for part in brief.annexes if not _is_empty(part)]
    shown += _said(BEHIND, f"{BEHIND}，共 {len(annexed)} 份", annexed)
    return tuple(shown)


def _is_empty(part: Section) -> bool:
    return not (part.findings or part.charts or part.tables)


def _section(part: Section) -> Iterator[Screen]:
    """What a section says, then its charts and tables; where it has no sentences its message stands over the first of these."""
    message = part.message or part.title
    yield from _said(part.title, message, part.findings)
    heads = iter([] if part.findings else [part.message])
    for chart in part.charts:
        lead = next(heads, "")
        pages = list(_chart_pages(chart))
        for number, page in enumerate(pages, start=1):
            yield Screen(kind=CHART, section=part.title, message=lead or chart.title, chart=page, part=(number, len(pages)))
    for table in part.tables:
        lead = next(heads, "")
        pages = list(table_pages(table))
        for number, page in enumerate(pages, start=1):
            yield Screen(
                kind=TABLE, section=part.title, message=lead or table.message or table.title, table=page, part=(number, len(pages))
            )


def _said(section: str, message: str, findings: Sequence[Finding]) -> list[Screen]:
    pages = list(_filled(findings, _lines, MOST_LINES))
    return [
        Screen(kind=SAID, section=section, message=message, findings=tuple(page), part=(number, len(pages)))
        for number, page in enumerate(pages, start=1)
    ]


def _empty(parts: Sequence[Section]) -> list[Screen]:
    """Why parts are empty, those with the same reason together."""
    reasons: dict[str, list[str]] = {}
    for part in parts:
        reasons.setdefault(part.empty or part.message, []).append(part.title)
    said = [Finding(key=f"empty.{number}", text=f"{'、'.join(titles)}：{why}") for number, (why, titles) in enumerate(reasons.items())]
    return _said(WITHOUT, f"{WITHOUT}，共 {len(parts)} 个", said)


def _lines(one: Finding) -> float:
    told = [one.text, *([f"原文 {one.original}"] if one.is_edited else []), *one.mismatches]
    return sum(-int(-signs_of(text) // LINE_SIGNS) for text in told) + 0.4


def _filled(items: Sequence, size, most: float) -> Iterator[list]:
    """The items in order, as many together as fit; one that does not fit at all stands alone."""
    page, filled = [], 0.0
    for item in items:
        if page and filled + size(item) > most:
            yield page
            page, filled = [], 0.0
        page.append(item)
        filled += size(item)
    if page:
        yield page


def _chart_pages(chart: Chart) -> Iterator[Chart]:
    """Bars by name go on to the next screen; a course over time stays whole."""
    most = MOST_BARS if len(chart.series) == 1 else MOST_PAIRS
    if chart.kind != BAR or len(chart.categories) <= most:
        yield chart
        return
    top = max((value for one in chart.series for value in one.values if value is not None), default=1) * 1.12
    for places in _evenly(range(len(chart.categories)), lambda _: 1, most):
        cut = slice(places[0], places[-1] + 1)
        series = tuple(replace(one, values=one.values[cut], parts=one.parts[cut], tones=one.tones[cut]) for one in chart.series)
        yield replace(chart, categories=chart.categories[cut], series=series, high=chart.high if chart.high is not None else top)


def table_pages(table: Table) -> Iterator[Table]:
    """The rows, as many as fit on a screen, the columns likewise: the first is repeated beside the rest."""
    signs = [_natural(column, [row[place].text for row in table.rows], place) for place, column in enumerate(table.columns)]
    for columns in _column_groups(signs):
        rows = [tuple(row[place] for place in columns) for row in table.rows]
        widths = _spread([signs[place] for place in columns])
        kept = tuple(replace(table.columns[place], width=round(width)) for place, width in zip(columns, widths, strict=True))
        head = _row_lines([one.name for one in kept], widths) + signs_of(table.title + table.note) // ROW_SIGNS
        for page in _evenly(rows, lambda row, widths=widths: _row_lines([cell.text for cell in row], widths), MOST_ROW_LINES - head):
            yield replace(table, columns=kept, rows=tuple(page))


def _natural(column: Column, texts: Sequence[str], place: int) -> float:
    """How many letters across a column wants: those of its longest text, within what the table gave it; its heading may break once."""
    most = NAME_SIGNS if place == 0 else max(column.width, 6) if column.is_number else WORD_SIGNS
    return min(most, max([signs_of(text) for text in texts] + [signs_of(column.name) / 2, 3]))


def _column_groups(signs: Sequence[float]) -> list[list[int]]:
    if len(signs) < 2:
        return [list(range(len(signs)))]
    room = ROW_SIGNS - signs[0] - SIDE
    return [[0, *group] for group in _evenly(range(1, len(signs)), lambda place: signs[place] + SIDE, room)]


def _spread(signs: Sequence[float]) -> list[float]:
    """The letters across of each column once the table is as wide as the screen."""
    wider = (ROW_SIGNS - SIDE * len(signs)) / (sum(signs) or 1)
    return [one * max(wider, 1) for one in signs]


def _evenly(items: Sequence, size: Callable, most: float) -> list[list]:
    """As few pages as possible, and none of them with next to nothing on it."""
    pages = list(_filled(items, size, most))
    if len(pages) < 2:
        return pages or [[]]
    fair = list(_filled(items, size, sum(size(item) for item in items) / len(pages) + max(size(item) for item in items) / 2))
    return fair if len(fair) == len(pages) and all(sum(map(size, page)) <= most for page in fair) else pages


def signs_of(text: str) -> float:
    """How many Chinese letters a text is as wide as."""
    return sum(1 if ord(sign) > 255 else 0.58 for sign in text)


def _row_lines(texts: Sequence[str], widths: Sequence[float]) -> float:
    """Lines down that a row takes: of its longest cell, and its frame."""
    return max(max(1, -int(-signs_of(text) // (width - SPARE))) for text, width in zip(texts, widths, strict=True)) + ROW_FRAME
