"""One scan of one cohort: what it says about each indicator in each cell."""

from dataclasses import dataclass

from indicators.cohort import eligible, fetch, holds, period_of, select
from indicators.columns import load_remarks
from indicators.definition import Indicator
from indicators.scope import Scope

Cell = tuple  # (start of the period or None, *groups)


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What one scan says about one indicator in one cell; the defaults are those of a cell without a row."""

    numerator: float = 0
    denominator: int = 0
    quantile: float | None = None
    eligible: int = 0
    missing: tuple[int, ...] = ()  # rows left out, by the first requirement they lack
    remarks: tuple[tuple[int, str | None], ...] = ()  # rows and label of each remark


def tally(connection, indicators: list[Indicator], scope: Scope, by: tuple[str, ...]) -> dict[Cell, dict[str, Tally]]:
    """Tallies by cell and indicator id. The indicators share one cohort; cells without a row of it are not there."""
    wanted = {indicator.id: _expressions(indicator, indicators) for indicator in indicators}
    distinct = list(dict.fromkeys(text for expressions in wanted.values() for text in expressions.values()))
    columns = ", ".join([f"{period_of(scope)} as period", *by, *distinct])
    sql = select(f"{columns} from cohort group by {', '.join(['period', *by])}", indicators[0].view, scope)
    cells = {}
    for row in fetch(connection, sql, scope.parameters())[1]:
        values = dict(zip(distinct, row[1 + len(by) :], strict=True))
        cells[row[: 1 + len(by)]] = {
            indicator.id: _tally(indicator, {what: values[text] for what, text in wanted[indicator.id].items()}) for indicator in indicators
        }
    return cells


def _expressions(indicator: Indicator, others: list[Indicator]) -> dict[str, str]:
    """Every aggregate that one indicator needs, by what it is; equal texts are computed once."""
    wanted = {"eligible": f"count(*) filter (where {eligible(indicator)})"}
    for name, part in indicator.parts.items():
        total = f"sum({part.sum})" if part.sum else "count(*)"
        wanted[name] = f"{total} filter (where {holds(indicator, name)})"
    if indicator.kind == "quantile":
        wanted["quantile"] = _quantiles(indicator, others)
    for place, column in enumerate(indicator.requires):
        wanted[f"missing_{place}"] = f"count(*) filter (where {' and '.join([*indicator.requires[:place], f'not {column}'])})"
    for place, key in enumerate(indicator.remarks):
        remark = load_remarks()[key]
        wanted[f"remark_{place}"] = f"count(*) filter (where {remark.where})"
        if remark.label:
            wanted[f"label_{place}"] = f"string_agg(distinct {remark.label}, '、') filter (where {remark.where})"
    return wanted


def _quantiles(indicator: Indicator, others: list[Indicator]) -> str:
    """One sort serves every level of the same sample: a map from level to value."""
    same = [other for other in others if (other.of, other.denominator) == (indicator.of, indicator.denominator)]
    levels = ", ".join(str(level) for level in sorted({other.level for other in same}))
    return f"map(cast([{levels}] as double[]), quantile_cont({indicator.of}, [{levels}]) filter (where {holds(indicator, 'denominator')}))"


def _tally(indicator: Indicator, values: dict[str, object]) -> Tally:
    return Tally(
        numerator=values.get("numerator") or 0,
        denominator=values.get("denominator") or 0,
        quantile=values["quantile"] and values["quantile"][indicator.level] if indicator.kind == "quantile" else None,
        eligible=values["eligible"],
        missing=tuple(values[f"missing_{place}"] for place in range(len(indicator.requires))),
        remarks=tuple((values[f"remark_{place}"], values.get(f"label_{place}")) for place in range(len(indicator.remarks))),
    )
