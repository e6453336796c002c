"""存在问题与成因: what went to the worse, where what is overdue lies, what a late rate is made of, and what is wrong with the data."""

from collections.abc import Sequence

from indicators.columns import load_columns
from indicators.definition import load_catalog
from reports.brief import Finding, Section
from reports.material import Material, basis_of
from reports.reading import Reading
from reports.sections import disputes, running
from reports.sections.course import short_words, words_of
from reports.sections.problem_causes import cause_finding, step_finding
from reports.sections.problem_data import lacking_finding, ledger_finding, month_end_finding
from reports.sections.told import earlier, keeps_kinds_back, share_words
from reports.sections.wording import before_name, count, figure, finding, message, told
from reports.signals import Signal
from reports.words import group_words, number_words

KEY, TITLE = "problems", "存在问题与成因"
OVERDUE = running.OVERDUE
UNIT, KIND = "handler_unit", "category_1"
ALSO = ("case_extension_rate", "case_signing_rate", "petition_on_time_rate")
CALLED = {KIND: "诉求类别"}
PART_OF = {running.OPEN: running.OVERDUE, disputes.OPEN: disputes.OVERDUE}  # a stock -> its overdue part, told for both
HELD_IN = tuple(PART_OF.values())
OLDEST = load_columns()["age_band"].levels[-1]
NAMED = 2
NONE = "没有哪项指标逐月看明显差于往常，也没有超期未办结，台账没有停报、漏报和缺字段。"


def section(held: Material) -> Section:
    """The section; that nothing was found is said."""
    findings = tuple(
        filter(
            None,
            [
                _worse_finding(held),
                _overdue_finding(held),
                cause_finding(held),
                step_finding(held),
                ledger_finding(held),
                month_end_finding(held),
                lacking_finding(held, (*running.ASKED, *disputes.NOW)),
            ],
        )
    )
    if not findings:
        known = any(held.known_until(load_catalog()[id].view) for id in (OVERDUE, disputes.OVERDUE))
        return Section(key=KEY, title=TITLE, empty=NONE if known else "没有导入诉求和纠纷台账，无从判断，不列。")
    return Section(key=KEY, title=TITLE, message=_message(held, findings), findings=findings)


def worse(held: Material) -> list[Signal]:
    """The courses that went to the worse; of a stock and the overdue part of it the part alone, for they are the same cases."""
    found = {**held.signals(running.ASKED), **held.signals(disputes.WATCHED), **held.signals(ALSO)}
    loud = {id: one for id, one in found.items() if one.tone == "worse" and one.indicator.level != 1}  # a longest one is no course
    return [one for id, one in loud.items() if PART_OF.get(id) not in loud]


def groups_of(held: Material, id: str, column: str) -> list[Reading]:
    """The groups that hold any of what is overdue, the most first."""
    found = [one for one in held.figures((id,), held.now, (column,)) if one.value]
    return sorted(found, key=lambda one: -one.value)


def named_groups(held: Material, id: str, column: str) -> list[Reading]:
    """The same without what is filled in nowhere; none where there is but one group, which tells nothing."""
    found = groups_of(held, id, column)
    return [one for one in found if one.groups[0] is not None] if len(found) > 1 else []


def _message(held: Material, findings: Sequence[Finding]) -> str:
    loud, late = worse(held), held.whole((OVERDUE,), held.now)[OVERDUE]
    parts = [f"明显差于往常的指标{number_words(len(loud))}项" if loud else "没有指标明显差于往常"]
    first = named_groups(held, OVERDUE, UNIT)[:1] if late.value else []
    parts += [f"{late.indicator.name}最集中在{group_words(UNIT, one.groups[0])}，{share_words(one.value, late.value)}" for one in first]
    data = sum(one.key in ("problems.ledgers", "problems.month_end", "problems.fields") for one in findings)
    parts += [f"数据方面有{data}项需核对"] if data else []
    return message("；".join(parts))


def _worse_finding(held: Material) -> Finding | None:
    """All that went to the worse, each with its figure and that of the period before."""
    found = worse(held)
    if not found:
        return None
    ids = [one.indicator.id for one in found]
    parts = "；".join(_moved_said(held, one) for one in found)
    text = f"明显差于往常的有{number_words(len(found))}项：{parts}"
    return finding(f"{KEY}.worse", text, words=words_of(found), tone="worse", basis=basis_of(ids, held.now))


def _moved_said(held: Material, one: Signal) -> str:
    """超期未办结57件（9月末74件）比往常上升（恶化）."""
    id, is_stock = one.indicator.id, one.indicator.id in HELD_IN
    now, before = held.whole((id,), held.now)[id], earlier(held, id, held.before)
    name = before_name(held.span, is_over=held.is_over or is_stock) + ("末" if is_stock else "")
    return told(now) + (f"（{name}{figure(before)}）" if before.is_known else "") + short_words(one)


def _overdue_finding(held: Material) -> Finding | None:
    """With whom and about what the overdue cases are, each with its share of all of them."""
    late = held.whole((OVERDUE,), held.now)[OVERDUE]
    if not late.value:
        return None
    cuts = [column for column in ([UNIT] if keeps_kinds_back(held) else [UNIT, KIND]) if named_groups(held, OVERDUE, column)]
    if not cuts:
        return None
    parts = [_concentrated(held, late, column) for column in cuts]
    old = old_of(held, OVERDUE)
    opening = f"期末{told(late)}" + (f"（在办{OLDEST}的{number_words(old)}件）" if old else "")
    return finding(f"{KEY}.overdue", "；".join([opening, *parts]), tone="worse", basis=basis_of((OVERDUE,), held.now, (cuts[0],)))


def old_of(held: Material, id: str, unit: object = None) -> float:
    """How many of what is overdue have been open for as long as the last band says; of one unit where it is given."""
    by = ("age_band",) if unit is None else (UNIT, "age_band")
    return sum(one.value or 0 for one in held.figures((id,), held.now, by) if one.groups[-1] == OLDEST and one.groups[0] in (unit, OLDEST))


def _concentrated(held: Material, late: Reading, column: str) -> str:
    found = named_groups(held, OVERDUE, column)
    named = found[: 1 if 2 * found[0].value > late.value else NAMED]
    told_of = "、".join(f"{group_words(column, one.groups[0])}{count(one)}，占{share_words(one.value, late.value)}" for one in named)
    return f"按{CALLED.get(column) or load_columns()[column].name}，{told_of}"
