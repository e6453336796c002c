"""一、上次议定事项落实情况: what was decided, by whom, until when, and how it stands by the data's last day."""

from collections.abc import Sequence

from reports.brief import Column, Finding, Section, Table
from reports.claims import quoted
from reports.material import Decided, Material
from reports.sections.tables import day_cell, words_cell
from reports.sections.wording import finding, message
from reports.sentences_changes import DONE, LATE, decision_state
from reports.words import day_words

KEY, TITLE = "decided", "上次议定事项落实情况"
NOTHING = "此前的会议没有记下议定事项，不列；本次议定的事项记下后列入下次材料。"
NAMED = 3
TONES = {DONE: "better", LATE: "worse"}
COLUMNS = (
    Column(name="事项", width=24), Column(name="责任单位", width=9), Column(name="期限", width=13), Column(name="进展", width=10),
)  # fmt: skip


def section(held: Material) -> Section:
    """The last meeting's decisions, done or not, and those of earlier ones that are not done."""
    if not held.decided:
        return Section(key=KEY, title=TITLE, empty=NOTHING)
    last = max(one.meeting for one in held.decided)
    own = [one for one in held.decided if one.meeting == last]
    earlier = [one for one in held.decided if one.meeting != last and not one.is_done]
    return Section(
        key=KEY,
        title=TITLE,
        message=_message(held, own, earlier),
        findings=tuple(_pending(held, [*own, *earlier])),
        tables=(_table(held, [*own, *earlier], last),),
    )


def state(held: Material, one: Decided) -> str:
    """已了结, 过期未了结, 未了结."""
    return decision_state(is_done=one.is_done, due=one.due, known_to=held.known_to)


def _message(held: Material, own: Sequence[Decided], earlier: Sequence[Decided]) -> str:
    done = sum(one.is_done for one in own)
    late = sum(state(held, one) == LATE for one in own)
    left = f"未完成{len(own) - done}项" + (f"（其中过期{late}项）" if late else "") if done < len(own) else "全部完成"
    before = f"；更早议定的事项还有{len(earlier)}项未了结" if earlier else ""
    return message(f"{day_words(own[0].meeting)}会议议定{len(own)}项，完成{done}项，{left}{before}")


def _pending(held: Material, found: Sequence[Decided]) -> list[Finding]:
    """What is past its day, by name: a few of them, the oldest first."""
    late = sorted((one for one in found if state(held, one) == LATE), key=lambda one: one.due)
    if not late:
        return []
    named = "；".join(f"{quoted(_what(one))}（{one.unit}，应于{day_words(one.due)}前）" for one in late[:NAMED])
    rest = f"；其余{len(late) - NAMED}项见表" if len(late) > NAMED else ""
    return [finding("decided.late", f"过期未了结{len(late)}项：{named}{rest}", tone="worse")]


def _what(one: Decided) -> str:
    """The matter with its place, where that is not in its words."""
    return one.text if one.where in one.text else f"{one.where}：{one.text}"


def _table(held: Material, found: Sequence[Decided], last) -> Table:
    ordered = sorted(found, key=lambda one: (one.meeting != last, one.is_done, one.due))
    rows = []
    for one in ordered:
        words = state(held, one)
        met = "" if one.meeting == last else f"（{day_words(one.meeting)}会议）"
        rows.append(
            (words_cell(quoted(_what(one)) + met), words_cell(one.unit), day_cell(one.due), words_cell(words, TONES.get(words, "calm")))
        )
    note = f"进展按数据截止日{day_words(held.known_to)}判断"
    return Table(key=KEY, title="议定事项落实情况", columns=COLUMNS, rows=tuple(rows), note=note)
