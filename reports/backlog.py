"""A backlog from one day to another: what balances and what does not, and the groups that hold most of the growth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indicators.flow import Balance, Untracked
from reports.reading import Reading, of

RECEIVED, CLOSED, OPEN = "case_received_count", "case_closed_count", "case_open_count"


def value_of(reading: Reading | None) -> int | None:
    """A count, or None where nobody reported."""
    return None if reading is None or reading.value is None else int(reading.value)


def balances(course: Sequence[Reading], periods: Sequence[str], leaks: Mapping[str, Untracked]) -> dict[str, Balance]:
    """By period, from the stock at the end of the one before; the first of `periods` only opens the second."""
    found = {id: {one.period: value_of(one) for one in of(list(course), id)} for id in (RECEIVED, CLOSED, OPEN)}
    return {
        period: Balance(
            opening=found[OPEN].get(before), received=found[RECEIVED].get(period), closed=found[CLOSED].get(period),
            closing=found[OPEN].get(period), untracked=leaks.get(period, Untracked()),
        )
        for before, period in zip(periods, periods[1:], strict=False)
    }  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Growth:
    """One group's stock on either day, and the longest that anything in it has been open, where it holds anything."""

    group: object
    before: int
    after: int
    oldest: Reading | None

    @property
    def change(self) -> int:
        """By how many cases the stock differs."""
        return self.after - self.before


def growths(before: Sequence[Reading], after: Sequence[Reading], oldest: Sequence[Reading]) -> list[Growth]:
    """Every group that held anything on either day, those that grew most first."""
    first, last = ({one.groups: value_of(one) or 0 for one in readings} for readings in (before, after))
    ages = {one.groups: one for one in oldest if one.is_known}
    lines = [
        Growth(group=groups[0], before=first.get(groups, 0), after=last.get(groups, 0), oldest=ages.get(groups))
        for groups in dict.fromkeys([*last, *first])
        if first.get(groups) or last.get(groups)
    ]
    return sorted(lines, key=lambda line: (-line.change, -line.after))
