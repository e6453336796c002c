"""What is counted over a cohort for an indicator, as SQL: the conditions, sums and labels that scans and cubes are both made of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indicators.cohort import eligible, holds
from indicators.columns import Remark, load_remarks
from indicators.definition import Indicator


@dataclass(frozen=True, kw_only=True)
class Ask:
    """Indicators wanted by one grouping."""

    indicators: tuple[Indicator, ...]
    by: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Texts:
    """Distinct texts over all of some indicators: conditions whose rows are counted, sums, and labels that are listed."""

    conditions: tuple[str, ...]
    sums: tuple[str, ...]
    labels: tuple[str, ...]


def missing(indicator: Indicator) -> list[str]:
    """For each requirement, the condition that it is the first that a row lacks."""
    return [" and ".join([*indicator.requires[:place], f"not {column}"]) for place, column in enumerate(indicator.requires)]


def total(indicator: Indicator, part: str) -> str:
    """What names a part among the values of a cell: its condition, or for a sum its aggregate."""
    added = indicator.parts[part].sum
    return f"sum({added}) filter (where {holds(indicator, part)})" if added else holds(indicator, part)


def label_of(remark: Remark) -> str:
    """The label of a row that a remark is about; null for the others."""
    return f"case when {remark.where} then {remark.label} end"


def texts_of(indicators: Iterable[Indicator]) -> Texts:
    """Everything that the indicators count, each once."""
    conditions, sums, labels = {}, {}, {}
    for indicator in indicators:
        remarks = [load_remarks()[key] for key in indicator.remarks]
        counted = [name for name, part in indicator.counted.items() if not part.sum]
        conditions |= dict.fromkeys([eligible(indicator), *missing(indicator), *(remark.where for remark in remarks)])
        conditions |= dict.fromkeys(total(indicator, name) for name in counted)
        sums |= dict.fromkeys(total(indicator, name) for name in indicator.counted if name not in counted)
        labels |= dict.fromkeys(label_of(remark) for remark in remarks if remark.label)
    return Texts(conditions=tuple(conditions), sums=tuple(sums), labels=tuple(labels))


def every(asks: Sequence[Ask]) -> list[Indicator]:
    """The indicators of all asks, each once."""
    return list({indicator.id: indicator for ask in asks for indicator in ask.indicators}.values())


def value_of(indicator: Indicator) -> str:
    """Of a row in a quantile's sample, the value; null for the others."""
    return f"case when {holds(indicator, 'denominator')} then {indicator.of} end"


def is_largest(indicator: Indicator) -> bool:
    """Whether an indicator is the largest value of its sample, which adds up where other quantiles do not."""
    return indicator.kind == "quantile" and indicator.level == 1


def largest_of(indicator: Indicator) -> str:
    """What names the largest value of a sample among the values of a cell."""
    return f"max({value_of(indicator)})"
