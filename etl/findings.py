"""Everything that is checked on a row of a sheet, and what is said where it does not hold."""

from dataclasses import dataclass

from etl.cells import LONGEST_TEXT, literal
from etl.contract import Column, Contract
from etl.figure_cells import FIGURES
from etl.match import Match

COMPUTED = "null"  # the message is worked out row by row, and stands beside the cell


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that can be wrong with a row: `fails_when` is SQL over the typed row, `message` SQL text or a quoted sentence."""

    column: str
    fails_when: str
    message: str
    severity: str


def findings(contract: Contract, match: Match) -> list[Finding]:
    """Everything that is checked on a row of this sheet; the position in the list is its bit."""
    given = {*match.columns, *(key for part in match.parts for key in (*part.columns, *part.constants)), *match.said}
    present = [column for column in contract.columns.values() if column.key in given]
    cells = [f for column in present for f in (*_limits(column), *_lost_digits(column), *_unreadable(column))]
    rows = [Finding(column=c.column, fails_when=c.fails_when, message=literal(c.message), severity=c.severity) for c in contract.checks]
    return cells + rows


def error_mask(contract: Contract, match: Match) -> int:
    """The bits of the findings that reject a row."""
    return sum(1 << bit for bit, finding in enumerate(findings(contract, match)) if finding.severity == "error")


def _lost_digits(column: Column) -> list[Finding]:
    if column.type != "identifier":
        return []
    says = literal("长编号被 Excel 存成了数字，末几位已经丢失，请把该列设为文本后重新导出")
    return [
        Finding(column=column.key, fails_when=rf"regexp_matches(t_{column.key}, '^[0-9.]+[Ee]\+?[0-9]+$')", message=says, severity="error")
    ]


SAYS = {
    "choice": "不在认得的取值之内，请在映射中说明它相当于哪一项", "month": "不是年月，应写作“2026年10月”", "flag": "不是“是”或“否”",
    "integer": "不是整数", "number": "不是数字", "identifier": "无法识别",
}  # fmt: skip
REJECTING = ("choice", "month")


def _unreadable(column: Column) -> list[Finding]:
    cell, value = f"t_{column.key}", column.key
    if column.type == "text" or (column.type == "choice" and column.open):
        return _unsaved(column)
    is_error = column.required or column.unreadable == "reject" or column.type in REJECTING
    fails_when = f"p_{value} is not null" if column.type in FIGURES else f"{cell} is not null and {value} is null"
    message = literal(SAYS[column.type]) if column.type in SAYS else COMPUTED
    return [Finding(column=value, fails_when=fails_when, message=message, severity="error" if is_error else "warn")]


def _unsaved(column: Column) -> list[Finding]:
    """Text that is not kept, and why: the name of a place, an office or a category is short and has no number of a person in it."""
    key, cell = column.key, f"t_{column.key}"
    too_long, severity = f"length({cell}) > {LONGEST_TEXT}", "error" if column.required else "warn"
    unread = f"{cell} is not null and {key} is null"
    return [
        Finding(column=key, fails_when=f"{unread} and {too_long}", message=literal(f"超过 {LONGEST_TEXT} 个字，未保存"), severity=severity),
        Finding(column=key, fails_when=f"{unread} and not {too_long}", message=literal("含有电话或证件号码，未保存"), severity=severity),
    ]


def _limits(column: Column) -> list[Finding]:
    found = []
    if column.required:
        found.append(Finding(column=column.key, fails_when=f"t_{column.key} is null", message=literal("必填，但是空的"), severity="error"))
    if column.min is not None:
        says = literal(f"不应小于 {column.min:g}")
        found.append(Finding(column=column.key, fails_when=f"{column.key} < {column.min}", message=says, severity="error"))
    return found
