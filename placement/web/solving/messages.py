"""Messages between the server and its solving processes: tasks in one direction, words about them in the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from placement.present.parts import Part
from placement.present.words.voice import Language
from placement.questions.tradeoff.steps.screen import Row
from placement.solve.result import Options
from placement.solve.stage import Three
from placement.web.solving.answers import Picture


@dataclass(frozen=True)
class Setup:
    """What a process needs to begin.

    Attributes:
        path: of the scenario; ``options``: how to solve.
        nice: its niceness (``os.nice``); ``loud``: whether what libraries print is shown.
    """

    path: str
    options: Options
    nice: int = 0
    loud: bool = False


@dataclass(frozen=True)
class Task:
    """A question to a process: the number its answers carry, the name of a method of ``Desk``, and the arguments."""

    number: int
    kind: str
    given: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Stop:
    """End a task and keep its best answer; in a ``hurry`` nothing is kept, since the task will be begun again."""

    number: int
    hurry: bool = False


@dataclass(frozen=True)
class Word:
    """An answer to a task: an interim one, or the ``last``."""

    number: int
    told: Any
    last: bool = False


@dataclass(frozen=True)
class Solution:
    """The last answer to a question: what is shown, the whole answer packed, and why the search was stopped, if so."""

    picture: Picture
    packed: bytes
    stopped: str


@dataclass(frozen=True)
class Account:
    """An explanation by language; ``rules``, for one pair alone, are the rules that forbid it."""

    told: Mapping[Language, tuple[Part, ...]]
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class StepTold(Account):
    """The sheet of a step of the staircase.

    Attributes:
        price: the interval of prices of a minute at which it begins, in words by language; empty where no step has the
            price.
        opened, closed: function and site of the offers that come and go.
    """

    price: Mapping[Language, str] = field(default_factory=dict)
    opened: tuple[tuple[str, str], ...] = ()
    closed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Choice(Account):
    """The plans there is a choice between.

    Attributes:
        aims: the three aims of each, as changes from today where today is known.
        weights: with sum 1, for which each plan is best; None where there are none.
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
    """The staircase of prices; ``told`` is the text beside its steps, by language.

    Attributes:
        rows: of the table of the steps, by language; ``remark``: the text below it.
        pictures: SVG of the steps, by language.
        ranges: for each plan the prices of a minute between which it is proven best; low above high where there are
            none.
        chosen: position of the plan chosen by the price asked for; None without a price.
        is_proposal: whether that is in everything the plan of the workbench; ``dearer``: DKK a year by which the
            workbench's plan costs more at that price.
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
    """Ballots counted, in words by language; ``plans``: who chose each plan, and weights that lead to it."""

    told: Mapping[Language, tuple[Part, ...]]
    plans: tuple[tuple[tuple[str, ...], Three], ...]


@dataclass(frozen=True)
class Files:
    """Files by name."""

    made: Mapping[str, bytes]


@dataclass(frozen=True)
class Broken:
    """An unexpected failure of a task; its message is for the log."""

    message: str
