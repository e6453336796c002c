"""Figures that eight places published, reproduced to their printed digits: from files that hold a row a case, and from monthly totals.

The rows are drawn from the published counts alone. Sources: the notices of 君山区 (2018), 连云港 (2017), 高安市 (2023), 丰城市 (2024, 2025),
宁国市 (2022) and 黄石市 (2016), and the report of 彰加镇 (2012).
"""

import csv
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest

from etl.load import load
from indicators.definition import load_catalog
from indicators.measure import measure
from indicators.scope import Scope
from warehouse.folder import current_name
from warehouse.snapshot import open_snapshot

DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What a place published: rows of a drawn ledger, the period, and code -> (numerator, denominator, the printed percentage)."""

    rows: list[dict]
    start: date
    end: date
    expected: dict[str, tuple]
    decimals: int = 2
    known_to: date | None = None
    needs: dict = field(default_factory=dict)


def _first(rows: list[dict], count: int, **values) -> list[dict]:
    """The rows with `values` in the first `count` of them."""
    return [row | values if place < count else row for place, row in enumerate(rows)]


def _cases(count: int, received: date, due: date, closed: date | None = None) -> list[dict]:
    row = {"受理时间": received, "办结期限": due, "办结时间": closed}
    return [row] * count


def junshan() -> Notice:
    rows = _cases(6376, date(2018, 3, 1), date(2018, 3, 20), date(2018, 3, 10))
    rows = _first(rows, 6376 - 6363, 办结时间=date(2018, 3, 25))
    rows = [row | {"重办次数": int(place < 16), "是否回访": "是" if place < 1699 else "否", "满意度": ""} for place, row in enumerate(rows)]
    rows = [row | {"满意度": "不满意" if place < 41 else "满意" if place < 1699 else "未评价"} for place, row in enumerate(rows)]
    expected = {"C05": (6363, 6376, 99.80), "C12a": (16, 6376, 0.25), "C09b": (1658, 1699, 97.59)}
    return Notice(rows=rows, start=date(2018, 1, 1), end=date(2018, 9, 30), expected=expected)


def lianyungang() -> Notice:
    due = _cases(24932, date(2017, 4, 1), date(2017, 4, 20))
    due = _first(due, 23974, 办结时间=date(2017, 4, 25))
    due = _first(due, 22345, 办结时间=date(2017, 4, 10))
    rows = due + _cases(26898 - 24932, date(2017, 4, 20), date(2017, 5, 10))
    expected = {"C01": (26898, None, None), "C02": (24932, None, None), "C04": (23974, 24932, 96.16), "C05": (22345, 24932, 89.62)}
    return Notice(rows=rows, start=date(2017, 4, 1), end=date(2017, 4, 30), expected=expected)


def gaoan() -> Notice:
    closed = _cases(1833, date(2023, 10, 2), date(2023, 10, 20), date(2023, 10, 15))
    closed = [
        row | {"诉求类型": "投诉" if place < 1774 else "咨询", "是否解决": "已解决" if place < 1273 else "未解决"}
        for place, row in enumerate(closed)
    ]
    closed = [row | {"重办次数": int(place < 15)} for place, row in enumerate(closed)]
    still = [
        row | {"诉求类型": "投诉", "是否解决": "", "重办次数": 0} for row in _cases(2138 - 1833, date(2023, 10, 25), date(2023, 11, 20))
    ]
    rows = [row | ({"受理时间": date(2023, 9, 28)} if place < 233 else {}) for place, row in enumerate(closed + still)]
    expected = {"C01": (1905, None, None), "C03": (1833, None, None), "C08": (1273, 1774, 71.76), "C12b": (15, 1833, 0.82)}
    return Notice(rows=rows, start=date(2023, 10, 1), end=date(2023, 10, 31), expected=expected)


def fengcheng_may() -> Notice:
    closed = _cases(3456, date(2025, 5, 2), date(2025, 5, 20), date(2025, 5, 15))
    closed = [row | {"是否解决": "解决" if place < 3112 else "未解决"} for place, row in enumerate(closed)]
    rows = closed + [row | {"是否解决": ""} for row in _cases(200, date(2025, 5, 25), date(2025, 6, 10))]
    expected = {
        "C01": (3656, None, None),
        "C03": (3456, None, None),
        "C17": (200, None, None),
        "C15": (0, None, None),
        "C08": (3112, 3456, 90.05),
    }
    return Notice(rows=rows, start=date(2025, 5, 1), end=date(2025, 5, 31), expected=expected)


def fengcheng_december() -> Notice:
    rows = _cases(3780, date(2024, 12, 2), date(2024, 12, 20), date(2024, 12, 15)) + _cases(291, date(2024, 12, 25), date(2025, 1, 10))
    expected = {"C01": (4071, None, None), "C03": (3780, None, None), "C17": (291, None, None)}
    return Notice(rows=rows, start=date(2024, 12, 1), end=date(2024, 12, 31), expected=expected)


def ningguo() -> Notice:
    rows = _first(_cases(601, date(2022, 4, 1), date(2022, 4, 20), date(2022, 4, 15)), 4, 办结时间=date(2022, 4, 25))
    return Notice(rows=rows, start=date(2022, 4, 1), end=date(2022, 4, 30), expected={"C05": (597, 601, 99.33), "C16": (4, 601, 0.67)})


# the notice lists fifteen counts; here only their number and their sum are its own
TYPES = {
    "婚姻家庭": 120, "邻里": 190, "房屋宅基地": 60, "合同": 30, "生产经营": 25, "损害赔偿": 85, "山林土地": 40, "征地拆迁": 38, "环境污染": 15, "劳动争议": 52,
    "消费": 33, "医疗": 21, "道路交通事故": 88, "物业": 24, "其他": 48,
}  # fmt: skip


def _dispute(place: int, settled: int, closed_on: date, found_on: date) -> dict:
    is_settled = place < settled
    return {
        "排查登记日期": found_on,
        "受理日期": found_on,
        "调结日期": closed_on if is_settled else None,
        "调处结果": "调解成功" if is_settled else "正在调处",
    }


def huangshi() -> Notice:
    kinds = [kind for kind, count in TYPES.items() for _ in range(count)]
    rows = [_dispute(place, 842, date(2016, 8, 25), date(2016, 8, 3)) | {"纠纷类型": kind} for place, kind in enumerate(kinds)]
    expected = {"D01": (869, None, None), "D13": (869, None, None), "D03": (842, None, None), "D05b": (842, 869, 96.89)}
    return Notice(rows=rows, start=date(2016, 8, 1), end=date(2016, 8, 31), expected=expected)


def zhangjia() -> Notice:
    rows = [_dispute(place, 37, date(2012, 3, 20), date(2012, 2, 3)) for place in range(38)]
    expected = {"D05b": (37, 38, 97.4), "D05c": (37, 37, 100.0)}
    return Notice(rows=rows, start=date(2012, 1, 1), end=date(2012, 3, 31), expected=expected, decimals=1)


NOTICES = (junshan, lianyungang, gaoan, fengcheng_may, fengcheng_december, ningguo, huangshi, zhangjia)


def _write(path, notice: Notice) -> None:
    key = "纠纷编号" if "排查登记日期" in notice.rows[0] else "工单编号"
    with path.open("w", newline="", encoding="utf-8") as file:
        lines = csv.DictWriter(file, [key, "村", *notice.rows[0]])
        lines.writeheader()
        lines.writerows({key: f"N{place:06}", "村": "某村", **row} for place, row in enumerate(notice.rows))


def _measured(data, codes, start: date, end: date) -> dict[str, dict]:
    known = {indicator.code: indicator for indicator in load_catalog().values()}
    with open_snapshot(data, current_name(data)) as connection:
        frame = measure(connection, [known[code] for code in codes], Scope(start=start, end=end))
    return dict(zip(codes, frame.astype(object).where(frame.notna(), None).to_dict("records"), strict=True))


def _agrees(found: dict, expected: tuple, decimals: int) -> None:
    numerator, denominator, printed = expected
    assert (found["numerator"], found["denominator"]) == (numerator, denominator)
    assert printed is None or round(found["value"], decimals) == printed


@pytest.mark.parametrize("notice", NOTICES, ids=lambda notice: notice.__name__)
def test_from_rows(tmp_path, notice):
    drawn = notice()
    _write(tmp_path / "台账.csv", drawn)
    result = load(tmp_path / "data", [tmp_path / "台账.csv"], as_of=drawn.known_to or drawn.end, now=datetime(2026, 1, 1))
    assert (result.status, result.batches[0].rejected, result.batches[0].accepted) == ("published", 0, len(drawn.rows))
    found = _measured(tmp_path / "data", list(drawn.expected), drawn.start, drawn.end)
    for code, expected in drawn.expected.items():
        _agrees(found[code], expected, drawn.decimals)


TOTALS = {
    "君山": ("2018年9月", {"应办结件数": 6376, "按期办结件数": 6363, "重办件数": 16, "回访件数": 1699, "不满意件数": 41},
            {"S05": (6363, 6376, 99.80), "S12a": (16, 6376, 0.25), "S09b": (1658, 1699, 97.59)}),
    "连云港": ("2017年4月", {"受理件数": 26898, "应办结件数": 24932, "办结件数": 23974, "按期办结件数": 22345},
             {"S01": (26898, None, None), "S04": (23974, 24932, 96.16), "S05": (22345, 24932, 89.62)}),
    "高安": ("2023年10月", {"办结件数": 1833, "考核件数": 1774, "已解决": 1273, "重派数": 15}, {"S08": (1273, 1774, 71.76), "S12b": (15, 1833, 0.82)}),
    "丰城": ("2025年5月", {"受理件数": 3656, "办结件数": 3456, "考核件数": 3456, "解决件数": 3112}, {"S01": (3656, None, None), "S08": (3112, 3456, 90.05)}),
    "宁国": ("2022年4月", {"交办数": 601, "按时办结": 597}, {"S05": (597, 601, 99.33)}),
}  # fmt: skip


@pytest.mark.parametrize("place", TOTALS)
def test_from_monthly_totals_with_the_month_in_the_title(tmp_path, place):
    month, counts, expected = TOTALS[place]
    path = tmp_path / "通报.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([[f"{month}热线办理情况通报", *[""] * len(counts)], ["单位", *counts], ["某村", *counts.values()]])
    result = load(tmp_path / "data", [path], now=datetime(2026, 1, 1))
    assert (result.status, [batch.source for batch in result.batches]) == ("published", ["appeal_stat"]), result
    found = _measured(tmp_path / "data", list(expected), date(2012, 1, 1), date(2026, 1, 1))
    for code, printed in expected.items():
        _agrees(found[code], printed, 2)
