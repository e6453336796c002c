"""The only way to a number: numerator, denominator and value of indicators, by period and group."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, product

import pandas as pd

from indicators.cohort import cohort, eligible, fetch, holds, period_of
from indicators.columns import load_columns, load_missing, load_remarks
from indicators.definition import Indicator
from indicators.scope import Scope, ScopeError, label

NOTHING_REPORTED = "该时段没有任何上报数据"

Cell = tuple  # (start of the period or None, *groups)


@dataclass(frozen=True, kw_only=True)
class Counted:
    """What one scan says about one indicator in one cell."""

    numerator: float | None = None
    denominator: int | None = None
    quantile: float | None = None
    eligible: int = 0
    missing: tuple[int, ...] = ()
    remarks: tuple[tuple[int, str | None], ...] = ()


def measure(connection, indicators: Iterable[Indicator], scope: Scope, by: Sequence[str] = ()) -> pd.DataFrame:
    """Measure indicators, one scan for all of one cohort.

    Returns `indicator, period, *by, numerator, denominator, value, note`: period is 'all', '2022', '2022-Q1' or '2022-03'; numerator and
    denominator Int64 (Float64 where a sum is not whole), value Float64 in the indicator's unit, blanks NA; a null value has its reason in
    note. A count or sum has no denominator, a quantile has its sample size as denominator and no numerator. A period in which nobody
    reported anything has no row; with grain 'all' every indicator has its row. Raises ScopeError for a grouping that is not allowed.
    """
    indicators = list(indicators)
    _refuse(indicators, by)
    records = []
    for _, same in groupby(sorted(indicators, key=lambda indicator: indicator.view), key=lambda indicator: indicator.view):
        records += _measure_view(connection, list(same), scope, tuple(by))
    order = {indicator.id: place for place, indicator in enumerate(indicators)}
    records.sort(key=lambda record: (order[record[0]], record[1], *_order(by, record[2 : 2 + len(by)])))
    return _frame(records, by)


def cutoffs(connection, scope: Scope) -> tuple[date, date] | None:
    """The oldest and the newest last day that the scope's cases are known up to; None where it has no case."""
    with_scope = cohort("case_received", Scope(area=scope.area, as_of=scope.as_of, filters=scope.filters))
    _, rows = fetch(connection, f"{with_scope} select min(as_of_at), max(as_of_at) from scoped", scope.parameters())
    oldest, newest = rows[0]
    return oldest and ((oldest - timedelta(days=1)).date(), (newest - timedelta(days=1)).date())


def _refuse(indicators: list[Indicator], by: Sequence[str]) -> None:
    for indicator, column in product(indicators, by):
        if column not in indicator.by:
            known = load_columns().get(column)
            raise ScopeError(f"「{indicator.name}」不能按「{known.name if known else column}」分组")


def _order(by: Sequence[str], groups: Sequence[object]) -> tuple:
    places = []
    for column, value in zip(by, groups, strict=True):
        levels = load_columns()[column].levels
        places.append((value is None, levels.index(value) if value in levels else 0, str(value)))
    return tuple(places)


def _frame(records: list[tuple], by: Sequence[str]) -> pd.DataFrame:
    names = ["indicator", "period", *by, "numerator", "denominator", "value", "note"]
    columns = dict(zip(names, zip(*records, strict=True), strict=True)) if records else {name: () for name in names}
    frame = pd.DataFrame({name: pd.Series(columns[name], dtype=object) for name in names})
    for name in ("numerator", "denominator"):
        is_whole = all(value is None or float(value).is_integer() for value in columns[name])
        frame[name] = frame[name].astype("Int64" if is_whole else "Float64")
    frame["value"] = frame["value"].astype("Float64")
    return frame


# One cohort ----------------------------------------------------------------------------------------------------------


def _measure_view(connection, indicators: list[Indicator], scope: Scope, by: tuple[str, ...]) -> list[tuple]:
    scanned = _scan(connection, indicators, scope, by)
    grid = _grid(connection, scope, by)
    doubtful = _doubtful(connection, indicators, scope, by, scanned)
    empty = {indicator.id: Counted(missing=(0,) * len(indicator.requires)) for indicator in indicators}
    records = []
    for cell, is_reported in sorted({**dict.fromkeys(scanned, True), **grid}.items(), key=lambda pair: str(pair[0])):
        counted = scanned.get(cell, empty)
        for indicator in indicators:
            outcome = _outcome(indicator, counted[indicator.id], is_reported, (cell, indicator.requires) in doubtful)
            records.append((indicator.id, label(cell[0], scope.grain), *cell[1:], *outcome))
    return records


def _expressions(indicator: Indicator) -> dict[str, str]:
    """Every aggregate that one indicator needs, by what it is."""
    wanted = {"eligible": f"count(*) filter (where {eligible(indicator)})"}
    for name, part in indicator.parts.items():
        total = f"sum({part.sum})" if part.sum else "count(*)"
        wanted[name] = f"{total} filter (where {holds(indicator, name)})"
    if indicator.kind == "quantile":
        wanted["quantile"] = f"quantile_cont({indicator.of}, {indicator.level}) filter (where {holds(indicator, 'denominator')})"
    for place, column in enumerate(indicator.requires):
        first_reason = " and ".join([*indicator.requires[:place], f"not {column}"])
        wanted[f"missing_{place}"] = f"count(*) filter (where {first_reason})"
    for place, key in enumerate(indicator.remarks):
        remark = load_remarks()[key]
        wanted[f"remark_{place}"] = f"count(*) filter (where {remark.where})"
        if remark.label:
            wanted[f"label_{place}"] = f"string_agg(distinct {remark.label}, '、') filter (where {remark.where})"
    return wanted


def _scan(connection, indicators: list[Indicator], scope: Scope, by: tuple[str, ...]) -> dict[Cell, dict[str, Counted]]:
    wanted = {indicator.id: _expressions(indicator) for indicator in indicators}
    distinct = list(dict.fromkeys(text for expressions in wanted.values() for text in expressions.values()))
    columns = ", ".join([f"{period_of(scope)} as period", *by, *distinct])
    sql = f"{cohort(indicators[0].view, scope)} select {columns} from cohort group by {', '.join(['period', *by])}"
    _, rows = fetch(connection, sql, scope.parameters())
    cells = {}
    for row in rows:
        values = dict(zip(distinct, row[1 + len(by) :], strict=True))
        cells[row[: 1 + len(by)]] = {
            indicator.id: _counted(indicator, {what: values[text] for what, text in wanted[indicator.id].items()})
            for indicator in indicators
        }
    return cells


def _counted(indicator: Indicator, values: dict[str, object]) -> Counted:
    return Counted(
        numerator=values.get("numerator"),
        denominator=values.get("denominator"),
        quantile=values.get("quantile"),
        eligible=values["eligible"],
        missing=tuple(values[f"missing_{place}"] for place in range(len(indicator.requires))),
        remarks=tuple((values[f"remark_{place}"], values.get(f"label_{place}")) for place in range(len(indicator.remarks))),
    )


# What is known, and what nobody reported ---------------------------------------------------------------------------------


def _grid(connection, scope: Scope, by: tuple[str, ...]) -> dict[Cell, bool]:
    """Every cell that has a row, and whether anybody reported for it: the known groups by the periods that have any case at all."""
    known = load_columns()
    stored = [column for column in by if not known[column].levels]
    everything = Scope(area=scope.area, as_of=scope.as_of, filters=scope.filters)
    groups = ", ".join(["max(as_of_at)", *stored])
    sql = f"{cohort('case_received', everything)} select {groups} from scoped {'group by ' if stored else ''}{', '.join(stored)}"
    _, rows = fetch(connection, sql, everything.parameters())
    periods = _periods(connection, scope)
    grid = {}
    for newest, *values in rows:
        found = dict(zip(stored, values, strict=True))
        for group in product(*(known[column].levels or (found[column],) for column in by)):
            for period, first in periods:
                is_reported = first is not None and (newest is None or first < newest)
                if is_reported or scope.grain == "all":
                    grid[(period, *group)] = is_reported
    return grid


def _periods(connection, scope: Scope) -> list[tuple]:
    """Start of each period in which the warehouse, whatever the area, has a received case, and the first moment of it that is asked for."""
    everywhere = Scope(start=scope.start, end=scope.end, grain=scope.grain, as_of=scope.as_of)
    sql = f"""{cohort("case_received", everywhere)} select {period_of(scope, "received_at")} as period, min(received_at) from dated
        where received_at < as_of_at and received_at >= coalesce(cast($start_at as timestamp), received_at)
          and received_at < coalesce(cast($end_at as timestamp), received_at + interval 1 day) group by period"""  # noqa: S608
    _, rows = fetch(connection, sql, everywhere.parameters())
    return [(period, first) for period, first in rows] or ([(None, None)] if scope.grain == "all" else [])


def _doubtful(connection, indicators: list[Indicator], scope: Scope, by: tuple[str, ...], scanned: dict) -> set[tuple]:
    """(cell, requires) where rows were left out, none could be counted, and none received in it could have been either."""
    suspects = {
        (cell, indicator.requires)
        for cell, counted in scanned.items()
        for indicator in indicators
        if any(counted[indicator.id].missing) and not counted[indicator.id].eligible
    }
    return suspects - _possible(connection, suspects, scope, by)


def _possible(connection, suspects: set[tuple], scope: Scope, by: tuple[str, ...]) -> set[tuple]:
    stored = [column for column in by if not load_columns()[column].levels]
    found = set()
    for requires in {requires for _, requires in suspects}:
        columns = ", ".join([f"{period_of(scope)} as period", *stored])
        sql = f"""{cohort("case_received", scope)} select distinct {columns} from cohort where {" and ".join(requires)}"""  # noqa: S608
        _, rows = fetch(connection, sql, scope.parameters())
        found |= {(cell, requires) for cell, wanted in suspects if wanted == requires and _stored(cell, by, stored) in rows}
    return found


def _stored(cell: Cell, by: tuple[str, ...], stored: list[str]) -> Cell:
    return (cell[0], *(value for column, value in zip(by, cell[1:], strict=True) if column in stored))


# What is said ------------------------------------------------------------------------------------------------------------


def _outcome(indicator: Indicator, counted: Counted, is_reported: bool, is_doubtful: bool) -> tuple:
    """Numerator, denominator, value and note of one indicator in one cell."""
    if is_doubtful:
        return None, None, None, _unavailable(indicator, counted)
    if not (is_reported or counted.eligible):
        return None, None, None, NOTHING_REPORTED
    numerator = None if indicator.kind == "quantile" else counted.numerator or 0
    denominator = counted.denominator or 0 if indicator.denominator else None
    value = _value(indicator, counted, numerator, denominator)
    return numerator, denominator, value, _note(indicator, counted, denominator)


def _value(indicator: Indicator, counted: Counted, numerator: float | None, denominator: int | None) -> float | None:
    if indicator.kind == "quantile":
        return counted.quantile
    if indicator.kind == "ratio":
        return numerator * indicator.per / denominator if denominator else None
    return numerator


def _unavailable(indicator: Indicator, counted: Counted) -> str:
    reasons = [load_missing()[column] for column, count in zip(indicator.requires, counted.missing, strict=True) if count]
    return f"{'；'.join(reasons)}，无法计算"


def _note(indicator: Indicator, counted: Counted, denominator: int | None) -> str:
    said = [f"没有{indicator.denominator.name}"] if denominator == 0 else []
    for column, count in zip(indicator.requires, counted.missing, strict=True):
        said += [f"{count} 件因{load_missing()[column]}未计入"] if count else []
    for key, (count, name) in zip(indicator.remarks, counted.remarks, strict=False):
        said += [load_remarks()[key].text.format(count=count, label=name)] if count else []
    return "；".join(said)
