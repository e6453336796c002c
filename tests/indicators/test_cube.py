"""A cube says to the last digit what a scan says, over the whole catalog; and what it cannot say is scanned."""

from datetime import date

import pandas as pd
import pytest

from indicators import cube_build
from indicators.cohort import load_views
from indicators.coverage import cutoffs
from indicators.cube import cube_of
from indicators.definition import load_catalog
from indicators.measure import measure, measure_each
from indicators.scope import Scope
from tests.indicators.random_cases import random_warehouse
from tests.indicators.warehouses import BATCH, CASE, derive, insert
from warehouse import snapshot

GROUPINGS = (
    (), ("village",), ("town",), ("source_channel",), ("category_1",), ("handled_level",), ("ledger",), ("village", "appeal_kind"),
    ("village", "age_band"),
)  # fmt: skip
COUNTED = [one for one in load_catalog().values() if load_views()[one.view].facts == "case" and one.kind != "survival"]
TOWN, VILLAGE = "云禾镇", "云禾镇/柳沟村"
ON_TIME, OVERDUE = load_catalog()["case_on_time_rate"], load_catalog()["case_overdue_open_count"]
KEPT = [
    Scope(),
    Scope(grain="month"),
    Scope(start=date(2022, 1, 1), end=date(2022, 2, 28)),
    Scope(start=date(2022, 2, 1), end=date(2022, 4, 10), grain="month", area=VILLAGE),
    Scope(start=date(2022, 2, 1), end=date(2022, 2, 28), as_of=date(2022, 3, 31), area=TOWN),
    Scope(end=date(2022, 2, 28), grain="quarter", area=TOWN),
    Scope(start=date(2022, 2, 1), grain="year"),
    Scope(start=date(2022, 6, 1), end=date(2022, 8, 31)),
    Scope(filters={"source_channel": ("码上办", None), "appeal_kind": ("投诉", "求助", None)}, end=date(2022, 2, 28), grain="month"),
    Scope(filters={"village": (VILLAGE,), "category_1": ("邻里", None)}, grain="quarter"),
]
SCANNED = [
    Scope(start=date(2022, 1, 10), end=date(2022, 2, 28), area=VILLAGE),
    Scope(start=date(2022, 1, 1), end=date(2022, 3, 20), grain="month"),
    Scope(as_of=date(2022, 3, 10), grain="month"),
    Scope(area="云禾镇/没有的村"),
]


def _asks(scope: Scope) -> list[tuple]:
    """Every indicator of cases by every grouping that it allows; with filters, those that allow them."""
    able = [one for one in COUNTED if {*scope.filters} <= {*one.by}]
    asks = [([one for one in able if {*by} <= {*one.by}], by) for by in GROUPINGS]
    return [ask for ask in asks if ask[0]]


@pytest.fixture(scope="module")
def pair():
    """The same warehouse twice: without cubes and with them."""
    scanned, kept = random_warehouse(7), random_warehouse(7)
    cube_build.build(kept)
    return scanned, kept


@pytest.mark.parametrize("scope", KEPT + SCANNED, ids=str)
def test_a_cube_says_what_a_scan_says(pair, scope):
    scanned, kept = (measure_each(one, _asks(scope), scope) for one in pair)
    assert len(scanned) > 5
    for one, other in zip(scanned, kept, strict=True):
        pd.testing.assert_frame_equal(one, other, check_exact=True)
    assert cutoffs(pair[0], scope) == cutoffs(pair[1], scope)


@pytest.fixture(scope="module")
def emptied():
    """A warehouse whose cases are gone when the cubes have been made: what it still says, the cubes say."""
    kept = random_warehouse(7)
    cube_build.build(kept)
    kept.execute("delete from case_version")
    return kept


@pytest.mark.parametrize("scope", KEPT[:-1], ids=str)
def test_whole_months_are_answered_without_a_scan(pair, emptied, scope):
    """Every indicator by the columns that pages cut it by. Age bands of a longer period and filters across pieces are scanned."""
    asks = [([one for one in COUNTED if {*by, *scope.filters} <= {*one.by}], by) for by in ((), ("village",), ("town",))]
    asks += (
        [] if scope.filters else [([ON_TIME, OVERDUE], (column,)) for column in ("source_channel", "category_1", "handler_unit", "ledger")]
    )
    for one, other in zip(measure_each(pair[1], asks, scope), measure_each(emptied, asks, scope), strict=True):
        pd.testing.assert_frame_equal(one, other, check_exact=True)


@pytest.mark.parametrize("scope", SCANNED, ids=str)
def test_what_a_cube_cannot_say_is_scanned(emptied, scope):
    assert cube_of(emptied, "case_due", scope) is None


def test_a_cube_of_another_cohort_says_nothing(pair):
    connection = random_warehouse(7)
    cube_build.build(connection)
    assert cube_of(connection, "case_due", Scope()) is not None
    connection.execute("update cubes.held set fingerprint = 'earlier' where view = 'case_due'")
    assert cube_of(connection, "case_due", Scope()) is None
    pd.testing.assert_frame_equal(measure(connection, [ON_TIME], Scope()), measure(pair[0], [ON_TIME], Scope()))


def test_a_second_derivation_forgets_the_cubes():
    connection = random_warehouse(7, cases=30)
    cube_build.build(connection)
    derive(connection)
    assert cube_of(connection, "case_due", Scope()) is None
    assert connection.execute("select count(*) from duckdb_tables() where table_name = 'case_due'").fetchall() == [(0,)]


@pytest.mark.parametrize("change", ["data_class = 'published'", "area_id = '别处'"])
def test_no_cube_of_cases_that_a_scan_would_tell_apart(change):
    connection = random_warehouse(7, cases=30)
    connection.execute(f"update case_version set {change} where case_id = 'A0001'")  # noqa: S608
    cube_build.build(connection)
    assert connection.execute("select count(*) from cubes.held").fetchall() == [(0,)]


@pytest.mark.parametrize(("large_from", "has_cubes"), [(3, True), (4, False)])
def test_only_a_large_snapshot_keeps_cubes(tmp_path, monkeypatch, large_from, has_cubes):
    monkeypatch.setattr(snapshot, "LARGE_FROM", large_from)
    monkeypatch.setattr(snapshot, "_large_steps", set())
    snapshot.on_large(cube_build.build)
    with snapshot.building(tmp_path) as draft:
        insert(draft.connection, "import_batch", [BATCH | {"rows_read": 3, "rows_accepted": 3, "new_rows": 3, "records": 3}])
        cases = [{"source_row": place, "key_hash": place, "case_id": f"A{place}", "received_at": "2022-03-01"} for place in range(3)]
        insert(draft.connection, "case_record", [CASE | case for case in cases])
        name = draft.publish()
    with snapshot.open_snapshot(tmp_path, name) as connection:
        assert (cube_of(connection, "case_due", Scope()) is not None) == has_cubes
        assert measure(connection, [load_catalog()["case_received_count"]], Scope())["value"].tolist() == [3]
