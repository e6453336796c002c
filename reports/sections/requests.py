"""提请研究事项: what only the meeting can decide, a sentence each with its figure and why."""

from indicators.definition import load_catalog
from reports.brief import Finding, Section
from reports.material import Material, basis_of
from reports.sections import disputes, running
from reports.sections.domain_figures import end_scope
from reports.sections.found_problems import has_ledgers, late_decisions, standing_words, unowned, without_target, worse_standings
from reports.sections.places import places
from reports.sections.told import plain, window_words
from reports.sections.wording import finding, message
from reports.words import day_words, number_words

KEY, TITLE = "requests", "提请研究事项"
AIMED = (running.ON_TIME, running.RESOLUTION, running.SATISFACTION, disputes.CONCLUDED, disputes.ON_TIME)
GUESSED = "推算"  # what the note of a figure says where a deadline stands in no file
NAMED = 3
NONE = "没有需要会议研究的事项：没有过期未了结的议定事项、没有承办单位的在办件、显著差于整体的村和未定的口径。"
NO_LEDGERS = "没有导入诉求、纠纷和项目台账，没有可供提请研究的数据。"


def section(held: Material) -> Section:
    """The section; that there is nothing to decide is said."""
    asked = {name: one for name, ask in ASKED.items() if (one := ask(held)) is not None}
    if not asked:
        return Section(key=KEY, title=TITLE, empty=NONE if has_ledgers(held) else NO_LEDGERS)
    text = f"提请会议研究{number_words(len(asked))}项：{'、'.join(asked)}"
    return Section(key=KEY, title=TITLE, message=message(text), findings=tuple(asked.values()))


def _decisions(held: Material) -> Finding | None:
    found = late_decisions(held)
    if not found:
        return None
    first = min(found, key=lambda one: one.due)
    text = f"过期未了结的议定事项{number_words(len(found))}项，最早的期限为{day_words(first.due)}（{first.unit}）：是延期、调整责任单位，还是了结"
    return finding(f"{KEY}.decisions", text, tone="worse", basis=basis_of((), held.now))


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
        f"{told_of}{rest}：是否列为重点帮助对象，由谁牵头",
        tone="worse",
        basis=basis_of(ids, held.window, (found.column,)),
    )


def _unowned(held: Material) -> Finding | None:
    found = unowned(held)
    if not found:
        return None
    told_of = "、".join(map(plain, found))
    text = f"期末{told_of}没有填承办（责任）单位：由谁承办"
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
    return finding(f"{KEY}.deadlines", f"{told_of}：本镇是否采用这些默认时限", basis=basis_of(list(found), held.now))


def _areas(held: Material) -> Finding | None:
    """Cases of which no village could be found: whether the names are settled."""
    found = places(held)
    nowhere = [
        one for one in found.readings if one.indicator.id == running.RECEIVED and one not in found.of(running.RECEIVED) and one.value
    ]
    if not nowhere or len(held.villages) < 2:
        return None
    received = sum(one.value for one in nowhere)
    text = f"{window_words(held)}受理的诉求中{number_words(received)}件没有写明是哪个村（未分村）：由谁补齐，不补的如何计入考核"
    return finding(f"{KEY}.areas", text, basis=basis_of((running.RECEIVED,), held.window, (found.column,)))


def _targets(held: Material) -> Finding | None:
    found = without_target(held, AIMED)
    if not found:
        return None
    names = "、".join(load_catalog()[id].name for id in found)
    return finding(f"{KEY}.targets", f"{names}没有设目标值，本材料不判断是否达标：是否设定、依据什么", basis=basis_of(found, held.window))


ASKED = {  # what the meeting is asked for, in a few words, and the sentence that asks
    "过期议定事项如何处理": _decisions,
    "是否重点帮助显著差于整体的村": _villages,
    "没有承办单位的由谁承办": _unowned,
    "默认时限是否采用": _deadlines,
    "未分村的件由谁补齐": _areas,
    "是否设定目标值": _targets,
}
