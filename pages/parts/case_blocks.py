"""The blocks about appeals that the overview and the case page share."""

import streamlit as st

from indicators.columns import load_columns
from indicators.definition import load_catalog
from pages.parts import blocks, context, filters
from reports import figures, figures_compare
from reports.reading import Reading, of
from reports.situation import Situation, situation
from reports.view import View
from reports.words import (
    compared_title,
    compared_words,
    fraction_words,
    group_words,
    headline,
    most_words,
    now_words,
    range_words,
    said,
    value_words,
)

RECEIVED, CLOSED, OPEN = "case_received_count", "case_closed_count", "case_open_count"
CLOSURE, ON_TIME, RESOLUTION = "case_closure_rate", "case_on_time_rate", "case_resolution_rate"
SATISFACTION, EVALUATION = "case_satisfaction_rate", "case_evaluation_rate"
OVERDUE, MEDIAN, P90, OLDEST = "case_overdue_open_count", "case_duration_median", "case_duration_p90", "case_open_age_max"
FOLLOWED = (RECEIVED, CLOSED, OPEN, CLOSURE, ON_TIME, RESOLUTION, SATISFACTION, EVALUATION, OVERDUE, MEDIAN, P90)
CARDS = (RECEIVED, ON_TIME, RESOLUTION, SATISFACTION, OVERDUE, MEDIAN)
BESIDE = {SATISFACTION: EVALUATION, OVERDUE: OPEN, MEDIAN: P90}  # what must be seen together with a figure
RATES = (CLOSURE, ON_TIME, RESOLUTION, SATISFACTION, EVALUATION)
VOLUMES = (RECEIVED, CLOSED, OPEN)
COMPARED = (ON_TIME, CLOSURE, RESOLUTION, SATISFACTION)
PLACES_SHOWN = 40


def present(view: View) -> Situation:
    """The situation of a view: one scan over time, and one of the whole where the range is asked for as one."""
    whole = context.figures(FOLLOWED, view.now()) if view.grain == "all" else []
    course = context.figures(FOLLOWED, view.history())
    return situation(course, whole, view, [load_catalog()[id] for id in FOLLOWED])


def where_and_when(view: View) -> str:
    """Place and period, in words."""
    return f"{filters.area_name(view.area)}，{now_words(view)}"


def sentence(view: View, held: Situation) -> str:
    """The sentence of the page: counts and rates with their fractions, and in bold what is overdue and where most of it lies."""
    facts = [held.now[id] for id in (RECEIVED, ON_TIME, RESOLUTION, SATISFACTION)]
    overdue = held.now[OVERDUE]
    places = context.figures((OVERDUE,), view.now(), ("village",)) if overdue.value else []
    most = most_words(places, "village")
    return headline(
        filters.area_name(view.area), now_words(view), facts, [said(overdue) + (f"，其中{most}" if most and len(places) > 1 else "")]
    )


def figure_cards(view: View, held: Situation) -> None:
    """Six figures, each with what must be seen beside it."""
    blocks.cards([_card(view, held, id) for id in CARDS])


def _card(view: View, held: Situation, id: str) -> blocks.Card:
    return blocks.Card(
        reading=held.now[id],
        scope=view.now(),
        where=where_and_when(view),
        compared=compared_words(held.before[id], view.grain),
        course=held.aligned(id),
        beside=[said(held.now[BESIDE[id]])] if id in BESIDE and held.now[id].is_known else [],
    )


def _course(view: View, held: Situation, *ids: str) -> blocks.Source:
    return blocks.Source(readings=held.over_time(*ids), scope=view.history(), where=filters.area_name(view.area))


def _span(view: View) -> str:
    return range_words(view.history().start, view.last)


def volumes(view: View, held: Situation) -> None:
    """Received, closed and backlog over time."""
    names = [load_catalog()[id].name for id in VOLUMES]
    with blocks.section("、".join(names), f"{_span(view)}，件；阴影为各期期末的{names[-1]}", key="volumes"):
        figure = figures.counts_over_time([held.over_time(id) for id in VOLUMES], held.periods, blocks.SCREEN)
        blocks.chart(figure, _course(view, held, *VOLUMES), "volumes", f"{'、'.join(names)}的逐期折线图")


def rate_course(view: View, held: Situation, id: str) -> None:
    """One rate over time, large."""
    indicator = load_catalog()[id]
    readings = held.over_time(id)
    floor = figures.rate_floor(readings)
    with blocks.section(
        indicator.name, f"{_span(view)}，纵轴 {floor}%—100%；空心点为小样本，短竖线处件数不足、不计百分比", key=f"course-{id}"
    ):
        figure = figures.rate_over_time(readings, held.periods, blocks.SCREEN, floor=floor, height=330)
        blocks.chart(figure, _course(view, held, id), f"course-{id}", f"{indicator.name}的逐期折线图")


def rates(view: View, held: Situation) -> None:
    """The rates side by side on one scale, with the share that took part in the evaluation."""
    floor = figures.rate_floor(held.over_time(*RATES))
    names = "、".join(load_catalog()[id].name for id in RATES)
    with blocks.section(
        "办结、按期、解决、满意要一并看", f"{_span(view)}，同一纵轴 {floor}%—100%；办结不等于解决，解决不等于满意", key="rates"
    ):
        with st.grid(len(RATES), min_column_width=190, gap="small"):
            for id in RATES:
                with st.container(gap="xxsmall"):
                    _small_rate(view, held, id, floor)
        blocks.below(_course(view, held, *RATES), names)


def _small_rate(view: View, held: Situation, id: str, floor: int) -> None:
    reading = held.now[id]
    st.html(blocks.small_html(reading.indicator.name, value_words(reading), fraction_words(reading) if reading.is_known else reading.note))
    figure = figures.rate_over_time(held.over_time(id), held.periods, blocks.SCREEN, floor=floor, height=150, labels=3)
    blocks.bare_chart(figure, _course(view, held, id), f"rate-{id}", f"{reading.indicator.name}的逐期折线图")


def _windowed(view: View, by: tuple[str, ...], readings: list[Reading]) -> blocks.Source:
    scope = view.window()
    return blocks.Source(
        readings=readings, scope=scope, where=f"{filters.area_name(view.area)}，{range_words(scope.start, scope.end)}", by=by
    )


def places(view: View) -> None:
    """One rate by village with its interval; places with few cases stand apart, unranked."""
    by = (filters.compared_by(view),)
    found = context.in_tree_order(context.figures((RECEIVED, *COMPARED, EVALUATION, OVERDUE), view.window(), by))
    whole = context.figures(COMPARED, view.window())
    source = _windowed(view, by, found)
    names = {id: load_catalog()[id].name for id in COMPARED}
    with st.container(key="block-places", gap="xsmall"):
        heading = st.container()
        id = blocks.choice("比较", names)
        rated, overall = of(found, id), next(iter(of(whole, id)), None)
        with heading:
            span = range_words(source.scope.start, source.scope.end)
            st.html(
                blocks.heading_html(compared_title(rated, overall, by[0]), f"{span}合计；横线为 95% 区间，竖虚线为整体水平；小样本不排序")
            )
        shown = figures_compare.comparable(rated)[:PLACES_SHOWN]
        if shown:
            figure = figures_compare.intervals(shown, by[0], overall, blocks.SCREEN)
            blocks.bare_chart(figure, source, f"places-{id}", f"各村{names[id]}与区间")
            st.html(blocks.legend_html())
        _apart(rated, by[0])
        blocks.below(source, "各村比较")


def _apart(rated: list[Reading], column: str) -> None:
    few = figures_compare.too_few(rated)
    if few:
        named = "、".join(f"{group_words(column, one.groups[0])} {fraction_words(one)}" for one in few)
        st.caption(f"件数不足 10 件、不计百分比的：{named}")
    if not any(one.is_known for one in rated) and rated:
        st.info(f"{rated[0].indicator.name}{value_words(rated[0])}：{rated[0].note}")


def breakdown(view: View, columns: tuple[str, ...], key: str) -> None:
    """How many, and how many of them in time, by one of a few columns."""
    names = {column: load_columns()[column].name for column in columns}
    with blocks.section(f"按{names[columns[0]]}、{names[columns[1]]}", _window_words(view), key=key):
        by = (blocks.choice(f"{names[columns[0]]}等", names),)
        found = context.figures((RECEIVED, ON_TIME), view.window(), by)
        figure = figures_compare.count_bars(of(found, RECEIVED)[:PLACES_SHOWN], of(found, ON_TIME), by[0], blocks.SCREEN)
        blocks.chart(figure, _windowed(view, by, found), f"{key}-{by[0]}", f"{load_catalog()[RECEIVED].name}，按{names[by[0]]}")


def _window_words(view: View) -> str:
    scope = view.window()
    return f"{range_words(scope.start, scope.end)}；条为{load_catalog()[RECEIVED].name}，右侧为{load_catalog()[ON_TIME].name}"


def ageing(view: View) -> None:
    """How long what is open has been open, and how much of it is overdue."""
    by = ("age_band",)
    found = context.figures((OPEN, OVERDUE), view.now(), by)
    oldest = context.figures((OLDEST,), view.now())[0]
    with blocks.section("在办时长", f"期末；深色为超期；{said(oldest)}", key="ageing"):
        whole = of(found, OPEN)
        if not any(one.is_known for one in whole):
            st.info(f"{load_catalog()[OPEN].name}{value_words(oldest)}：{oldest.note}")
            return
        figure = figures_compare.stock_bands(whole, of(found, OVERDUE), by[0], blocks.SCREEN)
        source = blocks.Source(readings=found, scope=view.now(), where=where_and_when(view), by=by)
        blocks.chart(figure, source, "ageing", "在办件按在办天数分段的条形图")


def overdue_list(view: View) -> None:
    """What to do: overdue by place and unit, the most first."""
    by = ("village", "handler_unit")
    found = context.figures((OVERDUE,), view.now(), by)
    late = sorted((one for one in found if one.value), key=lambda one: -one.value)
    name = load_catalog()[OVERDUE].name
    with blocks.section("先办这些", f"{now_words(view)}期末{name}，按村和承办单位，件数多的在前", key="todo"):
        if late:
            source = blocks.Source(readings=late, scope=view.now(), where=where_and_when(view), by=by)
            blocks.table(source, "先办这些", height=330)
        elif found and not any(one.is_known for one in found):
            st.info(f"{name}{value_words(found[0])}：{found[0].note}")
        else:
            st.success(f"没有{name}件。", icon=":material/check:")


def places_table(view: View) -> None:
    """Every place at a glance; each number opens."""
    by = (filters.compared_by(view),)
    ids = (RECEIVED, ON_TIME, RESOLUTION, SATISFACTION, EVALUATION, OVERDUE)
    source = _windowed(view, by, context.in_tree_order(context.figures(ids, view.window(), by)))
    with blocks.section(
        "各村一览", f"{range_words(source.scope.start, source.scope.end)}（滚动比较期）；不足 10 件的只列分数", key="glance"
    ):
        blocks.table(source, "各村一览")
