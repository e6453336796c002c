"""The filters of the sidebar: drawn once a run by the frame, kept in the URL, read by every page as a View."""

from datetime import date

import streamlit as st

from indicators.columns import load_columns
from pages.parts import context
from reports.view import View, month_end, months_between
from reports.words import BLANK, NOWHERE, month_words

GRAINS = {"month": "月", "quarter": "季", "year": "年", "all": "全段"}
EVERYTHING = "全部地区"
SHOWN_MONTHS = 24  # how far back the charts go until someone asks for more
FILTERED = ("source_channel", "appeal_kind")
MANY = 40  # villages in a chart that can still be read
INDENT = "\u3000"
AREA = "范围"
INNER = ("社", "网格")  # levels inside a village


def draw() -> None:
    """The filters, in the sidebar. Their values stand in the URL under 范围, 周期, 起, 止 and the names of the columns."""
    held = context.extent()
    if not (held.cases or held.totals or held.records or held.facts):
        st.session_state["_view"] = None
        return
    with st.sidebar:
        area = _area()
        grain = st.segmented_control(
            "周期", list(GRAINS), default="month", required=True, format_func=GRAINS.get, key="周期", bind="query-params", width="stretch"
        )
        first, last = _range(held)
        chosen = {column: _several(column) for column in FILTERED} if held.cases else {}
    st.session_state["_view"] = View(
        area=area,
        grain=grain,
        first=first,
        last=min(last, held.last_on),
        until=held.last_record_on if last >= held.last_on else None,
        begins=held.first_on,
        filters={column: tuple(values) for column, values in chosen.items() if values},
    )


def view() -> View | None:
    """What the person is looking at; None where nothing is loaded."""
    return st.session_state.get("_view")


def case_view() -> View | None:
    """The same, for a page about cases; None where there is neither a case nor a total of cases."""
    held = context.extent()
    return view() if held.cases or held.totals else None


def _area() -> str | None:
    """The tree down to the villages; below the village that is open, its groups and grids too."""
    tree = context.areas()
    labels = {None: EVERYTHING, **{area.path: _label(area, tree) for area in tree}}
    opened = _opened(labels)
    listed = [area.path for area in tree if area.level not in INNER or (opened and area.path.startswith(f"{_village_of(opened, tree)}/"))]
    own = [area for area in tree if area.depth == 0 and not area.is_published]
    options = [None, *listed] if len(own) > 1 else listed
    first = next((area.path for area in tree if area.level == "村"), None) if not own else None
    start = _start(AREA, options, options.index(first) if first else 0)
    return st.selectbox(AREA, options, index=start, format_func=labels.get, key=AREA, bind="query-params")


def _start(key: str, options: list, start: int) -> int:
    """Where a choice begins. One that the version on the board does not know is replaced: the browser would go on showing it."""
    if key not in st.session_state or st.session_state[key] in options:
        return start
    st.session_state[key] = options[start]
    return 0  # what is set by hand must not have a default beside it


def _label(area: context.Area, tree: list[context.Area]) -> str:
    """The name, indented by its depth; what lies between it and the town in brackets where the name occurs more than once."""
    is_shared = sum(other.name == area.name for other in tree) > 1
    above = "·".join(area.path.split("/")[:-1][0 if area.level not in INNER else 1 :])
    return INDENT * area.depth + area.name + (f"（{above}）" if is_shared and above else "")


def _opened(labels: dict[str | None, str]) -> str | None:
    """The area of the run before, or on a first visit the one in the URL."""
    if AREA in st.session_state:
        return st.session_state[AREA]
    written = st.query_params.get(AREA)
    return next((path for path, label in labels.items() if label == written), None)


def _village_of(path: str, tree: list[context.Area]) -> str:
    villages = [area.path for area in tree if area.level == "村"]
    return next((village for village in villages if path == village or path.startswith(f"{village}/")), path + "/")


def _range(held: context.Extent) -> tuple[date, date]:
    """The first day of the first month and the last day of the last."""
    months = months_between(held.first_on, held.last_on)
    start = max(0, len(months) - SHOWN_MONTHS)
    first = st.selectbox("起月", months, index=_start("起", months, start), format_func=month_words, key="起", bind="query-params")
    later = [month for month in months if month >= first]
    last = st.selectbox("止月", later, index=_start("止", later, len(later) - 1), format_func=month_words, key="止", bind="query-params")
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
    return EVERYTHING if path in (None, NOWHERE) else path.rsplit("/", 1)[-1]


def compared_by(view: View) -> str:
    """The column by which places are compared: villages, or towns where an area holds too many villages to draw."""
    inside = [area.path for area in context.areas() if area.level == "村" and (view.area is None or area.path.startswith(f"{view.area}/"))]
    towns = {path.rsplit("/", 1)[0] for path in inside}
    return "town" if len(inside) > MANY and len(towns) > 1 else "village"
