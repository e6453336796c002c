"""What an indicator is, declared once in catalog/*.toml."""

import re
import tomllib
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path

from indicators.columns import load_columns, load_missing, load_remarks

CATALOG = Path(__file__).parent / "catalog"
VIEWS = Path(__file__).parent / "cohorts" / "views.toml"
KINDS = ("count", "sum", "ratio", "quantile", "survival")
DIRECTIONS = ("higher", "lower", "neutral")
AREA_NUMBERS = {"residents": "人", "households": "户"}  # what the area ledger says of a village, and in what


class DefinitionError(Exception):
    """A definition of ours is broken: names the file and the key."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One side of an indicator: the rows of the cohort that count, the column of them that is added up, or one of the areas'."""

    name: str
    where: str = "true"
    sum: str = ""
    area: str = ""  # a column of the area ledger, added up over the villages
    counted_in: str = ""  # where it is not what the indicator counts in


@dataclass(frozen=True, kw_only=True)
class Target:
    """The value aimed at, in the indicator's unit, and who set it."""

    value: float
    basis: str


@dataclass(frozen=True, kw_only=True)
class Example:
    """Rows a person drew and worked out; a row marked * stands on a boundary of the definition."""

    rows: str
    numerator: float | None = None
    denominator: int | None = None
    value: float | None = None
    start: date | None = None
    end: date | None = None
    as_of: date
    says: str
    beside: tuple[tuple[str, str], ...] = ()  # further rows that it rests on: (view, drawn table)

    @property
    def has_boundary(self) -> bool:
        """Whether a row is marked as standing on a boundary."""
        return any(line.strip().startswith("*") for line in self.rows.strip().splitlines()[1:])


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """A number's meaning. `view` names the cohort; its `period_at` puts a row in a period."""

    id: str
    code: str
    name: str
    definition: str
    view: str
    kind: str
    numerator: Part | None = None
    denominator: Part | None = None
    of: str = ""  # the column a quantile is taken of, or the days that a survival follows
    level: float | None = None  # of a quantile; of a survival, the share whose day is sought
    within: int | None = None  # of a survival, the days within which the share is sought
    requires: tuple[str, ...] = ()  # row-level columns without which a row cannot be judged
    apart: tuple[str, ...] = ()  # columns of which rows with different values never make one figure
    remarks: tuple[str, ...] = ()
    by: tuple[str, ...]
    unit: str
    counted_in: str = "件"  # what stands behind a count of rows or a sum: 件, 个村, 个项目, 元 …
    is_sample: bool = True  # false: what is measured is no sample, and the rules for small numbers do not apply
    mechanisms: tuple[str, ...] = ()  # the mechanisms of the source article it follows, as M10
    per: int = 1  # 100 where the unit is %
    decimals: int = 0
    direction: str
    target: Target | None = None
    owner: str
    version: int
    since: date
    changes: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    shadow: str = ""  # the count without which a full 100 % must not be read: what is overdue and still open
    not_replayable: str = ""  # why an earlier as_of does not show what was known then; blank where it does
    examples: tuple[Example, ...]

    def __post_init__(self):
        for key, problem in _problems(self):
            raise DefinitionError(f"[{self.id}] {key}: {problem}")

    @property
    def parts(self) -> dict[str, Part]:
        """The parts that have rows, by the name they go by: numerator, denominator."""
        declared = {"numerator": self.numerator, "denominator": self.denominator}
        return {name: part for name, part in declared.items() if part}

    @property
    def counted(self) -> dict[str, Part]:
        """The parts that are counted over the cohort: not those that the area ledger gives."""
        return {name: part for name, part in self.parts.items() if not part.area}

    def unit_of(self, part: Part) -> str:
        """What a part is counted in: 件, 个村, 元, 人."""
        return part.counted_in or AREA_NUMBERS.get(part.area) or self.counted_in

    @property
    def domain(self) -> str:
        """What the indicator is about: case, petition, dispute, summary, income, collective, project …"""
        return self.view.partition("_")[0]


def _problems(indicator: Indicator):
    yield from _wrong_words(indicator)
    yield from _wrong_shape(indicator)
    if indicator.target and indicator.direction == "neutral":
        yield "target", "needs a direction, higher or lower"
    if not indicator.examples:
        yield "examples", "a definition needs a worked example"
    elif not any(example.has_boundary for example in indicator.examples):
        yield "examples", "no row is marked * as standing on a boundary"


@cache
def _views() -> dict:
    """The views that an indicator may count the rows of."""
    return tomllib.loads(VIEWS.read_text(encoding="utf-8"))["view"]


def _wrong_words(indicator: Indicator):
    choices = (
        ("kind", [indicator.kind], KINDS),
        ("direction", [indicator.direction], DIRECTIONS),
        ("view", [indicator.view], _views()),
        ("requires", indicator.requires, load_missing()),
        ("remarks", indicator.remarks, load_remarks()),
        ("by", indicator.by, [key for key, column in load_columns().items() if column.group]),
        ("apart", indicator.apart, indicator.by),
    )
    for key, given, known in choices:
        for word in given:
            if word not in known:
                yield key, f"must be one of {', '.join(known)}, not {word!r}"
    for word in indicator.mechanisms:
        if not re.fullmatch(r"M\d\d", word):
            yield "mechanisms", f"must be written as M10, not {word!r}"
    for name, part in indicator.parts.items():
        if part.area not in ("", *AREA_NUMBERS):
            yield name, f"area must be one of {', '.join(AREA_NUMBERS)}, not {part.area!r}"


def _wrong_shape(indicator: Indicator):
    needed = {"count": {"numerator"}, "sum": {"numerator"}, "ratio": {"numerator", "denominator"}}
    needed |= {"quantile": {"denominator"}, "survival": {"denominator"}}
    if set(indicator.parts) != needed.get(indicator.kind, set()):
        yield "kind", f"a {indicator.kind} has exactly {' and '.join(sorted(needed.get(indicator.kind, ())))}"
    if (indicator.kind == "quantile") != bool(indicator.of and indicator.level is not None and indicator.kind != "survival"):
        yield "of", "a quantile, and nothing else but a survival, has of and level"
    if (indicator.kind == "survival") != bool(
        indicator.of and (indicator.level is None) != (indicator.within is None) and indicator.kind != "quantile"
    ):
        yield "within", "a survival, and nothing else, has of and either level or within"
    if indicator.kind == "sum" and not indicator.numerator.sum:
        yield "numerator", "a sum names the column that is added up"


def _checked(kind: type, where: str, declared: dict) -> object:
    known = {field.name for field in fields(kind)}
    for key in declared.keys() - known:
        raise DefinitionError(f"{where} {key}: unknown key")
    try:
        return kind(**declared)
    except TypeError as error:
        raise DefinitionError(f"{where} {error}") from error


def _example(declared: dict) -> dict:
    return declared | {"beside": tuple(map(tuple, declared.get("beside", ())))}


def read_indicator(file: str, id: str, declared: dict) -> Indicator:
    """One indicator from its TOML table. Raises DefinitionError naming the file, the indicator and the key."""
    where = f"{file} [{id}]"
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in declared.items()}
    for key, kind in (("numerator", Part), ("denominator", Part), ("target", Target)):
        if key in values:
            values[key] = _checked(kind, f"{where} {key}", values[key])
    values["examples"] = tuple(_checked(Example, f"{where} examples", _example(example)) for example in values.get("examples", ()))
    try:
        return _checked(Indicator, where, {"id": id, **values})
    except DefinitionError as error:
        raise DefinitionError(str(error) if file in str(error) else f"{file} {error}") from error


def read_catalog(folder: Path) -> dict[str, Indicator]:
    """Every indicator declared in a folder, by id, in the order of their codes; `[defaults]` of a file stand for what a table leaves out."""
    found = []
    for path in sorted(folder.glob("*.toml")):
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        defaults = tables.pop("defaults", {})
        found += [read_indicator(path.name, id, {**defaults, **table}) for id, table in tables.items()]
    codes = [indicator.code for indicator in found]
    for code in {code for code in codes if codes.count(code) > 1}:
        raise DefinitionError(f"{folder.name}: code {code} is declared twice")
    return {indicator.id: indicator for indicator in sorted(found, key=lambda indicator: indicator.code)}


@cache
def load_catalog() -> dict[str, Indicator]:
    """Every indicator of the catalog, by id, in the order of their codes."""
    return read_catalog(CATALOG)
