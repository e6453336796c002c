"""Where a page has nothing to show: the way to the page that takes files, and the commands that do the same."""

from collections.abc import Sequence

import streamlit as st

INTAKE = "pages/data/intake.py"


def to_intake(sources: Sequence[str] = ()) -> None:
    """Links to the intake and to its blank templates; below them the commands, with the templates of these ledgers."""
    with st.container(horizontal=True):
        st.page_link(INTAKE, label="打开“数据导入”", icon=":material/upload_file:")
        if sources:
            st.page_link(INTAKE, label="下载空白模板", icon=":material/table_view:", query_params={"导入内容": "空白模板"})
    st.caption("也可以在本机用命令：")
    st.code("\n".join([*(f"python -m etl template {source}" for source in sources), "python -m etl load 文件或文件夹"]), language=None)
