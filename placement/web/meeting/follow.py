"""Chair and guests: who may steer, a page on which others follow, and either-or questions answered on phones.

Each of the two roles has a link with a secret word in it, which a browser keeps as a cookie. The words are in the
meeting's record, so that the links hold when the server is restarted. A guest sees the chair's page and may give a
ballot; everything else is for the chair.

The questions are those that ``placement ballots SCENARIO --questions FILE.csv`` writes, and the answers are read by
``placement ballots SCENARIO ANSWERS.csv``. Nothing tells which card a ballot was given with: the table of answers is in
the order of the cards' secret words.
"""

from __future__ import annotations

import asyncio
import contextlib
import csv
import hmac
import io
import json
import secrets
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlencode

import segno
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from placement.errors import Fault, Message, ScenarioError
from placement.locale import N_
from placement.present.words.voice import Voice
from placement.scenario.ballots import PARTICIPANT, QUESTION
from placement.scenario.source.files import Unreadable, read_text
from placement.web.meeting.minutes import Minutes
from placement.web.meeting.record import Record
from placement.web.pages import Page
from placement.web.requests import AskedWrongError, Wrong, count_in, language, read
from placement.web.security import LOOPBACK
from placement.web.site import Site, form_of, onward, pairs_of
from placement.web.solving.jobs import EndingError, Job
from placement.web.what_ifs import Address, Filter, WhatIf
from placement.web.words import LOG, render

Role = Literal["chair", "guest"]
ROLES: tuple[Role, ...] = ("chair", "guest")
COOKIE = "placement_pass"
SHORT_WAIT, LONG_WAIT = 1.6, 20.0
"""Seconds a guest's request waits for the sheet and the map of what the chair looks at, and for something new."""
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
    """Check the secret word of a link, keep it as a cookie, and redirect to the role's first page in its language."""
    passes: Passes | None = request.app.state.passes
    word = request.path_params["word"]
    role = passes.role(word) if passes else None
    if role is None:
        return _forbidden(request, N_("This meeting is joined by a link. Ask whoever leads it."))
    site: Site = request.app.state.site
    lang = language(request.query_params.multi_items(), site.controls.home)
    first = "/" if role == "chair" else "/follow"
    answer = RedirectResponse(first if lang == site.controls.home else f"{first}?lang={lang}", _SEE_OTHER)
    answer.set_cookie(COOKIE, word, httponly=True, samesite="lax", max_age=24 * 3600)
    return answer


async def follow(request: Request) -> Response:
    """The page that guests see: what the chair looks at; a request by htmx waits for something new."""
    site: Site = request.app.state.site
    podium: Podium = request.app.state.podium
    given = dict(pairs_of(request.url.query))
    moves, known = map(count_in, given.get("seen", "").partition("-")[::2])
    swaps = "hx-request" in request.headers
    page = _looked_at(site, podium, given.get("lang", ""))
    if swaps and known is not None and moves == podium.moves and known >= _known(page):
        await _news(page, podium)
        page = _looked_at(site, podium, given.get("lang", ""))
    for job in (page.touching, page.drawn):
        if job is not None:
            await job.news(-1, SHORT_WAIT, told=True)
    seen = f"{podium.moves}-{_known(page)}"
    template = "meeting/follow_part.html.j2" if swaps else "meeting/follow.html.j2"
    return HTMLResponse(rendered(site, page, template, "/follow", seen=seen))


def _looked_at(site: Site, podium: Podium, lang: str) -> Page:
    """The chair's page in a guest's language, with its sheet and, as soon as there is a plan, its map."""
    page = site.touched(site.page(podium.address(site, lang)))
    return page if page.busy else site.drawn_with(page)


def _jobs(page: Page) -> list[Job]:
    """What makes the plan, the sheet and the map of a page, as far as they are asked for."""
    return [job for job in (page.seen.job, page.touching, page.drawn) if job is not None]


def _known(page: Page) -> int:
    """Grows with all that becomes known of a page."""
    return sum(job.version for job in _jobs(page))


async def _news(page: Page, podium: Podium) -> None:
    """Wait until the chair moves, more is known of the page, or ``LONG_WAIT`` seconds have passed."""
    waiting = {asyncio.create_task(podium.moved(podium.moves))}
    waiting |= {
        asyncio.create_task(job.news(job.version, LONG_WAIT))
        for job in _jobs(page)
        if job.state in ("waiting", "running")
    }
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


async def replay(request: Request) -> Response:
    """The meeting replayed step by step: what was asked, the plan it leads to, and its map; for the chair."""
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
    page = page if page.busy else site.drawn_with(page)
    if page.drawn is not None:
        await page.drawn.news(-1, LONG_WAIT if swaps else SHORT_WAIT, told=True)
    lang = {} if page.address.lang == home else {"lang": page.address.lang}
    links = {
        move: f"/replay?{urlencode({'step': n + by, **lang})}" for move, by in (("back", -1), ("here", 0), ("on", 1))
    }
    told = {"entry": entry, "n": n, "all": len(entries), "links": links, "kind": entry and page.say(LOG[entry.what])}
    template = "meeting/replay_part.html.j2" if swaps else "meeting/replay.html.j2"
    return HTMLResponse(rendered(site, page, template, "/replay", **told))


async def guests(request: Request) -> Response:
    """The page with the guests' link, as text and as a QR code; for the chair."""
    site: Site = request.app.state.site
    passes: Passes | None = request.app.state.passes
    page = site.page(site.read(pairs_of(request.url.query)))
    link = passes and outside(request, passes.path("guest"))
    return HTMLResponse(rendered(site, page, "meeting/guests.html.j2", "/guests", link=link))


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


MOST_PHONES, MOST_QUESTIONS = 10_000, 60
CARDS_A_PAGE = 40
_YES_NO = {"yes": True, "no": False}
_TABLE = """CREATE TABLE IF NOT EXISTS card (word TEXT PRIMARY KEY, asked TEXT NOT NULL, number INTEGER NOT NULL,
answers TEXT, UNIQUE (asked, number))"""


@dataclass(frozen=True)
class Asked:
    """One question: its id, which names a column of the answers, and its text."""

    id: str
    text: str


def read_questions(file: Path) -> tuple[Asked, ...]:
    """The questions of a CSV file in either dialect.

    Raises:
        ScenarioError: with every fault found, each with its line.
    """
    found = read_text(file)
    if isinstance(found, Unreadable):
        raise ScenarioError([Fault(found.message, "", str(file), found.line, found.column)])
    lines = found[0].splitlines()
    rows = csv.reader(lines, delimiter=";" if lines and lines[0].count(";") > lines[0].count(",") else ",")
    head = next(rows, [])
    if not {"question", "text"} <= set(head):
        words = Message(
            "the heading lacks question and text; take the file that placement ballots SCENARIO --questions FILE.csv "
            "writes."
        )
        raise ScenarioError([Fault(words, "", str(file), 1, 1)])
    asked: list[Asked] = []
    faults: list[Fault] = []
    for row in rows:
        if not row:
            continue
        cells = dict(zip(head, row, strict=False))
        one = Asked(cells.get("question", "").strip(), cells.get("text", "").strip())
        if wrong := _wrong(one, asked):
            faults.append(Fault(wrong, "", str(file), rows.line_num, 1))
        asked.append(one)
    if not asked or len(asked) > MOST_QUESTIONS:
        count = Message("there are {n} questions; 1 to {most} can be asked.", n=len(asked), most=MOST_QUESTIONS)
        faults.append(Fault(count, "", str(file)))
    if faults:
        raise ScenarioError(faults)
    return tuple(asked)


def _wrong(one: Asked, before: Sequence[Asked]) -> Message | None:
    """What is wrong with a question, given those ``before`` it; None where nothing is."""
    known = QUESTION.fullmatch(one.id)
    if known is None:
        return Message("'{seen}' is no id of a question, such as q3-1f20ab9c.", seen=one.id[:60])
    if not one.text:
        return Message("the question {id} has no text.", id=one.id)
    if one.id in {each.id for each in before}:
        return Message("the question {id} stands twice; keep one of them.", id=one.id)
    first = QUESTION.fullmatch(before[0].id) if before else known
    if first is None or first[2] == known[2]:
        return None
    return Message("the question {id} was not asked together with {other}.", id=one.id, other=before[0].id)


class Cards:
    """The cards of a meeting, and the ballots given with them.

    Args:
        record: where they are stored.
        questions: what is asked; other questions than before get new cards.
        count: how many cards there must be; existing ones stay valid.

    Raises:
        ResultError: they cannot be stored.
    """

    def __init__(self, record: Record, questions: Sequence[Asked], count: int) -> None:
        self._record, self.questions = record, tuple(questions)
        self._asked = ",".join(each.id for each in questions)
        with record.change() as base:
            base.execute(_TABLE)
            there = base.execute("SELECT count(*) FROM card WHERE asked = ?", (self._asked,)).fetchone()[0]
            base.executemany(
                "INSERT INTO card (word, asked, number) VALUES (?, ?, ?)",
                [(secrets.token_urlsafe(16), self._asked, number) for number in range(there + 1, count + 1)],
            )

    @property
    def total(self) -> int:
        """How many cards there are."""
        return int(self._record.rows("SELECT count(*) FROM card WHERE asked = ?", self._asked)[0][0])

    @property
    def given(self) -> int:
        """How many cards have given their ballot."""
        asked = "SELECT count(*) FROM card WHERE asked = ? AND answers IS NOT NULL"
        return int(self._record.rows(asked, self._asked)[0][0])

    def word(self, number: int) -> str | None:
        """The secret word of a card; None where there is no such card."""
        found = self._record.rows("SELECT word FROM card WHERE asked = ? AND number = ?", self._asked, number)
        return str(found[0][0]) if found else None

    def state(self, word: str) -> bool | None:
        """Whether a ballot was given with this card; None for an unknown secret word."""
        found = self._record.rows(
            "SELECT answers IS NOT NULL FROM card WHERE asked = ? AND word = ?", self._asked, word
        )
        return bool(found[0][0]) if found else None

    def vote(self, word: str, answers: Mapping[str, bool]) -> bool:
        """Store a ballot; returns whether it was the card's first, for no other counts.

        Raises:
            ResultError: it cannot be stored.
        """
        with self._record.change() as base:
            return self._kept(base, word, json.dumps(dict(answers)))

    @staticmethod
    def _kept(base: sqlite3.Connection, word: str, answers: str) -> bool:
        changed = base.execute("UPDATE card SET answers = ? WHERE word = ? AND answers IS NULL", (answers, word))
        return changed.rowcount == 1

    def table(self, word: str) -> bytes:
        """The answers as CSV for ``placement ballots``; participants are named by ``word`` and a number."""
        rows = self._record.rows(
            "SELECT answers FROM card WHERE asked = ? AND answers IS NOT NULL ORDER BY word", self._asked
        )
        made = io.StringIO()
        table = csv.writer(made, lineterminator="\n")
        table.writerow((PARTICIPANT, *(each.id for each in self.questions)))
        for n, (text,) in enumerate(rows, 1):
            answers = json.loads(text)
            cells = ({True: "yes", False: "no"}.get(answers.get(each.id), "") for each in self.questions)
            table.writerow((f"{word} {n}", *cells))
        return made.getvalue().encode()


async def ballot(request: Request) -> Response:
    """The page of a card: the questions, or thanks where they have been answered."""
    return _page(request, request.app.state.cards, 200)


def _page(request: Request, cards: Cards | None, status: int) -> Response:
    site: Site = request.app.state.site
    home = site.controls.home
    state = cards.state(request.path_params["word"]) if cards else None
    lang = language(pairs_of(request.url.query), home)
    page = site.page(Address(WhatIf(), lang, home=home))
    told = {"cards": cards, "given": state, "word": request.path_params["word"]}
    return HTMLResponse(
        rendered(site, page, "meeting/vote.html.j2", request.url.path, **told), 404 if state is None else status
    )


async def vote(request: Request) -> Response:
    """Store a ballot if it is the card's first."""
    site: Site = request.app.state.site
    cards: Cards | None = request.app.state.cards
    given = dict(await form_of(request))
    lang = language(given.items(), site.controls.home)
    if cards is None or cards.state(request.path_params["word"]) is None:
        return _page(request, cards, 404)
    known = {each.id for each in cards.questions}
    answers = {name: _YES_NO[value] for name, value in given.items() if name in known and value in _YES_NO}
    if not answers:
        raise AskedWrongError([Wrong(N_("Answer at least one question."), {})], lang)
    cards.vote(request.path_params["word"], answers)  # the page tells that a card gives one ballot
    return onward(request, Address(WhatIf(), lang, home=site.controls.home).link(request.url.path))


async def cards_page(request: Request) -> Response:
    """The cards to be printed and handed out, some on each page; for the chair."""
    site: Site = request.app.state.site
    cards: Cards | None = request.app.state.cards
    page = site.page(site.read((n, v) for n, v in pairs_of(request.url.query) if n != "from"))
    start = count_in(dict(pairs_of(request.url.query)).get("from", "")) or 1
    last = min(start + CARDS_A_PAGE - 1, cards.total if cards else 0)
    shown = [(n, outside(request, f"/vote/{cards.word(n)}")) for n in range(start, last + 1)] if cards else []
    return HTMLResponse(
        rendered(site, page, "meeting/phones.html.j2", "/phones", cards=cards, shown=shown, after=last + 1)
    )


async def card_code(request: Request) -> Response:
    """The QR code of one card's link, as a picture."""
    cards: Cards | None = request.app.state.cards
    number = count_in(request.path_params["number"])
    word = cards.word(number) if cards and number else None
    if word is None:
        return Response(status_code=404)
    return Response(code(outside(request, f"/vote/{word}")), media_type="image/svg+xml")


async def answers(request: Request) -> Response:
    """All ballots as a CSV download for ``placement ballots``; for the chair."""
    cards: Cards | None = request.app.state.cards
    if cards is None:
        return Response(status_code=404)
    headers = {"Content-Disposition": 'attachment; filename="answers.csv"'}
    return Response(cards.table("Phone"), media_type="text/csv", headers=headers)
