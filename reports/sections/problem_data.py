"""What is wrong with the data behind the figures of a brief: ledgers that stopped, villages that are silent, days of closing, missing fields."""

from collections.abc import Sequence

from indicators.definition import load_catalog
from indicators.ledgers import Ledger, ledgers
from indicators.scope import Scope
from reports.brief import Finding
from reports.intervals import interval
from reports.material import Material, basis_of
from reports.reading import Reading
from reports.sections.told import window_words
from reports.sections.wording import finding, told
from reports.words import day_words, number_words

MONTH_END = "case_month_end_closed_share"
EVEN_SHARE = 100 * 2 / 28  # what two days are of the shortest month, per cent
RECEIVED = {"appeal": "case_received_count", "dispute": "dispute_found_count"}
MOST_NAMES = 6


def books(held: Material) -> list[Ledger]:
    """The books of single cases that hold something of the area, the stalest first; totals of months are no such book."""
    return [one for one in ledgers(held.connection, Scope(area=held.area)) if one.kind in RECEIVED]


def book_name(one: Ledger) -> str:
    """A book with its channel: 诉求工单（12345）."""
    return f"{one.name}（{one.channel}）" if one.channel else one.name


def stale_words(found: Sequence[Ledger]) -> list[str]:
    """The books that stopped, each with the day up to which it speaks."""
    return [f"{book_name(one)}只到{day_words(one.known_to)}" for one in found if one.is_stale]


def silent_words(found: Sequence[Ledger]) -> list[str]:
    """The villages that no channel of a book named in twelve months, a book each."""
    silent = {name: set.intersection(*(set(one.silent_villages) for one in parts)) for name, parts in _by_book(found).items()}
    return [f"{_listed(sorted(villages))}近12个月在{name}台账中没有记录" for name, villages in silent.items() if villages]


def unclosed_words(found: Sequence[Ledger]) -> list[str]:
    """How many cases of a book have no closing time, so that nobody knows whether they are open, a book each."""
    counted = {name: sum(one.without_closing for one in parts) for name, parts in _by_book(found).items()}
    return [f"{name}有{number_words(count)}件没有办结时间" for name, count in counted.items() if count]


def _by_book(found: Sequence[Ledger]) -> dict[str, list[Ledger]]:
    named: dict[str, list[Ledger]] = {}
    for one in found:
        named.setdefault(one.name, []).append(one)
    return named


def _listed(names: Sequence[str]) -> str:
    rest = f"等{number_words(len(names))}个村" if len(names) > MOST_NAMES else ""
    return "、".join(names[:MOST_NAMES]) + rest


def ledger_finding(held: Material) -> Finding | None:
    """Ledgers that stopped, villages that are silent, cases without a closing time; None where all speak."""
    found = books(held)
    silent = [f"{one}，是没有事还是没有报需核对" for one in silent_words(found)]
    unclosed = [f"{one}，无从得知是否在办" for one in unclosed_words(found)]
    parts = [*stale_words(found), *silent, *unclosed]
    ids = dict.fromkeys(RECEIVED[one.kind] for one in found)
    return finding("problems.ledgers", "；".join(parts), basis=basis_of(ids, held.window)) if parts else None


def month_end_finding(held: Material) -> Finding | None:
    """That more was closed on the last two days of the months than two days' share; None where it was not."""
    reading = held.whole((MONTH_END,), held.window)[MONTH_END]
    if not is_bunched(reading):
        return None
    text = f"{window_words(held)}{told(reading)}，高于按天均摊的水平，办结时间是否集中补录需核对"
    return finding("problems.month_end", text, basis=basis_of((MONTH_END,), held.window))


def is_bunched(reading: Reading) -> bool:
    """Whether the share closed on the last two days is beyond what two days are of a month, by its interval."""
    return reading.is_known and bool(reading.denominator) and interval(reading)[0] > EVEN_SHARE


def lacking(held: Material, ids: Sequence[str]) -> dict[str, list[str]]:
    """What rows lacked so that they were left out of figures of the period: the reason -> the names of the figures."""
    found: dict[str, list[str]] = {}
    for one in held.whole(ids, held.now).values():
        for reason in filter(_is_left_out, one.note.split("；") if one.is_known else ()):
            found.setdefault(reason, []).append(load_catalog()[one.indicator.id].name)
    return found


def _is_left_out(reason: str) -> bool:
    return reason.endswith("未计入")


def lacking_finding(held: Material, ids: Sequence[str]) -> Finding | None:
    """The fields whose absence left rows out of figures; None where none did."""
    found = lacking(held, ids)
    if not found:
        return None
    text = "；".join(f"{'、'.join(names)}：{reason}" for reason, names in found.items())
    return finding("problems.fields", text, basis=basis_of(ids, held.now))
