"""The rows an indicator is counted over, as SQL text: pieces from cohorts/*.sql joined, names from definitions, values as parameters."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from indicators.columns import load_columns
from indicators.definition import Indicator
from indicators.scope import Scope

COHORTS = Path(__file__).parent / "cohorts"


@cache
def _text(name: str) -> str:
    return (COHORTS / f"{name}.sql").read_text(encoding="utf-8")


def _allowed(column: str, values: Sequence[str | None]) -> str:
    places = [f"${column}_{place}" for place, value in enumerate(values) if value is not None]
    kept = [f"{column} in ({', '.join(places)})"] if places else []
    blank = [f"{column} is null"] if None in values else []
    return f"({' or '.join(kept + blank) or 'false'})"


def _scoped(scope: Scope, carried: str) -> str:
    conditions = [_allowed(column, values) for column, values in scope.filters.items()]
    if scope.area is not None:
        conditions.append("(area_id = $area or starts_with(area_id, $area || '/'))")
    return " and ".join([_text("scoped").replace("{carried}", carried), *conditions])


def _select(wanted: str, view: str, scope: Scope, carried: str) -> str:
    return f"""with dated as not materialized ({_text("dated")}),
        scoped as not materialized ({_scoped(scope, carried)}), {view} as ({_text(view)}),
        cohort as (select * from {view} where period_at >= $start_at and period_at < $end_at)
        {wanted}"""  # noqa: S608 our own text


def counting(wanted: str, view: str, scope: Scope, groups: Iterable[str] = ()) -> str:
    """A query over `cohort`: the view's rows in the scope and its period, one `period_at` each, with the columns they are grouped by.

    `dated` (every case of the warehouse) and `scoped` (those of the scope, whatever the period) are there too. `wanted` follows as it is.
    Few columns, because binding them costs more than counting the cases of a township.
    """
    return _select(wanted, view, scope, "".join(f"{column}, " for column in groups if not load_columns()[column].levels))


def showing(wanted: str, view: str, scope: Scope) -> str:
    """The same rows with everything they show."""
    return _select(wanted, view, scope, _text("carried"))


def period_of(scope: Scope, moment: str = "period_at") -> str:
    """The expression for the start of the period a moment lies in; null for the whole range."""
    return "cast(null as timestamp)" if scope.grain == "all" else f"date_trunc('{scope.grain}', {moment})"


def eligible(indicator: Indicator) -> str:
    """The condition on a row that it has what the indicator requires."""
    return " and ".join(indicator.requires) or "true"


def holds(indicator: Indicator, part: str) -> str:
    """The condition on a row of the cohort that it belongs to a part."""
    where = indicator.parts[part].where
    return eligible(indicator) if where == "true" else f"{eligible(indicator)} and ({where})"


def fetch(connection, sql: str, values: Mapping[str, object]) -> tuple[list[str], list[tuple]]:
    """Column names and rows of one query on a cursor of its own, with those of the values that the text names."""
    used = {name: value for name, value in values.items() if re.search(rf"\${name}\b", sql)}
    with connection.cursor() as cursor:
        result = cursor.execute(sql, used)
        return [column[0] for column in result.description], result.fetchall()
