"""The only way to a number: numerator, denominator and value of indicators, by period and group."""

from collections.abc import Iterable, Sequence
from itertools import groupby, product

import pandas as pd

from indicators.columns import load_columns, load_missing, load_remarks
from indicators.coverage import cells, possible
from indicators.definition import Indicator
from indicators.scope import Scope, ScopeError, label
from indicators.tally import Cell, Tally, tally

NOTHING_REPORTED = "该时段没有任何上报数据"


def measure(connection, indicators: Iterable[Indicator], scope: Scope, by: Sequence[str] = ()) -> pd.DataFrame:
    """Measure indicators, one scan for all of one cohort.

    Returns `indicator, period, *by, numerator, denominator, value, note`: period is 'all', '2022', '2022-Q1' or '2022-03'; numerator and
    denominator Int64 (Float64 where a sum is not whole), value Float64 in the indicator's unit, blanks NA; a null value has its reason in
    note. A count or sum has no denominator, a quantile has its sample size as denominator and no numerator. A period in which nobody
    reported anything has no row; with grain 'all' every indicator has its row, one a group. Rows come in the order of the indicators,
    then by period and group. Raises ScopeError for a grouping that is not allowed.
    """
    indicators, by = list(indicators), tuple(by)
    _refuse(indicators, by)
    reported = cells(connection, scope, by)
    records = []
    for _, same in groupby(sorted(indicators, key=lambda indicator: indicator.view), key=lambda indicator: indicator.view):
        records += _measure_view(connection, list(same), scope, by, reported)
    places = {indicator.id: place for place, indicator in enumerate(indicators)}
    records.sort(key=lambda record: (places[record[0]], record[1], _order(by, record[2 : 2 + len(by)])))
    return _frame(records, by)


def _refuse(indicators: list[Indicator], by: tuple[str, ...]) -> None:
    for indicator, column in product(indicators, by):
        if column not in indicator.by:
            known = load_columns().get(column)
            raise ScopeError(f"「{indicator.name}」不能按「{known.name if known else column}」分组")


def _measure_view(connection, indicators: list[Indicator], scope: Scope, by: tuple[str, ...], reported: dict[Cell, bool]) -> list[tuple]:
    counted = tally(connection, indicators, scope, by)
    suspects = _suspects(indicators, counted)
    unknown = suspects - possible(connection, suspects, scope, by)
    records = []
    for cell in {**reported, **counted}:
        for indicator in indicators:
            said = counted[cell][indicator.id] if cell in counted else Tally()
            if (cell, indicator.requires) in unknown:
                outcome = None, None, None, _unavailable(indicator, said)
            else:
                outcome = _outcome(indicator, said, reported.get(cell, False))
            records.append((indicator.id, label(cell[0], scope.grain), *cell[1:], *outcome))
    return records


def _suspects(indicators: list[Indicator], counted: dict[Cell, dict[str, Tally]]) -> set[tuple[Cell, tuple]]:
    """(cell, required columns) where rows were left out and none could be counted."""
    return {
        (cell, indicator.requires)
        for cell, tallies in counted.items()
        for indicator in indicators
        if any(tallies[indicator.id].missing) and not tallies[indicator.id].eligible
    }


def _outcome(indicator: Indicator, said: Tally, is_reported: bool) -> tuple:
    """Numerator, denominator, value and note of one indicator in one cell."""
    if not (is_reported or said.eligible):
        return None, None, None, NOTHING_REPORTED
    numerator = None if indicator.kind == "quantile" else said.numerator
    denominator = said.denominator if indicator.denominator else None
    return numerator, denominator, _value(indicator, said), _note(indicator, said)


def _value(indicator: Indicator, said: Tally) -> float | None:
    if indicator.kind == "quantile":
        return said.quantile
    if indicator.kind == "ratio":
        return said.numerator * indicator.per / said.denominator if said.denominator else None
    return said.numerator


def _unavailable(indicator: Indicator, said: Tally) -> str:
    reasons = [load_missing()[column] for column, count in zip(indicator.requires, said.missing, strict=True) if count]
    return f"{'；'.join(reasons)}，无法计算"


def _note(indicator: Indicator, said: Tally) -> str:
    sentences = [f"没有{indicator.denominator.name}"] if indicator.denominator and not said.denominator else []
    for column, count in zip(indicator.requires, said.missing, strict=False):
        sentences += [f"{count} 件因{load_missing()[column]}未计入"] if count else []
    for key, (count, name) in zip(indicator.remarks, said.remarks, strict=False):
        sentences += [load_remarks()[key].text.format(count=count, label=name)] if count else []
    return "；".join(sentences)


def _order(by: tuple[str, ...], groups: Sequence[object]) -> list[tuple]:
    """Blanks last, declared levels in their order, everything else by its text."""
    levels = [load_columns()[column].levels for column in by]
    return [(value is None, known.index(value) if value in known else 0, str(value)) for value, known in zip(groups, levels, strict=True)]


def _frame(records: list[tuple], by: tuple[str, ...]) -> pd.DataFrame:
    names = ["indicator", "period", *by, "numerator", "denominator", "value", "note"]
    columns = dict(zip(names, zip(*records, strict=True), strict=True)) if records else {name: () for name in names}
    frame = pd.DataFrame({name: pd.Series(columns[name], dtype=object) for name in names})
    for name in ("numerator", "denominator"):
        is_whole = all(value is None or float(value).is_integer() for value in columns[name])
        frame[name] = frame[name].astype("Int64" if is_whole else "Float64")
    frame["value"] = frame["value"].astype("Float64")
    return frame
