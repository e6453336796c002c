"""The blocks about household income: one basis at a time, a line a definition, places beside their median, and never a score."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from etl.contract import contracts
from indicators.columns import load_remarks
from indicators.definition import load_catalog
from indicators.measure import NOTHING_REPORTED
from pages.parts import blocks, cards, context, event_blocks, filters, ledger_blocks
from reports import figures_level, figures_parts
from reports.reading import Reading, missing, of
from reports.sentences import compared_words, now_words
from reports.sentences_ledgers import UNSAID, basis_title, break_words, defined_words, income_headline, line_words
from reports.situation import Situation, situation
from reports.view import View
from reports.words import day_words, number_words, period_words, value_words
from reports.yearly import known_years, year_view, years_scope

SOURCES = ("income",)
PUBLISHED = ("收入",)
LEVEL, GROWTH, REAL = "income_level", "income_growth", "income_real_growth"
REPORTED, ROUNDED = "income_reported_count", "income_rounded_count"
BESIDE_TOWN = ("income_to_town", "income_growth_gap")
SHARES = ("income_wage_share", "income_business_share", "income_property_share", "income_transfer_share")
FOLLOWED = (LEVEL, GROWTH, REAL, REPORTED, ROUNDED, *BESIDE_TOWN, *SHARES)
SURVEY, PREFERRED = "住户抽样调查", "可支配收入"
MOST_STACKED = 16  # rows of shares that can be read
NO_SCORE = "收入只列水平、增速和构成，不作好坏评价，不用于评分和排名。"


@dataclass(frozen=True, kw_only=True)
class Held:
    """Incomes by one basis: how they stand under the newest definition, the level by year under each, and by village in the newest year."""

    looked_at: View
    view: View
    basis: str
    definition: str
    situation: Situation
    lines: Mapping[str, list[Reading]]
    of_villages: Sequence[Reading]

    @property
    def is_village(self) -> bool:
        """Whether one village, or a part of it, is looked at."""
        return any(area.path == self.view.area and area.level not in ("县", "镇") for area in context.areas())

    @property
    def is_by_village(self) -> bool:
        """Whether villages are what the figures speak of; a survey speaks of counties and towns only."""
        return self.basis != SURVEY and any(one.is_known for one in self.of_villages)

    @property
    def where(self) -> str:
        """Place, basis and year, in words."""
        return f"{filters.area_name(self.view.area)}，{basis_title(self.basis)}，{now_words(self.view)}"

    @property
    def name(self) -> str:
        """What is earned a head, under its own definition."""
        return defined_words(self.definition)

    @property
    def years(self) -> list[str]:
        """The years in which anything is known under any definition."""
        return known_years([one for line in self.lines.values() for one in line])


def bases(view: View) -> list[str]:
    """The bases that anybody reported by, the one with the most places first, those as many in the order of the contract."""
    order = [*contracts()["income"].columns["basis"].choices, UNSAID]
    found: dict[str, float] = {}
    for one in context.figures((REPORTED,), years_scope(view), ("basis",)):
        if one.note != NOTHING_REPORTED:
            found[one.groups[0]] = max(found.get(one.groups[0], 0), one.numerator or 0)
    return sorted(found, key=lambda basis: (-found[basis], order.index(basis) if basis in order else len(order)))


def chosen(known: Sequence[str]) -> str:
    """By which basis the whole page is: two of them never stand side by side."""
    return blocks.choice("收入来源", {basis: basis_title(basis) for basis in known}, label_visibility="visible")


def present(view: View, basis: str) -> Held:
    """One scan of a basis over the years, cut by what the figures mean."""
    course = context.figures(FOLLOWED, years_scope(view, {"basis": (basis,)}), ("definition",))
    definitions = sorted(dict.fromkeys(one.groups[0] for one in course), key=lambda one: _newest(course, one))
    lines = {one: [reading for reading in of(course, LEVEL) if reading.groups == (one,)] for one in definitions}
    own = [reading for reading in course if reading.groups == (definitions[-1],)]
    seen = year_view(view, known_years(own), {"basis": (basis,), "definition": (definitions[-1],)})
    stands = situation(own, [], seen, [load_catalog()[id] for id in FOLLOWED])
    return Held(
        looked_at=view, view=seen, basis=basis, definition=definitions[-1], situation=stands, lines=lines, of_villages=_of_villages(seen)
    )


def _of_villages(view: View) -> list[Reading]:
    """The level of each village in the year, those that reported nothing among them, in the order of the tree."""
    found = {one.groups[0]: one for one in context.figures((LEVEL,), view.now(), ("village",)) if one.groups[0]}
    silent = missing(load_catalog()[LEVEL], "all", NOTHING_REPORTED)
    inside = f"{view.area or ''}/"
    due = [
        area.path
        for area in context.areas()
        if area.level == "村" and not area.is_published and (view.area in (None, area.path) or area.path.startswith(inside))
    ]
    return [found.get(path) or replace(silent, groups=(path,)) for path in dict.fromkeys([*due, *found])]


def _newest(course: Sequence[Reading], definition: str) -> tuple[str, bool]:
    years = known_years([one for one in course if one.groups == (definition,)])
    return (years[-1] if years else ""), definition == PREFERRED


def headline(held: Held) -> None:
    """The page's name and the sentence that answers it."""
    now = held.situation.now
    asked = _lacking_words(held)
    sentence = income_headline(
        filters.area_name(held.view.area), now_words(held.view), basis=held.basis, definition=held.definition, level=now[LEVEL],
        growth=now[GROWTH], reported=_reported_words(held), resting=_resting_words(held), missing=asked,
    )  # fmt: skip
    blocks.title("居民收入", sentence)
    st.caption(NO_SCORE)


def _reported_words(held: Held) -> str:
    """How many places of how many reported; of a single place nothing."""
    count = held.situation.now[REPORTED]
    if not count.is_known or held.is_village:
        return ""
    if not held.is_by_village:
        return f"{number_words(count.value)} 个地区（县或镇）报数"
    return f"{number_words(count.value)}/{len(held.of_villages):,} 个村报数"


def _resting_words(held: Held) -> str:
    """On how many places the growth in the sentence rests; of a single place nothing."""
    count = held.situation.now[GROWTH].denominator or 0
    return f"（{number_words(count)} 个{'村' if held.is_by_village else '地区'}）" if count > 1 else ""


def _lacking_words(held: Held) -> list[str]:
    rounded = held.situation.now[ROUNDED]
    lacking = [one for one in held.of_villages if not one.is_known] if held.is_by_village else []
    said = f"{len(lacking):,} 个村未填报" if lacking else ""
    return [one for one in (said, f"{number_words(rounded.value)} 个数是 500 的整数倍，可能是估数" if rounded.value else "") if one]


def figure_cards(held: Held) -> None:
    """Level, growth before and after prices, and how many reported; of one village, how it stands to its town."""
    ids = (LEVEL, GROWTH, REAL, *(BESIDE_TOWN if held.is_village else (REPORTED, ROUNDED)))
    cards.cards([_card(held, id) for id in ids], "income-")
    if not held.is_village and not held.is_by_village:
        st.caption("这里报数的是县或镇，不是村。")
    blocks.cautions(ids)


def _card(held: Held, id: str) -> cards.Card:
    reading = held.situation.now[id]
    return cards.Card(
        reading=reading, scope=held.view.now(), where=held.where, compared=compared_words(held.situation.before[id], held.view),
        course=held.situation.aligned(id), beside=[f"收入定义：{held.definition}"] if id == LEVEL and reading.is_known else [],
    )  # fmt: skip


def over_years(held: Held) -> None:
    """The level by year: a line a definition, broken where it changes, with what people noted of the place."""
    caption = f"{basis_title(held.basis)}，{'各地的中位数' if _is_median(held) else '报数'}，元；没有报的年份留空，不同定义的数不连线"
    known = {name: [one for one in line if one.is_known] for name, line in held.lines.items()}
    known = {name: line for name, line in known.items() if line}
    with blocks.section(f"{held.name if len(known) < 2 else '人均收入'}：历年", caption, key="income-years"):
        if not known:
            blocks.unavailable(held.situation.now[LEVEL])
            return
        events = event_blocks.live(held.view.area)
        figure = figures_level.level_over_years(
            [(line_words(name), line) for name, line in known.items()], held.years, blocks.SCREEN, breaks=_breaks(known), events=events,
            bounded={line_words(name): bounded(line) for name, line in known.items()},
        )  # fmt: skip
        source = blocks.Source(
            readings=[one for line in known.values() for one in line], scope=years_scope(held.looked_at, {"basis": (held.basis,)}),
            where=f"{filters.area_name(held.view.area)}，{basis_title(held.basis)}", by=("definition",),
        )  # fmt: skip
        blocks.chart(figure, source, "income-years", f"{held.name}的历年折线图", opens="地方")
        _noted(figures_level.pins_shown(events, held.years))


def _is_median(held: Held) -> bool:
    return any((one.denominator or 0) > 1 for line in held.lines.values() for one in line)


def _breaks(known: Mapping[str, list[Reading]]) -> dict[str, str]:
    """The first year of each definition but the first, with the words at its line."""
    names = sorted(known, key=lambda name: known[name][0].period)
    return {known[name][0].period: break_words(known[name][0].period, name, before) for before, name in zip(names, names[1:], strict=False)}


def bounded(line: Sequence[Reading]) -> list[str]:
    """The years of which the only place reported about how much or at least how much."""
    words = load_remarks()["bounded"].text.format(count=1, label="")
    return [one.period for one in line if one.denominator == 1 and words in one.note]


def _noted(pins: Sequence[figures_level.Pin]) -> None:
    if pins:
        st.caption(
            "记事："
            + "；".join(f"{number} {day_words(pin.on)} {pin.text}" for number, pin in enumerate(pins, start=1))
            + "。只标时间，不表示原因。"
        )


def structure(held: Held) -> None:
    """What incomes are made of, by year."""
    names = [load_catalog()[id].numerator.name for id in SHARES]
    caption = "四项都报了的地方，先加总再算占比；没有报全的年份留空"
    with blocks.section("收入由什么构成", f"{basis_title(held.basis)}，{held.definition}；{caption}", key="income-structure"):
        aligned = {id: held.situation.aligned(id) for id in SHARES}
        rows = [(f"{year}年", [aligned[id][place] for id in SHARES]) for place, year in enumerate(held.situation.periods)]
        if not any(one and one.is_known for _, readings in rows for one in readings):
            blocks.unavailable(held.situation.now[SHARES[0]])
            return
        figure = figures_parts.stacked_parts(rows[-MOST_STACKED:], names, blocks.SCREEN)
        source = blocks.Source(readings=held.situation.over_time(*SHARES), scope=held.view.history(), where=held.where, by=("definition",))
        blocks.chart(figure, source, "income-structure", "四项收入占比的历年堆叠条形图", opens="地方")
        st.caption(_parts_words(held, names))


def _parts_words(held: Held, names: Sequence[str]) -> str:
    """Each share of the year with what was divided by what, in yuan a head, however small."""
    known = [(name, held.situation.now[id]) for name, id in zip(names, SHARES, strict=True) if held.situation.now[id].is_known]
    said = [f"{name} {value_words(one)}（{number_words(one.numerator)}/{number_words(one.denominator)} 元）" for name, one in known]
    return f"{period_words(held.view.period)}：{'，'.join(said)}。" if said else ""


def everything(held: Held) -> None:
    """Every figure about income, by the chosen basis and definition."""
    narrowed = {"basis": (held.basis,), "definition": (held.definition,)}
    ledger_blocks.everything(held.looked_at, ("income",), "income", narrowed)


def footer(held: Held) -> None:
    """The quiet last line."""
    blocks.footer(held.view.now(), FOLLOWED)
