"""How the database stands, a back-up at a click, how to put one back, and the step from the demonstration to real data."""

from datetime import datetime
from pathlib import Path

import pandas as pd
import streamlit as st

from etl.taken_back import begin
from pages.parts import blocks, context, roles
from warehouse.backup import back_up
from warehouse.demonstration import demonstrations
from warehouse.errors import WarehouseError
from warehouse.folder import names
from warehouse.health import Health, health

NOTICE, BEGUN, MADE = "_backup_notice", "_begun_notice", "_backup_made"
FOLDER = "backup"  # in the data folder


def show() -> None:
    """Size, rows, last back-up, free room; a back-up now; how to restore."""
    folder = context.data_dir()
    held = health(folder)
    _standing(held)
    _back_up(folder, held)
    _restore()


def _standing(held: Health) -> None:
    with blocks.section("数据库", "当前版本里每种数据有多少行", key="health"):
        last = f"{held.last.made_at:%Y-%m-%d %H:%M}" if held.last else "还没有备份过"
        facts = {
            "当前版本": f"{held.current_bytes / 1e6:.1f} MB", f"全部 {held.snapshots} 个版本": f"{held.bytes / 1e6:.1f} MB",
            "行数": f"{held.rows:,}", "记事": f"{held.entries:,} 条", "磁盘剩余": f"{held.free_bytes / 1e9:.1f} GB", "上次备份": last,
        }  # fmt: skip
        for column, (name, value) in zip(st.columns(len(facts)), facts.items(), strict=True):
            column.html(f'<div class="figure"><div class="name">{name}</div><div class="basis"><b>{value}</b></div></div>')
        rows = [{"数据": called, "行数": f"{count:,}"} for called, count in held.tables]
        st.dataframe(pd.DataFrame(rows, columns=["数据", "行数"], dtype=object), hide_index=True, height="content", key="health-table")


def _back_up(folder: Path, held: Health) -> None:
    with blocks.section(
        "备份", "当前版本、封版的版本、看板上记下的一切、镇里自己的设置和日志，装进一个文件；不含登录账号和原始文件", key="backup"
    ):
        said = st.session_state.pop(NOTICE, None)
        if said:
            st.info(said, icon=":material/info:")
        if not held.last:
            st.caption("还没有备份过，建议现在备份一次，再把文件拷到移动硬盘。")
        if not roles.may_write_here():
            return
        st.button("立即备份", key="backup-do", type="primary", icon=":material/save:", on_click=_make)
        made = folder / FOLDER / st.session_state.get(MADE, "-")
        if made.is_file():
            st.download_button(
                "下载备份文件", roles.exported("备份", made.read_bytes), file_name=made.name, mime="application/zip", key="backup-file",
                icon=":material/download:", on_click="ignore",
            )  # fmt: skip


@roles.writes("备份")
def _make() -> None:
    now = datetime.now().replace(microsecond=0)
    folder = context.data_dir() / FOLDER
    try:
        folder.mkdir(exist_ok=True)
        with st.spinner("正在备份…"):
            made = back_up(context.data_dir(), folder / f"看板备份_{now:%Y%m%d_%H%M%S}.zip", at=now)
        st.session_state[MADE] = made.file
        st.session_state[NOTICE] = f"已备份 {made.file}（{made.bytes / 1e6:.1f} MB），放在数据目录的备份文件夹；请拷一份到移动硬盘。"
    except (WarehouseError, OSError) as error:
        st.session_state[NOTICE] = str(error) if isinstance(error, WarehouseError) else "数据目录写不进，没有备份；请检查权限和磁盘空间。"


def _restore() -> None:
    with blocks.section("恢复", "恢复到一个新的空文件夹，从不覆盖正在用的看板", key="restore"):
        st.text(
            "在本机按中文说明里“备份”一段的一条命令恢复：逐个核对校验值，文件损坏或不是本看板的备份，都不会恢复。恢复后让看板改用新文件夹即可。"
        )


@st.cache_data(max_entries=8, show_spinner=False)
def _demonstrations(folder: str, held: tuple[str, ...]) -> int:
    return len(demonstrations(Path(folder)))


def to_real() -> None:
    """The one step from the demonstration to real data; nothing where no version holds a demonstration row."""
    said = st.session_state.pop(BEGUN, None)
    if said:
        st.success(said, icon=":material/check:")
    folder = context.data_dir()
    count = _demonstrations(str(folder), tuple(names(folder)))
    if not count:
        return
    with blocks.section(
        "从演示到真实", f"有 {count} 个版本含演示数据。清除后没有任何版本留有演示数据，真实数据不受影响；清除不能恢复", key="begin"
    ):
        if roles.may_write_here():
            is_sure = st.checkbox("我知道演示数据和演示时封的版都会清除，不能恢复", key="begin-sure")
            st.button(
                "清除演示数据，从零开始",
                key="begin-do",
                type="primary",
                disabled=not is_sure,
                on_click=_begin,
                icon=":material/restart_alt:",
            )


@roles.writes("清除演示数据")
def _begin() -> None:
    try:
        with st.spinner("正在清除演示数据…"):
            done = begin(context.data_dir())
        st.session_state[BEGUN] = f"已清除 {done.removed} 个含演示数据的版本。现在可以导入自己的数据。"
    except WarehouseError as error:
        st.session_state[BEGUN] = str(error)
