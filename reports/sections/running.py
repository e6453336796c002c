"""二、总体运行情况: what came in, what was done in time, what was solved, what people think of it, what is late, how long it takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indicators.definition import load_catalog
from indicators.measure import NOTHING_REPORTED
from reports.brief import Basis, Cell, Chart, Column, Finding, Section, Table
from reports.material import Material, basis_of
from reports.reading import Reading, missing, of
from reports.sections import totals
from reports.sections.charts import course_chart
from reports.sections.course import course_said, is_judged, moved, tone_of, usual_words, words_of
from reports.sections.tables import figure_cell, name_column, words_cell
from reports.sections.told import last_words, nothing_words
from reports.sections.wording import SAME, before_name, beside, difference, figure, finding, message, told, when
from reports.signals import Signal
from reports.span import YEAR_AGO
from reports.view import months_between
from reports.words import note_words, number_words, period_words, reason_words

KEY, TITLE = "running", "总体运行情况"
LEDGER = "诉求工单台账"
RECEIVED, DUE, CLOSED, OPEN = "case_received_count", "case_due_count", "case_closed_count", "case_open_count"
CLOSURE, ON_TIME, RESOLUTION = "case_closure_rate", "case_on_time_rate", "case_resolution_rate"
SATISFACTION, EVALUATION, OVERDUE = "case_satisfaction_rate", "case_evaluation_rate", "case_overdue_open_count"
REDO, REVISIT = "case_redo_closed_rate", "case_revisit_rate"
MEDIAN, P90, OLDEST = "case_duration_median", "case_duration_p90", "case_open_age_max"
ASKED = (RECEIVED, DUE, CLOSED, CLOSURE, ON_TIME, RESOLUTION, SATISFACTION, EVALUATION, OVERDUE, OPEN, MEDIAN, P90, OLDEST, REDO, REVISIT)
TABLED = tuple(id for id in ASKED if id != OLDEST)
JUDGED = (ON_TIME, RESOLUTION, SATISFACTION, OVERDUE)  # in the message, and the times where they moved
WIDTH, LEAST_DRAWN = 17, 3


@dataclass(frozen=True, kw_only=True)
class Running:
    """The figures of the period, of the one before and of a year ago, and what their courses say."""

    held: Material
    now: Mapping[str, Reading]
    before: Mapping[str, Reading]
    year_ago: Mapping[str, Reading]
    signals: Mapping[str, Signal]

    def signal(self, id: str) -> Signal | None:
        """What the course of one indicator says."""
        return self.signals.get(id)

    def past(self, id: str) -> str:
        """The earlier figures of one indicator: 9月98件，多14件；上年同期90件."""
        return beside(self.held, self.now[id], self.before[id], self.year_ago[id])

    def basis(self, *ids: str) -> Basis:
        """The question behind a sentence about the period."""
        return basis_of(ids, self.held.now)


def running(held: Material) -> Running:
    """Everything that the section is made from; a period that the data do not go back to counts as not reported."""
    unknown = {id: missing(load_catalog()[id], "all", NOTHING_REPORTED) for id in ASKED}
    before, year_ago = (held.whole(ASKED, one) if held.reaches(one) else unknown for one in (held.before, held.year_ago))
    return Running(held=held, now=held.whole(ASKED, held.now), before=before, year_ago=year_ago, signals=held.signals(ASKED))


def section(held: Material) -> Section:
    """How the appeals of the period were handled; of a town that only receives totals what these say; else why there is nothing."""
    found = running(held)
    if not found.now[RECEIVED].is_known:
        return totals.section(held, KEY, TITLE) or Section(
            key=KEY, title=TITLE, empty=nothing_words(held, load_catalog()[RECEIVED], LEDGER)
        )
    said = (
        _counts(found),
        _on_time(found),
        _solved(found),
        _pleased(found),
        _late(found),
        _times(found),
        *_again(found),
        _unknown(found),
        *totals.beside(held, KEY),
    )
    return Section(
        key=KEY,
        title=TITLE,
        message=_message(found),
        findings=tuple(one for one in said if one),
        charts=tuple(_charts(found)),
        tables=(_table(found),),
    )


def _message(found: Running) -> str:
    judged = [one for id in JUDGED if is_judged(one := found.signal(id))]
    judged += [one for id in (MEDIAN, P90, REDO, REVISIT) if (one := found.signal(id)) is not None and one.fired]
    if judged:
        return message(moved(found.held, judged), words_of(judged))
    received, one = found.now[RECEIVED], found.signal(RECEIVED)
    course = course_said(found.held, one, is_long=False) or f"走势{one.reason}" if one is not None else ""
    lacking = "" if found.now[CLOSED].is_known else f"{reason_words(found.now[CLOSED])}，办得怎样无从计算"
    text = "；".join(filter(None, ["，".join(filter(None, [when(found.held) + told(received), course])), lacking]))
    return message(text, words_of([one]))


def _counts(found: Running) -> Finding:
    now, one = found.now, found.signal(RECEIVED)
    flow = [f"{name}{figure(now[id])}" for id, name in ((DUE, "应办结"), (CLOSED, "办结"), (OPEN, "期末在办")) if now[id].is_known]
    said = ["，".join(filter(None, [f"{when(found.held)}共受理诉求{figure(now[RECEIVED])}", found.past(RECEIVED)])), "，".join(flow)]
    moves = course_said(found.held, one, is_quiet_said=False)
    also = f"。{now[RECEIVED].indicator.name}{moves}，来件多少不作好坏评价" if moves else ""
    text = "；".join(filter(None, said)) + also
    return finding("running.counts", text, words=words_of([one]), basis=found.basis(RECEIVED, DUE, CLOSED, OPEN))


def _on_time(found: Running) -> Finding | None:
    """The first sentence that sets a figure beside its usual range says what that is."""
    usual = usual_words(found.signal(ON_TIME)) if is_judged(found.signal(ON_TIME)) else ""
    return _rate(found, "running.on_time", ON_TIME, CLOSURE, usual=usual)


def _solved(found: Running) -> Finding | None:
    return _rate(found, "running.solved", RESOLUTION, is_quiet_said=False)


def _pleased(found: Running) -> Finding | None:
    return _rate(found, "running.pleased", SATISFACTION, EVALUATION, is_quiet_said=False)


def _rate(found: Running, key: str, id: str, *also: str, usual: str = "", is_quiet_said: bool = True) -> Finding | None:
    """A rate, what it was before, what its course says (that it is quiet stands in the message above), and what must be seen together with it."""
    reading, one = found.now[id], found.signal(id)
    if not reading.is_known:
        return None
    main = "，".join(
        filter(None, [told(reading), _noted(reading), found.past(id), course_said(found.held, one, is_quiet_said=is_quiet_said) + usual])
    )
    with_it = [told(found.now[other]) for other in also if found.now[other].is_known]
    return finding(key, "；".join([main, *with_it]), words=words_of([one]), tone=tone_of(one), basis=found.basis(id, *also))


def _noted(reading: Reading) -> str:
    """What has to be known of the rows behind a figure: 其中71件为平台自报（按受理日期归期）."""
    return f"其中{note_words(reading)}" if reading.note else ""


def _late(found: Running) -> Finding | None:
    reading, before = found.now[OVERDUE], found.before[OVERDUE]
    if not reading.is_known:
        return None
    if not reading.value:
        return finding("running.late", f"期末没有{reading.indicator.name}", tone="better", basis=found.basis(OVERDUE))
    past = f"，{_since(found, reading, before)}" if before.is_known else ""
    oldest = f"在办最久的一件已{figure(found.now[OLDEST])}" if found.now[OLDEST].is_known else ""
    moves = course_said(found.held, found.signal(OVERDUE))
    text = "；".join(filter(None, ["，".join(filter(None, [f"期末{told(reading)}{past}", moves])), oldest]))
    return finding(
        "running.late", text, words=words_of([found.signal(OVERDUE)]), tone=_late_tone(found), basis=found.basis(OVERDUE, OLDEST)
    )


def _late_tone(found: Running) -> str:
    """Whoever waits needs a look, unless they have become fewer than usual."""
    return "better" if tone_of(found.signal(OVERDUE)) == "better" else "worse"


def _since(found: Running, reading: Reading, before: Reading) -> str:
    """比9月末的74件少17件."""
    name, change = f"{before_name(found.held.span)}末", difference(reading, before)
    return f"与{name}的{figure(before)}{SAME}" if change == SAME else f"比{name}的{figure(before)}{change}"


def _times(found: Running) -> Finding | None:
    median, p90 = found.now[MEDIAN], found.now[P90]
    if not median.is_known:
        return None
    held, loud = found.held, [one for id in (MEDIAN, P90) if (one := found.signal(id)) is not None and one.fired]
    text = f"办结的{number_words(median.denominator)}件中，半数在{figure(median)}、九成在{figure(p90)}内办结"
    if found.before[MEDIAN].is_known:
        text += f"，{before_name(held.span, is_over=held.is_over)}分别为{figure(found.before[MEDIAN])}、{figure(found.before[P90])}"
    moves = moved(held, loud) or moved(held, [found.signal(MEDIAN), found.signal(P90)])
    words = words_of([found.signal(MEDIAN), found.signal(P90)])
    return finding(
        "running.times", "；".join(filter(None, [text, moves])), words=words, tone=tone_of(*loud), basis=found.basis(MEDIAN, P90)
    )


def _again(found: Running) -> list[Finding]:
    """How many were sent back or called again, where their course moved: with the month before, and what was left out for want of the field."""
    loud = [(id, one) for id in (REDO, REVISIT) if (one := found.signal(id)) is not None and one.fired and found.now[id].is_known]
    if not loud:
        return []
    parts = ["，".join(filter(None, [told(found.now[id]), found.past(id), course_said(found.held, one)])) for id, one in loud]
    is_left = any(found.now[id].note for id, _ in loud)
    text = "；".join([*parts, *(["来源文件没有填这一项的件不在分母内"] if is_left else [])])
    signals_ = [one for _, one in loud]
    return [finding("running.again", text, words=words_of(signals_), tone=tone_of(*signals_), basis=found.basis(*(id for id, _ in loud)))]


def _unknown(found: Running) -> Finding | None:
    """What cannot be worked out, by reason: one sentence for all of it."""
    reasons: dict[str, list[str]] = {}
    for id in (one for one in TABLED if one not in (REDO, REVISIT)):
        reading = found.now[id]
        if not reading.is_known:
            reasons.setdefault(reason_words(reading), []).append(reading.indicator.name)
    if not reasons:
        return None
    text = "；".join(f"{reason}，{'、'.join(names)}不可计算" for reason, names in reasons.items())
    return finding("running.unknown", text)


def _charts(found: Running) -> list[Chart]:
    """What moved for the worse; the rate in time where nothing did."""
    loud = next((id for id in (OVERDUE, P90, RESOLUTION, SATISFACTION) if (one := found.signal(id)) and one.tone == "worse"), None)
    return [chart for id in (ON_TIME, loud) if id and (chart := _course(found, id)) is not None][:2]


def _course(found: Running, id: str) -> Chart | None:
    held = found.held
    readings = of(held.figures(ASKED, held.course), id)
    known = [one for one in readings if one.is_known]
    if len(known) < LEAST_DRAWN:
        return None
    judged = found.signal(id)
    periods = months_between(held.course.start, held.course.end)
    last = known[-1]
    title = f"{period_words(last.period)}{'末' if id == OVERDUE else ''}{told(last)}" + (
        f"，{words}" if (words := course_said(held, judged, is_long=False)) else ""
    )
    lines = "虚线为往常均值和上下限；" if is_judged(judged) else ""
    note = f"{lines}{_sizes(known)}{last_words(held)}"
    return course_chart(
        f"running.{id}", message(title, words_of([judged])).rstrip("。"), readings, periods, judged=judged, note=message(note).rstrip("。"),
        basis=basis_of((id,), held.course),
    )  # fmt: skip


def _sizes(known: Sequence[Reading]) -> str:
    """How many rows stand behind each point: 各月应办结件201—314件."""
    if known[0].indicator.kind != "ratio":
        return "各月末的件数" if known[0].indicator.id == OVERDUE else "各月一个点"
    sizes = [one.denominator for one in known]
    return f"各月{known[0].indicator.denominator.name}{number_words(min(sizes))}—{number_words(max(sizes))}件"


def _table(found: Running) -> Table:
    """The figures of the period and of those before that are known, and what each course says, where any can be judged."""
    held = found.held
    spans = [(when(held), found.now), (before_name(held.span, is_over=held.is_over), found.before), (YEAR_AGO, found.year_ago)]
    shown = [id for id in TABLED if found.now[id].is_known or found.before[id].is_known]
    kept = [(name, source) for name, source in spans if any(source[id].is_known for id in shown)]
    is_any_judged = any(is_judged(found.signal(id)) for id in shown)
    columns = (
        name_column("指标", 11), *(Column(name=name, width=WIDTH, is_number=True) for name, _ in kept), *([Column(name="与往常相比", width=14)] if is_any_judged else [])
    )  # fmt: skip
    rows = tuple(_row(found, id, [source for _, source in kept], is_any_judged) for id in shown)
    stock = "在办与积压含超期未办结；" if found.now[OPEN].value and found.now[OVERDUE].value else ""
    note = ("与往常相比按逐月走势判断；" if is_any_judged else "") + f"{stock}不足10件只列分数"
    return Table(
        key=KEY, title=f"{held.span.words}办理情况", columns=columns, rows=rows, note=note, basis=found.basis(*shown),
        message=_tally(found, shown) if is_any_judged else "",
    )  # fmt: skip


def _tally(found: Running, shown: Sequence[str]) -> str:
    """How many of the indicators stand apart from their usual course: 12项指标中，3项与往常不同."""
    judged = [one for id in shown if is_judged(one := found.signal(id))]
    moved_ones = sum(bool(one.fired) for one in judged)
    apart = f"{moved_ones}项与往常不同，其余在正常波动范围内" if moved_ones else "没有一项与往常不同"
    return message(f"{found.held.span.words}能作判断的{len(judged)}项指标中，{apart}")


def _row(found: Running, id: str, sources: Sequence[Mapping[str, Reading]], is_any_judged: bool) -> tuple[Cell, ...]:
    indicator, one = load_catalog()[id], found.signal(id)
    unit = "" if indicator.kind == "ratio" else f"（{indicator.unit}）"
    course = course_said(found.held, one, is_long=False) or "不作判断"
    said = (words_cell(course, tone_of(one)),) if is_any_judged else ()
    return words_cell(f"{indicator.name}{unit}"), *(figure_cell(source[id]) for source in sources), *said
