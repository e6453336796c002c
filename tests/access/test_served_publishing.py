"""Who may only look publishes nothing, whatever messages are sent: the very ones with which somebody who may does it."""

import time

import pytest
from websockets.exceptions import ConnectionClosed

from access import accounts, log
from etl.load import load
from tests.access.office import LOOKER, MANAGER, served, spoken, widgets, with_accounts
from tests.etl.drawn import ask, write_csv
from warehouse.folder import current_name

HEADER = "工单编号 | 村 | 受理时间 | 承办单位 | 办结时间\n"
RUNS = 30


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory):
    """A board with one case, another waiting in the folder for what comes in."""
    folder = tmp_path_factory.mktemp("office")
    load(folder, [write_csv(folder / "八月.csv", HEADER + "A1 | 甲村 | 2026-08-03 | 镇水务站 | 2026-08-05")])
    (folder / "inbox").mkdir()
    write_csv(folder / "inbox" / "九月.csv", HEADER + "A2 | 甲村 | 2026-09-03 | 镇水务站 | 2026-09-05")
    return with_accounts(folder)


@pytest.fixture(scope="module")
def board(data_dir):
    with served(data_dir) as client:
        yield client


def _until(talk, said, wanted: str) -> dict[str, str]:
    """The widgets of the page once the one that is wanted is there: what is worked out beside the page takes some runs."""
    for _ in range(RUNS):
        found = widgets(said)
        if wanted in found:
            return found
        time.sleep(0.3)
        said = talk.run(page="intake")
    raise AssertionError(f"no {wanted}: {spoken(said)[-500:]}")


def _to_the_last_step(talk) -> dict[str, str]:
    """Somebody who may takes the file up to the step before publishing; the buttons pressed on the way and the one to be pressed."""
    found = _until(talk, talk.run(page="intake"), "intake-inbox")
    said = talk.run(page="intake", pressed=found["intake-inbox"])
    return found | _until(talk, said, "intake-publish")


def test_the_messages_of_somebody_who_may_publish_nothing_from_somebody_who_may_not(board, data_dir):
    manager, looker = board.sign_in(*MANAGER)[1], board.sign_in(*LOOKER)[1]
    before = current_name(data_dir)
    with manager.talking() as managing:
        pressed = _to_the_last_step(managing)
        with looker.talking() as talk:
            said = talk.run(page="intake")
            assert "当前账号只能查看" in spoken(said)
            assert [key for key in widgets(said) if key.startswith("intake-")] == []
            for key in ("intake-inbox", "intake-publish"):
                said = talk.run(page="intake", pressed=pressed[key])
                assert "intake-publish" not in widgets(said) and "九月" not in spoken(said)
        assert current_name(data_dir) == before
        assert LOOKER[0] not in [one.account for one in log.lines(data_dir) if one.what == "导入"]
        managing.run(page="intake", pressed=pressed["intake-publish"])  # the same message of somebody who may
        for _ in range(RUNS):
            if current_name(data_dir) != before:
                break
            time.sleep(0.3)
    assert ask(data_dir, "select count(*) from case_all") == [(2,)]


def test_a_role_taken_away_before_the_last_step_publishes_nothing(board, data_dir):
    write_csv(data_dir / "inbox" / "十月.csv", HEADER + "A3 | 甲村 | 2026-10-03 | 镇水务站 | 2026-10-05")
    client = board.sign_in(*MANAGER)[1]
    before = current_name(data_dir)
    with client.talking() as talk:
        pressed = _to_the_last_step(talk)
        accounts.set_role(data_dir, MANAGER[0], accounts.LOOK)
        with pytest.raises(ConnectionClosed):
            talk.run(page="intake", pressed=pressed["intake-publish"])
    again = board.sign_in(*MANAGER)[1]
    with again.talking() as talk:
        talk.run(page="intake", pressed=pressed["intake-publish"])
    assert current_name(data_dir) == before
