"""Finds the table in a sheet: which rows are its header, where its data begins."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from etl.readers.book import Merge, RawSheet
from etl.readers.preamble import is_filler, read_preamble

SHARE = 0.4
LEVELS = 3
SEARCHED = 30
_ORDINALS = "甲乙丙丁戊己庚辛壬癸"


@dataclass(frozen=True, kw_only=True)
class Table:
    """Where a table stands in its sheet and what stands above it.

    `headers` has one text per column of the sheet ("" for an unlabelled one): line breaks removed, the levels of a layered header
    joined with `_`, a level that repeats the one above it left out. `top_row` and `header_row` are the first and last header row,
    `first_data_row` the row after it (after a row of column numbers, where there is one), all as Excel shows them. `title` and `notes` are the
    lines above; `unit_name`, `fill_date`, `unit` what 填报单位：, 填报时间： and 单位： say, as written, "" where nothing does.
    """

    headers: tuple[str, ...]
    top_row: int
    header_row: int
    first_data_row: int
    title: str = ""
    notes: tuple[str, ...] = ()
    unit_name: str = ""
    fill_date: str = ""
    unit: str = ""


def find_table(sheet: RawSheet, is_known: Callable[[str], bool]) -> Table | None:
    """The table whose header `is_known` recognises best among the first 30 rows; None where fewer than two headers or 40 % are known.

    Of several candidates the one with most known headers wins, then the larger share, then the higher one. `is_known` gets joined
    headers (`12345热线_按时办结`), so it should also try the last level.
    """
    best, best_score = None, (1, SHARE, 0)
    for top in range(1, min(SEARCHED, len(sheet.head)) + 1):
        for bottom in _bottoms(sheet, top):
            headers = _headers(sheet, top, bottom)
            filled = [header for header in headers if header]
            known = sum(map(is_known, filled))
            score = (known, known / max(len(filled), 1), -top)
            if known >= 2 and score[1] >= SHARE and (best is None or score > best_score):
                best, best_score = (top, bottom, headers), score
    return _table(sheet, *best) if best else None


def find_table_at(sheet: RawSheet, header_row: int) -> Table | None:
    """The table whose last header row is declared, as Excel shows it; vertical merges that end there take in the rows above.

    None where that row is not among the first rows of the sheet or is empty.
    """
    if not 1 <= header_row <= len(sheet.head):
        return None
    top = min([header_row, *(merge.top for merge in sheet.merges if merge.bottom == header_row and merge.left == merge.right)])
    headers = _headers(sheet, max(top, header_row - LEVELS + 1), header_row)
    return _table(sheet, top, header_row, headers) if any(headers) else None


def _table(sheet: RawSheet, top: int, bottom: int, headers: tuple[str, ...]) -> Table:
    above = read_preamble(sheet.head[: top - 1])
    first = bottom + 1 if not _is_numbering(_row(sheet, bottom + 1)) else bottom + 2
    return Table(
        headers=headers,
        top_row=top,
        header_row=bottom,
        first_data_row=first,
        title=above.title,
        notes=above.notes,
        unit_name=above.unit_name,
        fill_date=above.fill_date,
        unit=above.unit,
    )


def _row(sheet: RawSheet, number: int) -> tuple[str, ...]:
    return sheet.head[number - 1] if 1 <= number <= len(sheet.head) else ()


def _is_numbering(row: tuple[str, ...]) -> bool:
    """A row under the header that only counts the columns: 1 2 3 …, or 甲 乙 1 2 …"""
    written = [cell.strip(" ()（）") for cell in row if cell.strip()]
    letters = [cell for cell in written if cell in _ORDINALS]
    numbers = written[len(letters) :]
    return (
        len(written) >= 3
        and written[: len(letters)] == list(_ORDINALS[: len(letters)])
        and numbers == [str(i + 1) for i in range(len(numbers))]
    )


def _bottoms(sheet: RawSheet, top: int) -> Iterator[int]:
    """The last rows a header that begins at `top` may have, the deeper first; none where it is a title, one level where it reads like a filler row."""
    if len({cell.strip() for cell in _row(sheet, top) if cell.strip()}) < 2:
        return
    if is_filler(_row(sheet, top)):
        yield top
        return
    least = max([top, *(merge.bottom for merge in sheet.merges if merge.top == top < merge.bottom)])
    if least - top >= LEVELS or least > len(sheet.head):
        least = top
    deepest = least
    while deepest - top + 1 < LEVELS and deepest < len(sheet.head) and _has_groups(sheet, deepest):
        deepest += 1
    yield from range(deepest, least - 1, -1)


def _has_groups(sheet: RawSheet, number: int) -> bool:
    """Whether the row holds a heading over several columns that the next row names: merged, or left blank where merges are lost."""
    row, below = _row(sheet, number), _row(sheet, number + 1)
    wide = [merge for merge in sheet.merges if merge.top == merge.bottom == number and merge.right > merge.left]
    if wide:
        return any(any(cell.strip() for cell in below[merge.left : merge.right + 1]) for merge in wide)
    heads = _group_heads(row, below)
    return bool(heads) and not any(
        name.strip() and under.strip() for i, (name, under) in enumerate(zip(row, below, strict=False)) if i not in heads
    )


def _group_heads(row: tuple[str, ...], below: tuple[str, ...]) -> set[int]:
    """Positions with a text, a text below, and to the right a blank with a text below."""
    here, under = [bool(cell.strip()) for cell in row], [bool(cell.strip()) for cell in below]
    return {i for i in range(len(under) - 1) if here[i] and under[i] and not here[i + 1] and under[i + 1]}


def _headers(sheet: RawSheet, top: int, bottom: int) -> tuple[str, ...]:
    levels = [_level(sheet, number, bottom) for number in range(top, bottom + 1)]
    return tuple(_joined(column) for column in zip(*levels, strict=True))


def _joined(levels: tuple[str, ...]) -> str:
    kept: list[str] = []
    for text in levels:
        if text and text not in kept[-1:]:
            kept.append(text)
    return "_".join(kept)


def _level(sheet: RawSheet, number: int, bottom: int) -> list[str]:
    """One header row with merged texts repeated over their range, and headings carried right over blanks where merges are lost."""
    row = [one_line(cell) for cell in _row(sheet, number)]
    covered: set[int] = set()
    for merge in sheet.merges:
        if merge.top <= number <= merge.bottom:
            columns = range(merge.left, min(merge.right, len(row) - 1) + 1)
            covered.update(columns)
            _spread(row, columns, one_line(_origin(sheet, merge)))
    if number < bottom:
        _carry(row, _row(sheet, number + 1), covered)
    return row


def _origin(sheet: RawSheet, merge: Merge) -> str:
    row = _row(sheet, merge.top)
    return row[merge.left] if merge.left < len(row) else ""


def _spread(row: list[str], columns: range, text: str) -> None:
    for column in columns:
        row[column] = text


def _carry(row: list[str], below: tuple[str, ...], covered: set[int]) -> None:
    heads = _group_heads(tuple(row), below) - covered
    heading = ""
    for column in range(len(row)):
        if row[column]:
            heading = row[column] if column in heads else ""
        elif column not in covered and below[column].strip():
            row[column] = heading
        else:
            heading = ""


def one_line(text: str) -> str:
    """A header without its line breaks and the blanks around them; in one pass, however long it is."""
    return "".join(line.strip() for line in re.split(r"[\r\n]", text)).strip().strip("\ufeff")
