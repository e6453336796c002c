"""What is earned a head, each source and definition by itself: they are never one figure."""

from reports.brief import Finding
from reports.material import Material, basis_of
from reports.reading import Reading, of
from reports.sections.domain_figures import year_words, years_scope
from reports.sections.wording import figure, finding, official
from reports.sentences_ledgers import basis_title, defined_words
from reports.words import number_words

LEVEL, GROWTH = "income_level", "income_growth"
APART = ("basis", "definition")


def income_finding(held: Material) -> Finding | None:
    """The last year of each source: the median, over how many places, and its growth; None where nobody reported."""
    scope = years_scope(held)
    course = held.figures((LEVEL, GROWTH), scope, APART)
    lasts = {one.groups: one for one in of(course, LEVEL) if one.is_known}
    if not lasts:
        return None
    newest = max(one.period for one in lasts.values())
    last = [one for one in lasts.values() if one.period == newest]
    told_of = [_told(one, of(course, GROWTH)) for one in last]
    several = "；来源或定义不同，不可比" if len(told_of) > 1 else ""
    return finding(
        "domains.income", year_words(held, last[0]) + "；".join(told_of) + several, basis=basis_of((LEVEL, GROWTH), scope, APART)
    )


def _told(level: Reading, growths: list[Reading]) -> str:
    basis, definition = level.groups
    growth = next((one for one in growths if one.groups == level.groups and one.period == level.period and one.is_known), None)
    places = f"{number_words(level.denominator)}个地区" + ("的中位数" if level.denominator > 1 else "")
    rise = f"，名义增速{figure(growth)}" if growth else ""
    return official(f"{defined_words(definition)}{figure(level)}（{basis_title(basis)}，{places}{rise}）")
