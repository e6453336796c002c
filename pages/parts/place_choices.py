"""What 分村比较 is asked: which indicator, over which months, and who is held against whom."""

from dataclasses import dataclass, replace
from functools import cache, cached_property

import streamlit as st

from etl.contract import contracts
from indicators.columns import load_columns
from indicators.definition import Indicator, load_catalog
from indicators.measure import NOTHING_REPORTED
from indicators.scope import Scope
from indicators.villages import Village, villages
from pages.parts import blocks, context, filters
from pages.parts.case_blocks import ON_TIME
from reports.peers import Classes, by_location, by_size
from reports.reading import Reading, missing, of
from reports.signals import is_counted_rate
from reports.standing import Comparison, compare
from reports.view import COMPARED_MONTHS, View, month_start
from reports.words import period_words, range_words
from reports.yearly import known_years, years_scope

PLACE = "village"
DOMAINS = {
    "case": "诉求", "petition": "信访", "dispute": "纠纷", "summary": "月报", "project": "项目", "activity": "党建与服务",
    "facility": "基础设施", "income": "收入", "collective": "集体经济", "industry": "产业", "profile": "村情",
}  # fmt: skip
YEARLY = ("facility", "income", "collective", "industry", "profile")  # reported by the year: compared in the last year that was reported
OF_CASES = ("case", "petition", "dispute")
MONTHS, TWICE, PERIOD, RANGE = "12", "24", "period", "range"
EVERYBODY, SIZE, LOCATION = "all", "size", "location"


@dataclass(frozen=True, kw_only=True)
class Held:
    """What is compared: the indicator, the scope and the period of its readings by village, how these months are called, and the classes."""

    view: View
    indicator: Indicator
    scope: Scope
    span: str
    readings: list[Reading]
    overall: Reading
    classes: Classes | None = None

    @property
    def source(self) -> blocks.Source:
        """The readings by village, ready to open."""
        return blocks.Source(readings=self.readings, scope=self.scope, where=self.where, by=(PLACE,))

    @property
    def where(self) -> str:
        """Place and months, in words."""
        return f"{filters.area_name(self.view.area)}，{self.span}"

    @property
    def is_judged(self) -> bool:
        """Whether chance alone can be worked out, so that villages can be told apart."""
        return is_counted_rate(self.indicator)

    @cached_property
    def comparison(self) -> Comparison:
        """Where each village stands; only of an indicator that is judged."""
        return compare(self.indicator, self.readings, self.classes.of if self.classes else None)


@cache
def comparable() -> dict[str, str]:
    """The indicators by which villages can be compared, by domain, and what each is called in the list."""
    known = [one for one in load_catalog().values() if PLACE in one.by and one.denominator]
    ordered = sorted(known, key=lambda one: list(DOMAINS).index(one.domain))
    return {one.id: f"{DOMAINS[one.domain]} · {one.name}" for one in ordered}


def _first() -> str:
    """The indicator that the page opens with: the rate of cases done in time, else the first of a domain that anybody reported."""
    held = context.extent()
    if held.cases:
        return ON_TIME
    domains = {entry.source for entry in context.ledger_entries()} | ({"summary"} if held.totals else set())
    return next((id for id in comparable() if load_catalog()[id].domain in domains), ON_TIME)


def asked(view: View) -> Held:
    """What was chosen, and its readings: one scan of the months looked at."""
    ids = list(comparable())
    wide, when, who = st.columns([5, 6, 4], gap="medium")
    with wide:
        id = st.selectbox("比什么", ids, index=ids.index(_first()), format_func=comparable().get, key="比什么", bind="query-params")
    indicator = load_catalog()[id]
    own = view if all(column in indicator.by for column in view.filters) else view.unfiltered()
    if indicator.domain in YEARLY:
        held = _yearly(own, indicator)
        when.caption(f"按年上报，比最近填报的一年：{held.span}")
    else:
        with when:
            held = _over_months(own, indicator, _span(view))
    with who:
        return replace(held, classes=_classes()) if held.is_judged else held


def _span(view: View) -> str:
    options = {MONTHS: "近 12 个月", TWICE: "近 24 个月", PERIOD: "本期", RANGE: "起止全段"}
    return blocks.choice("时段", options, label_visibility="visible")


def _over_months(view: View, indicator: Indicator, span: str) -> Held:
    scope = _scope(view, span)
    whole, found = context.figures_each([((indicator.id,), ()), ((indicator.id,), (PLACE,))], scope)
    words = range_words(scope.start, scope.end)
    back = {MONTHS: "近 12 个月", TWICE: "近 24 个月"}
    return Held(
        view=view,
        indicator=indicator,
        scope=scope,
        span=f"{back[span]}（{words}）" if span in back else words,
        readings=context.in_tree_order(found),
        overall=whole[0],
    )


def _scope(view: View, span: str) -> Scope:
    if span == PERIOD:
        return view.now()
    months = {MONTHS: COMPARED_MONTHS, TWICE: 2 * COMPARED_MONTHS}
    first = month_start(view.last, months[span] - 1) if span in months else view.first
    return replace(view, grain="all", first=first).window()


def _yearly(view: View, indicator: Indicator) -> Held:
    """The last year in which any village reported."""
    scope = years_scope(view)
    whole, found = context.figures_each([((indicator.id,), ()), ((indicator.id,), (PLACE,))], scope)
    year = (known_years(found) or [f"{view.ledgers_end:%Y}"])[-1]
    overall = next(iter(of(whole, indicator.id, year)), None)
    return Held(
        view=view,
        indicator=indicator,
        scope=scope,
        span=period_words(year),
        readings=context.in_tree_order(of(found, indicator.id, year)),
        overall=overall or missing(indicator, year, NOTHING_REPORTED),
    )


@st.cache_data(max_entries=4, show_spinner=False)
def _villages(within: tuple[str, str]) -> list[Village]:
    return villages(context.connection(*within), None)


def _classes() -> Classes | None:
    """The classes that were chosen; None where everybody is held against everybody. Only what the area ledger allows is offered."""
    options = {EVERYBODY: "全部村"}
    found = {SIZE: _sizes(), LOCATION: _locations()}
    names = {SIZE: "同规模", LOCATION: "同区位"}
    options |= {key: names[key] for key, classes in found.items() if classes.is_useful}
    chosen = blocks.choice("与谁比", options, label_visibility="visible")
    return found.get(chosen)


def lacking_words() -> str:
    """What the area ledger would have to say for like to be held against like; blank where it says it."""
    lacking = [word for word, classes in (("户数", _sizes()), ("区位", _locations())) if not classes.is_useful]
    return f"地区台账没有填{'、'.join(lacking)}，不能按它分类比较" if lacking else ""


def _sizes() -> Classes:
    """By households; by residents where the ledger has only those."""
    known = _villages(context.key())
    by_unit = {
        "户": {one.path: one.households for one in known if one.households},
        "人": {one.path: one.residents for one in known if one.residents},
    }
    unit = max(by_unit, key=lambda one: len(by_unit[one]))
    return by_size(by_unit[unit], unit)


def _locations() -> Classes:
    order = tuple(contracts()["area"].columns["location_class"].choices)
    return by_location({one.path: one.location for one in _villages(context.key()) if one.location in order}, order)


def ignored_words(held: Held, view: View) -> str:
    """Which filters of the sidebar do not apply; blank where all do."""
    lost = [load_columns()[column].name for column in view.filters if column not in held.view.filters]
    return f"{'、'.join(lost)}的筛选对这个指标不起作用" if lost else ""
