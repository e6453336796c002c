"""Several groupings of the same rows in one query."""

from collections.abc import Iterable, Sequence

Cell = tuple  # (start of the period or None, *groups)


def grouped(groupings: Iterable[Sequence[str]]) -> str:
    """The clause that makes every grouping in one go."""
    sets = dict.fromkeys(f"({', '.join(by)})" for by in groupings)
    return f"group by grouping sets ({', '.join(sets)})"


def told_apart(columns: Sequence[str]) -> str:
    """The column that tells the groupings apart: a bit for each column a row is not grouped by, the first column the highest."""
    return f"grouping({', '.join(columns)})" if columns else "0"


def placed(rows: Iterable[tuple], columns: Sequence[str], by: Sequence[str]) -> Iterable[tuple[tuple, tuple]]:
    """The rows that one grouping made: (values of its columns in its order, the rest of the row).

    A row is what told_apart() says, then the columns, then the rest.
    """
    bits = sum(1 << len(columns) - 1 - place for place, column in enumerate(columns) if column not in by)
    places = [1 + list(columns).index(column) for column in by]
    return ((tuple(row[place] for place in places), row[1 + len(columns) :]) for row in rows if row[0] == bits)
