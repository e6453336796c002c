"""The board's sockets behind the guard: own origin, own cookie, and closed when the session ends, wherever it was ended."""

import asyncio
import logging
import time
from contextlib import suppress

from access import cookies, sessions
from access.asked import asked
from access.errors import AccessError
from access.gate import Gate
from access.hosts import is_answered, is_own

LOOK_EVERY = 2  # seconds: a session may be ended by a command, in another process
OVER = 1008
log = logging.getLogger("governance_board")


async def guarded_socket(app, gate: Gate, scope, receive, send, *, admit) -> None:
    """Lets a socket through to the application for as long as its session lasts."""
    request = asked(scope)
    token = sessions.token_of(gate.key, cookies.given(cookies.SESSION, request))
    is_ours = is_answered(gate.hosts, request.host, request.own) and is_own(request.origin, request.host, request.scheme)
    session = gate.live(token) if is_ours else None
    if session is None:
        await receive()
        await send({"type": "websocket.close", "code": OVER})  # before it was accepted: the browser is answered 403
        return
    over = asyncio.Event()
    watching = asyncio.get_running_loop().create_task(_watch(gate, token, over))
    try:
        await app(admit(scope, session, request), _receiving(gate, token, over, receive, send), _sending(over, send))
    finally:
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching


async def _watch(gate: Gate, token: str, over: asyncio.Event) -> None:
    """Says so once the session has ended, or once it cannot be told whether it has."""
    try:
        while gate.live(token):
            await asyncio.sleep(LOOK_EVERY)
    except AccessError:
        log.exception("session")
    over.set()


def _receiving(gate: Gate, token: str, over: asyncio.Event, receive, send):
    """What the browser sends, none of it once the session has ended: then the socket is closed and the board told that it is."""

    async def receiving():
        message = await _first(receive(), over)
        if message and message["type"] == "websocket.receive" and not sessions.use(gate.data_dir, token, gate.limits, time.time()):
            message = None
        if message is None:
            over.set()
            with suppress(RuntimeError):  # the browser may have gone already
                await send({"type": "websocket.close", "code": OVER})
            return {"type": "websocket.disconnect", "code": OVER}
        return message

    return receiving


async def _first(coming, over: asyncio.Event):
    """What is coming, or None where the end comes first."""
    tasks = [asyncio.ensure_future(coming), asyncio.ensure_future(over.wait())]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        return None if over.is_set() else tasks[0].result()
    finally:
        for task in tasks:
            task.cancel()


def _sending(over: asyncio.Event, send):
    """What the board sends, nothing once the session has ended."""

    async def sending(message) -> None:
        if not over.is_set():
            await send(message)

    return sending
