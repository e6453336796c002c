"""The demonstration township open for reading, material of it, and its briefs, each composed once a run, for the tests of what a brief says."""

from datetime import date

import pytest

from reports.brief import INTERNAL, Brief, Made
from reports.compose import compose
from reports.material import Material, material
from reports.span import span
from warehouse.folder import current_name
from warehouse.snapshot import open_snapshot

MADE = Made(snapshot="wh-1.duckdb", position=3, on=date(2026, 11, 3))


@pytest.fixture(scope="session")
def demo(demonstration):
    """The connection to the demonstration township."""
    _, folder = demonstration()
    with open_snapshot(folder, current_name(folder)) as connection:
        yield connection


@pytest.fixture
def begin(demo):
    """A function: the material of a period of the demonstration township, with nothing measured yet."""

    def begun(period: str = "2026-10", area: str | None = None, **written) -> Material:
        return material(demo, area, span(period), **written)

    return begun


@pytest.fixture(scope="session")
def held_once(demo):
    """A function: the same, with what other tests have asked of it already measured."""
    kept: dict[tuple, Material] = {}

    def begun(period: str = "2026-10", area: str | None = None, edition: str = INTERNAL) -> Material:
        key = (period, area, edition)
        if key not in kept:
            kept[key] = material(demo, area, span(period), edition=edition)
        return kept[key]

    return begun


@pytest.fixture(scope="session")
def composed(made_once, held_once):
    """A function: the brief of a period of the demonstration township, composed by whichever worker asks first."""

    def brief_of(period: str = "2026-10", area: str | None = None, edition: str = INTERNAL) -> Brief:
        name = f"brief-{period}-{edition}-{area or 'all'}".replace("/", "-")
        return made_once(name, lambda _: compose(held_once(period, area, edition), MADE))[0]

    return brief_of
