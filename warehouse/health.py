"""How the database stands: its size, the rows of each table, the free room beside it, the last back-up."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from warehouse.backup import BackUp, last_back_up
from warehouse.folder import current_name, folder_of, list_snapshots
from warehouse.journal import position
from warehouse.snapshot import open_snapshot

TABLES = {
    "import_batch": "批次", "row_issue": "问题记录", "area_record": "地区台账", "case_record": "诉求与纠纷（各批次）", "appeal_stat_record": "诉求月度汇总",
    "income_record": "居民收入", "collective_record": "集体经济", "project_record": "基础设施项目", "facility_record": "设施与人居环境",
    "industry_record": "产业与劳务", "profile_record": "村情基本情况", "activity_record": "党建与服务活动", "fact_record": "公开发布的事实",
    "price_index_record": "价格指数",
}  # fmt: skip
DERIVED = "整理出来供看板读取的行"


@dataclass(frozen=True, kw_only=True)
class Health:
    """Bytes of all snapshots and of the current one, how many there are, rows by what people call the table, entries of the journal, bytes free
    on the disk, the last back-up."""

    snapshots: int
    bytes: int
    current: str | None
    current_bytes: int
    tables: tuple[tuple[str, int], ...]
    entries: int
    free_bytes: int
    last: BackUp | None

    @property
    def rows(self) -> int:
        """Rows of every table of the current snapshot."""
        return sum(count for _, count in self.tables)


def health(data_dir: Path) -> Health:
    """How a data folder stands; an empty one has no snapshot and no table."""
    held, current = list_snapshots(data_dir), current_name(data_dir)
    folder = next(path for path in (folder_of(data_dir), *folder_of(data_dir).absolute().parents) if path.exists())
    return Health(
        snapshots=len(held), bytes=sum(one.bytes for one in held), current=current,
        current_bytes=next((one.bytes for one in held if one.name == current), 0), tables=_tables(data_dir, current) if current else (),
        entries=position(data_dir), free_bytes=shutil.disk_usage(folder).free, last=last_back_up(data_dir),
    )  # fmt: skip


def _tables(data_dir: Path, name: str) -> tuple[tuple[str, int], ...]:
    with open_snapshot(data_dir, name) as connection:
        held = [
            row[0]
            for row in connection.execute("select schema_name || '.' || table_name from duckdb_tables() where not internal").fetchall()
        ]
        rows = {table: connection.execute("select count(*) from query_table(?)", [table]).fetchall()[0][0] for table in held}
    derived = sum(count for table, count in rows.items() if table.removeprefix("main.") not in TABLES)
    return (*((called, rows.get(f"main.{table}", 0)) for table, called in TABLES.items()), (DERIVED, derived))
