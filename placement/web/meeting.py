"""Pages of a meeting: ballots before anything is shown, the minutes with what was saved, and files to take home."""

from __future__ import annotations

import asyncio
import io
import statistics
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from placement.locale import N_
from placement.present.words.voice import Language, Voice
from placement.scenario.ballots import Ballot
from placement.web.messages import Counted, Files
from placement.web.minutes import MOST_SHOWN, Minutes, PriceBallot
from placement.web.pages import Page
from placement.web.requests import AskedWrongError, Wrong, ballot_in, language, note_in
from placement.web.site import Site, form_of, pairs_of
from placement.web.what_ifs import Address, Controls, WhatIf
from placement.web.words import LOG, OPINION

FIRST_WAIT, LONG_WAIT = 1.6, 20.0
"""Seconds a browser waits without and with scripts, before it is told that there is nothing yet."""
_SEE_OTHER = 303
KINDS = {
    "csv": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "report": "text/html; charset=utf-8",
}
"""Media type of each download."""


@dataclass(frozen=True, eq=False, kw_only=True)
class MeetingPage(Page):
    """A page about the meeting.

    Attributes:
        minutes: what has been noted.
    """

    minutes: Minutes

    @classmethod
    def of(cls, page: Page, minutes: Minutes) -> MeetingPage:
        """The same page, with the minutes."""
        return cls(page.controls, page.address, page.seen, page.pinned, page.warm, minutes=minutes)

    @property
    def counted(self) -> Counted | None:
        """The ballots, counted."""
        return self.study.told if self.study and isinstance(self.study.told, Counted) else None

    @property
    def voted(self) -> str:
        """How many have."""
        return self.say.some("{n} has voted.", "{n} have voted.", len(self.minutes.ballots))

    @property
    def chosen(self) -> list[tuple[str, str, str]]:
        """Number, participants and link of each plan that somebody's weights lead to."""
        found = []
        for n, (who, weights) in enumerate(self.counted.plans if self.counted else (), 1):
            citizen, quality, economy = weights
            same = (citizen, quality, economy) == self.controls.weights
            whatif = WhatIf(weights=None if same else (citizen, quality, economy))
            found.append(
                (
                    self.say("Plan {n}", n=n),
                    self.say.listed(list(who)),
                    self.address.about(whatif).link(),
                )
            )
        return found

    # ---- ballots that say what a minute may cost

    @property
    def offers(self) -> list[PriceBallot]:
        """Those ballots, the lowest price first."""
        given = [each for each in self.minutes.ballots if isinstance(each, PriceBallot)]
        return sorted(given, key=lambda each: each.minute)

    @property
    def middle(self) -> float:
        """The price in the middle: as many participants name no more as name no less."""
        return statistics.median_low(each.minute for each in self.offers)

    @property
    def spread(self) -> str:
        """From where to where the prices go."""
        low, high = self.offers[0].minute, self.offers[-1].minute
        words = {"low": low, "middle": self.middle, "high": high}
        return self.say(
            "A saved minute may cost from {low} to {high} kr.; {middle} kr. is in the middle.",
            **{name: self.say.short(price, 4) for name, price in words.items()},
        )

    @property
    def offered(self) -> list[tuple[str, str, str]]:
        """Each price named, who named it, and the workbench at that price."""
        return [
            (
                self.say("{money} kr. a minute", money=self.say.short(price, 4)),
                self.say.listed([each.participant for each in self.offers if each.minute == price]),
                self.address.about(asked_at(self.controls, price)).link(),
            )
            for price in dict.fromkeys(each.minute for each in self.offers)
        ]

    @property
    def opinions(self) -> list[tuple[str, list[tuple[str, str, str]]]]:
        """Steps that all would take, that some would, and that nobody would: price, what it does, how many would."""
        found: dict[str, list[tuple[str, str, str]]] = {"all": [], "some": [], "none": []}
        for rung, (price, change, _, _) in zip(self.prices.rungs, self.prices.told, strict=True):
            yes = sum(each.minute >= rung.change.high for each in self.offers)
            kind = "none" if not yes else "all" if yes == len(self.offers) else "some"
            told = self.say("{n} of {all} would take it", n=yes, all=len(self.offers))
            found[kind].append((price, change, told))
        return [(self.say(OPINION[kind]), steps) for kind, steps in found.items() if steps]

    @property
    def log(self) -> list[tuple[str, str, str, str]]:
        """Time, kind, what was asked and a link to it; the latest first."""
        return [
            (
                f"{entry.time:%H:%M:%S}",
                self.say(LOG[entry.what]),
                entry.words or self.words.asked(entry.whatif),
                self.address.about(entry.whatif).link(),
            )
            for entry in reversed(self.minutes.entries[-MOST_SHOWN:])
        ]


def asked_at(controls: Controls, minute: float) -> WhatIf:
    """The scenario at a price of a minute; its own is nothing asked."""
    return WhatIf(minute=None if minute == controls.prices[0] else minute)


async def ballot(request: Request) -> Response:
    """Say what weighs, or may cost, before anything else is shown; or, when all have, what it leads to."""
    site: Site = request.app.state.site
    lang = language(pairs_of(request.url.query), site.controls.home)
    address = Address(lang=lang, home=site.controls.home)
    page = MeetingPage(site.controls, address, site.engine.plan(WhatIf()), minutes=site.minutes)
    if site.minutes.counting:
        swaps = "hx-request" in request.headers
        page = await _counted(site, page, LONG_WAIT if swaps else FIRST_WAIT)
        return HTMLResponse(site.render("count_part.html.j2" if swaps else "count.html.j2", page, "/ballot"))
    given = ("given", "1") in pairs_of(request.url.query)
    return HTMLResponse(site.render("ballot.html.j2", page, "/ballot", given=given))


async def _counted(site: Site, page: MeetingPage, seconds: float) -> MeetingPage:
    """The page with what the ballots lead to, as far as that is known in so many seconds."""
    if not site.minutes.priced:
        weighed = tuple(each for each in site.minutes.ballots if isinstance(each, Ballot))
        page = replace(page, study=site.engine.count(weighed))
    else:
        whatif = asked_at(site.controls, page.middle)
        seen = site.engine.plan(whatif)
        if not seen.packed:
            await seen.job.news(seen.job.version, seconds)
        page = replace(page, seen=seen, study=site.engine.steps(whatif, seen))
    if page.study is not None:
        seen_before = page.study.version if page.study.told is not None else -1
        await page.study.news(seen_before, seconds, told=True)
    return page


async def vote(request: Request) -> Response:
    """Take in a ballot."""
    site, given = await _posted(request)
    lang = language(given.items(), site.controls.home)
    if site.minutes.counting:
        raise AskedWrongError([Wrong(N_("The ballot is closed."), {})], lang)
    word, minutes = Voice(lang)("Participant"), site.minutes
    minutes.vote(ballot_in(given, lang, minutes.ballots, word, priced=minutes.priced))
    return RedirectResponse(_ballot_link(site, lang, given=True), _SEE_OTHER)


async def close(request: Request) -> Response:
    """Close the ballot: the votes are counted, and the other pages shown."""
    site, given = await _posted(request)
    lang = language(given.items(), site.controls.home)
    if not site.minutes.ballots:
        raise AskedWrongError([Wrong(N_("Nobody has voted yet."), {})], lang)
    site.minutes.count()
    return RedirectResponse(_ballot_link(site, lang), _SEE_OTHER)


async def reopen(request: Request) -> Response:
    """Open the ballot again, for somebody who came late."""
    site, given = await _posted(request)
    site.minutes.reopen()
    return RedirectResponse(_ballot_link(site, language(given.items(), site.controls.home)), _SEE_OTHER)


def _ballot_link(site: Site, lang: Language, *, given: bool = False) -> str:
    return Address(lang=lang, home=site.controls.home).link("/ballot", **({"given": "1"} if given else {}))


async def save(request: Request) -> Response:
    """Save what is asked as a variant in a copy of the scenario."""
    site, given = await _posted(request)
    address = site.read(pairs_of(given.get("state", "")))
    name, reason, who = note_in(given, address.lang)
    async with site.writing:
        await asyncio.to_thread(site.minutes.save, address.whatif, name, reason, who)
    return RedirectResponse(address.link("/minutes"), _SEE_OTHER)


async def minutes(request: Request) -> Response:
    """What was asked, decided and saved in this meeting."""
    site: Site = request.app.state.site
    page = MeetingPage.of(site.page(site.read(pairs_of(request.url.query))), site.minutes)
    return HTMLResponse(site.render("minutes.html.j2", page, "/minutes"))


async def log(request: Request) -> Response:
    """The whole log, to keep or to look through."""
    site: Site = request.app.state.site
    name = f"{site.minutes.log_file.stem}.jsonl"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(site.minutes.log, media_type="application/jsonl", headers=headers)


async def ballots(request: Request) -> Response:
    """All ballots as a table."""
    site: Site = request.app.state.site
    headers = {"Content-Disposition": f'attachment; filename="{site.minutes.ballot_file.name}"'}
    return Response(site.minutes.ballot_table, media_type="text/csv", headers=headers)


async def export(request: Request) -> Response:
    """The files of what is on the screen; a page that waits, as long as they are being made."""
    site: Site = request.app.state.site
    kind = request.url.path.rpartition("/")[2]
    address = site.read(pairs_of(request.url.query))
    page = site.page(address)
    while page.busy:
        before = page.seen.job.version
        await page.seen.job.news(before, FIRST_WAIT)
        if page.seen.job.version == before:
            break
    job = site.engine.files(address.whatif, page.seen, address.lang)
    if job is not None:
        await job.news(-1, FIRST_WAIT, told=True)
    made = job.told.made if job is not None and isinstance(job.told, Files) else None
    if made is None:
        return HTMLResponse(site.render("waiting.html.j2", replace(page, study=job), f"/export/{kind}"), 202)
    return _sent(kind, made, site.controls.scenario.name)


def _sent(kind: str, made: Mapping[str, bytes], name: str) -> Response:
    """One file to keep: the report, the workbook, or all tables in an archive."""
    endings = {"xlsx": ".xlsx", "report": ".html"}
    found = next((file for file in made if kind in endings and file.endswith(endings[kind])), None)
    if kind == "csv":
        content, file = _archive(made), f"{name}.zip"
    elif found is None:
        return Response(status_code=404)
    else:
        content, file = made[found], f"{name}{endings[kind]}"
    headers = {"Content-Disposition": f'attachment; filename="{file.encode("ascii", "replace").decode()}"'}
    return Response(content, media_type=KINDS[kind], headers=headers)


def _archive(made: Mapping[str, bytes]) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in made.items():
            archive.writestr(name, content)
    return into.getvalue()


async def _posted(request: Request) -> tuple[Site, dict[str, str]]:
    """The site, and what was sent."""
    return request.app.state.site, dict(await form_of(request))
