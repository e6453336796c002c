"""Moving as_of back shows what the board showed then: for twelve month ends, a board that took in every month's export, replayed at a month
end, against the board built from that month end's export alone."""

from datetime import date

import pytest
from pandas.testing import assert_frame_equal

from etl.load import load
from etl.sample import write_sample
from indicators.definition import load_catalog
from indicators.measure import measure_each
from indicators.scope import Scope
from warehouse.folder import current_name
from warehouse.snapshot import open_snapshot

MONTH_ENDS = [
    date(2025, 11, 30), date(2025, 12, 31), date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31),
    date(2026, 6, 30), date(2026, 7, 31), date(2026, 8, 31), date(2026, 9, 30), date(2026, 10, 31),
]  # fmt: skip
REPLAYABLE = [indicator for indicator in load_catalog().values() if not indicator.not_replayable]
CUTS = ((), ("village",), ("category_1",))


@pytest.fixture(scope="module")
def exports(tmp_path_factory):
    """Month end -> the files exported at it."""
    return {day: write_sample(tmp_path_factory.mktemp(f"export{place}"), day) for place, day in enumerate(MONTH_ENDS)}


@pytest.fixture(scope="module")
def today(exports, tmp_path_factory):
    """The board that took in one export after the other, the order of no account."""
    data = tmp_path_factory.mktemp("today")
    for day in (MONTH_ENDS[5], *MONTH_ENDS):
        assert load(data, exports[day]).status in ("published", "unchanged")
    return data


def _figures(data, scope):
    asks = [([one for one in REPLAYABLE if set(by) <= set(one.by)], by) for by in CUTS]
    with open_snapshot(data, current_name(data)) as connection:
        return measure_each(connection, asks, scope)


@pytest.mark.parametrize("day", MONTH_ENDS, ids=str)
def test_the_board_replayed_is_the_board_as_it_stood(today, exports, tmp_path, day):
    load(tmp_path, exports[day])
    start = date(day.year - 1, day.month, 1)
    replayed, stood = (
        _figures(today, Scope(start=start, grain="quarter", as_of=day)),
        _figures(tmp_path, Scope(start=start, grain="quarter")),
    )
    for found, expected in zip(replayed, stood, strict=True):
        assert len(found)
        assert_frame_equal(found, expected)


def test_most_of_the_catalog_can_be_replayed_and_the_rest_says_why():
    assert len(REPLAYABLE) >= 50
    assert all(one.not_replayable for one in load_catalog().values() if one not in REPLAYABLE)
