"""The server of the workbench: it listens, answers until it is interrupted, and keeps nobody waiting when it ends."""

from __future__ import annotations

import logging
import signal
import socket
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING

import uvicorn
from starlette.applications import Starlette

from placement.errors import Message, UsageError
from placement.errors import why as why_not
from placement.web.app import Settings, create_app
from placement.web.security import with_limits

if TYPE_CHECKING:
    from placement.web.meeting.follow import Passes, Podium
    from placement.web.site import Site

GRACE = 2
"""Seconds for requests under way when the server ends."""
_WAITING, _AT_ONCE = 128, 400
"""Connections waiting to be accepted, and requests answered at the same time."""


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes any that is free.

    Raises:
        UsageError: host or port cannot be used.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=_WAITING)
    except (OSError, OverflowError) as error:
        raise UsageError(Message("{host}:{port}: {why}.", host=host, port=port, why=why_not(error))) from error


def serve(listening: socket.socket, settings: Settings, started: Callable[[Passes | None], None]) -> None:
    """Serve until interrupted.

    Args:
        listening: from ``listen``.
        settings: what is served, and how.
        started: called when browsers can come, with the passes of chair and guests.
    """
    app = create_app(settings, started)
    config = uvicorn.Config(
        app,
        http=with_limits(),
        ws="none",
        log_level="warning",
        access_log=False,
        server_header=False,
        limit_concurrency=_AT_ONCE,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=GRACE,
    )
    server = _Server(config, lambda: _let_go(app))
    # The server gives SIGINT back and raises it anew before its loop is closed; what it gives back is its own handler,
    # so that no press ends the loop half-way.
    before = signal.signal(signal.SIGINT, server.handle_exit)
    try:
        server.run(sockets=[listening])
    finally:
        signal.signal(signal.SIGINT, before)


def _let_go(app: Starlette) -> None:
    """Let nobody wait any longer, for a calculation or for the chair."""
    site: Site = app.state.site
    podium: Podium = app.state.podium
    site.engine.end()
    podium.end()


class _Server(uvicorn.Server):
    """A uvicorn server that first releases waiting requests when it ends, and ends at once on a second signal.

    Args:
        config: as of uvicorn.
        ending: called before it waits for requests under way.
    """

    def __init__(self, config: uvicorn.Config, ending: Callable[[], None]) -> None:
        super().__init__(config)
        self._ending = ending

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Release waiting requests, then end as uvicorn does."""
        self._ending()
        await super().shutdown(sockets)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to end; on the second signal end at once, without log lines of what is cut off."""
        if self.should_exit:
            logging.disable()
        super().handle_exit(sig, frame)
