"""On which days what an indicator counts happened, for charts of the time between."""

from datetime import date

from indicators.cohort import counting, fetch, holds
from indicators.definition import Indicator
from indicators.scope import Scope


def event_days(connection, indicator: Indicator, scope: Scope) -> list[date]:
    """The day of each row of the numerator in the scope, oldest first: the day that puts it in a period. For flows, not for stocks."""
    wanted = f"select cast(period_at as date) as day from cohort where {holds(indicator, 'numerator')} order by day"  # noqa: S608 our own text
    _, rows = fetch(connection, counting(wanted, indicator.view, scope), scope.parameters())
    return [day for (day,) in rows]
