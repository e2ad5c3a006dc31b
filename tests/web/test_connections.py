"""Requests that are half sent are closed in time, and shut nobody out."""

from __future__ import annotations

import asyncio
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from placement.web.app import gone
from placement.web.security import MOST_BODY, Attention, Guard, Limits, with_limits
from placement.web.server import listen

QUICK = Limits(head=1.0, body=2.0, each=40, half=10)
WHOLE = b"GET / HTTP/1.1\r\nhost: x\r\n\r\n"
HALF = b"GET / HTTP/1.1\r\nhost: x\r\n"
FORM = b"POST / HTTP/1.1\r\nhost: x\r\norigin: http://x\r\ncontent-length: 10\r\n\r\n"


async def answer(request: Request) -> Response:
    return PlainTextResponse(f"read {len(await request.body())}")


async def wait(_request: Request) -> Response:
    await asyncio.sleep(30)
    return Response()


@contextmanager
def served(limits: Limits) -> Iterator[int]:
    app = Starlette(
        routes=[Route("/", answer, methods=["GET", "POST"]), Route("/wait", wait)],
        middleware=[Middleware(Attention), Middleware(Guard)],
        exception_handlers={ClientDisconnect: gone},
    )
    config = uvicorn.Config(
        app,
        http=with_limits(limits),
        ws="none",
        log_level="error",
        timeout_keep_alive=3,
        limit_concurrency=60,
        lifespan="off",
    )
    server = uvicorn.Server(config)
    listening = listen("127.0.0.1", 0)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(20)
        listening.close()


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with served(QUICK) as found:
        yield found


def opened(port: int, sent: bytes) -> socket.socket:
    one = socket.create_connection(("127.0.0.1", port), timeout=10)
    if sent:
        one.sendall(sent)
    return one


def told(one: socket.socket) -> bytes:
    """Everything that is sent until the connection is closed."""
    found = b""
    with one:
        try:
            while part := one.recv(4096):
                found += part
        except ConnectionError:
            pass
    return found


def one_answer(one: socket.socket) -> bytes:
    found = b""
    while not re.search(rb"read \d+$", found):
        part = one.recv(4096)
        assert part, found
        found += part
    return found


def asked(port: int) -> bytes:
    with opened(port, WHOLE) as one:
        return one_answer(one)


@pytest.mark.parametrize(
    ("sent", "least", "most"), [(b"", 0.9, 1.9), (b"G", 0.9, 1.9), (HALF, 0.9, 1.9), (FORM + b"abc", 1.9, 2.9)]
)
def test_what_is_half_sent_is_closed_in_time(port: int, sent: bytes, least: float, most: float) -> None:
    began = time.monotonic()
    found = told(opened(port, sent))
    assert least <= time.monotonic() - began <= most
    assert found.startswith(b"HTTP/1.1 408 ")


def test_drops_by_drops_do_not_make_it_longer(port: int) -> None:
    began = time.monotonic()
    one = opened(port, b"GET / HTTP/1.1\r\n")
    with pytest.raises(OSError):  # noqa: PT011, PT012 - whichever way the system says that nobody listens
        for n in range(100):
            one.sendall(f"x-{n}: y\r\n".encode())
            time.sleep(0.1)
    one.close()
    assert time.monotonic() - began < 2.5


def test_many_half_sent_requests_shut_nobody_out(port: int) -> None:
    with ExitStack() as open_ones:
        for _ in range(210):
            try:
                open_ones.enter_context(opened(port, HALF))
            except OSError:
                continue
        began = time.monotonic()
        for _ in range(20):
            assert asked(port).startswith(b"HTTP/1.1 200 ")
        assert time.monotonic() - began < 2


def test_whole_requests_may_follow_each_other_slowly(port: int) -> None:
    one = opened(port, b"")
    for _ in range(3):
        one.sendall(HALF)
        time.sleep(0.5)
        one.sendall(b"\r\n")
        assert one_answer(one).endswith(b"read 0")
        one.sendall(FORM)
        time.sleep(0.6)
        one.sendall(b"0123456789")
        assert one_answer(one).endswith(b"read 10")
    one.close()


def test_a_half_sent_request_after_a_whole_one_is_closed_too(port: int) -> None:
    began = time.monotonic()
    one = opened(port, WHOLE)
    assert one_answer(one).endswith(b"read 0")
    one.sendall(HALF)
    assert told(one).startswith(b"HTTP/1.1 408 ")
    assert time.monotonic() - began < 2.5


def test_where_an_address_has_too_many_connections_its_oldest_gives_way() -> None:
    with served(Limits(head=30, body=30, each=5, half=50)) as port, ExitStack() as kept:
        ones = []
        for _ in range(5):
            ones.append(kept.enter_context(opened(port, WHOLE)))
            assert one_answer(ones[-1]).endswith(b"read 0")
        assert asked(port).startswith(b"HTTP/1.1 200 ")
        assert told(ones[0]) == b"", "it is closed"
        ones[1].sendall(WHOLE)
        assert one_answer(ones[1]).endswith(b"read 0"), "the others are not"


def test_five_hundred_who_wait_shut_out_neither_others_nor_themselves() -> None:
    """Streams that are never answered, from two addresses; what is worked out for those who gave way is ended."""
    with served(Limits(each=40, half=30, all=50)) as port, ExitStack() as kept:
        for n in range(500):
            one = socket.socket()
            one.bind((f"127.0.0.{2 + n % 2}", 0))
            one.connect(("127.0.0.1", port))
            kept.enter_context(one).sendall(b"GET /wait HTTP/1.1\r\nhost: x\r\n\r\n")
            time.sleep(0.002)
        began = time.monotonic()
        for address in ("127.0.0.1", "127.0.0.2"):
            with socket.create_connection(("127.0.0.1", port), timeout=10, source_address=(address, 0)) as one:
                one.sendall(WHOLE)
                assert one_answer(one).startswith(b"HTTP/1.1 200 ")
        assert time.monotonic() - began < 2


HEAD = b"POST / HTTP/1.1\r\nhost: x\r\norigin: http://x\r\n"
SECOND = b"GET /?smuggled HTTP/1.1\r\nhost: x\r\n\r\n"


@pytest.mark.parametrize(
    "framing",
    [
        b"content-length: 4\r\ntransfer-encoding: chunked\r\n",
        b"transfer-encoding: chunked\r\ncontent-length: 4\r\n",
        b"content-length: 4\r\ntransfer-encoding: identity, chunked\r\n",
        b"content-length: 4\r\ntransfer-encoding: xchunked\r\n",
        b"content-length: 4\r\ncontent-length: 40\r\n",
        b"content-length: +4\r\n",
        b"content-length: 4, 40\r\n",
        b"content-length: 4\r\ntransfer-encoding : chunked\r\n",
    ],
)
def test_two_lengths_are_refused_and_nothing_is_smuggled(port: int, framing: bytes) -> None:
    """Whoever stands before the server may read one length, and the server the other."""
    found = told(opened(port, HEAD + framing + b"\r\n0\r\n\r\n" + SECOND))
    statuses = re.findall(rb"HTTP/1\.1 (\d+) ", found)
    assert statuses[0] in (b"400", b"411"), found
    assert b"200" not in statuses, "what follows is not taken for another request"
    assert asked(port).startswith(b"HTTP/1.1 200 ")


def test_a_form_in_pieces_is_not_longer_than_a_form_may_be(port: int) -> None:
    piece = b"%x\r\n" % MOST_BODY + b"x" * MOST_BODY + b"\r\n"
    head = HEAD + b"content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n"
    found = told(opened(port, head + 4 * piece + b"0\r\n\r\n"))
    assert b"read" not in found


@pytest.mark.parametrize(
    "sent",
    [
        b"GET /" + b"x" * 100_000 + b" HTTP/1.1\r\nhost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: x\r\ncookie: " + b"x" * 100_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: x\r\n" + b"x: y\r\n" * 20_000 + b"\r\n",
        b"GET / HTTP/1.1\r\nhost: x\r\ncookie: placement_pass=\xff\xfe\r\n\r\n",
        b"GET / HTTP/9.9\r\nhost: x\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\r\n" * 50_000,
    ],
)
def test_what_is_no_request_or_far_too_long_ends_its_own_connection_alone(port: int, sent: bytes) -> None:
    found = told(opened(port, sent))
    assert not re.match(rb"HTTP/1\.1 5", found)
    assert asked(port).startswith(b"HTTP/1.1 200 ")
