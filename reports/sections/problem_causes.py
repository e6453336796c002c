"""What a late rate is made of, as far as figures go: the mix and the units' own rates, and the step in which the time went. No cause is claimed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from indicators.columns import load_columns
from indicators.lateness import lateness
from indicators.scope import Scope
from reports import steps
from reports.brief import Finding
from reports.material import Material, basis_of
from reports.rate_change import Change, change, is_told
from reports.sections.told import window_words
from reports.sections.wording import figure, finding, told
from reports.sentences_causes import beyond_words, chance_words, compared, parts_sentence, reversed_words
from reports.view import COMPARED_MONTHS, month_start

ON_TIME = "case_on_time_rate"
CUTS = ("handler_unit", "category_1", "village")
BEFORE_NAME = "前12个月"
NEARLY_ALL = 0.95  # of the difference, from which the other steps are said to differ little
NO_CAUSE = "拆解只说明变化落在哪里，不说明原因"


def earlier(held: Material) -> Scope | None:
    """The twelve months before the last twelve; None where the data do not go back so far."""
    start = month_start(held.window.start, COMPARED_MONTHS)
    scope = replace(held.window, start=start, end=held.window.start - timedelta(days=1))
    return scope if held.reaches(scope) else None


def changes_of(held: Material, columns: Sequence[str]) -> dict[str, Change]:
    """How the rate in time differs from the twelve months before, taken apart by each column; empty where it cannot be."""
    before = earlier(held)
    if before is None:
        return {}
    asks = [((ON_TIME,), ()), *(((ON_TIME,), (column,)) for column in columns)]
    (then, *thens), (now, *nows) = (held.figures_each(asks, scope) for scope in (before, held.window))
    if not (then and now and is_told(then[0]) and is_told(now[0])):
        return {}
    return {column: change((then[0], now[0]), both) for column, *both in zip(columns, thens, nows, strict=True)}


def cause_finding(held: Material) -> Finding | None:
    """How much of the difference is another mix and how much the units' own rates, where it is more than chance; else that it may be chance."""
    found = changes_of(held, _cuts(held))
    if not found:
        return None
    apart = {column: one for column, one in found.items() if sum(not line.is_rest for line in one.lines) > 1}
    column, main = max((apart or found).items(), key=lambda one: sum(line.is_beyond for line in one[1].lines))
    facts = (
        f"{window_words(held)}{told(main.after)}，{compared(main.total, main, BEFORE_NAME)}（{figure(main.before)}），{chance_words(main)}"
    )
    if main.is_chance or not apart:
        why = "，不作拆解" if main.is_chance else ""
        return finding("problems.cause", facts + why, basis=_basis(held, column))
    split = f"按{load_columns()[column].name}拆开，{parts_sentence(main, column)}"
    parts = [facts, split, reversed_words(main, column) or beyond_words(main, column), NO_CAUSE]
    return finding("problems.cause", "；".join(parts), basis=_basis(held, column))


def _cuts(held: Material) -> list[str]:
    return [column for column in CUTS if column != "village" or len(held.villages) > 1]


def _basis(held: Material, column: str):
    return basis_of((ON_TIME,), held.window, (column,))


def step_finding(held: Material) -> Finding | None:
    """How much longer late cases took than those in time, and in which step most of that lies; None where the stamps do not tell."""
    found = lateness(held.connection, held.window)
    both = steps.columns(found.side(True), found.side(False))
    if both is None:
        return None
    late, kept = both
    more = late.whole - kept.whole
    if more <= 0:
        return None
    told_of = (
        f"{window_words(held)}超期的件（{steps.told_words(late.side)}）平均{late.words(late.whole)}办结，"
        f"比按期的件多{late.words(more)}（{steps.told_words(kept.side)}）"
    )
    step = steps.longest(both)
    apart = late.tenths[step] - kept.tenths[step]
    name = f"“{steps.step_names(found.keys)[step]}”一步（{late.words(apart)}）"
    where = f"；多出的时间几乎都在{name}，其余各步相差很小" if apart >= NEARLY_ALL * more else f"；多的主要在{name}"
    return finding("problems.steps", told_of + (where if len(late.tenths) > 1 else ""), basis=basis_of((ON_TIME,), held.window))
