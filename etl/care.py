"""The commands that care for the database: back-up, restore, how it stands, the end of the demonstration. Each gives what --json prints, and the same in lines."""

import argparse
from datetime import datetime
from pathlib import Path

from etl.taken_back import Begun, begin
from warehouse.backup import BackUp, back_up, restore
from warehouse.health import health

HELP = {
    "backup": "备份成一个文件",
    "restore": "把备份恢复到一个空文件夹",
    "health": "数据库的大小、行数和上次备份",
    "begin": "清除演示数据，从零开始",
}


def declare(commands, shared: argparse.ArgumentParser) -> None:
    """Adds the commands to those of `python -m etl`."""
    made = {name: commands.add_parser(name, parents=[shared], help=words) for name, words in HELP.items()}
    made["backup"].add_argument("file", type=Path)
    made["backup"].add_argument("--accounts", action="store_true", help="连同登录账号；这样的备份要像密码一样保管")
    made["restore"].add_argument("file", type=Path)


def answer(arguments: argparse.Namespace) -> tuple[dict, list[str]]:
    """Does what one of the commands asks. BackUpError where it cannot."""
    if arguments.command == "backup":
        return _told(back_up(arguments.data, arguments.file, at=_now(), with_accounts=arguments.accounts), "已备份到")
    if arguments.command == "restore":
        return _told(restore(arguments.file, arguments.data), "已恢复自")
    return _begun(begin(arguments.data)) if arguments.command == "begin" else _health(arguments.data)


def _begun(done: Begun) -> tuple[dict, list[str]]:
    return vars(done), [f"已清除演示数据（{done.removed} 个版本），当前版本 {done.snapshot}；请导入自己的数据"]


def _now() -> datetime:
    return datetime.now().replace(microsecond=0)


def _told(made: BackUp, did: str) -> tuple[dict, list[str]]:
    accounts = "含登录账号" if made.has_accounts else "不含登录账号"
    lines = [
        f"{did} {made.file}：{made.bytes / 1e6:.1f} MB，{made.parts} 个部分，{accounts}",
        f"    当前版本 {made.snapshot}；校验值 {made.digest}",
    ]
    return vars(made), lines


def _health(data_dir: Path) -> tuple[dict, list[str]]:
    found = health(data_dir)
    last = f"上次备份 {found.last.made_at:%Y-%m-%d %H:%M}" if found.last else "还没有备份过"
    lines = [
        f"{found.snapshots} 个版本共 {found.bytes / 1e6:.1f} MB，当前版本 {found.current_bytes / 1e6:.1f} MB；磁盘还有 {found.free_bytes / 1e9:.1f} GB",
        *(f"    {called} {count:,} 行" for called, count in found.tables),
        f"记事 {found.entries} 条；{last}",
    ]
    return {**vars(found), "tables": dict(found.tables), "rows": found.rows, "last": found.last and vars(found.last)}, lines
