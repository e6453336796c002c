"""The villages of an area and what puts them among their like."""

from dataclasses import dataclass
from pathlib import Path

from indicators.cohort import fetch

QUERY = Path(__file__).parent / "queries" / "villages.sql"


@dataclass(frozen=True, kw_only=True)
class Village:
    """A village: its path, name, households and location as the area ledger has them, and the town it lies in."""

    path: str
    name: str
    households: int | None
    location: str | None
    town: str | None


def villages(connection, area: str | None) -> list[Village]:
    """The villages of an area, in the order of the area ledger; those known from published facts alone are none of them."""
    _, rows = fetch(connection, QUERY.read_text(encoding="utf-8"), {"area": area})
    return [
        Village(path=path, name=name, households=households, location=location, town=town)
        for path, name, households, location, town in rows
    ]
