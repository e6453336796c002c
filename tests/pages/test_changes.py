"""What changed since a day: drawn readings, and a town in which exactly known things changed between two days, against a plain loop."""

import os
import re
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from etl.load import load
from indicators.control import Fired
from indicators.definition import load_catalog
from indicators.ledgers import Ledger
from indicators.scope import Scope
from reports import changes
from reports.changes import Change, Course, completed, fired_since, ranked
from reports.claims import CLAIM, claim
from reports.reading import Reading
from reports.sentences_changes import decision_state
from reports.signals import rule_words, signal
from reports.since import ANOTHER, Since, first_choice, occasions
from reports.view import View, months_between
from tests.pages.conftest import BUILDS
from warehouse.folder import current_name, keep
from warehouse.journal_meetings import note_meeting

CATALOG = load_catalog()
RATE, LATE_RATE, NEWLY, OPEN_LATE = (
    CATALOG[f"case_{id}"] for id in ("on_time_rate", "overdue_rate", "newly_overdue_count", "overdue_open_count")
)
CLOSED, LATE_CLOSED, SOLVED = (CATALOG[f"case_{id}"] for id in ("closed_count", "late_closed_count", "resolution_rate"))
TOWN, MET, LAST = "云禾镇", date(2025, 10, 31), date(2025, 11, 30)
OVERVIEW = "pages/monitor/overview.py"


# Drawn readings -------------------------------------------------------------------------------------------------------------


def rate(village, hits, size, indicator=RATE):
    value = 100 * hits / size if size else None
    return Reading(indicator=indicator, period="all", groups=(f"{TOWN}/{village}",), numerator=hits, denominator=size, value=value)


def count(indicator, value, *groups, note=""):
    return Reading(indicator=indicator, period="all", groups=groups, numerator=value, value=value, note=note)


def others(indicator=RATE):
    return [rate(f"{name}村", 88, 100, indicator) for name in "乙丙丁戊己"]


def crossed(then, now, indicator=RATE):
    return changes.crossings([*others(indicator), *then], [*others(indicator), *now], "village")


def test_a_village_that_fell_out_of_the_band_is_said_with_both_fractions():
    (one,) = crossed([rate("甲村", 86, 100)], [rate("甲村", 55, 100)])
    assert (one.rank, one.tone, one.groups, one.size) == ("far", "worse", (f"{TOWN}/甲村",), 100)
    assert one.words == "甲村按期办结率 55.0%（55/100），显著低于整体（远超偶然）；当时 86.0%（86/100），与整体无显著差异"


@pytest.mark.parametrize(
    ("indicator", "then", "now", "rank", "tone"),
    [
        (RATE, 86, 78, "band", "worse"),
        (RATE, 55, 86, "good", "better"),
        (RATE, 86, 99, "good", "better"),
        (RATE, 99, 86, "moved", "calm"),
        (LATE_RATE, 86, 99, "far", "worse"),
        (LATE_RATE, 86, 55, "good", "better"),
        (CATALOG["case_online_share"], 86, 55, "moved", "calm"),
    ],
)
def test_worse_and_better_follow_from_the_direction(indicator, then, now, rank, tone):
    (one,) = crossed([rate("甲村", then, 100, indicator)], [rate("甲村", now, 100, indicator)], indicator)
    assert (one.rank, one.tone) == (rank, tone)


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ((0, 1), (1, 1)), ((1, 1), (0, 1)), ((0, 0), (1, 1)), ((0, 1), (0, 40)), ((17, 19), (2, 40)), ((40, 45), (0, 19)), ((86, 100), (88, 100)),
        ((55, 100), (56, 100)),
    ],
)  # fmt: skip
def test_a_village_of_few_cases_on_either_day_or_in_the_same_band_has_not_crossed(then, now):
    assert crossed([rate("甲村", *then)], [rate("甲村", *now)]) == []


def test_a_village_nobody_knew_on_the_day_has_not_crossed_nor_those_that_stayed_while_the_whole_fell():
    assert crossed([], [rate("甲村", 20, 100)]) == []
    assert changes.crossings([], [rate("甲村", 20, 100)], "village") == []


def test_newly_overdue_names_the_places_with_most():
    places = [count(NEWLY, 3, f"{TOWN}/柳沟村"), count(NEWLY, 4, f"{TOWN}/东湾村"), count(NEWLY, 0, f"{TOWN}/西渠村")]
    (one,) = changes.overdue(count(NEWLY, 7), places, "village")
    assert (one.rank, one.tone, one.size) == ("overdue", "worse", 7)
    assert one.words == f"{NEWLY.name} 7 件，其中东湾村 4 件、柳沟村 3 件"


def test_where_many_places_have_the_same_none_is_named():
    places = [count(NEWLY, 1, f"{TOWN}/{name}村") for name in "甲乙丙丁"]
    assert changes.overdue(count(NEWLY, 4), places, "village")[0].words == f"{NEWLY.name} 4 件，分在 4 个村"
    assert changes.overdue(count(NEWLY, 6), [*places[1:], count(NEWLY, 3, f"{TOWN}/戊村")], "village")[0].words.endswith("，其中戊村 3 件")


def test_that_nothing_fell_overdue_is_said_calmly_and_the_unknown_not_at_all():
    (one,) = changes.overdue(count(NEWLY, 0), [], "village")
    assert (one.rank, one.tone, one.words, one.size) == ("done", "calm", f"没有{NEWLY.name}", 0)
    assert changes.overdue(count(NEWLY, None, note="来源文件没有办结时间，无法计算"), [], "village") == []


def test_what_was_closed_stands_with_what_was_late_and_what_is_solved():
    solved = Reading(indicator=SOLVED, period="all", numerator=80, denominator=95, value=80 / 0.95)
    (one,) = changes.done(count(CLOSED, 112), count(LATE_CLOSED, 9), solved)
    assert one.words == f"{CLOSED.name} 112 件，其中{LATE_CLOSED.name} 9 件；{SOLVED.name} 84.2%（80/95）"
    assert changes.done(count(CLOSED, 0), count(LATE_CLOSED, 0), solved) == []


def course(values, indicator=OPEN_LATE):
    periods = months_between(date(2024, 1, 1), date(2024 + (len(values) - 1) // 12, (len(values) - 1) % 12 + 1, 1))
    readings = [
        Reading(indicator=indicator, period=month, numerator=value, value=value) for month, value in zip(periods, values, strict=True)
    ]
    return Course(signal=signal(readings, periods), readings=readings)


OUTSIDE = Fired(rule="outside", side="high", places=(18,))
ABOVE = f"{claim(OPEN_LATE, [OUTSIDE])}：{rule_words(OUTSIDE, 'month')}"
STEADY = [40, 44, 39, 43, 41, 40, 43, 39, 42, 41, 44, 40, 43, 40, 42, 41, 39, 43]


def test_a_rule_that_fired_since_is_said_with_the_words_it_allows():
    held = course([*STEADY, 70])
    (one,) = changes.signals([held], date(2025, 6, 30))
    assert (one.rank, one.tone, one.period, one.size) == ("signal", "worse", "2025-07", 70)
    assert one.words == f"{OPEN_LATE.name}比往常上升（恶化）：高于往常范围上限；2025年7月 70 件"
    assert changes.signals([held], date(2025, 7, 31)) == []


def test_a_rule_that_fired_and_was_quiet_again_says_so():
    (one,) = changes.signals([course([*STEADY, 70, 41])], date(2025, 6, 30))
    assert one.words == f"{OPEN_LATE.name}比往常上升（恶化）：高于往常范围上限；2025年7月 70 件，其后未再触发"


def test_a_month_that_was_not_over_on_the_day_is_news():
    assert changes.signals([course([*STEADY, 70])], date(2025, 7, 30))


def test_a_run_that_was_complete_before_the_day_is_no_news_however_long_it_lasts():
    held = course([40, 44, 39, 43, 41, 44, 39, 40, 43, *[60, 62, 61, 60, 63, 61, 62, 60, 61]])
    (run,) = [one for one in held.signal.chart.fired if one.rule == "run" and one.side == "high"]
    assert (run.places[0], completed(run), run.places[-1]) == (9, 15, 17)
    assert run in fired_since(held.signal, date(2025, 3, 31))
    assert run not in fired_since(held.signal, date(2025, 4, 30))


@pytest.mark.parametrize(
    ("rule", "places", "place"),
    [("outside", (4,), 4), ("trend", tuple(range(9)), 6), ("run", tuple(range(7)), 6), ("two_of_three", (3, 5, 6), 5)],
)
def test_a_rule_is_complete_with_its_last_needed_point(rule, places, place):
    assert completed(Fired(rule=rule, side="high", places=places)) == place


def test_a_quiet_course_says_nothing():
    assert changes.signals([course(STEADY), course([1, 0, 2])], date(2024, 1, 1)) == []


def book(name, known_to, *silent, is_stale=False):
    return Ledger(
        name=name, channel=None, kind="appeal", first_on=date(2024, 1, 1), known_to=known_to, cases=9, without_closing=0,
        silent_villages=silent, is_stale=is_stale,
    )  # fmt: skip


def test_a_book_that_went_silent_since_is_missing_and_one_that_was_silent_before_is_not():
    before = [book("网格", MET), book("旧账", MET, is_stale=True), book("码上办", MET, "甲村")]
    after = [
        book("网格", MET, is_stale=True),
        book("旧账", MET, is_stale=True),
        book("码上办", LAST, "甲村", "乙村"),
        book("新账", LAST, "丙村"),
    ]
    found = {one.words: (one.rank, one.tone) for one in changes.ledgers(before, after)}
    assert found == {
        "“网格”自2025年10月31日以后未报": ("ledger", "worse"),
        "“码上办”乙村近 12 个月未填报": ("ledger", "worse"),
    }


def test_a_definition_is_changed_by_a_later_version_and_not_by_being_new():
    first = replace(RATE, version=1, since=date(2025, 11, 5))
    second = replace(RATE, version=2, since=date(2025, 11, 5), changes=("第2版：延期须经批准。",))
    (one,) = changes.definitions([first, second], MET)
    assert one.words == f"{RATE.name}的口径自2025年11月5日起为第2版：延期须经批准；各期都已按它计算"
    assert changes.definitions([second], date(2025, 11, 5)) == []


def test_the_gravest_stand_first():
    order = ["overdue", "overdue", "far", "signal", "band", "ledger", "definition", "moved", "good", "done"]
    drawn = [Change(kind="band", rank=rank, words="", amount=place) for place, rank in enumerate(order)]
    found = ranked(reversed(drawn))
    assert [one.rank for one in found] == order
    assert [one.amount for one in found[:2]] == [1, 0]


def test_days_to_look_back_to():
    found = occasions([date(2025, 11, 5), date(2025, 10, 8)], [("三季度", date(2025, 9, 30))], LAST)
    assert [one.label for one in found] == [
        "2025年11月5日会议", "2025年10月8日会议", "封版“三季度”（2025年9月30日）", "上月末（2025年10月31日）", "上季末（2025年9月30日）", ANOTHER,
    ]  # fmt: skip
    assert first_choice(found, LAST) == 0
    assert first_choice(found, date(2025, 10, 31)) == 1
    assert found[first_choice(occasions([], [], LAST), LAST)].on == date(2025, 11, 5)
    assert [one.on for one in occasions([], [], date(2025, 10, 31))] == [date(2025, 9, 30), None]


def test_the_spans_on_either_side_of_the_day():
    held = Since(view=View(area=None, grain="month", first=date(2024, 1, 1), last=LAST, begins=date(2024, 12, 10)), day=MET, known_to=LAST)
    assert held.scope == Scope(start=date(2025, 11, 1), end=LAST)
    assert held.window == Scope(start=date(2024, 12, 1), end=LAST)
    assert held.window_before == Scope(start=date(2024, 12, 1), end=MET, as_of=MET)
    assert replace(held, known_to=date(2025, 12, 31)).scope.as_of == LAST
    assert replace(held, day=date(2024, 12, 9)).window_before is None
    assert not replace(held, day=LAST).has_begun


@pytest.mark.parametrize(
    ("is_done", "due", "state"), [(True, MET, "已了结"), (False, LAST, "未了结"), (False, LAST - timedelta(days=1), "过期未了结")]
)
def test_a_decision_is_late_once_its_day_is_over_in_the_data(is_done, due, state):
    assert decision_state(is_done=is_done, due=due, known_to=LAST) == state


# A town in which known things changed between 31 October and 30 November -----------------------------------------------------

VILLAGES = ("柳沟村", "东湾村", "西渠村", "北滩村")


def drawn_cases() -> list[dict]:
    """Five cases a village and month over eleven months, due after ten days. In November 柳沟村 closes none; one case is closed in four minutes."""
    found = []
    for number in range(11 * 5 * len(VILLAGES)):
        month, rest = divmod(number, 5 * len(VILLAGES))
        village, received = VILLAGES[rest % len(VILLAGES)], datetime(2025, 1 + month, 2 + rest // len(VILLAGES) * 2, 9)
        is_late = number % 7 == 0
        closed = received + timedelta(days=14 if is_late else 3, hours=number % 5)
        if village == "柳沟村" and month == 10:
            closed = None
        found.append({"village": village, "received": received, "due": received.date() + timedelta(days=10), "closed": closed})
    found += [{"village": "柳沟村", "received": datetime(2025, 9, 20, 9), "due": date(2025, 10, 31), "closed": None}]
    found += [
        {"village": "柳沟村", "received": datetime(2025, 10, 20, 9), "due": date(2025, 11, day), "closed": None} for day in range(1, 21)
    ]
    found += [{"village": "东湾村", "received": datetime(2025, 11, 1, 9), "due": date(2025, 11, 30), "closed": None}]
    found += [{"village": "东湾村", "received": datetime(2025, 11, 1, 9), "due": date(2025, 12, 1), "closed": None}]
    one = datetime(2025, 11, 12, 9)
    found += [{"village": "独户村", "received": one, "due": date(2025, 11, 22), "closed": one + timedelta(minutes=4)}]
    return found


def write(folder, cases):
    lines = ["工单编号,乡镇,村,诉求类型,受理时间,办理时限,办结时间,是否解决,满意度"]
    for number, case in enumerate(cases):
        closed = f"{case['closed']:%Y-%m-%d %H:%M:%S}" if case["closed"] else ""
        lines.append(
            f"A{number:04d},{TOWN},{case['village']},投诉,{case['received']:%Y-%m-%d %H:%M:%S},{case['due']},{closed},{'解决' if closed else ''},"
        )
    path = folder / "工单.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    folder = tmp_path_factory.mktemp("changed")
    assert load(folder, [write(folder, drawn_cases())], as_of=LAST).status == "published"
    return folder


@pytest.fixture
def opened(monkeypatch):
    """A function that opens the overview on a data directory."""
    st.cache_data.clear()
    st.cache_resource.clear()

    def opening(folder, **query):
        monkeypatch.setenv("GOVERNANCE_DATA", os.fspath(folder))
        app = AppTest.from_file("../../dashboard.py", default_timeout=60)
        for key, value in query.items():
            app.query_params[key] = value
        app.run()
        assert not app.exception
        assert not app.error
        return app

    return opening


def lines_of(app) -> list[str]:
    """What the block says, line by line, without the words of its tags."""
    bodies = [one.proto.body for one in app.get("html") if 'class="change"' in one.proto.body]
    return [re.search(r"<span>(.*)</span>", body).group(1) for body in bodies if "<span>" in body]


def fell_overdue(cases, day, last):
    return [one for one in cases if day < one["due"] <= last and (one["closed"] is None or one["closed"].date() > last)]


@pytest.mark.parametrize(("day", "last"), [(MET, LAST), (date(2025, 10, 12), LAST), (date(2025, 9, 30), date(2025, 10, 31))])
def test_what_fell_overdue_and_what_was_closed_equal_a_plain_loop(town, opened, day, last):
    cases = drawn_cases()
    late = fell_overdue(cases, day, last)
    closed = [one for one in cases if one["closed"] and day < one["closed"].date() <= last]
    after = [one for one in closed if one["closed"].date() > one["due"]]
    app = opened(town, 自=ANOTHER, 自日=f"{day}", 止=f"{last.year}年{last.month}月")
    said = lines_of(app)
    assert late
    by_village = {village: sum(one["village"] == village for one in late) for village in VILLAGES}
    most = max(by_village, key=by_village.get)
    assert said[0].startswith(f"{NEWLY.name} {len(late)} 件，其中{most} {by_village[most]} 件")
    assert any(line.startswith(f"{CLOSED.name} {len(closed)} 件，其中{LATE_CLOSED.name} {len(after)} 件") for line in said)


def test_the_rows_opened_are_those_that_fell_overdue(town, opened):
    late = fell_overdue(drawn_cases(), MET, LAST)
    app = opened(town)
    button = app.button(key="open-change-0")
    assert button.label == f"看 {len(late)} 件"
    button.click().run()
    assert not app.exception
    table = app.dataframe[-1].value
    assert len(table) == len(late)
    assert sorted(table["村"]) == sorted(one["village"] for one in late)


def test_only_the_village_that_fell_out_of_the_band_crossed_and_opens_to_its_rows(town, opened):
    app = opened(town)
    said = lines_of(app)
    (place,) = [place for place, line in enumerate(said) if "显著" in line and RATE.name in line]
    due = [one for one in drawn_cases() if one["village"] == "柳沟村" and one["due"] <= LAST]
    on_time = [one for one in due if one["closed"] and one["closed"].date() <= one["due"]]
    assert said[place].startswith(f"柳沟村{RATE.name} {100 * len(on_time) / len(due):.1f}%（{len(on_time)}/{len(due)}），显著低于整体")
    assert "无显著差异" in said[place]
    app.button(key=f"open-change-{place}").click().run()
    assert any(f"{len(due)} 件" in option for option in app.segmented_control(key="明细部分").options)


def test_the_village_of_one_case_closed_in_four_minutes_is_never_named(town, opened):
    assert any(
        one["village"] == "独户村" and one["closed"] - one["received"] == timedelta(minutes=4) for one in drawn_cases() if one["closed"]
    )
    for query in ({}, {"自": ANOTHER, "自日": "2025-10-12"}):
        assert lines_of(opened(town, **query))
        assert not any("独户村" in line for line in lines_of(opened(town, **query)))


def test_a_day_before_the_data_begin_is_answered(town, opened):
    app = opened(town, 自=ANOTHER, 自日="2024-06-30")
    assert any("早于此日的没有可比的" in one.value for one in app.caption)
    assert not any("显著" in line for line in lines_of(app))


@pytest.mark.parametrize(("written", "says"), [("2025-11-30", "看不出变化"), ("2026-03-01", "看不出变化"), ("十月底", "不是日期")])
def test_a_day_after_the_data_and_a_day_that_is_none_are_answered(town, opened, written, says):
    app = opened(town, 自=ANOTHER, 自日=written)
    assert any(says in one.value for one in [*app.info, *app.caption])
    assert lines_of(app) == []


def test_a_kept_version_stands_for_the_day_it_knows(town, opened):
    keep(town, current_name(town), "三季度")
    assert f"封版“三季度”（{LAST.year}年{LAST.month}月{LAST.day}日）" in opened(town).selectbox(key="自").options


def test_the_last_meeting_is_looked_back_to(tmp_path, opened):
    load(tmp_path, [write(tmp_path, drawn_cases())], as_of=LAST)
    for day in (date(2025, 10, 8), date(2025, 11, 10), date(2025, 12, 5)):
        note_meeting(tmp_path, on=day, by="党政办", at=datetime(2025, 12, 5, 9))
    app = opened(tmp_path)
    assert app.selectbox(key="自").value == "2025年11月10日会议"
    assert lines_of(app)[0].startswith(f"{NEWLY.name} {len(fell_overdue(drawn_cases(), date(2025, 11, 10), LAST))} 件")


# Every warehouse ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("warehouse", BUILDS)
@pytest.mark.parametrize("day", ["2019-12-31", "2026-08-15", ""])
def test_the_block_says_something_sensible_on_every_warehouse(board, warehouse, day):
    app = board(warehouse, OVERVIEW, **({"自": ANOTHER, "自日": day} if day else {}))
    assert not app.exception
    assert not app.error
    assert not [line for line in lines_of(app) if re.search(r"\b(nan|None|NaT)\b", line)]
    assert all("：" in line for line in lines_of(app) if CLAIM.search(line))


def test_without_closing_times_what_fell_overdue_is_not_nought_but_unknown(board):
    app = board("no_closing", OVERVIEW)
    assert any(f"{NEWLY.name}无从得知：来源文件没有办结时间" in one.value for one in app.caption)
    assert not any(NEWLY.name in line for line in lines_of(app))


def test_a_town_with_totals_only_and_an_empty_one_have_no_such_block(board):
    for warehouse in ("totals_only", "empty", "published"):
        assert not board(warehouse, OVERVIEW).selectbox or "自" not in [one.key for one in board(warehouse, OVERVIEW).selectbox]
