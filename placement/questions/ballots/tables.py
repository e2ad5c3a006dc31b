"""The tables of ``ballots``, its JSON documents, and the folders they are written to."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from placement.errors import Message, RefusedError
from placement.locale import N_, P_
from placement.present.folder import manifest as manifests
from placement.present.folder.manifest import Call, folder_manifest
from placement.present.folder.reading import SCHEMA_VERSION, Document, plain, to_json
from placement.present.folder.writing import put
from placement.present.tables.columns import Column, Row, Table, by_name, flag, key, number, table_kind, text, whole
from placement.present.tables.csv_dialect import Dialect, dump
from placement.present.tables.tabular import tabular_files, variants_in
from placement.present.words.voice import Language, Voice
from placement.questions import IN_EVERY_FOLDER, Outputs
from placement.questions.ballots.questionnaire import Landing, Numbers, Questionnaire, sentence
from placement.questions.ballots.study import KINDS, VERDICTS, Changed, Count, Leaning, Span, changes
from placement.questions.proposal.document import exact_plan, made_of
from placement.questions.proposal.folder import write_files
from placement.questions.proposal.views import Titles
from placement.scenario.ballots import PARTICIPANT

ANSWERS = ("yes", "no")


def _trips(of: str) -> tuple[Column, ...]:
    """The columns of shorter and longer trips, shared by several tables; ``of`` says which number they are."""
    return (
        number("visits_shorter_per_year", N_("Visits, shorter trips"), "visits/year", N_("Visits with shorter trips.")),
        number(
            "minutes_shorter_each_way",
            N_("Minutes shorter, each way"),
            "minutes",
            N_("Minutes by which those trips get shorter, each way, on average."),
        ),
        number(
            "visits_without_trip_per_year",
            N_("Visits, no trip any more"),
            "visits/year",
            N_("Visits that need no trip any more: they are made at home."),
        ),
        number(
            "minutes_without_trip_each_way",
            N_("Minutes of that trip, each way"),
            "minutes",
            N_("Minutes of that trip, each way, on average."),
        ),
        number("visits_longer_per_year", N_("Visits, longer trips"), "visits/year", N_("Visits with longer trips.")),
        number(
            "minutes_longer_each_way",
            N_("Minutes longer, each way"),
            "minutes",
            N_("Minutes by which those trips get longer, each way, on average."),
        ),
        number(
            "lost_quality_visits_per_year",
            N_("Lost quality, visits"),
            "visits/year",
            N_("Visits more in which quality is lost; below 0 fewer."),
        ),
        number("minutes_saved_per_year", N_("Minutes saved a year"), "minutes/year", of),
    )


_MONEY = number(
    "money_per_year",
    N_("Kr. a year"),
    "DKK/year",
    N_("What it costs a year, annuities included; below 0 it saves money."),
)
QUESTIONS = table_kind(
    "ballot_questions",
    N_("Questions"),
    N_("Each step as it is asked about, in round numbers, in the order asked."),
    key("question", N_("Question"), N_("Id of the question, the heading of its column in the sheet of answers.")),
    text("text", N_("Text"), N_("The question, to be answered by yes or no.")),
    _MONEY,
    *_trips(N_("Minutes saved a year, both ways, as the scenario counts them.")),
)
BALLOTS = table_kind(
    "ballots",
    N_("Ballots"),
    N_("Between which prices of a minute each participant's answers lie."),
    key("participant", N_("Participant"), N_("Name as given, or a number.")),
    whole("yes", N_("Yes"), "answers", N_("Questions answered by yes.")),
    whole("no", N_("No"), "answers", N_("Questions answered by no.")),
    number(
        "highest_yes_price_per_minute",
        N_("Dearest yes, kr. a minute"),
        "DKK/minute",
        N_("The dearest step taken: a minute is worth that, or more."),
    ),
    number(
        "lowest_no_price_per_minute",
        N_("Cheapest no, kr. a minute"),
        "DKK/minute",
        N_("The cheapest step refused: a minute is worth less than that."),
    ),
    text(
        "contradictions",
        N_("Contradictions"),
        N_("Each step taken, and a cheaper one refused, as questions; empty where the answers agree."),
    ),
)
GIVEN = table_kind(
    "ballot_answers",
    N_("Answers"),
    N_("What each participant has answered."),
    key("participant", N_("Participant"), N_("Name as given, or a number.")),
    key("question", N_("Question"), N_("Id of the question.")),
    text("answer", N_("Answer"), N_("Yes or no."), ANSWERS),
)
STEPS = table_kind(
    "ballot_steps",
    P_("staircase", "Steps"),
    N_("Each step of the staircase in exact numbers, and how many would take it."),
    whole("step", P_("staircase", "Step"), "step", N_("Number of the step, the cheapest first."), is_key=True),
    text("question", N_("Question"), N_("Id of the question; empty: it costs nothing, and nobody is asked.")),
    number(
        "price_per_minute",
        N_("Kr. a minute"),
        "DKK/minute",
        N_("What a minute costs in this step, lost quality at its price."),
    ),
    number(
        "unproven_per_year",
        N_("Not proven, kr. a year"),
        "DKK/year",
        N_("A third plan may be cheaper by so much at that price; 0: none is. Empty: nobody has looked."),
    ),
    _MONEY,
    *_trips(N_("Minutes saved a year, both ways, as the scenario counts them.")),
    whole("yes", N_("Yes"), "answers", N_("Participants who answered yes.")),
    whole("no", N_("No"), "answers", N_("Participants who answered no.")),
    whole("take", N_("Take it"), "participants", N_("Participants whose answers say that they would take it.")),
    whole("refuse", N_("Do not"), "participants", N_("Participants whose answers say that they would not.")),
    whole("open", N_("Open"), "participants", N_("Participants whose answers do not say, or say both.")),
    text(
        "verdict",
        N_("Verdict"),
        N_("Whether it is free, everybody would take it, nobody would, or there is something to talk about."),
        VERDICTS,
    ),
)
CHANGES = table_kind(
    "ballot_step_changes",
    N_("What steps change"),
    N_("What each step opens, closes and changes; for after the ballot."),
    whole("step", P_("staircase", "Step"), "step", N_("Number of the step, the cheapest first."), is_key=True),
    key("change", P_("column", "Change"), N_("Offers, home treatment, clinic days, or equipment."), KINDS),
    key("phase", N_("Phase"), N_("Phase of the scenario; empty without phases.")),
    key("item", N_("Function or equipment, id"), N_("Id of what changes.")),
    key("site", N_("Site, id"), N_("Site id; empty for home treatment.")),
    text("item_title", N_("Function or equipment"), N_("Name of what changes.")),
    text("site_title", N_("Site"), N_("Name of the site.")),
    number("before", P_("column", "Before"), "", N_("Days a week, share of the visits at home, or units; before.")),
    number("after", P_("column", "After"), "", N_("The same after.")),
)
PLANS = table_kind(
    "ballot_plans",
    N_("Plans"),
    N_("The plans of the staircase, and which of them the answers lead to."),
    whole("plan", N_("Plan"), "plan", N_("Plan; 1 is the cheapest, each step leads to the next."), is_key=True),
    number("best_from_price_per_minute", N_("Best from, kr. a minute"), "DKK/minute", N_("Price it is best from.")),
    number("best_to_price_per_minute", N_("Best to, kr. a minute"), "DKK/minute", N_("... and up to; empty: no end.")),
    flag("everybody", N_("Everybody"), N_("Whether it is the plan after the steps that everybody takes.")),
    flag("majority", N_("Majority"), N_("Whether it is the plan after the steps that a majority takes.")),
    flag(
        "majority_at_most",
        N_("Majority, at most"),
        N_("Whether it is the plan after the steps that a majority takes, or may take for all that is known."),
    ),
    number("citizen_minutes", N_("Citizen minutes"), "minutes/year", N_("Citizen aim, minutes a year.")),
    number("quality_visits", N_("Lost quality"), "visits/year", N_("Visits a year in which quality is lost.")),
    number("economy_per_year", N_("Economy"), "DKK/year", N_("Economy aim, kr. a year against today.")),
)
TABLES = by_name(QUESTIONS, BALLOTS, GIVEN, STEPS, CHANGES, PLANS)


def tables(found: Count, lang: Language = "da") -> dict[str, Table]:
    """Every table by its name; ``lang``: language of titles and questions."""
    rows = {
        "ballot_questions": question_rows(found.asked, lang),
        "ballots": _ballots(found),
        "ballot_answers": _answers(found),
        "ballot_steps": (step_row(found, n) for n in range(len(found.asked.steps))),
        "ballot_step_changes": _changes(found.asked, lang),
        "ballot_plans": _plans(found),
    }
    return {name: Table(TABLES[name], list(made)) for name, made in rows.items()}


def question_table(asked: Questionnaire, lang: Language = "da") -> Table:
    """The table of questions as it is handed out."""
    return Table(QUESTIONS, list(question_rows(asked, lang)))


def question_rows(asked: Questionnaire, lang: Language) -> Iterator[Row]:
    """A row for each question, in the order asked."""
    say = Voice.of(asked.loaded.scenario, lang)
    for question in asked.questions:
        yield question.id, sentence(question, asked, say), *_numbers(question.told)


def _numbers(one: Numbers) -> Row:
    trips = ((each.visits, each.minutes) for each in (one.shorter, one.spared, one.longer))
    return one.money, *(value for pair in trips for value in pair), one.lost_visits, one.minutes


def _ballots(found: Count) -> Iterator[Row]:
    for who, one in zip(found.participants, found.leanings, strict=True):
        yield who.participant, one.yes, one.no, one.highest_yes, one.lowest_no, contradictions(one)


def contradictions(one: Leaning) -> str:
    """Each pair of contradicting answers by the ids of its questions, the accepted step first."""
    return "; ".join(f"{taken.id} > {refused.id}" for taken, refused in one.contradictions)


def _answers(found: Count) -> Iterator[Row]:
    for who in found.participants:
        for question in found.asked.questions:
            answer = who.answer(question.id)
            if answer is not None:
                yield who.participant, question.id, ANSWERS[0 if answer else 1]


def step_row(found: Count, step: int) -> Row:
    """The row of ``ballot_steps`` for step number ``step``, from 0."""
    asked = found.asked
    one = asked.steps[step]
    unproven = one.unproven if math.isfinite(one.unproven) else None
    question: str | None = None
    tally: tuple[int | None, ...] = (None,) * 5
    if step >= asked.free:
        told = found.tallies[step - asked.free]
        question = asked.by_price[step - asked.free].id
        tally = told.yes, told.no, told.take, told.refuse, told.open
    return step + 1, question, one.price, unproven, *_numbers(asked.numbers[step]), *tally, found.verdict(step)


def _changes(asked: Questionnaire, lang: Language) -> Iterator[Row]:
    names = Titles(asked.parts[-1].instance, Voice.of(asked.loaded.scenario, lang))
    for step in range(len(asked.steps)):
        for one in changes(asked, step):
            yield (
                step + 1,
                one.kind,
                one.phase,
                one.item,
                one.site,
                item_title(one, names),
                names.site(one.site) if one.site else "",
                one.before,
                one.after,
            )


def item_title(one: Changed, names: Titles) -> str:
    """Title of the function or equipment that changes."""
    return names.item(one.item) if one.kind == "equipment" else names.function(one.item)


def _plans(found: Count) -> Iterator[Row]:
    everybody, (sure, may) = found.everybodys_plan, found.majoritys_plans
    for n, landing in enumerate(found.asked.landings):
        low, high = found.best_at(n)
        yield n + 1, low, high if math.isfinite(high) else None, n == everybody, n == sure, n == may, *landing.aims


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
OUTPUTS = Outputs(kind=manifests.BALLOTS, document=DOCUMENT, head=HEAD, tables=TABLES, about=ABOUT, others=OTHERS)
