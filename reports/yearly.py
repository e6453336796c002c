"""A page about ledgers that are reported once a year: which years there are, and the view of the last one that anybody reported."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from indicators.scope import Scope
from reports.reading import Reading
from reports.view import View

MOST_YEARS = 16  # how far back a chart goes


def years_scope(view: View, filters: dict | None = None) -> Scope:
    """Every year up to the last day looked at, of the area looked at; the filters of cases do not apply."""
    return Scope(area=view.area, end=view.ledgers_end, grain="year", filters=filters or {})


def known_years(readings: Iterable[Reading]) -> list[str]:
    """The years in which any of the figures is known, in order."""
    return sorted({one.period for one in readings if one.is_known})


def year_view(view: View, years: list[str], filters: dict | None = None) -> View:
    """The view of the last of these years, with the years before it as its history; of the year looked at where there are none."""
    last = years[-1] if years else f"{view.ledgers_end:%Y}"
    first = max(years[0], str(int(last) - MOST_YEARS + 1)) if years else last
    return replace(
        view,
        grain="year",
        first=date(int(first), 1, 1),
        last=min(view.ledgers_end, date(int(last), 12, 31)),
        begins=None,
        filters=filters or {},
    )
