"""The assessment that 考核评估 shows: which town, which period, under which scheme, and everything that follows, kept by snapshot."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import streamlit as st

from indicators.scheme import Scheme, default_scheme, read_scheme
from indicators.score_draws import Draws, draw
from pages.parts import context, final_ruling
from pages.parts.final_ruling import Standing
from reports.assessing import Assessment, assess, period_bounds, period_of_day
from reports.score_change import Change, change
from reports.view import View, months_between
from reports.words import group_words, period_words
from warehouse import journal_schemes
from warehouse.journal_bonuses import bonuses, counted

PERIOD, TOWN = "考核期", "考核哪个镇"
HALVES = {"H1": "上半年", "H2": "下半年"}
Bonuses = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, kw_only=True)
class Held:
    """A town assessed in a period under the scheme then in force. `periods`: every period that the data reach, the newest first."""

    view: View
    scheme: Scheme
    area: str | None
    period: str
    periods: tuple[str, ...]
    assessment: Assessment
    ruled: Standing | None = None

    @property
    def is_final(self) -> bool:
        """Whether the figures are those that were ruled on, made anew from the data of that time."""
        return self.ruled is not None and self.ruled.assessment is not None

    @cached_property
    def draws(self) -> Draws:
        """What is sure of the result and what is not."""
        return draws_of(self.assessment)

    @property
    def is_over(self) -> bool:
        """Whether the data reach the end of the period."""
        return self.assessment.end >= period_bounds(self.period)[1]

    def earlier(self, period: str) -> Assessment | None:
        """The same town in another period, under the scheme then in force; None where the data do not reach back so far."""
        return assessed(self.area, period) if period in self.periods else None

    def change(self, before: Assessment, village: str) -> Change | None:
        """What a village's points differ by from an earlier assessment, taken apart; None where they cannot be compared."""
        if village not in [one.village for one in before.scores]:
            return None
        after = self.assessment.score_of(village)
        between = after if before.scheme == self.scheme else self._under(before.scheme).score_of(village)
        return change(before.score_of(village), between, after, before.scheme.across)

    def _under(self, scheme: Scheme) -> Assessment:
        """This period under another scheme; manual items that it does not have are left out."""
        declared = {bonus.id for bonus in scheme.bonuses}
        bonuses = {path: {id: times for id, times in own.items() if id in declared} for path, own in self.assessment.bonuses.items()}
        return _assessed(context.key(), scheme, self.area, self.period, bonuses, context.extent().last_on)


def followed(held: Held) -> tuple[str, ...]:
    """The indicators that the page rests on."""
    return tuple(item.id for item in held.scheme.items)


def draws_of(held: Assessment) -> Draws:
    """What is sure of an assessment and what is not."""
    return _drawn(context.key(), held.scheme, held)


def period_name(period: str) -> str:
    """An assessed period as people say it: 2026年第3季度, 2026年上半年, 2026年."""
    year, _, rest = period.partition("-")
    return f"{year}年{HALVES[rest]}" if rest in HALVES else period_words(period)


def asked(view: View) -> Held:
    """The town and the period as chosen, assessed."""
    area = _town(view)
    known_to = context.extent().last_on
    kind = scheme_on(known_to).period
    periods = tuple(dict.fromkeys(period_of_day(date.fromisoformat(f"{month}-01"), kind) for month in _months()))[::-1]
    over = [one for one in periods if period_bounds(one)[1] <= view.last]
    first = over[0] if over else periods[0]
    period = st.selectbox(
        PERIOD, periods, index=periods.index(first), format_func=lambda one: _option(one, known_to), key=PERIOD, bind="query-params"
    )
    ruling = final_ruling.final_of(area, period)
    ruled = final_ruling.standing(ruling) if ruling else None
    if ruled:
        final_ruling.read_from(ruled)
    held = ruled.assessment if ruled and ruled.assessment else measured(area, period)
    return Held(view=view, scheme=held.scheme, area=area, period=period, periods=periods, assessment=held, ruled=ruled)


def scheme_on(day: date) -> Scheme:
    """The scheme in force on a day: the example where none was adopted by then."""
    found = journal_schemes.scheme_on(context.data_dir(), day)
    return read_scheme(found.declared) if found else default_scheme()


def assessed(area: str | None, period: str) -> Assessment:
    """A town in a period under the scheme in force at its end, as it was ruled on where that can be made anew."""
    ruling = final_ruling.final_of(area, period)
    ruled = final_ruling.standing(ruling).assessment if ruling else None
    return ruled or measured(area, period)


def measured(area: str | None, period: str) -> Assessment:
    """A town in a period as the data of this run have it, under the scheme in force at its end."""
    scheme = scheme_on(period_bounds(period)[1])
    given = counted(bonuses(context.data_dir()), [bonus.id for bonus in scheme.bonuses], *period_bounds(period))
    return _assessed(context.key(), scheme, area, period, given, context.extent().last_on)


@st.cache_resource(max_entries=48, show_spinner=False)
def _assessed(within: tuple[str, str], scheme: Scheme, area: str | None, period: str, bonuses: Bonuses, known_to: date) -> Assessment:
    return assess(context.connection(*within), scheme, area, period, bonuses, known_to)


@st.cache_resource(max_entries=8, show_spinner=False, hash_funcs={Assessment: lambda one: [one.area, one.period, one.scores]})
def _drawn(within: tuple[str, str], scheme: Scheme, held: Assessment) -> Draws:
    return draw(scheme, held.cells, held.bonuses, groups=held.groups)


def _months() -> list[str]:
    extent = context.extent()
    return months_between(extent.first_on, extent.last_on)


def _option(period: str, known_to: date) -> str:
    return period_name(period) + ("" if period_bounds(period)[1] <= known_to else "（未完）")


def _town(view: View) -> str | None:
    """The town that is assessed: the one looked at or looked into; where there are several, the one chosen."""
    tree = context.areas()
    holding = {area.path.rsplit("/", 1)[0] for area in tree if area.level == "村" and "/" in area.path}
    towns = [area.path for area in tree if area.level == "镇" and area.path in holding and not area.is_published]
    inside = [path for path in towns if view.area and (view.area == path or view.area.startswith(f"{path}/"))]
    offered = inside or [path for path in towns if view.area is None or path.startswith(f"{view.area}/")]
    if len(offered) < 2:
        return offered[0] if offered else view.area
    return st.selectbox(TOWN, offered, format_func=lambda path: group_words("town", path), key=TOWN, bind="query-params")
