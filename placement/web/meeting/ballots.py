"""Either-or ballots in the browser: the questions, what one participant's answers say, and what all of them say.

The questions, their counting and their words are those of ``placement ballots``; the stored answers are a file that
command reads. Nothing in this module depends on pages: ``paper_of`` runs in a solving process, all else in the server.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from placement.locale import LANGUAGES
from placement.present.tables.columns import Row, Table, key, table_kind, text
from placement.present.tables.csv_dialect import Dialect, dump
from placement.present.words.voice import Language, Voice
from placement.questions.ballots.questionnaire import Numbers, Question, Questionnaire, Sheet, Trips, sentence
from placement.questions.ballots.screen import (
    accepted_in_words,
    leaning_in_words,
    price_in_words,
    proof_in_words,
    step_in_words,
)
from placement.questions.ballots.study import Leaning, Opinions, Span, leaning
from placement.questions.ballots.tables import ANSWERS
from placement.scenario.ballots import PARTICIPANT, Answers

LEAST_BALLOTS = 5
"""Default number of participants from whom on the result of the ballots is shown."""


@dataclass(frozen=True)
class Paper:
    """The questions of a scenario in words, without the plans behind them.

    Attributes:
        sheet: what is asked; ids, prices and order.
        asked: each question in words, in the order asked, by language.
        steps: what each step changes, by language; shown only when the ballot is closed.
        proof: how sure it is that no step is missing, by language.
    """

    sheet: Sheet
    asked: Mapping[Language, tuple[str, ...]]
    steps: Mapping[Language, tuple[str, ...]]
    proof: Mapping[Language, tuple[str, ...]]

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the questions in the order asked: field names of the form, and columns of the file."""
        return tuple(question.id for question in self.sheet.questions)

    def words(self, question: Question, lang: Language) -> str:
        """The text of a question."""
        return self.asked[lang][question.number - 1]

    def leaning(self, answers: Answers) -> Leaning:
        """What one participant's answers say: an interval of prices, and which of them contradict each other."""
        return leaning(answers, self.sheet.questions)

    def opinions(self, ballots: Sequence[Answers]) -> Opinions:
        """All answers counted together."""
        return Opinions(self.sheet, tuple(ballots))


def paper_of(asked: Questionnaire) -> Paper:
    """The paper of a questionnaire: values that can be sent between processes."""
    voices = {lang: Voice(lang) for lang in LANGUAGES}
    return Paper(
        asked.sheet,
        {lang: tuple(sentence(one, asked, say) for one in asked.questions) for lang, say in voices.items()},
        {
            lang: tuple("; ".join(step_in_words(asked, step, say)) for step in range(len(asked.steps)))
            for lang, say in voices.items()
        },
        {lang: tuple(filter(None, proof_in_words(asked, say))) for lang, say in voices.items()},
    )


def paper_text(paper: Paper) -> str:
    """The questions as JSON, to be stored in the meeting's record."""
    return json.dumps(asdict(paper), ensure_ascii=False)


def paper_from(text: str) -> Paper | None:
    """The questions from the JSON of `paper_text`; None for an empty text."""
    if not text:
        return None
    read = json.loads(text)
    sheet = read["sheet"]
    asked, steps, proof = (
        {lang: tuple(read[part][lang]) for lang in LANGUAGES if lang in read[part]}
        for part in ("asked", "steps", "proof")
    )
    questions = tuple(Question(**{**each, "told": _numbers(each["told"])}) for each in sheet["questions"])
    return Paper(Sheet(questions, tuple(sheet["prices"]), sheet["free"]), asked, steps, proof)


def _numbers(read: Mapping[str, Any]) -> Numbers:
    return Numbers(**{**read, **{name: Trips(**read[name]) for name in ("shorter", "spared", "longer")}})


@dataclass(frozen=True, eq=False)
class Own:
    """What a participant, and nobody else, is shown of the answers just given.

    Attributes:
        paper: what was asked; ``answers``: what was answered; ``say``: in the participant's language.
    """

    paper: Paper
    answers: Answers
    say: Voice

    @property
    def price(self) -> str:
        """The interval of prices of a minute in which the participant's own price lies, in words."""
        return leaning_in_words(self.paper.leaning(self.answers), self.say)

    @property
    def contradictions(self) -> list[tuple[str, str, str, str]]:
        """Each step accepted though a cheaper one was refused: both questions and both prices, in words."""
        found, lang = self.paper.leaning(self.answers).contradictions, self.say.language
        return [
            (
                self.paper.words(taken, lang),
                self.paper.words(refused, lang),
                price_in_words(self.say, taken.price),
                price_in_words(self.say, refused.price),
            )
            for taken, refused in found
        ]


@dataclass(frozen=True, eq=False)
class Result:
    """What the ballots say together; empty where so few voted that it would reveal who said what.

    Attributes:
        paper: what was asked; ``ballots``: what was answered; ``say``: in the language of the page.
        least: participants from whom on anything is shown.
    """

    paper: Paper
    ballots: Sequence[Answers]
    say: Voice
    least: int = LEAST_BALLOTS

    @cached_property
    def opinions(self) -> Opinions:
        """The answers, counted."""
        return self.paper.opinions(self.ballots)

    @property
    def is_told(self) -> bool:
        """Whether enough participants have answered for the result to be shown."""
        return len(self.opinions.counted) >= max(1, self.least)

    @property
    def accepted(self) -> list[str]:
        """Up to which price everybody, and a majority, accepts every step, in words."""
        return accepted_in_words(self.opinions, self.say) if self.is_told else []

    @property
    def steps(self) -> list[tuple[str, list[tuple[str, str, str]]]]:
        """Steps that everybody accepts, that are disputed, that nobody accepts: price, change, how many accept."""
        if not self.is_told:
            return []
        found, say, told = self.opinions, self.say, self.paper.steps[self.say.language]
        headings = {"everybody": say("Everybody takes"), "talk": say("To talk about"), "nobody": say("Nobody takes")}
        made: dict[str, list[tuple[str, str, str]]] = {verdict: [] for verdict in headings}
        for question, tally in zip(self.paper.sheet.by_price, found.tallies, strict=True):
            price = say("{money} kr. a minute", money=price_in_words(say, question.price))
            many = say(
                "{take} would take it, {refuse} would not, of {open} it is not known",
                take=tally.take,
                refuse=tally.refuse,
                open=tally.open,
            )
            made[found.verdict(question.step)].append((price, told[question.step], many))
        return [(heading, made[verdict]) for verdict, heading in headings.items() if made[verdict]]

    @property
    def intervals(self) -> list[str]:
        """Each participant's interval of prices without a name, sorted, so that the order does not identify anybody."""
        if not self.is_told:
            return []
        found = [self.opinions.leanings[n] for n in self.opinions.counted]
        return [leaning_in_words(one, self.say) for one in sorted(found, key=lambda one: one.span)]

    @property
    def contradictory(self) -> int:
        """How many participants have contradicting answers."""
        return sum(bool(one.contradictions) for one in self.opinions.leanings) if self.is_told else 0

    @property
    def plans(self) -> list[tuple[str, Span]]:
        """Who accepts all steps up to a plan, and the prices of a minute between which that plan is best."""
        if not self.is_told:
            return []
        found, say = self.opinions, self.say
        (sure, may), told = found.majoritys_plans, dict[int, list[str]]()
        for plan, who in (
            (found.everybodys_plan, say("everybody")),
            (sure, say("a majority")),
            (may, say("a majority, at most")),
        ):
            told.setdefault(plan, []).append(who)
        return [(say.listed(who), found.best_at(plan)) for plan, who in sorted(told.items())]

    @property
    def proof(self) -> tuple[str, ...]:
        """How sure it is that no step is missing."""
        return self.paper.proof[self.say.language]


def ballots_file(ids: Sequence[str], ballots: Sequence[Answers], dialect: Dialect) -> bytes:
    """The answers as a CSV file that ``placement ballots SCENARIO FILE`` reads.

    Args:
        ids: of all questions, in the order asked.
        ballots: each participant's answers.
        dialect: of the CSV.
    """
    kind = table_kind("answers", "", "", key(PARTICIPANT, "", ""), *(text(name, "", "") for name in ids))
    rows: list[Row] = [(one.participant, *(_cell(one.answer(name)) for name in ids)) for one in ballots]
    return dump(Table(kind, rows), dialect)


def without_names(ballots: Sequence[Answers], word: str) -> list[Answers]:
    """The answers with ``word`` and a number for each name, sorted by answers so that nobody can be recognised."""
    answered = sorted(sorted(one.given) for one in ballots)
    return [Answers(f"{word} {n}", tuple(given)) for n, given in enumerate(answered, 1)]


def _cell(answer: bool | None) -> str | None:
    return None if answer is None else ANSWERS[0 if answer else 1]
