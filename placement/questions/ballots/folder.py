"""The files of ``ballots``: the questions with an empty answer sheet, and the folder of counted answers."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

from placement.errors import Message, RefusedError
from placement.locale import N_
from placement.present.folder import manifest as manifests
from placement.present.folder.manifest import BALLOTS, Call, folder_manifest
from placement.present.folder.reading import SCHEMA_VERSION, Document, plain, to_json
from placement.present.folder.writing import put
from placement.present.tables.columns import Table, key, table_kind, text
from placement.present.tables.csv_dialect import Dialect, dump
from placement.present.tables.tabular import tabular_files, variants_in
from placement.present.words.voice import Language, Voice
from placement.questions import IN_EVERY_FOLDER, Outputs
from placement.questions.ballots.questionnaire import Landing, Questionnaire
from placement.questions.ballots.study import Count, Span
from placement.questions.ballots.tables import TABLES, question_table, tables
from placement.questions.proposal.document import exact_plan, made_of
from placement.questions.proposal.folder import write_files
from placement.scenario.ballots import PARTICIPANT

DOCUMENT = "ballots.json"
WORKBOOK = "ballots.xlsx"


# ---- the questions, and the sheet for the answers


def sheet_beside(questions: Path | str) -> Path:
    """Path of the empty answer sheet: ``x-answers.csv`` beside ``x.csv``."""
    path = Path(questions)
    return path.with_name(f"{path.stem}-answers{path.suffix or '.csv'}")


def check_sheet(questions: Path | str) -> None:
    """Raise RefusedError where an answer sheet exists already, since it may have been filled in."""
    sheet = sheet_beside(questions)
    if sheet.exists():
        raise RefusedError(
            Message(
                "{sheet} is there already, and may hold answers; rename it, or name another file with --questions.",
                sheet=sheet,
            )
        )


def write_questions(questions: Path | str, asked: Questionnaire, lang: Language, dialect: Dialect) -> list[str]:
    """Write the questions, and beside them the empty answer sheet; returns the paths of both.

    Raises:
        ResultError: one cannot be written, or there is a sheet already.
    """
    check_sheet(questions)
    sheet = sheet_beside(questions)
    put(Path(questions), dump(question_table(asked, lang), dialect))
    put(sheet, empty_sheet(asked, lang, dialect))
    return [str(questions), str(sheet)]


def empty_sheet(asked: Questionnaire, lang: Language, dialect: Dialect) -> bytes:
    """The empty answer sheet: a column for participants, one for each question, and a comment on what to write."""
    columns = [text(question.id, "", "") for question in asked.questions]
    kind = table_kind("answers", "", "", key(PARTICIPANT, "", ""), *columns)
    say = Voice.of(asked.loaded.scenario, lang)
    hint = say(N_("# One row for each participant; in each cell yes or no. Empty is no answer."))
    return dump(Table(kind, []), dialect) + (hint.replace(dialect.delimiter, " -") + dialect.line_end).encode()


def questions_document(asked: Questionnaire, command: str, lang: Language) -> Document:
    """The questions as JSON."""
    document = {
        "schema_version": SCHEMA_VERSION,
        "kind": "placement-ballot-questions",
        **_about(asked),
        "questions": question_table(asked, lang).records(),
        "manifest": made_of(asked.loaded, asked.options, command),
    }
    return plain(document)  # type: ignore[no-any-return]  # a mapping stays a mapping


def _about(asked: Questionnaire) -> Document:
    """The part that the documents of questions and of answers share."""
    return {
        "scenario": asked.loaded.scenario.name,
        "variant": list(asked.loaded.variants),
        "fingerprint": asked.fingerprint,
        "lost_quality_visit_price": asked.lost_quality_visit,
        "complete": asked.complete,
        "proven": asked.proven,
        "ends_proven": asked.ends_proven,
        "stopped": asked.stopped,
    }


# ---- the answers


def ballots_document(found: Count, command: str, lang: Language) -> Document:
    """The counted answers as JSON; NaN and infinity are null."""
    made, asked = tables(found, lang), found.asked
    document = {
        "schema_version": SCHEMA_VERSION,
        "kind": manifests.BALLOTS,
        **_about(asked),
        "participants": len(found.participants),
        "participants_answered": len(found.counted),
        "majority": found.majority,
        "everybody_accepts_price_per_minute": _span(found.everybody_accepts),
        "majority_accepts_price_per_minute": _span(found.majority_accepts),
        "everybodys_plan": found.everybodys_plan + 1,
        "majoritys_plans": [plan + 1 for plan in found.majoritys_plans],
        "questions": made["ballot_questions"].records(),
        "ballots": made["ballots"].records(),
        "answers": made["ballot_answers"].records(),
        "steps": made["ballot_steps"].records(),
        "step_changes": made["ballot_step_changes"].records(),
        "plans": [
            {**record, "exact": _exact(asked, landing)}
            for record, landing in zip(made["ballot_plans"].records(), asked.landings, strict=True)
        ],
        "manifest": made_of(asked.loaded, asked.options, command),
    }
    return plain(document)  # type: ignore[no-any-return]  # a mapping stays a mapping


def _span(span: Span) -> dict[str, float | None]:
    low, high = span
    return {"surely_up_to": low, "no_more_from": high if math.isfinite(high) else None}


def _exact(asked: Questionnaire, landing: Landing) -> list[dict[str, Any]]:
    """The plan of each phase unrounded, from which everything else can be recomputed."""
    return [exact_plan(part.instance, plan) for part, plan in zip(asked.parts, landing.plans, strict=True)]


def ballots_files(found: Count, call: Call) -> dict[str, bytes]:
    """Every file of the folder by name."""
    call = replace(call, created=call.created or dt.datetime.now(dt.UTC))
    loaded = found.asked.loaded
    files = tabular_files(tables(found, call.lang), loaded.scenario, call, WORKBOOK, variants_in(loaded))
    files[DOCUMENT] = to_json(ballots_document(found, call.command, call.lang))
    told = folder_manifest(manifests.BALLOTS, loaded, found.asked.options, loaded.variants, call, files)
    return {**files, manifests.NAME: to_json(told)}


def write_ballots(folder: Path | str, found: Count, call: Call) -> Path:
    """Write the folder, in place of an earlier one; ResultError where it cannot be written."""
    return write_files(folder, ballots_files(found, call))


HEAD = """\
## The folder of `ballots`

`placement ballots SCENARIO --questions FILE.csv` writes the questions (the table `ballot_questions`) and beside them
an empty sheet, `FILE-answers.csv`: a row for each participant, a column for each question, in each cell yes or no.

`placement ballots SCENARIO FILE-answers.csv --out DIR` writes these files, all of them or none. A yes says that a
minute is worth the price of the step or more, a no that it is worth less; where a participant's dearest yes is dearer
than the cheapest no, the two contradict each other, and what lies between them counts as not known.

| file | what it answers |
| --- | --- |
"""
ABOUT = {
    "ballot_questions": "What was asked?",
    "ballots": "Between which prices of a minute does each participant's own lie?",
    "ballot_answers": "Who answered what?",
    "ballot_steps": "Which steps does everybody take, which nobody, and which are to be talked about?",
    "ballot_step_changes": "What does each step open, close and change?",
    "ballot_plans": "Which plans do the answers lead to, and at which prices is each the best?",
}
OTHERS = {
    "ballots.xlsx": "All tables in one workbook.",
    "ballots.json": "The whole answer in one document; `ballots --json` prints the same. Each plan is there unrounded.",
    **IN_EVERY_FOLDER,
}
OUTPUTS = Outputs(kind=BALLOTS, document=DOCUMENT, head=HEAD, tables=TABLES, about=ABOUT, others=OTHERS)
