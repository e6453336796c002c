"""Numbers read back out of texts and held against what measure() says, asked again and not through the brief.

`known_of` measures the question behind a sentence, chart or table (its Basis) once more, in its own span and in those that the brief holds it
against; `unknown` names every number of a text that is not among them. What is printed is compared as printed: 91.4% is not 91.3%.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from indicators.definition import load_catalog
from indicators.funnel import expected_false
from indicators.measure import measure_each
from indicators.scope import Scope
from indicators.small_numbers import RANK_FROM, RATE_FROM
from indicators.wilson import wilson
from reports.brief import Basis, Brief, Chart, Finding, Section, Table
from reports.material import Material, material, scope_key
from reports.reading import Reading, readings
from reports.signals import signals
from reports.standing import pooled
from reports.words import number_words

NUMBER = r"\d[\d,]*(?:\.\d+)?"
SHARE = re.compile(rf"({NUMBER})%（({NUMBER})/({NUMBER})(?:万元|元)?")
FRACTION = re.compile(rf"({NUMBER})/({NUMBER})")
PERCENT = re.compile(rf"({NUMBER})%")
POINTS = re.compile(rf"({NUMBER})个百分点")
DATES = (
    re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日"), re.compile(r"(\d{4})年(\d{1,2})月"), re.compile(r"(\d{4})年"), re.compile(r"(\d{1,2})月(\d{1,2})日"),
    re.compile(r"(\d{1,2})月"),
)  # fmt: skip
FIXED = re.compile(r"近12个月|前12个月|95%|(?<![\d,])[36]0天|“[^”]*\d[^”]*”|(?<![\d.])12345(?![\d.])|[A-Za-z]+\d+")
RULES = {"2", "3", "6", "8", "13", str(RATE_FROM), str(RANK_FROM), "99.8", "100"}  # of the control rules and the small numbers
TOP = 10
LEVELS = (0, 1, 2)  # decimals that a share or difference may be printed with


@dataclass
class Known:
    """What may stand in a text: fractions, percentages and differences of them, plain numbers, and days as written."""

    fractions: set[str] = field(default_factory=set)
    percents: set[str] = field(default_factory=set)
    points: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)
    days: set[tuple[int, ...]] = field(default_factory=set)
    values: set[float] = field(default_factory=set)  # as they are drawn

    def __or__(self, other: "Known") -> "Known":
        return Known(
            self.fractions | other.fractions, self.percents | other.percents, self.points | other.points, self.numbers | other.numbers,
            self.days | other.days, self.values | other.values,
        )  # fmt: skip


def unknown(text: str, known: Known) -> list[str]:
    """Every number of a text that is not known, as written."""
    wrong = [*_undated(text, known.days)]
    text = FIXED.sub("·", _without_days(text))
    wrong += [match[0] for match in SHARE.finditer(text) if not _is_share(match, known)]
    text = SHARE.sub("·", text)
    wrong += [match[0] for match in POINTS.finditer(text) if match[1] not in known.points]
    text = POINTS.sub("·", text)
    wrong += [match[0] for match in FRACTION.finditer(text) if match[0] not in known.fractions]
    text = FRACTION.sub("·", text)
    wrong += [match[0] for match in PERCENT.finditer(text) if match[1] not in known.percents]
    text = PERCENT.sub("·", text)
    return wrong + [one for one in re.findall(NUMBER, text) if one not in known.numbers | RULES]


def _is_share(match: re.Match, known: Known) -> bool:
    """A percentage beside its fraction: the fraction was measured, or both of its numbers were and the division is right."""
    value, part, whole = match.groups()
    is_measured = f"{part}/{whole}" in known.fractions or {part, whole} <= known.numbers
    decimals = len(value.partition(".")[2])
    exact = float(part.replace(",", "")) * 100 / float(whole.replace(",", ""))
    is_right = value in {number_words(exact, decimals), *known.percents} if "." in part else value == number_words(exact, decimals)
    return is_measured and is_right


def _undated(text: str, days: set[tuple[int, ...]]) -> Iterator[str]:
    for pattern in DATES:
        for match in pattern.finditer(text):
            if tuple(map(int, match.groups())) not in days:
                yield match[0]
        text = pattern.sub("·", text)


def _without_days(text: str) -> str:
    for pattern in DATES:
        text = pattern.sub("·", text)
    return text


def days_of(held: Material, *more: date) -> set[tuple[int, ...]]:
    """The days, months and years that a text about a brief may name."""
    scopes = (held.now, held.before, held.year_ago, held.window, held.course)
    days = {held.known_to, held.span.end, *more, *(day for scope in scopes for day in (scope.start, scope.end))}
    first = held.course.start
    months = {date(year, month, 1) for year in range(first.year, held.now.end.year + 1) for month in range(1, 13)}
    found: set[tuple[int, ...]] = set()
    for day in days:
        found |= {(day.year, day.month, day.day), (day.month, day.day)}
    for day in days | {one for one in months if first <= one <= held.now.end}:
        found |= {(day.year, day.month), (day.year,), (day.month,)}
    return found


def known_of(held: Material, basis: Basis | None, *, companions: bool = True) -> Known:
    """What may stand beside a basis: measured again in its own span and cut, as a whole, and in the spans that the brief compares with."""
    known = Known(days=days_of(held))
    if basis is None:
        return known
    found = [(scope, by, measured(held, basis.ids, scope, by)) for scope, by in _asks(held, basis, companions)]
    for scope, by, group in found:
        if scope.grain != "month":
            _sums(known, group if by else [])
            _differences(known, [one for other, cut, same in found if other.grain == scope.grain and cut == by for one in same])
        _add(known, group)
        known.days |= {(int(one.period),) for one in group if scope.grain == "year"}
    if companions:
        course = measured(held, basis.ids, held.course, ())
        known.numbers |= {str(sum(one.is_known and one.indicator.id == id for one in course)) for id in basis.ids}
        judged = [one for one in signals(course, held.course, held.rebases) if one.chart is not None]
        known.numbers |= {str(len(fired.places)) for one in judged for fired in one.fired} | {
            str(len(judged)),
            str(sum(bool(one.fired) for one in judged)),
        }
    return known


def _asks(held: Material, basis: Basis, companions: bool) -> list[tuple[Scope, tuple[str, ...]]]:
    """The spans and cuts in which the indicators of a basis are measured: its own, and those that are set beside it."""
    own = basis.scope(held.area)
    if own.filters or not companions:
        return [(own, by) for by in dict.fromkeys((basis.by, ()))]
    is_now = scope_key(own) == scope_key(held.now)
    beside = [held.before, held.year_ago, held.window] if is_now else [held.now] if scope_key(own) == scope_key(held.window) else []
    cut = [(scope, basis.by) for scope in (own, *([held.before, held.year_ago] if is_now else []))] if basis.by else []
    kept = {(scope_key(scope), by): (scope, by) for scope, by in [*cut, *((scope, ()) for scope in (own, *beside, held.course))]}
    return list(kept.values())


def ask_together(held: Material, bases: Iterable[Basis | None]) -> None:
    """Measures all that several bases need, each span in one go."""
    spans: dict[tuple, tuple[Scope, list]] = {}
    for basis in filter(None, bases):
        for scope, by in _asks(held, basis, True):
            spans.setdefault(scope_key(scope), (scope, []))[1].append((basis.ids, by))
    for scope, asks in spans.values():
        _ask(held, asks, scope)


def measured(held: Material, ids: Iterable[str], scope: Scope, by: tuple[str, ...]) -> list[Reading]:
    """What measure() says; kept with the material, which has asked nothing itself."""
    fit = [id for id in ids if set(by) <= set(load_catalog()[id].by)]
    _ask(held, [(fit, by)], scope)
    return [one for id in fit for one in held._asked["read back", id, scope_key(scope), by]]


def _ask(held: Material, asks: Iterable[tuple[Iterable[str], tuple[str, ...]]], scope: Scope) -> None:
    catalog, wanted, within = load_catalog(), defaultdict(dict), scope_key(scope)
    for ids, by in asks:
        fit = [id for id in ids if set(by) <= set(catalog[id].by)]
        wanted[by].update({id: catalog[id] for id in fit if ("read back", id, within, by) not in held._asked})
    missing = {by: found for by, found in wanted.items() if found}
    frames = measure_each(held.connection, [(found.values(), by) for by, found in missing.items()], scope) if missing else []
    for (by, found), frame in zip(missing.items(), frames, strict=True):
        read = readings(frame, catalog)
        held._asked.update({("read back", id, within, by): [one for one in read if one.indicator.id == id] for id in found})


def _add(known: Known, found: Iterable[Reading]) -> None:
    """A figure as it may be printed: its value, its parts, its interval."""
    for one in found:
        if not one.is_known:
            continue
        values = {one.value, one.low, one.high, one.numerator, one.denominator, one.shadow} - {None}
        printed = {number_words(value, one.indicator.decimals if value == one.value else 0) for value in values}
        printed |= {number_words(value, places) for value in values if not float(value).is_integer() for places in (1, 2)}
        printed |= {number_words(value / 10_000, places) for value in values for places in (1, 2)} if _is_money(one) else set()
        known.numbers |= printed | {number_words(value) for value in values}
        known.values |= {float(value) for value in values} | {value / 10_000 for value in values if _is_money(one)}
        known.numbers |= set(re.findall(NUMBER, one.note))
        if one.indicator.unit == "%":
            _add_rate(known, one)
        if one.denominator and one.numerator is not None:
            known.fractions |= set(_written(one))


def _is_money(one: Reading) -> bool:
    return "元" in (one.indicator.unit, one.indicator.counted_in)


def _add_rate(known: Known, one: Reading) -> None:
    known.percents.add(number_words(one.value, one.indicator.decimals))
    if one.indicator.is_sample and one.denominator and 0 <= one.numerator <= one.denominator:
        known.percents |= {f"{bound * 100:.1f}" for bound in wilson(one.numerator, one.denominator)}


def _written(one: Reading) -> Iterator[str]:
    for scale, places in ((1, 0), (1, 1), (10_000, 1)):
        yield "/".join(number_words(count / scale, places) for count in (one.numerator, one.denominator))


def _sums(known: Known, found: list[Reading]) -> None:
    """Of what is cut: how many groups, sums over the largest of them, and the rate of all places together."""
    by_id = defaultdict(list)
    for one in found:
        if one.is_known and one.groups:
            by_id[one.indicator, one.period].append(one)
    for (indicator, _), group in by_id.items():
        named = [one for one in group if one.groups[0] is not None]
        values = sorted((one.value for one in named if one.value), reverse=True)
        known.numbers |= {str(len(group)), str(len(named)), str(len(values)), *(str(len(values) - top) for top in range(1, TOP + 1))}
        for top in range(1, TOP + 1):
            known.numbers |= {number_words(sum(values[:top])), number_words(sum(values[top:]))}
        known.numbers.add(number_words(sum(values)))
        if indicator.kind == "ratio":
            places = [one for one in group if one.groups[0] is not None and not str(one.groups[0]).endswith("未分村")]
            known.numbers |= {str(len(places)), *(str(count) for count in _sizes(places))}
            known.numbers |= {f"{expected_false(count):.1f}" for count in _sizes(places)}
            _add(known, [pooled(indicator, places)])


def _sizes(places: list[Reading]) -> Iterator[int]:
    """How many places have too few cases for this or that."""
    sizes = [one.denominator or 0 for one in places]
    yield from (sum(low <= size < high for size in sizes) for low, high in ((0, RATE_FROM), (RATE_FROM, RANK_FROM), (RANK_FROM, 10**9)))


def _differences(known: Known, found: list[Reading]) -> None:
    """Between two figures of one indicator and group, as they are printed."""
    by_id = defaultdict(list)
    for one in found:
        if one.is_known:
            by_id[one.indicator, one.groups].append(round(one.value, one.indicator.decimals))
    for (indicator, _), values in by_id.items():
        apart = {round(abs(first - second), indicator.decimals) for first in values for second in values}
        into = known.points if indicator.unit == "%" else known.numbers
        into |= {number_words(one, indicator.decimals) for one in apart}


def texts_of(item: Finding | Chart | Table) -> Iterator[str]:
    """Every text of a finding, chart or table that a reader sees."""
    if isinstance(item, Finding):
        yield item.text
    elif isinstance(item, Chart):
        yield from (item.title, item.note, *(part for one in item.series for part in one.parts if part))
    else:
        yield from (item.title, item.note)
        yield from (cell.text for row in item.rows for cell in row)


def again(held: Material) -> Material:
    """The same question with nothing kept."""
    fresh = material(held.connection, held.area, held.span, edition=held.edition, decided=held.decided, rebases=held.rebases)
    return replace(fresh, known_to=held.known_to)


def unknown_in(brief: Brief, held: Material, sections: Iterable[str] | None = None) -> list[tuple[str, str]]:
    """(key, number) of every number of a brief, or of some of its sections, that measure() does not bear out."""
    return unknown_of([one for one in brief.sections if sections is None or one.key in sections], held)


def unknown_of(sections: Iterable[Section], held: Material, also=lambda held, item: Known()) -> list[tuple[str, str]]:
    """The same of sections alone; `also` is what may stand in an item besides what its basis says."""
    fresh, wrong, sections = again(held), [], list(sections)
    ask_together(fresh, (item.basis for one in sections for item in (*one.findings, *one.charts, *one.tables)))
    for section in sections:
        total = Known(days=days_of(fresh))
        for item in (*section.findings, *section.charts, *section.tables):
            known = known_of(fresh, item.basis) | also(fresh, item)
            total |= known
            wrong += [(item.key, one) for text in texts_of(item) for one in unknown(text, known)]
        wrong += [(section.key, one) for one in unknown(section.message, total)]
    return wrong
