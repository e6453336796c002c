"""Infrastructure and surroundings: what a quarter added, and what stood at its end."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from random import Random

from etl.sample.chance import between
from etl.sample.domains.lines import Line, Page, Period, Value, Written, domains, last_day, quarters
from etl.sample.domains.places import Place, places

SEED = 20231109
METRES = 1000


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What stands in a village; roads in metres."""

    road: int
    road_total: int
    lamps: int
    toilets: int
    public_toilets: int
    taps: int
    fibre: int
    transformers: int
    kva: int


def _beginning(chance: Random, place: Place) -> Standing:
    draw = domains()["draw"]["facility"]
    per_hundred = {name: place.households * between(chance, *draw[name]) // 100 for name in ("lamps", "toilets", "taps", "fibre")}
    road = place.households * between(chance, *draw["road_metres"]) // 100 // 10 * 10
    transformers = max(2, place.households // 75)
    return Standing(
        road=road, road_total=road * between(chance, *draw["road_total_percent"]) // 100 // 10 * 10,
        public_toilets=between(chance, 1, 3), transformers=transformers, kva=transformers * between(chance, *draw["kva"]) // 10 * 10 + 100,
        **per_hundred,
    )  # fmt: skip


def _brought(chance: Random, place: Place, quarter: int, before: Standing) -> dict[str, int]:
    """What one quarter adds; `quarter` from 0 to 3. Roads and toilets stop where there is nothing left to do."""
    seasons = domains()["draw"]["facility"]["seasons"]
    weight = {name: of_year[quarter] for name, of_year in seasons.items()}
    road = min(weight["road"] * between(chance, 0, 9) * 10, max(0, before.road_total - before.road))
    toilets = min(weight["toilets"] * between(chance, 0, 5), max(0, place.households - before.toilets))
    return {
        "road": road, "lamps": weight["lamps"] * between(chance, 0, 4), "toilets": toilets,
        "garbage": weight["garbage"] * between(chance, 8, 22) * (1 + place.households // 200),
        "trees": weight["trees"] * between(chance, 0, 140), "demolished": weight["demolished"] * between(chance, 0, 90),
        "taps": min(between(chance, 0, 3), place.households - before.taps), "fibre": min(between(chance, 0, 6), place.households - before.fibre),
        "kva": 200 if chance.random() < 0.05 else 0,
    }  # fmt: skip


def _after(before: Standing, brought: dict[str, int]) -> Standing:
    return Standing(
        road=before.road + brought["road"], road_total=before.road_total, lamps=before.lamps + brought["lamps"],
        toilets=before.toilets + brought["toilets"], public_toilets=before.public_toilets, taps=before.taps + brought["taps"],
        fibre=before.fibre + brought["fibre"], transformers=before.transformers + (brought["kva"] > 0), kva=before.kva + brought["kva"],
    )  # fmt: skip


def _kilometres(metres: int) -> float:
    return round(metres / METRES, 2)


def _garbage(cubic_metres: int, number: int) -> Value:
    """Some villages round what they carried off, and say so."""
    if number % 7 == 3 and cubic_metres >= 20:
        rounded = cubic_metres // 10 * 10
        return Written(number=rounded, text=f"约{rounded}")
    if number % 11 == 5 and cubic_metres >= 20:
        return Written(number=cubic_metres // 10 * 10, text=f"{cubic_metres // 10 * 10}余")
    return cubic_metres


def _stock_line(place: Place, period: Period, standing: Standing, dark: int) -> Line:
    values = {
        "period": period.text, "road_km": _kilometres(standing.road), "road_total_km": _kilometres(standing.road_total), "lamps": standing.lamps,
        "lamps_lit": standing.lamps - dark, "toilet_households": standing.toilets, "public_toilets": standing.public_toilets,
        "water_households": standing.taps, "fiber_households": standing.fibre, "transformers": standing.transformers,
        "transformer_kva": standing.kva,
    }  # fmt: skip
    return Line(village=place.name, end_on=period.end_on, values=values)


def _added_line(place: Place, period: Period, brought: dict[str, int], number: int) -> Line:
    values = {
        "period": period.text, "road_added_km": _kilometres(brought["road"]), "lamps_added": brought["lamps"], "toilets_added": brought["toilets"],
        "garbage_m3": _garbage(brought["garbage"], number), "trees": brought["trees"], "demolished_m2": brought["demolished"],
    }  # fmt: skip
    if period.text == domains()["draw"]["facility"]["silent"].get(place.name):
        values |= dict.fromkeys(("garbage_m3", "trees", "demolished_m2"))
    return Line(village=place.name, end_on=period.end_on, values=values)


@cache
def _drawn() -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    chance, stock, added = Random(SEED), [], []
    for place in places():
        standing = _beginning(chance, place)
        for at, period in enumerate(quarters(last_day(None))):
            brought = _brought(chance, place, at % 4, standing)
            standing = _after(standing, brought)
            stock.append(_stock_line(place, period, standing, standing.lamps * between(chance, 0, 9) // 100))
            added.append(_added_line(place, period, brought, len(added)))
    return tuple(stock), tuple(added)


def works_pages(day: date) -> Iterator[Page]:
    """The two sheets of the quarters that had ended by a day."""
    ended = list(quarters(day))
    if not ended:
        return
    cutoff = ended[-1].end_on
    for key, lines in zip(("facility_stock", "facility_added"), _drawn(), strict=True):
        yield Page(key=key, lines=tuple(line for line in lines if line.end_on <= cutoff), cutoff=cutoff)
