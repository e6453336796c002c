"""Indicators of kind survival: one query fetches what was followed for how long, each cell becomes a curve, the curve an estimate."""

from collections.abc import Iterable, Sequence

from indicators.cohort import counting, fetch, holds, period_of
from indicators.definition import Indicator
from indicators.grouping import Cell, grouped, placed, told_apart
from indicators.scope import Scope
from indicators.survival import Curve, Estimate, curve, quantile, share_closed_by

OUTCOME = "follow_up"  # closed, left or open


def curves(connection, indicator: Indicator, scope: Scope, groupings: Sequence[Sequence[str]]) -> dict[tuple[str, ...], dict[Cell, Curve]]:
    """For each grouping, the curve of each cell (period, *groups) over the indicator's sample; days as the cohort rounds them."""
    columns = ["period", *dict.fromkeys(column for by in groupings for column in by)]
    ends = (indicator.of, OUTCOME)
    wanted = f""", placed as (select {period_of(scope)} as period, * from cohort where {holds(indicator, "denominator")})
        select {told_apart(columns)}, {", ".join([*columns, *ends])}, count(*)
        from placed {grouped(("period", *by, *ends) for by in groupings)}"""  # noqa: S608
    _, rows = fetch(connection, counting(wanted, indicator.view, scope, columns[1:]), scope.parameters())
    return {tuple(by): _drawn(placed(rows, columns, ("period", *by))) for by in groupings}


def _drawn(rows: Iterable[tuple[Cell, tuple]]) -> dict[Cell, Curve]:
    followed: dict[Cell, list[tuple]] = {}
    for cell, ended in rows:
        followed.setdefault(cell, []).append(ended)
    return {cell: curve(*zip(*found, strict=True)) for cell, found in followed.items()}


def estimate(indicator: Indicator, drawn: Curve) -> Estimate:
    """What the curve says of the indicator, in its unit: the day by which `level` had been closed, or the share closed `within` so many days."""
    if indicator.level is not None:
        return quantile(drawn, indicator.level)
    share = share_closed_by(drawn, indicator.within)
    scaled = (None if part is None else part * indicator.per for part in (share.value, share.low, share.high))
    return Estimate(*scaled, share.reason)
