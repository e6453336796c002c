"""The board as an office gets it, tried from outside a browser: a real server on every address, plain HTTP and sockets."""

import socket
import subprocess
import sys
import time

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from access import accounts, log
from access.gate import SESSION_HEADER
from access.sessions import signed
from access.signin import following
from access.store import writing
from tests.access.office import LOOKER, MANAGER, ROOT, Client, Talk, served, spoken, widgets, with_accounts
from tests.pages.township import build
from warehouse.journal import position
from warehouse.journal_meetings import meetings

FILES = [
    "/_stcore/health", "/_stcore/host-config", "/_stcore/metrics", "/_stcore/script-health-check", "/_stcore/agent/openapi.json",
    "/_stcore/agent/interact", "/_stcore/bidi-components/x/y.js", "/_stcore/upload_file/a/b", "/_stcore/allowed-message-origins", "/_stcore/stream",
    "/media/0123456789abcdef.csv", "/component/streamlit.x/index.html", "/app/static/icon.png", "/static/js/index.js",
    "/static/media/any.woff2", "/_board/alive", "/_board/anything",
]  # fmt: skip
PAGES = [
    "/",
    "/cases",
    "/任意页",
    "/village?范围=试写镇",
    "/logout",
    "/favicon.png",
    "/manifest.json",
    "/index.html",
    "/auth/login",
    "/oauth2callback",
]
ODD = ["/login/", "/login/..", "//login", "/LOGIN", "/login/x", "/login%2f..%2fcases", "/./login/../cases", "/login;x", "/%2e%2e/cases"]


@pytest.fixture(scope="module")
def data_dir(made_once):
    return with_accounts(made_once("township", build)[1])


@pytest.fixture(scope="module")
def board(data_dir):
    with served(data_dir, "--host", "看板.lan") as client:
        yield client


@pytest.fixture(scope="module")
def manager(board):
    return board.sign_in(*MANAGER)[1]


@pytest.fixture(scope="module")
def looker(board):
    return board.sign_in(*LOOKER)[1]


@pytest.mark.parametrize("path", FILES)
def test_what_a_page_loads_is_refused_without_a_session(board, path):
    for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"):
        got = board.ask(path, method, b"x" if method in ("POST", "PUT") else None, Origin=board.origin)
        assert got.status == 401, (method, got)


@pytest.mark.parametrize("path", PAGES + ODD)
def test_a_page_leads_to_the_sign_in_without_a_session(board, path):
    got = board.ask(path)
    assert got.status == 302 and got.headers["location"].startswith("/login"), got
    assert not got.body
    assert board.ask(path, "POST", b"x").status == 401


def test_the_socket_is_refused_without_a_session(board):
    assert board.shake_hands() == 403
    assert board.shake_hands("/_stcore/stream/") == 403
    assert board.shake_hands("/anything") == 403


def test_with_a_session_the_board_opens(manager, looker):
    for client in (manager, looker):
        assert client.ask("/").status == 200
        assert client.ask("/_stcore/health").status == 200
        assert client.ask("/_board/alive").status == 204
        assert client.shake_hands() == 101


def test_media_needs_a_session_too(board, manager):
    with manager.talking() as talk:
        shown = spoken(talk.run())
    path = "/media/" + shown.split("/media/", 1)[1].split(".png")[0] + ".png"
    assert manager.ask(path).status == 200
    assert board.ask(path).status == 401


def _forged(cookie: str) -> list[str]:
    name, value = cookie.split("=", 1)
    number, signature = value.split(".")
    flipped = ("A" if signature[0] != "A" else "B") + signature[1:]
    return [
        f"{name}={one}"
        for one in (
            f"{number}.{flipped}",
            f"{number}x.{signature}",
            number,
            f".{signature}",
            "",
            "x.y",
            f"{number}.{signature}x",
            signed(b"another key", number),
        )
    ]


def test_a_forged_cookie_opens_nothing(board, manager):
    for cookie in _forged(manager.cookie):
        thief = Client(port=board.port, cookie=cookie)
        assert thief.ask("/").status == 302, cookie
        assert thief.shake_hands() == 403, cookie


def test_a_cookie_used_after_signing_out_opens_nothing(board):
    client = board.sign_in(*LOOKER)[1]
    assert client.ask("/logout").status == 200
    assert client.ask("/logout", "POST", Origin="http://evil.example").status == 403
    assert client.ask("/").status == 200
    got = client.ask("/logout", "POST", Origin=client.origin)
    assert got.status == 303 and "Max-Age=0" in got.cookies[0]
    assert client.ask("/").status == 302
    assert client.shake_hands() == 403


@pytest.mark.parametrize(("column", "hours"), [("used_at", 1.1), ("started_at", 12.1)])
def test_a_session_ends_by_itself(board, data_dir, column, hours):
    client = board.sign_in(*LOOKER)[1]
    assert client.ask("/").status == 200
    with writing(data_dir) as connection:
        connection.execute(f"update session set {column} = {column} - ?", (hours * 3600,))
    assert client.ask("/").status == 302
    assert client.shake_hands() == 403
    assert client.ask("/_stcore/upload_file/a/b", "PUT", b"x", Origin=client.origin).status == 401
    assert client.ask("/media/0123456789abcdef.csv").status == 401
    with writing(data_dir) as connection:
        connection.execute(f"update session set {column} = {column} + ?", (hours * 3600,))


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1.evil.example", "看板.lan.evil", "", "a b", "user@127.0.0.1", "10.9.8.7"]
)
def test_a_wrong_host_is_refused(board, manager, host):
    host = host.format(port=board.port).encode().decode("latin-1")
    for client in (board, manager):
        assert client.ask("/login", Host=host).status in (400, 403)
        assert client.ask("/", Host=host).status in (400, 403)
    assert manager.shake_hands(Host=host, Origin=f"http://{host}") in (400, 403)


def test_the_named_host_and_the_address_itself_are_answered(manager):
    for host in (f"{'看板.lan'.encode('idna').decode()}:{manager.port}", f"localhost:{manager.port}", manager.host):
        assert manager.ask("/", Host=host).status == 200, host
        assert manager.shake_hands(Host=host, Origin=f"http://{host}") == 101, host


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "https://{host}",
        "http://127.0.0.1",
        "http://127.0.0.1:1",
        "null",
        "",
        "file://",
        "http://{host}.evil",
        "http://{host}/x",
    ],
)
def test_a_socket_from_elsewhere_is_refused(manager, origin):
    assert manager.shake_hands(Origin=origin.format(host=manager.host)) == 403


UPGRADE = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"


@pytest.mark.parametrize(
    ("request_lines", "statuses"),
    [
        ("GET / HTTP/1.0\r\n", {403}),
        ("GET / HTTP/1.1\r\n", {400}),
        ("GET / HTTP/1.1\r\nHost: {host}\r\nHost: evil.example\r\n", {400}),
        ("GET http://evil.example/cases HTTP/1.1\r\nHost: {host}\r\n", {302}),
        ("GET http://{host}/_stcore/health HTTP/1.1\r\nHost: {host}\r\n", {302}),
        ("CONNECT {host} HTTP/1.1\r\nHost: {host}\r\n", {401}),
        ("TRACE / HTTP/1.1\r\nHost: {host}\r\n", {401}),
        ("OPTIONS * HTTP/1.1\r\nHost: {host}\r\n", {401}),
        ("GET / HTTP/1.1\r\nHost: {host}\r\nCookie: board_session=\xff.\xe9\r\n", {302}),
        ("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQ\r\n", {302}),
        ("GET /_stcore/stream HTTP/1.1\r\nHost: {host}\r\n" + UPGRADE, {403}),
        ("GET /_stcore/stream HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\n" + UPGRADE, {403}),
        ("GET /_stcore/stream HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\nOrigin: http://{host}\r\nOrigin: http://evil.example\r\n" + UPGRADE, {400, 403}),
        ("GET /_stcore/stream HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\nOrigin: http://evil.example\r\nOrigin: http://{host}\r\n" + UPGRADE, {400, 403}),
    ],
)  # fmt: skip
def test_what_no_browser_writes_opens_nothing(board, manager, request_lines, statuses):
    asked = request_lines.format(host=board.host, cookie=manager.cookie) + "\r\n"
    with socket.create_connection(("127.0.0.1", board.port), timeout=10) as line:
        line.sendall(asked.encode("latin-1"))
        status = int(line.recv(4096).split(b" ", 2)[1])
    assert status in statuses


def test_a_request_that_changes_something_from_elsewhere_is_refused(manager):
    assert manager.ask("/_stcore/upload_file/a/b", "PUT", b"x", Origin="http://evil.example").status == 403
    assert manager.ask("/_stcore/upload_file/a/b", "PUT", b"x").status == 403


def test_signing_in_from_elsewhere_is_refused(board):
    assert board.sign_in(*MANAGER, Origin="http://evil.example")[0].status == 403
    assert board.sign_in(*MANAGER, Cookie="board_form=x.y")[0].status == 403
    assert board.ask("/login", "POST", b"name=x&password=y", Origin=board.origin).status == 403
    assert board.ask("/login", "POST", b"x" * 100_000, Origin=board.origin).status == 413


@pytest.mark.parametrize("after", ["//evil.example", "https://evil.example", "/\\evil.example", "/x\r\nSet-Cookie: a=b", "evil"])
def test_signing_in_leads_nowhere_else(after):
    assert following(after) == "/"


@pytest.mark.parametrize("path", ["/", "/login", "/_stcore/health", "/static/media/none.woff2", "/media/none.csv"])
def test_every_answer_carries_the_headers(board, manager, path):
    for got in (board.ask(path), manager.ask(path)):
        said = got.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in said and "default-src" in said and "'unsafe-eval'" not in said and "*" not in said
        assert got.headers["x-content-type-options"] == "nosniff"
        assert got.headers["referrer-policy"] == "same-origin"
        assert got.headers["x-frame-options"] == "DENY"
        assert "access-control-allow-origin" not in got.headers
    assert manager.ask("/").headers["cache-control"] == "no-store"


def test_the_cookie_is_for_the_server_alone(board):
    got = board.sign_in(*LOOKER)[0]
    session = next(one for one in got.cookies if one.startswith("board_session="))
    assert "HttpOnly" in session and "SameSite=Lax" in session and "Path=/" in session
    assert all("HttpOnly" in one and "SameSite=Strict" in one for one in board.ask("/login").cookies)


def _typed(found: dict[str, str], text: str) -> dict[str, str]:
    said = {"decision-day": "2026-09-09", "decision-by": text, "decision-text": "", "decision-unit": "", "decision-due": ""}
    return {found[key]: value for key, value in said.items()}


def test_who_may_only_look_cannot_write_by_a_forged_message(board, manager, looker, data_dir):
    with manager.talking() as talk:
        found = widgets(talk.run())
    before = position(data_dir)
    with looker.talking() as talk:
        shown = spoken(talk.run())
        assert "当前账号只能查看，不能修改" in shown and "decision-save" not in shown
        talk.run(texts=_typed(found, "党政办"), pressed=found["decision-save"])
    assert position(data_dir) == before
    with manager.talking() as talk:  # the same message of somebody who may
        talk.run()
        talk.run(texts=_typed(found, "党政办"), pressed=found["decision-save"])
    assert position(data_dir) == before + 1
    assert [f"{one.on}" for one in meetings(data_dir)] == ["2026-09-09"]
    assert [(one.account, one.what) for one in log.lines(data_dir)][-1] == (MANAGER[0], "记会议和决定")


def test_who_may_only_look_cannot_upload(looker, manager, data_dir):
    for method in ("PUT", "POST", "DELETE"):
        assert looker.ask("/_stcore/upload_file/a/b", method, b"x", Origin=looker.origin).status == 403
    assert manager.ask("/_stcore/upload_file/a/b", "PUT", b"x", Origin=manager.origin).status in (
        400,
        403,
    )  # the board's own check of a form
    assert [one.detail for one in log.lines(data_dir) if (one.account, one.what) == (LOOKER[0], "拒绝")] == ["上传"] * 3


def test_headers_that_claim_to_be_somebody_else_are_taken_away(looker, manager, data_dir):
    with writing(data_dir) as connection:
        token = connection.execute("select token from session where account = ?", (MANAGER[0],)).fetchone()[0]
    claimed = {SESSION_HEADER: token, "x-user": "admin", "X_Board_Session": token, "x-forwarded-user": "admin", "x-board-address": "here"}
    with looker.talking(**claimed) as talk:
        shown = spoken(talk.run())
    assert f"{LOOKER[0]}（查看）" in shown and f"{MANAGER[0]}（管理）" not in shown


def test_a_session_of_the_board_is_taken_up_by_its_own_account_only(looker, manager):
    with manager.talking() as talk:
        said = talk.run()
    held = next(one.new_session.initialize.session_id for one in said if one.WhichOneof("type") == "new_session")
    with connect(
        f"ws://{looker.host}/_stcore/stream",
        origin=looker.origin,
        subprotocols=["streamlit", "x", held],
        additional_headers={"Cookie": looker.cookie},
        max_size=None,
    ) as opened:
        again = Talk(socket=opened).run()
    assert held not in [one.new_session.initialize.session_id for one in again if one.WhichOneof("type") == "new_session"]


def _closes(talk) -> None:
    with pytest.raises(ConnectionClosed):
        for _ in range(1000):
            talk.socket.recv(timeout=15)


@pytest.mark.parametrize("change", [["role", "驻村组", "管理"], ["password", "驻村组", "--password-stdin"], ["remove", "驻村组"]])
def test_a_command_ends_sessions_and_their_sockets_at_once(board, data_dir, change):
    if "驻村组" not in [one.name for one in accounts.accounts(data_dir)]:
        accounts.add(data_dir, "驻村组", accounts.LOOK, "river-side-4431")
    accounts.set_role(data_dir, "驻村组", accounts.LOOK)
    accounts.set_password(data_dir, "驻村组", "river-side-4431")
    client = board.sign_in("驻村组", "river-side-4431")[1]
    with client.talking() as talk:
        talk.run()
        command = [sys.executable, "-m", "access", change[0], *change[1:], "--data", str(data_dir)]
        subprocess.run(command, cwd=ROOT, input="hill-side-9920\n", text=True, check=True, capture_output=True)
        assert client.ask("/").status == 302
        _closes(talk)
    assert client.shake_hands() == 403


def test_signing_out_closes_the_sockets(board):
    client = board.sign_in(*LOOKER)[1]
    with client.talking() as talk:
        talk.run()
        client.ask("/logout", "POST", Origin=client.origin)
        _closes(talk)


def test_no_message_passes_a_session_that_has_ended(board, data_dir):
    client = board.sign_in(*MANAGER)[1]
    with client.talking() as talk:
        found = widgets(talk.run())
        before = position(data_dir)
        client.ask("/logout", "POST", Origin=client.origin)
        with pytest.raises(ConnectionClosed):
            talk.run(texts=_typed(found, "党政办"), pressed=found["decision-save"])
    time.sleep(1)
    assert position(data_dir) == before


def test_passwords_are_nowhere(board, manager, looker, data_dir):
    held = [path for path in [*(data_dir / "access").rglob("*"), data_dir / "server.txt"] if path.is_file()]
    assert len(held) >= 3
    for path in held:
        content = path.read_bytes()
        for secret in (MANAGER[1], LOOKER[1], manager.cookie.split("=")[1].split(".")[0], "hill-side-9920", "river-side-4431"):
            assert secret.encode() not in content, path
    assert "Traceback" not in (data_dir / "server.txt").read_text(encoding="utf-8", errors="replace")
