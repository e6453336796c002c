"""Other names of villages: said in the app, checked against the places on the board, and used from the next build on."""

from datetime import datetime
from pathlib import Path

import duckdb

from etl.guard import has_number
from warehouse.folder import current_name
from warehouse.journal import JournalError
from warehouse.journal_aliases import aliases, note_alias
from warehouse.snapshot import open_snapshot

NAMED = """
with village as (select area_id, name, aliases from area where level = '村' and not is_published),
spelled as (
    select area_id, name, name as spelling from village
    union all
    select area_id, name, unnest(string_split(aliases, '、')) from village where aliases is not null)
select area_id, name from spelled where name_key(spelling) = name_key($alias) order by area_id = $area desc, area_id limit 1
"""


def add_alias(data_dir: Path, *, area: str, alias: str, by: str, at: datetime, connection: duckdb.DuckDBPyConnection | None = None) -> int:
    """Records that `alias` is a way to write the village `area` (its path); the number of the entry. It holds from the next build on.

    `connection` is a snapshot or draft whose places count; the current snapshot where none is given. JournalError, in a sentence, where
    the village is not there, another village bears the name, the village is found by it already, or it stands for one already.
    """
    name = " ".join(alias.split())
    if problem := _problem_in(data_dir, area, name, connection):
        raise JournalError(problem)
    return note_alias(data_dir, area=area, alias=name, by=by, at=at)


def _problem_in(data_dir: Path, area: str, alias: str, connection: duckdb.DuckDBPyConnection | None) -> str | None:
    if connection is not None:
        return alias_problem(connection, area, alias) or _taken(connection, data_dir, area, alias)
    current = current_name(data_dir)
    if current is None:
        return "看板上还没有村，请先导入地区台账。"
    with open_snapshot(data_dir, current) as opened:
        return alias_problem(opened, area, alias) or _taken(opened, data_dir, area, alias)


def _taken(connection: duckdb.DuckDBPyConnection, data_dir: Path, area: str, alias: str) -> str | None:
    """Whose alias the name is already, however it is spelled; two villages with one alias would both lose it."""
    for one in aliases(data_dir):
        is_same = connection.execute("select name_key(?) = name_key(?)", [one.alias, alias]).fetchall()[0][0]
        if is_same and one.area != area:
            return f"“{one.alias}”已经记为“{one.area.rsplit('/', 1)[-1]}”的别称；要改，请先撤回那一条。"
    return None


def alias_problem(connection: duckdb.DuckDBPyConnection, area: str, alias: str) -> str | None:
    """Why a name cannot be an alias of a village, in a sentence; None where it can."""
    found = connection.execute("select name from area where area_id = ? and level = '村' and not is_published", [area]).fetchall()
    if not found:
        return "没有找到要对应的村，请从地区台账的村里选一个。"
    if has_number(alias):
        return "村名里像有电话或证件号码，没有保存。"
    if connection.execute("select name_key(?) = ''", [alias]).fetchall()[0][0]:
        return "请写明文件里的村名，不能只有“村”“镇”一类的字。"
    held = connection.execute(NAMED, {"alias": alias, "area": area}).fetchall()
    if held and held[0][0] == area:
        return f"“{alias}”本来就认得是“{found[0][0]}”，不用再记。"
    if held:
        return f"“{alias}”是另一个村“{held[0][1]}”（{held[0][0]}）的名称，不能作为“{found[0][0]}”的别称。"
    return None
