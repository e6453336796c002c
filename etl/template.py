"""The blank workbook of a contract: a sheet to fill in, with its lists and formats, an example beside it, and what each column means."""

import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from etl.contract import Column, Contract, contracts
from etl.own_sheets import EXAMPLES, HOW_TO, MARK
from etl.returned_reasons import choice_words
from etl.workbook_cells import DAY_FORMAT, TEXT_FORMAT, print_wide, typed_cell

TYPE_WORDS = {
    "identifier": "编号（设为文本）", "text": "文字", "choice": "从所列取值中选", "flag": "是 / 否",
    "moment": "日期或日期时间，如 2026-10-08 09:30", "month": "年月，如 2026年10月", "integer": "整数", "number": "数字",
    "period": "年、季、月，如 2025年、2025年一季度、2025年3月", "quantity": "数字，可带单位，如 3.3万", "measure": "数字，单位写在单位列或数字后",
}  # fmt: skip
TEXTS = ("identifier", "text", "month", "period")
LAST_ROW = 5_000  # down to which lists and formats reach
MOMENT_FORMAT = "yyyy-mm-dd hh:mm"
NARROWEST, WIDEST = 10, 26
NOTE_WIDTHS = (22, 10, 30, 56, 56, 22)
LINE_HEIGHT = 16  # points
TABLE_ROW = 8  # of the explanations, counted from 0: above it stands what the ledger is
LISTS_FROM = 8  # the column from which the lists of choices stand
UNDATED = datetime(2000, 1, 1)  # the same template is the same file
EARLIEST_DAY, LATEST_DAY = date(1950, 1, 1), date(2099, 12, 31)
HEADS = ("列", "是否必填", "类型", "取值", "也认得的表头", "示例")
NO_PERSONS = "姓名、电话、住址、证件号和诉求正文不要填；填了也不会保存。"


@dataclass(frozen=True, kw_only=True)
class _Formats:
    """The cell formats of a template."""

    required: Format
    optional: Format
    title: Format
    line: Format
    cells: dict[str, Format]


def template_name(contract: Contract) -> str:
    """How the workbook is called."""
    return f"{contract.title}模板.xlsx"


def write_template(contract: Contract, path: Path, *, filled: bool = False) -> Path:
    """Writes the workbook of a contract (blank, or with the example in the first sheet). Returns the path."""
    path.write_bytes(template_bytes(contract, filled=filled))
    return path


def template_bytes(contract: Contract, *, filled: bool = False) -> bytes:
    """The workbook as the bytes of an .xlsx file: the sheet to fill in, 填报示例 and 填报说明, which are not loaded."""
    into = io.BytesIO()
    with xlsxwriter.Workbook(into, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": UNDATED})
        formats = _formats(book)
        sheet, example, notes = (book.add_worksheet(name) for name in (contract.title, EXAMPLES, HOW_TO))
        _write_ledger(sheet, contract, formats, filled)
        _write_example(example, contract, formats)
        _write_notes(notes, contract, formats)
        for one in (sheet, example, notes):
            print_wide(one)
    return into.getvalue()


def all_templates() -> bytes:
    """The workbooks of every contract in one zip file."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for contract in contracts().values():
            archive.writestr(zipfile.ZipInfo(template_name(contract)), template_bytes(contract))
    return into.getvalue()


def _formats(book: xlsxwriter.Workbook) -> _Formats:
    head = {"bold": True, "border": 1, "border_color": "#cfcabf", "text_wrap": True, "align": "center", "valign": "vcenter"}
    kinds = {"text": TEXT_FORMAT, "day": DAY_FORMAT, "moment": MOMENT_FORMAT, "number": "General"}
    return _Formats(
        required=book.add_format(head | {"bg_color": "#9e1b32", "font_color": "#ffffff"}), optional=book.add_format(head | {"bg_color": "#f1efe9"}),
        title=book.add_format({"bold": True, "font_size": 13}), line=book.add_format({"text_wrap": True, "valign": "top"}),
        cells={kind: book.add_format({"num_format": said}) for kind, said in kinds.items()},
    )  # fmt: skip


def _written(contract: Contract) -> list[Column]:
    """The columns that people fill in: all but those that the intake works out."""
    return [column for column in contract.columns.values() if not column.subset_of]


def _write_ledger(sheet: Worksheet, contract: Contract, formats: _Formats, filled: bool) -> None:
    _write_heads(sheet, 0, contract, formats)
    if filled:
        _write_row(sheet, 1, contract, formats)
    lists = LISTS_FROM
    for position, column in enumerate(_written(contract)):
        if column.choices:
            lists += 1
        if rule := _rule(column, lists - 1):
            sheet.data_validation(1, position, LAST_ROW, position, rule)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)


def _write_heads(sheet: Worksheet, row: int, contract: Contract, formats: _Formats) -> None:
    """The headers, those of required columns with a star, and the width and format of each column."""
    sheet.set_row(row, 32)
    for position, column in enumerate(_written(contract)):
        head = f"*{column.header}" if column.required else column.header
        sheet.set_column(position, position, _width(head, column.example), formats.cells[_kind(column)])
        sheet.write_string(row, position, head, formats.required if column.required else formats.optional)


def _kind(column: Column) -> str:
    if column.type == "moment":
        return "moment" if ":" in column.example else "day"
    return "text" if column.type in TEXTS else "number"


def _width(*texts: str) -> int:
    return min(max(NARROWEST, *(_length(text) + 3 for text in texts)), WIDEST)


def _length(text: str) -> int:
    """How wide a text is in letters; a Chinese character takes two."""
    return len(text.encode("gb18030", "replace"))


def _write_row(sheet: Worksheet, row: int, contract: Contract, formats: _Formats) -> None:
    """The example, typed as a person would have it in Excel."""
    for position, column in enumerate(_written(contract)):
        style = formats.cells[_kind(column)]
        value = column.example if column.type in TEXTS else typed_cell(column.example)
        if isinstance(value, str):
            sheet.write_string(row, position, value, style) if value else None
        elif isinstance(value, float):
            sheet.write_number(row, position, value, style)
        else:
            sheet.write_datetime(row, position, value, style)


def _rule(column: Column, list_column: int) -> dict | None:
    """What Excel lets a person enter: a list for choices, a warning for what is no day or number; None where anything may be."""
    if column.choices:
        count, letter = len(column.choices), xlsxwriter.utility.xl_col_to_name(list_column)
        source = f"={HOW_TO}!${letter}${TABLE_ROW + 2}:${letter}${TABLE_ROW + 1 + count}"
        strictness = {"error_type": "warning"} if column.open else {}
        return {"validate": "list", "source": source, "error_title": "取值", "error_message": "请从下拉列表里选。", **strictness}
    if column.type == "flag":
        return {"validate": "list", "source": ["是", "否"], "error_title": "取值", "error_message": "请填“是”或“否”。"}
    if column.type == "moment":
        between = {"criteria": "between", "minimum": EARLIEST_DAY, "maximum": LATEST_DAY}
        return {
            "validate": "date",
            **between,
            "error_type": "warning",
            "error_title": "日期",
            "error_message": "像不是日期，请写成 2026-10-08。",
        }
    if column.type == "integer":
        least = int(column.min) if column.min is not None else -(10**9)
        says = {"error_type": "warning", "error_title": "数字", "error_message": "请填整数，不带单位。"}
        return {"validate": "integer", "criteria": ">=", "value": least, **says}
    return None


def _write_example(sheet: Worksheet, contract: Contract, formats: _Formats) -> None:
    _write_heads(sheet, 1, contract, formats)
    sheet.write_string(0, 0, f"{EXAMPLES}（{MARK}）：照这样填在“{contract.title}”表里", formats.title)
    _write_row(sheet, 2, contract, formats)
    sheet.freeze_panes(2, 0)


def _write_notes(notes: Worksheet, contract: Contract, formats: _Formats) -> None:
    for column, width in enumerate(NOTE_WIDTHS):
        notes.set_column(column, column, width)
    notes.write_string(0, 0, f"{contract.title} · {HOW_TO}（{MARK}）", formats.title)
    notes.write_column(1, 0, _lines(contract))
    notes.write_row(TABLE_ROW, 0, HEADS, formats.optional)
    for row, column in enumerate(_written(contract), start=TABLE_ROW + 1):
        meaning = _meaning(column)
        for position, text in enumerate(meaning):
            notes.write_string(row, position, text, formats.line)
        notes.set_row(row, LINE_HEIGHT * max(1 + _length(text) // NOTE_WIDTHS[position] for position, text in enumerate(meaning)))
    chosen = [column for column in _written(contract) if column.choices]
    for position, column in enumerate(chosen, start=LISTS_FROM):
        notes.set_column(position, position, 16)
        notes.write_string(TABLE_ROW, position, f"{column.name}：可选", formats.optional)
        notes.write_column(TABLE_ROW + 1, position, choice_words(column))
    notes.freeze_panes(TABLE_ROW + 1, 1)
    notes.print_area(0, 0, TABLE_ROW + len(_written(contract)), len(HEADS) - 1)


def _lines(contract: Contract) -> list[str]:
    spread = f"也可以一行一村、每个事项一列，列名如：{'、'.join(list(contract.spread)[:12])} 等。" if contract.spread else ""
    return [
        f"粒度：{contract.grain}。",
        f"报送：{contract.cadence}。　责任：{contract.owner}。",
        "深红表头、带 * 的列必填；其余选填，没有就空着，不要填 0 或“无”。",
        "表头可以改成“也认得的表头”里的写法，列的顺序可以变，不用的列可以删。",
        NO_PERSONS,
        *filter(None, [spread]),
    ]


def _meaning(column: Column) -> list[str]:
    shown = choice_words(column) + (["也可写其他"] if column.open else [])
    is_needed = "必填" if column.required else "选填"
    return [column.header, is_needed, TYPE_WORDS[column.type], "、".join(shown), "、".join(column.aliases[:8]), column.example]
