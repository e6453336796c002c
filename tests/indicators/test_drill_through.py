"""The count clicked is the number of rows shown: over the whole catalog, every grouping and many slices of a random warehouse."""

from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.definition import load_catalog
from indicators.measure import measure, measure_each
from indicators.rows import rows
from indicators.scope import Scope
from tests.indicators.random_cases import random_warehouse

ABOUT = ("case", "petition", "dispute", "summary")  # what the random warehouse holds; test_drill_through_ledgers.py has the others
CATALOG = [indicator for indicator in load_catalog().values() if indicator.domain in ABOUT]
SLICES = [
    Scope(),
    Scope(start=date(2022, 2, 1), end=date(2022, 2, 28), grain="month"),
    Scope(start=date(2022, 1, 10), end=date(2022, 3, 15), grain="month"),
    Scope(grain="quarter", as_of=date(2022, 2, 20)),
    Scope(area="云禾镇/柳沟村", grain="month"),
    Scope(filters={"source_channel": ("12345", None)}, as_of=date(2022, 3, 5)),
]


@pytest.fixture(scope="module")
def warehouse():
    return random_warehouse(1)


def _behind(warehouse, indicator, scope, row, by):
    values = {column: row[column] for column in by}
    return {part: rows(warehouse, indicator, part, scope.at(row["period"]), values) for part in indicator.parts}


def _agrees(indicator, row, behind) -> None:
    sizes = {name: _size(part, behind[name]) for name, part in indicator.parts.items()}
    if indicator.kind in ("quantile", "survival"):
        assert sizes["denominator"] == row["denominator"]
    else:
        assert sizes == pytest.approx({part: row[part] for part in sizes})
    if indicator.kind == "quantile" and row["value"] is not None:
        sample = behind["denominator"][indicator.of].astype(float)
        assert row["value"] == pytest.approx(np.quantile(sample, indicator.level))


def _size(part, found) -> float:
    """Rows of a part that is counted; of one that is added up, the sum."""
    column = part.sum or part.area
    return found[column].astype(float).sum() if column else len(found)


def _plain(frame) -> list[dict]:
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


@pytest.mark.parametrize("scope", SLICES, ids=range(len(SLICES)))
@pytest.mark.parametrize("indicator", CATALOG, ids=lambda indicator: indicator.id)
def test_rows_behind_every_number(warehouse, indicator, scope):
    groupings = [(), *((column,) for column in indicator.by), indicator.by[:2]]
    whole, *split = (_plain(frame) for frame in measure_each(warehouse, [([indicator], by) for by in groupings], scope))
    behind = {}
    for row in whole:
        behind[row["period"]] = _behind(warehouse, indicator, scope, row, ())
        if _is_computed(row):
            _agrees(indicator, row, behind[row["period"]])
    for by, found in zip(groupings[1:], split, strict=True):
        for row in filter(_is_computed, found):
            _agrees(indicator, row, {part: _of_group(frame, row, by) for part, frame in behind[row["period"]].items()})


def _is_computed(row: dict) -> bool:
    assert row["value"] is not None or row["note"]
    return row["value"] is not None or row["denominator"] is not None


def _of_group(frame, row: dict, by):
    for column in by:
        frame = frame[frame[column].isna() if row[column] is None else frame[column] == row[column]]
    return frame


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    indicator=st.sampled_from(CATALOG),
    columns=st.lists(st.sampled_from(["village", "source_channel", "category_1", "ledger"]), max_size=2, unique=True),
    grain=st.sampled_from(["all", "month", "quarter", "year"]),
    days=st.lists(st.dates(date(2022, 1, 1), date(2022, 4, 10)), min_size=2, max_size=2).map(sorted),
    as_of=st.none() | st.dates(date(2022, 1, 5), date(2022, 4, 10)),
    area=st.sampled_from([None, "云禾镇", "云禾镇/柳沟村", "云禾镇/未分村"]),
)
def test_any_slice_agrees_with_its_rows_and_its_groups(warehouse, indicator, columns, grain, days, as_of, area):
    by = [column for column in columns if column in indicator.by]
    scope = Scope(area=area, start=days[0], end=days[1], grain=grain, as_of=as_of)
    whole, split = (_plain(frame) for frame in measure_each(warehouse, [([indicator], ()), ([indicator], by)], scope))
    for row in split:
        if _is_computed(row):
            _agrees(indicator, row, _behind(warehouse, indicator, scope, row, by))
    for row in whole:
        for part in ("numerator", "denominator"):
            groups = [group[part] for group in split if group["period"] == row["period"]]
            assert sum(filter(None, groups)) == (row[part] or 0)


@pytest.mark.parametrize(
    "indicator", [one for one in CATALOG if not one.view.endswith("_open") and one.parts == one.counted], ids=lambda indicator: indicator.id
)
def test_months_add_up_to_the_year(warehouse, indicator):
    year, month = (measure(warehouse, [indicator], Scope(grain=grain)) for grain in ("year", "month"))
    for part in indicator.parts:
        assert month[part].sum() == year[part].sum()


def test_rows_say_where_they_come_from_first(warehouse):
    frame = rows(warehouse, CATALOG[0], "numerator", Scope(), limit=3)
    assert list(frame.columns[:5]) == ["file_name", "source_sheet", "source_row", "batch_id", "case_id"]
    assert len(frame) == 3


def test_several_questions_at_once_get_the_answers_of_each(warehouse):
    asks = [(CATALOG, ()), (CATALOG, ("village",)), (CATALOG[:3], ("appeal_kind", "village")), (CATALOG[-2:], ("ledger",))]
    scope = Scope(grain="month")
    for (indicators, by), frame in zip(asks, measure_each(warehouse, asks, scope), strict=True):
        assert frame.equals(measure(warehouse, indicators, scope, by))
