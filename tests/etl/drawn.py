"""Files and warehouses drawn in a test."""

import csv
import json
from pathlib import Path

import xlsxwriter

from etl.load import load
from warehouse.folder import current_name
from warehouse.snapshot import open_snapshot

SHARED = Path(__file__).parents[2] / ".." / "shared" / "data"


def cells(drawing: str) -> list[list[str]]:
    """The rows of a table drawn with | between cells; a blank cell is ''."""
    lines = [line.strip() for line in drawing.strip().splitlines() if line.strip()]
    return [[cell.strip() for cell in line.split("|")] for line in lines]


def write_csv(path: Path, drawing: str, encoding: str = "utf-8") -> Path:
    with path.open("w", newline="", encoding=encoding) as file:
        csv.writer(file).writerows(cells(drawing))
    return path


def write_xlsx(path: Path, sheets: dict[str, list[list]], merges: dict[str, list[tuple]] | None = None) -> Path:
    """Sheets of typed cells; None or '' stays empty. Merges are (first row, first column, last row, last column, text), from 0."""
    with xlsxwriter.Workbook(str(path)) as book:
        when = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for r, row in enumerate(rows):
                for c, value in enumerate(row):
                    if hasattr(value, "year"):
                        sheet.write_datetime(r, c, value, when)
                    elif isinstance(value, str):
                        sheet.write_string(r, c, value) if value else None
                    elif value is not None:
                        sheet.write_number(r, c, value)
            for merge in (merges or {}).get(name, []):
                sheet.merge_range(*merge)
    return path


def load_drawn(tmp_path: Path, drawing: str, name: str = "工单.csv", **options):
    """Loads one drawn CSV into a fresh warehouse; the LoadResult."""
    return load(tmp_path / "data", [write_csv(tmp_path / name, drawing)], **options)


def ask(data_dir: Path, sql: str, parameters=None) -> list[tuple]:
    """Rows of the current snapshot."""
    with open_snapshot(data_dir, current_name(data_dir)) as connection:
        return connection.execute(sql, parameters).fetchall()


def stored_text(data_dir: Path) -> str:
    """Everything the current snapshot holds, as text."""
    with open_snapshot(data_dir, current_name(data_dir)) as connection:
        tables = connection.execute("select table_schema, table_name from information_schema.tables").fetchall()
        held = [connection.execute(f'from "{schema}"."{table}"').fetchall() for schema, table in tables]
        return json.dumps(held, ensure_ascii=False, default=str)
