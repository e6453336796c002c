"""The text of a typed cell, so that a value reads the same whether it came from Excel or from CSV."""

import datetime
from collections.abc import Callable
from decimal import Decimal

_HALF_SECOND = datetime.timedelta(microseconds=500_000)
EXACT = 1e15  # Excel keeps 15 digits; beyond, a number has lost some


def number_text(value: float) -> str:
    """A number as Excel would show it in a wide column: no trailing .0, 15 significant digits, E notation from 1e15 on."""
    if abs(value) >= EXACT:
        return f"{value:.15G}"
    if value == int(value):
        return str(int(value))
    text = f"{value:.15g}"
    return format(Decimal(text), "f") if "e" in text else text


def _moment_text(value: datetime.datetime) -> str:
    rounded = value + _HALF_SECOND if value.microsecond else value
    return rounded.isoformat(" ", "seconds")


def _time_text(value: datetime.time) -> str:
    return _moment_text(datetime.datetime.combine(datetime.date(2000, 1, 1), value))[11:]


def _span_text(value: datetime.timedelta) -> str:
    seconds = round(value.total_seconds())
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


_BY_TYPE: dict[type, Callable[..., str]] = {
    float: number_text,
    int: number_text,
    bool: lambda value: "TRUE" if value else "FALSE",
    datetime.datetime: _moment_text,
    datetime.date: datetime.date.isoformat,
    datetime.time: _time_text,
    datetime.timedelta: _span_text,
}


def cell_text(value: object) -> str | None:
    """The text of one cell as calamine gives it; None for an empty one.

    Text without the blanks and line breaks around it; numbers by `number_text`; dates YYYY-MM-DD, moments YYYY-MM-DD HH:MM:SS (to the nearest second), times HH:MM:SS,
    durations H:MM:SS, booleans TRUE / FALSE as Excel shows them. An error cell such as #DIV/0! arrives empty; what it says is found by `errors`.
    """
    if isinstance(value, str):
        return value.strip() or None
    return None if value is None else _BY_TYPE[type(value)](value)
