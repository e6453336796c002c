"""One served board and one browser for a run."""

import pytest

from tests.browser.board import CHROMIUM, chromium, serving, settle
from tests.pages.township import build


@pytest.fixture(scope="session")
def browser():
    """A real browser."""
    if not CHROMIUM.exists():
        pytest.skip(f"no browser at {CHROMIUM}")
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="session")
def data_dir(made_once):
    """A published township."""
    return made_once("township", build)[1]


@pytest.fixture(scope="session")
def address(browser, data_dir):
    """The address of a served board that somebody has opened before: a first visit by deep link is a test of its own."""
    with serving(data_dir) as served:
        page = browser.new_page()
        page.goto(served)
        settle(page)
        page.close()
        yield served
