"""党建、实事、项目、产业: each domain's last word against its plan or the one before it, the incomes by their source, what is published of the place."""

from collections.abc import Mapping, Sequence

from indicators.definition import load_catalog
from reports.brief import ISSUED, Cell, Column, Finding, Section, Table
from reports.material import Material, basis_of
from reports.sections.domain_charts import collective_chart, project_chart
from reports.sections.domain_figures import END, PERIOD, YEAR, Domain, Figure, domains, end_scope, figures_of, is_old, scope_of, years_scope
from reports.sections.domain_income import income_finding
from reports.sections.published import facts_finding, facts_table
from reports.sections.tables import RATE_WIDTH, figure_cell, words_cell
from reports.sections.told import most, of_place, plain, window_words
from reports.sections.wording import difference, figure, finding, message, official, told
from reports.words import fraction_words, group_words, note_words, target_words

KEY, TITLE = "domains", "党建、实事、项目、产业"
DUE, WEAK, FEW_VILLAGES = "activity_due_rate", "collective_weak_share", 3
OVERDUE, DELAY = "project_overdue_count", "project_delay_max"
LEDGERS = "党建与服务活动、项目、集体经济、收入、基础设施、产业与劳务台账"
TITLES = {PERIOD: "党建和实事", END: "项目", YEAR: "集体经济、基础设施和产业（最近有数的一年）"}
BEFORE = {PERIOD: "上期", END: "", YEAR: "上年全年或年末"}
SPOKEN = {f"{KEY}.income": "居民收入", f"{KEY}.facts": "公开发布的数字"}

Found = Mapping[str, list[Figure]]


def section(held: Material) -> Section:
    """The section; that no ledger speaks of any of it is said."""
    found = {key: known for key, domain in domains().items() if (known := figures_of(held, domain))}
    said = [_finding(held, domains()[key], known) for key, known in found.items()]
    everything = tuple(filter(None, [*said, income_finding(held), facts_finding(held)]))
    if not everything:
        return Section(key=KEY, title=TITLE, empty=_nothing(held))
    findings = tuple(one for one in everything if one.key not in _annexed())
    return Section(
        key=KEY, title=TITLE, message=_message(held, found, everything), findings=findings, charts=tuple(filter(None, [project_chart(held)])),
        tables=tuple(filter(None, [facts_table(held)])),
    )  # fmt: skip


def _annexed() -> set[str]:
    """The sentences in which nothing is to be decided."""
    return {f"{KEY}.income", *(f"{KEY}.{key}" for key, domain in domains().items() if domain.annexed)}


def annex(held: Material) -> Section | None:
    """The annex: what is told of years, and all figures of every domain; None where nobody reported any."""
    found = {key: known for key, domain in domains().items() if (known := figures_of(held, domain))}
    said = [_finding(held, domains()[key], known) for key, known in found.items() if domains()[key].annexed]
    findings = tuple(filter(None, [*said, income_finding(held)]))
    tables = tuple(filter(None, [_table(held, kind, found) for kind in TITLES]))
    if not (findings or tables):
        return None
    charts = tuple(filter(None, [collective_chart(held)]))
    return Section(key=f"annex.{KEY}", title=f"{TITLE}各项指标", findings=findings, charts=charts, tables=tables)


def _nothing(held: Material) -> str:
    """Why nothing is told: no such ledger, or none that holds a figure that can be told."""
    is_kept = any(held.known_until(load_catalog()[id].view) for one in domains().values() for id in one.ids)
    return (
        f"{of_place(held)}{LEDGERS}没有可用的数，均为未填报，不列。"
        if is_kept
        else f"没有导入{of_place(held)}{LEDGERS}，均为未填报，不列。"
    )


def _message(held: Material, found: Found, findings: Sequence[Finding]) -> str:
    """What presses, by number, and that nothing does; which domains nobody reported."""
    presses = [one for key, known in found.items() for one in known if one.reading.indicator.id in domains()[key].presses]
    late = [one for one in presses if one.reading.value]
    silent = [domain.name for key, domain in domains().items() if key not in found]
    told_of = "、".join(plain(one.reading) for one in late or presses)
    told_of += f"（{_late_units(held)}）" if any(one.reading.indicator.id == OVERDUE for one in late) and _late_units(held) else ""
    only = f"有数的只有{'、'.join(SPOKEN[one.key] if one.key in SPOKEN else domains()[one.key.partition('.')[2]].name for one in findings)}"
    rest = f"{'、'.join(silent)}未填报" if silent else ""
    return message("；".join(filter(None, [told_of or only, rest])))


def _finding(held: Material, domain: Domain, known: Sequence[Figure]) -> Finding:
    """What is told of a domain: time by time, each figure with the one before where that is a plain comparison."""
    named = [one for one in known if one.reading.indicator.id in domain.told] or list(known[:1])
    by_time: dict[str, list[Figure]] = {}
    for one in named:
        by_time.setdefault(one.time, []).append(one)
    parts = [f"{time}{'，'.join(_said(one, one is named[0]) for one in figures)}" for time, figures in by_time.items()]
    parts += ADDED[domain.key](held, known) if domain.key in ADDED else []
    parts += ["非最近一年的数"] if all(is_old(held, one) for one in named) else []
    is_late = any(one.reading.value for one in known if one.reading.indicator.id in domain.presses)
    ids = [one.reading.indicator.id for one in named]
    return finding(
        f"{KEY}.{domain.key}", "；".join(parts), tone="worse" if is_late else "calm", basis=basis_of(ids, scope_of(held, domain))
    )


def _said(one: Figure, is_first: bool) -> str:
    """A figure, of the first what it was the year before, and whether a target is met."""
    is_plain = is_first or one.reading.indicator.kind == "sum"
    change = difference(one.reading, one.before) if is_plain and one.before and len(one.reading.period) == 4 else ""
    past = f"{one.before_time}{figure(one.before)}，{change}" if change else ""
    beside = "；".join(filter(None, [past, official(target_words(one.reading))]))
    return plain(one.reading) + (f"（{beside}）" if beside else "")


def _project_words(held: Material, known: Sequence[Figure]) -> list[str]:
    """By how long the latest project is late."""
    found = {one.reading.indicator.id: one.reading for one in known}
    if OVERDUE not in found or not found[OVERDUE].value:
        return []
    return [told(found[DELAY])] if DELAY in found else []


def _late_units(held: Material) -> str:
    """With whom the overdue projects are: 过期的：镇农业农村办2个、镇水务站1个; blank where fewer than two units hold any."""
    units = most(held.figures((OVERDUE,), end_scope(held), ("responsible_unit",)), "responsible_unit")
    return f"过期的：{units.replace('个项目', '个')}" if units else ""


def _party_words(held: Material, known: Sequence[Figure]) -> list[str]:
    """The few villages that did not do all that was due in twelve months, where all others did; not in an edition for
    outside."""
    found = [one for one in held.figures((DUE,), held.window, ("village",)) if one.groups[0] is not None and one.denominator]
    behind = [one for one in found if one.numerator < one.denominator]
    if held.edition == ISSUED or not behind or len(behind) > FEW_VILLAGES or len(found) - len(behind) < len(behind):
        return []
    told_of = "、".join(f"{group_words('village', one.groups[0])}{fraction_words(one)}" for one in behind)
    return [f"{window_words(held)}没有全部按期开展的是{told_of}，其他{len(found) - len(behind)}个村都按期开展"]


def _weak_words(held: Material, known: Sequence[Figure]) -> list[str]:
    """Which villages' collectives are weak, where they are few; not in an edition for outside."""
    last = next((one.reading for one in known if one.reading.indicator.id == WEAK), None)
    if last is None or held.edition == ISSUED:
        return []
    found = [one for one in held.figures((WEAK,), years_scope(held), ("village",)) if one.period == last.period and one.numerator]
    called = [group_words("village", one.groups[0]) for one in found]
    return [f"空壳薄弱村为{'、'.join(called)}"] if 0 < len(called) <= FEW_VILLAGES else []


ADDED = {"projects": _project_words, "party": _party_words, "collective": _weak_words}  # what is told of a domain besides its figures


def _tone(domain: Domain, one: Figure) -> str:
    return "worse" if one.reading.indicator.id in domain.presses and one.reading.value else "calm"


def _table(held: Material, kind: str, found: Found) -> Table | None:
    """The figures of the domains of one kind, each with the one before where there is such a thing."""
    lines = [(domains()[key], one) for key, known in found.items() if domains()[key].when == kind for one in known]
    if not lines:
        return None
    before = BEFORE[kind]
    columns = (
        Column(name="领域", width=8), Column(name="指标", width=14), Column(name="数值", width=RATE_WIDTH, is_number=True),
        *([Column(name=before, width=RATE_WIDTH, is_number=True)] if before else []), Column(name="时间", width=9),
    )  # fmt: skip
    rows = [_row(domain, one, before) for domain, one in lines]
    kept, same = _apart(columns, rows)
    ids = dict.fromkeys(one.reading.indicator.id for _, one in lines)
    notes = dict.fromkeys(filter(None, (f"均为{same}的数" if same else "", *(note_words(one.reading) for _, one in lines))))
    return Table(
        key=f"{KEY}.{kind}", title=TITLES[kind], columns=tuple(columns[place] for place in kept),
        rows=tuple(tuple(row[place] for place in kept) for row in rows), note=official("；".join(notes)),
        basis=basis_of(ids, scope_of(held, lines[0][0])),
    )  # fmt: skip


def _apart(columns: Sequence[Column], rows: Sequence[tuple[Cell, ...]]) -> tuple[list[int], str]:
    """The columns in which rows differ, domain and time being left out where they are one; and the time that all share, else blank."""
    alike = [len({row[place].text for row in rows}) == 1 for place in (0, len(columns) - 1)]
    kept = list(range(int(alike[0]), len(columns) - int(alike[1])))
    return kept, rows[0][-1].text if alike[1] else ""


def _row(domain: Domain, one: Figure, before: str) -> tuple[Cell, ...]:
    indicator = one.reading.indicator
    unit = f"（{indicator.unit.removeprefix('个')}）" if indicator.kind in ("count", "sum", "quantile") else ""
    past = [figure_cell(one.before) if one.before else words_cell("—")] if before else []
    return (
        words_cell(domain.name),
        words_cell(f"{indicator.name}{unit}"),
        figure_cell(one.reading, _tone(domain, one)),
        *past,
        words_cell(one.time),
    )
