"""What the quality view reads, kept by snapshot: who reported what in the area looked at, and the checks of its numbers."""

from datetime import date

import streamlit as st

from etl.contract import contracts
from indicators.quality_findings import CHECKS, Checked, Span, Tally, approved_after, checked, places
from indicators.quality_reported import Reports, reports
from pages.parts import context, filters
from reports.view import month_end

EVER = date(1900, 1, 1)


def titles() -> dict[str, str]:
    """What people call each ledger."""
    return {source: contract.title for source, contract in contracts().items()}


@st.cache_data(max_entries=16, show_spinner=False)
def _reports(within: tuple[str, str], area: str | None, villages: tuple[str, ...], until: date | None) -> Reports:
    return reports(context.connection(*within), area, villages, until)


def villages() -> tuple[str, ...]:
    """The villages of the area looked at; of one inside a village, that village."""
    area = filters.view().area
    found = [one.path for one in context.areas() if one.level == "村" and not one.is_published]
    return tuple(path for path in found if area is None or f"{path}/".startswith(f"{area}/") or area.startswith(f"{path}/"))


def reported() -> Reports:
    """Who reported what, up to the last month looked at; with the last month of all that there is, whatever the ledgers hold."""
    view = filters.view()
    held = context.extent()
    until = None if view.last == held.last_on else month_end(view.last)
    return _reports(context.key(), view.area, villages(), until)


def span(check: str) -> Span:
    """The rows that a check looks at: those of the months chosen; incomes, of which there are few a year, of all years up to there."""
    view = filters.view()
    if check == "rounded":
        return Span(area=view.area, start=EVER, end=view.ledgers_end)
    return Span(area=view.area, start=view.first, end=view.last)


@st.cache_data(max_entries=64, show_spinner=False)
def _checked(within: tuple[str, str], check: str, of: Span) -> Checked:
    return checked(context.connection(*within), check, of)


@st.cache_data(max_entries=32, show_spinner=False)
def _aside(within: tuple[str, str], ask: str, of: Span) -> Tally | list[tuple[str, Tally]]:
    connection = context.connection(*within)
    return approved_after(connection, of) if ask == "approved_after" else places(connection, ask, of)


def checks() -> list[Checked]:
    """Every check of the numbers."""
    return [_checked(context.key(), check, span(check)) for check in CHECKS]


def late_approvals() -> Tally:
    """The extensions that were approved after the deadline, of those that say when."""
    return _aside(context.key(), "approved_after", span("extension"))


def rounded_places() -> list[tuple[str, Tally]]:
    """The villages whose incomes are whole hundreds far more often than their share."""
    return _aside(context.key(), "rounded", span("rounded"))
