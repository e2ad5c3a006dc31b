"""Protection around every page: names it answers to, headers, limits on requests, and on what is sent half.

A request has some seconds to be there in full, its head and its form. An address may have a number of connections, and
a smaller number of those whose request is not there yet: where that is exceeded the oldest of them is closed, so that
whoever comes gets in, also from the same address (a household, a proxy). Where there are too many from all addresses
together, it is the oldest of the address that has most. Nothing is worked out for whoever is gone.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import h11
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

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


_TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


@dataclass(frozen=True)
class Limits:
    """How patient the server is.

    Attributes:
        head, body: seconds until a head, and a head with its form, must be there.
        each: connections of one address; ``half``: of those, the ones whose request is not there yet.
        all: connections of all addresses.
    """

    head: float = 10.0
    body: float = 20.0
    each: int = 300
    half: int = 50
    all: int = 380


@dataclass(eq=False)
class Door:
    """The open connections by address, shared by all connections of a server."""

    limits: Limits
    inside: dict[str, dict[Patient, None]] = field(default_factory=dict)
    """Connections, the oldest first."""
    waiting: dict[str, dict[Patient, None]] = field(default_factory=dict)
    """Connections whose request is not there yet, the oldest first."""

    def enter(self, who: str, one: Patient) -> None:
        """One more of an address; the oldest gives way where there are too many."""
        own = self.inside.setdefault(who, {})
        own[one] = None
        if len(own) > self.limits.each:
            next(iter(own)).give_way()
        elif sum(map(len, self.inside.values())) > self.limits.all:
            crowd = max(self.inside, key=lambda each: len(self.inside[each]))
            next(iter(self.inside[crowd])).give_way()

    def leave(self, who: str, one: Patient) -> None:
        """Count one connection of the address less."""
        own = self.inside.get(who, {})
        own.pop(one, None)
        if not own:
            self.inside.pop(who, None)

    def begin(self, who: str, one: Patient) -> None:
        """A connection waits for a request; the oldest one waiting is closed where an address has too many."""
        line = self.waiting.setdefault(who, {})
        line[one] = None
        if len(line) > self.limits.half:
            next(iter(line)).too_slow()

    def done(self, who: str, one: Patient) -> None:
        """The request of a connection has arrived, or will never arrive."""
        line = self.waiting.get(who, {})
        line.pop(one, None)
        if not line:
            self.waiting.pop(who, None)


class Patient(H11Protocol):
    """An HTTP connection of uvicorn with deadlines; `with_limits` gives the class its door."""

    door = Door(Limits())

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._who = ""
        self._deadline: asyncio.TimerHandle | None = None
        self._on_body = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Begin the deadline of the first request, or refuse the connection where the address has too many."""
        super().connection_made(transport)
        self._who = self.client[0] if self.client else ""
        self.door.enter(self._who, self)
        self._begin()

    def connection_lost(self, exc: Exception | None) -> None:
        """Give the connection's places back."""
        self._done()
        self.door.leave(self._who, self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Hand data on; a request that has arrived in full ends its deadline."""
        if self.transport.is_closing():
            return
        if self._deadline is None:
            self._begin()
        super().data_received(data)
        if self.conn.their_state is h11.SEND_BODY:
            self._go_on_to_body()
        elif self.conn.their_state is not h11.IDLE:
            self._done()

    def give_way(self) -> None:
        """Close the connection at once, for somebody who comes."""
        self._done()
        self.door.leave(self._who, self)
        self.transport.abort()

    def _begin(self) -> None:
        self._on_body = False
        self._deadline = self.loop.call_later(self.door.limits.head, self.too_slow)
        self.door.begin(self._who, self)

    def _go_on_to_body(self) -> None:
        if self._deadline is not None and not self._on_body:
            self._on_body = True
            until = self._deadline.when() + self.door.limits.body - self.door.limits.head
            self._deadline.cancel()
            self._deadline = self.loop.call_at(until, self.too_slow)

    def _done(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
        self.door.done(self._who, self)

    def too_slow(self) -> None:
        """Close the connection: its request is late, or others need the place."""
        self._done()
        self.door.leave(self._who, self)
        if self.transport.is_closing():
            return
        cycle: Any = self.cycle  # None before the first request, whatever uvicorn says
        if cycle is None or cycle.response_complete or not cycle.response_started:
            self.transport.write(_TOO_SLOW)
        self.transport.close()


class Attention:
    """Ends what is being worked out for a browser that is gone: it would take a place until it is done."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; only one without a form may be ended, as nothing is written for it."""
        if scope["type"] != "http" or scope["method"] == "POST":
            await self._app(scope, receive, send)
            return
        answering = asyncio.ensure_future(self._app(scope, receive, send))
        leaving = asyncio.ensure_future(_gone(receive))
        try:
            await asyncio.wait((answering, leaving), return_when=asyncio.FIRST_COMPLETED)
            if answering.done():
                answering.result()
        finally:
            leaving.cancel()
            answering.cancel()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def with_limits(limits: Limits = Limits()) -> type[Patient]:
    """A subclass of ``Patient`` whose connections share one new door."""
    return type("Patient", (Patient,), {"door": Door(limits)})
