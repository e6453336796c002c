"""The blank workbook of a contract: headers with units, and a sheet that says what each column means, with examples."""

from pathlib import Path

import xlsxwriter

from etl.contract import Column, Contract

TYPE_WORDS = {
    "identifier": "编号（设为文本）", "text": "文字", "choice": "从所列取值中选", "flag": "是 / 否",
    "moment": "日期或日期时间，如 2026-10-08 09:30", "month": "年月，如 2026年10月", "integer": "整数", "number": "数字",
    "period": "年、季、月，如 2025年、2025年一季度、2025年3月", "quantity": "数字，可带单位，如 3.3万", "measure": "数字，单位写在单位列或数字后",
}  # fmt: skip


def _written(contract: Contract) -> list[Column]:
    """The columns that people fill in: all but those that the intake works out."""
    return [column for column in contract.columns.values() if not column.subset_of]


def _meaning(column: Column) -> list[str]:
    shown = [choice for choice in column.choices if choice.isascii() is False or choice.isdigit()] or [
        w[0] for w in column.choices.values() if w
    ]
    shown += ["也可写其他"] if column.open else []
    return [
        column.header,
        "必填" if column.required else "选填",
        TYPE_WORDS[column.type],
        "、".join(shown),
        "、".join(column.aliases[:8]),
        column.example,
    ]


def write_template(contract: Contract, path: Path, *, filled: bool = False) -> Path:
    """Writes the workbook: a sheet to fill in (blank, or with the example row), then 填报说明. Returns the path."""
    with xlsxwriter.Workbook(str(path)) as book:
        head = book.add_format({"bold": True, "bg_color": "#f1efe9", "border": 1, "text_wrap": True, "valign": "vcenter"})
        text = book.add_format({"num_format": "@"})
        sheet = book.add_worksheet(contract.title)
        for position, column in enumerate(_written(contract)):
            sheet.set_column(position, position, 16, text)
            sheet.write_string(0, position, column.header, head)
            if filled:
                sheet.write_string(1, position, column.example, text)
        sheet.freeze_panes(1, 0)
        _write_notes(book, contract, head)
    return path


def _write_notes(book: xlsxwriter.Workbook, contract: Contract, head) -> None:
    notes = book.add_worksheet("填报说明")
    notes.set_column(0, 5, 24)
    notes.write_row(0, 0, ["列", "是否必填", "类型", "取值", "也认得的表头", "示例"], head)
    for row, column in enumerate(_written(contract), start=1):
        notes.write_row(row, 0, _meaning(column))
    below = len(_written(contract)) + 2
    lines = [
        f"粒度：{contract.grain}",
        f"报送：{contract.cadence}",
        f"责任：{contract.owner}",
        "姓名、电话、住址、证件号和诉求正文不要填；填了也不会保存。",
        *([f"也可以一行一村、每个事项一列，列名如：{'、'.join(list(contract.spread)[:12])} 等"] if contract.spread else []),
    ]
    notes.write_column(below, 0, lines)
