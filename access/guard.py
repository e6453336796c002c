"""Stands before everything the board serves: without a session no page, file, upload or socket is reached. Itself it answers /login and /logout."""

import time
from urllib.parse import quote, urlsplit

from access import cookies, headers, sessions, signin, sockets
from access.asked import Asked, answer, asked, redirect
from access.gate import ADDRESS_HEADER, SESSION_HEADER, Gate
from access.hosts import is_answered, is_own
from access.log import CLASSES
from access.sessions import Session

ALIVE = "/_board/alive"  # a page asks whether its session lasts; asking is no use of it
NEVER_A_PAGE = ("/_stcore/", "/_board/", "/media/", "/static/", "/component/", "/app/static/")
UPLOADS = "/_stcore/upload_file"
LOOKS = ("GET", "HEAD", "OPTIONS")
STRIPPED = ("x-board-", "x-user", "x-remote-user", "x-auth", "x-forwarded-user", "x-forwarded-email", "remote-user", "remote_user")
OURS = (cookies.SESSION, cookies.FORM)


def guarding(app, gate: Gate):
    """The guard before an ASGI application."""

    async def guarded(scope, receive, send) -> None:
        if scope["type"] == "websocket":
            await sockets.guarded_socket(app, gate, scope, receive, send, admit=admit)
        elif scope["type"] == "http":
            await _request(app, gate, scope, receive, send)
        else:
            await app(scope, receive, send)

    return guarded


async def _request(app, gate: Gate, scope, receive, send) -> None:
    request = asked(scope)
    if not is_answered(gate.hosts, request.host, request.own):
        await answer(send, 403, "看板不在这个地址上。请用管理员给出的地址打开。")
    elif request.path == signin.IN:
        await _signing_in(gate, request, receive, send)
    else:
        await _behind(app, gate, scope, request, receive, send)


async def _signing_in(gate: Gate, request: Asked, receive, send) -> None:
    if request.method == "POST":
        await signin.sign_in(gate, request, receive, send)
    elif request.method not in LOOKS:
        await answer(send, 405, "没有这样的操作。")
    elif session_of(gate, request):
        await redirect(send, "/")
    else:
        await signin.show(gate, request, send)


def session_of(gate: Gate, request: Asked) -> Session | None:
    """The session of a request's cookie, if it lasts."""
    return gate.live(sessions.token_of(gate.key, cookies.given(cookies.SESSION, request)))


async def _behind(app, gate: Gate, scope, request: Asked, receive, send) -> None:
    """What needs a session."""
    session = session_of(gate, request)
    if session is None:
        await _ask_to_sign_in(request, send)
    elif request.path == signin.OUT:
        await (signin.sign_out(gate, request, send) if request.method == "POST" else signin.ask_to_leave(session, send))
    elif request.path == ALIVE:
        await answer(send, 204, "")
    elif request.method not in LOOKS and not is_own(request.origin, request.host, request.scheme):
        await answer(send, 403, "只能从看板自己的页面操作。")
    elif request.path.startswith(UPLOADS) and request.method not in LOOKS and not session.may_manage:
        gate.record("拒绝", account=session.account, address=request.address_class, detail="上传")
        await answer(send, 403, "当前账号只能查看，不能上传。")
    else:
        sessions.use(gate.data_dir, session.token, gate.limits, time.time())
        await app(admit(scope, session, request), receive, _with_headers(send, request))


async def _ask_to_sign_in(request: Asked, send) -> None:
    if request.method in ("GET", "HEAD") and request.is_for_a_person and not request.path.startswith(NEVER_A_PAGE):
        asked_for = request.path + (f"?{request.query}" if request.query else "")
        to = signin.IN if asked_for in ("/", signin.OUT) else f"{signin.IN}?next={quote(asked_for)}"
        await redirect(send, to, status=302)
    else:
        await answer(send, 401, "请先登录。")


def admit(scope: dict, session: Session, request: Asked) -> dict:
    """The scope as the board gets it: who asks in a header of ours, whatever the browser said about that taken away, and no cookie of ours."""
    kept = [(name, value) for name, value in scope["headers"] if not _is_stripped(name)]
    kept = [(name, _without_ours(value) if name.lower() == b"cookie" else value) for name, value in kept]
    place = next(code for code, words in CLASSES.items() if words == request.address_class)
    told = [(SESSION_HEADER.encode(), session.token.encode()), (ADDRESS_HEADER.encode(), place.encode())]
    return {**scope, "headers": [*kept, *told]}


def _is_stripped(name: bytes) -> bool:
    return name.lower().decode("latin-1").replace("_", "-").startswith(tuple(one.replace("_", "-") for one in STRIPPED))


def _without_ours(value: bytes) -> bytes:
    pairs = [one.strip() for one in value.decode("latin-1").split(";")]
    return "; ".join(one for one in pairs if one.partition("=")[0].removeprefix("__Host-") not in OURS).encode("latin-1")


def _with_headers(send, request: Asked):
    said = headers.policy(urlsplit(f"//{request.host}").netloc, request.scheme)

    async def sending(message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": headers.guarded(list(message.get("headers", [])), said, request.path)}
        await send(message)

    return sending
