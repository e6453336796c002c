"""Lays down the cubes of a large snapshot, from the cohorts and the conditions that the catalog's own indicators are counted by."""

from collections.abc import Iterable

from indicators.cohort import arrival, counting, eligible, load_views, named, whenever
from indicators.counted import is_largest, largest_of, texts_of, value_of
from indicators.cube import PIECES, PLACES, SAMPLE, fingerprint
from indicators.definition import Indicator, load_catalog
from indicators.grouping import told_apart
from indicators.scope import Scope

MONTHLY = Scope(grain="month")
MONTH = "date_trunc('month', period_at) as month_at"
STOCK = ("period_at + interval 1 microsecond = as_of_at as is_last", "has_closing")
TOTALS = {
    "n": "count_if({column}) as {column}",
    "m": "max({column}) as {column}",
    "l": "list(distinct {column}) filter (where {column} is not null) as {column}",
}  # what a cell keeps, by the first letter of the column
REFUSED = """
select exists (select 1 from case_version where data_class = 'published') or exists (select 1 from case_version where village is null
       or not (area_id = village or starts_with(area_id, village || '/')))
"""
PLACES_KNOWN = """
insert into cubes.place
with recursive above as (
    select distinct village as area_id from case_version
    union
    select parent_id from above join area using (area_id) where parent_id is not null)
select area_id from above where area_id not in (select area_id from area where is_published)
"""


def build(connection) -> None:
    """Fills the cubes of a draft that has just been derived, on the connection of its transaction.

    None is made where facts are published ones, which every figure would have to tell apart, or do not lie in a village.
    """
    if connection.execute(REFUSED).fetchall()[0][0]:
        return
    connection.execute(PLACES_KNOWN)
    indicators = [one for one in load_catalog().values() if load_views()[one.view].facts == "case" and one.kind != "survival"]
    views = dict.fromkeys(arrival(one.view) for one in indicators)
    for view in views:
        _lay_arrivals(connection, view)
    for view in dict.fromkeys([*views, *(one.view for one in indicators)]):
        _lay(connection, view, [one for one in indicators if one.view == view], _required(indicators, view))


def _required(indicators: Iterable[Indicator], view: str) -> list[str]:
    """What the indicators of a domain require of what arrived: whether a figure is possible at all is asked of that."""
    return [eligible(one) for one in indicators if arrival(one.view) == view and one.requires]


def _run(connection, sql: str) -> None:
    connection.execute(sql, named(sql, MONTHLY.parameters()))


def _lay_arrivals(connection, view: str) -> None:
    wanted = f"""select '{load_views()[view].domain}', date_trunc('month', received_at), min(received_at) from dated
        where received_at < as_of_at group by all"""  # noqa: S608
    _run(connection, f"insert into cubes.arrival {whenever(wanted, view, MONTHLY)}")


def _lay(connection, view: str, indicators: list[Indicator], required: list[str]) -> None:
    texts = texts_of(indicators)
    columns = {text: f"n{place}" for place, text in enumerate(dict.fromkeys([*texts.conditions, *required]))}
    columns |= {largest_of(one): f"m{place}" for place, one in enumerate(indicators) if is_largest(one)}
    columns |= {text: f"l{place}" for place, text in enumerate(texts.labels)}
    pieces = _pieces(view, indicators)
    _run(connection, _cube(view, pieces, columns))
    columns |= _sample(connection, view, [one for one in indicators if one.kind == "quantile" and not is_largest(one)], pieces)
    connection.execute(
        "insert into cubes.held select ?, ?, max(newest_at), ?, map(?, ?) from (select max(cutoff_at) as newest_at from case_version) having max(newest_at) is not null",
        [view, fingerprint(view), [list(piece) for piece in pieces], list(columns), list(columns.values())],
    )


def _pieces(view: str, indicators: list[Indicator]) -> list[tuple[str, ...]]:
    """The pieces by whose columns any indicator may be cut; columns it may not be cut by are left out of them."""
    cut = {column for one in indicators for column in one.by} or {*SAMPLE}
    kept = [tuple(column for column in piece if column in cut) for piece in PIECES]
    return list(dict.fromkeys(piece for place, piece in enumerate(kept) if piece or not place))


def _cube(view: str, pieces: list[tuple[str, ...]], columns: dict[str, str]) -> str:
    """The statement that counts one cohort by every piece in one scan."""
    keys = ["month_at", *PLACES, *(_name(text) for text in _stock(view))]
    groups = list(dict.fromkeys(column for piece in pieces for column in piece))
    told = [MONTH, *PLACES, *_stock(view), *groups, "as_of_at", *(f"{_of_row(text)} as {name}" for text, name in columns.items())]
    totals = [TOTALS[name[0]].format(column=name) for name in columns.values()]
    sets = ", ".join(f"({', '.join([*keys, *piece])})" for piece in pieces)
    wanted = f""", told as (select {", ".join(told)} from cohort)
        select {_number(pieces, groups)} as piece, {", ".join([*keys, *groups])}, max(as_of_at) as newest_at, min(as_of_at) as oldest_at,
               {", ".join(totals)}
        from told group by grouping sets ({sets}) order by piece, month_at, village"""  # noqa: S608
    return f"create table cubes.{view} as {counting(wanted, view, MONTHLY, [*PLACES, *groups])}"


def _stock(view: str) -> tuple[str, ...]:
    return STOCK if load_views()[view].is_stock else ()


def _name(text: str) -> str:
    return text.rpartition(" as ")[2]


def _of_row(text: str) -> str:
    """What a text says of one row: of a largest value the value."""
    return text.removeprefix("max")


def _number(pieces: list[tuple[str, ...]], groups: list[str]) -> str:
    """Which piece a row belongs to, by the columns it is not grouped by."""
    bits = {piece: sum(1 << len(groups) - 1 - place for place, column in enumerate(groups) if column not in piece) for piece in pieces}
    told = " ".join(f"when {bits[piece]} then {number}" for number, piece in enumerate(pieces))
    return f"cast(case {told_apart(groups)} {told} end as utinyint)"


def _sample(connection, view: str, indicators: list[Indicator], pieces: list[tuple[str, ...]]) -> dict[str, str]:
    """Lays down the values of the samples of quantiles, which no sum gives; the column of each by its text."""
    columns = {text: f"v{place}" for place, text in enumerate(dict.fromkeys(map(value_of, indicators)))}
    kept = [column for piece in pieces for column in piece if column in SAMPLE]
    if columns:
        values = [f"{text} as {name}" for text, name in columns.items()]
        wanted = f"select {', '.join([MONTH, *PLACES, *_stock(view), *kept, *values])} from cohort"  # noqa: S608
        _run(connection, f"create table cubes.{view}_sample as {counting(wanted, view, MONTHLY, [*PLACES, *kept])}")
    return columns
