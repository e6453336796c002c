"""What an assessment scheme (考核办法) is, as data: pillars, items, weights, goalposts, gates, manual items and bands.

The default scheme (schemes/default.toml) is an example that a town adopts or changes; what is wrong with a scheme says scheme_check.
"""

import tomllib
from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields
from datetime import date
from functools import cache
from math import isfinite
from pathlib import Path

DEFAULT = Path(__file__).parent / "schemes" / "default.toml"
ACROSS = ("arithmetic", "geometric")
SMALL = ("gate", "shrink")
BONUS_KINDS = ("bonus", "deduction", "note")
GROUPINGS = ("none", "size", "location")
PERIODS = ("quarter", "half", "year")
WINDOWS = (12, 24, 0)


class SchemeError(Exception):
    """A scheme cannot be read: one Chinese sentence naming the place and the key."""


@dataclass(frozen=True, kw_only=True)
class Goalpost:
    """The value that scores 0 and the one that scores 100, fixed for the year, and who set them; low above target where lower is better.

    In the indicator's unit; of an item of own trend in per cent of the year before.
    """

    low: float
    target: float
    basis: str


@dataclass(frozen=True, kw_only=True)
class Item:
    """An indicator of the catalog that is scored, and how."""

    id: str
    weight: float  # points of 100
    goalpost: Goalpost
    gate: str = ""  # an indicator that must reach gate_at, in its unit, before this one counts
    gate_at: float = 0.0
    window_months: int = 12  # up to the end of the assessed period; 0: the assessed period itself
    small: str = "gate"  # of a rate of counted rows on few of them: no score, or drawn towards the prior
    prior: float | None = None  # in the indicator's unit
    prior_size: float | None = None  # as how many rows the prior counts
    is_own_trend: bool = False  # the change against the village's own value of the year before, in per cent of it


@dataclass(frozen=True, kw_only=True)
class Pillar:
    """一级指标: items scored together."""

    id: str
    name: str
    items: tuple[Item, ...]

    @property
    def weight(self) -> float:
        """Points of 100: the sum of the items'."""
        return sum(item.weight for item in self.items)


@dataclass(frozen=True, kw_only=True)
class Bonus:
    """A manual item: points that somebody with a document number gives or takes, or a note (单列事项) without points."""

    id: str
    name: str
    kind: str
    points_each: float  # how many points one is worth, never negative: the kind says which way they go
    cap: float  # the most points of it in a period


@dataclass(frozen=True, kw_only=True)
class Band:
    """等次: what a total from so many points is called."""

    name: str
    words: str
    from_score: float


@dataclass(frozen=True, kw_only=True)
class Scheme:
    """A whole assessment scheme in one version."""

    id: str
    name: str
    version: int
    adopted_on: date | None = None
    adopted_by: str = ""
    note: str = ""
    pillars: tuple[Pillar, ...]
    bonuses: tuple[Bonus, ...] = ()
    bonus_cap: float = 5.0  # points that all manual items together add or take at most
    bands: tuple[Band, ...]
    across: str = "arithmetic"
    pillar_present: float = 0.6  # share of a pillar's weight that must have a score
    grouping: str = "none"
    size_bounds: tuple[int, ...] = (200, 400)  # households
    period: str = "quarter"

    @property
    def items(self) -> tuple[Item, ...]:
        """Every item, pillar by pillar."""
        return tuple(item for pillar in self.pillars for item in pillar.items)


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not isfinite(value):
        raise ValueError("应为数字")
    return float(value)


def _known_or_none(value: object) -> float | None:
    return None if value is None else _number(value)


def _whole(value: object) -> int:
    if _number(value) != int(value):
        raise ValueError("应为整数")
    return int(value)


def _day(value: object) -> date | None:
    if value in (None, ""):
        return None
    try:
        return value if isinstance(value, date) else date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise ValueError("应为日期，如 2026-01-31") from error


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("应为文字")
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("应为是或否")
    return value


def _list_of(kind: type | None = None) -> Callable:
    def read(value: object, where: str) -> tuple:
        if not isinstance(value, (list, tuple)):
            raise ValueError("应为列表")
        if kind is None:
            return tuple(map(_whole, value))
        return tuple(_read(kind, f"{where}第 {place} 项 ", one) for place, one in enumerate(value, start=1))

    return read


READERS = {
    float: _number,
    float | None: _known_or_none,
    int: _whole,
    str: _text,
    bool: _flag,
    date | None: _day,
    Goalpost: lambda value, where: _read(Goalpost, f"{where} ", value),
    tuple[Item, ...]: _list_of(Item),
    tuple[Pillar, ...]: _list_of(Pillar),
    tuple[Bonus, ...]: _list_of(Bonus),
    tuple[Band, ...]: _list_of(Band),
    tuple[int, ...]: _list_of(),
}
PLAIN = (float, float | None, int, str, bool, date | None)


def _read(kind: type, where: str, declared: object) -> object:
    if not isinstance(declared, dict):
        raise SchemeError(f"{where}应为一组键和值。")
    known = {field.name: field for field in fields(kind)}
    for key in declared.keys() - known:
        raise SchemeError(f"{where}没有“{key}”这个键。")
    for key, field in known.items():
        if field.default is MISSING and key not in declared:
            raise SchemeError(f"{where}缺少“{key}”。")
    return kind(**{key: _value(known[key].type, f"{where}{key}", value) for key, value in declared.items()})


def _value(kind: object, where: str, value: object) -> object:
    try:
        return READERS[kind](value) if kind in PLAIN else READERS[kind](value, where)
    except ValueError as error:
        raise SchemeError(f"{where}：{error}，现为 {value!r}。") from error


def read_scheme(declared: dict) -> Scheme:
    """A scheme from nested dicts and lists, as TOML and JSON give them. Raises SchemeError for a key unknown, missing or of the wrong type."""
    return _read(Scheme, "", declared)


def scheme_dict(scheme: Scheme) -> dict:
    """A scheme as dicts, lists, texts, numbers and null, every key present: read_scheme() of it is the same scheme, also through JSON."""
    return _plain(scheme)


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "__dataclass_fields__"):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return value


@cache
def default_scheme() -> Scheme:
    """The scheme offered to a town that has none: an example, not adopted by anyone."""
    return read_scheme(tomllib.loads(DEFAULT.read_text(encoding="utf-8")))
