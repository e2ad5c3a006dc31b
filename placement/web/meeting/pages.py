"""Pages of a meeting: the ballot before anything else, the minutes with what was saved, and files to download."""

from __future__ import annotations

import asyncio
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from placement.locale import N_
from placement.present.tables.csv_dialect import dialect_named
from placement.present.words.voice import Language, Voice
from placement.questions.ballots.questionnaire import Question
from placement.scenario.ballots import Answers, Ballot
from placement.web.meeting.ballots import Own, Paper, Result, ballots_file, without_names
from placement.web.meeting.minutes import MOST_SHOWN, Minutes
from placement.web.pages import Page
from placement.web.requests import AskedWrongError, Wrong, answers_in, ballot_in, decisions_in, language, note_in
from placement.web.site import Pairs, Site, form_of, onward, pairs_of, sending_of
from placement.web.solving.jobs import Job
from placement.web.solving.messages import Counted, Files
from placement.web.steps import price_inside
from placement.web.what_ifs import Address, Controls, WhatIf
from placement.web.words import LOG

FIRST_WAIT, LONG_WAIT = 1.6, 20.0
"""Seconds a request waits without and with scripts before it is answered without the result."""
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
        secret: identifies the participant whose own page this is; empty on everybody's.
    """

    minutes: Minutes
    secret: str = ""

    @classmethod
    def of(cls, page: Page, minutes: Minutes) -> MeetingPage:
        """A page of the workbench as one of the meeting."""
        return cls(page.controls, page.address, page.seen, page.pinned, page.warm, minutes=minutes)

    @property
    def counted(self) -> Counted | None:
        """What the weights of all ballots lead to; None before that is known."""
        return self.study.told if self.study and isinstance(self.study.told, Counted) else None

    @property
    def voted(self) -> str:
        """A sentence with the number of ballots."""
        return self.say.some("{n} has voted.", "{n} have voted.", len(self.minutes.ballots))

    @property
    def chosen(self) -> list[tuple[str, str, str]]:
        """Title, participants and link of each plan that somebody's weights lead to."""
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

    # ---- either-or questions

    @property
    def asked_each(self) -> list[tuple[Question, str, bool | None]]:
        """Each question with its words, and how this participant answered before."""
        paper, before = self.minutes.paper, self.own.answers if self.own else None
        if paper is None:
            return []
        return [
            (one, paper.words(one, self.say.language), before.answer(one.id) if before else None)
            for one in paper.sheet.questions
        ]

    @property
    def own(self) -> Own | None:
        """What the participant whose page this is gets to see of the own answers; None on everybody's."""
        paper, answers = self.minutes.paper, self.minutes.answers_of(self.secret)
        return Own(paper, answers, self.say) if paper is not None and answers is not None else None

    @property
    def result(self) -> Result | None:
        """The result of the either-or ballots; None where participants weigh, or before questions are made."""
        minutes = self.minutes
        return Result(minutes.paper, minutes.answers, self.say, minutes.least) if minutes.paper is not None else None

    @property
    def offered(self) -> list[tuple[str, str]]:
        """Who accepts every step up to a plan, and a link to the workbench at a price at which that plan is best."""
        notch = self.prices.sliders[0].notch
        priced = [(who, price_inside(*span, notch)) for who, span in (self.result.plans if self.result else [])]
        return [
            (who, self.address.about(asked_at(self.controls, price)).link())
            for who, price in priced
            if price is not None
        ]

    @property
    def log(self) -> list[tuple[str, str, str, str]]:
        """The log's entries, the latest first: time, kind, what was asked, and a link to it."""
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
    """The what-if with another price of a minute; without changes where that is the scenario's own."""
    return WhatIf(minute=None if minute == controls.prices[0] else minute)


async def ballot(request: Request) -> Response:
    """The ballot page: the form while the ballot is open, the result once it is closed."""
    site: Site = request.app.state.site
    given = dict(pairs_of(request.url.query))
    lang = language(given.items(), site.controls.home)
    address, swaps = Address(lang=lang, home=site.controls.home), "hx-request" in request.headers
    page = MeetingPage(
        site.controls, address, site.engine.plan(WhatIf()), minutes=site.minutes, secret=given.get("mine", "")
    )
    if site.minutes.priced:
        page = replace(page, study=await _paper(site, LONG_WAIT if swaps else FIRST_WAIT))
    if site.minutes.counting:
        if not site.minutes.priced:
            page = await _counted(site, page, LONG_WAIT if swaps else FIRST_WAIT)
        return HTMLResponse(
            site.render("meeting/count_part.html.j2" if swaps else "meeting/count.html.j2", page, "/ballot")
        )
    name = "meeting/ballot_part.html.j2" if swaps else "meeting/ballot.html.j2"
    return HTMLResponse(site.render(name, page, "/ballot", given=given.get("given") == "1"))


async def _paper(site: Site, seconds: float) -> Job | None:
    """Make the either-or questions, waiting at most ``seconds``; returns the job as long as it is not done."""
    if site.minutes.paper is not None:
        return None
    job = site.engine.paper()
    await job.news(-1, seconds, told=True)
    if isinstance(job.told, Paper):
        site.minutes.ask(job.told)
        return None
    return job


async def _counted(site: Site, page: MeetingPage, seconds: float) -> MeetingPage:
    """The page with the plans that weights lead to, after waiting at most ``seconds`` for them."""
    weighed = tuple(each for each in site.minutes.ballots if isinstance(each, Ballot))
    page = replace(page, study=site.engine.count(weighed))
    if page.study is not None:
        seen_before = page.study.version if page.study.told is not None else -1
        await page.study.news(seen_before, seconds, told=True)
    return page


async def vote(request: Request) -> Response:
    """Store a ballot, and show the participant what the own answers say."""
    site, form = await _posted(request)
    given, sending, minutes = dict(form), sending_of(form), site.minutes
    lang = language(form, site.controls.home)
    secret = minutes.sent(sending)
    if secret is None:
        secret = minutes.vote(_ballot_in(site, given, lang), given.get("mine", ""), sending, given.get("once", ""))
    more = {"mine": secret} if minutes.priced else {"given": "1"}
    return onward(request, _ballot_link(site, lang, **more))


def _ballot_in(site: Site, given: Mapping[str, str], lang: Language) -> Ballot | Answers:
    """The ballot in a form.

    Raises:
        AskedWrongError: it is faulty, or none can be given now.
    """
    minutes = site.minutes
    if minutes.counting:
        raise AskedWrongError([Wrong(N_("The ballot is closed."), {})], lang)
    if given.get("once", "") in minutes.own:
        raise AskedWrongError([Wrong(N_("This page has given a ballot. Open it anew to give another."), {})], lang)
    word = Voice.of(site.controls.scenario, lang)("Participant")
    if not minutes.priced:
        return ballot_in(given, lang, minutes.ballots, word)
    if minutes.paper is None:
        raise AskedWrongError([Wrong(N_("The questions are not ready yet. Wait a moment."), {})], lang)
    own = minutes.answers_of(given.get("mine", ""))
    return answers_in(given, lang, minutes.ballots, word, minutes.paper.ids, own)


async def answers(request: Request) -> Response:
    """The answers without names as a file for ``placement ballots``, once enough participants have answered."""
    site: Site = request.app.state.site
    given = dict(pairs_of(request.url.query))
    lang = language(given.items(), site.controls.home)
    address = Address(lang=lang, home=site.controls.home)
    page = MeetingPage(site.controls, address, site.engine.plan(WhatIf()), minutes=site.minutes)
    found = page.result if site.minutes.counting else None
    if found is None or not found.is_told:
        return RedirectResponse(_ballot_link(site, lang), _SEE_OTHER)
    dialect = dialect_named("excel-da" if lang == "da" else "standard")
    content = ballots_file(found.paper.ids, without_names(found.ballots, page.say("Participant")), dialect)
    return Response(
        content,
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{site.minutes.ballot_file.name}"'},
    )


async def close(request: Request) -> Response:
    """Close the ballot: the votes are counted, and the other pages open."""
    site, form = await _posted(request)
    lang = language(form, site.controls.home)
    if not site.minutes.ballots:
        raise AskedWrongError([Wrong(N_("Nobody has voted yet."), {})], lang)
    site.minutes.count()
    return onward(request, _ballot_link(site, lang))


async def reopen(request: Request) -> Response:
    """Open the ballot again, for somebody who came late."""
    site, form = await _posted(request)
    site.minutes.reopen()
    return onward(request, _ballot_link(site, language(form, site.controls.home)))


def _ballot_link(site: Site, lang: Language, **more: str) -> str:
    return Address(lang=lang, home=site.controls.home).link("/ballot", **more)


async def save(request: Request) -> Response:
    """Save the what-if as a variant in a copy of the scenario."""
    site, form = await _posted(request)
    given, sending = dict(form), sending_of(form)
    address = site.read(pairs_of(given.get("state", "")))
    name, reason, who = note_in(given, address.lang)
    async with site.writing:
        if site.minutes.sent(sending) is None:
            await asyncio.to_thread(site.minutes.save, address.whatif, name, reason, who, sending)
    return onward(request, address.link("/minutes"))


async def decide(request: Request) -> Response:
    """Take the group's decision on a step, to keep it or to strike it out with a reason, into what-if and minutes."""
    site, form = await _posted(request)
    sending = sending_of(form)
    address = site.read(pairs_of(dict(form).get("state", "")))
    decided = decisions_in(site.controls, form, address.lang)
    whatif = address.whatif
    for function, site_id, decision in decided.decisions:
        whatif = whatif.deciding((function, site_id), decision)
    page = site.page(replace(address, whatif=whatif, touched=None))
    told = list(map(page.words.decision, decided.decisions))
    told += [page.say("reason: {reason}", reason=decided.reason)] if decided.reason else []
    if site.minutes.sent(sending) is None:
        words = "; ".join(filter(None, (*told, decided.who)))
        site.minutes.decide(decided, whatif, address.whatif, words, sending)
    return onward(request, page.address.link())


async def minutes(request: Request) -> Response:
    """The page of the minutes: what was asked, decided and saved in this meeting."""
    site: Site = request.app.state.site
    page = MeetingPage.of(site.page(site.read(pairs_of(request.url.query))), site.minutes)
    return HTMLResponse(site.render("meeting/minutes.html.j2", page, "/minutes"))


async def log(request: Request) -> Response:
    """The whole log as a JSONL download."""
    site: Site = request.app.state.site
    name = f"{site.minutes.log_file.stem}.jsonl"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(site.minutes.log, media_type="application/jsonl", headers=headers)


async def ballots(request: Request) -> Response:
    """All ballots as a CSV download; either-or answers as in ``answers``."""
    site: Site = request.app.state.site
    if site.minutes.priced:
        return await answers(request)
    headers = {"Content-Disposition": f'attachment; filename="{site.minutes.ballot_file.name}"'}
    return Response(site.minutes.ballot_table, media_type="text/csv", headers=headers)


async def export(request: Request) -> Response:
    """The files of the plan on the screen; until they are made, a page that waits for them."""
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
    """The download of one kind: the report, the workbook, or all tables in an archive."""
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


async def _posted(request: Request) -> tuple[Site, Pairs]:
    """The site, and the fields of the form that was sent."""
    return request.app.state.site, await form_of(request)
