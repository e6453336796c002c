"""The blocks of a village's portrait: chosen, summed up, its figures domain by domain, and what it has not reported."""

from collections import Counter
from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from etl.contract import contracts
from indicators.definition import load_catalog
from indicators.measure import NOTHING_REPORTED
from indicators.scope import Scope
from pages.parts import blocks, cards, context, drill, event_blocks, filters
from pages.parts.intake_links import to_intake
from reports import figures, figures_events
from reports.portrait import Section, per_hundred_words, sections
from reports.reading import Reading, missing, of
from reports.sentences import escaped, listed
from reports.sentences_places import band_words
from reports.situation import situation
from reports.standing import Comparison, compare
from reports.view import View
from reports.words import basis_words, caution_words, day_words, period_words, range_words, reason_words, said, value_words
from reports.yearly import years_scope

HOUSEHOLDS, RESIDENTS, MEMBERS = "profile_household_count", "profile_resident_count", "profile_party_member_count"
RECEIVED, ON_TIME, LATE = "case_received_count", "case_on_time_rate", "case_overdue_open_count"
INCOME, SURPLUS, MEETINGS = "income_level", "collective_operating_surplus", "activity_due_rate"
CARDS = (HOUSEHOLDS, RECEIVED, ON_TIME, INCOME, SURPLUS, MEETINGS)
FOLLOWED = (RECEIVED,)
COURSE = (RECEIVED, "case_closed_count", "case_open_count")
OF_CASES = ("case", "dispute")  # looked at over twelve months
OF_WHOLE = ("project",)  # looked at from the first to the last; every other domain in the last year that was reported
VILLAGE = "村"
RATES = (ON_TIME, "case_resolution_rate", "case_satisfaction_rate")
COMPARE = "pages/review/compare.py"


@dataclass(frozen=True, kw_only=True)
class Portrait:
    """A village in the view: the last known reading of each figure of its portrait, by id, and the scope it was measured in."""

    view: View
    name: str
    readings: dict[str, Reading]
    scopes: dict[str, Scope]

    @property
    def households(self) -> Reading:
        """The households of the village."""
        return self.readings[HOUSEHOLDS]

    @property
    def window(self) -> str:
        """The months over which cases are counted."""
        return range_words(self.view.window().start, self.view.last)


def choose(view: View) -> str | None:
    """The village looked at: the area of the sidebar where that is one, else the one chosen here; None where there is no village."""
    names = labels(view)
    if not names:
        return None
    if view.area in names:
        return view.area
    narrow, _ = st.columns([1, 2])
    return narrow.selectbox(VILLAGE, list(names), format_func=names.get, key=VILLAGE, bind="query-params")


def labels(view: View) -> dict[str, str]:
    """The villages that can be looked at, by path, as the list and the address write them."""
    everywhere = [area for area in context.areas() if area.level == "村"]
    villages = [area for area in everywhere if area.is_published or view.area is None or _lies_in(area.path, view.area)]
    times = Counter(area.name for area in villages)
    return {area.path: _name(area, times) for area in villages}


def _name(area: context.Area, times: Counter[str]) -> str:
    return f"{area.name}（公开发布）" if area.is_published else f"{area.name}（{area.path}）" if times[area.name] > 1 else area.name


def _lies_in(path: str, area: str) -> bool:
    return path == area or path.startswith(f"{area}/")


def no_village() -> None:
    """A warehouse whose files name no village."""
    st.info("这里没有到村的数据。导入地区台账或写明村名的台账后，本页才有内容。", icon=":material/inbox:")
    to_intake(["area"])


def portrait(view: View, path: str) -> Portrait:
    """Three scans: the last twelve months for cases, all the time for projects, every year for what is reported by the year."""
    own = replace(view, area=path, filters={})
    ids = dict.fromkeys([*(id for section in sections().values() for id in section.ids), *CARDS])
    recent = tuple(id for id in ids if load_catalog()[id].domain in OF_CASES)
    whole = tuple(id for id in ids if load_catalog()[id].domain in OF_WHOLE)
    yearly = tuple(id for id in ids if id not in (*recent, *whole))
    window, years = own.window(), years_scope(own)
    ever = replace(years, grain="all")
    found = {one.indicator.id: one for one in [*context.figures(recent, window), *context.figures(whole, ever)]}
    course = context.figures(yearly, years)
    found |= {id: _last(of(course, id), id, own) for id in yearly}
    scopes = {id: window if id in recent else ever if id in whole else years.at(found[id].period) for id in ids}
    return Portrait(view=own, name=filters.area_name(path), readings=found, scopes=scopes)


def _last(course: list[Reading], id: str, view: View) -> Reading:
    """The last reading that is known; else the last of all, which says why it is not."""
    known = [one for one in course if one.is_known]
    unknown = course[-1] if course else missing(load_catalog()[id], f"{view.ledgers_end:%Y}", NOTHING_REPORTED)
    return known[-1] if known else unknown


def sentence(held: Portrait) -> str:
    """Who lives there, how its cases went in twelve months, and how many ledgers say nothing of it."""
    facts = [said(held.readings[id]) for id in (HOUSEHOLDS, RESIDENTS, MEMBERS) if held.readings[id].is_known]
    cases = [said(held.readings[id]) for id in (RECEIVED, ON_TIME) if held.readings[id].is_known]
    late = held.readings[LATE]
    lacking = unreported_titles(held)
    opening = f"{held.name}：" + ("，".join(map(escaped, facts)) if facts else "村情未填报")
    middle = f"；{held.window}" + ("，".join(map(escaped, cases)) if cases else "没有诉求记录")
    stressed = f"；**{escaped(said(late))}**" if late.value else ""
    published = context.facts(held.view.area)
    told = f"；另有公开发布的事实 {len(published)} 条，见下" if published else ""
    ending = f"；有 {len(lacking)} 种台账未填报：{listed(lacking)}。" if lacking else "；各种台账都有它的数。"
    return opening + middle + stressed + told + ending


def figure_cards(held: Portrait) -> None:
    """Six figures, each with its period."""
    cards.cards(
        [
            cards.Card(reading=held.readings[id], scope=held.scopes[id], where=held.name, compared=_when(held, id) if held.readings[id].is_known else "")
            for id in CARDS
        ],
        "village-",
    )  # fmt: skip


def standing(held: Portrait) -> None:
    """Where the village stands among those of its town, in one line; nothing where it has no case."""
    town = held.view.area.rpartition("/")[0] or None
    found = context.figures(RATES, replace(held.view, area=town).window(), ("village",))
    told = [_stands(compare(load_catalog()[id], of(found, id)), held.view.area) for id in RATES]
    if any(told):
        where = f"与{filters.area_name(town)}各村相比（{held.window}）："
        st.markdown(escaped(where + "；".join(filter(None, told)) + "。"))
        st.page_link(COMPARE, label="打开分村比较", icon=":material/compare_arrows:")


def _stands(held: Comparison, path: str) -> str:
    own = [one for one in held.standings if one.reading.groups[0] == path and one.reading.is_known]
    return "".join(f"{said(one.reading)}{band_words(one)}" for one in own)


def _when(held: Portrait, id: str) -> str:
    if load_catalog()[id].domain in OF_WHOLE:
        return f"截至{day_words(held.view.ledgers_end)}"
    return held.window if load_catalog()[id].domain in OF_CASES else period_words(held.readings[id].period)


def course(held: Portrait) -> None:
    """Cases over time, with what people noted pinned to its month."""
    with blocks.section("诉求逐月", "受理、办结和期末在办，件；圆点为记事，见下", key="village-course"):
        readings = context.figures(COURSE, held.view.history())
        if not any(one.is_known for one in readings):
            st.info("这个村没有诉求记录。", icon=":material/info:")
            return
        own = situation(readings, [], held.view, [load_catalog()[id] for id in COURSE])
        figure = figures.counts_over_time([own.over_time(id) for id in COURSE], own.periods, blocks.SCREEN)
        figure = figures_events.with_events(figure, event_blocks.live(held.view.area), own.periods, blocks.SCREEN)
        blocks.chart(
            figure, blocks.Source(readings=readings, scope=held.view.history(), where=held.name), "village-course", "该村诉求逐月折线图"
        )


def pairs() -> list[tuple[Section, Section]]:
    """The sections two by two, as they stand side by side."""
    listed_sections = list(sections().values())
    return list(zip(listed_sections[::2], listed_sections[1::2], strict=True))


def section(held: Portrait, part: Section) -> None:
    """The figures of one domain, a row each; a row opens to the rows of the files it comes from."""
    known = [id for id in part.ids if held.readings[id].is_known]
    times = {_when(held, id) for id in known}
    caption = "".join([*(f"{when}；" for when in times if len(times) == 1), "点一行，看它由哪些行组成"]) if known else ""
    with blocks.section(part.name, caption, key=f"village-{part.key}"):
        if not known:
            st.caption(f"未填报：{listed([load_catalog()[id].name for id in part.ids])}。")
            return
        rows = [_row(held, id, part, len(times) > 1) for id in part.ids]
        turn = st.session_state.get(f"village-{part.key}-turn", 0)
        name = f"village-{part.key}-{turn}"
        st.dataframe(
            pd.DataFrame(rows, dtype=object).dropna(axis="columns", how="all"), hide_index=True, height="content", key=name, placeholder="",
            selection_mode="single-row", on_select=lambda: _picked(name, held, part),
        )  # fmt: skip


def _row(held: Portrait, id: str, part: Section, is_dated: bool) -> dict[str, str | None]:
    reading = held.readings[id]
    told = [basis_words(reading), caution_words(reading), reading.note] if reading.is_known else [reason_words(reading)]
    when = [_when(held, id)] if is_dated and reading.is_known else []
    scale = per_hundred_words(reading, held.households) if id in part.per_hundred else ""
    return {
        "指标": reading.indicator.name,
        "数值": value_words(reading),
        "依据": "，".join(filter(None, [*when, *told])),
        "每百户": scale or None,
    }


def _picked(name: str, held: Portrait, part: Section) -> None:
    chosen = st.session_state[name]["selection"]["rows"]
    st.session_state[f"village-{part.key}-turn"] = st.session_state.get(f"village-{part.key}-turn", 0) + 1
    if chosen and held.readings[part.ids[chosen[0]]].is_known:
        id = part.ids[chosen[0]]
        drill.ask(drill.Drill(indicator=id, scope=held.scopes[id], where=f"{held.name}，{_when(held, id)}"))


def unreported_titles(held: Portrait) -> list[str]:
    """The titles of the ledgers of figures that hold nothing of the village."""
    named = {entry.source for entry in context.ledger_entries() if entry.area_id == held.view.area}
    wanted = [contract for contract in contracts().values() if contract.is_statistical and contract.name not in ("fact", "price_index")]
    return [contract.title for contract in wanted if contract.name not in named]


def _book(entry: context.LedgerEntry) -> str:
    """The name of a ledger, with the platform it comes from where that is another."""
    title = contracts()[entry.source].title
    return title if entry.ledger == title else f"{title}（{entry.ledger}）"


def unreported(held: Portrait) -> None:
    """What the village has reported up to when, and what it has not."""
    with blocks.section("报了什么、没报什么", "没有报的一律是未填报，不是 0", key="village-reported"):
        entries = [entry for entry in context.ledger_entries() if entry.area_id == held.view.area]
        rows = [
            {"台账": _book(entry), "说到": day_words(entry.known_to) if entry.known_to else "未注明", "条数": f"{entry.records:,}"}
            for entry in entries
        ]  # fmt: skip
        rows += [{"台账": title, "说到": "未填报", "条数": ""} for title in unreported_titles(held)]
        st.dataframe(pd.DataFrame(rows, dtype=object), hide_index=True, height="content", key="village-reported-table")
