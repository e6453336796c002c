"""Up to which day a sheet speaks."""

from datetime import date

import pytest

from etl.cutoff import CutOff, cut_off

OCTOBER = date(2026, 10, 31)


@pytest.mark.parametrize(
    ("texts", "latest", "expected"),
    [
        (["云禾镇诉求台账（截至2026年10月31日）"], date(2026, 10, 28), CutOff(OCTOBER, "title")),
        (["截至2026.10.31"], date(2026, 10, 28), CutOff(OCTOBER, "title")),
        (["截至2026年10月底"], date(2026, 10, 28), CutOff(OCTOBER, "title")),
        (["截至2026年10月31日"], date(2026, 11, 3), CutOff(date(2026, 11, 3), "latest_value")),
        (["2026年1—10月诉求台账"], date(2026, 10, 28), CutOff(OCTOBER, "title")),
        (["２０２６年１０月"], date(2026, 10, 28), CutOff(OCTOBER, "title")),
        (["2026年第三季度"], date(2026, 9, 29), CutOff(date(2026, 9, 30), "title")),
        (["2026年上半年"], date(2026, 6, 29), CutOff(date(2026, 6, 30), "title")),
        (["2025年度"], date(2025, 12, 30), CutOff(date(2025, 12, 31), "title")),
        (["2026年工单"], date(2026, 10, 28), CutOff(date(2026, 10, 28), "latest_value")),  # the year is not over
        (["2025年工单"], date(2026, 2, 3), CutOff(date(2026, 2, 3), "latest_value")),  # closings of the next year
        (["工单"], date(2026, 10, 28), CutOff(date(2026, 10, 28), "latest_value")),
        (["截至2026年13月1日"], date(2026, 10, 28), CutOff(date(2026, 10, 28), "latest_value")),
        (["工单"], None, CutOff(None, "latest_value")),
    ],
)
def test_cut_off(texts, latest, expected):
    assert cut_off(texts, latest) == expected


def test_a_day_given_by_hand_stands():
    year_end = date(2026, 12, 31)  # of a year under way, which says nothing against a day said outright or a row that has a day
    assert cut_off(["截至2026年10月31日"], None, period_end=year_end) == CutOff(date(2026, 10, 31), "title")
    assert cut_off(["台账"], date(2026, 10, 30), period_end=year_end) == CutOff(date(2026, 10, 30), "latest_value")
    assert cut_off(["台账"], None, period_end=year_end) == CutOff(year_end, "latest_value")
    assert cut_off(["截至2026年10月31日"], date(2026, 11, 3), date(2026, 9, 30)) == CutOff(date(2026, 9, 30), "given")
