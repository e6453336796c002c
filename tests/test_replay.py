"""Moving as_of back shows what the board showed then: for twelve month ends, a board that took in every month's export, replayed at a month
end, against the board built from that month end's export alone."""

from dataclasses import replace
from datetime import date

import pytest
from pandas.testing import assert_frame_equal

from etl.load import load
from etl.sample import write_sample
from etl.sample.domains.truth import domain_counts
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
COUNTED = [indicator for indicator in REPLAYABLE if indicator.domain in ("case", "petition", "dispute")]
STATED = [indicator for indicator in REPLAYABLE if indicator not in COUNTED]
DOMAIN_FILES = {count.file for count in domain_counts()}
CUTS = ((), ("village",), ("category_1",))


@pytest.fixture(scope="module")
def exports(made_once):
    """Month end -> the files of cases and disputes exported at it."""
    written, folder = made_once("exports", _every_export)
    return {day: [folder / path for path in paths] for day, paths in written.items()}


def _every_export(folder):
    return {day: [path.relative_to(folder) for path in _written(folder / f"{day}", day, False)] for day in MONTH_ENDS}


def _written(folder, day, is_stated):
    """The files exported at the end of a day: those that state figures of a place, or those of cases and disputes; the area ledger in both."""
    return [path for path in write_sample(folder, day) if "地区台账" in path.name or _is_stated(path.name) == is_stated]


def _is_stated(name):
    return any(name[:5] == known[:5] for known in DOMAIN_FILES)


@pytest.fixture(scope="module")
def today(exports, made_once):
    """The board that took in one export after the other, the order of no account."""
    loaded, data = made_once("today", lambda folder: [load(folder, exports[day]).status for day in (MONTH_ENDS[5], *MONTH_ENDS)])
    assert set(loaded) <= {"published", "unchanged"}
    return data


def _figures(data, scope, indicators=COUNTED, cuts=CUTS):
    asks = [([one for one in indicators if set(by) <= set(one.by)], by) for by in cuts]
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


def test_ledgers_of_figures_replayed_are_as_they_were_reported(tmp_path):
    days = MONTH_ENDS[0], MONTH_ENDS[7], MONTH_ENDS[11]
    exports = {day: _written(tmp_path / f"{day}", day, True) for day in days}
    for day in days:
        load(tmp_path / "today", exports[day])
    load(tmp_path / "then", exports[days[0]])
    scope = Scope(start=date(2021, 1, 1), grain="year")
    replayed = _figures(tmp_path / "today", replace(scope, as_of=days[0]), STATED, CUTS[:2])
    stood = _figures(tmp_path / "then", scope, STATED, CUTS[:2])
    for found, expected in zip(replayed, stood, strict=True):
        assert len(found)
        assert_frame_equal(found, expected)


def test_most_of_the_catalog_can_be_replayed_and_the_rest_says_why():
    assert len(REPLAYABLE) >= 50
    assert all(one.not_replayable for one in load_catalog().values() if one not in REPLAYABLE)
