"""Which node of the area tree a person means."""

from pathlib import Path

from indicators.scope import ScopeError

QUERY = Path(__file__).parent / "area.sql"


def find_area(connection, name: str) -> str:
    """The area_id of a path, the end of a path, or a name that only one area has. Raises ScopeError where there is none or several."""
    with connection.cursor() as cursor:
        found = [row[0] for row in cursor.execute(QUERY.read_text(encoding="utf-8"), {"name": name}).fetchall()]
    if not found:
        raise ScopeError(f"没有名为「{name}」的地区。")
    if found[0] != name and len(found) > 1:
        raise ScopeError(f"「{name}」不止一处，请写全路径：{'、'.join(found)}。")
    return found[0]
