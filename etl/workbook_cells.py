"""What a text becomes in a cell of a workbook we write, so that it reads back as the same text."""

import re
from datetime import datetime

from xlsxwriter.worksheet import Worksheet

from etl.readers.celltext import number_text

NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]+)?")
DAY, MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}")
EARLIEST = datetime(1900, 3, 1)  # Excel counts a 29 February 1900 that never was
DAY_FORMAT, MOMENT_FORMAT, TEXT_FORMAT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss", "@"
LONGEST_NAME = 31
FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


def typed_cell(text: str) -> float | datetime | str:
    """A number or a moment where Excel would have one and it reads back as the same text; else the text.

    A midnight written out stays text: in Excel it would become a mere day.
    """
    if NUMBER.fullmatch(text) and number_text(float(text)) == text:
        return float(text)
    if not DAY.fullmatch(text) and not MOMENT.fullmatch(text):
        return text
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    is_midnight = bool(MOMENT.fullmatch(text)) and moment.time() == moment.min.time()
    return text if moment < EARLIEST or is_midnight else moment


def kind_of(text: str, value: float | datetime | str) -> str:
    """Which format a cell takes: text, moment, day, or "" for a number."""
    if isinstance(value, str):
        return "text"
    return "" if isinstance(value, float) else "moment" if MOMENT.fullmatch(text) else "day"


def print_wide(sheet: Worksheet) -> None:
    """Prints a sheet across, as wide as one page."""
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)


def safe_name(name: str, used: set[str]) -> str:
    """A sheet name that Excel takes, once in the workbook: the name itself wherever that can be. It is added to `used`."""
    plain = (FORBIDDEN.sub("_", name).strip("'") or "工作表")[:LONGEST_NAME]
    plain = "历史" if plain.casefold() == "history" else plain
    found, number = plain, 2
    while found.casefold() in used:
        found, number = f"{plain[: LONGEST_NAME - 4]}({number})", number + 1
    used.add(found.casefold())
    return found
