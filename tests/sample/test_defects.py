"""Each defect stands in the row of the file that the list names, and nothing else is wrong."""

from collections import Counter

import pytest

from etl.sample import defects
from etl.sample.defects import case_sheets
from tests.sample.reading import SAMPLE, grids

KINDS = {
    "unknown_village": 2, "closed_before_received": 2, "missing_id": 2, "repeated_id": 2, "unknown_kind": 2, "impossible_date": 2,
    "wrong_total": 1, "extension_not_decided": 1,
}  # fmt: skip
SAID = {"unknown_village": ("棘园村", "棘园"), "unknown_kind": ("口头反映",), "impossible_date": ("2025年2月30日", "2026年2月30日"),
        "missing_id": ("",), "extension_not_decided": ("",)}  # fmt: skip


def cell_of(defect) -> str:
    rows = grids(SAMPLE / defect.file)[defect.sheet]
    header = next(row for row in rows if defect.column in [cell.lstrip("*") for cell in row] or defect.column in row)
    place = header.index(defect.column)
    return rows[defect.row - 1][place]


def test_there_are_as_many_of_each_kind_as_meant():
    assert Counter(defect.kind for defect in defects()) == KINDS


def test_each_stands_in_a_row_of_its_own():
    assert len({(d.file, d.sheet, d.row) for d in defects()}) == len(defects())


@pytest.mark.parametrize("defect", defects(), ids=lambda d: f"{d.kind}-{d.case_id}")
def test_the_named_row_is_the_broken_one(defect):
    row = grids(SAMPLE / defect.file)[defect.sheet][defect.row - 1]
    if defect.kind == "wrong_total":
        assert row[0] == "合计"
    elif defect.kind == "missing_id":
        assert defect.case_id not in row
    else:
        assert defect.case_id in row
    if defect.kind in SAID:
        assert cell_of(defect) in SAID[defect.kind]


@pytest.mark.parametrize("defect", [d for d in defects() if d.kind == "repeated_id"], ids=lambda d: d.case_id)
def test_a_repeated_case_stands_first_in_the_row_above(defect):
    rows = grids(SAMPLE / defect.file)[defect.sheet]
    assert [number for number, row in enumerate(rows, start=1) if defect.case_id in row] == [defect.row - 1, defect.row]


def test_only_the_listed_cases_repeat_within_a_sheet():
    repeated = [d.case_id for d in defects() if d.kind == "repeated_id"]
    found = [
        case_id for sheet in case_sheets()
        for case_id, times in Counter(row.case.case_id for row in sheet.rows).items() if times > 1
    ]  # fmt: skip
    assert sorted(found) == sorted(repeated)
