"""Limits on connections: slow requests are cut off, and no address may take all the places.

A request has some seconds to be there in full, its head and its form. An address may have a number of connections, and
a smaller number of those whose request is not there yet: beyond that the oldest of them is closed, so that whoever
sends whole requests gets in, also from the same address (a household, a proxy).
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

_TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


@dataclass(frozen=True)
class Limits:
    """Limits of connections.

    Attributes:
        head, body: seconds until a head, and a head with its form, must be there.
        each: connections of one address; ``half``: of those, the ones whose request is not there yet.
    """

    head: float = 10.0
    body: float = 20.0
    each: int = 300
    half: int = 50


@dataclass(eq=False)
class Door:
    """The open connections by address, shared by all connections of a server."""

    limits: Limits
    inside: Counter[str] = field(default_factory=Counter)
    waiting: dict[str, dict[Patient, None]] = field(default_factory=dict)
    """Connections whose request is not there yet, the oldest first."""

    def enter(self, who: str) -> bool:
        """Count one more connection of the address ``who``; False where it has too many."""
        if self.inside[who] >= self.limits.each:
            return False
        self.inside[who] += 1
        return True

    def leave(self, who: str) -> None:
        """Count one connection of the address less."""
        self.inside[who] -= 1
        if self.inside[who] <= 0:
            del self.inside[who]

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
        self._who, self._entered = "", False
        self._deadline: asyncio.TimerHandle | None = None
        self._on_body = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Begin the deadline of the first request, or refuse the connection where the address has too many."""
        super().connection_made(transport)
        self._who = self.client[0] if self.client else ""
        self._entered = self.door.enter(self._who)
        if self._entered:
            self._begin()
        else:
            transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Give the connection's places back."""
        self._done()
        self._leave()
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

    def _leave(self) -> None:
        if self._entered:
            self._entered = False
            self.door.leave(self._who)

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
        self._leave()
        if self.transport.is_closing():
            return
        cycle: Any = self.cycle  # None before the first request, against uvicorn's annotation
        if cycle is None or cycle.response_complete or not cycle.response_started:
            self.transport.write(_TOO_SLOW)
        self.transport.close()


def with_limits(limits: Limits = Limits()) -> type[Patient]:
    """A subclass of ``Patient`` whose connections share one new door."""
    return type("Patient", (Patient,), {"door": Door(limits)})
