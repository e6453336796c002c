"""An assessment scheme as an Excel workbook and back, without loss. Whether a scheme is sound says indicators.scheme_check, not this."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from io import BytesIO

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, XmlError, ZipError

from indicators.definition import load_catalog
from indicators.scheme import Scheme, SchemeError, read_scheme, scheme_dict
from reports.scheme_columns import BONUSES, CATALOG_SHEET, FRAME, FRAME_SHEET, ITEMS, NOTES_SHEET, SHEETS, Column

FILLABLE_ROWS = 200  # that the lists to choose from reach down to
LARGEST = 2_000  # rows or columns of a sheet
HEAD_ROWS = 10  # within which a header is looked for
DIRECTIONS = {"higher": "越高越好", "lower": "越低越好"}
HEAD = {"bold": True, "bg_color": "#f1efe9", "border": 1, "text_wrap": True, "valign": "vcenter"}
NOT_A_WORKBOOK = "这个文件无法作为考核办法的 Excel 工作簿打开，请用看板下载的考核办法工作簿填写。"


def write_scheme(scheme: Scheme) -> bytes:
    """The scheme as the bytes of an .xlsx: 办法, 指标, 加减分, 等次, and beside them 填报说明 and 指标目录."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.set_calc_mode("auto")
        _write_frame(book, scheme)
        _write_rows(book, "指标", ITEMS, _flat(scheme))
        _write_rows(book, "加减分", BONUSES, scheme_dict(scheme)["bonuses"])
        _write_rows(book, "等次", SHEETS["等次"], scheme_dict(scheme)["bands"])
        _write_notes(book)
        _write_catalog(book)
        _write_sum(book, scheme)
    return file.getvalue()


def _flat(scheme: Scheme) -> list[dict]:
    """One line an item, with its pillar; a pillar without items is a line of its own."""
    lines = []
    for pillar in scheme_dict(scheme)["pillars"]:
        of = {"pillar_id": pillar["id"], "pillar_name": pillar["name"]}
        lines += [of | item | item["goalpost"] | {"name": item["id"]} for item in pillar["items"]] or [of]
    return lines


def _write_cell(sheet, row: int, place: int, value: object, formats: Mapping[str, object]) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, place, value, formats["day"])
    elif isinstance(value, str):
        sheet.write_string(row, place, value, formats["text"])
    elif value is not None:
        sheet.write_number(row, place, value)


def _formats(book) -> dict:
    return {
        "head": book.add_format(HEAD), "day": book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
        "text": book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
    }  # fmt: skip


def _write_frame(book, scheme: Scheme) -> None:
    sheet, formats = book.add_worksheet(FRAME_SHEET), _formats(book)
    sheet.write_row(0, 0, ["项目", "内容", "怎么填"], formats["head"])
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 44)
    sheet.set_column(2, 2, 60)
    sheet.freeze_panes(1, 1)
    for row, column in enumerate(FRAME, start=1):
        sheet.write_string(row, 0, column.header)
        _write_cell(sheet, row, 1, column.written(getattr(scheme, column.key)), formats)
        sheet.write_string(row, 2, column.about)
        if column.words:
            sheet.data_validation(row, 1, row, 1, {"validate": "list", "source": list(column.words.values())})


def _write_rows(book, title: str, columns: Sequence[Column], lines: Iterable[Mapping]) -> None:
    sheet, formats = book.add_worksheet(title), _formats(book)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.header, formats["head"])
        choices = list(column.words.values()) or (f"='{CATALOG_SHEET}'!$A$2:$A${len(load_catalog()) + 1}" if column.shown else None)
        if choices:
            sheet.data_validation(1, place, FILLABLE_ROWS, place, {"validate": "list", "source": choices})
    for row, line in enumerate(lines, start=1):
        for place, column in enumerate(columns):
            if column.key in line:
                _write_cell(sheet, row, place, column.written(line[column.key]), formats)


def _write_sum(book, scheme: Scheme) -> None:
    """The sum of the weights in the sheet 指标, right of the table."""
    letter, place = chr(ord("A") + [column.key for column in ITEMS].index("weight")), len(ITEMS) + 1
    sheet = book.get_worksheet_by_name("指标")
    sheet.write_string(0, place, "权重之和（应为100）")
    sheet.write_formula(1, place, f"=SUM({letter}2:{letter}{FILLABLE_ROWS + 1})", None, sum(item.weight for item in scheme.items))
    sheet.set_column(place, place, 20)


def _write_notes(book) -> None:
    sheet, head = book.add_worksheet(NOTES_SHEET), _formats(book)["head"]
    sheet.set_column(0, 1, 18)
    sheet.set_column(2, 2, 90)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, ["工作表", "列", "怎么填"], head)
    lines = [(FRAME_SHEET, column) for column in FRAME] + [(title, column) for title, columns in SHEETS.items() for column in columns]
    for row, (title, column) in enumerate(lines, start=1):
        sheet.write_row(row, 0, [title, column.header, column.about])


def _write_catalog(book) -> None:
    sheet, head = book.add_worksheet(CATALOG_SHEET), _formats(book)["head"]
    sheet.set_column(0, 3, 22)
    sheet.set_column(4, 4, 100)
    sheet.freeze_panes(1, 1)
    sheet.write_row(0, 0, ["指标", "指标编号", "单位", "方向", "口径"], head)
    for row, one in enumerate(load_catalog().values(), start=1):
        sheet.write_row(row, 0, [one.name, one.id, one.unit, DIRECTIONS.get(one.direction, "没有好坏方向"), one.definition])


def read_scheme_book(content: bytes) -> tuple[Scheme | None, list[str]]:
    """The scheme that a workbook holds, and no sentences; or None and one Chinese sentence per wrong cell, with its sheet and row."""
    try:
        sheets = _sheets(content)
    except (CalamineError, PasswordError, XmlError, ZipError, OSError, ValueError):
        return None, [NOT_A_WORKBOOK]
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # calamine's Rust gave up; Python has no name to catch it by
            raise
        return None, [NOT_A_WORKBOOK]
    return read_sheets(sheets)


def read_sheets(sheets: Mapping[str, Sequence[Sequence[object]]]) -> tuple[Scheme | None, list[str]]:
    """The scheme that the sheets of a workbook hold, as rows of cells by title, wherever they were filled in; or None and the sentences."""
    missing = [f"没有名为“{title}”的工作表。" for title in (FRAME_SHEET, *SHEETS) if title not in sheets]
    if missing:
        return None, missing
    frame, wrong = _read_frame(sheets[FRAME_SHEET])
    tables = {}
    for title, columns in SHEETS.items():
        tables[title], found = _read_rows(title, sheets[title], columns)
        wrong += found
    pillars, found = _pillars(tables["指标"])
    wrong += found
    return _assembled(frame, pillars, tables, wrong)


def _sheets(content: bytes) -> dict[str, list[list]]:
    """The rows of each sheet of ours. ValueError where one reaches further than any scheme does."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    found = {title: book.get_sheet_by_name(title) for title in book.sheet_names if title in (FRAME_SHEET, *SHEETS)}
    if any(sheet.total_height > LARGEST or sheet.total_width > LARGEST for sheet in found.values()):
        raise ValueError("a cell far outside the table")
    return {title: sheet.to_python(skip_empty_area=False) for title, sheet in found.items()}


def _assembled(frame: dict, pillars: list[dict], tables: Mapping[str, list[dict]], wrong: list[str]) -> tuple[Scheme | None, list[str]]:
    if wrong:
        return None, wrong
    parts = {title: [{key: value for key, value in line.items() if key != "row"} for line in lines] for title, lines in tables.items()}
    try:
        return read_scheme(frame | {"pillars": pillars, "bonuses": parts["加减分"], "bands": parts["等次"]}), []
    except SchemeError as error:
        return None, [str(error)]


def _read_cell(where: str, column: Column, cell: object, wrong: list[str]) -> object:
    try:
        return column.read(cell)
    except ValueError as error:
        written = f"，现为“{cell}”" if cell != "" else ""
        wrong.append(f"{where}“{column.header}”{error}{written}。")
        return None


def _read_frame(rows: Sequence[Sequence[object]]) -> tuple[dict, list[str]]:
    found, wrong = {}, []
    placed = {str(row[0]).strip(): (number, row[1] if len(row) > 1 else "") for number, row in enumerate(rows, start=1) if row}
    for column in FRAME:
        if column.header not in placed:
            wrong.append(f"工作表“{FRAME_SHEET}”缺少“{column.header}”这一行。")
            continue
        number, cell = placed[column.header]
        found[column.key] = _read_cell(f"工作表“{FRAME_SHEET}”第 {number} 行", column, cell, wrong)
    return found, wrong


def _read_rows(title: str, rows: Sequence[Sequence[object]], columns: Sequence[Column]) -> tuple[list[dict], list[str]]:
    """The lines of a sheet, each with the number of its row, and the sentences. Lines without anything in a column of ours are left out."""
    wanted = [column.header for column in columns]
    best = max(range(min(HEAD_ROWS, len(rows))), key=lambda at: len({str(cell).strip() for cell in rows[at]} & set(wanted)), default=None)
    heads = {} if best is None else {str(cell).strip(): place for place, cell in reversed(list(enumerate(rows[best])))}
    wrong = [f"工作表“{title}”缺少“{header}”这一列。" for header in wanted if header not in heads]
    if wrong:
        return [], wrong
    lines = []
    for number, row in enumerate(rows[best + 1 :], start=best + 2):
        cells = {column.key: row[heads[column.header]] for column in columns}
        if any(str(cell).strip() for cell in cells.values()):
            lines.append(_read_line(f"工作表“{title}”第 {number} 行", columns, cells, wrong) | {"row": number})
    return lines, wrong


def _read_line(where: str, columns: Sequence[Column], cells: Mapping[str, object], wrong: list[str]) -> dict:
    """A line by key. A line that names a pillar and nothing else is one without items, of which nothing else is asked."""
    if {key for key, cell in cells.items() if str(cell).strip()} <= {"pillar_id", "pillar_name"}:
        columns = [column for column in columns if column.key.startswith("pillar_")]
    return {column.key: _read_cell(where, column, cells[column.key], wrong) for column in columns}


def _pillars(lines: Iterable[Mapping]) -> tuple[list[dict], list[str]]:
    """The pillars in the order in which they first come, each with its items; the id of a pillar without one is that of its name."""
    found: dict[str, dict] = {}
    ids: dict[str, str] = {}
    wrong = []
    for line in lines:
        name = line["pillar_name"]
        id = line["pillar_id"] or ids.get(name) or name
        ids.setdefault(name, id)
        pillar = found.setdefault(id, {"id": id, "name": name, "items": []})
        where = f"工作表“指标”第 {line['row']} 行"
        if pillar["name"] != name:
            wrong.append(f"{where}一级指标编号“{id}”前面用于“{pillar['name']}”，这里用于“{name}”。")
        if "weight" in line:
            pillar["items"].append(_item(where, line, wrong))
    return list(found.values()), wrong


def _item(where: str, line: Mapping, wrong: list[str]) -> dict:
    named, id = line["name"], line["id"]
    if named and id and named != id:
        wrong.append(f"{where}指标名称和指标编号不是同一个指标：换指标时请把指标编号清空。")
    if named == "" and id == "":
        wrong.append(f"{where}没有写明是哪个指标。")
    goalpost = {key: line[key] for key in ("low", "target", "basis")}
    kept = ("weight", "gate", "gate_at", "window_months", "small", "prior", "prior_size", "is_own_trend")
    return {"id": id or named, "goalpost": goalpost, **{key: line[key] for key in kept}}
