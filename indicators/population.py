"""Denominators that the area ledger gives: residents, and on what basis they were counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from indicators.cohort import fetch
from indicators.definition import Indicator
from indicators.scope import Scope

QUERY = (Path(__file__).parent / "queries" / "population.sql").read_text(encoding="utf-8")
VILLAGES = (Path(__file__).parent / "queries" / "population_villages.sql").read_text(encoding="utf-8")


@dataclass(frozen=True, kw_only=True)
class Population:
    """The sum over the villages of a group that give the number, how many do not, and the basis in words."""

    total: int
    villages_without: int
    basis: str


def populations(connection, indicator: Indicator, scope: Scope, by: tuple[str, ...]) -> dict[tuple, Population]:
    """By group, what the area ledger says of the villages in it; a group without any village that gives the number is not there."""
    names = ", ".join(by)
    sql = QUERY.replace("{groups}", f"{names}," if by else "").replace("{grouping}", f"group by {names}" if by else "")
    _, rows = fetch(connection, sql.replace("{column}", indicator.denominator.area), {"area": scope.area})
    return {tuple(row[: len(by)]): Population(total=int(row[-3]), villages_without=row[-2], basis=row[-1]) for row in rows if row[-3]}


def villages(connection, indicator: Indicator, scope: Scope, by_values: Mapping[str, object]) -> pd.DataFrame:
    """The villages whose numbers add up to a denominator: where each stands in the area ledger, and its number and basis."""
    conditions = " and ".join(["true", *(f"{column} is not distinct from $cell_{column}" for column in by_values)])
    values = {"area": scope.area} | {f"cell_{column}": value for column, value in by_values.items()}
    sql = VILLAGES.replace("{conditions}", conditions).replace("{column}", indicator.denominator.area)
    names, found = fetch(connection, sql, values)
    return pd.DataFrame(found, columns=names, dtype=object)
