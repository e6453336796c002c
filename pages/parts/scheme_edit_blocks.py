"""The scheme edited in the app or brought back as a workbook, checked in sentences, and adopted as the next version."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import pandas as pd
import streamlit as st

from indicators.definition import load_catalog
from indicators.scheme import Scheme, default_scheme, scheme_dict
from indicators.scheme_check import problems
from pages.parts import assess_context, blocks, context, event_blocks, roles
from reports.scheme_book import read_scheme_book, read_sheets
from reports.scheme_columns import FRAME, Column
from reports.scheme_tables import EDITED, GIVEN, edited_tables, scheme_changes, sheets_of
from warehouse.journal import LONGEST_POST, JournalError
from warehouse.journal_schemes import LONGEST_NAME, adopt_scheme

NOTICE = "_scheme_notice"
OWN = "town"  # id of what a town made of the example, which keeps its own
ROW = re.compile(r"工作表“(?P<sheet>[^”]+)”第 (?P<row>\d+) 行")
NUMBERS = ("权重", "零分值", "满分值", "前提须达到", "先验值", "先验件数", "每次分值", "上限", "起始分")
PIXELS = 7  # of a sign of a workbook's column
LONG_FIELDS = 2  # of the frame
GATE, NO_GATE = "前提指标", "不设"  # a list to choose from shows an empty cell in English
NAMED = ("指标", GATE)


def answer() -> None:
    """What became of the last step."""
    said = st.session_state.pop(NOTICE, None)
    if said:
        st.info(said, icon=":material/info:")


def show() -> None:
    """The editor over the scheme in force today or an uploaded one, what is wrong with the draft, and the form to adopt it."""
    with blocks.section("修改与审定", "在下面改，或下载 Excel 改好再上传；没有问题才能审定，审定后成为新的一版", key="scheme-edit"):
        if not roles.may_write_here():
            return
        in_force = assess_context.scheme_on(datetime.now().date())
        base, told, is_uploaded = _base(in_force)
        if base is None:
            _told(told)
            return
        with st.expander("逐项修改", icon=":material/edit:", expanded=is_uploaded, key="scheme-editor"):
            sheets = _edited(base)
            draft, told = read_sheets(sheets)
            told = [by_name(one, sheets) for one in told]
        told = told or problems(draft)
        _told(told)
        if not told:
            _adoption(in_force, draft)


def _base(in_force: Scheme) -> tuple[Scheme | None, list[str], bool]:
    """What is edited: the workbook that was uploaded (and that it is), else the scheme in force; none, and why, where it cannot be read."""
    file = st.file_uploader("上传改好的办法（Excel）", type=["xlsx"], key="scheme-upload")
    if file is None:
        return in_force, [], False
    return *read_scheme_book(file.getvalue()), True


def _told(sentences: Sequence[str]) -> None:
    if sentences:
        st.markdown("\n".join(("**改好下面这些才能审定：**", "", *(f"- {one}" for one in sentences))))


def by_name(sentence: str, sheets: Mapping[str, Sequence[Sequence[object]]]) -> str:
    """A sentence about a row of a sheet with what stands in the row in place of its number: the tables of the editor are not numbered."""
    found = ROW.search(sentence)
    if not found:
        return sentence
    header, row = (sheets[found["sheet"]][place] for place in (0, int(found["row"]) - 1))
    name = next((str(cell) for title, cell in zip(header, row, strict=False) if title in ("指标", "事项", "等次") and cell), "")
    return sentence.replace(found[0], f"{found['sheet']}表“{name}”一行") if name else sentence


def _edited(base: Scheme) -> dict[str, Sequence[Sequence[object]]]:
    """The sheets with what was typed. Widgets of another base start anew."""
    key = hashlib.sha256(repr(base).encode()).hexdigest()[:8]
    asked = [column for column in FRAME if column.key not in GIVEN]
    places = [*st.columns([2, 3]), *st.columns(len(asked) - LONG_FIELDS)]  # name and note, then what is short
    frame = {}
    for place, column in zip(places, asked, strict=True):
        with place:
            frame[column.header] = _field(column, base, key)
    tables = {title: _table(title, rows, key) for title, rows in edited_tables(base).items()}
    return sheets_of(base, frame, tables)


def _field(column: Column, base: Scheme, key: str) -> object:
    written = column.written(getattr(base, column.key))
    name = f"scheme-{column.key}-{key}"
    if column.words:
        words = list(column.words.values())
        return st.selectbox(column.header, words, index=words.index(written), key=name, help=column.about)
    shown = f"{written:g}" if isinstance(written, float) else str(written)
    return st.text_input(column.header, value=shown, key=name, help=column.about)


def _table(title: str, rows: Sequence[Mapping[str, object]], key: str) -> list[dict]:
    """The rows of a sheet as edited."""
    st.markdown(f"**{title}**")
    frame = pd.DataFrame(rows, columns=[column.header for column in EDITED[title]])
    config = {column.header: _config(column) for column in EDITED[title]}
    edited = st.data_editor(
        frame.replace({GATE: {"": NO_GATE}}), column_config=config, num_rows="dynamic", key=f"scheme-{title}-{key}", width="stretch",
        height="content", placeholder="",
    )  # fmt: skip
    return edited.replace({GATE: {NO_GATE: ""}}).to_dict("records")


def _config(column: Column):
    if column.header in NAMED:
        names = [one.name for one in load_catalog().values() if "village" in one.by]
        return st.column_config.SelectboxColumn(options=[NO_GATE, *names], help=column.about, width=column.width * PIXELS)
    if column.words:
        return st.column_config.SelectboxColumn(options=list(column.words.values()), help=column.about)
    if column.header in NUMBERS:
        return st.column_config.NumberColumn(help=column.about)
    return st.column_config.TextColumn(help=column.about, width=column.width * PIXELS)


def _adoption(in_force: Scheme, draft: Scheme) -> None:
    changed = scheme_changes(in_force, draft)
    if changed:
        st.markdown("\n".join(("与现行的一版相比：", "", *(f"- {one}" for one in changed))))
    elif in_force.adopted_on:
        st.caption("与现行的一版相同，没有要审定的修改。")
        return
    with st.expander("审定为新的一版", icon=":material/verified:", key="scheme-adoption"):
        for sentence in reminders(draft):
            st.caption(sentence)
        on, by = st.columns(2)
        on.text_input("审定日期，写作 2026-10-31", key="scheme-on", max_chars=10)
        by.text_input("审定单位或会议", key="scheme-adopted-by", max_chars=LONGEST_NAME)
        st.text_input("记录人（写岗位，不写姓名）", key="scheme-by", max_chars=LONGEST_POST)
        st.caption("审定日及以后结束的考核期用这一版；已经定稿的考核期不变。")
        st.button("审定", key="scheme-adopt", type="primary", on_click=_adopt, args=(draft,))


def reminders(draft: Scheme) -> list[str]:
    """What an adopted scheme should no longer say: that it is an example without a basis. A sentence each."""
    count = sum("示例" in item.goalpost.basis for item in draft.items)
    found = [f"{count} 项指标的目标值依据还写着“示例”，请写明由哪次会议、哪个文件确定。"] if count else []
    return found + (["名称或说明还写着“示例”，请改写。"] if "示例" in draft.name + draft.note else [])


@roles.writes("审定考核办法")
def _adopt(draft: Scheme) -> None:
    written, adopter, by = (st.session_state[f"scheme-{key}"] for key in ("on", "adopted-by", "by"))
    day = event_blocks.day_of(written)
    texts = [draft.name, draft.note, adopter, by, *(item.goalpost.basis for item in draft.items), *(bonus.name for bonus in draft.bonuses)]
    problem = event_blocks.refusal("；".join(texts)) or ("" if day else f"“{written}”不是日期，没有保存；请写作 2026-10-31。")
    if not problem and day > datetime.now().date():
        problem = "审定日期不能晚于今天，没有保存。"
    if not problem:
        own = replace(draft, id=OWN) if draft.id == default_scheme().id else draft
        try:
            version = adopt_scheme(
                context.data_dir(), scheme_dict(own), on=day, adopted_by=adopter, by=by, at=datetime.now().replace(microsecond=0)
            )
            problem = f"已审定为第 {version} 版。"
        except JournalError as error:
            problem = str(error)
    st.session_state[NOTICE] = problem
