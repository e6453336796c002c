"""Which figures differ between two states of the data, and by how much: two snapshots, or one and what is to follow it."""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.definition import load_catalog
from indicators.measure import measure
from indicators.scope import Scope
from reports.reading import Reading, readings


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A figure before and after; the difference is in its unit, None where either cannot be said."""

    before: Reading
    after: Reading

    @property
    def difference(self) -> float | None:
        """After less before."""
        return self.after.value - self.before.value if self.before.is_known and self.after.is_known else None


def figures_of(connection, scope: Scope) -> list[Reading]:
    """Every figure of the catalog over the whole of a scope, in the order of the catalog."""
    return readings(measure(connection, load_catalog().values(), scope), load_catalog())


def moved(before: Sequence[Reading], after: Sequence[Reading]) -> list[Moved]:
    """The figures that differ in value or in a part by more than a sum's last digits, in the order of the catalog."""
    then = {one.indicator.id: one for one in before}
    pairs = [Moved(before=then[one.indicator.id], after=one) for one in after if one.indicator.id in then]
    return [pair for pair in pairs if _said(pair.before) != _said(pair.after)]


def _said(one: Reading) -> tuple:
    """What is compared: a sum of fractions differs in its last digits with the order in which it was added up."""
    parts = (one.numerator, one.denominator, one.value, one.shadow)
    return tuple(None if part is None else f"{part:.9g}" for part in parts)
