"""The rows that were not taken come back as the clerk's own workbook, and mended where it says so they load clean and once."""

import json
from datetime import date

import pytest

from etl.__main__ import main
from etl.inspection import inspect
from etl.load import load
from etl.own_sheets import EXAMPLES, HOW_TO, WHY_NOT
from etl.returned import GONE, returnable, returned_workbook
from tests.etl.drawn import ask, write_csv, write_xlsx
from tests.etl.mending import given_back, header_at, mended, opened, reasons
from warehouse.folder import current_name

AREAS = "乡镇 | 村\n云禾镇 | 柳沟村\n云禾镇 | 石桥村\n"
CASES = """
工单编号 | 诉求人 | 联系电话 | 村     | 承办单位         | 满意度 | 受理时间            | 办结时间   | 备注
A1       | 张建国 | 13812345678 | 柳沟村 | 镇水务站      | 满意   | 2026-10-01          | 2026-10-03 |
A2       | 李秀英 | 13812345679 | 柳坝村 | 镇水务站      | 满意   | 2026-10-02 00:00:00 |            | 李秀英家门口
A3       | 王大力 | 13812345670 | 石桥村 | 王大力 13812345670 | 还行 | 2026-02-30      | 2026-10-03 |
A4       | 赵小刚 | 13812345671 | 石桥村 | 镇水务站      | 满意   | 2026-10-05 09:30:00 | 2026-10-03 |
A5       | 孙丽   | 13812345672 | 石桥村 | 镇水务站      | 满意   | 2026-10-31          | 2026-10-31 |
"""
REPAIRS = {
    ("2026年10月工单", "A2", "村"): "石桥村",
    ("2026年10月工单", "A3", "满意度"): "基本满意",
    ("2026年10月工单", "A3", "受理时间"): "2026-10-01",
    ("2026年10月工单", "A4", "办结时间"): "2026-10-06",
}


@pytest.fixture
def town(tmp_path):
    """A data directory with two villages, and the file of cases."""
    load(tmp_path / "data", [write_csv(tmp_path / "地区.csv", AREAS)])
    return tmp_path / "data", write_csv(tmp_path / "2026年10月工单.csv", CASES)


def test_every_reason_of_every_row_stands_in_the_last_column(town):
    data, path = town
    back = given_back([path], load(data, [path], publish=False), data)
    rows = back["2026年10月工单"]
    assert rows[0] == ["工单编号", "村", "承办单位", "满意度", "受理时间", "办结时间", "未导入原因（数据截至2026年10月31日）"]
    said = reasons(rows)
    assert list(said) == ["A2", "A3", "A4"]
    assert said["A2"] == "原表第 3 行：“村”：村名「柳坝村」不在地区台账中"
    assert said["A3"].startswith("原表第 4 行：“受理时间”：不是有效日期；“满意度”：不在认得的取值之内，可填：非常满意、满意")
    assert said["A4"] == "原表第 5 行：“办结时间”：办结时间早于受理时间"


def test_nothing_about_a_person_is_given_back(town):
    data, path = town
    back = json.dumps(given_back([path], load(data, [path], publish=False), data), ensure_ascii=False, default=str)
    for told in ("张建国", "李秀英", "王大力", "赵小刚", "138123456", "诉求人", "联系电话", "备注"):
        assert told not in back
    assert "“承办单位”：含有电话或证件号码，没有放回" in back


def test_mended_it_loads_clean_and_once(town):
    data, path = town
    result = load(data, [path])
    again = mended(path.with_name("2026年10月工单_未导入的行.xlsx"), given_back([path], result, data), REPAIRS)
    second = load(data, [again])
    batch = second.batches[0]
    assert (second.status, second.refused, second.issue_counts[batch.batch_id]) == ("published", (), 0)
    assert (batch.rows_read, batch.accepted, batch.rejected, batch.cutoff_on) == (3, 3, 0, date(2026, 10, 31))
    assert (batch.dropped_columns, batch.unknown_columns) == ((), ())
    assert ask(data, "select case_id, village, closed_at is null from case_all order by 1") == [
        ("A1", "云禾镇/柳沟村", False), ("A2", "云禾镇/石桥村", True), ("A3", "云禾镇/石桥村", False),
        ("A4", "云禾镇/石桥村", False), ("A5", "云禾镇/石桥村", False),
    ]  # fmt: skip
    assert ask(data, "select count(*) from case_all where unseen_at is not null") == [(0,)]
    kept = ask(data, "select received_is_day from case_record where case_id = 'A2' and batch_id = ?", [batch.batch_id])
    assert kept == [(False,)]  # the written midnight is none that Excel made


def test_a_row_of_an_unknown_village_never_stands_before_a_mended_one(town):
    data, path = town
    load(data, [path])
    load(data, [write_csv(path.with_name("补.csv"), "工单编号 | 村 | 受理时间\nA2 | 石桥村 | 2026-10-02\n")])
    assert ask(data, "select village, cutoff_at::date::varchar from case_all where case_id = 'A2'") == [("云禾镇/石桥村", "2026-11-01")]


def test_it_asks_nothing_when_it_is_loaded_again(town):
    data, path = town
    back = returned_workbook([path], result := load(data, [path]), returnable(result)[0].sha256, data)
    again = path.with_name("again.xlsx")
    again.write_bytes(back)
    (seen,) = inspect([again], data_dir=data)
    assert (seen.source, seen.refused, seen.missing) == ("appeal", "", ())
    assert {one.how for one in seen.headers} == {"matched", "ignored"}


def test_a_layered_header_its_title_and_its_sheets_come_back(tmp_path):
    head = [
        ["云禾镇工单统计表 填报人：张建国 13812345678"],
        ["", "办理", "", "反映人", "热线", ""],
        ["工单编号", "受理时间", "办结时间", "姓名", "村", "满意度"],
    ]
    merges = {"十月": [(1, 1, 1, 2, "办理"), (1, 4, 1, 5, "热线")]}
    rows = {"十月": [*head, ["B1", "2026-10-01", "2026-10-02", "甲", "柳沟村", "满意"], ["B2", "十月", "", "乙", "柳沟村", "满意"]],
            "十一月": [*head, ["B3", "2026-11-01", "", "丙", "柳沟村", "差不多"], ["B4", "2026-11-01", "", "丙", "柳沟村", "满意"]]}  # fmt: skip
    path = write_xlsx(tmp_path / "台账.xlsx", rows, merges)
    back = given_back([path], load(tmp_path / "data", [path]), tmp_path / "data")
    assert list(back) == ["十月", "十一月", WHY_NOT]
    assert (back["十月"][0][0], back["十月"][1][:5]) == ("云禾镇工单统计表", ["", "办理", "", "热线", ""])
    assert [header_at(back["十月"]), header_at(back["十一月"])] == [1, 2]
    again = mended(tmp_path / "again.xlsx", back, {("十月", "B2", "受理时间"): "2026-10-03", ("十一月", "B3", "满意度"): "满意"})
    result = load(tmp_path / "data", [again])
    assert [(batch.sheet, batch.accepted, batch.rejected) for batch in result.batches] == [("十月", 1, 0), ("十一月", 1, 0)]


def test_a_cell_that_makes_a_record_of_its_own_is_mended_without_doubling_the_others(tmp_path):
    path = write_csv(tmp_path / "设施.csv", "村 | 年度 | 路灯 | 变压器\n柳沟村 | 2025 | 30 | 2\n石桥村 | 2025 | 15 | -9\n")
    back = given_back([path], load(tmp_path / "data", [path]), tmp_path / "data")
    assert reasons(back["设施"]) == {"石桥村": "原表第 3 行：“变压器”：不应小于 0"}
    again = mended(tmp_path / "again.xlsx", back, {("设施", "石桥村", "变压器"): 9})
    batch = load(tmp_path / "data", [again]).batches[0]
    assert (batch.accepted, batch.rejected, batch.new, batch.unchanged) == (1, 0, 1, 1)
    live = "select village, item, quantity from facility_all where known_until > timestamp '9000-01-01' order by 1, 2"
    assert [row[2] for row in ask(tmp_path / "data", live)] == [2, 30, 9, 15]


def test_a_sheet_of_households_is_told_and_not_given_back(tmp_path):
    drawing = "村 | 户主姓名 | 年度 | 作物 | 种植面积（亩）\n柳沟村 | 张建国 | 2025 | 玉米 | 3\n柳沟村 | 李秀英 | 2025 | 玉米 | -3\n"
    path = write_csv(tmp_path / "种植.csv", drawing)
    result = load(tmp_path / "data", [path], source="industry")
    back = given_back([path], result, tmp_path / "data")
    assert list(back) == [WHY_NOT]
    told = "".join(row[0] for row in back[WHY_NOT])
    assert "整张原表重新导入" in told and "原表第 3 行：“种植面积（亩）”" in told and "李秀英" not in told


def test_a_sheet_of_which_no_row_was_taken_comes_back_whole(tmp_path):
    path = write_csv(tmp_path / "工单.csv", "工单编号 | 受理时间\n | 2026-10-01\nC2 | 昨天\n")
    result = load(tmp_path / "data", [path])
    assert result.status == "refused"
    rows = given_back([path], result, tmp_path / "data")["工单"]
    assert [row[-1] for row in rows] == ["未导入原因", "原表第 2 行：“工单编号”：必填，但是空的", "原表第 3 行：“受理时间”：不是有效日期"]


def test_totals_that_do_not_agree_are_told_beside_the_rows(tmp_path):
    drawing = "乡镇 | 村 | 户数（户） | 人口\n云禾镇 | 柳沟村 | 100 | 300\n云禾镇 | 石桥村 | 90 | -5\n合计 | | 200 | 300\n"
    path = write_csv(tmp_path / "地区.csv", drawing)
    back = given_back([path], load(tmp_path / "data", [path], publish=False), tmp_path / "data")
    assert [row[1] for row in back["地区"]] == ["村", "石桥村"]
    assert any("第 4 行合计（户数）写的是 200户，逐行相加是 190户" in row[0] for row in back[WHY_NOT])


def test_what_was_loaded_whole_is_not_offered(tmp_path):
    assert returnable(load(tmp_path / "data", [write_csv(tmp_path / "地区.csv", AREAS)])) == ()


def test_a_file_that_changed_since_is_said_and_not_given_back(town):
    data, path = town
    result = load(data, [path], publish=False)
    path.write_text("村\n", encoding="utf-8")
    assert [row for name, rows in given_back([path], result, data).items() for row in rows][1:] == [[GONE]]


def test_two_files_come_back_one_by_one_on_the_command_line(town, capsys):
    data, path = town
    other = write_csv(path.with_name("另一份.csv"), "工单编号 | 村 | 受理时间\nD1 | 柳沟村 | 2026-10-01\nD2 | 柳沟村 | 大前天\n")
    out = path.with_name("退回.xlsx")
    assert main(["check", str(path), str(other), "--data", str(data), "--returned", str(out)]) == 0
    assert "没有导入的行已写到" in capsys.readouterr().out
    written = [out, out.with_name("退回_另一份.xlsx")]
    first, second = (set(opened(one.read_bytes())) - {WHY_NOT} for one in written)
    assert first | second == {"2026年10月工单", "另一份"}
    assert main(["load", str(other), "--data", str(data), "--returned", str(out), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["returned"] == [str(out)]


def test_a_place_that_is_not_there_is_said_before_anything_is_loaded(town, capsys):
    data, path = town
    before = current_name(data)
    assert main(["load", str(path), "--data", str(data), "--returned", str(path.parent / "没有" / "退回.xlsx")]) == 2
    assert "没有检查也没有导入" in capsys.readouterr().err and current_name(data) == before


def test_sheets_that_only_explain_are_passed_over_and_nobody_elses(tmp_path):
    marked, plain = [["填报示例（本表不导入）"]], [["填报示例"]]
    body = [["工单编号", "受理时间"], ["E1", "2026-10-01"]]
    both = write_xlsx(tmp_path / "甲.xlsx", {"工单": body, EXAMPLES: marked + body, HOW_TO: [["填报说明（本表不导入）"]]})
    assert [batch.sheet for batch in load(tmp_path / "一", [both], publish=False).batches] == ["工单"]
    theirs = write_xlsx(tmp_path / "乙.xlsx", {"工单": body, EXAMPLES: plain + body})
    assert [batch.sheet for batch in load(tmp_path / "二", [theirs], publish=False).batches] == ["工单", EXAMPLES]
    alone = write_xlsx(tmp_path / "丙.xlsx", {EXAMPLES: marked + body})
    assert load(tmp_path / "三", [alone]).refused[0].message == "《丙.xlsx》里只有说明和示例，没有填报的表，未导入。"
