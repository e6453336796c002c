"""From files to sheets that can be loaded: read, find the table, choose the contract, guard."""

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from etl.chosen import NOTHING, Chosen, Given, as_mapping, base_name, laid_down, printable
from etl.contract import contracts
from etl.guard import REFUSAL, is_refused, masked
from etl.intake import Plan
from etl.issue import Refused
from etl.layout_head import table_of
from etl.match import Match, Reading, best_match, is_known, match_headers, named_headers, readings
from etl.own_sheets import ONLY_OURS, is_ours
from etl.readers import RawSheet, Refusal, Table, Workbook, find_table, find_table_at, read_file
from etl.written import known_mappings, saved_as

NOTHING_IN_IT = "里没有内容。"
SEARCHED = 30  # rows in which the header of a mapping is looked for
READ_SUFFIXES = (".xlsx", ".xls", ".xlsm", ".csv", ".txt", ".et")

Choices = Mapping[tuple[str, str], Chosen]  # (file, sheet) -> what a person said of it


@dataclass(frozen=True, kw_only=True)
class Look:
    """One sheet as far as it was made out. `refused` says why it cannot be loaded; `is_watched` that nothing of it may be shown."""

    workbook: Workbook
    sheet: RawSheet
    chosen: Chosen
    table: Table | None = None
    match: Match | None = None
    refused: Refused | None = None
    is_watched: bool = False


def files_of(paths: Iterable[Path | Given]) -> list[Given]:
    """The files to read, folders opened, in name order. Office's own lock files and hidden files are passed over."""
    found = []
    for path in paths:
        if isinstance(path, Given) and path.path is None:
            found.append(replace(path, name=base_name(path.name)))
            continue
        place = path.path if isinstance(path, Given) else Path(path)
        inside = sorted(p for p in place.rglob("*") if p.suffix.lower() in READ_SUFFIXES) if place.is_dir() else [place]
        found += [Given(name=base_name(p.name), path=p) for p in inside]
    return [given for given in found if not given.name.startswith(("~$", ".~", "."))]


def unknown_name(source: str | None, mapping: str | None, data_dir: Path | None = None) -> str | None:
    """A Chinese sentence where the named contract or mapping does not exist, else None."""
    if source and source not in contracts():
        return f"没有名为“{source}”的数据契约；可用：{'、'.join(contracts())}。"
    if mapping and mapping not in known_mappings(data_dir):
        return f"没有名为“{mapping}”的映射；可用：{'、'.join(known_mappings(data_dir))}。"
    return None


def opened(given: Given, scratch: Path) -> Workbook | Refused:
    """The file as a workbook without the sheets that only explain, its names without the numbers of persons; or why it cannot be read."""
    name = masked(given.name)
    if given.path and not given.path.is_file():
        return Refused(name, "", f"找不到文件《{name}》。")
    folder = Path(tempfile.mkdtemp(dir=scratch))
    try:
        workbook = read_file(laid_down(given, folder), folder)
    except OSError:
        return Refused(name, "", f"文件《{name}》打不开，可能正被别的程序占用，请关闭后再试。")
    if isinstance(workbook, Refusal):
        return Refused(name, "", workbook.message.replace(f"「{workbook.file_name}」", f"《{name}》"))
    sheets = tuple(sheet for sheet in workbook.sheets if not is_ours(sheet))
    if not sheets:
        return Refused(name, "", f"《{name}》{ONLY_OURS if workbook.sheets else NOTHING_IN_IT}")
    return replace(workbook, file_name=name, sheets=tuple(_named(sheets)))


def _named(sheets: tuple[RawSheet, ...]) -> Iterator[RawSheet]:
    """The sheets under names without the numbers of persons, each name once."""
    used: set[str] = set()
    for sheet in sheets:
        name = masked(printable(sheet.name))
        while name in used:
            name += "′"
        used.add(name)
        yield sheet if name == sheet.name else replace(sheet, name=name)


def plan_file(
    given: Given, scratch: Path, source: str | None, mapping: str | None, data_dir: Path | None = None, choices: Choices | None = None
) -> Iterator[Plan | Refused]:
    """The plans of one file's sheets, or why the file or a sheet is refused. A sheet without a table is passed over where another has one."""
    workbook = opened(given, scratch)
    if isinstance(workbook, Refused):
        yield workbook
        return
    looks = [look for look in looks_at(workbook, source, mapping, data_dir, choices or {}) if not look.chosen.is_left_out]
    useful = any(look.refused is None for look in looks)
    for look in looks:
        if look.refused is None:
            yield Plan(workbook=workbook, sheet=look.sheet, table=look.table, match=look.match)
        elif not useful or look.is_watched or look.chosen != NOTHING:
            yield look.refused


def looks_at(workbook: Workbook, source: str | None, mapping: str | None, data_dir: Path | None, choices: Choices) -> list[Look]:
    """What each sheet of a workbook is made out to be, with what a person said of it."""
    chosen = {sheet.name: choices.get((workbook.file_name, sheet.name), NOTHING) for sheet in workbook.sheets}
    known = known_mappings(data_dir)
    found = []
    for sheet in workbook.sheets:
        wanted = chosen[sheet.name].source if chosen[sheet.name].source in contracts() else None
        candidates = readings(wanted or source, None if wanted else mapping, data_dir)
        found.append(_look(Look(workbook=workbook, sheet=sheet, chosen=chosen[sheet.name]), candidates, known))
    return found


def where(workbook: Workbook, sheet: RawSheet) -> str:
    """How a sheet is called in a sentence."""
    return f"《{workbook.file_name}》工作表“{sheet.name}”" if len(workbook.sheets) > 1 else f"《{workbook.file_name}》"


def _look(look: Look, candidates: tuple[Reading, ...], known: dict) -> Look:
    workbook, sheet = look.workbook, look.sheet
    if is_refused([workbook.file_name, sheet.name, *(cell for row in sheet.head[:8] for cell in row if cell)]):
        return _watched(look)
    candidates = tuple(r for r in candidates if r.mapping is None or r.mapping.sheet in (None, sheet.name))
    table = _table(sheet, candidates, look.chosen)
    if table is None:
        return _refused(look, "没有找到认得的表头，未导入；请对照模板检查列名。")
    if is_refused([table.title, *table.notes, *table.headers]):
        return _watched(look)
    texts = (table.title, *table.notes, sheet.name, workbook.file_name)
    match = best_match(table.headers, candidates, texts)
    if match and look.chosen.makes_mapping:
        mapping = saved_as(as_mapping(look.chosen, match), known)
        reading = Reading(contract=match.reading.contract, mapping=mapping, is_asked_for=True)
        match = match_headers(table.headers, reading, texts)
    return _settled(replace(look, table=table, match=match))


def _refused(look: Look, says: str) -> Look:
    refused = Refused(look.workbook.file_name, look.sheet.name, f"{where(look.workbook, look.sheet)}{says}")
    return replace(look, refused=refused)


def _watched(look: Look) -> Look:
    """Refused by what it is about. The name of the sheet is not repeated: it is what the rule keeps out."""
    file = look.workbook.file_name
    shown = "（文件名不显示）" if is_refused([file]) else file
    return replace(look, refused=Refused(file, "", f"《{shown}》{REFUSAL}。"), is_watched=True)


def _table(sheet: RawSheet, candidates: tuple[Reading, ...], chosen: Chosen) -> Table | None:
    if chosen.header_row:
        return find_table_at(sheet, chosen.header_row)
    fixed = next((r.mapping.header_row for r in candidates if r.mapping and r.mapping.header_row and len(candidates) == 1), None)
    row = fixed or _mapped_row(sheet, candidates)
    found = find_table_at(sheet, row) if row else _declared_table(sheet, candidates) or find_table(sheet, is_known(candidates))
    return found or (table_of(sheet) if chosen != NOTHING else None)


def _declared_table(sheet: RawSheet, candidates: tuple[Reading, ...]) -> Table | None:
    """The table under a header row that a mapping made in the app declares, where every header it names is there."""
    for mapping in (r.mapping for r in candidates if r.mapping and r.mapping.is_own and r.mapping.header_row):
        table = find_table_at(sheet, mapping.header_row)
        if table and named_headers(mapping) <= {header.strip() for header in table.headers}:
            return table
    return None


def _mapped_row(sheet: RawSheet, candidates: tuple[Reading, ...]) -> int | None:
    """The row in which every header of a mapping stands, however many others stand beside them; None where there is no such row."""
    for reading in candidates:
        wanted = {header for header in named_headers(reading.mapping) if header} if reading.mapping else set()
        for number, row in enumerate(sheet.head[:SEARCHED], start=1):
            if wanted and wanted <= {cell.strip() for cell in row}:
                return number
    return None


def _settled(look: Look) -> Look:
    match = look.match
    if match is None:
        return _refused(look, "的表头与指定的映射不一致，未导入。")
    asked = [headers for column, headers in match.ambiguous.items() if match.reading.contract.columns[column].required]
    if asked:
        listed = "、".join(f"“{masked(header)}”" for header in asked[0])
        return _refused(look, f"的{listed}含义重复，无法判断用哪一列，未导入；请用映射指明。")
    if match.missing:
        return _refused(look, f"缺少必需的列：{'、'.join(match.missing)}，未导入。")
    return look
