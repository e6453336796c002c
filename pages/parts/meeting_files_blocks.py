"""The files of a brief, made when somebody asks for them: Word, PowerPoint, Excel, and PDF where LibreOffice is there."""

from collections.abc import Callable

import streamlit as st

from pages.parts import blocks, context, roles
from pages.parts.meeting_context import Held
from reports.brief import Brief
from reports.brief_command import TOWN_TEMPLATE
from reports.portable import ABSENT, portable, program
from reports.rendered import PORTABLE, SLIDES, file_name, rendered

FILES = {
    "docx": ("下载 Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ":material/description:"),
    "pptx": ("下载 PowerPoint", "application/vnd.openxmlformats-officedocument.presentationml.presentation", ":material/slideshow:"),
    "xlsx": ("下载 Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ":material/table_chart:"),
}
PDF = "_meeting_pdf"


def files(held: Held) -> None:
    """The buttons, each naming what it yields."""
    with blocks.section("生成文件", "文字可改，图表可改数；各文件与本页同一份数", key="meeting-files"):
        with st.container(horizontal=True, gap="small", key="meeting-downloads"):
            downloads(held.brief, "now")
        _pdf(held)


def downloads(brief: Brief, key: str) -> None:
    """A download a kind of file, made at the click."""
    for kind, (label, mime, icon) in FILES.items():
        st.download_button(
            label, _made(brief, kind), file_name=file_name(brief, kind), mime=mime, icon=icon, key=f"{kind}-{key}", on_click="ignore"
        )


def _made(brief: Brief, kind: str) -> Callable[[], bytes]:
    own = context.data_dir() / TOWN_TEMPLATE  # the look that the town gave its slides
    template = own.read_bytes() if kind == SLIDES and own.is_file() else None
    return roles.exported(file_name(brief, kind), lambda: rendered(brief, (kind,), template)[kind])


def _pdf(held: Held) -> None:
    if program() is None:
        st.caption(ABSENT)
        return
    at, made = st.session_state.get(PDF, (None, None))
    if at == held.name and made.content:
        st.download_button(
            "下载 PDF", roles.exported(file_name(held.brief, PORTABLE), lambda: made.content), file_name=file_name(held.brief, PORTABLE), mime="application/pdf", icon=":material/picture_as_pdf:",
            key="pdf-now", on_click="ignore",
        )  # fmt: skip
        return
    if st.button("生成 PDF", key="meeting-pdf", icon=":material/picture_as_pdf:"):
        with st.spinner("正在由 Word 转成 PDF，约需几秒…"):
            st.session_state[PDF] = held.name, portable(rendered(held.brief, ("docx",))["docx"])
        st.rerun()
    if at == held.name and made.reason:
        st.caption(made.reason)
