"""How one value of a case is written in one layout: dates, village names, words and blanks."""

from collections.abc import Callable
from datetime import date, datetime
from functools import cache

from etl.sample.case import Case, Seen, end_of, known_due
from etl.sample.words import layouts, villages, vocabulary

Cell = str | int | date | datetime | None

EXCEL_DAY_ZERO = date(1899, 12, 30)
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
STAMPS = (
    "received_at", "dispatched_at", "signed_at", "contacted_at", "closed_at", "first_closed_at", "reopened_at", "ext_approved_at", "excluded_at",
    "revisited_at",
)  # fmt: skip
DEADLINES = ("due_at", "ext_due_at")
FLAGS = ("is_ext_approved", "is_revisited", "is_overdue")
NEVER_BLANKED = (*FLAGS, "grid", "matter_id")


def _slash_day(moment: datetime) -> str:
    return f"{moment.year}/{moment.month}/{moment.day}"


def _chinese(moment: datetime) -> str:
    return f"{moment.year}年{moment.month}月{moment.day}日"


STYLES: dict[str, Callable[[datetime], Cell]] = {
    "slash_seconds": lambda m: f"{_slash_day(m)} {m.hour}:{m.minute:02}:{m.second:02}",
    "slash_day": _slash_day,
    "iso_day": lambda m: f"{m:%Y-%m-%d}",
    "dots": lambda m: f"{m.year}.{m.month}.{m.day}",
    "chinese": _chinese,
    "chinese_wide": lambda m: _chinese(m).translate(WIDE),
    "serial": lambda m: (m.date() - EXCEL_DAY_ZERO).days,
    "cell_minute": lambda m: m,
    "cell_day": lambda m: m.date(),
}


def styled(style: str, moment: datetime) -> Cell:
    """The moment in one of the styles of layouts.toml."""
    return STYLES[style](moment)


def style_of(layout: dict, field: str, case: Case) -> str:
    """Which style this file uses for a time of this case."""
    styles = layout["deadline" if field in DEADLINES else "stamp"]
    return styles[case.number % len(styles)]


@cache
def _village_words() -> dict[str, dict[str, str]]:
    return {v.name: {"stem": v.stem, "alias": v.alias or v.name} for v in villages()}


def _village(layout: dict, case: Case) -> str | None:
    if case.village is None:
        return None
    spellings = layout["village"]
    return spellings[case.number % len(spellings)].format_map(_village_words()[case.village])


def _is_overdue(case: Case, known: Seen, cutoff: date) -> bool | None:
    if known.excluded:
        return None
    return (known.closed_at if known.closed_at and known.status != "redo" else end_of(cutoff)) > known_due(case, known)


def _opinion(known: Seen) -> str | None:
    return (known.opinion or "none") if known.is_revisited else None


def _value(case: Case, known: Seen, field: str, cutoff: date) -> object:
    """What there is to write, before it is put into words."""
    match field:
        case "category_1" | "category_2" | "category_3":
            return case.category[int(field[-1]) - 1]
        case "town":
            return vocabulary()[field]
        case "opinion":
            return _opinion(known)
        case "is_overdue":
            return _is_overdue(case, known, cutoff)
        case "is_revisited":
            return known.is_revisited if known.status in ("closed", "archived") else None
        case _:
            return getattr(known, field) if hasattr(known, field) else getattr(case, field)


def _worded(layout: dict, field: str, value: object, number: int) -> Cell:
    known = layout.get("values", {}).get(field, {})
    if isinstance(value, bool):
        value = "yes" if value else "no"
        known = {word: [text] for word, text in layouts()["flags"].items()} | known
    written = known.get(value, [value])
    return written[number % len(written)]


def cell(layout: dict, case: Case, known: Seen, field: str, cutoff: date) -> Cell:
    """One cell: what a file with this layout and last day writes for a field of the case. None leaves the cell empty."""
    if field in layouts()["placeholders"]:
        return layouts()["placeholders"][field]
    if field in ("serial", "remark"):
        return None
    value = _village(layout, case) if field == "village" else _value(case, known, field, cutoff)
    if value is None:
        blanks = layout["blank"]
        return (blanks[case.number % len(blanks)] if field not in NEVER_BLANKED else None) or None
    if field in STAMPS + DEADLINES:
        return styled(style_of(layout, field, case), value)
    return value if field == "village" else _worded(layout, field, value, case.number)
