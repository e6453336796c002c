"""A village that the area ledger does not know by that name: said once, it is found in what was loaded and in what comes."""

from datetime import datetime

import pytest

from etl.aliases import add_alias
from etl.load import load, rebuild
from tests.etl.drawn import ask, write_csv
from warehouse.journal import JournalError
from warehouse.journal_aliases import aliases, withdraw_alias

AREAS = "县区 | 乡镇 | 村 | 别名\n河阳县 | 云禾镇 | 柳沟村 | 柳家沟\n河阳县 | 云禾镇 | 石桥村 |\n"
CASES = "工单编号 | 诉求来源 | 村 | 受理时间\nA1 | 12345 | 月亮湾 | 2026-03-01\nA2 | 12345 | 石桥村 | 2026-03-02\n"
INCOME = "村 | 年度 | 村集体经济收入（万元）\n月亮湾村 | 2025 | 12.5\n石桥村 | 2025 | 8\n"
WILLOW, BRIDGE = "河阳县/云禾镇/柳沟村", "河阳县/云禾镇/石桥村"
AT = datetime(2026, 4, 1, 9)


@pytest.fixture
def data(tmp_path):
    files = {"地区台账.csv": AREAS, "工单.csv": CASES, "村集体经济_2025年.csv": INCOME}
    paths = [write_csv(tmp_path / name, drawing) for name, drawing in files.items()]
    result = load(tmp_path / "data", paths)
    assert result.status == "published", result.refused
    unknown = [one.village for found in result.checked.values() for one in found.unknown_villages]
    assert sorted(unknown) == ["月亮湾", "月亮湾村"]
    return tmp_path / "data"


def placed(data):
    return ask(data, "select case_id, village from case_all order by 1")


def kept_out(data):
    return ask(data, "select village from case_unplaced order by 1")


def test_an_alias_places_the_rows_that_were_kept_out_and_a_withdrawal_takes_them_out_again(data):
    assert placed(data) == [("A2", BRIDGE)]
    number = add_alias(data, area=WILLOW, alias="月亮湾", by="办公室", at=AT)
    assert placed(data) == [("A2", BRIDGE)]  # until the next build nothing changes
    rebuild(data)
    assert placed(data) == [("A1", WILLOW), ("A2", BRIDGE)]
    assert kept_out(data) == []  # the row of the ledger too: 月亮湾村 is the same name
    withdraw_alias(data, number, "办公室", AT)
    rebuild(data)
    assert placed(data) == [("A2", BRIDGE)]
    assert kept_out(data) == [("月亮湾",), ("月亮湾村",)]


def test_a_file_that_comes_later_is_placed_too(data, tmp_path):
    add_alias(data, area=WILLOW, alias="月亮湾", by="办公室", at=AT)
    later = write_csv(tmp_path / "四月.csv", CASES.replace("A1", "B1").replace("A2", "B2"))
    result = load(data, [later])
    assert (result.batches[0].accepted, result.batches[0].rejected) == (2, 0)
    assert ("B1", WILLOW) in placed(data)


@pytest.mark.parametrize(
    ("area", "alias", "says"),
    [
        (WILLOW, "石桥", "另一个村“石桥村”"),
        (BRIDGE, "柳家沟", "另一个村“柳沟村”"),
        (WILLOW, "柳家沟", "本来就认得"),
        (WILLOW, "村", "请写明"),
        (WILLOW, "  ", "请写明"),
        (WILLOW, "月亮湾13912345678", "号码"),
        (WILLOW, "月" * 31, "最多 30 个字"),
        ("河阳县/云禾镇/没有村", "月亮湾", "没有找到"),
        ("河阳县/云禾镇", "月亮湾", "没有找到"),
    ],
)
def test_what_cannot_be_an_alias_is_refused_in_a_sentence(data, area, alias, says):
    with pytest.raises(JournalError, match=says) as refused:
        add_alias(data, area=area, alias=alias, by="办公室", at=AT)
    assert str(refused.value).endswith("。")
    assert aliases(data) == []


def test_one_name_stands_for_one_village(data):
    add_alias(data, area=WILLOW, alias="月亮湾", by="办公室", at=AT)
    with pytest.raises(JournalError, match="已经记为“柳沟村”的别称"):
        add_alias(data, area=BRIDGE, alias="月亮湾村", by="办公室", at=AT)
    with pytest.raises(JournalError, match="已经记为这个村"):
        add_alias(data, area=WILLOW, alias="月亮湾", by="办公室", at=AT)


def test_a_village_of_that_name_in_a_later_area_ledger_stands_before_the_alias(data, tmp_path):
    add_alias(data, area=WILLOW, alias="月亮湾", by="办公室", at=AT)
    load(data, [write_csv(tmp_path / "地区台账新.csv", AREAS + "河阳县 | 云禾镇 | 月亮湾村 |\n")])
    assert ("A1", "河阳县/云禾镇/月亮湾村") in placed(data)
