"""Wrong passwords: they are slowed down for the account and for the address, also after a restart, and nothing of them is kept."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from access import gate, lockout, log, passwords
from access.asked import asked
from access.hosts import hosts
from access.limits import limits
from access.signin import UNKNOWN, WRONG, _looked_at
from tests.access.office import LOOKER, MANAGER, served, with_accounts

GUESS = "wrong-guess-0042"


@pytest.fixture
def data_dir(tmp_path):
    return with_accounts(tmp_path)


def test_twenty_wrong_passwords_lock_out_over_a_restart(data_dir):
    with served(data_dir) as board:
        statuses = [board.sign_in(MANAGER[0], GUESS)[0].status for _ in range(20)]
        assert statuses == [401] * 5 + [429] * 15
        got, client = board.sign_in(*MANAGER)
        assert got.status == 429 and not client.cookie
        assert board.sign_in(*LOOKER)[0].status == 303  # another account may still come in
    with served(data_dir) as board:
        assert board.sign_in(*MANAGER)[0].status == 429
    told = [(one.account, one.address, one.what) for one in log.lines(data_dir)]
    assert told.count((MANAGER[0], "本机", "登录失败")) == 5
    assert told.count((MANAGER[0], "本机", "锁定")) == 1
    assert told.count((MANAGER[0], "本机", "锁定期内被拒")) == 17
    assert told.count((LOOKER[0], "本机", "登录")) == 1
    for path in [*(data_dir / "access").iterdir(), data_dir / "server.txt"]:
        assert GUESS.encode() not in path.read_bytes(), path


def test_an_account_that_is_not_there_answers_alike(data_dir):
    with served(data_dir) as board:
        known = [board.sign_in(LOOKER[0], GUESS)[0] for _ in range(6)]
        unknown = [board.sign_in("13812345678", GUESS)[0] for _ in range(6)]
    assert [one.status for one in known] == [one.status for one in unknown] == [401] * 5 + [429]
    assert all(WRONG.encode() in one.body for one in (*known[:5], *unknown[:5]))
    assert {one.account for one in log.lines(data_dir)} == {LOOKER[0], UNKNOWN}
    assert not [path for path in data_dir.rglob("*") if path.is_file() and b"13812345678" in path.read_bytes()]


def test_many_accounts_from_one_address_are_slowed_down_too(data_dir):
    with served(data_dir) as board:
        statuses = [board.sign_in(f"科室{number}", GUESS)[0].status for number in range(22)]
    assert statuses == [401] * 20 + [429] * 2


@pytest.fixture
def tries(tmp_path):
    """A function: tries(at, name, address) is one more try at that second."""
    asked = limits(tmp_path)

    def one(at: float, name: str = "甲", address: str = "10.0.0.1") -> lockout.Try:
        return lockout.reserve(tmp_path, lockout.subjects(b"key", name, address), asked, at)

    return one


def test_the_wait_grows_and_ends(tries):
    now = 1000.0
    waits = []
    for _ in range(16):
        found = tries(now)
        assert found.wait == 0
        waits.append(found.wait_if_wrong)
        now += found.wait_if_wrong + 1
    assert waits == [0] * 4 + [30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600, 3600, 3600]


def test_nothing_is_counted_while_one_waits(tries):
    for _ in range(5):
        tries(1000)
    assert [tries(1001).refused for _ in range(3)] == [1, 2, 3]
    assert 28 < tries(1001).wait <= 29
    assert tries(1031).wait_if_wrong == 60


def test_tries_are_forgotten_after_a_day(tries):
    for _ in range(4):
        tries(1000)
    assert tries(1000 + 24 * 3600 + 1).wait_if_wrong == 0


def test_the_right_password_begins_anew_for_the_account_and_not_for_the_address(tmp_path, tries):
    for number in range(19):
        tries(1000, name=f"某{number}")
    lockout.forgive(tmp_path, lockout.subjects(b"key", "某18", "10.0.0.1"))
    assert tries(1000, name="乙").wait_if_wrong == 0
    assert tries(1000, name="丙").wait_if_wrong == 30


def test_a_hundred_at_once_are_no_way_around(tmp_path):
    asked, subjects = limits(tmp_path), lockout.subjects(b"key", "甲", "10.0.0.1")
    lockout.reserve(tmp_path, ("x", "y"), asked, 1000)  # the file is there
    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(lambda _: lockout.reserve(tmp_path, subjects, asked, 1000.0), range(100)))
    assert sum(one.wait == 0 for one in found) == 5


def test_an_unknown_account_costs_the_same_work(data_dir, monkeypatch):
    made = []
    monkeypatch.setattr(
        passwords, "_scrypt", lambda password, salt, cost, block, parallel: made.append((cost, block, parallel)) or bytes(32)
    )
    desk = gate.Gate(data_dir=data_dir, key=b"key", limits=limits(data_dir), hosts=hosts([]))
    request = asked({"path": "/login", "headers": [], "client": ("10.0.0.1", 1)})
    for name in (MANAGER[0], "没有的", "", "a/b", "13812345678"):
        cookie, said, status = _looked_at(desk, request, name, GUESS)
        assert (cookie, said, status) == (None, WRONG, 401)
    assert len(made) == 5 and len(set(made)) == 1
