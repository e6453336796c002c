"""What files seem to be, before anything is loaded: for each sheet the ledger, where the table begins, what each header is, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from etl.chosen import NOTHING, Chosen, Given
from etl.contract import Mapping, contracts
from etl.guard import are_names, masked
from etl.inspection_headers import HeaderSeen, cells_under, headers_seen, holds_figures, is_about_persons, shown
from etl.intake import Plan
from etl.issue import Refused
from etl.layout_head import table_of
from etl.match import Match, match_headers, readings
from etl.plan import Choices, Look, files_of, looks_at, opened, where
from etl.readers import RawSheet, Table
from etl.readers.preamble import is_filler, line_without_persons
from etl.written import OWN
from warehouse.scratch import scratch_folder

HEAD_ROWS = 12
CANDIDATES = 5
LEAST_KNOWN = 2  # headers that a ledger must know before the sheet is taken for it


@dataclass(frozen=True, kw_only=True)
class SheetSeen:
    """One sheet as it was made out. Rows are numbered as Excel shows them; head[0] is row 1.

    `source` is the contract it is taken for (None: nobody can tell), `title` its name, `mapping` the title of the mapping that reads it;
    `is_recognised_mapping` that this needed no word from anybody. `refused` says why the sheet cannot be loaded as it stands, blank where
    it can; `is_watched` that it never can, and nothing of it is shown. `candidates` are (contract, title, share of the headers it knows).
    `applied` is the mapping as it would be saved. Whatever may be a person's number is masked.
    """

    file: str
    sheet: str
    sha256: str
    source: str | None = None
    title: str = ""
    why: str = ""
    mapping: str = ""
    is_recognised_mapping: bool = False
    header_row: int = 0
    header_rows: int = 0
    first_data_row: int = 0
    row_count: int = 0
    head: tuple[tuple[str, ...], ...] = ()
    headers: tuple[HeaderSeen, ...] = ()
    missing: tuple[str, ...] = ()
    ambiguous: tuple[tuple[str, tuple[str, ...]], ...] = ()
    data_class: str = "real"
    refused: str = ""
    is_watched: bool = False
    is_left_out: bool = False
    candidates: tuple[tuple[str, str, float], ...] = ()
    warnings: tuple[str, ...] = ()
    applied: Mapping | None = None


def inspect(files: Sequence[Path | Given], chosen: Choices | None = None, data_dir: Path | None = None) -> tuple[SheetSeen, ...]:
    """Every sheet of the files, with what a person said of it so far. Nothing is loaded, and nothing of the files is kept."""
    found: list[SheetSeen] = []
    with scratch_folder(data_dir or Path("data")) as scratch:
        for given in files_of(files):
            workbook = opened(given, scratch)
            if isinstance(workbook, Refused):
                found.append(SheetSeen(file=workbook.file, sheet="", sha256="", refused=workbook.message))
                continue
            found += [_seen(look, data_dir) for look in looks_at(workbook, None, None, data_dir, chosen or {})]
    return tuple(found)


def guesses(seen: SheetSeen) -> dict[str, str]:
    """Header -> column of the guesses that are not used until somebody chooses them: what a page offers as already picked."""
    return {one.header: one.column for one in seen.headers if one.how == "guessed" and one.column and not one.is_used}


def _seen(look: Look, data_dir: Path | None) -> SheetSeen:
    file, sheet = look.workbook.file_name, look.sheet
    if look.is_watched:
        return SheetSeen(file=look.refused.message[1:].split("》")[0], sheet="", sha256="", refused=look.refused.message, is_watched=True)
    table = look.table or table_of(sheet)
    known = _candidates(table, data_dir) if table else ()
    match = look.match if table and _is_likely(look) else None
    named = {"file": file, "sheet": sheet.name, "sha256": look.workbook.sha256, "row_count": sheet.row_count, "candidates": known}
    if table is None:
        return SheetSeen(**named, refused=look.refused.message, head=_head(sheet, None, match), is_left_out=look.chosen.is_left_out)
    return SheetSeen(**named, **_placed(sheet, table, match, look), **(_recognised(look, match) if match else _unrecognised(look)))


def _is_likely(look: Look) -> bool:
    """Whether enough headers are known for a ledger to be named; where a person named it, it is that one."""
    return look.match is not None and (look.chosen.source is not None or len(look.match.positions) >= LEAST_KNOWN)


def _placed(sheet: RawSheet, table: Table, match: Match | None, look: Look) -> dict:
    return {
        "header_row": table.header_row, "header_rows": table.header_row - table.top_row + 1, "first_data_row": table.first_data_row,
        "head": _head(sheet, table, match), "headers": headers_seen(sheet, table, match, look.chosen),
        "is_left_out": look.chosen.is_left_out, "warnings": look.workbook.warnings,
    }  # fmt: skip


def _recognised(look: Look, match: Match) -> dict:
    reading = match.reading
    plan = Plan(workbook=look.workbook, sheet=look.sheet, table=look.table, match=match)
    names = {column: tuple(masked(header) for header in headers) for column, headers in match.ambiguous.items()}
    is_said = look.chosen.makes_mapping
    return {
        "source": reading.contract.name, "title": reading.contract.title, "mapping": reading.mapping.title if reading.mapping and reading.mapping.name != OWN else "",
        "is_recognised_mapping": reading.mapping is not None and not is_said, "why": _why(look, match), "missing": match.missing,
        "ambiguous": tuple((reading.contract.columns[column].name, headers) for column, headers in names.items()),
        "data_class": plan.data_class, "refused": look.refused.message if look.refused else "", "applied": reading.mapping,
    }  # fmt: skip


def _unrecognised(look: Look) -> dict:
    says = f"{where(look.workbook, look.sheet)}看不出是哪种台账；请选择台账，并指明各列是什么。"
    return {"refused": says, "why": "认得的列名不到两个"}


def _why(look: Look, match: Match) -> str:
    filled = sum(bool(header.strip()) for header in match.headers)
    known = f"第 {look.table.header_row} 行的表头 {filled} 列，认得 {len(match.positions)} 列"
    if look.chosen.source:
        return f"您选择了“{match.reading.contract.title}”；{known}"
    if match.reading.mapping and not look.chosen.makes_mapping:
        return f"列名与映射“{match.reading.mapping.title}”的全部一致；{known}"
    return known


def _candidates(table: Table, data_dir: Path | None) -> tuple[tuple[str, str, float], ...]:
    """The ledgers by the share of the headers they know, the best first; with the mappings of the data folder."""
    filled = max(sum(bool(header.strip()) for header in table.headers), 1)
    best: dict[str, float] = {}
    for reading in readings(None, None, data_dir):
        share = len(match_headers(table.headers, reading, (table.title, *table.notes)).positions) / filled
        if reading.mapping is None and share:
            best[reading.contract.name] = share
    ranked = sorted(best.items(), key=lambda one: -one[1])[:CANDIDATES]
    return tuple((source, contracts()[source].title, round(share, 3)) for source, share in ranked)


def _head(sheet: RawSheet, table: Table | None, match: Match | None) -> tuple[tuple[str, ...], ...]:
    """The first rows as they may be shown: below the header, columns about persons, or that read like it, stand empty."""
    last = max(HEAD_ROWS, table.first_data_row + 3 if table else 0)
    if table is None:
        return tuple(tuple(shown(cell) for cell in row) for row in sheet.head[:last])
    used = match.positions if match else frozenset()
    private = {
        i
        for i, header in enumerate(table.headers)
        if is_about_persons(header, match) or (i not in used and are_names(cells_under(sheet, table, i)))
    }
    figures = {i for i in used if holds_figures(match, i)}
    return tuple(
        tuple(
            _shown_at(cell, number, i, table, private, figures)
            for i, cell in enumerate(_without_persons(row) if number < table.top_row else row)
        )
        for number, row in enumerate(sheet.head[:last], start=1)
    )


def _without_persons(row: tuple[str, ...]) -> tuple[str, ...]:
    """A row above the header; where it says who filled it in, in one cell and without them."""
    return (line_without_persons(row), *[""] * (len(row) - 1)) if is_filler(row) else row


def _shown_at(cell: str, row: int, column: int, table: Table, private: set[int], figures: set[int]) -> str:
    if row < table.top_row or row <= table.header_row:
        return masked(" ".join(cell.split()))[:60]
    return "" if column in private else shown(cell, column in figures)


__all__ = ["NOTHING", "Chosen", "Given", "HeaderSeen", "SheetSeen", "guesses", "inspect"]
