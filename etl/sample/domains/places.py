"""What the other ledgers agree on about a village: registered residents, land, members of the Party and its groups."""

from dataclasses import dataclass
from functools import cache
from random import Random

from etl.sample.chance import between
from etl.sample.domains.lines import domains
from etl.sample.words import Village, villages

SEED = 20231105


@dataclass(frozen=True, kw_only=True)
class Place:
    """A village as the statistics know it; numbers of the last year."""

    name: str
    location: str
    households: int
    residents: int
    registered: int
    groups: int
    grids: int
    arable_mu: int
    transferred_mu: int
    members: int
    women: int
    mobile: int
    party_groups: int


def _place(chance: Random, village: Village) -> Place:
    draw = domains()["draw"]["place"]
    arable = village.households * between(chance, *draw["arable_mu_per_household"])
    members = village.residents * between(chance, *draw["members_percent"]) // 100 + 8
    return Place(
        name=village.name, location=village.location, households=village.households, residents=village.residents,
        registered=village.residents * draw["registered_percent"] // 100, groups=len({grid.group for grid in village.grids}),
        grids=len(village.grids), arable_mu=arable, transferred_mu=arable * between(chance, 12, 34) // 100, members=members,
        women=members * between(chance, *draw["women_percent"]) // 100, mobile=members * between(chance, 4, 12) // 100,
        party_groups=min(between(chance, *draw["party_groups"]), len(village.grids)),
    )  # fmt: skip


@cache
def places() -> tuple[Place, ...]:
    """The twelve villages."""
    chance = Random(SEED)
    return tuple(_place(chance, village) for village in villages())
