"""Villages by types with totals: as counted, or in an edition for outside with what would give a small count away left out."""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.columns import load_columns
from indicators.definition import load_catalog
from indicators.suppression import GRAND, PUBLISHED, WORDS, Entry, Protected, protected
from reports.brief import ISSUED, MISSING, SUPPRESSED, Cell, Column, Section, Table
from reports.material import Material, basis_of
from reports.sections.tables import NAME_WIDTH, number_cell, words_cell
from reports.sections.told import window_words
from reports.sections.wording import message
from reports.sentences_places import names
from reports.words import UNREPORTED, group_words, number_words

KIND, PLACE = "category_1", "village"
FEWER_KINDS = (9, 5, 3)  # how many types stand by themselves: fewer where a table for outside could not be printed otherwise
REST, TOTAL = "其余各类", "合计"
NUMBER_WIDTH = 7
NOTE_KEPT = f"“{WORDS['primary']}”为1至4件；“{WORDS['complementary']}”为防止推算出小数而一并隐去；0和其余数字照实印"


@dataclass(frozen=True, kw_only=True)
class Cross:
    """Counts by place and type: what the types are called, the places that reported, a line of counts each, and the places that did not."""

    held: Material
    id: str
    kinds: tuple[str, ...]
    places: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    silent: tuple[str, ...]


def cross(held: Material, id: str, most: int = FEWER_KINDS[0]) -> Cross | None:
    """The counts of an indicator over the window, at most so many types by themselves; None without two places and two types to tell apart."""
    found = {one.groups: int(one.value) for one in held.figures((id,), held.window, (PLACE, KIND)) if one.value}
    reported = [one.groups[0] for one in held.figures((id,), held.window, (PLACE,)) if one.is_known]
    by_kind: dict[object, int] = {}
    for (_, kind), count in found.items():
        by_kind[kind] = by_kind.get(kind, 0) + count
    if len(reported) < 2 or len(by_kind) < 2:
        return None
    kinds = sorted(by_kind, key=lambda kind: (kind is None, -by_kind[kind]))
    named, rest = kinds[:most], kinds[most:]
    called = names(PLACE, [*reported, *(one.path for one in held.villages)])
    return Cross(
        held=held, id=id, kinds=(*(group_words(KIND, kind) for kind in named), *([REST] if rest else [])),
        places=tuple(called[place] for place in reported),
        counts=tuple(
            (*(found.get((place, kind), 0) for kind in named), *([sum(found.get((place, kind), 0) for kind in rest)] if rest else []))
            for place in reported
        ),
        silent=tuple(called[one.path] for one in held.villages if one.path not in reported),
    )  # fmt: skip


def section(held: Material, id: str, key: str, title: str) -> Section | None:
    """The annex of a table of villages by types; of one that must not be printed for outside why; None where there is nothing to tell apart."""
    found = cross(held, id)
    if found is None:
        return None
    if held.edition != ISSUED:
        return Section(key=key, title=title, tables=(_table(found, None, key, title),))
    tried = [(one, protected(one.counts, everything(one.counts))) for most in FEWER_KINDS if (one := cross(held, id, most)) is not None]
    found, kept = next((one for one in tried if not one[1].is_withheld), tried[-1])
    if kept.is_withheld:
        return Section(key=key, title=title, empty=message(f"{title}：{kept.withheld}"))
    return Section(key=key, title=title, tables=(_table(found, kept, key, title),))


def everything(counts: Sequence[Sequence[int]]) -> set[Entry]:
    """All totals of a table: they stand elsewhere in a brief too, by village or by type, so that leaving them out here would hide nothing."""
    return {GRAND, *((row, None) for row in range(len(counts))), *((None, column) for column in range(len(counts[0])))}


def _table(found: Cross, kept: Protected | None, key: str, title: str) -> Table:
    columns = (
        Column(name=load_columns()[PLACE].name, width=NAME_WIDTH),
        *(Column(name=kind, width=max(NUMBER_WIDTH, 2 * min(len(kind), 4)), is_number=True) for kind in found.kinds),
        Column(name=TOTAL, width=NUMBER_WIDTH, is_number=True),
    )
    rows = [_row(found, kept, at) for at in range(len(found.places))]
    silent = [(words_cell(name), *(Cell(text=UNREPORTED, mark=MISSING) for _ in columns[1:])) for name in found.silent]
    total = (words_cell(TOTAL), *_totals(found, kept))
    grand = sum(map(sum, found.counts))
    note = "；".join(
        filter(None, [f"{window_words(found.held)}，{load_catalog()[found.id].name}共{number_words(grand)}件", NOTE_KEPT if kept else ""])
    )
    return Table(
        key=key, title=f"{title}（{load_catalog()[found.id].unit}）", columns=columns, rows=(*rows, *silent, total), note=note,
        basis=basis_of((found.id,), found.held.window, (PLACE, KIND)),
    )  # fmt: skip


def _row(found: Cross, kept: Protected | None, at: int) -> tuple[Cell, ...]:
    states = (*kept.cells[at], kept.row_totals[at]) if kept else None
    counts = (*found.counts[at], sum(found.counts[at]))
    return (words_cell(found.places[at]), *_cells(counts, states))


def _totals(found: Cross, kept: Protected | None) -> tuple[Cell, ...]:
    columns = [sum(line) for line in zip(*found.counts, strict=True)]
    return _cells((*columns, sum(columns)), (*kept.column_totals, kept.grand_total) if kept else None)


def _cells(counts: Sequence[int], states: Sequence[str] | None) -> tuple[Cell, ...]:
    return tuple(
        number_cell(count, "件") if state == PUBLISHED else Cell(text=WORDS[state], mark=SUPPRESSED)
        for count, state in zip(counts, states or (PUBLISHED,) * len(counts), strict=True)
    )
