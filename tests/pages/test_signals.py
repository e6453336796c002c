"""Signals on the page: what is judged by which chart, what is withheld and why, the page 信号一览 with its re-bases and targets."""

from datetime import date

import pytest

from indicators.definition import load_catalog
from reports.claims import BETTER, WORSE, judged
from reports.figures import rate_over_time
from reports.figures_control import ring_colours, with_limits
from reports.palette import PRINT
from reports.reading import Reading
from reports.signals import Rebase, axis, range_words, signal, signal_words
from reports.targets import aim_of, assurance_words, assured
from warehouse.journal_rebases import rebases
from warehouse.journal_targets import targets

PERIODS = axis("2024-11", "2026-10")
PAGE = "pages/review/signals.py"


def _rate(id: str, rates: list[float | None], size: int = 100) -> list[Reading]:
    indicator = load_catalog()[id]
    return [
        Reading(indicator=indicator, period=period, numerator=round(rate * size), denominator=size, value=rate * 100)
        for period, rate in zip(PERIODS, rates, strict=False)
        if rate is not None
    ]


def _count(values: list[int], id: str = "case_received_count") -> list[Reading]:
    indicator = load_catalog()[id]
    return [
        Reading(indicator=indicator, period=period, numerator=value, value=float(value))
        for period, value in zip(PERIODS, values, strict=False)
    ]


def test_a_rate_of_counted_rows_is_judged_by_a_p_chart_and_a_count_by_xmr():
    assert signal(_rate("case_on_time_rate", [0.9, 0.88] * 12), PERIODS).chart.kind == "p"
    assert signal(_count([100, 90] * 12), PERIODS).chart.kind == "xmr"


@pytest.mark.parametrize(
    ("course", "says"),
    [
        (_count([100, 90, 95, 92, 99]), "不足 6 个月，不作判断"),
        (_count([3, 4, 2, 1] * 6), "每期平均不足 5 件，不作逐期判断"),
        (_rate("case_on_time_rate", [0.8, 0.9] * 12, 12), "每期多不足 20 件，不作逐期判断"),
        (_rate("case_on_time_rate", [0.99, 0.98] * 12, 100), "每期没有做到的不足 3 件，不作逐期判断"),
        (_rate("case_redo_rate", [0.01, 0.02] * 12, 100), "每期出现的不足 3 件，不作逐期判断"),
    ],
)
def test_what_is_too_little_is_not_judged_and_says_why(course, says):
    found = signal(course, PERIODS)
    assert (found.tone, signal_words(found), range_words(found)) == ("none", says, "")


def test_six_to_twelve_points_are_a_trial_and_say_so():
    assert "（试算）" in signal_words(signal(_count([100, 90] * 4), PERIODS[:8]))
    assert "（试算）" not in signal_words(signal(_count([100, 90] * 8), PERIODS[:16]))


def test_a_period_that_is_not_over_is_not_judged():
    course = _count([100, 90] * 11 + [95, 12])
    assert signal(course, PERIODS, known_to=date(2026, 10, 31)).fired
    quiet = signal(course, PERIODS, known_to=date(2026, 10, 12))
    assert quiet.fired == ()
    assert quiet.periods[-1] == "2026-09"
    assert signal_words(quiet) == "在正常波动范围内（看到2026年9月）"


def test_better_and_worse_follow_the_direction_and_neutral_has_neither():
    assert judged(load_catalog()["case_on_time_rate"], "low") == WORSE
    assert judged(load_catalog()["case_overdue_open_count"], "low") == BETTER
    assert judged(load_catalog()["case_received_count"], "low") == ""
    fallen = signal(_rate("case_on_time_rate", [0.9, 0.92] * 8 + [0.7] * 8), PERIODS)
    assert fallen.tone == "worse"
    assert fallen.icon == "▼"
    assert signal_words(fallen).startswith("比往常下降（恶化）：")
    assert signal(_count([100, 96] * 8 + [150] * 8), PERIODS).tone == "changed"


def test_a_rebase_starts_the_count_anew():
    course = _count([100, 96] * 6 + [150, 146] * 6)
    assert signal(course, PERIODS).fired
    anew = signal(course, PERIODS, rebases=[Rebase(indicator="case_received_count", on=date(2025, 11, 1), reason="并入新渠道")])
    assert anew.fired == ()
    assert anew.is_trial
    other = Rebase(indicator="case_closed_count", on=date(2025, 11, 1), reason="别的指标")
    assert signal(course, PERIODS, rebases=[other]).fired


def test_the_band_lies_behind_the_line_and_rings_stand_on_the_points_that_fired():
    course = _rate("case_on_time_rate", [0.9, 0.92] * 8 + [0.7] * 8)
    found = signal(course, PERIODS)
    figure = with_limits(rate_over_time(course, PERIODS, PRINT), found, PRINT)
    filled = [place for place, trace in enumerate(figure.data) if trace.fill == "tonexty"]
    line = next(place for place, trace in enumerate(figure.data) if trace.customdata is not None)
    assert filled and max(filled) < line
    rings = figure.data[-1]
    assert set(rings.x) == {PERIODS[place] for place in ring_colours(found, PRINT)}
    assert set(rings.marker.color) == {PRINT.lead, PRINT.worse}  # above the mean at first, below it since


@pytest.mark.parametrize(("target", "says"), [(60, "met"), (99.5, "missed"), (89, "uncertain")])
def test_assurance_stands_apart_from_change(target, says):
    found = signal(_rate("case_on_time_rate", [0.9, 0.88] * 12), PERIODS)
    assert found.tone == "quiet"
    assert assured(found, (target, "考核办法")) == says
    assert f"（目标 {target:.1f}%）" in assurance_words(found, (target, "考核办法"))


def test_what_is_neither_good_nor_bad_has_no_target():
    assert aim_of(load_catalog()["case_received_count"], []) is None


def test_the_page_names_what_speaks_and_what_does_not(board):
    app = board("township", PAGE)
    assert not app.exception
    said = app.main.markdown[0].value
    assert "项有信号" in said and "在正常波动范围内" in said and "不作判断" in said


def _chosen(app, id):
    return app.selectbox(key="看哪一项").select(id).run()


def test_an_indicator_is_judged_anew_with_a_reason_and_that_can_be_taken_back(board, warehouses):
    app = _chosen(board("township", PAGE), "case_received_count")
    app.text_input(key="rebase-reason").input("12345 并入码上办")
    app.text_input(key="rebase-by").input("党政办")
    app.button(key="rebase-save").click().run()
    (kept,) = rebases(warehouses["township"], "试写镇")
    assert (kept.indicator, kept.reason) == ("case_received_count", "12345 并入码上办")
    assert any("重新定线" in one.value for one in app.caption)
    app.button(key=f"rebase-{kept.entry_id}").click().run()
    assert rebases(warehouses["township"], "试写镇") == []


def test_a_rebase_without_a_reason_or_about_a_person_is_not_kept(board, warehouses):
    app = _chosen(board("township", PAGE), "case_received_count")
    app.text_input(key="rebase-by").input("党政办")
    app.button(key="rebase-save").click().run()
    assert "理由" in "".join(one.value for one in app.info) or "为什么" in "".join(one.value for one in app.info)
    app.text_input(key="rebase-reason").input("电话 13812345678 打来")
    app.button(key="rebase-save").click().run()
    assert rebases(warehouses["township"]) == []


def test_a_target_is_set_with_its_basis_and_judged(board, warehouses):
    app = _chosen(board("township", PAGE), "case_on_time_rate")
    app.text_input(key="target-value").input("八成")
    app.text_input(key="target-basis").input("县考核办法")
    app.text_input(key="target-by").input("党政办")
    app.button(key="target-save").click().run()
    assert any("不是数" in one.value for one in app.info)
    app.text_input(key="target-value").input("95%")
    app.button(key="target-save").click().run()
    (kept,) = targets(warehouses["township"])
    assert (kept.indicator, kept.value, kept.basis) == ("case_on_time_rate", 95.0, "县考核办法")
    assert any("目标 95" in one.value for one in app.markdown)
