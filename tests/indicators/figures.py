"""The figures of one indicator, for tests that speak of many."""

from indicators.definition import load_catalog
from indicators.measure import measure
from indicators.scope import Scope

CATALOG = load_catalog()
WILLOW, EAST = "云禾镇/柳沟村", "云禾镇/东湾村"


def values_of(board, id: str, by=(), **scope) -> dict:
    """The figures of an indicator by period and group, those without one left out."""
    frame = measure(board, [CATALOG[id]], Scope(**scope), list(by))
    kept = frame[frame["value"].notna()]
    return {
        cell if by else cell[0]: value
        for cell, value in zip(kept[["period", *by]].itertuples(index=False, name=None), kept["value"], strict=True)
    }


def note_of(board, id: str, **scope) -> str:
    """What is said beside it."""
    return measure(board, [CATALOG[id]], Scope(**scope)).iloc[0]["note"]
