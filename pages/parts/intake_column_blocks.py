"""The columns of one sheet: what each header is taken for and why, each to be chosen otherwise; what holds for the whole sheet; its name."""

from html import escape

import streamlit as st

from etl.chosen import Chosen
from etl.contract import Column, Contract, contracts
from etl.inspection import HeaderSeen, SheetSeen
from pages.parts.intake_state import Intake, change, doubled, held, lacking, picked, place_of, say
from pages.parts.intake_work import name_of

NOT_USED = "不用这一列"
KINDS = {"matched": "认得", "guessed": "猜的", "chosen": "您选的", "unknown": "不认得", "dropped": "不读取", "ignored": "不用"}
NO_SUCH = "台账里没有这个名字的列"
WIDTHS = [2.2, 2.4, 2.4, 3]
OFFERED = ("text", "choice", "flag", "month", "period")  # types of columns that may be the same for a whole sheet
FLAGS = ("是", "否")


def show(now: Intake, key: str, seen: SheetSeen) -> None:
    """What is missing first, then the headers that need a look, then those that are certain."""
    contract, place = contracts()[seen.source], place_of(seen)
    chosen = now.of(place)
    _missing(lacking(seen, chosen), doubled(seen, chosen))
    sure, open_ones = _sorted(seen)
    if open_ones:
        _heads()
    for header in open_ones:
        _row(now, key, seen, contract, header)
    if sure:
        with st.expander(f"认得的 {len(sure)} 列", expanded=not open_ones, key=f"intake-sure-{key}"):
            for header in sure:
                _row(now, key, seen, contract, header)
    _left(seen)
    _constants(now, key, seen, contract)
    _names(now, key, seen)


def _missing(lacks: list[str], twice: list[str]) -> None:
    if lacks:
        st.warning(f"还缺必需的列：{'、'.join(lacks)}。请在下面指明哪一列是；文件里没有、但整张表都一样的，写在“整张表都一样的内容”里。", icon=":material/priority_high:")  # fmt: skip
    if twice:
        st.warning(f"{'、'.join(f'“{name}”' for name in twice)}选了不止一列，请只留一列。", icon=":material/priority_high:")


def _sorted(seen: SheetSeen) -> tuple[list[HeaderSeen], list[HeaderSeen]]:
    """The headers that are certain, and those that need a look: guesses first."""
    shown = [header for header in seen.headers if header.how not in ("dropped", "ignored")]
    open_ones = [header for header in shown if not header.is_used or header.how == "guessed"]
    return [header for header in shown if header not in open_ones], sorted(open_ones, key=lambda one: one.how != "guessed")


def _heads() -> None:
    for column, name in zip(st.columns(WIDTHS), ("文件里的列", "前几格", "是台账的哪一列", "为什么"), strict=True):
        column.html(f'<div class="head">{name}</div>')


def _row(now: Intake, key: str, seen: SheetSeen, contract: Contract, header: HeaderSeen) -> None:
    name, examples, pick, why = st.columns(WIDTHS, vertical_alignment="center")
    name.html(f'<div class="own" translate="no">{escape(header.header)}</div>')
    examples.html(f'<div class="own muted" translate="no">{escape("、".join(header.examples))}</div>')
    with pick:
        _pick(now, key, seen, contract, header)
    kind, words = _why(now.of(place_of(seen)), header)
    why.html(f'<div class="muted"><b>{kind}</b>　<span translate="no">{escape(words)}</span></div>')


def _why(chosen: Chosen, header: HeaderSeen) -> tuple[str, str]:
    """How a header stands and why; what was picked here goes before what was recognised."""
    if header.header.strip() not in chosen.columns:
        return KINDS[header.how], NO_SUCH if header.how == "unknown" and header.column is None and "没有叫" in header.why else header.why
    column = chosen.columns[header.header.strip()]
    return KINDS["chosen"], "" if column else "这一列不读取"


def _is_one_of_several(seen: SheetSeen, header: HeaderSeen) -> bool:
    """Whether a column has several headers, a record each: years across, items across. These are not chosen one by one."""
    return header.is_used and sum(other.is_used and other.column == header.column for other in seen.headers) > 1


def _pick(now: Intake, key: str, seen: SheetSeen, contract: Contract, header: HeaderSeen) -> None:
    if _is_one_of_several(seen, header):
        st.html(f"<div>{escape(header.column_name)}</div>")
        return
    options = ["", *sorted(contract.columns, key=lambda column: not contract.columns[column].required)]
    wanted = f"intake-pick-{key}-{seen.source}-{seen.header_row}-{header.position}"
    st.selectbox(
        f"第 {header.position + 1} 列是", options, index=options.index(picked(seen, now.of(place_of(seen)), header) or ""),
        format_func=lambda column: contract.columns[column].name + ("（必需）" if contract.columns[column].required else "") if column else NOT_USED,
        key=wanted, label_visibility="collapsed", on_change=_say_column, args=(seen, header, wanted),
    )  # fmt: skip


def _say_column(seen: SheetSeen, header: HeaderSeen, key: str) -> None:
    """Keeps what was picked; what is recognised anyway needs no word."""
    column, place = st.session_state[key] or None, place_of(seen)
    said = dict(held().of(place).columns)
    said[header.header.strip()] = column
    if column == (header.column if header.is_used else None) and header.how != "guessed":
        said.pop(header.header.strip())
    say(place, columns=said)


def _left(seen: SheetSeen) -> None:
    """What is not read, in one line each."""
    for how, words in (("dropped", "因隐私不读取、不保存"), ("ignored", "不需要")):
        names = [header.header for header in seen.headers if header.how == how]
        if names:
            st.html(f'<div class="muted">{words}：<span translate="no">{escape("、".join(names))}</span></div>')


def _constants(now: Intake, key: str, seen: SheetSeen, contract: Contract) -> None:
    """What the sheet lacks and holds for all its rows, such as the town."""
    place = place_of(seen)
    chosen = now.of(place)
    given = {picked(seen, chosen, header) for header in seen.headers}
    offered = [column for column in contract.columns.values() if column.type in OFFERED and column.key not in given]
    if not offered:
        return
    with st.expander("整张表都一样的内容（如乡镇），文件里没有时写在这里", expanded=bool(chosen.constants), key=f"intake-all-{key}"):
        names = {column.key: column.name for column in offered}
        wanted = f"intake-which-{key}-{seen.source}"
        st.multiselect(
            "补哪些", list(names), default=[column for column in chosen.constants if column in names], format_func=names.get, key=wanted,
            placeholder="选要补的内容", on_change=_say_which, args=(place, wanted),
        )  # fmt: skip
        for column in (one for one in offered if one.key in chosen.constants):
            _constant(place, key, column, chosen.constants[column.key])


def _say_which(place: tuple[str, str], key: str) -> None:
    said = held().of(place).constants
    say(place, constants={column: said.get(column, "") for column in st.session_state[key]})


def _constant(place: tuple[str, str], key: str, column: Column, value: str) -> None:
    wanted = f"intake-constant-{key}-{column.key}"
    named = {"key": wanted, "on_change": _say_constant, "args": (place, column.key, wanted)}
    listed = list(column.choices) if column.choices else list(FLAGS) if column.type == "flag" else []
    if listed:
        st.selectbox(column.name, listed, index=listed.index(value) if value in listed else None, placeholder="请选择", **named)
    else:
        st.text_input(column.name, value=value, placeholder=f"如 {column.example}" if column.example else "", **named)


def _say_constant(place: tuple[str, str], column: str, key: str) -> None:
    say(place, constants={**held().of(place).constants, column: st.session_state[key] or ""})


def _names(now: Intake, key: str, seen: SheetSeen) -> None:
    """The platform or book of the rows, and under which name all this is remembered."""
    place = place_of(seen)
    platform, name = st.columns(2)
    at, called = f"intake-platform-{key}-{seen.source}", f"intake-name-{key}"
    platform.text_input(
        "平台或台账名称（同一平台每月写一样）", value=now.of(place).ledger, max_chars=40, key=at, placeholder=seen.title, on_change=_say_platform, args=(place, at),
    )  # fmt: skip
    name.text_input(
        "记住这种对应关系，名称是（下月同样的文件自动认得）", value=name_of(now, seen), max_chars=40, key=called, on_change=_say_name, args=(place, called),
    )  # fmt: skip


def _say_platform(place: tuple[str, str], key: str) -> None:
    say(place, ledger=st.session_state[key].strip())


def _say_name(place: tuple[str, str], key: str) -> None:
    change(names={**held().names, place: st.session_state[key].strip()})
