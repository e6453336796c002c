"""Files that nobody should send, in the shapes of benchmarks/hostile.py at a size for every day: nothing breaks, nothing false is kept."""

import csv
import io

import pytest

from benchmarks.hostile import blank_lines, blank_rows, bomb, empty_columns, formulas, long_cell, many_columns, nul_bytes, run
from etl.load import load
from etl.readers import extent
from indicators.__main__ import main as ask_indicators
from reports.tables import csv_bytes, inert
from tests.etl.drawn import ask, stored_text, write_csv

DRAWN = "工单编号 | 村 | 受理时间 | 承办单位 | 办结时间\nA1 | 甲村 | 2026-03-01 | 镇水务站 | 2026-03-02"


def test_text_that_looks_like_a_formula_stays_text_and_leaves_as_text(tmp_path, capsys):
    path = formulas(tmp_path / "工单", 20)
    assert load(tmp_path / "data", [path]).status == "published"
    assert ask(tmp_path / "data", "select distinct handler_unit from case_all") == [("=cmd|' /C calc'!A0",)]
    ask_indicators(["rows", "case_received_count", "--data", str(tmp_path / "data")])
    cells = [cell for row in csv.reader(io.StringIO(capsys.readouterr().out)) for cell in row]
    assert "'=cmd|' /C calc'!A0" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1"])
def test_no_export_emits_a_live_formula(text):
    import pandas as pd

    written = csv_bytes(pd.DataFrame({text: [text], "数": [-1.5]})).decode("utf-8-sig")
    header, row = list(csv.reader(io.StringIO(written)))
    assert header[0] == f"'{text}"
    assert row == [f"'{text}", "-1.5"]
    assert inert(pd.DataFrame({"数": [-3]}))["数"].tolist() == [-3]


def test_a_very_long_cell_is_said_and_not_kept(tmp_path):
    result = load(tmp_path / "data", [long_cell(tmp_path / "工单", 60_000)])
    assert (result.status, result.batches[0].accepted) == ("published", 2)
    assert [issue.message for issue in result.issues[result.batches[0].batch_id]] == ["超过 200 个字，未保存"]
    assert len(stored_text(tmp_path / "data")) < 1_000_000
    assert "长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长" not in stored_text(tmp_path / "data")


def test_thousands_of_columns_load_where_the_header_is_known_and_are_refused_where_it_is_lost(tmp_path):
    refused = load(tmp_path / "data", [many_columns(tmp_path / "多列", 2_000)])
    assert refused.status == "refused"
    assert "没有找到认得的表头" in refused.refused[0].message
    path = empty_columns(tmp_path / "空列", 2_000)
    assert load(tmp_path / "data", [path]).status == "published"


@pytest.mark.parametrize("write", [blank_rows, blank_lines])
def test_blank_rows_are_counted_and_nothing_else(tmp_path, write):
    batch = load(tmp_path / "data", [write(tmp_path / "工单", 20_000)]).batches[0]
    assert (batch.accepted, batch.rejected) == (1, 0)
    assert batch.rows_read == batch.accepted + batch.rejected + batch.skipped


def test_nul_bytes_are_refused_in_a_sentence(tmp_path):
    result = load(tmp_path / "data", [nul_bytes(tmp_path / "工单", 10)])
    assert result.status == "refused"
    assert "不是文本" in result.refused[0].message


def test_a_sheet_that_inflates_beyond_bounds_is_refused_before_it_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(extent, "INFLATED", 1 << 20)
    result = load(tmp_path / "data", [bomb(tmp_path / "工单", 5_000_000)])
    assert result.status == "refused"
    assert "另存为 CSV" in result.refused[0].message


def test_one_bad_file_among_five_good_ones(tmp_path):
    good = [write_csv(tmp_path / f"好{n}.csv", DRAWN.replace("A1", f"A{n}")) for n in range(5)]
    bad = tmp_path / "坏.xlsx"
    bad.write_bytes(b"PK\x03\x04" + b"\x00" * 200)
    found = run([*good, bad], tmp_path / "data")
    assert (found["exit"], found["status"], len(found["rows"])) == (2, "partial", 5)
    assert [line for line in found["said"] if "坏.xlsx" in line]
    assert ask(tmp_path / "data", "select count(*) from case_all") == [(5,)]


@pytest.mark.parametrize("mark", ["\u200b", "\u200f", "\ufeff", "\u00a0"])
def test_marks_that_nobody_sees_do_not_split_a_village(tmp_path, mark):
    path = tmp_path / "工单.csv"
    path.write_text(f"工单编号,{mark}村,受理时间\nA1,甲村,2026-03-01\nA2,甲{mark}村,2026-03-01\n", encoding="utf-8")
    assert load(tmp_path / "data", [path]).status == "published"
    assert ask(tmp_path / "data", "select count(distinct village) from case_all") == [(1,)]


def test_a_quote_that_is_never_closed_and_mixed_line_ends(tmp_path):
    path = tmp_path / "工单.csv"
    path.write_bytes('工单编号,村,受理时间\r\nA1,甲村,2026-03-01\nA2,"甲村,2026-03-01\rA3,甲村,2026-03-01\n'.encode())
    result = load(tmp_path / "data", [path])
    assert result.status in ("published", "refused")
    for batch in result.batches:
        assert batch.rows_read == batch.accepted + batch.rejected + batch.skipped
