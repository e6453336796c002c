"""Who reported what and when: small ledgers drawn here, the state of every cell worked out by hand."""

from datetime import date

import pytest

from etl.contract import contracts
from indicators.quality import load_series, period_of
from indicators.quality_cells import HOLE, LATE, LATER, MISSING, NONE, NOT_DUE, NOT_OWED, PARTIAL, REPORTED
from indicators.quality_reported import cell_rows, reports
from tests.indicators.warehouses import BATCH, CASE, derive, empty_warehouse, insert

LIU, DONG, XI = "云禾镇/柳沟村", "云禾镇/东湾村", "云禾镇/西滩村"
VILLAGES = (DONG, LIU, XI)
ROW = {"source_sheet": "Sheet1", "source_part": 0, "source_rows": 1, "data_class": "real", "flags": "", "content_hash": 0, "town": "云禾镇"}


def batch(id: str, source: str, cutoff_on: str, loaded_on: str, rows: int = 1) -> dict:
    return BATCH | {
        "batch_id": id, "file_name": f"{id}.xlsx", "file_sha256": id, "source": source, "ledger": contracts()[source].title, "cutoff_on": cutoff_on,
        "loaded_at": f"{loaded_on} 09:00:00", "rows_read": rows, "rows_accepted": rows,
    }  # fmt: skip


def labour(id: str, month: str, *villages: str, category: str = "劳务") -> list[dict]:
    """A row of the labour ledger a village, of one month."""
    first = date.fromisoformat(f"{month}-01")
    last = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return [
        ROW | {
            "batch_id": id, "source_row": place + 2, "ledger": "产业与劳务", "key_hash": hash((month, village)) % 2**32, "subject_hash": hash((month, category)) % 2**32,
            "village": village.rsplit("/", 1)[-1], "period": month, "period_start_on": first, "period_end_on": date.fromordinal(last.toordinal() - 1), "category": category,
        }
        for place, village in enumerate(villages)
    ]  # fmt: skip


def cases(id: str, *drawn: tuple[str, str], channel: str = "来访") -> list[dict]:
    """A case a (day received, village)."""
    return [
        CASE | {
            "batch_id": id, "source_row": place + 2, "key_hash": abs(hash((id, place))) % 2**32, "case_id": f"{id}-{place}", "source_channel": channel,
            "received_at": f"{day} 09:00:00", "village": village.rsplit("/", 1)[-1],
        }
        for place, (day, village) in enumerate(drawn)
    ]  # fmt: skip


def board(batches: list[dict], **tables: list[dict]):
    connection = empty_warehouse()
    insert(connection, "import_batch", batches)
    for table, rows in tables.items():
        insert(connection, table, rows)
    return derive(connection)


def book_of(found, series: str):
    return next(book for book in found.books if book.series.id == series)


@pytest.fixture(scope="module")
def months():
    """Labour: August came on 10 September (due 30 September), September on 6 November (due 31 October), October of one village on 8 November."""
    loaded = [
        batch("b8", "industry", "2026-08-31", "2026-09-10", 3), batch("b9", "industry", "2026-09-30", "2026-11-06", 2),
        batch("b10", "industry", "2026-10-31", "2026-11-08", 1),
    ]  # fmt: skip
    rows = [*labour("b8", "2026-07", *VILLAGES), *labour("b9", "2026-09", LIU, DONG), *labour("b10", "2026-10", LIU)]
    rows += [one | {"source_row": one["source_row"] + 10} for one in labour("b8", "2026-08", *VILLAGES)]
    return board(loaded, industry_record=rows)


def test_each_village_owes_every_month(months):
    book = book_of(reports(months, None, VILLAGES), "labour")
    assert book.periods[-4:] == ("2026-07", "2026-08", "2026-09", "2026-10")
    told = {(place, period): (cell.state, cell.rows) for (place, period), cell in book.cells.items() if period >= "2026-06"}
    assert told == {
        **{(place, "2026-06"): (NOT_OWED, 0) for place in VILLAGES},  # nobody had begun
        **{(place, "2026-07"): (REPORTED, 1) for place in VILLAGES},
        **{(place, "2026-08"): (REPORTED, 1) for place in VILLAGES},
        (LIU, "2026-09"): (LATE, 1), (DONG, "2026-09"): (LATE, 1), (XI, "2026-09"): (MISSING, 0),
        (LIU, "2026-10"): (REPORTED, 1), (DONG, "2026-10"): (NOT_DUE, 0), (XI, "2026-10"): (NOT_DUE, 0),  # due 30 November, last load 8 November
    }  # fmt: skip
    assert {period: cell.state for period, cell in book.whole.items() if period >= "2026-07"} == {
        "2026-07": REPORTED,
        "2026-08": REPORTED,
        "2026-09": MISSING,
        "2026-10": NOT_DUE,
    }


def test_late_is_said_only_where_it_can_be_known(months):
    book = book_of(reports(months, None, VILLAGES), "labour")
    timed = {period: (book.cells[LIU, period].is_timed, book.cells[LIU, period].days_late) for period in book.periods[-4:]}
    # July was due on 31 August, before anything of this ledger was loaded: when it was handed in, nobody can know
    assert timed == {"2026-07": (False, 0), "2026-08": (True, 0), "2026-09": (True, 6), "2026-10": (True, 0)}


def test_the_rows_behind_a_cell_are_as_many_as_it_says(months):
    found = reports(months, None, VILLAGES)
    book = book_of(found, "labour")
    names, rows = cell_rows(months, book, book.whole["2026-09"], None)
    assert len(rows) == book.whole["2026-09"].rows == 2
    told = [dict(zip(names, row, strict=True)) for row in rows]
    assert {(one["file_name"], one["source_row"], one["area_id"]) for one in told} == {("b9.xlsx", 2, LIU), ("b9.xlsx", 3, DONG)}
    _, rows = cell_rows(months, book, book.cells[DONG, "2026-09"], None)
    assert len(rows) == 1


def test_the_range_may_end_earlier(months):
    found = reports(months, None, VILLAGES, date(2026, 9, 30))
    assert book_of(found, "labour").periods[-1] == "2026-09"


def test_a_report_sent_again_is_as_early_as_the_first_time():
    loaded = [
        batch("early", "industry", "2026-08-31", "2026-08-10"),
        batch("first", "industry", "2026-09-30", "2026-10-08"),
        batch("mended", "industry", "2026-09-30", "2026-11-20"),
    ]
    rows = [*labour("early", "2026-07", LIU), *labour("first", "2026-09", LIU), *labour("mended", "2026-09", LIU)]
    for one in rows[1:]:
        one["key_hash"] = one["subject_hash"] = 7
    cell = book_of(reports(board(loaded, industry_record=rows), None, (LIU,)), "labour").cells[LIU, "2026-09"]
    assert (cell.state, cell.rows, cell.days_late) == (REPORTED, 1, 0)


def test_a_quarter_is_not_reported_by_a_year():
    year = labour("b", "2025-12", LIU, category="养殖")[0] | {
        "period": "2025",
        "period_start_on": "2025-01-01",
        "period_end_on": "2025-12-31",
    }
    quarter = labour("b", "2025-09", DONG, category="养殖")[0] | {"period": "2025-Q3", "period_start_on": "2025-07-01", "source_row": 9}
    book = book_of(
        reports(board([batch("b", "industry", "2025-12-31", "2026-03-01")], industry_record=[year, quarter]), None, (LIU, DONG)),
        "livestock",
    )
    assert {(place, period): cell.state for (place, period), cell in book.cells.items() if period >= "2025-Q2"} == {
        (LIU, "2025-Q2"): NOT_OWED, (DONG, "2025-Q2"): NOT_OWED, (LIU, "2025-Q3"): MISSING, (DONG, "2025-Q3"): REPORTED,
        (LIU, "2025-Q4"): MISSING, (DONG, "2025-Q4"): MISSING,
    }  # fmt: skip


def test_a_village_without_a_case_owes_nothing():
    loaded = [batch("c", "appeal", "2022-03-20", "2022-05-01", 3)]
    drawn = cases("c", ("2022-01-05", LIU), ("2022-02-03", DONG), ("2022-03-18", LIU))
    book = book_of(reports(board(loaded, case_record=drawn), None, (LIU, DONG)), "appeal")
    assert book.channel == "来访"
    assert {period: (cell.state, cell.rows) for period, cell in book.whole.items() if period >= "2021-12"} == {
        "2021-12": (NOT_OWED, 0), "2022-01": (REPORTED, 1), "2022-02": (REPORTED, 1), "2022-03": (PARTIAL, 1),
    }  # fmt: skip
    assert book.whole["2022-03"].known_to == date(2022, 3, 20)
    assert [book.cells[DONG, period].state for period in ("2022-01", "2022-02", "2022-03")] == [NONE, REPORTED, PARTIAL]


def test_an_empty_month_is_a_gap_only_where_chance_would_hardly_leave_it_empty():
    busy = [(f"2022-{month:02d}-{day:02d}", LIU) for month in (1, 3) for day in range(1, 9)]  # 16 cases over two months: e^-8 < 0.001
    quiet = [("2022-01-05", LIU), ("2022-03-05", LIU)]  # e^-1
    loaded = [batch("c", "appeal", "2022-03-31", "2022-05-01", 18)]
    rows = [
        *cases("c", *busy, channel="12345"),
        *[one | {"source_row": one["source_row"] + 100, "case_id": f"q{one['case_id']}"} for one in cases("c", *quiet)],
    ]
    found = reports(board(loaded, case_record=rows), None, (LIU,))
    assert {book.channel: book.whole["2022-02"].state for book in found.books} == {"12345": HOLE, "来访": NONE}


def test_a_later_month_is_missing_once_it_is_due():
    loaded = [batch("c", "appeal", "2022-02-28", "2022-03-02"), batch("p", "project", "2022-04-30", "2022-05-06", 4)]
    connection = board(loaded, case_record=cases("c", ("2022-01-03", LIU), ("2022-02-03", LIU)))
    book = book_of(reports(connection, None, (LIU,)), "appeal")
    # loaded first on 2 March: January was due on 5 February, February on 5 March; 5 April and 5 May have passed on the day of the last load
    assert [(cell.state, cell.is_timed) for cell in book.whole.values()][-4:] == [
        (REPORTED, False), (REPORTED, True), (MISSING, False), (MISSING, False),
    ]  # fmt: skip


def test_a_register_stands_in_the_month_it_speaks_for():
    loaded = [batch("one", "project", "2022-01-31", "2022-02-03", 3), batch("two", "project", "2022-03-31", "2022-04-08", 5)]
    book = book_of(reports(board(loaded), None, (LIU,)), "project")
    assert [(cell.state, cell.rows, cell.days_late) for cell in book.whole.values()][-4:] == [
        (NOT_OWED, 0, 0), (REPORTED, 3, 0), (LATER, 0, 0), (LATE, 5, 3),
    ]  # fmt: skip


def test_a_place_of_which_only_published_facts_speak_owes_nothing(months):
    connection = board([batch("one", "project", "2022-01-31", "2022-02-03", 3)])
    assert [reports(connection, area, ()).books == () for area in ("别县/别镇", None)] == [True, False]
    assert reports(months, "别县/别镇", ()).books == ()


def test_nothing_loaded_owes_nothing():
    found = reports(board([]), None, ())
    assert (found.books, found.until, len(found.never)) == ((), None, len(load_series()))


def test_what_is_expected_is_what_the_contracts_say():
    assert {one.id: one.cadence for one in load_series().values()} == {
        one.id: contracts()[one.source].cadence for one in load_series().values()
    }


@pytest.mark.parametrize(
    ("series", "period", "day"),
    [("appeal", "2026-01", date(2026, 2, 5)), ("labour", "2026-01", date(2026, 2, 28)), ("facility", "2026-Q4", date(2027, 1, 10)), ("income", "2025", date(2026, 1, 31))],
)  # fmt: skip
def test_due_days(series, period, day):
    assert load_series()[series].due_on(period) == day


def test_days_lie_in_a_period_or_over_its_ends():
    assert period_of(date(2026, 7, 1), date(2026, 9, 30), "quarter") == "2026-Q3"
    assert period_of(date(2026, 9, 1), date(2026, 10, 31), "quarter") is None
    assert period_of(date(2026, 9, 1), date(2026, 10, 31), "year") == "2026"
