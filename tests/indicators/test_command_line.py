"""`python -m indicators …`: what a person or a script gets, on a small published warehouse."""

import json

import pytest

from etl.load import load
from indicators.__main__ import main
from tests.indicators.warehouses import BATCH, CASE, insert
from warehouse.snapshot import building

CASES = [
    {"received_at": "2022-03-01", "due_at": "2022-03-08 23:59:59.999999", "closed_at": "2022-03-08 10:00:00", "status": "closed"},
    {"received_at": "2022-03-02", "due_at": "2022-03-09 23:59:59.999999", "village": "东湾村"},
    {"received_at": "2022-04-02", "due_at": "2022-04-09 23:59:59.999999", "village": "东湾村"},
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    data = tmp_path_factory.mktemp("data")
    with building(data) as draft:
        insert(
            draft.connection,
            "import_batch",
            [BATCH | {"cutoff_on": "2022-04-30", "rows_read": 3, "rows_accepted": 3, "new_rows": 3, "records": 3}],
        )
        filled = [CASE | {"source_row": place + 2, "key_hash": place, "case_id": f"A{place}"} | case for place, case in enumerate(CASES)]
        insert(draft.connection, "case_record", filled)
        draft.publish()
    return data


def _json(capsys, *words: str) -> list[dict]:
    assert main([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_value_as_json(folder, capsys):
    (answer,) = _json(capsys, "value", "C05", "--data", str(folder), "--from", "2022-03", "--to", "2022-03")
    assert answer == {
        "indicator": "case_on_time_rate", "period": "all", "numerator": 1, "denominator": 2, "value": 50, "unit": "%",
        "as_of": "2022-04-30", "definition_version": 1, "note": "",
    }  # fmt: skip


def test_a_ledger_is_known_up_to_its_own_last_file_and_takes_its_own_filters(tmp_path, capsys):
    (tmp_path / "收入.csv").write_text(
        "村,年度,数据来源,人均可支配收入（元）\n柳沟村,2024,村级上报,15000\n柳沟村,2024,农经报表,14000\n", encoding="utf-8"
    )
    (tmp_path / "工单.csv").write_text("工单编号,村,受理时间\nA1,柳沟村,2026-03-01\n", encoding="utf-8")
    load(tmp_path / "data", [tmp_path / "收入.csv", tmp_path / "工单.csv"])
    asked = ("value", "I01", "C01", "--data", str(tmp_path / "data"))
    assert {one["indicator"]: one["as_of"] for one in _json(capsys, *asked)} == {
        "income_level": "2024-12-31",
        "case_received_count": "2026-03-01",
    }
    (answer,) = _json(capsys, "value", "I01", "--data", str(tmp_path / "data"), "--filter", "basis=农经报表")
    assert (answer["value"], answer["denominator"], answer["as_of"]) == (14000, 1, "2024-12-31")


def test_value_by_group_and_period(folder, capsys):
    answers = _json(
        capsys, "value", "case_received_count", "--data", str(folder), "--by", "village", "--grain", "month", "--area", "云禾镇"
    )
    assert [(one["period"], one["village"], one["value"]) for one in answers] == [
        ("2022-03", "云禾镇/东湾村", 1), ("2022-03", "云禾镇/柳沟村", 1), ("2022-04", "云禾镇/东湾村", 1), ("2022-04", "云禾镇/柳沟村", 0),
    ]  # fmt: skip


def test_what_cannot_be_computed_is_null_with_the_reason(folder, capsys):
    (answer,) = _json(capsys, "value", "C05", "--data", str(folder), "--area", "柳沟村", "--from", "2022-04", "--as-of", "2022-04-30")
    assert (answer["numerator"], answer["denominator"], answer["value"], answer["note"]) == (0, 0, None, "没有应办结件")


def test_rows_say_where_they_come_from(folder, capsys):
    (row,) = _json(capsys, "rows", "C15", "--data", str(folder), "--as-of", "2022-03-31")
    assert (row["file_name"], row["source_row"], row["batch_id"], row["is_overdue"]) == ("台账.xlsx", 3, "b1", True)
    found = _json(capsys, "rows", "C17", "--data", str(folder), "--group", "age_band=16–30天", "--filter", "village=云禾镇/东湾村")
    assert [row["case_id"] for row in found] == ["A2"]


def test_for_reading(folder, capsys):
    assert main(["value", "C05", "C01", "--data", str(folder), "--by", "village"]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0].endswith("东湾村：0/2")
    assert out[-1].endswith("柳沟村：1")
    assert main(["rows", "C05", "--part", "numerator", "--data", str(folder)]) == 0
    out = capsys.readouterr().out
    assert "文件,工作表,行号,批次" in out
    assert out.endswith("共 1 行\n")
    assert main(["list"]) == 0
    assert "C05" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["value", "C99"], "没有指标「C99」"),
        (["value", "C05", "--area", "天上村"], "没有名为「天上村」的地区"),
        (["value", "C05", "--from", "2022-13"], "「2022-13」不是日期"),
        (["value", "C05", "--by", "age_band"], "不能按「在办天数分段」分组"),
        (["value", "C05", "--grain", "week"], "统计粒度只能是"),
        (["value", "C05", "--filter", "village"], "应写作 列=值"),
        (["rows", "C18a", "--part", "numerator"], "没有分子明细"),
    ],
)
def test_refused_in_one_chinese_sentence(folder, capsys, words, said):
    assert main([*words, "--data", str(folder)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in captured.err
    assert captured.err.count("\n") == 1


def test_without_data(tmp_path, capsys):
    assert main(["value", "C05", "--data", str(tmp_path)]) == 2
    assert "还没有数据" in capsys.readouterr().err
