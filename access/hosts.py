"""Which names the board answers to, so that a foreign page cannot point a name of its own at it, and which origins are its own."""

from dataclasses import dataclass
from urllib.parse import urlsplit

LOCAL = ("localhost", "127.0.0.1", "::1")
PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, kw_only=True)
class Hosts:
    """The names the board answers to, in the letters that a browser sends."""

    names: tuple[str, ...]


def hosts(named: tuple[str, ...] | list[str]) -> Hosts:
    """The names that were given, and those of the PC itself. 看板.lan is what a browser sends as xn--….lan."""
    return Hosts(names=tuple(dict.fromkeys((*LOCAL, *(_sent(name) for name in named if name.strip())))))


def _sent(name: str) -> str:
    plain = name.strip().strip("[]").rstrip(".").lower()
    return plain if plain.isascii() else plain.encode("idna").decode("ascii")


def _split(authority: str, scheme: str) -> tuple[str, int | None] | None:
    try:
        found = urlsplit(f"//{authority}")
        name, port = found.hostname, found.port
    except ValueError:
        return None
    if not name or found.path or found.query or found.fragment or found.username is not None:
        return None
    return name.rstrip(".").lower(), port or PORTS.get(scheme)


def is_answered(hosts: Hosts, host: str | None, own: str | None) -> bool:
    """Whether a Host header names the board: by a name on the list, or by the very address the request came in on."""
    found = _split(host or "", "http")
    return found is not None and (found[0] in hosts.names or found[0] == (own or "").split("%")[0].lower())


def is_own(origin: str | None, host: str | None, scheme: str) -> bool:
    """Whether an Origin header is that of the address in the Host header: same name, same port, http or https as the request."""
    given = urlsplit(origin or "")
    own = _split(host or "", scheme)
    return own is not None and given.scheme == scheme and not given.path and _split(given.netloc, scheme) == own
