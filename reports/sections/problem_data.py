"""What is wrong with the data behind the figures of a brief: ledgers that stopped, villages that are silent, days of closing, missing fields."""

from collections.abc import Sequence

from indicators.definition import load_catalog
from indicators.ledgers import Ledger, ledgers
from indicators.scope import Scope
from reports.brief import Finding
from reports.intervals import interval
from reports.material import Material, basis_of
from reports.reading import Reading
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


def stale_words(one: Ledger) -> str:
    """Up to when a book that stopped speaks; blank for one that did not."""
    return f"{book_name(one)}只到{day_words(one.known_to)}" if one.is_stale else ""


def silent_words(one: Ledger) -> str:
    """The villages that a book did not name in twelve months; blank where it named all."""
    if not one.silent_villages:
        return ""
    names = "、".join(one.silent_villages[:MOST_NAMES])
    rest = f"等{number_words(len(one.silent_villages))}个村" if len(one.silent_villages) > MOST_NAMES else ""
    return f"{names}{rest}近12个月在{book_name(one)}中没有记录"


def ledger_finding(held: Material) -> Finding | None:
    """Ledgers that stopped, villages that are silent, cases without a closing time; None where all speak."""
    found = books(held)
    unclosed = [
        f"{book_name(one)}有{number_words(one.without_closing)}件没有办结时间，无从得知是否在办" for one in found if one.without_closing
    ]
    silent = [words for one in found if (words := silent_words(one))]
    parts = [*filter(None, map(stale_words, found)), *(f"{one}，是没有事还是没有报需核对" for one in silent), *unclosed]
    ids = dict.fromkeys(RECEIVED[one.kind] for one in found)
    return finding("problems.ledgers", "；".join(parts), basis=basis_of(ids, held.window)) if parts else None


def month_end_finding(held: Material) -> Finding | None:
    """That more was closed on the last two days of the months than two days' share; None where it was not."""
    reading = held.whole((MONTH_END,), held.window)[MONTH_END]
    if not is_bunched(reading):
        return None
    text = f"近12个月{told(reading)}，高于按天均摊的水平，办结时间是否集中补录需核对"
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
