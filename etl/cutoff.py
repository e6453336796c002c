"""Up to which day a file speaks: given, said in a title or file name, or the latest day in it. Never today."""

import calendar
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
UNTIL = re.compile(r"(?:截至|截止|截止到|数据截至)[:：]?(\d{4})[年./-](\d{1,2})(?:[月./-](\d{1,2})日?|月底?)")
MONTHS = re.compile(r"(\d{4})年(?:\d{1,2}月?[-—–~至到])?(\d{1,2})月")
ONE_MONTH = re.compile(r"(\d{4})年(\d{1,2})月(?![\d—–~至到-])")
QUARTER = re.compile(r"(\d{4})年(?:第)?([一二三四1-4])季度")
HALF = re.compile(r"(\d{4})年(上|下)半年")
SPAN_OF_YEARS = re.compile(r"(?:19|20)\d{2}年?[-—–~至到](?:19|20)\d{2}年")
YEAR = re.compile(r"(\d{4})年度?")
# A period that ended long after the latest row is a year still under way, not a promise that nothing more happened.
PATIENCE = timedelta(days=31)


@dataclass(frozen=True)
class CutOff:
    """The last day a sheet speaks for, and where that comes from: given, title or latest_value."""

    on: date | None
    basis: str


@dataclass(frozen=True, kw_only=True)
class Latest:
    """The latest day on which something happened in a file, and where its latest period ends, at most the day of loading."""

    happened_on: date | None = None
    period_end_on: date | None = None


def _month_end(year: int, month: int) -> date | None:
    if not (1990 <= year <= 2100 and 1 <= month <= 12):
        return None
    return date(year, month, calendar.monthrange(year, month)[1])


def _until(text: str) -> date | None:
    found = UNTIL.search(text)
    if not found:
        return None
    year, month, day = int(found[1]), int(found[2]), found[3]
    last = _month_end(year, month)
    return last if last is None or day is None or int(day) > last.day else date(year, month, int(day))


def _period_end(text: str) -> date | None:
    if found := QUARTER.search(text):
        return _month_end(int(found[1]), QUARTERS[found[2]] * 3)
    if found := HALF.search(text):
        return _month_end(int(found[1]), 6 if found[2] == "上" else 12)
    if found := MONTHS.search(text):
        return _month_end(int(found[1]), int(found[2]))
    if found := YEAR.search(text):
        return _month_end(int(found[1]), 12)
    return None


def month_said(texts: Iterable[str]) -> str | None:
    """The one month that a title or name speaks of, as 2026年10月; None where none does, or where it is a span of months."""
    plain = (UNTIL.sub("", unicodedata.normalize("NFKC", text).replace(" ", "")) for text in texts if text)
    found = next((match for text in plain if (match := ONE_MONTH.search(text))), None)
    return f"{found[1]}年{int(found[2])}月" if found and _month_end(int(found[1]), int(found[2])) else None


def period_said(texts: Iterable[str]) -> str | None:
    """The one period that a title or name speaks of, as 2025年度, 2025年一季度, 2025年上半年 or 2026年10月; None where none does, or a span of years.

    The first text that says one decides; 截至2026年10月31日 says it only where nothing else does.
    """
    plain = [unicodedata.normalize("NFKC", text).replace(" ", "") for text in texts if text]
    said = (_one_period(UNTIL.sub("", text)) for text in plain)
    until = (f"{day.year}年{day.month}月" for text in plain if (day := _until(text)))
    return next(filter(None, said), None) or next(until, None)


def _one_period(text: str) -> str | None:
    if SPAN_OF_YEARS.search(text):
        return None
    if found := QUARTER.search(text):
        return f"{found[1]}年第{QUARTERS[found[2]]}季度"
    if found := HALF.search(text):
        return f"{found[1]}年{found[2]}半年"
    if found := ONE_MONTH.search(text):
        return f"{found[1]}年{int(found[2])}月"
    found = YEAR.search(text)
    return f"{found[1]}年" if found and not MONTHS.search(text) else None


def cut_off(texts: Iterable[str], latest: date | None, given: date | None = None, period_end: date | None = None) -> CutOff:
    """The cut-off of a sheet from its title, notes, sheet and file name (`texts`, most telling first) and its latest day.

    A day given by hand stands. A day said outright (截至…) stands unless rows are later. The end of a named period stands where
    the latest row is within its last 31 days, or no row has a date; otherwise the latest row decides. `period_end` is where the latest
    period of the rows ends: a year under way says nothing of how far the file goes, so it counts only where no row has a day of its own.
    """
    if given:
        return CutOff(given, "given")
    plain = [unicodedata.normalize("NFKC", text).replace(" ", "") for text in texts if text]
    said = next((day for text in plain if (day := _until(text))), None)
    if said:
        return CutOff(max(said, latest or said), "title" if not latest or said >= latest else "latest_value")
    ends, latest = next((day for text in plain if (day := _period_end(text))), None), latest or period_end
    if ends and (latest is None or ends - PATIENCE <= latest <= ends):
        return CutOff(ends, "title")
    return CutOff(latest, "latest_value")
