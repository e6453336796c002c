"""What the workbook of a scheme has in its columns: header, key, how a cell is written and read, what it means."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from math import isfinite

from indicators.definition import load_catalog

EXACT_DIGITS = 16  # that a number of a workbook is written with; one that needs more is written as text, so that none is lost
YES, NO = "是", "否"


def text_of(cell: object) -> str:
    """A cell as text, blank where it is empty. A number typed where text is meant loses its .0."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def required(cell: object) -> str:
    """Text that must be there. ValueError where it is not."""
    if not text_of(cell):
        raise ValueError("不能为空")
    return text_of(cell)


def number(cell: object) -> float:
    """A number, also one typed as text. ValueError for anything else."""
    try:
        value = float(cell)
    except (TypeError, ValueError) as error:
        raise ValueError("应填数字") from error
    if isinstance(cell, bool) or not isfinite(value):
        raise ValueError("应填数字")
    return value


def number_or_none(cell: object) -> float | None:
    """A number, None for an empty cell. ValueError for anything else."""
    return None if text_of(cell) == "" else number(cell)


def number_or_zero(cell: object) -> float:
    """A number, 0 for an empty cell. ValueError for anything else."""
    return number_or_none(cell) or 0.0


def share(cell: object) -> float:
    """A share, also one typed as 60%. ValueError for anything else."""
    written = text_of(cell)
    return number(written[:-1]) / 100 if written.endswith(("%", "％")) else number(cell)


def whole(cell: object) -> int:
    """A whole number. ValueError for anything else."""
    if not number(cell).is_integer():
        raise ValueError("应填整数")
    return int(number(cell))


def day(cell: object) -> date | None:
    """A day, None for an empty cell. ValueError for anything else."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date) or text_of(cell) == "":
        return cell or None
    try:
        return date.fromisoformat(text_of(cell))
    except ValueError as error:
        raise ValueError("应填日期，如 2026-01-31") from error


def bounds(cell: object) -> tuple[int, ...]:
    """Numbers of households in one cell, 200、400. ValueError for anything else."""
    return tuple(whole(one) for one in text_of(cell).replace(",", "、").replace("，", "、").split("、") if one.strip())


def indicator(cell: object) -> str:
    """The id of an indicator that a cell names, gives the code or the id of; blank for an empty cell. ValueError where there is none."""
    written = text_of(cell)
    if written in load_catalog():
        return written
    found = [one.id for one in load_catalog().values() if written in (one.name, one.code)]
    if written and not found:
        raise ValueError("指标目录中没有这个指标，或已停用")
    return found[0] if found else ""


def indicator_name(id: str) -> str:
    """The name of an indicator by its id; the id itself where the catalog has none."""
    return load_catalog()[id].name if id in load_catalog() else id


def one_of(words: Mapping[object, str]) -> Callable[[object], object]:
    """A reader of the words for a few values; an empty cell is the first. ValueError for any other word."""
    known = {word: value for value, word in words.items()} | {str(value): value for value in words}

    def read(cell: object) -> object:
        written = text_of(cell) or next(iter(words.values()))
        if written not in known:
            raise ValueError(f"只能填{'、'.join(words.values())}")
        return known[written]

    return read


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a sheet, or a line of the sheet 办法."""

    header: str
    key: str
    read: Callable[[object], object]
    about: str
    words: Mapping[object, str] = field(default_factory=dict)  # what its few values are called
    shown: Callable[[object], object] | None = None  # what is written in place of the value
    width: int = 12

    def written(self, value: object) -> object:
        """What the cell holds for a value: a text, a number, a day or None."""
        if self.shown:
            return self.shown(value)
        if isinstance(value, float) and float(f"{value:.{EXACT_DIGITS}G}") != value:
            return repr(value)
        return self.words.get(value, value)


def _choice(header: str, key: str, words: Mapping[object, str], about: str) -> Column:
    return Column(header=header, key=key, words=words, read=one_of(words), about=about, width=14)


PERIODS = {"quarter": "季度", "half": "半年", "year": "年度"}
ACROSS = {"arithmetic": "算术平均", "geometric": "几何平均"}
GROUPINGS = {"none": "不分组", "size": "按户数", "location": "按位置"}
SMALL = {"gate": "不计分", "shrink": "收缩"}
WINDOWS = {12: "滚动12个月", 24: "滚动24个月", 0: "考核期本身"}
BONUS_KINDS = {"bonus": "加分", "deduction": "减分", "note": "单列事项"}
FLAGS = {False: NO, True: YES}

FRAME = (
    Column(header="编号", key="id", read=required, about="同一办法的各个版本编号相同。"),
    Column(header="名称", key="name", read=required, about="考核办法的名称。"),
    Column(header="版本", key="version", read=whole, about="审定时由看板接着上一版编号。"),
    Column(header="审定日期", key="adopted_on", read=day, about="没有审定的留空。"),
    Column(header="审定单位", key="adopted_by", read=text_of, about="如：镇党委会。没有审定的留空。"),
    Column(header="说明", key="note", read=text_of, about="示例口径须经镇党委审定，审定后请改写。"),
    _choice("考核周期", "period", PERIODS, "季度、半年或年度。"),
    _choice("一级指标合成", "across", ACROSS, "算术平均：各项可以互补；几何平均：一项很低会拉低总分。"),
    Column(header="有分权重最低比例", key="pillar_present", read=share, about="一级指标内有分的权重不到这个比例，记数据不足。"),
    _choice("分组", "grouping", GROUPINGS, "名次只在同组的村之间排。"),
    Column(
        header="户数分组线", key="size_bounds", read=bounds, shown=lambda value: "、".join(map(str, value)), about="由小到大，用顿号隔开。"
    ),
    Column(header="加减分合计上限", key="bonus_cap", read=number, about="加分和减分相抵后，最多加或减这么多分，不超过 5。"),
)
ITEMS = (
    Column(header="一级指标编号", key="pillar_id", read=text_of, about="可以留空，按一级指标名称归类。"),
    Column(header="一级指标", key="pillar_name", read=required, about="同一名称的行归为一项。", width=18),
    Column(header="指标", key="name", read=indicator, shown=indicator_name, about="从“指标目录”中选。", width=26),
    Column(header="指标编号", key="id", read=indicator, about="可以留空，按指标名称找；换指标时请把它清空。", width=30),
    Column(header="权重", key="weight", read=number, about="满分 100，各指标之和应为 100。"),
    Column(header="零分值", key="low", read=number, about="到这个值得 0 分，单位同指标。"),
    Column(header="满分值", key="target", read=number, about="到这个值得 100 分；越低越好的指标，满分值小于零分值。"),
    Column(header="目标值依据", key="basis", read=text_of, about="谁定的、依据什么。", width=30),
    Column(header="前提指标", key="gate", read=indicator, shown=indicator_name, about="不设前提的留空。", width=18),
    Column(header="前提须达到", key="gate_at", read=number_or_zero, about="前提指标达不到这个值，本指标不计分。"),
    _choice("计算时段", "window_months", WINDOWS, "按月的台账算到考核期末为止的多少个月；按年的台账用最近一年。"),
    _choice("件数少时", "small", SMALL, "不足 20 件：不计分，或向先验值收缩：（件数×实际值＋先验件数×先验值）÷（件数＋先验件数）。"),
    Column(header="先验值", key="prior", read=number_or_none, about="件数少时收缩的填，单位同指标。"),
    Column(header="先验件数", key="prior_size", read=number_or_none, about="先验值相当于多少件。"),
    _choice("只与上年比", "is_own_trend", FLAGS, "是：按本村比上年变化的百分比计分，零分值和满分值也是百分比。"),
)
BONUSES = (
    Column(header="编号", key="id", read=required, about="不重复。", width=16),
    Column(header="事项", key="name", read=required, about="加减分或单列事项的名称。", width=30),
    _choice("类别", "kind", BONUS_KINDS, "单列事项只记事，不计分。"),
    Column(header="每次分值", key="points_each", read=number_or_zero, about="不写负号，减分由类别表明。"),
    Column(header="上限", key="cap", read=number_or_zero, about="一个考核期最多多少分。"),
)
BANDS = (
    Column(header="等次", key="name", read=required, about="由高到低，如 A、B、C。"),
    Column(header="含义", key="words", read=text_of, about="如：达到目标。", width=20),
    Column(header="起始分", key="from_score", read=number, about="从这个分数起；最低一等从 0 分起。"),
)
SHEETS = {"指标": ITEMS, "加减分": BONUSES, "等次": BANDS}
FRAME_SHEET, NOTES_SHEET, CATALOG_SHEET = "办法", "填报说明", "指标目录"
