"""Time until closing against lifelines, against loops over single cases, and against a truth that is known because it was made up."""

import math
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lifelines import AalenJohansenFitter, KaplanMeierFitter

from indicators.survival import CLOSED, LEFT, OPEN, RISK_FROM, curve, kept, quantile, share_closed_by

followed = st.lists(st.tuples(st.integers(0, 12), st.sampled_from([CLOSED, LEFT, OPEN, OPEN])), min_size=1, max_size=80)


def _loop(cases: list[tuple[float, str]]) -> dict[float, tuple[float, float, float]]:
    """Day -> (still open, share closed, share left), counted one case after the other."""
    still, closed_share, left_share, found = 1.0, 0.0, 0.0, {}
    for day in sorted({days for days, outcome in cases if outcome != OPEN}):
        watched = sum(1 for days, _ in cases if days >= day)
        closed = sum(1 for case in cases if case == (day, CLOSED))
        left = sum(1 for case in cases if case == (day, LEFT))
        closed_share += still * closed / watched
        left_share += still * left / watched
        still *= 1 - (closed + left) / watched
        found[day] = still, closed_share, left_share
    return found


@settings(max_examples=150, deadline=None)
@given(followed)
def test_shares_equal_a_loop_over_the_cases(cases):
    drawn = curve(*zip(*cases, strict=True))
    found = _loop(cases)
    assert drawn.days.tolist() == list(found)
    ours = list(zip(drawn.still_open, drawn.share_closed, drawn.share_left, strict=True))
    assert np.allclose(ours, list(found.values()), atol=1e-9) if found else not ours
    assert np.allclose(drawn.still_open + drawn.share_closed + drawn.share_left, 1)


@settings(max_examples=60, deadline=None)
@given(followed)
def test_still_open_equals_lifelines(cases):
    drawn = curve(*zip(*cases, strict=True))
    days, has_ended = np.array([case[0] for case in cases]), np.array([case[1] != OPEN for case in cases])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitted = KaplanMeierFitter().fit(days, has_ended)
    theirs = fitted.survival_function_["KM_estimate"]
    assert np.allclose(drawn.still_open, theirs.loc[drawn.days], atol=1e-6)
    band = fitted.confidence_interval_.loc[drawn.days]
    inside = drawn.still_open > 0
    assert np.allclose(drawn.still_open_low[inside], band["KM_estimate_lower_0.95"].to_numpy()[inside], atol=1e-6)
    assert np.allclose(drawn.still_open_high[inside], band["KM_estimate_upper_0.95"].to_numpy()[inside], atol=1e-6)


@pytest.mark.parametrize("open_share", [0.2, 0.9])
def test_share_closed_and_its_variance_equal_lifelines(open_share):
    random = np.random.default_rng(7)
    days = random.exponential(20, 400)
    codes = random.choice([0, 1, 2], 400, p=[open_share, (1 - open_share) * 0.7, (1 - open_share) * 0.3])
    drawn = curve(days, np.array([OPEN, CLOSED, LEFT])[codes])
    fitted = AalenJohansenFitter(calculate_variance=True).fit(days, codes, event_of_interest=1)
    places = np.searchsorted(fitted.cumulative_density_.index, drawn.days)
    assert np.allclose(drawn.share_closed, fitted.cumulative_density_["CIF_1"].to_numpy()[places], atol=1e-6)
    theirs = fitted.confidence_interval_.to_numpy()[places]
    inside = (drawn.share_closed > 0) & (drawn.at_risk > 1)
    assert np.allclose(np.column_stack([drawn.share_closed_low, drawn.share_closed_high])[inside], theirs[inside], atol=1e-6)


@settings(max_examples=60, deadline=None)
@given(followed)
def test_a_weight_is_so_many_cases(cases):
    counted = {case: cases.count(case) for case in cases}
    single, weighted = curve(*zip(*cases, strict=True)), curve(*zip(*counted, strict=True), list(counted.values()))
    for name in ("days", "at_risk", "share_closed", "share_closed_low", "still_open_high"):
        assert np.allclose(getattr(single, name), getattr(weighted, name), equal_nan=True)
    assert single.size == weighted.size
    assert sorted(single.open_days) == sorted(weighted.open_days)


@settings(max_examples=60, deadline=None)
@given(followed)
def test_where_nobody_leaves_the_share_closed_is_what_is_not_open(cases):
    cases = [(days, CLOSED if outcome == LEFT else outcome) for days, outcome in cases]
    drawn = curve(*zip(*cases, strict=True))
    assert np.allclose(drawn.share_closed, 1 - drawn.still_open)


def test_the_estimate_finds_the_truth_that_closed_over_all_misses():
    random = np.random.default_rng(20261124)
    received, takes = random.uniform(0, 60, 4000), random.exponential(20, 4000)
    watched = 60 - received
    is_closed = takes <= watched
    drawn = curve(np.minimum(takes, watched), np.where(is_closed, CLOSED, OPEN))
    truth = 1 - math.exp(-1.5)
    assert abs(share_closed_by(drawn, 30).value - truth) < 0.015
    assert truth - (is_closed & (takes <= 30)).mean() >= 0.08
    assert truth - is_closed.mean() >= 0.08
    assert abs(quantile(drawn, 0.5).value - 20 * math.log(2)) < 0.7


def test_nine_cases_carry_no_estimate_and_ten_do():
    nine, ten = (curve([5.0] * size, [CLOSED] * size) for size in (9, 10))
    assert quantile(nine, 0.5).reason == share_closed_by(nine, 30).reason == "不足10件，不作估计"
    assert (quantile(ten, 0.5).value, share_closed_by(ten, 30).value) == (5.0, 1.0)


def test_a_median_that_does_not_exist_is_said():
    drawn = curve([3.0] * 8 + [40.0] * 12, [CLOSED] * 8 + [OPEN] * 12)
    assert quantile(drawn, 0.5).reason == "未过半办结"
    assert quantile(drawn, 0.9).reason == "办结不到90%"
    assert share_closed_by(drawn, 30).value == pytest.approx(0.4)


def test_fewer_than_ten_at_risk_are_withheld():
    lasting = [float(day) for day in range(1, 16)]
    drawn = curve(lasting, [CLOSED] * 5 + [OPEN] * 4 + [CLOSED] * 6)
    assert drawn.at_risk.tolist()[:5] == [15, 14, 13, 12, 11]
    assert kept(drawn).days.tolist() == [1, 2, 3, 4, 5]
    assert quantile(drawn, 0.5).reason == "仍在观察的不足10件，不作估计"
    assert share_closed_by(drawn, 12).reason == "仍在观察的不足10件，不作估计"
    assert share_closed_by(drawn, 30).reason == "观察不足30天"


def test_exactly_ten_at_risk_are_enough():
    drawn = curve([1.0] * 10 + [2.0] * 10, [CLOSED] * 20)
    assert drawn.at_risk.tolist() == [20, RISK_FROM]
    assert quantile(drawn, 0.75).value == 2.0


def test_the_interval_of_a_median_is_the_band_read_sideways():
    random = np.random.default_rng(3)
    drawn = curve(random.exponential(10, 200), [CLOSED] * 200)
    found = quantile(drawn, 0.5)
    assert found.low < found.value < found.high
    assert drawn.share_closed_high[drawn.days < found.low].max() < 0.5
    assert drawn.share_closed_low[drawn.days < found.high].max() < 0.5


def test_nobody_and_nobody_closed():
    assert curve([], []).size == 0
    still = curve([4.0] * 30, [OPEN] * 30)
    assert not len(still.days)
    assert quantile(still, 0.5).reason == "未过半办结"
    assert share_closed_by(still, 3).value == 0.0
    assert share_closed_by(still, 30).reason == "观察不足30天"


@pytest.mark.parametrize("size", range(10, 60))
def test_all_closed_one_by_one_is_exactly_all(size):
    found = share_closed_by(curve(np.arange(1.0, size + 1), [CLOSED] * size), 100)
    assert (found.value, found.low, found.high) == (1, None, None)  # a sum that misses 1 by a rounding had a band from 0 to 1


def _variance(band: np.ndarray, share: np.ndarray) -> np.ndarray:
    """The variance that a bound on the log(-log) scale was made of."""
    return ((np.log(-np.log(band)) - np.log(-np.log(share))) / 1.959963984540054 * share * np.log(share)) ** 2


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 12), st.sampled_from([CLOSED, LEFT])), min_size=5, max_size=80))
def test_with_ties_and_nobody_open_the_variance_is_that_of_a_binomial(cases):
    drawn = curve(*zip(*cases, strict=True))
    share = drawn.share_closed
    inside = (share > 0) & (share < 1)
    for band in (drawn.share_closed_low, drawn.share_closed_high):
        assert np.allclose(_variance(band[inside], share[inside]), (share * (1 - share) / len(cases))[inside], rtol=1e-4, atol=1e-9)


@pytest.mark.parametrize("open_days", [0, 3, 7, 12])
def test_nine_in_ten_censored_equal_a_loop(open_days):
    random = np.random.default_rng(open_days)
    cases = [(int(day), OPEN) for day in random.integers(0, open_days + 1, 900)] + [
        (int(day), CLOSED) for day in random.integers(0, 13, 70)
    ]
    cases += [(int(day), LEFT) for day in random.integers(0, 13, 30)]
    drawn = curve(*zip(*cases, strict=True))
    assert np.allclose(
        list(zip(drawn.still_open, drawn.share_closed, drawn.share_left, strict=True)), list(_loop(cases).values()), atol=1e-9
    )


def test_all_on_one_day_are_shared_out_by_plain_counting():
    drawn = curve([6] * 20, [CLOSED] * 8 + [LEFT] * 7 + [OPEN] * 5)
    assert (drawn.days.tolist(), drawn.at_risk.tolist()) == ([6], [20])
    assert (drawn.still_open[0], drawn.share_closed[0], drawn.share_left[0]) == pytest.approx((0.25, 0.4, 0.35))


@pytest.mark.parametrize(("days", "outcome", "weight"), [(1.0, "办结", 1), (1.0, None, 1), (math.nan, OPEN, 1), (None, CLOSED, 1), (-1.0, OPEN, 1), (1.0, OPEN, -1)])  # fmt: skip
def test_what_is_no_outcome_or_no_time_is_a_defect(days, outcome, weight):
    with pytest.raises(ValueError, match="not an outcome"):
        curve([2.0, days], [CLOSED, outcome], [1, weight])


def test_a_row_of_no_case_changes_nothing():
    without, with_none = curve([1.0, 4.0], [CLOSED, OPEN], [3, 2]), curve([1.0, 4.0, 9.0], [CLOSED, OPEN, CLOSED], [3, 2, 0])
    assert with_none.days.tolist() == without.days.tolist()
    assert (with_none.size, with_none.followed_days) == (without.size, without.followed_days) == (5, 4.0)


@pytest.mark.parametrize(("watched", "reason"), [(10, ""), (9, "仍在观察的不足10件，不作估计")])
def test_the_day_itself_counts_as_closed_by_and_as_watched(watched, reason):
    """One case lost on day 1, then 4 of the rest closed on day 10 and 4 on day 30; `watched` were last seen open on day 30."""
    found = share_closed_by(curve([1.0, 10.0, 30.0, 30.0], [OPEN, CLOSED, CLOSED, OPEN], [1, 4, 4, watched]), 30)
    assert found.reason == reason
    assert found.value == (None if reason else pytest.approx(8 / 18))
