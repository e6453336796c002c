"""Compiles a contract into the one SQL statement that types, converts and checks a staged sheet.

This is one of the few places that write SQL text: names come from contracts, values are parameters or quoted by `literal`.
"""
# ruff: noqa: S608

from etl.cells import NULL_WORDS, cleaned, header_unit, literal, position_of, typed
from etl.contract import Contract
from etl.figure_cells import FIGURES, figure_columns, pivot_figures, read_figures
from etl.findings import COMPUTED, findings
from etl.match import Match
from etl.own_sheets import is_reason
from etl.parts import Part

LOOKED_AT = 300  # columns that tell what kind of row it is; beyond them only those of the ledger are read
NARROW = 62  # findings that fit a bigint


def _bound_flags(contract: Contract, match: Match) -> list[str]:
    """What a figure says of itself: about, at least, at most, a range."""
    numbers = [c.key for c in contract.columns.values() if c.type in ("integer", "number") and c.key in match.present]
    figures = ["figure_bounds"] if figure_columns(contract) else []
    return figures + [
        f"case when t_{key} is not null then nullif({literal(key + ':')} || number_bound(t_{key}), {literal(key + ':')}) end"
        for key in numbers
    ]


def _flags(contract: Contract, match: Match) -> str:
    declared = [f"case when {flag.when} then {literal(flag.code)} end" for flag in contract.flags]
    parts = [*_bound_flags(contract, match), *declared]
    return f"concat_ws(',', {', '.join(parts)})" if parts else "''"


def _bits(contract: Contract, match: Match) -> str:
    """SQL for the findings that hold; a ledger with more of them than a bigint holds takes a wider number."""
    found = findings(contract, match)
    kind = "bigint" if len(found) <= NARROW else "hugeint"
    return " + ".join(f"case when {f.fails_when} then {1 << bit}::{kind} else 0 end" for bit, f in enumerate(found)) or "0"


def _problems(contract: Contract) -> str:
    """SQL for the list of what is wrong with each cell that needs its own words, in contract order; null for a ledger that has no such cell."""
    words = {column.key: f"p_{column.key}" for column in figure_columns(contract)}
    words |= {
        c.key: f"case when {c.key} is null then period_problem(t_{c.key}) end" for c in contract.columns.values() if c.type == "period"
    }
    listed = ", ".join(f"cast({words.get(key, COMPUTED)} as varchar)" for key in contract.columns)
    return f"case when bits <> 0 then [{listed}] end" if words else "cast(null as varchar[])"


def _repeats_header(match: Match) -> str:
    """Whether a row is the header once more; of a sheet that gives several records a row, the columns they share tell."""
    return " and ".join(f"t_{key} = $headers[{position + 1}]" for key, position in match.columns.items()) or "false"


def _day_columns(contract: Contract) -> dict[str, str]:
    """Extra columns of the fact table that say whether only the day is known."""
    known = {"received_at": "received_is_day", "closed_at": "closed_is_day"}
    return {
        name: f"case when {moment} is not null then is_day_only(t_{moment}, {moment}) end"
        for moment, name in known.items()
        if moment in contract.columns
    }


def _matter(contract: Contract) -> str:
    """SQL for what tells the matter of a row; null where the row does not say all of it."""
    told = " and ".join(f"{key} is not null" for key in contract.matter_key)
    return f"case when {told} then concat_ws('/', {', '.join(contract.matter_key)}) end"


PLACE = ("county", "town", "village")


def _statistical(contract: Contract) -> dict[str, str]:
    """Columns that every ledger of figures has: what a row is about beside its place, the bounds of periods, units, cells as written."""
    subject = [key for key in contract.key if key not in PLACE]
    found = {"subject_hash": f"hash({', '.join([literal(contract.name), *subject])})"}
    for column in contract.columns.values():
        if column.type == "period":
            found |= {f"{column.key}_start_on": f"period_start({column.key})", f"{column.key}_end_on": f"period_end({column.key})"}
        elif column.type == "measure":
            found[f"{column.key}_unit"] = f"case when {column.key} is not null then w_{column.key} end"
    found["raw"] = "'{' || coalesce(figures_written, '') || '}'" if figure_columns(contract) else "'{}'"
    return found


def derived(contract: Contract) -> dict[str, str]:
    """Columns of the fact table that no cell gives, and their SQL over the typed row."""
    found = _day_columns(contract) | ({"matter_key": _matter(contract)} if contract.matter_key else {})
    return found | (_statistical(contract) if contract.is_statistical else {})


def _records(match: Match, sheet_unit: str) -> str:
    """The cells of each record of a row: one a row, or one for each part that the header spreads over it."""
    contract, parts = match.reading.contract, match.parts or (Part(columns={}),)
    every = sorted({position for part in match.parts for position in part.columns.values()})
    any_cell = f"coalesce({', '.join(f'c{position}' for position in every)}) is not null" if every else "true"
    selects = []
    for number, part in enumerate(parts):
        own = f"coalesce({', '.join(f'c{p}' for p in part.columns.values())}) is not null" if every else "true"
        first = f"or cell_kind not in ('data', 'total') or not ({any_cell})" if number == 0 else ""
        cells = [f"{cleaned(column, match, part)} as t_{key}" for key, column in contract.columns.items()]
        heads = [f"{_header_unit(column, match, part, sheet_unit)} as h_{column.key}" for column in figure_columns(contract)]
        kind = f"case when cell_kind = 'data' and not ({any_cell}) then 'empty' else cell_kind end" if every else "cell_kind"
        selects.append(
            f"select source_row, {number} as source_part, {kind} as cell_kind, row_text, {', '.join(cells + heads)} from row_cells where ({own}) {first}"
        )
    return "\n    union all\n    ".join(selects)


def _unsaid(match: Match) -> str:
    """The cells that make records of their own, null where they say 无 or —: what is not reported is no record."""
    every = sorted({position for part in match.parts for position in part.columns.values()})
    words = " ".join(f"when {literal(word)} then null" for word in NULL_WORDS)
    return f" replace ({', '.join(f'case c{p} {words} else c{p} end as c{p}' for p in every)})" if every else ""


def _header_unit(column, match: Match, part: Part, sheet_unit: str) -> str:
    unit = header_unit(column, match, part, sheet_unit)
    return literal(unit) if unit else "cast(null as varchar)"


def compile_projection(match: Match, *, relation: str, column_count: int, sheet_unit: str = "") -> list[str]:
    """The statements that turn the staged relation into temp table `projected`; parameters: ledger and headers.

    `sheet_unit` is the unit of money that stands above the table for all of it. A ledger with figures takes three statements, so that the
    conversion of units is compiled once a sheet; any other one.

    Columns of `projected`: source_row, source_part (of the records of one row), row_role (blank, empty, total, footer, section, header or data),
    row_text (of total rows), bits (which findings hold), cells (the cleaned cells of rows with a finding, in contract order),
    problems (what is wrong with them where it takes words of its own), flags, source_rows, key_hash, content_hash, the typed columns and
    those of `derived`.
    """
    contract = match.reading.contract
    records = _typed_records(match, relation, column_count, sheet_unit)
    if not figure_columns(contract):
        return [_judged(match, f"with typed_row as ({records}), converted_row as (select * from typed_row)")]
    pivoted = f"select * from staged_record left join ({pivot_figures(contract)}) using (source_row, source_part)"
    staged = f"create or replace temp table staged_record as {records}"
    return [staged, read_figures(contract), _judged(match, f"with converted_row as ({pivoted})")]


def _typed_records(match: Match, relation: str, column_count: int, sheet_unit: str) -> str:
    """A query for the records of a sheet: their cleaned cells (t_…), kinds, and every value but the figures."""
    columns = [column for column in match.reading.contract.columns.values() if column.type not in FIGURES]
    looked_at = {i for i in range(min(column_count, LOOKED_AT)) if not is_reason(match.headers[i])}
    cells = [f"c{i}" for i in sorted({*looked_at, *match.positions})]
    filled = " + ".join(f"({cell} is not null)::int" for cell in cells)
    moments = "".join(f", moment_of(t_{column.key}) as m_{column.key}" for column in columns if column.type == "moment")
    return f"""
with trimmed as (
    select source_row, {", ".join(f"nullif(trim({cell}), '') as {cell}" for cell in cells)} from {relation}),
row_cells as {"materialized" if match.parts else ""} (
    select *{_unsaid(match)}, row_kind(coalesce({", ".join(cells)}), {filled}) as cell_kind,
           case when cell_kind = 'total' then concat_ws(' ', {", ".join(cells)}) end as row_text
    from trimmed),
staged as (
    {_records(match, sheet_unit)}),
kinds as (
    select *, case when cell_kind = 'data' and {_repeats_header(match)} then 'header' else cell_kind end as row_role{moments} from staged)
select *, {", ".join(f"{typed(column, match)} as {column.key}" for column in columns)} from kinds
"""


def _judged(match: Match, source: str) -> str:
    """The statement that lays down `projected` from `converted_row`, which `source` gives."""
    contract = match.reading.contract
    names, extra = list(contract.columns), derived(contract)
    return f"""
create or replace temp table projected as
{source},
dated as (
    select *, {", ".join([*(f"{sql} as {name}" for name, sql in extra.items()), f"{_flags(contract, match)} as flags"])} from converted_row),
judged as (
    select *, case when row_role = 'data' then {_bits(contract, match)} else 0 end as bits from dated)
select source_row, source_part, row_role, row_text, bits, case when bits <> 0 then [{", ".join(f"t_{name}" for name in names)}] end as cells,
       {_problems(contract)} as problems, flags, 1 as source_rows,
       hash($ledger, {", ".join(contract.key)}) as key_hash, hash({", ".join(names)}) as content_hash,
       {", ".join([*names, *extra])}
from judged
"""


ACCEPTED = "row_role = 'data' and bits & $errors = 0"


def mark_duplicates(contract: Contract) -> str:
    """The statement that lists records of `projected` whose key stood above already: temp table `repeated` (source_row, source_part, first_row, is_same)."""
    key = ", ".join(contract.key)
    return f"""
create or replace temp table repeated as
with suspect as (select key_hash from projected where {ACCEPTED} group by key_hash having count(*) > 1)
select source_row, source_part, first_value(source_row) over same_key as first_row, content_hash = first_value(content_hash) over same_key as is_same
from projected where {ACCEPTED} and key_hash in (select key_hash from suspect)
window same_key as (partition by {key} order by source_row, source_part)
qualify row_number() over same_key > 1
"""


def close_footer(contract: Contract, match: Match) -> str:
    """The statement that counts rows below the first footer as footer where they give nothing that a row needs."""
    needed = [c.key for c in contract.columns.values() if c.required or c.key in contract.needs_any]
    given = [
        key for key in needed if position_of(key, match, Part(columns={})) is not None or any(key in part.columns for part in match.parts)
    ]
    nothing = " and ".join(f"{key} is null" for key in given) or "false"
    return f"""
update projected set row_role = 'footer', bits = 0
where (row_role = 'empty' or row_role = 'data' and {nothing}) and source_row > (select min(source_row) from projected where row_role = 'footer')
"""


def add_up_households(contract: Contract) -> str:
    """The statement that replaces the accepted rows of `projected`, a household each, by their sums: one record a key, the first row standing for all."""
    sums = {c.key for c in contract.columns.values() if c.type in ("quantity", "integer") and "/" not in c.unit}
    extra = {name for name in derived(contract) if name != "raw"}
    added = [f"sum({key}) as {key}" if key in sums else f"any_value({key}) as {key}" for key in (*contract.columns, *extra)]
    return f"""
create or replace temp table projected as
from projected where not ({ACCEPTED})
union all by name
select min(source_row) as source_row, min(source_part) as source_part, 'data' as row_role, 0 as bits, 'household' as flags, key_hash,
       hash(list(content_hash order by content_hash)) as content_hash, {", ".join(added)}, '{{}}' as raw, count(*) as source_rows
from projected where {ACCEPTED} group by key_hash
"""


def insert_rows(contract: Contract) -> str:
    """The statement that moves accepted rows into the fact table; parameters batch_id, sheet, data_class, ledger, errors."""
    names = [*contract.columns, *derived(contract)]
    if contract.is_statistical:
        names += ["source_part", "source_rows"]
    constants = {column: literal(value) for column, value in contract.constants.items()}
    return f"""
insert into {contract.table} (batch_id, source_sheet, source_row, data_class, flags, ledger, key_hash, content_hash, {", ".join([*constants, *names])})
select $batch_id, $sheet, source_row, $data_class, flags, $ledger, key_hash, content_hash, {", ".join([*constants.values(), *names])}
from projected anti join repeated using (source_row, source_part) where {ACCEPTED}
"""
