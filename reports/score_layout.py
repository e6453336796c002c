"""Where things stand in a score workbook, and how a sheet is written: names of sheets, addresses, formats, what is printed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from xlsxwriter.utility import xl_rowcol_to_cell

from reports.scheme_columns import FRAME, FRAME_SHEET

LONGEST_NAME = 31  # signs that Excel allows in the name of a sheet
FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
TOWN_SHEET, MANUAL_SHEET, SOURCE_SHEET = "全镇", "加减分", "数据来源"
OWN_SHEETS = (TOWN_SHEET, MANUAL_SHEET, FRAME_SHEET, SOURCE_SHEET, "History")  # the last one Excel keeps for itself
HEAD_ROW = 4  # of every sheet, as Excel counts: title, what it is of, and marks stand above
NONE = "—"
A4 = 9
FORMATS = {
    "title": {"bold": True, "font_size": 14},
    "quiet": {"font_color": "#5f6b76"},
    "mark": {"font_color": "#9a4b00", "bold": True},
    "head": {"bold": True, "bg_color": "#f1efe9", "border": 1, "text_wrap": True, "valign": "vcenter", "align": "center"},
    "text": {"border": 1, "text_wrap": True, "valign": "vcenter"},
    "count": {"border": 1, "num_format": "#,##0.##", "valign": "vcenter"},
    "number": {"border": 1, "num_format": "0.00", "valign": "vcenter"},
    "share": {"border": 1, "num_format": "0%", "valign": "vcenter"},
    "day": {"border": 1, "num_format": "yyyy-mm-dd", "align": "left", "valign": "vcenter"},
    "sum_text": {"border": 1, "bold": True, "bg_color": "#f7f6f2", "text_wrap": True, "valign": "vcenter"},
    "sum": {"border": 1, "bold": True, "bg_color": "#f7f6f2", "num_format": "0.00", "valign": "vcenter", "align": "right"},
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A worksheet with the formats of its workbook."""

    sheet: object
    formats: dict

    def put(self, address: str, value: object, form: str = "text") -> None:
        """Writes a text, a number or a day; an empty cell for None."""
        if isinstance(value, date):
            self.sheet.write_datetime(address, value, self.formats["day"])
        elif isinstance(value, str):
            self.sheet.write_string(address, value, self.formats[form])
        elif value is None:
            self.sheet.write_blank(address, None, self.formats[form])
        else:
            self.sheet.write_number(address, value, self.formats[form])

    def formula(self, address: str, formula: str, shown: object, form: str = "number") -> None:
        """Writes a live formula and what it comes to, for readers that do not calculate."""
        self.sheet.write_formula(address, formula, self.formats[form], shown)

    def row(self, number: int, values: Sequence[object], form: str = "text") -> None:
        """Writes a line from column A on."""
        self.row_from("A", number, values, form)

    def row_from(self, first: str, number: int, values: Sequence[object], form: str = "text") -> None:
        """Writes a line from a column on, by its letter."""
        for place, value in enumerate(values, start=ord(first) - ord("A")):
            self.put(xl_rowcol_to_cell(number - 1, place), value, form)


def formats_of(book) -> dict:
    """The formats of a workbook, by name."""
    return {name: book.add_format(form) for name, form in FORMATS.items()}


def opened(book, formats: dict, name: str, title: str, lines: Sequence[str], widths: Sequence[float]) -> Sheet:
    """A new worksheet with its title, a quiet line and a mark, ready to be printed on A4 landscape one page wide."""
    sheet = book.add_worksheet(name)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD_ROW - 1)
    sheet.set_margins(0.4, 0.4, 0.6, 0.6)
    sheet.set_footer("&L&A&R第 &P 页，共 &N 页")
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    for row, (line, form) in enumerate(zip((title, *lines), ("title", "quiet", "mark"), strict=False)):
        sheet.write_string(row, 0, line, formats[form])
    return Sheet(sheet=sheet, formats=formats)


def sheet_names(names: Sequence[str], own: Sequence[str] = OWN_SHEETS) -> list[str]:
    """A name of a sheet for each that is wanted, none twice, none of our `own`, none that Excel refuses; in the order given."""
    taken = {name.lower() for name in own}
    found = []
    for name in names:
        plain = FORBIDDEN.sub("·", name).strip("'").strip()[:LONGEST_NAME].strip("'") or NONE
        number, given = 1, plain
        while given.lower() in taken:
            number += 1
            given = f"{plain[: LONGEST_NAME - len(f'（{number}）')]}（{number}）"
        taken.add(given.lower())
        found.append(given)
    return found


def quoted_sheet(name: str) -> str:
    """The name of a sheet as it stands in a formula."""
    return "'" + name.replace("'", "''") + "'"


def frame_cell(key: str) -> str:
    """The address of a setting of the scheme, in the sheet 办法."""
    place = [column.key for column in FRAME].index(key)
    return f"{quoted_sheet(FRAME_SHEET)}!$B${HEAD_ROW + 1 + place}"


def band_row(place: int) -> int:
    """The row of a band in the sheet 办法, the first one at 0."""
    return HEAD_ROW + len(FRAME) + 3 + place


def band_cell(place: int) -> str:
    """The address of the points from which a band begins, in the sheet 办法."""
    return f"{quoted_sheet(FRAME_SHEET)}!$B${band_row(place)}"
