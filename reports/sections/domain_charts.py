"""The charts of 党建、实事、项目、产业: how projects stand against their plan, and what each village's collective took in."""

from indicators.definition import load_catalog
from indicators.scope import Scope
from reports.brief import COLUMN, Chart, Series
from reports.material import Material, basis_of
from reports.reading import Reading, of
from reports.sections.charts import bar_chart, series
from reports.sections.domain_figures import Figure, domains, end_scope, figures_of, known_to, years_scope
from reports.sections.wording import message, official, told
from reports.words import day_words, number_words, period_words

START, FINISH, ON_TIME, OVERDUE = "project_start_rate", "project_finish_rate", "project_on_time_rate", "project_overdue_count"
INCOME = "collective_income"
MOST_VILLAGES = 20


def project_chart(held: Material) -> Chart | None:
    """How many projects should have begun and have, should be finished and are, and in time; None without such a plan."""
    now = held.whole((START, FINISH, ON_TIME, OVERDUE), end_scope(held))
    rates = [now[id] for id in (START, FINISH, ON_TIME) if now[id].is_known]
    if not now[FINISH].is_known or not now[FINISH].denominator:
        return None
    bars = _bars(now)
    day = day_words(known_to(held, FINISH))
    title = f"应完工{number_words(now[FINISH].denominator)}个项目，已完工{number_words(now[FINISH].numerator)}个"
    title += f"，按期{number_words(now[ON_TIME].numerator)}个" if now[ON_TIME].is_known else ""
    return Chart(
        key="domains.projects", title=message(title).rstrip("。"), kind=COLUMN, categories=tuple(name for name, _ in bars),
        series=(Series(name=load_catalog()["project_count"].name, values=tuple(value for _, value in bars)),), unit="个项目", low=0.0,
        note=official(f"截至{day}；{'，'.join(map(told, rates))}"), basis=basis_of((START, FINISH, ON_TIME, OVERDUE), end_scope(held)),
    )  # fmt: skip


def _bars(now: dict[str, Reading]) -> list[tuple[str, float]]:
    start, finish, on_time, late = (now[id] for id in (START, FINISH, ON_TIME, OVERDUE))
    begun = [("应开工", start.denominator), ("已开工", start.numerator)] if start.is_known else []
    ended = [("应完工", finish.denominator), ("已完工", finish.numerator)]
    ended += [("按期完工", on_time.numerator)] if on_time.is_known else []
    return [*begun, *ended, *([("过期未完工", late.value)] if late.is_known else [])]


def collective_chart(held: Material) -> Chart | None:
    """What each village's collective took in in the last year told; over the years where there are many villages."""
    figures = figures_of(held, domains()["collective"])
    last = next((one for one in figures if one.reading.indicator.id == INCOME), None)
    if last is None:
        return None
    found = held.figures((INCOME,), years_scope(held), ("village",))
    villages = list(dict.fromkeys(one.groups[0] for one in found if one.is_known and one.period == last.reading.period))
    return _by_village(held, last, found, villages) if 1 < len(villages) <= MOST_VILLAGES else _by_year(held, last)


def _by_village(held: Material, last: Figure, found: list[Reading], villages: list[object]) -> Chart:
    indicator, year = last.reading.indicator, last.reading.period
    drawn = [series(period_words(year), [_at(found, year, village) for village in villages])]
    return bar_chart(
        "domains.collective", official(f"{last.time}{told(last.reading)}"), "village", villages, drawn, indicator,
        note=official(f"{number_words(len(villages))}个村报数，按地区台账顺序；没有报的村不画"),
        basis=basis_of((INCOME,), Scope(area=held.area, end=held.now.end, grain="year"), ("village",)),
    )  # fmt: skip


def _at(found: list[Reading], year: str, village: object) -> Reading | None:
    return next((one for one in found if one.period == year and one.groups[0] == village), None)


def _by_year(held: Material, last: Figure) -> Chart | None:
    course = [one for one in of(held.figures(domains()["collective"].ids, years_scope(held)), INCOME) if one.is_known]
    if len(course) < 2:
        return None
    return Chart(
        key="domains.collective", title=official(f"{last.time}{told(last.reading)}"), kind=COLUMN,
        categories=tuple(period_words(one.period) for one in course), series=(series(last.reading.indicator.name, course),),
        unit=last.reading.indicator.unit, decimals=last.reading.indicator.decimals, low=0.0, note="没有报数的年份不画",
        basis=basis_of((INCOME,), years_scope(held)),
    )  # fmt: skip
