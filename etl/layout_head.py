"""What the first rows of a sheet tell without a contract: which row is the header, the unit, which columns hold years and areas."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from etl.guard import is_personal
from etl.headers import header_key
from etl.readers import RawSheet, Table, find_table
from etl.readers.preamble import is_filler
from etl.readers.table import one_line

SEARCHED = 30
LEVELS = 3
_PERIOD = re.compile(r"((?:19|20)\d{2})(?:年(?:度|末|底|第?[一二三四1-4]季度|\d{1,2}月)?|年?[Qq][1-4]|[-/.]\d{1,2})?")
_DATED_HEADER = re.compile(r"((?:19|20)\d{2})年")
DATED_CELL = re.compile(r"((?:19|20)\d{2})(?=$|\.0$|[-/.年Qq]|(?:0[1-9]|1[0-2])(?:[0-3]\d)?$)")
NUMBER = re.compile(r"[-+(]?[\d,]*\.?\d+\)?(?:[eE][-+]?\d+)?[%‰]?|\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?.*")
_LABELLED = re.compile(r"(?!其中)[^:]{2,8}:")
_YEAR_COLUMN = re.compile(r"(?:统计|报告|所属)?(?:年份|年度|年|期间|年月|季度)|year", re.IGNORECASE)
_TIME_COLUMN = re.compile(r"时间|日期|月份|date|time", re.IGNORECASE)
_AREA_COLUMN = re.compile(
    r"(?:所属|所在)?(?:地区|区域|省|省份|省市|省区|市|城市|地市|市州|县|区县|县区|县市|市县|旗县|镇|乡|乡镇|镇街|街道|乡镇\(街道\)|村|行政村|村居|社区|村\(社区\)|自然村)"
    r"(?:名称?)?"
)
_AREA_NAME = re.compile(r"(?:area|region|province|city|county|town|village)[ _]?(?:name)?", re.IGNORECASE)


def plain(text: str | None) -> str:
    """The text without blanks, in plain forms."""
    return "".join(unicodedata.normalize("NFKC", text or "").split())


def table_of(sheet: RawSheet) -> Table | None:
    """The table with most headers out of the rows that look like a header, as the readers put its levels together."""
    words = {part for row in _header_rows(sheet.head[:SEARCHED]) for cell in row for part in one_line(cell).split("_") if part}
    return find_table(sheet, lambda header: not words.isdisjoint(header.split("_"))) if words else None


def _header_rows(head: tuple[tuple[str, ...], ...]) -> list[tuple[str, ...]]:
    """The rows of names right above the first row of values; in a sheet without values the first row of names that has another below it."""
    blocks: list[list[tuple[str, ...]]] = []
    was_names = False
    for row in head:
        if is_names := _is_names(row):
            blocks = blocks if was_names else [*blocks, []]
            blocks[-1].append(row)
        elif blocks and _is_values(row):
            return blocks[-1][:LEVELS]
        was_names = is_names
    return next((block[:1] for block in blocks if len(block) > 1), [])


def _is_values(row: tuple[str, ...]) -> bool:
    filled = [cell for cell in map(plain, row) if cell]
    return len(filled) > 1 and any(map(NUMBER.fullmatch, filled))


def _is_names(row: tuple[str, ...]) -> bool:
    """Whether a row could be a header: two different texts or periods at least, and neither 填报单位：… nor a number."""
    filled = [cell for cell in map(plain, row) if cell]
    if len(set(filled)) < 2 or (len(set(filled)) < max(5, len(row)) and _is_labelled(filled)):
        return False
    numbers = [cell for cell in filled if NUMBER.fullmatch(cell)]
    return not numbers or _are_years(numbers)


def _is_labelled(filled: list[str]) -> bool:
    """Whether a row says who reports what for when, as 填报单位：… does. A header that fills every column is never asked."""
    return is_filler(filled) or 2 * sum(map(bool, map(_LABELLED.match, filled))) >= len(filled)


def _are_years(numbers: list[str]) -> bool:
    """Whether bare numbers are headings such as 2019 2018 2017: two at least, at even steps."""
    if not all(map(_PERIOD.fullmatch, numbers)):
        return False
    steps = {int(later[:4]) - int(earlier[:4]) for earlier, later in pairwise(numbers)}
    return len(steps) == 1 and steps <= {-5, -1, 1, 5}


# --- unit and indicator


def _unit(text: str) -> str:
    """The text where it is a unit of measure, money of any currency included, else ""."""
    known = header_key(f"({text.removesuffix('人民币').replace('美元', '元')})").unit
    return text if known else ""


def indicator_of(table: Table) -> tuple[str, str]:
    """What 指标：… says and the unit in its last brackets; without one the unit in the brackets of the title."""
    lines = (table.title, *table.notes)
    named = next((mark.group(1) for line in lines if (mark := re.match(r"指标(?:名称)?:\s*(.+)", line))), "")
    said = re.fullmatch(r"(.*)\(([^()]+)\)", named or table.title)
    unit = _unit(said.group(2)) if said else ""
    return (said.group(1) if named and unit else named), unit


def column_units(table: Table) -> tuple[tuple[str, str], ...]:
    """Header -> unit, from brackets as in 收入（元） or an ending as in GDP_亿元."""
    found = ((header, header_key(header).unit or ("_" in header and _unit(header.rsplit("_", 1)[1]))) for header in table.headers)
    return tuple((header, unit) for header, unit in found if unit)


# --- years and areas


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Positions: year -> column across the header, the column that holds the period of each row, the columns that name its area."""

    across: tuple[tuple[int, int], ...]
    period: int | None
    areas: tuple[int, ...]
    has_area_column: bool


def columns_of(sheet: RawSheet, table: Table) -> Columns:
    """Which columns hold years and areas, by their headers and by what the first rows hold."""
    body = sheet.head[table.first_data_row - 1 :]
    dated = [i for i in range(len(table.headers)) if _is_dated([row[i] for row in body])]
    across = tuple((year, i) for i, header in enumerate(table.headers) if (year := _header_year(header)))
    period = _named(table, dated, _YEAR_COLUMN.fullmatch)
    if period is None and len(across) < 2:
        period = _named(table, dated, _TIME_COLUMN.search)
        period = 0 if period is None and 0 in dated and _is_index(table, body) else period
    named = tuple(i for i, header in enumerate(table.headers) if _is_area(header_key(header).name))
    return Columns(across=() if period is not None else across, period=period, areas=named or _first_text(table, body, period),
                    has_area_column=bool(named))  # fmt: skip


def _is_area(name: str) -> bool:
    return bool(_AREA_COLUMN.fullmatch(name.rsplit("_", 1)[-1]) or _AREA_NAME.fullmatch(name))


def _is_dated(cells: list[str]) -> bool:
    filled = [cell for cell in map(plain, cells) if cell]
    return bool(filled) and 2 * sum(map(bool, map(DATED_CELL.match, filled))) > len(filled)


def _is_index(table: Table, body: tuple[tuple[str, ...], ...]) -> bool:
    """Whether the first column counts years without a header that says so: an unlabelled one, or 1978年 in every row."""
    return not table.headers[0] or all("年" in row[0] for row in body if _PERIOD.fullmatch(plain(row[0])))


def _named(table: Table, positions: list[int], is_named) -> int | None:
    return next((i for i in positions if is_named(header_key(table.headers[i]).name)), None)


def _header_year(header: str) -> int | None:
    marks = (_PERIOD.fullmatch(level) or _DATED_HEADER.match(level) for level in map(plain, header.split("_")))
    return next((int(mark.group(1)) for mark in marks if mark), None)


def _first_text(table: Table, body: tuple[tuple[str, ...], ...], period: int | None) -> tuple[int, ...]:
    """The first column that mostly holds texts and says nothing about a person."""
    for i, header in enumerate(table.headers):
        filled = [cell for row in body if (cell := plain(row[i]))]
        texts = sum(not NUMBER.fullmatch(cell) for cell in filled)
        if i != period and not is_personal(header) and 2 * texts > len(filled):
            return (i,)
    return ()
