"""The area ledger of the demonstration township: 镇, 村, 社 and 网格 with households and residents."""

from collections.abc import Iterator
from functools import cache
from itertools import groupby

from etl.sample.sheets import Row, Sheet, numbered
from etl.sample.words import Grid, Village, layouts, villages, vocabulary
from etl.sample.writing import Cell

FIELDS = ("serial", "town", "village", "group", "grid", "households", "residents", "basis", "location", "aliases", "remark")


def _aliases(village: Village) -> str:
    declared = layouts()["area"]
    spellings = [spelling.format(stem=village.stem) for spelling in declared["spellings"]]
    return declared["separator"].join([*spellings, village.alias] if village.alias else spellings)


def _line(names: tuple[str | None, str | None, str | None], households: int, residents: int, *, location: str | None = None,
          aliases: str | None = None) -> tuple[Cell, ...]:  # fmt: skip
    return (None, vocabulary()["town"], *names, households, residents, layouts()["area"]["basis"], location, aliases, None)


def _group_lines(village: Village, group: str, grids: list[Grid]) -> Iterator[tuple[Cell, ...]]:
    yield _line((village.name, group, None), sum(g.households for g in grids), sum(g.residents for g in grids))
    for grid in grids:
        yield _line((village.name, group, grid.name), grid.households, grid.residents)


def _village_lines(village: Village) -> Iterator[tuple[Cell, ...]]:
    yield _line((village.name, None, None), village.households, village.residents, location=village.location, aliases=_aliases(village))
    for group, grids in groupby(village.grids, key=lambda grid: grid.group):
        yield from _group_lines(village, group, list(grids))


def _lines() -> Iterator[tuple[Cell, ...]]:
    yield _line((None, None, None), sum(v.households for v in villages()), sum(v.residents for v in villages()))
    for village in villages():
        yield from _village_lines(village)


@cache
def area_sheet() -> Sheet:
    """The one sheet of the area ledger; its 合计 row adds up the villages."""
    declared = layouts()["area"]
    rows = numbered((Row(cells=line) for line in _lines()), FIELDS)
    town = rows[0].cells
    total = (declared["total_label"], *[None] * 4, town[5], town[6], *[None] * 4)
    return Sheet(
        file=declared["file"], name=declared["sheet"], headers=tuple(declared["headers"]), fields=FIELDS, rows=rows, layout="area",
        cutoff=vocabulary()["last_day"], title=declared["title"], total=total, footer=declared["footer"], merged=(1, 2, 3),
    )  # fmt: skip
