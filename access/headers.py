"""What every answer carries: nothing from elsewhere, no foreign frame around the board, nothing kept by the browser but the program itself."""

from collections.abc import Mapping

PAGES = {
    "default-src": "'self'",
    "script-src": "'self' 'unsafe-inline' 'wasm-unsafe-eval' blob:",  # the frame's own scripts are inline; what Streamlit has compiled is no text
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "media-src": "'self' data: blob:",
    "worker-src": "'self' blob:",
    "frame-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
OWN_PAGE = {
    "default-src": "'none'",
    "style-src": "'unsafe-inline'",
    "img-src": "data:",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
REPLACED = ("access-control-allow-origin", "server")  # the board gives itself to no other page
PROGRAM = "/static/"  # the files of the program, the same for everybody
Headers = list[tuple[bytes, bytes]]


def policy(host: str, scheme: str) -> str:
    """The content policy of the board's pages at a host: sockets to that host only."""
    socket = {"https": "wss", "http": "ws"}.get(scheme, scheme)
    return _said({**PAGES, "connect-src": f"'self' {socket}://{host}"})


def own_policy() -> str:
    """The content policy of the sign-in page: no script at all."""
    return _said(OWN_PAGE)


def _said(directives: Mapping[str, str]) -> str:
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


def guarded(headers: Headers, content_policy: str, path: str) -> Headers:
    """The headers of an answer with ours in place of whatever it said of the same."""
    ours = {**ALWAYS, "content-security-policy": content_policy}
    if not path.startswith(PROGRAM):
        ours["cache-control"] = "no-store"
    kept = [(name, value) for name, value in headers if name.lower().decode("latin-1") not in (*ours, *REPLACED)]
    return [*kept, *((name.encode(), value.encode("latin-1")) for name, value in ours.items())]
