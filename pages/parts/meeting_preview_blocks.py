"""The brief as it will be printed, on the page: every sentence can be put in one's own words, every figure opened."""

from html import escape

import streamlit as st

from pages.parts import meeting_edit_blocks, meeting_open, roles
from pages.parts.blocks import CHART, SCREEN
from pages.parts.meeting_context import Held
from pages.parts.meeting_html import finding_html, table_html
from reports.brief import Basis, Brief, Chart, Finding, Section, Table
from reports.figures_brief import brief_figure
from reports.words import day_words

NUMERALS = "一二三四五六七八九十"
LISTED_ROWS = 12  # of a table on the page; the files have all


def paper(held: Held) -> None:
    """The sheet: title, one-page summary, sections, annexes, and the small print on where the figures come from."""
    brief = held.brief
    with st.container(key="paper", gap="small"):
        st.html(_head(held))
        if brief.summary:
            with st.container(key="paper-summary", gap=None):
                st.html("<h3>摘要</h3>")
                for one in brief.summary:
                    _finding(one, held, "summary")
        for number, section in enumerate(brief.sections):
            _section(section, f"{numeral(number + 1)}、{section.title}", held)
        for number, section in enumerate(brief.annexes, start=1):
            _section(section, f"附件{number}　{section.title}", held)
        st.html(_small_print(held))


def numeral(number: int) -> str:
    """A number below a hundred as headings count: 一, 十二."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{NUMERALS[tens - 1]}十") + (NUMERALS[ones - 1] if ones else "")


def _head(held: Held) -> str:
    brief = held.brief
    tag = "<b>演示数据</b>　" if brief.is_synthetic else ""
    sub = f"{tag}{escape(brief.edition_words)}　数据截至{day_words(brief.known_to)}"
    return f'<div class="paper-head"><h2>{_in_sense(brief)}</h2><p>{sub}</p></div>'


def _in_sense(brief: Brief) -> str:
    """The title in two lines, broken between the period and what the paper is."""
    head, period, rest = brief.title.partition(brief.period_words)
    return f"<span>{escape(head + period)}</span><span>{escape(rest)}</span>" if rest else escape(brief.title)


def _section(section: Section, title: str, held: Held) -> None:
    with st.container(key=f"paper-{section.key}", gap="xsmall"):
        st.html(f"<h3>{escape(title)}</h3>{_message(section)}")
        for one in section.findings:
            _finding(one, held, section.key)
        for chart in section.charts:
            _chart(chart, held)
        for table in section.tables:
            _table(table, held)


def _message(section: Section) -> str:
    if section.message:
        return f'<p class="message">{escape(section.message)}</p>'
    return f'<p class="none">{escape(section.empty)}</p>' if section.empty else ""


def _finding(one: Finding, held: Held, within: str) -> None:
    """A sentence with its two buttons, or the form in its place. The summary repeats sentences: they are edited where they belong."""
    name, is_own = f"{within}-{one.key}", within != "summary" or one.key not in _own_keys(held)
    meeting_edit_blocks.answer(one.key if is_own else "")
    if is_own and meeting_edit_blocks.is_edited(one.key):
        meeting_edit_blocks.form(one, held)
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="top", key=f"said-{name}"):
        st.html(finding_html(one))
        if is_own and roles.may_manage():
            st.button("编辑", key=f"edit-{name}", type="tertiary", on_click=meeting_edit_blocks.begin, args=(one.key,))
            if one.is_edited:
                meeting_edit_blocks.restorable(one, held)
        _opens(one.basis, held, name)


def _own_keys(held: Held) -> set[str]:
    return {one.key for part in held.brief.parts for one in part.findings}


def _opens(basis: Basis | None, held: Held, name: str) -> None:
    if basis is not None and meeting_open.known(basis):
        st.button("看明细", key=f"open-basis-{name}", type="tertiary", on_click=meeting_open.ask, args=(basis, held))


def _chart(chart: Chart, held: Held) -> None:
    with st.container(key=f"drawn-{chart.key}", gap="xsmall"):
        st.html(f'<p class="drawn">{escape(chart.title)}</p>')
        if chart.has_values:
            base = f"meeting-chart-{chart.key}"
            name = f"{base}-{st.session_state.get(f'{base}-turn', 0)}"
            st.plotly_chart(
                brief_figure(chart, SCREEN),
                key=name,
                config=CHART,
                alt=chart.title,
                selection_mode="points",
                on_select=lambda: meeting_open.ask_mark(name, chart, held),
            )
        with st.container(horizontal=True, gap="small", key=f"said-chart-{chart.key}"):
            st.html(f'<p class="note">{escape(chart.note or ("" if chart.has_values else "没有上报，没有图。"))}</p>')
            _opens(chart.basis, held, f"chart-{chart.key}")


def _table(table: Table, held: Held) -> None:
    with st.container(key=f"listed-{table.key}", gap="xsmall"):
        st.html(f'<p class="drawn">{escape(table.title)}</p><div class="wide">{table_html(table)}</div>')
        with st.container(horizontal=True, gap="small", key=f"said-table-{table.key}"):
            st.html(f'<p class="note">{escape(table.note)}</p>')
            _opens(table.basis, held, f"table-{table.key}")


def _small_print(held: Held) -> str:
    brief = held.brief
    sources = "；".join(
        f"{one.ledger}（{one.channel}）{one.records:,} 条" + (f"，截至{day_words(one.known_to)}" if one.known_to else "")
        for one in brief.sources
    )
    definitions = "；".join(f"{one.name}（第{one.version}版）{one.words}" for one in brief.definitions)
    said = {"数据来源": sources, "数据质量": "".join(brief.quality), "口径": definitions}
    lines = "".join(f"<p><b>{name}</b>　{escape(text)}</p>" for name, text in said.items() if text)
    return f'<div class="small-print">{lines}</div>'
