"""The demonstration township open for reading, and material of it, for the tests of what a brief says."""

import pytest

from reports.material import Material, material
from reports.span import span
from warehouse.folder import current_name
from warehouse.snapshot import open_snapshot


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
