"""Grids drawn as text: `^` belongs to the cell above, `<` to the cell on the left, `.` is empty."""

import pytest

from etl.readers import Merge, RawSheet, find_table, find_table_at
from etl.readers.table import one_line
from tests.etl import spoilt_files
from tests.readers.drawing import VOCABULARY, is_known, opened


def sheet(drawing):
    cells = [[cell.replace("~", "\n") for cell in line.split()] for line in drawing.strip().splitlines()]
    width = max(map(len, cells))
    cells = [row + ["."] * (width - len(row)) for row in cells]
    head = tuple(tuple("" if cell in ".^<" else cell for cell in row) for row in cells)
    return RawSheet(name="表", is_hidden=False, head=head, merges=tuple(_merges(cells)), row_count=len(head), width=width)


def _merges(cells):
    for top, row in enumerate(cells):
        for left, cell in enumerate(row):
            if cell in ".^<":
                continue
            right = left + len(_run(row[left + 1 :], "<"))
            bottom = top + len(_run([below[left] for below in cells[top + 1 :]], "^"))
            if (bottom, right) != (top, left):
                yield Merge(top + 1, left, bottom + 1, right)


def _run(cells, mark):
    length = next((i for i, cell in enumerate(cells) if cell != mark), len(cells))
    return cells[:length]


def found(drawing):
    table = find_table(sheet(drawing), is_known)
    return table and (table.headers, table.header_row, table.first_data_row)


def test_header_in_the_first_row():
    assert found("工单编号 受理时间 村\nA1 2026-10-01 柳沟村") == (("工单编号", "受理时间", "村"), 1, 2)


def test_titles_merged_or_alone():
    drawing = """
        2026年10月云禾镇诉求办理台账 < <
        . . .
        工单编号 受理~时间 村
        A1 2026-10-01 柳沟村"""
    assert found(drawing) == (("工单编号", "受理时间", "村"), 3, 4)
    assert find_table(sheet(drawing), is_known).title == "2026年10月云禾镇诉求办理台账"
    assert found(drawing.replace("<", ".")) == (("工单编号", "受理时间", "村"), 3, 4)


def test_two_header_rows_with_merges():
    drawing = """
        十月办件 < < < <
        序号 村 12345热线 < 备注
        ^ ^ 按时办结 超时办结 ^
        1 柳沟村 3 1 ."""
    assert found(drawing) == (("序号", "村", "12345热线_按时办结", "12345热线_超时办结", "备注"), 3, 4)
    assert find_table(sheet(drawing), is_known).top_row == 2
    assert find_table_at(sheet(drawing), 3).headers == find_table(sheet(drawing), is_known).headers


def test_three_header_rows_with_merges():
    drawing = """
        序号 村 热线 < < < 备注
        ^ ^ 上半年 < 下半年 < ^
        ^ ^ 按时办结 超时办结 按时办结 超时办结 ^
        1 柳沟村 3 1 4 0 ."""
    assert found(drawing) == (
        ("序号", "村", "热线_上半年_按时办结", "热线_上半年_超时办结", "热线_下半年_按时办结", "热线_下半年_超时办结", "备注"),
        3,
        4,
    )


def test_two_header_rows_where_merges_are_lost():
    drawing = """
        序号 村 12345热线 . . 备注
        . . 按时办结 超时办结 未办结 .
        1 柳沟村 3 1 0 ."""
    assert found(drawing) == (("序号", "村", "12345热线_按时办结", "12345热线_超时办结", "12345热线_未办结", "备注"), 2, 3)


def test_a_heading_over_two_columns_without_second_row_eats_no_data():
    drawing = """
        工单编号 村 备注 <
        A1 柳沟村 急 特急
        A2 高坡村 . ."""
    assert found(drawing) == (("工单编号", "村", "备注", "备注"), 1, 2)


def test_data_that_is_partly_blank_is_no_second_header_row():
    drawing = """
        工单编号 村 . 备注
        A1 柳沟村 多出 .
        A2 . . ."""
    assert found(drawing) == (("工单编号", "村", "", "备注"), 1, 2)


def test_repeated_level_is_said_once():
    drawing = """
        村 户数 <
        ^ 户数 人口
        柳沟村 299 1135"""
    assert found(drawing)[0] == ("村", "户数", "户数_人口")


@pytest.mark.parametrize("numbers", ["1 2 3", "（1） （2） （3）", "甲 1 2", "甲 乙 1"])
def test_row_of_column_numbers_belongs_to_the_header(numbers):
    assert found(f"村 户数 人口\n{numbers}\n柳沟村 299 1135") == (("村", "户数", "人口"), 1, 3)


def test_a_first_data_row_of_numbers_is_data():
    assert found("序号 户数 人口\n1 299 1135\n2 3 4") == (("序号", "户数", "人口"), 1, 2)


def test_nothing_known():
    assert found("甲 乙 丙\n1 2 3") is None
    assert found("工单编号 乙 丙\n1 2 3") is None
    assert found("工单编号 受理时间 a b c d\n1 2 3") is None
    assert find_table(RawSheet(name="", is_hidden=False, head=(), merges=(), row_count=0, width=0), is_known) is None


def test_forty_per_cent_will_do():
    assert found("工单编号 受理时间 a b c\n1 2 3 4 5")[1] == 1


def test_the_higher_of_two_equal_headers():
    assert found("工单编号 村\nA1 柳沟村\n工单编号 村\nA2 高坡村")[1] == 1


def test_the_better_header_wins_over_an_earlier_one():
    assert found("村 户数 a b\n柳沟村 1 2 3\n工单编号 受理时间 村 备注\nA1 1 2 3")[1] == 3


def test_filler_row_gives_unit_and_date_and_never_a_person():
    drawing = """
        云禾镇诉求办理台账（2026年10月） < < <
        填报单位（盖章）：云禾镇人民政府 填报人：张三 电话：13800001111 填报时间：2026年11月2日
        工单编号 受理时间 村 备注
        A1 2026-10-01 柳沟村 ."""
    table = find_table(sheet(drawing), is_known)
    assert (table.unit_name, table.fill_date) == ("云禾镇人民政府", "2026年11月2日")
    assert table.header_row == 3
    assert table.title == "云禾镇诉求办理台账(2026年10月)"
    for trace in ("张三", "1380000"):
        assert trace not in repr(table)


def test_filler_in_one_cell_and_unit_of_measure():
    drawing = """
        经济收益表 < <
        填报单位：云禾镇　单位负责人：李四　联系电话：0934-1234567　单位：万元、个 < <
        村 户数 人口"""
    table = find_table(sheet(drawing.replace("　", "@").replace("@", "\u2003")), is_known)
    assert table.unit_name == "云禾镇"
    assert "李四" not in repr(table)


@pytest.mark.parametrize(
    ("said", "unit", "name"), [("单位：万元", "万元", ""), ("单位：云禾镇", "", "云禾镇"), ("计量单位：亩、户", "亩、户", "")]
)
def test_unit_means_measure_or_reporter(said, unit, name):
    table = find_table(sheet(f"收支表 < <\n. . {said}\n村 户数 人口"), is_known)
    assert (table.unit, table.unit_name, table.title) == (unit, name, "收支表")


def test_key_and_value_in_cells_of_their_own():
    table = find_table(sheet("收支表 . .\n填报单位： 云禾镇 .\n制表人： 王五 .\n截至2026年10月31日 . .\n村 户数 人口"), is_known)
    assert (table.unit_name, table.notes) == ("云禾镇", ("截至2026年10月31日",))
    assert "王五" not in repr(table)


def test_declared_header_row():
    drawing = "标题 . .\n甲 乙 丙\n1 x y"
    assert find_table_at(sheet(drawing), 2).headers == ("甲", "乙", "丙")
    assert find_table_at(sheet(drawing), 2).first_data_row == 3
    assert find_table_at(sheet(drawing), 9) is None
    assert find_table_at(sheet(". .\n甲 乙"), 1) is None


def test_vocabulary_of_these_tests_is_spelt_as_drawn():
    assert all(" " not in word for word in VOCABULARY)


def test_a_merge_that_ends_below_the_sheet_or_begins_left_of_it_spoils_no_header(tmp_path):
    rows = [["", "", "工单编号", "受理时间", "村"], ["", "", "A1", "2026-10-01", "甲村"]]
    merges = [(0, 2, 2, 2), (0, 0, 0, 1), (0, 0, 1, 2)]
    path = tmp_path / "合并.xlsx"
    path.write_bytes(spoilt_files.workbook([spoilt_files.Sheet(name="工单", rows=rows, merges=merges)]))
    table = find_table(opened(path, tmp_path).sheets[0], {"工单编号", "受理时间", "村"}.__contains__)
    assert (table.headers, table.header_row, table.first_data_row) == (("工单编号", "受理时间", "村"), 1, 2)


@pytest.mark.parametrize(
    ("text", "line"),
    [("受理\n时间", "受理时间"), (" 受理 \r\n 时间 ", "受理时间"), ("a b", "a b"), ("\ufeff村", "村"), ("\n\n", ""), ("a\rb\n\nc", "abc"), (" \n" * 300_000 + "村", "村")],
    ids=lambda text: repr(text[:12]),
)  # fmt: skip
def test_a_header_in_one_line_however_long_it_is(text, line):
    assert one_line(text) == line
