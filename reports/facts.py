"""Published facts in words: what the source says, when, and what has to be kept in mind. Never added up with anything."""

from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from etl.contract import contracts
from indicators.cohort import fetch
from reports.words import number_words

BOUNDS = {"approx": "约", "lower": "至少 ", "upper": "不到 ", "range": ""}
UNSTATED = "未说明时期"


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One published fact: its place, number, kind (数据 or 里程碑), domain, the figure in its unit or None, and the very words of the source."""

    area_id: str
    fact_id: str
    fact_kind: str
    domain: str
    code: str
    fact_name: str
    quantity: float | None
    quantity_unit: str | None
    flags: str
    value_written: str | None
    period_written: str | None
    quotation: str
    qa_reason: str | None
    file_name: str
    source_sheet: str
    source_row: int

    @property
    def is_figure(self) -> bool:
        """Whether the fact is a figure and no milestone."""
        return self.fact_kind == "数据"


@cache
def _query() -> str:
    return (Path(__file__).parent / "facts.sql").read_text(encoding="utf-8")


def published(connection, area: str | None) -> list[Fact]:
    """What is published of an area and what lies in it; of everything where none is given."""
    names = [field.name for field in fields(Fact)]
    _, rows = fetch(connection, _query(), {"area": area})
    return [Fact(**dict(zip(names, row, strict=True))) for row in rows]


def figure_words(fact: Fact) -> str:
    """The figure of a fact: 299 户, 至少 1,800 株; where it cannot be used as a number, the words of the source."""
    if fact.quantity is None:
        return fact.value_written or ""
    bound = next((BOUNDS[flag.rpartition(":")[2]] for flag in fact.flags.split(",") if flag.rpartition(":")[2] in BOUNDS), "")
    decimals = 0 if float(fact.quantity).is_integer() else 1
    return f"{bound}{number_words(fact.quantity, decimals)} {fact.quantity_unit or ''}".strip()


def fact_row(fact: Fact) -> dict[str, str]:
    """A fact as a row of a table: what, the figure, when, the words of the source, what to mind, and where it stands."""
    known = contracts()["fact"].columns
    return {
        known["fact_name"].name: fact.fact_name,
        known["quantity"].name: figure_words(fact) if fact.is_figure else "",
        known["period_written"].name: fact.period_written or UNSTATED,
        known["quotation"].name: f"“{fact.quotation}”",
        known["qa_reason"].name: fact.qa_reason or "",
        "行号": str(fact.source_row),
    }
