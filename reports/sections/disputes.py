"""矛盾纠纷排查化解: found, handled and settled, the rate of success that is meant among the three, at which level, and what is overdue."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from indicators.definition import load_catalog
from indicators.measure import NOTHING_REPORTED
from reports.brief import BAR, Chart, Column, Finding, Section, Table
from reports.material import Material, basis_of
from reports.reading import Reading, missing
from reports.sections.charts import series
from reports.sections.course import course_said, words_of
from reports.sections.tables import NAME_WIDTH, RATE_WIDTH, figure_cell, figure_column, words_cell
from reports.sections.told import (
    earlier,
    keeps_kinds_back,
    marked,
    most,
    nothing_words,
    share_cell,
    share_words,
    window_words,
)
from reports.sections.wording import beside, count, figure, finding, message, official, told, when
from reports.signals import Signal
from reports.words import group_words, number_words

KEY, TITLE, LEDGER = "disputes", "矛盾纠纷排查化解", "矛盾纠纷台账"
FOUND, HANDLED, SETTLED = "dispute_found_count", "dispute_handled_count", "dispute_settled_count"
OPEN, OVERDUE, LONGEST = "dispute_open_count", "dispute_overdue_open_count", "dispute_open_age_max"
CONCLUDED, OF_HANDLED, OF_ACCEPTED = (
    "dispute_success_of_concluded_rate",
    "dispute_success_of_handled_rate",
    "dispute_success_of_accepted_rate",
)
ON_TIME = "dispute_on_time_rate"
LEVEL_RATES = ("dispute_village_level_rate", "dispute_town_level_rate", "dispute_escalation_rate")
KEPT, AGAIN = "dispute_performance_rate", "dispute_recurrence_rate"
NOW = (FOUND, HANDLED, SETTLED, CONCLUDED, OF_HANDLED, OF_ACCEPTED, ON_TIME, OPEN, OVERDUE, LONGEST)
BACK = (FOUND, CONCLUDED, ON_TIME, *LEVEL_RATES, KEPT, AGAIN)
WATCHED = (FOUND, CONCLUDED, ON_TIME, OPEN, OVERDUE)
LEVEL, KIND = "handled_level", "category_1"
LEVELS = ("网格", "社", "村", "镇", "县及以上", "司法")  # from the bottom up
MOST_KINDS = 5
SUCCESS = (CONCLUDED, OF_HANDLED, OF_ACCEPTED)
GUESS = re.compile(r"(\d+) 件的期限(按.+推算)")


@dataclass(frozen=True, kw_only=True)
class Told:
    """The figures of the section: of the period, of the one before and a year ago, and of the last twelve months."""

    held: Material
    now: Mapping[str, Reading]
    before: Reading
    year_ago: Reading
    back: Mapping[str, Reading]


def section(held: Material) -> Section:
    """The section; where nobody keeps a ledger of disputes it says so."""
    now = held.whole(NOW, held.now)
    if not now[FOUND].is_known and not now[OPEN].is_known:
        return Section(key=KEY, title=TITLE, empty=nothing_words(held, load_catalog()[FOUND], LEDGER))
    found = Told(
        held=held,
        now=now,
        before=earlier(held, FOUND, held.before),
        year_ago=_year_ago(held),
        back=held.whole(BACK, held.window),
    )
    findings = [_late(found), _flow(found), _success(found), _levels(found)]  # what they are about stands in the annex
    return Section(
        key=KEY, title=TITLE, message=_message(found), findings=tuple(filter(None, findings)),
        charts=tuple(filter(None, [_level_chart(found)])),
    )  # fmt: skip


def guessed_words(late: Reading) -> str:
    """How many of the overdue rest on a deadline that no file states: （其中6件没有写明期限，按人民调解一般一个月推算）; blank where none does."""
    said = [GUESS.fullmatch(one) for one in late.note.split("；")] if late.is_known else []
    return official("".join(f"（其中{one[1]}件台账没有写期限，{one[2]}）" for one in said if one))


def annex(held: Material) -> Section | None:
    """The annex of the kinds with how they ended, and of the rates of success by their three denominators; None where neither is known."""
    tables = tuple(filter(None, [_kinds_table(held), _rates_table(held)]))
    kinds = _kinds(held, held.whole((FOUND,), held.window)[FOUND])
    findings = (kinds,) if kinds is not None else ()
    return Section(key="annex.disputes", title="矛盾纠纷主要类型和调解成功率", findings=findings, tables=tables) if tables else None


def _rates_table(held: Material) -> Table | None:
    """The three rates of success beside each other, each with what it divides by."""
    now, back = held.whole(SUCCESS, held.now), held.whole(SUCCESS, held.window)
    known = [id for id in SUCCESS if now[id].is_known or back[id].is_known]
    if not known:
        return None
    columns = (
        Column(name="口径", width=16), *(Column(name=name, width=RATE_WIDTH, is_number=True) for name in (when(held), window_words(held))),
    )  # fmt: skip
    rows = tuple((words_cell(load_catalog()[id].name), figure_cell(now[id]), figure_cell(back[id])) for id in known)
    return Table(
        key=f"{KEY}.rates", title="调解成功率的三种算法", columns=columns, rows=rows, note="分母不同、不可混用；正文用按调结的一种；不足10件只列分数",
        basis=basis_of(known, held.now),
    )  # fmt: skip


def _said(held: Material, judged: Signal | None) -> str:
    return course_said(held, judged, is_quiet_said=False)


def _year_ago(held: Material) -> Reading:
    """A year earlier; not told of a whole year, of which that is the one before."""
    return earlier(held, FOUND, held.year_ago) if held.span.kind != "year" else missing(load_catalog()[FOUND], "all", NOTHING_REPORTED)


def _message(found: Told) -> str:
    late, rate = found.now[OVERDUE], found.back[CONCLUDED]
    judged = found.held.signals(WATCHED).get(OVERDUE)
    opening = (
        f"期末{told(late)}{guessed_words(late)}" + (f"，{_said(found.held, judged)}" if _said(found.held, judged) else "")
        if late.is_known
        else ""
    )
    success = f"{window_words(found.held)}{marked(rate)}" if rate.is_known else ""
    return message("；".join(filter(None, [opening, success])) or f"{when(found.held)}{told(found.now[FOUND])}", words_of([judged]))


def _late(found: Told) -> Finding | None:
    """What is open and overdue at the end of the period, and where; the message above it says what its course says."""
    held, late = found.held, found.now[OVERDUE]
    if not late.is_known:
        return None
    stock = f"期末{told(found.now[OPEN])}，其中{told(late)}"
    longest = f"在调最久的一件已{figure(found.now[LONGEST])}" if late.value and found.now[LONGEST].is_known else ""
    places = most(held.figures((OVERDUE,), held.now, ("village",)), "village")
    parts = [stock, longest, f"最多的是{places}" if places else ""]
    return finding(
        f"{KEY}.late", "，".join(filter(None, parts)), tone="worse" if late.value else "better",
        basis=basis_of((OPEN, OVERDUE, LONGEST), held.now, ("village",)),
    )  # fmt: skip


def _flow(found: Told) -> Finding | None:
    """What was found, handled and settled in the period, which are not the same disputes."""
    held, now = found.held, found.now
    if not now[FOUND].is_known:
        return None
    past = beside(held, now[FOUND], found.before, found.year_ago)
    text = (
        f"{when(held)}排查登记{count(now[FOUND])}"
        + (f"（{past}）" if past else "")
        + f"，开始调处{count(now[HANDLED])}，调解成功{count(now[SETTLED])}"
    )
    judged = held.signals(WATCHED).get(FOUND)
    course = _said(found.held, judged)
    return finding(
        f"{KEY}.flow", text + (f"；{now[FOUND].indicator.name}{course}" if course else ""), words=words_of([judged]),
        basis=basis_of((FOUND, HANDLED, SETTLED), held.now),
    )  # fmt: skip


def _success(found: Told) -> Finding | None:
    """The rate of success that is meant and what it is over twelve months; the two others of that name stand in the annex."""
    held, now, back = found.held, found.now, found.back[CONCLUDED]
    if not now[CONCLUDED].is_known and not back.is_known:
        return None
    judged = [held.signals(WATCHED).get(id) for id in (CONCLUDED, ON_TIME)]
    parts = [
        f"{when(held)}{marked(now[CONCLUDED])}{_over_year(found, CONCLUDED)}",
        f"{marked(now[ON_TIME])}{_over_year(found, ON_TIME)}",
        *(f"{one.indicator.name}{_said(held, one)}" for one in judged if _said(held, one)),
    ]
    return finding(f"{KEY}.success", "；".join(parts), words=words_of(judged), basis=basis_of((CONCLUDED, ON_TIME), held.now))


def _over_year(found: Told, id: str) -> str:
    """What a rate is over twelve months, behind that of the period; blank where these are the same days, or nothing is known."""
    is_same = found.held.window == found.held.now
    return f"，{window_words(found.held)}{figure(found.back[id])}" if found.back[id].is_known and not is_same else ""


def _levels(found: Told) -> Finding | None:
    """At which level disputes were settled over twelve months, whether they stay settled; that some go up is nobody's fault."""
    known = [found.back[id] for id in (*LEVEL_RATES, AGAIN, KEPT) if found.back[id].is_known]
    if not known:
        return None
    told_of = "；".join(
        marked(one) + ("（走诉讼等上行途径是当事人的权利，不作好坏评价）" if one.indicator.id == LEVEL_RATES[-1] else "") for one in known
    )
    ids = [one.indicator.id for one in known]
    return finding(f"{KEY}.levels", f"{window_words(found.held)}{told_of}", basis=basis_of(ids, found.held.window))


def _kinds_of(held: Material) -> list[Reading]:
    """How many disputes of each kind were found in twelve months, the most first; none where that would be told of one village."""
    if keeps_kinds_back(held):
        return []
    found = [one for one in held.figures((FOUND,), held.window, (KIND,)) if one.value]
    return sorted(found, key=lambda one: -one.value)


def _kinds(held: Material, whole: Reading) -> Finding | None:
    """What disputes are about: the first kinds, and how much of all they are."""
    kinds = _kinds_of(held)
    named = [one for one in kinds if one.groups[0] is not None][:MOST_KINDS]
    if len(named) < 2 or not whole.value:
        return None
    share = share_words(sum(one.value for one in named), whole.value)
    first = f"{group_words(KIND, named[0].groups[0])}{count(named[0])}"
    text = f"{window_words(held)}排查的纠纷，前{number_words(len(named))}类占{share}，最多的是{first}"
    return finding(f"{KEY}.kinds", text, basis=basis_of((FOUND,), held.window, (KIND,)))


def _level_chart(found: Told) -> Chart | None:
    """The pyramid: settled disputes by level, the lowest first."""
    held = found.held
    counted = {one.groups[0]: one for one in held.figures((SETTLED,), held.window, (LEVEL,))}
    order = [level for level in (*LEVELS, *counted) if level in counted]
    levels = [level for level in dict.fromkeys(order) if level in LEVELS or counted[level].value]
    rate = found.back[LEVEL_RATES[0]]
    if not rate.is_known or len(levels) < 2:
        return None
    title = f"{window_words(held)}调解成功{number_words(rate.denominator)}件，在村及以下化解{number_words(rate.numerator)}件"
    return Chart(
        key=f"{KEY}.levels", title=message(title).rstrip("。"), kind=BAR, categories=tuple(group_words(LEVEL, level) for level in levels),
        series=(series(load_catalog()[SETTLED].name, [counted[level] for level in levels]),), unit="件", low=0.0,
        note=official(f"{told(rate)}"), basis=basis_of((SETTLED, LEVEL_RATES[0]), held.window, (LEVEL,)),
    )  # fmt: skip


def _kinds_table(held: Material) -> Table | None:
    """The first kinds over twelve months: found, their share, and how those that ended ended."""
    kinds = _kinds_of(held)
    whole = sum(one.value for one in kinds)
    if len(kinds) < 2:
        return None
    rates = {one.groups: one for one in held.figures((CONCLUDED,), held.window, (KIND,))}
    rows = tuple(
        (words_cell(group_words(KIND, one.groups[0])), figure_cell(one), share_cell(one.value, whole), figure_cell(rates.get(one.groups)))
        for one in kinds[:MOST_KINDS]
    )
    rest = len(kinds) - MOST_KINDS
    columns = (
        Column(name="纠纷类型", width=NAME_WIDTH + 2), figure_column(load_catalog()[FOUND]), Column(name="占排查数", width=RATE_WIDTH, is_number=True),
        figure_column(load_catalog()[CONCLUDED]),
    )  # fmt: skip
    note = f"排查数共{number_words(whole)}件" + (f"；其余{number_words(rest)}类未列" if rest > 0 else "") + "；不足10件只列分数"
    return Table(
        key=f"{KEY}.kinds", title=f"{window_words(held)}矛盾纠纷主要类型", columns=columns, rows=rows, note=note,
        basis=basis_of((FOUND, CONCLUDED), held.window, (KIND,)),
    )  # fmt: skip
