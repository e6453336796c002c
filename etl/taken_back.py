"""What a batch taken back would change, looked at before it is; and the end of the demonstration."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from etl.reference import load_reference
from warehouse.batches import remove_batch
from warehouse.demonstration import demonstrations, remove_snapshots
from warehouse.errors import WarehouseError
from warehouse.folder import current_name, folder_of
from warehouse.lock import writer_lock
from warehouse.snapshot import building


class NothingToClear(WarehouseError):
    """There is no demonstration row in any snapshot."""


@dataclass(frozen=True, kw_only=True)
class Begun:
    """The snapshot that is current after the demonstration has gone, and how many snapshots went."""

    snapshot: str
    removed: int


def without_batch(data_dir: Path, batch_id: str, look: Callable[[duckdb.DuckDBPyConnection], Any]) -> Any:
    """What `look` sees in the current snapshot without one of its batches; nothing is published. None where there is no such batch."""
    with building(data_dir) as draft:
        if not draft.connection.execute("select 1 from import_batch where batch_id = ?", [batch_id]).fetchall():
            return None
        remove_batch(draft.connection, batch_id)
        load_reference(draft.connection, draft.data_dir)
        draft.derive()
        draft.connection.execute("commit")  # a cursor of its own sees nothing that is not; the draft is thrown away all the same
        return look(draft.connection)


def begin(data_dir: Path) -> Begun:
    """Clears the demonstration: the board starts empty, or with the real data it has, and no snapshot that holds a demonstration row is left.

    Cut off in the middle it is done again. NothingToClear where there is no demonstration row.
    """
    old = demonstrations(data_dir)
    if not old:
        raise NothingToClear("没有演示数据，不需要清除。")
    if current_name(data_dir) not in old:
        with writer_lock(folder_of(data_dir)):
            remove_snapshots(data_dir, old)
        return Begun(snapshot=current_name(data_dir), removed=len(old))
    with building(data_dir, from_empty=True) as draft:
        load_reference(draft.connection, draft.data_dir)
        name = draft.publish()
        old = demonstrations(data_dir)
        remove_snapshots(data_dir, old)
    return Begun(snapshot=name, removed=len(old))
