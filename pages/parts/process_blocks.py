"""How cases are handled, beyond whether they were closed in time: the shadow of the extensions, redoing, repeats, revisits, levels."""

import streamlit as st

from indicators.definition import load_catalog
from pages.parts import blocks, context, filters
from reports.sentences import compared_words, now_words
from reports.situation import situation
from reports.view import View

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
SHADOW = (ON_TIME, ORIGINAL, EXTENDED)


def cards(view: View, name: str, caption: str, ids: tuple[str, ...], key: str) -> None:
    """Figures of one kind as cards, each with the period before and its course."""
    scope = view.now()
    course = context.figures(ids, view.history())
    whole = context.figures(ids, scope) if view.grain == "all" else []
    held = situation(course, whole, view, [load_catalog()[id] for id in ids])
    where = f"{filters.area_name(view.area)}，{now_words(view)}"
    with blocks.section(name, caption, key=key):
        blocks.cards(
            [
                blocks.Card(
                    reading=held.now[id], scope=scope, where=where, compared=compared_words(held.before[id], view), course=held.aligned(id)
                )
                for id in ids
            ],
            f"{key}-",
        )
        blocks.cautions(ids)


def process(view: View) -> None:
    """The shadow of the extensions, the handling, and where cases come from and end."""
    cards(view, "延期之后与延期之前", "按期办结率按批准延期后的期限；按原期限看的差额就是延期带来的", SHADOW, "shadow")
    cards(view, "办得怎么样", "签收、联系、回访，和办完之后有没有再来", HANDLING, "handling")
    cards(view, "从哪来、在哪办", "跨渠道重复登记的已并为一件；办理层级只含写明的件", ORIGINS, "origins")
    st.caption("同一事项在两个渠道登记：后登记的不再计入受理量，点“跨渠道重复登记”的明细可看并入哪一件。")
