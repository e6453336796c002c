"""A real guarded server, and a client that speaks to it from outside a browser: plain HTTP, plain sockets, the board's own messages."""

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from access import accounts
from tests.browser.board import free_port

ROOT = Path(__file__).parents[2]
MANAGER, LOOKER = ("党政办", "good-horse-7788"), ("便民中心", "look-only-5521")
START_SECONDS, RUN_SECONDS = 60, 120


def with_accounts(data_dir: Path) -> Path:
    """The folder, with an account of each role."""
    accounts.add(data_dir, MANAGER[0], accounts.MANAGE, MANAGER[1])
    accounts.add(data_dir, LOOKER[0], accounts.LOOK, LOOKER[1])
    return data_dir


@contextmanager
def running(words: list[str], data_dir: Path, port: int) -> Iterator[subprocess.Popen]:
    """A server in a process of its own, once it answers at all; what it says goes to server.txt in the data folder."""
    with (data_dir / "server.txt").open("ab") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", *words], cwd=ROOT, env={**os.environ, "GOVERNANCE_DATA": str(data_dir)}, stdout=said, stderr=said, start_new_session=True
        )  # fmt: skip
        try:
            _wait(port, process)
            yield process
        finally:
            os.killpg(process.pid, 15)
            process.wait(20)


def _wait(port: int, process: subprocess.Popen) -> None:
    ends_at = time.monotonic() + START_SECONDS
    while time.monotonic() < ends_at and process.poll() is None:
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as asked:
                asked.request("GET", "/_stcore/health")
                with asked.getresponse():
                    return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"the server did not start (exit {process.poll()})")


@contextmanager
def served(data_dir: Path, *more: str) -> Iterator["Client"]:
    """The board as it is served to an office, on every address of the machine."""
    port = free_port()
    with running(["access", "serve", "--data", str(data_dir), "--port", str(port), *more], data_dir, port):
        yield Client(port=port)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    cookies: list[str]
    body: bytes


def _answer(got: http.client.HTTPResponse) -> Answer:
    pairs = [(name.lower(), value) for name, value in got.getheaders()]
    cookies = [value for name, value in pairs if name == "set-cookie"]
    return Answer(status=got.status, headers=dict(pairs), cookies=cookies, body=b"" if got.status == 101 else got.read())


@dataclass(frozen=True, kw_only=True)
class Client:
    """Somebody who speaks to the server at a port, with a cookie or without."""

    port: int
    cookie: str = ""

    @property
    def host(self) -> str:
        """What a browser would send."""
        return f"127.0.0.1:{self.port}"

    @property
    def origin(self) -> str:
        """Where a page of the board comes from."""
        return f"http://{self.host}"

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
        """Sends a request; a header x_y is sent as x-y."""
        said = {"Host": self.host, **({"Cookie": self.cookie} if self.cookie else {})}
        said |= {name.replace("_", "-"): value for name, value in headers.items()}
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as asked:
            asked.request(method, quote(path, safe="/?&=%;"), body, said)
            with asked.getresponse() as got:
                return _answer(got)

    def shake_hands(self, path: str = "/_stcore/stream", **headers: str) -> int:
        """Asks for a socket; the status of the answer, 101 where it was granted."""
        said = {
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
            **headers,
        }
        return self.ask(path, **said).status if "Origin" in said else self.ask(path, Origin=self.origin, **said).status

    def sign_in(self, name: str, password: str, **headers: str) -> tuple[Answer, "Client"]:
        """Fills in the form; the answer, and the client with what it was given."""
        shown = self.ask("/login")
        token = re.search(rb'name="form" value="([^"]+)"', shown.body)[1].decode()
        held = shown.cookies[0].split(";")[0]
        typed = urlencode({"name": name, "password": password, "form": token, "next": "/"}).encode()
        said = {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.origin, "Cookie": held, **headers}
        got = self.ask("/login", "POST", typed, **said)
        given = next((one.split(";")[0] for one in got.cookies if one.startswith("board_session=")), "")
        return got, Client(port=self.port, cookie=given)

    @contextmanager
    def talking(self, host: str | None = None, **headers: str) -> Iterator["Talk"]:
        """A socket to the board; `host` where it is asked for under another name."""
        host, said = host or self.host, {"Cookie": self.cookie, **headers}
        line = socket.create_connection(("127.0.0.1", self.port))
        asked = {"origin": f"http://{host}", "subprotocols": ["streamlit"], "additional_headers": said, "max_size": None}
        with connect(f"ws://{host}/_stcore/stream", sock=line, **asked) as opened:
            yield Talk(socket=opened)


@dataclass(frozen=True, kw_only=True)
class Talk:
    """The board's own messages over a socket."""

    socket: object

    def run(self, page: str = "", query: str = "", texts: dict[str, str] | None = None, pressed: str | None = None) -> list[ForwardMsg]:
        """Asks for a run with what was typed, by widget, and the button that was pressed; everything the board said until it was done."""
        asked = BackMsg()
        state = asked.rerun_script
        state.page_name, state.query_string = page, query
        for widget, value in (texts or {}).items():
            state.widget_states.widgets.add(id=widget, string_value=value)
        if pressed:
            state.widget_states.widgets.add(id=pressed, trigger_value=True)
        self.socket.send(asked.SerializeToString())
        return self._until_done()

    def _until_done(self) -> list[ForwardMsg]:
        said = []
        while not said or said[-1].script_finished != ForwardMsg.FINISHED_SUCCESSFULLY or said[-1].WhichOneof("type") != "script_finished":
            message = ForwardMsg()
            message.ParseFromString(self.socket.recv(timeout=RUN_SECONDS))
            said.append(message)
        return said


def spoken(said: list[ForwardMsg]) -> str:
    """Everything in what the board said, to be searched."""
    return b"\n".join(one.SerializeToString() for one in said).decode("utf-8", "replace")


def widgets(said: list[ForwardMsg]) -> dict[str, str]:
    """The widgets of a run by their key."""
    found = re.findall(rb"\$\$ID-[0-9a-f]{32}-[\w-]+", b"\n".join(one.SerializeToString() for one in said))
    return {one.decode().split("-", 2)[2]: one.decode() for one in found}
