"""`python -m access …`: accounts, the log, and the board served to the office network."""

import argparse
import getpass
import json
import os
import sys
from pathlib import Path

from access import accounts, log
from access.errors import AccessError
from access.passwords import RULES
from access.serve import serve

DONE, REFUSED = 0, 2
ROLE_WORDS = f"{accounts.LOOK}：看和下载；{accounts.MANAGE}：还能导入、撤回、记事、定稿"


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--data", type=Path, default=Path(os.environ.get("GOVERNANCE_DATA") or "data"), help="数据文件夹")
    shared.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")
    parser = argparse.ArgumentParser(prog="python -m access", description="账号、日志，把看板开放给办公网")
    commands = parser.add_subparsers(dest="command", required=True)
    add = commands.add_parser("add", parents=[shared], help="建账号（写岗位或科室，不写姓名）")
    add.add_argument("name")
    add.add_argument("--role", required=True, choices=accounts.ROLES, help=ROLE_WORDS)
    changed = commands.add_parser("password", parents=[shared], help="另设口令，已登录的立即退出")
    changed.add_argument("name")
    for command in (add, changed):
        command.add_argument("--password-stdin", action="store_true", help="从标准输入读口令（一行）")
    role = commands.add_parser("role", parents=[shared], help="改角色，已登录的立即退出")
    role.add_argument("name")
    role.add_argument("role", choices=accounts.ROLES, help=ROLE_WORDS)
    commands.add_parser("remove", parents=[shared], help="删账号，已登录的立即退出").add_argument("name")
    commands.add_parser("list", parents=[shared], help="已有的账号")
    commands.add_parser("log", parents=[shared], help="谁在什么时候做了什么").add_argument(
        "--last", type=int, metavar="N", help="只看最近 N 条"
    )
    served = commands.add_parser("serve", parents=[shared], help="把看板开放给办公网，须登录")
    served.add_argument("--address", default="0.0.0.0", help="在哪个地址上，默认本机的所有地址")  # noqa: S104 (the guard stands before it)
    served.add_argument("--port", type=int, default=8501)
    served.add_argument("--host", action="append", default=[], metavar="看板.lan", help="看板的主机名，可写多个；用 IP 地址打开的不必写")
    served.add_argument("--cert", type=Path, help="证书（PEM），与 --key 一起给出则用 https")
    served.add_argument("--key", type=Path, help="私钥（PEM）")
    return parser


def _say(arguments: argparse.Namespace, answer, lines: list[str]) -> int:
    print(json.dumps(answer, ensure_ascii=False) if arguments.json else "\n".join(lines))
    return DONE


def _password(arguments: argparse.Namespace) -> str:
    """The password from standard input, or typed twice without showing it."""
    if arguments.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    print(f"{RULES}。", file=sys.stderr)
    typed = getpass.getpass("口令：")
    if typed != getpass.getpass("再输一次："):
        raise AccessError("两次输入的口令不同，没有保存。")
    return typed


def _noted(arguments: argparse.Namespace, done: str, name: str, words: str) -> int:
    log.record(arguments.data, done, account=log.TYPED, address=log.HERE, detail=name)
    return _say(arguments, {"status": "done", "account": name}, [words])


def _add(arguments: argparse.Namespace) -> int:
    made = accounts.add(arguments.data, arguments.name, arguments.role, _password(arguments))
    return _noted(arguments, f"建账号（{made.role}）", made.name, f"已建账号“{made.name}”，角色：{made.role}。")


def _set_password(arguments: argparse.Namespace) -> int:
    name = accounts.fitting_name(arguments.name)
    accounts.set_password(arguments.data, name, _password(arguments))
    return _noted(arguments, "改口令", name, f"“{name}”的口令已改，已登录的都已退出。")


def _set_role(arguments: argparse.Namespace) -> int:
    name = accounts.fitting_name(arguments.name)
    accounts.set_role(arguments.data, name, arguments.role)
    return _noted(arguments, f"改角色（{arguments.role}）", name, f"“{name}”的角色已改为{arguments.role}，已登录的都已退出。")


def _remove(arguments: argparse.Namespace) -> int:
    name = accounts.fitting_name(arguments.name)
    accounts.remove(arguments.data, name)
    return _noted(arguments, "删账号", name, f"账号“{name}”已删，已登录的都已退出。")


def _list(arguments: argparse.Namespace) -> int:
    found = accounts.accounts(arguments.data)
    lines = [f"{one.name}  {one.role}  {one.changed_at}" for one in found]
    return _say(arguments, [vars(one) for one in found], lines or ["还没有账号。"])


def _log(arguments: argparse.Namespace) -> int:
    found = log.lines(arguments.data, arguments.last)
    lines = [f"{one.at}  {one.account}  {one.address}  {one.what}  {one.detail}".rstrip() for one in found]
    return _say(arguments, [vars(one) for one in found], lines or ["还没有记录。"])


def _serve(arguments: argparse.Namespace) -> int:
    return serve(arguments.data, arguments.address, arguments.port, arguments.host, arguments.cert, arguments.key)


COMMANDS = {"add": _add, "password": _set_password, "role": _set_role, "remove": _remove, "list": _list, "log": _log, "serve": _serve}


def main(words: list[str] | None = None) -> int:
    """Runs one command; 0 done, 2 refused (one Chinese sentence on stderr)."""
    arguments = _parser().parse_args(words)
    try:
        return COMMANDS[arguments.command](arguments)
    except AccessError as refused:
        print(refused, file=sys.stderr)
        return REFUSED


if __name__ == "__main__":
    sys.exit(main())
