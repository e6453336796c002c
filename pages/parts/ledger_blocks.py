"""What the pages about ledgers share: figures of the last year reported, published facts, who did not report, and every figure of a domain."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape

import pandas as pd
import streamlit as st

from etl.contract import contracts
from indicators.definition import Indicator, load_catalog
from indicators.scope import Scope
from pages.parts import blocks, cards, context, filters
from pages.parts.intake_links import to_intake
from reports.facts import Fact, fact_row
from reports.reading import Reading, of
from reports.sentences import compared_words, listed, now_words
from reports.situation import Situation, situation
from reports.view import View, month_start
from reports.words import basis_words, day_words, period_words, reason_words, said, value_words
from reports.yearly import known_years, year_view, years_scope

MOST_NAMES = 8


@dataclass(frozen=True, kw_only=True)
class Present:
    """How a domain stands in the last year that anybody reported, and over the years; `view` is the view of that year."""

    view: View
    situation: Situation
    years: list[str] = field(default_factory=list)

    @property
    def where(self) -> str:
        """Place and year, in words."""
        return f"{filters.area_name(self.view.area)}，{now_words(self.view)}"

    @property
    def is_empty(self) -> bool:
        """Whether nothing was ever reported here."""
        return not self.years


def indicators_of(*domains: str) -> list[str]:
    """The ids of every indicator of some domains, in the order of their codes."""
    return [one.id for one in load_catalog().values() if one.domain in domains]


def yearly(view: View, ids: Sequence[str], narrowed: Mapping[str, tuple] | None = None) -> Present:
    """The figures over the years, the last one known as the present."""
    course = context.figures(tuple(ids), years_scope(view, dict(narrowed or {})))
    years = known_years(course)
    own = year_view(view, years, dict(narrowed or {}))
    return Present(view=own, situation=situation(course, [], own, [load_catalog()[id] for id in ids]), years=years)


def figure_cards(held: Present, ids: Sequence[str], among: str = "", beside: Mapping[str, str] | None = None) -> None:
    """Figures of the year as cards, with the year before and the course; `beside` names a figure that must be seen with another."""
    cards.cards(cards_of(held, ids, beside), among)


def cards_of(held: Present, ids: Sequence[str], beside: Mapping[str, str] | None = None) -> list[cards.Card]:
    """The same cards, not drawn yet, to stand in one row with others."""
    now = held.situation.now
    return [
        cards.Card(
            reading=now[id], scope=held.view.now(), where=held.where, compared=compared_words(held.situation.before[id], held.view),
            course=held.situation.aligned(id),
            beside=[said(now[beside[id]])] if beside and id in beside and now[id].is_known else [],
        )
        for id in ids
    ]  # fmt: skip


def has_any(view: View | None, sources: Sequence[str]) -> bool:
    """Whether any of some ledgers says anything of the area looked at."""
    return view is not None and any(entry.source in sources and is_within(entry.area_id, view.area) for entry in context.ledger_entries())


def known_view(view: View, source: str) -> View:
    """The view as far as one ledger goes, where the last day of all is looked at: it may begin before the cases, end after them, or be behind."""
    entries = [entry for entry in context.ledger_entries() if entry.source == source and is_within(entry.area_id, view.area)]
    begins = min((entry.first_on for entry in entries if entry.first_on), default=view.begins)
    last = max((entry.known_to for entry in entries if entry.known_to), default=view.last) if view.until else view.last
    is_from_start = view.begins is None or view.first <= month_start(view.begins)
    first = max(month_start(begins), month_start(last, filters.SHOWN_MONTHS - 1)) if is_from_start and begins else view.first
    return replace(view, first=min(first, month_start(last)), last=last, begins=begins, filters={})


def without(view: View, readings: Sequence[Reading]) -> list[str]:
    """The names of the villages of the area looked at of which none of some readings, cut by village, is known."""
    known = {one.groups[0] for one in readings if one.is_known}
    return [area.name for area in _villages(view) if area.path not in known]


def gap_lines(lines: Sequence[tuple[str, str]]) -> None:
    """What is to be done or is missing, a line each: what, and what about it."""
    st.html("".join(f'<div class="gap needs"><span>{escape(name)}</span><span>{escape(text)}</span></div>' for name, text in lines))


def nothing(name: str, sources: Sequence[str]) -> None:
    """A page whose ledgers nobody loaded: what to load and how."""
    st.title(name, anchor=False)
    titles = "、".join(f"“{contracts()[source].title}”" for source in sources)
    st.info(f"这里还没有{titles}台账，均为未填报。请用现成的报表，或下载空白模板填好，在“数据导入”页导入。", icon=":material/inbox:")
    to_intake(sources)


def to_load(source: str) -> None:
    """A part of a page for which nobody reported: what to load."""
    st.info(f"请用现成的“{contracts()[source].title}”报表，或下载空白模板填好，在“数据导入”页导入。", icon=":material/inbox:")
    to_intake([source])


def unreported(view: View, what: str) -> str:
    """The sentence of a part of a page for which nobody reported."""
    return f"{filters.area_name(view.area)}没有上报过{what}的数，均为未填报。"


def published(view: View | None, domains: Sequence[str]) -> None:
    """The published facts of a page that has nothing else; nothing where nothing at all is loaded."""
    if view is not None:
        facts(view.area, domains)


def everything(view: View, domains: Sequence[str], key: str, narrowed: Mapping[str, tuple] | None = None) -> None:
    """Every figure of some domains that are reported by the year, each of the last year that has it, behind one click."""
    _everything(domains, years_scope(view, dict(narrowed or {})), key, "各指标取最近一个有数的年份")


def everything_so_far(view: View, domains: Sequence[str], key: str) -> None:
    """The same of domains of which everything is looked at up to the last day, whenever it began."""
    _everything(domains, Scope(area=view.area, end=view.last), key, f"截至{day_words(view.last)}")


def everything_now(view: View, domains: Sequence[str], key: str) -> None:
    """The same of domains that are counted case by case, in the period in question."""
    _everything(domains, view.now(), key, now_words(view))


def _everything(domains: Sequence[str], scope: Scope, key: str, when: str) -> None:
    box = st.expander(f"本页全部指标（{when}）", icon=":material/list:", key=f"all-{key}", on_change="rerun")
    if not box.open:  # a list of every figure is not worked out for those who do not ask for it
        return
    with box:
        found = context.figures(tuple(indicators_of(*domains)), scope)
        st.dataframe(_listed(found), hide_index=True, height=440, key=f"all-{key}-table")
        st.caption("口径见“指标口径”，逐村的数见上面各表。")


def _listed(found: Sequence[Reading]) -> pd.DataFrame:
    rows = []
    for id in dict.fromkeys(one.indicator.id for one in found):
        own = of(list(found), id)
        last = next((one for one in reversed(own) if one.is_known), own[-1] if own else None)
        rows += [_line(load_catalog()[id], last)] if last else []
    return pd.DataFrame(rows, dtype=object)


def _line(indicator: Indicator, reading: Reading) -> dict[str, str]:
    basis = basis_words(reading) if reading.is_known else reason_words(reading)
    return {
        "编号": indicator.code,
        "指标": indicator.name,
        "时段": period_words(reading.period),
        "数值": value_words(reading),
        "依据": basis,
    }


def facts(path: str | None, domains: Sequence[str] = (), key: str = "facts") -> None:
    """What is published of the area, with the words of the source; nothing where nothing is."""
    found = [fact for fact in context.facts(path) if not domains or fact.domain in domains]
    if not found:
        return
    with blocks.section("公开发布的事实", "照来源原文；不与台账数据相加，也不代表本年", key=key):
        st.dataframe(_facts_table(found), hide_index=True, height="content" if len(found) <= blocks.FITTING else 440, key=f"{key}-table")
        st.caption(
            f"来源：{'、'.join(dict.fromkeys(fact.file_name for fact in found))}。空白的“{contracts()['fact'].columns['qa_reason'].name}”表示没有疑点。"
        )


def _facts_table(found: Sequence[Fact]) -> pd.DataFrame:
    return pd.DataFrame([fact_row(fact) for fact in found], dtype=object)


def silent(view: View, sources: Sequence[str], key: str) -> None:
    """Who reported up to when in each ledger, and which villages it does not name."""
    entries = [entry for entry in context.ledger_entries() if entry.source in sources and is_within(entry.area_id, view.area)]
    villages = _villages(view)
    with blocks.section("谁没有报", "每种台账说到哪一天，缺哪些村", key=key):
        rows = [_who(source, [entry for entry in entries if entry.source == source], villages) for source in sources]
        st.dataframe(pd.DataFrame(rows, dtype=object), hide_index=True, height="content", key=f"{key}-table")


def _villages(view: View) -> list[context.Area]:
    return [area for area in context.areas() if area.level == "村" and not area.is_published and is_within(area.path, view.area)]


def is_within(path: str, area: str | None) -> bool:
    """Whether a place lies in an area, or is it; everything lies in the whole."""
    return area is None or path == area or path.startswith(f"{area}/")


def _who(source: str, entries: Sequence[context.LedgerEntry], villages: Sequence[context.Area]) -> dict[str, str]:
    named = {entry.village for entry in entries}
    lacking = [area.name for area in villages if area.path not in named]
    known = [entry.known_to for entry in entries if entry.known_to]
    names = listed(lacking[:MOST_NAMES]) + (f"等 {len(lacking)} 个村" if len(lacking) > MOST_NAMES else "")
    return {
        "台账": contracts()[source].title,
        "说到": day_words(max(known)) if known else "未填报",
        "条数": f"{sum(entry.records for entry in entries):,}",
        "未填报的村": names if lacking else ("各村都报过" if villages else "—"),
    }
