"""One scenario being served: from an address to a page, and the parts that all requests share."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib.resources import files
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from placement.instance.build import build
from placement.locale import LANGUAGES, N_
from placement.present.look import style_sheet
from placement.present.words.voice import Language
from placement.questions.proposal.maps import Ground
from placement.web.meeting.minutes import Minutes
from placement.web.pages import Page
from placement.web.places import draw_touched
from placement.web.requests import AskedWrongError, Wrong, read
from placement.web.solving.engine import Engine
from placement.web.what_ifs import Address, Controls, WhatIf
from placement.web.words import render

Pairs = list[tuple[str, str]]
FREE = "may"
"""The decision that neither forces nor forbids an offer."""
OWN = ("seen", "point")
"""Parameters that pages add to an address and that are no part of its state."""
_FIRST_THINGS_FIRST = 0.5
"""Seconds after the start before the map of today is drawn, so that first requests go first."""
_MOST_PARTS = 400
"""The most names and values of an address or a form."""
_BY_SCRIPT = "by-script"
"""Header of a form that the page's script sends."""


@dataclass(eq=False)
class Site:
    """One scenario being served, shared by all requests.

    Attributes:
        controls: of the scenario.
        engine: the solving processes.
        minutes: of the meeting; ``writing``: held while a copy of the scenario is written.
    """

    controls: Controls
    engine: Engine
    minutes: Minutes
    writing: asyncio.Lock = field(default_factory=asyncio.Lock)
    _today: dict[str, str] = field(default_factory=dict)
    _drawing: asyncio.Task[None] | None = None

    @cached_property
    def version(self) -> str:
        """A digest of styles and scripts for their URLs, so that browsers fetch them anew when they change."""
        made = hashlib.sha256(style_sheet().encode())
        for name in ("workbench.css", "workbench.js"):
            made.update((files("placement.web") / "static" / name).read_bytes())
        return made.hexdigest()[:10]

    def page(self, address: Address) -> Page:
        """The page of an address, with what is known; starts the searches it needs.

        Raises:
            TooManyError: too much is waiting.
        """
        seen = self.engine.plan(address.whatif)
        pinned = tuple(map(self.engine.plan, address.pins))
        stairs = self.engine.known_steps(address.whatif)
        made = Page(self.controls, address, seen, pinned, self.engine.warm, ground=self.engine.ground, stairs=stairs)
        drawn = self.engine.known_map(address.whatif, seen, address.lang, address.within)
        return replace(made, today=self.today(address.lang), drawn=drawn)

    def begin(self) -> None:
        """Start drawing the map of today in every language, in the background."""
        self._drawing = asyncio.create_task(self._drawn_soon())

    async def _drawn_soon(self) -> None:
        await asyncio.sleep(_FIRST_THINGS_FIRST)  # whoever comes at once is answered before
        await asyncio.to_thread(self._draw_today)

    def end(self) -> None:
        """Cancel the drawing of maps."""
        if self._drawing is not None:
            self._drawing.cancel()

    def _draw_today(self) -> None:
        instance = build(self.controls.scenario)
        for lang in dict.fromkeys((self.controls.home, *LANGUAGES)):
            shown = Ground(instance, lang).today()
            self._today[lang] = draw_touched(shown) if shown else ""

    async def drawn(self, seconds: float) -> None:
        """Wait at most ``seconds`` for the map of today."""
        if self._drawing is not None:
            await asyncio.wait([self._drawing], timeout=seconds)

    def today(self, lang: Language) -> str:
        """The map of today as SVG; empty where there is none, or it is not drawn yet."""
        return self._today.get(lang, "")

    def compared(self, page: Page) -> Page:
        """The page with its pins compared to the current plan, as soon as all plans are there.

        Raises:
            TooManyError: too much is waiting.
        """
        sides = [*zip(page.address.pins, page.pinned, strict=True), (page.address.whatif, page.seen)]
        return replace(page, study=self.engine.compare(sides, page.address.within) if page.address.pins else None)

    def drawn_with(self, page: Page) -> Page:
        """The page with the map of its plan in its place, as soon as the plan is there.

        Raises:
            TooManyError: too much is waiting.
        """
        return replace(page, drawn=self.mapped(page).study) if page.has_map else page

    def mapped(self, page: Page) -> Page:
        """The page with the map of its plan, as soon as the plan is there.

        Raises:
            TooManyError: too much is waiting.
        """
        address = page.address
        return replace(page, study=self.engine.map(address.whatif, page.seen, address.lang, address.within))

    def touched(self, page: Page) -> Page:
        """The page with the sheet of what is touched, as soon as the plan is there.

        Raises:
            TooManyError: too much is waiting.
        """
        address = page.address
        if address.touched is None:
            return page
        kind, name = address.touched
        if kind == "step":
            return replace(page, touching=self.engine.step(address.whatif, page.seen, name, address.within))
        return replace(page, touching=self.engine.place(address.whatif, page.seen, kind, name))

    def stepped(self, page: Page) -> Page:
        """The page with the prices at which its plan changes, as soon as the plan is there.

        Raises:
            TooManyError: too much is waiting.
        """
        return replace(page, study=self.engine.steps(page.address.whatif, page.seen))

    def explained(self, page: Page) -> Page:
        """The page with the explanation of its pair, as soon as the plan is there.

        Raises:
            TooManyError: too much is waiting.
        """
        at = page.address.at
        return replace(page, study=self.engine.explain(page.address.whatif, page.seen, at) if at else None)

    def chosen_from(self, page: Page, point: int | None) -> Page:
        """The page with the plans there is a choice between, as soon as its own plan is there.

        For the method ``price`` those of the staircase; else those of the Pareto front, of which ``point`` is selected.

        Raises:
            TooManyError: too much is waiting.
        """
        if page.in_money:
            return replace(page, study=self.engine.stairs(page.address.whatif, page.seen))
        return replace(page, study=self.engine.tradeoff(page.address.whatif, page.seen), point=point)

    def render(self, template: str, page: Page, path: str = "/", *, keeps_map: bool = False, **more: object) -> str:
        """A template about a page; a browser that ``keeps_map`` has one to show until the plan's is drawn."""
        say = page.say
        links = [
            (N_("Workbench"), "/"),
            (N_("Trade-offs"), "/tradeoffs"),
            (N_("Ballot"), "/ballot"),
            (N_("Minutes"), "/minutes"),
        ]
        if self.minutes.blocking:
            links = [link for link in links if link[1] == "/ballot"]
        nav = [(say(key), _plain(page.address, link), link == path) for key, link in links]
        shared = {"page": page, "say": say, "path": path, "nav": nav, "version": self.version}
        return render(template, **shared, keeps_map=keeps_map, oob=False, alone=False, **more)

    def read(self, given: Iterable[tuple[str, str]]) -> Address:
        """The page asked for, after the buttons in the address (``decide``, ``do``) have had their effect.

        Raises:
            AskedWrongError: with every fault found.
        """
        pairs = self._spelled_out([(name, value) for name, value in given if name not in OWN])
        address = read(self.controls, pairs)
        for name, value in pairs:
            if name == "decide":
                address = self._decided(address, value)
            elif name == "do":
                address = self._done(address, value)
        return address

    def _spelled_out(self, given: Pairs) -> Pairs:
        """The address with names of what-ifs saved in this meeting replaced by what they ask."""
        found: Pairs = []
        saved: Pairs = []
        for name, value in given:
            names = value.split(",") if name == "v" else []
            known = {each: self.minutes.saved_as(each) for each in names if each not in self.controls.variants}
            saved += [part for whatif in known.values() if whatif is not None for part in whatif.parts()]
            rest = [each for each in names if known.get(each) is None]
            if not names or rest:
                found.append((name, ",".join(rest) if names else value))
        return found + saved

    def _decided(self, address: Address, asked: str) -> Address:
        decision, _, rules = asked.partition(":")
        waived = tuple(filter(None, rules.split(",")))
        known = decision in ("must", "must_not", FREE) and all(map(self.controls.knows_rule, waived))
        if address.at is None or not known:
            raise AskedWrongError(
                [Wrong(N_("{name}: '{seen}' is not known."), {"name": "decide", "seen": asked[:60]})], address.lang
            )
        if decision == FREE and not self._decided_before(address):
            decision = ""
        return replace(address, whatif=address.whatif.deciding(address.at, decision, waived))

    def _decided_before(self, address: Address) -> bool:
        """Whether the scenario or a variant has decided on the pair, so that undoing needs a decision of its own."""
        if address.at is None:
            return False
        loaded = self.controls.asked(replace(address.whatif, decisions=(), waived=(), fields=()))
        row = loaded.scenario.policy.placements.get(address.at[0], {})
        return address.at[1] in row and row[address.at[1]].decision != FREE

    @staticmethod
    def _done(address: Address, asked: str) -> Address:
        match asked:
            case "pin":
                return replace(address, pins=tuple(dict.fromkeys((*address.pins, address.whatif)))[:3])
            case "close":
                return replace(address, at=None)
        raise AskedWrongError(
            [Wrong(N_("{name}: '{seen}' is not known."), {"name": "do", "seen": asked[:60]})], address.lang
        )

    def left(self, request: Request) -> Address | None:
        """The page a browser was on when it sent this request (htmx says it); None where that is not known."""
        try:
            before = urlsplit(request.headers.get("hx-current-url", ""))
            return read(self.controls, pairs_of(before.query)) if before.path == "/" else None
        except (AskedWrongError, ValueError):
            return None


def pairs_of(query: str) -> Pairs:
    """Names and values of a query string or form.

    Raises:
        AskedWrongError: there are far too many.
    """
    try:
        return parse_qsl(query, keep_blank_values=True, max_num_fields=_MOST_PARTS)
    except ValueError as error:
        raise AskedWrongError(
            [Wrong(N_("{name}: '{seen}' is not known."), {"name": "?", "seen": str(error)})], None
        ) from error


def _plain(address: Address, path: str) -> str:
    """A link to a page; the ballot's has no what-if, so that it does not sway anybody."""
    return address.about(WhatIf()).link(path) if path == "/ballot" else address.link(path)


async def form_of(request: Request) -> Pairs:
    """Names and values of a form that was sent; ``Guard`` has limited its size."""
    body = await request.body()
    return pairs_of(body.decode("utf-8", "replace"))


def sending_of(form: Pairs) -> str:
    """A digest by which a form that is sent again is recognised; empty where the page gave the form no secret word.

    The word is another on every page, so that two who answer alike are two.
    """
    if not dict(form).get("once"):
        return ""
    return hashlib.sha256(json.dumps(form).encode()).hexdigest()


def is_by_script(request: Request) -> bool:
    """Whether the page's script sent this form, and stays until it knows the answer."""
    return _BY_SCRIPT in request.headers


def onward(request: Request, link: str) -> Response:
    """Where a form leads: a redirect; for a script, which is not told where a redirect leads, its address."""
    if is_by_script(request):
        return Response(status_code=201, headers={"Location": link})
    return RedirectResponse(link, 303)
