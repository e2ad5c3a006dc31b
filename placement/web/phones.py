"""Either-or questions answered on phones: each card has a link, as a QR code, and gives one ballot.

The questions are those that ``placement ballots SCENARIO --questions FILE.csv`` writes, and the answers are read by
``placement ballots SCENARIO ANSWERS.csv``. Nothing tells which card a ballot was given with: the table of answers is in
the order of the cards' secret words.
"""

from __future__ import annotations

import csv
import io
import json
import secrets
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from placement.errors import Fault, Message, ScenarioError
from placement.locale import N_
from placement.scenario.ballots import PARTICIPANT, QUESTION
from placement.scenario.source.files import Unreadable, read_text
from placement.web.follow import code, outside, rendered
from placement.web.record import Record
from placement.web.requests import AskedWrongError, Wrong, count_in, language
from placement.web.site import Site, form_of, pairs_of
from placement.web.what_ifs import Address, WhatIf

MOST_PHONES, MOST_QUESTIONS = 10_000, 60
CARDS_A_PAGE = 40
_YES_NO = {"yes": True, "no": False}
_TABLE = """CREATE TABLE IF NOT EXISTS card (word TEXT PRIMARY KEY, asked TEXT NOT NULL, number INTEGER NOT NULL,
answers TEXT, UNIQUE (asked, number))"""
_SEE_OTHER = 303


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
        rendered(site, page, "vote.html.j2", request.url.path, **told), 404 if state is None else status
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
    if not cards.vote(request.path_params["word"], answers):
        return _page(request, cards, 409)
    home = site.controls.home
    return RedirectResponse(Address(WhatIf(), lang, home=home).link(request.url.path), _SEE_OTHER)


async def cards_page(request: Request) -> Response:
    """The cards to be printed and handed out, some on each page; for the chair."""
    site: Site = request.app.state.site
    cards: Cards | None = request.app.state.cards
    page = site.page(site.read((n, v) for n, v in pairs_of(request.url.query) if n != "from"))
    start = count_in(dict(pairs_of(request.url.query)).get("from", "")) or 1
    last = min(start + CARDS_A_PAGE - 1, cards.total if cards else 0)
    shown = [(n, outside(request, f"/vote/{cards.word(n)}")) for n in range(start, last + 1)] if cards else []
    return HTMLResponse(rendered(site, page, "phones.html.j2", "/phones", cards=cards, shown=shown, after=last + 1))


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
