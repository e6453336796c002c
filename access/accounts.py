"""Accounts are posts and offices, never persons: a name, a role, and the digest of a password. A change ends the account's sessions at once."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from access.errors import AccessError
from access.passwords import Hashed, hashed, problem
from access.store import reading, writing

LOOK, MANAGE = "查看", "管理"
ROLES = (LOOK, MANAGE)
LONGEST_NAME = 20
NAME = re.compile(r"[\u4e00-\u9fffA-Za-z0-9_-]+")
PERSONAL = re.compile(r"[0-9]{6}")  # a phone, an ID number, a number of staff
SHOWN = "name, role, changed_at"


@dataclass(frozen=True, kw_only=True)
class Account:
    """An account: its name, its role, and when either or the password was last changed."""

    name: str
    role: str
    changed_at: str


def fitting_name(written: str) -> str:
    """The name as it is kept. AccessError where it cannot be one, or looks like a number of a person."""
    name = unicodedata.normalize("NFKC", written).strip()
    if not name or len(name) > LONGEST_NAME or not NAME.fullmatch(name):
        raise AccessError(f"账号名要 1 至 {LONGEST_NAME} 个汉字、字母或数字，写岗位或科室，如“党政办”。")
    if PERSONAL.search(name):
        raise AccessError("账号名里像有电话或证件号码，没有保存；账号请写岗位或科室，如“党政办”。")
    return name


def _fitting_role(role: str) -> str:
    if role not in ROLES:
        raise AccessError(f"角色只有“{LOOK}”和“{MANAGE}”。")
    return role


def _hashed(password: str, name: str) -> Hashed:
    wrong = problem(password, name)
    if wrong:
        raise AccessError(wrong)
    return hashed(password)


def _now() -> str:
    return f"{datetime.now():%Y-%m-%d %H:%M:%S}"


def add(data_dir: Path, name: str, role: str, password: str) -> Account:
    """Makes an account. AccessError where the name, the role or the password will not do, or there is one of that name."""
    name, role = fitting_name(name), _fitting_role(role)
    made = _hashed(password, name)
    with writing(data_dir) as connection:
        if connection.execute("select 1 from account where name = ?", (name,)).fetchone():
            raise AccessError(f"已经有账号“{name}”了；改口令请用 python -m access password {name}。")
        values = (name, role, made.salt, made.cost, made.block, made.parallel, made.digest, _now())
        connection.execute("insert into account values (?, ?, ?, ?, ?, ?, ?, ?)", values)
    return Account(name=name, role=role, changed_at=values[-1])


def set_password(data_dir: Path, name: str, password: str) -> None:
    """Gives an account another password and ends its sessions. AccessError where there is none, or the password will not do."""
    made = _hashed(password, name)
    values = (made.salt, made.cost, made.block, made.parallel, made.digest, _now(), name)
    _change(
        data_dir, name, "update account set salt = ?, cost = ?, block = ?, parallel = ?, digest = ?, changed_at = ? where name = ?", values
    )


def set_role(data_dir: Path, name: str, role: str) -> None:
    """Gives an account another role and ends its sessions. AccessError where there is none, or no such role."""
    _change(data_dir, name, "update account set role = ?, changed_at = ? where name = ?", (_fitting_role(role), _now(), name))


def remove(data_dir: Path, name: str) -> None:
    """Removes an account with its sessions. AccessError where there is none."""
    _change(data_dir, name, "delete from account where name = ?", (name,))


def _change(data_dir: Path, name: str, statement: str, values: tuple) -> None:
    with writing(data_dir) as connection:
        if connection.execute(statement, values).rowcount == 0:
            raise AccessError(f"没有账号“{name}”；已有的账号请用 python -m access list 查看。")
        connection.execute("delete from session where account = ?", (name,))


def accounts(data_dir: Path) -> list[Account]:
    """Every account, by name."""
    with reading(data_dir) as connection:
        found = connection.execute(f"select {SHOWN} from account order by name").fetchall() if connection else []  # noqa: S608 (our own words)
    return [Account(name=name, role=role, changed_at=at) for name, role, at in found]


def kept_password(data_dir: Path, name: str) -> Hashed | None:
    """The digest of an account's password; None where there is no such account."""
    with reading(data_dir) as connection:
        query = "select salt, cost, block, parallel, digest from account where name = ?"
        row = connection.execute(query, (name,)).fetchone() if connection else None
    return row and Hashed(salt=row[0], cost=row[1], block=row[2], parallel=row[3], digest=row[4])
