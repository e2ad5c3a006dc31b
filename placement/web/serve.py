"""The workbench served on a port of this machine."""

from __future__ import annotations

import ipaddress
import logging
import socket
from collections.abc import Callable, Iterator, Sequence
from types import FrameType

import uvicorn

from placement.errors import Message, UsageError, why
from placement.web.app import LOOPBACK, Settings, create_app

GRACE = 2
"""Seconds that browsers are given when the server ends."""
_WAITING = 128
_AT_ONCE = 200


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there; port 0 takes any that is free.

    Raises:
        UsageError: it cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=_WAITING)
    except (OSError, OverflowError) as error:
        raise UsageError(Message("{host}:{port}: {why}.", host=host, port=port, why=why(error))) from error


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the host."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def names_of(host: str, more: Sequence[str] = ()) -> tuple[str, ...]:
    """Names under which the server may be asked for: of this machine only, unless it listens to others."""
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


def serve(listening: socket.socket, settings: Settings, started: Callable[[], None]) -> None:
    """Serve until interrupted.

    Args:
        listening: from ``listen``.
        settings: what is served, and how.
        started: called when browsers can come.

    Raises:
        ScenarioError: the scenario is faulty.
    """
    config = uvicorn.Config(
        create_app(settings, started),
        log_level="warning",
        access_log=False,
        server_header=False,
        limit_concurrency=_AT_ONCE,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=GRACE,
    )
    _Server(config).run(sockets=[listening])


class _Server(uvicorn.Server):
    """A server that is told to end, and told again by who cannot wait."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End; the second time at once, and what is cut off then need not complain."""
        if self.should_exit:
            logging.disable()
        super().handle_exit(sig, frame)
