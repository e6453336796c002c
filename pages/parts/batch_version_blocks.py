"""The versions of the data: a list, one kept under a name, back to one and forward again, and what differs between two."""

from datetime import datetime

import pandas as pd
import streamlit as st

from etl.guard import has_number, is_personal
from pages.parts import batch_moved_blocks, blocks, context, roles
from warehouse.errors import WarehouseError
from warehouse.folder import Snapshot, keep, list_snapshots, rollback

NOTICE = "_version_notice"
EARLIER, LATER, TARGET = "之前的版本", "之后的版本", "选一个版本"
LONGEST_LABEL = 20


def show() -> None:
    """The list, what differs between two, and the steps that change which is current."""
    found = list_snapshots(context.data_dir())
    _list(found)
    _compare(found)
    _steps(found)


def called(one: Snapshot) -> str:
    """A version as people say it, with the names it was kept under."""
    kept = f"，封版“{'、'.join(one.labels)}”" if one.labels else ""
    return f"{blocks.version_name(one.name)}{_local(one):%H:%M}{kept}{'，当前' if one.is_current else ''}"


def _local(one: Snapshot) -> datetime:
    return one.created_at.astimezone()


def _list(found: list[Snapshot]) -> None:
    with blocks.section("全部版本", "每次导入、撤回都发布一个新版本，旧的不改；保留最近 10 个、当前的和封版的", key="versions"):
        rows = [
            {"版本": blocks.version_name(one.name), "时间": f"{_local(one):%Y-%m-%d %H:%M}", "大小": f"{one.bytes / 1e6:.1f} MB",
             "封版名称": "、".join(one.labels) or "—", "状态": "当前" if one.is_current else ""}
            for one in found
        ]  # fmt: skip
        st.dataframe(pd.DataFrame(rows, dtype=object), hide_index=True, height="content" if len(rows) <= blocks.FITTING else 440, key="version-table")  # fmt: skip


def _choose(label: str, named: dict[str, str], place: int) -> str:
    return st.selectbox(label, list(named), index=min(place, len(named) - 1), format_func=named.get, key=label, bind="query-params")


def _compare(found: list[Snapshot]) -> None:
    named = {one.name: called(one) for one in found}
    asked = batch_moved_blocks.scope()
    with blocks.section("两个版本之间变了什么", "逐个指标比，只列有变动的", key="compared"):
        if len(found) < 2 or asked is None:
            st.caption("只有一个版本，或者还没有数据，没有可以比较的。")
            return
        left, right = st.columns(2)
        with left:
            earlier = _choose(EARLIER, named, 1)
        with right:
            later = _choose(LATER, named, 0)
        if st.toggle("比较", key="compare-versions"):
            _moved(earlier, later, asked, "versions")


def _moved(before: str, after: str, asked, key: str, heads: tuple[str, str] = ("之前", "之后")) -> None:
    with st.spinner("正在逐个指标比较…"):
        moved = batch_moved_blocks.between(before, after, asked)
    if isinstance(moved, str):
        st.info(moved, icon=":material/info:")
    else:
        batch_moved_blocks.table(moved, asked, key, heads)


def _steps(found: list[Snapshot]) -> None:
    with blocks.section("封版，或回到某个版本", "回到旧版本后，还能再回到新版本；两边的数都原样不动", key="rollback"):
        said = st.session_state.pop(NOTICE, None)
        if said:
            st.info(said, icon=":material/info:")
        if not found or not roles.may_write_here():
            return
        target = _choose(TARGET, {one.name: called(one) for one in found}, 0)
        left, right = st.columns(2, gap="medium")
        with left:
            st.text_input("封版名称，如 2026年10月", key="keep-label", max_chars=LONGEST_LABEL)
            st.button("封版", key="keep-do", on_click=_keep, args=(target,))
        with right:
            _back(target, next((one.name for one in found if one.is_current), None))


def _back(target: str, current: str | None) -> None:
    if target == current:
        st.caption("选中的就是当前版本，不需要回到它。")
        return
    asked = batch_moved_blocks.scope()
    if current and asked and st.toggle("看看回到它会变什么", key="rollback-look"):
        _moved(current, target, asked, "rollback", ("现在", "回到以后"))
    is_sure = st.checkbox("已看过，确定要换版本", key=f"rollback-sure-{target}")
    st.button(
        f"回到{blocks.version_name(target)}", key="rollback-do", type="primary", disabled=not is_sure, on_click=_rollback, args=(target,)
    )


@roles.writes("封版")
def _keep(name: str) -> None:
    label = " ".join(st.session_state.get("keep-label", "").split())
    if not label:
        st.session_state[NOTICE] = "请先写封版名称，如 2026年10月。"
    elif is_personal(label) or has_number(label):
        st.session_state[NOTICE] = "封版名称里像有个人信息，没有保存；请写月份或会议。"
    else:
        _told(lambda: keep(context.data_dir(), name, label), f"{blocks.version_name(name)}已封版“{label}”。")


@roles.writes("回到版本")
def _rollback(name: str) -> None:
    _told(lambda: rollback(context.data_dir(), name), f"已回到{blocks.version_name(name)}。")


def _told(step, done: str) -> None:
    try:
        step()
        st.session_state[NOTICE] = done
    except WarehouseError as error:
        st.session_state[NOTICE] = str(error)
