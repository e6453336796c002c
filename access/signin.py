"""Signing in and out: the two small pages, what a password leads to, and what the log says of it. The same answer for an unknown account."""

import asyncio
import time
from functools import partial
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import parse_qs, quote

from access import accounts, cookies, lockout, passwords, sessions
from access.asked import PAGE, Asked, answer, form, redirect
from access.errors import AccessError
from access.gate import Gate
from access.hosts import is_own

IN, OUT = "/login", "/logout"
WRONG = "账号或口令不对。"
STALE = "这个页面停留得太久了，请重新输入。"
FORGOTTEN = "忘记口令时，请管理员在主机上另设一个。请勿在公用电脑上记住口令。"
UNKNOWN = "没有的账号"
SPOKEN_REFUSALS = 50  # of the tries made while one has to wait, so many are in the log one by one; then only every hundredth
LOOKING = asyncio.Semaphore(2)  # passwords looked at, at a time: each takes memory


def _page(*, title: str, lead: str, action: str, body: str, small: str) -> str:
    text = Path(__file__).with_suffix(".html").read_text(encoding="utf-8")
    return Template(text).substitute(title=title, lead=lead, action=action, body=body, small=small)


def _signin_page(token: str, following: str, said: str) -> str:
    told = f'<p class="said" role="alert">{escape(said)}</p>' if said else ""
    body = f"""{told}<label><span>账号</span><input name="name" autocomplete="username" maxlength="40" required autofocus></label>
<label><span>口令</span><input name="password" type="password" autocomplete="current-password" maxlength="{passwords.LONGEST}" required></label>
<input type="hidden" name="form" value="{escape(token)}"><input type="hidden" name="next" value="{escape(following)}">
<button>登录</button>"""
    return _page(title="登录", lead="请用单位分配的账号登录。", action=IN, body=body, small=FORGOTTEN)


def following(written: str) -> str:
    """Where to go after signing in: a path of the board, whatever somebody put into a link."""
    is_ours = written.startswith("/") and not written.startswith(("//", "/\\")) and written.isprintable() and "\\" not in written
    return written if is_ours and not written.startswith((IN, OUT)) else "/"


async def show(gate: Gate, asked: Asked, send, *, said: str = "", status: int = 200, after: str | None = None) -> None:
    """The sign-in page, with what is to be said on it."""
    token = cookies.form_cookie(gate.key, asked)
    wanted = following(after or parse_qs(asked.query).get("next", ["/"])[0])
    set_form = cookies.setting(cookies.FORM, token, asked, same_site="Strict", seconds=cookies.FORM_SECONDS)
    await answer(send, status, _signin_page(token, wanted, said), kind=PAGE, extra=(set_form,))


async def sign_in(gate: Gate, asked: Asked, receive, send) -> None:
    """What was typed leads to a session, or back to the page."""
    if not is_own(asked.origin, asked.host, asked.scheme):
        await answer(send, 403, "登录只能在看板自己的页面上进行。")
        return
    typed = await form(receive)
    if typed is None:
        await answer(send, 413, "内容太长，没有处理。")
        return
    after = following(typed.get("next", "/"))
    if not cookies.is_from_our_form(gate.key, asked, typed.get("form", "")):
        await show(gate, asked, send, said=STALE, status=403, after=after)
        return
    async with LOOKING:
        look = partial(_looked_at, gate, asked, typed.get("name", ""), typed.get("password", ""))
        cookie, said, status = await asyncio.get_running_loop().run_in_executor(None, look)
    if cookie is None:
        await show(gate, asked, send, said=said, status=status, after=after)
        return
    await redirect(send, quote(after, safe="/?&=%+,:;@!$'()*~-._"), extra=(_session_cookie(gate, asked, cookie),))


def _session_cookie(gate: Gate, asked: Asked, value: str) -> tuple[str, str]:
    return cookies.setting(cookies.SESSION, value, asked, same_site="Lax", seconds=gate.limits.longest if value else 0)


def _looked_at(gate: Gate, asked: Asked, typed: str, password: str) -> tuple[str | None, str, int]:
    """What the new session's cookie holds, or None with what to say and the status. Runs beside the server's loop: scrypt takes its time."""
    now, name = time.time(), _name(typed)
    kept = accounts.kept_password(gate.data_dir, name)
    counted = lockout.subjects(gate.key, name, asked.address)
    tried = lockout.reserve(gate.data_dir, counted, gate.limits, now)
    known = name if kept else UNKNOWN
    if tried.wait:
        _say_refused(gate, asked, known, tried)
        return None, f"连续输错太多次，请在 {_wait_words(tried.wait)}后再试。", 429
    if not passwords.matches(password, kept or passwords.NOBODY) or kept is None:
        gate.record("登录失败", account=known, address=asked.address_class)
        if tried.wait_if_wrong:
            gate.record("锁定", account=known, address=asked.address_class, detail=f"等待 {_wait_words(tried.wait_if_wrong)}")
        return None, WRONG, 401
    lockout.forgive(gate.data_dir, counted)
    sessions.clear(gate.data_dir, gate.limits, now)
    end_of(gate, asked)
    cookie, _ = sessions.start(gate.data_dir, gate.key, name, now)
    gate.record("登录", account=name, address=asked.address_class)
    return cookie, "", 303


def _name(typed: str) -> str:
    try:
        return accounts.fitting_name(typed)
    except AccessError:
        return typed[:200]  # no account can be called so; it is counted and answered like any other


def _say_refused(gate: Gate, asked: Asked, known: str, tried: lockout.Try) -> None:
    if tried.refused <= SPOKEN_REFUSALS or tried.refused % 100 == 0:
        gate.record("锁定期内被拒", account=known, address=asked.address_class, detail=f"第 {tried.refused} 次")


def _wait_words(seconds: float) -> str:
    return f"{int(seconds) + 1} 秒" if seconds < 90 else f"{int(seconds / 60) + 1} 分钟"


def end_of(gate: Gate, asked: Asked) -> sessions.Session | None:
    """Ends the session of this browser, if it has one; which that was."""
    found = gate.live(sessions.token_of(gate.key, cookies.given(cookies.SESSION, asked)))
    if found:
        sessions.end(gate.data_dir, found.token)
    return found


async def ask_to_leave(session: sessions.Session, send) -> None:
    """The page that asks whether to sign out: a link alone signs nobody out."""
    body = "<button>退出登录</button>"
    small = '<a href="/">回到看板</a>'
    lead = f"当前账号：{escape(session.account)}（{session.role}）。"
    await answer(send, 200, _page(title="退出登录", lead=lead, action=OUT, body=body, small=small), kind=PAGE)


async def sign_out(gate: Gate, asked: Asked, send) -> None:
    """Ends the session and goes back to the sign-in page."""
    if not is_own(asked.origin, asked.host, asked.scheme):
        await answer(send, 403, "退出只能在看板自己的页面上进行。")
        return
    found = end_of(gate, asked)
    if found:
        gate.record("退出", account=found.account, address=asked.address_class)
    await redirect(send, IN, extra=(_session_cookie(gate, asked, ""),))
