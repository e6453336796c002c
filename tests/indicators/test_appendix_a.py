"""The reference fixture of the case indicators, from the facts through derivation and views to the numbers."""

from datetime import date

import pytest

from indicators.definition import load_catalog
from indicators.examples import drawn
from indicators.measure import measure
from indicators.rows import rows
from indicators.scope import Scope
from tests.indicators.warehouses import warehouse_of

FIXTURE = """
  | case_id | appeal_kind | received_at | due_at     | ext_due_at | closed_at  | resolved | satisfaction | exclude_reason
  | 1       | 投诉        | 2022-03-01  | 2022-03-08 |            | 2022-03-07 | 解决     | 满意         |
  | 2       | 投诉        | 2022-03-02  | 2022-03-09 |            | 2022-03-10 | 未解决   | 不满意       |
  | 3       | 求助        | 2022-03-20  | 2022-03-27 |            |            | 未核     |              |
  | 4       | 投诉        | 2022-03-29  | 2022-04-05 |            |            | 未核     |              |
  | 5       | 咨询        | 2022-03-03  | 2022-03-10 |            | 2022-03-03 | 不适用   | 非常满意     |
  | 6       | 投诉        | 2022-03-04  | 2022-03-11 | 2022-03-18 | 2022-03-17 | 部分解决 | 未评价       |
  | 7       | 投诉        | 2022-02-25  | 2022-03-04 |            | 2022-03-02 | 解决     | 一般         |
  | 8       | 投诉        | 2022-03-06  | 2022-03-13 |            | 2022-03-08 |          |              | 退回成功
"""
EXPECTED = {
    "C01": (6, None, 6),
    "C02": (6, None, 6),
    "C03": (5, None, 5),
    "C04": (5, 6, 500 / 6),
    "C05": (4, 6, 400 / 6),
    "C08": (2, 4, 50),
    "C09": (2, 4, 50),
    "C11": (4, 5, 80),
    "C15": (1, None, 1),
    "C16": (2, 6, 200 / 6),
    "C17": (2, None, 2),
    "C18b": (None, 5, 11.0),
}
MARCH = Scope(start=date(2022, 3, 1), end=date(2022, 3, 31))


def _case(row: dict) -> dict:
    del row["boundary"]
    for deadline in ("due_at", "ext_due_at"):
        row[deadline] = row[deadline] and f"{row[deadline]} 23:59:59.999999"
    return row | {
        "received_is_day": True,
        "closed_is_day": True,
        "is_ext_approved": bool(row["ext_due_at"]),
        "status": "closed" if row["closed_at"] else "open",
    }


@pytest.fixture(scope="module")
def warehouse():
    return warehouse_of([_case(row) for row in drawn(FIXTURE)])


@pytest.mark.parametrize("code", EXPECTED)
def test_expected_value(warehouse, code):
    indicator = next(indicator for indicator in load_catalog().values() if indicator.code == code)
    row = measure(warehouse, [indicator], MARCH).iloc[0]
    numerator, denominator, value = EXPECTED[code]
    assert (row["period"], row["value"]) == ("all", pytest.approx(value))
    for part, expected in (("numerator", numerator), ("denominator", denominator)):
        assert (row[part] if expected is not None else None) == expected


def test_the_same_by_month(warehouse):
    scope = Scope(start=date(2022, 3, 1), end=date(2022, 3, 31), grain="month")
    asked = [indicator for indicator in load_catalog().values() if indicator.domain == "case"]
    measured, whole = (measure(warehouse, asked, within) for within in (scope, MARCH))
    assert set(measured["period"]) == {"2022-03"}
    assert measured.drop(columns="period").equals(whole.drop(columns="period"))


def test_ids_behind_the_on_time_rate(warehouse):
    on_time = load_catalog()["case_on_time_rate"]
    assert rows(warehouse, on_time, "numerator", MARCH)["case_id"].tolist() == ["1", "5", "6", "7"]
    assert rows(warehouse, on_time, "denominator", MARCH)["case_id"].tolist() == ["1", "2", "3", "5", "6", "7"]
