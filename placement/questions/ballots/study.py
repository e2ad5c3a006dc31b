"""What answers to either-or questions say: each participant's price of a minute, and the steps all, some or none take.

A yes to a step says that a minute is worth its price or more, a no that it is worth less. So the dearest yes and the
cheapest no of a participant hold the price between them. Where the yes is dearer than the no, the answers contradict
each other, and between the two nothing is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np

from placement.errors import Fault, Message, ScenarioError
from placement.locale import N_
from placement.plan.phases import Situation, judge, situations
from placement.plan.plan import Evaluation, Plan
from placement.questions.ballots.questionnaire import Landing, Question, Questionnaire, Sheet
from placement.questions.proposal.rebuild import options_of, plan_of
from placement.scenario.ballots import Answers, Ballots
from placement.scenario.load import Loaded
from placement.solve.stage import INF

Verdict = Literal["free", "everybody", "nobody", "talk"]
Stance = Literal["yes", "no", "open"]
VERDICTS: tuple[Verdict, ...] = ("free", "everybody", "talk", "nobody")
_OTHER = N_(
    "'{name}' was asked about another scenario, or about this one before it was changed: its questions end in {known}. "
    "Ask anew with --questions, or give the same --variant, --set, --seed and accuracy as when they were asked."
)
_UNKNOWN = N_("'{name}' is not among the questions of this scenario; delete the column.")
Span = tuple[float, float]
"""From one price of a minute to another, in DKK; the second may be infinite."""


@dataclass(frozen=True)
class Leaning:
    """What one participant's answers say of the price of a minute.

    Attributes:
        highest_yes: the dearest step taken, DKK a minute; None without a yes.
        lowest_no: the cheapest step refused; None without a no.
        yes, no: how many of each.
        contradictions: a step taken and a cheaper one refused, by their questions; the dearest and the cheapest first.
    """

    highest_yes: float | None
    lowest_no: float | None
    yes: int
    no: int
    contradictions: tuple[tuple[Question, Question], ...]

    @property
    def answered(self) -> bool:
        """Whether anything is."""
        return bool(self.yes or self.no)

    @property
    def span(self) -> Span:
        """The prices between which the participant's own lies, contradictions or not."""
        yes, no = (
            0.0 if self.highest_yes is None else self.highest_yes,
            INF if self.lowest_no is None else self.lowest_no,
        )
        return min(yes, no), max(yes, no)

    def stance(self, price: float) -> Stance:
        """Whether a step of this price would be taken; open where the answers do not say, or say both."""
        yes = self.highest_yes is not None and price <= self.highest_yes
        no = self.lowest_no is not None and price >= self.lowest_no
        return "open" if yes == no else "yes" if yes else "no"


def leaning(participant: Answers, questions: Sequence[Question]) -> Leaning:
    """What the answers of a participant say."""
    yes = sorted((one for one in questions if participant.answer(one.id) is True), key=lambda one: -one.price)
    no = sorted((one for one in questions if participant.answer(one.id) is False), key=lambda one: one.price)
    return Leaning(
        highest_yes=yes[0].price if yes else None,
        lowest_no=no[0].price if no else None,
        yes=len(yes),
        no=len(no),
        contradictions=tuple((taken, refused) for taken in yes for refused in no if taken.price > refused.price),
    )


@dataclass(frozen=True)
class Tally:
    """How the participants who answer stand to one step.

    Attributes:
        yes, no: answers given to its question.
        take, refuse, open: participants who would take it for certain, who would not, and of whom it is not known.
    """

    yes: int
    no: int
    take: int
    refuse: int
    open: int


@dataclass(frozen=True, eq=False)
class Opinions:
    """What the answers say of the steps. Shapes: N participants, Q questions by price.

    Attributes:
        sheet: what was asked.
        participants: every one, in the order in which they answered.
    """

    sheet: Sheet
    participants: tuple[Answers, ...]

    @cached_property
    def leanings(self) -> tuple[Leaning, ...]:
        """Of each participant."""
        return tuple(leaning(one, self.sheet.questions) for one in self.participants)

    @cached_property
    def counted(self) -> tuple[int, ...]:
        """Positions of those who have answered anything; all counts are of these."""
        return tuple(n for n, one in enumerate(self.leanings) if one.answered)

    @property
    def majority(self) -> int:
        """How many are more than half."""
        return len(self.counted) // 2 + 1

    @cached_property
    def tallies(self) -> tuple[Tally, ...]:
        """Of each question, the cheapest step first."""
        return tuple(self._tally(question) for question in self.sheet.by_price)

    def _tally(self, question: Question) -> Tally:
        given = [self.participants[n].answer(question.id) for n in self.counted]
        stances = [self.leanings[n].stance(question.price) for n in self.counted]
        return Tally(
            yes=given.count(True),
            no=given.count(False),
            take=stances.count("yes"),
            refuse=stances.count("no"),
            open=stances.count("open"),
        )

    def verdict(self, step: int) -> Verdict:
        """Whether all would take a step, nobody would, or there is something to talk about."""
        if step < self.sheet.free:
            return "free"
        tally, everybody = self.tallies[step - self.sheet.free], len(self.counted)
        return "everybody" if tally.take == everybody else "nobody" if tally.refuse == everybody else "talk"

    # ---- prices that a group agrees on

    def accepted(self, number: int) -> Span:
        """Up to which price so many participants take every step, and from which price they cannot be so many any more.

        Both are prices of steps, or 0 and infinite where no step, or every one, is such.
        """
        prices = [question.price for question in self.sheet.by_price]
        sure = [price for price, one in zip(prices, self.tallies, strict=True) if one.take >= number]
        lost = [p for p, one in zip(prices, self.tallies, strict=True) if len(self.counted) - one.refuse < number]
        return max(sure, default=0.0), min(lost, default=INF)

    @property
    def everybody_accepts(self) -> Span:
        """See ``accepted``, of all who have answered."""
        return self.accepted(len(self.counted))

    @property
    def majority_accepts(self) -> Span:
        """See ``accepted``, of more than half."""
        return self.accepted(self.majority)

    # ---- plans that follow; positions among the landings

    def plan_at(self, number: int) -> tuple[int, int]:
        """The plan after all steps that so many take for certain, and the one after all they may take."""
        sure = sum(one.take >= number for one in self.tallies)
        may = sum(len(self.counted) - one.refuse >= number for one in self.tallies)
        return self.sheet.free + sure, self.sheet.free + may

    @property
    def everybodys_plan(self) -> int:
        """After the steps that everybody takes."""
        return self.plan_at(len(self.counted))[0]

    @property
    def majoritys_plans(self) -> tuple[int, int]:
        """After the steps that a majority takes, and after those that one may take."""
        return self.plan_at(self.majority)

    def best_at(self, plan: int) -> Span:
        """Prices of a minute at which a plan is the best."""
        edges = [0.0, *self.sheet.prices, INF]
        return edges[plan], edges[plan + 1]


@dataclass(frozen=True, eq=False)
class Count(Opinions):
    """The ballots, counted: what they say, and the plans they lead to.

    Attributes:
        asked: the questions with their plans.
    """

    asked: Questionnaire


def count(asked: Questionnaire, participants: Sequence[Answers]) -> Count:
    """Count the answers; those to questions that are not asked say nothing."""
    return Count(asked.sheet, tuple(participants), asked)


def check(asked: Questionnaire, ballots: Ballots) -> None:
    """Refuse answers to other questions than those of this scenario.

    Raises:
        ScenarioError: with the heading of each column at fault.
    """
    known = {question.id for question in asked.questions}
    strange = [name for name in ballots.marks if name not in known]
    if not strange:
        return
    other = ballots.fingerprint != asked.fingerprint
    faults = []
    for name in strange[:1] if other else strange:
        mark = ballots.marks[name]
        message = Message(_OTHER if other else _UNKNOWN, name=name, known=asked.fingerprint)
        faults.append(Fault(message, "", mark.file, mark.line, mark.column))
    raise ScenarioError(faults)


def regained(loaded: Loaded, told: Mapping[str, Any], options: Mapping[str, Any]) -> Count:
    """What ``ballots.json`` tells of, with the judge's words fresh; what only a search knows is the document's.

    Args:
        loaded: the scenario, read again.
        told: the document.
        options: the options in the manifest.
    """
    parts = situations(loaded.scenario)
    landings = []
    for each in told["plans"]:
        course = tuple(plan_of(part.instance, plan) for part, plan in zip(parts, each["exact"], strict=True))
        verdict = judge(parts, course)
        landings.append(Landing(course, verdict.phases, verdict.objectives.as_tuple()))
    unproven = (each["unproven_per_year"] for each in told["steps"])
    asked = Questionnaire(
        loaded=loaded,
        options=options_of(options),
        parts=parts,
        landings=tuple(landings),
        unproven=tuple(INF if value is None else _not_below_0(value) for value in unproven),
        lost_quality_visit=loaded.scenario.objectives.prices.lost_quality_visit.value,
        ends_proven=_flag(told["ends_proven"]),
        complete=_flag(told["complete"]),
        stopped=_flag(told["stopped"]),
    )
    given: dict[str, list[tuple[str, bool]]] = {str(each["participant"]): [] for each in told["ballots"]}
    for each in told["answers"]:
        given[each["participant"]].append((each["question"], _yes(each["answer"])))
    return count(asked, [Answers(name, tuple(answers)) for name, answers in given.items()])


def _yes(answer: str) -> bool:
    if answer not in ("yes", "no"):
        raise ValueError(f"{answer!r} is neither yes nor no")
    return answer == "yes"


def _flag(value: bool) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{value!r} is neither true nor false")
    return value


def _not_below_0(value: float) -> float:
    if isinstance(value, bool) or not value >= 0:
        raise ValueError(f"{value!r} is not 0 or more")
    return value


Kind = Literal["opened", "closed", "home", "days", "equipment"]
KINDS: tuple[Kind, ...] = ("opened", "closed", "home", "days", "equipment")
_SAME = 1e-6


@dataclass(frozen=True)
class Changed:
    """One thing that is otherwise after a step than before.

    Attributes:
        kind: ``opened`` and ``closed`` are offers, ``home`` the share of a function's visits seen at home, ``days`` the
            clinic days a week of an offer that stays, ``equipment`` units at a site.
        phase: in which phase of the scenario; empty without phases.
        item: id of the function or the equipment.
        site: its id; empty for ``home``.
        before, after: days a week, share of the visits, or units.
    """

    kind: Kind
    phase: str
    item: str
    site: str
    before: float
    after: float


def changes(asked: Questionnaire, step: int) -> tuple[Changed, ...]:
    """What a step changes, phase by phase; empty where only citizens go elsewhere."""
    return between(asked, step, step + 1)


def between(asked: Questionnaire, first: int, second: int) -> tuple[Changed, ...]:
    """What is otherwise in the second of two plans."""
    one, other = asked.landings[first], asked.landings[second]
    pairs = zip(asked.parts, one.plans, one.evaluations, other.plans, other.evaluations, strict=True)
    return tuple(change for part, *rest in pairs for change in _of_phase(part, *rest))  # type: ignore[arg-type]


def _of_phase(part: Situation, old: Plan, before: Evaluation, new: Plan, after: Evaluation) -> Iterator[Changed]:
    ids, phase = part.instance, part.phase
    for kind, where in (("opened", new.open & ~old.open), ("closed", old.open & ~new.open)):
        for f, s in np.argwhere(where).tolist():
            days = float(before.days[f, s]), float(after.days[f, s])
            yield Changed(kind, phase, ids.function_ids[f], ids.site_ids[s], *days)  # type: ignore[arg-type]
    homes = _at_home(before), _at_home(after)
    for f in np.flatnonzero(old.home_level != new.home_level).tolist():
        yield Changed("home", phase, ids.function_ids[f], "", homes[0][f], homes[1][f])
    stays = old.open & new.open & (np.abs(before.days - after.days) > _SAME) & ~ids.is_hospital
    for f, s in np.argwhere(stays).tolist():
        days = float(before.days[f, s]), float(after.days[f, s])
        yield Changed("days", phase, ids.function_ids[f], ids.site_ids[s], *days)
    for e, s in np.argwhere(old.units != new.units).tolist():
        units = float(old.units[e, s]), float(new.units[e, s])
        yield Changed("equipment", phase, ids.equipment_ids[e], ids.site_ids[s], *units)


def _at_home(evaluation: Evaluation) -> list[float]:
    """Share of each function's visits that are seen at home."""
    home, seen = evaluation.home.sum(axis=1), evaluation.seen.sum(axis=(1, 2))
    total = home + seen
    shares: list[float] = np.divide(home, total, out=np.zeros_like(home), where=total > 0).tolist()
    return shares
