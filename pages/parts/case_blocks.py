"""The blocks about appeals that the overview and the case page share."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from indicators.columns import load_columns
from indicators.definition import load_catalog
from pages.parts import blocks, cards, context, filters, signal_blocks
from reports import figures, figures_compare, figures_control
from reports.reading import Reading, of
from reports.sentences import compared_words, course_words, escaped, headline, most_words, now_words, rate_reading_words
from reports.signals import Signal, band_words, moved_words
from reports.situation import Situation, situation
from reports.view import View
from reports.words import note_words, reason_words, said

RECEIVED, CLOSED, OPEN = "case_received_count", "case_closed_count", "case_open_count"
CLOSURE, ON_TIME, RESOLUTION = "case_closure_rate", "case_on_time_rate", "case_resolution_rate"
SATISFACTION, EVALUATION = "case_satisfaction_rate", "case_evaluation_rate"
OVERDUE, MEDIAN, P90, OLDEST = "case_overdue_open_count", "case_duration_median", "case_duration_p90", "case_open_age_max"
FOLLOWED = (RECEIVED, CLOSED, OPEN, CLOSURE, ON_TIME, RESOLUTION, SATISFACTION, EVALUATION, OVERDUE, MEDIAN, P90)
SAID = (RECEIVED, ON_TIME, RESOLUTION, SATISFACTION)  # in the sentence
CARDS = (RECEIVED, ON_TIME, RESOLUTION, SATISFACTION, OVERDUE, MEDIAN)
BESIDE = {SATISFACTION: EVALUATION, OVERDUE: OPEN, MEDIAN: P90}  # what must be seen together with a figure
RATES = (CLOSURE, ON_TIME, RESOLUTION, SATISFACTION, EVALUATION)
VOLUMES = (RECEIVED, CLOSED, OPEN)
PLACE, UNIT, BAND = ("village",), ("handler_unit",), ("age_band",)


@dataclass(frozen=True, kw_only=True)
class Present:
    """What both pages start from: the view, how things stand, and the stock at the end of the period by place and by age."""

    view: View
    situation: Situation
    overdue_places: list[Reading]
    bands: list[Reading]
    oldest: Reading

    @property
    def where(self) -> str:
        """Place and period, in words."""
        return f"{filters.area_name(self.view.area)}，{now_words(self.view)}"

    @property
    def span(self) -> str:
        """The months of the charts over time."""
        return course_words(self.view)


def present(view: View) -> Present:
    """One scan over time, and one of the period in question."""
    asks = [((OVERDUE,), PLACE), ((OPEN, OVERDUE), BAND), ((OLDEST,), ())]
    whole = [(FOLLOWED, ())] if view.grain == "all" else []
    places, bands, oldest, *rest = context.figures_each(asks + whole, view.now())
    course = context.figures(FOLLOWED, view.history())
    return Present(
        view=view,
        situation=situation(course, rest[0] if rest else [], view, [load_catalog()[id] for id in FOLLOWED]),
        overdue_places=places,
        bands=bands,
        oldest=oldest[0],
    )


def speaking(held: Present) -> list[Signal]:
    """The signals of the figures that the sentence names."""
    return signal_blocks.signals_of(held.situation.over_time(*SAID, OVERDUE), held.view.history())


def sentence(held: Present, also: Sequence[str] = ()) -> str:
    """The sentence of the page: counts and rates with their fractions, what moved, and in bold what is overdue, where most of it lies, and `also`."""
    moved = escaped(moved_words(speaking(held)))
    return _facts(held, also) + (f" {moved}。" if moved else "")


def _facts(held: Present, also: Sequence[str]) -> str:
    now = held.situation.now
    facts = [now[id] for id in SAID]
    if not now[OVERDUE].value:
        return headline(filters.area_name(held.view.area), now_words(held.view), [*facts, now[OVERDUE]], also)
    most = most_words(held.overdue_places, "village") if len(held.overdue_places) > 1 else ""
    return headline(
        filters.area_name(held.view.area), now_words(held.view), facts, [said(now[OVERDUE]) + (f"，其中{most}" if most else ""), *also]
    )


def figure_cards(held: Present, sixth: cards.Card | None = None) -> None:
    """Six figures, each with what must be seen beside it; the overview may have its own for the sixth."""
    own = [_card(held, id) for id in CARDS]
    cards.cards([*own[:-1], sixth or own[-1]])


def _card(held: Present, id: str) -> cards.Card:
    now = held.situation.now
    return cards.Card(
        reading=now[id],
        scope=held.view.now(),
        where=held.where,
        compared=compared_words(held.situation.before[id], held.view),
        course=held.situation.aligned(id),
        beside=[said(now[BESIDE[id]])] if id in BESIDE and now[id].is_known else [],
    )


def _course(held: Present, *ids: str) -> blocks.Source:
    readings = held.situation.over_time(*ids)
    return blocks.Source(readings=readings, scope=held.view.history(), where=filters.area_name(held.view.area))


def volumes(held: Present) -> None:
    """Received, closed and backlog over time."""
    names = [load_catalog()[id].name for id in VOLUMES]
    with blocks.section("、".join(names), f"{held.span}，件；阴影为各期期末的{names[-1]}", key="volumes"):
        series = [held.situation.over_time(id) for id in VOLUMES]
        figure = figures.counts_over_time(series, held.situation.periods, blocks.SCREEN)
        for id in VOLUMES:
            if not held.situation.now[id].is_known:
                blocks.unavailable(held.situation.now[id])
        blocks.chart(figure, _course(held, *VOLUMES), "volumes", f"{'、'.join(names)}的逐期折线图")


def rate_course(held: Present, id: str) -> None:
    """One rate over time, large."""
    indicator = load_catalog()[id]
    readings = held.situation.over_time(id)
    judged = signal_blocks.signals_of(readings, held.view.history())
    floor = min([figures.rate_floor(readings), *map(figures_control.limits_floor, judged)])
    how = "；".join(filter(None, [rate_reading_words(readings), note_words(held.situation.now[id]), *map(band_words, judged)]))
    with blocks.section(indicator.name, f"{held.span}，纵轴 {floor}%—100%" + (f"；{how}" if how else ""), key=f"course-{id}"):
        if not any(one.is_known for one in readings):
            blocks.unavailable(held.situation.now[id])
            return
        figure = figures.rate_over_time(readings, held.situation.periods, blocks.SCREEN, floor=floor, height=330)
        for one in judged:
            figures_control.with_limits(figure, one, blocks.SCREEN)
        blocks.chart(figure, _course(held, id), f"course-{id}", f"{indicator.name}的逐期折线图")


def rates(held: Present) -> None:
    """The rates side by side on one scale, with the share that took part in the evaluation."""
    everything = held.situation.over_time(*RATES)
    floor = figures.rate_floor(everything)
    how = "；".join(
        filter(None, [f"{held.span}，同一纵轴 {floor}%—100%", "办结不等于解决，解决不等于满意", rate_reading_words(everything)])
    )
    with blocks.section("办结、按期、解决、满意要一并看", how, key="rates"):
        with st.grid(len(RATES), min_column_width=150, gap="small"):
            for id in RATES:
                with st.container(gap="xxsmall"):
                    _small_rate(held, id, floor)
        blocks.below(_course(held, *RATES), "、".join(load_catalog()[id].name for id in RATES))


def _small_rate(held: Present, id: str, floor: int) -> None:
    reading = held.situation.now[id]
    course = held.situation.over_time(id)
    st.html(blocks.small_html(reading))
    if not any(one.is_known for one in course):
        st.caption(reason_words(reading))
        return
    if note_words(reading):
        st.caption(note_words(reading))
    figure = figures.rate_over_time(course, held.situation.periods, blocks.SCREEN, floor=floor, height=150, labels=3)
    blocks.bare_chart(figure, _course(held, id), f"rate-{id}", f"{reading.indicator.name}的逐期折线图")


def ageing(held: Present) -> None:
    """How long what is open has been open, and how much of it is overdue."""
    whole, late = of(held.bands, OPEN), of(held.bands, OVERDUE)
    name, overdue = load_catalog()[OPEN].name, load_catalog()[OVERDUE].name
    stock = held.situation.now[OPEN]
    oldest = f"；{said(held.oldest)}" if held.oldest.is_known else ""
    with blocks.section(f"{name}：已办了多久", f"期末；橙色为{overdue}{oldest}", key="ageing"):
        if not stock.is_known:
            blocks.unavailable(stock)
            return
        if not stock.value:
            st.success(f"期末没有{load_catalog()[OPEN].numerator.name}。", icon=":material/check:")
            return
        figure = figures_compare.stock_bands(whole, late, BAND[0], blocks.SCREEN)
        source = blocks.Source(readings=held.bands, scope=held.view.now(), where=held.where, by=BAND)
        blocks.chart(figure, source, "ageing", f"{name}按{load_columns()[BAND[0]].name}的条形图")
