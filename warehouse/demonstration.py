"""Which snapshots hold demonstration rows, and their removal."""

import json
from collections.abc import Iterable
from pathlib import Path

from warehouse.errors import WarehouseError
from warehouse.folder import LABELS, folder_of, labels, names, sync, write_durably
from warehouse.snapshot import open_snapshot

HELD = "select 1 from import_batch where data_class = 'synthetic' limit 1"


class StillOpen(WarehouseError):
    """A snapshot that must go is held open by another program."""


def demonstrations(data_dir: Path) -> list[str]:
    """The snapshots in which any row is a demonstration, oldest first."""
    return [name for name in names(data_dir) if _holds(data_dir, name)]


def _holds(data_dir: Path, name: str) -> bool:
    with open_snapshot(data_dir, name) as connection:
        return bool(connection.execute(HELD).fetchall())


def remove_snapshots(data_dir: Path, gone: Iterable[str]) -> None:
    """Removes snapshots, whatever names they were kept under; the caller holds the writer's lock and none of them is current.

    StillOpen where one cannot be removed; asked again, the rest follows.
    """
    gone, held = set(gone), labels(data_dir)
    write_durably(folder_of(data_dir) / LABELS, json.dumps({k: v for k, v in held.items() if k not in gone}, ensure_ascii=False, indent=1))
    try:
        for name in gone:
            (folder_of(data_dir) / name).unlink()
    except PermissionError as error:
        raise StillOpen("旧的演示版本正被别的程序打开，没有清除完；请关闭看板后再执行一次 python -m etl begin。") from error
    finally:
        sync(folder_of(data_dir))
