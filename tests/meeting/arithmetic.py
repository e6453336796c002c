"""What stands in a brief besides figures that were measured: differences, sums of margins, days of single cases. Worked out here once more, from
what measure() and rows() say, and not as the brief works it out."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from math import sqrt

import pandas as pd

from indicators.definition import load_catalog
from indicators.rows import rows
from indicators.scope import Scope
from reports.brief import Basis, Chart, Finding, Table
from reports.material import Material, basis_of
from reports.reading import Reading
from reports.view import month_start, months_between
from reports.words import number_words
from tests.meeting.readback import NUMBER, Known, known_of, measured

ON_TIME = "case_on_time_rate"
STAMPS = ("received_at", "dispatched_at", "signed_at", "first_contact_at", "closed_at")
LISTED, NAMED_KINDS, LONG_OPEN = 10, (9, 5, 3), 60
LINES = {"往常均值": 0, "往常上限": 1, "往常下限": -1}
Item = Finding | Chart | Table


def beside(held: Material, item: Item) -> Known:
    """What may stand in an item besides what its basis says."""
    found = next((make(held, item) for key, make in ARITHMETIC.items() if item.key.startswith(key)), Known())
    return found | _usual(held, item) if isinstance(item, Chart) else found


def _pressing(held: Material, item: Item) -> Known:
    """The days of what is open and overdue, or open for long; how many there are."""
    known, counts = Known(), []
    for id in ("case_open_count", "dispute_open_count"):
        found = rows(held.connection, load_catalog()[id], "numerator", held.now)
        late = found["overdue_days"].notna() if len(found) else pd.Series(dtype=bool)
        listed = found[late | (found["age_days"] > LONG_OPEN)] if len(found) else found
        counts.append((len(listed), int(late.sum())))
        days = [*listed.get("age_days", ()), *(one for one in listed.get("overdue_days", ()) if pd.notna(one))]
        known.numbers |= {number_words(one) for one in days}
        known.numbers |= (
            {str(count) for count in listed.groupby(["handler_unit", "category_1"], dropna=False).size()} if len(listed) else set()
        )
    known.numbers |= {str(sum(part)) for part in zip(*counts, strict=True)} | {str(LISTED)}
    return known


def _late_projects(held: Material, item: Item) -> Known:
    """The projects overdue or paused at the end of the period: for how many days, due on which day, how many, and digits in their names."""
    scope = Scope(area=held.area, start=item.basis.start, end=item.basis.end)
    overdue, paused = (
        rows(held.connection, load_catalog()[id], "numerator", scope) for id in ("project_overdue_count", "project_paused_count")
    )
    both = set(overdue["source_row"]) & set(paused["source_row"])
    numbers = {str(one) for one in (len(overdue), len(both), len(paused) - len(both))} | set(map(number_words, overdue["overdue_days"]))
    found = pd.concat([overdue, paused])
    due = pd.to_datetime(found["planned_finish_on"]).dropna()
    return Known(
        numbers=numbers | {digits for name in found["project_name"] for digits in re.findall(NUMBER, name)},
        days={(day.year, day.month, day.day) for day in due},
    )


def _cause(held: Material, item: Item) -> Known:
    """The rate of the twelve months before, and by how much the two differ, with the interval of that difference."""
    start = month_start(held.window.start, 12)
    before = replace(held.window, start=start, end=held.window.start - timedelta(days=1))
    known = known_of(held, basis_of((ON_TIME,), before, item.basis.by), companions=False)
    (now,), (then,) = (measured(held, (ON_TIME,), scope, ()) for scope in (held.window, before))
    if not (now.is_known and then.is_known):
        return known
    shares = [one.numerator / one.denominator for one in (now, then)]
    wide = 1.959964 * sqrt(sum(share * (1 - share) / one.denominator for share, one in zip(shares, (now, then), strict=True)))
    change = shares[0] - shares[1]
    printed = {f"{abs(one) * 100:.1f}" for one in (change, change - wide, change + wide)}
    printed.add(f"{abs(round(now.value, 1) - round(then.value, 1)):.1f}")
    return known | Known(points=printed, numbers=printed)


def _steps(held: Material, item: Item) -> Known:
    """How long late cases and those in time took by the stamps of their rows, and how many tell all of them, the hour of receipt too."""
    found = rows(held.connection, load_catalog()[ON_TIME], "denominator", held.window)
    is_kept = found["is_on_time"].fillna(False).astype(bool)
    stamps = found[[name for name in STAMPS if name in found]].apply(pd.to_datetime)
    written = stamps.iloc[:, 1:-1].notna().mean()
    stamps = stamps[[stamps.columns[0], *(name for name in written.index if written[name] >= 0.5), stamps.columns[-1]]]
    spans = stamps.diff(axis=1).iloc[:, 1:].apply(lambda one: one.dt.total_seconds() / 3600)
    has_hour = stamps["received_at"].dt.normalize() != stamps["received_at"]
    is_told = spans.notna().all(axis=1) & (spans >= 0).all(axis=1) & has_hour
    known, means = Known(), []
    for side in (is_kept, ~is_kept):
        known.fractions.add(f"{number_words((side & is_told).sum())}/{number_words(side.sum())}")
        means.append(spans[side & is_told].mean())
    more = means[1] - means[0]
    hours = [means[1].sum(), means[0].sum(), more.sum(), *more]
    known.numbers |= {f"{abs(one) / unit + slack:,.1f}" for one in hours for unit in (1, 24) for slack in (-0.05, 0, 0.05)}
    return known


def _delays(held: Material, item: Item) -> Known:
    """How late the latest project is, and with whom the overdue ones are, which stand behind the sentence on projects."""
    end = Scope(area=held.area, end=held.now.end)
    return known_of(held, basis_of(("project_overdue_count", "project_delay_max"), end, ("responsible_unit",)))


def _ends(held: Material, item: Item) -> Known:
    """The days up to which the batches of the snapshot speak, one of which stands over figures of the last day."""
    with held.connection.cursor() as cursor:
        found = cursor.execute("select distinct cutoff_on from import_batch where cutoff_on is not null").fetchall()
    return Known(days={part for (day,) in found for part in ((day.year, day.month, day.day), (day.year, day.month), (day.year,))})


def _rest(held: Material, item: Item) -> Known:
    """Of the types that do not stand by themselves, the sums of the spans before; which these are, the span itself says."""
    spans = [{one.groups[0]: one.value for one in measured(held, item.basis.ids, scope, item.basis.by) if one.is_known}
             for scope in (held.now, held.before, held.year_ago)]  # fmt: skip
    order = sorted((kind for kind in spans[0] if kind is not None and spans[0][kind]), key=lambda kind: -spans[0][kind])
    apart = {*order[:LISTED], None}
    whole = sum(spans[0].values())
    return Known(
        numbers={number_words(sum(value for kind, value in span.items() if kind not in apart)) for span in spans},
        fractions={f"{number_words(value)}/{number_words(whole)}" for value in spans[0].values()},
    )


def _unclosed(held: Material, item: Item) -> Known:
    """How many cases and disputes have no closing time, and how many of each there are without one in their file at all."""
    counts = []
    for id in ("case_received_count", "dispute_found_count"):
        found = rows(held.connection, load_catalog()[id], "numerator", Scope(area=held.area))
        counts += [found["closed_at"].isna().sum()] if len(found) else []
    return Known(numbers={number_words(int(one)) for one in counts})


def _unowned(held: Material, item: Item) -> Known:
    """What no unit stands for: of open cases and disputes, of projects at the end."""
    end = Scope(area=held.area, end=held.now.end)
    known = known_of(held, basis_of(("case_open_count", "dispute_open_count"), held.now, ("handler_unit",)))
    return known | known_of(held, basis_of(("project_count",), end, ("responsible_unit",)))


def _overdue(held: Material, item: Item) -> Known:
    """What is overdue by unit, by type, by how long it has been open."""
    known = Known()
    for column in ("handler_unit", "category_1", "age_band"):
        known |= known_of(held, basis_of(item.basis.ids, held.now, (column,)))
    return known


def _by_village(held: Material, item: Item) -> Known:
    """What each village has over the year, of the item's own figures and of what was received."""
    found = [
        known_of(held, basis_of((id,), held.window, ("village",)))
        for id in (*item.basis.ids, "case_received_count")
        if "village" in load_catalog()[id].by
    ]

    known = Known()
    for one in found:
        known |= one
    places = held.villages
    known.numbers |= {number for place in places for number in re.findall(r"\d+", place.name)}  # a village may be called by a number
    if isinstance(item, Chart):  # those that are not drawn; the whole stands among those that are
        known.numbers |= {str(len(places) - (len(item.categories) - 1))}
    return known


def _concentrated(held: Material, item: Item) -> Known:
    """What is overdue with a unit, by how long it has been open and by type."""
    known = _overdue(held, item)
    for by in (("handler_unit", "age_band"), ("handler_unit", "category_1")):
        known |= known_of(held, basis_of(("case_overdue_open_count",), held.now, by))
    return known | _shares(held, basis_of(("case_overdue_open_count",), held.now, ("handler_unit",)))


def _margins(held: Material, item: Item) -> Known:
    """The sums of a table of places by types: of each place, of each type, of the types that do not stand by themselves."""
    found = [one for one in measured(held, item.basis.ids, held.window, item.basis.by) if one.is_known]
    frame = pd.DataFrame([(*map(str, one.groups), one.value) for one in found], columns=["place", "kind", "count"])
    order = [str(kind) for kind in _kinds(found)]
    known = Known(numbers={number_words(frame["count"].sum())})
    for most in NAMED_KINDS:
        named = frame["kind"].where(frame["kind"].isin(order[:most]), "其余")
        for keys in (["place"], [named], ["place", named]):
            known.numbers |= {number_words(one) for one in frame.groupby(keys)["count"].sum()}
    return known


def _kinds(found: Iterable[Reading]) -> list[object]:
    """The types, those that most counts are of first, blanks last."""
    sums: dict[object, float] = {}
    for one in found:
        sums[one.groups[1]] = sums.get(one.groups[1], 0) + one.value
    return sorted((kind for kind in sums if sums[kind]), key=lambda kind: (kind is None, -sums[kind]))


def _problems(held: Material, item: Item) -> Known:
    """What the list of problems is made of: its figures by unit, by village over the year, at the end, and its own running numbers."""
    ids = item.basis.ids if item.basis else ()
    end = Scope(area=held.area, end=held.now.end)
    known = Known(numbers={str(number) for number in range(1, len(getattr(item, "rows", ())) + 1)}) | _unclosed(held, item)
    for id in ids:
        fit = load_catalog()[id].by
        bases = [basis_of((id,), held.now, (column,)) for column in ("handler_unit",) if column in fit]
        bases += [basis_of((id,), held.window, ("village",))] if "village" in fit else []
        bases += [basis_of((id,), end, ("responsible_unit",))] if "responsible_unit" in fit else []
        for one in bases:
            known |= known_of(held, one)
        for basis in bases[:1]:
            known |= _shares(held, basis)
    return known


def _shares(held: Material, basis: Basis) -> Known:
    """Of what is counted by a column, each group's share of all of it."""
    found = [one.value for one in measured(held, basis.ids, basis.scope(held.area), basis.by) if one.is_known]
    return Known(fractions={f"{number_words(one)}/{number_words(sum(found))}" for one in found})


def _usual(held: Material, chart: Chart) -> Known:
    """The usual mean and range of the course in a chart, where it has them: of rates by their numbers of cases, of anything else by its values."""
    if not any(one.name in LINES for one in chart.series):
        return Known()
    found = {one.period: one for one in measured(held, chart.basis.ids, held.course, ()) if one.is_known}
    indicator = next(iter(found.values())).indicator
    months = months_between(held.course.start, held.course.end)
    over = [found.get(month) for month in months if held.is_over or month < f"{held.known_to:%Y-%m}"]
    is_rate = indicator.kind == "ratio" and indicator.unit == "%" and all(one is None or float(one.numerator).is_integer() for one in over)
    centre, sigmas = _p(over) if is_rate else _xmr(over)
    lines = {centre, *(centre + side * 3 * sigma for sigma in sigmas for side in (1, -1))}
    is_share = indicator.unit == "%"
    return Known(values={min(100.0, max(0.0, one)) if is_share else max(0.0, one) for one in lines})


def _p(course: list[Reading | None]) -> tuple[float, list[float]]:
    """Centre and sigma of each rate, in per cent, wider than chance where the rates are (Laney)."""
    pairs = [(one.numerator, one.denominator) if one and one.denominator >= 10 else None for one in course]
    centre = sum(count for count, _ in filter(None, pairs)) / sum(size for _, size in filter(None, pairs))
    sigmas = [pair and sqrt(centre * (1 - centre) / pair[1]) for pair in pairs]
    scores = [pair and (pair[0] / pair[1] - centre) / sigma for pair, sigma in zip(pairs, sigmas, strict=True)]
    wider = max(1.0, _range(scores) / 1.128)
    return centre * 100, [sigma * wider * 100 for sigma in filter(None, sigmas)]


def _xmr(course: list[Reading | None]) -> tuple[float, list[float]]:
    values = [one and float(one.value) for one in course]
    known = [one for one in values if one is not None]
    return sum(known) / len(known), [2.66 / 3 * _range(values)]


def _range(values: list[float | None]) -> float:
    """The mean distance of neighbours, both known, those that are beyond chance left out once."""
    pairs = zip(values, values[1:], strict=False)
    apart = [abs(later - earlier) for earlier, later in pairs if earlier is not None and later is not None]
    mean = sum(apart) / len(apart)
    kept = [one for one in apart if one <= 3.267 * mean]
    return sum(kept) / len(kept)


ARITHMETIC: dict[str, Callable[[Material, Item], Known]] = {
    "pressing": _pressing, "problems.cause": _cause, "problems.steps": _steps, "annex.case_kinds": _margins, "annex.dispute_kinds": _margins,
    "measures": _problems, "domains.projects": _delays, "domains.end": _ends,
    "annex.pressing": _pressing, "annex.projects_late": _late_projects, "places": _by_village, "domains.party": _by_village, "requests.concentrated": _concentrated,
    "problems.overdue": _overdue, "topics.types": _rest, "problems.ledgers": _unclosed, "requests.unowned": _unowned,
}  # fmt: skip
