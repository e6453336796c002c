"""What a sheet looks like, whether or not a contract knows it: where its header is, its unit, years and areas, what stands below."""

import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from etl.chosen import Given, base_name
from etl.guard import is_refused, masked
from etl.issue import Refused
from etl.layout_head import DATED_CELL, NUMBER, Columns, column_units, columns_of, indicator_of, plain, table_of
from etl.plan import opened
from etl.readers import RawSheet, Table, Workbook, stage

LARGEST = 200_000  # rows; of a longer sheet only the head is described
_NOTE = re.compile(r"[*※]|(?:注|附注|注释|备注|说明|(?:填表|填报)说明|(?:资料|数据)?来源|统计口径|指标解释|单位)\d{0,2}(?:\([^()]*\))?:")
MACROS = (Path(__file__).parent / "macros.sql").read_text(encoding="utf-8")
_WHOLE = re.compile(r"全[国省市县区镇乡]")
_ROWS = """
select source_row, cells, row_kind(written[1], len(written)) from (
    select source_row, cells, list_filter(cells, lambda cell: fold(cell) <> '') as written
    from (select source_row, list_value(*columns(* exclude (source_row))) as cells from layout_row))
"""


@dataclass(frozen=True, kw_only=True)
class Layout:
    """One sheet as it stands; rows are numbered as Excel shows them.

    `unit` is what holds for the whole table (单位：… or the brackets of 指标：…), `column_units` what single headers say. `years_stand` is across (in the
    header), down (in the column `years_header`) or "" where there are none; `empty_years` are those whose column holds nothing. `areas` counts the
    different areas (or, without `has_area_column`, different texts of `area_header`) in `data_rows` rows; both are None for a sheet too
    long to be gone through. All other rows below the header are in `total_rows`, `section_rows`, `footer_rows` (notes, signatures, and the
    blank lines under the table) or `blank_rows` (blank lines inside it).
    """

    file: str
    sheet: str
    title: str
    notes: tuple[str, ...]
    header_row: int
    first_data_row: int
    indicator: str
    unit: str
    column_units: tuple[tuple[str, str], ...]
    years: tuple[int, ...]
    years_stand: str
    years_header: str
    empty_years: tuple[int, ...]
    area_header: str
    has_area_column: bool
    areas: int | None
    data_rows: int | None
    total_rows: tuple[int, ...] = ()
    section_rows: tuple[int, ...] = ()
    blank_rows: tuple[int, ...] = ()
    footer_rows: tuple[int, ...] = ()


def survey_files(files: Iterable[Path]) -> tuple[Layout, ...]:
    """The layout of every sheet that has one, of every file that can be read; the others are left to the import to refuse."""
    found: list[Layout | None] = []
    for path in filter(Path.is_file, files):
        with tempfile.TemporaryDirectory() as scratch:
            workbook = opened(Given(name=base_name(path.name), path=path), Path(scratch))
            found += [] if isinstance(workbook, Refused) else [survey(workbook, sheet) for sheet in workbook.sheets]
    return tuple(layout for layout in found if layout)


def survey(workbook: Workbook, sheet: RawSheet) -> Layout | None:
    """What the sheet looks like; None where it has no table, or speaks of persons the board must not know about."""
    words = [workbook.file_name, sheet.name, *(cell for row in sheet.head[:8] for cell in row)]
    table = None if is_refused(words) else table_of(sheet)
    if table is None or is_refused([table.title, *table.notes, *table.headers]):
        return None
    columns = columns_of(sheet, table)
    seen = _go_through(sheet, table, columns) if sheet.row_count <= LARGEST else None
    indicator, unit = indicator_of(table)
    return Layout(
        file=masked(workbook.file_name), sheet=masked(sheet.name), title=masked(table.title), notes=tuple(map(masked, table.notes)), header_row=table.header_row,
        first_data_row=table.first_data_row, indicator=indicator, unit=table.unit or unit, column_units=column_units(table),
        **_years(table, columns, seen), **_areas(table, columns, seen), **(seen.rows_by_kind() if seen else {"data_rows": None}),
    )  # fmt: skip


def _years(table: Table, columns: Columns, seen: "_Seen | None") -> dict:
    header = table.headers[columns.period] if columns.period is not None else ""
    across = {year for year, _ in columns.across}
    filled = {year for year, i in columns.across if seen is None or i in seen.filled}
    years = across or (seen.years if seen else set())
    stand = "across" if across else "down" if columns.period is not None else ""
    return {"years": tuple(sorted(years)), "years_stand": stand, "years_header": header, "empty_years": tuple(sorted(across - filled))}


def _areas(table: Table, columns: Columns, seen: "_Seen | None") -> dict:
    header = table.headers[columns.areas[-1]] if columns.areas else ""
    return {"area_header": header, "has_area_column": columns.has_area_column, "areas": len(seen.areas) if seen else None}


# --- all rows


class _Seen:
    """What going through all rows has found so far."""

    def __init__(self):
        self.rows: dict[str, list[int]] = {kind: [] for kind in ("data", "total", "section", "blank", "footer")}
        self.areas: set[tuple[str, ...]] = set()
        self.years: set[int] = set()
        self.filled: set[int] = set()

    def rows_by_kind(self) -> dict:
        """The numbers of the rows by kind, the blank ones under the table counted with its footer."""
        last = max((number for kind in ("data", "total", "section") for number in self.rows[kind][-1:]), default=0)
        below = [number for number in self.rows["blank"] if number > last]
        blank = [number for number in self.rows["blank"] if number < last]
        listed = {**self.rows, "blank": blank, "footer": sorted([*self.rows["footer"], *below])}
        return {"data_rows": len(listed.pop("data")), **{f"{kind}_rows": tuple(numbers) for kind, numbers in listed.items()}}


def _go_through(sheet: RawSheet, table: Table, columns: Columns) -> _Seen:
    seen, area = _Seen(), ("",) * len(columns.areas)
    for number, cells, kind in _kinds(_rows(sheet, table)):
        seen.rows[kind].append(number)
        if kind in ("data", "total"):
            seen.filled.update(i for i, cell in enumerate(cells) if cell)
        if kind == "data":
            area = _carried(area, tuple(cells[i] for i in columns.areas))
            seen.areas.add(area)
            mark = DATED_CELL.match(cells[columns.period]) if columns.period is not None else None
            seen.years.update([int(mark.group(1))] if mark else [])
    seen.areas.discard(("",) * len(columns.areas))
    return seen


def _carried(before: tuple[str, ...], written: tuple[str, ...]) -> tuple[str, ...]:
    """The area of a row: what is left blank is as in the row above, unless a wider area is named anew."""
    first = next((i for i, name in enumerate(written) if name), len(written))
    return (*before[:first], *written[first:])


def _rows(sheet: RawSheet, table: Table) -> Iterator[tuple[int, list[str], str]]:
    """Number, cells and kind, as the import sees it, of every row from the first data row on."""
    with duckdb.connect() as connection:
        connection.execute(MACROS)
        stage(connection, sheet, table, "layout_row")
        result = connection.execute(_ROWS)
        while rows := result.fetchmany(10_000):
            yield from ((number, [plain(cell) for cell in cells], kind) for number, cells, kind in rows)


def _kinds(rows: Iterator[tuple[int, list[str], str]]) -> Iterator[tuple[int, list[str], str]]:
    """The rows with the notes told from the data; what follows a note and fills one cell goes on with it."""
    in_notes = False
    for number, cells, kind in rows:
        filled = [cell for cell in cells if cell]
        if not filled:
            kind = "blank"
        elif kind == "footer" or _is_note(filled, in_notes):
            kind = "footer"
        elif kind == "data" and _WHOLE.fullmatch(filled[0]):
            kind = "total"
        in_notes = kind == "footer" or (in_notes and kind == "blank")
        yield number, cells, kind


def _is_note(filled: list[str], in_notes: bool) -> bool:
    if not filled or any(map(NUMBER.fullmatch, filled)):
        return False
    return bool(_NOTE.match(filled[0])) or (len(filled) == 1 and (in_notes or len(filled[0]) > 25 or filled[0].endswith("。")))


# --- what is said about it


def layout_words(layout: Layout) -> list[str]:
    """The lines of the command line: one of what the table is, one for each sort of rows that is not taken for data."""
    found = [f"表头在第 {layout.header_row} 行", _indicator_words(layout), _unit_words(layout), _year_words(layout), _area_words(layout)]
    left_out = [
        ("合计行", layout.total_rows, "不作为地区计数"),
        ("分段标题", layout.section_rows, "未采用"),
        ("表内空行", layout.blank_rows, "跳过"),
        ("表下说明", layout.footer_rows, "未采用"),
    ]
    rows = [f"    {name} {len(numbers)} 行（第 {_row_words(numbers)}行）{what}" for name, numbers, what in left_out if numbers]
    return [f"{layout.file} · {layout.sheet}：{'；'.join(filter(None, found))}", *rows]


def _indicator_words(layout: Layout) -> str:
    return f"指标 {layout.indicator}" if layout.indicator else ""


def _unit_words(layout: Layout) -> str:
    units = list(dict.fromkeys(unit for _, unit in layout.column_units))
    shown = "、".join(units[:6]) + (" 等" if len(units) > 6 else "")
    by_column = f"{len(layout.column_units)} 列各自注明（{shown}）" if units else ""
    return f"单位 {'，另有 '.join(filter(None, (layout.unit, by_column)))}" if layout.unit or units else "单位未注明"


def _year_words(layout: Layout) -> str:
    if not layout.years:
        return "没有年份" if layout.data_rows is not None or not layout.years_stand else f"年份在“{layout.years_header}”列"
    where = "横排" if layout.years_stand == "across" else f"竖排在“{layout.years_header}”列" if layout.years_header else "竖排在首列"
    empty = f"（{_row_words(layout.empty_years)}年整列空白）" if layout.empty_years else ""
    span = str(layout.years[0]) if len(layout.years) == 1 else f"{layout.years[0]}—{layout.years[-1]}"
    return f"年份 {span}，共 {len(layout.years)} 个，{where}{empty}"


def _area_words(layout: Layout) -> str:
    if layout.areas is None:
        return f"超过 {LARGEST // 10_000} 万行，未逐行清点"
    named = (
        f"{layout.area_header} {layout.areas} 个" if layout.has_area_column else f"“{layout.area_header}”列有 {layout.areas} 个不同的名称"
    )
    return f"{named if layout.areas else '没有地区列'}；数据 {layout.data_rows} 行"


def _row_words(numbers: tuple[int, ...]) -> str:
    """3、7、10—14: three and more in a row drawn together, at most ten parts."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = [part for run in runs for part in ([f"{run[0]}—{run[-1]}"] if len(run) > 2 else map(str, run))]
    return "、".join(parts[:10]) + (" 等" if len(parts) > 10 else " ")


def layout_answer(layout: Layout) -> dict:
    """The same for --json."""
    years = layout.years
    found = {name: list(value) if isinstance(value, tuple) else value for name, value in vars(layout).items()}
    span = {"first": years[0], "last": years[-1]} if years else {"first": None, "last": None}
    stand = {"stand": found.pop("years_stand"), "header": found.pop("years_header"), "empty": found.pop("empty_years")}
    return {**found, "column_units": dict(layout.column_units), "years": {**span, "count": len(years), **stand}}
