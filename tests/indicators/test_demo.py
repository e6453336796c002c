"""The demonstration township, loaded through the intake: every number of it opens to exactly its rows."""

from datetime import date

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


def _month_by_village(demo):
    village = measure(demo, [load_catalog()["case_received_count"]], YEAR, ["village"])["village"].iloc[0]
    return Scope(area=village, start=date(2026, 3, 1), end=date(2026, 5, 31), grain="month")


@pytest.mark.parametrize("scope", [YEAR, Scope(grain="year"), _month_by_village], ids=["year", "years", "months of a village"])
@pytest.mark.parametrize("indicator", CATALOG, ids=lambda indicator: indicator.id)
def test_every_number_of_the_demonstration_opens_to_its_rows(demo, indicator, scope):
    scope = scope(demo) if callable(scope) else scope
    groupings = [(), *((column,) for column in indicator.by)]
    whole, *split = (_plain(frame) for frame in measure_each(demo, [([indicator], by) for by in groupings], scope))
    behind = {row["period"]: _behind(demo, indicator, scope, row, ()) for row in whole}
    for row in filter(_is_computed, whole):
        _agrees(indicator, row, behind[row["period"]])
    for by, found in zip(groupings[1:], split, strict=True):
        for row in filter(_is_computed, found):
            _agrees(indicator, row, {part: _of_group(frame, row, by) for part, frame in behind[row["period"]].items()})
