"""One scan of one cohort: what it says about each indicator in each cell of each grouping."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indicators import cube_tally
from indicators.cohort import counting, eligible, fetch, holds, load_views, period_of
from indicators.columns import load_remarks
from indicators.counted import Ask, every, label_of, missing, texts_of, total
from indicators.cube import cube_of
from indicators.definition import Indicator
from indicators.grouping import Cell, grouped, placed, told_apart
from indicators.population import Population
from indicators.scope import Scope
from indicators.survival import Estimate
from indicators.survivals import curves, estimate


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
    cube = cube_of(connection, asks[0].indicators[0].view, scope)
    counts = cube_tally.counts(connection, cube, asks, scope) if cube else {}
    sampled = cube_tally.quantiles(connection, cube, asks, scope, counts) if cube else {}
    counts |= _counts(connection, [ask for ask in asks if ask.by not in counts], scope)
    sampled |= _quantiles(connection, [ask for ask in asks if ask.by not in sampled], scope)
    drawn = _estimates(connection, asks, scope)
    return [
        {
            cell: {
                one.id: _tally(one, values, (drawn if one.kind == "survival" else sampled).get(ask.by, {}).get((cell, one.id)))
                for one in ask.indicators
            }
            for cell, values in counts[ask.by].items()
        }
        for ask in asks
    ]


def _tally(indicator: Indicator, values: dict[str, object], sampled: float | Estimate | None) -> Tally:
    parts = {name: _known(indicator, name, values[total(indicator, name)]) for name in indicator.counted}
    remarks = [load_remarks()[key] for key in indicator.remarks]
    return Tally(
        **parts,
        **({"estimate": sampled} if indicator.kind == "survival" else {"quantile": sampled}),
        eligible=values[eligible(indicator)] or 0,
        missing=tuple(values[condition] or 0 for condition in missing(indicator)),
        remarks=tuple((values[remark.where] or 0, values.get(label_of(remark))) for remark in remarks),
        mixed=tuple(column for column in indicator.apart if values[_kinds(indicator, column)] > 1),
    )


def _known(indicator: Indicator, part: str, value: float | None) -> float | None:
    """Nothing to add up is nought; in a domain with gaps it is not known."""
    return value if value is not None or (indicator.parts[part].sum and load_views()[indicator.view].has_gaps) else 0


def silent(indicator: Indicator) -> Tally:
    """The tally of a cell in which no row of the cohort stands."""
    return Tally(**{name: _known(indicator, name, None) for name in indicator.counted})


def _kinds(indicator: Indicator, column: str) -> str:
    """The number of different values of a column that stands apart, over the rows that can be judged."""
    return f"count(distinct {column}) filter (where {eligible(indicator)})"


# The scan: rows that agree in period, groups and conditions become one, and the groupings are made from these -----------------


def _counts(connection, asks: Sequence[Ask], scope: Scope) -> dict[tuple[str, ...], dict[Cell, dict[str, object]]]:
    """By grouping and cell, what is counted there by its condition, and sums and labels by their text."""
    if not asks:
        return {}
    indicators = every(asks)
    counted = texts_of(indicators)
    conditions, sums, labels = list(counted.conditions), counted.sums, counted.labels
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


def _quantiles(connection, asks: Sequence[Ask], scope: Scope) -> dict[tuple[str, ...], dict[tuple[Cell, str], float]]:
    """By grouping, and cell and indicator id, the quantiles; one sort serves every level of a sample."""
    asks = [ask for ask in asks if any(indicator.kind == "quantile" for indicator in ask.indicators)]
    if not asks:
        return {}
    indicators = [indicator for indicator in every(asks) if indicator.kind == "quantile"]
    samples = {}
    for indicator in indicators:
        samples.setdefault((indicator.of, holds(indicator, "denominator")), []).append(indicator)
    lists = [f"quantile_cont({of}, [{_levels(same)}]) filter (where {where})" for (of, where), same in samples.items()]
    columns = ["period", *dict.fromkeys(column for ask in asks for column in ask.by)]
    wanted = f""", placed as (select {period_of(scope)} as period, * from cohort)
        select {told_apart(columns)}, {", ".join([*columns, *lists])} from placed {grouped(("period", *ask.by) for ask in asks)}"""  # noqa: S608
    _, rows = fetch(connection, counting(wanted, indicators[0].view, scope, columns[1:]), scope.parameters())
    return {
        ask.by: {
            (cell, id): value
            for cell, lists in placed(rows, columns, ("period", *ask.by))
            for id, value in _by_id(samples.values(), lists).items()
        }
        for ask in asks
    }


def _estimates(connection, asks: Sequence[Ask], scope: Scope) -> dict[tuple[str, ...], dict[tuple[Cell, str], Estimate]]:
    """By grouping, and cell and indicator id, what the curves say; one curve serves every indicator of a sample."""
    indicators = [indicator for indicator in every(asks) if indicator.kind == "survival"]
    groupings = list(dict.fromkeys(ask.by for ask in asks if set(ask.indicators) & set(indicators)))
    samples = {(one.of, holds(one, "denominator")): one for one in indicators}
    drawn = {sample: curves(connection, one, scope, groupings) for sample, one in samples.items()}
    found = {by: {} for by in groupings}
    for one in indicators:
        for by, cells in drawn[(one.of, holds(one, "denominator"))].items():
            found[by] |= {(cell, one.id): estimate(one, curve) for cell, curve in cells.items()}
    return found


def _levels(same: list[Indicator]) -> str:
    return ", ".join(str(indicator.level) for indicator in same)


def _by_id(samples: Iterable[list[Indicator]], lists: tuple) -> dict[str, float]:
    """A sample without a row has no list."""
    return {one.id: value for same, values in zip(samples, lists, strict=True) for one, value in zip(same, values or (), strict=False)}
