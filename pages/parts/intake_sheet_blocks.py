"""The second step of the intake: each sheet in one line, and those that need an answer opened."""

from html import escape

import pandas as pd
import streamlit as st

from etl.contract import contracts
from etl.inspection import SheetSeen
from etl.intake import Batch
from pages.parts import blocks, intake_column_blocks, intake_work, roles
from pages.parts.intake_file_blocks import in_hand
from pages.parts.intake_state import (
    Intake,
    asks,
    can_check,
    change,
    guess_of,
    held,
    is_hopeless,
    is_passed_over,
    is_short,
    lacking,
    place_of,
    say,
)

CLASSES = {"synthetic": "演示数据", "published": "公开发布数据"}
LETTERS = 26


def show(now: Intake) -> None:
    """Every sheet, then the button that checks them."""
    in_hand(now)
    open_count = sum(asks(now, seen) for seen in now.seen)
    says = f"{open_count} 张表要您核对，已经打开；其余的认得，不用管" if open_count else "都认得，可以直接检查"
    with blocks.section("核对表和列", says, key="sheets"):
        for number, seen in enumerate(now.seen):
            _sheet(now, number, seen)
        _forward(now)


def _forward(now: Intake) -> None:
    if not roles.may_write_here():
        return
    ready = can_check(now)
    st.button("检查这些表", key="intake-check", type="primary", icon=":material/rule:", on_click=intake_work.check, disabled=not ready)
    if not ready:
        st.caption("把上面打开的表核对完，或把它留下不导入，就可以检查。")


def _sheet(now: Intake, number: int, seen: SheetSeen) -> None:
    place, is_asking = place_of(seen), asks(now, seen)
    is_open = place in now.opened and not is_hopeless(seen)
    with st.container(key=f"card-sheet-{number}", gap="small"):
        with st.container(key=f"line-sheet-{number}", horizontal=True, vertical_alignment="center"):
            st.html(_line(now, seen, is_asking))
            if not is_hopeless(seen) and roles.may_manage():
                words = "收起" if is_open else "打开看看"
                st.button(words, key=f"intake-open-{now.turn}-{number}", type="tertiary", on_click=_toggle, args=(place,))
        if is_open and roles.may_write_here():
            _body(now, number, seen)


def _toggle(place: tuple[str, str]) -> None:
    change(opened=held().opened ^ {place})


def _line(now: Intake, seen: SheetSeen, is_asking: bool) -> str:
    mark, says = _standing(now, seen, is_asking)
    kind = "needs" if mark == "要核对" else "none" if mark in ("不导入", "不能导入") else "sure"
    called = f'<span translate="no">{escape(called_of(seen))}</span>'
    return f'<div class="sheet {kind}"><b>{mark}</b> {called}<small>{says}</small></div>'


def called_of(seen: SheetSeen | Batch) -> str:
    """A sheet as people say it: its file, and its name where it has one of its own."""
    stem = seen.file.rpartition(".")[0]
    return f"《{seen.file}》" if seen.sheet in ("", stem) else f"《{seen.file}》“{seen.sheet}”"


def _standing(now: Intake, seen: SheetSeen, is_asking: bool) -> tuple[str, str]:
    """How a sheet stands in one word, and why."""
    chosen = now.of(place_of(seen))
    if is_hopeless(seen):
        return "不能导入", escape(seen.refused)
    if chosen.is_left_out:
        return "不导入", "您选择了不导入这张表。"
    if not is_asking and seen.source is None and is_passed_over(now, seen):
        return "不导入", "不像台账（封面或说明），不导入；如果是台账，请打开指明。"
    if is_short(seen, chosen):
        return "要核对", _short_of(seen, chosen)
    guessed = sum(bool(guess_of(seen, header)) for header in seen.headers)
    what = f"{escape(seen.title)}，{_rows(seen)}"
    why = f'<span translate="no">{escape(seen.why)}</span>'
    kind = f"　<i>{CLASSES[seen.data_class]}</i>" if seen.data_class in CLASSES else ""
    return ("要核对", f"{what}；有 {guessed} 列是按列名猜的，已替您选好，请看一眼。") if guessed else ("认得", f"{what}。{why}{kind}")


def _rows(seen: SheetSeen) -> str:
    return f"表头下 {max(seen.row_count - seen.first_data_row + 1, 0):,} 行"


def _short_of(seen: SheetSeen, chosen) -> str:
    if seen.source is None:
        return "看不出是哪种台账，请选择。" if seen.header_row else "没有找到表头，请指明表头在第几行。"
    lacks = lacking(seen, chosen)
    return f"{escape(seen.title)}，还缺必需的列：{escape('、'.join(lacks))}。" if lacks else f"{escape(seen.title)}，有的列要指明用哪一列。"


def _body(now: Intake, number: int, seen: SheetSeen) -> None:
    """What can be said of a sheet: ledger, header row, columns, or that it is left out."""
    key = f"{now.turn}-{number}"
    ledger, row, out = st.columns([2, 1, 1], vertical_alignment="bottom")
    with ledger:
        _ledger(now, key, seen)
    with row:
        _header_row(now, key, seen)
    with out:
        wanted = f"intake-out-{key}"
        st.checkbox("这张表不导入", value=now.of(place_of(seen)).is_left_out, key=wanted, on_change=_leave, args=(place_of(seen), wanted))
    if now.of(place_of(seen)).is_left_out:
        return
    _head(key, seen)
    if seen.source:
        intake_column_blocks.show(now, key, seen)


def _leave(place: tuple[str, str], key: str) -> None:
    say(place, is_left_out=st.session_state[key])


def _ledger(now: Intake, key: str, seen: SheetSeen) -> None:
    likely = [source for source, _, _ in seen.candidates]
    listed = [*likely, *(source for source in contracts() if source not in likely)]
    wanted = f"intake-source-{key}"
    st.selectbox(
        "这是哪种台账", listed, index=listed.index(seen.source) if seen.source else None, format_func=lambda source: contracts()[source].title,
        key=wanted, placeholder="请选择", on_change=_say_ledger, args=(place_of(seen), wanted),
    )  # fmt: skip


def _say_ledger(place: tuple[str, str], key: str) -> None:
    if st.session_state[key]:
        say(place, source=st.session_state[key], columns={}, constants={}, values={})
        intake_work.read_again()


def _header_row(now: Intake, key: str, seen: SheetSeen) -> None:
    wanted = f"intake-header-{key}"
    st.number_input(
        "表头在第几行", min_value=1, max_value=max(len(seen.head), 1), value=seen.header_row or 1, key=wanted, on_change=_say_row, args=(place_of(seen), wanted),
    )  # fmt: skip


def _say_row(place: tuple[str, str], key: str) -> None:
    say(place, header_row=int(st.session_state[key]), columns={}, constants={}, values={})
    intake_work.read_again()


def _head(key: str, seen: SheetSeen) -> None:
    """The first rows as they stand in the file, with the header that was recognised marked."""
    width = max((len(row) for row in seen.head), default=0)
    top = seen.header_row - seen.header_rows + 1
    rows = [
        {"行": number, "位置": _mark(number, top, seen), **{_letter(i): row[i] if i < len(row) else "" for i in range(width)}}
        for number, row in enumerate(seen.head, start=1)
    ]
    with st.expander("看表的前几行（长文字和个人信息不显示）", expanded=not seen.source, key=f"intake-head-{key}"):
        st.dataframe(pd.DataFrame(rows, dtype=object), hide_index=True, height="content", key=f"intake-rows-{key}")


def _mark(number: int, top: int, seen: SheetSeen) -> str:
    if seen.header_row and top <= number <= seen.header_row:
        return "表头 ▸"
    return "数据起 ▸" if seen.header_row and number == seen.first_data_row else ""


def _letter(position: int) -> str:
    """A column as Excel names it."""
    before, last = divmod(position, LETTERS)
    return (_letter(before - 1) if before else "") + chr(ord("A") + last)
