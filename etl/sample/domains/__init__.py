"""The other ledgers of the demonstration township: income, collective economy, projects, infrastructure, industry, description, activities."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import chain

from etl.sample.domains.fields import fields_pages
from etl.sample.domains.herds import herds_pages, put_off
from etl.sample.domains.labour import labour_pages
from etl.sample.domains.layout import sheets_of
from etl.sample.domains.lines import Page, last_day
from etl.sample.domains.money import money_pages
from etl.sample.domains.party import party_pages
from etl.sample.domains.projects import project_pages
from etl.sample.domains.returns import returns_pages
from etl.sample.domains.works import works_pages
from etl.sample.sheets import Sheet

__all__ = ["domain_pages", "domain_sheets"]

DRAWN = (money_pages, project_pages, works_pages, fields_pages, herds_pages, labour_pages, party_pages, returns_pages)


def _pages(day: date) -> Iterator[Page]:
    return chain.from_iterable(drawn(day) for drawn in DRAWN)


@cache
def domain_pages(as_of: date | None = None) -> tuple[Page, ...]:
    """Every sheet with its lines, as it stood at the end of a day; None: on the last day, with what is wrong on purpose."""
    return tuple(page if as_of else put_off(page) for page in _pages(last_day(as_of)) if page.lines)


@cache
def domain_sheets(as_of: date | None = None) -> tuple[Sheet, ...]:
    """The sheets of `domain_pages`, those of one file side by side, ready to be written."""
    return tuple(sorted(sheets_of(domain_pages(as_of)), key=lambda sheet: sheet.file))
