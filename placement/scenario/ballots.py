"""Ballots: each participant's answers to either-or questions, one row a participant in a CSV file.

The columns are ``participant`` and one for each question, named as in the file of questions: ``q3-1f20ab9c`` is the
third question, and the part after the hyphen is a fingerprint that all questions of one set share. A cell is yes or no,
in English or Danish, or empty without an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from placement.errors import Fault, Message, ScenarioError
from placement.scenario.schema.frame import AIMS
from placement.scenario.schema.units import WEIGHT
from placement.scenario.source.files import Folder, Unreadable
from placement.scenario.source.positions import Mark, Positions, fault_at
from placement.scenario.source.tables import CsvTable, Row, Shape, read_table

PARTICIPANT = "participant"
QUESTION = re.compile(r"q([1-9][0-9]*)-([0-9a-f]{8})")
"""The id of a question: its number, and the fingerprint of all questions asked with it."""
SHAPE = Shape(
    key=(PARTICIPANT,),
    columns=(PARTICIPANT,),
    numbers=frozenset(),
    required=(PARTICIPANT,),
    numbers_starting="q",  # not numbers here: the prefix of the columns of questions
)
YES, NO = frozenset({"yes", "y", "ja", "j"}), frozenset({"no", "n", "nej"})
_WEIGHTS = Message(
    "these ballots are weights, and a weight says nothing until it is known which range it is a share of. Ask anew: "
    "placement ballots SCENARIO --questions FILE.csv writes either-or questions and an empty sheet for the answers. "
    "What one participant's weights would pay for a minute is said by placement solve SCENARIO --method weighted "
    "--weights citizen=1,quality=1,economy=1, with the weights in place of the ones; placement tradeoff SCENARIO --all "
    "shows what each price would buy."
)


@dataclass(frozen=True)
class Ballot:
    """One participant's weights of the three aims, given in a meeting about a scenario whose method weighs aims.

    Attributes:
        participant: name as written; unique.
        weights: citizen, quality, economy on the participant's own scale; at least 0, and not all 0.
    """

    participant: str
    weights: tuple[float, float, float]

    @property
    def shares(self) -> tuple[float, float, float]:
        """The weights scaled to sum 1."""
        largest = max(self.weights)
        citizen, quality, economy = (weight / largest for weight in self.weights)
        total = citizen + quality + economy
        return _share(citizen, total), _share(quality, total), _share(economy, total)


def _share(weight: float, total: float) -> float:
    """A weight's share of the total; 0 if it is below the smallest weight a scenario can have."""
    share = weight / total
    return 0.0 if share < WEIGHT.least else share


@dataclass(frozen=True)
class Answers:
    """One participant's answers.

    Attributes:
        participant: name as written; unique.
        given: by id of each question answered, True for yes.
    """

    participant: str
    given: tuple[tuple[str, bool], ...]

    def answer(self, question: str) -> bool | None:
        """True if the answer to a question is yes, False if no, None if it was not answered."""
        return dict(self.given).get(question)


@dataclass(frozen=True)
class Ballots:
    """The answers of all participants in a file, in its order.

    Attributes:
        participants: at least one, with at least one answer in all.
        fingerprint: of the set of questions.
        marks: by id of a question, the place of its heading in the file.
        inputs: by name of the file, its SHA-256.
    """

    participants: tuple[Answers, ...]
    fingerprint: str
    marks: Mapping[str, Mark]
    inputs: dict[str, str]


def read_ballots(path: str | Path) -> Ballots:
    """Read a file of answers, in either CSV dialect of scenario tables.

    Raises:
        ScenarioError: with every fault found, each with its line and column; ballots with weights are refused.
    """
    file, positions = Path(path), Positions()
    if not file.exists() or file.is_dir():
        message = Message(
            "there is no such file; expected a CSV file with the answers, as placement ballots SCENARIO --questions "
            "FILE.csv writes it empty."
        )
        raise ScenarioError([Fault(message, "", str(file))])
    folder = Folder(file.parent, "" if file.parent == Path() else str(file.parent))
    table = read_table(folder, file.name, SHAPE, positions)
    if isinstance(table, Unreadable):
        raise ScenarioError([Fault(table.message, "", str(file), table.line, table.column, "", table.suggestion)])
    faults = list(_faults(table, positions))
    if faults:
        raise ScenarioError(sorted(faults, key=lambda fault: (fault.line, fault.column)))
    marks = _marks(table)
    participants = tuple(_answers(row) for row in table.rows)
    return Ballots(participants, _fingerprints(table)[0], marks, folder.inputs)


def anonymous(ballots: Ballots, word: str) -> Ballots:
    """The answers with each name replaced by ``word`` and a number, in the order of the file."""
    numbered = tuple(Answers(f"{word} {n}", one.given) for n, one in enumerate(ballots.participants, 1))
    return Ballots(numbered, ballots.fingerprint, ballots.marks, ballots.inputs)


def is_yes(cell: object) -> bool | None:
    """True for yes in a cell, False for no; None for anything else."""
    said = str(cell).strip().rstrip(".!").casefold()
    return True if said in YES else False if said in NO else None


def _answers(row: Row) -> Answers:
    given = {name: is_yes(cell) for name, cell in row.items() if name != PARTICIPANT}
    return Answers(str(row[PARTICIPANT]), tuple((name, said) for name, said in given.items() if said is not None))


def _questions(table: CsvTable) -> list[str]:
    return [name for name in table.header if name != PARTICIPANT]


def _fingerprints(table: CsvTable) -> list[str]:
    """The different fingerprints of the questions, in the order of the heading."""
    found = (QUESTION.fullmatch(name) for name in _questions(table))
    return list(dict.fromkeys(match[2] for match in found if match))


def _marks(table: CsvTable) -> dict[str, Mark]:
    """By id of a question, the place of its heading."""
    line = _heading(table)
    return {name: table.cell(line, table.header.index(name)) for name in _questions(table)}


def _heading(table: CsvTable) -> int:
    """The line of the heading, counted from 1."""
    return next((n for n, line in enumerate(table.text, 1) if PARTICIPANT in line and line.lstrip()[:1] != "#"), 1)


def _faults(table: CsvTable, positions: Positions) -> Iterator[Fault]:
    if PARTICIPANT in table.header and set(AIMS) & set(table.header):
        yield fault_at(Mark(table.file, _heading(table), 1), _WEIGHTS, positions.lines)
        return
    yield from table.faults
    if not table.header or PARTICIPANT not in table.header:
        return
    yield from _faults_of_heading(table, positions)
    yield from _faults_of_rows(table, positions)


def _faults_of_heading(table: CsvTable, positions: Positions) -> Iterator[Fault]:
    marks, fingerprints = _marks(table), _fingerprints(table)
    for name in _questions(table):
        match = QUESTION.fullmatch(name)
        if match is None and SHAPE.allows(name):
            message = Message(
                "'{name}' is the id of no question; keep the headings as they stand in the sheet, such as {example}.",
                name=name,
                example="q1-1f20ab9c",
            )
            yield fault_at(marks[name], message, positions.lines)
        elif match is not None and match[2] != fingerprints[0]:
            message = Message(
                "'{name}' was asked with other questions than '{first}'; keep one sheet for each set of questions.",
                name=name,
                first=next(each for each in marks if each.endswith(fingerprints[0])),
            )
            yield fault_at(marks[name], message, positions.lines)
    if not table.faults and not fingerprints and not _questions(table):
        message = Message("no question is a column; keep the headings as they stand in the sheet.")
        yield fault_at(Mark(table.file, _heading(table), 1), message, positions.lines)
    elif not table.faults and fingerprints and not any(name in row for row in table.rows for name in marks):
        message = Message("nobody has answered anything; write yes or no in the rows of the participants.")
        yield fault_at(Mark(table.file, _heading(table), 1), message, positions.lines)


def _faults_of_rows(table: CsvTable, positions: Positions) -> Iterator[Fault]:
    """Faults in the answers, once the table itself could be read."""
    seen: dict[str, str] = {}
    for row in table.rows:
        name = str(row[PARTICIPANT])
        found: list[tuple[str, Message]] = []
        first = seen.setdefault(" ".join(name.casefold().split()), name)
        if first != name:
            alike = Message(
                "'{name}' and '{first}' look like the same participant; write two names.", name=name, first=first
            )
            found.append((PARTICIPANT, alike))
        for question in _questions(table):
            if question in row and is_yes(row[question]) is None:
                message = Message(
                    "'{seen}' is neither yes nor no; write yes or no, ja or nej, or leave the cell empty where there "
                    "is no answer.",
                    seen=str(row[question]),
                )
                found.append((question, message))
        for column, message in found:
            mark = table.mark((name,), column)
            if mark is not None:
                yield fault_at(mark, message, positions.lines)
