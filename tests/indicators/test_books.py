"""Curves by quarter, the rhythm of arrivals, the steps of handling, and which books have spoken up to when."""

from datetime import date

import pytest

from indicators.ledgers import ledgers
from indicators.rhythm import arrivals, steps
from indicators.scope import Scope
from indicators.times import curves
from tests.indicators.test_rules import _cases
from tests.indicators.warehouses import BATCH, CASE, board_of, derive, empty_warehouse, insert


def test_arrivals_by_weekday_and_hour_and_those_of_which_only_the_day_is_known():
    board = board_of(
        _cases("""
          | received_at         | received_is_day
          | 2022-03-07 09:59:59 | false
          | 2022-03-14 09:00:00 | false
          | 2022-03-13 00:00:00 | true
        """)
    )
    assert arrivals(board, Scope()) == [(0, 9, 2), (6, None, 1)]


def test_steps_count_only_cases_with_both_stamps_in_their_order():
    board = board_of(
        _cases("""
          | received_at         | dispatched_at       | signed_at           | first_contact_at    | closed_at
          | 2022-03-01 09:00:00 | 2022-03-01 10:00:00 | 2022-03-01 12:00:00 | 2022-03-01 15:00:00 | 2022-03-02 15:00:00
          | 2022-03-01 09:00:00 | 2022-03-01 12:00:00 |                     | 2022-03-01 15:00:00 | 2022-03-03 15:00:00
          | 2022-03-01 09:00:00 | 2022-03-01 08:00:00 | 2022-03-01 12:00:00 |                     | 2022-03-02 15:00:00
          | 2022-03-01 09:00:00 | 2022-03-01 10:00:00 |                     |                     |
        """)
    )
    found = {step.key_to: (step.size, step.missing, step.median_hours) for step in steps(board, Scope())}
    assert found == {"handed_at": (2, 1, 2.0), "taken_at": (2, 1, 3.0), "contacted_at": (1, 2, 3.0), "closing_at": (2, 1, 36.0)}


def test_steps_of_a_file_without_stamps_are_all_missing():
    board = board_of([{"received_at": "2022-03-01", "closed_at": "2022-03-02"}])
    assert [(step.size, step.median_hours) for step in steps(board, Scope())] == [(0, None)] * 4


def test_a_curve_a_quarter_of_receipt():
    cases = [{"received_at": "2022-01-10", "closed_at": f"2022-01-{11 + n}"} for n in range(12)]
    cases += [{"received_at": "2022-04-10"} for _ in range(11)]
    found = {one.period: (one.curve.size, one.curve.closed.sum()) for one in curves(board_of(cases), Scope(grain="quarter"))}
    assert found == {"2022-Q1": (12, 12), "2022-Q2": (11, 0)}


@pytest.fixture(scope="module")
def town():
    """Two channels, one of them stale; one village of the ledger that nobody names; a book without closing times."""
    connection = empty_warehouse()
    present = BATCH["columns_present"]
    batches = [
        {"batch_id": "b1", "cutoff_on": date(2022, 3, 31)},
        {
            "batch_id": "b2",
            "file_sha256": "1" * 64,
            "cutoff_on": date(2022, 1, 31),
            "columns_present": [c for c in present if c != "closed_at"],
        },
        {"batch_id": "b3", "file_sha256": "2" * 64, "cutoff_on": date(2022, 3, 31), "source": "area"},
    ]
    insert(connection, "import_batch", [BATCH | batch for batch in batches])
    rows = [("b1", "码上办", "柳沟村", "2022-03-05"), ("b1", "码上办", "东湾村", "2022-03-06"), ("b2", "12345", "柳沟村", "2022-01-05")]
    insert(
        connection,
        "case_record",
        [
            CASE | {"batch_id": batch, "source_channel": channel, "village": village, "received_at": day, "source_row": place + 2,
                    "key_hash": place, "case_id": f"A{place}"}
            for place, (batch, channel, village, day) in enumerate(rows)
        ],
    )  # fmt: skip
    nodes = [{"town": "云禾镇", "village": name} for name in ("柳沟村", "东湾村", "西坪村")]
    common = {"batch_id": "b3", "source_sheet": "s", "data_class": "real", "flags": "", "ledger": "地区台账", "content_hash": 0}
    insert(connection, "area_record", [common | node | {"source_row": place, "key_hash": place} for place, node in enumerate(nodes)])
    return derive(connection)


def test_a_book_says_up_to_when_it_is_known_and_whom_it_does_not_name(town):
    found = {book.channel: book for book in ledgers(town, Scope())}
    assert (found["12345"].known_to, found["12345"].is_stale, found["12345"].without_closing) == (date(2022, 1, 31), True, 1)
    assert (found["码上办"].known_to, found["码上办"].is_stale, found["码上办"].without_closing) == (date(2022, 3, 31), False, 0)
    assert found["码上办"].silent_villages == ("西坪村",)
    assert found["12345"].silent_villages == ("东湾村", "西坪村")
    assert [book.channel for book in ledgers(town, Scope())] == ["12345", "码上办"]


def test_a_book_within_one_village(town):
    assert [(book.channel, book.cases) for book in ledgers(town, Scope(area="云禾镇/东湾村"))] == [("码上办", 1)]


def test_books_as_of_an_earlier_day_hold_nothing_later_and_are_known_no_further(town):
    found = {book.channel: book for book in ledgers(town, Scope(as_of=date(2022, 3, 5)))}
    assert (found["码上办"].known_to, found["码上办"].cases, found["码上办"].silent_villages) == (date(2022, 3, 5), 1, ("东湾村", "西坪村"))
    assert (found["12345"].known_to, found["12345"].is_stale) == (date(2022, 1, 31), True)
    before = {book.channel: book for book in ledgers(town, Scope(as_of=date(2022, 2, 28)))}
    assert list(before) == ["12345"]
    assert not before["12345"].is_stale
