"""The blank workbooks: what a person sees in them, what Excel lets them enter, and that nothing but the first sheet is loaded."""

import io
import re
import zipfile
from datetime import datetime

import pytest
from python_calamine import CalamineWorkbook

from etl.contract import contracts
from etl.inspection import inspect
from etl.load import load
from etl.own_sheets import EXAMPLES, HOW_TO, MARK
from etl.returned_reasons import choice_words
from etl.template import all_templates, template_bytes, write_template

ALL = list(contracts().values())


def _sheets(content: bytes) -> dict[str, list[list]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def _written(contract):
    return [column for column in contract.columns.values() if not column.subset_of]


def _rules(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return re.findall(r"<dataValidation .*?</dataValidation>", archive.read("xl/worksheets/sheet1.xml").decode("utf-8"))


@pytest.mark.parametrize("contract", ALL, ids=lambda contract: contract.name)
def test_the_ledger_its_example_and_its_explanation_stand_in_three_sheets(contract):
    sheets = _sheets(template_bytes(contract))
    assert list(sheets) == [contract.title, EXAMPLES, HOW_TO]
    heads = [f"*{column.header}" if column.required else column.header for column in _written(contract)]
    assert sheets[contract.title] == [heads]
    assert MARK in sheets[EXAMPLES][0][0] and sheets[EXAMPLES][1] == heads and len(sheets[EXAMPLES]) == 3
    said = "\n".join(str(cell) for row in sheets[HOW_TO] for cell in row)
    for told in (MARK, contract.grain, contract.owner, contract.cadence, *(column.header for column in _written(contract))):
        assert told in said


@pytest.mark.parametrize("contract", ALL, ids=lambda contract: contract.name)
def test_every_column_of_choices_has_its_list(contract):
    content = template_bytes(contract)
    notes, rules = _sheets(content)[HOW_TO], [rule for rule in _rules(content) if 'type="list"' in rule and HOW_TO in rule]
    chosen = [column for column in _written(contract) if column.choices]
    assert len(rules) == len(chosen)
    for column, rule in zip(chosen, rules, strict=True):
        letters, first, last = re.search(r"\$([A-Z]+)\$(\d+):\$[A-Z]+\$(\d+)", rule).groups()
        position = sum((ord(letter) - 64) * 26**power for power, letter in enumerate(reversed(letters))) - 1
        listed = [str(notes[row - 1][position]).removesuffix(".0") for row in range(int(first), int(last) + 1)]
        assert listed == choice_words(column)
        assert ('errorStyle="warning"' in rule) == column.open


def test_days_numbers_and_yes_or_no_are_checked_where_they_are_entered():
    rules = _rules(template_bytes(contracts()["appeal"]))
    kinds = [re.search(r'type="(\w+)"', rule)[1] for rule in rules]
    columns = _written(contracts()["appeal"])
    assert kinds.count("date") == sum(column.type == "moment" for column in columns)
    assert kinds.count("whole") == sum(column.type == "integer" for column in columns)
    assert sum('"是,否"' in rule for rule in rules) == sum(column.type == "flag" for column in columns)


def test_only_the_first_sheet_is_loaded_and_it_asks_nothing(tmp_path):
    path = write_template(contracts()["appeal"], tmp_path / "诉求工单模板.xlsx", filled=True)
    (seen,) = inspect([path], data_dir=tmp_path / "data")
    assert (seen.sheet, seen.source, seen.refused) == ("诉求工单", "appeal", "")
    result = load(tmp_path / "data", [path])
    assert [(batch.sheet, batch.rows_read, batch.accepted) for batch in result.batches] == [("诉求工单", 1, 1)]


def test_the_example_is_typed_as_a_person_has_it_in_excel():
    row = dict(zip(*_sheets(template_bytes(contracts()["appeal"], filled=True))["诉求工单"], strict=True))
    assert (row["*工单编号"], row["*受理时间"], row["重办次数"]) == ("YH2026100017", datetime(2026, 10, 8, 9, 32), 0)


def test_all_of_them_go_in_one_file():
    with zipfile.ZipFile(io.BytesIO(all_templates())) as archive:
        assert archive.namelist() == [f"{contract.title}模板.xlsx" for contract in ALL]
        assert archive.read("诉求工单模板.xlsx") == template_bytes(contracts()["appeal"])
