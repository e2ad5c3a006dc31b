"""Protection of every page: allowed host names, headers that forbid foreign content, and limits on requests."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator, Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
MOST_ADDRESS, MOST_BODY = 8_000, 32_000
"""The most bytes of an address, and of a form."""
LOOPBACK = ("localhost", "127.0.0.1", "::1", "[::1]")
"""Loopback names of this machine."""
_STATIC = "/static/"


class Guard:
    """Middleware that refuses requests that are too large or from other sites, and sets the security headers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse an HTTP request, or hand it on and add headers to the answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                if not scope["path"].startswith(_STATIC):
                    headers["Cache-Control"] = "no-store"
            await send(message)

        refused = _refusal(scope)
        if refused is not None:
            status, words = refused  # what follows on the same connection is not read
            await PlainTextResponse(words, status, {"Connection": "close"})(scope, receive, guarded)
            return
        await self._app(scope, receive, guarded)


def _refusal(scope: Scope) -> tuple[int, str] | None:
    """Status and text where a request is refused at once; None where it is not."""
    headers = Headers(scope=scope)
    if len(scope.get("raw_path", b"")) + len(scope.get("query_string", b"")) > MOST_ADDRESS:
        return 414, f"The address is longer than {MOST_ADDRESS} bytes."
    if scope["method"] not in ("GET", "HEAD", "POST"):
        return 405, "Only GET, HEAD and POST are answered."
    if scope["method"] == "POST":
        return _refused_form(headers)
    if headers.get("sec-fetch-site") == "cross-site" and headers.get("sec-fetch-mode") != "navigate":
        return 403, "This page is not for use inside others."
    return None


def _refused_form(headers: Headers) -> tuple[int, str] | None:
    length = headers.get("content-length", "")
    if "transfer-encoding" in headers:
        return 411, "A form must be sent in one piece."  # else it is as long as its pieces, whatever length it says
    if not length.isascii() or not length.isdigit():
        return 411, "A form must say how long it is."
    if int(length) > MOST_BODY:
        return 413, f"The form is longer than {MOST_BODY} bytes."
    return None if from_here(headers) else (403, "This form was sent from another place.")


def from_here(headers: Headers) -> bool:
    """Whether a form was sent from one of our own pages; False where the browser does not say."""
    site, origin, host = headers.get("sec-fetch-site"), headers.get("origin"), headers.get("host")
    if origin is None:
        return site == "same-origin"
    return site in (None, "same-origin") and origin in (f"http://{host}", f"https://{host}")


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the host."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def names_of(host: str, more: Sequence[str] = ()) -> tuple[str, ...]:
    """Host names the server answers to: loopback ones, ``more``, and its own where it listens to other machines."""
    found = [*LOOPBACK, *more]
    if not is_loopback(host):
        found += [host, socket.gethostname(), *_addresses()]
    return tuple(dict.fromkeys(found))


def _addresses() -> Iterator[str]:
    try:
        for *_, address in socket.getaddrinfo(socket.gethostname(), None):
            text = str(address[0])
            yield f"[{text}]" if ":" in text else text
    except OSError:
        return
