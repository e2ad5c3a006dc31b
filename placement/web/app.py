"""The workbench as a web application: its routes, and how it answers them."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from placement.errors import PlacementError
from placement.present.look import style_sheet
from placement.present.words.currency import speak_everywhere_of
from placement.present.words.voice import Language, Voice
from placement.scenario.load import Opened
from placement.solve.quiet import is_loud
from placement.solve.result import Options
from placement.web.meeting import follow
from placement.web.meeting import follow as phones
from placement.web.meeting import pages as meeting
from placement.web.meeting.ballots import LEAST_BALLOTS
from placement.web.meeting.follow import Asked, Cards, Passes, Podium
from placement.web.meeting.minutes import Minutes
from placement.web.meeting.record import LockedError
from placement.web.pages import Page
from placement.web.requests import AskedWrongError, count_in, language, whatif_in
from placement.web.security import LOOPBACK, Attention, Guard
from placement.web.site import Pairs, Site, form_of, is_by_script, onward, pairs_of
from placement.web.solving.engine import Engine
from placement.web.solving.jobs import EndingError, TooManyError
from placement.web.solving.messages import Setup
from placement.web.what_ifs import Address, Controls
from placement.web.words import Words, render

SHORT_WAIT, FIRST_WAIT, LONG_WAIT = 0.4, 1.6, 20.0
"""Seconds a request waits for what belongs to a plan, for the first plan, and for a better one, before it is
answered without."""
HAS_MAP = "has-map"
"""Header of a request from a page that shows a map already."""
_MOST_WRONG = 10
"""Number of faults listed on an error page."""
_STATIC = Path(__file__).parent / "static"


@dataclass(frozen=True)
class Settings:
    """What is served, and how.

    Attributes:
        opened: the scenario.
        options: how to solve.
        desks: number of solving processes for what-ifs.
        hosts: names under which it may be asked for.
        notes: folder where log and ballots are written; None: the scenario's own.
        ballot: whether ballots come before anything is shown.
        least_ballots: participants from whom on it is shown what the ballots say.
        anew: begin a new meeting, even where one could go on.
        meeting: the file of a meeting to go on with, however long ago it was.
        guests: whether pages open only with a link: one for the chair, one for those who only look.
        phones: number of cards for phones that answer; ``questions``: the file of what is asked there.
        language: of pages whose address names none.
    """

    opened: Opened
    options: Options = field(default_factory=Options)
    desks: int = 2
    hosts: tuple[str, ...] = LOOPBACK
    notes: Path | None = None
    ballot: bool = False
    least_ballots: int = LEAST_BALLOTS
    anew: bool = False
    meeting: Path | None = None
    guests: bool = False
    phones: int = 0
    questions: tuple[Asked, ...] = ()
    language: Language = "da"


def create_app(settings: Settings, started: Callable[[Passes | None], None] = lambda _: None) -> Starlette:
    """The workbench of a scenario as a Starlette application.

    ``started`` is called when browsers can come, with the passes of chair and guests (None where pages are open to
    all).
    """
    speak_everywhere_of(settings.opened.plain.scenario.about.currency)
    controls = Controls(settings.opened, settings.language)

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        engine = Engine(controls, Setup(str(settings.opened.file), settings.options, loud=is_loud()), settings.desks)
        minutes = minutes_of(settings, controls)
        app.state.site, app.state.hosts = Site(controls, engine, minutes), settings.hosts
        app.state.passes = Passes.of(minutes) if settings.guests else None
        app.state.podium = Podium(minutes)
        app.state.cards = Cards(minutes.record, settings.questions, settings.phones) if settings.phones else None
        app.state.site.begin()
        engine.start()
        if settings.ballot and minutes.priced and minutes.paper is None:
            engine.paper()
        started(app.state.passes)
        try:
            yield
        finally:
            app.state.site.end()
            await engine.close()
            minutes.close()

    return Starlette(
        routes=[
            Route("/", workbench),
            Route("/compare", compare),
            Route("/map", map_of),
            Route("/steps", steps),
            Route("/touched", touched),
            Route("/why", why),
            Route("/tradeoffs", tradeoffs),
            Route("/ballot", meeting.ballot),
            Route("/ballot", meeting.vote, methods=["POST"]),
            Route("/ballot/answers.csv", meeting.answers),
            Route("/ballot/close", meeting.close, methods=["POST"]),
            Route("/ballot/reopen", meeting.reopen, methods=["POST"]),
            Route("/save", meeting.save, methods=["POST"]),
            Route("/decide", meeting.decide, methods=["POST"]),
            Route("/minutes", meeting.minutes),
            Route("/replay", follow.replay),
            Route("/enter/{word}", follow.enter),
            Route("/follow", follow.follow),
            Route("/guests", follow.guests),
            Route("/guests/code.svg", follow.guests_code),
            Route("/vote/{word}", phones.ballot),
            Route("/vote/{word}", phones.vote, methods=["POST"]),
            Route("/phones", phones.cards_page),
            Route("/phones/{number}.svg", phones.card_code),
            Route("/export/answers", phones.answers),
            Route("/export/log", meeting.log),
            Route("/export/ballots", meeting.ballots),
            *(Route(f"/export/{kind}", meeting.export, name=kind) for kind in meeting.KINDS),
            Route("/stop", stop, methods=["POST"]),
            Route("/go-on", go_on, methods=["POST"]),
            Route("/static/workbench.css", style),
            Mount("/static", StaticFiles(directory=_STATIC)),
        ],
        middleware=[
            Middleware(Attention),
            Middleware(Guard),
            Middleware(TrustedHostMiddleware, allowed_hosts=list(settings.hosts)),
            Middleware(follow.Admission),
            Middleware(BallotFirst),
            Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5),
        ],
        exception_handlers={
            AskedWrongError: asked_wrong,
            TooManyError: too_many,
            EndingError: ending,
            PlacementError: went_wrong,
            ClientDisconnect: gone,
            404: not_found,
        },
        lifespan=lifespan,
    )


async def style(_request: Request) -> Response:
    """The workbench's style sheet, beginning with the palette and type scale that pictures and reports share."""
    return Response(style_sheet() + (_STATIC / "workbench.css").read_text(encoding="utf-8"), media_type="text/css")


def minutes_of(settings: Settings, controls: Controls) -> Minutes:
    """The minutes of the meeting to be resumed, or of a new one.

    Raises:
        UsageError: the file that was named holds no meeting about this scenario.
    """
    return Minutes(
        controls,
        settings.notes or controls.folder,
        understood=partial(whatif_in, controls),
        first=settings.ballot,
        least=settings.least_ballots,
        anew=settings.anew,
        file=settings.meeting,
    )


def check_meeting(settings: Settings) -> None:
    """Check that the named meeting can be resumed, before the server starts.

    Raises:
        UsageError: the meeting is about another scenario.
    """
    minutes_of(settings, Controls(settings.opened, settings.language)).close()


def check_ballots(settings: Settings) -> None:
    """Check that no ballots of another kind lie where new ones are to be written.

    Raises:
        UsageError: there are such ballots.
    """
    controls = Controls(settings.opened, settings.language)
    Minutes.check_ballots(controls, settings.notes or controls.folder)


class BallotFirst:
    """Middleware that redirects every page to the ballot until the ballot is closed."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Redirect an HTTP request, or hand it on."""
        if scope["type"] == "http":
            site: Site = scope["app"].state.site
            path = scope["path"]
            if site.minutes.blocking and not path.startswith(
                ("/ballot", "/static/", "/enter/", "/vote/", "/guests", "/phones", "/export/answers")
            ):
                home = site.controls.home
                lang = language(pairs_of(scope["query_string"].decode("ascii", "replace")), home)
                answer = RedirectResponse(Address(lang=lang, home=home).link("/ballot"), 303)
                await answer(scope, receive, send)
                return
        await self._app(scope, receive, send)


async def workbench(request: Request) -> Response:
    """The workbench page; for htmx only the parts that have changed."""
    site: Site = request.app.state.site
    given = pairs_of(request.url.query)
    address = site.read(given)
    swaps = "hx-request" in request.headers
    seen = _number(given, "seen")
    if not swaps and (seen is not None or request.url.query != address.query):
        return RedirectResponse(address.link(), 303)
    before = site.left(request) if swaps and seen is None else None
    if before is not None and before.whatif != address.whatif:
        site.engine.leave(before.whatif)
        site.minutes.note("move", address.whatif, before.whatif)
    if not swaps:
        await site.drawn(SHORT_WAIT)
    page = site.page(address)
    if seen is None:
        request.app.state.podium.stand(address)
    if seen is not None:
        await page.seen.job.news(seen, LONG_WAIT)
    else:
        await page.seen.job.news(-1, FIRST_WAIT, told=True)
    if request.headers.get("hx-target") == "matrix" and page.matrix:  # only what of it is shown has changed
        return HTMLResponse(site.render("matrix.html.j2", page), headers={"HX-Replace-Url": page.address.link()})
    if page.address.pins and not page.busy:
        page = await _compared(site, page, SHORT_WAIT)
    if not page.busy:
        page = await _touched(site, page, SHORT_WAIT if swaps else FIRST_WAIT)
        page = page if swaps else await _drawn(site, page, SHORT_WAIT)
    return _answer(request, page, push=swaps and seen is None)


async def touched(request: Request) -> Response:
    """The sheet about the area, group, site or step that was touched: a part of the page."""
    site: Site = request.app.state.site
    page = await _touched(site, await _with_plan(request, site), LONG_WAIT)
    return HTMLResponse(site.render("touched.html.j2", page))


async def _touched(site: Site, page: Page, seconds: float) -> Page:
    """The page with its sheet, after waiting at most ``seconds`` for the sheet's content."""
    page = site.touched(page)
    if (job := page.touching) is not None and page.sheet.is_coming:
        await job.news(job.version if job.told is not None else -1, seconds, told=True)
    return page


async def _drawn(site: Site, page: Page, seconds: float) -> Page:
    """The page with the map of its plan, if it is drawn in so many seconds: without scripts none comes later."""
    page = site.drawn_with(page)
    if page.drawn is not None:
        await page.drawn.news(-1, seconds, told=True)
    return page


def _answer(request: Request, page: Page, *, push: bool) -> Response:
    """The whole page or, where htmx ``swaps``, the answer and the few elements elsewhere that change with it."""
    site: Site = request.app.state.site
    if "hx-request" not in request.headers:
        return HTMLResponse(site.render("workbench.html.j2", page), 404 if page.sheet.is_missing else 200)
    headers = {"HX-Push-Url": page.address.link()} if push else {}
    keeps_map = HAS_MAP in request.headers
    return HTMLResponse(site.render("swap.html.j2", page, keeps_map=keeps_map, moved=push), headers=headers)


async def compare(request: Request) -> Response:
    """The comparison of the pinned plans with the current one, who gains, loses and pays: a part of the page."""
    site: Site = request.app.state.site
    page = site.page(site.read(pairs_of(request.url.query)))
    for each in (*page.pinned, page.seen):
        await each.job.news(each.job.version, SHORT_WAIT)
    page = await _compared(site, page, LONG_WAIT)
    return HTMLResponse(site.render("compare.html.j2", page))


async def _compared(site: Site, page: Page, seconds: float) -> Page:
    """The page with its comparison, after waiting at most ``seconds`` for it."""
    page = site.compared(page)
    if page.study is not None:
        await page.study.news(-1, seconds, told=True)
    return page


async def map_of(request: Request) -> Response:
    """The map of the plan: a part of the page for htmx, else an SVG picture by itself."""
    site: Site = request.app.state.site
    page = site.mapped(await _with_plan(request, site))
    if page.study is not None:
        await page.study.news(-1, LONG_WAIT, told=True)
    if "hx-request" in request.headers:
        return HTMLResponse(site.render("map.html.j2", page))
    return Response(page.map, 200 if page.map else 404, media_type="image/svg+xml")


async def steps(request: Request) -> Response:
    """The prices of a minute at which the plan changes: a part of the page, or a page by itself."""
    site: Site = request.app.state.site
    page = await _with_plan(request, site)
    if not page.prices.in_money:
        return RedirectResponse(page.address.link(), 303)
    return await _studied(request, site, site.stepped(page), "steps")


async def why(request: Request) -> Response:
    """Why a pair of function and site is, or is not, in the plan, and what it costs to insist on the opposite."""
    site: Site = request.app.state.site
    page = await _with_plan(request, site)
    if page.address.at is None:
        return RedirectResponse(page.address.link(), 303)
    page = site.explained(page)
    return await _studied(request, site, page, "why")


async def tradeoffs(request: Request) -> Response:
    """The plans there is a choice between, and the one that was selected with ``point``."""
    site: Site = request.app.state.site
    point = _number(pairs_of(request.url.query), "point")
    page = site.chosen_from(await _with_plan(request, site), point - 1 if point else None)
    return await _studied(request, site, page, "tradeoffs")


async def _with_plan(request: Request, site: Site) -> Page:
    """The page asked for; a request by htmx waits until there is a plan to study."""
    page = site.page(site.read(pairs_of(request.url.query)))
    job = page.seen.job
    if "hx-request" in request.headers:
        while page.busy:
            await job.news(job.version, LONG_WAIT)
    return page


async def _studied(request: Request, site: Site, page: Page, name: str) -> Response:
    """The page, or its part for htmx, with as much of its study as is known after some seconds."""
    swaps = "hx-request" in request.headers
    if page.study is not None:
        seen = _number(pairs_of(request.url.query), "seen")
        await page.study.news(-1 if seen is None else seen, LONG_WAIT if swaps else FIRST_WAIT, told=True)
    return HTMLResponse(site.render(f"{name}_part.html.j2" if swaps else f"{name}.html.j2", page, f"/{name}"))


def _number(given: Pairs, name: str) -> int | None:
    """A whole number that pages add to an address; None where it is missing or not a number."""
    return next((count_in(value) for each, value in given if each == name), None)


async def stop(request: Request) -> Response:
    """End the search of a what-if, as the user asked; the best plan so far is kept."""
    site, address = await _posted(request)
    job = site.engine.plan(address.whatif).job
    site.engine.stop(address.whatif)
    site.minutes.note("stop", address.whatif)
    await job.news(job.version, FIRST_WAIT)
    return _back(site, request, address)


async def go_on(request: Request) -> Response:
    """Resume a search that was stopped."""
    site, address = await _posted(request)
    site.engine.go_on(address.whatif)
    return _back(site, request, address)


async def _posted(request: Request) -> tuple[Site, Address]:
    """The site, and the page from which a form was sent: its address is in the field ``state``."""
    site: Site = request.app.state.site
    given = dict(await form_of(request))
    return site, site.read(pairs_of(given.get("state", "")))


def _back(site: Site, request: Request, address: Address) -> Response:
    if "hx-request" in request.headers:
        return _answer(request, site.page(address), push=False)
    return onward(request, address.link())


async def asked_wrong(request: Request, error: Exception) -> Response:
    """The error page for an address or form that cannot be understood: everything that is wrong with it."""
    wrong = error.wrong if isinstance(error, AskedWrongError) else ()
    site: Site = request.app.state.site
    lang = (error.lang if isinstance(error, AskedWrongError) else None) or site.controls.home
    say = Voice.of(site.controls.scenario, lang)
    told = [Words(site.controls, say).wrong(each.key, each.values) for each in wrong[:_MOST_WRONG]]
    if is_by_script(request):  # what was written is still on the page
        how = ""
    elif "hx-request" in request.headers:
        how = say("Correct it. Until then the plan is the one before.")
    else:
        how = say("Correct the address, or start again.")
    return _refused(request, 400, say, say("That cannot be understood"), told, how)


async def went_wrong(request: Request, error: Exception) -> Response:
    """The error page for the program's own errors: a file that cannot be written, a change the scenario cannot take."""
    say = _voice(request)
    told = say.sentences(error) if isinstance(error, PlacementError) else [str(error)]
    if isinstance(error, LockedError):
        return _refused(request, 503, say, say("Something went wrong"), told, "", {"Retry-After": "5"})
    return _refused(request, 409, say, say("Something went wrong"), told[:_MOST_WRONG], "")


async def too_many(request: Request, _error: Exception) -> Response:
    """The error page (503) when too many questions are waiting for a process."""
    say = _voice(request)
    return _refused(
        request, 503, say, say("Too many questions are waiting. Try again in a moment."), [], "", {"Retry-After": "5"}
    )


async def ending(request: Request, _error: Exception) -> Response:
    """The error page (503) for requests that still wait when the server ends."""
    say = _voice(request)
    return _refused(request, 503, say, say("The workbench is being closed. What is chosen is in the address."), [], "")


async def gone(_request: Request, _error: Exception) -> Response:
    """The answer to a client that has disconnected or was too slow: nobody reads it."""
    return Response(status_code=400)


async def not_found(request: Request, _error: Exception) -> Response:
    """The error page (404) of an address without a page."""
    say = _voice(request)
    return _refused(request, 404, say, say("There is no such page."), [], "")


def _voice(request: Request) -> Voice:
    """A voice in the language the request asks for."""
    site: Site = request.app.state.site
    lang = language(parse_qsl(request.url.query, keep_blank_values=True), site.controls.home)
    return Voice.of(site.controls.scenario, lang)


def _refused(
    request: Request,
    status: int,
    say: Voice,
    heading: str,
    told: Sequence[str],
    how: str,
    headers: dict[str, str] | None = None,
) -> Response:
    site: Site = request.app.state.site
    body = render(
        "refused.html.j2",
        say=say,
        heading=heading,
        told=told,
        how=how,
        whole="hx-request" not in request.headers and not is_by_script(request),
        version=site.version,
        home=Address(lang=say.language, home=site.controls.home).link(),
        title=site.controls.scenario.title.in_language(say.language),
    )
    return HTMLResponse(body, status, headers)
