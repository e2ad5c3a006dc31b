"""What the server and its solving processes say to each other: tasks one way, words about them the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from placement.present.parts import Part
from placement.present.words.voice import Language
from placement.questions.tradeoff.steps.screen import Row
from placement.solve.result import Options
from placement.solve.stage import Three
from placement.web.answers import Picture


@dataclass(frozen=True)
class Setup:
    """What a process needs to begin.

    Attributes:
        path: of the scenario; ``options``: how to solve.
        nice: how readily it gives way to others; ``loud``: whether what libraries print is shown.
    """

    path: str
    options: Options
    nice: int = 0
    loud: bool = False


@dataclass(frozen=True)
class Task:
    """Something to be done: a number to speak of it by, the name of a method of ``Desk``, and what it is given."""

    number: int
    kind: str
    given: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Stop:
    """End a task and keep what it has; in a ``hurry`` nothing is kept, since it will be begun again."""

    number: int
    hurry: bool = False


@dataclass(frozen=True)
class Word:
    """What a process says of a task: something on the way, or the last word (``last``)."""

    number: int
    told: Any
    last: bool = False


@dataclass(frozen=True)
class Solution:
    """The last word on a question: what is shown, the whole answer packed, and why it was stopped, if it was."""

    picture: Picture
    packed: bytes
    stopped: str


@dataclass(frozen=True)
class Account:
    """Something told about answers, by language; ``rules`` are those that say no, where it is about one pair."""

    told: Mapping[Language, tuple[Part, ...]]
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class StepTold(Account):
    """What a step of the staircase does.

    Attributes:
        price: between what prices of a minute it is taken, in words by language; empty where there is no such step.
        opened, closed: function and site of the offers that come and go.
    """

    price: Mapping[Language, str] = field(default_factory=dict)
    opened: tuple[tuple[str, str], ...] = ()
    closed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Choice(Account):
    """The plans there is a choice between.

    Attributes:
        aims: the three aims of each, against today where there is one.
        weights: for which each is best, with sum 1; None where there are none.
        pictures: each of them.
        best: position of the one that the weights choose.
        method: what plans are weighed with.
        complete: whether no plan is missing at the asked spacing.
    """

    aims: tuple[Three, ...] = ()
    weights: tuple[Three | None, ...] = ()
    pictures: tuple[Picture, ...] = ()
    best: int = 0
    method: str = ""
    complete: bool = False


@dataclass(frozen=True)
class Stairs(Account):
    """The staircase of prices; ``told`` is what stands beside its steps.

    Attributes:
        rows: of the table of the steps, by language; ``remark``: what stands below it.
        pictures: SVG of the steps, by language.
        ranges: for each plan the prices of a minute between which it is proven best; crossed where there are none.
        chosen: position of the plan that the price asked for chooses; None where nobody says a price.
        is_proposal: whether that is the plan of the workbench, in everything; ``dearer``: DKK a year by which the one
            of the workbench costs more at that price.
    """

    rows: Mapping[Language, tuple[Row, ...]] = field(default_factory=dict)
    remark: Mapping[Language, str] = field(default_factory=dict)
    pictures: Mapping[Language, str] = field(default_factory=dict)
    ranges: tuple[tuple[float, float], ...] = ()
    chosen: int | None = None
    is_proposal: bool = False
    dearer: float = 0.0


@dataclass(frozen=True)
class Counted:
    """Ballots counted, told by language; ``plans``: who chose each, and weights that lead there."""

    told: Mapping[Language, tuple[Part, ...]]
    plans: tuple[tuple[tuple[str, ...], Three], ...]


@dataclass(frozen=True)
class Files:
    """Files by name."""

    made: Mapping[str, bytes]


@dataclass(frozen=True)
class Broken:
    """Something failed that should not have; for the log."""

    message: str
