"""Sessions are kept on the server: the cookie holds a signed random number, the file its digest. Removing the row ends the session at once."""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from pathlib import Path

from access.accounts import MANAGE
from access.limits import Limits
from access.store import reading, writing

NOTED_EVERY = 20  # seconds: not every click is written down
FOUND = "select s.account, a.role, s.started_at, s.used_at from session s join account a on a.name = s.account where s.token = ?"


@dataclass(frozen=True, kw_only=True)
class Session:
    """A session that lasts: what it is known by (a digest, no secret), whose it is, and what that account may do now."""

    token: str
    account: str
    role: str
    used_at: float

    @property
    def may_manage(self) -> bool:
        """Whether it may write."""
        return self.role == MANAGE


def _signature(key: bytes, number: str) -> str:
    return base64.urlsafe_b64encode(hmac.digest(key, number.encode(), "sha256")).decode().rstrip("=")


def _token(number: str) -> str:
    return hashlib.sha256(number.encode()).hexdigest()


def signed(key: bytes, number: str) -> str:
    """A number with its signature, as a cookie holds it."""
    return f"{number}.{_signature(key, number)}"


def unsigned(key: bytes, cookie: str) -> str | None:
    """The number of a cookie; None where we did not sign it."""
    number, _, signature = cookie.partition(".")
    is_ours = cookie.isascii() and hmac.compare_digest(signature.encode(), _signature(key, number).encode())
    return number if number and is_ours else None


def start(data_dir: Path, key: bytes, account: str, now: float) -> tuple[str, str]:
    """Begins a session of an account; what its cookie holds, and its token."""
    number = secrets.token_urlsafe(32)
    with writing(data_dir) as connection:
        connection.execute("insert into session values (?, ?, ?, ?)", (_token(number), account, now, now))
    return signed(key, number), _token(number)


def token_of(key: bytes, cookie: str) -> str | None:
    """What the session of a cookie is known by; None where the cookie is not ours."""
    number = unsigned(key, cookie)
    return number and _token(number)


def live(data_dir: Path, token: str | None, limits: Limits, now: float) -> Session | None:
    """The session known by a token, with what its account may do now; None where there is none or it has ended."""
    with reading(data_dir) as connection:
        row = connection.execute(FOUND, (token,)).fetchone() if connection and token else None
    if row is None or now - row[2] > limits.longest or now - row[3] > limits.idle:
        return None
    return Session(token=token, account=row[0], role=row[1], used_at=row[3])


def use(data_dir: Path, token: str | None, limits: Limits, now: float) -> Session | None:
    """As live(), and notes that it was used."""
    found = live(data_dir, token, limits, now)
    if found and now - found.used_at > NOTED_EVERY:
        with writing(data_dir) as connection:
            connection.execute("update session set used_at = ? where token = ?", (now, token))
    return found


def end(data_dir: Path, token: str) -> None:
    """Ends a session."""
    with writing(data_dir) as connection:
        connection.execute("delete from session where token = ?", (token,))


def clear(data_dir: Path, limits: Limits, now: float) -> None:
    """Forgets the sessions that have ended."""
    with writing(data_dir) as connection:
        connection.execute("delete from session where ? - started_at > ? or ? - used_at > ?", (now, limits.longest, now, limits.idle))
