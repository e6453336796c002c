"""The block about petitions, whose time limits are set by the regulation and not by the file."""

from indicators.definition import load_catalog
from pages.parts import blocks, cards, context, filters
from reports.view import View
from reports.words import formula_words, range_words

PETITIONS = ("petition_notice_rate", "petition_on_time_rate", "petition_evaluation_rate", "petition_satisfaction_rate")


def petitions(view: View) -> None:
    """The rates of the last twelve months; nothing where no petition was ever received."""
    own = view.unfiltered()
    scope = own.window()
    found = context.figures(PETITIONS, scope)
    if not any(one.is_known for one in found):
        return
    span = range_words(scope.start, scope.end)
    with blocks.section("信访事项", f"{span}；信访转办的诉求，时限依《信访工作条例》，按自然日计", key="petitions"):
        where = f"{filters.area_name(own.area)}，{span}"
        cards.cards(
            [cards.Card(reading=one, scope=scope, where=where, beside=[formula_words(load_catalog()[one.indicator.id])]) for one in found]
        )
        blocks.cautions(PETITIONS)
