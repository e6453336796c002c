"""What stands over the meeting's material: in one sentence what it says and what is left to do, and the way to the projector."""

from html import escape

import streamlit as st

from pages.parts import context, meeting_stage
from pages.parts.blocks import version_name
from pages.parts.meeting_context import Held
from reports.words import day_words
from warehouse.journal_briefs import archived

NAME = "会议材料"


def head(held: Held) -> None:
    """The page's name, the sentence, what it leaves aside."""
    st.title(NAME, anchor=False)
    with st.container(key="headline"):
        st.html(f"<p>{_sentence(held)}</p>")


def nothing(reason: str) -> None:
    """A page where nothing is known of the area: why, and what to do."""
    st.title(NAME, anchor=False)
    st.info(f"{reason}请在左侧换一个范围，或先载入这里的台账。", icon=":material/inbox:")


def projector_button() -> None:
    """Starts the projector."""
    st.button(
        "投影",
        icon=":material/present_to_all:",
        type="primary",
        key="meeting-project",
        on_click=meeting_stage.go,
        args=(meeting_stage.Place(),),
    )


def _sentence(held: Held) -> str:
    """The sentences of the brief have passed the wording guard where they were made; what stands around them says nothing of a course."""
    brief = held.brief
    told = next((one for one in brief.summary if one.tone == "worse"), next(iter(brief.summary), None))
    said = f"{escape(brief.period_words)}{escape(brief.edition_words)}：{escape(told.text.rstrip('。'))}。" if told else ""
    return said + _left(held)


def _left(held: Held) -> str:
    """What is left to do before it is handed out."""
    brief = held.brief
    empty = sum(not (one.findings or one.charts or one.tables) for one in brief.sections)
    wrong = sum(bool(one.mismatches) for part in brief.parts for one in part.findings)
    edited = sum(one.is_edited for part in brief.parts for one in part.findings)
    kept = [one for one in archived(context.data_dir(), held.area, held.span.written) if one.edition == held.edition]
    left = [
        f"<strong>{wrong} 句人工编辑与数据不符，请核对</strong>" if wrong else f"人工编辑 {edited} 句，均与数据相符" if edited else "",
        f"{empty} 个部分没有内容，材料里写明了原因" if empty else "",
        f"已定稿 {len(kept)} 次" if kept else "尚未定稿",
    ]
    return "　" + "；".join(one for one in left if one) + "。"


def ignored(held: Held) -> None:
    """What of the sidebar does not reach the brief."""
    if held.view.filters:
        st.caption("左侧选的来源、类型不影响会议材料：材料总是写全部诉求。")


def footer(held: Held) -> None:
    """The quiet last line: cut-off, 口径 versions, batches, version of the data, demonstration."""
    brief = held.brief
    versions = sorted({one.version for one in brief.definitions})
    said = [
        f"数据截至 {day_words(brief.known_to)}",
        f"口径 {'、'.join(f'第{version}版' for version in versions)}" if versions else "",
        f"批次 {len(brief.made.batches)} 个",
        f"版本 {version_name(brief.made.snapshot)}",
        "演示数据" if brief.is_synthetic else "",
    ]
    st.html(f'<div class="footer">{" · ".join(escape(one) for one in said if one)}</div>')
