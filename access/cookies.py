"""The two cookies: the session's, and the one that ties a sign-in form to the browser it was shown in. No script can read either."""

import secrets
import time

from access.asked import Asked
from access.sessions import signed, unsigned

SESSION, FORM = "board_session", "board_form"
FORM_SECONDS = 3600


def name_of(name: str, asked: Asked) -> str:
    """The name of a cookie: over https one that browsers accept from this host alone."""
    return f"__Host-{name}" if asked.scheme == "https" else name


def given(name: str, asked: Asked) -> str:
    """What the browser sent of a cookie; empty where it sent none."""
    return asked.cookies.get(name_of(name, asked), "")


def setting(name: str, value: str, asked: Asked, *, same_site: str, seconds: float) -> tuple[str, str]:
    """The header that sets a cookie."""
    secure = "; Secure" if asked.scheme == "https" else ""
    said = f"{name_of(name, asked)}={value}; Path=/; HttpOnly; SameSite={same_site}; Max-Age={int(seconds)}{secure}"
    return "set-cookie", said


def form_cookie(key: bytes, asked: Asked) -> str:
    """What a sign-in form shown in this browser carries: what it has already, or something new."""
    held = given(FORM, asked)
    return held if _is_young(key, held) else signed(key, f"{int(time.time())}-{secrets.token_urlsafe(16)}")


def _is_young(key: bytes, value: str) -> bool:
    number = unsigned(key, value)
    return number is not None and 0 <= time.time() - int(number.split("-")[0]) < FORM_SECONDS


def is_from_our_form(key: bytes, asked: Asked, token: str) -> bool:
    """Whether a form was shown by us, in this browser, not long ago."""
    held = given(FORM, asked)
    return bool(held) and secrets.compare_digest(held.encode(), token.encode("utf-8")) and _is_young(key, held)
