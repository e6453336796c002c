"""考核评估, beside the scores and never part of them: extensions, closings at the month's end, redone and repeated cases, village by village."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from indicators.definition import load_catalog
from indicators.scope import Scope
from pages.parts import blocks, context
from pages.parts.assess_context import Held
from pages.parts.assess_town_blocks import Rows
from pages.parts.drill import Drill
from pages.parts.opening_blocks import Opens, opening_table
from reports.claims import guard, quoted
from reports.reading import of
from reports.sentences import escaped
from reports.sentences_assessment import NO_TOTAL, points_words
from reports.sentences_places import GLYPHS, band_words
from reports.standing import DRAWN, HIGH, Comparison, Standing, compare
from reports.view import COMPARED_MONTHS, month_start
from reports.words import cell_words, range_words

WATCHED = ("case_extension_rate", "case_month_end_closed_share", "case_redo_closed_rate", "case_repeat_rate")
PLACE = "village"
WIDTHS = {"村": 80, "等次": 72, "总分": 60}


def watch(rows: Rows) -> None:
    """The four figures by village beside its band, each with where it stands in the funnel."""
    scope = _scope(rows.held)
    found = context.figures(WATCHED, scope, (PLACE,))
    compared = {id: compare(load_catalog()[id], of(found, id)) for id in WATCHED}
    how = f"{range_words(scope.start, scope.end)}合计，不计入得分；只看漏斗图说的差别，等次高而这些也显著高的，值得先看件"
    with blocks.section("分数旁边要看的：延期、月末办结、重办、重复", how, key="assess-watch"):
        if not any(one.is_known for one in found):
            st.caption("这段时间没有可算的诉求件。")
            return
        told = "；".join(filter(None, (_high_words(one, rows.names) for one in compared.values())))
        st.markdown(guard(escaped(f"{told}。" if told else "四项都没有哪个村显著高于整体。")))
        stands = {id: {one.reading.groups[0]: one for one in held.standings} for id, held in compared.items()}
        opening_table(_table(rows, stands), _opens(rows, stands, scope), "assess-watch", f"考核旁证-{rows.held.period}", widths=WIDTHS)


def _scope(held: Held) -> Scope:
    end = held.assessment.end
    return Scope(area=held.area, start=month_start(end, COMPARED_MONTHS - 1), end=end)


def _high_words(held: Comparison, named: Mapping[str, str]) -> str:
    high = [quoted(named[one.reading.groups[0]]) for one in held.of(HIGH) if one.reading.groups[0] in named]
    return f"{held.indicator.name}显著高于整体的有{'、'.join(high)}" if high else ""


def _table(rows: Rows, stands: Mapping[str, Mapping[str, Standing]]) -> pd.DataFrame:
    records = [
        {
            "村": rows.names[one.village],
            "等次": one.band or NO_TOTAL,
            "总分": points_words(one.total),
            **{load_catalog()[id].name: _cell(own.get(one.village)) for id, own in stands.items()},
        }
        for one in rows.scores
    ]
    return pd.DataFrame(records, dtype=object)


def _cell(one: Standing | None) -> str:
    if one is None:
        return "没有件"
    told = f"{GLYPHS.get(one.band, '')} {band_words(one)}" if one.is_outside else ""
    return "　".join(
        filter(None, [cell_words(one.reading), told.strip(), "小样本" if one.band not in DRAWN[:3] and one.reading.is_known else ""])
    )


def _opens(rows: Rows, stands: Mapping[str, Mapping[str, Standing]], scope: Scope) -> Sequence[Opens]:
    return [
        {
            load_catalog()[id].name: Drill(indicator=id, scope=scope, where=rows.names[one.village], by_values={PLACE: one.village})
            for id, own in stands.items()
            if one.village in own and own[one.village].reading.is_known
        }
        for one in rows.scores
    ]
