"""One scan of one cohort: what it says about each indicator in each cell of each grouping."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indicators.cohort import counting, eligible, fetch, holds, load_views, period_of
from indicators.columns import load_remarks
from indicators.definition import Indicator
from indicators.grouping import Cell, grouped, placed, told_apart
from indicators.population import Population
from indicators.scope import Scope
from indicators.survival import Estimate
from indicators.survivals import curves, estimate


@dataclass(frozen=True, kw_only=True)
class Ask:
    """Indicators wanted by one grouping."""

    indicators: tuple[Indicator, ...]
    by: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What one scan says about one indicator in one cell; the defaults are those of a cell without a row."""

    numerator: float | None = 0
    denominator: float | None = 0
    quantile: float | None = None
    estimate: Estimate | None = None
    population: Population | None = None  # where the area ledger gives the denominator
    eligible: int = 0
    missing: tuple[int, ...] = ()  # rows left out, by the first requirement they lack
    remarks: tuple[tuple[int, str | None], ...] = ()  # rows and label of each remark
    mixed: tuple[str, ...] = ()  # columns that stand apart, of which the cell holds several values


def tally(connection, asks: Sequence[Ask], scope: Scope) -> list[dict[Cell, dict[str, Tally]]]:
    """For each ask, tallies by cell and indicator id. All indicators share one cohort; cells without a row of it are not there."""
    counts = _counts(connection, asks, scope)
    sampled = _quantiles(connection, asks, scope) | _estimates(connection, asks, scope)
    return [
        {
            cell: {indicator.id: _tally(indicator, values, sampled.get((ask.by, cell, indicator.id))) for indicator in ask.indicators}
            for cell, values in counts[ask.by].items()
        }
        for ask in asks
    ]


def _tally(indicator: Indicator, values: dict[str, object], sampled: float | Estimate | None) -> Tally:
    parts = {name: _known(indicator, name, values[_total(indicator, name)]) for name in indicator.counted}
    remarks = [load_remarks()[key] for key in indicator.remarks]
    return Tally(
        **parts,
        **({"estimate": sampled} if indicator.kind == "survival" else {"quantile": sampled}),
        eligible=values[eligible(indicator)] or 0,
        missing=tuple(values[condition] or 0 for condition in _missing(indicator)),
        remarks=tuple((values[remark.where] or 0, values.get(_label(remark))) for remark in remarks),
        mixed=tuple(column for column in indicator.apart if values[_kinds(indicator, column)] > 1),
    )


def _known(indicator: Indicator, part: str, value: float | None) -> float | None:
    """Nothing to add up is nought; in a domain with gaps it is not known."""
    return value if value is not None or (indicator.parts[part].sum and load_views()[indicator.view].has_gaps) else 0


def silent(indicator: Indicator) -> Tally:
    """The tally of a cell in which no row of the cohort stands."""
    return Tally(**{name: _known(indicator, name, None) for name in indicator.counted})


def _missing(indicator: Indicator) -> list[str]:
    """For each requirement, the condition that it is the first that a row lacks."""
    return [" and ".join([*indicator.requires[:place], f"not {column}"]) for place, column in enumerate(indicator.requires)]


def _total(indicator: Indicator, part: str) -> str:
    """What names a part among the values of a cell: its condition, or for a sum its aggregate."""
    added = indicator.parts[part].sum
    return f"sum({added}) filter (where {holds(indicator, part)})" if added else holds(indicator, part)


def _kinds(indicator: Indicator, column: str) -> str:
    """The number of different values of a column that stands apart, over the rows that can be judged."""
    return f"count(distinct {column}) filter (where {eligible(indicator)})"


def _label(remark) -> str:
    return f"case when {remark.where} then {remark.label} end"


# The scan: rows that agree in period, groups and conditions become one, and the groupings are made from these -----------------


def _counts(connection, asks: Sequence[Ask], scope: Scope) -> dict[tuple[str, ...], dict[Cell, dict[str, object]]]:
    """By grouping and cell, what is counted there by its condition, and sums and labels by their text."""
    indicators = _distinct(asks)
    conditions, sums, labels = _wanted(indicators)
    kinds = {_kinds(one, column): (column, conditions.index(eligible(one))) for one in indicators for column in one.apart}
    columns = ["period", *dict.fromkeys(column for ask in asks for column in ask.by)]
    named = [f"{period_of(scope)} as period", *columns[1:], "count(*) as cases"]
    named += [f"{text} as is_{place}" for place, text in enumerate(conditions)]
    named += [f"{text} as label_{place}" for place, text in enumerate(labels)]
    named += [f"{column} as kind_{place}" for place, (column, _) in enumerate(kinds.values())]
    named += [f"{text} as sum_{place}" for place, text in enumerate(sums)]
    totals = [f"cast(sum(cases) filter (where is_{place}) as bigint)" for place in range(len(conditions))]
    totals += [f"string_agg(distinct label_{place}, '、' order by label_{place})" for place in range(len(labels))]
    totals += [f"count(distinct kind_{place}) filter (where is_{told})" for place, (_, told) in enumerate(kinds.values())]
    totals += [f"sum(sum_{place})" for place in range(len(sums))]
    wanted = f""", cube as (select {", ".join(named)} from cohort group by all)
        select {told_apart(columns)}, {", ".join([*columns, *totals])} from cube {grouped(("period", *ask.by) for ask in asks)}"""  # noqa: S608
    _, rows = fetch(connection, counting(wanted, indicators[0].view, scope, columns[1:]), scope.parameters())
    names = [*conditions, *labels, *kinds, *sums]
    return {
        ask.by: {cell: dict(zip(names, rest, strict=True)) for cell, rest in placed(rows, columns, ("period", *ask.by))} for ask in asks
    }


def _distinct(asks: Sequence[Ask]) -> list[Indicator]:
    return list({indicator.id: indicator for ask in asks for indicator in ask.indicators}.values())


def _wanted(indicators: list[Indicator]) -> tuple[list[str], list[str], list[str]]:
    """Distinct conditions whose rows are counted, sums, and labels."""
    conditions, sums, labels = {}, {}, {}
    for indicator in indicators:
        remarks = [load_remarks()[key] for key in indicator.remarks]
        counted = [name for name, part in indicator.counted.items() if not part.sum]
        conditions |= dict.fromkeys([eligible(indicator), *_missing(indicator), *(remark.where for remark in remarks)])
        conditions |= dict.fromkeys(_total(indicator, name) for name in counted)
        sums |= dict.fromkeys(_total(indicator, name) for name in indicator.counted if name not in counted)
        labels |= dict.fromkeys(_label(remark) for remark in remarks if remark.label)
    return list(conditions), list(sums), list(labels)


def _quantiles(connection, asks: Sequence[Ask], scope: Scope) -> dict[tuple, float]:
    """By (grouping, cell, indicator id), the quantiles; one sort serves every level of a sample."""
    asks = [ask for ask in asks if any(indicator.kind == "quantile" for indicator in ask.indicators)]
    if not asks:
        return {}
    indicators = [indicator for indicator in _distinct(asks) if indicator.kind == "quantile"]
    samples = {}
    for indicator in indicators:
        samples.setdefault((indicator.of, holds(indicator, "denominator")), []).append(indicator)
    lists = [f"quantile_cont({of}, [{_levels(same)}]) filter (where {where})" for (of, where), same in samples.items()]
    columns = ["period", *dict.fromkeys(column for ask in asks for column in ask.by)]
    wanted = f""", placed as (select {period_of(scope)} as period, * from cohort)
        select {told_apart(columns)}, {", ".join([*columns, *lists])} from placed {grouped(("period", *ask.by) for ask in asks)}"""  # noqa: S608
    _, rows = fetch(connection, counting(wanted, indicators[0].view, scope, columns[1:]), scope.parameters())
    found = ((ask.by, cell, lists) for ask in asks for cell, lists in placed(rows, columns, ("period", *ask.by)))
    return {(by, cell, id): value for by, cell, lists in found for id, value in _by_id(samples.values(), lists).items()}


def _estimates(connection, asks: Sequence[Ask], scope: Scope) -> dict[tuple, Estimate]:
    """By (grouping, cell, indicator id), what the curves say; one curve serves every indicator of a sample."""
    indicators = [indicator for indicator in _distinct(asks) if indicator.kind == "survival"]
    groupings = list(dict.fromkeys(ask.by for ask in asks if set(ask.indicators) & set(indicators)))
    samples = {(one.of, holds(one, "denominator")): one for one in indicators}
    drawn = {sample: curves(connection, one, scope, groupings) for sample, one in samples.items()}
    return {
        (by, cell, one.id): estimate(one, found)
        for one in indicators
        for by, cells in drawn[(one.of, holds(one, "denominator"))].items()
        for cell, found in cells.items()
    }


def _levels(same: list[Indicator]) -> str:
    return ", ".join(str(indicator.level) for indicator in same)


def _by_id(samples: Iterable[list[Indicator]], lists: tuple) -> dict[str, float]:
    """A sample without a row has no list."""
    return {one.id: value for same, values in zip(samples, lists, strict=True) for one, value in zip(same, values or (), strict=False)}
