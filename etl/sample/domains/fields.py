"""Planting: areas, yields and values a year, the one village that keeps its ledger by household, and greenhouses."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from random import Random

from etl.sample.chance import below, between
from etl.sample.domains.lines import Line, Page, Value, Written, domains, hundredths, year_end, years
from etl.sample.domains.places import Place, places
from etl.sample.words import villages, vocabulary
from etl.sample.writing import WIDE

PLANTING_SEED, GROWER_SEED, GREENHOUSE_SEED = 20231110, 20231111, 20231112
LEAST_MU = 40  # a crop below it is not listed


def _harvest(area: int, per_mu: int, price: int) -> dict[str, Value]:
    """Area in mu, kilograms a mu, price in 0.01 元 a kilogram: yield in tonnes, value in 万元."""
    kilograms = area * per_mu
    return {"area": area, "per_mu": per_mu, "yield": round(kilograms / 1000, 1), "value": hundredths(kilograms * price // 10_000)}


def _line(place: Place, year: int, item: str, values: dict[str, Value]) -> Line:
    return Line(village=place.name, end_on=year_end(year), values={"year": f"{year}年", "item": item, **values})


def _crop_lines(chance: Random, place: Place, year: int, at: int) -> Iterator[Line]:
    """One village's year; maize and potatoes are followed by a row of what of them was grown for seed."""
    for name, crop in domains()["crops"].items():
        area = place.arable_mu * (crop["share"] + between(chance, -3, 3)) * (100 + (at - 2) * (1 if crop["price"] > 500 else -1)) // 10_000
        per_mu = crop["per_mu"] * between(chance, 92, 108) // 100
        price = crop["price"] * between(chance, 94, 106) // 100
        helped = between(chance, 12, 60)
        part = area * between(chance, 18, 40) // 100
        if area < LEAST_MU:
            continue
        yield _line(place, year, name, {**_harvest(area, per_mu, price), "households": helped})
        if "part" in crop and place.location != "偏远":
            yield _line(place, year, crop["part"], _harvest(part, per_mu, price))


def is_by_household(village: str, year: int) -> bool:
    """Whether a village kept its ledger by household in a year, and so has no row in the common one."""
    told = domains()["growers"]
    return (village, year) == (told["village"], told["year"])


@cache
def _planting() -> tuple[Line, ...]:
    chance, draw = Random(PLANTING_SEED), domains()["draw"]
    found = []
    for place in places():
        for at, year in enumerate(range(draw["first_year"], draw["last_year"] + 1)):
            found += _crop_lines(chance, place, year, at)
    return tuple(line for line in found if not is_by_household(line.village, line.end_on.year))


def _plots(chance: Random) -> list[str]:
    """The crops of one household: one to three of them, maize mostly."""
    names = list(domains()["crops"])
    return [name for place, name in enumerate(names) if chance.random() < (0.85, 0.6, 0.4, 0.2, 0.15, 0.1)[place]] or names[:1]


def _grower_line(chance: Random, number: int, group: str, item: str) -> Line:
    told, crop = domains()["growers"], domains()["crops"][item]
    area = between(chance, 2, 14)
    kilograms = area * crop["per_mu"] * between(chance, 88, 112) // 100
    stems = told["stems"]
    person = told["placeholder"].format(stem=stems[number % len(stems)], ordinal=vocabulary()["ordinals"][number // len(stems)])
    values = {
        "group": group,
        "person": person,
        "item": item,
        "area": area,
        "yield_kg": kilograms,
        "value_yuan": kilograms * crop["price"] // 100,
    }
    return Line(village=told["village"], end_on=year_end(told["year"]), values=values)


@cache
def growers() -> tuple[Line, ...]:
    """A row a household and crop, in the order of the groups."""
    chance, told, found = Random(GROWER_SEED), domains()["growers"], []
    village = next(village for village in villages() if village.name == told["village"])
    groups = list(dict.fromkeys(grid.group for grid in village.grids))
    for number in range(told["households"]):
        group = groups[number * len(groups) // told["households"]]
        found += [_grower_line(chance, number, group, item) for item in _plots(chance)]
    return tuple(found)


def _area(area_mu: float, number: int) -> Value:
    """Some cells repeat the unit, some are typed in full-width digits."""
    text = {3: f"{area_mu}亩", 8: f"{area_mu}".translate(WIDE)}.get(number % 11)
    return Written(number=area_mu, text=text) if text else area_mu


@cache
def _greenhouses() -> tuple[Line, ...]:
    chance, draw, found = Random(GREENHOUSE_SEED), domains()["draw"], []
    for place in places():
        for name, kind in domains()["greenhouse"].items():
            count, mu = between(chance, *kind["count"]), between(chance, *kind["mu"])
            for year in range(draw["first_year"], draw["last_year"] + 1):
                count += below(chance, 4)
                value = count * between(chance, *kind["value"])
                found.append(_line(place, year, name, {"count": count, "area": _area(count * mu / 10, len(found)), "value": value / 10}))
    return tuple(found)


def fields_pages(day: date) -> Iterator[Page]:
    """The sheets of the years that had ended by a day."""
    known = years(day)
    if not known:
        return
    cutoff, told = year_end(known[-1]), domains()["growers"]
    for key, lines in (("planting", _planting()), ("growers", growers()), ("greenhouse", _greenhouses())):
        said = {"village": told["village"], "year": str(told["year"])} if key == "growers" else {}
        yield Page(key=key, lines=tuple(line for line in lines if line.end_on <= cutoff), cutoff=cutoff, said=said)
