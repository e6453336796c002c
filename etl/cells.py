"""SQL for one cell of a ledger: its cleaned text, its typed value, and what is wrong with a figure.

This is one of the few places that write SQL text: names come from contracts, values are quoted by `literal`.
"""
# ruff: noqa: S608

import unicodedata

from etl.contract import Column
from etl.headers import header_key
from etl.match import Match
from etl.parts import Part
from etl.units import is_money

LONGEST_TEXT = 200  # characters
UNSEEN = "\u00a0\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"  # nobody sees them, and they would split a name
NULL_WORDS = ("-", "—", "——", "--", "/", "／", "－", "无", "空", "未填", "null", "NULL", "N/A")
SUBSET = "^其中[:：、]?"


def literal(text: str) -> str:
    """A SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def position_of(column: str, match: Match, part: Part) -> int | None:
    """Where a column stands in the sheet for one of the records of its rows; None where no header gives it."""
    return part.columns.get(column, match.columns.get(column))


def cleaned(column: Column, match: Match, part: Part) -> str:
    """SQL for the trimmed cell's text, null where it says nothing; where there is no cell, what a header, the mapping or the title said."""
    mapping, contract = match.reading.mapping, match.reading.contract
    position = position_of(column.key, match, part)
    if column.subset_of and column.key not in part.constants:
        return _is_subset(column, match, part)
    if position is None:
        constant = part.constants.get(column.key, (mapping.constants if mapping else {}).get(column.key, match.said.get(column.key)))
        return literal(constant) if constant is not None else "cast(null as varchar)"
    cell = f"c{position}"
    blank = [word for word in NULL_WORDS if not (column.type == "flag" and word == "无")] + list(mapping.nulls if mapping else ())
    # CASE and not IN: a long IN list becomes a join, planned anew for every column of every sheet.
    text = f"case {cell} {' '.join(f'when {literal(word)} then null' for word in blank)} else {cell} end"
    is_split = any(other.subset_of == column.key for other in contract.columns.values())
    return f"regexp_replace({text}, {literal(SUBSET)}, '')" if is_split else text


def _is_subset(column: Column, match: Match, part: Part) -> str:
    """Whether the row is one of those that its parent row already holds: 其中：…"""
    position = position_of(column.subset_of, match, part)
    return "'否'" if position is None else f"case when regexp_matches(c{position}, {literal(SUBSET)}) then '是' else '否' end"


def _choice(column: Column, match: Match, cell: str) -> str:
    mapping = match.reading.mapping
    mapped = mapping.values.get(column.key, {}) if mapping else {}
    written = {text: choice for choice, texts in column.choices.items() for text in (choice, *texts)} | dict(mapped)
    folded = {_plain(text): choice for text, choice in written.items()}
    exact = " ".join(f"when {literal(text)} then {literal(choice)}" for text, choice in written.items())
    loose = f"map([{', '.join(map(literal, folded))}], [{', '.join(map(literal, folded.values()))}])[fold({cell})]"
    blank = literal(column.blank) if column.blank else "null"
    known = f"case {cell} {exact} else {loose} end"
    return f"case when {cell} is null then {blank} else {f'coalesce({known}, {_text(cell)})' if column.open else known} end"


def _moment(column: Column, cell: str) -> str:
    moment = f"m_{column.key}"
    if not column.end_of_day:
        return f"case when is_plausible({moment}) then {moment} end"
    day_end = f"{moment} + interval 1 day - interval 1 microsecond"
    return f"case when is_plausible({moment}) then case when is_day_only({cell}, {moment}) then {day_end} else {moment} end end"


def _identifier(cell: str) -> str:
    return f"case when has_number({cell}) then 'H' || left(md5({cell}), 16) when is_formula_error({cell}) then null else {cell} end"


def _text(cell: str) -> str:
    is_unfit = f"length({cell}) > {LONGEST_TEXT} or has_number({cell}) or is_formula_error({cell})"
    return f"case when {is_unfit} then null else nullif(translate({cell}, {literal(UNSEEN)}, ''), '') end"


PLAIN = {
    "flag": "flag_of({0})",
    "month": "month_of({0})",
    "period": "period_of({0})",
    "integer": "try_cast(number_of({0}) as integer)",
    "number": "number_of({0})",
}


def typed(column: Column, match: Match) -> str:
    """SQL for the column's value from the cleaned text `t_<column>`."""
    cell = f"t_{column.key}"
    if column.type in PLAIN:
        return PLAIN[column.type].format(cell)
    match column.type:
        case "identifier":
            return _identifier(cell)
        case "choice":
            return _dated(column, match) or _choice(column, match, cell)
        case "moment":
            return _moment(column, cell)
        case _:
            return _text(cell)


def _dated(column: Column, match: Match) -> str | None:
    """A constant that a mapping makes depend on the year of the row's period."""
    mapping = match.reading.mapping
    if mapping is None or column.key not in mapping.dated:
        return None
    year = f"year(period_start(period_of(t_{match.reading.contract.period_column})))"
    limits = [
        (value, " and ".join([f"{year} {'<' if side == 'before' else '>='} {bound}" for side, bound in sides.items()]))
        for value, sides in mapping.dated[column.key].items()
    ]
    return f"case {' '.join(f'when {condition} then {literal(value)}' for value, condition in limits)} end"


def header_unit(column: Column, match: Match, part: Part, sheet_unit: str) -> str:
    """The unit that a header, its brackets, the mapping or, for money, the sheet gives a column; "" where nothing does."""
    position = position_of(column.key, match, part)
    if position is None:
        return ""
    header, mapping = match.headers[position], match.reading.mapping
    said = (mapping.units.get(header.strip(), "") if mapping else "") or header_key(header).unit or match.spread_units.get(position, "")
    return said or (sheet_unit if column.type == "quantity" and is_money(column.unit) else "")
