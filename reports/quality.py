"""What the quality of the data comes to, in words: cells, gaps, timeliness, and the checks of numbers. Says what may lie behind, blames nobody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indicators.quality import STREAM, VILLAGE, Series, ending_month, last_periods, load_series
from indicators.quality_cells import (
    ABSENT,
    HOLE,
    LATE,
    LATER,
    MISSING,
    NONE,
    NOT_DUE,
    NOT_OWED,
    PARTIAL,
    REPORTED,
    SHOWN,
    THERE,
    Book,
    Cell,
)
from indicators.quality_reported import Reports
from reports.words import day_words, group_words, month_words, number_words, period_words

STATES = {
    REPORTED: "已报", LATE: "迟报", PARTIAL: "只报到月中", LATER: "并入后期", NONE: "没有件", MISSING: "未报", HOLE: "整月空白", NOT_DUE: "还没到期", NOT_OWED: "不要求",
}  # fmt: skip
SIGNS = {LATE: "迟", PARTIAL: "部", LATER: "并", NONE: "0", MISSING: "缺", HOLE: "空", NOT_DUE: "待", NOT_OWED: "·"}
MEANS = {
    REPORTED: "有这一期的数", LATE: "报了，但入库晚于期限", PARTIAL: "文件在期末之前就截止了", LATER: "没有当月的一份，后来的一份已含",
    NONE: "报了，这个月没有件", MISSING: "到期了还没有", HOLE: "前后都有件，这个月一件没有，是没有件还是漏了一份要核对", NOT_DUE: "期限还没到", NOT_OWED: "按约定不要求，或这本台账那时还没有",
}  # fmt: skip
MOST = 5  # names in a sentence
MOST_GROUPS = 4  # places with the same gaps, in a line


def book_words(book: Book, titles: Mapping[str, str]) -> str:
    """What a book is called: its ledger, and the channel or the category where it is only that."""
    parts = [book.ledger or titles[book.series.source]] if book.series.shape == STREAM else [titles[book.series.source]]
    detail = [book.channel] if book.channel else list(book.series.parts)
    return "·".join(group_words("source_channel", part) for part in (*parts, *detail) if part)


def short_words(book: Book, titles: Mapping[str, str]) -> str:
    """The same as it fits beside a row: the channel, or the category where the ledger has several, alone."""
    is_one_of_several = sum(one.source == book.series.source for one in load_series().values()) > 1
    if book.channel or (book.series.parts and is_one_of_several):
        return book_words(book, titles).rpartition("·")[2]
    return titles[book.series.source]


def series_words(series: Series, titles: Mapping[str, str]) -> str:
    """What a series is called that nobody loaded."""
    return "·".join((titles[series.source], *series.parts))


def whole_text(book: Book, cell: Cell) -> str:
    """What stands in a cell of the overview: cases, 齐 or how many villages are missing, or the sign of its state."""
    if book.series.shape == VILLAGE and cell.state == MISSING:
        absent = sum(one.state == MISSING for one in inside(book, cell.period))
        return f"缺{absent}" if absent < len(book.places) else "缺"
    if book.series.shape == VILLAGE and cell.state == REPORTED:
        return "齐"
    return cell_text(cell)


def cell_text(cell: Cell) -> str:
    """What stands in a cell: the rows that are there, or the sign of its state."""
    return number_words(cell.rows) if cell.state == REPORTED else SIGNS[cell.state]


def inside(book: Book, period: str) -> list[Cell]:
    """The cells of the places in a period."""
    return [book.cells[place, period] for place in book.places if (place, period) in book.cells]


def cell_words(cell: Cell, counted: str = "行") -> str:
    """A cell in one breath: 已报 48 行，按时；未报；只报到2018年12月1日。"""
    said = STATES[cell.state] if cell.state != PARTIAL else f"只报到{day_words(cell.known_to)}"
    rows = f" {number_words(cell.rows)} {counted}" if cell.rows else ""
    return f"{said}{rows}{_timed(cell)}"


def in_words(book: Book, cell: Cell) -> str:
    """A cell of a book in one breath; of all villages together how many of them reported: 11/12 个村已报，11 行，何时交来看不出。"""
    villages = [one for one in inside(book, cell.period) if one.state != NOT_OWED]
    if cell.place or book.series.shape != VILLAGE or not villages:
        return cell_words(cell, counted_in(book))
    there = sum(one.state in THERE for one in villages)
    rows = f"，{number_words(cell.rows)} 行" if cell.rows else ""
    return f"{there}/{len(villages)} 个村已报{rows}{_timed(cell)}"


def _timed(cell: Cell) -> str:
    if cell.state not in (REPORTED, LATE):
        return ""
    if not cell.is_timed:
        return "，何时交来看不出"
    return f"，入库晚于期限 {cell.days_late} 天" if cell.days_late else "，按时"


def counted_in(book: Book) -> str:
    """What the rows of a book are."""
    return "件" if book.series.shape == STREAM else "行"


def owed_words(book: Book) -> str:
    """Who owes what when, and what that rests on."""
    who = {VILLAGE: "各村都要报", STREAM: "镇里导出，哪个村没有件不算缺"}.get(book.series.shape, "镇里每次报全本")
    every = {"month": "按月", "quarter": "按季", "year": "按年"}[book.series.every]
    return f"{every}，次月 {book.series.due_day} 日前；{who}。约定原文“{book.series.cadence}”（{book.series.basis}）。"


def months(found: Reports) -> list[str]:
    """The months of the overview, the earliest first."""
    return last_periods("month", found.until, SHOWN["month"]) if found.until else []


def overview(found: Reports) -> list[tuple[Book, list[tuple[int, Cell]]]]:
    """The books of the overview, each with its cells and the month they stand in: a quarter in its last month, a year in December."""
    columns = {month: place for place, month in enumerate(months(found))}
    placed = [
        (book, [(columns[ending_month(period)], cell) for period, cell in book.whole.items() if ending_month(period) in columns])
        for book in found.books
    ]
    return [(book, cells) for book, cells in placed if any(cell.state != NOT_OWED for _, cell in cells)]


# -- Altogether --------------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Complete:
    """How much of what was owed and due is there: so many of so many periods of villages and ledgers, and how much is known to be in time."""

    there: int
    owed: int
    in_time: int
    late: int

    @property
    def timed(self) -> int:
        """Those of which it can be known whether they came in time."""
        return self.in_time + self.late


def owed_cells(book: Book) -> list[Cell]:
    """The cells by which a book is counted: a village's periods where villages owe it, else those of the town."""
    return list(book.cells.values()) if book.series.shape == VILLAGE else list(book.whole.values())


def counted(books: Sequence[Book]) -> list[Book]:
    """The books by which it is counted what is there: a ledger whose categories stand by themselves is counted by these."""
    detailed = {book.series.source for book in books if book.series.is_detail}
    return [book for book in books if book.series.is_detail or book.series.source not in detailed]


def complete(books: Sequence[Book]) -> Complete:
    """How much of some books is there, by what is counted of them."""
    cells = [cell for book in counted(books) for cell in owed_cells(book)]
    there = [cell for cell in cells if cell.state in THERE]
    timed = [cell for cell in there if cell.is_timed]
    late = sum(cell.state == LATE for cell in timed)
    return Complete(there=len(there), owed=len(there) + sum(cell.state in ABSENT for cell in cells), in_time=len(timed) - late, late=late)


def last_due(books: Sequence[Book]) -> str | None:
    """The last month for which anything was due: 2026-10; None where nothing is."""
    due = [ending_month(period) for book in books for period, cell in book.whole.items() if cell.state not in (NOT_DUE, NOT_OWED)]
    return max(due, default=None)


def headline(found: Reports, titles: Mapping[str, str], beyond: Sequence[str], judged: int) -> str:
    """What a leader should know: the last month's ledgers, who lacks what over the year, and which numbers ask to be looked at."""
    if not found.books:
        return "还没有按月、按季或按年报送的台账，看不出谁报了、谁没报。" + _numbers(beyond, judged)
    return _month_words(found, titles) + _year_words(found) + _numbers(beyond, judged)


def _month_words(found: Reports, titles: Mapping[str, str]) -> str:
    books = counted(found.books)
    month = last_due(books)
    if month is None:
        return "现有台账都还没到报送期限。"
    owed = [
        (book, cell)
        for book in books
        for period, cell in book.whole.items()
        if ending_month(period) == month and cell.state not in (NOT_DUE, NOT_OWED)
    ]
    lacking = [(book, _why(book, cell)) for book, cell in owed if cell.state in ABSENT]
    said = f"{month_words(month)}到期应报 {len(owed)} 种台账，{len(owed) - len(lacking)} 种已齐"
    names = [f"{name}（{why}）" for name, why in _joined(lacking, titles)]
    return f"{said}；**缺：{_listed(names, '台账')}**。" if lacking else f"{said}。"


def _why(book: Book, cell: Cell) -> str:
    """What is wrong with the period of a book: up to where it goes, or which villages are missing."""
    absent = [group_words("village", one.place) for one in inside(book, cell.period) if one.state == MISSING]
    if cell.state == PARTIAL:
        return f"只到{day_words(cell.known_to)}"
    if book.series.shape != VILLAGE or len(absent) == len(book.places):
        return STATES[cell.state]
    return f"{_listed(absent)}未报"


def _joined(said: Sequence[tuple[Book, str]], titles: Mapping[str, str]) -> list[tuple[str, str]]:
    """What is said of books, once where the channels of a ledger have the same said of them: its name with the channels, and that."""
    found: dict[tuple[str, str], list[str]] = {}
    for book, text in said:
        name, _, part = book_words(book, titles).partition("·")
        found.setdefault((name, text), []).append(part)
    return [(f"{name}·{'、'.join(parts)}" if all(parts) else name, text) for (name, text), parts in found.items()]


def _year_words(found: Reports) -> str:
    total = complete(found.books)
    absent = total.owed - total.there
    said = f"表上各期应报 {number_words(total.owed)} 期次，已有 {number_words(total.there)}"
    missing = f"，**缺 {number_words(absent)}**" if absent else ""
    late = (
        f"；能看出是否按时的 {number_words(total.timed)} 期次，迟报 {number_words(total.late)}"
        if total.timed
        else "；是否按时交来，文件里看不出"
    )
    return f"{said}{missing}{late}。"


def _numbers(beyond: Sequence[str], judged: int) -> str:
    if not judged:
        return ""
    return (
        f"数字核查 {judged} 项，**{len(beyond)} 项要核对：{'、'.join(beyond)}**。"
        if beyond
        else f"数字核查 {judged} 项，没有发现要核对的。"
    )


def timing_words(found: Reports) -> str:
    """Why it can be seen of some reports only whether they came in time."""
    total = complete(found.books)
    said = (
        "文件只写数据截至哪天，看板只记哪天导入，没有一份写着哪天交来。一种台账已经在用看板导入之后才到期、又晚于期限导入的，记为迟报；"
        "之前各期是一次补进来的，交得早晚看不出，不算迟报。"
    )
    known = f"能看出的 {number_words(total.timed)}/{number_words(total.there)} 期次：按时 {number_words(total.in_time)}，迟报 {number_words(total.late)}。"
    return said + known + f"是否到期以最近一次导入（{day_words(found.loaded_on)}）为准。"


def gap_lines(books: Sequence[Book], titles: Mapping[str, str]) -> list[tuple[str, str]]:
    """What is missing, a line a ledger: its name, and which places lack which periods."""
    lacking = [book for book in counted(books) if any(cell.state in ABSENT for cell in owed_cells(book))]
    return _joined([(book, _gap(book)) for book in lacking], titles)


def _gap(book: Book) -> str:
    """Which periods are not there, those of the same state and the same places together."""
    by_place: dict[tuple[str | None, str], list[Cell]] = {}
    for cell in owed_cells(book):
        if cell.state in ABSENT:
            by_place.setdefault((cell.place, cell.state), []).append(cell)
    together: dict[tuple[str, str], list[str | None]] = {}
    for (place, state), cells in by_place.items():
        together.setdefault((_periods(cells, book), state), []).append(place)
    said = [f"{_places(places, book)}{periods}{STATES[state]}" for (periods, state), places in together.items()]
    return "；".join(said[:MOST_GROUPS]) + ("；其余见下面逐村的表" if len(said) > MOST_GROUPS else "")


def _places(places: Sequence[str | None], book: Book) -> str:
    if None in places:
        return ""
    names = [group_words("village", place) for place in places]
    return "各村" if len(names) == len(book.places) > 1 else f"{_listed(names)} "


def _periods(cells: Sequence[Cell], book: Book) -> str:
    held = [cell.period for cell in cells]
    if len(held) > 1 and held == list(book.periods[book.periods.index(held[0]) :])[: len(held)]:
        return f"{period_words(held[0])}—{period_words(held[-1])} {len(held)} 期"
    return "、".join(period_words(period) for period in held[:MOST]) + (f"等 {len(held)} 期" if len(held) > MOST else "") + " "


def _listed(names: Sequence[str], unit: str = "村") -> str:
    return "、".join(names[:MOST]) + (f"等 {len(names)} 个{unit}" if len(names) > MOST else "")
