"""Livestock: what a quarter began with, gained and lost, and what stood at its end."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from random import Random

from etl.sample.chance import between
from etl.sample.domains.lines import Line, Page, Period, domains, last_day, quarters
from etl.sample.domains.places import Place, places

SEED = 20231113
SHARE_KEPT = 0.72  # of the kinds of animals, how many a village keeps


@dataclass(frozen=True, kw_only=True)
class Turnover:
    """One quarter of one herd; closing = opening + added - sold - died."""

    opening: int
    added: int
    sold: int
    died: int

    @property
    def closing(self) -> int:
        """What stands at the end."""
        return self.opening + self.added - self.sold - self.died


def _quarter(chance: Random, kind: dict, opening: int) -> Turnover:
    sold = opening * (kind["sold"] + between(chance, -3, 3)) // 100
    died = opening * between(chance, 0, 2) // 100
    return Turnover(opening=opening, added=opening * (kind["born"] + between(chance, -2, 4)) // 100, sold=sold, died=died)


def _line(place: Place, period: Period, item: str, turnover: Turnover) -> Line:
    breeding = domains()["herds"][item]["breeding"]
    values = {
        "period": period.text, "item": item, "opening": turnover.opening, "added": turnover.added, "sold": turnover.sold, "died": turnover.died,
        "closing": turnover.closing, "breeding": turnover.closing * breeding // 100 if breeding else None,
    }  # fmt: skip
    return Line(village=place.name, end_on=period.end_on, values=values)


def _herds(chance: Random, place: Place) -> dict[str, int]:
    """The kinds of animals a village keeps, and how many there were when the ledger began."""
    kept = {name: kind for name, kind in domains()["herds"].items() if chance.random() < SHARE_KEPT}
    return {name: int(place.households * kind["per_household"] * between(chance, 60, 130) // 100) for name, kind in kept.items()}


@cache
def herd_lines() -> tuple[Line, ...]:
    """Every quarter of every herd, by quarter and village."""
    chance, found = Random(SEED), []
    standing = {place.name: _herds(chance, place) | _required(place) for place in places()}
    for period in quarters(last_day(None)):
        for place in places():
            for item, opening in standing[place.name].items():
                turnover = _quarter(chance, domains()["herds"][item], opening)
                standing[place.name][item] = turnover.closing
                found.append(_line(place, period, item, turnover))
    return tuple(found)


def _required(place: Place) -> dict[str, int]:
    """The herd that is off by ten per cent in one quarter must be there."""
    told = domains()["herds_off"]
    return {told["item"]: place.households * 4} if place.name == told["village"] else {}


def is_off(line: Line) -> bool:
    """Whether this is the row whose closing stock is wrong on purpose."""
    told = domains()["herds_off"]
    return (line.village, line.values["period"], line.values["item"]) == (told["village"], told["period"], told["item"])


def put_off(page: Page) -> Page:
    """The page with the closing stock of that one row too high; any other page as it is."""
    if page.key != "livestock":
        return page
    percent = domains()["herds_off"]["percent"]
    lines = (
        replace(one, values={**one.values, "closing": one.values["closing"] * percent // 100}) if is_off(one) else one for one in page.lines
    )
    return replace(page, lines=tuple(lines))


def herds_pages(day: date) -> Iterator[Page]:
    """The sheet of the quarters that had ended by a day."""
    ended = list(quarters(day))
    if ended:
        cutoff = ended[-1].end_on
        yield Page(key="livestock", lines=tuple(line for line in herd_lines() if line.end_on <= cutoff), cutoff=cutoff)
