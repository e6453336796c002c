"""研判 › 会议材料 › 投影: one message a screen, large enough to be read from the last row, and from any of them down to villages and rows and back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from html import escape
from pathlib import Path

import streamlit as st

from pages.parts import meeting_down, meeting_stage
from pages.parts.blocks import CHART, SCREEN, version_name
from pages.parts.meeting_context import Held
from pages.parts.meeting_down import Rows, Villages
from pages.parts.meeting_html import MARKS, table_html
from pages.parts.meeting_stage import Place
from reports.brief import ISSUED, Finding
from reports.figures_brief import brief_figure
from reports.screens import CHART as IS_CHART
from reports.screens import TITLE, Screen, screens, table_pages
from reports.words import day_words, number_words

HERE = Path(__file__).parent
TEXT, CHART_HEIGHT = 24, 392  # pixels on a screen of 1280 × 720; larger screens enlarge the whole
FOOT_SIGNS = 44  # letters of the last line
ROOMY = 110  # letters up to which sentences are set larger
LONG = 56  # letters of a message from which on it is set smaller
KEPT_BACK = "印发版不往下看"
Turn = tuple[str, str, Place | None]  # the key's name, what its button says, where it leads


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What is on the screen now: the screen of the brief, where we stand, and below it the villages and the rows, where we stand there."""

    held: Held
    screen: Screen
    count: int
    place: Place
    villages: Villages | None = None
    rows: Rows | None = None


def show(held: Held) -> None:
    """The screen that the address asks for, over everything else."""
    st.html(_dress())
    st.html(_keys(), unsafe_allow_javascript=True)
    shown = _shown(held)
    with st.container(key="stage", gap=None):
        if shown.screen.kind != TITLE or shown.place.depth:
            st.html(_head(shown))
        with st.container(key="stage-body", gap=None):
            _body(shown)
        st.html(_foot(shown))
        _buttons(shown)


@cache
def _dress() -> str:
    return f"<style>{(HERE / 'meeting_projector.css').read_text(encoding='utf-8')}</style>"


@cache
def _keys() -> str:
    return f"<script>{(HERE / 'meeting_projector.js').read_text(encoding='utf-8')}</script>"


def _shown(held: Held) -> Shown:
    """Only as deep as there is something to see."""
    listed = screens(held.brief)
    at = meeting_stage.place(len(listed))
    screen = listed[at.at - 1]
    plain = Shown(held=held, screen=screen, count=len(listed), place=replace(at, depth=0))
    if not at.depth or not may_go_down(held, screen):
        return plain
    by_village = meeting_down.villages(screen.basis, held.brief.area, held.now)
    if not by_village.groups:
        return plain
    cell = {"row": min(at.row, len(by_village.groups) - 1), "column": min(at.column, len(by_village.indicators) - 1)}
    at = replace(at, **cell)
    if at.depth == 1:
        return replace(plain, place=at, villages=by_village)
    found = meeting_down.rows(by_village, at.row, at.column, at.part, f"{held.brief.place}，{by_village.name(at.row)}")
    sheets = len(found.pages) if found else 0
    return replace(plain, place=replace(at, sheet=min(max(at.sheet, 1), max(sheets, 1))), villages=by_village, rows=found)


def may_go_down(held: Held, screen: Screen) -> bool:
    """Whether there is something below: figures, and an edition that may show small numbers."""
    return screen.basis is not None and held.brief.edition != ISSUED


def _head(shown: Shown) -> str:
    screen, place = shown.screen, shown.place
    message = screen.message
    if place.depth == 1:
        message = f"{_named(shown.villages)}，按村看" if shown.villages.by else f"{_named(shown.villages)}，不分村"
    if place.depth == 2:
        message = f"{shown.villages.name(place.row)}：{meeting_down.head_words(shown.rows)}" if shown.rows else "没有数据"
    part = f"（{screen.part[0]}/{screen.part[1]}）" if screen.part[1] > 1 and not place.depth else ""
    size = " long" if len(message) > LONG else ""
    trail = [screen.section, *(["按村"] if place.depth else []), *(["明细"] if place.depth == 2 else [])]
    return f'<div class="stage-head"><p class="trail">{escape(" › ".join(trail))}{part}</p><h1 class="message{size}">{escape(message)}</h1></div>'


def _named(found: Villages) -> str:
    return "、".join(one.name for one in found.indicators)


def _body(shown: Shown) -> None:
    if shown.place.depth == 2:
        st.html(_rows_html(shown))
    elif shown.place.depth == 1:
        st.html(_villages_html(shown))
    elif shown.screen.kind == IS_CHART:
        _chart(shown)
    else:
        st.html(_said_html(shown))


def _chart(shown: Shown) -> None:
    chart = shown.screen.chart
    if not chart.has_values:
        st.html(f'<p class="stage-note">{escape(chart.note or "没有上报，没有图。")}</p>')
        return
    with st.container(key="stage-chart"):
        figure = brief_figure(chart, SCREEN, text=TEXT, height=CHART_HEIGHT)
        st.plotly_chart(figure, key=f"stage-{shown.place.at}", config=CHART, alt=chart.title)
    title = f"{chart.title}。" if chart.title != shown.screen.message else ""
    st.html(f'<p class="stage-note">{escape(title + chart.note)}</p>')


def _said_html(shown: Shown) -> str:
    screen = shown.screen
    if screen.kind == TITLE:
        return _title_html(shown)
    if screen.table:
        title = f"{screen.table.title}。" if screen.table.title != screen.message else ""
        return table_html(screen.table) + f'<p class="stage-note">{escape(title + screen.table.note)}</p>'
    size = " roomy" if sum(len(one.text) for one in screen.findings if not one.is_edited) < ROOMY else ""
    return f'<div class="stage-said{size}">{"".join(map(_finding_html, screen.findings))}</div>'


def _finding_html(one: Finding) -> str:
    edited = f"<small>人工编辑（{escape(one.edited_by)}），原文：{escape(one.original)}</small>" if one.is_edited else ""
    wrong = "".join(f'<small class="worse">！{escape(text)}</small>' for text in one.mismatches)
    return f'<p class="{one.tone}"><i aria-hidden="true">{MARKS[one.tone]}</i><span>{escape(one.text)}{edited}{wrong}</span></p>'


def _title_html(shown: Shown) -> str:
    brief = shown.held.brief
    name = brief.title.removeprefix(brief.place)
    known = f"数据截至{day_words(brief.known_to)}"
    return (
        f'<div class="stage-title"><p class="place">{escape(brief.place)}</p><h1 class="message">{escape(name)}</h1>'
        f"<p>{escape(brief.edition_words)}　{escape(known)}</p><p>按 → 翻页，按 ↓ 往下看到村和明细，按 Esc 返回；按 F11 全屏</p></div>"
    )


def _villages_html(shown: Shown) -> str:
    """The page of the villages on which the picked one stands."""
    pages = list(table_pages(meeting_down.villages_table(shown.villages)))
    size = len(shown.villages.indicators)
    first = 0
    for page in pages:
        if shown.place.row < first + len(page.rows):
            break
        first += len(page.rows)
    scope = shown.villages.scope
    went = f"{day_words(scope.start)}—{day_words(scope.end)}；" if scope.start and scope.end else ""
    more = f"第 {shown.place.row + 1}/{len(shown.villages.groups)} 个；" if len(pages) > 1 else ""
    note = f"{went}{more}按 → ← 换村，按 ↓ 看它由哪些组成"
    return table_html(page, picked=(shown.place.row - first, shown.place.column), goes=(first, size)) + f'<p class="stage-note">{note}</p>'


def _rows_html(shown: Shown) -> str:
    found, sheet = shown.rows, shown.place.sheet
    if found is None or not found.count:
        return '<p class="stage-note">没有符合的行。</p>'
    told = f"{found.parts[found.part]}，共 {number_words(found.count)} 行"
    told += f"，这里列出前 {number_words(found.held)} 行" if found.count > found.held else ""
    told += f"；第 {sheet}/{len(found.pages)} 页" if len(found.pages) > 1 else ""
    return table_html(found.pages[sheet - 1]) + f'<p class="stage-note">{escape(told)}</p>'


def _foot(shown: Shown) -> str:
    """Whose figures these are: demonstration or not, edition, cut-off, definitions, version of the data, page."""
    brief = shown.held.brief
    versions = sorted({one.version for one in brief.definitions})
    said = [
        brief.edition_words,
        f"数据截至{day_words(brief.known_to)}",
        f"口径第{'、'.join(map(str, versions))}版" if versions else "",
        f"版本{version_name(brief.made.snapshot)}",
    ]
    tag = "<b>演示数据</b>" if brief.is_synthetic else ""
    ledgers = "来源：" + "、".join(dict.fromkeys(one.ledger for one in brief.sources)) if brief.sources else "没有导入台账"
    named = [ledgers, *said] if sum(map(len, [ledgers, *said])) <= FOOT_SIGNS else said
    sources = " · ".join(one for one in named if one)
    return f'<div class="stage-foot">{tag}<span>{escape(sources)}</span><em>{shown.place.at}/{shown.count}</em></div>'


def _buttons(shown: Shown) -> None:
    with st.container(horizontal=True, key="stage-keys", gap="small"):
        for name, label, to in _turns(shown):
            _button(name, label, to)
        if shown.rows:
            for part, label in shown.rows.parts.items():
                if part != shown.rows.part:
                    _button(f"part-{part}", f"看{label}", replace(shown.place, part=part, sheet=1))
    with st.container(key="stage-hidden"):
        for number, to in enumerate(_cells(shown)):
            _button(f"go-{number}", f"第 {number + 1} 格", to)
        _button("first", "第一页", _along(shown, lambda *_: 0))
        _button("last", "最后一页", _along(shown, lambda _, last: last))


def _button(name: str, label: str, to: Place | None) -> None:
    leaves = name == "up" and to is None
    step: Callable = meeting_stage.leave if leaves else meeting_stage.go
    st.button(label, key=f"screen-{name}", disabled=to is None and not leaves, on_click=step, args=() if to is None else (to,))


def _turns(shown: Shown) -> list[Turn]:
    """The buttons: within the level back and forth, one level down, one level up or out."""
    back = _along(shown, lambda now, _: now - 1)
    forth = _along(shown, lambda now, last: min(now + 1, last))
    words = {0: ("上一页", "下一页"), 1: ("上一个村", "下一个村"), 2: ("上一页", "下一页")}[shown.place.depth]
    up = replace(shown.place, depth=shown.place.depth - 1, part="", sheet=1) if shown.place.depth else None
    down = ("按村看" if shown.held.brief.edition != ISSUED else KEPT_BACK, "看明细", "")[shown.place.depth]
    return [
        ("previous", f"← {words[0]}", back),
        ("next", f"{words[1]} →", forth),
        *([("down", f"↓ {down}", _below(shown))] if down else []),
        ("up", "↑ 返回" if shown.place.depth else "退出投影", up),
    ]


def _below(shown: Shown) -> Place | None:
    place = shown.place
    if place.depth == 0:
        return replace(place, depth=1, row=0, column=0) if may_go_down(shown.held, shown.screen) else None
    reading = shown.villages.reading(place.row, place.column)
    return replace(place, depth=2, part="", sheet=1) if place.depth == 1 and reading is not None else None


def _along(shown: Shown, step: Callable[[int, int], int]) -> Place | None:
    """Another place of the same level: screens, villages, or pages of rows. None where that is where we are or there is none."""
    place = shown.place
    now, last, name, first = {
        0: (place.at - 1, shown.count - 1, "at", 1),
        1: (place.row, len(shown.villages.groups) - 1 if shown.villages else 0, "row", 0),
        2: (place.sheet - 1, len(shown.rows.pages) - 1 if shown.rows else 0, "sheet", 1),
    }[place.depth]
    to = step(now, last)
    if to == now or not 0 <= to <= last:
        return None
    return Place(at=to + first) if place.depth == 0 else replace(place, **{name: to + first})


def _cells(shown: Shown) -> Sequence[Place]:
    """Where a click on each cell of the villages leads, row by row."""
    if shown.place.depth != 1:
        return ()
    size = len(shown.villages.indicators)
    return [
        replace(shown.place, depth=2, row=row, column=column, part="", sheet=1)
        for row in range(len(shown.villages.groups))
        for column in range(size)
    ]
