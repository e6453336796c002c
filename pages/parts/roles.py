"""Who is looking and what they may do: the person at the PC everything, on a network what the account's role allows. Asked at every writing step.

A callback that writes stands behind `@roles.writes("撤回批次")`: hiding its form is a courtesy, the check inside is what counts.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from html import escape
from ipaddress import ip_address
from pathlib import Path

import streamlit as st

from access import gate, log
from access.errors import AccessError
from access.hosts import hosts, is_answered
from pages.parts import context

log_of_ours = logging.getLogger("governance_board")
HERE = Path(__file__).parent
REFUSED = "_role_refused"
LOOKING = "当前账号只能查看，不能修改；需要修改请用“管理”账号登录。"
OVER = "登录已经结束，请刷新后重新登录。"
UNGUARDED = (
    "看板正在对网络开放，但没有登录保护，因此不显示任何内容。",
    "只在本机使用：关掉后用 `streamlit run dashboard.py` 启动，打开 http://127.0.0.1:8501 。",
    "给办公网使用：先建账号 `python -m access add 党政办 --role 管理`，再用 `python -m access serve` 启动。",
)


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """Who is looking: the account (本机 at the PC itself), the class of the address, and whether they may write."""

    account: str
    address: str
    may_manage: bool


AT_THE_PC = Visitor(account=log.HERE, address=log.HERE, may_manage=True)


def visitor() -> Visitor | None:
    """Who is looking; None where nobody is signed in, or any more. Only a run knows it; what runs later takes it along."""
    standing = gate.standing()
    if standing is None:
        return AT_THE_PC if _is_here_only() and _is_asked_here() else None
    try:
        found = standing.live(st.context.headers.get(gate.SESSION_HEADER))
    except AccessError:  # who cannot be told is nobody
        log_of_ours.exception("session")
        return None
    address = st.context.headers.get(gate.ADDRESS_HEADER)
    return found and Visitor(account=found.account, address=log.CLASSES.get(address, log.OUTSIDE), may_manage=found.may_manage)


def _is_here_only() -> bool:
    """Whether the server listens on nothing but the PC itself."""
    address = st.get_option("server.address") or ""
    try:
        return address == "localhost" or ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return False


def _is_asked_here() -> bool:
    """Whether the browser sits at the PC and asked for the PC itself: a foreign page may point a name of its own at it."""
    host, address = st.context.headers.get("Host"), st.context.ip_address
    is_elsewhere = isinstance(address, str)  # the address of the PC itself is none; no other kind of value names a place
    return not is_elsewhere and (host is None or is_answered(hosts([]), host, None))


def may_manage() -> bool:
    """Whether who is looking may write."""
    found = visitor()
    return found is not None and found.may_manage


def may_write_here() -> bool:
    """Before a form: whether who is looking may write; where not, a sentence stands in its place."""
    if may_manage():
        return True
    st.caption(LOOKING)
    return False


def is_admitted() -> bool:
    """Whether anything may be shown at all. Asked before any data is opened."""
    return visitor() is not None


def turn_away() -> None:
    """In place of every page: why nothing is shown, and what to do."""
    is_guarded = gate.standing() is not None
    st.error(OVER if is_guarded else "\n\n".join(UNGUARDED), icon=":material/lock:")


def writes(what: str) -> Callable[[Callable], Callable]:
    """Puts a callback that writes behind the check, and what it did into the log under this name."""

    def checked(callback: Callable) -> Callable:
        @wraps(callback)
        def asked(*given, **named):
            if not may_manage():
                st.session_state[REFUSED] = LOOKING
                record("拒绝", what)
                return None
            done = callback(*given, **named)
            record(what)
            return done

        asked.writes = what
        return asked

    return checked


def record(what: str, detail: str = "", by: Visitor | None = None) -> None:
    """Adds a line to the log: what was done, and by whom where that is not who is looking now. Phones and ID numbers in it are masked."""
    who = by or visitor()
    told = {"account": who.account, "address": who.address} if who else {"account": "未登录", "address": log.OUTSIDE}
    try:
        log.record(context.data_dir(), what, detail=detail, **told)
    except AccessError:  # what was done stays done
        log_of_ours.exception("the log")


def exported(name: str, make: Callable[[], bytes]) -> Callable[[], bytes]:
    """What makes a download when it is asked for, with a line in the log. The download is made outside of any run: who asked is fixed now."""
    who = visitor()

    def made() -> bytes:
        record("导出", name, who)
        return make()

    return made


def told() -> None:
    """Says once that a step was refused."""
    refused = st.session_state.pop(REFUSED, None)
    if refused:
        st.error(refused, icon=":material/lock:")


def signed_in() -> None:
    """In the side bar of a board on a network: the account, its role, the way out; and the sign-in page once the session has ended."""
    found = visitor() if gate.standing() else None
    if found:
        role = "管理" if found.may_manage else "查看"
        way_out = '<a href="/logout" target="_self" style="color:inherit">退出登录</a>'
        with st.sidebar:
            st.html(f"<small>{escape(found.account)}（{role}）　{way_out}</small>")
            st.html(f"<script>{(HERE / 'session.js').read_text(encoding='utf-8')}</script>", unsafe_allow_javascript=True)
