"""Taking one batch back: first what would change, then whether to do it."""

import streamlit as st

from etl.load import undo
from etl.taken_back import without_batch
from indicators.scope import Scope
from pages.parts import batch_moved_blocks, blocks, context, roles
from reports.moved import figures_of
from warehouse.batch_book import LoadedBatch
from warehouse.errors import WarehouseError

NOTICE, SEEN = "_undo_notice", "_undo_seen"
MOVED_ON = "看过之后数据又更新了，没有撤回；请再看一次会变什么。"


def take_back(batch: LoadedBatch, name: str) -> None:
    """The way to take a batch back: shown first which figures would change."""
    with blocks.section("撤回这一批", "先看哪些数会变，再决定；撤回只是发布一个不含这一批的新版本，随时可以回到现在的版本", key="undo"):
        said = st.session_state.pop(NOTICE, None)
        if said:
            st.info(said, icon=":material/info:")
        asked = batch_moved_blocks.scope()
        if asked is None or not roles.may_write_here():
            return
        st.button("看看撤回后哪些数会变", key="undo-look", on_click=_look, args=(batch.batch_id, asked), icon=":material/difference:")
        seen = st.session_state.get(SEEN)
        if seen and seen[:3] == (context.snapshot(), batch.batch_id, asked):
            batch_moved_blocks.table(batch_moved_blocks.against(seen[3], context.snapshot(), asked), asked, "undo", ("现在", "撤回后"))
            st.button(f"确认撤回 {name}", key="undo-do", type="primary", on_click=_undo, args=(batch.batch_id, context.snapshot()))


@roles.writes("试算撤回批次")
def _look(batch_id: str, asked: Scope) -> None:
    name = context.current_name(context.data_dir())
    try:
        with st.spinner("正在试算…"):
            found = without_batch(context.data_dir(), batch_id, lambda connection: figures_of(connection, asked))
        st.session_state[SEEN] = (name, batch_id, asked, found) if found is not None else None
    except WarehouseError as error:
        st.session_state[NOTICE] = str(error)


@roles.writes("撤回批次")
def _undo(batch_id: str, seen: str) -> None:
    st.session_state.pop(SEEN, None)
    if context.current_name(context.data_dir()) != seen:
        st.session_state[NOTICE] = MOVED_ON
        return
    try:
        with st.spinner("正在撤回…"):
            name = undo(context.data_dir(), batch_id)
        said = (
            f"已撤回批次 {batch_id}，发布{blocks.version_name(name)}；要恢复，请在“版本”里回到原来的版本。"
            if name
            else "这一批已经不在当前版本里。"
        )
        st.session_state[NOTICE] = said
    except WarehouseError as error:
        st.session_state[NOTICE] = str(error)
