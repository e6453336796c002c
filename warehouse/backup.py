"""Everything that the town cannot make again, in one file: what it published and kept, what was written in the app, its own settings.

The file is a zip that anybody can look into. A list inside names the digest of every part, and its last characters are the digest of all
that stands before them: no byte of it can change unseen.
"""

import hashlib
import json
import shutil
import sqlite3
import tempfile
import zipfile
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from warehouse.errors import WarehouseError
from warehouse.folder import CURRENT, LABELS, current_name, folder_of, labels, names, sync, write_durably
from warehouse.journal import FILE as JOURNAL
from warehouse.lock import writer_lock

LIST = "清单.json"
MARK = "governance-board-backup-1 sha256="
DIGITS = 64
PIECE = 1 << 20
LOG, ACCOUNTS, LIMITS = "access/log.sqlite", "access/accounts.sqlite", "access/limits.toml"
PASSING = ("session", "failure", "secret")  # tables of the accounts that no back-up keeps
PLAIN = ("figures/*.json", "briefs/*.json", "town/*", "*.toml", LIMITS)
OURS = ("warehouse", JOURNAL, "figures", "briefs", "town", "access")
NOTED = "BACKED_UP.json"
EARLIEST = (1980, 1, 1, 0, 0, 0)  # of every part: the same content is the same file


class BackUpError(WarehouseError):
    """A back-up cannot be made, read or put back. The message is one Chinese sentence."""


@dataclass(frozen=True, kw_only=True)
class BackUp:
    """One back-up: when, its file's name, size in bytes and digest, the snapshot that was current, how many parts, whether accounts are in it."""

    made_at: datetime
    file: str
    bytes: int
    digest: str
    snapshot: str
    parts: int
    has_accounts: bool


def back_up(data_dir: Path, path: Path, *, at: datetime, with_accounts: bool = False) -> BackUp:
    """Writes the back-up beside its place and renames it when it is whole.

    BackUpError where nothing is published yet, there is a file of that name, or the place cannot be written; WarehouseBusy where a load runs.
    The accounts are in it only where asked for; who is signed in, and what that is signed by, never.
    """
    _refuse_place(data_dir, path)
    draft = path.with_name(path.name + ".new")
    try:
        with writer_lock(folder_of(data_dir)), tempfile.TemporaryDirectory(prefix="backup-", dir=path.parent) as scratch:
            parts = _parts(Path(data_dir), Path(scratch), with_accounts)
            told = {"made_at": at.isoformat(), "snapshot": current_name(data_dir), "has_accounts": with_accounts and ACCOUNTS in parts}
            _write(draft, parts, told)
        draft.replace(path)
        sync(path.parent)
        made = BackUp(
            made_at=at, file=path.name, bytes=path.stat().st_size, digest=_seal(path), snapshot=told["snapshot"], parts=len(parts),
            has_accounts=told["has_accounts"],
        )  # fmt: skip
        _note(data_dir, made)
    except OSError as error:
        raise BackUpError(f"备份写不进“{path.parent}”，没有备份；请检查该文件夹是否存在、能否写入、磁盘空间是否够。") from error
    finally:
        draft.unlink(missing_ok=True)
    return made


def _refuse_place(data_dir: Path, path: Path) -> None:
    if not names(data_dir):
        raise BackUpError("还没有任何版本，没有可以备份的；请先导入数据。")
    if path.exists():
        raise BackUpError(f"“{path.name}”已经有了，没有备份；备份不覆盖已有的文件，请换一个文件名。")


def _parts(data_dir: Path, scratch: Path, with_accounts: bool) -> dict[str, Path]:
    """Name in the file -> where it is read from, in the order of the names. Books that are being written in are copied page by page first."""
    folder, current = folder_of(data_dir), current_name(data_dir)
    kept = {name: said for name, said in labels(data_dir).items() if name in names(data_dir)}
    (scratch / CURRENT).write_text(current + "\n", encoding="utf-8")
    (scratch / LABELS).write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")
    found = {f"warehouse/{name}": folder / name for name in {current, *kept}}
    found |= {f"warehouse/{name}": scratch / name for name in (CURRENT, LABELS)}
    for name in (JOURNAL, LOG, *((ACCOUNTS,) if with_accounts else ())):
        if (data_dir / name).exists():
            found[name] = _copied_book(data_dir / name, scratch / Path(name).name)
    if ACCOUNTS in found:
        _without_sessions(found[ACCOUNTS])
    found |= {path.relative_to(data_dir).as_posix(): path for pattern in PLAIN for path in data_dir.glob(pattern) if path.is_file()}
    return dict(sorted(found.items()))


def _copied_book(source: Path, copy: Path) -> Path:
    try:
        with closing(sqlite3.connect(source)) as book, closing(sqlite3.connect(copy)) as to:
            book.backup(to)
    except sqlite3.Error as error:
        raise BackUpError(f"{source.name} 读不出来，没有备份；请稍后再试，一直如此请检查数据目录的权限。") from error
    return copy


def _without_sessions(book: Path) -> None:
    """Takes out of a copy of the accounts who is signed in, who typed wrong passwords, and the secret that both are known by: it is made anew."""
    with closing(sqlite3.connect(book, isolation_level=None)) as held:
        for table in PASSING:
            held.execute(f"delete from {table}")  # noqa: S608 (our own words)
        held.execute("vacuum")  # what was taken out would still be among the bytes


def _write(path: Path, parts: dict[str, Path], told: dict) -> None:
    digests = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, source in parts.items():
            digests[name] = _add(archive, name, source)
        listed = json.dumps({**told, "parts": digests}, ensure_ascii=False, indent=1)
        archive.writestr(zipfile.ZipInfo(LIST, EARLIEST), listed)
        archive.comment = (MARK + "0" * DIGITS).encode()
    sealed = _digest(path, path.stat().st_size - DIGITS)
    with path.open("r+b") as file:
        file.seek(-DIGITS, 2)
        file.write(sealed.encode())
    sync(path)


def _add(archive: zipfile.ZipFile, name: str, source: Path) -> str:
    """Packs one part and returns the digest of what was packed."""
    told, digest = zipfile.ZipInfo(name, EARLIEST), hashlib.sha256()
    told.compress_type = zipfile.ZIP_DEFLATED
    with source.open("rb") as file, archive.open(told, "w", force_zip64=True) as into:
        while piece := file.read(PIECE):
            digest.update(piece)
            into.write(piece)
    return digest.hexdigest()


def _digest(path: Path, size: int) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while size > 0 and (piece := file.read(min(PIECE, size))):
            digest.update(piece)
            size -= len(piece)
    return digest.hexdigest()


def _seal(path: Path) -> str:
    with path.open("rb") as file:
        file.seek(-DIGITS, 2)
        return file.read().decode("ascii", "replace")


def _note(data_dir: Path, made: BackUp) -> None:
    said = {**vars(made), "made_at": made.made_at.isoformat(), "file": ""}  # where a file went is nobody's business here
    write_durably(folder_of(data_dir) / NOTED, json.dumps(said, ensure_ascii=False))


def last_back_up(data_dir: Path) -> BackUp | None:
    """The last back-up that was made of a data folder; None where there was none, or its note cannot be read."""
    try:
        said = json.loads((folder_of(data_dir) / NOTED).read_text(encoding="utf-8"))
        return BackUp(**{**said, "made_at": datetime.fromisoformat(said["made_at"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None


def restore(path: Path, data_dir: Path) -> BackUp:
    """Puts a back-up into a folder that holds no board yet, every digest checked before anything stands in its place.

    BackUpError where the file is damaged or none of ours, or where the folder holds something already: nothing is ever overwritten.
    """
    data_dir = Path(data_dir)
    _refuse_board(data_dir)
    seal = _checked_seal(path)
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="restoring-", dir=data_dir) as scratch:
            told = _unpack(path, Path(scratch))
            _settle(Path(scratch), data_dir)
    except OSError as error:
        raise BackUpError(f"恢复写不进“{data_dir}”，没有完成；请检查该文件夹能否写入、磁盘空间是否够，换一个空文件夹重来。") from error
    return BackUp(
        made_at=datetime.fromisoformat(told["made_at"]), file=path.name, bytes=path.stat().st_size, digest=seal, snapshot=told["snapshot"],
        parts=len(told["parts"]), has_accounts=told["has_accounts"],
    )  # fmt: skip


def _refuse_board(data_dir: Path) -> None:
    if data_dir.exists() and not data_dir.is_dir():
        raise BackUpError(f"“{data_dir.name}”不是文件夹，没有恢复。")
    held = [name for name in OURS if (data_dir / name).exists()] + [path.name for path in data_dir.glob("*.toml")]
    if held:
        raise BackUpError(f"“{data_dir}”里已经有看板的数据（{'、'.join(held)}），没有恢复；恢复从不覆盖已有的看板，请另指定一个空文件夹。")


def _checked_seal(path: Path) -> str:
    """The digest at the end of the file. BackUpError where it is none of ours or does not agree with the file."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            file.seek(-min(size, len(MARK) + DIGITS), 2)
            end = file.read()
    except OSError as error:
        raise BackUpError(f"“{path.name}”打不开，没有恢复；请检查文件名和位置。") from error
    if not end.startswith(MARK.encode()):
        raise BackUpError(f"“{path.name}”不是本看板的备份，或者没有拷贝完整，没有恢复；请换一份备份。")
    if end[-DIGITS:] != _digest(path, size - DIGITS).encode():
        raise _damaged(path)
    return end[-DIGITS:].decode()


def _damaged(path: Path) -> BackUpError:
    return BackUpError(f"“{path.name}”已经损坏（内容与校验值对不上），没有恢复；请换一份备份。")


def _unpack(path: Path, scratch: Path) -> dict:
    try:
        with zipfile.ZipFile(path) as archive:
            told = json.loads(archive.read(LIST))
            digests = told["parts"]
            is_whole = sorted(archive.namelist()) == sorted([*digests, LIST]) and f"warehouse/{told['snapshot']}" in digests
            if not is_whole or not all(map(_is_ours, digests)):
                raise _damaged(path)
            for name, digest in digests.items():
                if _extract(archive, name, scratch / name) != digest:
                    raise _damaged(path)
    except (zipfile.BadZipFile, ValueError, KeyError, TypeError) as error:
        raise _damaged(path) from error
    return told


def _is_ours(name: str) -> bool:
    """Whether a part may be put where its name says: under one of our own names, never outside of the folder."""
    first, *rest = name.split("/")
    return all(piece not in ("", ".", "..") and "\\" not in piece and ":" not in piece for piece in (first, *rest)) and (
        first in OURS or (not rest and first.endswith(".toml"))
    )


def _extract(archive: zipfile.ZipFile, name: str, path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(name) as source, path.open("wb") as into:
        shutil.copyfileobj(source, into, PIECE)
    sync(path)
    return _digest(path, path.stat().st_size)


def _settle(scratch: Path, data_dir: Path) -> None:
    """Moves what was checked into its place, the snapshots last: cut off before, there is no board yet."""
    if (scratch / ACCOUNTS).exists():
        _without_sessions(scratch / ACCOUNTS)
    if (scratch / "access").exists():
        (scratch / "access").chmod(0o700)
        for path in (scratch / "access").iterdir():
            path.chmod(0o600)
    for path in sorted(scratch.iterdir(), key=lambda one: (one.name == "warehouse", one.name)):
        path.rename(data_dir / path.name)
    sync(data_dir)
