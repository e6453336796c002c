"""What a cube says: the tallies of asks, the quantiles of samples, and who reported when, in the words of the scans that it stands for."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from indicators.cohort import allowed, fetch, load_views, period_of
from indicators.counted import Ask, every, is_largest, largest_of, texts_of, value_of
from indicators.cube import Cube
from indicators.definition import Indicator
from indicators.grouping import Cell, grouped, placed, told_apart
from indicators.scope import GRAINS, Scope

TOTALS = {
    "n": "cast(sum({column}) as bigint)",
    "m": "cast(max({column}) as double)",
    "l": "array_to_string(list_sort(list_distinct(flatten(list({column}) filter (where {column} is not null)))), '、')",
}  # how the cells of a cube are put together, by the first letter of the column


def counts(connection, cube: Cube, asks: Sequence[Ask], scope: Scope) -> dict[tuple[str, ...], dict[Cell, dict[str, object]]]:
    """By grouping and cell, what is counted there by its text; without the groupings that the cube has no piece for."""
    indicators = every(asks)
    texts = texts_of(indicators)
    names = [*texts.conditions, *texts.labels, *dict.fromkeys(largest_of(one) for one in indicators if is_largest(one))]
    if texts.sums or any(one.apart for one in indicators) or not {*names} <= cube.columns.keys():
        return {}
    groupings: dict[int, list[tuple[str, ...]]] = {}
    for by in dict.fromkeys(ask.by for ask in asks):
        groupings.setdefault(cube.piece(scope, by), []).append(by)
    groupings.pop(None, None)
    return {by: cells for number, same in groupings.items() for by, cells in _counted(connection, cube, number, same, names, scope).items()}


def _counted(connection, cube: Cube, number: int, groupings: list[tuple[str, ...]], names: list[str], scope: Scope) -> dict:
    columns = ["period", *dict.fromkeys(column for by in groupings for column in by)]
    totals = [TOTALS[cube.columns[name][0]].format(column=cube.columns[name]) for name in names]
    wanted = f"select {told_apart(columns)}, {', '.join([*columns, *totals])}"
    rows = _ask(connection, f"{wanted} from {_within(cube, cube.view, number, scope)} {_sets(groupings)}", scope)
    return {by: {cell: dict(zip(names, rest, strict=True)) for cell, rest in placed(rows, columns, ("period", *by))} for by in groupings}


def _sets(groupings: Iterable[tuple[str, ...]]) -> str:
    return grouped(("period", *by) for by in groupings)


def _ask(connection, sql: str, scope: Scope) -> list[tuple]:
    values = scope.parameters()
    last_at = values["end_at"] - timedelta(microseconds=1)
    return fetch(connection, sql, values | {"last_month_at": last_at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)})[1]


def _within(cube: Cube, table: str, number: int | None, scope: Scope) -> str:
    """The rows of a table of the cube that lie in the scope, each with its period."""
    conditions = ["month_at >= $start_at", "month_at < $end_at", *_inside(scope)]
    conditions += [f"piece = {number}"] if number is not None else []
    conditions += [_standing(scope)] if load_views()[cube.view].is_stock and scope.grain != "month" else []
    return f"(select *, {period_of(scope, 'month_at')} as period from cubes.{table} where {' and '.join(conditions)})"  # noqa: S608


def _inside(scope: Scope) -> list[str]:
    area = [] if scope.area is None else ["(village = $area or starts_with(village, $area || '/'))"]
    return [*area, *(allowed(column, values) for column, values in scope.filters.items())]


def _standing(scope: Scope) -> str:
    """Of a stock, the rows that stand at the end of a period longer than a month: those of its last month, those at whose moment all that
    is known ends, and those of which nobody knows, which stand where they were received."""
    last = "$last_month_at"
    if scope.grain != "all":
        last = f"least(date_trunc('{scope.grain}', month_at) + interval {GRAINS[scope.grain] - 1} months, {last})"
    return f"(month_at = {last} or is_last or not has_closing)"


def quantiles(
    connection, cube: Cube, asks: Sequence[Ask], scope: Scope, counted: dict[tuple[str, ...], dict[Cell, dict[str, object]]]
) -> dict[tuple[str, ...], dict[tuple[Cell, str], float]]:
    """By grouping, and cell and indicator id, the quantiles: the largest as `counted` has them, the others from the samples.

    Without the groupings of which the cube cannot give them all.
    """
    wanted: dict[tuple[str, ...], list[Indicator]] = {}
    for ask in asks:
        wanted.setdefault(ask.by, []).extend(one for one in ask.indicators if one.kind == "quantile")
    wanted = {by: same for by, same in wanted.items() if all(_is_kept(cube, one, by, scope, counted) for one in same)}
    found = {by: {(cell, one.id): values[largest_of(one)] for cell, values in counted[by].items() for one in same if is_largest(one)}
             for by, same in wanted.items() if by in counted}  # fmt: skip
    sampled = {by: [one for one in same if not is_largest(one)] for by, same in wanted.items()}
    for by, values in _sampled(connection, cube, {by: same for by, same in sampled.items() if same}, scope):
        found.setdefault(by, {}).update(values)
    return found


def _is_kept(cube: Cube, indicator: Indicator, by: tuple[str, ...], scope: Scope, counted: dict) -> bool:
    return by in counted if is_largest(indicator) else cube.is_sampled(scope, by) and value_of(indicator) in cube.columns


def _sampled(
    connection, cube: Cube, wanted: dict[tuple[str, ...], list[Indicator]], scope: Scope
) -> Iterable[tuple[tuple[str, ...], dict]]:
    """(grouping, by cell and indicator id the quantile), one sort serving every level of a sample."""
    levels: dict[str, list[float]] = {}
    for one in dict.fromkeys(one for same in wanted.values() for one in same):
        levels.setdefault(cube.columns[value_of(one)], []).append(one.level)
    if not wanted:
        return
    columns = ["period", *dict.fromkeys(column for by in wanted for column in by)]
    lists = [f"quantile_cont({column}, {same})" for column, same in levels.items()]
    within = _within(cube, f"{cube.view}_sample", None, scope)
    rows = _ask(connection, f"select {told_apart(columns)}, {', '.join([*columns, *lists])} from {within} {_sets(wanted)}", scope)  # noqa: S608
    for by, same in wanted.items():
        yield by, {(cell, one.id): _level(levels, cube.columns[value_of(one)], one.level, lists)
                   for cell, lists in placed(rows, columns, ("period", *by)) for one in same}  # fmt: skip


def _level(levels: dict[str, list[float]], column: str, level: float, lists: tuple) -> float | None:
    values = lists[list(levels).index(column)]
    return values and values[levels[column].index(level)]


def groups(connection, cube: Cube, by: tuple[str, ...], scope: Scope) -> list[tuple[tuple, datetime]]:
    """(group, moment up to which it is known) of every group in the scope, whatever the period."""
    inside = " and ".join([f"piece = {cube.piece(scope, by)}", *_inside(scope)])
    names = "".join(f"{column}, " for column in by)
    rows = _ask(connection, f"select {names}max(newest_at) from cubes.{cube.view} where {inside} {grouped([by])}", scope)  # noqa: S608
    return [(row[:-1], row[-1]) for row in rows]


def periods(connection, cube: Cube, scope: Scope) -> list[tuple]:
    """Start of each period in which anybody reported, and the first moment of it."""
    wanted = f"""select {period_of(scope, "month_at")} as period, min(first_at) from cubes.arrival
        where domain = '{load_views()[cube.view].domain}' and month_at >= $start_at and month_at < $end_at group by period"""  # noqa: S608
    return _ask(connection, wanted, scope)


def cutoffs(connection, cube: Cube, scope: Scope) -> tuple:
    """The oldest and the newest moment up to which what the scope holds is known."""
    inside = " and ".join([f"piece = {cube.piece(scope, ())}", *_inside(scope)])
    return _ask(connection, f"select min(oldest_at), max(newest_at) from cubes.{cube.view} where {inside}", scope)[0]  # noqa: S608


def possible(connection, cube: Cube, condition: str, by: tuple[str, ...], scope: Scope) -> set[Cell] | None:
    """The cells in which some row fulfils a condition; None where the cube has no such condition or no piece for the columns."""
    number = cube.piece(scope, by)
    if number is None or condition not in cube.columns:
        return None
    columns = ", ".join(["period", *by])
    within = _within(cube, cube.view, number, scope)
    return set(_ask(connection, f"select distinct {columns} from {within} where {cube.columns[condition]} > 0", scope))  # noqa: S608
