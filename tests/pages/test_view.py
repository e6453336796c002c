"""The period in question, its history and the window of comparison."""

from datetime import date

import pytest

from reports.view import View, month_end, month_start, months_between


def view(grain, first="2025-02-01", last="2026-08-31", **more):
    return View(area="镇", grain=grain, first=date.fromisoformat(first), last=date.fromisoformat(last), **more)


@pytest.mark.parametrize(
    ("grain", "period", "now_from", "history_from"),
    [
        ("month", "2026-08", "2026-08-01", "2025-02-01"),
        ("quarter", "2026-Q3", "2026-07-01", "2025-01-01"),
        ("year", "2026", "2026-01-01", "2025-01-01"),
        ("all", "all", "2025-02-01", "2025-02-01"),
    ],
)
def test_scopes_of_a_view(grain, period, now_from, history_from):
    held = view(grain)
    assert held.period == period
    assert held.now().start == date.fromisoformat(now_from)
    assert held.history().start == date.fromisoformat(history_from)
    assert held.now().end == held.history().end == held.window().end == date(2026, 8, 31)
    assert held.now().grain == held.window().grain == "all"


def test_places_are_compared_over_twelve_months():
    assert view("month").window().start == date(2025, 9, 1)
    assert view("year").window().start == date(2025, 9, 1)
    assert view("all").window().start == date(2025, 2, 1)
    assert view("month", begins=date(2026, 3, 9)).window().start == date(2026, 3, 1)


def test_every_period_has_its_place_on_the_axis():
    assert view("quarter").periods() == ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3"]
    assert view("year").periods() == ["2025", "2026"]
    assert len(view("all").periods()) == 19


def test_months():
    assert month_start(date(2026, 1, 31), 1) == date(2025, 12, 1)
    assert month_end(date(2024, 2, 3)) == date(2024, 2, 29)
    assert months_between(date(2025, 12, 5), date(2026, 2, 1)) == ["2025-12", "2026-01", "2026-02"]
