"""The rows behind a number: the same cohort, the same condition."""

from collections.abc import Mapping

import pandas as pd

from indicators.cohort import fetch, holds, showing
from indicators.columns import load_columns
from indicators.definition import Indicator
from indicators.population import villages
from indicators.scope import Scope, ScopeError


def _cell(indicator: Indicator, by_values: Mapping[str, object]) -> list[str]:
    for column in by_values:
        if column not in indicator.by:
            raise ScopeError(f"「{indicator.name}」不能按「{column}」分组。")
    return [f"{column} is not distinct from $cell_{column}" for column in by_values]


def rows(
    connection, indicator: Indicator, part: str, scope: Scope, by_values: Mapping[str, object] | None = None, limit: int | None = None
) -> pd.DataFrame:
    """The rows of one part ('numerator' or 'denominator'), provenance first: file_name, source_sheet, source_row, batch_id, then the case.

    Their number is exactly the part's number (of a sum, their column adds up to it; of a quantile or survival, 'denominator' is the sample; where the area ledger gives it, the villages that add up to it). Columns
    are those of columns.toml that the cohort has. `by_values` picks one group, `scope.at(period)` one period, `limit` the first so many.
    Raises ScopeError for a part or a grouping that the indicator does not have.
    """
    if part not in indicator.parts:
        raise ScopeError(f"「{indicator.name}」没有{'分子' if part == 'numerator' else '分母'}明细。")
    by_values = by_values or {}
    if indicator.parts[part].area:
        return villages(connection, indicator, scope, by_values)
    conditions = " and ".join([f"({holds(indicator, part)})", *_cell(indicator, by_values)])
    order = "order by file_name, source_sheet, source_row" + (" limit $row_limit" if limit is not None else "")
    sql = showing(f"select * from cohort where {conditions} {order}", indicator.view, scope)  # noqa: S608
    values = scope.parameters() | {f"cell_{column}": value for column, value in by_values.items()} | {"row_limit": limit}
    names, found = fetch(connection, sql, values)
    wanted = [name for name in [*load_columns(), indicator.parts[part].sum] if name in names]
    return pd.DataFrame(found, columns=names, dtype=object)[list(dict.fromkeys(wanted))]
