"""Small published warehouses for the pages to show."""

from pathlib import Path

from etl.load import load
from warehouse.snapshot import building

SQL = (Path(__file__).parent / "township.sql").read_text(encoding="utf-8")


def build(data_dir: Path, *, cases: int = 3600, villages: int = 12, months: int = 36, has_closing: bool = True) -> Path:
    """A published township that does not exist; the same cases every time. Returns the data directory."""
    values = {"cases": cases, "villages": villages, "months": months, "has_closing": has_closing, "town": "试写镇"}
    with building(data_dir) as draft:
        for statement in SQL.split(";\n"):
            if statement.strip():
                used = {name: value for name, value in values.items() if f"${name}" in statement}
                draft.connection.execute(statement, used)
        draft.publish()
    return data_dir


def build_empty(data_dir: Path) -> Path:
    """A published warehouse without a row. Returns the data directory."""
    with building(data_dir) as draft:
        draft.publish()
    return data_dir


def build_totals(data_dir: Path) -> Path:
    """A published town that only receives monthly totals. Returns the data directory."""
    path = data_dir / "月报.csv"
    path.write_text("月份,乡镇,村,受理件数,应办结件数,办结件数,按期办结件数\n2026年9月,试写镇,东湾村,30,28,27,26\n", encoding="utf-8")
    load(data_dir, [path])
    return data_dir
