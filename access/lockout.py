"""Who typed a wrong password too often has to wait, longer each time: per account and per address, whatever server is restarted meanwhile.

A try is counted as wrong before the password is looked at, so that a hundred at once are no way around; the right one takes it back.
"""

import hmac
from dataclasses import dataclass
from pathlib import Path

from access.limits import Limits
from access.store import writing

DOUBLINGS = 30  # no number overflows


@dataclass(frozen=True, kw_only=True)
class Try:
    """Whether a password may be looked at: how long to wait first (0: it may), how often this wait was not kept, how long it is if wrong."""

    wait: float = 0
    refused: int = 0
    wait_if_wrong: float = 0


def subjects(key: bytes, name: str, address: str) -> tuple[str, str]:
    """What an account's name and an address are counted under; neither can be read from it."""
    return tuple(hmac.new(key, f"{kind}:{value}".encode(), "sha256").hexdigest() for kind, value in (("name", name), ("address", address)))


def _wait(count: int, free: int, limits: Limits) -> float:
    return 0 if count < free else min(limits.first_wait * 2 ** min(count - free, DOUBLINGS), limits.longest_wait)


def reserve(data_dir: Path, asked: tuple[str, str], limits: Limits, now: float) -> Try:
    """Counts a try as wrong and says whether its password may be looked at. While one has to wait nothing is counted."""
    with writing(data_dir) as connection:
        connection.execute("delete from failure where ? - last_at > ?", (now, limits.forget))
        held = {
            subject: connection.execute("select count, locked_until from failure where subject = ?", (subject,)).fetchone()
            for subject in asked
        }
        locked = [subject for subject in asked if held[subject] and held[subject][1] > now]
        if locked:
            connection.execute("update failure set refused = refused + 1 where subject = ?", (locked[0],))
            refused = connection.execute("select refused from failure where subject = ?", (locked[0],)).fetchone()[0]
            return Try(wait=max(held[subject][1] for subject in locked) - now, refused=refused)
        waits = []
        for subject, free in zip(asked, (limits.account_tries, limits.address_tries), strict=True):
            count = (held[subject][0] if held[subject] else 0) + 1
            waits.append(_wait(count, free, limits))
            connection.execute("insert or replace into failure values (?, ?, ?, ?, 0)", (subject, count, now, now + waits[-1]))
    return Try(wait_if_wrong=max(waits))


def forgive(data_dir: Path, asked: tuple[str, str]) -> None:
    """The password was right: the account's count begins anew, the address has one try less against it."""
    with writing(data_dir) as connection:
        connection.execute("delete from failure where subject = ?", (asked[0],))
        connection.execute("update failure set count = count - 1, locked_until = 0 where subject = ?", (asked[1],))
