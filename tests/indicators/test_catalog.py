"""Every declaration of the catalog: complete, binds on an empty warehouse, and gives what a person worked out by hand."""

import tomllib
from pathlib import Path

import pytest

from indicators.columns import load_columns, load_missing, load_remarks
from indicators.definition import CATALOG, DefinitionError, load_catalog, read_catalog, read_indicator
from indicators.examples import MARK, drawn, example_rows
from indicators.measure import measure, measure_each
from indicators.rows import rows
from indicators.scope import Scope
from tests.indicators.warehouses import board_of, derive, empty_warehouse

INDICATORS = list(load_catalog().values())
EXAMPLES = [(indicator, example) for indicator in INDICATORS for example in indicator.examples]


@pytest.fixture(scope="module")
def empty():
    return derive(empty_warehouse())


AGREED = [f"C{number:02}" for number in range(1, 23) if number not in (12, 18)] + ["C05b", "C12a", "C12b", "C18a", "C18b"]
AGREED += [f"D{number:02}" for number in range(1, 14) if number != 5] + ["D05a", "D05b", "D05c", "P01", "P02", "P03a", "P03b"]
AGREED += (
    [f"I{number:02}" for number in range(1, 12)]
    + [f"E{number:02}" for number in range(1, 14)]
    + [f"J{number:02}" for number in range(1, 11)]
)


def test_the_catalog_has_what_was_agreed():
    assert set(AGREED) <= {indicator.code for indicator in INDICATORS}


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.id)
def test_says_what_it_means(indicator):
    assert indicator.definition.endswith("。")
    assert indicator.caveats
    assert indicator.owner
    assert all(part.name for part in indicator.parts.values())
    if indicator.kind in ("ratio", "survival"):  # any other value is in its unit as it stands
        assert (indicator.unit == "%") == (indicator.per == 100)
    else:
        assert indicator.per == 1
    assert set(indicator.apart) <= set(indicator.by)


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.id)
def test_binds_by_every_grouping_and_says_that_nothing_was_reported(empty, indicator):
    row = measure(empty, [indicator], Scope()).iloc[0]
    assert row[["numerator", "denominator", "value"]].isna().all()
    assert row["note"]
    by_column = measure_each(empty, [([indicator], [column]) for column in indicator.by], Scope(grain="month"))
    assert all(frame.empty for frame in by_column)
    for part in indicator.parts:
        assert rows(empty, indicator, part, Scope()).empty


def _unmarked(rows: list[dict]) -> list[dict]:
    return [{column: value for column, value in row.items() if column != MARK} for row in rows]


@pytest.mark.parametrize(("indicator", "example"), EXAMPLES, ids=[indicator.id for indicator, _ in EXAMPLES])
def test_worked_example(indicator, example):
    board = board_of(
        _unmarked(example_rows(example)), indicator.domain, **{view: _unmarked(drawn(table)) for view, table in example.beside}
    )
    row = measure(board, [indicator], Scope(start=example.start, end=example.end, as_of=example.as_of)).iloc[0]
    for key in ("numerator", "denominator", "value"):
        expected = getattr(example, key)
        assert (row[key] == pytest.approx(expected)) if expected is not None else row.isna()[key], key


def _declared(**changes) -> dict:
    declared = {
        "code": "X1", "name": "名", "definition": "义。", "kind": "count", "view": "case_received", "numerator": {"name": "件"}, "by": ["village"],
        "unit": "件", "direction": "neutral", "owner": "甲", "version": 1, "since": "2026-01-01", "caveats": ["意"],
        "examples": [{"says": "例", "as_of": "2022-01-01", "rows": "\n  | received_at\n* | 2022-01-01\n"}],
    }  # fmt: skip
    return {key: value for key, value in (declared | changes).items() if value is not None}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"direction": "up"}, "direction: must be one of higher, lower, neutral, not 'up'"),
        ({"direction": None}, "direction"),
        ({"colour": "red"}, "colour: unknown key"),
        ({"numerator": {"name": "件", "sql": "1"}}, "numerator sql: unknown key"),
        ({"kind": "guess"}, "kind: must be one of"),
        ({"kind": "survival", "numerator": None, "denominator": {"name": "件"}, "of": "followed_days"}, "within: a survival"),
        (
            {"kind": "survival", "numerator": None, "denominator": {"name": "件"}, "of": "d", "level": 0.5, "within": 30},
            "within: a survival",
        ),
        ({"kind": "ratio"}, "kind: a ratio has exactly denominator and numerator"),
        ({"kind": "sum"}, "numerator: a sum names the column"),
        ({"kind": "quantile", "numerator": None, "denominator": {"name": "件"}}, "of: a quantile"),
        ({"view": "case_closed_twice"}, "view: must be one of"),
        ({"by": ["case_id"]}, "by: must be one of"),
        ({"requires": ["has_wings"]}, "requires: must be one of"),
        ({"remarks": ["nothing"]}, "remarks: must be one of"),
        ({"apart": ["basis"]}, "apart: must be one of village, not 'basis'"),
        ({"mechanisms": ["M7"]}, "mechanisms: must be written as M10, not 'M7'"),
        ({"numerator": {"name": "件", "area": "hens"}}, "numerator: area must be one of residents, households"),
        ({"target": {"value": 90, "basis": "办法"}}, "target: needs a direction"),
        ({"target": {"value": 90}, "direction": "higher"}, "target"),
        ({"examples": []}, "examples: a definition needs a worked example"),
        ({"examples": [{"says": "例", "as_of": "2022-01-01", "rows": "\n  | received_at\n  | 2022-01-01\n"}]}, "no row is marked"),
    ],
)
def test_a_broken_declaration_names_file_and_key(changes, said):
    with pytest.raises(DefinitionError, match=rf"x\.toml.*one.*{said}"):
        read_indicator("x.toml", "one", _declared(**changes))


def test_a_sound_declaration_is_read():
    assert read_indicator("x.toml", "one", _declared()).code == "X1"


def test_a_code_is_declared_once(tmp_path):
    text = (CATALOG / "cases.toml").read_text(encoding="utf-8")
    (tmp_path / "a.toml").write_text(text, encoding="utf-8")
    (tmp_path / "b.toml").write_text(text.replace("[case_", "[again_").replace("[[case_", "[[again_"), encoding="utf-8")
    with pytest.raises(DefinitionError, match="declared twice"):
        read_catalog(tmp_path)


def test_every_remark_and_reason_is_used():
    assert {key for indicator in INDICATORS for key in indicator.requires} == set(load_missing())
    assert {key for indicator in INDICATORS for key in indicator.remarks} == set(load_remarks())


def test_declared_age_bands_are_those_of_the_cohort():
    text = (Path(CATALOG).parent / "cohorts/views/open.sql").read_text(encoding="utf-8")
    assert all(f"'{level}'" in text for level in load_columns()["age_band"].levels)


def test_catalog_files_are_toml_without_a_stray_table():
    for path in CATALOG.glob("*.toml"):
        assert all(isinstance(table, dict) for table in tomllib.loads(path.read_text(encoding="utf-8")).values())


def test_drawn_table():
    assert drawn("  | a | b\n* | 1 |\n") == [{"boundary": "*", "a": "1", "b": None}]
