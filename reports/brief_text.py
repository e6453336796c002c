"""A brief as text and back: what is kept of a finished one."""

import dataclasses
import json
import types
import typing
from collections.abc import Mapping
from datetime import date

from reports.brief import Brief


def brief_text(brief: Brief) -> str:
    """A brief as JSON, in one order and to the last digit: two briefs are the same if and only if these are."""
    return json.dumps(dataclasses.asdict(brief), ensure_ascii=False, indent=1, sort_keys=True, default=_written)


def read_brief(text: str) -> Brief:
    """The brief that a text was written of. Raises KeyError, TypeError or ValueError for any other text."""
    return _read(Brief, json.loads(text))


def _written(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in a brief")


def _read(kind: object, value: object) -> object:
    """A value of a type as the fields of the classes in `reports.brief` declare it."""
    arguments = typing.get_args(kind)
    if value is None:
        return None
    if typing.get_origin(kind) is types.UnionType:
        return _read_one_of(arguments, value)
    if typing.get_origin(kind) is tuple:
        return tuple(_read(arguments[0], one) for one in value)
    if typing.get_origin(kind) is Mapping:
        return {key: _read(arguments[1], one) for key, one in value.items()}
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        return kind(**{name: _read(hints[name], one) for name, one in value.items()})
    return date.fromisoformat(value) if kind is date else value


def _read_one_of(kinds: tuple, value: object) -> object:
    """A value that may be missing: the one type beside None that is built of others, else the value as it stands."""
    built = [kind for kind in kinds if dataclasses.is_dataclass(kind) or kind is date]
    return _read(built[0], value) if built else value
