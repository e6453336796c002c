"""Where the projector stands: which screen, how deep below it, and at which place there. Kept in the address, so that a reload stays."""

from dataclasses import dataclass, fields, replace

import streamlit as st

NAMES = {"at": "投影", "depth": "层", "row": "行", "column": "列", "part": "部分", "sheet": "页"}
DEEPEST = 2


@dataclass(frozen=True, kw_only=True)
class Place:
    """The screen (from 1), the depth (0 the screen, 1 by village, 2 the rows), the cell picked at depth 1, the part and the page at depth 2."""

    at: int = 1
    depth: int = 0
    row: int = 0
    column: int = 0
    part: str = ""
    sheet: int = 1


def is_on() -> bool:
    """Whether the projector is what is to be shown."""
    return NAMES["at"] in st.query_params


def place(screens: int) -> Place:
    """Where the address says that we are; what it says wrongly begins at the beginning."""
    said = {name: st.query_params.get(NAMES[name], "") for name in NAMES}
    numbers = {name: int(value) for name, value in said.items() if name != "part" and value.isascii() and value.isdigit()}
    found = Place(part=said["part"], **numbers)
    return replace(found, at=min(max(found.at, 1), screens), depth=min(found.depth, DEEPEST))


def go(to: Place) -> None:
    """Stand somewhere else from the next run on. A callback."""
    plain = Place()
    for field in fields(Place):
        value = getattr(to, field.name)
        if field.name == "at" or value != getattr(plain, field.name):
            st.query_params[NAMES[field.name]] = str(value)
        else:
            st.query_params.pop(NAMES[field.name], None)


def leave() -> None:
    """Back to the page. A callback."""
    for name in NAMES.values():
        st.query_params.pop(name, None)
