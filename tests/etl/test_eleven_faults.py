"""A month's workbook with eleven different faults, and a twelfth that only warns: each is named with its sheet, row and column, and what comes back is mended."""

import json
from datetime import date, datetime

import pytest
import xlsxwriter

from etl.__main__ import main
from etl.load import load
from etl.own_sheets import WHY_NOT
from etl.returned import returnable
from tests.etl.drawn import ask, write_csv
from tests.etl.mending import given_back, mended, opened

AREAS = "乡镇 | 村\n云禾镇 | 柳沟村\n云禾镇 | 石桥村\n"
FORMULA = object()  # a cell whose formula divides by zero
RUINED = 110101199003070000.0  # what Excel makes of an 18-digit number
CASES, PROJECTS = "诉求工单", "项目台账"
CASE_ROWS = [
    ["云禾镇2026年10月诉求工单"],
    ["工单编号", "来电人", "联系电话", "村", "受理时间", "办结时间", "满意度"],
    ["A1", "某甲", "13812345678", "柳沟村", date(2026, 10, 1), date(2026, 10, 3), "满意"],
    ["A2", "某乙", "13812345678", "柳坝村", date(2026, 10, 2), date(2026, 10, 3), "满意"],
    ["A3", "某丙", "13812345678", "石桥村", "2026-02-30", date(2026, 10, 3), "满意"],
    ["", "某丁", "13812345678", "石桥村", date(2026, 10, 4), "", "满意"],
    ["A5", "某戊", "13812345678", "石桥村", datetime(2026, 10, 4, 9, 30), "", "差不多"],
    ["A1", "某己", "13812345678", "石桥村", date(2026, 10, 5), "", "满意"],
    ["A7", "某庚", "13812345678", "石桥村", date(2026, 10, 6), date(2026, 10, 5), "满意"],
    [RUINED, "某辛", "13812345678", "石桥村", date(2026, 10, 7), "", "满意"],
    ["A9", "某壬", "13812345678", "石桥村", date(2026, 10, 8), FORMULA, "满意"],
    ["A10", "某癸", "13812345678", "石桥村", date(2062, 10, 9), "", "满意"],
]
PROJECT_ROWS = [
    ["项目编号", "项目名称", "村", "开工日期", "计划总投资（万元）"],
    ["X1", "路灯安装", "柳沟村", date(2026, 3, 1), 12],
    ["X2", "村道硬化", "石桥村", date(2026, 3, 1), -5],
    ["X3", "水渠维修", "石桥村", date(2026, 3, 1), "三车石头"],
    ["合计", "", "", "", 40],
]
FAULTS = {
    (CASES, 4, "村"): "村名「柳坝村」不在地区台账中",
    (CASES, 5, "受理时间"): "不是有效日期",
    (CASES, 6, "工单编号"): "必填，但是空的",
    (CASES, 7, "满意度"): "不在认得的取值之内，请在映射中说明它相当于哪一项",
    (CASES, 8, "工单编号"): "与第 3 行编号相同、内容不同，已采用第 3 行",
    (CASES, 9, "办结时间"): "办结时间早于受理时间",
    (CASES, 10, "工单编号"): "长编号被 Excel 存成了数字，末几位已经丢失，请把该列设为文本后重新导出",
    (CASES, 11, "办结时间"): "单元格是公式错误（#DIV/0!），请改成实际内容",
    (CASES, 12, "受理时间"): "受理时间晚于导入的日子，请核对日期（也请核对本机的日期）",
    (PROJECTS, 3, "计划总投资"): "不应小于 0",
    (PROJECTS, 5, "计划总投资"): "合计行写的是 400000元，逐行相加是 70000元",
}
WARNED = {(PROJECTS, 4, "计划总投资"): "不是数字"}
REPAIRS = {
    (CASES, "A2", "村"): "石桥村", (CASES, "A3", "受理时间"): "2026-10-02", (CASES, "", "工单编号"): "A4", (CASES, "A5", "满意度"): "基本满意",
    (CASES, "A1", "工单编号"): "A6", (CASES, "A7", "办结时间"): "2026-10-16", (CASES, "1.1010119900307E+17", "工单编号"): "A8",
    (CASES, "A9", "办结时间"): "2026-10-12", (CASES, "A10", "受理时间"): "2026-10-09", (PROJECTS, "X2", "计划总投资（万元）"): 5,
}  # fmt: skip


def _draw(path):
    with xlsxwriter.Workbook(str(path)) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for name, rows in ((CASES, CASE_ROWS), (PROJECTS, PROJECT_ROWS)):
            sheet = book.add_worksheet(name)
            for r, row in enumerate(rows):
                for c, value in enumerate(row):
                    if value is FORMULA:
                        sheet.write_formula(r, c, "=1/0", None, "#DIV/0!")
                    elif hasattr(value, "year"):
                        sheet.write_datetime(r, c, value, day)
                    else:
                        sheet.write(r, c, value)
    return path


@pytest.fixture(scope="module")
def month(tmp_path_factory):
    """A town with two villages and the workbook of its month."""
    folder = tmp_path_factory.mktemp("faults")
    load(folder / "data", [write_csv(folder / "地区.csv", AREAS)])
    return folder, _draw(folder / "十月月报.xlsx")


@pytest.fixture(scope="module")
def loaded(month):
    """What loading the workbook said."""
    folder, path = month
    return load(folder / "data", [path])


def _said(result) -> dict:
    return {
        (batch.sheet, issue.row, issue.column): issue.message for batch in result.batches for issue in result.issues[batch.batch_id]
    }  # fmt: skip


def test_every_fault_is_named_with_its_sheet_row_and_column(loaded):
    assert len(FAULTS) == 11
    assert _said(loaded) == {**FAULTS, **WARNED}


def test_what_was_wrong_comes_back_and_what_was_right_does_not(month, loaded):
    folder, path = month
    back = given_back([path], loaded, folder / "data")
    assert list(back) == [CASES, PROJECTS, WHY_NOT]
    assert [str(row[0]) for row in back[CASES][2:]] == ["A2", "A3", "", "A5", "A1", "A7", "1.1010119900307E+17", "A9", "A10"]
    assert [row[0] for row in back[PROJECTS][1:]] == ["X2"]
    notes = "\n".join(row[0] for row in back[WHY_NOT])
    assert "合计（计划总投资）写的是 400000元，逐行相加是 70000元" in notes and "原表第 4 行：“计划总投资（万元）”：不是数字" in notes


def test_mended_only_where_it_says_so_it_loads_clean_and_once(month, loaded):
    folder, path = month
    back = given_back([path], loaded, folder / "data")
    again = mended(folder / returnable(loaded)[0].name, back, REPAIRS)
    result = load(folder / "data", [again])
    assert (result.status, _said(result), returnable(result)) == ("published", {}, ())
    assert [(batch.sheet, batch.accepted, batch.rejected) for batch in result.batches] == [(CASES, 9, 0), (PROJECTS, 1, 0)]
    cases = ask(folder / "data", "select case_id from case_all")
    assert sorted(row[0] for row in cases) == sorted(f"A{number}" for number in range(1, 11))
    assert ask(
        folder / "data", "select count(*), count(distinct project_id) from project_all where known_until > timestamp '9000-01-01'"
    ) == [(3, 3)]


def test_the_command_line_says_the_same_and_writes_the_same_workbook(month, loaded, capsys, tmp_path):
    folder, path = month
    data, out = tmp_path / "data", tmp_path / "退回.xlsx"
    load(data, [folder / "地区.csv"])
    assert main(["check", str(path), "--data", str(data), "--returned", str(out), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    said = {(batch["sheet"], issue["row"], issue["column"]): issue["message"] for batch in answer["batches"] for issue in batch["issues"]}
    assert (said, answer["returned"]) == ({**FAULTS, **WARNED}, [str(out)])
    assert opened(out.read_bytes()) == given_back([path], loaded, folder / "data")
