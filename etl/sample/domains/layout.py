"""Puts the lines of the other ledgers into sheets, as domains.toml declares them."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from etl.sample.domains.lines import Figure, Line, Page, Value, Written, domains
from etl.sample.sheets import Row, Sheet, numbered
from etl.sample.words import villages, vocabulary


def sheets_of(pages: Iterable[Page]) -> tuple[Sheet, ...]:
    """The sheets of the pages that have a line, those of one file side by side."""
    filled = [page for page in pages if page.lines]
    return tuple(_sheet(page, _file_words(page, filled)) for page in filled)


def _template(page: Page) -> str:
    return domains()["sheet"][page.key]["file"]


def _span(first: int, last: int) -> str:
    return f"{first}年" if first == last else f"{first}—{last}年"


def _file_words(page: Page, pages: list[Page]) -> dict[str, str]:
    """What the names of files and sheets say: the years and the last day of all sheets of the file, and what the page says itself."""
    beside = [other for other in pages if _template(other) == _template(page) and other.cutoff == page.cutoff]
    known = [line.end_on.year for other in beside for line in other.lines]
    until = f"截至{page.cutoff.year}年{page.cutoff.month}月{page.cutoff.day}日"
    return {"years": _span(min(known), max(known)), "until": until, "year": str(page.cutoff.year), **page.said}


def _columns(declared: dict) -> tuple[tuple[str, ...], tuple[str, ...]]:
    pairs = [column.rpartition("=") for column in declared["columns"]]
    return tuple(header for header, _, _ in pairs), tuple(name for _, _, name in pairs)


def _village(declared: dict, name: str) -> str:
    """A village in one of the ways this sheet writes it."""
    place = next(at for at, village in enumerate(villages()) if village.name == name)
    spellings = declared.get("village", ["{stem}村"])
    return spellings[place % len(spellings)].format(stem=villages()[place].stem)


def _cell(declared: dict, line: Line, name: str) -> Figure:
    if name == "town":
        return vocabulary()["town"]
    if name == "village":
        return _village(declared, line.village)
    value = line.values.get(name, declared.get("words", {}).get(name))
    if value is None and name in line.values:
        return declared.get("unreported")
    return value.text if isinstance(value, Written) else value


def _plain_rows(declared: dict, lines: Iterable[Line], fields: tuple[str, ...]) -> Iterator[Row]:
    for line in lines:
        yield Row(cells=tuple(_cell(declared, line, name) for name in fields))


def _years_across(page: Page) -> list[int]:
    return sorted({line.end_on.year for line in page.lines})


def _wide_rows(declared: dict, page: Page, fields: tuple[str, ...]) -> Iterator[Row]:
    """A row a village, with the amount of each year in a column of its own."""
    for _, lines in groupby(page.lines, key=lambda line: line.village):
        by_year = {line.end_on.year: line for line in lines}
        first = next(iter(by_year.values()))
        cells = [_cell(declared, first, name) for name in fields]
        yield Row(cells=(*cells, *(_cell(declared, by_year[year], "amount") for year in _years_across(page))))


def _total(declared: dict, lines: Iterable[Line], fields: tuple[str, ...]) -> tuple[Figure, ...]:
    """The 合计 row: sums of every column of numbers but those that say when."""
    if "total" not in declared:
        return ()
    sums = [_sum([line.values.get(name) for line in lines]) if name not in ("serial", "year") else None for name in fields]
    return (declared["total"], *sums[1:])


def _sum(values: list[Value]) -> Figure:
    numbers = [value for value in values if isinstance(value, int | float)]
    return round(sum(numbers), 2) if numbers else None


def _sheet(page: Page, words: dict[str, str]) -> Sheet:
    declared = domains()["sheet"][page.key]
    headers, fields = _columns(declared)
    rows = _wide_rows(declared, page, fields) if "across" in declared else _plain_rows(declared, page.lines, fields)
    if "across" in declared:
        headers = (*headers, *(declared["across"].format(year=year) for year in _years_across(page)))
        fields = (*fields, *(str(year) for year in _years_across(page)))
    return Sheet(
        file=declared["file"].format(**words), name=declared["name"].format(**words), headers=headers, fields=fields,
        rows=numbered(rows, fields), layout=page.key, cutoff=page.cutoff, title=declared["title"].format(**words),
        filler=declared.get("filler", "").format(**words), total=_total(declared, page.lines, fields), footer=declared.get("footer", ""),
        blank_rows=declared.get("blank_rows", 0), merged=tuple(fields.index(name) for name in declared.get("merged", ())),
    )  # fmt: skip
