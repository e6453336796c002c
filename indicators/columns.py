"""What the columns behind an indicator are called and what is said about the rows (columns.toml, remarks.toml)."""

import tomllib
from dataclasses import dataclass, field
from datetime import datetime, time
from functools import cache
from pathlib import Path

import pandas as pd

HERE = Path(__file__).parent


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column as people know it."""

    key: str
    name: str
    group: bool = False
    filter: bool = False
    values: dict[str, str] = field(default_factory=dict)
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Remark:
    """A sentence about the rows of the cohort for which `where` holds; {count} and {label} are filled in."""

    where: str
    text: str
    label: str = ""


@cache
def load_columns() -> dict[str, Column]:
    """Every known column by key, in the order in which rows are shown."""
    declared = tomllib.loads((HERE / "columns.toml").read_text(encoding="utf-8"))
    return {key: Column(key=key, **{**column, "levels": tuple(column.get("levels", ()))}) for key, column in declared.items()}


@cache
def load_missing() -> dict[str, str]:
    """Columns that an indicator may require of each row -> the reason when it is false."""
    return tomllib.loads((HERE / "remarks.toml").read_text(encoding="utf-8"))["missing"]


@cache
def load_remarks() -> dict[str, Remark]:
    """Remarks by key."""
    declared = tomllib.loads((HERE / "remarks.toml").read_text(encoding="utf-8"))["remark"]
    return {key: Remark(**remark) for key, remark in declared.items()}


def _written(value: object, column: Column) -> object:
    if value is None or value is pd.NaT or value != value:
        return None
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime) and value.time() == time.max:
        return value.date()  # a deadline without a time: the end of its day
    return column.values.get(value, value)


def for_people(frame: pd.DataFrame) -> pd.DataFrame:
    """The same rows with the names and values that people know; columns keep their order, blanks are None."""
    known = load_columns()
    shown = {known[key].name: [_written(value, known[key]) for value in frame[key].tolist()] for key in frame.columns if key in known}
    return pd.DataFrame(shown, dtype=object)
