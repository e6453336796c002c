"""Whether this process stands behind the guard, so that the pages know whom to ask about. Set once, by whoever serves; no header can."""

import time
from dataclasses import dataclass
from pathlib import Path

from access import log, sessions
from access.hosts import Hosts
from access.limits import Limits, limits
from access.sessions import Session
from access.store import key

SESSION_HEADER = "x-board-session"  # from the guard to the pages: what the session is known by
ADDRESS_HEADER = "x-board-address"  # the class of the address


@dataclass(frozen=True, kw_only=True)
class Gate:
    """What the guard needs to know: where the accounts lie, the secret, the limits, the hosts it answers for."""

    data_dir: Path
    key: bytes
    limits: Limits
    hosts: Hosts

    def live(self, token: str | None) -> Session | None:
        """The session known by a token, if it lasts."""
        return sessions.live(self.data_dir, token, self.limits, time.time())

    def record(self, what: str, *, account: str, address: str, detail: str = "") -> None:
        """Adds a line to the log."""
        log.record(self.data_dir, what, account=account, address=address, detail=detail)


_standing: list[Gate] = []  # one a process, none where nothing is guarded


def raise_gate(data_dir: Path, hosts: Hosts) -> Gate:
    """From here on this process is guarded."""
    gate = Gate(data_dir=Path(data_dir), key=key(data_dir), limits=limits(data_dir), hosts=hosts)
    _standing[:] = [gate]
    return gate


def standing() -> Gate | None:
    """The gate of this process; None where it is not guarded."""
    return _standing[0] if _standing else None
