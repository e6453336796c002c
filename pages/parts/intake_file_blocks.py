"""The first step of the intake: files dropped on the page, or those that lie in the in-tray; then what is in hand, and the way to start over."""

import re
from html import escape
from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from etl.chosen import Given
from etl.guard import is_refused, masked
from etl.load import LoadResult
from etl.plan import files_of
from pages.parts import blocks, context, intake_work, roles
from pages.parts.intake_state import PUBLISH, Intake, start_over

INBOX = "inbox"  # in the data folder
FILES, BLANK = "files", "blank"
VIEWS = {FILES: "导入文件", BLANK: "空白模板"}
STEPS = ("选文件", "核对表和列", "看检查结果", "发布")


def view() -> str:
    """Which part of the page is open."""
    return blocks.choice("导入内容", VIEWS)


def sentence(now: Intake) -> str:
    """What is to be done now."""
    if now.job and now.job.kind == PUBLISH:
        return "正在发布，请稍候；**做完之前看板不变**。"
    if now.done:
        return "已经发布。下面是结果；还有文件可以接着导入。"
    if not now.files:
        return "把平台导出的文件原样放进来：先检查，再由您决定发布；**没有点“发布”之前，看板不变**。"
    if now.check:
        return _checked(now.check.result)
    return "请核对下面打开的表；认得准的只占一行，不用管。**看板还没有变**。"


def _checked(result: LoadResult) -> str:
    """What the check comes to, over all sheets."""
    if not result.batches:
        return "检查完了：**没有一张表能导入**，看板没有变。"
    read, accepted, rejected, skipped = (
        sum(getattr(batch, name) for batch in result.batches) for name in ("rows_read", "accepted", "rejected", "skipped")
    )
    new, changed, same = (sum(getattr(batch, name) for batch in result.batches) for name in ("new", "changed", "unchanged"))
    return (
        f"读取 {read:,} 行 = 采用 {accepted:,} + 拒绝 {rejected:,} + 跳过 {skipped:,}；"
        f"与看板上的相比，新增 {new:,}，变更 {changed:,}，未变 {same:,}。**还没有发布**。"
    )


def steps(now: Intake) -> None:
    """Where in the four steps the clerk stands."""
    at = 3 if now.done else 2 if now.check else 1 if now.files else 0
    names = [f'<b aria-current="step">{place + 1} {name}</b>' if place == at else f"<span>{place + 1} {name}</span>" for place, name in enumerate(STEPS)]  # fmt: skip
    st.html(f'<div class="steps">{"".join(names)}</div>')


def choose(now: Intake) -> None:
    """The way to hand files over; nothing where the account may only look."""
    name = "再选文件" if now.done else "选文件"
    with blocks.section(name, "Excel 或 CSV，一次可以放多个；不用改格式、不用删表头。姓名、电话、住址等列不读取、不保存", key="files"):
        if not roles.may_write_here():
            return
        key = f"intake-upload-{now.turn}"
        st.file_uploader("把文件拖到这里，或点按钮选择", accept_multiple_files=True, key=key, on_change=_dropped, args=(key,))
        _inbox()


def _dropped(key: str) -> None:
    files = st.session_state.get(key) or []
    if files:
        intake_work.read([Given(name=file.name, content=file.getvalue()) for file in files])
        _let_go(files)


def _let_go(files: list) -> None:
    """What the server kept of an upload goes at once: the bytes are in hand, and are forgotten with what is in hand."""
    run = get_script_run_ctx()
    for file in files:
        run.uploaded_file_mgr.remove_file(session_id=run.session_id, file_id=file.file_id)


def _inbox() -> None:
    folder = context.data_dir() / INBOX
    found = files_of([folder]) if folder.is_dir() else []
    if found:
        names = "、".join(map(_called, found[:5])) + ("等" if len(found) > 5 else "")
        line, button = st.columns([4, 1], vertical_alignment="center")
        line.html(f'<span translate="no">数据目录的收件夹里有 {len(found)} 个文件：{escape(names)}</span>')
        button.button(f"读取这 {len(found)} 个文件", key="intake-inbox", on_click=intake_work.read, args=(found,), icon=":material/inbox:")


def in_hand(now: Intake) -> None:
    """The files in hand in one line, and the way back to the first step."""
    named = "、".join(f"{_called(given)}（{_size(given)}）" for given in now.files)
    with st.container(key="line-intake-files", horizontal=True, vertical_alignment="center"):
        st.html(f'<div>手上的文件 {len(now.files)} 个：<span translate="no">{escape(named)}</span></div>')
        st.button("不导入了，换文件", key="intake-again", on_click=start_over, type="tertiary", icon=":material/undo:")


def _called(given: Given) -> str:
    """A file's name as it may be shown."""
    return "（文件名不显示）" if is_refused([given.name]) else f"《{masked(given.name)}》"


def _size(given: Given) -> str:
    size = given.path.stat().st_size if given.path and Path(given.path).exists() else len(given.content)
    return f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{max(size / 1e3, 0.1):.1f} KB"


def footer() -> None:
    """The quiet last line."""
    said = [
        "文件只在检查和发布时读取，不另存",
        f"看板现在是{blocks.version_name(context.snapshot())}",
        "演示数据" if context.extent().is_synthetic else "",
    ]
    st.html(f'<div class="footer">{" · ".join(one for one in said if one)}</div>')


def plain(text: str) -> str:
    """A text with file names in it, for where Streamlit reads marks: each stands as it is written."""
    return re.sub(r"([\\`*_\[\]#~$<:|])", r"\\\1", text)


def told(now: Intake) -> None:
    """What became of the last step, where it did not go as wished."""
    if now.said:
        st.warning(plain(now.said), icon=":material/info:")
