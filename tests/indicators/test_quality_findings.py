"""The checks of numbers: small tables worked out by hand, and the demonstration township counted with plain loops."""

from datetime import date, timedelta
from math import comb

import chinese_calendar
import pytest

from etl.sample.truth import true_cases
from indicators.quality import load_rules
from indicators.quality_findings import BEYOND, CHECKS, FEW, WITHIN, Span, Tally, approved_after, checked, flagged, judged, places
from tests.indicators.warehouses import BATCH, CASE, board_of, derive, empty_warehouse, insert
from warehouse.folder import current_name
from warehouse.snapshot import open_snapshot

MARCH = Span(area=None, start=date(2022, 1, 1), end=date(2022, 4, 30))
DONG = "云禾镇/东湾村"


def case(received: str, closed: str | None = None, **more: object) -> dict:
    return {"received_at": received, "closed_at": closed, "status": "closed" if closed else "open", "source_channel": "来访"} | more


def warehouse(*cases: dict):
    """Cases in the real tables, derived: what the day alone says stands in the record itself."""
    connection = empty_warehouse()
    present = [*BATCH["columns_present"], "is_ext_approved", "source_channel"]
    insert(connection, "import_batch", [BATCH | {"cutoff_on": "2022-04-30", "columns_present": present}])
    filled = [CASE | {"source_row": place + 2, "key_hash": place, "case_id": f"A{place:03}"} | one for place, one in enumerate(cases)]
    insert(connection, "case_record", filled)
    days = [date(2022, 1, 1) + timedelta(days=place) for place in range(150)]
    calendar = [{"day": day, "is_working_day": day.weekday() < 5, "working_ordinal": 0, "basis": "", "is_covered": True} for day in days]
    insert(connection, "calendar_day", calendar)
    return derive(connection)


def test_closings_of_the_last_working_days():
    found = checked(
        warehouse(
            case("2022-03-01 09:00:00", "2022-03-29 00:00:00"),  # Tuesday: the third working day from the end
            case("2022-03-01 09:00:00", "2022-03-28 23:59:59"),  # the fourth
            case("2022-03-01 09:00:00", "2022-03-31 23:59:59"),
            case("2022-03-01 09:00:00", "2022-03-26 10:00:00"),  # a Saturday is in neither
            case("2022-02-01 09:00:00", "2022-02-28 10:00:00"),
            case("2022-03-01 09:00:00", "2022-03-30 10:00:00", status="excluded", exclude_reason="撤诉"),
        ),
        "month_end",
        MARCH,
    )
    assert (found.whole.count, found.whole.size) == (3, 4)
    assert found.whole.expected == pytest.approx(3 * 3 / 23 + 3 / 20)  # March 2022 has 23 working days, February 20
    assert found.whole.verdict == FEW


def test_a_month_that_is_not_over_is_left_out():
    connection = warehouse(case("2022-03-01 09:00:00", "2022-03-30 10:00:00"))
    connection.execute("update case_version set cutoff_at = timestamp '2022-03-31 00:00:00'")
    assert checked(connection, "month_end", MARCH).whole.size == 0


def test_closings_within_minutes():
    connection = warehouse(
        case("2022-03-01 09:00:00", "2022-03-01 09:10:00"),  # just ten minutes
        case("2022-03-01 09:00:00", "2022-03-01 09:10:01"),
        case("2022-03-01 09:00:00", "2022-03-01 09:02:00", appeal_kind="咨询"),  # answered at once
        case("2022-03-01 00:00:00", "2022-03-01 00:00:00", received_is_day=True, closed_is_day=True),  # nobody knows the minutes
    )
    found = checked(connection, "within_minutes", MARCH)
    assert (found.whole.count, found.whole.size, found.unjudged) == (1, 2, 1)
    names, rows = flagged(connection, "within_minutes", MARCH)
    assert [row[names.index("case_id")] for row in rows] == ["A000"]


def test_what_only_the_extension_brings_in_time():
    extended = {"ext_due_at": "2022-03-20 23:59:59.999999", "is_ext_approved": True}
    due = "2022-03-10 23:59:59.999999"
    connection = warehouse(
        case("2022-03-01 09:00:00", due, due_at=due, **extended),  # just in time as it was
        case("2022-03-01 09:00:00", "2022-03-11 00:00:00", due_at=due, **extended, ext_approved_at=due),
        case("2022-03-01 09:00:00", "2022-03-20 23:59:59.999999", due_at=due, **extended, ext_approved_at="2022-03-11 00:00:00"),
        case("2022-03-01 09:00:00", "2022-03-21 08:00:00", due_at=due, **extended),  # late all the same
        case("2022-03-01 09:00:00", "2022-03-15 08:00:00", due_at=due),
        case("2022-03-01 09:00:00", None, due_at=due, **extended),
    )
    found = checked(connection, "extension", MARCH)
    assert (found.whole.count, found.whole.size) == (2, 6)
    after = approved_after(connection, MARCH)
    assert (after.count, after.size) == (1, 2)


def incomes(*drawn: tuple[str, str, str]):
    """Incomes as written, (village, year, value with its unit), with the version of each row."""
    connection = empty_warehouse()
    insert(connection, "import_batch", [BATCH | {"source": "income", "ledger": "居民收入", "cutoff_on": "2022-12-31"}])
    common = {"batch_id": "b1", "source_sheet": "Sheet1", "source_part": 0, "source_rows": 1, "data_class": "real", "flags": "", "ledger": "居民收入", "content_hash": 0, "town": "云禾镇", "basis": "村级上报"}  # fmt: skip
    rows = [
        common | {
            "source_row": place + 2, "key_hash": place, "subject_hash": place, "village": village, "period": year, "period_start_on": f"{year}-01-01", "period_end_on": f"{year}-12-31",
            "raw": f'{{"disposable_yuan":"{value}"}}', "disposable_yuan": float(value.rstrip("万元")) * (10_000 if "万" in value else 1),
        }
        for place, (village, year, value) in enumerate(drawn)
    ]  # fmt: skip
    insert(connection, "income_record", rows)
    return derive(connection)


def test_whole_hundreds_among_amounts_in_yuan():
    connection = incomes(
        ("东湾村", "2021", "12000元"), ("东湾村", "2022", "12500元"), ("柳沟村", "2021", "13618元"), ("柳沟村", "2022", "13650元"),
        ("西滩村", "2021", "1.8万元"), ("西滩村", "2022", "900元"),
    )  # fmt: skip
    found = checked(connection, "rounded", Span(area=None, start=date(1900, 1, 1), end=date(2022, 12, 31)))
    assert (found.whole.count, found.whole.size, found.whole.expected, found.unjudged) == (2, 4, pytest.approx(0.04), 2)
    # two of two at one in a hundred each is 0.0001, under the tail of 0.001 shared by two villages
    assert [(area, one.count, one.size) for area, one in places(connection, "rounded", Span(area=None, start=date(1900, 1, 1), end=date(2022, 12, 31)))] == [(DONG, 2, 2)]  # fmt: skip


def twin(day: str, channel: str, hour: int = 9, **more: object) -> dict:
    return {
        "received_at": f"{day} {hour:02d}:00:00",
        "source_channel": channel,
        "category_1": "环境",
        "category_2": "垃圾",
        "village": DONG,
    } | more


EDGES = (
    twin("2022-01-01", "12345", village="云禾镇/柳沟村"),
    twin("2022-04-30", "码上办", village="云禾镇/柳沟村"),
)  # how far the ledgers go


@pytest.mark.parametrize(
    ("says", "other", "counts"),
    [
        ("three days before, in another channel", twin("2022-02-26", "码上办"), 1),
        ("four days before", twin("2022-02-25", "码上办"), 0),
        ("in the same channel", twin("2022-02-28", "12345"), 0),
        ("of another category", twin("2022-02-28", "码上办", category_2="噪声"), 0),
        ("of a category that is only known roughly", twin("2022-02-28", "码上办", category_2=None), 1),
        ("of another village", twin("2022-02-28", "码上办", village="云禾镇/西滩村"), 0),
        ("of a matter that the files number alike", twin("2022-02-28", "码上办", matter="M1"), 0),
        ("of another matter number", twin("2022-02-28", "码上办", matter="M2"), 1),
        ("withdrawn", twin("2022-02-28", "码上办", exclude_reason="撤诉"), 0),
        ("at the same moment: one of the two", twin("2022-03-01", "码上办"), 1),
    ],
)
def test_the_same_matter_may_have_come_in_two_channels(says, other, counts):
    connection = board_of([*EDGES, twin("2022-03-01", "12345", matter="M1"), other])
    found = checked(connection, "two_channels", MARCH)
    assert (found.whole.count, found.whole.expected) == (counts, 0), says
    names, rows = flagged(connection, "two_channels", MARCH)
    assert len(rows) == counts and all(row[names.index("other_case_id")] for row in rows)


# Days apart 11 to 14: the earlier has the other in the window that lies two weeks on; 14 to 17: the later has it in the one two weeks back.
@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2022-02-11", 0), ("2022-02-12", 0.5), ("2022-02-15", 0.5), ("2022-02-18", 0.5), ("2022-02-19", 0),
        ("2022-03-11", 0), ("2022-03-12", 0.5), ("2022-03-18", 0.5), ("2022-03-19", 0),
    ],
)  # fmt: skip
def test_coincidence_is_what_windows_shifted_by_two_weeks_hold(day, expected):
    connection = board_of([*EDGES, twin("2022-03-01", "12345", 10), twin(day, "码上办", 9)])
    found = checked(connection, "two_channels", MARCH)
    assert (found.whole.count, found.whole.expected) == (0, expected)


def tail(count: int, size: int, share: float) -> float:
    return sum(comb(size, one) * share**one * (1 - share) ** (size - one) for one in range(count, size + 1))


@pytest.mark.parametrize("check", ["month_end", "rounded"])
def test_beyond_is_where_chance_gives_as_much_less_often_than_the_tail(check):
    rule, size, share = load_rules()[check], 200, 0.1
    least = next(count for count in range(size) if tail(count, size, share) <= rule.tail)
    verdicts = [judged(rule, Tally(count=count, size=size, expected=size * share)).verdict for count in (least - 1, least)]
    assert verdicts == [WITHIN, BEYOND]


def test_a_trifle_of_very_many_is_no_finding():
    rule = load_rules()["month_end"]
    tally = Tally(count=2300, size=15_000, expected=2000)
    assert judged(rule, tally).verdict == WITHIN and tally.count > judged(rule, tally).most  # 1.15 times, though chance does not give it
    assert judged(rule, Tally(count=2600, size=15_000, expected=2000)).verdict == BEYOND
    assert judged(rule, Tally(count=rule.least - 1, size=rule.least - 1, expected=1)).verdict == FEW


def test_two_channels_are_held_against_both_shifted_windows():
    rule = load_rules()["two_channels"]
    # 30 near and 10 on the average of two windows: of 50 in all a third would be near, and 30 or more come by chance in 1 of 13,000
    assert tail(30, 50, 1 / 3) < rule.tail < tail(26, 50, 1 / 3)
    assert judged(rule, Tally(count=30, size=100, expected=10)).verdict == BEYOND
    assert judged(rule, Tally(count=18, size=100, expected=16)).verdict == WITHIN
    assert judged(rule, Tally(count=0, size=100, expected=0)).verdict == WITHIN


def test_extensions_are_judged_by_their_share():
    rule = load_rules()["extension"]
    assert [judged(rule, Tally(count=count, size=100, expected=0)).verdict for count in (4, 5)] == [WITHIN, BEYOND]


def test_nothing_loaded_checks_nothing():
    connection = derive(empty_warehouse())
    assert [(checked(connection, check, MARCH).whole.size, checked(connection, check, MARCH).is_beyond) for check in CHECKS] == [
        (0, False)
    ] * len(CHECKS)


# -- The demonstration township ---------------------------------------------------------------------------------------------------------------

LAST = date(2026, 10, 31)
EVER = Span(area=None, start=date(2023, 11, 1), end=LAST)


@pytest.fixture(scope="module")
def township(demonstration):
    _, folder = demonstration()
    with open_snapshot(folder, current_name(folder)) as connection:
        yield connection


def of_appeals(found) -> tuple[int, int, float]:
    own = [one for one in found.parts if one.source == "appeal"]
    return sum(one.count for one in own), sum(one.size for one in own), sum(one.expected for one in own)


def test_the_last_days_of_the_demonstration(township):
    working: dict[tuple[int, int], list[date]] = {}
    for number in range((LAST - date(2023, 11, 1)).days + 1):
        day = date(2023, 11, 1) + timedelta(days=number)
        if chinese_calendar.is_workday(day):
            working.setdefault((day.year, day.month), []).append(day)
    closed = [one.closed_at.date() for one in true_cases() if one.closed_at and not one.is_excluded and one.closed_at.date() <= LAST]
    judged_days = [day for day in closed if day in working[day.year, day.month]]
    last = [day for day in judged_days if day in working[day.year, day.month][-3:]]
    count, size, expected = of_appeals(checked(township, "month_end", EVER))
    assert (count, size) == (len(last), len(judged_days))
    assert expected == pytest.approx(sum(3 / len(working[day.year, day.month]) for day in judged_days))


def test_the_minutes_of_the_demonstration(township):
    quick = [
        one for one in true_cases()
        if one.closed_at and not one.is_excluded and one.channel in ("hotline", "scan") and one.kind not in ("咨询", "建议", "表扬", "感谢")
    ]  # fmt: skip
    count, size, _ = of_appeals(checked(township, "within_minutes", EVER))
    assert size == len(quick)
    assert count == sum(one.closed_at - one.received_at <= timedelta(minutes=10) for one in quick)


def test_the_village_that_always_rounds_is_found(township):
    found = checked(township, "rounded", Span(area=None, start=date(1900, 1, 1), end=LAST))
    (reported,) = [one for one in found.parts if one.channel == "村级上报"]
    assert (reported.count, reported.size, reported.verdict) == (5, 59, BEYOND)  # twelve villages, five years, one not reported
    assert [area.rpartition("/")[2] for area, _ in places(township, "rounded", Span(area=None, start=date(1900, 1, 1), end=LAST))] == [
        "墨渠村"
    ]


def test_nothing_is_found_where_nothing_was_planted(township):
    assert [check for check in CHECKS if check != "rounded" and checked(township, check, EVER).is_beyond] == []
