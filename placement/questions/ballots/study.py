"""What answers to either-or questions reveal: each participant's price of a minute, and which steps find support.

A yes to a step says that a minute is worth its price or more, a no that it is worth less. So a participant's price lies
between the dearest yes and the cheapest no. Where the yes is dearer than the no, the answers contradict each other, and
between the two prices nothing is known.
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
    """What one participant's answers reveal of the price of a minute.

    Attributes:
        highest_yes: the dearest step accepted, DKK a minute; None without a yes.
        lowest_no: the cheapest step refused; None without a no.
        yes, no: number of each.
        contradictions: pairs of a step accepted and a cheaper one refused, by their questions; the dearest and the
            cheapest first.
    """

    highest_yes: float | None
    lowest_no: float | None
    yes: int
    no: int
    contradictions: tuple[tuple[Question, Question], ...]

    @property
    def answered(self) -> bool:
        """Whether any question was answered."""
        return bool(self.yes or self.no)

    @property
    def span(self) -> Span:
        """The interval of prices in which the participant's own lies, contradictions or not."""
        yes, no = (
            0.0 if self.highest_yes is None else self.highest_yes,
            INF if self.lowest_no is None else self.lowest_no,
        )
        return min(yes, no), max(yes, no)

    def stance(self, price: float) -> Stance:
        """Whether a step of this price would be accepted; ``open`` where the answers do not say, or say both."""
        yes = self.highest_yes is not None and price <= self.highest_yes
        no = self.lowest_no is not None and price >= self.lowest_no
        return "open" if yes == no else "yes" if yes else "no"


def leaning(participant: Answers, questions: Sequence[Question]) -> Leaning:
    """The leaning of one participant."""
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
    """How the participants who answered stand to one step.

    Attributes:
        yes, no: answers given to its question.
        take, refuse, open: participants who accept it by their leaning, who refuse it, and of whom it is not known.
    """

    yes: int
    no: int
    take: int
    refuse: int
    open: int


@dataclass(frozen=True, eq=False)
class Opinions:
    """The leanings of all participants together. Shapes: N participants, Q questions by price.

    Attributes:
        sheet: what was asked.
        participants: every one, in the order in which they answered.
    """

    sheet: Sheet
    participants: tuple[Answers, ...]

    @cached_property
    def leanings(self) -> tuple[Leaning, ...]:
        """The leaning of each participant."""
        return tuple(leaning(one, self.sheet.questions) for one in self.participants)

    @cached_property
    def counted(self) -> tuple[int, ...]:
        """Positions of those who have answered anything; only they are counted."""
        return tuple(n for n, one in enumerate(self.leanings) if one.answered)

    @property
    def majority(self) -> int:
        """The least number of participants that is more than half."""
        return len(self.counted) // 2 + 1

    @cached_property
    def tallies(self) -> tuple[Tally, ...]:
        """The tally of each question, the cheapest step first."""
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
        """Whether all would accept a step (or it is free), nobody would, or it is disputed."""
        if step < self.sheet.free:
            return "free"
        tally, everybody = self.tallies[step - self.sheet.free], len(self.counted)
        return "everybody" if tally.take == everybody else "nobody" if tally.refuse == everybody else "talk"

    # ---- prices that a group agrees on

    def accepted(self, number: int) -> Span:
        """Up to which price ``number`` participants accept every step, and from which price so many no longer can.

        Both are prices of steps; 0 where they accept no step, and infinite where there is no such upper price.
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
        """Positions of the plans after all steps that ``number`` participants accept, and after all they may accept."""
        sure = sum(one.take >= number for one in self.tallies)
        may = sum(len(self.counted) - one.refuse >= number for one in self.tallies)
        return self.sheet.free + sure, self.sheet.free + may

    @property
    def everybodys_plan(self) -> int:
        """Position of the plan after the steps that everybody accepts."""
        return self.plan_at(len(self.counted))[0]

    @property
    def majoritys_plans(self) -> tuple[int, int]:
        """Positions of the plans after the steps that a majority accepts, and after those it may accept."""
        return self.plan_at(self.majority)

    def best_at(self, plan: int) -> Span:
        """The interval of prices of a minute at which a plan is the best."""
        edges = [0.0, *self.sheet.prices, INF]
        return edges[plan], edges[plan + 1]


@dataclass(frozen=True, eq=False)
class Count(Opinions):
    """The counted ballots, with the plans they lead to.

    Attributes:
        asked: the questions with their plans.
    """

    asked: Questionnaire


def count(asked: Questionnaire, participants: Sequence[Answers]) -> Count:
    """Count the answers; those to other questions are ignored."""
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
    """The count of ``ballots.json``, evaluated anew; what needs a search is read from the document.

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
    """One decision that differs after a step.

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
    """The decisions a step changes, phase by phase; empty where only citizens go elsewhere."""
    return between(asked, step, step + 1)


def between(asked: Questionnaire, first: int, second: int) -> tuple[Changed, ...]:
    """The decisions in which the second of two plans differs from the first."""
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
