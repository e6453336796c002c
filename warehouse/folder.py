"""The warehouse folder: immutable snapshot files, the one-line CURRENT, labels, and durable writes."""

import json
import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from warehouse.errors import SnapshotNotFound
from warehouse.lock import writer_lock

CURRENT = "CURRENT"
LABELS = "LABELS.json"
KEPT = 10
NAME = re.compile(r"wh-(\d{6,})-(\d{8}T\d{6})-[0-9a-f]{8}\.duckdb")


@dataclass(frozen=True)
class Snapshot:
    """One published version: name (the file's), when, 封版 labels, whether it is the current one, size in bytes."""

    name: str
    created_at: datetime
    labels: tuple[str, ...]
    is_current: bool
    bytes: int


def folder_of(data_dir: Path) -> Path:
    """Where the snapshots lie."""
    return Path(data_dir) / "warehouse"


def sync(path: Path) -> None:
    """Forces a file or folder to the disk. Windows cannot sync a folder and does not need to."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_durably(path: Path, text: str) -> None:
    """Replaces a small file so that a crash leaves the old text or the new, never half."""
    draft = path.with_name(path.name + ".new")
    draft.write_text(text, encoding="utf-8")
    sync(draft)
    draft.replace(path)
    sync(path.parent)


def _pointed_at(data_dir: Path) -> str:
    pointer = folder_of(data_dir) / CURRENT
    return pointer.read_text(encoding="utf-8").strip() if pointer.exists() else ""


def current_name(data_dir: Path) -> str | None:
    """The name of the current snapshot, None where nothing is published yet.

    SnapshotNotFound where CURRENT is lost or names a file that is not there: taking that for an empty warehouse would let
    the next load drop everything that was loaded before. The only snapshot of a folder is current without being pointed at:
    a first load that was cut off in its last step.
    """
    held, pointed = names(data_dir), _pointed_at(data_dir)
    if pointed in held:
        return pointed
    if not pointed and len(held) < 2:
        return held[0] if held else None
    says = f"指向的“{pointed}”不在数据目录中" if pointed else "不见了"
    raise SnapshotNotFound(f"当前版本的记录（{CURRENT}）{says}，请用 snapshots 命令查看已有的版本，再用 rollback 命令指定一个。")


def point_at(data_dir: Path, name: str) -> None:
    """Makes a snapshot the current one."""
    write_durably(folder_of(data_dir) / CURRENT, name + "\n")


def number_of(name: str) -> int:
    """The running number in a snapshot's name."""
    return int(NAME.fullmatch(name)[1])


def names(data_dir: Path) -> list[str]:
    """Every published snapshot, oldest first. Other files, such as a copy somebody made here, are none."""
    found = [path.name for path in folder_of(data_dir).glob("wh-*.duckdb")]
    return sorted((name for name in found if NAME.fullmatch(name)), key=lambda name: (number_of(name), name))


def labels(data_dir: Path) -> dict[str, list[str]]:
    """Snapshot name -> the names it was kept under."""
    path = folder_of(data_dir) / LABELS
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _created_at(name: str) -> datetime:
    return datetime.strptime(NAME.fullmatch(name)[2], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)


def list_snapshots(data_dir: Path) -> list[Snapshot]:
    """Every published snapshot, newest first."""
    folder, current, kept = folder_of(data_dir), _pointed_at(data_dir), labels(data_dir)
    return [
        Snapshot(name, _created_at(name), tuple(kept.get(name, ())), name == current, (folder / name).stat().st_size)
        for name in reversed(names(data_dir))
    ]


def _require(data_dir: Path, name: str) -> None:
    if name not in names(data_dir):
        raise SnapshotNotFound(f"没有名为“{name}”的版本，可用 snapshots 命令查看已有的版本。")


def keep(data_dir: Path, name: str, label: str) -> None:
    """Keeps a snapshot under a name (封版): retention never removes it. SnapshotNotFound where there is none."""
    with writer_lock(folder_of(data_dir)):
        _require(data_dir, name)
        kept = labels(data_dir)
        kept[name] = sorted({*kept.get(name, []), label})
        write_durably(folder_of(data_dir) / LABELS, json.dumps(kept, ensure_ascii=False, indent=1))


def rollback(data_dir: Path, name: str) -> None:
    """Points CURRENT at an existing snapshot, older or newer. SnapshotNotFound where there is none."""
    with writer_lock(folder_of(data_dir)):
        _require(data_dir, name)
        point_at(data_dir, name)


def prune(data_dir: Path) -> None:
    """Removes all but the last KEPT snapshots, the current one and those kept under a name; one that Windows holds open stays."""
    spared = {*names(data_dir)[-KEPT:], _pointed_at(data_dir), *labels(data_dir)}
    for name in set(names(data_dir)) - spared:
        try:
            (folder_of(data_dir) / name).unlink()
        except PermissionError:
            continue
