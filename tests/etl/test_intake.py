"""One sheet through the intake: which row was taken, which was not, and why."""

from datetime import date, datetime

import pytest

from etl.load import load
from tests.etl.drawn import ask, load_drawn, stored_text, write_xlsx

HEADER = "工单编号 | 诉求来源 | 诉求类型 | 村 | 受理时间 | 办结期限 | 办结时间 | 工单状态 | 是否解决 | 满意度\n"


def issues(result):
    return [(i.row, i.column, i.severity) for found in result.issues.values() for i in found]


def messages(result):
    return [i.message for found in result.issues.values() for i in found]


def test_every_row_is_accepted_rejected_or_skipped(tmp_path):
    result = load_drawn(
        tmp_path,
        "云禾镇诉求台账（截至2026年3月31日） | | | | | | | | |\n"
        + HEADER
        + """
        A1 | 12345 | 投诉 | 柳沟村 | 2026-03-01 | 2026-03-08 | 2026-03-07 | 已办结 | 解决 | 满意
        A2 | 12345 | 投诉 | 柳沟村 | 2026-03-02 |            |            | 办理中 |      |
           | 12345 | 投诉 | 柳沟村 | 2026-03-03 |            |            | 办理中 |      |
        一、求助类 | | | | | | | | |
        A3 | 12345 | 求助 | 石桥村 | 2026-03-04 |            |            | 办理中 |      |
        合　计 | 4件 | | | | | | | |
        制表人： | | | | 审核人： | | | | |
        """,
    )
    batch = result.batches[0]
    assert (batch.rows_read, batch.accepted, batch.rejected, batch.skipped) == (8, 3, 1, 4)
    assert issues(result) == [(5, "工单编号", "error")]
    assert batch.cutoff_on == date(2026, 3, 31)
    assert ask(tmp_path / "data", "select case_id, source_row from case_record order by 2") == [("A1", 3), ("A2", 4), ("A3", 7)]


def test_rows_below_the_footer_that_hold_no_case_are_footer(tmp_path):
    result = load_drawn(
        tmp_path,
        HEADER
        + "A1 | 12345 | 投诉 | 柳沟村 | 2026-03-01 | | | | |\n备注：下列说明 | | | | | | | | |\n | 请于每月五日前报送 | | | | | | | |\n",
    )
    assert (result.batches[0].accepted, result.batches[0].rejected, result.batches[0].skipped) == (1, 0, 2)


def test_a_case_below_a_footer_still_counts(tmp_path):
    result = load_drawn(
        tmp_path,
        HEADER
        + "A1 | | | 柳沟村 | 2026-03-01 | | | | |\n制表人： | | | | | | | | |\n"
        + HEADER
        + "A2 | | | 柳沟村 | 2026-03-02 | | | | |\n",
    )
    assert (result.batches[0].accepted, result.batches[0].skipped) == (2, 2)


@pytest.mark.parametrize(
    ("row", "column", "severity"),
    [
        ("A1 | 12345 | 投诉 | 柳沟村 | 2026-03-05 |  | 2026-03-01 | 已办结 | | ", "办结时间", "error"),
        ("A1 | 12345 | 投诉 | 柳沟村 | 1900-01-01 |  |  | 办理中 | | ", "受理时间", "error"),
        ("A1 | 12345 | 投诉 | 柳沟村 | 2022年2月30日 |  |  | 办理中 | | ", "受理时间", "error"),
        ("A1 | 12345 | 投诉 | 柳沟村 | 2022.3 |  |  | 办理中 | | ", "受理时间", "error"),
        ("A1 | 12345 | 投诉 | 柳沟村 | 2026-03-05 |  | 2026年2月30日 | 已办结 | | ", "办结时间", "error"),
        ("A1 | 12345 | 投诉 | 柳沟村 | 2026-03-05 | 待定 |  | 办理中 | | ", "办结期限", "warn"),
        ("A1 | 12345 | 投诉 | 柳沟村 | 2026-03-05 | 1900-01-01 |  | 办理中 | | ", "办结期限", "warn"),
        ("A1 | 12345 | 投诉 | 柳沟村 | 2026-03-05 |  |  | 飞行中 | | ", "工单状态", "error"),
        ("A1 | 12345 | 埋怨 | 柳沟村 | 2026-03-05 |  |  | 办理中 | | ", "诉求类型", "error"),
        ("A1 | 12345 | 投诉 | 柳沟村 | 2026-03-05 |  | 2026-03-06 | 办理中 | | ", "工单状态", "warn"),
        ("1.1010119900307E+17 | 12345 | 投诉 | 柳沟村 | 2026-03-05 |  |  | 办理中 | | ", "工单编号", "error"),
    ],
)
def test_what_is_wrong_is_said_of_its_cell(tmp_path, row, column, severity):
    good = "B1 | 12345 | 投诉 | 柳沟村 | 2026-03-05 | | | 办理中 | | \n"
    result = load_drawn(tmp_path, HEADER + good + row)
    assert issues(result) == [(3, column, severity)]
    assert result.batches[0].accepted == (1 if severity == "error" else 2)


def test_zero_blank_and_the_words_for_nothing_differ(tmp_path):
    result = load_drawn(
        tmp_path,
        """
        工单编号 | 受理时间 | 重办次数 | 承办单位 | 是否解决
        A1 | 2026-03-01 | 0 | 水务站 | 解决
        A2 | 2026-03-01 |   | 无 |
        A3 | 2026-03-01 | — | - | —
        A4 | 2026-03-01 | 无 | / | /
        """,
    )
    assert issues(result) == []
    assert ask(tmp_path / "data", "select redo_count, handler_unit, resolved from case_record order by case_id") == [
        (0, "水务站", "解决"), (None, None, None), (None, None, None), (None, None, None),
    ]  # fmt: skip


def test_an_eighteen_digit_number_from_excel_is_refused_not_rounded(tmp_path):
    rows = [
        ["工单编号", "受理时间", "村"],
        [110101199003070011.0, datetime(2026, 3, 1, 9), "柳沟村"],
        ["A2", datetime(2026, 3, 1, 9), "柳沟村"],
    ]
    result = load(tmp_path / "data", [write_xlsx(tmp_path / "工单.xlsx", {"工单": rows})])
    assert issues(result) == [(2, "工单编号", "error")]
    assert "丢失" in messages(result)[0]


def test_a_repeated_number_keeps_the_first_row_and_names_it(tmp_path):
    drawn = (
        HEADER
        + "A1 | | | 柳沟村 | 2026-03-01 | | | | |\nA1 | | | 柳沟村 | 2026-03-01 | | | | |\nA1 | | | 石桥村 | 2026-03-09 | | | | |\nA2 | | | 柳沟村 | 2026-03-02 | | | | |\n"
    )
    result = load_drawn(tmp_path, drawn)
    assert [i.row for found in result.issues.values() for i in found] == [3, 4]
    assert "完全重复" in messages(result)[0]
    assert "第 2 行编号相同" in messages(result)[1]
    assert ask(tmp_path / "data", "select case_id, source_row, village from case_record order by 2") == [
        ("A1", 2, "柳沟村"),
        ("A2", 5, "柳沟村"),
    ]


def test_a_date_only_deadline_is_the_end_of_its_day(tmp_path):
    load_drawn(
        tmp_path, HEADER + "A1 | | | 柳沟村 | 2026-03-01 | 2026-03-08 | | | |\nA2 | | | 柳沟村 | 2026-03-01 | 2026-03-08 17:30 | | | |\n"
    )
    assert ask(tmp_path / "data", "select due_at from case_record order by case_id") == [
        (datetime(2026, 3, 8, 23, 59, 59, 999999),), (datetime(2026, 3, 8, 17, 30),),
    ]  # fmt: skip


def test_control_total_that_does_not_agree_is_said(tmp_path):
    result = load_drawn(tmp_path, HEADER + "A1 | | | 柳沟村 | 2026-03-01 | | | | |\n合计 | 3件 | | | | | | | |\n")
    assert issues(result) == [(3, "件数", "warn")]
    assert messages(result) == ["合计行写的是 3，逐行相加是 1"]


def test_personal_columns_are_dropped_and_never_stored(tmp_path):
    result = load_drawn(
        tmp_path,
        """
        工单编号 | 受理时间 | 村 | 诉求人 | 联系电话 | 诉求内容 | 家庭住址 | 承办单位
        A1 | 2026-03-01 | 柳沟村 | 赵甲 | 13812345678 | 电话13812345678 | 一社12号 | 水务站
        13912345678 | 2026-03-01 | 柳沟村 | 钱乙 | 13812345679 | 无 | 一社13号 | 李某13712345678负责
        """,
    )
    assert set(result.batches[0].dropped_columns) == {"诉求人", "联系电话", "诉求内容", "家庭住址"}
    stored = stored_text(tmp_path / "data")
    assert not any(secret in stored for secret in ("赵甲", "钱乙", "13812345678", "13912345678", "13712345678", "一社12号", "李某"))
    assert ask(tmp_path / "data", "select case_id like 'H%', handler_unit from case_record order by source_row") == [
        (False, "水务站"),
        (True, None),
    ]


def test_ambiguous_headers_are_asked_not_guessed(tmp_path):
    optional = "工单编号 | 受理时间 | 村 | 市交办时间 | 区交办时间\nA1 | 2026-03-01 | 柳沟村 | 2026-03-01 | 2026-03-02\n"
    result = load_drawn(tmp_path, optional)
    assert "市交办时间”“区交办时间" in result.batches[0].notes[0]
    assert ask(tmp_path / "data", "select dispatched_at from case_record") == [(None,)]
    required = load_drawn(tmp_path, "工单编号 | 登记时间 | 创建时间 | 村\nA1 | 2026-03-01 | 2026-03-02 | 柳沟村\n", name="b.csv")
    assert required.status == "refused"
    assert "“登记时间”、“创建时间”含义重复" in required.refused[0].message


def test_titles_merges_layers_and_several_sheets(tmp_path):
    title = ["云禾镇“码上办”台账（2026年1月）"]
    heads = [
        ["序号", "工单编号", "属地", None, "时间", None, "办理", None],
        [None, None, "乡镇", "村", "受理时间", "办结时间", "工单状态", "满意度"],
    ]
    january = [title, ["填报单位（盖章）：云禾镇"], *heads, [1, "M1", "云禾镇", "柳沟村", datetime(2026, 1, 5, 9), datetime(2026, 1, 6, 9), "已办结", "满意"],
               [2, "M2", None, None, datetime(2026, 1, 8, 9), None, "办理中", None], ["合计", "2件"], ["制表人："]]  # fmt: skip
    february = [title, *heads, [1, "M3", "云禾镇", "石桥村", datetime(2026, 2, 5, 9), None, "办理中", None]]
    merges = {"1月": [(4, 2, 5, 2, "云禾镇"), (4, 3, 5, 3, "柳沟村")]}
    path = write_xlsx(tmp_path / "台账.xlsx", {"1月": january, "2月": february, "说明": [["本表由平台导出"]]}, merges)
    result = load(tmp_path / "data", [path])
    assert result.status == "published"
    assert [(b.sheet, b.accepted, b.rejected) for b in result.batches] == [("1月", 2, 0), ("2月", 1, 0)]
    assert ask(tmp_path / "data", "select case_id, village, source_sheet, source_row from case_record order by 1") == [
        ("M1", "柳沟村", "1月", 5), ("M2", "柳沟村", "1月", 6), ("M3", "石桥村", "2月", 4),
    ]  # fmt: skip


def test_unknown_village_is_kept_out_with_its_reason_once_a_ledger_is_loaded(tmp_path):
    ledger = "乡镇 | 村 | 户数 | 人口 | 别名\n云禾镇 | 柳沟村 | 200 | 700 | 柳家沟\n云禾镇 | 石桥村 | 300 | 900 |\n"
    cases = (
        HEADER
        + "A1 | | | 柳沟村委会 | 2026-03-01 | | | | |\nA2 | | | 柳家沟 | 2026-03-01 | | | | |\nA3 | | | 月亮村 | 2026-03-01 | | | | |\nA4 | | |  | 2026-03-01 | | | | |\n"
    )
    load_drawn(tmp_path, ledger, name="地区.csv")
    result = load_drawn(tmp_path, cases)
    batch = result.batches[0]
    assert (batch.accepted, batch.rejected) == (3, 1)
    assert issues(result) == [(4, "村", "error")]
    assert "月亮村" in messages(result)[0]
    placed = ask(tmp_path / "data", "select case_id, village from case_all order by 1")
    assert placed == [("A1", "云禾镇/柳沟村"), ("A2", "云禾镇/柳沟村"), ("A4", "云禾镇/未分村")]


def test_a_number_with_words_keeps_its_bound_as_a_flag(tmp_path):
    load_drawn(tmp_path, "乡镇 | 村 | 户数 | 人口\n云禾镇 | 柳沟村 | 约200户 | 700余人\n云禾镇 | 石桥村 | 300 | 900\n", name="地区.csv")
    assert ask(tmp_path / "data", "select households, residents, flags from area_record order by source_row") == [
        (200, 700, "households:approx,residents:lower"), (300, 900, ""),
    ]  # fmt: skip
