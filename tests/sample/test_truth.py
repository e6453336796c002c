"""The expected numbers: the loops against the hand-worked fixture of the dictionary, and the cases against the files themselves."""

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta

import pytest

from etl.sample import defects, expected, true_cases
from etl.sample.case import add_working_days, last_moment
from etl.sample.defects import case_sheets
from etl.sample.truth import TrueCase, parts
from etl.sample.words import villages
from tests.sample.reading import SAMPLE, grids

TO_OCTOBER = (date(2026, 1, 1), date(2026, 11, 1))


def drawn(case_id, kind, received, due, closed, resolved, opinion, *, is_excluded=False):
    at = {"received_at": received, "due_at": due, "closed_at": closed}
    moments = {name: None if day is None else datetime(2022, *day) for name, day in at.items()}
    moments["due_at"] = last_moment(moments["due_at"].date())
    return TrueCase(case_id=case_id, channel="hotline", kind=kind, category=("", "", ""), village="甲村", unit="", status="", is_excluded=is_excluded,
                    resolved=resolved, opinion=opinion, **moments)  # fmt: skip


FIXTURE = [
    drawn("1", "投诉", (3, 1), (3, 8), (3, 7), "解决", "满意"),
    drawn("2", "投诉", (3, 2), (3, 9), (3, 10), "未解决", "不满意"),
    drawn("3", "求助", (3, 20), (3, 27), None, "未核", None),
    drawn("4", "投诉", (3, 29), (4, 5), None, "未核", None),
    drawn("5", "咨询", (3, 3), (3, 10), (3, 3), "不适用", "非常满意"),
    drawn("6", "投诉", (3, 4), (3, 18), (3, 17), "部分解决", None),
    drawn("7", "投诉", (2, 25), (3, 4), (3, 2), "解决", "一般"),
    drawn("8", "投诉", (3, 6), (3, 13), (3, 8), None, None, is_excluded=True),
]


def test_the_loops_give_the_hand_worked_fixture():
    assert parts(FIXTURE, date(2022, 3, 1), date(2022, 4, 1)) == {
        "C01": (6, None), "C02": (6, None), "C03": (5, None), "C04": (5, 6), "C05": (4, 6), "C08": (2, 4), "C09": (2, 4), "C11": (4, 5),
        "C15": (1, None), "C17": (2, None),
    }  # fmt: skip


def test_a_case_closed_on_its_last_day_is_on_time():
    on_the_day = [drawn("1", "投诉", (3, 1), (3, 8), (3, 8), "解决", None)]
    assert parts(on_the_day, date(2022, 3, 1), date(2022, 4, 1))["C05"] == (1, 1)


def test_working_days_skip_the_weekend():
    friday = date(2026, 10, 30)
    assert add_working_days(friday, 1) == date(2026, 11, 2)
    assert add_working_days(friday, 5) == date(2026, 11, 6)


def test_the_demonstration_is_plausible_and_not_too_rosy():
    shares = {name: n / of for name, (n, of) in parts(true_cases(), *TO_OCTOBER).items() if of}
    assert 9_000 <= len(true_cases()) <= 12_000
    assert 0.85 <= shares["C05"] <= 0.93
    assert 0.77 <= shares["C08"] <= 0.84
    assert 0.91 <= shares["C09"] <= 0.95
    assert 0.55 <= shares["C11"] <= 0.65


def test_one_unit_is_slow():
    of_slow = [case for case in true_cases() if case.unit == "镇自然资源所"]
    slow, all_of_them = (parts(cases, *TO_OCTOBER)["C05"] for cases in (of_slow, true_cases()))
    assert slow[0] / slow[1] < 0.75 < 0.85 < all_of_them[0] / all_of_them[1]


def test_some_cases_are_open_at_the_end_overdue_and_not_yet_due():
    shown = parts(true_cases(), *TO_OCTOBER)
    assert 30 < shown["C15"][0] < shown["C17"][0] < 200
    reopened = [case for case in true_cases() if case.status == "redo"]
    assert len(reopened) > 10 and all(case.closed_at is None for case in reopened)


def test_scanning_grows_and_irrigation_has_a_season():
    by_year = defaultdict(Counter)
    for case in true_cases():
        by_year[case.received_at.year][case.channel] += 1
    share = {year: counts["scan"] / counts.total() for year, counts in by_year.items()}
    assert share[2023] < share[2024] < share[2025] < share[2026]
    months = Counter(case.received_at.month for case in true_cases() if case.category[1] == "灌溉用水")
    assert months[5] > 3 * months[12]


def test_there_are_twelve_villages_and_one_has_three_cases_a_month():
    by_village = Counter(case.village for case in true_cases() if case.village)
    assert len(villages()) == len(by_village) == expected().villages == 12
    smallest = min(by_village.values())
    assert 2 <= smallest / 36 <= 4
    assert all(150 <= village.households <= 720 for village in villages())


def test_the_area_ledger_adds_up():
    sheet = next(s for s in expected().sheets if s.sheet == "地区台账")
    rows = grids(next(SAMPLE.glob("*地区台账*")))[sheet.sheet][sheet.header_row :]
    lines = [row for row in rows if row[0].isdigit()]
    assert len(lines) == expected().area_nodes == sheet.accepted
    town, groups = lines[0], [row for row in lines if row[3]]
    assert int(town[5]) == sum(int(row[5]) for row in groups) == sum(v.households for v in villages())
    assert rows[-2][5:7] == town[5:7]


@pytest.mark.parametrize("sheet", expected().sheets, ids=lambda s: f"{s.file[:12]}-{s.sheet}")
def test_each_sheet_has_as_many_rows_as_said(sheet):
    rows = grids(SAMPLE / sheet.file)[sheet.sheet]
    below = rows[sheet.header_row :]
    assert len(below) == sheet.accepted + sheet.rejected + sheet.total + sheet.footer + sheet.blank
    assert sum(not any(row) for row in below) == sheet.blank
    assert len([row for row in rows[: sheet.title] if any(row)]) == sheet.title


def last_words() -> dict[str, tuple[str, str]]:
    """Case number -> status and closing time as written in the file with the latest cut-off."""
    found = {}
    for sheet in sorted(case_sheets(), key=lambda s: s.cutoff):
        at = [sheet.fields.index(field) for field in ("case_id", "status", "closed_at")]
        for row in grids(SAMPLE / sheet.file)[sheet.name][sheet.header_row :][: len(sheet.rows)]:
            case_id, status, closed = (row[i] for i in at)
            found[case_id] = (status, "" if closed in ("—", "无", "/") else closed)
    return found


def test_the_last_file_with_a_case_says_what_the_truth_says():
    words, lost = last_words(), {d.case_id for d in defects() if d.outcome in ("rejected", "unplaced") and d.kind != "repeated_id"}
    assert {case.case_id for case in true_cases()} == set(words) - lost - {""}
    redo = {"重办", "发回重办", "退回重办"}
    for case in true_cases():
        status, closed = words[case.case_id]
        assert (case.closed_at is not None) == (closed != "" and status not in redo), case


def test_no_case_stands_in_two_files_of_the_same_day():
    days = Counter((row.case.case_id, sheet.cutoff) for sheet in case_sheets() for row in sheet.rows)
    repeated = {defect.case_id for defect in defects() if defect.kind == "repeated_id"}
    assert {case_id for (case_id, _), times in days.items() if times > 1} == repeated


def test_no_file_knows_anything_after_its_last_day():
    for sheet in case_sheets():
        end = datetime.combine(sheet.cutoff, datetime.min.time()) + timedelta(days=1)
        assert all(row.case.received_at < end for row in sheet.rows)


def test_the_full_export_repeats_earlier_cases_and_changes_some():
    half, full = (next(s for s in case_sheets() if word in s.file) for word in ("2026年上半年_截至2026年6月30日", "2026年全量"))
    before = {row.case.case_id: row.cells for row in half.rows if row.case.received_at.year == 2026}
    after = {row.case.case_id: row.cells for row in full.rows}
    assert set(before) <= set(after)
    changed = sum(after[case_id] != cells for case_id, cells in before.items())
    assert 10 < changed < len(before)
