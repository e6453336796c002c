"""Accounts and the log: what is accepted, what is kept of it and by whom it can be read, and the commands."""

import json
import sqlite3
import stat
import subprocess
import sys

import pytest

from access import accounts, cookies, log, passwords, sessions
from access.asked import asked
from access.errors import AccessError
from access.hosts import is_own
from access.limits import limits
from access.store import key
from tests.access.office import ROOT

GOOD = "good-horse-7788"


def _run(folder, *words, typed=GOOD):
    return subprocess.run(
        [sys.executable, "-m", "access", *words, "--data", str(folder)], cwd=ROOT, input=f"{typed}\n", text=True, capture_output=True
    )


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("short-1", "10 至 128 位"), ("x1" * 65, "10 至 128 位"), ("abcdefghij", "至少用两种"), ("8264917350", "至少用两种"),
        ("11111111111a", "太容易"), ("123456789ab", "太容易"), ("password-1", "太容易"), ("党政办-7788-x", "不能含有账号名"),
    ],
)  # fmt: skip
def test_a_weak_password_is_refused(password, said):
    assert said in passwords.problem(password, "党政办")


@pytest.mark.parametrize("password", [GOOD, "好口令也可以用汉字-7", "correct horse battery 9"])
def test_a_fair_password_will_do(password):
    assert passwords.problem(password, "党政办") is None


@pytest.mark.parametrize(
    "name", ["13812345678", "510124199003071234", "１３８１２３４５６７８", "张三13812", "", "a b", "党政办/..", "x" * 21, "a'b"]
)
def test_a_name_that_is_none_or_a_number_of_a_person_is_refused(tmp_path, name):
    if name == "张三13812":
        assert accounts.fitting_name(name)  # five digits may be a room
        return
    with pytest.raises(AccessError):
        accounts.add(tmp_path, name, accounts.LOOK, GOOD)
    assert not accounts.accounts(tmp_path)


def test_only_a_digest_is_kept_with_a_salt_of_its_own(tmp_path):
    for name in ("甲", "乙"):
        accounts.add(tmp_path, name, accounts.MANAGE, GOOD)
    first, second = (accounts.kept_password(tmp_path, name) for name in ("甲", "乙"))
    assert first.digest != second.digest and first.salt != second.salt
    assert passwords.matches(GOOD, first) and not passwords.matches(GOOD + "x", first) and not passwords.matches("", first)
    held = tmp_path / "access"
    assert stat.S_IMODE(held.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in held.iterdir()} == {0o600}
    assert all(GOOD.encode() not in path.read_bytes() for path in held.iterdir())


def test_nobody_can_be_signed_in_as():
    assert not any(passwords.matches(guess, passwords.NOBODY) for guess in ("", "x", GOOD))


def test_a_session_can_not_be_had_from_the_file(tmp_path):
    accounts.add(tmp_path, "甲", accounts.LOOK, GOOD)
    cookie, token = sessions.start(tmp_path, key(tmp_path), "甲", 1000.0)
    assert sessions.token_of(key(tmp_path), cookie) == token
    assert sessions.token_of(key(tmp_path), token) is None
    assert cookie.split(".")[0].encode() not in (tmp_path / "access" / "accounts.sqlite").read_bytes()


def test_a_session_lasts_as_long_as_it_is_used_and_no_longer_than_the_day(tmp_path):
    accounts.add(tmp_path, "甲", accounts.LOOK, GOOD)
    _, token = sessions.start(tmp_path, key(tmp_path), "甲", 0.0)
    asked = limits(tmp_path)
    for minute in range(30, 12 * 60, 30):
        assert sessions.use(tmp_path, token, asked, minute * 60.0)
    assert not sessions.use(tmp_path, token, asked, 12 * 3600 + 1.0)
    assert not sessions.live(tmp_path, token, asked, 11.5 * 3600 + 3601)


def test_the_town_may_set_its_own_limits(tmp_path):
    accounts.add(tmp_path, "甲", accounts.LOOK, GOOD)
    own = tmp_path / "access" / "limits.toml"
    own.write_text("idle_minutes = 5\n", encoding="utf-8")
    assert limits(tmp_path).idle == 300 and limits(tmp_path).longest == 12 * 3600
    for wrong in ("idle_minutes = 0", "idle_minutes = true", "unknown = 3", "x"):
        own.write_text(wrong, encoding="utf-8")
        with pytest.raises(AccessError):
            limits(tmp_path)


def test_the_log_only_grows(tmp_path):
    log.record(tmp_path, "导入", account=log.HERE, address=log.HERE, detail="电话13812345678台账.xlsx")
    assert [(one.what, one.detail) for one in log.lines(tmp_path)] == [("导入", "电话＊＊＊＊＊＊台账.xlsx")]
    connection = sqlite3.connect(tmp_path / "access" / "log.sqlite")
    for statement in ("update line set what = 'x'", "delete from line", "insert or replace into line values (1, 'x', 'x', 'x', 'x', 'x')"):
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("138 1234 5678", "＊＊＊＊＊＊"), ("１３８１２３４５６７８", "＊＊＊＊＊＊"), ("510124199003071234", "＊＊＊＊＊＊"), ("51012419900307123X。", "＊＊＊＊＊＊。"),
        ("028-85551234", "＊＊＊＊＊＊"), ("2026-10-31", "2026-10-31"), ("批次 20261031-12345678", "批次 20261031-12345678"),
        ("wh-000012-20261126T103000-abcd1234", "wh-000012-20261126T103000-abcd1234"), ("438 行", "438 行"), ("2026年10月", "2026年10月"),
    ],
)  # fmt: skip
def test_numbers_of_persons_are_masked_and_days_and_batches_are_not(text, kept):
    assert log.masked(text) == kept


@pytest.mark.parametrize(
    ("address", "kept"),
    [("127.0.0.1", "本机"), ("::1", "本机"), ("192.168.1.20", "内网"), ("10.1.2.3", "内网"), ("::ffff:172.16.0.9", "内网"), ("fe80::1%eth0", "内网"), ("8.8.8.8", "外网"), ("", "外网")],
)  # fmt: skip
def test_only_the_kind_of_an_address_is_kept(address, kept):
    assert log.address_class(address) == kept


def test_the_commands(tmp_path):
    made = _run(tmp_path, "add", "党政办", "--role", "管理", "--password-stdin", "--json")
    assert made.returncode == 0 and json.loads(made.stdout) == {"status": "done", "account": "党政办"} and not made.stderr
    again = _run(tmp_path, "add", "党政办", "--role", "查看", "--password-stdin")
    assert again.returncode == 2 and "已经有账号" in again.stderr and not again.stdout
    assert _run(tmp_path, "password", "党政办", "--password-stdin", typed="short").returncode == 2
    assert _run(tmp_path, "password", "党政办", "--password-stdin", typed="hill-side-9920").returncode == 0
    assert passwords.matches("hill-side-9920", accounts.kept_password(tmp_path, "党政办"))
    assert _run(tmp_path, "role", "党政办", "查看").returncode == 0
    assert [(one["name"], one["role"]) for one in json.loads(_run(tmp_path, "list", "--json").stdout)] == [("党政办", "查看")]
    assert _run(tmp_path, "remove", "没有的").returncode == 2
    assert _run(tmp_path, "remove", "党政办").returncode == 0
    told = json.loads(_run(tmp_path, "log", "--json").stdout)
    assert [one["what"] for one in told] == ["建账号（管理）", "改口令", "改角色（查看）", "删账号"]
    assert {one["account"] for one in told} == {"命令行"}
    assert len(_run(tmp_path, "log", "--last", "2").stdout.splitlines()) == 2


@pytest.mark.parametrize("words", [["serve"], ["serve", "--address", "127.0.0.1"], ["serve", "--host", "看板.lan"]])
def test_without_an_account_nothing_is_served(tmp_path, words):
    refused = _run(tmp_path, *words)
    assert refused.returncode == 2
    assert refused.stderr.strip() == "还没有账号，看板没有启动。请先建一个：python -m access add 党政办 --role 管理"


@pytest.mark.parametrize(
    ("scheme", "name"),
    [("http", "board_session"), ("ws", "board_session"), ("https", "__Host-board_session"), ("wss", "__Host-board_session")],
)
def test_a_socket_looks_for_the_cookie_of_its_page(scheme, name):
    request = asked(
        {
            "type": "http",
            "path": "/",
            "scheme": scheme,
            "headers": [(b"cookie", f"{name}=held; other=x".encode()), (b"host", b"kanban.lan")],
        }
    )
    assert cookies.given(cookies.SESSION, request) == "held"
    assert ("Secure" in cookies.setting(cookies.SESSION, "x", request, same_site="Lax", seconds=1)[1]) is name.startswith("__Host-")
    assert is_own(f"{request.scheme}://kanban.lan", request.host, request.scheme)
    assert not is_own("https://kanban.lan" if request.scheme == "http" else "http://kanban.lan", request.host, request.scheme)


def test_of_two_cookies_of_a_name_the_first_counts():
    request = asked({"type": "http", "path": "/", "headers": [(b"cookie", b"board_session=first; board_session=second")]})
    assert cookies.given(cookies.SESSION, request) == "first"
