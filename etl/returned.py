"""The rows that were not taken, given back as the clerk's own workbook with the reason in a last column: mended there, it is loaded again.

Built in memory and kept nowhere. It has the columns that the board reads and no other one, so that nothing about a person is in it; a cell
with the number of a person is left empty, and the row says so.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import duckdb
import xlsxwriter

from etl.chosen import Given
from etl.guard import has_number, is_address, is_name, masked
from etl.inspection_headers import column_at
from etl.intake import WORDS
from etl.issue import Refused
from etl.load import LoadResult
from etl.own_sheets import REASON
from etl.plan import files_of, opened
from etl.readers import RawSheet, Workbook, stage
from etl.rejected import RejectedRows
from etl.returned_layout import SheetLayout, layout_of
from etl.returned_reasons import reason_words
from etl.returned_sheet import formats, write_notes, write_sheet
from etl.workbook_cells import safe_name
from warehouse.scratch import scratch_folder

LONGEST_WRONG = 20  # characters
GONE = "原来的文件已经变动或找不到了，请重新检查后再下载。"


@dataclass(frozen=True, kw_only=True)
class Returnable:
    """One file of which rows can be given back: its name and digest, the name of the workbook, how many rows and sheets."""

    file: str
    sha256: str
    name: str
    rows: int
    sheets: int


def returnable(result: LoadResult) -> tuple[Returnable, ...]:
    """The files of a check or a load of which rows were not taken, or of which a 合计 does not agree, in the order of the load."""
    found: dict[str, list[RejectedRows]] = {}
    for one in result.rejected:
        if one.rows:
            found.setdefault(one.sha256, []).append(one)
    return tuple(_returnable(sheets) for sheets in found.values())


def _returnable(sheets: list[RejectedRows]) -> Returnable:
    stem = PurePosixPath(sheets[0].file).stem
    rows = sum(len(one.rows) for one in {one.sheet: one for one in sheets}.values())
    return Returnable(
        file=sheets[0].file, sha256=sheets[0].sha256, name=f"{stem}_未导入的行.xlsx", rows=rows, sheets=len({one.sheet for one in sheets})
    )


def returned_workbook(files: Iterable[Path | Given], result: LoadResult, sha256: str, data_dir: Path) -> bytes:
    """The workbook of one file of a check or load, as the bytes of an .xlsx file. `files` are those that were checked."""
    sheets = {one.sheet: one for one in result.rejected if one.sha256 == sha256}
    names = {one.file for one in sheets.values()}
    refused = [one.message for one in result.refused if one.file in names and one.sheet not in sheets]
    with scratch_folder(data_dir) as scratch:
        workbook = _found(files, names, sha256, scratch)
        return _written(workbook, sheets, refused)


def _found(files: Iterable[Path | Given], names: set[str], sha256: str, scratch: Path) -> Workbook | None:
    for given in files_of(files):
        if masked(given.name) in names:
            workbook = opened(given, scratch)
            if not isinstance(workbook, Refused) and workbook.sha256 == sha256:
                return workbook
    return None


def _written(workbook: Workbook | None, sheets: dict[str, RejectedRows], refused: list[str]) -> bytes:
    into = io.BytesIO()
    with xlsxwriter.Workbook(into, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        styles, used = formats(book), set()
        for sheet in workbook.sheets if workbook else ():
            told = sheets.get(sheet.name)
            if told and told.rows and not told.match.is_by_household:
                _write(book, styles, sheet, told, safe_name(sheet.name, used))
        write_notes(book, styles, [GONE] if workbook is None else _notes(sheets.values(), refused))
    return into.getvalue()


def _write(book: xlsxwriter.Workbook, styles: dict, sheet: RawSheet, told: RejectedRows, name: str) -> None:
    layout = layout_of(sheet, told.table, told.match)
    rows = _rows(sheet, told, layout)
    write_sheet(book.add_worksheet(name), styles, layout, _reason_header(told), rows)


def _reason_header(told: RejectedRows) -> str:
    """The header of the reasons. It says what the sheet speaks for, which in a part of its rows could not be told any more."""
    until = f"数据截至{told.cutoff_on.year}年{told.cutoff_on.month}月{told.cutoff_on.day}日" if told.cutoff_on else ""
    kind = {"synthetic": "演示数据", "published": "公开发布数据"}.get(told.data_class, "")
    said = "，".join(filter(None, (kind, until)))
    return f"{REASON}（{said}）" if said else REASON


def _rows(sheet: RawSheet, told: RejectedRows, layout: SheetLayout) -> list[tuple[list[str | None], str, list[int]]]:
    """Cells, reason, and which cells it is about, of every row that was not taken, in the order of the sheet."""
    contract = told.match.reading.contract
    fill_down = {position for key, position in told.match.columns.items() if contract.columns[key].fill_down}
    with duckdb.connect() as connection:
        stage(connection, sheet, told.table, "returned_sheet", fill_down)
        wanted = "select * from returned_sheet where list_contains($rows, source_row) order by source_row"
        found = connection.execute(wanted, {"rows": list(told.rows)}).fetchall()
    return [_row(told, layout, row[0], row[1:]) for row in found]


def _row(told: RejectedRows, layout: SheetLayout, number: int, cells: tuple[str | None, ...]) -> tuple[list[str | None], str, list[int]]:
    hidden = [i for i in layout.kept if cells[i] and has_number(cells[i])]
    words, wrong = reason_words(told.match, told.rows[number], hidden)
    left_out = {
        *hidden,
        *(i for i in wrong if cells[i] and _is_unfit(cells[i], told.match.reading.contract.columns[column_at(told.match, i)].type)),
    }
    shown = [None if i in left_out else cells[i] for i in layout.kept]
    return shown, f"原表第 {number} 行：{words}", [layout.kept.index(i) for i in wrong if i in layout.kept]


def _is_unfit(cell: str, kind: str) -> bool:
    """Whether a cell that must be replaced anyway holds free text, or what reads like an address or, where no words are expected, a name."""
    if kind in ("text", "identifier"):
        return False
    return len(cell) > LONGEST_WRONG or is_address(cell) or (kind not in WORDS and is_name(cell))


def _notes(sheets: Iterable[RejectedRows], refused: list[str]) -> list[str]:
    lines = [
        "这些行没有导入。请按最后一列“未导入原因”改好，其他内容不要动，然后把这个文件再导入一次；已经导入的行不在里面，不会重复计数。",
        "“未导入原因”列和本表不用删除，导入时不读取。涉及个人信息的列和看板不用的列没有放回；需要时请查原表。",
    ]
    return lines + [line for told in sheets for line in _notes_on(told)] + refused


def _notes_on(told: RejectedRows) -> list[str]:
    name = f"工作表“{told.sheet}”"
    lines = [f"{name}：{one}，请对照原表核实；合计行不用放回。" for one in told.totals_wrong]
    if told.match.is_by_household and told.rows:
        lines.append(f"{name}一行一户，按村汇总后保存；请在原表里改好下面各行，再把整张原表重新导入。")
        lines += [f"原表第 {row} 行：{reason_words(told.match, reasons, [])[0]}" for row, reasons in told.rows.items()]
    if told.warned:
        lines.append(f"{name}：下面各行已经导入，只有所说的单元格没有采用或需要核实；不在这份文件里，要改请改原表。")
        lines += [f"原表第 {row} 行：{reason_words(told.match, ((column, says),), [])[0]}" for row, column, says in told.warned]
    return lines
