"""The sheets of every file before they are written: which cases stand in them, in which order, under which header."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby

from etl.sample.case import Case, changes_after, end_of, seen
from etl.sample.handling import all_cases
from etl.sample.words import layouts, villages
from etl.sample.writing import Cell, cell


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row of a sheet and the case that it is about (None in the area ledger)."""

    cells: tuple[Cell, ...]
    case: Case | None = None


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One sheet of one file. A header "甲_乙" takes two rows; `merged` are the columns whose equal neighbours are merged downwards."""

    file: str
    name: str
    headers: tuple[str, ...]
    fields: tuple[str, ...]
    rows: tuple[Row, ...]
    layout: str = ""
    encoding: str = ""
    cutoff: date | None = None
    title: str = ""
    filler: str = ""
    total: tuple[Cell, ...] = ()
    footer: str = ""
    blank_rows: int = 0
    merged: tuple[int, ...] = ()

    @property
    def header_height(self) -> int:
        """Rows of the header."""
        return 2 if any("_" in header for header in self.headers) else 1

    @property
    def header_row(self) -> int:
        """The last row of the header, as Excel shows it."""
        return bool(self.title) + bool(self.filler) + self.header_height

    def row_number(self, position: int) -> int:
        """The row of the sheet, as Excel shows it, of the row at this position."""
        return self.header_row + 1 + position


def layout_of(name: str, file: dict | None = None) -> dict:
    """A layout of layouts.toml with what the file overrides."""
    return layouts()["layout"][name] | {key: file[key] for key in ("stamp", "deadline", "village") if file and key in file}


def _split_columns(layout: dict) -> tuple[tuple[str, ...], tuple[str, ...]]:
    pairs = [column.rpartition("=") for column in layout["columns"]]
    return tuple(header for header, _, _ in pairs), tuple(field for _, _, field in pairs)


def _rows(file: dict, cases: Iterable[Case]) -> tuple[Row, ...]:
    layout, cutoff = layout_of(file["layout"], file), file["cutoff"]
    fields = _split_columns(layout)[1]
    known = ((case, seen(case, cutoff)) for case in cases)
    return tuple(Row(cells=tuple(cell(layout, case, state, field, cutoff) for field in fields), case=case) for case, state in known)


def numbered(rows: Iterable[Row], fields: tuple[str, ...]) -> tuple[Row, ...]:
    """The rows with 1, 2, 3 … in the column 序号, if there is one."""
    if "serial" not in fields:
        return tuple(rows)
    at = fields.index("serial")
    return tuple(Row(cells=(*row.cells[:at], n, *row.cells[at + 1 :]), case=row.case) for n, row in enumerate(rows, start=1))


def total_row(layout: dict, count: int, width: int) -> tuple[Cell, ...]:
    """The 合计 row that states the number of rows, empty where the layout has none."""
    if "total" not in layout:
        return ()
    return (layouts()["total"]["label"], layout["total"].format(count=count), *[None] * (width - 2))


def _by_village(cases: list[Case]) -> list[Case]:
    order = {village.name: place for place, village in enumerate(villages())}
    return sorted(cases, key=lambda case: (order[case.village], case.number))


def _sheet(file: dict, name: str, cases: list[Case]) -> Sheet:
    layout = layout_of(file["layout"], file)
    headers, fields = _split_columns(layout)
    merges = file.get("merges_village", False)
    rows = numbered(_rows(file, _by_village(cases) if merges else cases), fields)
    common = {
        "file": file["name"], "name": name, "headers": headers, "fields": fields, "rows": rows, "layout": file["layout"],
        "cutoff": file["cutoff"], "title": file.get("title", ""), "encoding": file.get("encoding", ""),
        "merged": (fields.index("town"), fields.index("village")) if merges else (),
    }  # fmt: skip
    return Sheet(**common) if "encoding" in file else Sheet(**common, **_surroundings(file, layout, len(rows), len(fields)))


def _surroundings(file: dict, layout: dict, count: int, width: int) -> dict:
    """Filler line, 合计 row and footer, which only the workbooks have."""
    return {
        "filler": layout["filler"] + file.get("filed", "") if "filler" in layout else "", "footer": layout.get("footer", ""),
        "blank_rows": layout.get("blank_rows", 0), "total": total_row(layout, count, width),
    }  # fmt: skip


def _of_file(file: dict) -> tuple[list[Case], list[Case]]:
    """The cases carried over from earlier files, and those received in the file's own period."""
    arrived = [case for case in all_cases() if case.channel == file["layout"] and case.received_at < end_of(file["cutoff"])]
    earlier = [case for case in arrived if case.received_at.date() < file["start"]]
    carried = [case for case in earlier if changes_after(case, file["previous"])] if "previous" in file else []
    return carried, [case for case in arrived if case.received_at.date() >= file["start"]]


def _sheets(file: dict) -> Iterator[Sheet]:
    carried, own = _of_file(file)
    if "carried" not in file:
        yield _sheet(file, file.get("sheet", ""), carried + own)
        return
    for month, cases in groupby(own, key=lambda case: case.received_at.month):
        yield _sheet(file, file["sheet"].format(month=month), list(cases))
    if carried or not own:
        yield _sheet(file, file["carried"], carried)


def files_as_of(day: date | None = None) -> list[dict]:
    """The declared files as their channels would have exported them at the end of a day: what had begun, cut off then. None: as declared."""
    if day is None:
        return layouts()["file"]
    begun = [file for file in layouts()["file"] if file["start"] <= day]
    found: dict[tuple, dict] = {}
    for file in begun:
        # of two files that begin together, one a later full export, only the first is there as long as it speaks for the day
        earlier = found.get((file["layout"], file["start"]))
        if earlier is None or earlier["cutoff"] < day:
            found[(file["layout"], file["start"], file["cutoff"])] = found[(file["layout"], file["start"])] = _cut(file, day)
    return list({file["name"]: file for file in found.values()}.values())


def _cut(file: dict, day: date) -> dict:
    if file["cutoff"] <= day:
        return file
    said = re.sub(r"截至\d+年\d+月\d+日", f"截至{day.year}年{day.month}月{day.day}日", file["name"])
    title = {"title": re.sub(r"截至\d+年\d+月\d+日", f"截至{day.year}年{day.month}月{day.day}日", file["title"])} if "title" in file else {}
    return file | {"name": said, "cutoff": day} | title


@cache
def clean_sheets(day: date | None = None) -> tuple[Sheet, ...]:
    """Every sheet with cases, before anything is broken on purpose; as exported at the end of a day, or as declared."""
    return tuple(sheet for file in files_as_of(day) for sheet in _sheets(file))
