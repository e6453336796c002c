"""What is wrong on purpose in the demonstration files, and in which row."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache

from etl.sample.case import Case, Seen, seen
from etl.sample.sheets import Row, Sheet, clean_sheets, layout_of, numbered, total_row
from etl.sample.words import layouts
from etl.sample.writing import style_of, styled

DAYS_TOO_EARLY = 3


@dataclass(frozen=True, kw_only=True)
class Defect:
    """One thing that is wrong: where (row as Excel shows it, header as written), what kind, and what must become of the row.

    outcome: rejected, unplaced (accepted, but kept out because the area ledger lacks the village) or warned (accepted with a warning).
    """

    file: str
    sheet: str
    row: int
    column: str
    kind: str
    case_id: str
    outcome: str


@cache
def _appearances() -> Counter[str]:
    return Counter(row.case.case_id for sheet in clean_sheets() for row in sheet.rows)


def _is_plain(sheet: Sheet, row: Row) -> bool:
    """Only cases that stand in no other file and count in every rate are broken, so that no other version takes their place."""
    return _appearances()[row.case.case_id] == 1 and row.case.excluded is None and row.case.village and not row.case.matter_id


def _fits(kind: str, case: Case, state: Seen) -> bool:
    if kind == "extension_not_decided":
        return bool(case.is_ext_approved) and state.ext_due_at is not None and state.closed_at is not None
    if kind in ("closed_before_received", "impossible_date", "repeated_id"):
        return state.status in ("closed", "archived") and case.ext_asked_at is None
    return True


def _position(sheet: Sheet, declared: dict) -> int:
    """The first row from the given share of the sheet on that the defect can be put into."""
    start = int(len(sheet.rows) * declared["at"])
    candidates = list(range(start, len(sheet.rows))) + list(range(start))
    fitting = (
        i
        for i in candidates
        if _is_plain(sheet, sheet.rows[i]) and _fits(declared["kind"], sheet.rows[i].case, seen(sheet.rows[i].case, sheet.cutoff))
    )
    return next(fitting)


def _with_cell(sheet: Sheet, position: int, field: str, value: object) -> Sheet:
    at, row = sheet.fields.index(field), sheet.rows[position]
    changed = replace(row, cells=(*row.cells[:at], value, *row.cells[at + 1 :]))
    return replace(sheet, rows=(*sheet.rows[:position], changed, *sheet.rows[position + 1 :]))


def _too_early(sheet: Sheet, position: int) -> object:
    """A closing time before the case came in, in the style of the file."""
    case = sheet.rows[position].case
    file = next(file for file in layouts()["file"] if file["name"] == sheet.file)
    style = style_of(layout_of(sheet.layout, file), "closed_at", case)
    return styled(style, case.received_at - timedelta(days=DAYS_TOO_EARLY))


def _repeat_row(sheet: Sheet, position: int) -> Sheet:
    """The row a second time, right below itself; the 合计 row counts it."""
    rows = numbered((*sheet.rows[: position + 1], sheet.rows[position], *sheet.rows[position + 1 :]), sheet.fields)
    total = total_row(layout_of(sheet.layout), len(rows), len(sheet.fields)) if sheet.total else ()
    return replace(sheet, rows=rows, total=total)


def _break(sheet: Sheet, position: int, declared: dict) -> tuple[Sheet, int]:
    """The sheet with the defect, and the row number in which it can be seen."""
    match declared["kind"]:
        case "repeated_id":
            return _repeat_row(sheet, position), sheet.row_number(position + 1)
        case "wrong_total":
            wrong = total_row(layout_of(sheet.layout), len(sheet.rows) + 1, len(sheet.fields))
            return replace(sheet, total=wrong), sheet.row_number(len(sheet.rows) + sheet.blank_rows)
        case "closed_before_received":
            value = _too_early(sheet, position)
        case _:
            value = declared["says"] or None
    return _with_cell(sheet, position, declared["field"], value), sheet.row_number(position)


def _applied(sheet: Sheet, declared: dict) -> tuple[Sheet, Defect]:
    is_total = declared["kind"] == "wrong_total"
    position = 0 if is_total else _position(sheet, declared)
    broken, row = _break(sheet, position, declared)
    header = sheet.headers[sheet.fields.index(declared["field"])].rpartition("_")[2]
    case_id = "" if is_total else sheet.rows[position].case.case_id
    return broken, Defect(
        file=sheet.file, sheet=sheet.name, row=row, column=header, kind=declared["kind"], case_id=case_id, outcome=declared["outcome"]
    )


@cache
def _broken() -> tuple[tuple[Sheet, ...], tuple[Defect, ...]]:
    sheets = {(sheet.file, sheet.name): sheet for sheet in clean_sheets()}
    found = []
    # downwards: a repeated row moves only what is below it, so the row numbers found before stay true
    for declared in sorted(layouts()["defect"], key=lambda declared: declared["at"]):
        where = (declared["file"], declared.get("sheet") or _only_sheet(declared["file"]))
        sheets[where], defect = _applied(sheets[where], declared)
        found.append(defect)
    found.sort(key=_place)
    return tuple(sheets.values()), tuple(found)


def _only_sheet(file: str) -> str:
    return next(sheet.name for sheet in clean_sheets() if sheet.file == file)


def _place(defect: Defect) -> tuple[str, str, int]:
    return defect.file, defect.sheet, defect.row


def case_sheets() -> tuple[Sheet, ...]:
    """Every sheet with cases as it is written, with what is wrong on purpose."""
    return _broken()[0]


def defects() -> tuple[Defect, ...]:
    """What is wrong on purpose, by file, sheet and row."""
    return _broken()[1]
