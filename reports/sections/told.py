"""What several sections tell alike: who holds most of something, a share, the months of a chart, why there is nothing."""

from collections.abc import Sequence

from indicators.definition import Indicator, load_catalog
from indicators.measure import NOTHING_REPORTED
from indicators.scope import Scope
from indicators.small_numbers import is_rate_shown
from reports.brief import FEW, ISSUED, Cell
from reports.material import Material
from reports.reading import Reading, missing
from reports.sections.wording import official, told
from reports.sentences import most_words
from reports.view import months_between
from reports.words import caution_words, day_words, is_nowhere, number_words, range_words

CHART_MONTHS = 13  # the month in question and the twelve before it


def marked(reading: Reading) -> str:
    """A figure with its name, and the mark of a small sample."""
    return f"{told(reading)}{'，小样本' if caution_words(reading) == '小样本' else ''}"


def plain(reading: Reading) -> str:
    """A figure with its name, which does not say twice what is counted: 过期未完工项目4个."""
    unit, name = reading.indicator.unit, reading.indicator.name
    is_said = unit.startswith("个") and len(unit) > 1 and unit[1:] in name
    return told(reading).removesuffix(unit[1:]).replace(name, name.removesuffix("数"), 1) if is_said else told(reading)


def most(readings: Sequence[Reading], column: str, limit: int = 3) -> str:
    """Who holds most of what is counted: 柳沟村7件、东湾村4件; blank where fewer than two hold any. What no village was found for is none."""
    places = [one for one in readings if one.groups[0] is not None and not (column == "village" and is_nowhere(one))]
    return official(most_words(places, column, limit)) if sum(bool(one.value) for one in places) > 1 else ""


def earlier(held: Material, id: str, scope: Scope) -> Reading:
    """A figure in an earlier span; not reported where the data begin in the middle of it."""
    return held.whole((id,), scope)[id] if held.reaches(scope) else missing(load_catalog()[id], "all", NOTHING_REPORTED)


def share_words(hits: float, size: float) -> str:
    """A share of counted things: 81.3%（91/112）; of few the fraction alone."""
    fraction = f"{number_words(hits)}/{number_words(size)}"
    return f"{100 * hits / size:.1f}%（{fraction}）" if is_rate_shown(size) else fraction


def share_cell(hits: float, size: float) -> Cell:
    """The same in a table."""
    value = 100 * hits / size if is_rate_shown(size) else None
    return Cell(text=share_words(hits, size), value=value, decimals=1, unit="%", mark="" if value is not None else FEW)


def months(held: Material, count: int = CHART_MONTHS) -> list[str]:
    """The last months of the course, whether or not anybody reported in them."""
    return months_between(held.course.start, held.course.end)[-count:]


def window_words(held: Material) -> str:
    """The span in which places are compared: 近12个月; where less is known, from which month on."""
    whole = months_between(held.window.start, held.window.end)
    return "近12个月" if len(whole) == 12 else official(range_words(held.window.start, held.window.end))


def last_words(held: Material) -> str:
    """That the last period of a chart is not over; blank where it is."""
    return "" if held.is_over else f"，最后一期截至{day_words(held.known_to)}"


def nothing_words(held: Material, indicator: Indicator, ledger: str) -> str:
    """Why a section is empty: there is no such ledger here, or it ends before the period."""
    known = held.known_until(indicator.view)
    if known is None:
        return f"没有导入{of_place(held)}{ledger}，均为未填报，不列。"
    if known < held.span.start:
        return f"{ledger}数据只到{day_words(known)}，{held.span.words}未填报，不列。"
    return f"{held.span.words}{ledger}没有上报，均为未填报，不列。"


def of_place(held: Material) -> str:
    """Whose ledger is meant: 柳沟村的; blank where all is looked at."""
    return f"{held.place}的" if held.area else ""


def is_one_village(held: Material) -> bool:
    """Whether the brief is about no more than one village, so that whatever it cuts by kind is cut by village too."""
    return len(held.villages) <= 1


def keeps_kinds_back(held: Material) -> bool:
    """Whether counts by kind may not be printed: of one village, in an edition for outside."""
    return held.edition == ISSUED and is_one_village(held)
