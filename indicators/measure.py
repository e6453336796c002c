"""The only way to a number: numerator, denominator and value of indicators, by period and group."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import product

import pandas as pd

from indicators.cohort import arrival, load_views
from indicators.columns import load_columns, load_missing, load_remarks
from indicators.coverage import cells, possible, without_levels
from indicators.definition import Indicator, load_catalog
from indicators.grouping import Cell
from indicators.population import Population, populations
from indicators.scope import Scope, ScopeError, label
from indicators.tally import Ask, Tally, silent, tally

FIGURES = ("numerator", "denominator", "value", "low", "high", "shadow")
NOTHING = (None,) * len(FIGURES)
NOTHING_REPORTED = "该时段没有任何上报数据"
SILENT = "没有上报"  # begins the note of a sum of which no row stands in the cell


def measure(connection, indicators: Iterable[Indicator], scope: Scope, by: Sequence[str] = ()) -> pd.DataFrame:
    """Measure indicators, one scan for all of one cohort.

    Returns `indicator, period, *by, numerator, denominator, value, low, high, shadow, note`: period is 'all', '2022', '2022-Q1' or '2022-03';
    numerator and denominator Int64 (Float64 where a sum is not whole), value Float64 in the indicator's unit, low and high the 95 %
    interval of an estimate, shadow what is overdue and open where a rate of closing is full, blanks NA; a null value has its reason in note. A count or sum has no denominator, a quantile and a survival
    have their sample size as denominator and no numerator. A period in which nobody reported anything has no row; with grain 'all' every
    indicator has its row, one a group. Rows come in the order of the indicators, then by period and group. Raises ScopeError for a
    grouping or a filter that is not allowed.
    """
    return measure_each(connection, [(indicators, by)], scope)[0]


def measure_each(connection, asks: Iterable[tuple[Iterable[Indicator], Sequence[str]]], scope: Scope) -> list[pd.DataFrame]:
    """What measure() gives for each (indicators, by), the same scan of a cohort serving them all. A page asks once."""
    asks = [Ask(indicators=tuple(indicators), by=tuple(by)) for indicators, by in asks]
    for ask in asks:
        _refuse(ask, scope)
    records = [[] for _ in asks]
    for first, views in _by_domain(asks).items():
        groupings = [ask.by for ask in asks if any(indicator.view in views for indicator in ask.indicators)]
        reported = cells(connection, first, scope, list(dict.fromkeys(groupings)))
        for view in views:
            for place, found in _measure_view(connection, view, asks, scope, reported):
                records[place] += found
    return [_shadowed(connection, ask, _frame(ask, found), scope) for ask, found in zip(asks, records, strict=True)]


def _shadowed(connection, ask: Ask, frame: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """The frame with what is overdue and still open beside each rate of closing that reads 100 %."""
    full = [
        one for one in ask.indicators if one.shadow and (frame.loc[frame["indicator"] == one.id, "value"] >= one.per).fillna(False).any()
    ]
    for indicator in full:
        late = measure(connection, [load_catalog()[indicator.shadow]], scope, ask.by)
        found = dict(zip(_cells_of(late, ask.by), late["value"], strict=True))
        is_full = (frame["indicator"] == indicator.id) & (frame["value"] >= indicator.per).fillna(False)
        counts = [found.get(cell, pd.NA) for cell in _cells_of(frame[is_full], ask.by)]
        frame.loc[is_full, "shadow"] = pd.array([pd.NA if count is pd.NA or not count else int(count) for count in counts], dtype="Int64")
    return frame


def _cells_of(frame: pd.DataFrame, by: tuple[str, ...]) -> list[tuple]:
    return list(frame[["period", *by]].itertuples(index=False, name=None))


def _by_domain(asks: list[Ask]) -> dict[str, list[str]]:
    """The views asked for, by the view of their domain that says who reported."""
    found: dict[str, list[str]] = {}
    for view in dict.fromkeys(indicator.view for ask in asks for indicator in ask.indicators):
        found.setdefault(arrival(view), []).append(view)
    return found


def _refuse(ask: Ask, scope: Scope) -> None:
    for indicator, column in product(ask.indicators, ask.by):
        if column not in indicator.by:
            raise ScopeError(f"「{indicator.name}」不能按「{_name_of(column)}」分组。")
    for indicator, column in product(ask.indicators, scope.filters):
        if column not in indicator.by and load_views()[indicator.view].source:
            raise ScopeError(f"「{indicator.name}」不能按「{_name_of(column)}」筛选。")


def _name_of(column: str) -> str:
    known = load_columns().get(column)
    return known.name if known else column


def _measure_view(connection, view: str, asks: list[Ask], scope: Scope, reported: dict) -> Iterable[tuple[int, list[tuple]]]:
    """(place of the ask, its records) for what the asks want of one cohort."""
    within = [(place, ask, tuple(indicator for indicator in ask.indicators if indicator.view == view)) for place, ask in enumerate(asks)]
    within = [(place, Ask(indicators=indicators, by=ask.by)) for place, ask, indicators in within if indicators]
    for (place, ask), counted in zip(within, tally(connection, [ask for _, ask in within], scope), strict=True):
        suspects = _suspects(ask.indicators, counted)
        unknown = {
            (without_levels(cell, ask.by), needed): counted[cell]
            for cell, needed in suspects - possible(connection, _judging(view), suspects, scope, ask.by)
        }
        living = {one.id: populations(connection, one, scope, ask.by) for one in ask.indicators if one.parts != one.counted}
        yield place, list(_records(ask, scope, reported[ask.by], counted, unknown, living))


def _judging(view: str) -> str:
    """The view whose rows say whether what an indicator requires can be known: for cases what was received, for reports the rows themselves."""
    return view if load_views()[view].source else arrival(view)


def _records(
    ask: Ask, scope: Scope, reported: dict[Cell, bool], counted: dict[Cell, dict[str, Tally]], unknown: dict, living: dict
) -> Iterable[tuple]:
    """One record a cell and indicator. `unknown` knows nothing of levels: where no case can be counted, none of its age bands is 0.

    `living` has the populations by group of the indicators that divide by them.
    """
    for cell in {**reported, **counted}:
        for indicator in ask.indicators:
            said = counted[cell][indicator.id] if cell in counted else silent(indicator)
            if indicator.id in living:
                said = replace(said, population=living[indicator.id].get(cell[1:]))
            lacking = unknown.get((without_levels(cell, ask.by), indicator.requires))
            if lacking:
                outcome = *NOTHING, _unavailable(indicator, lacking[indicator.id])
            else:
                outcome = _outcome(indicator, said, reported.get(cell, False))
            yield indicator.id, label(cell[0], scope.grain), *cell[1:], *outcome


def _suspects(indicators: Iterable[Indicator], counted: dict[Cell, dict[str, Tally]]) -> set[tuple[Cell, tuple]]:
    """(cell, required columns) where rows were left out and none could be counted."""
    return {
        (cell, indicator.requires)
        for cell, tallies in counted.items()
        for indicator in indicators
        if any(tallies[indicator.id].missing) and not tallies[indicator.id].eligible
    }


def _outcome(indicator: Indicator, said: Tally, is_reported: bool) -> tuple:
    """The figures of one indicator in one cell, and the note."""
    if not (is_reported or said.eligible):
        return *NOTHING, NOTHING_REPORTED
    if said.mixed:
        return *NOTHING, f"有不同的{'、'.join(load_columns()[column].name for column in said.mixed)}，不能合成一个数，无法计算"
    numerator = said.numerator if indicator.numerator else None
    denominator = _denominator(indicator, said)
    low, high = (said.estimate.low, said.estimate.high) if said.estimate else (None, None)
    return numerator, denominator, _value(indicator, said), low, high, None, _note(indicator, said)


def _denominator(indicator: Indicator, said: Tally) -> float | None:
    if not indicator.denominator:
        return None
    return (said.population.total if said.population else 0) if indicator.denominator.area else said.denominator


def _value(indicator: Indicator, said: Tally) -> float | None:
    if indicator.kind == "quantile":
        return said.quantile
    if indicator.kind == "survival":
        return said.estimate and said.estimate.value
    if indicator.kind == "ratio":
        denominator = _denominator(indicator, said)
        return said.numerator * indicator.per / denominator if denominator and said.numerator is not None else None
    return said.numerator


def _unavailable(indicator: Indicator, said: Tally) -> str:
    reasons = [load_missing()[column] for column, count in zip(indicator.requires, said.missing, strict=True) if count]
    return f"{'；'.join(reasons)}，无法计算"


def _note(indicator: Indicator, said: Tally) -> str:
    unsaid = [part.name for name, part in indicator.counted.items() if getattr(said, name) is None]
    sentences = [f"{SILENT}{unsaid[0]}"] if unsaid else []
    sentences += [f"没有{indicator.denominator.name}"] if indicator.denominator and not unsaid and not _denominator(indicator, said) else []
    sentences += [said.estimate.reason] if said.estimate and said.estimate.reason and said.denominator else []
    sentences += [_population_words(indicator.denominator.area, said.population)] if said.population else []
    for column, count in zip(indicator.requires, said.missing, strict=False):
        sentences += [f"{count:,} {_rows_words(indicator)}因{load_missing()[column]}未计入"] if count else []
    for key, (count, name) in zip(indicator.remarks, said.remarks, strict=False):
        sentences += [load_remarks()[key].text.format(count=count, label=name)] if count else []
    return "；".join(sentences)


def _rows_words(indicator: Indicator) -> str:
    """What the rows of a cohort are called where they are not added up: 件, 个村; a sum of money is made of 行."""
    is_sum = any(part.sum for part in indicator.counted.values())
    return "行" if is_sum and indicator.counted_in != "件" else indicator.counted_in


def _population_words(column: str, population: Population) -> str:
    """On what basis the residents were counted, and how many villages gave none."""
    name = {"residents": "人口", "households": "户数"}[column]
    lacking = (
        f"，{population.villages_without} 个村没有{name}{'数' if column == 'residents' else ''}、未计入"
        if population.villages_without
        else ""
    )
    basis = f"人口为{population.basis}口径" if column == "residents" else "户数取自地区台账"
    return f"{basis}{lacking}"


def _order(by: tuple[str, ...], groups: Sequence[object]) -> list[tuple]:
    """Blanks last, declared levels in their order, everything else by its text."""
    levels = [load_columns()[column].levels for column in by]
    return [(value is None, known.index(value) if value in known else 0, str(value)) for value, known in zip(groups, levels, strict=True)]


def _frame(ask: Ask, records: list[tuple]) -> pd.DataFrame:
    places = {indicator.id: place for place, indicator in enumerate(ask.indicators)}
    records.sort(key=lambda record: (places[record[0]], record[1], _order(ask.by, record[2 : 2 + len(ask.by)])))
    names = ["indicator", "period", *ask.by, *FIGURES, "note"]
    columns = dict(zip(names, zip(*records, strict=True), strict=True)) if records else {name: () for name in names}
    frame = pd.DataFrame({name: pd.Series(columns[name], dtype=object) for name in names})
    for name in ("numerator", "denominator"):
        is_whole = all(value is None or float(value).is_integer() for value in columns[name])
        frame[name] = frame[name].astype("Int64" if is_whole else "Float64")
    frame[["value", "low", "high"]] = frame[["value", "low", "high"]].astype("Float64")
    frame["shadow"] = frame["shadow"].astype("Int64")
    return frame
