"""Why a row was not taken, in one line for the person who mends it, with the headers of their own sheet."""

from etl.contract import Column
from etl.findings import SAYS
from etl.match import Match
from etl.rejected import Reasons

SAYS_CHOICE = "不在认得的取值之内"
HIDDEN = "含有电话或证件号码，没有放回，需要时请补填"


def reason_words(match: Match, reasons: Reasons, hidden: list[int]) -> tuple[str, list[int]]:
    """All reasons of a row, and the positions of the cells that they are about. `hidden` are cells that were left out for a number in them."""
    told = [_told(match, name, message) for name, message in reasons]
    told += [(f"“{_header(match, position)}”：{HIDDEN}", position) for position in hidden]
    return "；".join(words for words, _ in told), sorted({position for _, position in told if position is not None})


def _told(match: Match, name: str, message: str) -> tuple[str, int | None]:
    position, column = _place(match, name)
    called = _header(match, position) if position is not None else name
    if column and message == SAYS["choice"]:
        message = f"{SAYS_CHOICE}，可填：{'、'.join(choice_words(column))}"
    return f"“{called}”：{message}", position


def _place(match: Match, name: str) -> tuple[int | None, Column | None]:
    """Where a column stands that a reason names; a record that the header spreads over the row is named behind it in brackets."""
    columns = match.reading.contract.columns
    for key, position in match.columns.items():
        if columns[key].name == name:
            return position, columns[key]
    for part in match.parts:
        for key, position in part.columns.items():
            if name == columns[key].name + (f"（{part.label}）" if part.label else ""):
                return position, columns[key]
    return None, None


def _header(match: Match, position: int) -> str:
    return match.headers[position].strip() or f"第 {position + 1} 列"


def choice_words(column: Column) -> list[str]:
    """The texts by which people know the choices of a column."""
    named = [(choice, *written) for choice, written in column.choices.items()]
    return [next((text for text in texts if not text.isascii() or text.isdigit()), texts[0]) for texts in named]
