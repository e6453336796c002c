"""The blocks about party life and service: what was due and held, who has to catch up, what was promised, what was done. Totals only, never names."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd
import streamlit as st

from indicators.columns import load_columns
from indicators.definition import load_catalog
from indicators.scope import Scope
from pages.parts import blocks, cards, context, filters, ledger_blocks
from reports import figures, figures_parts
from reports.reading import Reading, of
from reports.sentences import compared_words, course_words, headline, hover_words, now_words, rate_reading_words
from reports.situation import Situation, situation
from reports.view import View
from reports.words import basis_words, fraction_words, group_words, is_nowhere, period_words, range_words, said, value_words

DUE, ATTENDANCE, THEME_DAY = "activity_due_rate", "activity_attendance_rate", "activity_theme_day_rate"
DONE, IN_TIME, LATE = "activity_promise_done_rate", "activity_promise_on_time_rate", "activity_promise_overdue_count"
RETURNS, MISSING = "activity_return_on_time_rate", "activity_return_missing_rate"
COUNCIL, VOLUNTEERS, VOLUNTEER_COUNT = "activity_council_done_rate", "activity_volunteer_person_times", "activity_volunteer_count"
CARDS = (DUE, THEME_DAY, DONE, RETURNS, COUNCIL, VOLUNTEERS)
BESIDE = {DUE: ATTENDANCE, DONE: LATE, RETURNS: MISSING, VOLUNTEERS: VOLUNTEER_COUNT}
FOLLOWED = (*CARDS, ATTENDANCE, IN_TIME, LATE, MISSING, VOLUNTEER_COUNT)
RATES = (DUE, ATTENDANCE, THEME_DAY, DONE, RETURNS, COUNCIL)
PLACED = (DUE, ATTENDANCE, DONE, LATE, RETURNS, VOLUNTEERS)
KIND = "kind"
KINDS = ("支部党员大会", "支委会", "党小组会", "党课", "主题党日", "组织生活会", "民主评议")
MOST_ROWS, MOST_LINES, MOST_KINDS = 40, 8, 3
BASICS = (
    "profile_party_member_count", "profile_grid_party_group_rate", "profile_core_household_rate", "profile_position_rate",
    "profile_households_per_staff", "profile_volunteer_team_count",
)  # fmt: skip
BASICS_BESIDE = {
    "profile_party_member_count": "profile_female_member_rate", "profile_grid_party_group_rate": "profile_members_per_grid_group",
    "profile_households_per_staff": "profile_grid_staff_count",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Present:
    """How party life and service stand in the view, whose filters of appeals do not apply; `year` is the same over the last twelve months."""

    view: View
    situation: Situation
    year: dict[str, Reading]

    @property
    def where(self) -> str:
        """Place and period, in words."""
        return f"{filters.area_name(self.view.area)}，{now_words(self.view)}"


def present(view: View) -> Present:
    """One scan over time, one of the last twelve months, and where the whole range is asked for one of it."""
    own = ledger_blocks.known_view(view, "activity")
    whole = context.figures(FOLLOWED, own.now()) if own.grain == "all" else []
    course = context.figures(FOLLOWED, own.history())
    year = {one.indicator.id: one for one in context.figures(FOLLOWED, own.window())}
    return Present(view=own, situation=situation(course, whole, own, [load_catalog()[id] for id in FOLLOWED]), year=year)


def sentence(held: Present) -> str:
    """What was held of what was due, what was promised and done, and in bold what is late."""
    now = held.situation.now
    known = [now[id] for id in (DUE, ATTENDANCE, DONE, VOLUNTEERS) if now[id].is_known] or [now[DUE]]
    late = held.year[LATE]
    stressed = [f"{_span(held.view.window())}{said(late)}"] if late.value else []
    return headline(filters.area_name(held.view.area), now_words(held.view), known, stressed)


def _span(scope: Scope) -> str:
    return range_words(scope.start, scope.end)


def figure_cards(held: Present) -> None:
    """Six figures; one that is reported less often than was asked for says what it was over the last twelve months."""
    cards.cards([_card(held, id) for id in CARDS])
    unknown = [load_catalog()[id].name for id in CARDS if not held.situation.now[id].is_known and held.year[id].is_known]
    if unknown:
        st.caption(f"{'、'.join(unknown)}在所选周期里没有数：按季、按年报的要把左侧的周期改为季或年。")
    blocks.cautions((DUE, DONE, RETURNS, VOLUNTEERS))


def _card(held: Present, id: str) -> cards.Card:
    now = held.situation.now
    beside = [said(now[BESIDE[id]])] if id in BESIDE and now[id].is_known else []
    beside += (
        [f"{_span(held.view.window())}：{value_words(held.year[id])}（{basis_words(held.year[id])}）"]
        if not now[id].is_known and held.year[id].is_known
        else []
    )
    return cards.Card(
        reading=now[id], scope=held.view.now(), where=held.where, compared=compared_words(held.situation.before[id], held.view),
        course=held.situation.aligned(id), beside=beside,
    )  # fmt: skip


def due_span(held: Present) -> Scope:
    """Over which months it is asked what was due: the last twelve, or the last whole year, in which the yearly ones have come due too."""
    window, last = held.view.window(), held.view.last
    year = last.year if (last.month, last.day) == (12, 31) else last.year - 1
    whole = replace(window, start=date(year, 1, 1), end=date(year, 12, 31))
    chosen = blocks.choice("应开展", {"window": _span(window), "year": f"{year}年全年"}, label_visibility="visible")
    return whole if chosen == "year" else window


def _due(held: Present, scope: Scope) -> tuple[str, list[Reading]]:
    """By which column places are told apart, and the readings of what was due by place and kind, in the order of the tree."""
    place = filters.compared_by(held.view)
    found = context.figures((DUE,), scope, (place, KIND))
    return place, context.in_tree_order(
        [one for one in found if one.groups[0] is not None and not is_nowhere(one) and one.groups[1] in KINDS]
    )


def due_matrix(held: Present, scope: Scope) -> None:
    """Every village by every kind of meeting: held, partly held, not held, not reported."""
    place, found = _due(held, scope)
    how = f"{_span(scope)}；只算已经结束的应开展时段，次数按活动规则表（须由镇确定）；按年开展的要看全年"
    with blocks.section("应开展的开展了没有", how, key="due"):
        if not any(one.is_known for one in found):
            st.info("这段时间没有“三会一课”、主题党日等活动的上报。", icon=":material/info:")
            return
        rows = _rows(held, place, found)
        kinds = [kind for kind in KINDS if any(one.groups[1] == kind and one.is_known for one in found)]
        figure = figures_parts.due_matrix(_cells(rows, found, kinds), [name for _, name in rows[:MOST_ROWS]], kinds, blocks.SCREEN)
        source = blocks.Source(readings=found, scope=scope, where=filters.area_name(held.view.area), by=(place, KIND))
        blocks.chart(figure, source, "due", "各地各类组织生活的应开展与已开展")
        if len(rows) > MOST_ROWS:
            st.caption(f"图中列前 {MOST_ROWS} 个，共 {len(rows)} 个，全部见数据表。")


def _rows(held: Present, place: str, found: Sequence[Reading]) -> list[tuple[str, str]]:
    """The places in the order of the tree, with those that reported nothing; a name that occurs twice is told apart by its town."""
    level = {"village": "村", "town": "镇"}[place]
    known = [
        area.path
        for area in context.areas()
        if area.level == level and not area.is_published and ledger_blocks.is_within(area.path, held.view.area)
    ]
    paths = list(dict.fromkeys([*known, *(str(one.groups[0]) for one in found)]))
    names = [group_words(place, path) for path in paths]
    return [(path, name if names.count(name) == 1 else path.replace("/", "·")) for path, name in zip(paths, names, strict=True)]


def _cells(rows: Sequence[tuple[str, str]], found: Sequence[Reading], kinds: Sequence[str]) -> dict:
    by_cell = {one.groups: one for one in found if one.is_known}
    told = {one.groups[0] for one in found if one.is_known}
    cells = {}
    for path, name in rows:
        for kind in kinds:
            one = by_cell.get((path, kind))
            if one is not None:
                words = hover_words(one, f"{name}，{kind}")
                cells[name, kind] = figures_parts.Cell(state=_state(one), words=words, key=(one.indicator.id, one.period, *one.groups))
            elif path not in told:
                cells[name, kind] = figures_parts.Cell(state="not_reported", words=f"{name}，{kind}：未填报")
    return cells


def _state(one: Reading) -> str:
    return "held" if one.numerator == one.denominator else "partly" if one.numerator else "not_held"


def to_do(held: Present, scope: Scope) -> None:
    """Who has to catch up with which meetings, the most first; and which promises are overdue, each number to be opened."""
    place, found = _due(held, scope)
    with blocks.section("要补上的", f"{_span(scope)}；党小组会按党小组数计，缺的次数多的在前", key="to-do"):
        lines = _catching_up(found, place)
        if lines:
            ledger_blocks.gap_lines(lines[:MOST_LINES])
            if len(lines) > MOST_LINES:
                st.caption(f"另有 {len(lines) - MOST_LINES} 个，见左图。")
        elif any(one.is_known for one in found):
            st.success("应开展的都开展了。", icon=":material/check:")
        _overdue(held, place)


def _catching_up(found: Sequence[Reading], place: str) -> list[tuple[str, str]]:
    lacking = sorted((one for one in found if one.is_known and one.numerator < one.denominator), key=lambda one: -_missed(one))
    by_place: dict[object, list[Reading]] = {}
    for one in lacking:
        by_place.setdefault(one.groups[0], []).append(one)
    return [
        (group_words(place, path), _kinds_words(own))
        for path, own in sorted(by_place.items(), key=lambda entry: -sum(map(_missed, entry[1])))
    ]


def _missed(one: Reading) -> float:
    return one.denominator - one.numerator


def _kinds_words(own: Sequence[Reading]) -> str:
    """What was missed most, held of due: 党小组会 9/12 次、党课 2/4 次 等 5 类."""
    named = "、".join(f"{one.groups[1]} {fraction_words(one)} 次" for one in own[:MOST_KINDS])
    return named + (f" 等 {len(own)} 类" if len(own) > MOST_KINDS else "")


def _overdue(held: Present, place: str) -> None:
    scope = held.view.window()
    late = [one for one in context.figures((LATE, IN_TIME), scope, (place,)) if one.groups[0] is not None]
    groups = {one.groups for one in of(late, LATE) if one.value}
    st.html(blocks.heading_html(load_catalog()[LATE].name, f"{_span(scope)}到期的"))
    if groups:
        rows = sorted((one for one in late if one.groups in groups), key=lambda one: (one.indicator.id != LATE, -(one.value or 0)))
        source = blocks.Source(readings=rows, scope=scope, where=filters.area_name(held.view.area), by=(place,))
        blocks.table(source, "逾期未办")
    elif held.year[LATE].is_known:
        st.success(f"没有{load_catalog()[LATE].name}。", icon=":material/check:")
    else:
        blocks.unavailable(held.year[LATE])


def course(held: Present) -> None:
    """One rate over time."""
    names = {id: load_catalog()[id].name for id in RATES if any(one.is_known for one in held.situation.over_time(id))}
    with blocks.section("逐期看", course_words(held.view), key="party-course"):
        if not names:
            blocks.unavailable(held.situation.now[DUE])
            return
        chosen = blocks.choice("比率", names)
        readings = held.situation.over_time(chosen)
        how = rate_reading_words(readings)
        if how:
            st.caption(how)
        figure = figures.rate_over_time(readings, held.situation.periods, blocks.SCREEN)
        source = blocks.Source(readings=readings, scope=held.view.history(), where=filters.area_name(held.view.area))
        blocks.chart(figure, source, f"party-{chosen}", f"{names[chosen]}逐期")


def places(held: Present) -> None:
    """Every place over the last twelve months; each number opens."""
    place, scope = filters.compared_by(held.view), held.view.window()
    with blocks.section("各地一览", f"{_span(scope)}合计；不足 10 次的只列分数，不作比较", key="party-places"):
        found = context.in_tree_order([one for one in context.figures(PLACED, scope, (place,)) if one.groups[0] is not None])
        blocks.table(blocks.Source(readings=found, scope=scope, where=filters.area_name(held.view.area), by=(place,)), "党建", opens="行")


def activities(held: Present) -> None:
    """Every activity that is counted: in the period asked for, and over the last twelve months."""
    ids = [one.id for one in load_catalog().values() if one.view in ("activity_held", "activity_item") and one.id not in CARDS]
    now, year = ({one.indicator.id: one for one in context.figures(tuple(ids), scope)} for scope in (held.view.now(), held.view.window()))
    known = [id for id in ids if year[id].is_known or now[id].is_known]
    with blocks.section("做了哪些", "由填报单位自报，次数多少不等于效果；只有合计，没有姓名", key="activities"):
        if not known:
            st.info("这段时间没有活动和服务的上报。", icon=":material/info:")
            return
        first, second = now_words(held.view), _span(held.view.window())
        rows = [
            {
                load_columns()[KIND].name: load_catalog()[id].name,
                first: _cell(now[id]),
                **({second: _cell(year[id])} if second != first else {}),
            }
            for id in known
        ]
        st.dataframe(
            pd.DataFrame(rows, dtype=object),
            hide_index=True,
            height="content" if len(rows) <= blocks.FITTING else 440,
            key="activities-table",
        )


def _cell(one: Reading) -> str:
    basis = basis_words(one) if one.is_known else ""
    return f"{value_words(one)}（{basis}）" if basis else value_words(one)


def basics(view: View) -> None:
    """Members, groups in the grids, core households and places to meet, in the last year that was reported; counts of the whole, no names."""
    held = ledger_blocks.yearly(view, (*BASICS, *BASICS_BESIDE.values()))
    if held.is_empty:
        return
    with blocks.section("组织基础", f"{period_words(held.view.period)}最后一次报来的数；只有合计，没有姓名", key="basics"):
        ledger_blocks.figure_cards(held, BASICS, "basics-", BASICS_BESIDE)
        blocks.cautions(("profile_grid_party_group_rate", "profile_core_household_rate", "profile_position_rate"))
