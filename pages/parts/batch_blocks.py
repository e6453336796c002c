"""The batches that are live: a table of all, and one of them opened with what was wrong in it."""

from datetime import datetime, timedelta

import pandas as pd
import streamlit as st

from access import log
from etl.contract import contracts
from etl.guard import masked
from pages.parts import batch_undo_blocks, blocks, context, quality_blocks
from pages.parts.intake_links import to_intake
from reports.words import day_words, number_words
from warehouse.batch_book import Finding, LoadedBatch, batches, findings

CLASSES = {"real": "真实", "published": "公开发布", "synthetic": "演示"}
BASES = {"given": "导入时指定", "title": "表题", "file_name": "文件名", "latest_value": "表内最晚日期"}
SKIPPED = {
    "title": "表题",
    "header": "表头",
    "total": "合计",
    "subtotal": "小计",
    "blank": "空行",
    "footer": "表下说明",
    "filler": "填表人",
}
CHOSEN = "批次"
SHOWN = 500
LOADS = ("导入", "建立演示镇", "发布")
LONGEST_LOAD = timedelta(minutes=30)


BATCHES, VERSIONS, QUALITY, HEALTH = "batches", "versions", "quality", "health"
VIEWS = {BATCHES: "批次", QUALITY: "质量", VERSIONS: "版本", HEALTH: "数据库"}


def opened() -> str:
    """Which part of the page is open; above the choice stand the title and the sentence of that part."""
    above = st.container()
    part = blocks.choice("数据内容", VIEWS)
    with above:
        blocks.title("批次与质量", quality_blocks.sentence() if part == QUALITY else sentence())
    return part


def footer() -> None:
    """The quiet last line: version of the data, demonstration."""
    said = [
        f"批次 {len(held())} 个",
        f"版本 {blocks.version_name(context.snapshot())}",
        "演示数据" if context.extent().is_synthetic else "",
    ]
    st.html(f'<div class="footer">{" · ".join(one for one in said if one)}</div>')


@st.cache_data(max_entries=8, show_spinner=False)
def _batches(within: tuple[str, str]) -> list[LoadedBatch]:
    return batches(context.connection(*within))


@st.cache_data(max_entries=16, show_spinner=False)
def _findings(within: tuple[str, str], batch_id: str) -> list[Finding]:
    return findings(context.connection(*within), batch_id, SHOWN)


def held() -> list[LoadedBatch]:
    """Every live batch, the last loaded first."""
    return _batches(context.key())


def sentence() -> str:
    """How many batches there are, that their rows add up, and how many need a look."""
    found = held()
    if not found:
        return "还没有导入任何文件。"
    read, accepted, rejected, skipped = (sum(getattr(one, name) for one in found) for name in ("read", "accepted", "rejected", "skipped"))
    wrong, apart = sum(1 for one in found if one.errors or one.warnings), sum(1 for one in found if one.disagreeing)
    rows = f"读取 {read:,} 行 = 采用 {accepted:,} + 拒绝 {rejected:,} + 跳过 {skipped:,}"
    return f"现有 {len(found)} 个批次，{rows}；**{wrong}/{len(found)} 个批次有问题记录，{apart}/{len(found)} 个批次的合计对不上**。"


def called(one: LoadedBatch) -> str:
    """A batch as people say it: its file, and its sheet where the file may have several. Numbers of persons are masked."""
    stem = one.file_name.rpartition(".")[0]
    return masked(one.file_name if one.sheet in ("", stem) else f"{one.file_name} · {one.sheet}")


def title_of(source: str) -> str:
    """What people call a ledger."""
    return contracts()[source].title if source in contracts() else source


def table() -> None:
    """Every live batch in one table, with its download."""
    found = held()
    with blocks.section("现有批次", "每个工作表一行；读取 = 采用 + 拒绝 + 跳过。办理账号由日志按时间对上", key="batches"):
        if not found:
            st.info("还没有批次。请在“数据导入”页导入文件。", icon=":material/inbox:")
            to_intake()
            return
        accounts = _accounts(context.data_dir())
        shown = pd.DataFrame([_line(one, accounts) for one in found], dtype=object)
        st.dataframe(shown, hide_index=True, height="content" if len(shown) <= blocks.FITTING else 440, key="batch-table")


def _accounts(data_dir) -> list[tuple[datetime, str]]:
    return [(datetime.fromisoformat(line.at), line.account) for line in log.lines(data_dir) if line.what.startswith(LOADS)]


def _account(one: LoadedBatch, accounts: list[tuple[datetime, str]]) -> str:
    """The account of the first load that ended after this one began."""
    begun = one.loaded_at.replace(tzinfo=None)
    return next((account for at, account in accounts if begun <= at <= begun + LONGEST_LOAD), "未记")


def _line(one: LoadedBatch, accounts: list[tuple[datetime, str]]) -> dict[str, object]:
    return {
        "文件": called(one), "台账": title_of(one.source), "数据": CLASSES[one.data_class], "数据截至": day_words(one.cutoff_on) if one.cutoff_on else "未注明",
        "读取": one.read, "采用": one.accepted, "拒绝": one.rejected, "跳过": one.skipped, "新增": one.new, "变更": one.changed, "未变": one.unchanged,
        "问题": one.errors, "提醒": one.warnings, "合计不符": len(one.disagreeing), "导入时间": f"{one.loaded_at:%Y-%m-%d %H:%M}",
        "账号": _account(one, accounts), "批次号": one.batch_id,
    }  # fmt: skip


def one() -> None:
    """One batch opened: where it came from, what was wrong in it, and the way to take it back."""
    found = {batch.batch_id: batch for batch in held()}
    if not found:
        return
    worst = next((id for id, batch in found.items() if batch.errors or batch.disagreeing), next(iter(found)))
    with blocks.section("打开一个批次", key="batch-one"):
        chosen = st.selectbox(
            CHOSEN, list(found), index=list(found).index(worst), format_func=lambda id: f"{called(found[id])}（{id}）", key=CHOSEN,
            bind="query-params", label_visibility="collapsed",
        )  # fmt: skip
        batch = found[chosen]
        _facts(batch)
        _totals(batch)
        _issues(batch)
    batch_undo_blocks.take_back(batch, called(batch))


def _facts(batch: LoadedBatch) -> None:
    skipped = "、".join(f"{SKIPPED.get(why, '其他')} {count}" for why, count in batch.skipped_by.items() if count)
    lines = [
        f"读取 {batch.read:,} 行：采用 {batch.accepted:,}，拒绝 {batch.rejected:,}，跳过 {batch.skipped:,}{f'（{skipped}）' if skipped else ''}。"
        f"其中新增 {batch.new:,}，变更 {batch.changed:,}，未变 {batch.unchanged:,}。",
        f"台账“{title_of(batch.source)}”；数据截至{day_words(batch.cutoff_on) if batch.cutoff_on else '未注明'}（依据{BASES.get(batch.cutoff_basis, '未注明')}）；"
        f"文件校验值 {batch.file_sha256[:12]}。",
    ]
    if batch.dropped_columns:
        lines.append(f"因隐私不保存的列：{_listed(batch.dropped_columns)}。")
    if batch.unknown_columns:
        lines.append(f"不认得、没有采用的列：{_listed(batch.unknown_columns)}。")
    for line in lines:
        st.text(line)


def _listed(names: tuple[str, ...]) -> str:
    return "、".join(masked(name) for name in names)


def _totals(batch: LoadedBatch) -> None:
    apart = batch.disagreeing
    if not batch.control_totals:
        return
    if not apart:
        st.caption(f"表内 {len(batch.control_totals)} 个合计都与逐行相加一致。")
        return
    st.warning(f"{len(apart)}/{len(batch.control_totals)} 个合计与逐行相加不一致，请对照原表核实。", icon=":material/calculate:")
    rows = [
        {"行": one.row, "列": one.column, "表内合计": number_words(one.stated, 2), "逐行相加": number_words(one.summed, 2), "相差": number_words(one.summed - one.stated, 2)}
        for one in apart
    ]  # fmt: skip
    st.dataframe(pd.DataFrame(rows, dtype=object), hide_index=True, height="content", key=f"totals-{batch.batch_id}")


def _issues(batch: LoadedBatch) -> None:
    count = batch.errors + batch.warnings
    if not count:
        st.caption("没有问题记录。")
        return
    shown = [
        {"工作表": masked(one.sheet), "行": one.row, "列": one.column, "值（已遮盖）": one.value or "（空）", "说明": one.message, "结果": "没有采用" if one.severity == "error" else "采用，提醒"}
        for one in _findings(context.key(), batch.batch_id)
    ]  # fmt: skip
    if count > len(shown):
        st.caption(f"共 {count:,} 条，下面是前 {len(shown)} 条。")
    st.dataframe(pd.DataFrame(shown, dtype=object), hide_index=True, height="content" if len(shown) <= blocks.FITTING else 440, key=f"issues-{batch.batch_id}")  # fmt: skip
