"""The demonstration township: a place that does not exist, as messy files that go through the ordinary intake.

The committed files stand in data/sample; this package writes them again, byte for byte, and knows what loading them must give.
"""

import csv
import io
from dataclasses import astuple, fields
from datetime import date
from itertools import groupby
from pathlib import Path

from etl.sample.area import area_sheet
from etl.sample.books import write_book, write_csv
from etl.sample.defects import Defect, case_sheets, defects
from etl.sample.disputes import dispute_sheets
from etl.sample.domains import domain_sheets
from etl.sample.domains.books import write_domain_book
from etl.sample.domains.truth import domain_defects
from etl.sample.sheets import clean_sheets
from etl.sample.totals import total_sheets
from etl.sample.truth import expected, true_cases

__all__ = ["defect_manifest", "defects", "domain_defects", "expected", "true_cases", "write_sample"]


def write_sample(folder: Path, as_of: date | None = None) -> list[Path]:
    """Writes every demonstration file into the folder and returns their paths, the area ledger first.

    With `as_of`, the files as they would have been exported at the end of that day, with nothing wrong on purpose.
    """
    folder.mkdir(parents=True, exist_ok=True)
    cases = case_sheets() if as_of is None else clean_sheets(as_of)
    written = []
    for name, sheets in groupby((area_sheet(), *cases, *dispute_sheets(as_of), *total_sheets()), key=lambda sheet: sheet.file):
        path, pages = folder / name, list(sheets)
        write_csv(path, pages[0]) if pages[0].encoding else write_book(path, pages)
        written.append(path)
    for name, sheets in groupby(domain_sheets(as_of), key=lambda sheet: sheet.file):
        write_domain_book(folder / name, sheets)
        written.append(folder / name)
    return written


def defect_manifest() -> str:
    """What is wrong on purpose, as CSV text: one line a defect, with the row number as Excel shows it."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow([field.name for field in fields(Defect)])
    lines.writerows(astuple(defect) for defect in (*defects(), *domain_defects()))
    return text.getvalue()
