"""What each header of a sheet is taken for, and why, in words for the person who sent the file."""

from collections import Counter
from dataclasses import dataclass

from etl.chosen import Chosen
from etl.contract import Contract
from etl.guard import are_names, has_number, is_address, is_name, is_personal, masked
from etl.headers import header_key
from etl.intake import WORDS
from etl.match import IGNORED, Match, is_dropped
from etl.own_sheets import is_reason
from etl.parts import spellings
from etl.readers import RawSheet, Table

EXAMPLES = 3
LONGEST_EXAMPLE = 20  # characters; whatever is longer may be free text, and is not shown
SHORTEST_LIKENESS = 2
LIKE_NAMES = "（像是姓名，不显示）"


@dataclass(frozen=True, kw_only=True)
class HeaderSeen:
    """One header. how: matched, guessed, chosen, unknown, dropped or ignored.

    `column` and `column_name` are what it is, or seems to be; `is_used` says whether it is read as that: a guess by likeness is not until
    it is chosen. `examples` are at most three masked cells, none under a header about persons.
    """

    position: int
    header: str
    column: str | None
    column_name: str
    how: str
    why: str
    is_used: bool
    examples: tuple[str, ...] = ()


def headers_seen(sheet: RawSheet, table: Table, match: Match | None, chosen: Chosen) -> tuple[HeaderSeen, ...]:
    """Every header of the sheet that says anything, from left to right."""
    taken = set(match.present) if match else set()
    likely = _guesses(match, taken) if match else {}
    said = {header.strip(): column for header, column in chosen.columns.items()}
    written = [(position, header) for position, header in enumerate(table.headers) if header.strip()]
    return tuple(_seen(sheet, table, match, position, header, said, likely) for position, header in written)


def _seen(
    sheet: RawSheet, table: Table, match: Match | None, position: int, header: str, said: dict[str, str | None], likely: dict[int, str]
) -> HeaderSeen:
    column, how, why = _judged(match, position, header, said, likely) if match else (None, "unknown", "还不知道这是哪种台账")
    is_used = match is not None and position in match.positions
    if match is None and is_about_persons(header, match):
        how, why = "dropped", PRIVATE
    examples = () if how == "dropped" else _examples(sheet, table, position, holds_figures(match, position))
    if not is_used and are_names(cells_under(sheet, table, position)):
        examples = (LIKE_NAMES,)
    name = match.reading.contract.columns[column].name if match and column else ""
    return HeaderSeen(
        position=position, header=masked(header), column=column, column_name=name, how=how, why=why, is_used=is_used, examples=examples
    )


PRIVATE = "涉及个人信息，不读取、不保存"


def is_about_persons(header: str, match: Match | None) -> bool:
    """Whether what stands under a header is never shown."""
    return is_dropped(header, match.reading) if match else is_personal(header) or has_number(header)


def _judged(match: Match, position: int, header: str, said: dict, likely: dict[int, str]) -> tuple[str | None, str, str]:
    """The column, how it was found, and why."""
    written = header.strip()
    column = column_at(match, position)
    if column:
        return (column, *_why_used(match, position, written, column, said))
    if is_dropped(header, match.reading):
        return None, "dropped", "列名里有疑似电话或证件的号码，不读取、不保存" if has_number(header) else PRIVATE
    if written in said and said[written] is None:
        return None, "ignored", "您选择了不用这一列"
    if match.reading.mapping and written in match.reading.mapping.ignored:
        return None, "ignored", "映射里写明不用这一列"
    if is_reason(header):
        return None, "ignored", "写的是上次没有导入的原因，不读取"
    if written in IGNORED:
        return None, "ignored", "序号、备注一类的列不需要"
    if rivals := _rivals(match, header):
        return None, "unknown", f"与{rivals}含义相同，不知道用哪一列，请指明"
    return _by_likeness(match, position, likely)


def column_at(match: Match, position: int) -> str | None:
    """The contract column that a position of the sheet is read as; None where it is not read."""
    places = [match.columns, *(part.columns for part in match.parts)]
    return next((column for place in places for column, at in place.items() if at == position), None)


def _why_used(match: Match, position: int, header: str, column: str, said: dict) -> tuple[str, str]:
    contract, mapping = match.reading.contract, match.reading.mapping
    name = contract.columns[column].name
    if said.get(header) == column:
        return "chosen", f"您选择了“{name}”"
    if label := next((part.label for part in match.parts if position in part.columns.values() and part.label), ""):
        return "matched", f"表头说明这一列是{label}的{name}"
    known = spellings(contract.name)
    if known.get(header_key(header).name) == column:
        same = header_key(header).name == header_key(name).name
        return "matched", f"列名就是“{name}”" if same else f"“{name}”的另一种写法"
    if mapping and header in mapping.columns and mapping.title and not said:
        return "matched", f"映射“{mapping.title}”写明是“{name}”"
    if known.get(header_key(header.rsplit("_", 1)[-1]).name) == column:
        return "guessed", f"按最下一级表头“{masked(header.rsplit('_', 1)[-1])}”认作“{name}”"
    return "matched", f"按已有的对应关系认作“{name}”"


def _rivals(match: Match, header: str) -> str:
    """The other headers that stand for the same column, where it stays open which one is meant."""
    found = next((headers for headers in match.ambiguous.values() if header in headers), ())
    others = [f"“{masked(other)}”" for other in found if other != header]
    return "、".join(others) or ("另一列同名的列" if found else "")


def _by_likeness(match: Match, position: int, likely: dict[int, str]) -> tuple[str | None, str, str]:
    contract = match.reading.contract
    if position in likely:
        column = likely[position]
        return column, "guessed", f"列名像“{contract.columns[column].name}”，请确认后再用"
    alike = _alike(match.headers[position], contract, set(match.present))
    if len(alike) > 1:
        names = "、".join(f"“{contract.columns[column].name}”" for column in alike[:3])
        return None, "unknown", f"列名既像{names}，没有采用"
    return None, "unknown", f"“{contract.title}”里没有叫这个名字的列，没有采用"


def _guesses(match: Match, taken: set[str]) -> dict[int, str]:
    """Position -> the one column that a header nobody knows is most like; none where two headers are like one column."""
    open_ones = [position for position, header in enumerate(match.headers) if header in match.unknown]
    found = {position: _alike(match.headers[position], match.reading.contract, taken) for position in open_ones}
    single = {position: columns[0] for position, columns in found.items() if len(columns) == 1}
    often = Counter(single.values())
    return {position: column for position, column in single.items() if often[column] == 1}


def _alike(header: str, contract: Contract, taken: set[str]) -> list[str]:
    """The columns not found yet one of whose names holds the header or is held in it, by the longest such name."""
    forms = {header_key(header).name, header_key(header.rsplit("_", 1)[-1]).name}
    shared: dict[str, int] = {}
    for name, column in spellings(contract.name).items():
        length = max((min(len(name), len(form)) for form in forms if name in form or form in name), default=0)
        if column not in taken and length >= SHORTEST_LIKENESS:
            shared[column] = max(shared.get(column, 0), length)
    longest = max(shared.values(), default=0)
    return [column for column, length in shared.items() if length == longest]


def _examples(sheet: RawSheet, table: Table, position: int, is_figure: bool) -> tuple[str, ...]:
    """The first different cells under a header."""
    cells = cells_under(sheet, table, position)
    return tuple(list(dict.fromkeys(shown(cell, is_figure) for cell in cells if cell))[:EXAMPLES])


def holds_figures(match: Match | None, position: int) -> bool:
    """Whether a position is read as days or numbers, so that a name has no business there."""
    column = column_at(match, position) if match else None
    return column is not None and match.reading.contract.columns[column].type not in WORDS


def cells_under(sheet: RawSheet, table: Table, position: int) -> list[str]:
    """The cells under a header in the first rows, as they are."""
    return [row[position].strip() for row in sheet.head[table.first_data_row - 1 :] if position < len(row)]


def shown(cell: str, is_figure: bool = False) -> str:
    """A cell as it may be shown: not at all where a number of a person is in it, beside which a name may stand, where it reads like an address,
    or a name where a figure should be, or where it is free text."""
    text = " ".join(cell.split())
    if is_figure and is_name(text):
        return LIKE_NAMES
    if has_number(text) or is_address(text):
        return "（含号码，不显示）" if has_number(text) else "（像是住址，不显示）"
    return text if len(text) <= LONGEST_EXAMPLE else "（长文字，不显示）"
