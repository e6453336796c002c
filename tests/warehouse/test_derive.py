"""What the board reads is a pure function of the live batches; each rule of derive.sql on a drawn file."""

from datetime import date, datetime

import pytest

from etl.load import load
from tests.etl.drawn import ask, write_csv
from warehouse.snapshot import building

HEADER = "工单编号 | 诉求来源 | 乡镇 | 村 | 受理时间 | 派单时间 | 办结期限 | 延期至 | 延期是否批准 | 办结时间 | 工单状态\n"
LEDGER = "乡镇 | 村 | 社 | 网格 | 户数 | 人口 | 别名\n云禾镇 | 杼沟村 | | | 200 | 700 | 杼家沟\n云禾镇 | 石桥村 | | | 300 | 900 |\n云禾镇 | 石桥村 | 一社 | 桥一网格 | | |\n"


def bring(tmp_path, **exports):
    """Loads drawn exports; the keyword is `e` and the cut-off as yyyymmdd, optionally with a suffix."""
    for name, drawing in exports.items():
        day = date(int(name[1:5]), int(name[5:7]), int(name[7:9]))
        result = load(tmp_path / "data", [write_csv(tmp_path / f"{name}.csv", HEADER + drawing)], as_of=day)
        assert result.status == "published", result
    return tmp_path / "data"


def column(data, name):
    return dict(ask(data, f"select case_id, {name} from case_all"))


def test_the_latest_cut_off_is_current_whatever_came_last(tmp_path):
    late = "A1 | 12345 | | 杼沟村 | 2026-03-01 | | 2026-03-08 | | | 2026-03-09 | 已办结\n"
    early = "A1 | 12345 | | 杼沟村 | 2026-03-01 | | 2026-03-08 | | | | 办理中\n"
    data = bring(tmp_path, e20260430=late, e20260331=early)
    assert column(data, "closed_at") == {"A1": datetime(2026, 3, 9)}


def test_deadlines(tmp_path):
    data = bring(
        tmp_path,
        e20260331="""
        A1 | | | 杼沟村 | 2026-03-02 | | 2026-03-08 | | | |
        A2 | | | 杼沟村 | 2026-03-02 | | 2026-03-08 | 2026-03-20 | 是 | |
        A3 | | | 杼沟村 | 2026-03-02 | | 2026-03-08 | 2026-03-20 | 否 | |
        A4 | | | 杼沟村 | 2026-03-06 | | | | | |
        A5 | | | 杼沟村 | 2026-03-06 | 2026-03-08 10:00 | | | | |
        """,
    )
    end = {"A1": date(2026, 3, 8), "A2": date(2026, 3, 20), "A3": date(2026, 3, 8), "A4": date(2026, 3, 13), "A5": date(2026, 3, 13)}
    assert {case: due.date() for case, due in column(data, "effective_due_at").items()} == end
    assert column(data, "effective_due_at")["A1"] == datetime(2026, 3, 8, 23, 59, 59, 999999)
    assert column(data, "due_basis") == {"A1": "file", "A2": "extension", "A3": "file", "A4": "default", "A5": "default"}
    assert column(data, "due_rule")["A4"].startswith("默认5个工作日")


def test_unknown_is_not_open_and_a_reopened_case_is(tmp_path):
    data = bring(
        tmp_path,
        e20260331="""
        A1 | | | 杼沟村 | 2026-03-02 | | 2026-03-08 | | | | 已办结
        A2 | | | 杼沟村 | 2026-03-02 | | 2026-03-08 | | | 2026-03-04 | 重办
        A3 | | | 杼沟村 | 2026-03-02 | | 2026-03-08 | | | | 退回
        A4 | | | 杼沟村 | 2026-03-02 | | 2026-03-08 | | | |
        """,
    )
    assert column(data, "has_closing") == {"A1": False, "A2": True, "A3": True, "A4": True}
    assert column(data, "closed_at") == {"A1": None, "A2": None, "A3": None, "A4": None}
    assert column(data, "exclude_reason") == {"A1": None, "A2": None, "A3": "退回", "A4": None}


def test_without_a_closing_column_no_default_deadline_is_applied(tmp_path):
    path = write_csv(tmp_path / "a.csv", "工单编号 | 村 | 受理时间\nA1 | 杼沟村 | 2026-03-02\n")
    load(tmp_path / "data", [path])
    assert ask(tmp_path / "data", "select has_closing, effective_due_at, due_basis from case_all") == [(False, None, None)]


OPEN = "{case} | {channel} | | {village} | 2026-03-0{day} | | 2026-03-20 | | | | 办理中\n"


def full(*cases, channel="12345", village="杼沟村"):
    return "".join(OPEN.format(case=case, channel=channel, village=village, day=case[1]) for case in cases)


def test_open_before_and_absent_from_a_full_export_is_unseen(tmp_path):
    data = bring(tmp_path, e20260331=full("A1", "A2", "A3", "A4"), e20260430=full("A1", "A2", "A4"))
    assert column(data, "unseen_at is not null") == {"A1": False, "A2": False, "A3": True, "A4": False}


@pytest.mark.parametrize(
    "later",
    [
        full("A5", "A6"),  # the next month's cases only
        full("A1", "A4", channel="码上办").replace("A1", "B1").replace("A4", "B4"),  # another platform
        full("A1", "A4", village="石桥村").replace("A1", "B1").replace("A4", "B4"),  # another village's own file
        full("A1", "A4").replace("A4", "A9"),  # repeats less than half
    ],
)
def test_an_export_that_is_not_full_makes_nothing_unseen(tmp_path, later):
    data = bring(tmp_path, e20260331=full("A1", "A2", "A3", "A4"), e20260430=later)
    assert not any(column(data, "unseen_at is not null").values())


def test_a_stale_village_keeps_its_own_cut_off(tmp_path):
    data = bring(tmp_path, e20260331=full("A1", village="石桥村"), e20260430=full("B1"))
    assert column(data, "cutoff_at") == {"A1": datetime(2026, 4, 1), "B1": datetime(2026, 5, 1)}


def test_a_file_of_several_villages_speaks_for_the_whole_town(tmp_path):
    two = full("B1").replace("| |", "| 云禾镇 |", 1) + full("B2", village="石桥村").replace("| |", "| 云禾镇 |", 1)
    data = bring(tmp_path, e20260331=full("A1", village="墨渠村").replace("| |", "| 云禾镇 |", 1), e20260430=two)
    assert set(column(data, "cutoff_at").values()) == {datetime(2026, 5, 1)}


def test_areas_from_the_ledger_and_its_spellings(tmp_path):
    load(tmp_path / "data", [write_csv(tmp_path / "地区_截至2026年3月31日.csv", LEDGER)])
    rows = "".join(
        f"A{n} | | | {village} | 2026-03-0{n} | | | | | |\n"
        for n, village in enumerate(["杼沟", "杼沟村委会", "杼家沟", "月亮村", ""], start=1)
    )
    data = bring(tmp_path, e20260331=rows)
    assert column(data, "village") == {"A1": "云禾镇/杼沟村", "A2": "云禾镇/杼沟村", "A3": "云禾镇/杼沟村", "A5": "云禾镇/未分村"}
    assert ask(data, "select village, problem from case_unplaced") == [("月亮村", "村名「月亮村」不在地区台账中")]
    assert ask(data, "select rows_read, rows_accepted, rows_rejected from batch_result where source = 'appeal'") == [(5, 4, 1)]
    levels = dict(ask(data, "select area_id, level from area"))
    assert levels["云禾镇"] == "镇"
    assert levels["云禾镇/石桥村/一社/桥一网格"] == "网格"


def test_a_village_name_in_two_towns_needs_its_town(tmp_path):
    ledger = "乡镇 | 村\n云禾镇 | 石桥村\n青禾镇 | 石桥村\n"
    load(tmp_path / "data", [write_csv(tmp_path / "地区.csv", ledger)])
    data = bring(tmp_path, e20260331="A1 | | | 石桥村 | 2026-03-01 | | | | | |\nA2 | | 青禾镇 | 石桥村 | 2026-03-01 | | | | | |\n")
    assert column(data, "village") == {"A2": "青禾镇/石桥村"}
    assert "不止一处" in ask(data, "select problem from case_unplaced")[0][0]


def test_without_a_ledger_areas_come_from_the_files_unconfirmed(tmp_path):
    data = bring(tmp_path, e20260331="A1 | | 云禾镇 | 杼沟村 | 2026-03-01 | | | | | |\nA2 | | | | 2026-03-01 | | | | | |\n")
    assert ask(data, "select area_id, level, is_confirmed from area order by 1") == [
        ("云禾镇", "镇", False), ("云禾镇/未分村", "未分村", False), ("云禾镇/杼沟村", "村", False),
    ]  # fmt: skip


def test_durations_in_days(tmp_path):
    data = bring(
        tmp_path,
        e20260331="A1 | | | 杼沟村 | 2026-03-01 06:00 | | | | | 2026-03-02 18:00 |\nA2 | | | 杼沟村 | 2026-03-01 | | | | | 2026-03-04 18:00 |\nA3 | | | 杼沟村 | 2026-03-01 | | | | | |\n",
    )
    assert column(data, "elapsed_days") == {"A1": 1.5, "A2": 3.0, "A3": None}


def area_ledger(tmp_path, drawing):
    load(tmp_path / "data", [write_csv(tmp_path / "地区.csv", "乡镇 | 村 | 社 | 网格\n" + drawing)])


def test_places_named_only_above_others_have_their_own_level(tmp_path):
    area_ledger(tmp_path, "云禾镇 | 石桥村 | 一社 | 桥一网格\n")
    data = bring(tmp_path, e20260331="A1 | | 云禾镇 | 石桥村 | 2026-03-01 | | | | | |\n")
    assert column(data, "village") == {"A1": "云禾镇/石桥村"}
    levels = [("云禾镇", "镇"), ("云禾镇/石桥村", "村"), ("云禾镇/石桥村/一社", "社"), ("云禾镇/石桥村/一社/桥一网格", "网格")]
    assert ask(data, "select area_id, level from area order by 1") == levels


@pytest.mark.parametrize("listed, area", [("二社 | 桥二网格", "云禾镇/石桥村/一社/桥一网格"), ("二社 | 桥一网格", "云禾镇/石桥村")])
def test_a_grid_is_used_where_its_village_has_one_of_that_name(tmp_path, listed, area):
    area_ledger(tmp_path, f"云禾镇 | 石桥村 | 一社 | 桥一网格\n云禾镇 | 石桥村 | {listed}\n")
    path = write_csv(tmp_path / "a.csv", "工单编号 | 村 | 网格 | 受理时间\nA1 | 石桥村 | 桥一网格 | 2026-03-01\n")
    assert load(tmp_path / "data", [path]).status == "published"
    assert ask(tmp_path / "data", "select area_id, village from case_all") == [(area, "云禾镇/石桥村")]


def test_a_village_may_be_written_as_its_office(tmp_path):
    area_ledger(tmp_path, "云禾镇 | 杼沟村 | |\n")
    written = ["杼沟", "杼沟 村", "杼沟村委会", "杼沟村村委会", "杼沟村村民委员会", "杼沟村民委员会"]
    data = bring(tmp_path, e20260331="".join(f"A{n} | | | {name} | 2026-03-01 | | | | | |\n" for n, name in enumerate(written)))
    assert list(column(data, "village").values()) == ["云禾镇/杼沟村"] * len(written)


def test_a_blank_village_stays_in_its_town(tmp_path):
    area_ledger(tmp_path, "云禾镇 | 杼沟村 | |\n青禾镇 | 石桥村 | |\n")
    data = bring(tmp_path, e20260331="A1 | | 青禾镇 | | 2026-03-01 | | | | | |\nA2 | | | | 2026-03-01 | | | | | |\n")
    assert column(data, "village") == {"A1": "青禾镇/未分村", "A2": "未分村"}
    assert column(data, "town") == {"A1": "青禾镇", "A2": None}


def test_a_slash_in_a_name_is_no_step_in_the_tree(tmp_path):
    data = bring(tmp_path, e20260331="A1 | | 云禾镇 | 东风/红旗村 | 2026-03-01 | | | | | |\n")
    assert ask(data, "select area_id, parent_id, name from area order by 1") == [
        ("云禾镇", None, "云禾镇"), ("云禾镇/东风／红旗村", "云禾镇", "东风/红旗村"),
    ]  # fmt: skip


def test_a_full_export_of_one_village_is_judged_by_that_village(tmp_path):
    town = full("A1", "A2", "A3", "A4") + full(*(f"B{n}" for n in range(1, 9)), village="石桥村")
    data = bring(tmp_path, e20260331=town, e20260430=full("A1", "A2", "A4"))
    assert [case for case, at in column(data, "unseen_at").items() if at] == ["A3"]


def test_each_of_many_full_exports_repeats_the_one_before(tmp_path):
    exports = {
        "e20260331": ("A1", "A2", "A3", "A4"),
        "e20260430": ("A1", "A2", "A3", "A4"),
        "e20260531": ("A1", "A4"),
        "e20260630": ("A1", "A4"),
    }
    data = bring(tmp_path, **{name: full(*cases) for name, cases in exports.items()})
    assert column(data, "unseen_at") == {"A1": None, "A2": datetime(2026, 6, 1), "A3": datetime(2026, 6, 1), "A4": None}


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_same_file_read_in_two_ways_has_one_current_version(tmp_path, order):
    with building(tmp_path / "data") as draft:
        for number in order:
            insert_version(draft.connection, f"20260331-{number}", status=("open", "closed")[number])
        draft.publish()
    assert column(tmp_path / "data", "batch_id") == {"A1": "20260331-1"}


def insert_version(connection, batch_id, status):
    """One case in a batch of its own, every batch of the same file, sheet and cut-off."""
    connection.execute(
        "insert into import_batch by name select ? as batch_id, 'f' as file_name, 'aa' as file_sha256, 's' as sheet, 'appeal' as source, '' as mapping, "
        "1 as contract_version, '12345' as ledger, 'real' as data_class, date '2026-03-31' as cutoff_on, 'given' as cutoff_basis, "
        "timestamp '2026-04-01' as loaded_at, '' as encoding, 1 as header_row, ['closed_at'] as columns_present, []::varchar[] as dropped_columns, "
        "[]::varchar[] as unknown_columns, 1 as rows_read, 1 as rows_accepted, 0 as rows_rejected, 0 as rows_skipped, '{}' as skipped, "
        "'[]' as control_totals, 1 as new_rows, 0 as changed_rows, 0 as unchanged_rows, 1 as records, 0 as rejected_cells",
        [batch_id],
    )
    connection.execute(
        "insert into case_record by name select ? as batch_id, 's' as source_sheet, 2 as source_row, 'real' as data_class, '' as flags, "
        "'appeal' as ledger_kind, '12345' as ledger, 1 as key_hash, 1 as content_hash, 'A1' as case_id, '杼沟村' as village, "
        "timestamp '2026-03-01' as received_at, false as received_is_day, ? as status",
        [batch_id, status],
    )
