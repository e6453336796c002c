"""Units of measure, declared once in units.toml: what each is worth, and the SQL macros that convert and refuse.

This is one of the few places that write SQL text: everything in it comes from units.toml, quoted by `_literal`.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
GROUPS = ("persons", "animals", "plants", "occasions", "matters", "structures")
MONEY = "money"


@dataclass(frozen=True, kw_only=True)
class Unit:
    """One unit as it is written, in lower case: one of it is `factor` of `canonical`."""

    text: str
    dimension: str
    canonical: str
    factor: float


@cache
def _declared() -> dict:
    return tomllib.loads((HERE / "units.toml").read_text(encoding="utf-8"))


def _measured(dimensions: Mapping) -> Iterator[Unit]:
    for name, dimension in dimensions.items():
        for text, factor in dimension["units"].items():
            yield Unit(text=text, dimension=name, canonical=dimension["canonical"], factor=float(factor))


def _counted(word: str, dimension: str, prefixes: Mapping[str, int]) -> Iterator[Unit]:
    """A measure word and its multiples; the word itself is the canonical unit."""
    for prefix, factor in {"": 1, **prefixes}.items():
        yield Unit(text=prefix + word, dimension=dimension, canonical=word, factor=float(factor))


@cache
def units() -> dict[str, Unit]:
    """Every unit, by its text."""
    declared = _declared()
    prefixes, words = declared["prefixes"], declared["words"]
    found = [*_measured(declared["dimensions"])]
    found += [unit for word in words["prefixed"] for unit in _counted(word, word, prefixes)]
    found += [unit for word in words["plain"] for unit in _counted(word, word, {})]
    found += [unit for group in GROUPS for word in declared[group]["words"] for unit in _counted(word, group, prefixes)]
    by_text = {unit.text: unit for unit in found}
    if len(by_text) != len(found):
        raise ValueError(f"units.toml declares a unit twice: {[unit.text for unit in found if by_text[unit.text] is not unit]}")
    return by_text


def unit_key(text: str) -> str:
    """The form of a unit by which it is looked up: half-width, lower case, without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


def is_money(text: str) -> bool:
    """Whether a unit is one of money, of our own currency."""
    unit = units().get(unit_key(text))
    return unit is not None and unit.dimension == MONEY


def money_unit(text: str) -> str:
    """The unit of money in what 单位： says, as in 万元、个; "" where there is none."""
    parts = (part.strip().removesuffix("人民币").removeprefix("人民币") for part in re.split(r"[、,，;；\s]", text))
    return next((part for part in parts if is_money(part)), "")


# --- SQL


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _table() -> str:
    """All units in one string, `|text=dimension=canonical=factor=`: looked up in no time, and unlike a map of them planned in no time."""
    return "".join(f"|{unit.text}={unit.dimension}={unit.canonical}={unit.factor!r}=" for unit in units().values()) + "|"


def _known_unit() -> str:
    """The longest unit that a text begins with; null where it only begins a rate that is not known, as in 次/月."""
    longest = max(len(text) for text in units())
    prefixes = " ".join(
        f"when length(t) >= {n} and contains(unit_table(), '|' || lower(left(t, {n})) || '=') "
        f"then case when substr(t, {n + 1}, 1) not in ('/', '每', '·') then left(t, {n}) end"
        for n in range(longest, 0, -1)
    )
    return f"create or replace temp macro known_unit(t) as case {prefixes} end;"


def _beside(rule: Mapping) -> str:
    """SQL: whether the words stand beside the figure that the rule asks for."""
    wanted = [f"regexp_matches(coalesce(context, ''), {_literal(rule['when'])})"] if "when" in rule else []
    unwanted = [f"not regexp_matches(coalesce(context, ''), {_literal(rule['unless'])})"] if "unless" in rule else []
    return " and ".join([*wanted, *unwanted]) or "true"


def _between(rule: Mapping) -> str:
    return f'pair."from" = {_literal(rule["from"])} and pair."to" = {_literal(rule["to"])} and {_beside(rule)}'


def _rules() -> str:
    """The macros for what units.toml refuses, what it takes only beside certain words, and what it converts between dimensions."""
    declared = _declared()
    refused = " ".join(f"when {_between(rule)} then {_literal(rule['says'])}" for rule in declared["refusals"])
    doubted = " ".join(
        f"when ({' or '.join(f'pair.given = {_literal(text)}' for text in rule['units'])}) and not ({_beside(rule)}) then {_literal(rule['says'])}"
        for rule in declared["guards"]
    )
    bridged = " ".join(f"when {_between(rule)} then {float(rule['factor'])!r}::double" for rule in declared["bridges"])
    return f"""
create or replace temp macro unit_refusal(pair, context) as case {refused} end;
create or replace temp macro unit_doubt(pair, context) as case {doubted} end;
create or replace temp macro unit_bridge(pair, context) as case when pair."from" = pair."to" then 1.0::double {bridged} end;
"""


@cache
def unit_macros() -> str:
    """The SQL that makes every macro about units; it needs those of macros.sql.

    unit_factor(u), unit_dimension(u), unit_canonical(u), unit_of(x), unit_problem(u, wanted, context),
    converted(number, u, wanted, context), scale_clash(x, header_unit).
    """
    table = f"create or replace temp macro unit_table() as {_literal(_table())};"
    lookup, conversion = (HERE / "units.sql").read_text(encoding="utf-8").split("-- Conversion.", 1)
    return "\n".join([table, lookup, _known_unit(), _rules(), conversion])
