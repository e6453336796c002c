"""An assessment: what each village measures under a scheme in a period, and the score sheets that follow from it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from indicators.definition import Indicator, load_catalog
from indicators.measure import measure_each
from indicators.scheme import Item, Scheme
from indicators.scope import Scope, bounds
from indicators.score import Cell, VillageScore, score_town
from indicators.villages import Village, villages
from reports.reading import Reading, readings
from reports.signals import is_counted_rate
from reports.view import month_start

MONTHLY = (
    "case",
    "petition",
    "dispute",
    "activity",
    "project",
)  # measured over the item's window; every other domain by its last reported year
YEARS_BACK = 3  # how long a yearly figure may be the last one known
MONTHS = {"quarter": 3, "half": 6, "year": 12}
UNKNOWN_GROUP = "未知"


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """A town assessed: by village and indicator the reading behind each cell and the scope it opens in, the group of each, the score sheets."""

    scheme: Scheme
    area: str | None
    period: str
    start: date
    end: date
    villages: Sequence[Village]
    readings: Mapping[str, Mapping[str, Reading]]
    scopes: Mapping[str, Mapping[str, Scope]]
    cells: Mapping[str, Mapping[str, Cell]]
    bonuses: Mapping[str, Mapping[str, float]]
    groups: Mapping[str, str]
    scores: Sequence[VillageScore]

    def score_of(self, village: str) -> VillageScore:
        """The score sheet of one village, by its path. Raises StopIteration where it is none of the assessed."""
        return next(one for one in self.scores if one.village == village)


def period_bounds(period: str) -> tuple[date, date]:
    """First and last day of an assessed period: 2026-Q3, 2026-H1, 2026. Raises ValueError for anything else."""
    year, _, half = period.partition("-H")
    if half in ("1", "2"):
        return (date(int(year), 1, 1), date(int(year), 6, 30)) if half == "1" else (date(int(year), 7, 1), date(int(year), 12, 31))
    start, end = bounds(period)
    if start is None:
        raise ValueError(f"{period!r} is no period of an assessment")
    return start, end


def period_of_day(day: date, kind: str) -> str:
    """The assessed period in which a day lies: by quarter, half or year."""
    return {"quarter": f"{day.year}-Q{(day.month + 2) // 3}", "half": f"{day.year}-H{1 + (day.month > 6)}", "year": f"{day.year}"}[kind]


def period_before(period: str) -> str:
    """The period of the same kind that ended when this one began."""
    kind = "half" if "H" in period else "quarter" if "Q" in period else "year"
    return period_of_day(month_start(period_bounds(period)[0], 1), kind)


def assess(
    connection, scheme: Scheme, area: str | None, period: str, bonuses: Mapping[str, Mapping[str, float]], known_to: date | None = None
) -> Assessment:
    """The score sheets of every village of an area. `bonuses`: by village path, how often each manual item applies; `known_to`: how far the
    data go, where the period is not over. Figures are those of the connection's snapshot, not replayed."""
    start, end = period_bounds(period)
    end = min(end, known_to or end)
    places = villages(connection, area)
    found = _measured(connection, scheme, area, start, end)
    read = {place.path: {id: one for id, (one, _) in found.get(place.path, {}).items()} for place in places}
    scopes = {place.path: {id: scope for id, (_, scope) in found.get(place.path, {}).items()} for place in places}
    cells = {path: {id: _cell(scheme, id, one) for id, one in own.items()} for path, own in read.items()}
    groups = {place.path: group_of(scheme, place) for place in places}
    return Assessment(
        scheme=scheme, area=area, period=period, start=start, end=end, villages=places, readings=read, scopes=scopes, cells=cells,
        bonuses=bonuses, groups=groups, scores=score_town(scheme, cells, bonuses, groups),
    )  # fmt: skip


def rescored(held: Assessment, scheme: Scheme) -> Assessment:
    """The same figures under another scheme of the same items: what if the weights or goalposts were others."""
    return replace(held, scheme=scheme, scores=score_town(scheme, held.cells, held.bonuses, held.groups))


def _measured(connection, scheme: Scheme, area: str | None, start: date, end: date) -> dict[str, dict[str, tuple[Reading, Scope]]]:
    """By village and indicator, the reading and the scope it was measured in; of an item of own trend the reading is the change in per cent."""
    found: dict[str, dict[str, tuple[Reading, Scope]]] = {}
    windows: dict[int, list[str]] = {}
    yearly: dict[str, bool] = {}
    for id, item in _wanted(scheme):
        if load_catalog()[id].domain in MONTHLY and not item.is_own_trend:
            windows.setdefault(item.window_months, []).append(id)
        else:
            yearly[id] = item.is_own_trend
    for months, ids in windows.items():
        scope = Scope(area=area, start=month_start(end, months - 1) if months else start, end=end)
        for one in _readings(connection, ids, scope):
            found.setdefault(one.groups[0], {})[one.indicator.id] = (one, scope)
    for id, is_trend in yearly.items():
        scope = Scope(area=area, start=date(end.year - YEARS_BACK, 1, 1), end=end, grain="year")
        for village, course in _by_village(_readings(connection, [id], scope)).items():
            found.setdefault(village, {})[id] = _last(course, scope, is_trend)
    return found


def _wanted(scheme: Scheme) -> Iterable[tuple[str, Item]]:
    """Every indicator that is measured with the item that says over which window: a gate over that of what it guards."""
    for item in scheme.items:
        yield item.id, item
        if item.gate and item.gate not in [other.id for other in scheme.items]:
            yield item.gate, replace(item, id=item.gate, is_own_trend=False)


def _readings(connection, ids: Sequence[str], scope: Scope) -> list[Reading]:
    catalog = load_catalog()
    (frame,) = measure_each(connection, [([catalog[id] for id in dict.fromkeys(ids)], ("village",))], scope)
    return [one for one in readings(frame, catalog) if one.groups[0]]


def _by_village(course: Iterable[Reading]) -> dict[str, list[Reading]]:
    found: dict[str, list[Reading]] = {}
    for one in course:
        found.setdefault(one.groups[0], []).append(one)
    return found


def _last(course: list[Reading], scope: Scope, is_trend: bool) -> tuple[Reading, Scope]:
    """The last year that is known; of an item of own trend, its change against the year before it in per cent."""
    known = [one for one in course if one.is_known]
    last = known[-1] if known else course[-1]
    if not is_trend or not known:
        return last, scope.at(last.period)
    before = next((one for one in known if int(one.period) == int(last.period) - 1), None)
    if before is None or not before.value:
        return replace(last, value=None, note=f"{int(last.period) - 1}年没有可比的数"), scope.at(last.period)
    change = (last.value - before.value) / abs(before.value) * 100
    return replace(last, numerator=last.value, denominator=before.value, value=change), scope.at(last.period)


def _cell(scheme: Scheme, id: str, one: Reading) -> Cell:
    return Cell(
        numerator=one.numerator, denominator=one.denominator, value=one.value, note="" if one.is_known else one.note,
        is_sample=_is_sample(one.indicator), low=one.low, high=one.high,
    )  # fmt: skip


def _is_sample(indicator: Indicator) -> bool:
    return is_counted_rate(indicator) or (indicator.is_sample and indicator.kind in ("survival", "quantile"))


def group_of(scheme: Scheme, place: Village) -> str:
    """Which like villages a village is ranked among: by households, by location, or all together."""
    if scheme.grouping == "location":
        return place.location or UNKNOWN_GROUP
    if scheme.grouping != "size":
        return ""
    if place.households is None:
        return UNKNOWN_GROUP
    lower = [bound for bound in scheme.size_bounds if place.households >= bound]
    upper = [bound for bound in scheme.size_bounds if place.households < bound]
    if not upper:
        return f"{lower[-1]} 户及以上"
    return f"{lower[-1]}—{upper[0]} 户" if lower else f"不足 {upper[0]} 户"
