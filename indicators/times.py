"""The whole curve of the time until closing, for those who want to see more than one number of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.definition import load_catalog
from indicators.scope import Scope, label
from indicators.survival import Curve
from indicators.survivals import curves as drawn

FOLLOWED = "case_time_median"  # whose sample is followed


@dataclass(frozen=True, kw_only=True, eq=False)
class TimeCurve:
    """The curve of the cases received in a period, of one group."""

    period: str
    groups: tuple[object, ...]
    curve: Curve


def curves(connection, scope: Scope, by: Sequence[str] = ()) -> list[TimeCurve]:
    """A curve for each period and group of the cases received in the scope, in the order of the periods."""
    found = drawn(connection, load_catalog()[FOLLOWED], scope, [tuple(by)])[tuple(by)]
    ordered = sorted(found.items(), key=lambda pair: [str(part) for part in pair[0]])
    return [TimeCurve(period=label(cell[0], scope.grain), groups=cell[1:], curve=curve) for cell, curve in ordered]
