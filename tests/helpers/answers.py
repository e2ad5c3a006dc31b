"""Sheets of answers to the questions of a scenario, as participants would fill them in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from placement.questions.ballots.questionnaire import Questionnaire, ask
from tests.helpers.taught import loaded


@cache
def asked(name: str, *variants: str) -> Questionnaire:
    """The questions of a teaching scenario."""
    return ask(loaded(name, *variants))


def sheet(name: str, answers: Mapping[str, str]) -> str:
    """A sheet about a teaching scenario; see ``filled``."""
    return filled(asked(name), answers)


def filled(found: Questionnaire, answers: Mapping[str, str], *, delimiter: str = ",") -> str:
    """A sheet; ``answers``: by participant a sign for each question, the cheapest first.

    The signs are ``y``, ``n`` and ``.`` for no answer; questions that are left out are not answered.
    """
    questions = found.questions
    rows = [["participant", *(question.id for question in questions)]]
    for participant, signs in answers.items():
        by_step = dict(zip((question.step for question in found.by_price), signs, strict=False))
        rows.append([participant, *(by_step.get(question.step, ".").replace(".", "") for question in questions)])
    return "".join(delimiter.join(row) + "\n" for row in rows)
