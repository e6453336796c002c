"""The villages of an area and what puts them among their like."""

from dataclasses import dataclass
from pathlib import Path

from indicators.cohort import fetch

QUERY = Path(__file__).parent / "queries" / "villages.sql"


FIELDS = ("path", "name", "households", "residents", "location")


@dataclass(frozen=True, kw_only=True)
class Village:
    """A village: its path and name, and its households, residents and location as the area ledger has them."""

    path: str
    name: str
    households: int | None
    residents: int | None
    location: str | None


def villages(connection, area: str | None) -> list[Village]:
    """The villages of an area, in the order of the area ledger; those known from published facts alone are none of them."""
    _, rows = fetch(connection, QUERY.read_text(encoding="utf-8"), {"area": area})
    return [Village(**dict(zip(FIELDS, row, strict=True))) for row in rows]
