"""A request or a socket as the guard reads it: headers, cookies, where it came from; and the plain answers that the guard gives itself."""

from dataclasses import dataclass
from urllib.parse import parse_qs

from access import headers
from access.log import address_class

LONGEST_FORM = 8 * 1024
OF_SOCKETS = {"ws": "http", "wss": "https"}  # a socket carries the cookies of its page
TEXT, PAGE = "text/plain; charset=utf-8", "text/html; charset=utf-8"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the guard needs of a request."""

    path: str
    query: str
    method: str
    scheme: str  # http or https, of a socket too
    host: str
    own: str | None  # the address that the request came in on
    origin: str | None
    cookies: dict[str, str]
    address: str
    is_for_a_person: bool  # a page in the address bar, not something that a page loads

    @property
    def address_class(self) -> str:
        """本机, 内网 or 外网."""
        return address_class(self.address)


def asked(scope: dict) -> Asked:
    """What an ASGI scope asks for."""
    said = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    mode = said.get("sec-fetch-mode")
    return Asked(
        path=scope["path"],
        query=scope.get("query_string", b"").decode("latin-1"),
        method=scope.get("method", "GET"),
        scheme=OF_SOCKETS.get(scope.get("scheme"), scope.get("scheme", "http")),
        host=said.get("host", ""),
        own=(scope.get("server") or (None,))[0],
        origin=said.get("origin"),
        cookies=_cookies(said.get("cookie", "")),
        address=(scope.get("client") or ("",))[0],
        is_for_a_person=mode == "navigate" if mode else "text/html" in said.get("accept", "*/*") or said.get("accept", "*/*") == "*/*",
    )


def _cookies(header: str) -> dict[str, str]:
    pairs = (one.strip().partition("=") for one in header.split(";"))
    return {name: value.strip('"') for name, _, value in reversed(list(pairs)) if name}  # the first of a name counts


async def form(receive) -> dict[str, str] | None:
    """The fields of a form that was sent; None where it is longer than any of ours."""
    body = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += message.get("body", b"")
        if len(body) > LONGEST_FORM:
            return None
        if not message.get("more_body"):
            return {name: values[0] for name, values in parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True).items()}


async def answer(send, status: int, body: str, *, kind: str = TEXT, extra: tuple[tuple[str, str], ...] = ()) -> None:
    """Sends an answer of the guard's own; `extra` are headers besides the usual ones."""
    content = body.encode("utf-8")
    said = [("content-type", kind), ("content-length", str(len(content))), *extra]
    plain = [(name.encode(), value.encode("latin-1")) for name, value in said]
    await send({"type": "http.response.start", "status": status, "headers": headers.guarded(plain, headers.own_policy(), "")})
    await send({"type": "http.response.body", "body": content})


async def redirect(send, to: str, *, status: int = 303, extra: tuple[tuple[str, str], ...] = ()) -> None:
    """Sends the browser to another address of the board."""
    await answer(send, status, "", extra=(("location", to), *extra))
