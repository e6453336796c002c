"""The blocks that take a moved rate apart by village, unit, type and channel."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from indicators.columns import load_columns
from indicators.definition import Indicator, load_catalog
from pages.parts import blocks, context, filters
from pages.parts.drill import Drill
from pages.parts.opening_blocks import Opens, number_card, opening_table
from reports import figures_causes
from reports.against import Against, against, choices
from reports.claims import guard
from reports.rate_change import Change, Line, change, is_told
from reports.reading import Reading
from reports.sentences import escaped
from reports.sentences_causes import (
    POINTS,
    chance_words,
    change_sentence,
    compared,
    elsewhere_words,
    line_cell,
    line_name,
    own_name,
    points_words,
)
from reports.signals import ICONS, Rebase, is_counted_rate, signal, signal_words
from reports.view import View
from reports.words import cell_words, reason_words, said
from warehouse.journal_rebases import rebases

RATE, BACKLOG, STEPS = "rate", "backlog", "steps"
QUESTIONS = {RATE: "率为什么变", BACKLOG: "积压从哪来", STEPS: "慢在哪一步"}
DOMAINS = {"case": "诉求", "dispute": "纠纷"}
FIRST = "case_on_time_rate"
PLACES = ("town", "village")
CUTS = ("handler_unit", "category_1", "appeal_kind", "source_channel", "entry_mode")
INSIDE = ("村", "社", "网格")  # levels of an area in which there are no villages to tell apart


def question() -> str:
    """Which of the three questions the page answers."""
    return blocks.choice("问题", QUESTIONS)


def spans(view: View) -> Against:
    """What is set against what, as chosen."""
    return against(view, blocks.choice("对照", choices(view)))


def place_cut(view: View) -> str | None:
    """The column of the places inside the area looked at; None in a village."""
    level = next((area.level for area in context.areas() if area.path == view.area), None)
    return None if level in INSIDE else filters.compared_by(view)


def cuts(view: View, indicator: Indicator) -> list[str]:
    """The columns by which an indicator may be taken apart here, the place first."""
    return [column for column in (place_cut(view), *CUTS) if column in indicator.by]


def rates() -> dict[str, Indicator]:
    """The rates that may be taken apart, the share done in time first: shares of counted appeals and disputes."""
    found = [one for one in load_catalog().values() if one.domain in DOMAINS and is_counted_rate(one)]
    return {one.id: one for one in sorted(found, key=lambda one: one.id != FIRST)}


@dataclass(frozen=True, kw_only=True)
class Present:
    """One rate in two spans: the whole before and after, the changes by each column that it can be taken apart by, and the one chosen."""

    view: View
    against: Against
    whole: tuple[Reading, Reading]
    changes: dict[str, Change]
    column: str

    @property
    def chosen(self) -> Change | None:
        """The change by the column chosen; None where it cannot be taken apart."""
        return self.changes.get(self.column)


def present(view: View) -> Present:
    """The rate, the spans and the column as chosen; one scan a span."""
    left, middle, right = st.columns([3, 4, 5], gap="medium", vertical_alignment="bottom")
    with left:
        indicator = _rate_choice()
    own = view if indicator.domain == "case" else view.unfiltered()
    with middle:
        held = spans(own)
    columns = cuts(own, indicator)
    with right:
        column = blocks.choice("拆分按", {one: load_columns()[one].name for one in columns})
    asks = [((indicator.id,), ()), *(((indicator.id,), (one,)) for one in columns)]
    before, after = (context.figures_each(asks, scope) for scope in (held.before, held.after))
    whole = before[0][0], after[0][0]
    told = zip(columns, before[1:], after[1:], strict=True) if all(map(is_told, whole)) else ()
    changes = {one: change(whole, groups) for one, *groups in told}
    return Present(view=own, against=held, whole=whole, changes=changes, column=column)


def _rate_choice() -> Indicator:
    known = rates()
    chosen = st.selectbox(
        "看哪个率",
        list(known),
        format_func=lambda id: f"{DOMAINS[known[id].domain]}·{known[id].name}",
        key="看哪个率",
        bind="query-params",
        label_visibility="collapsed",
    )
    return known[chosen]


def sentence(held: Present) -> str:
    """The sentence of the page: the change and its parts, or why there is none."""
    if held.chosen:
        return change_sentence(held.chosen, held.column, held.against, filters.area_name(held.view.area))
    names = (held.against.before_name, held.against.after_name)
    told = "；".join(f"{name}{said(one)}" for name, one in zip(names, held.whole, strict=True))
    return guard(escaped(f"{filters.area_name(held.view.area)}，{told}") + "。")


def followed(held: Present) -> tuple[str, ...]:
    """The indicators that the page rests on."""
    return (held.whole[0].indicator.id,)


def apart(held: Present) -> None:
    """The change as figures, its parts by group as bars, and the table whose parts add up."""
    if not held.chosen:
        _not_told(held)
        return
    _cards(held.chosen, held)
    st.caption(_course_words(held))
    name = load_columns()[held.column].name
    main, aside = st.columns([5, 6], gap="medium")
    with main, blocks.section(f"按{name}拆开", held.against.span, key="parts"):
        figure = figures_causes.change_bars(held.chosen, held.column, held.against, blocks.SCREEN)
        source = blocks.Source(readings=[], scope=held.against.after, where=_where(held, True), by=(held.column,))
        blocks.bare_chart(figure, source, f"parts-{held.column}", f"{held.whole[0].indicator.name}的变化按{name}拆开的条形图")
    with aside, blocks.section("逐项相加", f"两部分逐项相加等于总变化（{POINTS}）；不足 10 件的合并为一项", key="sums"):
        opening_table(parts_table(held), openings(held), f"parts-{held.column}", f"变化拆解-按{name}")
    st.caption(elsewhere_words([(column, one) for column, one in held.changes.items() if column != held.column]))
    _how()


def _not_told(held: Present) -> None:
    """Why a rate cannot be taken apart: not known, or too few cases for a percentage."""
    for name, one in zip((held.against.before_name, held.against.after_name), held.whole, strict=True):
        if not is_told(one):
            few = f"{said(one)}，不足 10 件，不计百分比，也不拆分" if one.is_known else f"{one.indicator.name}：{reason_words(one)}"
            st.info(f"{name}{few}。", icon=":material/info:")


def _cards(found: Change, held: Present) -> None:
    """The change, and its two parts."""
    name = load_columns()[held.column].name
    told = [
        (found.indicator.name, found.total, f"{compared(found.total, found, held.against.before_name)}；{chance_words(found)}"),
        ("构成变化", found.mix, f"率高和率低的{name}，件数占比变了"),
        (own_name(held.column), found.rate, f"各{name}自己的率变了"),
    ]
    with st.grid(len(told), min_column_width=150, gap="xsmall"):
        for place, (title, units, words) in enumerate(told):
            number_card(title, points_words(units, found), POINTS, words, f"part-{place}")


def _course_words(held: Present) -> str:
    """What the control chart says of the rate's course up to the last period."""
    indicator = held.whole[0].indicator
    course = context.figures((indicator.id,), held.view.history())
    if not course:
        return ""
    found = signal(course, held.view.periods(), known_to=held.view.last, rebases=_rebases(held.view))
    return guard(f"逐期走势：{ICONS[found.tone]} {signal_words(found)}", found.words)


def _rebases(view: View) -> list[Rebase]:
    noted = [one for one in rebases(context.data_dir(), view.area) if view.area or not one.area]  # of the whole, not of a place in it
    return [Rebase(indicator=one.indicator, on=one.on, reason=one.reason) for one in noted]


def _how() -> None:
    with st.popover("两部分是怎么算的", type="tertiary", icon=":material/info:"):
        st.markdown(
            "**自身**：一项自己的率前后相差多少，乘以它两段的平均件数占比。  \n"
            "**构成**：一项的件数占比前后相差多少，乘以它的率与总体率之差（都取两段平均）。率低于总体的一项件数占比变大，总体就变低，反之变高。  \n"
            "各项相加正好等于总变化；印出的数按最大余数取整，手工相加也对得上。这是把变化拆开看，不说明原因。  \n"
            "**单看超出偶然**：一项自己的率前后之差，把同时比较的项数也算进去，仍不能用偶然解释；不足 20 件的不判断。"
        )


def _where(held: Present, is_after: bool) -> str:
    return f"{filters.area_name(held.view.area)}，{held.against.after_name if is_after else held.against.before_name}"


def parts_table(held: Present) -> pd.DataFrame:
    """A row a group and a row of sums: both rates with their fractions, and the parts."""
    found, names = held.chosen, (held.against.before_name, held.against.after_name)
    rows = [
        {
            load_columns()[held.column].name: line_name(line, held.column),
            names[0]: line_cell(line, False),
            names[1]: line_cell(line, True),
            **_parts(line.mix, line.rate, found),
            **({"单看": "超出偶然" if line.is_beyond else ""} if any(one.is_beyond for one in found.lines) else {}),
        }
        for line in found.lines
    ]
    sums = dict(zip(rows[0], ["合计", *map(cell_words, held.whole)], strict=False)) | _parts(found.mix, found.rate, found)
    return pd.DataFrame([*rows, sums], dtype=object).fillna("")


def _parts(mix: int, rate: int, found: Change) -> dict[str, str]:
    return {"构成": points_words(mix, found), "自身": points_words(rate, found), "合计": points_words(mix + rate, found)}


def openings(held: Present) -> list[Opens]:
    """What the cells of parts_table() open to: the cases of a group, or of all that are pooled, in either span."""
    names = (held.against.before_name, held.against.after_name)
    lines: Sequence[Line | None] = [*held.chosen.lines, None]
    return [
        {name: _opening(held, line, is_after) for name, is_after in zip(names, (False, True), strict=True) if _size(held, line, is_after)}
        for line in lines
    ]


def _size(held: Present, line: Line | None, is_after: bool) -> float:
    own = (line.share.before, line.share.after) if line else [(one.numerator, one.denominator) for one in held.whole]
    return own[is_after][1]


def _opening(held: Present, line: Line | None, is_after: bool) -> Drill:
    scope = held.against.after if is_after else held.against.before
    where = _where(held, is_after) + (f"，{line_name(line, held.column)}" if line else "")
    if line:
        kept = tuple(member[0] for member in line.share.members)
        scope = replace(scope, filters={**scope.filters, held.column: kept})
    return Drill(indicator=held.whole[0].indicator.id, scope=scope, where=where)
