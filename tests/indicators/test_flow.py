"""The balance of a backlog and the steps of late cases, against plain loops over the rows."""

from datetime import date, datetime, timedelta

import pytest

from indicators.definition import load_catalog
from indicators.flow import Balance, Untracked, untracked
from indicators.lateness import LEAST, lateness
from indicators.measure import measure
from indicators.scope import Scope, bounds
from reports.backlog import CLOSED, OPEN, RECEIVED, balances
from reports.reading import readings
from tests.indicators.random_cases import random_warehouse
from tests.indicators.warehouses import board_of, warehouse_of

MONTHS = ("2022-01", "2022-02", "2022-03")
SCOPE = Scope(start=date(2022, 1, 1), end=date(2022, 3, 31), grain="month")
STAMPS = ("dispatched_at", "signed_at", "first_contact_at")


def appeals(connection) -> list[dict]:
    """The appeals that count, as the current versions say."""
    found = connection.execute("select * from case_all where ledger_kind = 'appeal' and exclude_reason is null")
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def after(day: date) -> datetime:
    return datetime(day.year, day.month, day.day) + timedelta(days=1)


def looped(cases: list[dict], period: str) -> dict[str, int]:
    """One month of the balance, counted case by case."""
    first, last = bounds(period)
    begins, ends = after(first - timedelta(days=1)), after(last)
    timed = [case for case in cases if case["has_closing"] and case["unseen_at"] is None]

    def open_at(moment: datetime) -> int:
        return sum(case["received_at"] < moment and (case["closed_at"] is None or case["closed_at"] >= moment) for case in timed)

    came = [case for case in cases if begins <= case["received_at"] < ends]
    return {
        "opening": open_at(begins),
        "received": len(came),
        "closed": sum(case["closed_at"] is not None and begins <= case["closed_at"] < ends for case in cases if case["has_closing"]),
        "closing": open_at(ends),
        "untimed": sum(not case["has_closing"] for case in came),
        "unseen": sum(case["has_closing"] and case["unseen_at"] is not None for case in came),
    }


@pytest.mark.parametrize("seed", range(6))
def test_a_random_backlog_balances_and_says_what_does_not(seed):
    connection = random_warehouse(seed)
    course = readings(measure(connection, [load_catalog()[id] for id in (RECEIVED, CLOSED, OPEN)], SCOPE), load_catalog())
    found = balances(course, ["2021-12", *MONTHS], untracked(connection, SCOPE))
    cases = appeals(connection)
    assert found["2022-01"].opening is None  # nobody reported anything of December
    assert found["2022-01"].other is None
    for period in MONTHS[1:]:
        one, expected = found[period], looped(cases, period)
        assert (one.opening, one.received, one.closed, one.closing) == tuple(
            expected[name] for name in ("opening", "received", "closed", "closing")
        )
        assert one.opening + one.received - one.closed + one.other == one.closing
        assert (one.untracked.untimed, one.untracked.unseen) == (expected["untimed"], expected["unseen"])
        assert one.untracked.untimed > 0
        assert one.unexplained == 0


def test_what_cannot_be_in_a_stock_is_told_apart_from_what_is_not_explained():
    one = Balance(opening=10, received=20, closed=15, closing=9, untracked=Untracked(untimed=3, unseen=1))
    assert (one.other, one.unexplained) == (-6, -2)
    unknown = Balance(opening=None, received=20, closed=15, closing=9, untracked=Untracked())
    assert (unknown.other, unknown.unexplained) == (None, None)


def test_a_case_gone_from_the_last_export_is_told_as_unseen():
    board = board_of(
        [{"received_at": "2022-02-03", "unseen_at": "2022-03-02"}, {"received_at": "2022-02-04"}, {"received_at": "2022-03-05"}]
    )
    assert untracked(board, SCOPE) == {"2022-02": Untracked(unseen=1), "2022-03": Untracked()}
    course = readings(measure(board, [load_catalog()[id] for id in (RECEIVED, CLOSED, OPEN)], SCOPE), load_catalog())
    found = balances(course, ["2022-01", *MONTHS[1:]], untracked(board, SCOPE))["2022-03"]
    assert (found.opening, found.received, found.closed, found.other, found.closing) == (1, 1, 0, 0, 2)


def due(cases: list[dict]) -> list[dict]:
    """Those that have fallen due, with what the share done in time says of them."""
    ends = after(SCOPE.end)
    found = []
    for case in cases:
        if not case["has_closing"]:
            if case["is_on_time_reported"] is not None:
                found.append(case | {"is_late": not case["is_on_time_reported"], "is_closed": False})
        elif case["effective_due_at"] is not None and SCOPE.start <= case["effective_due_at"].date() and case["effective_due_at"] < ends:
            closed, limit = case["closed_at"], case["effective_due_at"]
            found.append(case | {"is_late": closed is None or closed > limit, "is_closed": closed is not None})
    return found


def stamped(case: dict, kept: list[str]) -> list | None:
    """The moments of a case that tells every step, in order; None of any other."""
    moments = [case["received_at"], *(case[key] for key in kept), case["closed_at"]]
    is_told = case["is_closed"] and not case["received_is_day"] and None not in moments and moments == sorted(moments)
    return moments if is_told else None


@pytest.mark.parametrize("seed", range(6))
def test_steps_of_random_cases(seed):
    connection = random_warehouse(seed, cases=400)
    fallen = due(appeals(connection))
    closed = [case for case in fallen if case["is_closed"] and not case["received_is_day"]]
    enough = LEAST * sum(any(case[key] for key in STAMPS) for case in closed)
    kept = [key for key in STAMPS if sum(case[key] is not None for case in closed) >= enough]
    found = lateness(connection, SCOPE)
    assert len(found.keys) == len(kept) + 2
    for is_late in (True, False):
        own = [case for case in fallen if case["is_late"] is is_late]
        told = list(filter(None, (stamped(case, kept) for case in own)))
        side = found.side(is_late)
        assert (side.cases, side.closed, side.told) == (len(own), sum(case["is_closed"] for case in own), len(told))
        sums = [sum((moments[step + 1] - moments[step]).total_seconds() for moments in told) / 3600 for step in range(len(kept) + 1)]
        assert side.hours == pytest.approx(sums)
        assert sum(side.hours) == pytest.approx(sum((moments[-1] - moments[0]).total_seconds() for moments in told) / 3600)


@pytest.mark.parametrize("seed", range(3))
def test_late_cases_are_those_of_the_catalog_by_unit_too(seed):
    connection = random_warehouse(seed)
    rate = readings(measure(connection, [load_catalog()["case_overdue_rate"]], SCOPE.at("all"), ("village",)), load_catalog())
    found = lateness(connection, SCOPE, "village")
    for one in rate:
        sides = [found.side(is_late, one.groups[0]) for is_late in (True, False)]
        assert [side.cases if side else 0 for side in sides] == [one.numerator or 0, (one.denominator or 0) - (one.numerator or 0)]


def case_of(day: int, due_day: int, hours: list[int | None]) -> dict:
    received = datetime(2022, 3, day, 8)
    moments = [None if hour is None else received + timedelta(hours=hour) for hour in hours]
    return {
        "received_at": received,
        "due_at": datetime(2022, 3, due_day, 23, 59, 59),
        "status": "closed",
        **dict(zip((*STAMPS, "closed_at"), moments, strict=True)),
    }


def test_a_stamp_that_hardly_anybody_writes_joins_its_neighbours():
    cases = [case_of(1, 3, [1, 3, None, 100]) for _ in range(9)] + [case_of(1, 3, [1, 3, 9, 100])]
    found = lateness(warehouse_of(cases), SCOPE)
    assert found.keys == ("received_at", "handed_at", "taken_at", "closing_at")
    assert found.side(True).means == pytest.approx((1, 2, 97))
    assert found.side(False) is None


def test_without_a_stamp_there_are_no_steps():
    found = lateness(warehouse_of([case_of(1, 3, [None, None, None, 100]) for _ in range(12)]), SCOPE)
    assert not found.has_steps
    assert (found.side(True).cases, found.side(True).told, found.side(True).hours) == (12, 0, ())


def test_a_stamp_out_of_order_does_not_tell():
    found = lateness(warehouse_of([case_of(1, 3, [5, 3, 9, 100]), case_of(1, 3, [1, 3, 9, 100])]), SCOPE)
    assert (found.side(True).closed, found.side(True).told) == (2, 1)
