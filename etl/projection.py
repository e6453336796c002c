"""Compiles a contract into the one SQL statement that types, converts and checks a staged sheet.

This is one of the few places that write SQL text: names come from contracts, values are parameters or quoted by `literal`.
"""
# ruff: noqa: S608

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from etl.contract import Column, Contract
from etl.guard import PERSONAL
from etl.match import Match

LONGEST_TEXT = 200  # characters
LOOKED_AT = 300  # columns that tell what kind of row it is; beyond them only those of the ledger are read
UNSEEN = "\u00a0\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"  # nobody sees them, and they would split a name
NULL_WORDS = ("-", "—", "——", "--", "/", "／", "－", "无", "空", "未填", "null", "NULL", "N/A")


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that can be wrong with a row: `fails_when` is SQL over the typed row, `message` SQL text or a quoted sentence."""

    column: str
    fails_when: str
    message: str
    severity: str


def literal(text: str) -> str:
    """A SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def cleaned(column: Column, match: Match, said: Mapping[str, str]) -> str:
    """SQL for the trimmed cell's text, null where it says nothing; where there is no cell, a constant of the mapping or what the title said."""
    mapping = match.reading.mapping
    if column.key not in match.columns:
        constant = (mapping.constants if mapping else {}).get(column.key, said.get(column.key))
        return literal(constant) if constant is not None else "cast(null as varchar)"
    cell = f"c{match.columns[column.key]}"
    blank = [word for word in NULL_WORDS if not (column.type == "flag" and word == "无")] + list(mapping.nulls if mapping else ())
    # CASE and not IN: a long IN list becomes a join, planned anew for every column of every sheet.
    return f"case {cell} {' '.join(f'when {literal(word)} then null' for word in blank)} else {cell} end"


def _choice(column: Column, match: Match, cell: str) -> str:
    mapping = match.reading.mapping
    mapped = mapping.values.get(column.key, {}) if mapping else {}
    written = {text: choice for choice, texts in column.choices.items() for text in (choice, *texts)} | dict(mapped)
    folded = {_plain(text): choice for text, choice in written.items()}
    exact = " ".join(f"when {literal(text)} then {literal(choice)}" for text, choice in written.items())
    loose = f"map([{', '.join(map(literal, folded))}], [{', '.join(map(literal, folded.values()))}])"
    blank = literal(column.blank) if column.blank else "null"
    return f"case when {cell} is null then {blank} else case {cell} {exact} else {loose}[fold({cell})] end end"


def _moment(column: Column, cell: str) -> str:
    moment = f"m_{column.key}"
    if not column.end_of_day:
        return f"case when is_plausible({moment}) then {moment} end"
    day_end = f"{moment} + interval 1 day - interval 1 microsecond"
    return f"case when is_plausible({moment}) then case when is_day_only({cell}, {moment}) then {day_end} else {moment} end end"


def _identifier(cell: str) -> str:
    is_personal = f"length({cell}) >= 11 and regexp_matches({cell}, {literal(PERSONAL)})"
    return f"case when {is_personal} then 'H' || left(md5({cell}), 16) else {cell} end"


def _text(cell: str) -> str:
    is_personal = f"length({cell}) >= 11 and regexp_matches({cell}, {literal(PERSONAL)})"
    return f"case when length({cell}) > {LONGEST_TEXT} or {is_personal} then null else nullif(translate({cell}, {literal(UNSEEN)}, ''), '') end"


def typed(column: Column, match: Match) -> str:
    """SQL for the column's value from the cleaned text `t_<column>`."""
    cell = f"t_{column.key}"
    match column.type:
        case "identifier":
            return _identifier(cell)
        case "choice":
            return _choice(column, match, cell)
        case "flag":
            return f"flag_of({cell})"
        case "moment":
            return _moment(column, cell)
        case "month":
            return f"month_of({cell})"
        case "integer":
            return f"try_cast(number_of({cell}) as integer)"
        case "number":
            return f"number_of({cell})"
        case _:
            return _text(cell)


def _lost_digits(column: Column) -> list[Finding]:
    if column.type != "identifier":
        return []
    says = literal("长编号被 Excel 存成了数字，末几位已经丢失，请把该列设为文本后重新导出")
    return [
        Finding(column=column.key, fails_when=rf"regexp_matches(t_{column.key}, '^[0-9.]+[Ee]\+?[0-9]+$')", message=says, severity="error")
    ]


def _unreadable(column: Column) -> list[Finding]:
    cell, value = f"t_{column.key}", column.key
    severity = "error" if column.required or column.unreadable == "reject" else "warn"
    if column.type == "text":
        return _unsaved(cell)
    if column.type == "choice":
        says, severity = "不在认得的取值之内，请在映射中说明它相当于哪一项", "error"
    elif column.type == "month":
        says, severity = "不是年月，应写作“2026年10月”", "error"
    elif column.type == "moment":
        return [
            Finding(
                column=value, fails_when=f"{cell} is not null and {value} is null", message=f"moment_problem({cell})", severity=severity
            )
        ]
    else:
        says = {"flag": "不是“是”或“否”", "integer": "不是整数", "number": "不是数字"}.get(column.type, "无法识别")
    return [Finding(column=value, fails_when=f"{cell} is not null and {value} is null", message=literal(says), severity=severity)]


def _unsaved(cell: str) -> list[Finding]:
    """Text that is not kept, and why: the name of a place, an office or a category is short and has no number of a person in it."""
    key = cell.removeprefix("t_")
    too_long = f"length({cell}) > {LONGEST_TEXT}"
    return [
        Finding(column=key, fails_when=too_long, message=literal(f"超过 {LONGEST_TEXT} 个字，未保存"), severity="warn"),
        Finding(column=key, fails_when=f"{key} is null and not {too_long}", message=literal("含有电话或证件号码，未保存"), severity="warn"),
    ]


def _limits(column: Column) -> list[Finding]:
    found = []
    if column.required:
        found.append(Finding(column=column.key, fails_when=f"t_{column.key} is null", message=literal("必填，但是空的"), severity="error"))
    if column.min is not None:
        says = literal(f"不应小于 {column.min:g}")
        found.append(Finding(column=column.key, fails_when=f"{column.key} < {column.min}", message=says, severity="error"))
    return found


def findings(contract: Contract, match: Match) -> list[Finding]:
    """Everything that is checked on a row of this sheet; the position in the list is its bit."""
    present = [column for column in contract.columns.values() if column.key in match.columns]
    cells = [f for column in present for f in (*_limits(column), *_lost_digits(column), *_unreadable(column))]
    rows = [Finding(column=c.column, fails_when=c.fails_when, message=literal(c.message), severity=c.severity) for c in contract.checks]
    return cells + rows


def _bound_flags(contract: Contract, match: Match) -> str:
    numbers = [c.key for c in contract.columns.values() if c.type in ("integer", "number") and c.key in match.columns]
    parts = [
        f"case when t_{key} is not null then nullif({literal(key + ':')} || number_bound(t_{key}), {literal(key + ':')}) end"
        for key in numbers
    ]
    return f"concat_ws(',', {', '.join(parts)})" if parts else "''"


def _bits(contract: Contract, match: Match) -> str:
    return " + ".join(f"case when {f.fails_when} then {1 << bit}::bigint else 0 end" for bit, f in enumerate(findings(contract, match)))


def error_mask(contract: Contract, match: Match) -> int:
    """The bits of the findings that reject a row."""
    return sum(1 << bit for bit, finding in enumerate(findings(contract, match)) if finding.severity == "error")


def _repeats_header(match: Match) -> str:
    return " and ".join(f"t_{key} = $headers[{position + 1}]" for key, position in match.columns.items())


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


def _derived(contract: Contract) -> dict[str, str]:
    """Columns of the fact table that no cell gives, and their SQL over the typed row."""
    return _day_columns(contract) | ({"matter_key": _matter(contract)} if contract.matter_key else {})


def compile_projection(match: Match, *, relation: str, column_count: int, said: Mapping[str, str]) -> str:
    """The statement that turns the staged relation into temp table `projected`; parameters: ledger and headers.

    `said` gives columns that only the title speaks of.

    Columns of `projected`: source_row, kind (blank, total, footer, section, header or data), row_text (of total rows), bits (which
    findings hold), raw (the cleaned cells of rows with a finding, in contract order), flags, key_hash, content_hash, the typed
    columns and those of `_day_columns`.
    """
    contract = match.reading.contract
    columns = list(contract.columns.values())
    names = [column.key for column in columns]
    cells = [f"c{i}" for i in sorted({*range(min(column_count, LOOKED_AT)), *match.columns.values()})]
    filled = " + ".join(f"({cell} is not null)::int" for cell in cells)
    derived = _derived(contract)
    moments = "".join(f", moment_of(t_{column.key}) as m_{column.key}" for column in columns if column.type == "moment")
    return f"""
create or replace temp table projected as
with trimmed as (
    select source_row, {", ".join(f"nullif(trim({cell}), '') as {cell}" for cell in cells)} from {relation}),
staged as (
    select source_row, row_kind(coalesce({", ".join(cells)}), {filled}) as cell_kind,
           case when cell_kind = 'total' then concat_ws(' ', {", ".join(cells)}) end as row_text,
           {", ".join(f"{cleaned(column, match, said)} as t_{column.key}" for column in columns)}
    from trimmed),
kinds as (
    select *, case when cell_kind = 'data' and {_repeats_header(match)} then 'header' else cell_kind end as kind{moments} from staged),
converted as (
    select *, {", ".join(f"{typed(column, match)} as {column.key}" for column in columns)} from kinds),
dated as (
    select *, {", ".join([*(f"{sql} as {name}" for name, sql in derived.items()), f"{_bound_flags(contract, match)} as flags"])} from converted),
judged as (
    select *, case when kind = 'data' then {_bits(contract, match)} else 0 end as bits from dated)
select source_row, kind, row_text, bits, case when bits <> 0 then [{", ".join(f"t_{name}" for name in names)}] end as raw, flags,
       hash($ledger, {", ".join(contract.key)}) as key_hash, hash({", ".join(names)}) as content_hash,
       {", ".join([*names, *derived])}
from judged
"""


ACCEPTED = "kind = 'data' and bits & $errors = 0"


def mark_duplicates(contract: Contract) -> str:
    """The statement that lists rows of `projected` whose key stood above already: temp table `repeated` (source_row, first_row, is_same)."""
    key = ", ".join(contract.key)
    return f"""
create or replace temp table repeated as
with suspect as (select key_hash from projected where {ACCEPTED} group by key_hash having count(*) > 1)
select source_row, first_value(source_row) over same_key as first_row, content_hash = first_value(content_hash) over same_key as is_same
from projected where {ACCEPTED} and key_hash in (select key_hash from suspect)
window same_key as (partition by {key} order by source_row)
qualify source_row > first_value(source_row) over same_key
"""


def close_footer(contract: Contract) -> str:
    """The statement that counts rows below the first footer as footer where they give nothing that a row needs."""
    given = [column.key for column in contract.columns.values() if column.required or column.key in contract.needs_any]
    needed = " and ".join(f"{key} is null" for key in given)
    return f"""
update projected set kind = 'footer', bits = 0
where kind = 'data' and {needed} and source_row > (select min(source_row) from projected where kind = 'footer')
"""


def insert_rows(contract: Contract) -> str:
    """The statement that moves accepted rows into the fact table; parameters batch_id, sheet, data_class, ledger, errors."""
    names = [*contract.columns, *_derived(contract)]
    constants = {column: literal(value) for column, value in contract.constants.items()}
    return f"""
insert into {contract.table} (batch_id, source_sheet, source_row, data_class, flags, ledger, key_hash, content_hash, {", ".join([*constants, *names])})
select $batch_id, $sheet, source_row, $data_class, flags, $ledger, key_hash, content_hash, {", ".join([*constants.values(), *names])}
from projected where {ACCEPTED} and source_row not in (select source_row from repeated)
"""
