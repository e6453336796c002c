"""One village whole: which figures make its portrait, section by section, and how a count reads per hundred households."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reports.reading import Reading
from reports.words import count_words, number_words

DECLARED = Path(__file__).parent / "portrait.toml"


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of the portrait: its name, its indicators, and those of them for which a hundred households are the fair scale."""

    key: str
    name: str
    ids: tuple[str, ...]
    per_hundred: tuple[str, ...] = ()


@cache
def sections() -> Mapping[str, Section]:
    """The sections of portrait.toml by key, in order."""
    declared = tomllib.loads(DECLARED.read_text(encoding="utf-8"))
    return {
        key: Section(key=key, name=one["name"], ids=tuple(one["ids"]), per_hundred=tuple(one.get("per_hundred", ())))
        for key, one in declared.items()
    }


def per_hundred_words(reading: Reading, households: Reading | None) -> str:
    """A count for each hundred households, with what it is worked out from: 45.8 盏（137 盏 / 299 户）; blank where either is missing."""
    if not reading.is_known or households is None or not households.value:
        return ""
    share = number_words(reading.value * 100 / households.value, 1)
    counted = count_words(reading.indicator, reading.value) if reading.indicator.kind != "ratio" else ""
    return f"{share} {reading.indicator.unit}（{counted} / {number_words(households.value)} 户）"
