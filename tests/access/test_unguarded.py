"""dashboard.py started on a network without the guard shows nothing, does nothing and opens no data; server.py does not start without an account."""

import os
import re
import subprocess
import sys

import pytest

from access import gate, log
from tests.access.office import ROOT, Client, running, spoken, widgets
from tests.browser.board import free_port
from tests.pages.township import build


@pytest.mark.parametrize("more", [["--server.address", "0.0.0.0"], ["--server.address", ""]])
def test_an_unguarded_board_on_a_network_shows_nothing(tmp_path, more):
    port = free_port()
    with running(["streamlit", "run", "dashboard.py", "--server.port", str(port), *more], tmp_path, port):
        client = Client(port=port)
        with client.talking() as talk:
            said = [*talk.run(), *talk.run(page="cases"), *talk.run(page="assessment", query="考核内容=办法")]
        shown = spoken(said)
        assert "没有登录保护，因此不显示任何内容" in shown
        assert not re.search(r"[一-龥]{1,3}村[^情社]", shown.replace("分村", ""))
        assert widgets(said) == {}
        held = next(one.new_session.initialize.session_id for one in said if one.WhichOneof("type") == "new_session")
        assert client.ask(f"/_stcore/upload_file/{held}/x", "PUT", b"x").status == 403
        assert b'<div id="root"></div>' in client.ask(f"/_stcore/upload_file/{held}/x").body  # the empty shell of the program
        assert client.ask("/media/0123456789abcdef.csv").status == 404
    assert [path.name for path in tmp_path.iterdir()] == ["server.txt"]  # not even a first start's demonstration


def test_a_name_of_somebody_elses_that_points_at_the_pc_is_shown_nothing(made_once):
    port, data_dir = free_port(), made_once("township", build)[1]
    with running(["streamlit", "run", "dashboard.py", "--server.port", str(port)], data_dir, port):
        with Client(port=port).talking(host=f"evil.example:{port}") as talk:
            said = talk.run()
        assert "因此不显示任何内容" in spoken(said) and "试写镇" not in spoken(said) and widgets(said) == {}
        with Client(port=port).talking(host=f"localhost:{port}") as talk:
            assert "试写镇" in spoken(talk.run())


@pytest.mark.parametrize("more", [["--server.address", "0.0.0.0"], []])
def test_the_guarded_board_does_not_start_without_an_account(tmp_path, more):
    words = [sys.executable, "-m", "streamlit", "run", "server.py", "--server.port", str(free_port()), *more]
    started = subprocess.run(
        words, cwd=ROOT, env={**os.environ, "GOVERNANCE_DATA": str(tmp_path)}, capture_output=True, text=True, timeout=120
    )
    assert started.returncode == 2
    assert "还没有账号，看板没有启动" in started.stderr and "Traceback" not in started.stderr


def test_at_the_pc_itself_everything_may_be_done():
    from pages.parts import roles

    assert gate.standing() is None
    assert roles.visitor() == roles.AT_THE_PC and roles.may_manage() and roles.is_admitted()


@pytest.mark.parametrize(
    ("address", "is_here"),
    [
        ("127.0.0.1", True),
        ("localhost", True),
        ("::1", True),
        ("[::1]", True),
        ("127.8.9.1", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.9", False),
        ("", False),
        (None, False),
        ("kanban.lan", False),
        ("unix:///x", False),
    ],
)
def test_what_counts_as_the_pc_itself(monkeypatch, address, is_here):
    from pages.parts import roles

    monkeypatch.setattr(roles.st, "get_option", lambda name: address)
    assert (roles.visitor() is not None) is is_here


def test_what_was_exported_at_the_pc_is_in_the_log(tmp_path, monkeypatch):
    from pages.parts import roles

    monkeypatch.setenv("GOVERNANCE_DATA", str(tmp_path))
    make = roles.exported("分村比较-满意率.csv", lambda: b"x")
    assert log.lines(tmp_path) == []
    assert make() == b"x"
    assert [(one.account, one.what, one.detail) for one in log.lines(tmp_path)] == [("本机", "导出", "分村比较-满意率.csv")]
