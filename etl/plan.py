"""From paths to sheets that can be loaded: read, find the table, choose the contract, guard."""

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from etl.contract import contracts, mappings
from etl.guard import REFUSAL, is_refused
from etl.intake import Plan
from etl.issue import Refused
from etl.match import Match, Reading, best_match, is_known, named_headers, readings
from etl.readers import RawSheet, Refusal, Table, Workbook, find_table, find_table_at, read_file

SEARCHED = 30  # rows in which the header of a mapping is looked for
READ_SUFFIXES = (".xlsx", ".xls", ".xlsm", ".csv", ".txt", ".et")


def files_of(paths: Iterable[Path]) -> list[Path]:
    """The files to read, folders opened, in name order. Office's own lock files and hidden files are passed over."""
    found = []
    for path in paths:
        inside = sorted(p for p in path.rglob("*") if p.suffix.lower() in READ_SUFFIXES) if path.is_dir() else [path]
        found += [p for p in inside if not p.name.startswith(("~$", ".~", "."))]
    return found


def unknown_name(source: str | None, mapping: str | None) -> str | None:
    """A Chinese sentence where the named contract or mapping does not exist, else None."""
    if source and source not in contracts():
        return f"没有名为“{source}”的数据契约；可用：{'、'.join(contracts())}。"
    if mapping and mapping not in mappings():
        return f"没有名为“{mapping}”的映射；可用：{'、'.join(mappings())}。"
    return None


def plan_file(path: Path, scratch: Path, source: str | None, mapping: str | None) -> Iterator[Plan | Refused]:
    """The plans of one file's sheets, or why the file or a sheet is refused. A sheet without a table is passed over where another has one."""
    if not path.is_file():
        yield Refused(path.name, "", f"找不到文件《{path.name}》。")
        return
    workbook = read_file(path, Path(tempfile.mkdtemp(dir=scratch)))
    if isinstance(workbook, Refusal):
        yield Refused(path.name, "", workbook.message)
        return
    outcomes = [_plan_sheet(workbook, sheet, readings(source, mapping)) for sheet in workbook.sheets]
    useful = [outcome for outcome in outcomes if isinstance(outcome, Plan)]
    for outcome in outcomes:
        if isinstance(outcome, Plan) or not useful or outcome.message.endswith(REFUSAL + "。"):
            yield outcome


def _where(workbook: Workbook, sheet: RawSheet) -> str:
    return f"《{workbook.file_name}》工作表“{sheet.name}”" if len(workbook.sheets) > 1 else f"《{workbook.file_name}》"


def _plan_sheet(workbook: Workbook, sheet: RawSheet, candidates: tuple[Reading, ...]) -> Plan | Refused:
    words = [workbook.file_name, sheet.name, *(cell for row in sheet.head[:8] for cell in row if cell)]
    if is_refused(words):
        # The name of the sheet is not repeated: it is what the rule keeps out.
        return Refused(workbook.file_name, "", f"《{_shown(workbook.file_name)}》{REFUSAL}。")
    candidates = tuple(r for r in candidates if r.mapping is None or r.mapping.sheet in (None, sheet.name))
    table = _table(sheet, candidates)
    if table is None:
        return Refused(workbook.file_name, sheet.name, f"{_where(workbook, sheet)}没有找到认得的表头，未导入；请对照模板检查列名。")
    if is_refused([table.title, *table.notes, *table.headers]):
        return Refused(workbook.file_name, "", f"《{_shown(workbook.file_name)}》{REFUSAL}。")
    match = best_match(table.headers, candidates, (table.title, *table.notes, sheet.name, workbook.file_name))
    return _settled(workbook, sheet, table, match)


def _shown(file_name: str) -> str:
    return "（文件名不显示）" if is_refused([file_name]) else file_name


def _table(sheet: RawSheet, candidates: tuple[Reading, ...]) -> Table | None:
    fixed = next((r.mapping.header_row for r in candidates if r.mapping and r.mapping.header_row and len(candidates) == 1), None)
    row = fixed or _mapped_row(sheet, candidates)
    return find_table_at(sheet, row) if row else find_table(sheet, is_known(candidates))


def _mapped_row(sheet: RawSheet, candidates: tuple[Reading, ...]) -> int | None:
    """The row in which every header of a mapping stands, however many others stand beside them; None where there is no such row."""
    for reading in candidates:
        wanted = {header for header in named_headers(reading.mapping) if header} if reading.mapping else set()
        for number, row in enumerate(sheet.head[:SEARCHED], start=1):
            if wanted and wanted <= {cell.strip() for cell in row}:
                return number
    return None


def _settled(workbook: Workbook, sheet: RawSheet, table: Table, match: Match | None) -> Plan | Refused:
    where = _where(workbook, sheet)
    if match is None:
        return Refused(workbook.file_name, sheet.name, f"{where}的表头与指定的映射不一致，未导入。")
    asked = [headers for column, headers in match.ambiguous.items() if match.reading.contract.columns[column].required]
    if asked:
        listed = "、".join(f"“{header}”" for header in asked[0])
        return Refused(workbook.file_name, sheet.name, f"{where}的{listed}含义重复，无法判断用哪一列，未导入；请用映射指明。")
    if match.missing:
        return Refused(workbook.file_name, sheet.name, f"{where}缺少必需的列：{'、'.join(match.missing)}，未导入。")
    return Plan(workbook=workbook, sheet=sheet, table=table, match=match)
