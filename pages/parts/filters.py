"""The filters of the sidebar: drawn once a run by the frame, kept in the URL, read by every page as a View."""

from datetime import date

import streamlit as st

from indicators.columns import load_columns
from pages.parts import context
from reports.view import View, month_end, month_start, months_between
from reports.words import BLANK, month_words

GRAINS = {"month": "月", "quarter": "季", "year": "年", "all": "全段"}
EVERYTHING = "全部地区"
SHOWN_MONTHS = 24  # how far back the charts go until someone asks for more
FILTERED = ("source_channel", "appeal_kind")
INDENT = "\u3000"


def draw() -> None:
    """The filters, in the sidebar. Their values stand in the URL under 范围, 周期, 起, 止 and the names of the columns."""
    held = context.extent()
    if not held.cases:
        st.session_state["_view"] = None
        return
    with st.sidebar:
        area = _area()
        grain = st.segmented_control(
            "周期", list(GRAINS), default="month", required=True, format_func=GRAINS.get, key="周期", bind="query-params", width="stretch"
        )
        first, last = _range(held)
        chosen = {column: _several(column) for column in FILTERED}
    st.session_state["_view"] = View(
        area=area,
        grain=grain,
        first=first,
        last=min(last, held.last_on),
        filters={column: tuple(values) for column, values in chosen.items() if values},
    )


def view() -> View | None:
    """What the person is looking at; None where nothing is loaded."""
    return st.session_state.get("_view")


def _area() -> str | None:
    tree = context.areas()
    names = {path: INDENT * depth + name for path, name, depth in tree}
    roots = [path for path, _, depth in tree if depth == 0]
    options = list(names) if len(roots) == 1 else [None, *names]
    return st.selectbox("范围", options, format_func=lambda path: _unique(names, path), key="范围", bind="query-params")


def _unique(names: dict[str, str], path: str | None) -> str:
    if path is None:
        return EVERYTHING
    is_shared = sum(name.strip(INDENT) == names[path].strip(INDENT) for name in names.values()) > 1
    return f"{names[path]}（{path.split('/')[-2]}）" if is_shared and "/" in path else names[path]


def _range(held: context.Extent) -> tuple[date, date]:
    """The first day of the first month and the last day of the last."""
    months = months_between(held.first_on, held.last_on)
    start = max(0, len(months) - SHOWN_MONTHS)
    first = st.selectbox("起月", months, index=start, format_func=month_words, key="起", bind="query-params")
    later = [month for month in months if month >= first]
    last = st.selectbox("止月", later, index=len(later) - 1, format_func=month_words, key="止", bind="query-params")
    return date.fromisoformat(f"{first}-01"), month_end(date.fromisoformat(f"{last}-01"))


def _several(column: str) -> list[str | None]:
    name = load_columns()[column].name
    return st.multiselect(
        name,
        context.choices(column),
        format_func=lambda value: BLANK if value is None else value,
        key=name,
        bind="query-params",
        placeholder="全部",
    )


def area_name(path: str | None) -> str:
    """The name of the area looked at; the whole where none is chosen."""
    return EVERYTHING if path is None else path.rsplit("/", 1)[-1]


def compared_by(view: View) -> str:
    """The level at which the places of a view are compared: villages, or towns where there are too many villages to draw."""
    inside = [path for path, _, _ in context.areas() if view.area is None or path == view.area or path.startswith(f"{view.area}/")]
    deepest = max((path.count("/") for path in inside), default=0)
    return "town" if deepest >= 2 and len(inside) > 60 and view.area != _town_of(inside) else "village"


def _town_of(inside: list[str]) -> str:
    return inside[0]


def month_of(day: date) -> str:
    """The month of a day, as the range filters write it."""
    return f"{month_start(day):%Y-%m}"
