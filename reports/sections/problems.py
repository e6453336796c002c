"""存在问题与成因: what went to the worse, where what is overdue lies, what a late rate is made of, and what is wrong with the data."""

from collections.abc import Sequence

from indicators.columns import load_columns
from indicators.definition import load_catalog
from indicators.small_numbers import is_rankable
from reports.brief import Chart, Column, Finding, Section, Table
from reports.material import Material, basis_of
from reports.reading import Reading
from reports.sections import disputes, running
from reports.sections.charts import bar_chart, series
from reports.sections.course import moved, words_of
from reports.sections.problem_causes import cause_finding, step_finding
from reports.sections.problem_data import lacking_finding, ledger_finding, month_end_finding
from reports.sections.tables import figure_cell, figure_column, words_cell
from reports.sections.told import keeps_kinds_back, share_cell, share_words
from reports.sections.wording import count, finding, message, official, told
from reports.signals import Signal
from reports.words import group_words, number_words

KEY, TITLE = "problems", "存在问题与成因"
OVERDUE = running.OVERDUE
UNIT, KIND = "handler_unit", "category_1"
ALSO = ("case_extension_rate", "case_signing_rate", "petition_on_time_rate")
CALLED = {KIND: "类型"}
MOST, NAMED = 5, 2
NONE = "没有哪项指标逐月看往差的方向有信号，也没有超期未办结和数据问题。"


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
    return Section(
        key=KEY, title=TITLE, message=_message(held, findings), findings=findings, charts=tuple(filter(None, [_chart(held)])),
        tables=tuple(filter(None, [_table(held)])),
    )  # fmt: skip


def worse(held: Material) -> list[Signal]:
    """The courses that went to the worse."""
    found = {**held.signals(running.ASKED), **held.signals(disputes.WATCHED), **held.signals(ALSO)}
    return [one for one in found.values() if one.tone == "worse" and one.indicator.level != 1]  # a longest one is no course


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
    parts = [f"往差的方向有信号的{number_words(len(loud))}项" if loud else "没有指标往差的方向有信号"]
    first = named_groups(held, OVERDUE, UNIT)[:1] if late.value else []
    parts += [f"{late.indicator.name}最集中在{group_words(UNIT, one.groups[0])}，{share_words(one.value, late.value)}" for one in first]
    data = sum(one.key in ("problems.ledgers", "problems.month_end", "problems.fields") for one in findings)
    parts += [f"数据方面有{data}项需核对" if data else "台账没有发现影响数字的问题"]
    return message("；".join(parts))


def _worse_finding(held: Material) -> Finding | None:
    found = worse(held)
    if not found:
        return None
    ids = [one.indicator.id for one in found]
    return finding(f"{KEY}.worse", moved(held, found), words=words_of(found), tone="worse", basis=basis_of(ids, held.course))


def _overdue_finding(held: Material) -> Finding | None:
    """With whom and about what the overdue cases are, each with its share of all of them."""
    late = held.whole((OVERDUE,), held.now)[OVERDUE]
    if not late.value:
        return None
    cuts = [column for column in ([UNIT] if keeps_kinds_back(held) else [UNIT, KIND]) if named_groups(held, OVERDUE, column)]
    if not cuts:
        return None
    parts = [_concentrated(held, late, column) for column in cuts]
    return finding(
        f"{KEY}.overdue", "；".join([f"期末{told(late)}", *parts]), tone="worse", basis=basis_of((OVERDUE,), held.now, (cuts[0],))
    )


def _concentrated(held: Material, late: Reading, column: str) -> str:
    named = named_groups(held, OVERDUE, column)[:NAMED]
    told_of = "、".join(f"{group_words(column, one.groups[0])}{count(one)}，占{share_words(one.value, late.value)}" for one in named)
    return f"按{CALLED.get(column) or load_columns()[column].name}，{told_of}"


def _chart(held: Material) -> Chart | None:
    """Overdue cases by the unit that holds them, where there are enough of them."""
    late, found = held.whole((OVERDUE,), held.now)[OVERDUE], named_groups(held, OVERDUE, UNIT)[: 2 * MOST]
    if len(found) < 2 or not is_rankable(int(late.value or 0)):
        return None
    first = found[0]
    title = f"{late.indicator.name}{count(late)}，{group_words(UNIT, first.groups[0])}{count(first)}最多"
    return bar_chart(
        f"{KEY}.overdue", message(title).rstrip("。"), UNIT, [one.groups[0] for one in found], [series(late.indicator.name, found, "worse")],
        late.indicator, note=official(f"期末时点；共{count(late)}"), basis=basis_of((OVERDUE,), held.now, (UNIT,)),
    )  # fmt: skip


def _table(held: Material) -> Table | None:
    """The types that most of what is overdue is about, with their share; not of one village in an edition for outside."""
    late, found = held.whole((OVERDUE,), held.now)[OVERDUE], groups_of(held, OVERDUE, KIND)
    if keeps_kinds_back(held) or len(found) < 2 or not late.value:
        return None
    columns = (Column(name="类型", width=12), figure_column(late.indicator, 10), Column(name="占比", width=17, is_number=True))
    rows = tuple(
        (words_cell(group_words(KIND, one.groups[0])), figure_cell(one, "worse"), share_cell(one.value, late.value)) for one in found[:MOST]
    )
    rest = len(found) - MOST
    note = f"{late.indicator.name}共{count(late)}" + (f"，另有{number_words(rest)}类未列" if rest > 0 else "") + "；不足10件只列分数"
    return Table(
        key=f"{KEY}.kinds",
        title=official(f"{late.indicator.name}的主要类型"),
        columns=columns,
        rows=rows,
        note=note,
        basis=basis_of((OVERDUE,), held.now, (KIND,)),
    )
