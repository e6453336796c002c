"""The parts of a change against a table worked by hand, a published one, and rates recalculated with one thing changed at a time."""

import numpy as np
import pytest

from indicators.decomposition import REST, Decomposition, Share, decompose


def _rate(parts: dict) -> float:
    return sum(count for count, _ in parts.values()) / sum(size for _, size in parts.values())


def _adds_up(parts: Decomposition) -> bool:
    change = parts.after - parts.before
    of_shares = sum(share.mix + share.rate for share in parts.shares)
    return abs(change - parts.mix - parts.rate) < 1e-9 and abs(change - of_shares) < 1e-9


def test_a_table_worked_by_hand():
    """Roads: half of 200 cases at 80 %, then a quarter at 90 %. Water: half at 40 %, then three quarters at 50 %. 60 % before and after.

    Rates: roads (0.5 + 0.25) / 2 x 0.1 = 0.0375, water (0.5 + 0.75) / 2 x 0.1 = 0.0625.
    Mix, against 60 %: roads -0.25 x (0.85 - 0.6) = -0.0625, water 0.25 x (0.45 - 0.6) = -0.0375.
    """
    before = {("roads",): (80, 100), ("water",): (40, 100)}
    after = {("roads",): (45, 50), ("water",): (75, 150)}
    parts = decompose(before, after)
    roads, water = parts.shares
    assert (parts.before, parts.after) == pytest.approx((0.6, 0.6))
    assert (parts.mix, parts.rate) == pytest.approx((-0.1, 0.1))
    assert (roads.mix, roads.rate, water.mix, water.rate) == pytest.approx((-0.0625, 0.0375, -0.0375, 0.0625))
    assert (roads.group, roads.before, roads.after, roads.members) == (("roads",), (80, 100), (45, 50), (("roads",),))


def test_simpsons_paradox_is_told_as_mix():
    """Every group does better, the whole does worse: more of the cases are of the hard kind."""
    before = {("easy",): (720, 800), ("hard",): (60, 200)}
    after = {("easy",): (184, 200), ("hard",): (280, 800)}
    parts = decompose(before, after)
    assert parts.after < parts.before
    assert all(share.rate > 0 for share in parts.shares)
    assert parts.mix < 0 and abs(parts.mix) > parts.rate


# deaths per thousand and thousands of people by race and age, United States: P. Das Gupta, "Standardization and Decomposition of
# Rates: A User's Manual", US Bureau of the Census P23-186 (1993), example 5.3, which gives the standardised rates below
SIZES_1970 = (
    2968, 11484, 34614, 30992, 21983, 20314, 20928, 16897, 11339, 5720, 1315,
    535, 2162, 6120, 4781, 3096, 2718, 2363, 1767, 1149, 448, 117,
)  # fmt: skip
RATES_1970 = (
    18.469, 0.751, 0.391, 1.146, 1.287, 2.672, 6.636, 15.691, 34.723, 79.763, 176.837,
    36.993, 1.352, 0.541, 2.040, 3.523, 6.746, 12.967, 24.471, 45.091, 74.902, 123.205,
)  # fmt: skip
SIZES_1985 = (
    3041, 11577, 27450, 32711, 35480, 27411, 19555, 19795, 15254, 8022, 2472,
    707, 2692, 6473, 6841, 6547, 4352, 3034, 2540, 1749, 804, 236,
)  # fmt: skip
RATES_1985 = (
    9.163, 0.462, 0.248, 0.929, 1.084, 1.810, 4.715, 12.187, 27.728, 64.068, 157.570,
    17.208, 0.738, 0.328, 1.103, 2.045, 3.724, 8.052, 17.812, 34.128, 68.276, 125.161,
)  # fmt: skip
OF_RATES = 8.030 - 10.258
OF_AGE, OF_RACE = 9.907 - 8.385, 9.156 - 9.136


def test_published_death_rates():
    before, after = (
        {(cell,): (rate * size, size) for cell, (rate, size) in enumerate(zip(rates, sizes, strict=True))}
        for rates, sizes in ((RATES_1970, SIZES_1970), (RATES_1985, SIZES_1985))
    )
    parts = decompose(before, after)
    assert parts.rate == pytest.approx(OF_RATES, abs=1.5e-3)
    assert parts.mix == pytest.approx(OF_AGE + OF_RACE, abs=2.5e-3)


def _one_thing_at_a_time(before: dict, after: dict) -> tuple[float, float]:
    """Mix and rate: the rate of all with only the one changed, first or last, and the mean of the two."""
    groups = list(before)
    (old_mix, old_rates), (new_mix, new_rates) = (
        (np.array([parts[group][1] for group in groups]), np.array([parts[group][0] / parts[group][1] for group in groups]))
        for parts in (before, after)
    )

    def overall(sizes: np.ndarray, rates: np.ndarray) -> float:
        return float(np.average(rates, weights=sizes))

    mix = overall(new_mix, old_rates) - overall(old_mix, old_rates) + overall(new_mix, new_rates) - overall(old_mix, new_rates)
    rate = overall(old_mix, new_rates) - overall(old_mix, old_rates) + overall(new_mix, new_rates) - overall(new_mix, old_rates)
    return mix / 2, rate / 2


def _table(random: np.random.Generator, groups: int, least: int) -> dict:
    sizes = random.integers(least, 80, groups)
    return {(village, "kind"): (int(random.integers(0, size + 1)), int(size)) for village, size in enumerate(sizes)}


def test_mix_and_rate_equal_one_thing_changed_at_a_time():
    random = np.random.default_rng(1955)
    for _ in range(300):
        groups = int(random.integers(1, 9))
        before, after = _table(random, groups, 10), _table(random, groups, 10)
        parts = decompose(before, after)
        assert (parts.mix, parts.rate) == pytest.approx(_one_thing_at_a_time(before, after), abs=1e-12)


def _ragged(random: np.random.Generator) -> dict:
    """Groups of which some are small, some have no hit, some no case, and some are not named at all."""
    table = _table(random, int(random.integers(1, 12)), 0)
    return {group: (0, size) if random.random() < 0.2 else (count, size) for group, (count, size) in table.items() if random.random() < 0.8}


def test_parts_add_up_to_the_change():
    random, seen = np.random.default_rng(6), {"none": 0, "rest": 0, "gone": 0, "empty": 0}
    for _ in range(1000):
        before, after = _ragged(random), _ragged(random)
        parts = decompose(before, after, int(random.choice([0, 1, 10, 200])))
        if parts is None:
            seen["none"] += 1
            assert not (sum(size for _, size in before.values()) and sum(size for _, size in after.values()))
            continue
        assert _adds_up(parts)
        assert (parts.before, parts.after) == pytest.approx((_rate(before), _rate(after)))
        members = [member for share in parts.shares for member in share.members]
        assert len(members) == len(set(members))
        assert set(members) == {group for group, (_, size) in [*before.items(), *after.items()] if size}
        seen["rest"] += any(share.group == REST for share in parts.shares)
        seen["gone"] += any(not share.before[1] or not share.after[1] for share in parts.shares)
        seen["empty"] += any(not size for _, size in before.values())
    assert all(seen.values()), seen


def test_small_groups_are_pooled_and_come_last():
    before = {("small",): (1, 9), ("shrinking",): (40, 60), ("large",): (50, 60), ("new",): (0, 0)}
    after = {("small",): (20, 30), ("shrinking",): (2, 9), ("large",): (55, 60), ("new",): (12, 15)}
    parts = decompose(before, after)
    assert [share.group for share in parts.shares] == [("large",), REST]
    rest = parts.shares[-1]
    assert (rest.before, rest.after) == ((41, 69), (34, 54))
    assert rest.members == (("small",), ("shrinking",), ("new",))
    assert _adds_up(parts)


def test_ten_cases_stand_alone_and_nine_do_not():
    before = {("ten",): (5, 10), ("nine",): (5, 9), ("large",): (30, 60)}
    parts = decompose(before, before)
    assert [share.group for share in parts.shares] == [("ten",), ("large",), REST]


def test_a_single_small_group_is_a_rest_of_one():
    before, after = {("large",): (30, 60), ("small",): (1, 3)}, {("large",): (40, 60), ("small",): (2, 4)}
    rest = decompose(before, after).shares[-1]
    assert (rest.group, rest.members) == (REST, (("small",),))


def test_a_group_absent_in_one_period_is_all_mix():
    """30 of 60 before; after, the same and 30 of 40 of a new kind: from 50 % to 60 %, of which 0.4 x (0.75 - 0.55) = 0.08 is the new kind's."""
    before, after = {("old",): (30, 60)}, {("old",): (30, 60), ("new",): (30, 40)}
    parts = decompose(before, after)
    old, new = parts.shares
    assert new == Share(group=REST, before=(0, 0), after=(30, 40), mix=pytest.approx(0.08), rate=0.0, members=(("new",),))
    assert (old.mix, old.rate) == (pytest.approx(0.02), 0.0)
    assert _adds_up(parts)


def test_groups_without_a_case_are_left_out():
    before = {("large",): (30, 60), ("empty",): (0, 0)}
    assert [share.group for share in decompose(before, before).shares] == [("large",)]


@pytest.mark.parametrize("empty", [{}, {("any",): (0, 0)}])
def test_none_where_a_period_has_no_case(empty):
    full = {("any",): (3, 30)}
    assert decompose(empty, full) is None and decompose(full, empty) is None and decompose(empty, empty) is None


def test_nothing_changed_nothing_told():
    before = {("roads",): (80, 100), ("water",): (40, 100)}
    parts = decompose(before, before)
    assert (parts.mix, parts.rate) == (0, 0) and all(share.mix == share.rate == 0 for share in parts.shares)
