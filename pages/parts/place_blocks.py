"""The blocks of 分村比较: three bands of villages, the funnel, the intervals, and the table with everything."""

from collections.abc import Sequence
from html import escape

import pandas as pd
import streamlit as st

from pages.parts import blocks, context, drill, roles, village_blocks
from pages.parts.compare_blocks import MOST, interval_chart
from pages.parts.place_choices import PLACE, Held, ignored_words, lacking_words
from reports import figures_funnel
from reports.reading import Reading
from reports.sentences import escaped
from reports.sentences_places import (
    FAR,
    GLYPHS,
    TONES,
    band_name,
    band_words,
    caution_of,
    compared_title,
    few_words,
    funnel_words,
    interval_words,
    names,
    rest_of,
    row_words,
    size_words,
    standing_sentence,
    unjudged_sentence,
)
from reports.standing import DRAWN, WITHIN, Standing, outside_first, tone_of
from reports.tables import csv_bytes
from reports.view import View
from reports.words import caution_words, is_few, is_nowhere, reason_words, value_words

PORTRAIT = "pages/review/village.py"
LISTED = 8  # villages a band lists; the table has all
HINT = "点村名，看它由哪些件组成；“村情”打开该村的村情画像。"


def villages(held: Held) -> list[Reading]:
    """The readings of villages: not of what no village could be found for."""
    return [one for one in held.readings if one.groups[0] is not None and not is_nowhere(one)]


def sentence(held: Held) -> str:
    """The sentence of the page."""
    where = f"{held.where}，"
    if not any(one.is_known for one in villages(held)):
        return escaped(f"{where}各村{held.indicator.name}{value_words(held.overall)}：{reason_words(held.overall) or '没有到村的数'}。")
    if held.is_judged:
        return standing_sentence(held.comparison, where, PLACE)
    return unjudged_sentence(held.overall, villages(held), where, PLACE)


def notes(held: Held, view: View) -> None:
    """What limits the comparison: filters that do not apply, classes that cannot be made, how the classes were made."""
    classes = held.classes.words if held.classes else lacking_words() if held.is_judged else ""
    told = [one for one in (ignored_words(held, view), classes) if one]
    if told:
        st.caption("；".join(told) + "。")


def bands(held: Held, view: View) -> None:
    """Three lists side by side, the one that needs attention first; one list where nobody stands outside. Below, those of too few cases."""
    found = held.comparison
    if found.judged:
        first, last = outside_first(found.indicator)
        shown = (first, WITHIN, last) if found.of(first, last) else (WITHIN,)
        for column, band in zip(st.columns(len(shown), gap="medium"), shown, strict=True):
            with column, st.container(key=f"block-band-{band}", gap="xxsmall"):
                _band(held, view, band, is_wide=len(shown) == 1)
        st.caption(f"{caution_of(found, PLACE)}。{HINT}")
    _apart(held)


def _band(held: Held, view: View, band: str, is_wide: bool) -> None:
    found, tone = held.comparison, tone_of(held.indicator, band)
    inside = found.of(band)
    about = f"没有哪个村显著低于或高于{rest_of(found.peers)}" if is_wide else TONES[tone] if inside else "没有这样的村"
    st.html(
        f'<h2 class="heading"><b class="{tone}">{GLYPHS.get(band, "●")}</b> {escape(band_name(found, band))}　{len(inside)} 个村</h2>'
        f'<p class="caption">{escape(about)}</p>'
    )
    labels = village_blocks.labels(view)
    called = names(PLACE, [one.reading.groups[0] for one in found.standings])
    most = LISTED * 2 if is_wide else LISTED
    with st.grid(4, min_column_width=230, gap="xxsmall") if is_wide else st.container(gap="xxsmall"):
        for one in inside[:most]:
            _village(held, one, called[one.reading.groups[0]], labels.get(one.reading.groups[0]))
    if len(inside) > most:
        st.caption(f"其余 {len(inside) - most} 个见下面的表。")


def _village(held: Held, one: Standing, name: str, label: str | None) -> None:
    reading = one.reading
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall", key=f"row-{reading.groups[0]}"):
        far = f"　{FAR}" if one.is_far else ""
        st.button(
            escaped(f"{name}　{row_words(reading)}{far}"),
            key=f"open-{reading.groups[0]}",
            type="tertiary",
            on_click=_open,
            args=(held, reading),
        )
        if label:
            st.page_link(PORTRAIT, label="村情", icon=":material/cottage:", query_params={village_blocks.VILLAGE: label})


def _open(held: Held, reading: Reading) -> None:
    drill.ask_cell(reading.indicator.id, reading.period, reading.groups, held.scope, (PLACE,), held.where)


def _apart(held: Held) -> None:
    for line in few_words(held.comparison, PLACE):
        st.caption(escaped(line))
    for one in held.readings:
        if is_nowhere(one) and one.is_known:
            st.caption(escaped(f"未分到村的不参加比较：{row_words(one)}"))


def charts(held: Held) -> None:
    """The funnel and the intervals side by side; one above the other where there is a funnel for each class."""
    if len(held.comparison.peers) > 1:
        funnels(held)
        intervals(held)
        return
    left, right = st.columns(2, gap="medium")
    with left:
        funnels(held)
    with right:
        intervals(held)


def funnels(held: Held) -> None:
    """A funnel for everybody, or one for each class."""
    found = held.comparison
    peers = [one for one in found.peers if any(standing.peers == one.name for standing in found.judged)]
    if not peers:
        return
    with blocks.section("差别是不是偶然：漏斗图", funnel_words(found), key="funnel"):
        for column, one in zip(st.columns(len(peers), gap="medium"), peers, strict=True):
            with column:
                if one.name:
                    st.caption(f"{one.name}的村")
                figure = figures_funnel.funnel(found, one, PLACE, blocks.SCREEN)
                blocks.bare_chart(
                    figure, held.source, f"funnel-{held.indicator.id}-{one.name}", f"{held.indicator.name}{one.name}各村漏斗图"
                )


def intervals(held: Held) -> None:
    """Each village's rate with its interval, those outside the limits first, otherwise in the order of the ledger."""
    if not held.comparison.drawn:
        return
    line = "短竖线为同类合计" if held.classes else "竖虚线为整体"
    how = f"{held.span}；横线为 95% 区间，{line}；同一档内按台账顺序，不按高低排"
    with blocks.section(compared_title(held.comparison, PLACE), how, key="intervals"):
        interval_chart(held.comparison, held.source, "places", PLACE)


def values(held: Held) -> None:
    """Values of which chance cannot be worked out, in the order of the ledger; those on few rows last."""
    known = [one for one in in_ledger_order(villages(held)) if one.is_known and not is_few(one)]
    if not known:
        return
    with blocks.section(f"各村{held.indicator.name}", f"{held.span}，单位：{held.indicator.unit}；按台账顺序，不按高低排", key="values"):
        figure = figures_funnel.values(known[:MOST], PLACE, blocks.SCREEN)
        blocks.bare_chart(figure, held.source, f"values-{held.indicator.id}", f"各村{held.indicator.name}")
        if len(known) > MOST:
            st.caption(f"图中列前 {MOST} 个，其余 {len(known) - MOST} 个见表。")


def in_ledger_order(readings: Sequence[Reading]) -> list[Reading]:
    """Readings as they came, those that rest on too few rows to be compared last."""
    return sorted(readings, key=lambda one: (not one.is_known, bool(caution_words(one))))


def table(held: Held) -> None:
    """Every village: where it stands, its rate and interval; a row opens to its rows."""
    rows = _rows(held)
    if not rows:
        return
    with blocks.section("全部村", "与上面同一顺序；点一格，看它由哪些件组成", key="places-table"):
        turn = st.session_state.get("places-table-turn", 0)
        name = f"places-table-{turn}"
        shown = _frame(held, rows)
        st.dataframe(
            shown.dropna(axis="columns", how="all"), hide_index=True, key=name, selection_mode="single-cell", on_select=lambda: _picked(name, held, rows),
            height="content" if len(rows) <= blocks.FITTING else 440, placeholder="",
            column_config={"说明": st.column_config.Column(width="large")},
        )  # fmt: skip
        st.download_button(
            "下载本表（CSV）", roles.exported(f"分村比较-{held.indicator.name}.csv", lambda: csv_bytes(shown)), file_name=f"分村比较-{held.indicator.name}.csv", mime="text/csv",
            key="places-csv", icon=":material/download:", on_click="ignore",
        )  # fmt: skip


def _rows(held: Held) -> list[tuple[Reading, Standing | None]]:
    if not held.is_judged:
        return [(one, None) for one in in_ledger_order(villages(held))]
    return [*((one.reading, one) for one in held.comparison.standings), *((one, None) for one in held.comparison.unclassed)]


def _frame(held: Held, rows: Sequence[tuple[Reading, Standing | None]]) -> pd.DataFrame:
    called = names(PLACE, [reading.groups[0] for reading, _ in rows])
    whole = rest_of(held.comparison.peers) if held.is_judged else ""
    records = [
        {
            "村": called[reading.groups[0]],
            f"与{whole}相比": band_words(stands) if stands else None,
            held.indicator.name: value_words(reading),
            "依据": size_words(reading) or None,
            "95% 区间": interval_words(reading).removeprefix("95% 区间 ") if stands and stands.band in DRAWN else None,
            "同类": stands.peers or None if stands else None,
            "说明": reading.note or None,
        }
        for reading, stands in rows
    ]
    return pd.DataFrame(records, dtype=object)


def _picked(name: str, held: Held, rows: Sequence[tuple[Reading, Standing | None]]) -> None:
    chosen = st.session_state[name]["selection"]["cells"]
    st.session_state["places-table-turn"] = st.session_state.get("places-table-turn", 0) + 1
    if chosen and rows[chosen[0][0]][0].is_known:
        _open(held, rows[chosen[0][0]][0])


def nothing_to_compare() -> None:
    """Where no file names a village, or the area looked at holds only one."""
    own = [area for area in context.areas() if area.level == "村" and not area.is_published]
    if own:
        st.info("这里只有一个村，没有可比的。请在左侧把“范围”改为全镇。", icon=":material/info:")
    else:
        village_blocks.no_village()
