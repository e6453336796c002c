"""What goes wrong in the cells of a sheet: each way takes a sheet of its own and gives it back spoilt, at times as several."""

import random
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from tests.etl.spoilt_files import Sheet

ODD = (
    "#DIV/0!", "#N/A", "-", "—", "/", "无", "NULL", "nan", "inf", "-inf", "1e308", "1e400", "-0", "0x1F", "１２３", "1,2,3", "1.2.3", "约300亩", "3.3万平方米", "1800余株",
    "50%", "５０％", "(12)", "=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "2026-02-30", "2026/13/01", "0000-00-00", "1899-12-31", "9999-12-31", "25569", "99999999",
    "2026年十三月", "昨天", "12:61", "2026-10-01 25:00:00", "TRUE", "\u200b", "\u3000", "甲村\n乙村", "{", "}", "$x", "%s", "'", '"', '""', "\\", "\\N", "<b>甲</b>", "&#0;",
    "510124199003071234", "13812345678", "138-1234-5678", "甲" * 300, "x" * 40_000, "𠮷", "e\u0301", "\u202e甲村", "\ud800", "\x00", "\x07", "\x1b[31m红", "\r", "\t", "合计", "小计",
    "共 3 件", "其中：", "填报人：王某", "单位：万元", "1", "0", "-1", "999999999999999999999", "1E+20", "2019-2021", "2019年", "一季度", "12月", "null", "none",
)  # fmt: skip
MOMENTS = (
    date(1, 1, 1), date(1899, 12, 31), date(9999, 12, 31), datetime(2026, 2, 28, 23, 59, 59, 999999), date(1900, 2, 28), time(23, 59, 59), timedelta(days=400), timedelta(seconds=-5),
    datetime(2262, 4, 12), date(2100, 2, 28), True, False, 1e15, 1e300, -1e300, 5e-324, 0.1 + 0.2, 1e-9, 44625, 44625.999999, 2958466, 3e6, -1, 2**53 + 1, 9.9e99,
)  # fmt: skip
HEADERS = ("村", "行政村", "年份", "月份", "单位", "备注", "姓名", "联系电话", "合计", "2019", "2020年", "2021年_收入（万元）", "收入（美元）", "工单编号", "受理时间", "", "\n", "序号", "0", "户主姓名",
           "矫正对象", "13812345678", "其中", "同比", "a" * 500, "列1", "(", "受理时间（", "累计", "本月")  # fmt: skip


def _place(rng: random.Random, rows: list[list]) -> tuple[int, int]:
    filled = [r for r, row in enumerate(rows) if row]
    r = rng.choice(filled) if filled else 0
    if not filled:
        rows[:] = [[""]]
    return r, rng.randrange(len(rows[r]))


def _header(rows: list[list]) -> int:
    """The row among the first ones with most different texts."""
    return max(range(min(len(rows), 6)), key=lambda r: len({v for v in rows[r] if isinstance(v, str) and v}), default=0)


def shuffled_columns(rng: random.Random, sheet: Sheet) -> Sheet:
    width = max((len(row) for row in sheet.rows), default=0)
    order = rng.sample(range(width), width)
    return replace(sheet, rows=[[row[c] if c < len(row) else "" for c in order] for row in sheet.rows], merges=[])


def swapped_cells(rng: random.Random, sheet: Sheet) -> Sheet:
    for _ in range(rng.randint(1, 20)):
        (a, b), (c, d) = _place(rng, sheet.rows), _place(rng, sheet.rows)
        sheet.rows[a][b], sheet.rows[c][d] = sheet.rows[c][d], sheet.rows[a][b]
    return sheet


def swapped_rows(rng: random.Random, sheet: Sheet) -> Sheet:
    rng.shuffle(sheet.rows)
    return sheet


def dropped_column(rng: random.Random, sheet: Sheet) -> Sheet:
    gone = _place(rng, sheet.rows)[1]
    return replace(sheet, rows=[row[:gone] + row[gone + 1 :] for row in sheet.rows])


def doubled_column(rng: random.Random, sheet: Sheet) -> Sheet:
    at = _place(rng, sheet.rows)[1]
    return replace(sheet, rows=[row + row[at : at + 1] for row in sheet.rows])


def doubled_header(rng: random.Random, sheet: Sheet) -> Sheet:
    header = list(sheet.rows[_header(sheet.rows)]) if sheet.rows else []
    for _ in range(rng.randint(1, 3)):
        sheet.rows.insert(rng.randint(0, len(sheet.rows)), list(header))
    return sheet


def other_header(rng: random.Random, sheet: Sheet) -> Sheet:
    if not sheet.rows:
        return sheet
    row = sheet.rows[_header(sheet.rows)]
    for _ in range(rng.randint(1, max(len(row), 1))):
        if row:
            row[rng.randrange(len(row))] = rng.choice(HEADERS)
    return sheet


def one_header_for_all(rng: random.Random, sheet: Sheet) -> Sheet:
    if sheet.rows:
        row = sheet.rows[_header(sheet.rows)]
        name = rng.choice([value for value in row if value] or ["村"])
        row[:] = [name if rng.random() < 0.6 else value for value in row]
    return sheet


def odd_cells(rng: random.Random, sheet: Sheet) -> Sheet:
    for _ in range(rng.randint(1, 25)):
        r, c = _place(rng, sheet.rows)
        sheet.rows[r][c] = rng.choice(ODD)
    return sheet


def odd_column(rng: random.Random, sheet: Sheet) -> Sheet:
    """Every value under one header is of a kind that nobody expects there."""
    column, first = _place(rng, sheet.rows)[1], _header(sheet.rows) + 1
    for row in sheet.rows[first:]:
        if column < len(row):
            row[column] = rng.choice(ODD if rng.random() < 0.5 else MOMENTS)
    return sheet


def odd_moments(rng: random.Random, sheet: Sheet) -> Sheet:
    for _ in range(rng.randint(1, 25)):
        r, c = _place(rng, sheet.rows)
        sheet.rows[r][c] = rng.choice(MOMENTS)
    return sheet


def garbage_rows(rng: random.Random, sheet: Sheet) -> Sheet:
    for _ in range(rng.randint(1, 12)):
        junk = [
            "".join(chr(rng.choice((rng.randint(1, 126), rng.randint(0x4E00, 0x9FFF)))) for _ in range(rng.randint(0, 9)))
            for _ in range(rng.randint(0, 40))
        ]
        sheet.rows.insert(rng.randint(0, len(sheet.rows)), junk)
    return sheet


def rows_above(rng: random.Random, sheet: Sheet) -> Sheet:
    lines = [
        "演示说明",
        "单位：万元",
        "填报单位：某镇　填报人：王某　填报时间：2026年13月40日",
        "",
        "2026年",
        "注：",
        "指标：农民收入（元）",
        "1 2 3",
    ]
    above = [[rng.choice(lines)] for _ in range(rng.randint(1, 45))]
    return replace(sheet, rows=above + sheet.rows, merges=[])


def rows_below(rng: random.Random, sheet: Sheet) -> Sheet:
    width = max((len(row) for row in sheet.rows), default=1)
    kinds = (
        ["合计", *[rng.choice(ODD) for _ in range(width - 1)]],
        ["填报人：", "", "审核人："],
        ["注：数据来源"],
        [],
        ["共 10000000000000000000 件"],
        ["合计"] * width,
    )
    return replace(sheet, rows=sheet.rows + [list(rng.choice(kinds)) for _ in range(rng.randint(1, 6))])


def truncated(rng: random.Random, sheet: Sheet) -> Sheet:
    return replace(sheet, rows=sheet.rows[: rng.randint(0, len(sheet.rows))], merges=sheet.merges if rng.random() < 0.5 else [])


def header_lost(rng: random.Random, sheet: Sheet) -> Sheet:
    return replace(sheet, rows=sheet.rows[_header(sheet.rows) + 1 :], merges=[])


def only_header(rng: random.Random, sheet: Sheet) -> Sheet:
    return replace(sheet, rows=sheet.rows[: _header(sheet.rows) + 1])


def transposed(rng: random.Random, sheet: Sheet) -> Sheet:
    width = max((len(row) for row in sheet.rows), default=0)
    return replace(sheet, rows=[[row[c] if c < len(row) else "" for row in sheet.rows] for c in range(width)], merges=[])


def ragged(rng: random.Random, sheet: Sheet) -> Sheet:
    return replace(
        sheet, rows=[row[: rng.randint(0, len(row))] if rng.random() < 0.5 else row + ["多"] * rng.randint(0, 9) for row in sheet.rows]
    )


def moved(rng: random.Random, sheet: Sheet) -> Sheet:
    """The table begins further down and to the right."""
    right, down = rng.randint(0, 30), rng.randint(0, 50)
    merges = [(t + down, a + right, b + down, z + right) for t, a, b, z in sheet.merges]
    return replace(sheet, rows=[[] for _ in range(down)] + [[""] * right + row for row in sheet.rows], merges=merges)


def merged(rng: random.Random, sheet: Sheet) -> Sheet:
    """Merges anywhere, over one another, and out to the edge of what Excel has."""
    for _ in range(rng.randint(1, 30)):
        r, c = _place(rng, sheet.rows)
        far = rng.random() < 0.1
        sheet.merges.append((r, c, 1_048_575 if far else r + rng.randint(0, 8), 16_383 if far else c + rng.randint(0, 8)))
    return sheet


def repeated_rows(rng: random.Random, sheet: Sheet) -> Sheet:
    return replace(sheet, rows=sheet.rows + [list(row) for row in sheet.rows] * rng.randint(1, 3))


def blank_rows(rng: random.Random, sheet: Sheet) -> Sheet:
    for _ in range(rng.randint(1, 30)):
        sheet.rows.insert(rng.randint(0, len(sheet.rows)), rng.choice(([], ["", "", ""], [" "], ["\u3000"])))
    return sheet


def emptied(rng: random.Random, sheet: Sheet) -> Sheet:
    return replace(sheet, rows=[["" if rng.random() < 0.6 else value for value in row] for row in sheet.rows])


def widened(rng: random.Random, sheet: Sheet) -> Sheet:
    """Hundreds of columns that nobody knows beside the ones somebody does."""
    header, extra = _header(sheet.rows), rng.randint(50, 600)
    return replace(sheet, rows=[row + [(f"列{n}" if r == header else n) for n in range(extra)] for r, row in enumerate(sheet.rows)])


def as_text(rng: random.Random, sheet: Sheet) -> Sheet:
    return replace(sheet, rows=[[value if value is None else f" {value}\t" for value in row] for row in sheet.rows])


def mixed_sheets(rng: random.Random, sheet: Sheet) -> list[Sheet]:
    """A hidden copy, an empty sheet, one about persons nobody may list, one of the same name."""
    others = [
        replace(sheet, is_hidden=True), Sheet(name="空", rows=[]), Sheet(name=sheet.name, rows=[row[:] for row in sheet.rows[:5]]),
        Sheet(name="刑满释放人员", rows=[["姓名", "村"], ["王某", "甲村"]]), Sheet(name="13812345678", rows=sheet.rows), Sheet(name="a'b\"/\x01", rows=sheet.rows),
    ]  # fmt: skip
    return [sheet, *rng.sample(others, rng.randint(1, 3))]


WAYS = (
    shuffled_columns, swapped_cells, swapped_rows, dropped_column, doubled_column, doubled_header, other_header, one_header_for_all, odd_cells, odd_column, odd_moments, garbage_rows,
    rows_above, rows_below, truncated, header_lost, only_header, transposed, ragged, moved, merged, repeated_rows, blank_rows, emptied, widened, as_text, mixed_sheets,
)  # fmt: skip
