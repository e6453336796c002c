"""The periods of a brief, and those that each is held against."""

from datetime import date

import pytest

from reports.span import SpanError, span, span_of_day

SPANS = [  # written, in a title, in a sentence, first day, last day, the one before, the year before
    ("2026-10", "2026年10月", "10月", date(2026, 10, 1), date(2026, 10, 31), "2026-09", "2025-10"),
    ("2026-01", "2026年1月", "1月", date(2026, 1, 1), date(2026, 1, 31), "2025-12", "2025-01"),
    ("2024-02", "2024年2月", "2月", date(2024, 2, 1), date(2024, 2, 29), "2024-01", "2023-02"),
    ("2026-Q1", "2026年第一季度", "一季度", date(2026, 1, 1), date(2026, 3, 31), "2025-Q4", "2025-Q1"),
    ("2026-Q3", "2026年第三季度", "三季度", date(2026, 7, 1), date(2026, 9, 30), "2026-Q2", "2025-Q3"),
    ("2026-H1", "2026年上半年", "上半年", date(2026, 1, 1), date(2026, 6, 30), "2025-H2", "2025-H1"),
    ("2026-H2", "2026年下半年", "下半年", date(2026, 7, 1), date(2026, 12, 31), "2026-H1", "2025-H2"),
    ("2026", "2026年", "全年", date(2026, 1, 1), date(2026, 12, 31), "2025", "2025"),
]


@pytest.mark.parametrize(("written", "words", "short", "start", "end", "before", "year_ago"), SPANS, ids=lambda one: str(one))
def test_a_period_is_read_said_and_held_against_others(written, words, short, start, end, before, year_ago):
    found = span(written)
    assert (found.words, found.short, found.start, found.end) == (words, short, start, end)
    assert (found.before.written, found.year_ago.written) == (before, year_ago)
    assert span_of_day(end, found.kind) == span_of_day(start, found.kind) == found


def test_a_period_that_is_not_over_says_up_to_which_day_it_goes():
    assert span("2026-10").until_words(date(2026, 10, 20)) == "2026年10月（截至2026年10月20日）"
    assert span("2026-10").until_words(date(2026, 10, 31)) == "2026年10月"


@pytest.mark.parametrize("written", ["2026-13", "2026-00", "2026-Q5", "2026-H3", "26-10", "2026-1", "十月", "", "2026-10-01"])
def test_what_is_no_period_is_refused_in_a_sentence(written):
    with pytest.raises(SpanError, match="不是会议材料的时段"):
        span(written)
