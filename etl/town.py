"""What the town itself says of time limits and working days: two CSV files that Excel opens, in the folder town/ of the data directory."""

import csv
import io
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from warehouse.errors import WarehouseError

RULE_FIELDS = (
    "rule", "ledger_kind", "measure", "source_channel", "appeal_kind", "amount", "unit", "starts_from", "label", "basis", "is_in_force",
)  # fmt: skip
LIMITS, DAYS = "办理时限.csv", "工作日调整.csv"
LIMIT_HEADERS = ("代码", "台账", "事项", "诉求来源", "诉求类型", "数值", "单位", "起算", "名称", "依据", "启用")
DAY_HEADERS = ("日期", "是否上班", "说明")
KINDS = {"appeal": "诉求", "dispute": "矛盾纠纷"}
MEASURES = {
    "close": "办结", "start": "开始调处", "sign": "签收", "respond": "联系群众", "notify": "告知", "extend_max": "延期上限", "objection": "提出异议",
    "review": "复查", "recheck": "复核", "judicial_confirm": "申请司法确认", "answer": "接听", "due_soon": "临期",
}  # fmt: skip
UNITS = {"working": "工作日", "calendar": "自然日", "hour": "小时", "second": "秒"}
STARTS = {
    "received_at": "受理", "dispatched_at": "派单", "signed_at": "签收", "accepted_at": "纠纷受理", "agreed_at": "协议生效", "due_at": "期限",
}  # fmt: skip
FLAGS = {True: "是", False: "否"}


class TownFileError(WarehouseError):
    """A file of the town's says something that cannot be used; the message says where."""


def town_rules(data_dir: Path) -> dict[str, dict]:
    """The town's time limits by key; a key that ships replaces what ships. Empty where there is no file."""
    found = {}
    for where, row in _rows(data_dir / "town" / LIMITS, LIMIT_HEADERS):
        found[row["代码"]] = _rule(where, row)
    return found


def town_days(data_dir: Path) -> dict[date, tuple[bool, str]]:
    """Day -> (is a working day, note) of the town's adjustments. Empty where there is no file."""
    rows = _rows(data_dir / "town" / DAYS, DAY_HEADERS)
    return {_value(where, row, "日期", _day): (_value(where, row, "是否上班", _coded(FLAGS)), row["说明"]) for where, row in rows}


def write_town_files(data_dir: Path, rules: Iterable[dict]) -> list[Path]:
    """Writes both files for editing, the limits as they stand; those that exist are left alone. Returns what was written."""
    folder = data_dir / "town"
    folder.mkdir(parents=True, exist_ok=True)
    contents = {LIMITS: [LIMIT_HEADERS, *map(_written, rules)], DAYS: [DAY_HEADERS]}
    written = [folder / name for name in contents if not (folder / name).exists()]
    for path in written:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(contents[path.name])
    return written


def _written(rule: dict) -> list:
    coded = {"ledger_kind": KINDS, "measure": MEASURES, "unit": UNITS, "starts_from": STARTS, "is_in_force": FLAGS}
    return [coded[name][rule[name]] if name in coded else rule[name] if rule[name] is not None else "" for name in RULE_FIELDS]


def _rule(where: str, row: dict[str, str]) -> dict:
    readers = {
        "台账": _coded(KINDS), "事项": _coded(MEASURES), "数值": _positive, "单位": _coded(UNITS), "起算": _coded(STARTS), "启用": _coded(FLAGS),
        "代码": _needed, "名称": _needed, "依据": _needed, "诉求来源": _optional, "诉求类型": _optional,
    }  # fmt: skip
    return {field: _value(where, row, name, readers[name]) for field, name in zip(RULE_FIELDS, LIMIT_HEADERS, strict=True)}


def _rows(path: Path, headers: tuple[str, ...]) -> Iterable[tuple[str, dict[str, str]]]:
    """(where, row) for each row that says anything, as Excel numbers them."""
    if not path.exists():
        return
    lines = csv.reader(io.StringIO(_text(path)))
    given = tuple(cell.strip() for cell in next(lines, ()))
    if given[: len(headers)] != headers:
        raise TownFileError(f"《{path.name}》的表头应为：{'、'.join(headers)}。")
    for number, cells in enumerate(lines, start=2):
        padded = [cell.strip() for cell in cells] + [""] * len(headers)
        if any(padded):
            yield f"《{path.name}》第 {number} 行", dict(zip(headers, padded, strict=False))


def _text(path: Path) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return path.read_bytes().decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TownFileError(f"《{path.name}》不是文本，请用 Excel 另存为 CSV。")


def _value(where: str, row: dict[str, str], name: str, read: Callable) -> object:
    try:
        return read(row[name])
    except (KeyError, ValueError) as error:
        raise TownFileError(f"{where}“{name}”不能是“{row[name]}”。") from error


def _coded(words: dict) -> Callable[[str], object]:
    return {word: code for code, word in words.items()}.__getitem__


def _positive(text: str) -> int:
    if int(text) < 1:
        raise ValueError(text)
    return int(text)


def _needed(text: str) -> str:
    if not text:
        raise ValueError(text)
    return text


def _optional(text: str) -> str | None:
    return text or None


def _day(text: str) -> date:
    year, month, day = text.replace("/", "-").replace("年", "-").replace("月", "-").removesuffix("日").split("-")
    return date(int(year), int(month), int(day))
