"""The demonstration township, loaded through the intake: every number of it opens to exactly its rows."""

from datetime import date
from functools import cache

import pytest

from indicators.definition import load_catalog
from indicators.measure import measure, measure_each
from indicators.scope import Scope
from tests.indicators.test_drill_through import _agrees, _behind, _is_computed, _of_group, _plain
from warehouse.folder import current_name
from warehouse.snapshot import open_snapshot

CATALOG = list(load_catalog().values())
YEAR = Scope(start=date(2025, 11, 1), end=date(2026, 10, 31))


@pytest.fixture(scope="module")
def demo(demonstration):
    _, folder = demonstration()
    return open_snapshot(folder, current_name(folder))


@pytest.fixture(scope="module")
def scopes(demo):
    village = measure(demo, [load_catalog()["case_received_count"]], YEAR, ["village"])["village"].iloc[0]
    months = Scope(area=village, start=date(2026, 3, 1), end=date(2026, 5, 31), grain="month")
    return {"years": Scope(grain="year"), "months of a village": months}


@pytest.fixture(scope="module")
def measured(demo, scopes):
    """A function: the rows of an indicator in a scope by each grouping; what reads the same rows is measured together, as a page does it."""

    @cache
    def of_view(view: str, scope: str) -> dict:
        alike = [one for one in CATALOG if one.view == view]
        groupings = {(): alike} | {(column,): [one for one in alike if column in one.by] for one in alike for column in one.by}
        frames = measure_each(demo, [(indicators, by) for by, indicators in groupings.items()], scopes[scope])
        return dict(zip(groupings, map(_plain, frames), strict=True))

    def of(indicator, scope: str, by: tuple) -> list[dict]:
        return [row for row in of_view(indicator.view, scope)[by] if row["indicator"] == indicator.id]

    return of


@pytest.mark.parametrize("scope", ["years", "months of a village"])
@pytest.mark.parametrize("indicator", CATALOG, ids=lambda indicator: indicator.id)
def test_every_number_of_the_demonstration_opens_to_its_rows(demo, scopes, measured, indicator, scope):
    whole = measured(indicator, scope, ())
    behind = {row["period"]: _behind(demo, indicator, scopes[scope], row, ()) for row in whole}
    for row in filter(_is_computed, whole):
        _agrees(indicator, row, behind[row["period"]])
    for column in indicator.by:
        for row in filter(_is_computed, measured(indicator, scope, (column,))):
            _agrees(indicator, row, {part: _of_group(frame, row, (column,)) for part, frame in behind[row["period"]].items()})
