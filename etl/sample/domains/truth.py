"""What loading the other ledgers must give, counted with plain loops over the lines that were drawn. Nothing here reads a file or a database."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from etl.sample.defects import Defect
from etl.sample.domains import domain_pages, domain_sheets
from etl.sample.domains.fields import growers
from etl.sample.domains.herds import is_off
from etl.sample.domains.lines import Line, Page, domains, last_day
from etl.sample.domains.party import promises
from etl.sample.domains.projects import Project, all_projects, spent_of, status_of

PART = "其中"


@dataclass(frozen=True, kw_only=True)
class DomainCount:
    """What loading one sheet must count.

    `key` is the sheet's declaration in domains.toml. `rows`: rows of the sheet below the header, all acceptable; `records`: what they give once
    years across are one record each and the rows of households are added up (before a contract gives a header a record of its own).
    `unreported`: cells of a year in which nothing was reported.
    """

    key: str
    file: str
    sheet: str
    header_row: int
    cutoff: date
    rows: int
    records: int
    unreported: int
    title: int
    total: int
    footer: int
    blank: int


def _records(page: Page) -> int:
    if page.key == "growers":
        return len({(line.village, line.end_on, line.values["item"]) for line in page.lines})
    if "across" in domains()["sheet"][page.key]:
        return sum(line.values["amount"] is not None for line in page.lines)
    return len(page.lines)


def _count(page: Page) -> DomainCount:
    sheet = next(
        s for s in domain_sheets() if s.layout == page.key and s.cutoff == page.cutoff and page.said.get("year", "") in s.name + s.title
    )
    is_wide = "across" in domains()["sheet"][page.key]
    return DomainCount(
        key=page.key, file=sheet.file, sheet=sheet.name, header_row=sheet.header_row, cutoff=sheet.cutoff, rows=len(sheet.rows),
        records=_records(page), unreported=len(page.lines) - _records(page) if is_wide else 0, title=sheet.header_row - sheet.header_height,
        total=bool(sheet.total), footer=bool(sheet.footer), blank=sheet.blank_rows,
    )  # fmt: skip


def domain_counts() -> tuple[DomainCount, ...]:
    """What loading the committed files must count, sheet by sheet."""
    return tuple(_count(page) for page in domain_pages())


def domain_defects() -> tuple[Defect, ...]:
    """What is wrong on purpose, by sheet and row: a herd whose closing stock does not follow from the rest (accepted with a warning)."""
    herd = _first("livestock", "closing", is_off)
    return (Defect(**herd, kind="stock_identity", case_id="", outcome="warned"),)


def _first(key: str, name: str, holds: Callable[[Line], bool]) -> dict:
    """File, sheet, row and column of the first line of a sheet for which it holds."""
    sheet = next(sheet for sheet in domain_sheets() if sheet.layout == key)
    lines = list(_lines(key, None))
    at = next(at for at, line in enumerate(lines) if holds(line))
    column = sheet.headers[sheet.fields.index(name)]
    return {"file": sheet.file, "sheet": sheet.name, "row": sheet.row_number(at), "column": column}


def figure_names() -> tuple[str, ...]:
    """The figures that `figures` can add up, as declared in domains.toml."""
    return tuple(domains()["figure"])


def figures(name: str, as_of: date | None = None) -> dict[tuple[str | None, int], float]:
    """(village, year) -> the figure in its canonical unit; a place and year without a number is absent, the town's own rows are under None.

    how: sum, rows (how many rows), or last (the state at the last day of the year of which there is a row, items added up). Rows that are
    a part of the row above them (其中) are in no sum.
    """
    found: dict[tuple[str | None, int], float] = {}
    for source in domains()["figure"][name]:
        for line, number in _numbers(source, as_of):
            key = (line.village, line.end_on.year)
            found[key] = round(found.get(key, 0) + number, 6)
    return found


def _numbers(source: dict, as_of: date | None) -> Iterator[tuple[Line, float]]:
    lines = [line for line in _lines(source["sheet"], as_of) if _fits(line, source.get("where", {}))]
    if source["how"] == "last":
        last = {(line.village, line.end_on.year): line.end_on for line in sorted(lines, key=lambda line: line.end_on)}
        lines = [line for line in lines if line.end_on == last[line.village, line.end_on.year]]
    for line in lines:
        number = 1 if source["how"] == "rows" else line.number(source["field"])
        if number is not None:
            yield line, number * source.get("factor", 1)


def _lines(key: str, as_of: date | None) -> Iterator[Line]:
    """The lines of a sheet, of all its files; where a later file repeats an earlier one's, those of the last file only."""
    pages = [page for page in domain_pages(as_of) if page.key == key]
    repeats = domains()["sheet"][key].get("repeats", False)
    for page in pages[-1:] if repeats else pages:
        yield from (line for line in page.lines if not str(line.values.get("item", "")).startswith(PART))


def _fits(line: Line, where: dict) -> bool:
    return all(line.values.get(name) == value for name, value in where.items())


def household_sources() -> dict[str, int]:
    """Item -> how many rows of households are added up to its one record."""
    found: dict[str, int] = {}
    for line in growers():
        item = line.values["item"]
        found[item] = found.get(item, 0) + 1
    return found


def project_parts(day: date | None = None) -> dict[str, tuple[int, int]]:
    """Numerator and denominator over the projects listed on a day: begun of those due to begin, finished of those due to finish, finished on time
    of those due to finish, and money spent of money planned (hundreds of yuan), given-up projects left out."""
    day = last_day(day)
    listed = [project for project in all_projects() if project.registered_on <= day and status_of(project, day) != "dropped"]
    to_begin = [project for project in listed if project.planned_start_on <= day]
    to_finish = [project for project in listed if project.planned_finish_on and project.planned_finish_on <= day]
    return {
        "begun": (_how_many(to_begin, lambda one: status_of(one, day) != "none"), len(to_begin)),
        "finished": (_how_many(to_finish, lambda one: status_of(one, day) == "done"), len(to_finish)),
        "on_time": (
            _how_many(to_finish, lambda one: one.finished_on is not None and one.finished_on <= one.planned_finish_on),
            len(to_finish),
        ),
        "spent": (sum(spent_of(one, day) for one in listed), sum(one.planned for one in listed)),
    }


def _how_many(projects: list[Project], holds: Callable[[Project], bool]) -> int:
    return sum(1 for project in projects if holds(project))


def promise_parts(start: date, end: date, as_of: date | None = None) -> dict[str, tuple[int, int]]:
    """Of the promises due from `start` to the day before `end` and not after `as_of`: done by `as_of`, and done on time."""
    day = last_day(as_of)
    fell_due = [one for one in promises() if start <= one.due_on < min(end, day + timedelta(days=1)) and one.promised_on <= day]
    done = [one for one in fell_due if one.done_on is not None and one.done_on <= day]
    return {"done": (len(done), len(fell_due)), "on_time": (sum(one.done_on <= one.due_on for one in done), len(fell_due))}
