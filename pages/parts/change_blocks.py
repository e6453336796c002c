"""What changed since a day the leader picks: fallen overdue, closed, places and signals, silent ledgers; each opens to its rows or its page."""

from datetime import date
from html import escape
from pathlib import Path

import streamlit as st

from indicators.definition import load_catalog
from indicators.ledgers import Ledger
from indicators.ledgers import ledgers as ledgers_of
from indicators.scope import Scope
from pages.parts import blocks, case_blocks, context, decision_blocks, dispute_blocks, drill, event_blocks, filters, signal_blocks
from reports import changes
from reports.changes import Change, Course
from reports.reading import Reading, of
from reports.sentences_changes import since_words
from reports.signals import is_counted_rate
from reports.since import Occasion, Since, first_choice, occasions
from reports.view import View
from reports.words import day_words, group_words, reason_words
from warehouse.folder import list_snapshots
from warehouse.journal_meetings import meetings
from warehouse.kept import known_to

NEWLY_OVERDUE, CLOSED, LATE, SOLVED = "case_newly_overdue_count", "case_closed_count", "case_late_closed_count", "case_resolution_rate"
FELL_OVERDUE, SETTLED, LATE_SETTLED = "dispute_newly_overdue_count", "dispute_settled_count", "dispute_late_settled_count"
RATES = tuple(id for id in (case_blocks.ON_TIME, case_blocks.RESOLUTION, case_blocks.SATISFACTION) if is_counted_rate(load_catalog()[id]))
SHOWN = 8
PICKED = "自"
MARKS = {"worse": "！", "better": "✓", "calm": "·"}
KINDS = {"overdue": "超期", "band": "分村", "signal": "信号", "ledger": "台账", "definition": "口径", "done": "办结"}
DICTIONARY = "pages/data/dictionary.py"


@st.cache_data(max_entries=64, show_spinner=False)
def _kept_day(folder: str, name: str) -> date | None:
    return known_to(Path(folder), name)


def _kept() -> list[tuple[str, date]]:
    """The versions kept under a name, and up to which day each of them knows its cases."""
    folder = context.data_dir()
    found = [(label, _kept_day(str(folder), one.name)) for one in list_snapshots(folder) for label in one.labels]
    return [(label, day) for label, day in found if day]


@st.cache_data(max_entries=16, show_spinner=False)
def _ledgers_then(within: tuple[str, str], scope: Scope) -> list[Ledger]:
    return ledgers_of(context.connection(*within), scope)


def since(view: View) -> None:
    """The block: from which day on, what changed, and beside it what was decided."""
    with st.container(key="block-changes", gap="xsmall"):
        heading = st.container()
        main, aside = st.columns([3, 2], gap="medium")
        with main:
            occasion, day = _choose(view)
        heading.html(blocks.heading_html(_title(occasion), _caption(view, occasion, day)))
        with main, st.container(gap="xxsmall"):
            if day:
                _changes(Since(view=view, day=day, known_to=context.extent().last_on or view.last))
        with aside:
            decision_blocks.decided(view, occasion, day)


def _title(occasion: Occasion) -> str:
    return "上次会议以来的变化" if occasion.is_meeting else "这段时间的变化"


def _caption(view: View, occasion: Occasion, day: date | None) -> str:
    span = since_words(day, view.last) if day and day < view.last else ""
    unmet = "" if occasion.is_meeting or meetings(context.data_dir()) else "还没有记下会议，先从这一天看起；"
    return f"{unmet}{span}；严重的在前，点右侧打开明细" if span else unmet


def _choose(view: View) -> tuple[Occasion, date | None]:
    """The occasion picked and its day; None where what was written is no day."""
    found = occasions([one.on for one in meetings(context.data_dir())], _kept(), view.last)
    labels = {one.label: one for one in found}
    chosen = st.selectbox(
        "自哪天以来",
        list(labels),
        index=first_choice(found, view.last),
        key=PICKED,
        bind="query-params",
        on_change=lambda: decision_blocks.turn_to(labels[st.session_state[PICKED]]),
    )
    occasion = labels[chosen]
    if occasion.on:
        return occasion, occasion.on
    written = st.text_input("哪一天，写作 2026-10-31", key="自日", max_chars=10, bind="query-params")
    day = event_blocks.day_of(written)
    if written and not day:
        st.caption(f"“{written}”不是日期，请写作 2026-10-31。")
    return occasion, day


def _changes(held: Since) -> None:
    if not held.has_begun:
        st.info(f"数据看到{day_words(held.view.last)}，这一天之后的还没有载入，看不出变化。", icon=":material/info:")
        return
    whole, places = _counted(held)
    found = changes.ranked([*_found(held, whole, places), *_disputes(held.unfiltered())])
    _said_of_gaps(held, whole)
    for place, one in enumerate(found[:SHOWN]):
        _line(one, held, place)
    if found[SHOWN:]:
        with st.expander(f"其余 {len(found) - SHOWN} 条", key="more-changes"):
            for place, one in enumerate(found[SHOWN:], start=SHOWN):
                _line(one, held, place)
    if not any(one.tone != "calm" or one.rank == "overdue" for one in found):
        st.caption("没有新增超期，没有触发信号，没有村换到另一档，没有新缺的台账。")


def _counted(held: Since) -> tuple[list[Reading], list[Reading]]:
    """What was counted in the days since: as a whole, and what fell overdue by place."""
    asks = [((NEWLY_OVERDUE, CLOSED, LATE, SOLVED), ()), ((NEWLY_OVERDUE,), (filters.compared_by(held.view),))]
    whole, places = context.figures_each(asks, held.scope)
    return whole, places


def _found(held: Since, whole: list[Reading], places: list[Reading]) -> list[Change]:
    column = filters.compared_by(held.view)
    newly, closed, late, solved = whole
    return [
        *changes.overdue(newly, places, column),
        *changes.done(closed, late, solved),
        *_crossings(held, column),
        *_signals(held, case_blocks.FOLLOWED),
        *changes.ledgers(_ledgers_then(context.key(), Scope(area=held.view.area, as_of=held.day)), context.ledgers(held.view.now())),
        *changes.definitions([one for one in load_catalog().values() if one.domain in ("case", "dispute")], held.day),
    ]


def _crossings(held: Since, column: str) -> list[Change]:
    if held.window_before is None:
        return []
    before, after = (context.figures(RATES, scope, (column,)) for scope in (held.window_before, held.window))
    return [one for id in RATES for one in changes.crossings(of(before, id), of(after, id), column)]


def _signals(held: Since, ids: tuple[str, ...]) -> list[Change]:
    """What fired since in the courses that the page shows, month by month."""
    course = context.figures(ids, held.months)
    judged = signal_blocks.signals_of(course, held.months)
    return changes.signals((Course(signal=one, readings=of(course, one.indicator.id)) for one in judged), held.day)


def _disputes(held: Since) -> list[Change]:
    """The same of disputes, where there are any."""
    if dispute_blocks.present(held.view).is_empty:
        return []
    column = filters.compared_by(held.view)
    (newly, settled, late), places = context.figures_each(
        [((FELL_OVERDUE, SETTLED, LATE_SETTLED), ()), ((FELL_OVERDUE,), (column,))], held.scope
    )
    return [*changes.overdue(newly, places, column), *changes.done(settled, late), *_signals(held, dispute_blocks.FOLLOWED)]


def _said_of_gaps(held: Since, whole: list[Reading]) -> None:
    """What cannot be said of the days since, and why."""
    newly = whole[0]
    if not newly.is_known:
        st.caption(f"{newly.indicator.name}无从得知：{reason_words(newly)}。")
    if held.window_before is None:
        st.caption(f"数据自{day_words(held.view.begins)}起，早于此日的没有可比的，各村位次不作前后比较。")


def _line(one: Change, held: Since, place: int) -> None:
    mark = f'<b class="{one.tone}"><i aria-hidden="true">{MARKS[one.tone]}</i>{KINDS[one.kind]}</b>'
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"line-{place}"):
        st.html(f'<div class="change">{mark}<span>{escape(one.words)}</span></div>')
        _evidence(one, held, place)


def _evidence(one: Change, held: Since, place: int) -> None:
    """What a change opens to: the definition, the block below that lists the ledgers, or the rows."""
    if one.kind == "definition":
        wanted = {"指标": f"{one.indicator.code}\u3000{one.indicator.name}"}
        st.page_link(DICTIONARY, label="看口径", query_params=wanted)
    elif one.kind == "ledger":
        st.caption("见下方“缺什么”")
    elif one.size:
        label = f"看 {one.size:,.0f} {one.indicator.counted_in}"
        st.button(label, key=f"open-change-{place}", type="tertiary", on_click=drill.ask, args=(_request(one, held),))


def _request(one: Change, held: Since) -> drill.Drill:
    """The rows behind a change: of the days since, of the place in its twelve months, or of the month that fired."""
    own = held.unfiltered() if one.indicator.domain == "dispute" else held
    scope = own.window if one.kind == "band" else own.months.at(one.period) if one.kind == "signal" else own.scope
    column = filters.compared_by(held.view)
    named = [group_words(column, value) for value in one.groups]
    where = "，".join([filters.area_name(held.view.area), *named, f"{day_words(scope.start)}至{day_words(scope.end)}"])
    return drill.Drill(indicator=one.indicator.id, scope=scope, where=where, by_values=dict(zip((column,), one.groups, strict=False)))
