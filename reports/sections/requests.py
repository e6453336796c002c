"""提请研究事项: what only the meeting can decide, a sentence each with its figure, an option to decide on, and who leads where the data name a unit."""

from indicators.definition import load_catalog
from reports.brief import ISSUED, Finding, Section
from reports.material import Material, basis_of
from reports.sections import disputes, problems, running
from reports.sections.domain_figures import end_scope
from reports.sections.found_problems import (
    PAUSED,
    PROJECTS,
    RESPONSIBLE,
    STOCKS,
    has_ledgers,
    late_decisions,
    standing_words,
    unowned,
    without_target,
    worse_standings,
)
from reports.sections.places import places
from reports.sections.told import keeps_kinds_back, plain, share_words, window_words
from reports.sections.wording import finding, message, told
from reports.words import day_words, group_words, number_words

KEY, TITLE = "requests", "提请研究事项"
AIMED = (running.ON_TIME, running.RESOLUTION, running.SATISFACTION, disputes.CONCLUDED, disputes.ON_TIME)
GUESSED = "推算"  # what the note of a figure says where a deadline stands in no file
NAMED = 3
LEAST_DISPUTES = 2  # fewer are a matter of the unit alone
PRESSING = 0.5  # of what is overdue with one unit, from which that unit is put before the meeting
NONE = "没有需要会议研究的事项：没有过期未了结的议定事项、集中在一个单位的超期件、差于往常的指标、过期或停工的项目、没有承办单位的在办件、显著差于整体的村和未定的口径。"
NO_LEDGERS = "没有导入诉求、纠纷和项目台账，没有可供提请研究的数据。"


def section(held: Material) -> Section:
    """The section; that there is nothing to decide is said."""
    asked = {name: one for name, ask in ASKED.items() if (one := ask(held)) is not None}
    if not asked:
        return Section(key=KEY, title=TITLE, empty=NONE if has_ledgers(held) else NO_LEDGERS)
    text = f"提请会议研究{number_words(len(asked))}项：{'、'.join(asked)}；未写明牵头的由会议明确"
    return Section(key=KEY, title=TITLE, message=message(text), findings=tuple(asked.values()))


def _decisions(held: Material) -> Finding | None:
    found = late_decisions(held)
    if not found:
        return None
    first = min(found, key=lambda one: one.due)
    text = f"过期未了结的议定事项{number_words(len(found))}项，最早的期限为{day_words(first.due)}（{first.unit}）：建议逐项确定延期、调整责任单位或了结"
    return finding(f"{KEY}.decisions", text, tone="worse", basis=basis_of((), held.now))


def _concentrated(held: Material) -> Finding | None:
    """The unit with which most of what is overdue lies: how many, for how long, what they are about."""
    late = held.whole((running.OVERDUE,), held.now)[running.OVERDUE]
    first = next(iter(problems.named_groups(held, running.OVERDUE, problems.UNIT)), None)
    if not late.value or first is None or first.value < 2 or first.value < PRESSING * late.value:
        return None
    unit = group_words(problems.UNIT, first.groups[0])
    old = problems.old_of(held, running.OVERDUE, first.groups[0])
    long = f"在办{problems.OLDEST}的{number_words(old)}件" if old else ""
    about = "，".join(filter(None, [long, _about(held, first.groups[0])]))
    text = f"{plain(late)}中{share_words(first.value, late.value)}在{unit}" + (f"（{about}）" if about else "")
    basis = basis_of((running.OVERDUE,), held.now, (problems.UNIT,))
    return finding(f"{KEY}.concentrated", f"{text}：建议会上确定清办期限和牵头人，由该单位逐件报计划", tone="worse", basis=basis)


def _about(held: Material, unit: object) -> str:
    """What most of a unit's overdue cases are about; blank where kinds are kept back, or not filled in."""
    if keeps_kinds_back(held):
        return ""
    found = [
        one for one in held.figures((running.OVERDUE,), held.now, (problems.UNIT, problems.KIND)) if one.groups[0] == unit and one.value
    ]
    first = max((one for one in found if one.groups[1] is not None), key=lambda one: one.value, default=None)
    return f"{group_words(problems.KIND, first.groups[1])}{number_words(first.value)}件" if first is not None else ""


def _disputes(held: Material) -> Finding | None:
    """Disputes that are overdue, how many of them for long."""
    late = held.whole((disputes.OVERDUE,), held.now)[disputes.OVERDUE]
    if not late.value or late.value < LEAST_DISPUTES:
        return None
    old = problems.old_of(held, disputes.OVERDUE)
    long = f"，在调{problems.OLDEST}的{number_words(old)}件" if old else ""
    text = f"{told(late)}{long}：建议逐件确定继续调解的期限或告知其他法定途径"
    return finding(f"{KEY}.disputes", text, tone="worse", basis=basis_of((disputes.OVERDUE,), held.now))


def _projects(held: Material) -> Finding | None:
    """Projects that are overdue or paused: a new day, or another plan."""
    whole = held.whole((PROJECTS, PAUSED), end_scope(held))
    known = [one for one in whole.values() if one.value]
    if not known:
        return None
    units = dict.fromkeys(
        group_words(RESPONSIBLE, one.groups[0])
        for one in held.figures((PROJECTS, PAUSED), end_scope(held), (RESPONSIBLE,))
        if one.value and one.groups[0] is not None
    )
    is_listed = held.edition != ISSUED
    who = "清单所列责任单位" if is_listed else f"台账所列责任单位（{'、'.join(units)}）"
    listed = "（清单见附件）" if is_listed else ""
    text = f"{'、'.join(map(plain, known))}{listed}：建议重新确定完工、复工日期" + (f"，由{who}提出" if units else "")
    return finding(f"{KEY}.projects", text, tone="worse", basis=basis_of((PROJECTS, PAUSED), end_scope(held)))


def _worse(held: Material) -> Finding | None:
    """What went to the worse and is put before the meeting by no other request: who finds out why."""
    found = [one for one in problems.worse(held) if one.indicator.id not in STOCKS]
    if not found:
        return None
    ids = [one.indicator.id for one in found]
    names = "、".join(load_catalog()[id].name for id in ids)
    return finding(f"{KEY}.worse", f"{names}差于往常：建议明确牵头单位", tone="worse", basis=basis_of(ids, held.now))


def _villages(held: Material) -> Finding | None:
    """The places that stand worse than the whole over a year: whether the town helps them first."""
    found = places(held)
    outside = worse_standings(found)
    if not outside:
        return None
    told_of = "；".join(standing_words(held, found, one) for one in outside[:NAMED])
    rest = f"等{number_words(len(outside))}处" if len(outside) > NAMED else ""
    ids = dict.fromkeys(one.reading.indicator.id for one in outside)
    return finding(
        f"{KEY}.villages",
        f"{told_of}{rest}：建议列为重点帮助对象",
        tone="worse",
        basis=basis_of(ids, held.window, (found.column,)),
    )


def _unowned(held: Material) -> Finding | None:
    found = unowned(held)
    if not found:
        return None
    told_of = "、".join(map(plain, found))
    text = f"期末{told_of}没有填承办（责任）单位：建议会上逐件确定承办单位"
    return finding(f"{KEY}.unowned", text, tone="worse", basis=basis_of([one.indicator.id for one in found], end_scope(held)))


def _deadlines(held: Material) -> Finding | None:
    """Deadlines that stand in no file and were worked out by a default: whether the default holds here."""
    found = {**held.whole((running.OVERDUE, running.ON_TIME), held.now), **held.whole((disputes.OVERDUE, disputes.ON_TIME), held.now)}
    guessed = {
        one.indicator.name: reason for one in found.values() if one.is_known for reason in one.note.split("；") if reason.endswith(GUESSED)
    }
    if not guessed:
        return None
    told_of = "；".join(f"{name}中{reason}" for name, reason in guessed.items())
    return finding(f"{KEY}.deadlines", f"{told_of}：建议确定是否采用", basis=basis_of(list(found), held.now))


def _areas(held: Material) -> Finding | None:
    """Cases of which no village could be found: whether the names are settled."""
    found = places(held)
    nowhere = [
        one for one in found.readings if one.indicator.id == running.RECEIVED and one not in found.of(running.RECEIVED) and one.value
    ]
    if not nowhere or len(held.villages) < 2:
        return None
    received = sum(one.value for one in nowhere)
    text = f"{window_words(held)}受理的诉求中{number_words(received)}件没有写明是哪个村（未分村）：建议由受理登记的单位补齐"
    return finding(f"{KEY}.areas", text, basis=basis_of((running.RECEIVED,), held.window, (found.column,)))


def _targets(held: Material) -> Finding | None:
    found = without_target(held, AIMED)
    if not found:
        return None
    names = "、".join(load_catalog()[id].name for id in found)
    return finding(
        f"{KEY}.targets",
        f"{names}没有设目标值，不判断是否达标：建议暂不设定，设定的写明依据",
        basis=basis_of(found, held.window),
    )


ASKED = {  # what the meeting is asked for, in a few words, and the sentence that asks
    "超期件集中的单位如何清办": _concentrated,
    "过期议定事项如何处理": _decisions,
    "超期纠纷如何了结": _disputes,
    "其他差于往常的由谁牵头": _worse,
    "过期和停工项目如何处理": _projects,
    "是否重点帮助显著差于整体的村": _villages,
    "没有承办单位的由谁承办": _unowned,
    "默认时限是否采用": _deadlines,
    "未分村的件由谁补齐": _areas,
    "是否设定目标值": _targets,
}
