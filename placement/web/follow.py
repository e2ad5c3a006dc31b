"""Chair and guests: who may steer, and a page on which guests follow what the chair looks at.

Each of the two roles has a link with a secret word in it, which a browser keeps as a cookie. The words are in the
meeting's record, so that the links hold when the server is restarted. A guest sees the chair's page and may give a
ballot; everything else is for the chair.
"""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import io
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal
from urllib.parse import urlencode

import segno
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from placement.locale import N_
from placement.present.words.voice import Voice
from placement.web.jobs import EndingError
from placement.web.minutes import Minutes
from placement.web.pages import Page
from placement.web.requests import AskedWrongError, count_in, language, read
from placement.web.security import LOOPBACK
from placement.web.site import Site, pairs_of
from placement.web.what_ifs import Address, Filter, WhatIf
from placement.web.words import LOG, render

Role = Literal["chair", "guest"]
ROLES: tuple[Role, ...] = ("chair", "guest")
COOKIE = "placement_pass"
SHORT_WAIT, LONG_WAIT = 1.6, 20.0
"""Seconds a guest's request waits for the sheet of what the chair touches, and for something new."""
_FOR_GUESTS = ("/follow", "/ballot")
_FOR_ALL = ("/static/", "/enter/", "/vote/")
_SEE_OTHER = 303


@dataclass(frozen=True)
class Passes:
    """The secret word of the chair's link and of the guests' link."""

    words: Mapping[Role, str]

    @classmethod
    def of(cls, minutes: Minutes) -> Passes:
        """The passes of a meeting, made where it has none yet."""
        return cls({role: minutes.kept(f"pass of the {role}", lambda: secrets.token_urlsafe(16)) for role in ROLES})

    def role(self, word: str) -> Role | None:
        """The role that a secret word belongs to; None for any other word. Compared in constant time."""
        known = [role for role in ROLES if hmac.compare_digest(self.words[role].encode(), word.encode())]
        return known[0] if known else None

    def path(self, role: Role) -> str:
        """The path of a role's link."""
        return f"/enter/{self.words[role]}"


class Podium:
    """The address of the page the chair looks at, which guests follow; ``moves`` counts its changes."""

    def __init__(self, minutes: Minutes) -> None:
        self._minutes = minutes
        self.query = minutes.kept("address", str)
        self.moves = 0
        self._moved, self._ended = asyncio.Event(), False

    def stand(self, address: Address) -> None:
        """The chair looks at another page: store its address, and wake the guests who wait."""
        query = replace(address, lang=address.home, filter=Filter()).query  # guests see no matrix
        if query == self.query:
            return
        self.query = query
        self.moves += 1
        self._minutes.keep("address", query)
        self._moved.set()
        self._moved = asyncio.Event()

    async def moved(self, since: int) -> None:
        """Wait until the chair has moved more often.

        Raises:
            EndingError: the server ends.
        """
        while self.moves <= since:
            if self._ended:
                raise EndingError
            await self._moved.wait()

    def end(self) -> None:
        """Let nobody wait any longer: the server ends."""
        self._ended = True
        self._moved.set()

    def address(self, site: Site, lang: str) -> Address:
        """The chair's page in a guest's language; the unchanged scenario where it cannot be asked any more."""
        home = site.controls.home
        try:
            found = read(site.controls, pairs_of(self.query))
        except AskedWrongError:
            found = Address(WhatIf(), home, home=home)
        return replace(found, lang=language([("lang", lang)], home))


class Admission:
    """Middleware that lets the chair do everything, guests follow and vote, and nobody else in.

    Without passes everybody may do everything.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse an HTTP request, or hand it on."""
        if scope["type"] == "http" and (answer := self._refusal(Request(scope))) is not None:
            await answer(scope, receive, send)
            return
        await self._app(scope, receive, send)

    @staticmethod
    def _refusal(request: Request) -> Response | None:
        passes: Passes | None = request.app.state.passes
        path = request.url.path
        if passes is None or path.startswith(_FOR_ALL):
            return None
        role = passes.role(request.cookies.get(COOKIE, ""))
        if role == "chair":
            return None
        if role is None:
            return _forbidden(request, N_("This meeting is joined by a link. Ask whoever leads it."))
        if request.method == "POST" and path != "/ballot":
            return _forbidden(request, N_("Only the chair can do that. This is a link to look."))
        if not path.startswith(_FOR_GUESTS):
            return RedirectResponse("/follow", _SEE_OTHER)
        return None


def _forbidden(request: Request, text: str) -> Response:
    site: Site = request.app.state.site
    lang = language(pairs_of(request.scope["query_string"].decode("ascii", "replace")), site.controls.home)
    return PlainTextResponse(Voice(lang)(text), 403)


async def enter(request: Request) -> Response:
    """Check the secret word of a link, keep it as a cookie, and redirect to the role's first page."""
    passes: Passes | None = request.app.state.passes
    word = request.path_params["word"]
    role = passes.role(word) if passes else None
    if role is None:
        return _forbidden(request, N_("This meeting is joined by a link. Ask whoever leads it."))
    answer = RedirectResponse("/" if role == "chair" else "/follow", _SEE_OTHER)
    answer.set_cookie(COOKIE, word, httponly=True, samesite="lax", max_age=24 * 3600)
    return answer


async def follow(request: Request) -> Response:
    """The page that guests see: what the chair looks at; a request by htmx waits for something new."""
    site: Site = request.app.state.site
    podium: Podium = request.app.state.podium
    given = dict(pairs_of(request.url.query))
    moves, version = map(count_in, given.get("seen", "").partition("-")[::2])
    swaps = "hx-request" in request.headers
    page = site.page(podium.address(site, given.get("lang", "")))
    if swaps and version is not None and moves == podium.moves:
        await _news(page, podium, version)
        page = site.page(podium.address(site, given.get("lang", "")))
    page = site.touched(page)
    if page.touching is not None:
        await page.touching.news(-1, SHORT_WAIT, told=True)
    seen = f"{podium.moves}-{page.seen.job.version}"
    template = "follow_part.html.j2" if swaps else "follow.html.j2"
    return HTMLResponse(rendered(site, page, template, "/follow", seen=seen))


async def _news(page: Page, podium: Podium, version: int) -> None:
    """Wait until the chair moves, more is known of the plan, or ``LONG_WAIT`` seconds have passed."""
    waiting = {asyncio.create_task(podium.moved(podium.moves))}
    if page.busy:
        waiting.add(asyncio.create_task(page.seen.job.news(version, LONG_WAIT)))
    try:
        done, _ = await asyncio.wait(waiting, timeout=LONG_WAIT, return_when=asyncio.FIRST_COMPLETED)
        for each in done:
            each.result()  # tells where the server ends
    finally:
        for each in waiting:
            each.cancel()
        for each in waiting:
            with contextlib.suppress(asyncio.CancelledError, Exception):
                await each


async def follow_map(request: Request) -> Response:
    """The map of the plan the chair looks at, as a picture."""
    site: Site = request.app.state.site
    lang = dict(pairs_of(request.url.query)).get("lang", "")
    page = site.mapped(site.page(request.app.state.podium.address(site, lang)))
    if page.study is not None:
        await page.study.news(-1, LONG_WAIT, told=True)
    return Response(page.map, 200 if page.map else 404, media_type="image/svg+xml")


async def replay(request: Request) -> Response:
    """The meeting replayed step by step: what was asked, and the plan it leads to; for the chair."""
    site: Site = request.app.state.site
    entries = site.minutes.entries
    given = dict(pairs_of(request.url.query))
    n = min(max(count_in(given.get("step", "")) or 1, 1), max(len(entries), 1))
    home = site.controls.home
    entry = entries[n - 1] if entries else None
    page = site.page(Address(entry.whatif if entry else WhatIf(), language(given.items(), home), home=home))
    swaps = "hx-request" in request.headers
    if swaps and page.busy:
        await page.seen.job.news(page.seen.job.version, LONG_WAIT)
    lang = {} if page.address.lang == home else {"lang": page.address.lang}
    links = {
        move: f"/replay?{urlencode({'step': n + by, **lang})}" for move, by in (("back", -1), ("here", 0), ("on", 1))
    }
    told = {"entry": entry, "n": n, "all": len(entries), "links": links, "kind": entry and page.say(LOG[entry.what])}
    template = "replay_part.html.j2" if swaps else "replay.html.j2"
    return HTMLResponse(rendered(site, page, template, "/replay", **told))


async def guests(request: Request) -> Response:
    """The page with the guests' link, as text and as a QR code; for the chair."""
    site: Site = request.app.state.site
    passes: Passes | None = request.app.state.passes
    page = site.page(site.read(pairs_of(request.url.query)))
    link = passes and outside(request, passes.path("guest"))
    return HTMLResponse(rendered(site, page, "guests.html.j2", "/guests", link=link))


async def guests_code(request: Request) -> Response:
    """The QR code of the guests' link, as a picture."""
    passes: Passes | None = request.app.state.passes
    if passes is None:
        return Response(status_code=404)
    return Response(code(outside(request, passes.path("guest"))), media_type="image/svg+xml")


def code(link: str) -> bytes:
    """A link as a QR code, an SVG picture."""
    made = io.BytesIO()
    segno.make(link, error="m").save(made, kind="svg", scale=6, border=4, dark="#000", light="#fff")
    return made.getvalue()


def outside(request: Request, path: str) -> str:
    """A path as a link that others can open: under a host name this server is known by, else the one of the request."""
    host = request.url.hostname or "localhost"
    names: Sequence[str] = request.app.state.hosts
    if host in LOOPBACK:
        host = next((name for name in names if name not in (*LOOPBACK, "0.0.0.0", "::", "*")), host)  # noqa: S104
    port = f":{request.url.port}" if request.url.port else ""
    return f"{request.url.scheme}://{host}{port}{path}"


def rendered(site: Site, page: Page, template: str, path: str, **more: Any) -> str:
    """A page without navigation and forms, for those who only look."""
    return render(
        template, page=page, say=page.say, path=path, nav=[], version=site.version, oob=False, alone=False, **more
    )
