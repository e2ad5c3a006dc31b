"""Ballots: the weights of the three aims that each participant gives, one row a participant in a CSV file."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from placement.errors import Fault, Message, ScenarioError, together
from placement.scenario.schema.frame import AIMS
from placement.scenario.schema.text import NoNumber
from placement.scenario.schema.units import WEIGHT
from placement.scenario.source.files import Folder, Unreadable
from placement.scenario.source.positions import Positions, fault_at
from placement.scenario.source.tables import CsvTable, Row, Shape, read_table

PARTICIPANT = "participant"
SHAPE = Shape(
    key=(PARTICIPANT,),
    columns=(PARTICIPANT, *AIMS),
    numbers=frozenset(AIMS),
    required=(PARTICIPANT, *AIMS),
)


@dataclass(frozen=True)
class Ballot:
    """One participant's weights.

    Attributes:
        participant: as written; every name stands once.
        weights: citizen, quality, economy on the participant's own scale; none below 0, at least one above.
    """

    participant: str
    weights: tuple[float, float, float]

    @property
    def shares(self) -> tuple[float, float, float]:
        """The weights with sum 1."""
        largest = max(self.weights)
        citizen, quality, economy = (weight / largest for weight in self.weights)
        total = citizen + quality + economy
        return _share(citizen, total), _share(quality, total), _share(economy, total)


def _share(weight: float, total: float) -> float:
    """A share of the weights; 0 where it is smaller than the least weight there can be."""
    share = weight / total
    return 0.0 if share < WEIGHT.least else share


@dataclass(frozen=True)
class Ballots:
    """Every ballot of a file, in its order.

    Attributes:
        ballots: at least one.
        inputs: SHA-256 of the file by its name.
    """

    ballots: tuple[Ballot, ...]
    inputs: dict[str, str]


def read_ballots(path: str | Path) -> Ballots:
    """Read a file with the columns ``participant`` and the three aims, in either CSV dialect of scenario tables.

    Raises:
        ScenarioError: with every fault found, each with its line and column.
    """
    file, positions = Path(path), Positions()
    if not file.exists() or file.is_dir():
        columns = ", ".join(SHAPE.columns)
        raise ScenarioError(
            [
                Fault(
                    Message("there is no such file; expected a CSV file with the columns {columns}.", columns=columns),
                    "",
                    str(file),
                )
            ]
        )
    folder = Folder(file.parent, "" if file.parent == Path() else str(file.parent))
    table = read_table(folder, file.name, SHAPE, positions)
    if isinstance(table, Unreadable):
        raise ScenarioError([Fault(table.message, "", str(file), table.line, table.column, "", table.suggestion)])
    faults = [*table.faults, *_faults(table, positions)]
    if faults:
        raise ScenarioError(sorted(faults, key=lambda fault: (fault.line, fault.column)))
    ballots = tuple(Ballot(str(row[PARTICIPANT]), _weights(row)) for row in table.rows)
    return Ballots(ballots, folder.inputs)


def anonymous(ballots: Ballots, word: str) -> Ballots:
    """The ballots with ``word`` and a number for each name, in the order of the file."""
    numbered = (Ballot(f"{word} {n}", ballot.weights) for n, ballot in enumerate(ballots.ballots, 1))
    return Ballots(tuple(numbered), ballots.inputs)


def _weights(row: Row) -> tuple[float, float, float]:
    citizen, quality, economy = (float(row[aim]) for aim in AIMS)
    return citizen, quality, economy


def _faults(table: CsvTable, positions: Positions) -> Iterator[Fault]:
    """What is wrong with the answers, where the table itself could be read."""
    seen: dict[str, str] = {}
    for row in table.rows:
        name = str(row[PARTICIPANT])
        found: list[tuple[str, str]] = [(aim, message) for aim in AIMS if (message := _wrong(row, aim))]
        if not found and not any(row[aim] for aim in AIMS):
            message = Message("all weights of '{name}' are 0; at least one must be above 0.", name=name)
            found = [(AIMS[0], message)]
        first = seen.setdefault(" ".join(name.casefold().split()), name)
        if first != name:
            message = Message(
                "'{name}' and '{first}' look like the same participant; write two names.", name=name, first=first
            )
            found.insert(0, (PARTICIPANT, message))
        for column, message in found:
            mark = table.mark((name,), column)
            if mark is not None:
                yield fault_at(mark, message, positions.lines)


def _wrong(row: Row, aim: str) -> str:
    """What is wrong with a weight; empty where nothing is."""
    if aim not in row:
        return Message(
            "the cell '{aim}' is empty; a weight is a number from 0 up, on any scale. Write 0 for an aim that counts "
            "nothing.",
            aim=aim,
        )
    value = row[aim]
    if isinstance(value, NoNumber):
        return together(value.why, Message("Every aim needs a weight: a number from 0 up, on any scale."))
    if not math.isfinite(value):
        return Message("the weight is too large; a weight is a number from 0 up, on any scale.")
    below = Message("{seen} is below 0; a weight is a number from 0 up, on any scale.", seen=f"{float(value):g}")
    return below if value < 0 else ""
