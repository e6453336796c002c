"""Every rule of a ledger of figures, broken once: exactly its message, at its row; nothing else is said of the file."""

import csv

import pytest

from etl.contract import contracts
from etl.load import load

LEDGERS = [contract for contract in contracts().values() if contract.is_statistical]

# contract, message -> the cells that break the rule, beside the example row of the contract
BROKEN = {
    ("activity", "既没有活动日期，也没有时期"): {"held_on": "", "planned_count": "3"},
    ("activity", "一个数也没有填"): {"held_on": "", "period": "2026年三季度", "due_persons": "", "present_persons": "", "topic_count": ""},
    ("activity", "实到人数多于应到人数"): {"present_persons": "53"},
    ("activity", "完成数大于事项数"): {"item_count": "3", "done_count": "4"},
    ("activity", "按期数大于计划次数"): {"planned_count": "3", "on_time_count": "4"},
    ("activity", "按期数与缺报数之和大于计划次数"): {"planned_count": "3", "on_time_count": "2", "missing_count": "2"},
    ("activity", "完成日期早于活动日期"): {"done_on": "2026-10-14"},
    ("collective", "一个数也没有填"): "figures",
    ("collective", "五项收入之和与总收入相差超过 100 元"): {"other_income_yuan": "41899"},
    ("collective", "三项支出之和与总支出相差超过 100 元"): {"other_expense_yuan": "44899"},
    ("collective", "总收入减总支出与本年收益相差超过 100 元"): {"surplus_yuan": "54899"},
    ("collective", "经营收入、发包及上交收入、投资收益之和减经营支出、管理费用，与经营收益相差超过 100 元"): {"operating_surplus_yuan": "28101"},
    ("facility", "没有填数量"): {"quantity": ""},
    ("income", "一项收入也没有填"): "figures",
    ("income", "四项构成之和与人均收入相差超过 2 元"): {"wage_yuan": "5123"},
    ("income", "人均收入不大于 0"): {"disposable_yuan": "0", "wage_yuan": "", "business_yuan": "", "property_yuan": "", "transfer_yuan": ""},
    ("industry", "一个数也没有填"): "figures",
    ("industry", "期初存栏加增加减出栏减死亡，与期末存栏相差超过 2 %"): {"closing_stock_count": "1375"},
    ("industry", "能繁母畜多于期末存栏"): {"breeding_count": "1251"},
    ("industry", "县内、省内县外、省外之和与务工人数不等"): {"labour_count": "60", "labour_county_count": "20", "labour_province_count": "20", "labour_outside_count": "19"},
    ("price_index", "不像以上年为 100 的指数：应在 100 上下，请不要填涨幅"): {"index_last_year_100": "0.3"},
    ("profile", "一个数也没有填"): "figures",
    ("profile", "人口少于户数"): {"household_count": "1136"},
    ("profile", "女党员多于党员总数"): {"female_member_count": "53"},
    ("profile", "流动党员多于党员总数"): {"mobile_member_count": "53"},
    ("profile", "党员总数大于人口"): {"party_member_count": "1136"},
    ("profile", "流转面积大于耕地面积"): {"transferred_mu": "3481"},
    ("project", "完工日期早于开工日期"): {"finished_on": "2025-09-09"},
    ("project", "计划完工日期早于计划开工日期"): {"planned_finish_on": "2025-08-31"},
    ("project", "验收日期早于完工日期"): {"accepted_on": "2026-06-17"},
    ("project", "累计完成投资超过计划总投资的 3 倍，请核对单位"): {"completed_investment_yuan": "2580001"},
    ("project", "状态为完工，却没有完工日期；无法判断是否按期"): {"finished_on": "", "accepted_on": ""},
    ("project", "已填完工日期，状态却不是完工"): {"status": "在建"},
    ("project", "已填开工日期，状态却是未开工"): {"status": "未开工", "finished_on": "", "accepted_on": ""},
    ("project", "形象进度超过 100"): {"progress_percent": "101"},
}  # fmt: skip


def test_every_rule_is_broken_here():
    assert set(BROKEN) == {(contract.name, check.message) for contract in LEDGERS for check in contract.checks}


def _file(tmp_path, contract, changes):
    """Row 2 is the example of the contract for another village, row 3 the example with the changes."""
    columns = [column for column in contract.columns.values() if not column.subset_of]
    example = {column.key: column.example for column in columns}
    good = example | ({"village": "砚禾村"} if "village" in example else {"scope": "城镇"})
    path = tmp_path / f"{contract.title}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[c.header for c in columns], *([row[c.key] for c in columns] for row in (good, example | changes))])
    return path


def _without_figures(contract):
    return {column.key: "" for column in contract.columns.values() if column.type == "quantity"}


@pytest.mark.parametrize(("name", "message"), BROKEN, ids=[f"{name}-{message[:12]}" for name, message in BROKEN])
def test_a_rule_broken_once_says_so_once_at_its_row(tmp_path, name, message):
    contract = contracts()[name]
    changes = _without_figures(contract) if BROKEN[name, message] == "figures" else BROKEN[name, message]
    check = next(check for check in contract.checks if check.message == message)
    result = load(tmp_path / "data", [_file(tmp_path, contract, changes)], source=name)
    (batch,) = result.batches
    said = {(issue.row, issue.column, issue.message, issue.severity) for issue in result.issues[batch.batch_id]}
    assert said == {(3, contract.columns[check.column].name, message, check.severity)}
    assert (batch.accepted, batch.rejected) == ((1, 1) if check.severity == "error" else (2, 0))
