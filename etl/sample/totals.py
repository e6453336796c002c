"""Monthly totals from before the township had a list of its cases: a workbook with the month only in the title of each sheet."""

from datetime import date
from functools import cache
from random import Random

from etl.sample.chance import between, count_around
from etl.sample.sheets import Row, Sheet, numbered
from etl.sample.words import villages, vocabulary

SEED = 20231104
YEAR, MONTHS = 2023, range(8, 11)
HEADERS = (
    "序号", "乡镇", "行政村", "受理件数", "应办结件数", "办结件数", "按期办结件数", "考核件数", "已解决", "回访件数", "有效评价件数", "满意件数",
    "不满意件数", "重办件数", "延期件数", "期末在办件数", "期末超期未办结件数",
)  # fmt: skip
FIELDS = ("serial", *HEADERS[1:])


def _share(chance: Random, whole: int, low: int, high: int) -> int:
    """A part of the whole, between two percentages."""
    return whole * between(chance, low, high) // 100


def _counts(chance: Random, monthly: float, before: int) -> tuple[int, ...]:
    """One village's month, consistent in itself; `before` is what was open when it began."""
    received = count_around(chance, monthly * 0.8)
    due = max(0, received + before - between(chance, 0, 2))
    closed = due - (1 if due > 3 and chance.random() < 0.3 else 0)
    on_time = closed - (1 if closed > 2 and chance.random() < 0.5 else 0)
    assessed = _share(chance, closed, 70, 95)
    resolved = _share(chance, assessed, 65, 95)
    revisited = _share(chance, closed, 40, 90)
    evaluated = _share(chance, revisited, 60, 100)
    dissatisfied = _share(chance, evaluated, 0, 12)
    satisfied = evaluated - dissatisfied
    open_count = before + received - closed
    return (received, due, closed, on_time, assessed, resolved, revisited, evaluated, satisfied, dissatisfied, _share(chance, due, 0, 6),
            _share(chance, due, 0, 10), open_count, due - closed)  # fmt: skip


@cache
def _drawn() -> dict[int, list[tuple[str, tuple[int, ...]]]]:
    chance, still_open, found = Random(SEED), {village.name: 1 for village in villages()}, {}
    for month in MONTHS:
        found[month] = []
        for village in villages():
            counts = _counts(chance, village.monthly, still_open[village.name])
            still_open[village.name] = counts[-2]
            found[month].append((village.name, counts))
    return found


def total_sheets() -> tuple[Sheet, ...]:
    """A sheet a month of the three months before the first list of cases, each with its 合计 row."""
    return tuple(_sheet(month) for month in MONTHS)


def _sheet(month: int) -> Sheet:
    lines = _drawn()[month]
    rows = numbered((Row(cells=(None, vocabulary()["town"], village, *counts)) for village, counts in lines), FIELDS)
    sums = (sum(column) for column in zip(*(counts for _, counts in lines), strict=True))
    return Sheet(
        file=f"诉求办理情况汇总表_{YEAR}年8—10月_演示数据.xlsx", name=f"{month}月", headers=HEADERS, fields=FIELDS, rows=rows,
        cutoff=_last_day(month), title=f"云禾镇{YEAR}年{month}月群众诉求办理情况汇总表【演示数据】", total=("合计", None, None, *sums),
        footer="制表人：　　　　　　审核人：　　　　　　",
    )  # fmt: skip


def _last_day(month: int) -> date:
    return date.fromordinal(date(YEAR, month + 1, 1).toordinal() - 1)
