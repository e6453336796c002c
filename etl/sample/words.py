"""The vocabularies of the demonstration township, read from vocabulary.toml and layouts.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A grid of a 社: its name, unique in the village, and its households and residents."""

    name: str
    group: str
    households: int
    residents: int


@dataclass(frozen=True, kw_only=True)
class Village:
    """A village that does not exist. `monthly` is the usual number of cases a month."""

    name: str
    stem: str
    alias: str
    location: str
    monthly: float
    grids: tuple[Grid, ...]

    @property
    def households(self) -> int:
        """Households of all grids."""
        return sum(grid.households for grid in self.grids)

    @property
    def residents(self) -> int:
        """Residents of all grids."""
        return sum(grid.residents for grid in self.grids)


@cache
def vocabulary() -> dict:
    """The content of vocabulary.toml."""
    return tomllib.loads((FOLDER / "vocabulary.toml").read_text(encoding="utf-8"))


@cache
def layouts() -> dict:
    """The content of layouts.toml: how each channel writes its files, and which files there are."""
    return tomllib.loads((FOLDER / "layouts.toml").read_text(encoding="utf-8"))


def _split(households: int, large: int) -> tuple[int, ...]:
    return (households - households // 2, households // 2) if households >= large else (households,)


def _grids(declared: dict) -> tuple[Grid, ...]:
    words, found = vocabulary(), []
    for place, households in enumerate(declared["groups"]):
        for part in _split(households, words["large_group"]):
            name = f"第{words['ordinals'][len(found)]}{words['grid_ending']}"
            group = words["ordinals"][place] + words["group_ending"]
            found.append(Grid(name=name, group=group, households=part, residents=part * declared["persons"] // 10))
    return tuple(found)


@cache
def villages() -> tuple[Village, ...]:
    """The twelve villages with their grids."""
    ending = vocabulary()["village_ending"]
    return tuple(
        Village(name=v["stem"] + ending, stem=v["stem"], alias=v["alias"], location=v["location"], monthly=v["monthly"], grids=_grids(v))
        for v in vocabulary()["villages"]
    )
