"""The view 质量: who reported what and when, what is missing, and which numbers ask to be looked at."""

import streamlit as st

from pages.parts import filters, quality_checks, quality_held, quality_matrix, quality_rows
from reports.quality import headline

EMPTY = "还没有导入任何文件，看不出谁报了、谁没报。"


def sentence() -> str:
    """What a leader should know."""
    if filters.view() is None:
        return EMPTY
    return headline(quality_held.reported(), quality_held.titles(), quality_checks.names_beyond(), quality_checks.judged())


def show() -> None:
    """The matrices, the gaps, the returns as registered, the checks."""
    if filters.view() is None:
        st.info("请在“数据导入”页导入台账，随后这里按月、按村列出报了没有。", icon=":material/inbox:")
        return
    found = quality_held.reported()
    if found.books:
        quality_matrix.all_ledgers(found)
        quality_matrix.gaps(found)
        quality_matrix.one_ledger(found)
    else:
        st.info("现有的数据不是按月、按季或按年报送的台账，没有可对照的期次。", icon=":material/info:")
    quality_checks.returns()
    quality_checks.show()
    quality_rows.show()
