"""What a header makes of its cells: a column of the row, or a record of its own where it names an item, a period or a running total."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from etl.contract import Contract, contracts
from etl.headers import header_key

PERIOD = re.compile(r"(?:19|20)\d{2}(?:年度?|年?(?:第?[一二三四1-4]季度|[上下]半年)|年\d{1,2}月(?:份)?)?")
RUNNING, CURRENT = ("累计", "本年累计", "年度累计", "年累计", "全年累计"), ("本月", "本季", "本季度", "本期", "当月", "当期")
TOPIC = re.compile(r"指标(?:名称)?:(.+)")
SPAN_WORDS = sorted((*RUNNING, *CURRENT), key=len, reverse=True)
SPAN, SPAN_RUNNING, SPAN_CURRENT = "span", "累计", "当期"
VALUES = ("integer", "number", "quantity", "measure")


@dataclass(frozen=True, kw_only=True)
class Part:
    """One record that each row of a sheet gives: column -> position beyond what all records share, what its header says of it, its name."""

    columns: dict[str, int]
    constants: dict[str, str] = field(default_factory=dict)
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the cells under a header go, and what the header says of the record they make."""

    column: str
    constants: tuple[tuple[str, str], ...] = ()


@cache
def spellings(contract_name: str) -> dict[str, str]:
    """Every known spelling of a header -> the column."""
    contract = contracts()[contract_name]
    return {header_key(text).name: column.key for column in contract.columns.values() for text in (*column.aliases, column.name)}


@cache
def _items(contract_name: str) -> dict[str, str]:
    """Every known spelling of a header that gives a record of its own -> the name of that record."""
    spread = contracts()[contract_name].spread
    return {header_key(text).name: one.name for one in spread.values() for text in (*one.aliases, one.name)}


@cache
def names_of(contract_name: str) -> frozenset[str]:
    """Every header that a contract knows, as header_key() names it."""
    return frozenset(spellings(contract_name)) | frozenset(_items(contract_name))


def without_span(form: str) -> str:
    """A header's name without the word that says whether it is a running total: 累计出栏 -> 出栏."""
    word = next((word for word in SPAN_WORDS if form.startswith(word) and form != word), "")
    return form.removeprefix(word)


def is_period(text: str) -> bool:
    """Whether a header, or one level of it, is nothing but a period: 2019年, 2024年度, 2025年一季度."""
    return PERIOD.fullmatch("".join(unicodedata.normalize("NFKC", text).split())) is not None


def placed(header: str, contract: Contract, topic: str | None, has_period: bool) -> Place | None:
    """What the contract makes of a header; None where it does not know it.

    `topic` is the column that a bare period stands for, `has_period` says that a column of the sheet gives the period already.
    """
    rest, said = _levels(header, contract, has_period)
    if rest is None:
        return None
    if not rest:
        return Place(column=topic, constants=tuple(said.items())) if topic and said else None
    for form in (header_key("_".join(rest)).name, header_key(rest[-1]).name):
        known = _known(form, contract, said)
        if known:
            return known
    return None


def _known(form: str, contract: Contract, said: dict[str, str]) -> Place | None:
    """A column or an item by its name; where the ledger tells running totals apart, the name without the word that says which it is."""
    if form in spellings(contract.name) and not (SPAN in contract.columns and form.startswith(RUNNING)):
        return Place(column=spellings(contract.name)[form], constants=tuple(said.items()))
    if form in _items(contract.name):
        item = contract.spread[_items(contract.name)[form]]
        return Place(column=item.column, constants=tuple({**said, **item.constants}.items()))
    bare = without_span(form)
    if bare == form or SPAN not in contract.columns:
        return None
    return _known(bare, contract, {**said, SPAN: SPAN_RUNNING if form.startswith(RUNNING) else SPAN_CURRENT})


def _levels(header: str, contract: Contract, has_period: bool) -> tuple[list[str] | None, dict[str, str]]:
    """The levels of a header that name something, and what the others say; None where it is a running total that the ledger has no place for."""
    rest, said = [], {}
    for level in header.split("_"):
        word = header_key(level).name
        if word in RUNNING and SPAN not in contract.columns:
            return None, {}
        if word in RUNNING or word in CURRENT:
            said |= {SPAN: SPAN_RUNNING if word in RUNNING else SPAN_CURRENT} if SPAN in contract.columns else {}
        elif contract.period_column and not has_period and is_period(level):
            said[contract.period_column] = level.strip()
        elif level.strip():
            rest.append(level)
    return rest, said


def topic_of(contract: Contract, texts: Sequence[str], is_asked_for: bool) -> str | None:
    """The column that a sheet with periods across its header is about. 指标：… says it outright, else the title and notes; the longest name wins.

    Where nothing says it, the column that the contract declares for that, if this contract was asked for.
    """
    values = {name: key for name, key in spellings(contract.name).items() if contract.columns[key].type in VALUES}
    outright = [said for text in texts if (said := stated_topic(text))]
    if outright:
        return values.get(header_key(outright[0]).name)
    plain = "".join(unicodedata.normalize("NFKC", "".join(texts)).split())
    said = max((name for name in values if len(name) >= 4 and name in plain), key=len, default=None)
    if said:
        return values[said]
    return contract.across or None if is_asked_for else None


def stated_topic(text: str) -> str | None:
    """What 指标：… says, with its unit in brackets; None where the text does not say it."""
    found = TOPIC.match(unicodedata.normalize("NFKC", text).strip())
    return found[1].strip() if found else None


def label_of(constants: Iterable[tuple[str, str]]) -> str:
    """How a record of its own is called in a message."""
    return "，".join(text for _, text in constants if text not in ("是", "否"))
