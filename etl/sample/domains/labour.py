"""People who find work elsewhere, by month and by year so far, and posts of public welfare."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from random import Random

from etl.sample.chance import between
from etl.sample.domains.lines import Line, Page, Period, Value, domains, hundredths, last_day, month_end, months_of
from etl.sample.domains.places import Place, places

SEED = 20231114
WHERE = ("county", "province", "outside")


def _parted(chance: Random, number: int) -> Counter[str]:
    """A month's number by where people went."""
    told = domains()["labour"]
    county = number * between(chance, *told["county_percent"]) // 100
    province = number * between(chance, *told["province_percent"]) // 100
    return Counter({"county": county, "province": province, "outside": number - county - province})


def _poor(chance: Random, month: Counter[str]) -> Counter[str]:
    share = between(chance, *domains()["labour"]["poor_percent"])
    return Counter({where: month[where] * share // 100 for where in WHERE})


def _values(period: Period, scope: str, month: Counter[str], year: Counter[str], income_yuan: int) -> dict[str, Value]:
    monthly = {f"month_{where}": month[where] for where in WHERE} | {"month_all": sum(month[where] for where in WHERE)}
    yearly = {f"year_{where}": year[where] for where in WHERE} | {"year_all": sum(year[where] for where in WHERE)}
    return {"month": period.text, "scope": scope, **monthly, **yearly, "year_income": hundredths(income_yuan // 100)}


def _month(chance: Random, place: Place, period: Period, so_far: dict[str, Counter[str]]) -> Iterator[Line]:
    """The row of the whole village and that of the households lifted out of poverty; `so_far` holds the year's sums, income too."""
    told = domains()["labour"]
    target = place.residents * between(chance, *told["share_percent"]) // 100
    month = _parted(chance, target * told["seasons"][period.end_on.month - 1] // 100)
    wage = between(chance, *told["income_yuan"])
    for scope, found in ((told["all"], month), (told["poor"], _poor(chance, month))):
        year = so_far[scope]
        year.update(found)
        year["income"] += sum(year[where] for where in WHERE) * wage
        yield Line(village=place.name, end_on=period.end_on, values=_values(period, scope, found, year, year["income"]))


def _years() -> range:
    return range(domains()["draw"]["first_month_year"], last_day(None).year + 1)


@cache
def labour_lines() -> tuple[Line, ...]:
    """Two rows a village and month."""
    chance, told, found = Random(SEED), domains()["labour"], []
    for year in _years():
        so_far = {place.name: {told["all"]: Counter(), told["poor"]: Counter()} for place in places()}
        for period in months_of(year, last_day(None)):
            for place in places():
                found += _month(chance, place, period, so_far[place.name])
    return tuple(found)


@cache
def _posts() -> tuple[Line, ...]:
    chance, told, found = Random(SEED + 1), domains()["labour"], []
    standing = {p.name: p.households * between(chance, *told["posts_per_hundred_households"]) // 100 for p in places()}
    for year in _years():
        for period in months_of(year, last_day(None)):
            for place in places():
                standing[place.name] = max(1, standing[place.name] + (between(chance, -1, 1) if chance.random() < 0.2 else 0))
                found.append(Line(village=place.name, end_on=period.end_on, values={"month": period.text, "posts": standing[place.name]}))
    return tuple(found)


def labour_pages(day: date) -> Iterator[Page]:
    """A workbook a year, up to the last month that had ended by a day."""
    for year in range(domains()["draw"]["first_month_year"], day.year + 1):
        ended = months_of(year, day)
        cutoff = ended[-1].end_on if ended else month_end(year, 1)
        for key, lines in (("labour", labour_lines()), ("posts", _posts())):
            own = tuple(line for line in lines if line.end_on.year == year and line.end_on <= day)
            yield Page(key=key, lines=own, cutoff=cutoff)
