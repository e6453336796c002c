"""What stands above a header: the title, who reports for when and in which unit, and notes. Never a person or a phone."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_REPORTER = ("填报单位", "报送单位", "编报单位", "制表单位", "单位名称", "上报单位", "填表单位", "编制单位")
_DATE = ("填报时间", "填报日期", "填表时间", "填表日期", "制表时间", "制表日期", "报送时间", "报送日期", "上报时间", "上报日期")
_MEASURE = ("计量单位", "金额单位", "面积单位", "单位")
_PERSON = ("单位负责人", "统计负责人", "填报人", "填表人", "制表人", "审核人", "负责人", "联系人", "经办人", "签发人", "报送人", "复核人", "分管领导",
           "主要领导", "联系电话", "联系方式", "办公电话", "手机号码", "手机号", "电话", "手机", "签字", "签名")  # fmt: skip
_KINDS = {
    key: kind for kind, keys in (("reporter", _REPORTER), ("date", _DATE), ("measure", _MEASURE), ("person", _PERSON)) for key in keys
}
_PAIR = re.compile(rf"({'|'.join(sorted(_KINDS, key=len, reverse=True))})\s*(?:\([^()]*\))?\s*:\s*")
_PHONE = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8})(?!\d)")
_MEASURE_WORD = re.compile(
    r"^(?:(?:万|亿|千|百)?(?:元|亩|人次|人|户|吨|公里|平方米|立方米|只|头|株|羽)|公斤|斤|公顷|个|件|起|宗|次|处|%|户次|场次|台|盏|[a-zA-Z/]{1,4})$"
)


@dataclass(frozen=True)
class Preamble:
    """What the rows above a header say; "" where they do not. `notes` are the other lines, persons and phones left out."""

    title: str = ""
    notes: tuple[str, ...] = ()
    unit_name: str = ""
    fill_date: str = ""
    unit: str = ""


def _plain(cells: Iterable[str]) -> str:
    return " ".join(unicodedata.normalize("NFKC", " ".join(cells)).split())


def is_filler(cells: Iterable[str]) -> bool:
    """Whether a row says 填报单位：… 填报人：… 单位：万元 or the like."""
    return _PAIR.search(_plain(cells)) is not None


def read_preamble(rows: Iterable[tuple[str, ...]]) -> Preamble:
    """Reads the rows above the header: the first line that is no filler row is the title, what filler rows say goes to its field."""
    title, notes, found = "", [], {}
    for cells in rows:
        written = [cell for cell in cells if cell.strip()]
        line, pairs = _split(_plain(written))
        for kind, value in pairs:
            found.setdefault(kind, value)
        line = _PHONE.sub("", line).strip()
        if line and not title:
            title = line
        elif line:
            notes.append(line)
    return Preamble(title, tuple(notes), found.get("reporter", ""), found.get("date", ""), found.get("measure", ""))


def line_without_persons(cells: Iterable[str]) -> str:
    """A row above a header in one line: what it says, who reports, when and in which unit; whoever filled it in and their phones left out."""
    said = read_preamble([tuple(cells)])
    pairs = (("填报单位", said.unit_name), ("填报时间", said.fill_date), ("单位", said.unit))
    return "　".join([said.title, *(f"{name}：{text}" for name, text in pairs if text)]).strip("　")


def _split(line: str) -> tuple[str, list[tuple[str, str]]]:
    """The text before the first 填报…：, and the pairs after it without those about persons."""
    marks = list(_PAIR.finditer(line))
    if not marks:
        return line, []
    ends = [mark.start() for mark in marks[1:]] + [len(line)]
    pairs = [_pair(mark.group(1), line[mark.end() : end].strip(" ,;、。")) for mark, end in zip(marks, ends, strict=True)]
    return line[: marks[0].start()].strip(" ("), [(kind, value) for kind, value in pairs if kind != "person" and value]


def _pair(key: str, value: str) -> tuple[str, str]:
    """The kind of a pair; 单位 means the unit of measure where its value is one, else whoever reports."""
    kind = _KINDS[key]
    value = value.rstrip(")")
    if key == "单位" and not all(_MEASURE_WORD.match(part) for part in re.split(r"[、,/ ]", value) if part):
        kind = "reporter"
    return kind, _PHONE.sub("", value).strip()
