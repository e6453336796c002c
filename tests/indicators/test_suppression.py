"""What is left out of a printed table, against an attacker who has linear programming, sees what is printed and nothing else."""

from itertools import combinations
from random import Random
from time import perf_counter

import numpy as np
import pytest
from scipy.optimize import LinearConstraint, milp

from indicators.suppression import COMPLEMENTARY, GRAND, NOT_SAFE, PRIMARY, PUBLISHED, TOO_FEW, printed, protected, unprotected
from tests.indicators.attacker import known_to_lie, ranges, sums_of

DRAWS = {
    "sparse": lambda random: random.choice([0, 0, 0, 0, 1, 2, 3, 7]),
    "all small": lambda random: random.randrange(1, 5),
    "mixed": lambda random: random.randrange(0, 16),
    "heavy": lambda random: random.choice([0, 2, 30, 80, 200]),
    "fives": lambda random: random.choice([0, 1, 4, 5, 5, 6]),
    "one small": lambda random: random.choice([0, *range(5, 15)]),
}
SHAPES = [(1, 1), (1, 2), (1, 7), (2, 1), (9, 1), (2, 2), (3, 3), (2, 6), (5, 4), (6, 8)]
TABLES = 10  # of each draw and shape: 600 in all


def _table(draw: str, shape: tuple[int, int], seed: int) -> list[list[int]]:
    random = Random(f"{draw} {shape} {seed}")
    counts = [[DRAWS[draw](random) for _ in range(shape[1])] for _ in range(shape[0])]
    if draw == "one small":
        counts[random.randrange(shape[0])][random.randrange(shape[1])] = random.randrange(1, 5)
    return counts


def _whole(counts) -> np.ndarray:
    """The table with its totals as a last column and a last row."""
    inner = np.array(counts)
    with_rows = np.hstack([inner, inner.sum(axis=1, keepdims=True)])
    return np.vstack([with_rows, with_rows.sum(axis=0, keepdims=True)])


def _seen(counts, result) -> list[list[str]]:
    """The printed table, word for word, totals last."""
    states = [[*cells, total] for cells, total in zip(result.cells, result.row_totals, strict=True)]
    states.append([*result.column_totals, result.grand_total])
    return [[printed(int(count), state) for count, state in zip(*line, strict=True)] for line in zip(_whole(counts), states, strict=True)]


def _demanded(counts) -> dict[int, tuple[int, int]]:
    """What must be possible, by place in the table: 1 to 4 for a small cell; from the number of its cells that are not 0 to 4 for a small total."""
    whole, inner = _whole(counts), np.array(counts)
    fewest = np.ones_like(whole)
    fewest[:-1, -1], fewest[-1, :-1] = (inner > 0).sum(axis=1), (inner > 0).sum(axis=0)
    return {at: (int(low), 4) for at, (count, low) in enumerate(zip(whole.ravel(), fewest.ravel(), strict=True)) if 0 < count < 5}


def _given_away(seen, counts) -> list[int]:
    """The small entries of which the attacker can exclude what must be possible."""
    demanded = _demanded(counts)
    found = ranges(seen, list(demanded)) if demanded else {}
    return [at for at, (low, high) in found.items() if low > demanded[at][0] + 1e-6 or high < demanded[at][1] - 1e-6]


def _only_small(counts):
    """The printed table with ＜5 in its small cells and all else in it: no complementary suppression."""
    seen = [[str(count) for count in line] for line in _whole(counts)]
    for row, line in enumerate(counts):
        for column, count in enumerate(line):
            seen[row][column] = "＜5" if 0 < count < 5 else str(count)
    return seen


def _all_left_out(counts):
    """The printed table with nothing in it but zeros, ＜5 in its small cells, and the grand total."""
    seen = [["—" if count else "0" for count in line] for line in _whole(counts)]
    for row, line in enumerate(_only_small(counts)[:-1]):
        seen[row][:-1] = [word if word == "＜5" else seen[row][column] for column, word in enumerate(line[:-1])]
    seen[-1][-1] = str(sum(map(sum, counts)))
    return seen


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: "×".join(map(str, shape)))
@pytest.mark.parametrize("draw", DRAWS)
def test_no_small_count_can_be_worked_out(draw, shape):
    for seed in range(TABLES):
        counts = _table(draw, shape, seed)
        result = protected(counts)
        if result.is_withheld:
            assert 0 < sum(map(sum, counts)) < 5
            continue
        seen = _seen(counts, result)
        small = [at for at, count in enumerate(_whole(counts).ravel()) if 0 < count < 5]
        words = [word for line in seen for word in line]
        assert all(words[at] in ("＜5", "—") for at in small), "a small count is printed"
        assert not _given_away(seen, counts), (counts, seen)


def test_the_attacker_finds_what_is_not_protected():
    """The same attack on tables without complementary suppression: were it blind, the test above would prove nothing."""
    tables = [_table(draw, shape, 0) for draw in ("mixed", "heavy", "fives") for shape in SHAPES[3:]]
    found = [bool(_given_away(_only_small(counts), counts)) for counts in tables]
    assert sum(found) >= 0.8 * len(found)


def test_a_single_entry_printed_after_all_gives_something_away():
    """Nearly all that is left out is needed: printed again, one entry of it lets the attacker in."""
    needed = tried = 0
    for seed in range(12):
        counts = _table("mixed", (4, 4), seed)
        seen = _seen(counts, protected(counts))
        for at, word in enumerate(word for line in seen for word in line):
            if word == "—":
                row, column = divmod(at, len(seen[0]))
                again = [list(line) for line in seen]
                again[row][column] = str(_whole(counts)[row, column])
                tried, needed = tried + 1, needed + bool(_given_away(again, counts))
    assert tried > 20
    assert needed >= 0.95 * tried


@pytest.mark.parametrize("draw", ["sparse", "mixed", "fives"])
def test_every_whole_number_can_still_stand_in_a_small_cell(draw):
    """Whole numbers only, each of 1 to 4 tried: a table with it can be filled in."""
    for seed in range(4):
        counts = _table(draw, (3, 4), seed)
        seen = _seen(counts, protected(counts))
        lies, sums = known_to_lie(seen), sums_of(len(seen), len(seen[0]))
        for target in [at for at, word in enumerate(word for line in seen for word in line) if word == "＜5"]:
            for value in range(1, 5):
                bounds = [(value, value) if at == target else bound for at, bound in enumerate(lies)]
                lower, upper = zip(*bounds, strict=True)
                answer = milp(
                    np.zeros(len(lies)), integrality=np.ones(len(lies)), bounds=(lower, upper), constraints=LinearConstraint(sums, 0, 0)
                )
                assert answer.status == 0, (counts, seen, target, value)


@pytest.mark.parametrize("draw", DRAWS)
def test_a_total_that_is_printed_elsewhere_is_reckoned_with(draw):
    for shape in SHAPES:
        for seed in range(3):
            counts = _table(draw, shape, seed)
            result = protected(counts, known=[GRAND])
            assert result.grand_total == PUBLISHED
            if not result.is_withheld:
                assert not _given_away(_seen(counts, result), counts)
            elif result.withheld == NOT_SAFE:
                assert _given_away(_all_left_out(counts), counts), "withheld although it can be protected"


def test_withholding_for_a_known_total_does_happen():
    assert protected([[3, 3]]).withheld == ""
    assert protected([[3, 3]], known=[GRAND]).withheld == NOT_SAFE


def test_fewer_than_five_in_all_is_withheld_with_its_reason():
    result = protected([[1, 0], [0, 3]])
    assert result.is_withheld
    assert result.withheld == TOO_FEW
    assert "不足 5" in TOO_FEW
    assert {PRIMARY, PUBLISHED} == {state for line in result.cells for state in line}, "the zeros are no small count"
    assert GRAND in result.held_totals


def test_nothing_at_all_hides_nothing():
    result = protected([[0, 0], [0, 0]])
    assert not result.is_withheld
    assert result.held_totals == ()


def test_large_counts_and_true_zeros_are_printed():
    result = protected([[5, 0], [80, 12]])
    assert {state for line in result.cells for state in line} == {PUBLISHED}
    assert result.held_totals == ()


def test_a_type_that_one_village_has_loses_its_total_too():
    """The total of the column is the cell itself."""
    result = protected([[3, 20, 15], [0, 30, 18], [0, 25, 40]])
    assert result.cells[0][0] == PRIMARY
    assert result.column_totals[0] == COMPLEMENTARY
    assert (None, 0) in result.held_totals


def test_one_village_with_one_small_type():
    result = protected([[2, 9]])
    assert result.cells == ((PRIMARY, COMPLEMENTARY),) or (0, None) in result.held_totals
    assert not _given_away(_seen([[2, 9]], result), [[2, 9]])


def test_cells_go_before_totals_and_small_ones_before_large_ones():
    """In a full table one small cell takes a square of three more cells, and no total."""
    counts = [[3, 60, 8], [70, 90, 80], [9, 75, 10]]
    result = protected(counts)
    assert result.held_totals == ()
    assert {(row, column) for row in range(3) for column in range(3) if result.cells[row][column] == COMPLEMENTARY} == {
        (0, 2),
        (2, 0),
        (2, 2),
    }


def test_five_cannot_be_less_and_so_is_no_help():
    """A dash is known to be 5 or more: what is just 5 can only grow."""
    assert unprotected([[3, 5], [5, 5]], {(0, 0), (0, 1), (1, 0), (1, 1)}) == {(0, 0)}
    assert unprotected([[3, 8], [8, 8]], {(0, 0), (0, 1), (1, 0), (1, 1)}) == set()


@pytest.mark.parametrize(
    ("count", "state", "word"), [(12, PUBLISHED, "12"), (0, PUBLISHED, "0"), (3, PRIMARY, "＜5"), (7, COMPLEMENTARY, "—")]
)
def test_what_is_printed(count, state, word):
    assert printed(count, state) == word


def _fewest(counts, most: int) -> int | None:
    """The fewest entries beside the small ones that protect a table, by trying all; None above `most`."""
    rows, columns = len(counts), len(counts[0])
    whole = _whole(counts)
    entries = {(row if row < rows else None, column if column < columns else None): int(whole[row, column]) for row in range(rows + 1) for column in range(columns + 1)}  # fmt: skip
    small = {entry for entry, count in entries.items() if 0 < count < 5}
    others = [entry for entry, count in entries.items() if count >= 5]
    for size in range(most + 1):
        if any(not unprotected(counts, small | set(chosen)) for chosen in combinations(others, size)):
            return size
    return None


def test_little_more_is_left_out_than_must_be():
    """Against the optimum of small tables, found by trying all subsets: in number of complementary entries, all tables together."""
    left_out = optimum = 0
    for seed in range(24):
        counts = _table(("mixed", "heavy", "one small")[seed % 3], (3, 3), seed)
        result = protected(counts)
        states = [state for line in (*result.cells, result.row_totals, result.column_totals, (result.grand_total,)) for state in line]
        numbers = [
            *(count for line in counts for count in line),
            *map(sum, counts),
            *map(sum, zip(*counts, strict=True)),
            sum(map(sum, counts)),
        ]
        mine = sum(state == COMPLEMENTARY and count >= 5 for state, count in zip(states, numbers, strict=True))
        least = _fewest(counts, mine)
        assert least is not None
        left_out, optimum = left_out + mine, optimum + least
    print(f"left out {left_out}, optimum {optimum}")
    assert optimum >= 40
    assert left_out <= 1.25 * optimum


def test_a_town_of_forty_villages_takes_a_moment():
    counts = _table("sparse", (40, 15), 1)
    began = perf_counter()
    result = protected(counts)
    assert perf_counter() - began < 8  # measured: 0.6 s alone on a core
    assert not result.is_withheld
    states = [state for line in result.cells for state in line]
    assert states.count(COMPLEMENTARY) < 0.1 * states.count(PRIMARY)
