"""The mechanisms of the source article and the indicators that follow each of them (mechanisms.toml)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DECLARED = Path(__file__).parent / "mechanisms.toml"


@dataclass(frozen=True, kw_only=True)
class Mechanism:
    """What the article calls it by, the ids of the indicators that follow it, and what is never measured of it."""

    id: str
    name: str
    quotation: str
    indicators: tuple[str, ...]
    guard: str


@cache
def load_mechanisms() -> dict[str, Mechanism]:
    """Every mechanism by its id, M01 first."""
    declared = tomllib.loads(DECLARED.read_text(encoding="utf-8"))
    return {id: Mechanism(id=id, **{**table, "indicators": tuple(table["indicators"])}) for id, table in declared.items()}


def mechanisms_of(indicator: str) -> tuple[Mechanism, ...]:
    """The mechanisms that an indicator follows, by its id."""
    return tuple(one for one in load_mechanisms().values() if indicator in one.indicators)
