"""The rows an indicator is counted over, as SQL text: pieces from cohorts/ joined, names from definitions, values as parameters."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from indicators.columns import load_columns
from indicators.definition import Indicator
from indicators.scope import Scope

COHORTS = Path(__file__).parent / "cohorts"


@dataclass(frozen=True, kw_only=True)
class View:
    """A cohort: the domain it belongs to, the facts and the condition that cut it, its text, and what puts a row in a period.

    A domain of reports has a `source` view, and the days that a row speaks for. With `has_gaps` a place that sent no row is not nought.
    The rows of an `is_stock` stand at the end of each period, not in it.
    """

    name: str
    domain: str
    facts: str
    text: str
    period: str
    where: str = "true"
    dated: str = ""
    source: str = ""
    begins: str = "period_start_on"
    ends: str = "period_end_on"
    has_gaps: bool = False
    is_stock: bool = False


@cache
def load_views() -> dict[str, View]:
    """Every cohort by name, as views.toml declares it."""
    declared = tomllib.loads((COHORTS / "views.toml").read_text(encoding="utf-8"))
    domains = {name: name.partition("_")[0] for name in declared["view"]}
    return {
        name: View(name=name, domain=domains[name], **declared["domain"][domains[name]], **view) for name, view in declared["view"].items()
    }


def arrival(view: str) -> str:
    """The cohort of the same domain that says who reported at all: the first declared."""
    return next(one.name for one in load_views().values() if one.domain == load_views()[view].domain)


@cache
def _text(name: str) -> str:
    return (COHORTS / f"{name}.sql").read_text(encoding="utf-8")


def allowed(column: str, values: Sequence[str | None]) -> str:
    """The condition that keeps the values a filter allows, which are parameters; None among them keeps blanks."""
    places = [f"${column}_{place}" for place, value in enumerate(values) if value is not None]
    kept = [f"{column} in ({', '.join(places)})"] if places else []
    blank = [f"{column} is null"] if None in values else []
    return f"({' or '.join(kept + blank) or 'false'})"


def not_published(scope: Scope) -> str:
    """The condition that keeps published rows out of every figure but those of the place they speak of, and of the tree it stands in."""
    if scope.area is None:
        return "data_class <> 'published'"
    return "(data_class <> 'published' or area_id = $area or coalesce((select is_published from area where area.area_id = $area), false))"


def _listed(view: View, scope: Scope, carried: str) -> str:
    conditions = [not_published(scope), *(allowed(column, values) for column, values in scope.filters.items())]
    if scope.area is not None:
        conditions.append("(area_id = $area or starts_with(area_id, $area || '/'))")
    return " and ".join([_text(f"facts/{view.facts}_listed").replace("{carried}", carried), *conditions])


def _dated(view: View, spared: str) -> str:
    """The rows of the domain as they stood; what is put into the text comes from views.toml alone, and the condition on rows not to be spared."""
    text = _text(f"facts/{view.dated or view.facts}_dated").replace("{spared}", spared)
    for name in ("where", "source", "begins", "ends"):
        text = text.replace(f"{{{name}}}", getattr(view, name))
    return text


def _select(wanted: str, view: View, scope: Scope, carried: str, spared: str = "last_at >= $start_at") -> str:
    dated = _dated(view, spared)
    return f"""with dated as not materialized ({dated}),
        listed as not materialized ({_listed(view, scope, carried)}),
        scoped as not materialized (select * from listed where not is_excluded and not is_merged),
        placed_rows as ({_text(f"views/{view.text}")}),
        cohort as (select * from placed_rows where period_at >= $start_at and period_at < $end_at)
        {wanted}"""  # noqa: S608 our own text


def counting(wanted: str, view: str, scope: Scope, groups: Iterable[str] = ()) -> str:
    """A query over `cohort`: the view's rows in the scope and its period, one `period_at` each, with the columns they are grouped by.

    `wanted` follows as it is. Few columns, because binding them costs more than counting the cases of a township.
    """
    return _select(wanted, load_views()[view], scope, _grouped_by(groups))


def whenever(wanted: str, view: str, scope: Scope, groups: Iterable[str] = ()) -> str:
    """A query over `dated` (every row of the domain), `listed` (those of the scope) or `scoped` (those of them that count), whatever the period."""
    return _select(wanted, load_views()[view], scope, _grouped_by(groups), spared="true")


def _grouped_by(groups: Iterable[str]) -> str:
    return "".join(f", {column}" for column in groups if not load_columns()[column].levels)


def showing(wanted: str, view: str, scope: Scope) -> str:
    """The same rows with everything they show."""
    cohort = load_views()[view]
    has_more = "{carried}" in _text(f"facts/{cohort.facts}_listed")  # where it has not, its rows carry everything
    return _select(wanted, cohort, scope, _text(f"facts/{cohort.facts}_carried") if has_more else "")


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


def named(sql: str, values: Mapping[str, object]) -> dict[str, object]:
    """Those of the values that a text names; a value it does not name would be refused."""
    return {name: value for name, value in values.items() if re.search(rf"\${name}\b", sql)}


def fetch(connection, sql: str, values: Mapping[str, object]) -> tuple[list[str], list[tuple]]:
    """Column names and rows of one query on a cursor of its own, with those of the values that the text names."""
    with connection.cursor() as cursor:
        result = cursor.execute(sql, named(sql, values))
        return [column[0] for column in result.description], result.fetchall()
