"""How far an assessment is ruled on: 初步, 公示, 定稿, with what was objected and what was answered. It only goes forward.

A 定稿 is final. What is found wrong later is a correction with a number of its own, which begins at 初步 again and leaves the earlier one as it is.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from warehouse.journal import LONGEST_POST, Entry, JournalError, append, entries, fitting, position, read, writing

RULING, OBJECTION, ANSWER = "ruling", "objection", "objection_answered"
DRAFTED, POSTED, FINAL = "drafted", "posted", "final"
STATES = {DRAFTED: "初步", POSTED: "公示", FINAL: "定稿"}
OUTCOMES = {"upheld": "成立", "changed": "部分成立", "rejected": "不成立"}


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """A step of the assessment of an area (its path; blank: everywhere) in a period, and what its figures were made from: the snapshot, the
    position of the journal, the version of the scheme. `digest` is of the figures; `number` is 1, or more for a correction with its reason."""

    entry_id: int
    area: str
    period: str
    state: str
    number: int
    snapshot: str
    position: int
    scheme: str
    version: int
    digest: str
    objections_until: date | None
    reason: str
    written_by: str
    written_at: datetime

    @property
    def words(self) -> str:
        """What people call the step."""
        return STATES[self.state]


@dataclass(frozen=True, kw_only=True)
class Objection:
    """What a village (its path) objects to in what was posted (the number of that entry), about an item of the scheme or, blank, the whole."""

    entry_id: int
    ruling: int
    village: str
    item: str
    text: str
    written_by: str
    written_at: datetime
    outcome: str = ""
    answer: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None

    @property
    def is_answered(self) -> bool:
        """Whether there is an answer."""
        return self.answered_at is not None


def rule(
    data_dir: Path, *, area: str, period: str, state: str, snapshot: str, journal_position: int, scheme: str, version: int, digest: str,
    by: str, at: datetime, objections_until: date | None = None, reason: str = "",
) -> int:  # fmt: skip
    """Takes an assessment one step on and returns the number of the entry.

    JournalError where the step is not the next one, a posting does not say until when objections are taken, a 定稿 comes before that day or
    before every objection has its answer, or a correction does not say why.
    """
    if state not in STATES:
        raise JournalError(f"没有“{state}”这一步，只有{'、'.join(STATES.values())}。")
    if state == POSTED and (objections_until is None or objections_until < at.date()):
        raise JournalError("请写明申诉截止日期，不早于今天。")
    body = {
        "area": area, "period": period, "state": state, "snapshot": snapshot, "position": journal_position, "scheme": scheme,
        "version": version, "digest": digest, "objections_until": f"{objections_until:%Y-%m-%d}" if state == POSTED else None,
    }  # fmt: skip
    with writing(data_dir) as connection:
        number = _number(connection, area, period, state, reason, at.date())
        body |= {"number": number, "reason": fitting(reason, "") if reason.strip() else ""}
        return append(connection, RULING, by=fitting(by, "请写明记录人或科室。", LONGEST_POST), at=at, body=body)


def _number(connection: sqlite3.Connection, area: str, period: str, state: str, reason: str, today: date) -> int:
    """The number that a step bears. JournalError where it is not the next one."""
    steps = [one for one in map(_ruling, read(connection, (RULING,))) if (one.area, one.period) == (area, period)]
    last = steps[-1] if steps else None
    if last is None or last.state == FINAL:
        return _first(last, state, reason)
    if list(STATES).index(state) != list(STATES).index(last.state) + 1:
        raise JournalError(f"现在是“{last.words}”，下一步不是“{STATES[state]}”。")
    if state == FINAL:
        _check_heard(connection, last, today)
    return last.number


def _first(final: Ruling | None, state: str, reason: str) -> int:
    if state != DRAFTED:
        raise JournalError(
            f"还没有“{STATES[DRAFTED]}”结果，不能“{STATES[state]}”。" if final is None else "已经定稿，不能再改；有误请另作更正。"
        )
    if final is not None:
        fitting(reason, "已经定稿：请写明为什么更正。")
    return 1 if final is None else final.number + 1


def _check_heard(connection: sqlite3.Connection, posted: Ruling, today: date) -> None:
    if today < posted.objections_until:
        last = posted.objections_until
        raise JournalError(f"申诉截止日期是{last.year}年{last.month}月{last.day}日，到期才能定稿。")
    waiting = [one for one in _objections(read(connection, (OBJECTION, ANSWER)), posted.entry_id) if not one.is_answered]
    if waiting:
        raise JournalError(f"还有 {len(waiting)} 件申诉没有答复，答复后才能定稿。")


def object_to(data_dir: Path, ruling: int, *, village: str, text: str, by: str, at: datetime, item: str = "") -> int:
    """Records an objection to what was posted and returns its number. JournalError where that is not posted now, the day is over, or the text is
    missing or long. Who objects is a post; what is said about persons the caller has checked."""
    said = fitting(text, "请写一句话说明对什么有异议。")
    if not position(data_dir):
        raise JournalError("没有正在公示的结果。")
    with writing(data_dir) as connection:
        steps = list(map(_ruling, read(connection, (RULING,))))
        posted = next((one for one in steps if one.entry_id == ruling), None)
        if posted is None or [one for one in steps if (one.area, one.period) == (posted.area, posted.period)][-1] != posted:
            raise JournalError("这一结果已不在公示，不能再提申诉。")
        if posted.state != POSTED or at.date() > posted.objections_until:
            raise JournalError("没有公示或申诉期已过，不能提申诉。")
        body = {"ruling": ruling, "village": village, "item": item, "text": said}
        return append(connection, OBJECTION, by=fitting(by, "请写明申诉人的职务。", LONGEST_POST), at=at, body=body)


def answer_objection(data_dir: Path, entry_id: int, *, outcome: str, text: str, by: str, at: datetime) -> int:
    """Records the answer to an objection and returns its number. JournalError where there is no such objection, it has its answer, the text is
    missing or long, or the outcome is none of upheld, changed and rejected."""
    if outcome not in OUTCOMES:
        raise JournalError(f"答复只能是{'、'.join(OUTCOMES.values())}。")
    said = fitting(text, "请写一句话说明答复的理由。")
    if not position(data_dir):
        raise JournalError(f"没有第 {entry_id} 号申诉。")
    with writing(data_dir) as connection:
        found = read(connection, (OBJECTION, ANSWER))
        if entry_id not in [one.entry_id for one in found if one.kind == OBJECTION]:
            raise JournalError(f"没有第 {entry_id} 号申诉。")
        if entry_id in [one.body["entry_id"] for one in found if one.kind == ANSWER]:
            raise JournalError(f"第 {entry_id} 号申诉已经答复过了。")
        return append(connection, ANSWER, by=by, at=at, body={"entry_id": entry_id, "outcome": outcome, "text": said})


def _ruling(entry: Entry) -> Ruling:
    until = entry.body["objections_until"]
    body = entry.body | {"objections_until": until and date.fromisoformat(until)}
    return Ruling(entry_id=entry.entry_id, **body, written_by=entry.written_by, written_at=entry.written_at)


def _objections(found: Iterable[Entry], ruling: int | None) -> list[Objection]:
    answers = {one.body["entry_id"]: one for one in found if one.kind == ANSWER}
    return [
        Objection(
            entry_id=one.entry_id, **one.body, written_by=one.written_by, written_at=one.written_at, **_answer(answers.get(one.entry_id))
        )
        for one in found
        if one.kind == OBJECTION and ruling in (None, one.body["ruling"])
    ]


def _answer(entry: Entry | None) -> dict:
    if entry is None:
        return {}
    return {
        "outcome": entry.body["outcome"], "answer": entry.body["text"], "answered_by": entry.written_by, "answered_at": entry.written_at,
    }  # fmt: skip


def rulings(data_dir: Path, area: str | None = None, period: str | None = None) -> list[Ruling]:
    """The steps of an area's assessment of a period in the order in which they were taken; of every area or period where none is given."""
    found = map(_ruling, entries(data_dir, (RULING,)))
    return [one for one in found if area in (None, one.area) and period in (None, one.period)]


def objections(data_dir: Path, ruling: int | None = None) -> list[Objection]:
    """The objections to what was posted (the number of that entry; all where none is given) in order, each with its answer where it has one."""
    return _objections(entries(data_dir, (OBJECTION, ANSWER)), ruling)
