"""How cases are handled, beyond whether they were closed in time: the shadow of the extensions, redoing, repeats, revisits, levels."""

import streamlit as st

from indicators.definition import load_catalog
from pages.parts import blocks, cards, context, filters
from reports import figures_time
from reports.reading import of
from reports.sentences import compared_words, course_words, now_words, rate_reading_words
from reports.situation import situation
from reports.view import View
from reports.words import said

ON_TIME, ORIGINAL, EXTENDED = "case_on_time_rate", "case_on_time_original_rate", "case_extension_rate"
HANDLING = (
    "case_signing_rate",
    "case_response_rate",
    "case_revisit_rate",
    "case_first_time_fix_rate",
    "case_redo_rate",
    "case_repeat_rate",
)
ORIGINS = ("case_merged_count", "case_online_share", "case_sent_back_rate", "case_village_level_rate", "case_town_level_rate")
SHADOW = (ORIGINAL, EXTENDED)
BESIDE = {"case_redo_rate": "case_redo_closed_rate"}  # the same by another denominator


def figure_row(view: View, name: str, caption: str, ids: tuple[str, ...], key: str) -> None:
    """Figures of one kind as cards, each with the period before and its course."""
    scope = view.now()
    asked = (*ids, *(BESIDE[id] for id in ids if id in BESIDE))
    course = context.figures(asked, view.history())
    whole = context.figures(asked, scope) if view.grain == "all" else []
    held = situation(course, whole, view, [load_catalog()[id] for id in asked])
    where = f"{filters.area_name(view.area)}，{now_words(view)}"
    with blocks.section(name, caption, key=key):
        cards.cards(
            [
                cards.Card(
                    reading=held.now[id],
                    scope=scope,
                    where=where,
                    compared=compared_words(held.before[id], view),
                    course=held.aligned(id),
                    beside=[said(held.now[BESIDE[id]])] if id in BESIDE and held.now[id].is_known else [],
                )
                for id in ids
            ],
            f"{key}-",
        )
        blocks.cautions(ids)


def deadlines(view: View) -> None:
    """The rate on the deadline as extended, and beside it the rate on the one first set."""
    readings = context.figures((ON_TIME, ORIGINAL), view.history())
    name = load_catalog()[ON_TIME].name
    first, second = of(readings, ON_TIME), of(readings, ORIGINAL)
    how = "；".join(filter(None, [course_words(view), "实线按批准延期后的期限，虚线按原期限", rate_reading_words([*first, *second])]))
    with blocks.section(f"{name}：延期前后", how, key="deadlines"):
        if not any(one.is_known for one in readings):
            blocks.unavailable(readings[-1])
            return
        figure = figures_time.two_rates(first, second, view.periods(), blocks.SCREEN)
        source = blocks.Source(readings=readings, scope=view.history(), where=filters.area_name(view.area))
        blocks.chart(figure, source, "deadlines", f"{name}，按延期后的期限和按原期限")


def process(view: View) -> None:
    """The shadow of the extensions, the handling, and where cases come from and end."""
    left, right = st.columns([3, 2], gap="medium")
    with left:
        deadlines(view)
    with right:
        figure_row(view, "不算延期", "批准延期前的期限，和延了多少", SHADOW, "shadow")
    figure_row(view, "办得怎么样", "签收、联系、回访，和办完之后有没有再来", HANDLING, "handling")
    figure_row(view, "从哪来、在哪办", "跨渠道重复登记的已并为一件；办理层级只含写明的件", ORIGINS, "origins")
    st.caption("同一事项在两个渠道登记：后登记的不再计入受理量，点“跨渠道重复登记”的明细可看并入哪一件。")
