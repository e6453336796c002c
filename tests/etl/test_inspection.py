"""What a page is told of a file before anything is loaded, and what corrections to it do."""

import json
import random
from pathlib import Path

import pytest

from etl.chosen import Chosen, Given
from etl.contract import contracts
from etl.inspection import SheetSeen, guesses, inspect
from etl.load import load
from tests.etl.drawn import ask, stored_text, write_csv, write_xlsx
from warehouse.folder import folder_of

PHONE, IDENTITY = "13912345678", "440301199001011234"


def seen(tmp_path: Path, drawing: str, name: str = "台账.csv", chosen: Chosen | None = None) -> SheetSeen:
    path = write_csv(tmp_path / name, drawing)
    key = (name, path.stem)
    return inspect([path], {key: chosen} if chosen else None, tmp_path / "data")[0]


def how(found: SheetSeen) -> dict[str, tuple[str, str | None]]:
    return {one.header: (one.how, one.column) for one in found.headers}


CASES = """
全镇工单 | | | | | | |
工单编号 | 受理时间 | 行政村名称全称 | 派单到期 | 联系电话 | 序号 | 天气 | 诉求来源
A1 | 2026-03-01 | 柳沟村 | 2026-03-09 | 13912345678 | 1 | 晴 | 12345
A2 | 2026-03-02 | 石桥村 | 2026-03-09 | 13912345679 | 2 | 联系13912345678 | 市长热线
"""


def test_a_sheet_says_what_it_is_and_what_each_header_is(tmp_path):
    found = seen(tmp_path, CASES)
    assert (found.source, found.title, found.refused) == ("appeal", "诉求工单", "")
    assert (found.header_row, found.header_rows, found.first_data_row) == (2, 1, 3)
    told = how(found)
    assert told["工单编号"] == ("matched", "case_id")
    assert told["联系电话"] == ("dropped", None)
    assert told["序号"] == ("ignored", None)
    assert told["天气"][0] == "unknown"
    assert all(one.why for one in found.headers)
    assert "表头 8 列" in found.why


def test_a_guess_by_likeness_is_offered_and_not_used_until_it_is_chosen(tmp_path):
    found = seen(tmp_path, CASES)
    assert how(found)["行政村名称全称"] == ("guessed", "village")
    assert not next(one for one in found.headers if one.column == "village").is_used
    assert guesses(found) == {"行政村名称全称": "village"}
    path = tmp_path / "台账.csv"
    load(tmp_path / "plain", [path])
    assert ask(tmp_path / "plain", "select distinct village from case_record") == [(None,)]
    chosen = {("台账.csv", "台账"): Chosen(columns=guesses(found))}
    load(tmp_path / "chosen", [path], chosen=chosen)
    assert ask(tmp_path / "chosen", "select distinct village from case_record order by 1") == [("柳沟村",)]


def test_a_column_that_is_there_already_is_not_guessed_again_and_two_likenesses_are_no_guess(tmp_path):
    found = seen(
        tmp_path, "工单编号 | 诉求来源 | 受理时间 | 受理时间补充 | 村名一 | 村名二\nA1 | 12345 | 2026-03-01 | x | 柳沟村 | 石桥村\n"
    )
    assert how(found)["受理时间补充"] == ("unknown", None)
    assert guesses(found) == {}


def test_a_header_by_its_lowest_level_is_a_guess_that_is_used(tmp_path):
    rows = [["基本情况", "", "时限", ""], ["工单编号", "村", "受理时间", "办结期限"], ["A1", "柳沟村", "2026-03-01", "2026-03-09"]]
    merges = {"工单": [(0, 0, 0, 1, "基本情况"), (0, 2, 0, 3, "时限")]}
    found = inspect([write_xlsx(tmp_path / "工单.xlsx", {"工单": rows}, merges)], None, tmp_path / "data")[0]
    village = next(one for one in found.headers if one.column == "village")
    assert (village.how, village.is_used, found.header_rows) == ("guessed", True, 2)
    assert "最下一级" in village.why


def test_nothing_of_a_person_is_shown(tmp_path):
    found = seen(tmp_path, CASES)
    assert PHONE not in json.dumps([found.head, [vars(one) for one in found.headers]], ensure_ascii=False)
    assert next(one for one in found.headers if one.header == "联系电话").examples == ()
    assert [row[4] for row in found.head[2:4]] == ["", ""]


def test_long_text_is_not_shown(tmp_path):
    found = seen(tmp_path, "工单编号 | 受理时间 | 反映内容\nA1 | 2026-03-01 | " + "村口的路坏了半年没有人来修" * 3 + "\n")
    assert next(one for one in found.headers if one.header == "反映内容").examples in ((), ("（长文字，不显示）",))
    assert "半年" not in json.dumps(found.head, ensure_ascii=False)


def test_a_sheet_about_watched_persons_shows_nothing_but_why(tmp_path):
    path = write_xlsx(tmp_path / "月报.xlsx", {"社区矫正": [["工单编号", "受理时间"], ["K1", "2026-03-01"]]})
    found = inspect([path], None, tmp_path / "data")[0]
    assert found.is_watched
    assert "不接收" in found.refused
    assert (found.head, found.headers, found.sheet) == ((), (), "")
    assert "社区矫正" not in str(found)


@pytest.mark.parametrize(("content", "says"), [(b"", "空文件"), (b"%PDF-1.7", "PDF"), (bytes(range(256)), "无法")])
def test_what_cannot_be_read_says_why(tmp_path, content, says):
    found = inspect([Given(name="坏.xlsx", content=content)], None, tmp_path / "data")[0]
    assert says in found.refused
    assert found.refused.endswith("。")


def test_a_sheet_that_nobody_knows_asks_for_its_ledger_and_loads_once_that_is_said(tmp_path):
    drawing = "ID | WHEN | WHERE | NOTE\n1 | 2026-03-01 | 柳沟村 | x\n2 | 2026-03-02 | 石桥村 | y\n"
    asked = seen(tmp_path, drawing)
    assert asked.source is None
    assert "请选择台账" in asked.refused
    assert asked.header_row == 1
    half = seen(tmp_path, drawing, chosen=Chosen(source="appeal", columns={"ID": "case_id"}))
    assert half.missing
    assert "缺少必需的列" in half.refused
    whole = Chosen(source="appeal", columns={"ID": "case_id", "WHEN": "received_at", "WHERE": "village", "NOTE": None})
    settled = seen(tmp_path, drawing, chosen=whole)
    assert settled.refused == ""
    assert how(settled) == {
        "ID": ("chosen", "case_id"), "WHEN": ("chosen", "received_at"), "WHERE": ("chosen", "village"), "NOTE": ("ignored", None),
    }  # fmt: skip
    result = load(tmp_path / "data", [tmp_path / "台账.csv"], chosen={("台账.csv", "台账"): whole})
    assert (result.status, result.batches[0].accepted, result.batches[0].unknown_columns) == ("published", 2, ())


def test_the_header_row_can_be_said(tmp_path):
    drawing = "工单编号 | 受理时间 | 村\nA0 | 2026-01-01 | 旧村\n代号 | 日子 | 地方\nA1 | 2026-03-01 | 柳沟村\n"
    chosen = Chosen(source="appeal", header_row=3, columns={"代号": "case_id", "日子": "received_at", "地方": "village"})
    assert seen(tmp_path, drawing, chosen=chosen).header_row == 3
    result = load(tmp_path / "data", [tmp_path / "台账.csv"], chosen={("台账.csv", "台账"): chosen})
    assert ask(tmp_path / "data", "select case_id, village from case_record") == [("A1", "柳沟村")]
    assert result.checked[result.batches[0].batch_id].skipped_by == {"标题和说明行": 2}


def test_of_two_headers_for_one_column_the_chosen_one_is_read(tmp_path):
    drawing = "工单编号 | 诉求来源 | 受理日期 | 登记时间\nA1 | 12345 | 2026-03-01 | 2026-03-02\n"
    open_ = seen(tmp_path, drawing)
    assert open_.ambiguous == (("受理时间", ("受理日期", "登记时间")),)
    assert "含义重复" in open_.refused
    assert "与“登记时间”含义相同" in "".join(one.why for one in open_.headers)
    chosen = Chosen(source="appeal", columns={"登记时间": "received_at"})
    assert seen(tmp_path, drawing, chosen=chosen).refused == ""
    load(tmp_path / "data", [tmp_path / "台账.csv"], chosen={("台账.csv", "台账"): chosen})
    assert str(ask(tmp_path / "data", "select received_at from case_record")[0][0])[:10] == "2026-03-02"


def test_a_column_about_persons_cannot_be_chosen(tmp_path):
    drawing = "工单编号 | 受理时间 | 当事人姓名 | 天气\nA1 | 2026-03-01 | 张三丰 | 晴\n"
    chosen = Chosen(source="appeal", columns={"当事人姓名": "village"})
    assert how(seen(tmp_path, drawing, chosen=chosen))["当事人姓名"] == ("dropped", None)
    load(tmp_path / "data", [tmp_path / "台账.csv"], chosen={("台账.csv", "台账"): chosen})
    assert "张三丰" not in stored_text(tmp_path / "data")


def test_values_constants_and_leaving_out(tmp_path):
    drawing = "工单编号 | 受理时间 | 诉求来源\nA1 | 2026-03-01 | 市长热线\nA2 | 2026-03-01 | 12345\n"
    path, key = write_csv(tmp_path / "台账.csv", drawing), ("台账.csv", "台账")
    first = load(tmp_path / "data", [path])
    unknown = first.checked[first.batches[0].batch_id].unknown_values
    assert [(one.column, one.value, one.count) for one in unknown] == [("source_channel", "市长热线", 1)]
    chosen = Chosen(values={"source_channel": {"市长热线": "12345"}}, constants={"town": "云禾镇"})
    second = load(tmp_path / "data", [path], chosen={key: chosen})
    assert (second.batches[0].accepted, second.batches[0].rejected) == (2, 0)
    assert ask(tmp_path / "data", "select count(*), min(town), min(source_channel) from case_record") == [(2, "云禾镇", "12345")]
    assert "替换" in second.batches[0].notes[-1]
    assert load(tmp_path / "other", [path], chosen={key: Chosen(is_left_out=True)}).status == "refused"


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_chosen_every_row_is_accounted_for_and_nothing_breaks(tmp_path, seed):
    rng = random.Random(seed)
    path, keys = write_csv(tmp_path / "台账.csv", CASES), [*contracts()["appeal"].columns, "no_such_column", "", None]
    headers = ["工单编号", "受理时间", "行政村名称全称", "派单到期", "联系电话", "序号", "天气", "诉求来源", "没有这列", ""]
    chosen = Chosen(
        source=rng.choice([None, "appeal", "income", "no_such_ledger"]),
        header_row=rng.choice([None, None, 1, 2, 3, 99, -1]),
        columns={header: rng.choice(keys) for header in rng.sample(headers, rng.randint(0, 8))},
        values={"source_channel": {"市长热线": rng.choice(["12345", "胡乱"])}, "no_such_column": {"x": "y"}},
        constants={rng.choice(["town", "received_at", "no_such_column"]): rng.choice(["云禾镇", "2026-03-01", PHONE, ""])},
        ledger=rng.choice(["", "某平台", f"平台{PHONE}"]),
    )
    choices = {("台账.csv", "台账"): chosen}
    found = inspect([path], choices, tmp_path / "data")[0]
    result = load(tmp_path / "data", [path], chosen=choices, publish=False)
    assert (found.refused == "") == bool(result.batches) or "没有一行可以采用" in result.refused[0].message
    for one in result.checked.values():
        assert one.read == one.accepted + one.rejected + one.skipped
        assert sum(one.skipped_by.values()) == one.skipped
    assert PHONE not in str(found) + str(result)


def test_numbers_of_persons_in_names_and_headers_are_kept_nowhere(tmp_path, caplog):
    rows = [["工单编号", "受理时间", f"经手{PHONE}", f"备考{IDENTITY}"], ["A1", "2026-03-01", "甲", "乙"]]
    path = write_xlsx(tmp_path / f"工单{PHONE}_{IDENTITY}.xlsx", {f"三月{PHONE}": rows, f"三月{PHONE[:-1]}9": rows})
    found = inspect([Given(name=path.name, content=path.read_bytes())], None, tmp_path / "data")
    result = load(tmp_path / "data", [Given(name=path.name, content=path.read_bytes())])
    assert result.status == "published"
    held = [p.read_bytes() for p in (tmp_path / "data").rglob("*") if p.is_file()]
    said = str(found) + str(result) + caplog.text + stored_text(tmp_path / "data") + "".join(map(str, (tmp_path / "data").rglob("*")))
    for number in (PHONE, IDENTITY, PHONE[:-1] + "9"):
        assert number not in said
        assert not any(number.encode() in content for content in held)


def test_nothing_of_a_handed_over_file_stays(tmp_path):
    content = write_csv(tmp_path / "台账.csv", CASES).read_bytes()
    inspect([Given(name="台账.csv", content=content)], None, tmp_path / "data")
    load(tmp_path / "data", [Given(name="../../台账.csv", content=content)], publish=False)
    assert [path.name for path in folder_of(tmp_path / "data").iterdir()] == ["WRITER.lock"]
