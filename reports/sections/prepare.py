"""What the sections of a brief ask for, asked for together: each cohort is scanned once a span and not once a section."""

from indicators.scope import Scope
from reports.material import Ask, Material
from reports.sections import annex, disputes, places, problems, requests, running, topics
from reports.sections.domain_charts import INCOME
from reports.sections.domain_figures import END, PERIOD, YEAR, domains, scope_of
from reports.sections.found_problems import OWNED, PAUSED, PROJECTS, RESPONSIBLE
from reports.sections.problem_data import MONTH_END

PLACE = ("village",)
UNITS, BANDS, KINDS = ("handler_unit",), ("age_band",), ("category_1",)
CUT = {END: [((PROJECTS, PAUSED, OWNED), (RESPONSIBLE,))], YEAR: [((INCOME,), PLACE)]}  # of a domain by unit or village


def prepare(held: Material) -> None:
    """Measure the main figures of the brief, so that the sections find them."""
    if not held.has_begun:
        return
    judged = dict.fromkeys((*running.ASKED, *disputes.NOW, *disputes.WATCHED, *problems.ALSO, *annex.BY_MONTH))
    held.figures_each([(tuple(judged), ())], held.course)
    for scope, asks in [*_asks(held, tuple(judged)), *_domains(held)]:
        held.figures_each(asks, scope)


def _domains(held: Material) -> list[tuple[Scope, list[Ask]]]:
    """What is asked of the ledgers that state figures of a place, by span."""
    found: dict[str, list[str]] = {}
    for one in domains().values():
        found.setdefault(one.when, []).extend(one.ids)
    scopes = {one.when: scope_of(held, one) for one in domains().values()}
    asked = [(scopes[kind], [(tuple(ids), ()), *CUT.get(kind, ())]) for kind, ids in found.items()]
    return [*asked, *([(held.before, [(tuple(found[PERIOD]), ())])] if PERIOD in found else [])]


def _asks(held: Material, judged: tuple[str, ...]) -> list[tuple[Scope, list[Ask]]]:
    """What is asked of each span; of a month the figures as a whole stand in the course."""
    counted = [((topics.RECEIVED,), (column,)) for column in (*topics.TYPES[:1], topics.KINDS, topics.CHANNELS)]
    late = [((running.OVERDUE,), by) for by in (PLACE, UNITS, BANDS, KINDS)]
    late += [((disputes.OVERDUE,), by) for by in (PLACE, UNITS, BANDS)]
    held_open = [((one,), UNITS) for one in (running.OPEN, disputes.OPEN)]
    alike = [(places.ASKED, PLACE), (annex.BY_VILLAGE, PLACE), ((*disputes.BACK, *annex.BY_VILLAGE, *requests.AIMED, MONTH_END), ())]
    alike += [((disputes.FOUND, disputes.CONCLUDED), KINDS), ((disputes.SETTLED,), (disputes.LEVEL,))]
    alike += [((running.ON_TIME,), by) for by in (UNITS, KINDS)] + [((id,), (*PLACE, *KINDS)) for id, _, _ in annex.CROSSED]
    whole = [] if held.span.kind == "month" else [(judged, ())]
    spans = [(held.now, [*whole, *counted, *late, *held_open]), (held.window, alike)]
    return [*spans, *((one, [*whole, *counted]) for one in (held.before, held.year_ago) if held.reaches(one))]
