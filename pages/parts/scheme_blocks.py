"""The assessment scheme (考核办法): the version in force as a table, every version that was adopted, and the way to a new one."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from indicators.scheme import Scheme, read_scheme
from pages.parts import blocks, context, roles, scheme_edit_blocks
from pages.parts.assess_context import Held, period_name
from reports.scheme_book import write_scheme
from reports.scheme_columns import ACROSS, BONUS_KINDS, GROUPINGS, PERIODS
from reports.scheme_tables import items_table, scheme_changes
from reports.words import day_words
from warehouse.journal_schemes import Adopted, schemes

EXAMPLE = "示例口径，须经镇党委审定"
WIDTHS = {"一级指标（权重）": 145, "指标": 190, "权重": 50, "零分→满分": 85, "计算": 170, "不足 20 件": 155, "依据": 235}
ITEM_WIDTHS = {header: st.column_config.Column(width=width) for header, width in WIDTHS.items()}
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show(held: Held) -> None:
    """The scheme of the period, its versions, and the editor."""
    found = schemes(context.data_dir())
    with blocks.section("考核办法", f"{period_name(held.period)}用的一版；以后审定的版本不改变此前各期", key="scheme"):
        scheme_edit_blocks.answer()
        _scheme(held.scheme)
    scheme_edit_blocks.show()
    _versions(held, found)


def version_words(scheme: Scheme) -> str:
    """Which version of a scheme this is, and who adopted it: 示例口径 where nobody did."""
    if scheme.adopted_on is None:
        return EXAMPLE
    return f"第 {scheme.version} 版，{scheme.adopted_by}{day_words(scheme.adopted_on)}审定"


def _scheme(scheme: Scheme) -> None:
    st.markdown(f"**{scheme.name}**　{version_words(scheme)}")
    st.caption(frame_words(scheme))
    _items(scheme, f"scheme-items-{scheme.version}")
    manual, bands = st.columns([3, 2])
    with manual:
        st.caption(f"加减分与单列事项（相抵后最多加或减 {scheme.bonus_cap:g} 分）")
        st.dataframe(
            pd.DataFrame(_manual(scheme)), hide_index=True, key=f"scheme-bonuses-{scheme.version}", height="content", placeholder=""
        )
    with bands:
        st.caption("等次")
        rows = [{"等次": band.name, "含义": band.words, "起始分": band.from_score} for band in scheme.bands]
        st.dataframe(pd.DataFrame(rows), hide_index=True, key=f"scheme-bands-{scheme.version}", height="content")
    download(scheme, "now")


def _items(scheme: Scheme, key: str) -> None:
    st.dataframe(pd.DataFrame(items_table(scheme)), hide_index=True, key=key, height="content", width="stretch", column_config=ITEM_WIDTHS)


def frame_words(scheme: Scheme) -> str:
    """How a scheme puts its items together, in one breath."""
    told = [
        f"考核周期：{PERIODS[scheme.period]}",
        f"一级指标合成：{ACROSS[scheme.across]}",
        f"一级指标内有分的权重不足 {scheme.pillar_present:.0%} 记数据不足",
        f"分组：{GROUPINGS[scheme.grouping]}{_bounds(scheme)}",
        scheme.note if scheme.adopted_on else "",
    ]
    return "；".join(one for one in told if one)


def _bounds(scheme: Scheme) -> str:
    return f"（{'、'.join(map(str, scheme.size_bounds))} 户）" if scheme.grouping == "size" else ""


def _manual(scheme: Scheme) -> list[dict[str, object]]:
    return [
        {"类别": BONUS_KINDS[bonus.kind], "事项": bonus.name, "每次": bonus.points_each or None, "上限": bonus.cap or None}
        for bonus in scheme.bonuses
    ]


def download(scheme: Scheme, key: str) -> None:
    """A scheme as a workbook that may be filled in and brought back."""
    st.download_button(
        "下载办法（Excel）",
        roles.exported(f"{scheme.name}-第{scheme.version}版.xlsx", lambda: write_scheme(scheme)),
        file_name=f"{scheme.name}-第{scheme.version}版.xlsx",
        mime=WORKBOOK,
        key=f"scheme-download-{key}",
        icon=":material/download:",
        on_click="ignore",
    )


def _versions(held: Held, found: Sequence[Adopted]) -> None:
    with blocks.section("历次版本", "每次审定留一版，不能改、不能删", key="scheme-versions"):
        if not found:
            st.caption(f"还没有审定过办法；现用{EXAMPLE}。")
            return
        st.dataframe(
            pd.DataFrame([_version(held, one) for one in reversed(found)]), hide_index=True, key="scheme-versions", height="content"
        )
        _earlier(found)


def _version(held: Held, one: Adopted) -> dict[str, object]:
    is_used = (one.id, one.version) == (held.scheme.id, held.scheme.version)
    return {
        "版本": f"第 {one.version} 版",
        "名称": one.declared["name"],
        "审定日期": f"{one.on}",
        "审定单位": one.declared["adopted_by"],
        "记录": f"{one.written_by}，{one.written_at.date()}",
        "": "本期所用" if is_used else "",
    }


def _earlier(found: Sequence[Adopted]) -> None:
    """One of the versions in full, with what it has otherwise than the one before it."""
    with st.expander("看某一版的全文", icon=":material/history:", key="scheme-earlier"):
        named = {one.entry_id: f"第 {one.version} 版（{one.declared['name']}，{day_words(one.on)}）" for one in reversed(found)}
        chosen = st.selectbox("哪一版", list(named), format_func=named.get, key="scheme-chosen")
        place = [one.entry_id for one in found].index(chosen)
        scheme = read_scheme(found[place].declared)
        _items(scheme, "scheme-earlier-items")
        if place:
            changed = scheme_changes(read_scheme(found[place - 1].declared), scheme)
            st.markdown("\n".join(("与上一版相比：", *(f"- {one}" for one in changed or ["内容相同。"]))))
        download(scheme, "earlier")
