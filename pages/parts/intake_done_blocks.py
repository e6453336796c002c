"""What became of a publication, in one sentence, and where to go from here."""

import streamlit as st

from etl.load import LoadResult
from pages.parts import blocks
from pages.parts.batch_blocks import title_of
from pages.parts.intake_file_blocks import plain
from pages.parts.intake_state import Check

BATCHES = "pages/data/batches.py"
CONCERNED = {
    "appeal": ("pages/monitor/cases.py", "诉求办理"), "appeal_stat": ("pages/monitor/cases.py", "诉求办理"),
    "dispute": ("pages/monitor/disputes.py", "矛盾纠纷"), "income": ("pages/monitor/income.py", "居民收入"),
    "collective": ("pages/monitor/income.py", "居民收入"), "price_index": ("pages/monitor/income.py", "居民收入"),
    "project": ("pages/monitor/infrastructure.py", "基础设施"), "facility": ("pages/monitor/infrastructure.py", "基础设施"),
    "industry": ("pages/monitor/industry.py", "产业发展"), "activity": ("pages/monitor/party.py", "党建与服务"),
    "profile": ("pages/review/village.py", "村情画像"), "area": ("pages/review/village.py", "村情画像"), "fact": ("pages/review/village.py", "村情画像"),
}  # fmt: skip


def show(done: Check) -> None:
    """The sentence, and links to the batches and to the pages that show the new figures."""
    result = done.result
    with st.container(key="intake-done"):
        st.success(sentence(result), icon=":material/check:")
        if done.remembered:
            st.caption(plain(f"记住了对应关系{'、'.join(f'“{name}”' for name in done.remembered)}，下个月同样的文件自动认得。"))
        for refused in result.refused:
            st.error(plain(refused.message), icon=":material/block:")
        with st.container(horizontal=True):
            for page, name in dict.fromkeys(CONCERNED[batch.source] for batch in result.batches):
                st.page_link(page, label=f"看“{name}”", icon=":material/arrow_forward:")
            st.page_link(BATCHES, label="看这些批次", icon=":material/inventory_2:")


def sentence(result: LoadResult) -> str:
    """What was published."""
    new, changed, same = (sum(getattr(batch, name) for batch in result.batches) for name in ("new", "changed", "unchanged"))
    ledgers = "、".join(dict.fromkeys(title_of(batch.source) for batch in result.batches))
    left = "，演示数据已经离开看板" if result.demonstration_removed else ""
    return (
        f"已发布 {len(result.batches)} 张表（{ledgers}）：新增 {new:,}，变更 {changed:,}，未变 {same:,}{left}。"
        f"看板现在是{blocks.version_name(result.snapshot)}；发现导错了，可以在“批次与质量”里撤回。"
    )
