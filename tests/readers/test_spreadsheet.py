import datetime

import pytest
import xlsxwriter

from etl.readers import find_table, find_table_at
from etl.readers.celltext import cell_text
from tests.readers.drawing import is_known, opened, staged, staged_file, workbook

HEADER = ["工单编号", "受理时间", "村"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2.0, "2"),
        (-0.0, "0"),
        (0.1 + 0.2, "0.3"),
        (1234567.891, "1234567.891"),
        (0.00001, "0.00001"),
        (123456789012345.0, "123456789012345"),
        (110101199003070000.0, "1.1010119900307E+17"),
        (1e15, "1E+15"),
        (-1.5, "-1.5"),
        (True, "TRUE"),
        (" 前后空格\n", "前后空格"),
        ("", None),
        (datetime.date(2026, 3, 5), "2026-03-05"),
        (datetime.datetime(2026, 3, 5, 8, 29, 45, 600000), "2026-03-05 08:29:46"),
        (datetime.datetime(2026, 3, 5, 23, 59, 59, 999999), "2026-03-06 00:00:00"),
        (datetime.time(8, 30), "08:30:00"),
        (datetime.timedelta(hours=1112, minutes=24), "1112:24:00"),
    ],
)
def test_text_of_a_cell(value, text):
    assert cell_text(value) == text


@pytest.fixture
def typed(tmp_path):
    """A sheet that begins at C3, with every kind of cell."""
    path = tmp_path / "台账.xlsx"
    with xlsxwriter.Workbook(path) as book:
        moment, day = (book.add_format({"num_format": form}) for form in ("yyyy-mm-dd hh:mm:ss", 'yyyy"年"m"月"d"日"'))
        sheet = book.add_worksheet("十月")
        sheet.merge_range("C3:E3", "2026年10月台账")
        sheet.write_row("C4", HEADER)
        sheet.write_row("C5", ["001", "2022.3.5", "柳沟村"])
        sheet.write("C7", 110101199003070000.0)
        sheet.write("D7", datetime.datetime(2026, 3, 5, 8, 30), moment)
        sheet.write_number("D8", 44625.354, moment)
        sheet.write("D9", datetime.datetime(2026, 3, 5), day)
        sheet.write("D10", 44625)
        sheet.write_formula("D11", "=1/0", None, "#DIV/0!")
        sheet.write("C11", "x")
        sheet.write_formula("C12", "=1+1", None, 2)
        sheet.write_blank("XFD40", None, day)
        hidden = book.add_worksheet("藏")
        hidden.hide()
        hidden.write_row("A1", HEADER)
        book.add_worksheet("空")
        book.add_chartsheet("图")
    return path


def test_typed_cells_and_a_table_that_starts_at_c3(connection, typed, tmp_path):
    sheet = opened(typed, tmp_path).sheets[0]
    table = find_table(sheet, is_known)
    assert (table.headers, table.header_row, table.title) == (tuple(HEADER), 4, "2026年10月台账")
    assert staged(connection, sheet, table) == [
        (5, ("001", "2022.3.5", "柳沟村")),
        (6, (None, None, None)),
        (7, ("1.1010119900307E+17", "2026-03-05 08:30:00", None)),
        (8, (None, "2022-03-05 08:29:46", None)),
        (9, (None, "2026-03-05", None)),
        (10, (None, "44625", None)),
        (11, ("x", "#DIV/0!", None)),
        (12, ("2", None, None)),
    ]
    assert sheet.row_count == 12


def test_hidden_sheets_are_read_and_empty_ones_left_out(typed, tmp_path):
    book = opened(typed, tmp_path)
    assert [(sheet.name, sheet.is_hidden) for sheet in book.sheets] == [("十月", False), ("藏", True)]
    assert book.sheets[1].head == (tuple(HEADER),)
    assert len(book.sha256) == 64
    assert book.encoding == ""


def test_sheets_can_be_staged_in_any_order(connection, tmp_path):
    path = tmp_path / "各村.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for village in ("甲村", "乙村", "丙村"):
            sheet = book.add_worksheet(village)
            sheet.write_row(0, 0, HEADER)
            sheet.write_row(1, 0, ["A1", "2026-10-01", village])
    sheets = opened(path, tmp_path).sheets
    for sheet in (sheets[2], sheets[0], sheets[1], sheets[0]):
        assert staged(connection, sheet, find_table(sheet, is_known)) == [(2, ("A1", "2026-10-01", sheet.name))]


def test_1904_workbook(connection, tmp_path):
    path = tmp_path / "苹果.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write(1, 1, datetime.datetime(2022, 3, 5), book.add_format({"num_format": "yyyy-mm-dd"}))
    assert staged_file(connection, path, tmp_path) == [(2, (None, "2022-03-05", None))]


def test_vertical_merges_fill_only_the_columns_asked_for(connection, tmp_path):
    rows = [HEADER, ["A1", "t1", ""], ["A2", "", ""], ["A3", "", ""], ["A4", "t4", "高坡村"], ["A5", "", ""]]
    path = workbook(tmp_path / "并.xlsx", rows, [(1, 2, 3, 2, "柳沟村"), (1, 1, 3, 1, "t1")])
    assert staged_file(connection, path, tmp_path, fill_down={2}) == [
        (2, ("A1", "t1", "柳沟村")),
        (3, ("A2", None, "柳沟村")),
        (4, ("A3", None, "柳沟村")),
        (5, ("A4", "t4", "高坡村")),
        (6, ("A5", None, None)),
    ]


def test_layered_header_in_a_real_workbook(connection, tmp_path):
    rows = [["十月办件"], ["序号", "村", "12345热线", "", "备注"], ["", "", "按时办结", "超时办结", ""], [1, "柳沟村", 3, 1]]
    merges = [(0, 0, 0, 4, "十月办件"), (1, 0, 2, 0, "序号"), (1, 1, 2, 1, "村"), (1, 2, 1, 3, "12345热线"), (1, 4, 2, 4, "备注")]
    sheet = opened(workbook(tmp_path / "层.xlsx", rows, merges), tmp_path).sheets[0]
    table = find_table(sheet, is_known)
    assert table.headers == ("序号", "村", "12345热线_按时办结", "12345热线_超时办结", "备注")
    assert staged(connection, sheet, table) == [(4, ("1", "柳沟村", "3", "1", None))]


def test_more_rows_than_one_batch(connection, tmp_path, monkeypatch):
    monkeypatch.setattr("etl.readers.staging.BATCH", 3)
    rows = [HEADER, *([f"A{number}", "", "村"] for number in range(10))]
    found = staged_file(connection, workbook(tmp_path / "长.xlsx", rows), tmp_path)
    assert found == [(number + 2, (f"A{number}", None, "村")) for number in range(10)]


def test_header_without_rows(connection, tmp_path):
    path = workbook(tmp_path / "空表.xlsx", [HEADER])
    assert staged_file(connection, path, tmp_path) == []


def test_web_table_under_an_excel_name(connection, tmp_path):
    page = """<html><head><meta charset="gb2312"><style>td {color: red}</style></head><body><table>
    <tr><td colspan=3>2026年10月&nbsp;台账</td></tr>
    <tr><th>工单编号<th>受理<br>时间<th>村</tr>
    <tr><td>A1</td><td>2026-10-01</td><td rowspan="2">柳沟村 &amp; 社区</td></tr>
    <tr><td>A2</td><td> 2026-10-02
    09:00 </td></tr>
    </table></body></html>"""
    path = tmp_path / "导出.xls"
    path.write_bytes(page.encode("gb18030"))
    sheet = opened(path, tmp_path).sheets[0]
    table = find_table_at(sheet, 2)
    assert table.headers == tuple(HEADER)
    assert staged(connection, sheet, table, {2}) == [
        (3, ("A1", "2026-10-01", "柳沟村 & 社区")),
        (4, ("A2", "2026-10-02 09:00", "柳沟村 & 社区")),
    ]


def test_tables_inside_layout_tables_are_sheets_of_their_own(tmp_path):
    page = "<table><tr><td><table><tr><td>村</td></tr></table></td></tr></table><table><tr><td>户数</td></tr></table>"
    path = tmp_path / "页.xls"
    path.write_text(page, encoding="utf-8")
    assert [sheet.head for sheet in opened(path, tmp_path).sheets] == [(("村",),), (("户数",),)]
