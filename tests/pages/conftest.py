"""Warehouses for the pages, built once a run, and the board on one of them."""

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from etl.load import load_demo
from tests.pages.township import build, build_county, build_empty, build_one_domain, build_published, build_totals

BUILDS = {
    "township": build,
    "one_village": lambda folder: build(folder, cases=60, villages=1, months=5),
    "no_closing": lambda folder: build(folder, has_closing=False),
    "empty": build_empty,
    "totals_only": build_totals,
    "published": build_published,
    "one_domain": build_one_domain,
    "county": build_county,
    "demonstration": load_demo,
}


class Warehouses:
    """The data directory of every warehouse of BUILDS by name, each built once a run, and copied for this worker when it is first asked for."""

    def __init__(self, made_once):
        self._made_once = made_once
        self._folders = {}

    def __getitem__(self, name: str) -> Path:
        if name not in self._folders:
            _, self._folders[name] = self._made_once(name, BUILDS[name])
        return self._folders[name]


@pytest.fixture(scope="session")
def warehouses(made_once):
    """The warehouses of BUILDS, by name."""
    return Warehouses(made_once)


@pytest.fixture
def board(warehouses, monkeypatch):
    """A function that opens the board on a warehouse, at a page of its own: board("township"), board("empty", page="pages/monitor/cases.py")."""
    st.cache_data.clear()
    st.cache_resource.clear()

    def opened(name: str, page: str | None = None, **query: str) -> AppTest:
        monkeypatch.setenv("GOVERNANCE_DATA", str(warehouses[name]))
        app = AppTest.from_file("../../dashboard.py", default_timeout=60)
        for key, value in query.items():
            app.query_params[key] = value
        return (app.switch_page(page) if page else app).run()

    return opened
