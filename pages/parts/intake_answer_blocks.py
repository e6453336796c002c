"""Villages and values that nobody knows: whose alias, which choice they are; said here, then checked again."""

from datetime import datetime
from html import escape

import streamlit as st

from etl.aliases import add_alias
from etl.checked import UnknownValue
from etl.intake import Batch
from etl.load import LoadResult
from pages.parts import blocks, context, intake_work, roles
from pages.parts.intake_state import Intake, Place, change, held, say
from warehouse.errors import WarehouseError

LISTED = 20  # of each kind; what is left over comes after these are answered
NOT_SAID = "不指明"


def show(now: Intake, result: LoadResult) -> None:
    """The unknown names with a choice each, and the button that keeps what was chosen and checks again."""
    villages = _villages(result)
    values = [(batch, value) for batch in result.batches for value in result.checked[batch.batch_id].unknown_values]
    if not (villages or values) or not roles.may_write_here():
        return
    with blocks.section("不认得的村和内容", "指明是什么，就能采用，下次也认得；不指明的照检查结果处理", key="answers"):
        if villages and not _places():
            st.caption(f"有 {len(villages)} 个村名地区台账里没有。请先发布地区台账，再来指明它们是哪个村。")
            villages = []
        for number, (village, count) in enumerate(villages[:LISTED]):
            _village(number, village, count)
        for number, (batch, value) in enumerate(values[:LISTED]):
            _value(number, batch, value)
        left = max(len(villages) - LISTED, 0) + max(len(values) - LISTED, 0)
        if left:
            st.caption(f"还有 {left} 个，这些指明后再列。")
        st.button(
            "记下并重新检查",
            key="intake-answers",
            on_click=_say,
            args=(tuple(villages[:LISTED]), tuple(values[:LISTED])),
            icon=":material/refresh:",
        )


def _villages(result: LoadResult) -> list[tuple[str, int]]:
    """The villages nobody knows and in how many rows, over all sheets."""
    counts: dict[str, int] = {}
    for batch in result.batches:
        for one in result.checked[batch.batch_id].unknown_villages:
            counts[one.village] = counts.get(one.village, 0) + one.count
    return sorted(counts.items(), key=lambda one: -one[1])


def _places() -> list[context.Area]:
    """The villages on the board."""
    return [area for area in context.areas() if area.level == "村" and not area.is_published]


def _village(number: int, village: str, count: int) -> None:
    labels = {None: NOT_SAID, **{area.path: "·".join(area.path.split("/")[-2:]) for area in _places()}}
    _asked(number, "village", f"“{village}”（{count:,} 行）是这个村的别称", labels)


def _value(number: int, batch: Batch, value: UnknownValue) -> None:
    labels = {None: NOT_SAID, **{choice: choice for choice in value.choices}}
    _asked(number, "value", f"{value.column_name}“{value.value}”（{value.count:,} 行）就是", labels)


def _asked(number: int, kind: str, words: str, labels: dict) -> None:
    name, pick, _ = st.columns([3, 2, 1], vertical_alignment="center")
    name.html(f'<div translate="no">{escape(words)}</div>')
    pick.selectbox(words, list(labels), format_func=labels.get, key=_key(kind, number), label_visibility="collapsed")


def _key(kind: str, number: int) -> str:
    return f"intake-{kind}-{held().turn}-{number}"


@roles.writes("记下别称和对应的内容")
def _say(villages: tuple[tuple[str, int], ...], values: tuple[tuple[Batch, UnknownValue], ...]) -> None:
    problems = [_say_village(village, st.session_state.get(_key("village", number))) for number, (village, _) in enumerate(villages)]
    for number, (batch, value) in enumerate(values):
        _say_value((batch.file, batch.sheet), value, st.session_state.get(_key("value", number)))
    for kind, count in (("village", len(villages)), ("value", len(values))):
        for number in range(count):
            st.session_state.pop(_key(kind, number), None)
    intake_work.check()
    change(said="".join(filter(None, problems)))


def _say_village(village: str, area: str | None) -> str:
    """Keeps an alias; why not, where it cannot be kept."""
    if area is None:
        return ""
    try:
        add_alias(context.data_dir(), area=area, alias=village, by=roles.visitor().account, at=datetime.now().replace(microsecond=0))
    except WarehouseError as error:
        return str(error)
    return ""


def _say_value(place: Place, value: UnknownValue, choice: str | None) -> None:
    if choice is None:
        return
    said = held().of(place).values
    say(place, values={**said, value.column: {**said.get(value.column, {}), value.value: choice}})
