"""Whoever sees a printed table of counts with its totals, knows what its words mean, and has linear programming."""

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array, eye_array, kron

FAR = 100_000


def known_to_lie(seen) -> list[tuple[float, float]]:
    """What each printed word says by itself."""
    last_row, last_column = len(seen) - 1, len(seen[0]) - 1
    found = []
    for row, line in enumerate(seen):
        for column, word in enumerate(line):
            is_total = (row == last_row) != (column == last_column)
            hidden = (1, FAR) if is_total else (5, FAR)
            found.append({"＜5": (1, 4), "—": hidden}.get(word) or (int(word), int(word)))
    return found


def sums_of(rows: int, columns: int) -> np.ndarray:
    """In every line of the table, totals with them, the parts less the total are nothing."""
    at = np.arange(rows * columns).reshape(rows, columns)
    found = []
    for line in [*at, *at.T]:
        equation = np.zeros(rows * columns)
        equation[line[:-1]], equation[line[-1]] = 1, -1
        found.append(equation)
    return np.array(found)


def ranges(seen, targets) -> dict[int, tuple[float, float]]:
    """The range in which an entry must lie, by its place in the printed table: a copy of the table for each end of each range, all solved at once."""
    copies, sums, size = 2 * len(targets), sums_of(len(seen), len(seen[0])), len(seen) * len(seen[0])
    goal = np.zeros((copies, size))
    for number, target in enumerate(targets):
        goal[2 * number, target], goal[2 * number + 1, target] = 1, -1
    equations = kron(eye_array(copies), csr_array(sums))
    answer = linprog(goal.ravel(), A_eq=equations, b_eq=np.zeros(equations.shape[0]), bounds=known_to_lie(seen) * copies)
    assert answer.status == 0, answer.message
    found = answer.x.reshape(copies, size)
    return {target: (found[2 * number, target], found[2 * number + 1, target]) for number, target in enumerate(targets)}
