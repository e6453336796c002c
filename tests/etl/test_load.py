"""Whole files: published, partial, unchanged or refused; and the order in which they come never matters."""

import json
import random
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.contract import contracts, mappings
from etl.load import load, rebuild, undo
from etl.template import write_template
from tests.etl.drawn import SHARED, ask, load_drawn, stored_text, write_csv, write_xlsx
from warehouse.folder import current_name, list_snapshots, rollback

CASES = "工单编号 | 诉求来源 | 村 | 受理时间 | 办结期限 | 办结时间 | 工单状态\n"
GOOD = CASES + "A1 | 12345 | 柳沟村 | 2026-03-01 | 2026-03-08 | 2026-03-07 | 已办结\n"


def facts(data_dir: Path) -> list[tuple]:
    """What the board reads, without where it came from."""
    return ask(data_dir, "select * exclude (batch_id, source_sheet, source_row, file_name) from case_all order by ledger, case_id")


# -- refused -----------------------------------------------------------------------------------------------------------


def _truncated(path: Path) -> None:
    whole = write_xlsx(path.with_name("whole.xlsx"), {"工单": [["工单编号", "受理时间"], ["A1", "2026-03-01"]]})
    path.write_bytes(whole.read_bytes()[:1500])


def _protected(path: Path) -> None:
    path.write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(1000))


BAD = {
    "空文件.xlsx": lambda path: path.write_bytes(b""),
    "空文件.csv": lambda path: path.write_bytes(b""),
    "其实是文档.xlsx": lambda path: path.write_bytes(b"%PDF-1.7\n" + bytes(range(200))),
    "其实是图片.xlsx": lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200)),
    "没传完.xlsx": _truncated,
    "有密码.xlsx": _protected,
    "没有表头.csv": lambda path: write_csv(path, "今天 | 天气 | 很好\n明天 | 也 | 不错\n"),
    "缺列.csv": lambda path: write_csv(path, "工单编号 | 诉求来源 | 村\nA1 | 12345 | 柳沟村\n"),
    "只有表头.csv": lambda path: write_csv(path, CASES),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_file_is_refused_in_one_sentence_and_changes_nothing(tmp_path, name):
    load_drawn(tmp_path, GOOD)
    before = (current_name(tmp_path / "data"), facts(tmp_path / "data"))
    BAD[name](tmp_path / name)
    done = subprocess.run(
        [sys.executable, "-m", "etl", "load", str(tmp_path / name), "--data", str(tmp_path / "data"), "--json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert name in done.stderr
    assert done.stderr.strip().endswith("。")
    assert json.loads(done.stdout)["status"] == "refused"
    assert (current_name(tmp_path / "data"), facts(tmp_path / "data")) == before


@pytest.mark.parametrize(
    "rows",
    [
        [["全镇社区矫正对象台账"], ["工单编号", "受理时间", "村"], ["K1", "2026-03-01", "柳沟村"]],
        [["工单编号", "受理时间", "村", "是否精神障碍患者"], ["K1", "2026-03-01", "柳沟村", "是"]],
        [["重 点 人 员 走访登记"], ["工单编号", "受理时间", "村"], ["K1", "2026-03-01", "柳沟村"]],
    ],
)
def test_a_sheet_about_watched_persons_leaves_no_trace(tmp_path, rows, caplog):
    good = [["工单编号", "受理时间", "村"], ["A1", "2026-03-01", "柳沟村"]]
    path = write_xlsx(tmp_path / "月报.xlsx", {"工单": good, "登记": rows})
    result = load(tmp_path / "data", [path])
    assert result.status == "partial"
    assert [batch.sheet for batch in result.batches] == ["工单"]
    said = result.refused[0].message + stored_text(tmp_path / "data") + caplog.text
    assert "不接收" in result.refused[0].message
    assert not any(word in said for word in ("K1", "社区矫正", "精神障碍", "重点人员", "走访登记"))


def test_good_files_publish_together_and_refused_ones_are_reported(tmp_path):
    inbox = tmp_path / "inbox"
    (inbox / "三月").mkdir(parents=True)
    write_csv(inbox / "三月" / "一.csv", GOOD)
    write_csv(inbox / "二.csv", CASES + "B1 | 码上办 | 石桥村 | 2026-03-02 | | | 办理中\n", encoding="gb18030")
    (inbox / "坏.xlsx").write_bytes(b"%PDF-1.7")
    (inbox / "~$一.xlsx").write_bytes(b"lock")
    result = load(tmp_path / "data", [inbox])
    assert result.status == "partial"
    assert len(list_snapshots(tmp_path / "data")) == 1
    assert [row[0] for row in ask(tmp_path / "data", "select case_id from case_all order by 1")] == ["A1", "B1"]
    assert [refused.file for refused in result.refused] == ["坏.xlsx"]


def test_the_same_file_twice_changes_nothing(tmp_path):
    load_drawn(tmp_path, GOOD)
    name = current_name(tmp_path / "data")
    again = load_drawn(tmp_path, GOOD)
    assert (again.status, again.snapshot) == ("unchanged", None)
    assert (again.batches[0].new, again.batches[0].changed, again.batches[0].unchanged) == (0, 0, 1)
    assert current_name(tmp_path / "data") == name


def test_a_newer_export_says_what_is_new_changed_and_unchanged(tmp_path):
    row = "{} | 12345 | 柳沟村 | 2026-03-0{} | 2026-03-09 | {} | {}\n"
    march = CASES + row.format("A1", 1, "", "办理中") + row.format("A2", 2, "2026-03-03", "已办结")
    april = (
        CASES
        + row.format("A1", 1, "2026-03-08", "已办结")
        + row.format("A2", 2, "2026-03-03", "已办结")
        + row.format("A3", 4, "", "办理中")
    )
    load_drawn(tmp_path, march, as_of=date(2026, 3, 31))
    result = load_drawn(tmp_path, april, name="四月.csv", as_of=date(2026, 4, 30))
    assert (result.batches[0].new, result.batches[0].changed, result.batches[0].unchanged) == (1, 1, 1)


def test_check_does_everything_but_publish(tmp_path):
    result = load_drawn(tmp_path, GOOD, publish=False)
    assert (result.status, result.snapshot, result.batches[0].accepted) == ("checked", None, 1)
    assert current_name(tmp_path / "data") is None


def test_demonstration_data_leaves_when_real_data_comes_and_never_mixes(tmp_path):
    load_drawn(tmp_path, GOOD, name="工单_演示数据.csv")
    assert ask(tmp_path / "data", "select distinct data_class from case_record") == [("synthetic",)]
    result = load_drawn(tmp_path, CASES + "R1 | 12345 | 石桥村 | 2026-03-02 | | | 办理中\n", name="真实.csv")
    assert result.demonstration_removed
    assert ask(tmp_path / "data", "select case_id, data_class from case_record") == [("R1", "real")]
    back = load_drawn(tmp_path, GOOD, name="工单_演示数据.csv")
    assert back.status == "refused"
    assert "演示数据" in back.refused[0].message


def test_rebuilding_changes_no_fact(tmp_path):
    load_drawn(tmp_path, GOOD)
    before, name = facts(tmp_path / "data"), current_name(tmp_path / "data")
    assert rebuild(tmp_path / "data") != name
    assert facts(tmp_path / "data") == before


# -- order never matters -----------------------------------------------------------------------------------------------


def _draw_export(rng: random.Random, number: int) -> str:
    """One export: some of thirty cases, each in a random state."""
    rows = []
    for case in sorted(rng.sample(range(30), rng.randint(5, 25))):
        closed = f"2026-0{rng.randint(3, 6)}-1{rng.randint(0, 9)}" if rng.random() < 0.6 else ""
        village = ("柳沟村", "石桥村", "")[case % 3]
        rows.append(
            f"C{case} | {('12345', '码上办')[case % 2]} | {village} | 2026-0{1 + case % 3}-0{1 + case % 9} | 2026-04-0{1 + case % 9} | {closed} |"
        )
    return CASES + "\n".join(rows) + "\n"


@given(seed=st.integers(0, 10_000))
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_order_any_undo_any_repeat_equals_a_clean_load_of_the_live_files(tmp_path, seed):
    rng = random.Random(seed)
    folder = tmp_path / str(seed)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    files = {}
    for number in range(4):
        day = date(2026, 6, rng.randint(1, 28))
        name = f"导出{number}_截至{day.year}年{day.month}月{day.day}日.csv"
        files[number] = write_csv(folder / name, _draw_export(rng, number))
    files[9] = write_csv(folder / "地区.csv", "乡镇 | 村\n云禾镇 | 柳沟村\n云禾镇 | 石桥村\n")
    batch_of = {}
    order = rng.sample(sorted(files), len(files))
    for number in [*order, rng.choice(order)]:
        result = load(folder / "busy", [files[number]])
        batch_of.setdefault(number, result.batches[0].batch_id)
    taken_back = rng.choice(order)
    undo(folder / "busy", batch_of[taken_back])
    newest = current_name(folder / "busy")
    rollback(folder / "busy", list_snapshots(folder / "busy")[-1].name)
    rollback(folder / "busy", newest)
    load(folder / "clean", [path for number, path in sorted(files.items()) if number != taken_back])
    assert facts(folder / "busy") == facts(folder / "clean")
    assert ask(folder / "busy", "from area order by area_id") == ask(folder / "clean", "from area order by area_id")


SAME_DAY = (
    "R1 | 12345 | 石桥村 | 2026-03-02 | 2026-03-09 | 2026-03-05 | 办结\n",
    "R1 | 12345 | 石桥村 | 2026-03-02 | 2026-03-09 | | 办理中\n",
)


def test_two_files_of_one_day_that_do_not_agree_are_said_whichever_comes_last(tmp_path):
    told, held = {}, {}
    for order in ((0, 1), (1, 0)):
        data = tmp_path / str(order)
        for number in order:
            path = write_csv(tmp_path / f"导出{number}_截至2026年3月31日.csv", CASES + SAME_DAY[number])
            result = load(data, [path])
        told[number] = [note for note in result.batches[0].notes if "截止日相同" in note]
        held[order] = ask(data, "select closed_at from case_all")
    assert held[0, 1] == held[1, 0]
    (loser,) = [number for number, notes in told.items() if notes]
    assert told[loser] == [
        f"有 1 行与《导出{1 - loser}_截至2026年3月31日.csv》不一致，两个文件的截止日相同，以《导出{1 - loser}_截至2026年3月31日.csv》为准；要以这个文件为准，请先撤回那一批"
    ]


# -- contracts and mappings --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", contracts())
def test_the_template_filled_with_its_examples_passes_its_own_checks(tmp_path, name):
    path = write_template(contracts()[name], tmp_path / "模板.xlsx", filled=True)
    result = load(tmp_path / "data", [path], source=name, publish=False)
    assert (result.status, result.refused) == ("checked", ())
    batch = result.batches[0]
    assert (batch.source, batch.accepted, batch.rejected, batch.unknown_columns, batch.dropped_columns) == (name, 1, 0, (), ())
    assert result.issue_counts[batch.batch_id] == 0


@pytest.mark.parametrize("name", contracts())
def test_the_blank_template_is_blank(tmp_path, name):
    path = write_template(contracts()[name], tmp_path / "模板.xlsx")
    assert load(tmp_path / "data", [path]).status == "refused"


@pytest.mark.parametrize("contract", contracts().values(), ids=lambda c: c.name)
def test_contract_and_schema_agree(tmp_path, contract):
    load_drawn(tmp_path, GOOD)
    declared = ask(tmp_path / "data", "select column_name from information_schema.columns where table_name = ?", [contract.table])
    housekeeping = {"batch_id", "source_sheet", "source_row", "data_class", "flags", "ledger", "key_hash", "content_hash"}
    derived = {"received_is_day", "closed_is_day", "matter_key"}
    if contract.is_statistical:
        housekeeping |= {"source_part", "source_rows", "subject_hash", "raw"}
        periods = [column.key for column in contract.columns.values() if column.type == "period"]
        derived |= {f"{key}_{side}_on" for key in periods for side in ("start", "end")}
        derived |= {f"{column.key}_unit" for column in contract.columns.values() if column.type == "measure"}
    sharing = [other for other in contracts().values() if other.table == contract.table]
    columns = {name for other in sharing for name in (*other.columns, *other.constants)}
    assert {row[0] for row in declared} - housekeeping - derived == columns


@pytest.mark.parametrize("contract", contracts().values(), ids=lambda c: c.name)
def test_no_spelling_means_two_columns(contract):
    spellings = [text for column in contract.columns.values() for text in {column.name, *column.aliases}]
    assert len(spellings) == len(set(spellings))
    assert not set(spellings) & {text for name, texts in contract.personal.items() for text in (name, *texts)}


def test_unknown_source_or_mapping_is_said(tmp_path):
    assert "appeal" in load_drawn(tmp_path, GOOD, source="nonsense").refused[0].message
    assert "pingshan" in load_drawn(tmp_path, GOOD, mapping="nonsense").refused[0].message
    assert {"pingshan", "message_board"} <= set(mappings())


# -- real files --------------------------------------------------------------------------------------------------------

shared = pytest.mark.skipif(not SHARED.exists(), reason="the folder of real public files is not beside the project")


@shared
def test_both_pingshan_files_load_alike(tmp_path):
    for encoding in ("utf8", "gb18030"):
        result = load(tmp_path / encoding, [SHARED / "cases" / f"坪山区民生诉求_{encoding}.csv"])
        batch = result.batches[0]
        assert (batch.mapping, batch.rows_read, batch.accepted, batch.rejected) == ("pingshan", 10_000, 10_000, 0)
    assert facts(tmp_path / "utf8") == facts(tmp_path / "gb18030")
    assert ask(tmp_path / "utf8", "select count(*) from case_all where village = '坪山区/未分村'") == [(10,)]
    assert ask(tmp_path / "utf8", "select bool_or(has_closing) from case_all") == [(False,)]


@shared
def test_message_board_durations(tmp_path):
    result = load(tmp_path / "data", [SHARED / "cases" / "智慧政务留言_附件4_去正文.xlsx"])
    assert (result.batches[0].accepted, set(result.batches[0].dropped_columns)) == (2_816, {"留言用户", "留言主题"})
    found = ask(
        tmp_path / "data",
        "select round(median(elapsed_days), 1), round(quantile_cont(elapsed_days, 0.9), 1), min(elapsed_days) >= 0 from case_all",
    )
    assert found == [(11.2, 41.0, True)]
