"""The third and fourth step of the intake: what the check found, what would change on the board, and then published or not."""

from html import escape

import pandas as pd
import streamlit as st

from etl.checked import Checked
from etl.chosen import Chosen
from etl.findings import SAYS
from etl.inspection import SheetSeen
from etl.intake import Batch
from etl.load import LoadResult
from pages.parts import batch_moved_blocks, blocks, context, intake_answer_blocks, intake_returned_blocks, intake_work, roles
from pages.parts.batch_blocks import title_of
from pages.parts.intake_file_blocks import in_hand, plain
from pages.parts.intake_sheet_blocks import called_of
from pages.parts.intake_state import Check, Intake, change, is_hopeless, place_of, start_over, to_load
from reports.moved import moved
from reports.words import cell_words, day_words, number_words

RESULTS = {"error": "没有采用", "warn": "采用，提醒"}
UNKNOWN = "不在认得的取值之内，请在下面指明是哪一项"
TOTALS = "逐行相加是"  # in the words about a total that does not agree
LISTED = 15  # columns that are named
SURE = "intake-sure-demonstration"


def show(now: Intake, check: Check) -> None:
    """What became of every sheet, the difference to what is published, and the decision."""
    in_hand(now)
    result = check.result
    _refused(result)
    known = {place_of(seen): seen for seen in now.seen}
    for number, batch in enumerate(result.batches):
        place = batch.file, batch.sheet
        _batch(number, batch, result.checked[batch.batch_id], _how(known.get(place), now.of(place)))
    _passed_over(now)
    intake_answer_blocks.show(now, result)
    intake_returned_blocks.download(now.files, intake_work.choices(now), result)
    _figures(check)
    _decision(now, result)


def _refused(result: LoadResult) -> None:
    for refused in result.refused:
        st.error(plain(refused.message), icon=":material/block:")


def _passed_over(now: Intake) -> None:
    """The sheets that are not loaded, each named: nothing vanishes."""
    left = [seen for seen in now.seen if not is_hopeless(seen) and seen not in to_load(now)]
    if left:
        st.caption(plain(f"不导入的表 {len(left)} 张：{'、'.join(map(called_of, left))}。"))


def _batch(number: int, batch: Batch, found: Checked, how: str) -> None:
    with st.container(key=f"block-check-{number}", gap="xsmall"):
        st.html(f'<h2 class="heading" translate="no">{escape(called_of(batch))}</h2>')
        st.html(_counts(batch, found) + _columns(batch, how))
        for note in batch.notes:
            if TOTALS not in note:  # these have a table of their own
                st.caption(plain(note))
        _totals(number, found)
        _findings(number, found)


def _counts(batch: Batch, found: Checked) -> str:
    skipped = "、".join(f"{why} {count:,}" for why, count in found.skipped_by.items())
    until = f"，数据截至{day_words(batch.cutoff_on)}" if batch.cutoff_on else ""
    return (
        f'<div class="counts"><p>{title_of(batch.source)}{until}：读取 <b>{found.read:,}</b> 行 = 采用 <b>{found.accepted:,}</b>'
        f' + 拒绝 <b class="{"worse" if found.rejected else ""}">{found.rejected:,}</b> + 跳过 <b>{found.skipped:,}</b>{f"（{skipped}）" if skipped else ""}</p>'
        f"<p>与看板上的相比：新增 <b>{batch.new:,}</b>，变更 <b>{batch.changed:,}</b>，未变 <b>{batch.unchanged:,}</b>{_repeated(batch)}</p></div>"
    )


def _how(seen: SheetSeen | None, chosen: Chosen) -> str:
    """How a sheet was recognised, and how much of it was said here."""
    by_hand = sum(1 for column in chosen.columns.values() if column)
    return (seen.why if seen else "") + (f"；您指明了 {by_hand} 列" if by_hand else "")


def _columns(batch: Batch, how: str) -> str:
    """How the sheet was recognised, and what of it is not read."""
    said = [
        how,
        f"因隐私不读取、不保存：{'、'.join(batch.dropped_columns)}" if batch.dropped_columns else "",
        f"没有采用的列：{_listed(batch.unknown_columns)}" if batch.unknown_columns else "",
    ]
    return f'<div class="muted" translate="no">{"；".join(escape(one) for one in said if one)}。</div>'


def _listed(names: tuple[str, ...]) -> str:
    more = f"等 {len(names)} 列" if len(names) > LISTED else ""
    return "、".join(names[:LISTED]) + more


def _repeated(batch: Batch) -> str:
    return "；这个文件以前导入过，内容一样" if batch.is_repeat else ""


def _totals(number: int, found: Checked) -> None:
    if not found.totals_compared:
        return
    if not found.totals_wrong:
        st.caption(f"表内 {found.totals_compared} 个合计都与逐行相加一致。")
        return
    st.warning(f"{len(found.totals_wrong)}/{found.totals_compared} 个合计与逐行相加不一致，请对照原表核实。", icon=":material/calculate:")
    rows = [
        {"行": one.row, "列": one.column, "表内合计": number_words(one.stated, 2), "逐行相加": number_words(one.summed, 2), "相差": number_words(one.summed - one.stated, 2)}
        for one in found.totals_wrong
    ]  # fmt: skip
    st.dataframe(pd.DataFrame(rows, dtype=object), hide_index=True, height="content", key=f"intake-totals-{number}")


def _findings(number: int, found: Checked) -> None:
    others = [one for one in found.findings if TOTALS not in one.message]
    if not others:
        st.caption("没有别的问题。" if found.totals_wrong else "没有发现问题。")
        return
    rows = [
        {
            "列": one.column, "问题": UNKNOWN if one.message == SAYS["choice"] else one.message, "结果": RESULTS[one.severity], "次数": one.count,
            "例如": "；".join(f"第 {place.row} 行：{place.value or '（空）'}" for place in one.examples),
        }
        for one in others
    ]  # fmt: skip
    shown = pd.DataFrame(rows, dtype=object)
    st.dataframe(shown, hide_index=True, height="content" if len(shown) <= blocks.FITTING else 440, key=f"intake-findings-{number}")


def _figures(check: Check) -> None:
    """The headline figures as they are and as they would be; where the demonstration leaves, only those that would be."""
    if check.scope is None:
        return
    with blocks.section("发布后哪些数会变", "看的是这批数据截至日往前 12 个月", key="moved"):
        if check.before and not _leaves_demonstration(check.result):
            batch_moved_blocks.table(moved(check.before, check.after), check.scope, "intake", ("现在", "发布后"))
        else:
            _after(check)


def _after(check: Check) -> None:
    known = [one for one in check.after if one.is_known]
    st.caption(f"{batch_moved_blocks.scope_words(check.scope)}：全部 {len(check.after)} 个指标中，发布后有 {len(known)} 个有数。")
    rows = [
        {"编号": one.indicator.code, "指标": one.indicator.name, "发布后": cell_words(one), "单位": one.indicator.unit} for one in known
    ]
    height = "content" if len(rows) <= blocks.FITTING else 440
    st.dataframe(pd.DataFrame(rows, dtype=object), hide_index=True, height=height, key="intake-after")


def _leaves_demonstration(result: LoadResult) -> bool:
    """Whether publishing takes the demonstration off the board."""
    return context.extent().is_synthetic and any(batch.data_class == "real" for batch in result.batches)


def _decision(now: Intake, result: LoadResult) -> None:
    with blocks.section("发布或不发布", key="decide"):
        if result.moved_on:
            st.warning(result.moved_on, icon=":material/sync_problem:")
            st.button("按现在的数据重新检查", key="intake-recheck", type="primary", on_click=intake_work.check, icon=":material/refresh:")
        elif not roles.may_write_here():
            return
        elif result.batches and not all(batch.is_repeat for batch in result.batches):
            _nothing_new(result)
            _publish(result)
        elif result.batches:
            st.info("内容与看板上的完全一样，不用发布。", icon=":material/check:")
        _back(now)


def _nothing_new(result: LoadResult) -> None:
    same = sum(batch.unchanged for batch in result.batches)
    if not any(batch.new or batch.changed for batch in result.batches):
        st.info(f"{same:,} 条看板上都有，内容没有变：可以不发布；发布只多记一个批次，数字不变。", icon=":material/check:")


def _publish(result: LoadResult) -> None:
    leaves = _leaves_demonstration(result)
    rows = sum(batch.accepted for batch in result.batches)
    sure = True
    if leaves:
        st.warning("看板上现在是演示数据。发布后，演示数据全部离开看板，只留下您的真实数据。", icon=":material/swap_horiz:")
        sure = st.checkbox("知道了，让演示数据离开", key=SURE)
    if any(batch.rejected for batch in result.batches):
        st.caption("没有导入的行，请在发布前下载：发布后，放上来的文件就不在手上了。")
    st.button(
        f"发布 {rows:,} 行",
        key="intake-publish",
        type="primary",
        icon=":material/publish:",
        disabled=not sure,
        on_click=intake_work.publish,
    )


def _back(now: Intake) -> None:
    with st.container(horizontal=True):
        st.button("回去改核对", key="intake-back", on_click=change, kwargs={"check": None}, type="tertiary", icon=":material/arrow_back:")
        st.button("不发布，到此为止", key="intake-stop", on_click=start_over, type="tertiary", icon=":material/close:")
